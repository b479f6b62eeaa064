"""Removes what programs left between the characters, and counts it.

Entities, soft hyphens, invisible signs, full-width letters and the spaces of scanned pages keep
words from being found. Each is a step of its own. No step takes out or puts in a line break, so
that a cleaned text has the lines of the text it came from, one for one.
"""

from __future__ import annotations

import html
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

from components.reading.document import CLEANING
from components.reading.line_joining import LINE_END
from components.text import CleanName, Step, radicals

_Change = Callable[[str], tuple[str, int]]

# Escaped twice or more (&amp;nbsp;) is still one entity.
_ENTITY = re.compile(
    r"&(?:amp;|#38;)*(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BLANKS = {"\u00a0": " ", "\u2002": " ", "\u2003": "\u3000", "\u2009": " "}

_SOFT_HYPHEN = "\u00ad"

# Joiners say something inside emoji and in scripts whose letters join; elsewhere they are dirt.
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_JOINING = "\u0600-\u109f\u1780-\u18af"
_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x1f\\x7f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
    f"|(?<![{_EMOJI}{_JOINING}])[\u200c\u200d]"
    f"|(?<=[{_EMOJI}])(?:\u200c|\u200d(?![{_EMOJI}]))"
    f"|(?<=[{_JOINING}])[\u200c\u200d](?![{_JOINING}])"
)

# One class of characters is looked for ten times as fast as what may stand around them.
_MAYBE_INVISIBLE = re.compile(
    "[\\x00-\\x08\\x0e-\\x1b\\x1f\\x7f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
)

_QUOTE = re.compile(r"(?m)^(?:>[ ]?)+")
_MIN_QUOTED = 2  # lines; a single one may be an arrow

_WIDE = re.compile(f"[０-９Ａ-Ｚａ-ｚ{''.join(map(chr, radicals()))}]")
_TO_HALF = radicals() | {
    c: c - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for c in range(ord(first), ord(last) + 1)
}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
_MARKS = "，。、；：！？「」『』（）《》〈〉【】…—"
_BLANK = "[ \u00a0\u2002\u2003\u2009\u3000]"
_ANY_BLANK = re.compile(_BLANK)
_HAN_GAP = re.compile(f"(?<=[{_HAN}]){_BLANK}+(?=[{_HAN}])")
_HAN_PAIR = re.compile(f"[{_HAN}](?=[{_HAN}])")
_GAP = re.compile(f"(?<=[{_HAN}{_MARKS}])({_BLANK}+)(?=[{_HAN}{_MARKS}])")
# Five characters or more, each alone between blanks of one width: a heading, half of a line.
_SPACED_RUN = re.compile(
    f"(?<![{_HAN}])[{_HAN}{_MARKS}]({_BLANK}+)[{_HAN}{_MARKS}](?:\\1[{_HAN}{_MARKS}]){{3,}}"
)
# Lists of single characters look so too: what people count through, in its order, and surnames.
_SERIES = (
    "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥", "一二三四五六七八九十",
    "日一二三四五六", "壹貳參肆伍陸柒捌玖拾", "金木水火土", "日月火水木金土", "東西南北中",
    "東南西北", "东西南北中", "东南西北", "春夏秋冬", "上下左右", "前後左右", "前后左右",
    "紅橙黃綠藍靛紫", "红橙黄绿蓝靛紫", "紅黃綠藍白黑", "酸甜苦辣鹹", "酸甜苦辣咸", "生旦淨末丑",
    "生旦净末丑",
    "宮商角徵羽", "宫商角徵羽", "鼠牛虎兔龍蛇馬羊猴雞狗豬", "鼠牛虎兔龙蛇马羊猴鸡狗猪",
    "忠孝仁愛信義和平", "仁義禮智信", "禮義廉恥", "琴棋書畫", "琴棋书画", "喜怒哀樂", "喜怒哀乐",
    "優良可劣", "大中小", "天地人",
)  # fmt: skip
_SURNAMES = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧"
    "陈黄张吴刘杨许郑谢赖叶苏庄吕萧罗简钟卢赵颜孙邓冯錢钱馮韓韩曹袁于董程丁傅姚杜姜蔣蒋汪田任石譚谭陸陆崔"
)
# Single characters between blanks of one width.
_SINGLES = re.compile(f"(?<![{_HAN}])[{_HAN}]({_BLANK}+)[{_HAN}](?:\\1[{_HAN}])+(?![{_HAN}])")
_MIN_GAPS = 3  # 台 灣 新 聞
_LISTED = 3  # characters of a list
_SPACED = 0.7  # of the neighbours; text cut into words by spaces has about 0.6


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after its clean-up.

    Attributes:
        text: the text; its lines are those of the text it was made of.
        shown: the same lines as wide as they were set: what only changes the width of a line
            is still in. A hard wrap is found by these.
        steps: what was done, in the order in which it was done; what was not needed is absent.
    """

    text: str
    shown: str
    steps: tuple[Step, ...] = ()


def clean(text: str, *, steps: Collection[CleanName] = CLEANING) -> Cleaned:
    """Take out of a text what programs left in it.

    Args:
        text: text with any line ends; they become one kind, which is no step.
        steps: those that may be taken. `bylines` and `marks` change no
            character and are not done here.

    Returns:
        The text and the steps that found something. An empty text stays empty.
    """
    text = LINE_END.sub("\n", text)
    done: list[Step] = []
    for name in _UNSEEN:
        if name in steps:
            text = _take(name, text, done)
    shown = text
    for name in _SEEN:
        if name in steps:
            text = _take(name, text, done)
    return Cleaned(text, shown, tuple(done))


def _take(name: CleanName, text: str, done: list[Step]) -> str:
    text, count = _CHANGES[name](text)
    if count:
        done.append(Step(name, count))
    return text


def _decode_entities(text: str) -> tuple[str, int]:
    if "&" not in text:
        return text, 0
    count = 0

    def decode(match: re.Match[str]) -> str:
        nonlocal count
        name = match[1]
        if name[0] != "#" and name + ";" not in html5:
            return match[0]
        character = html.unescape(f"&{name};")
        if not character or character == "\ufffd":
            return match[0]  # no character has this number
        count += 1
        return _BLANKS.get(character) or _BREAKS.sub(" ", character)

    return _ENTITY.sub(decode, text), count


def _drop_soft_hyphens(text: str) -> tuple[str, int]:
    return text.replace(_SOFT_HYPHEN, ""), text.count(_SOFT_HYPHEN)


def _drop_invisible(text: str) -> tuple[str, int]:
    return _INVISIBLE.subn("", text) if _MAYBE_INVISIBLE.search(text) else (text, 0)


def _unquote(text: str) -> tuple[str, int]:
    """Take the signs of quoting off the lines of a mail, where more than one line is quoted."""
    count = len(_QUOTE.findall(text))
    return (_QUOTE.sub("", text), count) if count >= _MIN_QUOTED else (text, 0)


def _narrow(text: str) -> tuple[str, int]:
    count = len(_WIDE.findall(text))
    return (text.translate(_TO_HALF), count) if count else (text, 0)


def _close_up(text: str) -> tuple[str, int]:
    """Take out the spaces between Han characters of a text that is spaced throughout.

    It is where at least 70 % of the neighbouring Han characters of a line, and three of them,
    have a blank between them. Then every blank that is no wider than the commonest one goes;
    a wider one, which sets apart, stays. In another text only runs of single characters are
    closed up. Elsewhere a blank between Han characters says something: 布希訪歐 談科索夫,
    王小明　李大華.
    """
    if not _ANY_BLANK.search(text):
        return text, 0
    lists = [found.span() for found in _SINGLES.finditer(text) if _is_list(found[0])]
    rest = "\n".join(text[a:b] for a, b in _between(lists, len(text))) if lists else text
    gaps = Counter(_HAN_GAP.findall(rest))
    spaced = sum(gaps.values())
    if spaced < _MIN_GAPS or spaced < _SPACED * (spaced + len(_HAN_PAIR.findall(rest))):
        return _close_up_runs(text)
    usual = _width(max(gaps, key=lambda gap: (gaps[gap], -_width(gap))))
    count = 0

    def close(match: re.Match[str]) -> str:
        nonlocal count
        in_list = any(start < match.start(1) < end for start, end in lists)
        if _width(match[1]) > usual or in_list:
            return match[1]
        count += 1
        return ""

    return _GAP.sub(close, text), count


def _close_up_runs(text: str) -> tuple[str, int]:
    """Take out the spaces of headings and stretches in a text that is not spaced throughout."""
    count = 0

    def close(match: re.Match[str]) -> str:
        nonlocal count
        if _is_list(match[0]):
            return match[0]
        closed = match[0].replace(match[1], "")
        count += (len(match[0]) - len(closed)) // len(match[1])
        return closed

    return _SPACED_RUN.sub(close, text), count


def _is_list(run: str) -> bool:
    """Tell a list of single characters from a word that is spaced: 甲 乙 丙, 王 明 李 華."""
    signs = _ANY_BLANK.sub("", run)
    if len(set(signs)) < len(signs) or len(signs) < _LISTED:
        return False
    if any(_follows(signs, series) for series in _SERIES):
        return True
    named = [sign in _SURNAMES for sign in signs]
    in_pairs = len(signs) % 2 == 0 and all(named[::2])
    return len(signs) > _LISTED and (in_pairs or sum(named) >= 0.8 * len(named))


def _between(spans: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    start = 0
    for first, last in (*spans, (length, length)):
        yield start, first
        start = last


def _follows(signs: str, series: str) -> bool:
    """Tell whether signs stand in a series, in its order."""
    places = [series.find(sign) for sign in signs]
    return places[0] >= 0 and all(a < b for a, b in itertools.pairwise(places))


def _width(blank: str) -> int:
    return sum(2 if c in "\u3000\u2003" else 1 for c in blank)


_UNSEEN: tuple[CleanName, ...] = ("html_entities", "soft_hyphens", "invisible", "quotes")
_SEEN: tuple[CleanName, ...] = ("widths", "han_spaces")
_CHANGES: dict[CleanName, _Change] = {
    "html_entities": _decode_entities,
    "soft_hyphens": _drop_soft_hyphens,
    "invisible": _drop_invisible,
    "widths": _narrow,
    "han_spaces": _close_up,
    "quotes": _unquote,
}
