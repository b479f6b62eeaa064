"""Draws where the places of a query lie: a row an article, a stroke a place."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components import theme
from components.concordance.concordance import ArticlePlaces
from components.i18n import number, t
from components.theme import ColourMode

_ROW, _FRAME = 24, 72  # pixels
_LONGEST_LABEL = 16
_MONTH_AND_DAY = slice(5, 10)  # of an ISO date


def dispersion(articles: Sequence[ArticlePlaces], *, mode: ColourMode) -> go.Figure:
    """Draw each place at its share of its article; none gives an empty figure with titles.

    Each stroke carries as `customdata` its number among all places: those that count, then the
    others, row by row.

    Args:
        articles: the rows, from top to bottom.
        mode: light or dark.
    """
    palette = theme.PALETTES[mode]
    strokes = (
        ("counted", palette.accent, t("concordance.counts")),
        ("uncounted", palette.quiet, t("concordance.counts_not")),
    )
    traces, first = [], 0
    for side, colour, told in strokes:
        places = [
            (row, own, span) for row, own in enumerate(articles) for span in getattr(own, side)
        ]
        shares = [100 * span.start / max(1, own.n_characters) for _, own, span in places]
        traces.append(
            go.Scatter(
                x=shares,
                y=[row for row, _, _ in places],
                mode="markers",
                customdata=list(range(first, first + len(places))),
                hovertext=[
                    t("concordance.stroke", position=number(span.start + 1), counts=told,
                      title=theme.escape(own.title))
                    for _, own, span in places
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                marker={"symbol": "line-ns", "size": 15, "color": colour,
                        "line": {"color": colour, "width": 2.5 if side == "counted" else 1.5}},
            )
        )  # fmt: skip
        first += len(places)
    return go.Figure(traces, _layout(articles, mode))


def _layout(articles: Sequence[ArticlePlaces], mode: ColourMode) -> dict[str, object]:
    labels = [theme.escape(theme.shorten(_label(own), _LONGEST_LABEL)) for own in articles]
    return {
        "template": theme.template(mode),
        "height": _FRAME + _ROW * max(1, len(articles)),
        "dragmode": False,
        "showlegend": False,
        "margin": {"t": 8, "r": 16},
        "xaxis": {"title": {"text": t("concordance.axis_share")}, "range": [-1, 101],
                  "ticksuffix": "%", "fixedrange": True},
        "yaxis": {"title": {"text": "" if labels else t("concordance.col_article")},
                  "tickvals": list(range(len(labels))), "ticktext": labels,
                  "range": [len(labels) - 0.5, -0.5], "fixedrange": True, "showgrid": True,
                  "ticklabelposition": "outside"},
    }  # fmt: skip


def _label(places: ArticlePlaces) -> str:
    """Begin with month and day, which tell rows apart where titles are alike."""
    day = (places.published or "")[_MONTH_AND_DAY]
    return f"{day} {places.title}" if day else places.title
