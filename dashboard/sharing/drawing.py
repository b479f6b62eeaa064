"""The figures as pictures to print: SVG with the outlines of its letters, and PNG.

Plotly needs a browser to make a picture. These are drawn from the same nouns, at the same
places and in the same colours, with a caption that says what was counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from math import pi
from typing import Any, Literal

from components import network, theme, words
from components.cloud import CloudSettings, CloudWord, FontMissing
from components.duplicates.strip import Segment, Strip
from components.i18n import number, t
from components.network import CooccurrenceNetwork, Layout
from components.network.layout import diameters
from components.theme import PALETTES, Palette
from components.words import WordTable
from dashboard.pipeline import Analysis, lay_out_cloud
from dashboard.sharing import report
from dashboard.sharing.pictures import BARS, map_of

Anchor = Literal["start", "middle", "end"]
Form = Literal["circle", "diamond", "square"]

_WIDTH, _EDGE, _LINE = 1100, 24, 22
_FONT, _SMALL = 15, 13
_LABEL = 150  # pixels for what stands before a bar or a strip
_SCALE, _FINE = 2, 2  # pixels of the PNG in one of the picture; drawn so much finer still
_STEPS = (1.0, 1.8, 3.0, 4.6, 6.5)  # pixels, as on the page
_PALE = 0.28
_HATCH = 7  # pixels between the lines of a copy
_SAME_AREA: dict[str, float] = {"PER": 1.0, "LOC": (pi / 2) ** 0.5, "ORG": (pi / 4) ** 0.5}
_FORMS: dict[str, Form] = {"PER": "circle", "LOC": "diamond", "ORG": "square"}


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, in pixels from the upper left corner."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark around its centre, with a rim of paper."""

    form: Form
    x: float
    y: float
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, its middle at `y`; a halo of paper keeps it off what lies below."""

    text: str
    x: float
    y: float
    size: int
    colour: str
    anchor: Anchor = "start"
    halo: bool = False


Mark = Line | Box | Dot | Text


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks on paper, the first ones lowest."""

    name: str
    title: str
    height: int
    marks: tuple[Mark, ...]
    width: int = _WIDTH


def files(analysis: Analysis, graph: CooccurrenceNetwork) -> Iterator[tuple[str, bytes]]:
    """Yield the figures of an analysis under their names, SVG and PNG, in light colours.

    Without a Chinese font there are none. What has nothing to show has no figure.
    """
    try:
        yield from _cloud(analysis)
        for picture in pictures(analysis, graph):
            yield f"figures/{picture.name}.svg", to_svg(picture).encode("utf-8", "replace")
            yield f"figures/{picture.name}.png", to_png(picture)
    except FontMissing:
        return


def pictures(analysis: Analysis, graph: CooccurrenceNetwork) -> Iterator[Picture]:
    """Yield the pictures that have something to show: network, words, map of copies."""
    made, table = map_of(analysis), analysis.content_words
    captions = report.captions(analysis, graph, made.not_shown)
    if graph.edges:
        layout = analysis.call(network.layout, graph)
        key = " ".join(f"{theme.SIGNS[k]} {t(f'network.kind_{k}')}" for k in theme.SIGNS)
        caption = f"{key} · {captions['network']}"
        yield _captioned(network_picture(graph, layout), caption)
    if table.rows:
        yield _captioned(words_picture(table), captions["words"])
    if made.segments:
        yield _captioned(strip_picture(made), t("sharing.copies_caption"))


def network_picture(graph: CooccurrenceNetwork, layout: Layout) -> Picture:
    """Draw who appears with whom, where the layout says."""
    ink, height = PALETTES["light"], 560

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return _WIDTH * (1 + x) / 2, height * (1 - y) / 2

    places = {id: at(point) for id, point in zip(layout.ids, layout.positions, strict=True)}
    strongest = max((abs(edge.weight) for edge in graph.edges), default=1.0) or 1.0
    marks: list[Mark] = []
    for edge in reversed(graph.edges):
        step = min(int(max(edge.weight, 0.0) / strongest * len(_STEPS)), len(_STEPS) - 1)
        colour = _mixed(ink.quiet, ink.paper, 0.22 + 0.08 * step)
        marks.append(Line(places[edge.source], places[edge.target], _STEPS[step], colour))
    sizes = diameters(graph)
    for node, size in zip(graph.nodes, sizes, strict=True):
        x, y = places[node.id]
        marks.append(
            Dot(_FORMS[node.kind], x, y, size * _SAME_AREA[node.kind], ink.kinds[node.kind])
        )
    for node, size, anchor in zip(graph.nodes, sizes, layout.anchors, strict=True):
        if anchor:
            marks.append(_label(node.name, places[node.id], size, anchor, ink))
    return Picture("network", t("page.network_title"), height, tuple(marks))


def words_picture(table: WordTable) -> Picture:
    """Draw the most used words as bars."""
    ink, rows = PALETTES["light"], table.rows[:BARS]
    row_height, longest = 26, max((row.count for row in rows), default=1)
    room = _WIDTH - _LABEL - 2 * _EDGE - 160
    marks: list[Mark] = []
    for i, row in enumerate(rows):
        y, family = _EDGE + row_height * (i + 0.5), words.family_of(row.pos)
        length = room * row.count / longest
        marks.append(Text(_short(row.word), _LABEL, y, _FONT, ink.ink, "end"))
        marks.append(Box(_LABEL + 8, y - 9, length, 18, ink.families[family]))
        said = f"{number(row.count)} {t(f'words.sign_{family}')}"
        marks.append(Text(said, _LABEL + 16 + length, y, _SMALL, ink.quiet))
    height = 2 * _EDGE + row_height * len(rows)
    return Picture("words", t("page.words_title"), height, tuple(marks))


def strip_picture(made: Strip) -> Picture:
    """Draw where copies stand: solid the one that counts, pale and hatched the others."""
    ink = PALETTES["light"]
    row_height = 56 if len(made.rows) <= 2 else 26
    longest = max((row.length for row in made.rows), default=1) or 1
    room = _WIDTH - _LABEL - 2 * _EDGE
    marks: list[Mark] = []
    for i, row in enumerate(made.rows):
        top = _EDGE + i * row_height
        middle = top + row_height / 2
        marks.append(Text(_short(row.title), _LABEL, middle, _SMALL, ink.ink, "end"))
        for segment in row.segments:
            left = _LABEL + 8 + room * segment.span.start / longest
            width = room * len(segment.span) / longest
            marks += _segment(segment, left, top + 3, width, row_height - 6, ink)
    base = _EDGE + len(made.rows) * row_height + 14
    said = f"{t('duplicates.axis_characters')}  0 – {number(longest)}"
    marks.append(Text(said, _LABEL + 8, base, _SMALL, ink.quiet))
    return Picture("copies", t("page.duplicates_title"), base + _EDGE, tuple(marks))


def to_svg(picture: Picture) -> str:
    """Write a picture as SVG that needs no font: letters are outlines, named for who listens."""
    ink, faces = PALETTES["light"], _faces(picture)
    body = "\n".join(_svg(mark, faces, ink) for mark in picture.marks)
    said = " ".join(mark.text for mark in picture.marks if isinstance(mark, Text))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{picture.width}" '
        f'height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}" role="img" '
        f'aria-labelledby="t d">\n<title id="t">{_xml(picture.title)}</title>\n'
        f'<desc id="d">{_xml(said)}</desc>\n'
        f'<rect width="100%" height="100%" fill="{ink.paper}"/>\n{body}\n</svg>\n'
    )


def to_png(picture: Picture) -> bytes:
    """Draw a picture as PNG, two pixels for one."""
    from PIL import Image, ImageDraw

    ink, faces = PALETTES["light"], _faces(picture)
    scale = _SCALE * _FINE
    image = Image.new("RGB", (picture.width * scale, picture.height * scale), ink.paper)
    draw = ImageDraw.Draw(image)
    for mark in picture.marks:
        _paint(mark, draw, faces, ink, scale)
    size = (picture.width * _SCALE, picture.height * _SCALE)
    image = image.resize(size, Image.Resampling.BOX)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _cloud(analysis: Analysis) -> Iterator[tuple[str, bytes]]:
    from components.cloud import picture

    settings = CloudSettings(max_words=60)
    laid = analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
    if laid.words:
        drawn = picture.to_svg(laid, mode="light", title=t("page.cloud_title"))
        yield "figures/cloud.svg", drawn.encode("utf-8", "replace")
        yield "figures/cloud.png", picture.to_png(laid, mode="light")


def _captioned(picture: Picture, caption: str) -> Picture:
    """Put a caption below a picture, in as many lines as it takes."""
    fits = (picture.width - 2 * _EDGE) // _SMALL
    lines = [caption[i : i + fits] for i in range(0, len(caption), fits)]
    quiet = PALETTES["light"].quiet
    below = tuple(
        Text(line, _EDGE, picture.height + _LINE * (i + 0.5), _SMALL, quiet)
        for i, line in enumerate(lines)
    )
    height = picture.height + _LINE * len(lines) + _EDGE // 2
    return replace(picture, marks=picture.marks + below, height=height)


def _label(name: str, at: tuple[float, float], size: float, side: str, ink: Palette) -> Text:
    """Put a name beside its node, on the side that the layout found free."""
    up_down, left_right = side.split()
    reach = size / 2 + 4
    x = at[0] + {"left": -reach, "center": 0.0, "right": reach}[left_right]
    y = at[1] + {"top": -reach - 8, "middle": 0.0, "bottom": reach + 8}[up_down]
    ends: dict[str, Anchor] = {"left": "end", "center": "middle", "right": "start"}
    return Text(name, x, y, _FONT, ink.ink, ends[left_right], halo=True)


def _segment(
    segment: Segment, left: float, top: float, width: float, height: float, ink: Palette
) -> list[Mark]:
    colour = ink.line if segment.group < 0 else ink.groups[segment.group % len(ink.groups)]
    inner = max(width - 1, 0.5)  # a thread of paper between copies
    if segment.state != "copy":
        return [Box(left, top, inner, height, colour)]
    marks: list[Mark] = [Box(left, top, inner, height, _mixed(colour, ink.paper, _PALE))]
    for i in range(int(inner // _HATCH)):
        x = left + _HATCH * (i + 0.5)
        end = min(x + _HATCH, left + inner)
        marks.append(Line((x, top + height), (end, top), 1, colour))
    return marks


def _short(text: str, most: int = 10) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _mixed(colour: str, paper: str, share: float) -> str:
    pairs = [(int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def _xml(text: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in text))


# --- letters ---------------------------------------------------------------------------------


def _faces(picture: Picture) -> tuple[Any, ...]:
    from components.cloud import fonts

    said = "".join(mark.text for mark in picture.marks if isinstance(mark, Text))
    return fonts.faces(said)


def _placed(mark: Text, faces: tuple[Any, ...]) -> CloudWord:
    """Return a text as the cloud draws a word: around its middle."""
    from components.cloud import fonts

    text = "".join(c if c.isprintable() else " " for c in mark.text)
    advances = (fonts.glyph(fonts.face_of(c, faces), c).advance for c in text)
    half = sum(advances) * mark.size / 2
    x = mark.x + {"start": half, "middle": 0.0, "end": -half}[mark.anchor]
    return CloudWord(text, "", x, mark.y, mark.size, "across", "", 0)


def _svg(mark: Mark, faces: tuple[Any, ...], ink: Palette) -> str:
    from components.cloud import picture

    if isinstance(mark, Line):
        (x1, y1), (x2, y2) = mark.start, mark.end
        return (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{mark.colour}" stroke-width="{mark.width}"/>'
        )
    if isinstance(mark, Box):
        return (
            f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" '
            f'height="{mark.height:.1f}" fill="{mark.colour}"/>'
        )
    if isinstance(mark, Dot):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _corners(mark))
        rim = f'fill="{mark.colour}" stroke="{ink.paper}" stroke-width="1.5"'
        if mark.form == "circle":
            return f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.size / 2:.1f}" {rim}/>'
        return f'<polygon points="{points}" {rim}/>'
    shape = picture.outline(_placed(mark, faces), faces)
    halo = f' stroke="{ink.paper}" stroke-width="3" paint-order="stroke"' if mark.halo else ""
    return f'<path d="{shape}" fill="{mark.colour}"{halo}/>'


def _corners(dot: Dot) -> list[tuple[float, float]]:
    half = dot.size / 2
    if dot.form == "diamond":
        return [
            (dot.x, dot.y - half), (dot.x + half, dot.y),
            (dot.x, dot.y + half), (dot.x - half, dot.y),
        ]  # fmt: skip
    return [(dot.x + x * half, dot.y + y * half) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


def _paint(mark: Mark, draw: Any, faces: tuple[Any, ...], ink: Palette, scale: int) -> None:
    if isinstance(mark, Line):
        ends = [(x * scale, y * scale) for x, y in (mark.start, mark.end)]
        draw.line(ends, fill=mark.colour, width=max(1, round(mark.width * scale)))
    elif isinstance(mark, Box):
        left, top = mark.x * scale, mark.y * scale
        right, bottom = left + mark.width * scale, top + mark.height * scale
        draw.rectangle((left, top, right - 1, bottom - 1), fill=mark.colour)
    elif isinstance(mark, Dot):
        _paint_dot(replace(mark, size=mark.size + 3, colour=ink.paper), draw, scale)
        _paint_dot(mark, draw, scale)
    else:
        _paint_text(mark, draw, faces, ink, scale)


def _paint_dot(dot: Dot, draw: Any, scale: int) -> None:
    if dot.form == "circle":
        x, y, half = dot.x * scale, dot.y * scale, dot.size * scale / 2
        draw.ellipse((x - half, y - half, x + half, y + half), fill=dot.colour)
    else:
        draw.polygon([(x * scale, y * scale) for x, y in _corners(dot)], fill=dot.colour)


def _paint_text(mark: Text, draw: Any, faces: tuple[Any, ...], ink: Palette, scale: int) -> None:
    from components.cloud import picture

    letters = list(picture.letters(_placed(mark, faces), faces))
    for halo in [2 * scale, 0] if mark.halo else [0]:
        for letter in letters:
            draw.text(
                (letter.x * scale, letter.y * scale),
                letter.character,
                font=_font(letter.face, mark.size * scale),
                anchor="ls",
                fill=ink.paper if halo else mark.colour,
                stroke_width=halo,
                stroke_fill=ink.paper,
            )


@lru_cache(maxsize=16)
def _font(face: Any, size: int) -> Any:
    from PIL import ImageFont

    basic = ImageFont.Layout.BASIC
    return ImageFont.truetype(face.path, size, index=face.number, layout_engine=basic)
