"""Who appears with whom: counts by hand, measures by their laws, copies without effect."""

from __future__ import annotations

from dataclasses import replace
from math import comb, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities import Entity, EntityIndex, Mention
from components.network import (
    NetworkSettings,
    communities,
    cooccur,
    ego,
    units_of,
    weight_of,
)
from components.network.describe import omissions
from components.network.network import MOST_TOGETHER
from components.text import Span

EMPTY = EntityIndex()


def names(network, edge):
    name = {node.id: node.name for node in network.nodes}
    return {name[edge.source], name[edge.target]}


def test_cooccur_counts_the_toy_as_by_hand(toy):
    network = cooccur(toy)
    # 甲某: 4 mentions in sentences 1 2 4; 乙某: 1 4; 丙地: 2 3; 丁社: 4.
    assert [(n.name, n.count, n.units) for n in network.nodes] == [
        ("甲某", 4, 3),
        ("丙地", 2, 2),
        ("乙某", 2, 2),
        ("丁社", 1, 1),
    ]
    assert [(names(network, e), e.count, round(e.weight, 4)) for e in network.edges] == [
        ({"甲某", "乙某"}, 2, 0.8),
        ({"丁社", "乙某"}, 1, 0.6667),
        ({"丁社", "甲某"}, 1, 0.5),
        ({"丙地", "甲某"}, 1, 0.4),
    ]
    assert network.n_units == 5


def test_cooccur_counts_a_pair_once_in_a_unit(toy):
    edge = next(e for e in cooccur(toy).edges if {e.source, e.target} == {"LOC:丙地", "PER:甲某"})
    assert edge.evidence == (Span("a.txt", 6, 17),)


def test_cooccur_by_article_links_what_no_sentence_links(toy):
    network = cooccur(toy, NetworkSettings(unit="article", measure="count"))
    pairs = {frozenset(names(network, edge)): edge.count for edge in network.edges}
    assert pairs[frozenset({"乙某", "丙地"})] == 1
    assert pairs[frozenset({"甲某", "乙某"})] == 2
    assert network.n_units == 2


def test_cooccur_source_is_before_target_and_strongest_first(one_index):
    edges = cooccur(one_index).edges
    assert all(edge.source < edge.target for edge in edges)
    assert [e.weight for e in edges] == sorted((e.weight for e in edges), reverse=True)


def test_cooccur_says_how_many_names_it_left_out(toy):
    network = cooccur(toy, NetworkSettings(min_count=2, top_nodes=3))
    assert {node.name for node in network.nodes} == {"甲某", "乙某"}
    assert (network.n_isolated, network.n_beyond) == (1, 1)


def test_cooccur_kinds_do_not_change_weights(one_index):
    everything = {(e.source, e.target): e.weight for e in cooccur(one_index).edges}
    places = cooccur(one_index, NetworkSettings(kinds=("LOC",)))
    assert {node.kind for node in places.nodes} == {"LOC"}
    assert all(everything[e.source, e.target] == e.weight for e in places.edges)


@pytest.mark.parametrize("measure", ["dice", "jaccard", "npmi"])
def test_cooccur_weights_are_equal_in_one_copy_and_in_twelve(one_index, all_index, measure):
    settings = NetworkSettings(measure=measure, top_nodes=0)
    one, twelve = cooccur(one_index, settings), cooccur(all_index, settings)
    weights = {(e.source, e.target): e.weight for e in one.edges}
    assert len(weights) == 65
    assert {(e.source, e.target): e.weight for e in twelve.edges} == pytest.approx(weights)
    assert [n.count * 12 for n in one.nodes] == [n.count for n in twelve.nodes]


def test_cooccur_g2_grows_with_the_copies(one_index, all_index):
    settings = NetworkSettings(measure="g2", top_nodes=0)
    one = {(e.source, e.target): e.weight for e in cooccur(one_index, settings).edges}
    twelve = {(e.source, e.target): e.weight for e in cooccur(all_index, settings).edges}
    assert twelve == pytest.approx({pair: 12 * weight for pair, weight in one.items()})


def test_cooccur_of_nothing_is_an_empty_network():
    for unit in ("sentence", "article"):
        network = cooccur(EMPTY, NetworkSettings(unit=unit))
        assert (network.nodes, network.edges, network.n_units) == ((), (), 0)


def test_cooccur_digest_tells_settings_and_texts_apart(toy, one_index):
    digests = {
        cooccur(toy).digest,
        cooccur(one_index).digest,
        cooccur(toy, NetworkSettings(min_count=2)).digest,
    }
    assert len(digests) == 3
    assert cooccur(toy).digest == cooccur(toy).digest


def crowd(*sizes):
    """Make an index whose sentences each name so many people that no other one names."""
    entities, mentions, units = [], [], []
    for size in sizes:
        start = units[-1].end if units else 0
        for at in range(start, start + size):
            entities.append(Entity(f"PER:{at:05}", str(at), "PER"))
            mentions.append(Mention(Span("a", at, at + 1), f"PER:{at:05}"))
        units.append(Span("a", start, start + size))
    return EntityIndex(tuple(entities), tuple(mentions), tuple(units))


@pytest.mark.parametrize("n", [400, 800, 1600])
def test_cooccur_makes_no_more_pairs_of_a_unit_than_its_bound(n):
    network = cooccur(crowd(n), NetworkSettings(top_nodes=0))
    assert len(network.edges) == comb(MOST_TOGETHER, 2)
    assert (network.n_crowded, network.n_unlinked) == (1, comb(n, 2) - len(network.edges))
    assert network.n_isolated == n - MOST_TOGETHER


def test_cooccur_links_everyone_in_a_unit_that_names_no_more_than_the_bound():
    network = cooccur(crowd(MOST_TOGETHER, 3), NetworkSettings(top_nodes=0))
    assert len(network.edges) == comb(MOST_TOGETHER, 2) + 3
    assert (network.n_crowded, network.n_unlinked, network.n_isolated) == (0, 0, 0)


def test_cooccur_links_those_of_a_crowd_who_are_mentioned_most():
    index = crowd(MOST_TOGETHER + 1)
    often = tuple(Mention(Span("a", 1000 + i, 1001 + i), "PER:00100") for i in range(2))
    network = cooccur(
        replace(index, mentions=(*index.mentions, *often)), NetworkSettings(top_nodes=0)
    )
    ids = {node.id for node in network.nodes}
    assert "PER:00100" in ids and "PER:00099" not in ids


def test_left_out_says_how_many_pairs_of_a_crowd_are_not_linked():
    assert omissions(cooccur(crowd(MOST_TOGETHER), NetworkSettings(top_nodes=0))) == []
    [_, crowded] = omissions(cooccur(crowd(102), NetworkSettings(top_nodes=0)))
    assert "100" in crowded and "201" in crowded


def test_cooccur_leaves_aside_a_mention_outside_every_sentence(toy):
    stray = Mention(Span("a.txt", 900, 902), "ORG:丁社")
    network = cooccur(replace(toy, mentions=(*toy.mentions, stray)))
    assert len(network.edges) == 4


# Four-field table by hand: n = 12, a = 4, b = 3, ab = 2.
@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("count", 2.0),
        ("dice", 4 / 7),
        ("jaccard", 2 / 5),
        ("npmi", log(2) / log(6)),
        (
            "g2",
            2 * (2 * log(2 * 12 / 12) + 2 * log(2 * 12 / 36) + log(12 / 24) + 7 * log(7 * 12 / 72)),
        ),
    ],
)
def test_weight_of_by_hand(measure, expected):
    assert weight_of(measure, together=2, first=4, second=3, units=12) == pytest.approx(expected)


def test_weight_of_g2_of_independent_names_is_nothing_and_of_rarer_meetings_negative():
    assert weight_of("g2", together=2, first=4, second=6, units=12) == pytest.approx(0)
    assert weight_of("g2", together=1, first=6, second=6, units=12) < 0


def test_weight_of_twelve_copies_makes_chance_significant():
    # 1.77 is chance (p = .18); the same table twelve times over is not (p < .001).
    table = {"together": 2, "first": 4, "second": 3, "units": 12}
    once = weight_of("g2", **table)
    assert once < 3.84 < weight_of("g2", **{k: 12 * n for k, n in table.items()})


@st.composite
def tables(draw):
    together = draw(st.integers(1, 30))
    first, second = together + draw(st.integers(0, 30)), together + draw(st.integers(0, 30))
    units = first + second - together + draw(st.integers(0, 60))
    return {"together": together, "first": first, "second": second, "units": units}


@given(tables())
def test_weight_of_stays_in_its_range(table):
    dice, jaccard = weight_of("dice", **table), weight_of("jaccard", **table)
    assert 0 < jaccard <= dice <= 1
    assert dice == pytest.approx(2 * jaccard / (1 + jaccard))
    assert -1 - 1e-9 <= weight_of("npmi", **table) <= 1 + 1e-9


@given(tables(), st.integers(2, 12))
def test_weight_of_copies_change_counts_and_g2_alone(table, copies):
    many = {key: copies * n for key, n in table.items()}
    for measure in ("dice", "jaccard", "npmi"):
        assert weight_of(measure, **many) == pytest.approx(weight_of(measure, **table))
    for measure in ("count", "g2"):
        assert weight_of(measure, **many) == pytest.approx(
            copies * weight_of(measure, **table), abs=1e-9
        )


@st.composite
def indexes(draw):
    n = draw(st.integers(1, 6))
    units = draw(st.lists(st.lists(st.integers(0, n - 1), max_size=6), max_size=8))
    entities = tuple(Entity(f"PER:{i}", f"人{i}", "PER") for i in range(n))
    spans = tuple(Span("x", 100 * i, 100 * i + 90) for i in range(len(units)))
    mentions = tuple(
        Mention(Span("x", 100 * i + 3 * j, 100 * i + 3 * j + 2), f"PER:{who}")
        for i, unit in enumerate(units)
        for j, who in enumerate(unit)
    )
    return EntityIndex(entities, mentions, spans), units


@given(indexes())
def test_cooccur_agrees_with_counting_pairs_one_by_one(case):
    index, units = case
    expected = {}
    for unit in units:
        for a in set(unit):
            for b in set(unit):
                if a < b:
                    expected[f"PER:{a}", f"PER:{b}"] = expected.get((f"PER:{a}", f"PER:{b}"), 0) + 1
    network = cooccur(index)
    assert {(e.source, e.target): e.count for e in network.edges} == expected
    mentions = {node.id: node.count for node in network.nodes}
    assert all(e.count <= min(mentions[e.source], mentions[e.target]) for e in network.edges)


def test_communities_are_numbered_by_size_and_the_same_every_time(one_index, all_index):
    first, again = (communities(cooccur(one_index)) for _ in range(2))
    assert first == again
    sizes = [[n.community for n in first.nodes].count(c) for c in range(3)]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) > 0
    twelve = communities(cooccur(all_index))
    assert [n.community for n in twelve.nodes] == [n.community for n in first.nodes]


def test_communities_part_two_circles_that_never_meet():
    groups = (("甲", "乙", "丙"), ("丁", "戊"))
    entities = tuple(Entity(f"PER:{n}", n, "PER") for group in groups for n in group)
    spans = (Span("x", 0, 9), Span("x", 10, 19))
    mentions = tuple(
        Mention(Span("x", 10 * i + j, 10 * i + j + 1), f"PER:{n}")
        for i, group in enumerate(groups)
        for j, n in enumerate(group)
    )
    network = communities(cooccur(EntityIndex(entities, mentions, spans)))
    found = {node.name: node.community for node in network.nodes}
    assert found == {"甲": 0, "乙": 0, "丙": 0, "丁": 1, "戊": 1}


def test_communities_of_nothing():
    assert communities(cooccur(EMPTY)).nodes == ()


def test_ego_keeps_one_name_and_those_it_meets(toy):
    around = ego(cooccur(toy), "ORG:丁社")
    assert {node.name for node in around.nodes} == {"丁社", "甲某", "乙某"}
    assert all("ORG:丁社" in (edge.source, edge.target) for edge in around.edges)
    assert ego(cooccur(toy), "PER:無此人").nodes == ()


def test_units_of_articles_reach_from_first_to_last_sentence(toy):
    assert units_of(toy, "article") == (Span("a.txt", 0, 22), Span("b.txt", 0, 14))
