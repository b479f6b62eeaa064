"""The quotations page: who said what, by which verb, in which outlets; each opens its sentence."""

import streamlit as st

from components import network, quotations, ui
from components.i18n import t
from components.quotations import describe as quotations_describe
from components.quotations import panel as quotations_panel
from dashboard.screens import evidence, layout, progress
from dashboard.state import pick

method = layout.show_heading("quotations")
analysis = progress.analysis_or_stop()
lines = analysis.ledger
stage, panel = layout.open_bench(analysis)
with panel:
    evidence.show_panel(analysis)
    evidence.show_picked_line(analysis, key="said")
with stage:
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = quotations_panel.ask_filter(lines, analysis.counted, analysis.index, key="said")
        lines = quotations.select(lines, analysis.counted, settings)
    with ui.guard_block("quotations"):
        quotations_panel.show(
            lines, analysis.counted, analysis.index, key="said", on_pick=evidence.pick_line
        )
        copies = analysis.counted.settings.copies
        layout.tell_method(method, analysis, quotations_describe.method(lines, copies))
    with ui.guard_block("speakers"):
        st.header(t("quotations.network"), anchor=False)
        relation = quotations_panel.ask_relation(key="said")
        graph = analysis.call(
            quotations.link_speakers,
            analysis.quotations,
            analysis.counted,
            analysis.index,
            relation,
        )
        quotations_panel.show_network(
            graph,
            analysis.call(network.layout, graph),
            key=f"said_{relation}",
            on_pick=evidence.pick_speakers,
            picked=evidence.picked_speakers(analysis, pick.current()),
        )
