"""Shows entities on a page: the filter, the bars and the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from components import ui
from components.entities.describe import alt, caption
from components.entities.export import to_table
from components.entities.figure import bars
from components.entities.index import EntityFilter, EntityIndex
from components.i18n import t
from components.lexicon import KINDS
from components.theme import SIGNS

_MOST_MENTIONS, _MOST_CONFIDENCE = 20, 95
_TABLE_HEIGHT = 420
_BARS = 20


def ask_filter(*, key: str) -> EntityFilter:
    """Ask which entities to show; every answer stands in the address."""
    kinds = ui.bind_choice(
        st.pills, t("entities.kinds"), KINDS, selection_mode="multi", default=KINDS, wrap=True,
        name_of=lambda kind: f"{SIGNS[kind]} {t(f'entities.kind_{kind}')}", key=f"{key}_kinds",
    )  # fmt: skip
    mentions = ui.bind_value(
        st.slider,
        t("entities.min_mentions"), 1, _MOST_MENTIONS, 1,
        key=f"{key}_min", help=t("entities.min_mentions_help"),
    )  # fmt: skip
    confidence = ui.bind_value(
        st.slider,
        t("entities.min_confidence"), 0, _MOST_CONFIDENCE, 0, 5, format="%d%%",
        key=f"{key}_sure", help=t("entities.min_confidence_help"),
    )  # fmt: skip
    return EntityFilter(
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        min_mentions=min(max(1, int(mentions)), _MOST_MENTIONS),
        min_confidence=min(max(0, int(confidence)), _MOST_CONFIDENCE) / 100,
    )


def show(
    index: EntityIndex, *, key: str, evidence: Callable[[str], None] | None = None
) -> str | None:
    """Draw the bars with their table; return the id of the entity the reader chose, if any.

    Args:
        index: what to show.
        key: names the widgets.
        evidence: shows the sentences of the chosen entity, between the bars and the table.
    """
    if index.notice:
        st.warning(t(index.notice))
    if not index.entities:
        st.info(t("entities.nothing") if index.sentences else t("entities.empty"))
        return None
    fig = bars(index, mode=ui.mode(), top=_BARS)
    clicked = ui.show_chart(fig, key=f"{key}_chart", alt=alt(index))
    st.caption(caption(index))
    place = st.container()
    chosen = ui.choose_newest(
        (clicked, _show_table(index, key)), shown={entity.id for entity in index.entities}, key=key
    )
    if chosen and evidence:
        with place:
            evidence(chosen)
    return chosen


def show_glimpse(index: EntityIndex, *, key: str, top: int = 10) -> str | None:
    """Draw the first bars and their caption alone; return the id of the bar clicked."""
    if not index.entities:
        st.info(t("entities.nothing") if index.sentences else t("entities.empty"))
        return None
    clicked = ui.show_chart(
        bars(index, mode=ui.mode(), top=top), key=f"{key}_chart", alt=alt(index)
    )
    st.caption(caption(index))
    return str(clicked) if clicked else None


def _show_table(index: EntityIndex, key: str) -> str | None:
    columns = st.column_config
    shown = ui.frame_of(to_table(index))
    shown["kind"] = [f"{SIGNS[e.kind]} {t(f'entities.kind_{e.kind}')}" for e in index.entities]
    event: Any = st.dataframe(
        shown,
        # A row is known by its number, so another table must not inherit the selection.
        key=f"{key}_table_{index.digest[:8]}",
        hide_index=True,
        height=min(_TABLE_HEIGHT, 36 * (len(index.entities) + 1) + 2),
        on_select="rerun",
        selection_mode="single-row",
        alt=t("entities.table"),
        column_config={
            "kind": columns.TextColumn(t("entities.col_kind"), pinned=True),
            "name": columns.TextColumn(t("entities.col_name"), pinned=True),
            "mentions": columns.NumberColumn(t("entities.col_mentions"), format="localized"),
            "articles": columns.NumberColumn(t("entities.col_articles"), format="localized"),
            "sure": columns.NumberColumn(
                t("entities.col_sure"), format="%d%%", help=t("entities.col_sure_help")
            ),
            "aliases": columns.TextColumn(t("entities.col_aliases")),
        },
    )
    csv = ui.to_csv(shown)
    ui.download(t("entities.download"), csv, name="entities.csv", mime="text/csv", key=f"{key}_csv")
    rows = cast("list[int]", event["selection"]["rows"])
    return index.entities[rows[0]].id if rows and rows[0] < len(index.entities) else None
