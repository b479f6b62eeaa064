"""The picture carries what a click must tell, in both palettes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components import theme
from components.network import CooccurrenceNetwork, Layout, communities, cooccur, layout
from components.network.figure import figure


def traces(fig):
    lines = [trace for trace in fig.data if trace.mode == "lines"]
    handles = next(trace for trace in fig.data if trace.mode == "markers")
    nodes = next(trace for trace in fig.data if trace.mode == "markers+text")
    return lines, handles, nodes


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_marks_tell_what_was_clicked(one_index, mode):
    network = cooccur(one_index)
    _, handles, nodes = traces(figure(network, layout(network), mode=mode))
    assert list(handles.customdata) == [edge.mark for edge in network.edges]
    assert list(nodes.customdata) == [node.mark for node in network.nodes]
    assert nodes.customdata[0] == "n:LOC:科索夫"
    assert handles.customdata[0] == "e:LOC:俄羅斯|ORG:歐盟"


def test_figure_tells_kind_by_colour_and_shape(one_index):
    network = cooccur(one_index)
    _, _, nodes = traces(figure(network, layout(network), mode="light"))
    for node, colour, symbol in zip(
        network.nodes, nodes.marker.color, nodes.marker.symbol, strict=True
    ):
        assert colour == theme.PALETTES["light"].kinds[node.kind]
        assert symbol == theme.SYMBOLS[node.kind]


def test_figure_by_community_gives_a_colour_to_each(one_index):
    network = communities(cooccur(one_index))
    _, _, nodes = traces(figure(network, layout(network), mode="dark", colour="community"))
    pairs = {(n.community, c) for n, c in zip(network.nodes, nodes.marker.color, strict=True)}
    assert len(pairs) == len({n.community for n in network.nodes}) == len({c for _, c in pairs})


def test_figure_draws_every_edge_in_few_traces(one_index):
    network = cooccur(one_index)
    lines, _, _ = traces(figure(network, layout(network), mode="light"))
    assert len(lines) <= 5
    assert sum(list(trace.x).count(None) for trace in lines) == len(network.edges)


@pytest.mark.parametrize("selected", ["n:ORG:歐盟", "e:LOC:俄羅斯|ORG:歐盟"])
def test_figure_brings_out_what_is_selected(one_index, selected):
    network = cooccur(one_index)
    lines, handles, _ = traces(figure(network, layout(network), mode="light", selected=selected))
    accent = theme.PALETTES["light"].accent
    touched = [
        e.mark for e in network.edges if selected in (e.mark, f"n:{e.source}", f"n:{e.target}")
    ]
    lit = [m for m, c in zip(handles.customdata, handles.marker.color, strict=True) if c == accent]
    assert lit == touched
    assert any(trace.line.color == accent for trace in lines)


def test_figure_passes_over_a_selection_that_is_gone(one_index):
    network = cooccur(one_index)
    plain = figure(network, layout(network), mode="light")
    assert figure(network, layout(network), mode="light", selected="n:PER:無此人") == plain


def test_figure_escapes_names(toy):
    network = cooccur(toy)
    bad = replace(network, nodes=tuple(replace(n, name="<b>$x$</b>") for n in network.nodes))
    _, handles, nodes = traces(figure(bad, layout(bad), mode="light"))
    for text in (*nodes.text, *nodes.hovertext, *handles.hovertext):
        assert "$" not in text
        assert "&lt;b&gt;" in text


def test_figure_area_tells_mentions(one_index):
    network = cooccur(one_index)
    _, _, nodes = traces(figure(network, layout(network), mode="light"))
    size = {node.name: size for node, size in zip(network.nodes, nodes.marker.size, strict=True)}
    count = {node.name: node.count for node in network.nodes}
    assert (size["科索夫"] / size["塞爾維亞"]) ** 2 == pytest.approx(
        count["科索夫"] / count["塞爾維亞"]
    )


def test_figure_of_nothing_is_an_empty_frame():
    fig = figure(CooccurrenceNetwork(), Layout(), mode="light")
    assert len(fig.data) == 0
    assert fig.layout.height == 560
