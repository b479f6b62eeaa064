"""Draws a contrast: bars with intervals, a cloud between two sides, a map of several groups."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import plotly.graph_objects as go

from components import theme
from components.contrast.contrast import Contrast, ContrastRow
from components.contrast.describe import hover, hover_point
from components.i18n import share, t
from components.theme import ColourMode
from components.timeline import outlet_name

_ROW, _FRAME = 26, 70  # pixels
_CLOUD_FRAME, _MAP_HEIGHT = 64, 520  # pixels
_SMALLEST, _LARGEST, _LINE = 13, 38, 1.25  # pixels of a letter, and of a line to it
_LONGEST = 12  # characters of a label


def bars(
    contrast: Contrast, *, mode: ColourMode, top: int = 24, picked: Collection[str] = ()
) -> go.Figure:
    """Draw the surest rows as points with intervals; each carries its mark as `customdata`.

    Of two groups the second one leans to the left; of more each word is drawn for its group.
    """
    rows = contrast.distinctive[:top]
    palette, labels = theme.PALETTES[mode], contrast.settings.labels
    signs = [_side(row, contrast) for row in rows]
    held = [row.mark in picked for row in rows]
    trace = go.Scatter(
        x=[sign * row.log_ratio for row, sign in zip(rows, signs, strict=True)],
        y=list(range(len(rows))),
        mode="markers",
        customdata=[row.mark for row in rows],
        hovertext=[hover(row) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        error_x={
            "type": "data",
            "symmetric": True,
            "array": [row.high - row.log_ratio for row in rows],
            "color": palette.quiet,
            "thickness": 1.5,
            "width": 0,
        },
        marker={"size": 11, "color": [_colour(row.label, labels, palette) for row in rows]},
        **theme.mark_picked(held, mode),
    )
    names = [_name(row, contrast) for row in rows]
    layout = {
        "template": theme.template(mode),
        "height": _FRAME + _ROW * max(3, len(rows)),
        "dragmode": False,
        "xaxis": {"title": {"text": _axis(contrast)}, "fixedrange": True, "zeroline": True,
                  "zerolinecolor": palette.quiet},
        "yaxis": theme.row_axis(names, title="", n_rows=max(3, len(rows))),
    }  # fmt: skip
    return go.Figure(trace, layout)


def cloud(
    contrast: Contrast,
    *,
    mode: ColourMode,
    most: int = 40,
    width: int = 600,
    picked: Collection[str] = (),
) -> go.Figure:
    """Draw words where they lean: across the ratio, in area the uses; none overlaps another.

    What does not differ by more than chance is quiet. Each word carries its mark.

    Args:
        contrast: of two groups.
        mode: light or dark.
        most: words at most; those that differ by more than chance first, then the most used.
        width: pixels in which no word may lie over another.
        picked: the marks to bring out.
    """
    palette, labels = theme.PALETTES[mode], contrast.settings.labels
    rows = sorted(contrast.rows, key=lambda row: -(row.count + row.other))
    loud = [row for row in rows if row.is_distinctive][:most]
    rows = (loud + [row for row in rows if not row.is_distinctive])[:most]
    leans = [_side(row, contrast) * row.log_ratio for row in rows]
    sizes = _sizes([row.count + row.other for row in rows])
    places = _spread(leans, sizes, [len(row.word) for row in rows], width)
    trace = go.Scatter(
        x=leans,
        y=places,
        mode="text",
        text=[theme.escape(row.word) for row in rows],
        textfont={
            "size": sizes,
            "color": [
                palette.accent if row.mark in picked
                else _colour(row.label, labels, palette) if row.is_distinctive else palette.quiet
                for row in rows
            ],
        },
        customdata=[row.mark for row in rows],
        hovertext=[hover(row) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    reach = max((abs(lean) for lean in leans), default=1) * 1.2 or 1
    tall = max((abs(place) for place in places), default=0) + _LARGEST
    layout = {
        "template": theme.template(mode),
        "height": round(2 * tall) + _CLOUD_FRAME,
        "dragmode": False,
        "xaxis": {"title": {"text": _axis(contrast)}, "fixedrange": True, "showgrid": False,
                  "range": [-reach, reach], "zeroline": True},
        "yaxis": {"visible": False, "fixedrange": True, "range": [-tall, tall]},
    }  # fmt: skip
    return go.Figure(trace, layout)


def group_map(contrast: Contrast, *, mode: ColourMode) -> go.Figure:
    """Draw groups and words by correspondence analysis; words carry their marks."""
    palette, labels = theme.PALETTES[mode], contrast.settings.labels
    groups = [point for point in contrast.points if point.is_group]
    others = [point for point in contrast.points if not point.is_group]
    fig = go.Figure()
    fig.add_scatter(
        x=[p.x for p in others], y=[p.y for p in others], mode="markers+text",
        text=[theme.escape(p.name) for p in others], textposition="top center",
        textfont={"size": 13, "color": palette.quiet},
        marker={"size": 6, "color": palette.quiet},
        customdata=[p.mark for p in others], hovertext=[hover_point(p) for p in others],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    fig.add_scatter(
        x=[p.x for p in groups], y=[p.y for p in groups], mode="markers+text",
        text=[theme.escape(outlet_name(p.name)) for p in groups], textposition="bottom center",
        textfont={"size": 15},
        marker={"size": 15, "symbol": "square",
                "color": [_colour(p.mark, labels, palette) for p in groups]},
        hovertext=[hover_point(p) for p in groups], hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    fig.update_layout(template=theme.template(mode), height=_MAP_HEIGHT, dragmode=False)
    for axis, part in zip(("xaxis", "yaxis"), contrast.inertia, strict=True):
        title = t("contrast.axis_map", share=share(part))
        fig.update_layout({axis: {"title": {"text": title}, "fixedrange": True}})
    return fig


def _side(row: ContrastRow, contrast: Contrast) -> int:
    labels = contrast.settings.labels
    return -1 if len(labels) == 2 and row.label == labels[0] else 1


def _colour(label: str, labels: Sequence[str], palette: theme.Palette) -> str:
    at = labels.index(label) if label in labels else 0
    return palette.groups[at % len(palette.groups)]


def _name(row: ContrastRow, contrast: Contrast) -> str:
    word = theme.shorten(row.word, _LONGEST)
    if len(contrast.settings.labels) > 2:
        word = f"{word}（{theme.shorten(outlet_name(row.label), 6)}）"
    return theme.escape(word)


def _axis(contrast: Contrast) -> str:
    labels = [theme.escape(outlet_name(label)) for label in contrast.settings.labels]
    if len(labels) == 2:
        return t("contrast.axis_lean", left=labels[0], right=labels[1])
    return t("contrast.axis_more")


def _sizes(counts: Sequence[int]) -> list[float]:
    """Return letter heights whose squares are proportional to the counts, within bounds."""
    most = max(counts, default=1) or 1
    return [max(_SMALLEST, round(_LARGEST * math.sqrt(count / most), 1)) for count in counts]


def _spread(
    leans: Sequence[float], sizes: Sequence[float], lengths: Sequence[int], width: int
) -> list[float]:
    """Return heights in pixels from the middle at which no word lies over another."""
    reach = max((abs(lean) for lean in leans), default=1) * 1.2 or 1
    placed: list[tuple[float, float, float, float]] = []
    heights = []
    for lean, size, n in zip(leans, sizes, lengths, strict=True):
        x, half, tall = lean / reach * width / 2, size * n / 2 + 3, size * _LINE / 2
        steps = (sign * step * 3.0 for step in range(400) for sign in (1, -1))
        y = next(
            at for at in steps
            if all(abs(x - a) >= half + b or abs(at - c) >= tall + d for a, b, c, d in placed)
        )  # fmt: skip
        placed.append((x, half, y, tall))
        heights.append(y)
    return heights
