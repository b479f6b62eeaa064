"""What hands do to a picture: hiding, pinning, the way into an address and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.network import (
    Arrangement,
    CooccurrenceNetwork,
    Layout,
    arrange,
    cooccur,
    layout,
    read_arrangement,
    write_hidden,
    write_places,
)
from components.network.canvas.acts import read_acts

IDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="|"), min_size=1
).map("PER:".__add__)
WHERE = st.integers(-1000, 1000).map(lambda n: n / 1000)


def test_a_hidden_name_takes_its_links_along_and_moves_nobody(toy):
    network = cooccur(toy)
    placed = layout(network)
    before = dict(zip(placed.ids, placed.positions, strict=True))
    drawn, where = arrange(network, placed, Arrangement().hide("PER:乙某"))
    assert {node.id for node in drawn.nodes} == before.keys() - {"PER:乙某"}
    assert not [edge for edge in drawn.edges if "PER:乙某" in edge.ends]
    assert len(drawn.edges) == len([e for e in network.edges if "PER:乙某" not in e.ends])
    assert dict(zip(where.ids, where.positions, strict=True)) == {
        id: at for id, at in before.items() if id != "PER:乙某"
    }
    assert len(where.handles) == len(drawn.edges)


def test_a_name_stays_though_all_whom_it_met_are_hidden(toy):
    network = cooccur(toy)
    others = [node.id for node in network.nodes if node.id != "ORG:丁社"]
    drawn, where = arrange(network, layout(network), Arrangement().hide(*others))
    assert [node.id for node in drawn.nodes] == ["ORG:丁社"]
    assert (len(drawn.edges), len(where.positions)) == (0, 1)


def test_a_pinned_node_stands_where_it_was_put_inside_the_frame(toy):
    network = cooccur(toy)
    placed = layout(network)
    pinned = Arrangement().pin(("LOC:丙地", 0.25, -0.5), ("PER:甲某", 3.0, float("nan")))
    _, where = arrange(network, placed, pinned)
    at = dict(zip(where.ids, where.positions, strict=True))
    assert (at["LOC:丙地"], at["PER:甲某"]) == ((0.25, -0.5), (1.0, 0.0))
    assert arrange(network, placed, pinned.free("LOC:丙地", "PER:甲某"))[1] == placed


def test_what_is_not_in_the_network_changes_nothing(toy):
    network = cooccur(toy)
    placed = layout(network)
    other = Arrangement().hide("PER:無人").pin(("PER:無人", 0, 0))
    assert arrange(network, placed, other) == (network, placed)
    assert arrange(CooccurrenceNetwork(), Layout(), other) == (CooccurrenceNetwork(), Layout())


@given(st.lists(IDS), st.lists(st.tuples(IDS, WHERE, WHERE)))
def test_an_address_brings_an_arrangement_back(hidden, places):
    kept = Arrangement().hide(*hidden).pin(*places)
    assert read_arrangement(write_hidden(kept), write_places(kept)) == kept


@given(st.text(), st.text())
def test_an_address_of_any_kind_is_read(hidden, places):
    kept = read_arrangement(hidden, places)
    assert all(-1 <= value <= 1 for _, x, y in kept.places for value in (x, y))


def test_acts_are_read_with_their_numbers():
    told = [
        {"n": 1, "verb": "pick", "ids": ["e:a|b"]},
        {"n": 2, "verb": "hide", "ids": ["n:PER:甲", "n:LOC:乙"]},
        {"n": 3, "verb": "pin", "places": [["n:PER:甲", 0.5, -0.25]]},
        {"n": 4, "verb": "rename", "ids": ["n:PER:甲"], "name": "丙"},
    ]
    acts = dict(read_acts(told))
    assert acts[1].ids == ("e:a|b",)
    assert acts[2].ids == ("PER:甲", "LOC:乙")
    assert acts[3].places == (("PER:甲", 0.5, -0.25),)
    assert (acts[4].ids, acts[4].name) == (("PER:甲",), "丙")
    periods = ("2026", "2026-10", "2026-W42", "2026-10-01", "2026-10-01|e:a", "<b>", 7, None)
    slid = [{"n": n, "verb": "slide", "period": period} for n, period in enumerate(periods)]
    assert [act.period for _, act in read_acts(slid)] == [*periods[:4], "", "", "", ""]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    JSON
    | st.lists(
        st.fixed_dictionaries(
            {
                "n": st.integers(),
                "verb": st.sampled_from(["pick", "pin", "merge", "burn"]),
                "ids": JSON,
                "places": JSON | st.lists(st.lists(JSON, min_size=3, max_size=3)),
                "name": JSON,
                "period": JSON,
            }
        )
    )
)
def test_nothing_a_page_tells_is_taken_on_trust(told):
    for _, act in read_acts(told):
        assert act.verb != "burn"
        assert all(isinstance(id, str) for id in act.ids)
        assert all(isinstance(x, float) and isinstance(y, float) for _, x, y in act.places)
