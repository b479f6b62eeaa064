"""The text of one article as quotations are looked for in it: folded, quoted letters blank."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.quotations.marks import BLANK, blank_quoted, find_quoted
from components.quotations.speakers import Namings

CLAUSE_END = re.compile("[,;:」\n]")
_LONGEST_CLAUSE = 300  # letters; a subject farther from its verb is none
_HEADLINE = 40  # letters; a shorter paragraph without a stop is a headline
STOPS = "。!?…"
EDGES = STOPS + ",;: \n\u3000"
_TERM = re.compile(
    r"(?:展|计划|案|奖|号|节|法|条例|活动|方案|专案|政策|运动|会|影展|专辑|歌曲|电影|剧|书|片|店|馆|系统|平台|机制|制度|原则|模式|行动|条款|词|型|牌|级|区|线|"
    r"站|队|团|楼|桥|路|街|村|社|园|杯|赛|日|季|年|版|课程|论坛|列车|专线|专区)」$"
)
_TERM_BEFORE = re.compile(
    r"(?:举办|推出|名为|题为|所谓|叫做?|拍摄|主题|绰号|人称|俗称|简称|暱称|昵称|号称|称为|称作|称之为|命名|取名|获颁|荣获|发表|出版|演出|播出|主演|执导|成立|"
    r"启动|签署|制定|通过|违反|依|作品|歌曲|电影|专辑|影集|节目|书名|片名|品牌|艺名|本名|笔名|网名|暗号|代号|印有|刻着|维持|给予|评为|素有)$"
)
_LISTED = re.compile("」[、与和及或跟]?$")
_LIVELY = re.compile(
    "[我你您咱俺他她们了吧啊呢吗不没才还就都很太这那要会又再是别请来去好更多只最像]"
)


@dataclass(frozen=True, slots=True)
class QuotedText:
    """An article and what stands in quotation marks in it.

    Attributes:
        text: its folded text.
        bare: the same, with all quoted letters alike.
        names: what is named in it, outside of quotations.
        quoted: where each stretch in quotation marks begins and ends.
        starts: where each begins, ascending.
        named: where names end.
    """

    text: str
    bare: str
    names: Namings
    quoted: Mapping[int, int]
    starts: Sequence[int]
    named: frozenset[int]

    @classmethod
    def of(cls, text: str, names: Namings) -> QuotedText:
        """Look for quotation marks in a folded text; names inside of them are left out."""
        quoted = find_quoted(text)
        bare = blank_quoted(text, quoted)
        outer = [n for n in names.names if BLANK not in bare[n.start : n.end]]
        starts, named = [start for start, _ in quoted], frozenset(name.end for name in outer)
        return cls(text, bare, Namings(outer), dict(quoted), starts, named)

    def clause(self, low: int, at: int) -> int:
        """Return where the clause before a place begins."""
        start = max(low, at - _LONGEST_CLAUSE)
        for match in CLAUSE_END.finditer(self.bare, start, at):
            start = match.end()
        return start

    def quoted_in(self, low: int, high: int) -> list[tuple[int, int]]:
        """Return the stretches in quotation marks that begin between two places."""
        first, last = (bisect_left(self.starts, at) for at in (low, high))
        return [(start, self.quoted[start]) for start in self.starts[first:last]]

    def is_headline(self, low: int, high: int) -> bool:
        """Tell a short paragraph without a stop at its end, unless it is all there is."""
        line = self.bare[low:high].strip()
        if line[-1] in "。!?…;:,)" or line[-2:-1] in STOPS or len(line) > _HEADLINE:
            return False
        begins = (
            not self.bare[:low].rstrip(" \u3000") or self.bare[:low].rstrip(" \u3000")[-1] == "\n"
        )
        return begins and len(self.bare.strip()) > len(line)

    def is_whole(self, end: int, stop: int) -> bool:
        """Tell whether a quotation behind a verb is all that is said, not a term in it."""
        return end >= stop or self.bare[end - 2] in STOPS or self.bare[end] in ",。;!?\n」"

    def is_spoken(self, start: int, end: int) -> bool:
        """Tell whether marks hold what somebody said, and no term, title or name."""
        inner = self.text[start + 1 : end - 1]
        if inner[-1:] and inner[-1] in STOPS:
            return len(inner) >= 4
        is_last = self.bare[end : end + 1] in ("", *"。!?\n")
        is_apart = self.bare[start - 1 : start] == "," and self.bare[start - 2 : start - 1] != "」"
        voiced = is_apart and (is_last or _LIVELY.search(inner) is not None)
        if self.bare[end : end + 1] not in ("", *",。;!?\n") or len(inner) < (5 if voiced else 7):
            return False
        return not self._is_term(start, end)

    def is_part(self, start: int, end: int, *, judging: bool) -> bool:
        """Tell whether marks within what is said hold words of the speaker: 明年「只會更好」.

        Args:
            start: where the marks begin.
            end: one past them.
            judging: a verb of judging stands before, behind which short words are its verdict.
        """
        inner = self.text[start + 1 : end - 1]
        if self.bare[end : end + 1] not in ("", *",。;!?\n") or len(inner) < 3:
            return False
        before = self.bare[max(0, start - 6) : start]
        if _LISTED.search(before) or self._is_term(start, end):
            return False
        return judging or len(inner) > 3 or _LIVELY.search(inner) is not None

    def _is_term(self, start: int, end: int) -> bool:
        """Tell a title or a term by what stands before its marks, or by its last letter."""
        if _TERM_BEFORE.search(self.bare[max(0, start - 6) : start]):
            return True
        ends = _TERM.search(self.text[start:end])
        return ends is not None and not _LIVELY.search(self.text[start:end])

    def is_lively(self, start: int, end: int, high: int) -> bool:
        """Tell whether words in marks at the end of a sentence sound as if somebody said them."""
        if self.bare[end - 2] in STOPS:
            return True
        ends = not self.bare[end:high].strip(EDGES)
        return ends and (_LIVELY.search(self.text, start, end) is not None or end - start > 9)
