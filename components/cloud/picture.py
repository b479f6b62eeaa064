"""Writes the cloud as SVG and PNG, with the same letters in the same places."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Literal

from components.cloud import fonts
from components.cloud.cloud import Cloud, CloudWord
from components.theme import PALETTES, ColourMode

Background = Literal["paper", "none"]

_MIDDLE = 0.38  # em from the baseline up to the middle of a Chinese character's box
_ASCENT = 0.88  # em from the baseline up to its top
_UPRIGHT = 0.8  # em; narrower letters lie on their side in a word that runs down
_SCALE = 2  # pixels of the PNG in one pixel of the layout


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter where it is drawn.

    Attributes:
        character: what is drawn. face: the font it comes from.
        x: where the pen starts, in pixels of the canvas.
        y: its baseline, or where the pen starts if `turned`.
        turned: lies on its right side, the baseline to the left.
    """

    character: str
    face: fonts.Face
    x: float
    y: float
    turned: bool = False


def colour_of(key: str, *, mode: ColourMode) -> str:
    """Return the colour of a kind of entity or a part-of-speech family."""
    palette = PALETTES[mode]
    return palette.kinds.get(key) or palette.families.get(key, palette.quiet)


def faces_of(cloud: Cloud) -> tuple[fonts.Face, ...]:
    """Return the fonts that the cloud was laid out with."""
    if not cloud.words:
        return ()
    text = "".join(word.word for word in cloud.words)
    return fonts.faces(text, typeface=cloud.settings.typeface)


def letters(word: CloudWord, used: tuple[fonts.Face, ...]) -> Iterator[Letter]:
    """Yield a word's letters from its first to its last."""
    size = word.font_size
    chosen = [(c, face := fonts.face_of(c, used), fonts.glyph(face, c).advance) for c in word.word]
    start = -sum(advance for _, _, advance in chosen) * size / 2
    for character, face, advance in chosen:
        if word.direction == "across":
            yield Letter(character, face, word.x + start, word.y + _MIDDLE * size)
        elif advance < _UPRIGHT:
            yield Letter(character, face, word.x - _MIDDLE * size, word.y + start, turned=True)
        else:
            baseline = word.y + start + (advance / 2 + _MIDDLE) * size
            yield Letter(character, face, word.x - advance * size / 2, baseline)
        start += advance * size


@lru_cache(maxsize=4096)
def outline(word: CloudWord, used: tuple[fonts.Face, ...]) -> str:
    """Return a word's letters as one SVG path in pixels of the canvas."""
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.pens.transformPen import TransformPen

    from components.cloud.pens import PlainPathPen

    pen = PlainPathPen()
    for letter in letters(word, used):
        shape = fonts.glyph(letter.face, letter.character)
        strokes = RecordingPen()
        strokes.value = list(shape.strokes)
        strokes.replay(TransformPen(pen, _matrix(letter, word.font_size / shape.units)))
    return "".join(pen.commands)


def to_svg(
    cloud: Cloud, *, mode: ColourMode, background: Background = "paper", title: str = ""
) -> str:
    """Draw the cloud as SVG that needs no font: each glyph once, a reference for each letter.

    Words stand in `<title>` elements with their counts, for readers who listen.
    """
    used = faces_of(cloud)
    shapes: dict[tuple[fonts.Face, str], str] = {}
    body = []
    for word in cloud.words:
        uses = "".join(_use(letter, word.font_size, shapes) for letter in letters(word, used))
        colour = colour_of(word.colour, mode=mode)
        body.append(f'<g fill="{colour}"><title>{escape(word.word)} {word.count}</title>{uses}</g>')
    listed = "、".join(f"{word.word} {word.count}" for word in cloud.words)
    paper = f'<rect width="100%" height="100%" fill="{PALETTES[mode].paper}"/>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cloud.width} {cloud.height}" '
            f'width="{cloud.width}" height="{cloud.height}" role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(title or cloud.font)}</title>',
            f'<desc id="d">{escape(listed)}</desc>',
            f"<defs>{''.join(map(_definition, shapes, shapes.values()))}</defs>",
            *([paper] if background == "paper" else []),
            *body,
            "</svg>\n",
        ]
    )


def to_png(cloud: Cloud, *, mode: ColourMode, background: Background = "paper") -> bytes:
    """Draw the cloud as PNG with two pixels for one of the layout."""
    from PIL import Image

    size = (cloud.width * _SCALE, cloud.height * _SCALE)
    paper = PALETTES[mode].paper + ("FF" if background == "paper" else "00")
    image = Image.new("RGBA", size, paper)
    used = faces_of(cloud)
    for key in sorted({word.colour for word in cloud.words}):
        # One mask a colour: letters drawn straight onto a transparent picture get a dark rim.
        layer = Image.new("RGBA", size, colour_of(key, mode=mode))
        layer.putalpha(_mask([word for word in cloud.words if word.colour == key], used, size))
        image.alpha_composite(layer)
    if background == "paper":
        image = image.convert("RGB")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _mask(words: list[CloudWord], used: tuple[fonts.Face, ...], size: tuple[int, int]) -> Any:
    from PIL import Image, ImageDraw, ImageFont

    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    sized: dict[tuple[fonts.Face, int], ImageFont.FreeTypeFont] = {}
    for word in words:
        height = word.font_size * _SCALE
        for letter in letters(word, used):
            font = sized.get((letter.face, height))
            if font is None:
                font = sized[letter.face, height] = ImageFont.truetype(
                    letter.face.path, height, index=letter.face.number,
                    layout_engine=ImageFont.Layout.BASIC,
                )  # fmt: skip
            at = (letter.x * _SCALE, letter.y * _SCALE)
            if not letter.turned:
                draw.text(at, letter.character, fill=255, font=font, anchor="ls")
                continue
            tile = Image.new("L", (height, height))
            ImageDraw.Draw(tile).text(
                (0, _ASCENT * height), letter.character, fill=255, font=font, anchor="ls"
            )
            tile = tile.transpose(Image.Transpose.ROTATE_270)
            corner = (round(at[0] - (1 - _ASCENT) * height), round(at[1]))
            mask.paste(255, corner, tile)
    return mask


def _matrix(letter: Letter, scale: float) -> tuple[float, float, float, float, float, float]:
    """Font units, y upwards, to pixels of the canvas, y downwards."""
    if letter.turned:
        return (0, scale, scale, 0, letter.x, letter.y)
    return (scale, 0, 0, -scale, letter.x, letter.y)


def _use(letter: Letter, size: int, shapes: dict[tuple[fonts.Face, str], str]) -> str:
    key = (letter.face, letter.character)
    name = shapes.setdefault(key, f"g{len(shapes)}")
    units = fonts.glyph(*key).units
    matrix = " ".join(f"{value:.5g}" for value in _matrix(letter, size / units))
    return f'<use href="#{name}" transform="matrix({matrix})"/>'


def _definition(key: tuple[fonts.Face, str], name: str) -> str:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.pens.svgPathPen import SVGPathPen

    pen = SVGPathPen(None)
    strokes = RecordingPen()
    strokes.value = list(fonts.glyph(*key).strokes)
    strokes.replay(pen)
    return f'<path id="{name}" d="{pen.getCommands()}"/>'
