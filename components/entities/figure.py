"""Draws the most mentioned entities as bars, with their kinds as colours and signs."""

from __future__ import annotations

from collections.abc import Collection

import plotly.graph_objects as go

from components import theme
from components.entities.describe import hover
from components.entities.index import Entity, EntityIndex
from components.i18n import number, t
from components.theme import ColourMode

_LONGEST_LABEL = 14


def bars(
    index: EntityIndex, *, mode: ColourMode, top: int = 20, picked: Collection[str] = ()
) -> go.Figure:
    """Draw the first entities as horizontal bars as long as their mentions.

    Each bar carries the entity's id as `customdata`, its sign (● ◆ ■) before the name and its
    colour by kind. An index without entities gives an empty figure with titles.

    Args:
        index: entities, most mentioned first.
        mode: light or dark.
        top: bars to draw at most.
        picked: ids of the entities to bring out; none brings out nothing.
    """
    counts = index.counts
    shown = index.entities[:top]
    palette = theme.PALETTES[mode]
    marks = go.Bar(
        x=[counts[entity.id] for entity in shown],
        y=list(range(len(shown))),
        orientation="h",
        customdata=[entity.id for entity in shown],
        text=[number(counts[entity.id]) for entity in shown],
        hovertext=[hover(entity, counts[entity.id]) for entity in shown],
        hovertemplate="%{hovertext}<extra></extra>",
        textposition="outside",
        cliponaxis=False,
        marker={"color": [palette.kinds[entity.kind] for entity in shown]},
        **theme.mark_picked([entity.id in picked for entity in shown], mode),
    )
    layout = theme.bar_layout(
        mode,
        labels=[_label(entity, palette) for entity in shown],
        longest=max((counts[entity.id] for entity in shown), default=1),
        value=t("entities.axis_mentions"),
        empty=t("entities.axis_entity"),
    )
    return go.Figure(marks, layout)


def _label(entity: Entity, palette: theme.Palette) -> str:
    short = theme.shorten(entity.name, _LONGEST_LABEL)
    colour = palette.kinds[entity.kind]
    return f'{theme.escape(short)} <span style="color:{colour}">{theme.SIGNS[entity.kind]}</span>'
