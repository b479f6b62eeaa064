"""Shows what was understood of new articles in one table, to be confirmed or put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import pandas as pd
import streamlit as st

from components import ui
from components.i18n import number, t
from dashboard.library import articles
from dashboard.library.articles import ArticleCard, EditedField, Edits
from dashboard.library.errors import InvalidValueError
from dashboard.library.values import iso_date
from dashboard.screens import flash
from dashboard.state import workspace
from dashboard.state.memory import memory
from dashboard.state.pages import page_path

MOST = 1_000  # rows: more are a list, and can be found and edited there
_FIELDS: tuple[EditedField, ...] = get_args(EditedField)
_FILLED: tuple[EditedField, ...] = ("published", "outlet", "authors")
_TALLEST = 520  # pixels


def show(originals: Sequence[str], *, on_done: Callable[[], None]) -> None:
    """Show headline, day, outlet and authors of the articles that some files gave.

    What the reader types, or fills in for many at once, is kept when they confirm it.

    Args:
        originals: ids of the files' bytes.
        on_done: hears that the reader confirmed it, before the overview opens.
    """
    cards = articles.find_read(workspace.current(), originals, limit=MOST)
    if not cards:
        return
    st.subheader(t("understood.title"), anchor=False)
    st.caption(describe_gaps(cards))
    table = _ask(cards)
    if wrong := find_wrong_day(table):
        st.error(t("understood.wrong_day", row=number(wrong[0]), day=ui.escape_markdown(wrong[1])))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            t("understood.confirm"), key="understood_confirm", type="primary",
            icon=":material/check:", disabled=wrong is not None,
        ) and _keep(cards, table):  # fmt: skip
            on_done()
            st.switch_page(page_path("overview"))
        if len(cards) > 1:
            with st.popover(t("understood.fill"), icon=":material/format_color_fill:"):
                _offer_filling(cards, table)


def describe_gaps(cards: Sequence[ArticleCard]) -> str:
    """Say of how many articles something is not known, and what to do."""
    gaps = [
        t(f"understood.without_{field}", n=number(n))
        for field in _FILLED
        if (n := sum(not getattr(card, field) for card in cards))
    ]
    found = t("understood.gaps", gaps=t("understood.comma").join(gaps)) if gaps else ""
    return found + t("understood.how")


def draft_of(cards: Sequence[ArticleCard], draft: Mapping[str, Edits]) -> pd.DataFrame:
    """Return the table: what is known of each article, with what was filled in meanwhile."""
    rows = [
        {field: draft.get(card.id, {}).get(field, _written(card, field)) or "" for field in _FIELDS}
        | {"opening": card.opening, "source": card.source or card.file}
        for card in cards
    ]
    return pd.DataFrame(rows)


def changes_in(cards: Sequence[ArticleCard], table: pd.DataFrame) -> dict[str, Edits]:
    """Return by article what differs from what is known, without articles that are as they were."""
    found: dict[str, Edits] = {}
    for card, row in zip(cards, table.to_dict("records"), strict=True):
        edits: dict[EditedField, str | None] = {
            field: value
            for field in _FIELDS
            if (value := str(row[field] or "").strip()) != _written(card, field)
        }
        if edits:
            found[card.id] = edits
    return found


def find_wrong_day(table: pd.DataFrame) -> tuple[int, str] | None:
    """Return the first row, counted from one, whose day cannot be read, and what stands there."""
    for row, day in enumerate(table["published"].fillna("").astype(str), start=1):
        try:
            iso_date(day.strip())
        except InvalidValueError:
            return row, day
    return None


def fill_down(values: Sequence[str]) -> list[str]:
    """Return a column in which every empty cell says what the nearest filled one above says."""
    filled: list[str] = []
    for value in values:
        filled.append(value or (filled[-1] if filled else ""))
    return filled


def _written(card: ArticleCard, field: EditedField) -> str:
    value = getattr(card, field)
    return ui.format_moment(value) if field == "published" else value or ""


def _ask(cards: Sequence[ArticleCard]) -> pd.DataFrame:
    """Let the reader type into the table; return it as it stands."""
    text = st.column_config.TextColumn
    columns: dict[str, Any] = {
        "title": text(t("library.title"), width=300, required=True),
        "published": text(t("library.published"), width=130),
        "outlet": text(t("library.outlet"), width=120),
        "authors": text(t("library.authors"), width=120),
        "opening": text(t("understood.opening"), width=260),
        "source": text(t("library.file"), width=160),
    }
    draft = draft_of(cards, memory().understood_draft)
    told = [name for name in columns if name != "source" or draft["source"].nunique() > 1]
    table: pd.DataFrame = st.data_editor(
        draft, column_order=told, alt=t("understood.title"),
        key=f"understood_{memory().list_changes}", hide_index=True, num_rows="fixed",
        disabled=["opening", "source"], column_config=columns,
        height=ui.table_height(len(cards), _TALLEST),
    )  # fmt: skip
    return table


def _offer_filling(cards: Sequence[ArticleCard], table: pd.DataFrame) -> None:
    """Offer to put one value into many rows, or the one above into empty cells."""
    field: EditedField = st.segmented_control(
        t("understood.column"), _FILLED, default="outlet", key="understood_field", required=True,
        format_func=lambda name: t(f"library.{name}"),
    )  # fmt: skip
    value = st.text_input(t("understood.value"), key="understood_value").strip()
    now = table[field].fillna("").astype(str).tolist()
    ways = {
        "empty": [was or value for was in now],
        "every": [value] * len(now),
        "down": fill_down(now),
    }
    for name, filled in ways.items():
        st.button(
            t(f"understood.fill_{name}"), key=f"understood_fill_{name}", width="stretch",
            disabled=filled == now or (not value and name != "down"),
            on_click=_fill, args=(cards, table.assign(**{field: filled})),
        )  # fmt: skip


def _fill(cards: Sequence[ArticleCard], table: pd.DataFrame) -> None:
    memory().understood_draft = changes_in(cards, table)
    memory().list_changes += 1  # a table that was typed into keeps its cells under its key


def _keep(cards: Sequence[ArticleCard], table: pd.DataFrame) -> bool:
    changes = changes_in(cards, table)
    kept = not changes or flash.attempt(lambda: _edit(changes))
    if kept:
        memory().understood_draft = {}
        memory().list_changes += 1
        workspace.refresh()
    return kept


def _edit(changes: Mapping[str, Edits]) -> None:
    articles.edit_all(workspace.current(), changes)
