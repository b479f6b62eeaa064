"""Tells which verbs of a sentence say what somebody said, and who that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from components.quotations.attribution import Attribution, Told
from components.quotations.cues import ASKING, PHRASED, Cue, find_cues
from components.quotations.quoted_text import QuotedText
from components.quotations.speakers import (
    Speaker,
    is_told,
    pronoun_in,
    stands_beside,
    strip_adverbials,
    subject_in,
    unnamed_in,
)

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
    "建议",
    "提醒",
    "直言",
    "坦言",
    "重申",
)
# Of the same speaker behind what was told without a mark: 坦承經費不足，允諾開學前完工.
_OWN = ("允诺", "承诺", "保证", "坦承", "透露", "誓言", "扬言", "宣布", "指控", "警告", "认为")
_SURFACE = re.compile(
    "(?:布条|标语|看板|招牌|牌子|木牌|告示牌|墙|门|黑板|白板|舞台|背板|横幅|海报|衣服?|帽子|旗子?|车身"
    "|路牌|石碑|墓碑|匾额?|春联|红包|杯子?|箱子?|包装)[^,。]{0,4}$|(?:两侧|墙上|布上|碑上|背后|胸前|门口)$"
)
LONGEST_HEARER = 12  # letters: a name and its title
_TURNS = re.compile(r"[则也亦却还]")
_QUESTION = (
    "(?P<said>[^,。:;「」]{0,12}(?:什么|何|谁|吗|几|怎|哪|是否|[\u4e00-\u9fff]不[\u4e00-\u9fff]|多少|[能可]否)"
    "[^,。:;「」]*)"
)
_HEARER = "(?:[\u4e00-\u9fff]{0,4}(?:长|员|授|师|总|委员|先生|小姐|太太))?"
_ASKED = re.compile(rf"{_HEARER}{_QUESTION}")
_ASKED_THEM = re.compile(rf"(?:[他她我你]们?|{_HEARER}){_QUESTION}")
_BODIES = re.compile(
    "公司|业者|厂商|店家|相关单位|单位|市府|县府|当局|部会|各级|各校|所有|下属|属下|员警|警方"
)
_CROWD = re.compile(
    "纷纷|有(?:些|的|不少|许多|很多)?[人网民学专分读观听媒乘客同居家球粉业记]|外界|各界|市场|网友|网民|法人|民调|[成数]人|不少人|许多人|很多人|人们|大家|坊间|舆论|线报|报道|报导|传闻|谣言|俗话|古人"
)
_BODY_NAMES = re.compile("议员|立委|委员|代表|工会|家属|居民|民众|团体|她|他")


@dataclass(frozen=True, slots=True)
class Telling:
    """Reads the verbs of saying of one article.

    Attributes:
        page: the article.
        who: tells who speaks in it.
        written: where words in marks begin that are written on a thing, which nobody says.
    """

    page: QuotedText
    who: Attribution
    written: set[int] = field(default_factory=set)

    def tell(self, low: int, high: int) -> list[Told]:
        """Return the verbs of a sentence that tell what somebody said, with who that is."""
        found: list[Told] = []
        for verb in find_cues(self.page.bare, low, high, self.page.named):
            cue = self._with_hearer(verb, high)
            before = found[-1][0] if found else None
            if cue is None or (before and not self._is_new(before, cue)):
                continue
            speaker = self.who.find_speaker(low, cue, found[-1] if found else None)
            if cue.loose and not self._is_beside(low, cue, speaker):
                continue
            if self._is_crowd(low, cue) or self._is_asked_by_writer(low, cue):
                continue
            if self._is_written_on(low, cue):
                self.written.update(start for start, _ in self.page.quoted_in(cue.end, high))
                continue
            if cue.word == "要求" and self._is_order(low, cue):
                continue
            found.append((cue, speaker))
        return found

    def _with_hearer(self, cue: Cue, high: int) -> Cue | None:
        """Return a verb with what is said behind whoever is told; None where nobody is told so."""
        if PHRASED.match(self.page.bare, cue.end):
            return cue
        if cue.end == cue.content or self.page.bare[cue.end] in ",:「着了过道以":
            if cue.word in ASKING and cue.loose:
                return self._question(cue, high)
            return cue
        told = self.page.bare[cue.end : cue.content].rstrip(",:")
        inside = self.page.names.between(cue.end, cue.content)
        return cue if is_told(told, inside, cue.end) else self._question(cue, high)

    def _question(self, cue: Cue, high: int) -> Cue | None:
        """Return 問葉局長何時能潛水 as a verb, a hearer and a question."""
        named = self.page.names.between(cue.end, cue.end + 1)
        end = named[0].end if named else cue.end
        match = (
            _ASKED.match(self.page.bare, end, high)
            if named
            else _ASKED_THEM.match(self.page.bare, end, high)
        )
        if match is None:
            return None
        return replace(cue, content=match.start("said"), stop=match.end("said"), loose=False)

    def _is_new(self, before: Cue, cue: Cue) -> bool:
        """Tell whether a second verb says something new, or stands in what is said."""
        if cue.start < before.content:
            return False
        if not before.marked and self.page.bare[before.end : before.end + 1] in ",;。":
            return True  # the first one followed its quotation
        clause = self.page.clause(before.end, cue.start)
        words = self.page.bare[clause : cue.start]
        if _GOES_ON.fullmatch(words):
            return True
        if self._is_one_word(cue) and unnamed_in(self.page.bare, clause, cue.start):
            return True
        if not words:
            return cue.marked or cue.word in _URGING or (not before.marked and cue.word in _OWN)
        if self.page.bare[clause - 1] == ";" and self._speaks_next(clause, cue):
            return True
        if self.page.quoted.get(before.content, clause + 1) <= clause and (
            self._speaks_next(clause, cue) or self._begins_unnamed(clause, cue)
        ):
            return True  # what was said before ended with its mark
        turns = _TURNS.search(words) is not None
        if not (turns or cue.marked) or cue.loose:
            return False
        begins = turns or self.page.bare[clause - 1] == ";"
        if begins and unnamed_in(self.page.bare, clause, cue.start):
            return True
        return subject_in(self.page.bare, self.page.names, clause, cue.start) is not None or (
            pronoun_in(self.page.bare, clause, cue.start) is not None and (cue.marked or turns)
        )

    def _begins_unnamed(self, clause: int, cue: Cue) -> bool:
        """Tell whether a clause is somebody without a name and a verb: ，警方說."""
        place = unnamed_in(self.page.bare, clause, cue.start)
        return place is not None and place[0] == clause

    def _is_one_word(self, cue: Cue) -> bool:
        """Tell whether somebody is told to say just one thing: 只回了一句：「…」."""
        phrase = PHRASED.match(self.page.bare, cue.end)
        return phrase is not None and phrase.end() > cue.end

    def _speaks_next(self, clause: int, cue: Cue) -> bool:
        """Tell whether a clause begins with somebody who stands beside its verb: ；他指, ；甲說."""
        place = pronoun_in(self.page.bare, clause, cue.start)
        if place and place[0] == clause:
            return not strip_adverbials(self.page.bare[place[1] : cue.start])
        found = subject_in(self.page.bare, self.page.names, clause, cue.start)
        return found is not None and stands_beside(self.page.bare, found, cue.start)

    def _is_beside(self, low: int, cue: Cue, speaker: Speaker | None) -> bool:
        """Tell whether a verb of one letter follows its subject closely."""
        clause = self.page.clause(low, cue.start)
        if (
            _GOES_ON.fullmatch(self.page.bare, clause, cue.start)
            or (clause > low and not strip_adverbials(self.page.bare[clause : cue.start]))
            or cue.stop
            or (cue.word in "促说称指" and clause == cue.start)
            or self.page.bare[cue.start - 1] in "只仅"
        ):
            return True
        if speaker is None or speaker.start < clause:
            return False
        known = speaker.name is not None or cue.word != "说" or speaker.start == clause
        turns = self.page.bare[cue.start - 1] in "他她则也"
        return stands_beside(self.page.bare, speaker, cue.start) and (known or turns)

    def is_hearer(self, start: int, end: int) -> bool:
        """Tell whether words before a mark are whom something is said to or about."""
        words = self.page.bare[start:end].rstrip(",:")
        named = self.page.names.between(start, end)
        if len(words) > LONGEST_HEARER or len(named) > 1:
            return False
        return words != "" and is_told(words, named, start)

    def _is_crowd(self, low: int, cue: Cue) -> bool:
        """Tell whether a voice out of a crowd speaks: 有人說, 外界認為."""
        clause = self.page.clause(low, cue.start)
        if subject_in(self.page.bare, self.page.names, clause, cue.start):
            return False
        return _CROWD.search(self.page.bare, clause, cue.start) is not None

    def _is_asked_by_writer(self, low: int, cue: Cue) -> bool:
        """Tell whether nobody but who wrote the article asks: 問她為什麼…，她想了很久."""
        return cue.word in ASKING and cue.start == low

    def _is_written_on(self, low: int, cue: Cue) -> bool:
        """Tell whether something bears words that nobody says: 布條上寫著「…」."""
        clause = self.page.clause(low, cue.start)
        return cue.word == "写" and _SURFACE.search(self.page.bare, clause, cue.start) is not None

    def _is_order(self, low: int, cue: Cue) -> bool:
        """Tell whether one body orders another to do something, which is no quotation."""
        near = self.page.names.between(cue.content, cue.content + 1)
        said_by = self.page.bare[low : cue.start]
        if not near and not _BODIES.match(self.page.bare, cue.content):
            return False
        return not cue.marked and _BODY_NAMES.search(said_by) is None
