"""What the page draws of a network, beside what plotly draws of it."""

from __future__ import annotations

import hashlib
import json
from math import pi

import pytest

from components import theme
from components.network import (
    Arrangement,
    CooccurrenceNetwork,
    Layout,
    communities,
    cooccur,
    layout,
    slice_network,
)
from components.network.canvas.scene import CYTOSCAPE, read_part, scene_of
from components.network.figure import figure
from components.text import ArticleGroup, Grouping


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", ["kind", "community"])
def test_the_page_and_plotly_draw_the_same(toy, mode, colour):
    network = communities(cooccur(toy))
    placed = layout(network)
    scene = scene_of(network, placed, mode=mode, colour=colour)
    picture = figure(network, placed, mode=mode, colour=colour)
    drawn, told = picture.data[-1], picture.layout.annotations[0].text
    assert all(f"</span> {name}" in told for _, _, name in scene["key"])
    assert len(scene["key"]) == 3 + (colour == "community")  # the toy is one community
    nodes = scene["nodes"]
    assert [node["id"] for node in nodes] == list(drawn.customdata)
    assert [node["x"] for node in nodes] == pytest.approx(drawn.x, abs=1e-4)
    assert [node["y"] for node in nodes] == pytest.approx(drawn.y, abs=1e-4)
    assert [node["colour"] for node in nodes] == list(drawn.marker.color)
    # Plotly's diamond of size s is 1.3 s from tip to tip.
    tips = {"circle": 1, "diamond": 1.3, "square": 1}
    widths = [
        size * tips[s] for size, s in zip(drawn.marker.size, drawn.marker.symbol, strict=True)
    ]
    assert [node["size"] for node in nodes] == pytest.approx(widths, rel=0.01, abs=0.06)


def test_areas_of_all_shapes_tell_the_same(toy):
    network = cooccur(toy)
    areas = {"ellipse": pi / 4, "diamond": 1 / 2, "rectangle": 1}
    counts = {node.mark: node.count for node in network.nodes}
    scene = scene_of(network, layout(network), mode="light")
    shares = [n["size"] ** 2 * areas[n["shape"]] / counts[n["id"]] for n in scene["nodes"]]
    assert shares == pytest.approx([shares[0]] * len(shares), rel=0.02)


def test_links_know_their_ends_and_their_hints_are_plain_text(toy):
    network = cooccur(toy)
    scene = json.loads(json.dumps(scene_of(network, layout(network), mode="light")))
    marks = [node["id"] for node in scene["nodes"]]
    for link, edge in zip(scene["edges"], network.edges, strict=True):
        assert {marks[end] for end in link["ends"]} == {f"n:{id}" for id in edge.ends}
        assert "<" not in link["hint"]


def test_a_pinned_node_is_told(toy):
    network = cooccur(toy)
    pinned = Arrangement().pin(("LOC:丙地", 0, 0))
    scene = scene_of(network, layout(network), mode="light", arrangement=pinned)
    assert [node["id"] for node in scene["nodes"] if node["pinned"]] == ["n:LOC:丙地"]
    assert scene["looks"]["paper"] == theme.PALETTES["light"].paper


def test_an_empty_network_has_an_empty_scene():
    scene = scene_of(CooccurrenceNetwork(), Layout(), mode="dark")
    assert (scene["nodes"], scene["edges"], scene["alt"]) == ([], [], "")


def test_cytoscape_is_the_one_its_authors_published():
    """The file of npm's cytoscape 3.35.0, unchanged: dist/cytoscape.min.js."""
    digest = hashlib.sha256(read_part(CYTOSCAPE).encode()).hexdigest()
    assert digest == "71fa9ebec21a7ca2c40cff6aacc30d1f6464e363662ad4b2c197e1adc770cd94"
    assert CYTOSCAPE in read_part("component.js")


def test_links_know_in_which_periods_they_are(toy):
    network = cooccur(toy)
    days = (ArticleGroup("2026-10-01", ("a.txt",)), ArticleGroup("2026-10-03", ("b.txt",)))
    slices = slice_network(network, Grouping("day", days))
    scene = scene_of(network, layout(network), mode="light", slices=slices)
    assert scene["slices"]["codes"] == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert scene["slices"]["labels"][0] == "2026-10-01 · 1 篇"
    when = {link["id"]: link["when"] for link in scene["edges"]}
    assert when["e:PER:乙某|PER:甲某"] == [[0, 1], [2, 1]]
    assert when["e:ORG:丁社|PER:乙某"] == [[2, 1]]
    assert scene_of(network, layout(network), mode="light")["slices"] is None
