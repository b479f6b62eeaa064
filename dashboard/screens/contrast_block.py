"""Compares groups of articles: by outlet, time, tag, file or the reader's selections."""

from __future__ import annotations

import streamlit as st

from components import contrast, ui
from components.contrast import describe
from components.contrast import panel as contrast_panel
from components.i18n import t
from dashboard.cache import call_cached
from dashboard.pipeline import Analysis
from dashboard.screens import evidence, layout, share_dialog
from dashboard.state import pick
from dashboard.state.groupings import find_groupings


def show(analysis: Analysis) -> str:
    """Ask for a field and its groups, show what marks each, and return how it was found."""
    st.caption(t("contrast.what"))
    groupings = find_groupings(analysis)
    if not groupings:
        st.info(t("contrast.unfit_few_groups", needs=2, has=1) + t("contrast.missing_any"))
        return ""
    with layout.controls_bar(), ui.guard_block("controls"):
        field = contrast_panel.ask_field(tuple(groupings), key="contrast")
        settings = contrast_panel.ask_settings(groupings[field], key="contrast")
    share_dialog.remember(contrast=settings)
    by_names = settings.subject == "names"
    found = call_cached(
        contrast.compare,
        analysis.counted,
        analysis.tokens,
        groupings[field],
        stories=analysis.story_ids,
        names=analysis.name_uses if by_names else (),
        stop_words=analysis.empty_norms,
        settings=settings,
    )
    picked = pick.current()
    norms = evidence.picked_norms(analysis, picked)
    marks = {picked.code} if picked and by_names else norms
    on_pick = pick.choose_mark if by_names else pick.chooser("word")
    contrast_panel.show(found, key="contrast", on_pick=on_pick, picked=marks)
    return describe.method(found)
