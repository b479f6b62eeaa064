"""The reader's articles: found, sorted, added to, and put away."""

import streamlit as st

from components import ui
from components.i18n import t
from dashboard.screens import flash, layout, library_import, library_list, trash
from dashboard.state import samples, session

TABS = {"list": library_list.tab, "add": library_import.tab, "bin": trash.tab}
ICONS = {"list": "article", "add": "upload_file", "bin": "delete"}

layout.heading("library")
if (look := samples.looked_at()) != "own":
    st.info(t("samples.library", name=samples.named(look)), icon=":material/newspaper:")
    samples.ways(["own"], back="first" if session.has_only_sample() else "own")
chosen = ui.linked(
    st.segmented_control,
    t("library.part"),
    tuple(TABS),
    key="tab",
    default="list",
    name_of=lambda name: f":material/{ICONS[name]}: {t(f'library.tab_{name}')}",
    required=True,
    label_visibility="collapsed",
)
flash.said()
TABS[chosen]()
