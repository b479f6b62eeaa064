"""Links by period and group: counted by hand, nothing lost, the same in files."""

from __future__ import annotations

import io

import networkx as nx
import numpy as np

from components.entities import Entity, EntityIndex, Mention
from components.network import CooccurrenceNetwork, cooccur, slice_network, to_gexf
from components.network.export import slices_json
from components.network.slices import fill_periods
from components.text import ArticleGroup, Grouping, Span

# 甲乙 twice on the first day and once on the last, 甲丙 once on the first; nothing in between.
UNITS = {"a": ("甲乙", "甲乙", "甲丙"), "b": ("甲乙",), "c": ("丙",)}
DAYS = Grouping(
    "day", (ArticleGroup("2026-10-01", ("a", "c")), ArticleGroup("2026-10-03", ("b",))), ("d",)
)


def made() -> CooccurrenceNetwork:
    mentions = [
        Mention(Span(article, 10 * i + j, 10 * i + j + 1), f"PER:{name}")
        for article, units in UNITS.items()
        for i, unit in enumerate(units)
        for j, name in enumerate(unit)
    ]
    places = [
        Span(article, 10 * i, 10 * i + 9)
        for article, units in UNITS.items()
        for i in range(len(units))
    ]
    entities = tuple(Entity(f"PER:{name}", name, "PER") for name in "甲乙丙")
    return cooccur(EntityIndex(entities, tuple(mentions), tuple(places)))


def test_slices_count_each_link_by_period_also_those_without_articles() -> None:
    network = made()
    slices = slice_network(network, DAYS)
    assert slices.labels == ("2026-10-01", "2026-10-02", "2026-10-03")
    assert (slices.sizes, slices.without) == ((2, 0, 1), 1)
    found = {
        edge.ends: counts
        for edge, counts in zip(network.edges, slices.counts.tolist(), strict=True)
    }
    assert found == {("PER:乙", "PER:甲"): [2, 0, 1], ("PER:丙", "PER:甲"): [1, 0, 0]}
    assert slices.counts.sum(axis=1).tolist() == network.edges.counts.tolist()


def test_slices_of_tags_count_an_article_in_each_of_its_groups() -> None:
    tags = Grouping("tag", (ArticleGroup("港", ("a", "b")), ArticleGroup("船", ("b",))))
    slices = slice_network(made(), tags)
    assert slices.labels == ("港", "船")
    assert slices.counts[0].tolist() == [3, 1]


def test_slices_of_nothing_are_empty() -> None:
    assert slice_network(CooccurrenceNetwork(), DAYS).counts.shape == (0, 3)
    assert slice_network(made(), Grouping("day")).counts.shape == (2, 0)
    wrong = Grouping(
        "day", (ArticleGroup("2026-13-01", ("a",)), ArticleGroup("2026-14-02", ("b",)))
    )
    assert fill_periods(wrong) == wrong


def test_slices_stand_in_json_and_in_gexf_as_spells() -> None:
    network = made()
    told = slices_json(network, DAYS)
    assert [group["articles"] for group in told["groups"]] == [2, 0, 1]
    assert told["groups"][2]["edges"] == [{"source": "PER:乙", "target": "PER:甲", "count": 1}]
    read = nx.read_gexf(io.BytesIO(to_gexf(network, DAYS)))
    edge = read.edges["PER:乙", "PER:甲"]
    assert edge["spells"] == [("2026-10-01", "2026-10-01"), ("2026-10-03", "2026-10-03")]
    assert [n for n, *_ in edge["together"]] == [2, 1]
    assert np.isclose(edge["weight"], network.edges.between("PER:乙", "PER:甲").weight)
