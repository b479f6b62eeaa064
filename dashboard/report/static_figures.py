"""The figures of an analysis to print, by matplotlib: SVG with the outlines of letters, and PNG.

Plotly needs a browser to make a picture. These are drawn from the same nouns, at the same
places and in the same colours, with a caption that says what was counted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from math import pi
from typing import TYPE_CHECKING

from components import theme, words
from components.cloud import CloudSettings, FontMissingError
from components.duplicates.describe import strip_note
from components.duplicates.strip import Segment, Strip
from components.i18n import number, t
from components.network import NODE_KINDS, CooccurrenceNetwork, Layout
from components.network import describe as network_describe
from components.network.drawing import Point, draw
from components.network.layout import FONT, text_width
from components.theme import PALETTES
from components.words import WordTable
from components.words import describe as words_describe
from dashboard.guard import Guard
from dashboard.pipeline import Analysis, lay_out_cloud
from dashboard.report.figures import BARS, map_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from components.cloud.fonts import Face

NETWORK_HEIGHT = 560  # pixels, as all that follows
_WIDTH, _EDGE, _LINE = 1100, 24, 22
_TEXT, _SMALL = 15, 13
_LABEL = 150  # for what stands before a bar or a strip
_DPI = 96  # at which a pixel of the page is one of the picture; the PNG has two for it
_POINT = 72 / _DPI  # points in a pixel
_MIDDLE = 0.38  # em from the baseline up to the middle of a Chinese character
_INK = PALETTES["light"]
_MARKERS = {"PER": "o", "LOC": "D", "ORG": "s", "word": "^"}  # the shapes of the screen
# matplotlib's circle of one size is smaller than its squares, and area tells the mentions.
_SAME_AREA = {"PER": 1.0, "LOC": pi / 4, "ORG": pi / 4, "word": pi / 2}


def files(
    analysis: Analysis, graph: CooccurrenceNetwork, guard: Guard
) -> Iterator[tuple[str, bytes]]:
    """Yield the figures of an analysis under their names, SVG and PNG, in light colours.

    Without a Chinese font there are none. What has nothing to show has no figure, and a figure
    that fails leaves the others.
    """
    makers = {name: partial(_both, name, make) for name, make in _makers(analysis, graph).items()}
    try:
        with guard.part("figures/cloud"):
            yield from _cloud(analysis)
        for name, make in makers.items():
            with guard.part(f"figures/{name}"):
                yield from make()
    except FontMissingError:
        return


def figures(analysis: Analysis, graph: CooccurrenceNetwork) -> Iterator[tuple[str, Figure]]:
    """Yield the figures that have something to show, by name: network, words, map of copies."""
    for name, make in _makers(analysis, graph).items():
        if figure := make():
            yield name, figure


def network_file(analysis: Analysis, graph: CooccurrenceNetwork, suffix: str) -> bytes:
    """Return the picture of a network to print, as `svg` or `png`; its caption says how it came.

    Raises:
        FontMissingError: there is no Chinese font.
    """
    figure = _meetings(analysis, graph)
    if figure is None:
        return b""
    return to_svg(figure) if suffix == "svg" else to_png(figure)


def _both(name: str, make: Callable[[], Figure | None]) -> Iterator[tuple[str, bytes]]:
    if figure := make():
        svg, png = to_svg(figure), to_png(figure)
        yield f"figures/{name}.svg", svg
        yield f"figures/{name}.png", png


def _makers(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> dict[str, Callable[[], Figure | None]]:
    return {
        "network": lambda: _meetings(analysis, graph),
        "words": lambda: _bars(analysis),
        "copies": lambda: _map(analysis),
    }


def _meetings(analysis: Analysis, graph: CooccurrenceNetwork) -> Figure | None:
    if not graph.edges:
        return None
    layout = analysis.layout_of(graph)
    kinds = [kind for kind in NODE_KINDS if any(node.kind == kind for node in graph.nodes)]
    key = " ".join(f"{theme.SIGNS[kind]} {network_describe.kind_name(kind)}" for kind in kinds)
    return network_figure(graph, layout, f"{key} · {network_describe.caption(graph)}")


def _bars(analysis: Analysis) -> Figure | None:
    table = analysis.content_words
    caption = words_describe.caption(table, shown=BARS)
    return words_figure(table, caption) if table.rows else None


def _map(analysis: Analysis) -> Figure | None:
    made = map_of(analysis)
    if not made.segments:
        return None
    return copies_figure(made, strip_note(made, marks=t("sharing.copies_caption")))


def network_figure(graph: CooccurrenceNetwork, layout: Layout, caption: str = "") -> Figure:
    """Draw who appears with whom, where the layout says, in the areas of the screen."""
    from matplotlib.collections import LineCollection

    axes = _paper(t("page.network_title"), NETWORK_HEIGHT, caption)
    drawing = draw(graph, layout)
    lines = drawing.lines[::-1]  # the strongest lie on top
    axes.add_collection(
        LineCollection(
            [tuple(map(_at, line.ends)) for line in lines],
            linewidths=[line.width * _POINT for line in lines],
            colors=[(_INK.quiet, line.opacity) for line in lines],
            zorder=1,
        )
    )
    for kind in NODE_KINDS:
        dots = [dot for dot in drawing.dots if dot.node.kind == kind]
        if not dots:
            continue
        axes.scatter(
            [_at(dot.at)[0] for dot in dots],
            [_at(dot.at)[1] for dot in dots],
            s=[(dot.diameter * _POINT) ** 2 * _SAME_AREA[kind] for dot in dots],
            marker=_MARKERS[kind],
            color=_INK.kinds[kind],
            edgecolors=_INK.paper,
            linewidths=1.5 * _POINT,
            zorder=2,
        )
    for dot in drawing.dots:
        if dot.anchor:
            _draw_label(axes, dot.label, _at(dot.at), dot.diameter / 2 + 4, dot.anchor)
    return _with_fonts(axes)


def _at(place: Point) -> Point:
    """Return the pixel of a place in a layout."""
    x, y = place
    return _WIDTH * (1 + x) / 2, NETWORK_HEIGHT * (1 - y) / 2


def words_figure(table: WordTable, caption: str = "") -> Figure:
    """Draw the most used words as bars, their parts of speech by colour and in words."""
    rows, row_height = table.rows[:BARS], 26
    axes = _paper(t("page.words_title"), 2 * _EDGE + row_height * len(rows), caption)
    room = _WIDTH - _LABEL - 2 * _EDGE - 160
    longest = max((row.count for row in rows), default=1)
    middles = [_EDGE + row_height * (i + 0.5) for i in range(len(rows))]
    families = [words.family_of(row.pos) for row in rows]
    lengths = [room * row.count / longest for row in rows]
    colours = [_INK.families[family] for family in families]
    axes.barh(middles, lengths, height=18, left=_LABEL + 8, color=colours)
    for row, y, family, length in zip(rows, middles, families, lengths, strict=True):
        _say(axes, _short(row.word), _LABEL, y, side="right")
        said = f"{number(row.count)} {t(f'words.sign_{family}')}"
        _say(axes, said, _LABEL + 16 + length, y, size=_SMALL, colour=_INK.quiet)
    return _with_fonts(axes)


def copies_figure(made: Strip, caption: str = "") -> Figure:
    """Draw where copies stand: solid the one that counts, pale and hatched the others."""
    row_height = 56 if len(made.rows) <= 2 else 26
    base = _EDGE + len(made.rows) * row_height
    axes = _paper(t("page.duplicates_title"), base + _EDGE + 14, caption)
    longest = max((row.length for row in made.rows), default=1) or 1
    room, groups = _WIDTH - _LABEL - 2 * _EDGE, made.kind == "groups"
    for i, row in enumerate(made.rows):
        top = _EDGE + i * row_height
        _say(axes, _short(row.title), _LABEL, top + row_height / 2, size=_SMALL, side="right")
        scale = room / (max(row.length, 1) if groups else longest)
        for segment in row.segments:
            _draw_stretch(axes, segment, scale, top + 3, row_height - 6)
    said = f"{t('duplicates.axis_characters')}  0 – {number(longest)}"
    if groups:
        said = t("duplicates.axis_shares")
    _say(axes, said, _LABEL + 8, base + 14, size=_SMALL, colour=_INK.quiet)
    return _with_fonts(axes)


def to_svg(figure: Figure) -> bytes:
    """Write a figure as SVG that needs no font; the same figure gives the same bytes."""
    file = io.BytesIO()
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    told = {"Title": figure.get_label(), "Description": said, "Date": None, "Creator": None}
    figure.savefig(file, format="svg", metadata=told)
    return file.getvalue().replace(b"<svg ", b'<svg role="img" ', 1)


def to_png(figure: Figure) -> bytes:
    """Write a figure as PNG, two pixels for one."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=2 * _DPI, metadata={"Software": None})
    return file.getvalue()


def _cloud(analysis: Analysis) -> Iterator[tuple[str, bytes]]:
    from components.cloud import picture

    settings = CloudSettings(max_words=60)
    laid = analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
    if laid.words:
        drawn = picture.to_svg(laid, mode="light", title=t("page.cloud_title"))
        yield "figures/cloud.svg", drawn.encode("utf-8", "replace")
        yield "figures/cloud.png", picture.to_png(laid, mode="light")


def _paper(title: str, height: int, caption: str) -> Axes:
    """Return empty axes in pixels, from the upper left corner, over their caption."""
    import matplotlib
    from matplotlib.figure import Figure

    # Names inside an SVG come from its content instead of chance.
    matplotlib.rcParams["svg.hashsalt"] = "wenmai"
    lines = _lines(caption)
    whole = height + _LINE * len(lines) + (_EDGE // 2 if lines else 0)
    size = (_WIDTH / _DPI, whole / _DPI)
    figure = Figure(figsize=size, dpi=_DPI, facecolor=_INK.paper, label=title)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(whole, 0), autoscale_on=False)
    axes.set_axis_off()
    for i, line in enumerate(lines):
        y = height + _LINE * (i + 0.5)
        _say(axes, line, _EDGE, y, size=_SMALL, colour=_INK.quiet)
    return axes


def _lines(text: str) -> list[str]:
    """Break a caption into lines: Latin words stay whole."""
    room = (_WIDTH - 2 * _EDGE) * FONT / _SMALL
    lines = [""]
    for word in re.findall(r"[!-~]+|.", text):
        if text_width(lines[-1] + word) > room:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line for line in lines if line]


def _say(
    axes: Axes,
    text: str,
    x: float,
    y: float,
    *,
    size: int = _TEXT,
    colour: str = _INK.ink,
    side: str = "left",
    halo: bool = False,
) -> None:
    """Write a line of text with its middle at `y`; a halo of paper keeps it off what is below.

    Args:
        axes: where.
        text: what; it is never read as a formula.
        x: its left end, centre or right end, as `side` says.
        y: its middle.
        size: of the letters, in pixels.
        colour: of the letters.
        side: which end of it stands at `x`.
        halo: draw paper around each letter.
    """
    from matplotlib.patheffects import withStroke

    plain = "".join(c if c.isprintable() else " " for c in text)
    around = [withStroke(linewidth=3 * _POINT, foreground=_INK.paper)] if halo else None
    axes.text(
        x,
        y + _MIDDLE * size,
        plain,
        fontsize=size * _POINT,
        color=colour,
        ha=side,
        va="baseline",
        parse_math=False,
        path_effects=around,
        zorder=3,
    )


def _draw_label(axes: Axes, name: str, at: tuple[float, float], reach: float, anchor: str) -> None:
    """Put a name beside its node, on the side that the layout found free."""
    vertical, horizontal = anchor.split()
    x = at[0] + {"left": -reach, "center": 0.0, "right": reach}[horizontal]
    y = at[1] + {"top": -reach - 8, "middle": 0.0, "bottom": reach + 8}[vertical]
    side = {"left": "right", "center": "center", "right": "left"}[horizontal]
    _say(axes, name, x, y, side=side, halo=True)


def _draw_stretch(axes: Axes, segment: Segment, scale: float, top: float, height: float) -> None:
    from matplotlib.patches import Rectangle

    colour = _INK.line if segment.group < 0 else _INK.groups[segment.group % len(_INK.groups)]
    is_copy = segment.state == "copy"
    axes.add_patch(
        Rectangle(
            (_LABEL + 8 + scale * segment.at, top),
            max(scale * len(segment.span) - 1, 0.5),  # a thread of paper between copies
            height,
            facecolor=(colour, 0.28 if is_copy else 1.0),
            hatch="//" if is_copy else None,
            hatchcolor=colour,
            linewidth=0,
        )
    )


def _short(text: str, most: int = 10) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _with_fonts(axes: Axes) -> Figure:
    """Give all texts fonts that have their characters; a box stands for what none has.

    Raises:
        FontMissingError: there is no Chinese font.
    """
    from components.cloud import fonts

    said = "".join(text.get_text() for text in axes.texts)
    chosen = fonts.faces(said + "□")
    boxes = dict.fromkeys(map(ord, fonts.without_glyph([said], chosen)), "□")
    for text in axes.texts:
        text.set_text(text.get_text().translate(boxes))
        text.set_fontfamily([_family(face) for face in chosen])
    return axes.figure  # type: ignore[return-value]  # axes that lie in no other


@cache
def _family(face: Face) -> str:
    """Make a font known to matplotlib, under a name that no other font has."""
    from matplotlib.font_manager import FontEntry, fontManager

    name = f"{face.path}#{face.number}"
    fontManager.ttflist.append(FontEntry(fname=face.path, index=face.number, name=name))
    return name
