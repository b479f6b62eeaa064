"""Draws the most used words as bars, longest first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import plotly.graph_objects as go

from components import theme
from components.i18n import number, t
from components.theme import ColourMode
from components.words.analysis import family_of
from components.words.describe import hover
from components.words.tokens import Row, WordTable

By = Literal["count", "articles"]

_LONGEST_LABEL = 14


def bars(
    table: WordTable,
    *,
    mode: ColourMode,
    top: int = 30,
    by: By = "count",
    picked: Collection[str] = (),
) -> go.Figure:
    """Draw the first rows of a table as horizontal bars.

    Each bar carries its word's norm as `customdata`, its number and its part of speech behind
    its end, and its colour by family. A table without rows gives an empty figure with titles.

    Args:
        table: the rows, most frequent first.
        mode: light or dark.
        top: bars to draw at most.
        by: what the length means: tokens, or articles that hold the word.
        picked: the norms to bring out; none brings out nothing.
    """
    rows = sorted(table.rows, key=lambda row: -_length(row, by))[:top]
    palette = theme.PALETTES[mode]
    marks = go.Bar(
        x=[_length(row, by) for row in rows],
        y=list(range(len(rows))),
        orientation="h",
        customdata=[row.norm for row in rows],
        text=[_label(row, by, palette) for row in rows],
        hovertext=[hover(row, table) for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="outside",
        cliponaxis=False,
        marker={"color": [palette.families[family_of(row.pos)] for row in rows]},
        **theme.mark_picked([row.norm in picked for row in rows], mode),
    )
    layout = theme.bar_layout(
        mode,
        labels=[theme.escape(theme.shorten(row.word, _LONGEST_LABEL)) for row in rows],
        longest=max((_length(row, by) for row in rows), default=1),
        value=t(f"words.axis_{by}"),
        empty=t("words.axis_word"),
    )
    return go.Figure(marks, layout)


def _length(row: Row, by: By) -> int:
    return row.count if by == "count" else row.articles


def _label(row: Row, by: By, palette: theme.Palette) -> str:
    family = t(f"words.sign_{family_of(row.pos)}")
    return f'{number(_length(row, by))} <span style="color:{palette.quiet}">{family}</span>'
