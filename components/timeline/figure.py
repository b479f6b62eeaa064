"""Draws a timeline: bars stacked by outlet, copies hatched; a line; the outlets themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go

from components import theme
from components.i18n import number, t
from components.theme import ColourMode
from components.timeline.describe import (
    hover,
    hover_line,
    hover_outlet,
    outlet_name,
    period_label,
)
from components.timeline.timeline import OTHERS, OutletSeries, Timeline

_HEIGHT, _LINE_HEIGHT = 280, 150  # pixels
_MARGIN = {"l": 48, "r": 8, "t": 8, "b": 8}  # the same, so that bars and line stand together
_TICKS, _FEW_TICKS = 12, 5  # labels at most below the axis, also in a narrow place
_FADED = 0.3  # opacity of what is outside the pinned period, or of other outlets
_LONGEST = 10  # characters of an outlet in the key


def figure(
    timeline: Timeline,
    *,
    mode: ColourMode,
    chosen: Collection[str] = (),
    pinned: Collection[str] = (),
    narrow: bool = False,
) -> go.Figure:
    """Draw a timeline; none gives an empty figure with titles.

    A bar carries its period as `customdata`. It can be brushed and not clicked: Streamlit takes
    clicks away from a chart on which a box is drawn.

    Args:
        timeline: what to draw.
        mode: light or dark.
        chosen: the periods that are pinned; the others step back. None are all.
        pinned: the outlets that are pinned, likewise.
        narrow: label fewer periods, so that no label is turned.
    """
    palette = theme.PALETTES[mode]
    traces: list[Any] = []
    for one, colour in zip(timeline.series, _colours(timeline, mode), strict=True):
        fades = bool(pinned) and one.outlet not in pinned
        for copies in (False, True):
            if any(one.copies if copies else one.own):
                traces.append(_bars(timeline, one, colour, palette, chosen, fades, copies=copies))
    return go.Figure(traces, _layout(timeline, mode, _FEW_TICKS if narrow else _TICKS))


def _bars(
    timeline: Timeline,
    one: OutletSeries,
    colour: str,
    palette: theme.Palette,
    chosen: Collection[str],
    fades: bool,
    *,
    copies: bool,
) -> go.Bar:
    counts = one.copies if copies else one.own
    at = [i for i, count in enumerate(counts) if count]
    periods = [timeline.periods[i] for i in at]
    held = [not fades and (not chosen or period in chosen) for period in periods]
    ground = theme.mix_colours(colour, palette.paper, 0.28)
    return go.Bar(
        x=periods,
        y=[counts[i] for i in at],
        name="" if copies else theme.escape(outlet_name(one.outlet)),
        customdata=periods,
        hovertext=[hover(timeline, one, i, copies=copies) for i in at],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": ground if copies else colour,
            "opacity": [1.0 if on else _FADED for on in held],
            "pattern": {"shape": "/", "fgcolor": colour, "size": 6, "solidity": 0.35}
            if copies
            else {},
            "line": {"color": palette.paper, "width": 1},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def line(
    timeline: Timeline, *, mode: ColourMode, picked: str = "", narrow: bool = False
) -> go.Figure:
    """Draw how many articles of each period mention what is picked, below the bars.

    A point carries its period as `customdata`.

    Args:
        timeline: one with a line; else the figure is empty.
        mode: light or dark.
        picked: the period to bring out.
        narrow: label fewer periods, as below the bars.
    """
    palette = theme.PALETTES[mode]
    sizes = [13 if period == picked else 9 for period in timeline.periods]
    trace = go.Scatter(
        x=list(timeline.periods) if timeline.line else [],
        y=list(timeline.line),
        mode="lines+markers",
        customdata=list(timeline.periods),
        hovertext=[hover_line(timeline, i) for i in range(len(timeline.line))],
        hovertemplate="%{hovertext}<extra></extra>",
        line={"color": palette.accent, "width": 2},
        marker={"color": palette.accent, "size": sizes, "opacity": 1},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    most, ticks = max(timeline.line, default=0), _FEW_TICKS if narrow else _TICKS
    layout = {
        "template": theme.template(mode),
        "height": _LINE_HEIGHT,
        "dragmode": False,
        "margin": _MARGIN,
        "xaxis": {**_axis_of_time(timeline, ticks), "title": {"text": ""}},
        "yaxis": {**_axis_of_articles(most), "title": {"text": t("timeline.axis_mentions")}},
    }
    return go.Figure(trace, layout)


def outlets(timeline: Timeline, *, mode: ColourMode, pinned: Collection[str] = ()) -> go.Figure:
    """Draw how many articles each outlet has: the key to the colours of the bars.

    A bar carries its outlet as `customdata`.

    Args:
        timeline: what to draw.
        mode: light or dark.
        pinned: the outlets to bring out.
    """
    names = [theme.escape(theme.shorten(outlet_name(o.outlet), _LONGEST)) for o in timeline.series]
    held = [bool(pinned) and one.outlet in pinned for one in timeline.series]
    totals = [one.total for one in timeline.series]
    trace = go.Bar(
        orientation="h",
        x=totals,
        y=list(range(len(names))),
        customdata=[one.outlet for one in timeline.series],
        text=[number(total) for total in totals],
        textposition="outside",
        cliponaxis=False,
        hovertext=[hover_outlet(one) for one in timeline.series],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": _colours(timeline, mode)},
        **theme.mark_picked(held, mode),
    )
    longest = max(totals, default=1)
    layout = theme.bar_layout(
        mode, labels=names, longest=longest, value=t("timeline.axis_articles"),
        empty=t("timeline.column_outlet"),
    )  # fmt: skip
    return go.Figure(trace, layout)


def _colours(timeline: Timeline, mode: ColourMode) -> list[str]:
    palette = theme.PALETTES[mode]
    return [
        palette.line if one.outlet in ("", OTHERS) else palette.groups[i % len(palette.groups)]
        for i, one in enumerate(timeline.series)
    ]


def _layout(timeline: Timeline, mode: ColourMode, ticks: int) -> dict[str, Any]:
    return {
        "template": theme.template(mode),
        "height": _HEIGHT,
        "barmode": "stack",
        "bargap": 0.22,
        "dragmode": "select",
        "selectdirection": "h",
        "margin": _MARGIN,
        "xaxis": _axis_of_time(timeline, ticks),
        "yaxis": _axis_of_articles(max(timeline.totals, default=0)),
    }


def _axis_of_time(timeline: Timeline, ticks: int) -> dict[str, Any]:
    step = max(1, -(-len(timeline.periods) // ticks))
    shown = timeline.periods[::step]
    return {
        "type": "category", "categoryorder": "array", "categoryarray": list(timeline.periods),
        "range": [-0.6, len(timeline.periods) - 0.4], "fixedrange": True, "showgrid": False,
        "tickvals": list(shown), "ticktext": [period_label(period) for period in shown],
        "title": {"text": _span(timeline)},
    }  # fmt: skip


def _axis_of_articles(most: int) -> dict[str, Any]:
    return {
        "title": {"text": t("timeline.axis_articles")}, "fixedrange": True, "rangemode": "tozero",
        "tickformat": ",d", "dtick": 1 if most < 6 else None, "automargin": False,
    }  # fmt: skip


def _span(timeline: Timeline) -> str:
    if not timeline.periods:
        return t("timeline.axis_period")
    first, last = timeline.periods[0], timeline.periods[-1]
    return t("timeline.axis_span", first=first, last=last, period=t(f"timeline.by_{timeline.by}"))
