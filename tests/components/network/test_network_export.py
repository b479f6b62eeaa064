"""Files that other programs read back whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import networkx as nx
import pytest
import rustworkx as rx

from components.network import (
    CooccurrenceNetwork,
    centralities,
    communities,
    cooccur,
    edges_csv,
    to_gexf,
    to_graphml,
)
from components.network.export import settings_json, to_file, to_pajek


@pytest.mark.parametrize(
    ("write", "read"), [(to_gexf, nx.read_gexf), (to_graphml, nx.read_graphml)]
)
def test_export_files_come_back_whole(one_index, write, read):
    network = communities(cooccur(one_index))
    graph = read(io.BytesIO(write(network)))
    assert (len(graph), graph.size()) == (17, 65)
    node = graph.nodes["LOC:科索夫"]
    assert {key: node[key] for key in ("name", "kind", "count", "community")} == {
        "name": "科索夫",
        "kind": "LOC",
        "count": 10,
        "community": 0,
    }
    edge = graph.edges["LOC:俄羅斯", "ORG:歐盟"]
    assert (edge["count"], edge["evidence"], edge["weight"]) == (4, 4, 1.0)


@pytest.mark.parametrize("write", [to_gexf, to_graphml])
def test_export_files_survive_signs_xml_forbids(toy, write):
    network = cooccur(toy)
    nodes = tuple(replace(n, name="壞\x00<名>&" + n.name) for n in network.nodes)
    text = write(replace(network, nodes=nodes)).decode()
    assert "\x00" not in text
    assert "&lt;名&gt;&amp;" in text


def rows(network):
    return list(csv.DictReader(io.StringIO(edges_csv(network).decode("utf-8-sig"))))


def test_export_edges_csv_has_every_attribute(one_index):
    first = rows(cooccur(one_index))[0]
    assert (first["source_name"], first["target_name"]) == ("俄羅斯", "歐盟")
    assert (first["count"], first["weight"], first["measure"]) == ("4", "1", "dice")
    assert first["evidence"].split()[0] == "one.txt:0-37"


@pytest.mark.parametrize(
    "name, cell",
    [
        ("=1+1", "'=1+1"),
        ("+886", "'+886"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),  # where tabs separate, another cell begins behind one
    ],
)
def test_export_edges_csv_holds_no_formula(toy, name, cell):
    network = cooccur(toy)
    nodes = tuple(replace(n, name=name) for n in network.nodes)
    assert {row["source_name"] for row in rows(replace(network, nodes=nodes))} == {cell}


def test_export_of_nothing():
    empty = CooccurrenceNetwork()
    assert rows(empty) == []
    assert len(nx.read_gexf(io.BytesIO(to_gexf(empty)))) == 0
    assert len(nx.read_graphml(io.BytesIO(to_graphml(empty)))) == 0


def numbers(graph):
    return sorted(round(data["weight"], 9) for *_, data in graph.edges(data=True))


def test_export_every_file_opens_elsewhere_with_the_same_numbers_and_settings(one_index, tmp_path):
    network = centralities(communities(cooccur(one_index)))
    expected = sorted(round(edge.weight, 9) for edge in network.edges)
    gexf, graphml, pajek = to_gexf(network), to_graphml(network), to_pajek(network)
    assert numbers(nx.read_gexf(io.BytesIO(gexf))) == expected
    read = nx.read_graphml(io.BytesIO(graphml))
    assert numbers(read) == expected
    assert read.graph["settings"] == settings_json(network)
    assert read.nodes["LOC:科索夫"]["degree"] == network.nodes[0].degree
    read = nx.Graph(nx.read_pajek(io.BytesIO(pajek)))
    assert numbers(read) == expected
    assert "科索夫" in read and settings_json(network) in pajek.decode()
    assert settings_json(network).replace('"', "&quot;") in gexf.decode().replace('"', "&quot;")
    path = tmp_path / "network.graphml"
    path.write_bytes(graphml)
    [other] = rx.read_graphml(str(path))
    assert sorted(round(data["weight"], 9) for data in other.edges()) == expected
    assert (other.num_nodes(), other.num_edges()) == (17, 65)
    made = json.loads(to_file(network))
    assert sorted(round(edge["weight"], 9) for edge in made["edges"]) == expected
    assert made["settings"] == json.loads(settings_json(network))
    assert json.loads(rows(network)[0]["settings"]) == made["settings"]


def test_export_pajek_of_names_with_quotes_and_of_nothing(toy):
    network = cooccur(toy)
    nodes = tuple(replace(n, name='壞"名\n字' + n.name) for n in network.nodes)
    graph = nx.read_pajek(io.BytesIO(to_pajek(replace(network, nodes=nodes))))
    assert len(graph) == 4
    assert b"*Vertices 0" in to_pajek(CooccurrenceNetwork())
    assert json.loads(to_file(CooccurrenceNetwork()))["edges"] == []
