"""Draws the most mentioned entities as bars, with their kinds as colours and signs."""

from __future__ import annotations

from collections.abc import Collection

import plotly.graph_objects as go

from components import theme
from components.entities.card import NameCard
from components.entities.describe import hover
from components.entities.index import Entity, EntityIndex
from components.i18n import number, t
from components.theme import ColourMode

_LONGEST_LABEL = 14
_TIMELINE_HEIGHT = 130  # pixels


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


def timeline(card: NameCard, *, mode: ColourMode) -> go.Figure:
    """Draw how often a name is mentioned in each period; a card without any gives empty axes."""
    palette = theme.PALETTES[mode]
    starts = [period.start for period in card.timeline]
    counts = [period.mentions for period in card.timeline]
    marks = go.Bar(
        x=starts,
        y=counts,
        hovertext=[
            t("entities.card_point", day=start, count=number(count))
            for start, count in zip(starts, counts, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"color": palette.kinds[card.entity.kind]},
    )
    most = max(counts, default=1)
    layout = {
        "template": theme.template(mode),
        "height": _TIMELINE_HEIGHT,
        "margin": {"l": 28, "r": 8, "t": 8, "b": 28},
        "bargap": 0.15,
        "dragmode": False,
        "xaxis": {"type": "category", "tickvals": [*starts[:1], *starts[1:][-1:]],
                  "fixedrange": True, "showgrid": False},
        "yaxis": {"range": [0, most * 1.1], "tickvals": [0, most], "fixedrange": True},
    }  # fmt: skip
    return go.Figure(marks, layout)


def _label(entity: Entity, palette: theme.Palette) -> str:
    short = theme.shorten(entity.name, _LONGEST_LABEL)
    colour = palette.kinds[entity.kind]
    return f'{theme.escape(short)} <span style="color:{colour}">{theme.SIGNS[entity.kind]}</span>'
