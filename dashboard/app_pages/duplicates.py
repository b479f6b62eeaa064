"""The duplicates page: what is repeated in the current corpus, and where."""

import streamlit as st

from components.duplicates import panel as duplicates_panel
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import block
from dashboard.state import session

layout.show_heading("duplicates")
progress.analysis_or_stop()
if session.may_change():
    main, side = layout.split_main_and_side()
    with side, block("controls"):
        duplicates_panel.controls()
else:
    main = st.container()  # what was shared is grouped as it was
analysis = progress.current_analysis()  # with the choices just made
if session.may_change():
    with side, block("examples"):
        duplicates_panel.edit_examples(analysis.source, analysis.report)
with main, block("copies"):
    duplicates_panel.show(
        analysis.source,
        analysis.report,
        key="dup",
        evidence=lambda span: evidence.show_span(analysis, span, key="dup_evidence"),
        read=lambda span: evidence.open_reader(span, focus=""),
        may="choose" if session.may_change() else "count" if analysis.gaps else "look",
    )
