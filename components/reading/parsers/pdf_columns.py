"""The order in which the lines of a PDF page are read.

A file stores its text in whatever order its program wrote it: usually one column after the other,
sometimes straight across all of them. Where the stored order goes to and fro between columns of
prose, the places decide: from top to bottom within what a headline spans, from left to right
within that. The cells of a table stay beside each other.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from components.reading.parsers.pdf_lines import PageLine

_MARK = re.compile("[，。、；：！？,;:!?…「」]")
_NUMBER = re.compile(r"[-+]?[\d,.]+\s*[%％]?[\u3400-\u9fff]?")
_LINES = 3  # of a column
_LETTERS = 40  # of a column
_NARROW = 6  # characters; a narrower column is one of a table
_MARKED = 0.3  # of the lines of prose, at least, bear a mark
_GAP = 0.7  # of a character between two columns
_CELL = 14  # characters of a cell
_CELL_GAP = 1.8  # characters between two cells of a row
_LEVEL = 0.35  # of a character: lines that differ by less stand side by side


@dataclass(frozen=True, slots=True)
class _StoredPiece:
    """A piece and its number in the order of the file."""

    at: int
    line: PageLine


def arrange(pieces: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of a page in the order of reading; no pieces give none."""
    stored = [_StoredPiece(at, piece) for at, piece in enumerate(pieces)]
    regions = _regions(stored)
    if len(regions) > 1:
        own = {placed.at: n for n, region in enumerate(regions) for placed in region}
        runs = [list(run) for _, run in itertools.groupby(stored, key=lambda p: own[p.at])]
        # The file has an order of its own, unless it goes to and fro.
        regions = runs if len(runs) <= 2 * len(regions) else regions
    return [line for region in regions for line in _lines_in(region)]


def _regions(placed: Sequence[_StoredPiece]) -> list[list[_StoredPiece]]:
    """Divide a page into columns and what spans them, in the order of reading."""
    gutter = _gutter([each.line for each in placed])
    if gutter is None:
        return [sorted(placed, key=lambda each: each.at)]
    found: list[list[_StoredPiece]] = []
    downwards = sorted(placed, key=lambda each: (-round(each.line.base, 1), each.at))
    for spans, band in itertools.groupby(downwards, key=lambda p: _spans(p.line, gutter)):
        own = list(band)
        left = [each for each in own if each.line.right <= gutter]
        right = [each for each in own if each.line.left >= gutter]
        if spans or not left or not right or not (_is_wide(left) and _is_wide(right)):
            found.append(sorted(own, key=lambda each: each.at))
        else:
            found += _regions(left) + _regions(right)
    return found


def _spans(line: PageLine, gutter: float) -> bool:
    return line.left < gutter < line.right


def _gutter(lines: Sequence[PageLine]) -> float | None:
    """Return where a column ends and another begins; None where a page has one."""
    if len(lines) < 2 * _LINES:
        return None
    best: tuple[int, float] | None = None
    for x in _starts(lines):
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        if not (_is_prose(left) and _is_prose(right) and _are_beside(left, right)):
            continue
        spanning = len(lines) - len(left) - len(right)
        if best is None or (spanning, x) < best:
            best = spanning, x
    return best[1] if best else None


def _starts(lines: Sequence[PageLine]) -> Iterator[float]:
    """Yield the places, a little to the left of them, at which several lines begin."""
    lefts = sorted((line.left, line.em) for line in lines)
    first = 0
    for n in range(1, len(lefts) + 1):
        if n < len(lefts) and lefts[n][0] - lefts[first][0] < 0.5 * lefts[first][1]:
            continue
        if n - first >= _LINES:
            yield lefts[first][0] - 0.5 * _GAP * lefts[first][1]
        first = n


def _is_prose(lines: Sequence[PageLine]) -> bool:
    letters = sum(len(line.text) for line in lines)
    marked = sum(bool(_MARK.search(line.text)) for line in lines)
    return (
        len(lines) >= _LINES
        and letters >= _LETTERS
        and marked >= _MARKED * len(lines)
        and statistics.median(_width(line) for line in lines) >= _NARROW
    )


def _is_wide(placed: Sequence[_StoredPiece]) -> bool:
    return statistics.median(_width(each.line) for each in placed) >= _NARROW


def _width(line: PageLine) -> float:
    return (line.right - line.left) / line.em


def _are_beside(left: Sequence[PageLine], right: Sequence[PageLine]) -> bool:
    low, high = min(line.base for line in left), max(line.base for line in left)
    beside = sum(low - line.em < line.base < high + line.em for line in right)
    return beside >= _LINES


def _lines_in(region: Sequence[_StoredPiece]) -> list[PageLine]:
    """Return the lines of a column: pieces of one line of the file together, rows of a table."""
    lines: list[list[PageLine]] = []
    for each in region:
        before = lines[-1][-1] if lines else None
        if before and before.row == each.line.row and _are_level(before, each.line):
            lines[-1].append(each.line)
        else:
            lines.append([each.line])
    return _with_rows([_join(line) for line in lines])


def _are_level(a: PageLine, b: PageLine) -> bool:
    return abs(a.base - b.base) < _LEVEL * b.em


def _join(pieces: Iterable[PageLine], *, sign: str = "") -> PageLine:
    first, *others = pieces
    first = replace(first, text=first.lead.lstrip(" \t") + first.text)  # indented by wide blanks
    for other in others:
        cells = first.cells + (other.left - first.right >= _CELL_GAP * first.em)
        text = first.text + (sign or other.lead or " ") + other.text
        first = replace(first, text=text, right=max(first.right, other.right), cells=cells)
    return first


def _with_rows(lines: list[PageLine]) -> list[PageLine]:
    """Bring together the cells of a table that a file stores one column after the other."""
    cells = [n for n, line in enumerate(lines) if _width(line) <= _CELL and line.cells == 1]
    rows: list[list[int]] = []
    for n in sorted(cells, key=lambda n: (-lines[n].base, lines[n].left)):
        last = rows[-1] if rows else None
        if last and lines[last[0]].base - lines[n].base < _LEVEL * lines[n].em:
            last.append(n)
        else:
            rows.append([n])
    table = [sorted(row, key=lambda n: lines[n].left) for row in rows if len(row) > 1]
    if len(table) < 2 or not all(_are_cells([lines[n] for n in row]) for row in table):
        return lines
    if not any(len(row) > 2 or _has_number([lines[n] for n in row]) for row in table):
        return lines  # two columns of short lines
    taken = {n for row in table for n in row}
    # A line between the first cell and the last that is none belongs below the table.
    first = min(taken)
    made = [_join((lines[n] for n in row), sign="\t") for row in table]
    above, below = range(first), range(first, len(lines))
    return [
        *(lines[n] for n in above),
        *made,
        *(lines[n] for n in below if n not in taken),
    ]


def _has_number(row: Sequence[PageLine]) -> bool:
    return any(_NUMBER.fullmatch(line.text.strip()) for line in row)


def _are_cells(row: Sequence[PageLine]) -> bool:
    return all(b.left - a.right >= 0.5 * a.em for a, b in itertools.pairwise(row))
