"""Removes what programs left between the characters, and counts it.

Entities, soft hyphens, invisible signs, full-width letters and the spaces of scanned pages keep
words from being found. Each is a step of its own. No step takes out or puts in a line break, so
that a cleaned text has the lines of the text it came from, one for one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html.entities import html5

from components.reading.document import CLEANING
from components.reading.line_joining import LINE_END
from components.text import CleanName, Step

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

# Some programs write 人 as the radical ⼈: the same sign, another number.
_RADICALS = {
    code: alike
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
    if (alike := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_WIDE = re.compile(f"[０-９Ａ-Ｚａ-ｚ{''.join(map(chr, _RADICALS))}]")
_TO_HALF: dict[int, int | str] = _RADICALS | {
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
_MIN_GAPS = 3  # 台 灣 新 聞
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
    gaps = Counter(_HAN_GAP.findall(text))
    spaced = sum(gaps.values())
    if spaced < _MIN_GAPS or spaced < _SPACED * (spaced + len(_HAN_PAIR.findall(text))):
        return _close_up_runs(text)
    usual = _width(max(gaps, key=lambda gap: (gaps[gap], -_width(gap))))
    count = 0

    def close(match: re.Match[str]) -> str:
        nonlocal count
        if _width(match[1]) > usual:
            return match[1]
        count += 1
        return ""

    return _GAP.sub(close, text), count


def _close_up_runs(text: str) -> tuple[str, int]:
    """Take out the spaces of headings and stretches in a text that is not spaced throughout."""
    count = 0

    def close(match: re.Match[str]) -> str:
        nonlocal count
        closed = match[0].replace(match[1], "")
        count += (len(match[0]) - len(closed)) // len(match[1])
        return closed

    return _SPACED_RUN.sub(close, text), count


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
