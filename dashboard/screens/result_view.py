"""Shows a result folder part by part: of a year of news each page reads only what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from components import concordance, theme, ui
from components.concordance import panel as concordance_panel
from components.i18n import number, t
from components.network import CooccurrenceNetwork, Layout
from components.network import panel as network_panel
from components.table import Cell, Column, Table
from components.text import norm_of
from components.theme import ColourMode
from components.words import WordTable
from components.words import panel as words_panel
from components.words.export import to_table
from components.words.figure import bars
from dashboard.results.evidence import MOST_PLACES, find_places
from dashboard.results.folder import ResultFolder, ResultFolderError
from dashboard.screens import publishing
from dashboard.state import results

_PICK, _PLACE = "found", "result_place"
_ROWS = 200  # of a list
_LIST_HEIGHT = 460
_PERIODS = 1_200  # days or months; those of all articles stand first
_GLIMPSE = 15  # words on the overview


def describe_fault(fault: ResultFolderError, folder: str) -> str:
    """Say why a folder cannot be opened, and what to do."""
    return t(f"result.fault_{fault.reason}", path=folder, what=fault.what)


def offer_opening() -> None:
    """Ask for the folder of a result, where the reader may name one."""
    if not results.may_open():
        return
    with st.expander(t("result.open"), icon=":material/folder_open:"):
        with st.form("result_form", border=False):
            folder = st.text_input(t("result.folder"), help=t("result.folder_help"))
            asked = st.form_submit_button(t("result.open_button"))
        if not asked or not folder.strip():
            return
        try:
            results.choose(folder.strip())
        except ResultFolderError as fault:
            st.error(describe_fault(fault, folder.strip()))
            return
        st.switch_page("app_pages/result.py")


def show(result: ResultFolder) -> None:
    """Show the parts of a result, with the sentences of what was clicked beside them."""
    parts: dict[str, Callable[[ResultFolder], None]] = {
        "overview": _show_overview,
        "words": _show_words,
        "names": _show_names,
        "network": _show_network,
        "duplicates": _show_groups,
        "stories": _show_stories,
    }
    part = ui.bind_choice(
        st.segmented_control, t("result.part"), tuple(parts), default="overview",
        name_of=lambda name: t(f"result.part_{name}"), key="part", required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    articles = number(result.counts["articles"])
    publishing.offer_beside_charts(t("print.source_none", articles=articles))
    with st.container(key="bench"):
        stage, panel = st.container(key="stage"), st.container(key="panel")
    with stage, ui.guard_block(f"result {part}"):
        parts[part](result)
    with panel, ui.guard_block("result evidence"):
        _show_evidence(result)


def _pick(mark: str) -> None:
    st.query_params[_PICK] = mark
    st.session_state[_PLACE] = 0


def _pick_word(norm: str) -> None:
    _pick(f"w:{norm}")


def _show_overview(result: ResultFolder) -> None:
    counts = result.counts
    columns = st.columns(4)
    share = 1 - counts["unique_characters"] / max(1, counts["characters"])
    told = (
        ("articles", number(counts["articles"])),
        ("copied", f"{share:.0%}"),
        ("tokens", number(counts["tokens"])),
        ("names", number(counts["names"])),
    )
    for column, (name, value) in zip(columns, told, strict=True):
        column.metric(t(f"result.count_{name}"), value)
    times = [row for row in result.rows("trend", 0, _PERIODS) if row["name"] == -1]
    if len(times) > 1:
        ui.show_chart(
            partial(_trend_figure, times), key="result_trend", alt=t("result.trend"),
            table=partial(_trend_table, times),
        )  # fmt: skip
        st.caption(t("result.trend"))
    with ui.guard_block("result words"):
        table = result.noun("words", WordTable)
        ui.show_chart(
            partial(bars, table, top=_GLIMPSE), key="result_glimpse", alt=t("result.part_words"),
            table=partial(to_table, table), on_pick=_pick_word,
        )  # fmt: skip
    st.caption(t("result.made", version=result.version, folder=result.folder.name))


def _trend_table(times: list[dict[str, Any]]) -> Table:
    columns = (
        Column("period", t("timeline.column_period")),
        Column("articles", t("timeline.column_articles"), numeric=True),
    )
    rows = tuple((Cell(row["period"]), Cell(row["articles"])) for row in times)
    return Table("trend", t("result.trend"), columns, rows, len(rows))


def _trend_figure(times: list[dict[str, Any]], *, mode: ColourMode) -> dict[str, Any]:
    palette = theme.PALETTES[mode]
    return {
        "data": [{
            "type": "bar",
            "x": [row["period"] for row in times],
            "y": [row["articles"] for row in times],
            "marker": {"color": palette.families["noun"]},
            "hovertemplate": "%{x}: %{y:,}<extra></extra>",
        }],
        "layout": {
            "template": theme.template(mode),
            "height": 260,
            "margin": {"l": 48, "r": 8, "t": 8, "b": 40},
            "xaxis": {"type": "category"},
            "dragmode": "pan",
        },
    }  # fmt: skip


def _show_words(result: ResultFolder) -> None:
    asked = st.text_input(t("result.find_word"), key="result_word")
    if asked.strip() and asked != st.session_state.get("result_word_told"):
        st.session_state["result_word_told"] = asked
        _pick_word(norm_of(asked.strip()))
    picked = st.query_params.get(_PICK, "")
    words_panel.show(
        result.noun("words", WordTable),
        key="result_words",
        on_pick=_pick_word,
        picked={picked[2:]} if picked.startswith("w:") else (),
    )


def _show_names(result: ResultFolder) -> None:
    rows = result.rows("names", 0, _ROWS, ("id", "name", "kind", "aliases", "count", "articles"))
    frame = pd.DataFrame({
        t("result.col_name"): [row["name"] for row in rows],
        t("result.col_kind"): [t(f"entities.kind_{row['kind']}") for row in rows],
        t("result.col_count"): [row["count"] for row in rows],
        t("result.col_articles"): [row["articles"] for row in rows],
        t("result.col_aliases"): ["、".join(row["aliases"][:6]) for row in rows],
    })  # fmt: skip
    _show_list(frame, "names", [f"n:{row['id']}" for row in rows], result.n_rows("names"))


def _show_network(result: ResultFolder) -> None:
    network_panel.show_glimpse(
        result.noun("network", CooccurrenceNetwork),
        result.noun("layout", Layout),
        key="result_network",
        on_pick=_pick,
        picked=st.query_params.get(_PICK, ""),
    )


def _show_groups(result: ResultFolder) -> None:
    rows = result.rows("groups", 0, _ROWS)
    titles = _titles(result, [row["kept_article"] for row in rows])
    frame = pd.DataFrame({
        t("result.col_title"): [titles[row["kept_article"]] for row in rows],
        t("result.col_level"): [t(f"result.level_{row['level']}") for row in rows],
        t("result.col_copies"): [row["count"] for row in rows],
        t("result.col_similarity"): [row["similarity"] for row in rows],
    })  # fmt: skip
    _show_list(frame, "groups", [f"d:{n}" for n in range(len(rows))], result.n_rows("groups"))


def _show_stories(result: ResultFolder) -> None:
    rows = result.rows("stories", 0, _ROWS)
    first = {row["first"]: 0 for row in rows}
    last = max((row["first"] + row["count"] for row in rows), default=0)
    members = result.rows("story_articles", 0, last, ("article",))
    first = {at: members[at]["article"] for at in first}
    titles = _titles(result, list(first.values()))
    frame = pd.DataFrame({
        t("result.col_title"): [titles[first[row["first"]]] for row in rows],
        t("result.col_articles"): [row["count"] for row in rows],
    })  # fmt: skip
    _show_list(frame, "stories", [f"s:{n}" for n in range(len(rows))], result.n_rows("stories"))


def _titles(result: ResultFolder, numbers: list[int]) -> dict[int, str]:
    """Read the titles of some articles; no text is read for them."""
    return {n: result.rows("articles", n, 1, ("title",))[0]["title"] for n in set(numbers)}


def _show_list(frame: pd.DataFrame, name: str, marks: list[str], total: int) -> None:
    if not marks:
        st.info(t(f"result.no_{name}"))
        return
    part = "duplicates" if name == "groups" else name
    ui.show_rows(
        frame, key=f"result_{name}", marks=marks, on_pick=_pick, tallest=_LIST_HEIGHT,
        alt=t(f"result.part_{part}"),
    )  # fmt: skip
    ui.tell_first_rows(len(marks), total)


def _show_evidence(result: ResultFolder) -> None:
    mark = st.query_params.get(_PICK, "")
    if not mark:
        st.caption(t("result.pick_hint"))
        return
    first = int(st.session_state.get(_PLACE, 0))
    found = find_places(result, mark, first=first)
    if found is None:
        st.info(t("result.not_there"))
        return
    st.subheader(ui.escape_markdown(found.title), anchor=False)
    st.caption(
        t(
            "result.places",
            first=number(first + 1),
            last=number(min(first + MOST_PLACES, found.total)),
            total=number(found.total),
        )
    )
    shown = concordance.evidence(found.corpus, found.units, found.marks)
    concordance_panel.show_sentences(shown, key=f"result_sentences_{first}")
    with st.container(horizontal=True):
        _offer_step(t("result.earlier"), first - MOST_PLACES, disabled=first <= 0)
        _offer_step(
            t("result.more"), first + MOST_PLACES, disabled=first + MOST_PLACES >= found.total
        )


def _offer_step(label: str, to: int, *, disabled: bool) -> None:
    st.button(label, disabled=disabled, on_click=_go_to_place, args=(max(0, to),))


def _go_to_place(first: int) -> None:
    st.session_state[_PLACE] = first
