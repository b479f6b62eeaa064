"""The list of articles: searching, filtering, tagging, editing, removing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import pandas as pd
import streamlit as st

from components import ui
from components.i18n import number, t
from components.text import Step, digest_of
from dashboard.library import articles, files, import_report, selections, tags
from dashboard.library.articles import ArticleCard, EditedField, Edits, Facets, Listing
from dashboard.library.filters import MAX_CHOSEN, Filter, Sort
from dashboard.screens import flash, import_settings, library_import
from dashboard.state import pins, samples, session, workspace
from dashboard.state.memory import memory
from dashboard.state.pages import page_path

PAGE = 50  # articles on one page of a list
_ROW, _HEAD = 35, 38  # pixels
_EDITED: tuple[EditedField, ...] = get_args(EditedField)
_SHOWN_AS = "{:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader ticked.

    Attributes:
        ids: of the articles; of all that the filter finds where that was asked.
        cards: of those that are in view.
    """

    ids: tuple[str, ...]
    cards: tuple[ArticleCard, ...]


def show_tab() -> None:
    """Show the articles with everything that can be done with them."""
    if workspace.find() is None:
        _show_sample()
        return
    library_import.show_reading()
    everything = articles.count_facets(workspace.current())
    if not everything.files:
        st.info(t("library.empty"))
        link_to_import()
        return
    where, sort, descending = _filter_row(everything)
    listing, page = _page(where, sort, descending=descending)
    if not listing.n:
        st.info(t("library.none_found"))
        return
    st.caption(t("library.found", n=number(listing.n), characters=number(listing.characters)))
    cards = show_table(listing, key=f"list_{digest_of(where, sort, descending)[:8]}_{page}")
    _offer_pages(listing.n, where)
    chosen = _ask_all(where, listing, cards)
    if chosen.ids:
        _offer_actions(chosen)
    else:
        st.caption(t("library.tick"))


def link_to_import() -> None:
    """Lead to where articles are added."""
    st.page_link(
        page_path("library"), label=t("frame.add"), icon=":material/upload_file:",
        query_params={"tab": "add"},
    )  # fmt: skip


def show_table(listing: Listing, *, key: str) -> tuple[ArticleCard, ...]:
    """Show a page of articles; return those that are ticked.

    Args:
        listing: at least one article.
        key: names the table; removing rows also clears the ticks.
    """
    cards = listing.cards
    steps = import_report.list_steps(workspace.current(), [card.id for card in cards])
    frame_ = pd.DataFrame([_row(card, steps.get(card.id, ())) for card in cards])
    height = _HEAD + _ROW * min(len(cards), 14)
    event: Any = st.dataframe(
        frame_, key=f"{key}_{memory().list_changes}", hide_index=True,
        on_select="rerun", selection_mode="multi-row", column_config=_columns(), height=height,
        alt=t("library.found", n=number(listing.n), characters=number(listing.characters)),
    )  # fmt: skip
    return tuple(cards[row] for row in event.selection.rows if row < len(cards))


def _read_everything() -> dict[str, str]:
    """Return what an address says so that the reader's page knows every article."""
    narrowed = session.scope() != Filter()
    return {"sel": "all", pins.WHEN: pins.NOTHING, pins.OUTLET: pins.NOTHING} if narrowed else {}


def _row(card: ArticleCard, steps: Sequence[Step]) -> dict[str, object]:
    notes = [f"{t(f'library.step_{step.name}')} {number(step.count)}" for step in steps]
    if card.encoding and card.encoding != "utf-8":
        notes.insert(0, import_settings.name_encoding(card.encoding))
    if card.edited:
        notes.append(t("library.edited"))
    return {
        "title": card.title,
        "published": ui.format_moment(card.published),
        "outlet": card.outlet or "",
        "characters": card.characters,
        "tags": list(card.tags),
        "notes": "、".join(notes),
        "file": card.source or card.file,
    }


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "title": column.TextColumn(t("library.title"), width=180 if ui.on_phone() else 330),
        "published": column.TextColumn(t("library.published"), width=130),
        "outlet": column.TextColumn(t("library.outlet"), width=90),
        "characters": column.NumberColumn(t("library.characters"), format="localized", width=72),
        "file": column.TextColumn(t("library.file"), width=130),
        "tags": column.ListColumn(t("library.tags"), width=90),
        "notes": column.TextColumn(t("library.notes"), width=140),
    }


def _filter_row(everything: Facets) -> tuple[Filter, Sort, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = ui.bind_value(
            st.text_input, t("library.search"), key="library_search",
            placeholder=t("library.search_hint"), icon=":material/search:",
            persist_state="session", label_visibility="collapsed",
        )  # fmt: skip
        with st.popover(t("library.filter"), icon=":material/filter_list:"):
            where, sort, descending = _filters(str(search or "").strip(), everything)
        with st.popover(t("library.selections"), icon=":material/bookmarks:"):
            _offer_selections(where)
    return where, sort, descending


def _filters(search: str, everything: Facets) -> tuple[Filter, Sort, bool]:
    borne = _several("tags", dict(everything.tags))
    outlets = _several("outlets", dict(everything.outlets))
    files = _several("files", dict(everything.files))
    since, until = st.columns(2)
    first, last = (
        ui.bind_value(
            place.date_input, t(f"library.{name}"), None, key=f"library_{name}",
            format="YYYY-MM-DD", persist_state="session",
        )
        for place, name in ((since, "since"), (until, "until"))
    )  # fmt: skip
    sort: Sort = ui.bind_choice(
        st.selectbox, t("library.sort"), get_args(Sort), key="library_sort", default="order",
        name_of=lambda name: t(f"library.sort_{name}"),
    )  # fmt: skip
    descending = ui.bind_value(
        st.checkbox, t("library.descending"), key="library_descending", persist_state="session"
    )
    where = Filter(
        search=search,
        since=_SHOWN_AS.format(first) if isinstance(first, date) else None,
        until=_SHOWN_AS.format(last) if isinstance(last, date) else None,
        tags=borne,
        outlets=outlets,
        files=files,
    )
    return where, sort, descending


def _several(name: str, counts: dict[str, int]) -> tuple[str, ...]:
    if not counts or set(counts) == {""}:
        return ()
    names = {ui.code_of(one): one for one in counts}
    chosen = ui.bind_choice(
        st.multiselect, t(f"library.{name}"), tuple(names), key=f"library_{name}", default=(),
        select_all=False, placeholder=t("library.any"),
        name_of=lambda code: (
            f"{names[code] or t('library.without')} · {number(counts[names[code]])}"
        ),
    )  # fmt: skip
    return tuple(names[code] for code in chosen)


def _page(where: Filter, sort: Sort, *, descending: bool) -> tuple[Listing, int]:
    page = int(st.session_state.get(_pages_key(where), 1))
    listing = articles.find(
        workspace.current(), where, sort=sort, descending=descending,
        offset=PAGE * (page - 1), limit=PAGE,
    )  # fmt: skip
    if not listing.cards and page > 1:  # the last page lost its articles
        st.session_state[_pages_key(where)] = 1
        return _page(where, sort, descending=descending)
    return listing, page


def _offer_pages(n: int, where: Filter) -> None:
    if n > PAGE:
        st.pagination(-(-n // PAGE), key=_pages_key(where))


def _pages_key(where: Filter) -> str:
    return f"library_page_{digest_of(where)[:8]}"


def _ask_all(where: Filter, listing: Listing, cards: tuple[ArticleCard, ...]) -> Chosen:
    every = st.checkbox(
        t("library.all_found", n=number(min(listing.n, MAX_CHOSEN))),
        key=f"library_all_{digest_of(where)[:8]}_{memory().list_changes}",
    )
    if not every:
        return Chosen(tuple(card.id for card in cards), cards)
    found = articles.find(workspace.current(), where, limit=MAX_CHOSEN).cards
    return Chosen(tuple(card.id for card in found), found)


def _offer_actions(chosen: Chosen) -> None:
    n = number(len(chosen.ids))
    with st.container(border=True):
        st.markdown(t("library.chosen", n=n))
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover(t("library.tag"), icon=":material/sell:"):
                _tag(chosen)
            with st.popover(t("library.edit"), icon=":material/edit:"):
                _edit(chosen)
            with st.popover(t("library.only_these"), icon=":material/bookmark_add:"):
                _save(Filter(articles=chosen.ids), key="these")
            st.button(
                t("library.remove"), icon=":material/delete:", on_click=_remove, args=(chosen.ids,)
            )
            if len(chosen.cards) == 1:
                _offer_one(chosen.cards[0])
        if len(chosen.cards) == 1 and st.session_state.get("library_how"):
            card = chosen.cards[0]
            found = import_report.list_imports(workspace.current(), [card.original])
            for file in [one for one in found if one.file == card.file]:
                import_settings.show(file, key="listed")


def _offer_one(card: ArticleCard) -> None:
    """Offer what can be done with one article alone."""
    query = {"article": card.id} | _read_everything()
    query |= samples.query_of_own()
    st.page_link(
        page_path("reader"), label=t("library.open"), icon=":material/menu_book:",
        query_params=query,
    )  # fmt: skip
    own = workspace.current()
    ui.download(
        t("library.download"),
        lambda: files.download(own, card.original).data,
        name=card.file.replace("/", "_"), mime="application/octet-stream", key="library_download",
    )  # fmt: skip
    st.toggle(t("library.how"), key="library_how")


def _tag(chosen: Chosen) -> None:
    with st.form("library_tag_form", border=False, clear_on_submit=True):
        name = st.text_input(t("library.new_tag"), key="library_tag", max_chars=200)
        if st.form_submit_button(t("library.put_tag"), icon=":material/sell:"):
            _put_tag(name, chosen.ids)
            st.rerun()
    borne = sorted({tag for card in chosen.cards for tag in card.tags})
    known = [tag for tag, _ in tags.list_tags(workspace.current())]
    if others := [tag for tag in known if any(tag not in card.tags for card in chosen.cards)]:
        st.caption(t("library.put_on"))
        _tag_buttons(others, chosen.ids, "put")
    if borne:
        st.caption(t("library.take_off"))
        _tag_buttons(borne, chosen.ids, "off")


def _tag_buttons(names: Sequence[str], ids: tuple[str, ...], what: str) -> None:
    action, icon = (_put_tag, "add") if what == "put" else (_take_off_tag, "close")
    with st.container(horizontal=True):
        for name in names[:20]:
            st.button(
                ui.escape_markdown(name), key=f"tag_{what}_{name}", icon=f":material/{icon}:",
                on_click=action, args=(name, ids),
            )  # fmt: skip


def _put_tag(name: str, ids: tuple[str, ...]) -> None:
    def put() -> None:
        tags.put(workspace.current(), name, ids)

    if flash.attempt(put):
        flash.add("library.tagged", name=name.strip(), n=number(len(ids)))


def _take_off_tag(name: str, ids: tuple[str, ...]) -> None:
    def off() -> None:
        tags.take_off(workspace.current(), name, ids)

    if flash.attempt(off):
        flash.add("library.untagged", name=name, n=number(len(ids)))


def _edit(chosen: Chosen) -> None:
    only = chosen.cards[0] if len(chosen.ids) == 1 and chosen.cards else None
    key = f"library_edit_{digest_of(*chosen.ids)[:8]}_{memory().list_changes}"
    if only is None:
        st.caption(t("library.edit_many"))
    with st.form(key, border=False):
        values = {
            field: st.text_input(
                t(f"library.{field}"), (getattr(only, field) or "") if only else "",
                key=f"{key}_{field}",
                placeholder="2026-01-31" if field == "published" else None,
            )
            for field in _EDITED if only or field != "title"
        }  # fmt: skip
        if st.form_submit_button(t("library.save"), type="primary"):
            _change(chosen.ids, _changes(values, only))
            st.rerun()
    if only and only.edited:
        st.button(
            t("library.as_read"), key=f"{key}_back", icon=":material/undo:", on_click=_change,
            args=(chosen.ids, dict.fromkeys(only.edited)),
        )  # fmt: skip


def _changes(
    values: dict[EditedField, str], only: ArticleCard | None
) -> dict[EditedField, str | None]:
    """Return what is to be changed: of one article what differs, of several what was typed."""
    if only is None:
        return {field: value.strip() for field, value in values.items() if value.strip()}
    return {f: v.strip() for f, v in values.items() if v.strip() != (getattr(only, f) or "")}


def _change(ids: tuple[str, ...], changes: Edits) -> None:
    def edit() -> None:
        articles.edit_all(workspace.current(), dict.fromkeys(ids, changes))

    if changes and flash.attempt(edit):
        flash.add("library.was_edited", n=number(len(ids)))
        clear_ticks()


def _remove(ids: tuple[str, ...]) -> None:
    def remove() -> None:
        articles.remove(workspace.current(), ids)

    if flash.attempt(remove):
        flash.add("library.removed", n=number(len(ids)), back=ids)
        clear_ticks()


def clear_ticks() -> None:
    """Forget what was ticked: the rows are no longer the same."""
    memory().list_changes += 1


def _offer_selections(where: Filter) -> None:
    if where == Filter():
        st.caption(t("library.filter_first"))
    else:
        _save(where, key="filter")
    kept = {one.name: one for one in selections.list_selections(workspace.current())}
    if not kept:
        return
    name = st.selectbox(t("library.kept"), list(kept), key="library_kept")
    with st.container(horizontal=True):
        st.button(
            t("library.use"), icon=":material/check:", on_click=_use, args=(name,),
            disabled=session.selection() == kept[name].where,
        )  # fmt: skip
        st.button(
            t("library.forget"), icon=":material/bookmark_remove:", on_click=_forget, args=(name,)
        )
    with st.form("library_rename_form", border=False):
        new = st.text_input(t("library.new_name"), name, key=f"library_rename_{name}")
        if st.form_submit_button(t("library.rename")) and new != name:
            _rename(name, new)
            st.rerun()


def _save(where: Filter, *, key: str) -> None:
    with st.form(f"library_save_{key}", border=False):
        name = st.text_input(
            t("library.selection_name"), key=f"library_save_{key}_name", max_chars=200
        )
        if st.form_submit_button(t("library.save_and_use"), type="primary"):
            _keep(name, where)
            st.rerun()


def _keep(name: str, where: Filter) -> None:
    def keep() -> None:
        selections.save(workspace.current(), name, where)

    if flash.attempt(keep):
        _turn_to(f"n:{name.strip()}")
        flash.add("library.kept_selection", name=name.strip())


def _use(name: str) -> None:
    st.session_state[session.SELECTION] = f"n:{name}"
    flash.add("library.uses", name=name)


def _rename(name: str, new: str) -> None:
    def rename() -> None:
        selections.rename(workspace.current(), name, new)

    in_use = st.session_state.get(session.SELECTION) == f"n:{name}"
    if flash.attempt(rename):
        if in_use:
            _turn_to(f"n:{new.strip()}")
        flash.add("library.renamed", name=new.strip())


def _forget(name: str) -> None:
    def forget() -> None:
        selections.delete(workspace.current(), name)

    if flash.attempt(forget):
        if st.session_state.get(session.SELECTION) == f"n:{name}":
            st.session_state[session.SELECTION] = "all"
        flash.add("library.forgot", name=name)


def _turn_to(code: str) -> None:
    """Use a selection from the next run on: this run has drawn its select box already."""
    samples.choose("own")
    st.query_params[session.SELECTION] = code


def _show_sample() -> None:
    """Show the sample to a visitor who has no workspace yet."""
    st.info(t("library.only_sample"))
    corpus = session.source_corpus()
    rows = [
        {"title": a.title, "published": ui.format_moment(a.published), "outlet": a.outlet or "",
         "characters": len(a.text), "file": a.source}
        for a in corpus.articles
    ]  # fmt: skip
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, column_config=_columns(), key="sample_list",
        alt=samples.describe("report"),
    )  # fmt: skip
    link_to_import()
