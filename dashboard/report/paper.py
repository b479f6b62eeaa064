"""Paper to draw on, by matplotlib: in pixels from the upper left corner, its letters as outlines.

Plotly needs a browser to make a picture; this needs none. All that is printed is drawn here, so
that every picture has the same letters, the same colours and the same two files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from components.network.layout import FONT
from components.network.layout import text_width as width_at_font_size
from components.theme import PALETTES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from components.cloud.fonts import Face

INK = PALETTES["light"]
TEXT, SMALL = 14, 13  # pixels, as all here
LINE = 1.6  # times the height of its letters, a line is high
DPI = 96  # at which a pixel of the page is one of the picture; the PNG has two for it
POINT = 72 / DPI  # points in a pixel
_OPENING, _CLOSING = "「『（〈《【", "，。、；：！？」』）〉》】…"
_PIECES = re.compile(rf"\n|[{_OPENING}]*(?:[!-~]+|[^\n])[{_CLOSING}]*")
_MIDDLE = 0.38  # em from the baseline up to the middle of a Chinese character

Side = Literal["left", "center", "right"]


def open_paper(title: str, *, width: int, height: int) -> Axes:
    """Return empty axes in pixels, from the upper left corner; the picture is called `title`."""
    import matplotlib
    from matplotlib.figure import Figure

    # Names inside an SVG come from its content instead of chance.
    matplotlib.rcParams["svg.hashsalt"] = "wenmai"
    size = (width / DPI, height / DPI)
    figure = Figure(figsize=size, dpi=DPI, facecolor=INK.paper, label=_clean(title))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    axes.set_axis_off()
    return axes


def text_width(text: str, size: float = TEXT) -> float:
    """Estimate the width of a line of text in pixels."""
    return width_at_font_size(text) * size / FONT


def break_lines(text: str, room: float, size: float = SMALL) -> list[str]:
    """Break a text into lines no wider than `room` pixels.

    Latin words stay whole, and what closes a phrase never begins a line.
    """
    lines = [""]
    for word in _PIECES.findall(text):
        if word == "\n" or text_width(lines[-1] + word, size) > room:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line for line in lines if line]


def write(
    axes: Axes,
    text: str,
    x: float,
    y: float,
    *,
    size: float = TEXT,
    colour: str = INK.ink,
    side: Side = "left",
    halo: bool = False,
    rotation: int = 0,
) -> None:
    """Write a line of text with its middle at `y`; a halo of paper keeps it off what is below.

    Args:
        axes: where.
        text: what; it is never read as a formula.
        x: its left end, centre or right end, as `side` says.
        y: its middle; where it is turned, its lower end.
        size: of the letters, in pixels.
        colour: of the letters.
        side: which end of it stands at `x`.
        halo: draw paper around each letter.
        rotation: degrees to the left; 90 reads upwards.
    """
    from matplotlib.patheffects import withStroke

    around = [withStroke(linewidth=3 * POINT, foreground=INK.paper)] if halo else None
    down = _MIDDLE * size
    axes.text(
        x + (down if rotation else 0),
        y + (0 if rotation else down),
        _clean(text),
        fontsize=size * POINT,
        color=colour,
        ha="right" if rotation else side,
        va="bottom" if rotation else "baseline",
        rotation=rotation,
        parse_math=False,
        path_effects=around,
        zorder=4,
    )


def write_lines(
    axes: Axes, lines: Sequence[str], x: float, top: float, *, size: float, colour: str = INK.ink
) -> None:
    """Write lines one below the other, the first from `top` down."""
    for i, line in enumerate(lines):
        write(axes, line, x, top + LINE * size * (i + 0.5), size=size, colour=colour)


def set_fonts(axes: Axes) -> Figure:
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


def to_svg(figure: Figure) -> bytes:
    """Write a picture as SVG that needs no font; the same picture gives the same bytes."""
    file = io.BytesIO()
    said = " ".join(text.get_text() for text in figure.axes[0].texts)
    told = {"Title": figure.get_label(), "Description": said, "Date": None, "Creator": None}
    figure.savefig(file, format="svg", metadata=told)
    return file.getvalue().replace(b"<svg ", b'<svg role="img" ', 1)


def to_png(figure: Figure) -> bytes:
    """Write a picture as PNG, two pixels for one."""
    file = io.BytesIO()
    told = {"Title": str(figure.get_label()), "Software": None}
    figure.savefig(file, format="png", dpi=2 * DPI, metadata=told)
    return file.getvalue()


def _clean(text: str) -> str:
    """Return a text without what cannot be written into a file."""
    return "".join(c if c.isprintable() else " " for c in text)


@cache
def _family(face: Face) -> str:
    """Make a font known to matplotlib, under a name that no other font has."""
    from matplotlib.font_manager import FontEntry, fontManager

    name = f"{face.path}#{face.number}"
    fontManager.ttflist.append(FontEntry(fname=face.path, index=face.number, name=name))
    return name
