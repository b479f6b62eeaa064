"""The network page: who appears with whom in the current corpus."""

from components import network, ui
from components.network import panel as network_panel
from dashboard.screens import arranging, evidence, layout, progress, share_dialog
from dashboard.state import pick
from dashboard.state.arranging import follow_address

layout.show_heading("network")
analysis = progress.analysis_or_stop()
follow_address()
settings = network.NetworkSettings()
stage, panel = layout.open_bench(analysis)
with stage:
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = network_panel.ask_settings(key="net")
        share_dialog.remember(network=settings)
    with ui.guard_block("network"):
        graph = analysis.call(network.centralities, analysis.network_of(settings))
        drawn = None
        with ui.guard_block("layout"):
            drawn = analysis.layout_of(graph)
        network_panel.show(
            graph,
            drawn,
            key="net",
            on_pick=pick.choose_mark,
            picked=evidence.picked_mark(analysis, pick.current()),
            hands=arranging.offer_hands(analysis),
            days={a.id: a.published[:10] for a in analysis.source.articles if a.published},
        )
        arranging.show_arrangement(analysis, graph)
with panel:
    evidence.show_panel(analysis)
