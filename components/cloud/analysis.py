"""Lays out a cloud: sets the size of each word and lets `wordcloud` find its place.

`wordcloud` by itself shrinks a word until it fits, so that two words with one count come out
at two sizes. Here the size follows from the count alone; when a word finds no place, all are
drawn a little smaller and packed again.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from components.cloud import fonts
from components.cloud.cloud import CANVAS, SMALLEST, Cloud, CloudSettings, CloudWord, Size
from components.text import digest_of
from components.words import Row, WordTable, family_of

# Packing on a grid of two pixels is four times faster, and nobody sees the other pixel.
_GRID = 2
_MARGIN = 3  # grid steps below and to the right of boxes; odd, see `_odd`
_AIR = 0.16  # em beside a word, so that large ones stand further apart
_LARGEST = 0.24  # of the shorter side, so that three words do not shout
_FILL = 0.4553  # share of the canvas that boxes cover at first; hardly ever do they fill more
_LONGEST = 0.6  # of the width: a word longer than this at the smallest size is left out
_RANGE = 2.4  # the largest word over the smallest legible size, where words must be left out
_STEP = 0.94  # from one attempt to the next
_ARRANGEMENTS = 2  # tried at one size before all words get smaller
_HOPE = 2 / 3  # of the words in one arrangement; with fewer, another does not hold all either
_DOWN = 0.25  # share of words that run from top to bottom, where some may
_ROUND = 2.6  # exponent of the superellipse the words fill: between an oval and a card
_UNITS = 256  # per em in the font of blocks
_WIDEST = 9.0  # em of one block: FreeType draws no letter that is wider than ten
_FIRST_BLOCK = 0xF0000  # private-use characters stand for words, so that any text can be one


@dataclass(frozen=True, slots=True)
class _Place:
    """Top left corner of a word's box, in pixels, and how it runs."""

    x: int
    y: int
    turned: bool


class _Middling(Random):
    """Chance that favours the middle: the first word lies there, across, the next ones close."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._draws = 0

    def random(self) -> float:
        self._draws += 1
        return 0.0 if self._draws == 1 else super().random()

    def randint(self, a: int, b: int) -> int:
        if self._draws == 1:
            return (a + b) // 2
        return min(b, int(self.triangular(a, b + 1)))


def lay_out(
    table: WordTable,
    *,
    settings: CloudSettings | None = None,
    kinds: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    largest: float = 0,
) -> Cloud:
    """Lay out the most frequent words of a table.

    The same table, settings, fonts and version of `wordcloud` give the same cloud. The area of
    a letter is proportional to its word's count, but for words at the smallest size.

    Args:
        table: words and counts; an empty table gives an empty cloud.
        settings: canvas, number of words, colours, directions, arrangement.
        kinds: kind of entity by norm, as a mapping or as pairs, for `colour_by="kind"`.
        largest: pixels of the largest word at most, where several clouds have one scale; 0 for
            as large as there is room.

    Raises:
        FontMissingError: no font at hand draws Chinese.
    """
    settings = settings or CloudSettings()
    kinds = dict(kinds)
    width, height = CANVAS[settings.size]
    rows = _choose_most_frequent(table, settings.max_words)
    used: tuple[fonts.Face, ...] = ()
    words: tuple[CloudWord, ...] = ()
    if rows:
        used = fonts.faces("".join(row.word for row in rows), typeface=settings.typeface)
        words = _place(rows, used, settings, kinds, largest)
    return Cloud(
        words=words,
        width=width,
        height=height,
        font=fonts.name_of(used[0]) if used else "",
        missing=fonts.without_glyph((word.word for word in words), used),
        n_left_out=len(rows) - len(words),
        most_left_out=_most_left_out(rows, words),
        n_tokens=table.n_tokens,
        n_articles=table.n_articles,
        copies=table.copies,
        settings=settings,
        digest=digest_of(
            "cloud",
            table.digest,
            settings,
            tuple(sorted(kinds.items())),
            used,
            *([largest] if largest else []),
        ),
    )


def _choose_most_frequent(table: WordTable, limit: int) -> list[Row]:
    rows = sorted(table.rows, key=lambda row: (-row.count, row.norm))
    shown = {row.word: row for row in reversed(rows) if row.count > 0 and row.word.strip()}
    return sorted(shown.values(), key=lambda row: (-row.count, row.norm))[: max(0, limit)]


def _most_left_out(rows: Iterable[Row], words: Iterable[CloudWord]) -> int:
    placed = {word.norm for word in words}
    return max((row.count for row in rows if row.norm not in placed), default=0)


def _place(
    rows: list[Row],
    used: tuple[fonts.Face, ...],
    settings: CloudSettings,
    kinds: Mapping[str, str],
    most: float,
) -> tuple[CloudWord, ...]:
    widths = {row.word: _ems(row.word, used) for row in rows}
    # Packing ends at the first word without a place, so one that never has any must not be in it.
    longest = _LONGEST * CANVAS[settings.size][0] / SMALLEST
    rows = [row for row in rows if widths[row.word] <= longest]
    if not rows:
        return ()
    sizes, places = _pack(rows, widths, settings, most)
    words = []
    for row, size, place in zip(rows, sizes, places, strict=True):
        if place is None:
            continue
        along, across = (widths[row.word] + _AIR) * size / 2, size / 2
        dx, dy = (across, along) if place.turned else (along, across)
        words.append(
            CloudWord(
                word=row.word,
                norm=row.norm,
                x=round(place.x + dx, 2),
                y=round(place.y + dy, 2),
                font_size=size,
                direction="down" if place.turned else "across",
                colour=_colour(row, settings, kinds),
                count=row.count,
            )
        )
    return tuple(words)


def _colour(row: Row, settings: CloudSettings, kinds: Mapping[str, str]) -> str:
    if settings.colour_by == "kind":
        return kinds.get(row.norm, "other")
    return family_of(row.pos)


def _ems(word: str, used: tuple[fonts.Face, ...]) -> float:
    """Width of a word in em, as its fonts set it."""
    return sum(fonts.glyph(fonts.face_of(c, used), c).advance for c in word)


def _pack(
    rows: list[Row], widths: Mapping[str, float], settings: CloudSettings, most: float
) -> tuple[list[int], list[_Place | None]]:
    """Find the largest sizes at which all words have a place; else place as many as may be."""
    ems = [widths[row.word] for row in rows]
    best: dict[int, _Place] = {}
    best_sizes = [SMALLEST] * len(rows)
    with tempfile.TemporaryDirectory(prefix="wenmai-") as folder:
        blocks = Path(folder) / "blocks.ttf"
        _write_blocks(blocks, ems)
        for sizes in _scales([row.count for row in rows], ems, settings.size, most):
            for arrangement in range(_ARRANGEMENTS):
                seed = settings.seed * _ARRANGEMENTS + arrangement
                places = _arrange(sizes, ems, blocks, settings, seed)
                if len(places) > len(best):
                    best, best_sizes = places, sizes
                if len(best) == len(rows) or len(places) < _HOPE * len(rows):
                    break
            if len(best) == len(rows):
                break
    return best_sizes, [best.get(i) for i in range(len(rows))]


def _scales(
    counts: list[int], ems: list[float], size: Size, at_most: float = 0
) -> Iterator[list[int]]:
    """Yield font sizes for all words, from too large down to the smallest for each."""
    width, height = CANVAS[size]
    shares = [math.sqrt(count / counts[0]) for count in counts]
    boxes = [em * share for em, share in zip(ems, shares, strict=True)]
    area = sum(box * share for box, share in zip(boxes, shares, strict=True))
    # One address among the words must not make all others small: it is made small itself.
    usual = [box for box, em in zip(boxes, ems, strict=True) if em <= _WIDEST]
    most = [_LONGEST * width / em if em > _WIDEST else math.inf for em in ems]
    largest = min(
        _LARGEST * min(width, height),
        math.sqrt(_FILL * width * height / max(area, 0.1)),
        0.8 * width / max([*usual, 0.1]),
    )
    largest = min(largest, at_most or largest)
    least = SMALLEST * min(_RANGE, 1 / min(shares))
    least = min(least, max(SMALLEST, at_most or least))
    while True:
        largest = max(largest, least)
        wanted = [min(largest * share, cap) for share, cap in zip(shares, most, strict=True)]
        sizes = [_GRID * round(size / _GRID) for size in wanted]
        # Odd against an even canvas: only so is there a middle line for the first word.
        sizes = [min(s, _odd(max(sizes))) for s in sizes]
        yield [max(SMALLEST, s) for s in sizes]
        if largest == least:
            return
        largest *= _STEP


def _odd(size: int) -> int:
    """Return the next size below that is an odd number of grid steps."""
    steps = size // _GRID
    return _GRID * (steps - 1 + steps % 2)


def _arrange(
    sizes: list[int], ems: list[float], blocks: Path, settings: CloudSettings, seed: int
) -> dict[int, _Place]:
    """Place words, the largest first, until one finds no room; return places by number."""
    from wordcloud import WordCloud

    width, height = CANVAS[settings.size]
    steps = [size // _GRID for size in sizes]
    # With `relative_scaling=1`, frequencies that are the sizes themselves come out as the sizes;
    # a step below zero ends the packing at the first word that does not fit.
    packer = WordCloud(
        font_path=str(blocks),
        mask=_mask(width // _GRID, height // _GRID),
        margin=_MARGIN,
        max_words=len(steps),
        max_font_size=max(steps),
        min_font_size=1,
        font_step=10 * max(steps),
        relative_scaling=1,
        prefer_horizontal=1.0 if settings.rotate == "never" else 1 - _DOWN,
        random_state=_Middling(seed),
        color_func=_no_colour,
    )
    packer.generate_from_frequencies(
        {chr(_FIRST_BLOCK + i) * _pieces(ems[i]): step for i, step in enumerate(steps)}
    )
    return {
        ord(name[0]) - _FIRST_BLOCK: _Place(
            int(column) * _GRID, int(line) * _GRID, turned is not None
        )
        for (name, _), _, (line, column), turned, _ in packer.layout_
    }


def _no_colour(*_: object, **__: object) -> str:
    # Without it `wordcloud` loads all of matplotlib's plotting for a colour map.
    return ""


def _mask(width: int, height: int) -> Any:
    """White where no word may stand: outside a superellipse."""
    import numpy as np

    y, x = np.ogrid[0:height, 0:width]
    outside = (
        np.abs((x + 0.5) / (width / 2) - 1) ** _ROUND
        + np.abs((y + 0.5) / (height / 2) - 1) ** _ROUND
    ) > 1
    return np.where(outside, 255, 0).astype(np.uint8)


def _pieces(em: float) -> int:
    """Return how many equal blocks stand for a word of so many em."""
    return math.ceil((em + _AIR) / _WIDEST)


def _write_blocks(path: Path, ems: list[float]) -> None:
    """Write a font in which a word is one letter, a full box as wide as the word.

    A word wider than a letter can be is the same box several times in a row. `wordcloud` packs
    ink, and would set small words between the strokes of large ones; a finger would then hit
    both. It would also measure with one font where some letters are borrowed.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    widths = {f"w{i}": math.ceil((em + _AIR) * _UNITS / _pieces(em)) for i, em in enumerate(ems)}
    widths = {".notdef": _UNITS} | widths
    bottom = -round(0.12 * _UNITS)
    outlines = {}
    for name, width in widths.items():
        pen = TTGlyphPen(None)
        pen.moveTo((0, bottom))
        for corner in ((0, bottom + _UNITS), (width, bottom + _UNITS), (width, bottom)):
            pen.lineTo(corner)
        pen.closePath()
        outlines[name] = pen.glyph()
    font = FontBuilder(_UNITS, isTTF=True)
    font.setupGlyphOrder(list(widths))
    font.setupCharacterMap({_FIRST_BLOCK + i: f"w{i}" for i in range(len(ems))})
    font.setupGlyf(outlines)
    font.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    font.setupHorizontalHeader(ascent=bottom + _UNITS, descent=bottom)
    font.setupNameTable({"familyName": "Blocks", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=bottom + _UNITS, sTypoDescender=bottom)
    font.setupPost()
    font.save(path)
