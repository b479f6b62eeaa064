"""Reads the quotations of one article, sentence after sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from components.quotations.attribution import Attribution, Told
from components.quotations.cues import Cue, words_of
from components.quotations.marks import LONGEST
from components.quotations.quoted_text import EDGES, STOPS, QuotedText
from components.quotations.speakers import Naming, Namings, Speaker, doubtful, subject_in
from components.quotations.speech_verbs import Telling
from components.text import fold

_SENTENCE = re.compile(
    r"(?:[^。!?…\n]|[!?](?=[A-Za-z0-9])|[。!?…]+」?(?=[,、;:])|[。!?…]+」(?=[他她][^,。]{0,6}[说问喊道叫答][,。])|(?<=「)…)*+"
    r"(?:[。!?…]+[」)]*|\n|\Z)"
)
# The paper goes on by itself: ，他也感謝警方.
_ENDED = re.compile(",[他她](?:也|还|并|同时|随后)(?:感谢|致歉|道歉|鞠躬|点名|邀请|欢迎)")
_TURNED = re.compile(",(?:因为|并(?:下令|指示|责成|出动|派))")
# What came of it: 批他「不食人間煙火」，遭鄉民灌爆.
_OUTCOME = re.compile(",(?:遭|惹[来得]|引[发起来]|改?判|[判改]处|依法)")
_SHORT_NOUN = 4  # letters
_COPULA = re.compile(
    r"(?:回答|理由|经验|回应|答复|感想|结论|心得|口头禅|座右铭|名言|秘诀|原则|想法|看法|态度|的话|说法|一步|愿望|心愿|心声|解释)[^,。]{0,3}是[,:]?$"
)
# 他問葉局長何時能潛水，得到的回答是「…」: whoever was asked speaks.
_ANSWERED = re.compile("(?:得到|换来|获得|收到|等到)的?[^,]{0,4}(?:回答|答[复覆]|回[应覆复]|答案)")
_ASKED_BEFORE = re.compile("(?:问|请教|请示)[^,]{0,6}$")
_APART = re.compile(",[但而且却]?$")
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch that somebody is quoted with, by places in its article.

    Attributes:
        cue: where its verb stands; None without one.
    """

    start: int
    end: int
    speaker: Speaker | None
    cue: tuple[int, int] | None
    direct: bool
    certain: bool


@dataclass(slots=True)
class Reader:
    """Reads one article.

    Attributes:
        page: its text.
        counted: the stretches that count.
        who: tells who speaks.
        verbs: tells which verbs count.
    """

    page: QuotedText
    counted: Sequence[tuple[int, int]]
    who: Attribution = field(init=False)
    verbs: Telling = field(init=False)
    _taken: set[int] = field(init=False, default_factory=set)
    _waiting: tuple[int, int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.who = Attribution(self.page)
        self.verbs = Telling(self.page, self.who)

    def read(self) -> Iterator[Said]:
        """Yield what is said, in reading order."""
        at = 0
        for start, end in self.counted:
            if self.page.text[at:start].strip():
                self.who.forget()  # nobody knows whom the text in the gap is about
            at = end
            yield from self._stretch(start, end)

    def _stretch(self, start: int, end: int) -> Iterator[Said]:
        for match in _SENTENCE.finditer(self.page.bare, start, end):
            low, high = match.span()
            if low == high:
                continue
            yield from sorted(self._sentence(low, high), key=lambda said: said.start)
            if self.page.bare[high - 1] == "\n":
                yield from self._give_up()
                self.who.end_paragraph()
        yield from self._give_up()

    def _sentence(self, low: int, high: int) -> Iterator[Said]:
        while low < high and self.page.bare[low] in " \u3000\n":
            low += 1
        if low == high or self.page.is_headline(low, high):
            return
        alone = self._standing_alone(low, high)
        told = self.verbs.tell(low, high)
        subject = told[-1][1] if told else self.who.find_subject(low, high)
        if self._waiting:
            yield self._claim(low, told, subject)
        begin = low
        for number, (cue, speaker) in enumerate(told):
            following = told[number + 1][0] if number + 1 < len(told) else None
            stop = self._stop(cue, following, high)
            yield from self._said(cue, speaker, begin, stop)
            begin = stop if self._is_open(cue) else low
        if alone:
            self._waiting = alone
        else:
            yield from self._left_over(low, high, subject)
        self.who.turn(low, high, told[-1][1] if told else None)

    def _is_open(self, cue: Cue) -> bool:
        """Tell whether what is said stands behind a verb, so that no later one claims it."""
        return cue.marked or self.page.bare[cue.end : cue.end + 1] not in ("", *",;。!?\n")

    # What was said

    def _stop(self, cue: Cue, following: Cue | None, high: int) -> int:
        """Return where what follows a verb ends at the latest."""
        stop = high
        if following:
            stop = max(cue.content, self.page.clause(cue.content, following.start))
        stop = min(stop, cue.stop or stop)
        colon = self.page.bare.find(":「", cue.content, stop)
        if colon > 0:
            clause = self.page.clause(cue.content, colon)
            if clause > cue.content and subject_in(self.page.bare, self.page.names, clause, colon):
                stop = clause  # somebody else answers
        if ended := _ENDED.search(self.page.bare, cue.content, stop):
            return ended.start()
        if not cue.marked and (turned := _TURNED.search(self.page.bare, cue.content, stop)):
            return turned.start()
        at = self.page.bare.find(";", cue.content, stop)
        while at >= 0 and not self.page.names.between(at, min(stop, at + 6)):
            at = self.page.bare.find(";", at + 1, stop)
        return at if at >= 0 else stop

    def _said(self, cue: Cue, speaker: Speaker | None, low: int, stop: int) -> Iterator[Said]:
        yield from self._behind(cue, speaker, low)
        end = self.page.quoted.get(cue.content, 0) if cue.marked else 0
        if end and end - cue.content < (8 if cue.word == "写" else 4):
            return
        if end and self.page.is_whole(end, stop):
            self._taken.add(cue.content)
            yield self._make(cue.content, end, speaker, cue, direct=True)
        elif cue.content > cue.end or self.page.bare[cue.end : cue.end + 1] not in ",;。!?":
            yield from self._in_other_words(cue.content, stop, cue, speaker)

    def _in_other_words(
        self, at: int, stop: int, cue: Cue, speaker: Speaker | None
    ) -> Iterator[Said]:
        """Yield what is said in other words, and what of it stands in marks by itself."""
        begin = at
        for start, end in self.page.quoted_in(at, stop):
            if end > stop or start in self._taken:
                continue
            judging = cue.word in words_of("judge")
            if not self.page.is_spoken(start, end) and not self.page.is_part(
                start, end, judging=judging
            ):
                continue
            before = start
            if judging and self.verbs.is_hearer(begin, start):
                begin = start
            if start > begin and self.page.bare[start - 1] not in ",:;":
                before = self.page.clause(begin, start)  # a mere fragment: 這項發現「…」
            yield from self._piece(begin, before, cue, speaker)
            self._taken.add(start)
            yield self._make(start, end, speaker, cue, direct=True, sure=False)
            begin = end
        if begin == at or not _OUTCOME.match(self.page.bare, begin):
            yield from self._piece(begin, stop, cue, speaker)

    def _piece(self, start: int, end: int, cue: Cue, speaker: Speaker | None) -> Iterator[Said]:
        while start < end and self.page.bare[start] in EDGES:
            start += 1
        while end > start and self.page.bare[end - 1] in EDGES:
            end -= 1
        if self.page.quoted.get(start, 0) in range(end - _SHORT_NOUN, end):
            return  # 高喊「要工作」口號
        if len(_LETTERS.findall(self.page.text[start:end])) >= (2 if cue.marked else 4):
            yield self._make(start, end, speaker, cue, direct=False)

    def _make(
        self,
        start: int,
        end: int,
        speaker: Speaker | None,
        cue: Cue,
        *,
        direct: bool,
        sure: bool = True,
    ) -> Said:
        certain = sure and cue.marked and speaker is not None and speaker.certain
        return Said(start, end, speaker, (cue.start, cue.end), direct, certain)

    # Quotations before their speaker, and those without a verb

    def _behind(self, cue: Cue, speaker: Speaker | None, low: int) -> Iterator[Said]:
        """Yield the quotation before a verb, which nothing before it claims: 「…」他說."""
        clause = self.page.clause(low, cue.start)
        for start, end in self.page.quoted_in(max(low, clause - LONGEST - 2), clause):
            apart = start == low or self.page.bare[start - 1] in EDGES
            if apart and end in (clause, clause - 1) and start not in self._taken:
                self._taken.add(start)
                yield self._make(start, end, speaker, cue, direct=True)

    def _standing_alone(self, low: int, high: int) -> tuple[int, int] | None:
        """Return the quotation that is a sentence by itself."""
        end = self.page.quoted.get(low, 0)
        return (low, end) if end >= high and self.page.bare[end - 2] in STOPS else None

    def _claim(self, low: int, told: Sequence[Told], subject: Speaker | None) -> Said:
        """Give the quotation of the sentence before to whoever this one is about."""
        start, end = self._waiting or (low, low)
        self._waiting = None
        self._taken.add(start)
        near = told[0] if told and self.page.clause(low, told[0][0].start) == low else None
        if near:
            cue, speaker = near
            sure = speaker is not None and speaker.certain
            return Said(start, end, speaker, (cue.start, cue.end), True, sure)
        about = self.who.find_subject(low, low + 60)
        speaker = self.who.complete(about or subject or self.who.topic.anybody)
        return Said(start, end, doubtful(speaker) if speaker else None, None, True, False)

    def _give_up(self) -> Iterator[Said]:
        """Yield a quotation behind which nobody is told: at most the text before says whose."""
        if self._waiting:
            start, end = self._waiting
            self._waiting = None
            yield Said(start, end, self.who.complete(self.who.find_before()), None, True, False)

    def _left_over(self, low: int, high: int, subject: Speaker | None) -> Iterator[Said]:
        """Yield quotations that no verb claims: 她的經驗是，「…」 or 他蹲在田邊：「…」."""
        for start, end in self.page.quoted_in(low, high):
            if start in self._taken or start in self.verbs.written:
                continue
            told = self.page.bare[low:start]
            spoken = self.page.is_spoken(start, end)
            if not (_COPULA.search(told) or (spoken and told.endswith(":"))):
                if not (spoken and _APART.search(told) and self.page.is_lively(start, end, high)):
                    continue
                self._taken.add(start)
                who = self.who.complete(self.who.find_earlier(low, start) or self.who.find_before())
                yield Said(start, end, doubtful(who) if who else None, None, True, False)
                continue
            clause = self.page.clause(low, start - 1)
            if _ANSWERED.search(self.page.bare, clause, start):
                self._taken.add(start)
                asked = self.who.complete(self._asked(low, clause))
                yield Said(start, end, asked, None, True, False)
                continue
            who = (
                subject_in(self.page.bare, self.page.names, clause, start - 1)
                or self.who.find_earlier(low, start)
                or self.who.find_without_name(low, clause, start - 1)
            )
            self._taken.add(start)
            speaker = self.who.complete(who or subject)
            yield Said(start, end, doubtful(speaker) if speaker else None, None, True, False)

    def _asked(self, low: int, at: int) -> Speaker | None:
        """Return, as doubtful, whom somebody asked in the clauses before: 他問葉局長."""
        people = (n for n in reversed(self.page.names.between(low, at)) if n.kind == "PER")
        name = next((n for n in people if _ASKED_BEFORE.search(self.page.bare, low, n.start)), None)
        return Speaker(name.start, name.end, name) if name else None


def read_quotations(
    text: str, names: Sequence[Naming], counted: Sequence[tuple[int, int]]
) -> list[Said]:
    """Return what is said in the stretches of an article that count, in reading order."""
    return list(Reader(QuotedText.of(fold(text), Namings(names)), counted).read())
