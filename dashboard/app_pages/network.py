"""Who appears with whom in the current corpus."""

import streamlit as st

from components import network
from components.i18n import t
from components.network import panel as network_panel
from dashboard import evidence, frame, session
from dashboard.memo import memo

frame.heading("network")
analysis = session.current_or_stop()
main, side = frame.main_and_side()
with side:
    settings = network_panel.controls(key="net")
graph = memo(network.cooccur, analysis.index, settings)
layout = memo(network.layout, graph)

with main:
    chosen = network_panel.show(graph, layout, key="net")
if chosen:
    evidence.of_choice(analysis, chosen, key="net_evidence")
elif graph.edges:
    st.caption(t("evidence.click"))
