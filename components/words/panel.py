"""Shows words on a page: the filter, the reader's own words, the bars and the table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

import streamlit as st

from components import ui
from components.i18n import number, t
from components.lexicon import WORD_SECTIONS, Lexicon, WordSection, settle, split_words
from components.words.candidates import FEWEST_CHARACTERS, Candidate, Candidates
from components.words.describe import alt, caption
from components.words.export import to_table
from components.words.figure import By, bars
from components.words.stopwords import stop_words
from components.words.tokens import CONTENT, PosFamily, WordFilter, WordTable

_MOST_BARS, _FEWEST_BARS, _BARS = 60, 5, 30
_LONGEST_MINIMUM = 4
_NEW_PAGE = 10  # possible new words at a time
_TYPED = 20_000  # characters of own words


@dataclass(frozen=True, slots=True)
class WordChoice:
    """What the reader asked for: which rows, and their own words."""

    filter: WordFilter
    lexicon: Lexicon


def ask_choice(
    *, key: str, lexicon: Lexicon | None = None, own_words: Literal["ask", "as_they_are"] = "ask"
) -> WordChoice:
    """Ask which words to show and for the reader's own; own words live in this session alone.

    Args:
        key: names the widgets.
        lexicon: the reader's words as they are; what is typed is added to and taken from them.
        own_words: `as_they_are` where nothing may be changed.
    """
    ui.bind_value(
        st.slider,
        t("words.top"), _FEWEST_BARS, _MOST_BARS, _BARS, 5,
        key=f"{key}_top",
    )  # fmt: skip
    families = ui.bind_choice(
        st.pills, t("words.families"), get_args(PosFamily), default=CONTENT,
        name_of=lambda family: t(f"words.family_{family}"), key=f"{key}_families",
        selection_mode="multi", wrap=True, help=t("words.families_help"),
    )  # fmt: skip
    min_length = ui.bind_value(
        st.slider, t("words.min_length"), 1, _LONGEST_MINIMUM, 1, key=f"{key}_min"
    )
    stops = ui.bind_value(
        st.toggle,
        t("words.stop"), value=True,
        key=f"{key}_stop", help=t("words.stop_help", count=_n_stop()),
    )  # fmt: skip
    lexicon = lexicon or Lexicon()
    if own_words == "ask":
        lexicon = _ask_own_words(key, lexicon)
    return WordChoice(
        WordFilter(
            families=tuple(family for family in get_args(PosFamily) if family in families),
            min_length=min(max(1, int(min_length)), _LONGEST_MINIMUM),
            stop_words=stop_words(lexicon) if stops else frozenset(),
        ),
        lexicon,
    )


def asked_bars(*, key: str) -> int:
    """Return how many bars the reader asked for."""
    return min(max(1, int(st.session_state.get(f"{key}_top", _BARS))), _MOST_BARS)


def show(
    table: WordTable, *, key: str, on_pick: Callable[[str], None], picked: Collection[str] = ()
) -> None:
    """Draw the bars with their table.

    Args:
        table: what to show.
        key: names the widgets.
        on_pick: hears the norm of the word clicked.
        picked: the norms to bring out.
    """
    if not table.rows:
        st.info(t("words.nothing") if table.n_tokens else t("words.empty"))
        return
    by: By = "count"
    if table.n_articles > 1:
        by = ui.bind_choice(
            st.segmented_control, t("words.by"), get_args(By), default="count",
            name_of=lambda value: t(f"words.axis_{value}"), key=f"{key}_by", required=True,
        )  # fmt: skip
    with ui.guard_block("bars of words"):
        ui.show_chart(
            partial(bars, table, top=asked_bars(key=key), by=by, picked=picked),
            key=f"{key}_chart", alt=alt(table), note=partial(caption, table),
            table=partial(to_table, table), on_pick=on_pick,
        )  # fmt: skip
        st.caption(caption(table))
    with ui.guard_block("table of words"):
        _show_table(table, key, on_pick)


def show_candidates(
    found: Candidates,
    *,
    key: str,
    add: Callable[[str], None],
    on_pick: Callable[[str], None],
) -> None:
    """List possible new words, each with a button that makes it one of the reader's.

    Args:
        found: what the corpus repeats.
        key: names the widgets.
        add: makes a word the reader's own; called before the page is drawn anew.
        on_pick: hears the word that was pressed.
    """
    if found.too_small:
        values = {"least": number(FEWEST_CHARACTERS), "has": number(found.n_characters)}
        st.info(t("words.new_too_small", **values))
        return
    if not found.rows:
        st.info(t("words.new_none"))
        return
    st.caption(t("words.new_help", count=number(found.settings.min_count)))
    for row in _page(found.rows, key):
        _show_candidate(row, key, add, on_pick)


def _page(rows: Sequence[Candidate], key: str) -> Sequence[Candidate]:
    """Return the rows of the page in use; the way to the others stands above them."""
    pages, page = -(-len(rows) // _NEW_PAGE), 1
    if pages > 1:
        page = min(int(st.pagination(pages, key=f"{key}_page") or 1), pages)
    return rows[_NEW_PAGE * (page - 1) : _NEW_PAGE * page]


def _show_candidate(
    row: Candidate, key: str, add: Callable[[str], None], on_pick: Callable[[str], None]
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            ui.escape_markdown(row.word), key=f"{key}_see_{row.norm}", icon=":material/subject:",
            help=t("words.new_see"), on_click=on_pick, args=(row.word,),
        )  # fmt: skip
        st.button(
            t("words.new_add"), key=f"{key}_add_{row.norm}", icon=":material/add:",
            type="tertiary", on_click=add, args=(row.word,),
        )  # fmt: skip
        st.caption(
            t(
                "words.new_row", count=number(len(row.spans)), articles=number(row.articles),
                cohesion=number(row.cohesion, digits=1), freedom=number(row.freedom, digits=1),
            )
        )  # fmt: skip


def show_glimpse(
    table: WordTable,
    *,
    key: str,
    on_pick: Callable[[str], None],
    picked: Collection[str] = (),
    top: int = 12,
) -> None:
    """Draw the first bars and their caption alone; arguments as those of `show`."""
    if not table.rows:
        st.info(t("words.nothing") if table.n_tokens else t("words.empty"))
        return
    ui.show_chart(
        partial(bars, table, top=top, picked=picked),
        key=f"{key}_chart", alt=alt(table), note=partial(caption, table),
        table=partial(to_table, table), on_pick=on_pick,
    )  # fmt: skip
    st.caption(caption(table))


def _ask_own_words(key: str, lexicon: Lexicon) -> Lexicon:
    _show_as_known(key, lexicon)
    with st.expander(t("words.own"), icon=":material/edit_note:"):
        st.caption(t("words.own_help"))
        typed = {
            name: st.text_area(
                t(f"words.own_{name}"), height=100, max_chars=_TYPED,
                key=f"{key}_own_{name}", persist_state="session",
                placeholder=t(f"words.own_{name}_hint"),
            ) or ""
            for name in WORD_SECTIONS
        }  # fmt: skip
    found = {name: split_words(text[:_TYPED]) for name, text in typed.items()}
    # Only what the reader typed counts: a longer list than fits a field is not cut short.
    changed = {n: w for n, w in found.items() if typed[n] != _text(lexicon, n)}
    as_they_were = {name: getattr(lexicon, name) for name in WORD_SECTIONS}
    st.session_state[f"{key}_own_known"] = as_they_were | changed
    return settle(lexicon, replace(lexicon, **changed))


def _show_as_known(key: str, lexicon: Lexicon) -> None:
    """Let the fields show what was changed elsewhere, and what they forgot."""
    known = st.session_state.get(f"{key}_own_known", {})
    for name in WORD_SECTIONS:
        field = f"{key}_own_{name}"
        if field not in st.session_state or known.get(name) != getattr(lexicon, name):
            st.session_state[field] = _text(lexicon, name)


def _text(lexicon: Lexicon, section: WordSection) -> str:
    return "\n".join(getattr(lexicon, section))[:_TYPED]


def _show_table(table: WordTable, key: str, on_pick: Callable[[str], None]) -> None:
    columns = st.column_config
    shown = table.rows[: ui.MOST_ROWS]
    ui.show_rows(
        ui.frame_of(to_table(table, limit=ui.MOST_ROWS)),
        key=f"{key}_table_{table.digest[:8]}",
        marks=[row.norm for row in shown],
        on_pick=on_pick,
        alt=t("words.table"),
        column_config={
            "word": columns.TextColumn(t("words.col_word"), pinned=True),
            "count": columns.NumberColumn(t("words.col_count"), format="localized"),
            "per_10k": columns.NumberColumn(
                t("words.col_per_10k"), format="%.1f", help=t("words.col_per_10k_help")
            ),
            "articles": columns.NumberColumn(t("words.col_articles"), format="localized"),
            "family": columns.TextColumn(t("words.col_family")),
        },
    )
    ui.tell_first_rows(len(shown), len(table.rows))
    ui.download(
        t("words.download"), lambda: ui.to_csv(ui.frame_of(to_table(table))),
        name="words.csv", mime="text/csv", key=f"{key}_csv",
    )  # fmt: skip


def _n_stop() -> str:
    return number(len(stop_words()))
