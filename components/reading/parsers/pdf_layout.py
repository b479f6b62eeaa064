"""Tells which line breaks of a PDF are there only because a column is narrow.

The text of a PDF is lines as wide as a column. Whether the next one goes on is told by the page
better than by the letters: the line before reaches the margin, both are set in one size, no gap
and no indent lies between them. A larger size is a headline's.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.text import CLOSERS, STOPS

MOST_CHARACTERS = 400_000  # of a document; asking for the place of each takes a microsecond
_HAN = re.compile("[\u3400-\u9fff]")
_MARK = re.compile("[，。、；：！？,;:!?…「」]")
# Three short cells or more without a stop: a row of a table.
_CELLS = re.compile(r"[^\s，。、；：]{1,14}(?:[ \t]+[^\s，。、；：]{1,14}){2,}")
_CARRIED = re.compile("^[，。、；：！？」』）》…]*")
_WORD = re.compile(r"[A-Za-z0-9.,:/@_+-]+")
_MEASURED = 8  # characters of a line
_ALIKE = 0.08  # sizes that differ by less are one
_HEADLINE = 1.2  # times the size of the body


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, in points from its lower left corner.

    Attributes:
        text: what it says.
        page: the number of its page.
        left: where it begins.
        right: where it ends.
        base: how high it stands.
        em: how wide a character of its is, which is its size.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    em: float


def lines_of(textpage: Any, *, page: int, shown: Sequence[str]) -> list[PageLine] | None:
    """Return the lines of a page with their places.

    Args:
        textpage: the page as pdfium reads it.
        page: its number.
        shown: its lines, without blank ones.

    Returns:
        As many lines as are shown; None where the places belong to other lines.
    """
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    codes = [
        pdfium.FPDFText_GetUnicode(textpage, i) for i in range(pdfium.FPDFText_CountChars(textpage))
    ]
    found: list[PageLine] = []
    start = 0
    for end, code in enumerate([*codes, 10]):
        if code not in (10, 13):
            continue
        if any(c > 32 for c in codes[start:end]) and len(found) < len(shown):
            line = _place_line(textpage, codes, start, end, shown[len(found)], page)
            if line is None:
                return None
            found.append(line)
        start = end + 1
    return found if len(found) == len(shown) else None


def breaks_in(lines: Sequence[PageLine]) -> tuple[int, ...]:
    """Return the numbers of the breaks, from 0, that only the width of a column made."""
    margins = _margins(lines)
    prose = {key for key in margins if any(_MARK.search(x.text) for x in lines if _key(x) == key)}
    pitch = _usual_pitch(lines)
    found: list[int] = []
    for n, (above, below) in enumerate(itertools.pairwise(lines)):
        # The last line of a column may be short; it goes on where the one above it did.
        margin = margins[_key(above)]
        if _is_next_column(above, below) and found and found[-1] == n - 1:
            margin = above.right
        is_prose = _key(above) in prose and not (_is_row(above.text) or _is_row(below.text))
        if is_prose and _goes_on(above, below, margin, pitch):
            found.append(n)
    return tuple(found)


def headlines_in(lines: Sequence[PageLine]) -> tuple[int, ...]:
    """Return the numbers of the lines, from 0, that are set clearly larger than the body."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.em, 1)] += len(line.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    return tuple(n for n, line in enumerate(lines) if body and line.em > _HEADLINE * body)


def _place_line(
    textpage: Any, codes: Sequence[int], start: int, end: int, text: str, page: int
) -> PageLine | None:
    seen = [i for i in range(start, end) if codes[i] > 32]
    letters = "".join(chr(codes[i]) for i in seen if chr(codes[i]).isalnum())
    # Radicals are read as characters by now: the length and most of the letters are the same.
    own = "".join(filter(str.isalnum, text))
    if len(letters) != len(own) or sum(a != b for a, b in zip(letters, own, strict=True)) > 2:
        return None
    first, last = _box(textpage, seen[0]), _box(textpage, seen[-1])
    # Some programs tell the room of the ink alone: the widest of some characters fills its own.
    han = [i for i in seen if _HAN.match(chr(codes[i]))][:_MEASURED]
    widths = [box[1] - box[0] for box in (_box(textpage, i) for i in han)]
    em = max(widths, default=first[3] - first[2])
    return PageLine(text, page, first[0], last[1], first[2], em) if em > 0 else None


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a character with the room it takes."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect))
    return rect.left, rect.right, rect.bottom, rect.top


def _key(line: PageLine) -> tuple[int, int, int]:
    """Name the column of a line: its page, its place in steps of four characters, its size."""
    return line.page, round(line.left / (4 * line.em)), round(line.em)


def _margins(lines: Sequence[PageLine]) -> dict[tuple[int, int, int], float]:
    margins: dict[tuple[int, int, int], float] = {}
    for line in lines:
        margins[_key(line)] = max(margins.get(_key(line), 0.0), line.right)
    return margins


def _usual_pitch(lines: Sequence[PageLine]) -> float:
    """Return how far lines stand apart, in characters; 0 where there is one line."""
    steps = Counter(
        round((above.base - below.base) / above.em, 1)
        for above, below in itertools.pairwise(lines)
        if above.page == below.page and above.base > below.base
    )
    return max(steps, key=lambda step: (steps[step], -step), default=0.0)


def _is_row(text: str) -> bool:
    return bool(_CELLS.fullmatch(text.strip()))


def _is_next_column(above: PageLine, below: PageLine) -> bool:
    return above.page != below.page or below.base > above.base


def _goes_on(above: PageLine, below: PageLine, margin: float, pitch: float) -> bool:
    if abs(above.em - below.em) > _ALIKE * above.em:
        return False
    word = _WORD.match(below.text)
    # A mark may begin no line, so that the character before it goes down with it.
    unit = len(below.text) - len(_CARRIED.sub("", below.text[1:], count=1))
    room = above.em * (0.3 + unit if word is None else 1 + 0.6 * len(word[0]))
    if above.right < margin - room:
        return False
    step = (above.base - below.base) / above.em
    if _is_next_column(above, below):
        return not above.text.rstrip(CLOSERS).endswith(tuple(STOPS))
    return step <= pitch + 0.5 and below.left < above.left + 0.8 * above.em
