"""Draws a split: bars of all columns on one scale, rows aligned; clouds side by side."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any, Literal

import plotly.graph_objects as go

from components import theme
from components.cloud import Cloud
from components.i18n import number, t
from components.split.analysis import HEAD, corner_of
from components.split.describe import head, hover
from components.split.split import Split, SplitRow, code_of
from components.theme import ColourMode
from components.words import family_of

Measured = Literal["per_10k", "count"]

_ROW, _FRAME = 26, 56  # pixels
_ROOM = 1.5  # times the longest bar, so that its number fits behind it
_COUNTED = 3  # columns at most whose names have room for the number of their articles
_LONGEST, _LONGEST_NARROW = 10, 14  # characters of a label
NARROW_ROWS = 12
"""Rows of each column where these stand one under the other."""


def bars(
    split: Split,
    *,
    mode: ColourMode,
    top: int = 20,
    measured: Measured = "per_10k",
    picked: Collection[str] = (),
    column: str = "",
) -> go.Figure:
    """Draw the first rows of a split as bars, a column for each group, all on one scale.

    Each bar carries `code_of` its column and its row as `customdata`.

    Args:
        split: the rows.
        mode: light or dark.
        top: rows at most.
        measured: what the length means: uses in 10,000 words of the column, or uses.
        picked: the marks of rows to bring out.
        column: the label of the one column in which they are; all where it is "".
    """
    rows = split.rows[:top]
    width = _longest(split, rows, measured) * _ROOM
    traces = [
        _trace(split, rows, i, mode, measured, picked, column, base=i * width, below=0)
        for i in range(len(split.columns))
    ]
    labels = [_label(row, split, mode, _LONGEST) for row in rows]
    axis = theme.row_axis(labels, title="")
    axis["range"] = [len(rows) - 0.5, -1.6]
    ticks = _ticks(width / _ROOM, len(split.columns))
    places = [i * width + value for i in range(len(split.columns)) for value in ticks]
    n = len(split.columns)
    heads = [
        _head(split, i, x=i * width, y=-1, longest=max(6, 24 // n), counted=n <= _COUNTED)
        for i in range(len(split.columns))
    ]
    layout = {
        **_frame(mode, len(rows) + 1, measured),
        "yaxis": axis,
        "shapes": [
            _rule(i * width, 0.006 * width, len(rows), mode)
            for i in range(len(split.columns))
        ],
        "annotations": heads,
    }  # fmt: skip
    layout["xaxis"] |= {
        "range": [0, width * len(split.columns)],
        "tickvals": places,
        "ticktext": [
            number(value, digits=_digits(ticks)) for _ in split.columns for value in ticks
        ],
        "showgrid": False,
    }
    return go.Figure(traces, layout)


def stacked_bars(
    split: Split,
    *,
    mode: ColourMode,
    top: int = 20,
    measured: Measured = "per_10k",
    picked: Collection[str] = (),
    column: str = "",
) -> go.Figure:
    """Draw the columns one under the other, for a narrow place; arguments as those of `bars`."""
    rows = split.rows[: min(top, NARROW_ROWS)]
    step = len(rows) + 2
    traces = [
        _trace(split, rows, i, mode, measured, picked, column, base=0, below=i * step + 1)
        for i in range(len(split.columns))
    ]
    labels, places = [], []
    for i in range(len(split.columns)):
        labels += [_label(row, split, mode, _LONGEST_NARROW) for row in rows]
        places += [i * step + 1 + at for at in range(len(rows))]
    n_rows = len(split.columns) * step - 1
    axis = theme.row_axis(labels, title="", n_rows=n_rows) | {"tickvals": places}
    layout = {
        **_frame(mode, n_rows, measured),
        "yaxis": axis,
        "annotations": [
            _head(split, i, x=0, y=i * step, longest=14) for i in range(len(split.columns))
        ],
    }
    longest = _longest(split, rows, measured)
    layout["xaxis"] |= {"range": [0, longest * 1.28], "tickformat": ",~r"}
    return go.Figure(traces, layout)


def cloud_heads(split: Split, one: Cloud, *, in_a_row: int) -> list[dict[str, Any]]:
    """Return what stands above each of several clouds, as plotly annotations.

    Args:
        split: what stands side by side.
        one: any of the clouds; all have its size.
        in_a_row: as the clouds were joined.
    """
    corners = (corner_of(one, i, in_a_row=in_a_row) for i in range(len(split.columns)))
    return [
        _head(split, i, x=left, y=top - HEAD / 2, longest=14)
        for i, (left, top) in enumerate(corners)
    ]


def _trace(
    split: Split,
    rows: Sequence[SplitRow],
    i: int,
    mode: ColourMode,
    measured: Measured,
    picked: Collection[str],
    column: str,
    *,
    base: float,
    below: int,
) -> go.Bar:
    """Return the bars of a column; `base` and `below` say where they begin, across and down."""
    here = not column or column == split.columns[i].label
    held = [here and row.mark in picked for row in rows]
    look = theme.mark_picked(held, mode)
    if picked and not here:
        look["selectedpoints"] = []  # what is picked is in another column
    lengths = [_length(split, row, i, measured) for row in rows]
    digits = 1 if measured == "per_10k" else 0
    return go.Bar(
        x=lengths,
        y=[below + at for at in range(len(rows))],
        base=[base] * len(rows),
        orientation="h",
        customdata=[code_of(i, row.mark) for row in rows],
        text=[number(value, digits=digits) if value else "–" for value in lengths],
        hovertext=[hover(row, split, i) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="outside",
        cliponaxis=False,
        marker={"color": [_colour(row, split, mode) for row in rows]},
        **look,
    )


def _rule(x: float, width: float, n_rows: int, mode: ColourMode) -> dict[str, Any]:
    """Return the line at which the bars of a column begin."""
    top, foot = -0.5, n_rows - 0.5
    return {
        "type": "path",
        "path": f"M {x} {top} L {x + width} {top} L {x + width} {foot} L {x} {foot} Z",
        "fillcolor": theme.PALETTES[mode].line,
        "line": {"width": 0},
        "layer": "below",
    }


def _frame(mode: ColourMode, n_rows: int, measured: Measured) -> dict[str, Any]:
    return {
        "template": theme.template(mode),
        "height": _FRAME + _ROW * max(3, n_rows),
        "bargap": 0.28,
        "barmode": "overlay",
        "dragmode": False,
        "xaxis": {"title": {"text": t(f"split.axis_{measured}")}, "fixedrange": True,
                  "zeroline": False},
    }  # fmt: skip


def _head(
    split: Split, i: int, *, x: float, y: float, longest: int, counted: bool = True
) -> dict[str, Any]:
    return {
        "x": x, "y": y,
        "text": theme.escape(head(split.columns[i], longest=longest, counted=counted)),
        "showarrow": False, "xanchor": "left", "yanchor": "middle", "font": {"size": 13},
    }  # fmt: skip


def _label(row: SplitRow, split: Split, mode: ColourMode, longest: int) -> str:
    name = theme.escape(theme.shorten(row.word, longest))
    if split.subject == "words":
        return name
    colour = theme.PALETTES[mode].kinds[row.look]
    return f'{name} <span style="color:{colour}">{theme.SIGNS[row.look]}</span>'


def _colour(row: SplitRow, split: Split, mode: ColourMode) -> str:
    palette = theme.PALETTES[mode]
    if split.subject == "words":
        return palette.families[family_of(row.look)]
    return palette.kinds[row.look]


def _length(split: Split, row: SplitRow, i: int, measured: Measured) -> float:
    return split.rate(row, i) if measured == "per_10k" else row.counts[i]


def _longest(split: Split, rows: Sequence[SplitRow], measured: Measured) -> float:
    lengths = (_length(split, row, i, measured) for row in rows for i in range(len(split.columns)))
    return max(lengths, default=1) or 1


def _ticks(longest: float, n_columns: int) -> list[float]:
    """Return where each column has a tick: at its beginning and at one round number."""
    if n_columns > 4:
        return [0]
    step = 10 ** math.floor(math.log10(longest))
    largest = max(f * step for f in (1, 2, 5) if f * step <= longest)
    return [0, largest]


def _digits(ticks: Sequence[float]) -> int:
    return 0 if all(float(value).is_integer() for value in ticks) else 1
