"""The lines of a PDF page with their places, as pdfium knows them.

A line of the file is cut where a wide gap stands in it, for beyond the gap another column may
begin. The small signs of pronunciation over or beside characters go; a word that a hyphen cuts
is whole on the upper line.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from components.text import radicals

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_HYPHENS = (2, 0xFFFE)  # what pdfium writes for a hyphen at the end of a line, and for the end
_BREAKS = (10, 13, *_HYPHENS)
_BLANKS = frozenset((*range(33), 0xA0, 0xAD, 0x3000, 0xFFFE))
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\ufffe\xad]")
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bfˊˇˋ˙]")
_KANA = re.compile("[\u3040-\u30ff・\\s]+")
_PINYIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’\s-]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]"
                     r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’\s-]*")  # fmt: skip
_MEASURED = 8  # characters of a line
_WIDE = 0.9  # of a character: a gap beyond which another column may begin
_SMALL = 0.75  # of the height of the text: signs of pronunciation are smaller
_GUIDES = 3  # words over others, to be taken for signs of pronunciation


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page or a piece of one, in points from its lower left corner.

    Attributes:
        text: what it says.
        page: the number of its page.
        left: where it begins.
        right: where it ends.
        base: how high it stands.
        em: how wide a character of its is, which is its size.
        height: how high a character of its is.
        row: the line of the file that it is a piece of.
        lead: the blanks that stand before it in that line.
        cells: how many pieces with wide gaps between them it is made of.
    """

    text: str
    page: int
    left: float
    right: float
    base: float
    em: float
    height: float = 0.0
    row: int = 0
    lead: str = ""
    cells: int = 1


def readable(text: str) -> str:
    """Return a text with characters in place of radicals and without signs that nobody sees."""
    return _UNSEEN.sub("", text.translate(radicals()))


def pieces_of(textpage: Any, *, page: int, shown: Sequence[str]) -> list[PageLine] | None:
    """Return the pieces of the lines of a page, in the order of the file.

    Args:
        textpage: the page as pdfium reads it.
        page: its number.
        shown: the lines that are seen on it, without blank ones.

    Returns:
        The pieces, their texts together what is shown but for signs of pronunciation; one that
        a hyphen ends has a soft one there. None where the places belong to another text, or are no
        numbers, as a broken matrix makes them.
    """
    chars = _Chars(textpage)
    rows = _visible(chars.codes, shown)
    if rows is None:
        return None
    sizes = [_size(chars, row) for row in rows]
    if not all(map(math.isfinite, itertools.chain.from_iterable(sizes))):
        return None
    usual = statistics.median_high([h for _, h in sizes]) if sizes else 0.0
    has_guides = any(_is_small_bopomofo(chars, i, usual) for row in rows for i in row)
    found: list[PageLine] = []
    for n, (row, (em, height)) in enumerate(zip(rows, sizes, strict=True)):
        seen = [i for i in row if not _is_small_bopomofo(chars, i, usual)] if has_guides else row
        if seen and em > 0:
            pieces = _cut(chars, seen, em, close=has_guides)
            found += [_piece(chars, own, page, n, em, height) for own in pieces]
        if _is_hyphenated(chars.codes, row) and found:
            found[-1] = replace(found[-1], text=f"{found[-1].text}\xad")
    places = ((line.left, line.right, line.base, line.em, line.height) for line in found)
    if not all(map(math.isfinite, itertools.chain.from_iterable(places))):
        return None
    return _join_level(_without_guides(found))


def close_hyphens(lines: Sequence[PageLine]) -> list[PageLine]:
    """Take the rest of a word that a hyphen cut up to where it begins."""
    closed: list[PageLine] = []
    for line in lines:
        if closed and closed[-1].text.endswith("\xad"):
            word, _, rest = line.text.partition(" ")
            closed[-1] = replace(closed[-1], text=closed[-1].text[:-1] + word)
            if not rest.strip():
                # A line of the rest alone is the last of its paragraph.
                closed[-1] = replace(closed[-1], right=line.right, base=line.base)
                continue
            line = replace(line, text=rest.lstrip())
        closed.append(line)
    return [replace(line, text=line.text.rstrip("\xad")) for line in closed]


class _Chars:
    """The characters of a page by their numbers."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

        self._page = textpage
        self._ask = pdfium.FPDFText_GetLooseCharBox
        self._rect = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        count, code_of = pdfium.FPDFText_CountChars(textpage), pdfium.FPDFText_GetUnicode
        self.codes: list[int] = [code_of(textpage, i) for i in range(count)]

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top of a character with the room it takes."""
        self._ask(self._page, index, self._reference)
        rect = self._rect
        return rect.left, rect.right, rect.bottom, rect.top

    def height(self, index: int) -> float:
        """Return how high a character is."""
        box = self.box(index)
        return box[3] - box[2]


def _visible(codes: Sequence[int], shown: Sequence[str]) -> list[list[int]] | None:
    """Return the numbers of the characters of each line that is shown; None where they differ."""
    letters = "".join(filter(str.isalnum, "".join(shown)))
    found, at = [], 0
    for row in _rows(codes):
        own = "".join(filter(str.isalnum, readable("".join(chr(codes[i]) for i in row))))
        told = letters[at : at + len(own)]
        if len(told) == len(own) and sum(a != b for a, b in zip(told, own, strict=True)) <= 2:
            at += len(own)
            found.append(row)
    return found if at == len(letters) else None


def _rows(codes: Sequence[int]) -> Iterator[list[int]]:
    row: list[int] = []
    for i, code in enumerate((*codes, _BREAKS[0])):
        if code in _BREAKS:
            if row:
                yield row
            row = []
        elif code not in _BLANKS:
            row.append(i)


def _size(chars: _Chars, row: Sequence[int]) -> tuple[float, float]:
    """Return width and height of a character of a line.

    Some programs tell the room of the ink alone: the widest of some characters fills its own.
    """
    first = chars.box(row[0])
    boxes = [
        chars.box(i)
        for i in itertools.islice((i for i in row if _HAN.match(chr(chars.codes[i]))), _MEASURED)
    ] or [first]
    width = max(box[1] - box[0] for box in boxes)
    height = max(box[3] - box[2] for box in boxes)
    return (width if boxes != [first] or _HAN.match(chr(chars.codes[row[0]])) else height), height


def _is_small_bopomofo(chars: _Chars, index: int, usual: float) -> bool:
    is_sign = _BOPOMOFO.match(chr(chars.codes[index]))
    return bool(is_sign) and chars.height(index) < _SMALL * usual


def _cut(chars: _Chars, seen: Sequence[int], em: float, *, close: bool) -> list[list[int]]:
    """Cut a line at its wide gaps; return the characters of each piece, kept blanks among them.

    Args:
        chars: the page.
        seen: the characters of the line that are seen.
        em: how wide one is.
        close: narrow gaps were made by signs of pronunciation and are none.
    """
    codes = chars.codes
    pieces = [[seen[0]]]
    for a, b in itertools.pairwise(seen):
        if b == a + 1:
            pieces[-1].append(b)
            continue
        gap = chars.box(b)[0] - chars.box(a)[1]
        if gap >= _WIDE * em or gap < -em:
            pieces.append([b])
            continue
        is_han = bool(_HAN.match(chr(codes[a])) and _HAN.match(chr(codes[b])))
        pieces[-1] += [*(() if close and is_han else range(a + 1, b)), b]
    return pieces


def _piece(
    chars: _Chars, own: Sequence[int], page: int, row: int, em: float, height: float
) -> PageLine:
    first, last = chars.box(own[0]), chars.box(own[-1])
    before = own[0]
    while before and chars.codes[before - 1] in _BLANKS - set(_BREAKS):
        before -= 1
    return PageLine(
        text=readable("".join(chr(chars.codes[i]) for i in own)),
        page=page,
        left=first[0],
        right=last[1],
        base=first[2],
        em=em,
        height=height,
        row=row,
        lead="".join(chr(chars.codes[i]) for i in range(before, own[0])),
    )


def _is_hyphenated(codes: Sequence[int], row: Sequence[int]) -> bool:
    behind = (code for code in codes[row[-1] + 1 :] if code in _BREAKS or code not in _BLANKS)
    return next(behind, 0) in _HYPHENS


def _without_guides(pieces: list[PageLine]) -> list[PageLine]:
    """Take out small kana and pinyin that stand over Han characters."""
    small = [
        n
        for n, piece in enumerate(pieces)
        if _KANA.fullmatch(piece.text) or _PINYIN.fullmatch(piece.text)
    ]
    over = {n for n in small if any(_stands_over(pieces[n], other) for other in pieces)}
    if sum(len(pieces[n].text.split()) for n in over) < _GUIDES:
        return pieces
    return [piece for n, piece in enumerate(pieces) if n not in over]


def _stands_over(small: PageLine, line: PageLine) -> bool:
    rise = small.base - line.base
    return (
        small.height < _SMALL * line.height
        and 0.4 * line.em < rise < 1.7 * line.em
        and line.left - line.em < small.left < line.right
        and bool(_HAN.search(line.text))
    )


def _join_level(pieces: Sequence[PageLine]) -> list[PageLine]:
    """Join pieces that follow each other on one line without a gap: a sign between them is gone."""
    joined: list[PageLine] = []
    for piece in pieces:
        above = joined[-1] if joined else None
        if (
            above
            and above.row != piece.row
            and abs(above.base - piece.base) < 0.2 * piece.em
            and abs(above.em - piece.em) < 0.1 * piece.em
            and -0.1 * piece.em < piece.left - above.right < _WIDE * piece.em
        ):
            joined[-1] = replace(
                above, text=above.text + piece.text, right=piece.right, row=piece.row
            )
        else:
            joined.append(piece)
    return joined
