"""Draws each measure as bars, dots or lines, whose marks lead to sentences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components import theme
from components.i18n import t
from components.statistics.describe import hover, label
from components.statistics.statistic import (
    ArticleWord,
    Collocate,
    KeyWord,
    Ngram,
    Spread,
    Statistic,
    StatisticRow,
    TrendPoint,
    axis_of,
    mark_of,
)
from components.theme import ColourMode

_ROW, _FRAME = 26, 64  # pixels
_FEWEST_ROWS = 3  # room for as many, so that one bar is no block
_ROOM = 1.3  # times the longest bar, so that its label fits behind it
_LONGEST_LABEL = 14
_LINES = 380  # pixels, height of the trend
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "solid")


@dataclass(frozen=True, slots=True)
class _Bar:
    mark: str
    name: str
    value: float
    label: str
    hover: str


def figure(
    statistic: Statistic[Any],
    *,
    mode: ColourMode,
    top: int = 25,
    article: str = "",
    picked: str = "",
) -> go.Figure:
    """Draw the first rows of a measure; none gives an empty figure with titles.

    Each mark carries as `customdata` what `mark_of` calls its row.

    Args:
        statistic: what to draw.
        mode: light or dark.
        top: bars or dots to draw at most; a trend is drawn whole.
        article: TF-IDF: the article whose words are drawn; "" draws those of all.
        picked: what `mark_of` calls the row to bring out, in bars and dots.
    """
    rows: tuple[Any, ...] = statistic.rows
    if statistic.settings.measure == "trend":
        return _lines(statistic, mode=mode)
    if article:
        rows = tuple(row for row in rows if row.article_id == article)
    bars = [_bar(row, statistic) for row in rows[:top]]
    looks = theme.mark_picked([bar.mark == picked for bar in bars], mode)
    if statistic.settings.measure == "dispersion":
        return _dots(bars, looks, mode=mode)
    if statistic.settings.measure == "keyness" and statistic.settings.against != "general":
        return _bars(bars, looks, t("statistics.axis_two_sides"), both=True, mode=mode)
    title = t(f"statistics.axis_{axis_of(statistic)}")
    return _bars(bars, looks, title, both=False, mode=mode)


def _bar(row: StatisticRow, statistic: Statistic[Any]) -> _Bar:
    word = row.text if isinstance(row, Ngram) else row.word
    return _Bar(
        mark=mark_of(row),
        name=theme.shorten(word, _LONGEST_LABEL),
        value=_length(row, statistic),
        label=label(row, statistic),
        hover=hover(row, statistic),
    )


def _length(row: StatisticRow, statistic: Statistic[Any]) -> float:
    """Return the length of a bar; negative for words used less here than there."""
    match row:
        case KeyWord():
            return math.copysign(row.g2, row.log_ratio)
        case Spread():
            return row.dp_norm
        case ArticleWord():
            return row.tf_idf
        case Collocate():
            return float(getattr(row, statistic.settings.association))
        case _:
            return float(row.count)


def _bars(
    bars: list[_Bar], looks: dict[str, Any], title: str, *, both: bool, mode: ColourMode
) -> go.Figure:
    palette = theme.PALETTES[mode]
    longest = max((abs(bar.value) for bar in bars), default=1) * _ROOM
    fig = go.Figure(
        go.Bar(
            **_place(bars),
            **looks,
            orientation="h",
            text=[f'<span style="color:{palette.quiet}">{bar.label}</span>' for bar in bars],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [palette.groups[bar.value < 0] for bar in bars]},
        )
    )
    _frame_bars(fig, bars, title, mode=mode)
    ticks = _ticks(longest / _ROOM)
    signed = [-tick for tick in ticks if tick and both][::-1] + ticks
    fig.update_xaxes(
        range=[-longest if both else 0, longest],
        tickvals=signed,
        ticktext=[f"{abs(tick):,.10g}" for tick in signed],
    )
    return fig


def _dots(bars: list[_Bar], looks: dict[str, Any], *, mode: ColourMode) -> go.Figure:
    palette = theme.PALETTES[mode]
    fig = go.Figure(
        go.Scatter(
            **_place(bars),
            **looks,
            mode="markers+text",
            text=[f'<span style="color:{palette.quiet}">{bar.label}</span>' for bar in bars],
            textposition=["middle left" if bar.value > 0.6 else "middle right" for bar in bars],
            cliponaxis=False,
            marker={"color": palette.groups[0], "size": 11},
        )
    )
    _frame_bars(fig, bars, t("statistics.axis_dp_norm"), mode=mode)
    fig.update_xaxes(range=[-0.03, 1.03], tickvals=[0, 0.25, 0.5, 0.75, 1])
    fig.update_yaxes(showgrid=True)
    return fig


def _place(bars: list[_Bar]) -> dict[str, Any]:
    return {
        "x": [bar.value for bar in bars],
        "y": list(range(len(bars))),
        "customdata": [bar.mark for bar in bars],
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _frame_bars(fig: go.Figure, bars: list[_Bar], title: str, *, mode: ColourMode) -> None:
    names = [theme.escape(bar.name) for bar in bars]
    axis = theme.row_axis(
        names,
        title="" if bars else t("statistics.axis_word"),
        n_rows=max(_FEWEST_ROWS, len(bars)),
    )
    fig.update_layout(
        template=theme.template(mode),
        height=_FRAME + _ROW * max(_FEWEST_ROWS, len(bars)),
        bargap=0.28,
        dragmode=False,
        margin=theme.row_margin(names),
        xaxis={"title": {"text": title}, "fixedrange": True, "automargin": False},
        yaxis=axis | {"automargin": not bars},
    )


def _lines(statistic: Statistic[TrendPoint], *, mode: ColourMode) -> go.Figure:
    palette = theme.PALETTES[mode]
    series: dict[str, list[TrendPoint]] = {}
    for row in statistic.rows:
        series.setdefault(row.norm, []).append(row)
    fig = go.Figure()
    for i, moments in enumerate(series.values()):
        colour = palette.groups[i % len(palette.groups)]
        fig.add_scatter(
            x=[row.period for row in moments],
            y=[row.per_10k for row in moments],
            name=theme.escape(theme.shorten(moments[0].word, _LONGEST_LABEL)),
            customdata=[mark_of(row) for row in moments],
            hovertext=[hover(row, statistic) for row in moments],
            hovertemplate="%{hovertext}<extra></extra>",
            mode="lines+markers",
            line={"color": colour, "dash": _DASHES[i % len(_DASHES)], "width": 2},
            marker={"color": colour, "symbol": _SYMBOLS[i % len(_SYMBOLS)], "size": 10},
        )
    fig.update_layout(
        template=theme.template(mode),
        height=_LINES,
        dragmode=False,
        showlegend=False,
        annotations=_end_labels(list(series.values()), mode=mode),
        margin={"r": 110, "t": 16},
        xaxis={"title": {"text": t("statistics.axis_period")}, "type": "category",
               "fixedrange": True, "showgrid": False},
        yaxis={"title": {"text": t("statistics.axis_per_10k")}, "rangemode": "tozero",
               "fixedrange": True},
    )  # fmt: skip
    return fig


def _end_labels(series: list[list[TrendPoint]], *, mode: ColourMode) -> list[dict[str, Any]]:
    """Write each word behind the end of its line, moved apart where lines end close together."""
    highest = max((row.per_10k for moments in series for row in moments), default=0) or 1
    gap, places = highest / 13, dict[int, float]()
    below = -math.inf
    for i in sorted(range(len(series)), key=lambda i: (series[i][-1].per_10k, i)):
        below = places[i] = max(series[i][-1].per_10k, below + gap)
    return [
        {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": places[i],
            "text": theme.escape(theme.shorten(moments[-1].word, 7)), "showarrow": False,
            "font": {"color": theme.PALETTES[mode].groups[i % 8]},
        }
        for i, moments in enumerate(series)
    ]  # fmt: skip


def _ticks(highest: float) -> list[float]:
    """Return three or four round numbers from 0 to about `highest`."""
    rough = (highest or 1) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough)
    return [step * i for i in range(int(highest / step) + 1)]
