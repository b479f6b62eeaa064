"""The duplicates page: what is repeated in the current corpus, and where."""

import streamlit as st

from components.duplicates import panel as duplicates_panel
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import guard_block
from dashboard.state import session

layout.show_heading("duplicates")
progress.analysis_or_stop()
if session.may_change():
    main, side = layout.split_main_and_side()
    with side, guard_block("controls"):
        duplicates_panel.ask_settings()
else:
    main = st.container()  # what was shared is grouped as it was
analysis = progress.current_analysis()  # with the choices just made
if session.may_change():
    with side, guard_block("examples"):
        duplicates_panel.show_edit_examples(analysis.source, analysis.report)
with main, guard_block("copies"):
    duplicates_panel.show(
        analysis.source,
        analysis.report,
        key="dup",
        evidence=lambda span: evidence.show_span(analysis, span, key="dup_evidence"),
        read=lambda span: evidence.open_reader(span, focus=""),
        may="choose" if session.may_change() else "count" if analysis.gaps else "look",
    )
