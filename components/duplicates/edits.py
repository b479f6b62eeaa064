"""Decides by their letters whether two sentences differ by small corrections only.

Names come later in the flow, so nothing is known here but letters. A correction changes single
letters: a slip of the pen, 的 put in, 台 written as 臺. Two or more letters that change together,
and any change of a number, a negation, an opposite or a surname, make another sentence, however
similar the two are: 三人死亡 and 五人死亡 are both said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import Levenshtein

from components.text import fold_letters

MOST_EDIT = 0.2  # no setting allows more; sentences that differ in more are never compared again

_NUMERALS = "〇零一二三四五六七八九十百千萬億兆兩廿卅半雙"
_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "兩": "2"}
_NEGATIONS = "不未無沒非否莫勿別毋免拒禁難"
# Letters of one group say different things of one matter; only one of them can be right.
_OPPOSITES = (
    "上下", "升降", "增減", "加減", "高低", "多少", "大小", "男女父母", "左中右", "東西南北",
    "前後先", "內外裡", "贏輸", "勝負敗平", "買賣", "進出入", "開關", "生死傷亡", "漲跌", "正反副",
    "有無沒", "是否非", "同異", "早晚午", "新舊", "長短", "輕重", "強弱", "好壞", "快慢", "公私",
    "合違", "今昨明", "首末", "來去", "攻守", "主客", "冷熱", "遠近", "深淺", "厚薄", "子女",
    "兄弟姊妹", "日夜", "春夏秋冬", "准禁", "已未", "成敗", "年月日時分秒", "元角分", "斤噸克兩",
)  # fmt: skip
# The surnames that nine in ten people of Taiwan, Hong Kong and the mainland bear.
_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙"
    "顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓阮馬董唐溫藍蔣石古紀姚連歐馮程湯田康姜汪白鄒尤巫鐘黎涂龔"
    "嚴韓袁夏孟譚賈崔龍秦史陸郝邵萬錢段雷孔毛常"
)
# Words that may come or go without another thing being said.
_FILLERS = (
    "目前", "已經", "因此", "但是", "同時", "並且", "以及", "隨後", "當時", "其中", "表示", "指出",
    "另外", "此外", "而且", "所以", "於是", "其實", "相關", "進行", "仍然", "立即", "立刻", "隨即",
    "接著", "共計", "總共", "該名", "這個", "這名", "一個", "一名", "之後", "以後", "的話", "方面",
    "情形", "情況", "持續", "陸續", "分別", "說明", "不過",
)  # fmt: skip


# Units that are called otherwise on the other side of the strait.
_UNITS = (
    ("公尺", "米"), ("公分", "厘米"), ("公厘", "毫米"), ("公斤", "千克"), ("公升", "升"),
    ("浬", "海里"), ("英里", "哩"), ("公秉", "千升"),
)  # fmt: skip


def count_edits(one: str, two: str) -> int | None:
    """Count the letters by which two sentences differ, where they say the same.

    Args:
        one: a sentence as folded letters, with the points of decimal numbers.
        two: the other one; the order makes no difference.

    Returns:
        Letters replaced, put in or left out; 0 for equal sentences; None where the sentences
        say different things by the rule of this module, or differ in more than `MOST_EDIT` of
        the letters of the longer one.
    """
    if one == two:
        return 0
    rules = _rules()
    longest = max(len(one), len(two))
    edits = Levenshtein.distance(one, two, score_cutoff=int(MOST_EDIT * longest))
    if edits > MOST_EDIT * longest:
        return None
    for before, after, together in _changes(*sorted((one, two))):
        if not rules.harmless(before, after, together=together):
            return None
    return edits


class _EditRules:
    """The closed lists, folded as the sentences are."""

    def __init__(self) -> None:
        self.numerals = frozenset(fold_letters(_NUMERALS).text + "0123456789.")
        self.digits = {ord(fold_letters(c).text): digit for c, digit in _DIGITS.items()}
        self.fixed = self.numerals | frozenset(fold_letters(_NEGATIONS).text)
        self.fillers = frozenset(fold_letters(word).text for word in _FILLERS)
        pairs = [(fold_letters(one).text, fold_letters(two).text) for one, two in _UNITS]
        self.units = frozenset((*pairs, *((two, one) for one, two in pairs)))
        groups = [fold_letters(group).text for group in (*_OPPOSITES, _SURNAMES)]
        self.opposed = {
            letter: frozenset(other for group in groups if letter in group for other in group)
            for letter in "".join(groups)
        }

    def harmless(self, before: str, after: str, *, together: bool) -> bool:
        """Tell whether a change says nothing else.

        Args:
            before: the letters of one sentence.
            after: those of the other in their place; one of the two may be empty.
            together: several changes that all but touch.
        """
        if (before, after) in self.units:
            return True
        if len(before) == 1 == len(after) and not together:
            if before in self.fixed or after in self.fixed:
                return self._digits(before) == self._digits(after)
            return after not in self.opposed.get(before, ())
        if not (before and after):
            run = before or after
            if len(run) == 1 and not together:
                return run not in self.fixed
            turned = (run, run[1:] + run[:1], run[-1:] + run[:-1])
            return any(form in self.fillers for form in turned)
        if together and abs(len(before) - len(after)) == 2 and _only_put_in(before, after):
            # 初估 and 初步估計: single letters put in beside one another.
            return not self.fixed & {*before, *after}
        numbers = self.numerals.issuperset(before) and self.numerals.issuperset(after)
        return numbers and self._digits(before) == self._digits(after)

    def _digits(self, numeral: str) -> str:
        return numeral.translate(self.digits)


def _only_put_in(one: str, two: str) -> bool:
    """Tell whether the longer of two stretches is the shorter with letters put in."""
    shorter, longer = sorted((one, two), key=len)
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


@cache
def _rules() -> _EditRules:
    return _EditRules()


def _changes(one: str, two: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the stretches in which two sentences differ; changes one letter apart are one.

    陳建宏 and 林建成 are other names, though the letter between is the same.
    """
    at, end, other, other_end, several = -9, -9, -9, -9, False
    for code in Levenshtein.opcodes(one, two):
        if code.tag == "equal":
            continue
        i, i_end, j, j_end = code.src_start, code.src_end, code.dest_start, code.dest_end
        if i - end <= 1 and j - other_end <= 1:
            end, other_end, several = i_end, j_end, True
            continue
        if end >= 0:
            yield one[at:end], two[other:other_end], several
        at, end, other, other_end, several = i, i_end, j, j_end, False
    if end >= 0:
        yield one[at:end], two[other:other_end], several
