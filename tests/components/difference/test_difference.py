"""Differences of networks: by hand, by chance, by stories and not by sentences, refusals."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import comb, log2

import numpy as np
import pytest

from components.difference import DifferenceSettings, compare_sides
from components.difference.analysis import least_p, weigh_by_power
from components.difference.describe import caption, finding, reason
from components.difference.drawing import ink_changes, make_key, take_changed
from components.difference.export import to_json, to_table
from components.entities import Entity, EntityIndex, Mention
from components.network import CooccurrenceNetwork, NetworkSettings, cooccur, layout
from components.text import ArticleGroup, Grouping, Span, Spans
from tests.bench import differences as bench

SETTINGS = DifferenceSettings("outlet", "甲報", "乙報")
Article = tuple[str, ...]  # who is named, sentence by sentence


def compare(here: list[Article], there: list[Article], stories: tuple[tuple[str, ...], ...] = ()):
    """Compare articles of two outlets; a0, a1 … are those of the first, b0 … of the second."""
    texts = {
        f"{side}{i}": own
        for side, all_ in zip("ab", (here, there), strict=True)
        for i, own in enumerate(all_)
    }
    mentions = [
        Mention(Span(id, 10 * i + j, 10 * i + j + 1), f"PER:{name}")
        for id, units in texts.items()
        for i, unit in enumerate(units)
        for j, name in enumerate(unit)
    ]
    places = [
        Span(id, 10 * i, 10 * i + 9) for id, units in texts.items() for i in range(len(units))
    ]
    entities = tuple(Entity(f"PER:{name}", name, "PER") for name in "甲乙丙丁")
    index = EntityIndex(entities, tuple(mentions), tuple(places))
    groups = tuple(
        ArticleGroup(label, tuple(id for id in texts if id[0] == side))
        for label, side in (("甲報", "a"), ("乙報", "b"))
    )
    network = cooccur(index, NetworkSettings(top_nodes=0))
    found = compare_sides(
        network, index.sentences, Grouping("outlet", groups), stories=stories, settings=SETTINGS
    )
    return network, found


def by_ends(found):
    return {change.source[-1] + change.target[-1]: change for change in found.changes}


def test_difference_by_hand() -> None:
    # Ten articles a side of two sentences each; 甲乙 in nine here, in one there; 丙丁 in all.
    here = [("甲乙", "丙丁")] * 9 + [("", "丙丁")]
    there = [("甲乙", "丙丁")] + [("", "丙丁")] * 9
    _, found = compare(here, there)
    assert (found.sentences, found.stories) == ((20, 20), (10, 10))
    changed, same = by_ends(found)["乙甲"], by_ends(found)["丁丙"]
    assert (changed.here, changed.there) == (9, 1)
    assert (changed.here_stories, changed.there_stories) == (9, 1)
    assert changed.log_ratio == pytest.approx(log2(9.5 / 1.5))
    # Of all deals of ten holders in twenty articles those with nine or more on one side.
    by_hand = 2 * sum(comb(10, k) * comb(10, 10 - k) for k in (9, 10)) / comb(20, 10)
    assert changed.p == pytest.approx(by_hand, abs=0.0006)
    # Of two tests one could never tell anything: 丙丁 is everywhere, and claims a third of a part.
    assert changed.q == pytest.approx(2 * changed.p / (2 - 1 / 3))
    assert changed.is_sure and changed.turn == "more_here"
    assert changed.low is not None and 0 < changed.low < changed.log_ratio < changed.high
    assert same.log_ratio == 0 and (same.low, same.high, same.p) == (0, 0, 1)
    assert not same.is_sure


def test_difference_takes_a_story_for_one_unit_however_many_sentences_it_has() -> None:
    # Twelve sentences, but all in the articles of one story: too little text, whatever the count.
    here = [("甲乙",) * 6, ("甲乙",) * 6, *[("丙丁",)] * 9]
    there = [("丙丁",)] * 10
    _, found = compare(here, there, stories=(("a0", "a1"),))
    assert found.stories == (10, 10)
    change = by_ends(found)["乙甲"]
    assert (change.here, change.here_stories, change.turn) == (12, 1, "only_here")
    assert change.has_too_little_text and change.q is None and not change.is_sure
    assert change.high is None and change.low < 0


def test_difference_of_a_side_without_any_has_an_open_interval() -> None:
    _, found = compare([("甲乙",)] * 10, [("丙丁",)] * 10)
    here, there = by_ends(found)["乙甲"], by_ends(found)["丁丙"]
    assert (here.turn, there.turn) == ("only_here", "only_there")
    assert here.high is None and there.low is None
    assert here.low == pytest.approx(log2(10.5 / 3.5)) and there.high == pytest.approx(-here.low)
    assert here.is_sure and there.is_sure


def test_difference_turned_round_tells_the_same() -> None:
    here, there = [("甲乙", "丙丁")] * 9 + [("", "丙丁")], [("丙丁",)] * 10
    one, other = compare(here, there)[1], compare(there, here)[1]
    for ends, change in by_ends(one).items():
        turned = by_ends(other)[ends]
        assert turned.log_ratio == pytest.approx(-change.log_ratio)
        assert turned.is_sure == change.is_sure
        assert turned.p == pytest.approx(change.p, abs=0.01)


@pytest.mark.parametrize(
    ("holders", "here", "there", "least"),
    [(1, 10, 10, 1.0), (5, 10, 10, 2 * 252 / 15504), (3, 4, 10, 4 / 364), (5, 4, 10, 0.0)],
)
def test_least_p_by_hand(holders: int, here: int, there: int, least: float) -> None:
    assert least_p(holders, here, there) == pytest.approx(least)


@pytest.mark.parametrize("shifts", [[2.0] * 4, [0.1, 2.5, 2.5, 40.0], [0.0], [1e9, 0.0]])
def test_weights_by_power_share_one_budget(shifts: list[float]) -> None:
    weights = weigh_by_power(np.array(shifts))
    assert weights.mean() == pytest.approx(1)
    assert weights.min() >= 1 / 3
    for one, other in pairwise(zip(shifts, weights.tolist(), strict=True)):
        assert one[0] != other[0] or one[1] == other[1]


def test_weights_by_power_favour_what_leniency_helps() -> None:
    never, hardly, anyway = weigh_by_power(np.array([0.1, 2.5, 40.0]))
    assert hardly > 1 > anyway and hardly > never


def test_difference_finds_what_was_planted_and_hardly_anything_else() -> None:
    scores = [bench.score(bench.make(seed)) for seed in (1, 2, 3)]
    assert min(score.found for score in scores) >= 0.9
    assert sum(score.false for score in scores) / 3 <= 0.1
    assert min(score.covered for score in scores) >= 0.88


def test_difference_refuses_in_a_sentence() -> None:
    few = compare([("甲乙",)] * 4, [("甲乙",)] * 9)[1]
    assert (few.unfit, few.needs, few.has) == ("few_stories", 5, 4)
    assert "4" in reason(few)
    nothing = compare_sides(CooccurrenceNetwork(), Spans(), Grouping("outlet"), settings=SETTINGS)
    assert nothing.unfit == "few_stories"
    same = compare_sides(
        CooccurrenceNetwork(), Spans(), Grouping("outlet"), settings=replace(SETTINGS, there="甲報")
    )
    assert same.unfit == "same_sides" and reason(same)
    assert compare([("甲",)] * 9, [("乙",)] * 9)[1].unfit == "no_links"


def test_difference_is_told_drawn_and_written() -> None:
    network, found = compare([("甲乙", "丙丁")] * 10, [("", "丙丁")] * 10)
    assert "1 條" in finding(found) and "只在甲報" in finding(found)
    assert "10 件事" in caption(found)
    inks, key = ink_changes(found, "light"), make_key(found, "light")
    assert {ink.line for ink in inks.values()} == {"dashed", "solid"}
    assert [name for *_, name in key] == ["只在甲報", "可能是碰巧"]
    drawn, place = take_changed(network, layout(network), found)
    assert len(drawn.edges) == len(place.handles) == 2
    table, told = to_table(found), to_json(found)
    assert [cell.text for cell in table.rows[0]][:5] == ["乙", "甲", "只在甲報", "10", "0"]
    assert told["edges"][0]["turn"] == "only_here" and told["edges"][0]["high"] is None
