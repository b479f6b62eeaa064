"""Shows entities on a page: the filter, the bars and the table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import pandas as pd
import streamlit as st

from components import ui
from components.entities.card import NameCard, Sighting
from components.entities.describe import (
    alt,
    answer_label,
    caption,
    facts,
    grounds,
    is_undated,
    more_facts,
    question,
    sightings,
    timeline_alt,
)
from components.entities.doubts import Answer, Doubt
from components.entities.export import timeline_table, to_table
from components.entities.figure import bars, timeline
from components.entities.index import EntityFilter, EntityIndex
from components.i18n import number, t
from components.lexicon import KINDS
from components.theme import SIGNS

_MOST_MENTIONS, _MOST_CONFIDENCE = 20, 95
BARS = 20
_PARTNERS = 8  # shown on a card
_SKIP: Answer = "skip"
_KEYS: dict[Answer, str] = {
    "yes": "Y", "no": "N", "skip": "S", "PER": "1", "LOC": "2", "ORG": "3",
}  # fmt: skip


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
    index: EntityIndex, *, key: str, on_pick: Callable[[str], None], picked: Collection[str] = ()
) -> None:
    """Draw the bars with their table.

    Args:
        index: what to show.
        key: names the widgets.
        on_pick: hears the id of the entity clicked.
        picked: ids of the entities to bring out.
    """
    if index.notice:
        st.warning(t(index.notice))
    if not index.entities:
        st.info(t("entities.nothing") if index.sentences else t("entities.empty"))
        return
    with ui.guard_block("bars of names"):
        ui.show_chart(
            partial(bars, index, top=BARS, picked=picked),
            key=f"{key}_chart", alt=alt(index), note=partial(caption, index),
            table=partial(to_table, index), on_pick=on_pick,
        )  # fmt: skip
        st.caption(caption(index))
    with ui.guard_block("table of names"):
        _show_table(index, key, on_pick)


@ui.guard_block("card of a name")
def show_card(
    card: NameCard,
    *,
    key: str,
    on_pick: Callable[[str], None],
    on_open: Callable[[Sighting], None],
) -> None:
    """Show what is known of a name, for a place that is one third of a page wide.

    Args:
        card: what to show.
        key: names the widgets.
        on_pick: hears the id of a partner that is clicked.
        on_open: hears the first or the last mention when it is clicked.
    """
    st.caption("  \n".join(map(ui.escape_markdown, (facts(card), *more_facts(card)))))
    for number_of_mention, (sentence, sighting) in enumerate(sightings(card)):
        st.button(
            ui.escape_markdown(sentence), key=f"{key}_seen_{number_of_mention}", type="tertiary",
            icon=":material/event:", on_click=on_open, args=(sighting,),
        )  # fmt: skip
    if is_undated(card) and card.articles > 1:
        st.caption(t("entities.card_order"))
    if card.partners or len(card.timeline) > 1:
        with st.expander(t("entities.card_more")):  # the sentences stay in the window
            _show_timeline(card, key)
            _show_partners(card, key, on_pick)


def _show_timeline(card: NameCard, key: str) -> None:
    if len(card.timeline) > 1:
        st.caption(t("entities.card_when"))
        ui.show_chart(
            partial(timeline, card), key=f"{key}_timeline", alt=timeline_alt(card),
            note=partial(facts, card), table=partial(timeline_table, card),
        )  # fmt: skip
    if card.timeline and card.undated:
        st.caption(t("entities.card_undated", count=number(card.undated)))


def _show_partners(card: NameCard, key: str, on_pick: Callable[[str], None]) -> None:
    if not card.partners:
        return
    st.caption(t("entities.card_partners"), help=t("entities.card_partners_help"))
    with st.container(horizontal=True, gap="small"):
        for partner in card.partners[:_PARTNERS]:
            name = ui.escape_markdown(partner.name)
            st.button(
                f"{SIGNS[partner.kind]} {name} {number(partner.sentences)}",
                key=f"{key}_with_{partner.id}", type="tertiary", on_click=on_pick,
                args=(partner.id,),
            )  # fmt: skip


def ask_doubt(
    doubt: Doubt,
    *,
    left: int,
    key: str,
    on_answer: Callable[[Doubt, Answer], None],
    on_undo: Callable[[], None],
    can_undo: bool,
) -> None:
    """Ask about one doubtful name; every answer is one key.

    Args:
        doubt: the question.
        left: how many there are, this one among them.
        key: names the widgets.
        on_answer: hears the answer before the next run.
        on_undo: takes the last answer back.
        can_undo: there is one.
    """
    st.caption(t("entities.review_left", n=number(left)))
    st.subheader(ui.escape_markdown(question(doubt)), anchor=False)
    st.caption(ui.escape_markdown(grounds(doubt)))
    answers: tuple[Answer, ...] = ("yes", "no")
    if doubt.question == "name":
        answers = ("yes", *(kind for kind in KINDS if kind != doubt.entity.kind), "no")
    with st.container(horizontal=True):
        for answer in (*answers, _SKIP):
            st.button(
                answer_label(doubt, answer), key=f"{key}_{answer}", shortcut=_KEYS[answer],
                type="primary" if answer == "yes" else "secondary",
                on_click=on_answer, args=(doubt, answer),
            )  # fmt: skip
        offer_undo(key=key, on_undo=on_undo, can_undo=can_undo)


def offer_undo(*, key: str, on_undo: Callable[[], None], can_undo: bool) -> None:
    """Offer to take the last answer back."""
    st.button(
        t("entities.review_undo"), key=f"{key}_undo", shortcut="U", type="tertiary",
        icon=":material/undo:", disabled=not can_undo, on_click=on_undo,
    )  # fmt: skip


def _show_table(index: EntityIndex, key: str, on_pick: Callable[[str], None]) -> None:
    columns = st.column_config
    shown = index.entities[: ui.MOST_ROWS]
    ui.show_rows(
        _frame_of(index, limit=ui.MOST_ROWS),
        key=f"{key}_table_{index.digest[:8]}",
        marks=[entity.id for entity in shown],
        on_pick=on_pick,
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
    ui.tell_first_rows(len(shown), len(index.entities))
    ui.download(
        t("entities.download"), lambda: ui.to_csv(_frame_of(index)),
        name="entities.csv", mime="text/csv", key=f"{key}_csv",
    )  # fmt: skip


def _frame_of(index: EntityIndex, *, limit: int | None = None) -> pd.DataFrame:
    frame = ui.frame_of(to_table(index, limit=limit))
    some = index.entities[:limit]
    frame["kind"] = [f"{SIGNS[e.kind]} {t(f'entities.kind_{e.kind}')}" for e in some]
    return frame
