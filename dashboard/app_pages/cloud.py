"""The word cloud page: the most used words as a picture; each opens its sentences."""

import streamlit as st

from components.cloud import CloudSettings
from components.cloud import panel as cloud_panel
from components.i18n import t
from dashboard.pipeline import lay_out_cloud
from dashboard.screens import evidence, layout, progress, share_dialog
from dashboard.screens.blocks import guard_block

layout.show_heading("cloud")
analysis = progress.analysis_or_stop()
main, side = layout.split_main_and_side()
settings, norm = CloudSettings(), None
with side, guard_block("controls"):
    settings = cloud_panel.ask_settings(key="cloud")
    share_dialog.remember(cloud=settings)
with main, guard_block("cloud"):
    table = analysis.content_words
    picture = analysis.call(lay_out_cloud, table, analysis.index, settings)
    norm = cloud_panel.show(picture, key="cloud")
    if table.rows and not norm:
        st.caption(t("evidence.click"))
if norm:
    evidence.show_word(analysis, norm, key="cloud_evidence")
