"""A network thinned out, its ways and its centralities: by hand, and beside networkx."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities import EntityIndex
from components.network import (
    CooccurrenceNetwork,
    Edge,
    NetworkSettings,
    Node,
    centralities,
    communities,
    cooccur,
    layout,
    prune,
    shortest_path,
)
from components.network.describe import caption, community_names, omissions
from components.network.export import nodes_table
from components.network.layout import FRAMES, LABELS_ALWAYS, LINE_WIDTHS, line_steps
from components.text import Span
from tests.components.network.test_network_layout import crowd


def network_of(links: dict[str, int], **settings) -> CooccurrenceNetwork:
    """Link letters so many times: {"AB": 3}; who is named nowhere else is named in its links."""
    names = sorted({name for pair in links for name in pair})
    named = {n: sum(count for pair, count in links.items() if n in pair) for n in names}
    nodes = tuple(Node(n, n, "PER", named[n], named[n]) for n in names)
    at, edges = 0, []
    for pair, count in sorted(links.items(), key=lambda link: (-link[1], link[0])):
        places = tuple(Span("x", 10 * i, 10 * i + 9) for i in range(at, at + count))
        edges.append(Edge(pair[0], pair[1], float(count), places))
        at += count
    return CooccurrenceNetwork(nodes, tuple(edges), NetworkSettings(measure="count", **settings))


def pairs(network: CooccurrenceNetwork) -> set[str]:
    return {"".join(edge.ends) for edge in network.edges}


def graph_of(network: CooccurrenceNetwork) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_weighted_edges_from((*edge.ends, edge.count) for edge in network.edges)
    return graph


# A has four links; the one with B holds 17 of its 20 meetings: (1 - 17/20)^3 = .003.
STAR = {"AB": 17, "AC": 1, "AD": 1, "AE": 1, "CD": 2}


def test_backbone_keeps_what_chance_does_not_explain():
    assert pairs(prune(network_of(STAR, pruning="backbone"))) == {"AB"}
    # C: 3 meetings over 2 links, CD (1 - 2/3)^1 = .33; at .4 it stays too.
    assert pairs(prune(network_of(STAR, pruning="backbone", alpha=0.4))) == {"AB", "CD"}


def test_a_pair_alone_has_no_backbone():
    network = prune(network_of({"AB": 9}, pruning="backbone", alpha=0.5))
    assert (pairs(network), network.n_pruned, network.n_cut) == (set(), 1, 2)


def test_tree_keeps_the_strongest_links_without_a_circle():
    links = {"AB": 5, "BC": 4, "AC": 3, "CD": 1, "EF": 2}
    network = prune(network_of(links, pruning="tree"))
    assert pairs(network) == {"AB", "BC", "CD", "EF"}
    assert (network.n_pruned, network.n_cut) == (1, 0)


def test_core_keeps_those_who_have_so_many_links_among_themselves():
    links = {"AB": 1, "BC": 1, "AC": 1, "CD": 1, "DE": 1}
    assert pairs(prune(network_of(links, pruning="core", core=2))) == {"AB", "BC", "AC"}
    assert pairs(prune(network_of(links, pruning="core", core=3))) == set()


def test_largest_part_and_top_links():
    links = {"AB": 1, "BC": 1, "DE": 9}
    assert pairs(prune(network_of(links, pruning="largest"))) == {"AB", "BC"}
    network = prune(network_of(links, top_links=1))
    assert pairs(network) == {"DE"}
    [note] = omissions(network)
    assert "2" in note and "3" in note


@pytest.mark.parametrize("pruning", ["none", "backbone", "tree", "core", "largest"])
def test_nothing_is_thinned_out_of_nothing(pruning):
    empty = CooccurrenceNetwork(settings=NetworkSettings(pruning=pruning, top_links=3))
    assert prune(empty) == empty
    assert cooccur(EntityIndex(), empty.settings).nodes == ()


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 8))
    names = "ABCDEFGH"[:n]
    possible = [a + b for i, a in enumerate(names) for b in names[i + 1 :]]
    chosen = draw(st.lists(st.sampled_from(possible), min_size=1, unique=True))
    return {pair: draw(st.integers(1, 9)) for pair in chosen}


@given(graphs())
def test_pruning_agrees_with_networkx(links):
    whole = graph_of(network_of(links))
    tree = prune(network_of(links, pruning="tree"))
    expected = nx.maximum_spanning_tree(whole).size(weight="weight")
    assert graph_of(tree).size(weight="weight") == expected
    core = graph_of(prune(network_of(links, pruning="core", core=2)))
    assert set(core) == set(nx.k_core(whole, 2)) - set(nx.isolates(nx.k_core(whole, 2)))
    largest = graph_of(prune(network_of(links, pruning="largest")))
    assert len(largest) == max(map(len, nx.connected_components(whole)))


@given(graphs())
def test_centralities_agree_with_networkx(links):
    network = centralities(network_of(links))
    graph = graph_of(network)
    near = {
        "degree": dict(graph.degree()),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "eigenvector": nx.eigenvector_centrality(graph, max_iter=5000),
    }
    for node in network.nodes:
        for name, values in near.items():
            assert getattr(node, name) == pytest.approx(values[node.id], abs=1e-4), name


@given(graphs(), st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"))
def test_a_way_is_as_short_as_networkx_finds_it(links, start, end):
    network = network_of(links)
    graph = graph_of(network)
    way = shortest_path(network, start, end)
    there = start != end and start in graph and end in graph and nx.has_path(graph, start, end)
    assert len(way.edges) == (nx.shortest_path_length(graph, start, end) if there else 0)
    if there:
        assert (way.nodes[0].id, way.nodes[-1].id) == (start, end)


def test_of_two_short_ways_the_stronger_is_shown_with_its_sentences():
    way = shortest_path(network_of({"AB": 1, "BD": 1, "AC": 5, "CD": 5}), "A", "D")
    assert [node.id for node in way.nodes] == ["A", "C", "D"]
    assert [edge.count for edge in way.edges] == [5, 5]


def test_the_size_is_what_the_settings_say():
    from components.network.layout import diameters

    links = {"AB": 9, "AC": 1, "CD": 1, "CE": 1}
    by_mentions, by_links = (diameters(network_of(links, size=s)) for s in ("mentions", "degree"))
    assert by_mentions.index(max(by_mentions)) == 0
    assert by_links.index(max(by_links)) == 2


def test_a_strong_link_of_two_places_is_not_the_thickest():
    network = network_of({"AB": 2, "CD": 20})
    network = replace(
        network, edges=tuple(replace(e, weight={2: 1.0, 20: 0.8}[e.count]) for e in network.edges)
    )
    thick = {
        edge.count: step for edge, step in zip(network.edges, line_steps(network), strict=True)
    }
    assert thick[2] < thick[20] == len(LINE_WIDTHS) - 1


def test_communities_are_named_after_their_central_members():
    network = communities(network_of({"AB": 9, "AC": 5, "BC": 1, "DE": 3}))
    assert community_names(network) == {0: "A、B與另外 1 個", 1: "D、E"}
    table = nodes_table(centralities(network))
    assert [row[0].content for row in table.rows] == list("ABCDE")
    assert table.rows[0][3].content == 2


@pytest.mark.parametrize("shape", ["force", "circular", "layered"])
@pytest.mark.parametrize("n", [10, 100, 500])
def test_no_label_covers_anything_at_any_size(shape, n):
    from tests.components.network.test_network_layout import boxes

    network = crowd(n)
    network = communities(replace(network, settings=replace(network.settings, shape=shape)))
    placed = layout(network)
    assert layout(network) == placed
    nodes, labels = boxes(network, placed, FRAMES[1])
    shown = np.array([box for box in labels if box is not None])
    assert len(shown) >= min(n, 10)
    assert any(placed.anchors[:3]), "the important ones win"
    small = np.array(nodes)
    for i, box in enumerate(labels):
        if box is None:
            continue
        # Among many, the most mentioned may stand over small nodes; no label over a label.
        others = shown if i < LABELS_ALWAYS else np.vstack([np.delete(small, i, 0), shown])
        width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
        height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
        assert ((width > 1.5) & (height > 1.5)).sum() <= 1  # itself


def test_another_unit_is_laid_out_anew_and_a_filter_moves_nothing():
    settings = NetworkSettings(min_count=3, pruning="tree", size="degree", measure="g2")
    assert settings.base == NetworkSettings()
    assert replace(settings, unit="article").base == NetworkSettings(unit="article")
    assert replace(settings, top_nodes=100).base == NetworkSettings(top_nodes=120)


def test_caption_says_what_was_chosen_and_hidden():
    usual = network_of({"AB": 3})
    assert " · 骨幹（α 0.1） · 大小：連線數 · " in caption(
        replace(
            usual, settings=replace(usual.settings, pruning="backbone", alpha=0.1, size="degree")
        ),
        hidden=2,
    )
    assert caption(usual, hidden=2) == f"{caption(usual)} · 圖中隱藏了 2 個名字。"
    assert caption(usual).count(" · ") == 4
