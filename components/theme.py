"""Defines one palette for page and figures, light and dark, safe for colour-blind readers.

The same values stand in `.streamlit/config.toml`; a test holds the two together. Kind is told
by colour and by shape, everywhere the same.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from unicodedata import east_asian_width

ColourMode = Literal["light", "dark"]

SANS = (
    "Noto Sans TC, Noto Sans CJK TC, PingFang TC, Microsoft JhengHei, "
    "Noto Sans SC, Noto Sans CJK SC, sans-serif"
)
SERIF = "Noto Serif TC, Noto Serif CJK TC, Songti TC, PMingLiU, Noto Serif SC, serif"

# Plotly's symbols for the signs ● ◆ ■ ▲; words stand among names in networks alone.
SYMBOLS = {"PER": "circle", "LOC": "diamond", "ORG": "square", "word": "triangle-up"}
SIGNS = {"PER": "●", "LOC": "◆", "ORG": "■", "word": "▲"}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one mode, as `#RRGGBB`.

    Attributes:
        paper: page background. panel: cards and sidebar.
        ink: text. quiet: captions, axes, grid labels.
        accent: links and selection.
        kinds: PER, LOC, ORG; and words where they stand among names.
        groups: eight colours for repeated text; neighbours differ in lightness too.
        families: parts of speech, in none of the colours of kinds.
    """

    paper: str
    panel: str
    ink: str
    quiet: str
    line: str
    accent: str
    kinds: dict[str, str]
    groups: tuple[str, ...]
    families: dict[str, str]


PALETTES: dict[ColourMode, Palette] = {
    "light": Palette(
        paper="#FBFAF7",
        panel="#F3F0EA",
        ink="#1F1D1A",
        quiet="#6B665E",
        line="#DDD8CE",
        accent="#9E3D2B",
        kinds={"PER": "#C2541B", "LOC": "#1F6FA8", "ORG": "#1E8A68", "word": "#5C5470"},
        groups=(
            "#1F4E79", "#C2541B", "#0F5B45", "#B06FC4",
            "#7A5200", "#3F8FC5", "#7A2E1F", "#6E9130",
        ),
        families={
            "noun": "#3C4A57", "name": "#7B2D52", "verb": "#8A6A00", "adjective": "#8A4F9E",
            "adverb": "#5B5F1E", "number": "#6E7781", "function": "#6B665E", "other": "#6B665E",
            "address": "#6B665E",
        },
    ),
    "dark": Palette(
        paper="#14161A",
        panel="#1D2026",
        ink="#ECE9E2",
        quiet="#9C978D",
        line="#33373F",
        accent="#E58A74",
        kinds={"PER": "#FF9560", "LOC": "#66B2E8", "ORG": "#4CCBA0", "word": "#BDB4D6"},
        groups=(
            "#A9D3F2", "#E07B4A", "#8FE3C4", "#B07CC6",
            "#F0D27A", "#4F9AD6", "#F4B5A4", "#8AA84F",
        ),
        families={
            "noun": "#C9D3DC", "name": "#E79BBF", "verb": "#E0BC4F", "adjective": "#C79BD9",
            "adverb": "#B9C06A", "number": "#9AA5B1", "function": "#9C978D", "other": "#9C978D",
            "address": "#9C978D",
        },
    ),
}  # fmt: skip


def escape(text: str) -> str:
    """Make user text safe for plotly, which renders HTML and runs MathJax on `$`."""
    return html.escape(text, quote=True).replace("$", "&#36;")


def mix_colours(colour: str, ground: str, part: float) -> str:
    """Mix a colour into its ground; see-through marks would show what lies behind them.

    Args:
        colour: as `#RRGGBB`.
        ground: the same.
        part: share of the colour in the mixture, in [0, 1].
    """
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * a + (1 - part) * b):02X}" for a, b in pairs)


def shorten(text: str, longest: int) -> str:
    """Cut a label to so many characters; an ellipsis says that it was cut."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def template(mode: ColourMode) -> dict[str, Any]:
    """Return the layout that every figure starts from, as a plotly template dict."""
    palette = PALETTES[mode]
    axis = {
        "gridcolor": palette.line,
        "linecolor": palette.line,
        "zerolinecolor": palette.line,
        "tickfont": {"color": palette.ink},
        "title": {"font": {"color": palette.quiet, "size": 13}},
        "automargin": True,
    }
    hover = {"bgcolor": palette.panel, "bordercolor": palette.line}
    return {
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": SANS, "color": palette.ink, "size": 14},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {**hover, "font": {"family": SANS, "color": palette.ink}},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "colorway": list(palette.groups),
            "dragmode": "pan",
            "showlegend": False,
        }
    }


def mark_picked(picked: Sequence[bool], mode: ColourMode) -> dict[str, Any]:
    """Return what brings some bars of a trace out, as arguments of that trace.

    The others step back and stay readable; where none is picked all stay as they are.
    """
    palette = PALETTES[mode]
    chosen = [i for i, on in enumerate(picked) if on]
    return {
        "selectedpoints": chosen or None,
        "selected": {"marker": {"opacity": 1}, "textfont": {"color": palette.ink}},
        "unselected": {"marker": {"opacity": 0.45}, "textfont": {"color": palette.ink}},
    }


_BAR_ROW, _BAR_FRAME = 26, 56  # pixels
_FOOT, _BEFORE = 46, 14  # pixels: ticks and title below an axis; what parts a label from its row
_LETTER, _NARROW = 14, 0.62  # pixels of a full-width letter; what a narrow one takes of it
_TAG = re.compile("<[^<>]*>")
_FEW = 6  # counts below: a tick for each, since half a word is none
_BAR_ROOM = 1.28  # times the longest bar, so that its label fits behind it


def row_margin(labels: Sequence[str], *, size: int = _LETTER) -> dict[str, int]:
    """Return the margin of rows that their labels stand before, as a plotly dict.

    Where plotly is to find the room by itself, it draws a chart a second time.

    Args:
        labels: as `row_axis` takes them.
        size: of their letters, pixels.
    """
    widest = max((_measure(label) for label in labels), default=0)
    return {"l": round(widest * size) + _BEFORE, "r": 8, "t": 8, "b": _FOOT}


def _measure(label: str) -> float:
    """Return about how wide a label is, in letters of full width."""
    text = html.unescape(_TAG.sub("", label))
    return sum(1 if east_asian_width(sign) in "WFA" else _NARROW for sign in text)


def row_axis(labels: Sequence[str], *, title: str, n_rows: int | None = None) -> dict[str, Any]:
    """Return the axis of rows one below the other, each named by its label, as a plotly dict.

    Args:
        labels: what stands before each row, escaped, from top to bottom; none leaves them bare.
        title: what the rows are.
        n_rows: how many there is room for; as many as there are labels by default.
    """
    n_rows = len(labels) if n_rows is None else n_rows
    return {
        "title": {"text": title},
        "range": [n_rows - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "ticklen": 6,
        "tickcolor": "rgba(0,0,0,0)",
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
    }


def bar_layout(
    mode: ColourMode, *, labels: Sequence[str], longest: float, value: str, empty: str
) -> dict[str, Any]:
    """Return the layout of horizontal bars, one below the other, as a plotly layout dict.

    It goes into `go.Figure(data, layout)` at once; updating a figure afterwards takes ten
    times as long.

    Args:
        mode: light or dark.
        labels: what stands before each bar, escaped, from top to bottom.
        longest: length of the longest bar; room for its label is added.
        value: title of the axis along the bars.
        empty: title of the other axis where there is no bar.
    """
    places = list(range(len(labels)))
    return {
        "template": template(mode),
        "height": _BAR_FRAME + _BAR_ROW * max(1, len(labels)),
        "bargap": 0.28,
        "dragmode": False,
        "margin": row_margin(labels),
        "xaxis": {
            "title": {"text": value},
            "automargin": False,
            "range": [0, longest * _BAR_ROOM],
            "fixedrange": True,
            "tickformat": ",d",
            "dtick": 1 if longest < _FEW else None,
        },
        "yaxis": {
            "title": {"text": "" if labels else empty},
            "automargin": not labels,
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
            "tickvals": places,
            "ticktext": list(labels),
        },
    }
