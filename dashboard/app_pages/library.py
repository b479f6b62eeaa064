"""The library page: the reader's articles, adding more, and the bin."""

import streamlit as st

from components import ui
from components.i18n import t
from dashboard.screens import flash, layout, library_import, library_list, result_view, trash
from dashboard.state import samples, session

TABS = {"list": library_list.show_tab, "add": library_import.show_tab, "bin": trash.show_tab}
ICONS = {"list": "article", "add": "upload_file", "bin": "delete"}

layout.show_heading("library")
with ui.guard_block("sample"):
    if (look := samples.current_sample()) != "own":
        st.info(t("samples.library", name=samples.name_of(look)), icon=":material/newspaper:")
        samples.offer(["own"], back="first" if session.has_only_sample() else "own")
with ui.guard_block("results"):
    result_view.offer_opening()
chosen = ui.bind_choice(
    st.segmented_control,
    t("library.part"),
    tuple(TABS),
    key="tab",
    default="list",
    name_of=lambda name: f":material/{ICONS[name]}: {t(f'library.tab_{name}')}",
    required=True,
    label_visibility="collapsed",
)
with ui.guard_block("what was done"):
    flash.show()
with ui.guard_block(chosen):
    TABS[chosen]()
