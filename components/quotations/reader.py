"""Reads the quotations of one article, sentence after sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from components.quotations.cues import ASKING, Cue, find_cues
from components.quotations.marks import BLANK, LONGEST, blank_quoted, find_quoted
from components.quotations.speakers import (
    Naming,
    Namings,
    Speaker,
    begins_with_pronoun,
    by_form_of_address,
    doubtful,
    find_titled,
    fullest,
    is_governed,
    is_told,
    pronoun_in,
    resolve_role,
    stands_beside,
    strip_adverbials,
    subject_in,
    titled_in,
    unnamed_at,
    unnamed_in,
)
from components.text import fold

_SENTENCE = re.compile(
    r"(?:[^。!?…\n]|[!?](?=[A-Za-z0-9])|[。!?…]+」?(?=[,、;:])|[。!?…]+」(?=[他她][^,。]{0,6}[说问喊道叫答][,。])|(?<=「)…)*+"
    r"(?:[。!?…]+[」)]*|\n|\Z)"
)
_CLAUSE_END = re.compile("[,;:」\n]")
_LONGEST_CLAUSE = 300  # letters; a subject farther from its verb is none
_HEADLINE = 40  # letters; a shorter paragraph without a stop is a headline
_STOPS = "。!?…"
_EDGES = _STOPS + ",;: \n\u3000"
_GOES_ON = re.compile(
    r"(?:并|也|同时|但|而|且|又|还|更|亦|并且|另外?|此外|再|则|一并|进一步|不过|随后|最后|直){1,3}"
)
_URGING = (
    "促",
    "呼吁",
    "要求",
    "促请",
    "吁请",
    "强调",
    "质疑",
    "批评",
    "痛批",
    "直言",
    "坦言",
    "重申",
)
_TURNED = re.compile(",(?:因为|并(?:下令|指示|责成|出动|派))")
_TURNS = re.compile(r"[则也亦却还]")
_QUESTION = (
    "(?P<said>[^,。:;「」]{0,12}(?:什么|何|谁|吗|几|怎|哪|是否|[\u4e00-\u9fff]不[\u4e00-\u9fff]|多少|[能可]否)"
    "[^,。:;「」]*)"
)
_HEARER = "(?:[\u4e00-\u9fff]{0,4}(?:长|员|授|师|总|委员|先生|小姐|太太))?"
_ASKED = re.compile(rf"{_HEARER}{_QUESTION}")
_ASKED_THEM = re.compile(rf"(?:[他她我你]们?|{_HEARER}){_QUESTION}")
_COPULA = re.compile(
    r"(?:回答|理由|经验|回应|答复|感想|结论|心得|口头禅|座右铭|名言|秘诀|原则|想法|看法|态度|的话|说法|一步|愿望|心愿|心声|解释)[^,。]{0,3}是[,:]?$"
)
_TERM = re.compile(
    r"(?:展|计划|案|奖|号|节|法|条例|活动|方案|专案|政策|运动|会|影展|专辑|歌曲|电影|剧|书|片|店|馆|系统|平台|机制|制度|原则|模式|行动|条款|词|型|牌|级|区|线|"
    r"站|队|团|楼|桥|路|街|村|社|园|杯|赛|日|季|年|版|课程|论坛|列车|专线|专区)」$"
)
_TERM_BEFORE = re.compile(
    r"(?:举办|推出|名为|题为|所谓|叫做?|拍摄|主题|绰号|人称|俗称|简称|暱称|昵称|号称|称为|称作|称之为|命名|取名|获颁|荣获|发表|出版|演出|播出|主演|执导|成立|"
    r"启动|签署|制定|通过|违反|依|作品|歌曲|电影|专辑|影集|节目|书名|片名|品牌|艺名|本名|笔名|网名|暗号|代号|印有|刻着|维持|给予|评为|素有)$"
)
_LIVELY = re.compile("[我你您咱俺他她们了吧啊呢吗不没才还就都很太这那要会]")
_BODIES = re.compile(
    "公司|业者|厂商|店家|相关单位|单位|市府|县府|当局|部会|各级|各校|所有|下属|属下|员警|警方"
)
_CROWD = re.compile(
    "有(?:些|的|不少|许多|很多)?[人网民学专分]|外界|各界|市场|网友|网民|法人|民调|[成数]人|不少人|许多人|很多人|人们|大家|坊间|舆论|线报|报道|报导|传闻|谣言|俗话|古人"
)
_LETTERS = re.compile(r"[^\W_]")
_BODY_NAMES = re.compile("议员|立委|委员|代表|工会|家属|居民|民众|团体|她|他")


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
class _Topic:
    """Whom the sentences before are about, for pronouns and for verbs without a subject."""

    person: Speaker | None = None
    anybody: Speaker | None = None
    rivals: int = 0  # other people named since
    earlier: Speaker | None = None  # the person of the paragraph before, if only one was named

    def next_paragraph(self) -> _Topic:
        """Return the topic at the beginning of the next paragraph."""
        return _Topic(earlier=None if self.rivals else self.person or self.earlier)

    def turn(self, speaker: Speaker | None, rivals: int) -> None:
        if speaker is None:
            self.rivals += rivals
            return
        self.anybody, self.rivals = speaker, rivals
        if speaker.name is None or speaker.name.kind == "PER":
            self.person = speaker


@dataclass(slots=True)
class Reader:
    """Reads one article.

    Attributes:
        text: its folded text.
        names: what is named in it, outside of quotations.
        counted: the stretches that count.
    """

    text: str
    names: Namings
    counted: Sequence[tuple[int, int]]
    bare: str = field(init=False)
    _quoted: dict[int, int] = field(init=False)
    _starts: list[int] = field(init=False)
    _known: dict[tuple[int, str], Naming | None] = field(init=False, default_factory=dict)
    _topic: _Topic = field(init=False, default_factory=_Topic)
    _taken: set[int] = field(init=False, default_factory=set)
    _waiting: tuple[int, int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        quoted = find_quoted(self.text)
        self._quoted = dict(quoted)
        self._starts = [start for start, _ in quoted]
        self.bare = blank_quoted(self.text, quoted)
        outer = [n for n in self.names.names if BLANK not in self.bare[n.start : n.end]]
        self.names = Namings(outer)

    def read(self) -> Iterator[Said]:
        """Yield what is said, in reading order."""
        at = 0
        for start, end in self.counted:
            if self.text[at:start].strip():
                self._topic = _Topic()  # nobody knows whom the text in the gap is about
            at = end
            yield from self._stretch(start, end)

    def _stretch(self, start: int, end: int) -> Iterator[Said]:
        for match in _SENTENCE.finditer(self.bare, start, end):
            low, high = match.span()
            if low == high:
                continue
            yield from sorted(self._sentence(low, high), key=lambda said: said.start)
            if self.bare[high - 1] == "\n":
                yield from self._give_up()
                self._topic = self._topic.next_paragraph()
        yield from self._give_up()

    def _sentence(self, low: int, high: int) -> Iterator[Said]:
        while low < high and self.bare[low] in " \u3000\n":
            low += 1
        if low == high or self._is_headline(low, high):
            return
        alone = self._standing_alone(low, high)
        told = self._told(low, high)
        subject = told[-1][1] if told else self._about(low, high)
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
        self._turn(low, high, told[-1][1] if told else None)

    def _is_open(self, cue: Cue) -> bool:
        """Tell whether what is said stands behind a verb, so that no later one claims it."""
        return cue.marked or self.bare[cue.end : cue.end + 1] not in ("", *",;。!?\n")

    def _is_headline(self, low: int, high: int) -> bool:
        line = self.bare[low:high].strip()
        if line[-1] in "。!?…;:,)" or line[-2:-1] in _STOPS or len(line) > _HEADLINE:
            return False
        begins = (
            not self.bare[:low].rstrip(" \u3000") or self.bare[:low].rstrip(" \u3000")[-1] == "\n"
        )
        return begins and len(self.bare.strip()) > len(line)

    # Which verbs count, and who speaks

    def _told(self, low: int, high: int) -> list[tuple[Cue, Speaker | None]]:
        """Return the verbs of a sentence that tell what somebody said, with who that is."""
        found: list[tuple[Cue, Speaker | None]] = []
        for verb in find_cues(self.bare, low, high):
            cue = self._with_hearer(verb, high)
            before = found[-1][0] if found else None
            if cue is None or (before and not self._is_new(before, cue)):
                continue
            speaker = self._speaker(low, cue, found[-1] if found else None)
            if cue.loose and not self._is_beside(low, cue, speaker):
                continue
            if self._is_crowd(low, cue):
                continue
            if cue.word == "要求" and self._is_order(low, cue):
                continue
            found.append((cue, speaker))
        return found

    def _with_hearer(self, cue: Cue, high: int) -> Cue | None:
        """Return a verb with what is said behind whoever is told; None where nobody is told so."""
        if cue.end == cue.content or self.bare[cue.end] in ",:「着了过道":
            if cue.word in ASKING and cue.loose:
                return self._question(cue, high)
            return cue
        told = self.bare[cue.end : cue.content].rstrip(",:")
        inside = self.names.between(cue.end, cue.content)
        return cue if is_told(told, inside, cue.end) else self._question(cue, high)

    def _question(self, cue: Cue, high: int) -> Cue | None:
        """Return 問葉局長何時能潛水 as a verb, a hearer and a question."""
        named = self.names.between(cue.end, cue.end + 1)
        end = named[0].end if named else cue.end
        match = (
            _ASKED.match(self.bare, end, high) if named else _ASKED_THEM.match(self.bare, end, high)
        )
        if match is None:
            return None
        return replace(cue, content=match.start("said"), stop=match.end("said"), loose=False)

    def _is_new(self, before: Cue, cue: Cue) -> bool:
        """Tell whether a second verb says something new, or stands in what is said."""
        if cue.start < before.content:
            return False
        if not before.marked and self.bare[before.end : before.end + 1] in ",;。":
            return True  # the first one followed its quotation
        clause = self._clause(before.end, cue.start)
        words = self.bare[clause : cue.start]
        if _GOES_ON.fullmatch(words):
            return True
        if not words:
            return cue.marked or cue.word in _URGING
        if self.bare[clause - 1] == ";" and self._speaks_next(clause, cue):
            return True
        turns = _TURNS.search(words) is not None
        if not (turns or cue.marked) or cue.loose:
            return False
        if (turns or self.bare[clause - 1] == ";") and unnamed_in(self.bare, clause, cue.start):
            return True
        return subject_in(self.bare, self.names, clause, cue.start) is not None or (
            pronoun_in(self.bare, clause, cue.start) is not None and (cue.marked or turns)
        )

    def _speaks_next(self, clause: int, cue: Cue) -> bool:
        """Tell whether a clause begins with somebody who stands beside its verb: ；他指, ；甲說."""
        place = pronoun_in(self.bare, clause, cue.start)
        if place and place[0] == clause:
            return not strip_adverbials(self.bare[place[1] : cue.start])
        found = subject_in(self.bare, self.names, clause, cue.start)
        return found is not None and stands_beside(self.bare, found, cue.start)

    def _is_beside(self, low: int, cue: Cue, speaker: Speaker | None) -> bool:
        """Tell whether a verb of one letter follows its subject closely."""
        clause = self._clause(low, cue.start)
        if (
            cue.stop
            or (cue.word in "促说称" and clause == cue.start)
            or self.bare[cue.start - 1] in "只仅"
        ):
            return True
        if speaker is None or speaker.start < clause:
            return False
        known = speaker.name is not None or cue.word != "说"
        turns = self.bare[cue.start - 1] in "他她则也"
        return stands_beside(self.bare, speaker, cue.start) and (known or turns)

    def _is_crowd(self, low: int, cue: Cue) -> bool:
        """Tell whether a voice out of a crowd speaks: 有人說, 外界認為."""
        clause = self._clause(low, cue.start)
        if subject_in(self.bare, self.names, clause, cue.start):
            return False
        return _CROWD.search(self.bare, clause, cue.start) is not None

    def _is_order(self, low: int, cue: Cue) -> bool:
        """Tell whether one body orders another to do something, which is no quotation."""
        near = self.names.between(cue.content, cue.content + 1)
        said_by = self.bare[low : cue.start]
        if not near and not _BODIES.match(self.bare, cue.content):
            return False
        return not cue.marked and _BODY_NAMES.search(said_by) is None

    def _clause(self, low: int, at: int) -> int:
        """Return where the clause before a place begins."""
        start = max(low, at - _LONGEST_CLAUSE)
        for match in _CLAUSE_END.finditer(self.bare, start, at):
            start = match.end()
        return start

    def _speaker(
        self, low: int, cue: Cue, before: tuple[Cue, Speaker | None] | None
    ) -> Speaker | None:
        start = self._clause(low, cue.start)
        found = subject_in(self.bare, self.names, start, cue.start)
        if found is None:
            found = self._without_name(low, start, cue.start)
        if found is None:
            found = self._earlier(before[0].content if before else low, start)
        if found is None:
            found = before[1] if before else self._before()
        return self._full(found)

    def _without_name(self, low: int, start: int, end: int) -> Speaker | None:
        if place := pronoun_in(self.bare, start, end):
            return self._of_pronoun(place, low)
        if person := titled_in(self.bare, start, end):
            return person
        if place := unnamed_in(self.bare, start, end):
            return self._of_noun(place)
        return self._by_last_words(start, start + len(strip_adverbials(self.bare[start:end])))

    def _by_last_words(self, start: int, end: int) -> Speaker | None:
        """Return whom a clause ends with, by a title that stands beside a name elsewhere."""
        for at in range(max(start, end - 5), end - 1):
            if name := self._by_title(self.text[at:end]):
                return Speaker(at, end, name)
        return None

    def _full(self, speaker: Speaker | None) -> Speaker | None:
        if speaker is None or speaker.name is None:
            return speaker
        own = speaker.name
        key = (own.entity, self.text[own.start : own.end])
        if key not in self._known:
            self._known[key] = fullest(own, self.names.names, self.text)
        return Speaker(speaker.start, speaker.end, self._known[key], speaker.certain)

    def _by_title(self, words: str) -> Naming | None:
        """Return whom a title or a form of address means in the article."""
        key = (-1, words)
        if key not in self._known:
            every = self.names.names
            found = by_form_of_address(words, every, self.text)
            self._known[key] = found or find_titled(words, every, self.text)
        return self._known[key]

    def _of_pronoun(self, place: tuple[int, int], low: int) -> Speaker:
        inside = self._first_person(low, place[0])
        who = inside or self._topic.person or self._topic.earlier
        if who is None:
            return Speaker(*place)
        sure = who.name is not None and not self._topic.rivals and who is self._topic.person
        return Speaker(*place, who.name, sure)

    def _first_person(self, low: int, at: int) -> Speaker | None:
        if begins_with_pronoun(self.bare, low):
            return None
        for name in self.names.between(low, at):
            clause = self._clause(low, name.start)
            if name.kind == "PER" and not is_governed(self.bare, clause, name):
                return Speaker(name.start, name.end, name)
        return None

    def _of_noun(self, place: tuple[int, int]) -> Speaker:
        role = self.bare[slice(*place)]
        body = resolve_role(role, self.names.before(place[0]), self.text)
        name = body or self._by_title(role)
        return Speaker(*place, name, False)

    def _earlier(self, low: int, at: int) -> Speaker | None:
        """Return whom the clauses before a verb are about, the nearest first."""
        while at > low:
            start = self._clause(low, at - 1)
            if found := self._begins_with(start, at):
                return found
            at = start
        return None

    def _begins_with(self, start: int, end: int) -> Speaker | None:
        if begins_with_pronoun(self.bare, start):
            return doubtful(self._of_pronoun((start, start + 1), start))
        named = [n for n in self.names.between(start, end) if not is_governed(self.bare, start, n)]
        people = [n for n in named if n.kind == "PER"]
        bodies = [n for n in named if n.kind == "ORG"]
        place = unnamed_at(self.bare, start, end)
        if place and (not named or place[0] < named[0].start):
            return self._of_noun(place)
        if people or bodies:
            name = (people or bodies)[0]
            return Speaker(name.start, name.end, name)
        return self._this_one(start) if self.bare.startswith("这", start) else None

    def _this_one(self, at: int) -> Speaker | None:
        """Return whom 這位重砲手 means: the person that was named last."""
        name = next((n for n in self.names.before(at) if n.kind == "PER"), None)
        return Speaker(name.start, name.end, name) if name else None

    def _before(self) -> Speaker | None:
        return doubtful(self._topic.anybody) if self._topic.anybody else None

    def _about(self, low: int, high: int) -> Speaker | None:
        """Return whom a sentence without a verb of saying is about."""
        at = low
        while at < high:
            match = _CLAUSE_END.search(self.bare, at, high)
            end = match.start() if match else high
            if found := self._begins_with(at, end):
                return found
            at = end + 1
        return None

    def _turn(self, low: int, high: int, speaker: Speaker | None) -> None:
        about = speaker or self._about(low, high)
        own = about.name.entity if about and about.name else None
        rivals = {n.entity for n in self.names.between(low, high) if n.kind == "PER"} - {own}
        self._topic.turn(about, len(rivals))

    # What was said

    def _stop(self, cue: Cue, following: Cue | None, high: int) -> int:
        """Return where what follows a verb ends at the latest."""
        stop = high
        if following:
            stop = max(cue.content, self._clause(cue.content, following.start))
        stop = min(stop, cue.stop or stop)
        colon = self.bare.find(":「", cue.content, stop)
        if colon > 0:
            clause = self._clause(cue.content, colon)
            if clause > cue.content and subject_in(self.bare, self.names, clause, colon):
                stop = clause  # somebody else answers
        if not cue.marked and (turned := _TURNED.search(self.bare, cue.content, stop)):
            return turned.start()
        at = self.bare.find(";", cue.content, stop)
        while at >= 0 and not self.names.between(at, min(stop, at + 6)):
            at = self.bare.find(";", at + 1, stop)
        return at if at >= 0 else stop

    def _said(self, cue: Cue, speaker: Speaker | None, low: int, stop: int) -> Iterator[Said]:
        yield from self._behind(cue, speaker, low)
        end = self._quoted.get(cue.content, 0) if cue.marked else 0
        if end and end - cue.content < (8 if cue.word == "写" else 4):
            return
        if end and self._is_whole(end, stop):
            self._taken.add(cue.content)
            yield self._make(cue.content, end, speaker, cue, direct=True)
        elif cue.content > cue.end or self.bare[cue.end : cue.end + 1] not in ",;。!?":
            yield from self._in_other_words(cue.content, stop, cue, speaker)

    def _is_whole(self, end: int, stop: int) -> bool:
        """Tell whether a quotation behind a verb is all that is said, not a term in it."""
        return end >= stop or self.bare[end - 2] in _STOPS or self.bare[end] in ",。;!?\n」"

    def _in_other_words(
        self, at: int, stop: int, cue: Cue, speaker: Speaker | None
    ) -> Iterator[Said]:
        """Yield what is said in other words, and what of it stands in marks by itself."""
        begin = at
        for start, end in self._quoted_in(at, stop):
            if end > stop or start in self._taken:
                continue
            if not self._is_spoken(start, end):
                continue
            before = start
            if start > begin and self.bare[start - 1] not in ",:;":
                before = self._clause(begin, start)  # a mere fragment: 這項發現「…」
            yield from self._piece(begin, before, cue, speaker)
            self._taken.add(start)
            yield self._make(start, end, speaker, cue, direct=True, sure=False)
            begin = end
        yield from self._piece(begin, stop, cue, speaker)

    def _piece(self, start: int, end: int, cue: Cue, speaker: Speaker | None) -> Iterator[Said]:
        while start < end and self.bare[start] in _EDGES:
            start += 1
        while end > start and self.bare[end - 1] in _EDGES:
            end -= 1
        if len(_LETTERS.findall(self.text[start:end])) >= (2 if cue.marked else 4):
            yield self._make(start, end, speaker, cue, direct=False)

    def _is_spoken(self, start: int, end: int) -> bool:
        """Tell whether marks hold what somebody said, and no term, title or name."""
        inner = self.text[start + 1 : end - 1]
        if inner[-1:] and inner[-1] in _STOPS:
            return len(inner) >= 4
        voiced = self.bare[start - 1 : start] == "," and _LIVELY.search(inner) is not None
        if self.bare[end : end + 1] not in ("", *",。;!?\n") or len(inner) < (5 if voiced else 7):
            return False
        before = self.bare[max(0, start - 6) : start]
        return not _TERM_BEFORE.search(before) and not _TERM.search(self.text[start:end])

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

    def _quoted_in(self, low: int, high: int) -> list[tuple[int, int]]:
        """Return the stretches in quotation marks that begin between two places."""
        first, last = (bisect_left(self._starts, at) for at in (low, high))
        return [(start, self._quoted[start]) for start in self._starts[first:last]]

    def _behind(self, cue: Cue, speaker: Speaker | None, low: int) -> Iterator[Said]:
        """Yield the quotation before a verb, which nothing before it claims: 「…」他說."""
        clause = self._clause(low, cue.start)
        for start, end in self._quoted_in(max(low, clause - LONGEST - 2), clause):
            if end in (clause, clause - 1) and start not in self._taken:
                self._taken.add(start)
                yield self._make(start, end, speaker, cue, direct=True)

    def _standing_alone(self, low: int, high: int) -> tuple[int, int] | None:
        """Return the quotation that is a sentence by itself."""
        end = self._quoted.get(low, 0)
        return (low, end) if end >= high and self.bare[end - 2] in _STOPS else None

    def _claim(
        self, low: int, told: Sequence[tuple[Cue, Speaker | None]], subject: Speaker | None
    ) -> Said:
        """Give the quotation of the sentence before to whoever this one is about."""
        start, end = self._waiting or (low, low)
        self._waiting = None
        self._taken.add(start)
        near = told[0] if told and self._clause(low, told[0][0].start) == low else None
        if near:
            cue, speaker = near
            sure = speaker is not None and speaker.certain
            return Said(start, end, speaker, (cue.start, cue.end), True, sure)
        speaker = self._full(self._about(low, low + 60) or subject or self._topic.anybody)
        return Said(start, end, doubtful(speaker) if speaker else None, None, True, False)

    def _give_up(self) -> Iterator[Said]:
        """Yield a quotation behind which nobody is told: at most the text before says whose."""
        if self._waiting:
            start, end = self._waiting
            self._waiting = None
            yield Said(start, end, self._full(self._before()), None, True, False)

    def _left_over(self, low: int, high: int, subject: Speaker | None) -> Iterator[Said]:
        """Yield quotations that no verb claims: 她的經驗是，「…」 or 他蹲在田邊：「…」."""
        for start, end in self._quoted_in(low, high):
            if start in self._taken:
                continue
            told = self.bare[low:start]
            spoken = self._is_spoken(start, end)
            if not (_COPULA.search(told) or (spoken and told.endswith(":"))):
                if not (spoken and told.endswith(",") and self._is_lively(start, end, high)):
                    continue
                self._taken.add(start)
                who = self._full(self._earlier(low, start) or self._before())
                yield Said(start, end, doubtful(who) if who else None, None, True, False)
                continue
            clause = self._clause(low, start - 1)
            who = (
                subject_in(self.bare, self.names, clause, start - 1)
                or self._earlier(low, start)
                or self._without_name(low, clause, start - 1)
            )
            self._taken.add(start)
            speaker = self._full(who or subject)
            yield Said(start, end, doubtful(speaker) if speaker else None, None, True, False)

    def _is_lively(self, start: int, end: int, high: int) -> bool:
        """Tell whether words in marks at the end of a sentence sound as if somebody said them."""
        if self.bare[end - 2] in _STOPS:
            return True
        ends = not self.bare[end:high].strip(_EDGES)
        return ends and len(_LIVELY.findall(self.text[start:end])) > 1


def read_quotations(
    text: str, names: Sequence[Naming], counted: Sequence[tuple[int, int]]
) -> list[Said]:
    """Return what is said in the stretches of an article that count, in reading order."""
    return list(Reader(fold(text), Namings(names), counted).read())
