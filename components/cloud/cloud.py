"""Defines the cloud: its settings, each placed word, and the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.text import Copies

Size = Literal["wide", "square", "tall"]
ColourBy = Literal["pos", "kind"]
Rotate = Literal["never", "some"]
Typeface = Literal["sans", "serif"]
Direction = Literal["across", "down"]

# Width and height in pixels; `tall` fits a phone held upright.
CANVAS: dict[Size, tuple[int, int]] = {
    "wide": (760, 460),
    "square": (540, 540),
    "tall": (350, 500),
}
SMALLEST = 14  # pixels: Chinese below this size is a smudge


@dataclass(frozen=True, slots=True)
class CloudSettings:
    """How a cloud is laid out.

    Attributes:
        size: the canvas, see `CANVAS`.
        max_words: words shown at most, the most frequent first.
        colour_by: part of speech, or kind of entity.
        rotate: whether some words run from top to bottom.
        typeface: sans (黑體) or serif (明體).
        seed: another number gives another arrangement of the same words.
    """

    size: Size = "wide"
    max_words: int = 80
    colour_by: ColourBy = "pos"
    rotate: Rotate = "never"
    typeface: Typeface = "sans"
    seed: int = 1


@dataclass(frozen=True, slots=True)
class CloudWord:
    """One word of the cloud.

    Attributes:
        word: as it is written.
        norm: what it counts as; leads back to its sentences.
        x: centre of its box, in pixels from the left edge.
        y: centre of its box, in pixels from the top edge.
        font_size: height of a character, in pixels; its square is proportional to `count`,
            but for words at the smallest legible size, and for those that would be wider than
            the canvas: they are drawn as large as it bears.
        direction: `across` from left to right, `down` with upright Chinese characters.
        colour: part-of-speech family or kind of entity; `other` where there is none.
        count: tokens of it.
    """

    word: str
    norm: str
    x: float
    y: float
    font_size: int
    direction: Direction
    colour: str
    count: int


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Cloud:
    """Words on a canvas, most frequent first; their boxes never overlap.

    Attributes:
        words: the words that found a place.
        width: of the canvas, in pixels.
        height: of the canvas, in pixels.
        font: name of the font that most letters come from.
        missing: characters for which no font at hand has a glyph.
        n_left_out: words among the `max_words` asked for that found no place.
        most_left_out: count of the most frequent of these; 0 where there is none.
        n_tokens: tokens counted in all, the base of shares.
        n_articles: articles counted.
        copies: whether repeated stretches were counted.
    """

    words: tuple[CloudWord, ...] = ()
    width: int = CANVAS["wide"][0]
    height: int = CANVAS["wide"][1]
    font: str = ""
    missing: tuple[str, ...] = ()
    n_left_out: int = 0
    most_left_out: int = 0
    n_tokens: int = 0
    n_articles: int = 0
    copies: Copies = "all"
    settings: CloudSettings = CloudSettings()
    digest: str = ""
