"""Applies three stated rules to words on which dictionaries and segmenters disagree.

1. A number is one word and what it counts is another, in dates too: 一/個, 三十多/年,
   第一/次, 17000/人, 1,200萬/元, 12/月/10/號, 十二/月/十/日; so are 這 and 那 before a
   measure: 這/項. Grouping signs, decimals, 萬 億 and % belong to the number.
2. A run of one foreign script is one word, with the digits and marks inside it: COVID-19, 5G,
   AT&T, C++. Words with a blank between them stay two: iPhone/15.
3. A compound of jieba's dictionary that is hardly more frequent than its parts would meet by
   chance is its parts: 人口/密度, 宣布/獨立; 文化大革命 stays.

Newspaper corpora and treebanks agree on nearly all of it. Corpora of the 1990s keep the parts
of a date whole (12月), treebanks split them; the People's Daily keeps 一個 and 這個 whole.
Addresses, mail addresses, numbers of telephones and hashtags are one word each, of their own
kinds (url, mail, tel, hash), which tables leave out unless asked.

All patterns read Simplified copies; see `components.text.simplify`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from components.text import Numbering, code_points, join_ranges
from components.words.cuts import Cuts, Words, end_to_end
from components.words.dictionary import frequency, split_without, tag_of, total
from components.words.pos import pos_of

_CHINESE = "〇零一二三四五六七八九十百千万亿兆两"
# Measures that follow 這 and 那 as well as numbers; then those of numbers alone.
_MEASURES = (
    *"个位名种座条件只支部张场次项届层家所篇门队本辆艘架间栋幢棵颗片块段类批群组套副双对台枚根句首幅册卷集期",
    *"轮班笔起宗桩份股趟",
)
_UNITS = (
    *"人岁天年周株粒顶匹口例则席票倍成章节步遍回顿阵点米尺亩坪吨克升月日号时度秒元",
    *("届次", "人次", "平方公里", "公里", "公尺", "公分", "厘米", "毫米", "公顷", "公吨", "公斤"),
    *("月份", "小时", "分钟", "秒钟", "星期", "年代", "世纪", "周年", "块钱"),
    *("美元", "日元", "欧元", "港元", "港币", "台币", "人民币", "英镑"),
)
# What only looks like a number and its measure.
_WHOLE = frozenset(
    (
        *(
            "一起",
            "一成",
            "一回",
            "一对",
            "一点",
            "一双",
            "一口",
            "一首",
            "一期",
            "一步",
            "一时",
            "一度",
        ),
        *(
            "一阵",
            "四周",
            "百度",
            "数位",
            "多元",
            "多时",
            "几时",
            "半天",
            "半点",
            "零点",
            "零件",
            "万岁",
        ),
        *("千米", "千克", "千升", "千张", "三元", "三节"),
    )
)


def _either(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_COUNTED = re.compile(
    rf"(第?[{_CHINESE}几数多半]*[{_CHINESE}几数多半][多余]?)({_either((*_MEASURES, *_UNITS))})"
    rf"|([这那])({_either(_MEASURES)})"
)
_CLOCK = r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"
_DAY = r"[12][0-9]{3}[-/.][01]?[0-9][-/.][0-3]?[0-9]"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.．][0-9]+)?"
_NUMBER = (
    rf"(?:第?{_ARABIC}(?:[百千万亿兆]+(?:{_ARABIC})?)*[%％‰]?"
    rf"|第?[{_CHINESE}]{{2,}}|百分之(?:{_ARABIC}|[{_CHINESE}]+))"
)
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
# The bound keeps 1-1-1-1… linear: the search for a letter begins anew at each number of a chain.
_LATIN = (
    rf"(?:[0-9]+(?:[-–.][0-9]+){{0,64}}[-–]?)?[{_LETTER}][{_LETTER}0-9]*"
    rf"(?:[-–.'’&_@/][{_LETTER}0-9]+)*(?:\+\+|\#)?"
)
_SCRIPTS = r"[Ͱ-Ͽἀ-῿]+|[Ѐ-ӿ]+|[ぁ-ゖァ-ヺー]+|[가-힣]+|[฀-๿]+|[؀-ۿ]+|[֐-׿]+"
# Addresses and numbers of telephones are one word each, of kinds that jieba does not know.
_ADDRESS = (
    r"(?P<url>(?:https?|ftp)://[^\s\u2e80-\uffef<>\"]*[A-Za-z0-9/#=&_~-]"
    r"|(?<![A-Za-z0-9@.-])(?:www\.[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|net|org|gov|edu|tw|hk|cn|mo|sg|my|jp|io|co|tv|news|info|be)"
    r"(?![A-Za-z0-9]))(?:/[A-Za-z0-9/_.?=&%#~+-]*[A-Za-z0-9/=])?"
    r"|(?<![A-Za-z0-9@./-])[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[a-z]{2,6}/[A-Za-z0-9/_.?=&%#~+-]*[A-Za-z0-9/=])"
    r"|(?P<mail>(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<tel>(?<![\d.,-])(?:\+\d{1,3}(?:[- ]?\(?0?\d{1,4}\)?)?[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|(?:85[23]|886|86)-(?:\d{1,2}-)?\d{4}[- ]?\d{4}|\(85[23]\) ?\d{4} ?\d{4}"
    r"|4(?:12|49)-\d{4}|400-\d{3,4}-\d{3,4}"
    r"|(?:\(0\d{1,3}\)[- ]?\d{3,4}-?\d{4}"
    r"|0\d{1,3}-\d{3,4}-?\d{3,4}|09\d\d-?\d{3}-?\d{3}|0800-?\d{3}-?\d{3}"
    r"|1[3-9]\d-\d{4}-\d{4}))(?![\d-]))"
    # #北京两会#召开， is of Weibo, where a second sign ends it; #颱風 #停班 ends before a blank.
    r"|(?P<hash>#[A-Za-z0-9_\u3400-\u9fff]{1,30}#(?=[\u3400-\u9fff]{1,40}[，。！？；：、（「])|(?<![A-Za-z0-9&#])#[A-Za-z0-9_\u3400-\u9fff]{1,30}#?(?![A-Za-z0-9_\u3400-\u9fff])"
    r"|(?<![A-Za-z0-9])@(?:[A-Za-z0-9_.]{2,30}|[\w\u3400-\u9fff-]{2,20}(?=[\s：:，,、。）)]|$)))"
)
_JOINED = re.compile(
    rf"{_ADDRESS}|(?P<eng>(?<![{_LETTER}0-9])(?:{_LATIN})|{_SCRIPTS})|(?P<t>{_DAY}|{_CLOCK})|(?P<m>{_NUMBER})"
)
# What a match of this pattern can begin with: few characters of a Chinese text, all below U+FFFF.
_OPENING = re.compile(rf"[A-Za-z0-9._%+(#@第百{_CHINESE}{_LETTER}-]|{_SCRIPTS}")
# Idioms, transliterated names and numbers are no compounds, and function words no parts of one.
_IDIOMS = frozenset(("i", "nrt", "q", "m", "mq"))
_FUNCTION = re.compile(r"[rcdfmupy]")
# Behind a number too: 500人次, 20人座.
_PEOPLE = ("人次", "人份", "人座", "人制", "人组", "人民币")
_PERSON = ord("人")
_SUFFIXES = frozenset(("主义", "分子", "以来", "说来", "来说", "一来"))
_CHANCE = 7.0  # e^7 times as frequent as by chance: above it, a compound is a name or a term


def apply_rules(copies: Sequence[str], cuts: Cuts) -> Words:
    """Apply the three rules to the words of Simplified copies."""
    return _join(_part_people(_divide(copies, cuts)))


def _part_people(words: Words) -> Words:
    """Part 3/人失聯 and 12/人中鏢: behind digits 人 is what they count, not the head of a word."""
    codes = code_points(words.text)
    before = codes[np.maximum(words.starts - 1, 0)]
    counted = (codes[words.starts] == _PERSON) & (before >= ord("0")) & (before <= ord("9"))
    glued = np.flatnonzero(counted & (words.starts > 0) & (words.ends - words.starts > 1))
    own = [words.text[words.starts[i] : words.ends[i]] for i in glued.tolist()]
    kept = [not word.startswith(_PEOPLE) for word in own]
    glued = glued[np.array(kept, bool)]
    tails = [pos_of(word[1:]) for word, keep in zip(own, kept, strict=True) if keep]
    return words.part(glued, 1, pos_of("人"), tails)


def _divide(copies: Sequence[str], cuts: Cuts) -> Words:
    """Place words, those that fall into parts by their parts; blanks are left out."""
    parts = [pieces_of(kind) for kind in cuts.kinds]
    counts = np.fromiter(map(len, parts), np.int64)
    tags = Numbering()
    pieces = list(chain.from_iterable(parts))
    sizes = np.fromiter(map(itemgetter(0), pieces), np.int64)
    codes = tags.codes(map(itemgetter(1), pieces))
    firsts = np.cumsum(counts) - counts
    inside = np.cumsum(sizes) - sizes
    inside -= np.repeat(inside[np.minimum(firsts, len(sizes) - 1)], counts)
    text, offsets = end_to_end(copies)
    lengths = np.fromiter(map(len, cuts.kinds), np.int64)[cuts.codes]
    breaks = np.repeat(np.arange(len(cuts)), np.diff(cuts.bounds))
    begins = np.cumsum(lengths) - lengths + breaks
    each = counts[cuts.codes]
    chosen = join_ranges(firsts[cuts.codes], each)
    starts = (np.repeat(begins, each) + inside[chosen]).astype(np.int32)
    ends = (starts + sizes[chosen]).astype(np.int32)
    return Words(text, offsets, starts, ends, codes[chosen], tags)


@lru_cache(maxsize=1 << 17)
def pieces_of(word: str) -> tuple[tuple[int, str], ...]:
    """Return length and part of speech of what a word is counted as; a blank as nothing."""
    if not word.strip():
        return ()
    return (parts_of(word) if len(word) > 1 else ()) or ((len(word), pos_of(word)),)


def parts_of(word: str) -> tuple[tuple[int, str], ...]:
    """Return length and part of speech of the words a dictionary word is cut into; () if none."""
    counted = None if word in _WHOLE else _COUNTED.fullmatch(word)
    if counted:
        size = len(counted[1] or counted[3])
        return (size, "m" if counted[1] else "r"), (len(word) - size, pos_of(word[size:]))
    return _compound(word)


def _compound(word: str) -> tuple[tuple[int, str], ...]:
    if len(word) < 4 or not (count := frequency(word)) or tag_of(word) in _IDIOMS:
        return ()
    at, parts = 0, []
    surprise = math.log(count / total())
    for size in split_without(word):
        part = word[at : at + size]
        pos = tag_of(part)
        if size == 1 or part in _SUFFIXES or _FUNCTION.match(pos):
            return ()
        surprise -= math.log(max(1, frequency(part)) / total())
        parts.append((size, pos_of(part)))
        at += size
    return tuple(parts) if surprise < _CHANCE else ()


def _join(words: Words) -> Words:
    """Put together what one pattern covers, where it begins and ends with words."""
    matches = list(_find_joined(words.text))
    if not matches:
        return words
    begins = np.array([match.start() for match in matches])
    stops = np.array([match.end() for match in matches])
    first = np.searchsorted(words.starts, begins)
    last = np.searchsorted(words.ends, stops)
    found = (first < last) & (last < len(words.ends))
    found[found] &= words.starts[first[found]] == begins[found]
    found[found] &= words.ends[last[found]] == stops[found]
    tags = [matches[i].lastgroup or "x" for i in np.flatnonzero(found).tolist()]
    return words.join(first[found], last[found], tags)


def _find_joined(text: str) -> Iterator[re.Match[str]]:
    """Yield what `_JOINED.finditer` does, trying only where a match can begin."""
    opens = _openings()
    begins = np.flatnonzero(opens[np.minimum(code_points(text), len(opens) - 1)])
    done = 0
    for at in begins.tolist():
        if at >= done and (match := _JOINED.match(text, at)):
            done = match.end()
            yield match


@cache
def _openings() -> NDArray[np.bool_]:
    opens = np.zeros(0x10000, bool)
    for match in _OPENING.finditer("".join(map(chr, range(len(opens))))):
        opens[slice(*match.span())] = True
    return opens
