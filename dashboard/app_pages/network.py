"""The network page: who appears with whom in the current corpus."""

from components import network, ui
from components.difference import describe as difference_describe
from components.network import describe as network_describe
from components.network import panel as network_panel
from components.text import group_articles
from dashboard.screens import (
    difference_block,
    evidence,
    layout,
    network_editing,
    progress,
    share_dialog,
)
from dashboard.state import pick
from dashboard.state.memory import memory
from dashboard.state.network_arrangement import follow_address

method = layout.show_heading("network")
analysis = progress.analysis_or_stop()
follow_address()
settings, by = network.NetworkSettings(), None
sides: tuple[evidence.EvidenceSide, ...] = ()
stage, panel = layout.open_bench(analysis)
with stage:
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = network_panel.ask_settings(key="net")
        by = network_panel.ask_period(
            (article.published for article in analysis.source.articles), key="net"
        )
        share_dialog.remember(network=settings)
    mode: difference_block.NetworkMode = "whole"
    with ui.guard_block("mode"):
        mode = difference_block.ask_mode(analysis)
if mode == "whole":
    with panel:
        evidence.show_panel(analysis)
with stage, ui.guard_block("network"):
    graph = analysis.call(network.centralities, analysis.network_of(settings))
    drawn = None
    with ui.guard_block("layout"):
        drawn = analysis.layout_of(graph)
    if mode == "sides":
        sides = difference_block.show(analysis, graph, drawn)
    else:
        memory().compared = None
        network_panel.show(
            graph,
            drawn,
            key="net",
            on_pick=pick.choose_mark,
            picked=evidence.picked_mark(analysis, pick.current()),
            hands=network_editing.offer_hands(analysis),
            periods=analysis.call(group_articles, analysis.source, by) if by else None,
        )
    share_dialog.remember(network_colour=network_panel.asked_colour(key="net"))
    network_editing.show_arrangement(analysis, graph)
    compared = memory().compared
    layout.tell_method(
        method,
        analysis,
        network_describe.method(graph),
        difference_describe.method(compared) if compared else "",
    )
if mode == "sides":
    with panel:  # which sides these are is known now
        evidence.show_panel(analysis, sides=sides)
