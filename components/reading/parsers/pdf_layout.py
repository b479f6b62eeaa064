"""Tells which line breaks of a PDF are there only because a column is narrow.

The text of a PDF is lines as wide as a column. Whether the next one goes on is told by the page
better than by the letters: the line before reaches the margin, both are set in one size, no gap
and no indent lies between them. A larger size is a headline's.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from components.reading.parsers.pdf_lines import PageLine
from components.text import CLOSERS, STOPS

_MARK = re.compile("[，。、；：！？,;:!?…「」]")
# Three short cells or more without a stop: a row of a table.
_CELLS = re.compile(r"[^\s，。、；：]{1,14}(?:[ \t]+[^\s，。、；：]{1,14}){2,}")
_CARRIED = re.compile("^[，。、；：！？」』）》…]*")
_WORD = re.compile(r"[A-Za-z0-9.,:/@_+-]+")
_ALIKE = 0.08  # sizes that differ by less are one
_HEADLINE = 1.2  # times the size of the body


def breaks_in(lines: Sequence[PageLine]) -> tuple[int, ...]:
    """Return the numbers of the breaks, from 0, that only the width of a column made."""
    margins = _margins(lines)
    prose = {_key(line) for line in lines if _MARK.search(line.text)}
    pitch = _usual_pitch(lines)
    found: list[int] = []
    for n, (above, below) in enumerate(itertools.pairwise(lines)):
        # The last line of a column may be short; it goes on where the one above it did.
        margin = margins[_key(above)]
        if _is_next_column(above, below) and found and found[-1] == n - 1:
            margin = above.right
        is_prose = _key(above) in prose and not (_is_row(above) or _is_row(below))
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


def _key(line: PageLine) -> tuple[int, int, int]:
    """Name the column of a line: its page, its place in steps of four characters, its size."""
    return line.page, round(line.left / (4 * line.em)), round(line.em)


def _margins(lines: Sequence[PageLine]) -> dict[tuple[int, int, int], float]:
    margins: dict[tuple[int, int, int], float] = {}
    for line in lines:
        key = _key(line)
        margins[key] = max(margins.get(key, 0.0), line.right)
    return margins


def _usual_pitch(lines: Sequence[PageLine]) -> float:
    """Return how far lines stand apart, in characters; 0 where there is one line."""
    steps = Counter(
        round((above.base - below.base) / above.em, 1)
        for above, below in itertools.pairwise(lines)
        if above.page == below.page and above.base > below.base
    )
    return max(steps, key=lambda step: (steps[step], -step), default=0.0)


def _is_row(line: PageLine) -> bool:
    return line.cells > 1 or bool(_CELLS.fullmatch(line.text.strip()))


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
