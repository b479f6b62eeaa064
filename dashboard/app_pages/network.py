"""The network page: who appears with whom in the current corpus."""

from components import network
from components.network import panel as network_panel
from dashboard.screens import evidence, layout, progress, share_dialog
from dashboard.screens.blocks import guard_block

layout.show_heading("network")
analysis = progress.analysis_or_stop()
main, side = layout.split_main_and_side()
settings = network.NetworkSettings()
with side, guard_block("controls"):
    settings = network_panel.ask_settings(key="net")
    share_dialog.remember(network=settings)
with main, guard_block("network"):
    graph = analysis.call(network.cooccur, analysis.index, settings)
    whole = analysis.call(network.cooccur, analysis.index)
    base = analysis.call(network.layout, whole)  # so that no filter moves what stays
    drawn = analysis.call(network.layout, graph, base=base)
    network_panel.show(
        graph,
        drawn,
        key="net",
        evidence=lambda chosen: evidence.show_choice(analysis, chosen, key="net_evidence"),
    )
