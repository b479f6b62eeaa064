"""Draws a story as a plotly figure: lanes by outlet, time to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components import theme
from components.i18n import number, t
from components.stories.describe import kind_name
from components.stories.moments import print_moment
from components.stories.story import STATES, SentenceState
from components.stories.stream import StoryStream, StreamBar
from components.theme import ColourMode

_HALF = 0.42  # of a column, to either side of the middle of a bar
_TALL, _LOW, _HEIGHT = 34, 14, 440  # pixels of a row, and of all rows that fit on a screen
_FRAME = 92  # pixels above and below the rows
_NUMBERED = 60  # bars that carry their number
_NUMBER_HEIGHT, _NUMBER_COLUMNS = 26, 32  # of a row, at least; of all, at most
_LABEL = 9  # characters of an outlet beside its lane
_TICKS = 9
_STEPS = 12  # points of a curve
_SHAPES: dict[SentenceState, str] = {"new": "", "inherited": "", "edited": "/", "shared": "."}


def stream(
    stream: StoryStream, titles: Sequence[str], *, mode: ColourMode, picked: int | None = None
) -> go.Figure:
    """Draw each article as a bar in the lane of its outlet, and a line from its main source.

    A bar is divided by what is new, taken unchanged, taken and edited, and shared in unknown
    order. `customdata` of a bar, and of the point in the middle of a line, is its number.

    Args:
        stream: what to draw; without bars an empty figure with its axis title.
        titles: what to say of each article when it is pointed at; of the texts, escaped here.
        mode: light or dark.
        picked: the article to bring out with its line.
    """
    palette = theme.PALETTES[mode]
    height = _row_height(stream.n_rows)
    place = _place_bars(stream, height)
    marks: list[Any] = []
    if stream.bars:
        marks = [
            *_links(stream, place, palette, picked),
            *(_bars(stream, place, state, titles, palette, picked) for state in STATES),
            *([_numbers(stream, palette)] if place.numbered else []),
        ]
    layout = {
        "template": theme.template(mode),
        "height": max(160, stream.n_rows * height + _FRAME),
        "barmode": "overlay",
        "bargap": 1 - place.tall,
        "showlegend": bool(stream.bars),
        "legend": {
            "orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 13},
            "itemclick": False, "itemdoubleclick": False,
        },
        "xaxis": _time_axis(stream),
        "yaxis": _lane_axis(stream),
        "shapes": _grounds(stream, palette),
        "dragmode": False,
    }  # fmt: skip
    return go.Figure(marks, layout)


def state_colour(state: SentenceState, palette: theme.Palette) -> str:
    """Return the colour of a state, the same in the picture and in the text."""
    return {
        "new": palette.groups[2],
        "inherited": theme.mix_colours(palette.groups[0], palette.paper, 0.45),
        "edited": palette.groups[1],
        "shared": palette.quiet,
    }[state]


def _row_height(n_rows: int) -> int:
    return min(_TALL, max(_LOW, _HEIGHT // max(1, n_rows)))


@dataclass(frozen=True, slots=True)
class _BarPlace:
    """Where bars lie: how far below the middle of their rows, and how tall, in rows."""

    middle: float
    tall: float
    numbered: bool


def _place_bars(stream: StoryStream, height: int) -> _BarPlace:
    """Leave room for a number above each bar where rows are tall and columns wide enough."""
    few = len(stream.bars) <= _NUMBERED and len(stream.columns) <= _NUMBER_COLUMNS
    if few and height >= _NUMBER_HEIGHT:
        return _BarPlace(0.15, 0.54, numbered=True)
    return _BarPlace(0, 0.7, numbered=False)


def _bars(
    stream: StoryStream,
    place: _BarPlace,
    state: SentenceState,
    titles: Sequence[str],
    palette: theme.Palette,
    picked: int | None,
) -> go.Bar:
    """One state of all bars."""
    starts, widths = zip(*(_segment(bar, state) for bar in stream.bars), strict=True)
    colour = state_colour(state, palette)
    shape = _SHAPES[state]
    marker: dict[str, Any] = {
        "color": theme.mix_colours(colour, palette.paper, 0.3) if shape else colour,
        "line": {
            "width": [2 if bar.number == picked else 0 for bar in stream.bars],
            "color": palette.accent,
        },
    }
    if shape:
        marker["pattern"] = {
            "shape": shape, "fillmode": "overlay", "fgcolor": colour, "size": 5, "solidity": 0.35,
        }  # fmt: skip
    return go.Bar(
        orientation="h",
        name=t(f"stories.col_{state}"),
        y=[bar.row + place.middle for bar in stream.bars],
        x=widths,
        base=starts,
        customdata=[str(bar.number) for bar in stream.bars],
        marker=marker,
        hovertext=[_hover(bar, titles[bar.number]) for bar in stream.bars],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _segment(bar: StreamBar, state: SentenceState) -> tuple[float, float]:
    """Where one state of a bar begins, and how wide it is."""
    counts = [getattr(bar.article, own) for own in STATES]
    total = max(1, sum(counts))
    at = STATES.index(state)
    start = bar.column - _HALF + 2 * _HALF * sum(counts[:at]) / total
    return start, 2 * _HALF * counts[at] / total


def _hover(bar: StreamBar, title: str) -> str:
    counts = (
        f"{t(f'stories.col_{state}')} {number(getattr(bar.article, state))}"
        for state in STATES
        if getattr(bar.article, state)
    )
    head = f"<b>{number(bar.number + 1)} · {theme.escape(title)}</b>"
    return "<br>".join((head, kind_name(bar.article), " · ".join(counts)))


def _numbers(stream: StoryStream, palette: theme.Palette) -> go.Scatter:
    """The number of each article, as in the list, above its bar."""
    return go.Scatter(
        mode="text",
        x=[bar.column - _HALF for bar in stream.bars],
        y=[bar.row - 0.32 for bar in stream.bars],
        text=[number(bar.number + 1) for bar in stream.bars],
        textposition="middle right",
        textfont={"size": 11, "color": palette.quiet},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _links(
    stream: StoryStream, place: _BarPlace, palette: theme.Palette, picked: int | None
) -> tuple[go.Scatter, ...]:
    """Lines from sources to what was taken from them, and a point in the middle of each."""
    linked = [bar for bar in stream.bars if bar.parent is not None]
    chosen = [bar for bar in linked if picked in (bar.number, bar.parent)]
    others = [bar for bar in linked if picked not in (bar.number, bar.parent)]
    many = len(linked) > _NUMBERED
    quiet = theme.mix_colours(palette.quiet, palette.paper, 0.3 if many else 0.6)
    points = [_curve(stream.bars[bar.parent or 0], bar)[_STEPS // 2] for bar in linked]
    middle = go.Scatter(
        mode="markers",
        x=[x for x, _ in points],
        y=[y + place.middle for _, y in points],
        customdata=[str(bar.number) for bar in linked],
        marker={"size": 9, "color": palette.quiet, "opacity": 0.08 if many else 0.25},
        hovertext=[_link_hover(bar) for bar in linked],
        hovertemplate="%{hovertext}<extra></extra>",
        showlegend=False,
    )
    return (
        _lines(stream, place, others, quiet, 0.6 if many else 1.2),
        _lines(stream, place, chosen, palette.accent, 2),
        middle,
    )


def _link_hover(bar: StreamBar) -> str:
    return t(
        "stories.link_hover",
        source=number((bar.parent or 0) + 1),
        own=number(bar.number + 1),
        n=number(bar.article.taken),
    )


def _lines(
    stream: StoryStream, place: _BarPlace, bars: Sequence[StreamBar], colour: str, width: float
) -> go.Scatter:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for bar in bars:
        for x, y in _curve(stream.bars[bar.parent or 0], bar):
            xs.append(x)
            ys.append(y + place.middle)
        xs.append(None)
        ys.append(None)
    return go.Scatter(
        mode="lines", x=xs, y=ys, line={"color": colour, "width": width}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _curve(source: StreamBar, own: StreamBar) -> list[tuple[float, float]]:
    """Points of a curve from the right of one bar to the left of another."""
    x, end = source.column + _HALF, own.column - _HALF
    bend = max(0.25, abs(end - x) / 2)
    made = []
    for step in range(_STEPS + 1):
        s = step / _STEPS
        a, b, c, d = (1 - s) ** 3, 3 * s * (1 - s) ** 2, 3 * s**2 * (1 - s), s**3
        made.append((a * x + b * (x + bend) + c * (end - bend) + d * end,
                     (a + b) * source.row + (c + d) * own.row))  # fmt: skip
    return made


def _time_axis(stream: StoryStream) -> dict[str, Any]:
    """The order of time; a label where there is room for it."""
    places = [at for at, _ in stream.columns]
    step = max(1, -(-len(places) // _TICKS))
    timeless = next((at for at, when in stream.columns if when is None), None)
    shown = [
        (at, when)
        for n, (at, when) in enumerate(stream.columns)
        if when is None or (n % step == 0 and (timeless is None or timeless - at >= step))
    ]
    return {
        "title": {"text": t("stories.axis_time")},
        "range": [
            min(places, default=0) - 0.75,
            max((bar.column for bar in stream.bars), default=1) + 0.55,
        ],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickvals": [at for at, _ in shown],
        "ticktext": [_tick(when) for _, when in shown],
        "autotickangles": [0, 90],  # where the window is narrow: slanted lines would cross
        "tickfont": {"size": 12},
    }


def _tick(when: str | None) -> str:
    if when is None:
        return t("stories.no_time")
    day, *clock = print_moment(when).split()
    return "<br>".join(theme.escape(part) for part in (day[5:] or day, *clock))


def _lane_axis(stream: StoryStream) -> dict[str, Any]:
    return {
        "title": {"text": "" if stream.lanes else t("stories.col_outlet")},
        "range": [max(1, stream.n_rows) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickvals": [lane.first + (lane.rows - 1) / 2 for lane in stream.lanes],
        "ticktext": [_lane_label(lane.outlet, lane.others) for lane in stream.lanes],
    }


def _lane_label(outlet: str, others: int) -> str:
    if others:
        return t("stories.other_outlets", n=number(others))
    return theme.escape(theme.shorten(outlet, _LABEL)) if outlet else t("stories.no_outlet")


def _grounds(stream: StoryStream, palette: theme.Palette) -> list[dict[str, Any]]:
    """A ground under every second lane."""
    return [
        {
            "type": "rect", "layer": "below", "xref": "paper", "x0": 0, "x1": 1,
            "y0": lane.first - 0.5, "y1": lane.first + lane.rows - 0.5,
            "fillcolor": palette.panel, "line": {"width": 0},
        }
        for lane in stream.lanes[::2]
    ]  # fmt: skip
