"""The bin: removed articles, to restore or to delete for good."""

from __future__ import annotations

import streamlit as st

from components.i18n import number, t
from dashboard.library import articles, full_disk
from dashboard.library.filters import Filter
from dashboard.screens import flash, library_list
from dashboard.settings import settings
from dashboard.sharing import links
from dashboard.state import workspace

_BIN = Filter(place="bin")


def show_tab() -> None:
    """Show what is in the bin."""
    found = None
    if workspace.find() is not None:
        page = int(st.session_state.get("bin_page", 1))
        found = articles.find(
            workspace.current(), _BIN, sort="received", descending=True,
            offset=library_list.PAGE * (page - 1), limit=library_list.PAGE,
        )  # fmt: skip
    if found is None or not found.n:
        st.info(t("library.bin_empty"))
        return
    days = settings().bin_days
    st.caption(t("library.bin_days", days=number(days)) if days else t("library.bin_stays"))
    cards = library_list.show_table(found, key="bin")
    if found.n > library_list.PAGE:
        st.pagination(-(-found.n // library_list.PAGE), key="bin_page")
    with st.container(horizontal=True, vertical_alignment="center"):
        if cards:
            st.button(
                t("library.put_back", n=number(len(cards))), icon=":material/undo:",
                type="primary", on_click=_restore, args=(tuple(card.id for card in cards),),
            )  # fmt: skip
        else:
            st.caption(t("library.bin_tick"), width="content")
        with st.popover(t("library.bin_clear"), icon=":material/delete_forever:"):
            st.markdown(t("library.bin_sure", n=number(found.n)))
            if shared := sum(link.is_open() for link in links.list_own(workspace.current())):
                st.caption(t("library.bin_shared", n=number(shared)))
            st.caption(t("library.bin_copies"))
            st.button(t("library.bin_yes", n=number(found.n)), type="primary", on_click=_empty)


def _restore(ids: tuple[str, ...]) -> None:
    def restore() -> None:
        articles.restore(workspace.current(), ids)

    if flash.attempt(restore):
        flash.add("library.restored", n=number(len(ids)))
        library_list.clear_ticks()


def _empty() -> None:
    gone = 0

    def empty() -> None:
        nonlocal gone
        gone = full_disk.empty_bin(workspace.current())

    if flash.attempt(empty):
        flash.add("library.emptied", n=number(gone))
        library_list.clear_ticks()
