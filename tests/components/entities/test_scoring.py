"""Sentences settle together which candidates are names; the best that do not overlap are kept."""

from __future__ import annotations

import tracemalloc
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities.candidates import find_candidates
from components.entities.scoring import _ENOUGH, _best, features_of, settle
from components.entities.sentence_names import FoundName, FoundRows


def settled(copies: list[str], *rows: list[FoundName]) -> list[set[tuple[str, str]]]:
    """Return the names of each sentence, as text and kind."""
    found = settle(copies, FoundRows.of(rows))
    return [
        {(copy[n.start : n.end], n.kind) for n in names}
        for copy, names in zip(copies, found, strict=True)
    ]


def test_settling_finds_a_name_that_the_net_missed_in_another_sentence() -> None:
    copies = ["米拉迪奇出庭", "检方指控米拉迪奇"]
    sure = [FoundName(0, 4, "PER", 0.99)]
    assert settled(copies, sure, []) == [{("米拉迪奇", "PER")}] * 2


def test_settling_finds_nothing_where_no_sentence_is_sure() -> None:
    copies = ["米拉迪奇出庭", "检方指控米拉迪奇"]
    assert settled(copies, [FoundName(0, 4, "PER", 0.3)], []) == [set(), set()]


def test_settling_prefers_the_length_that_other_sentences_know() -> None:
    copies = ["国家发展委员会说", "国家发展委员会表示", "记者问国家发展委员会"]
    whole = [FoundName(0, 7, "ORG", 0.98)]
    torn = [FoundName(3, 7, "ORG", 0.3), FoundName(3, 10, "ORG", 0.5), FoundName(5, 10, "ORG", 0.5)]
    assert settled(copies, whole, whole, torn)[2] == {("国家发展委员会", "ORG")}


def test_settling_hears_a_repeated_place_once() -> None:
    """What a place says of other kinds is no other voice against itself."""
    both = [FoundName(0, 2, "LOC", 0.5), FoundName(0, 2, "ORG", 0.45)]
    columns = features_of(["台大说"], FoundRows.of([both])).columns
    assert (columns[:, 2:4] == 0).all()


@pytest.mark.parametrize("copies", [[], [""], ["", "没有名字"]])
def test_settling_of_nothing_is_empty(copies: list[str]) -> None:
    assert [set(row) for row in settle(copies, FoundRows.of([[] for _ in copies]))] == [
        set() for _ in copies
    ]


def test_settling_names_a_listed_body_that_a_run_on_clause_is_glued_to() -> None:
    copies = ["他行使权责国际战犯法庭也担心", "中国国际法院说"]
    glued = [FoundName(3, 11, "ORG", 0.6), FoundName(5, 11, "ORG", 0.4)]
    placed = [FoundName(0, 6, "ORG", 0.9)]
    found = settled(copies, glued, placed)
    assert found == [{("国际战犯法庭", "ORG")}, {("中国国际法院", "ORG")}]


spans = st.tuples(
    st.integers(0, 12), st.integers(1, 5), st.sampled_from(["PER", "LOC", "ORG"]), st.floats(0, 1)
)


@given(st.lists(spans, max_size=7))
def test_settling_keeps_the_best_names_that_do_not_overlap(drawn: list[tuple]) -> None:
    names = [FoundName(a, a + n, kind, sure) for a, n, kind, sure in sorted(drawn)]
    likely = [n for n in names if n.confidence >= _ENOUGH]

    def worth(chosen: tuple[FoundName, ...]) -> float:
        return sum(n.confidence - _ENOUGH + 1e-6 for n in chosen)

    possible = [
        chosen
        for size in range(len(likely) + 1)
        for chosen in combinations(likely, size)
        if all(a.end <= b.start or b.end <= a.start for a, b in combinations(chosen, 2))
    ]
    [kept] = _best(FoundRows.of([names]))
    assert list(kept) == sorted(kept, key=lambda n: n.start)
    assert kept in possible
    assert worth(kept) == pytest.approx(max(map(worth, possible)))


def posterior(*rows: dict[str, float]) -> np.ndarray:
    return np.array([[row.get(tag, 0.0) for tag in TAGS] for row in rows], np.float32)


TAGS = ("PER-B", "PER-I", "LOC-B", "LOC-I", "ORG-B", "ORG-I", "O")


def test_candidates_are_all_ends_that_are_possible() -> None:
    own = posterior({"LOC-B": 0.9}, {"LOC-I": 0.9}, {"LOC-I": 0.5, "O": 0.5}, {"O": 1.0})
    [names] = find_candidates(["台北市说"], [own], TAGS)
    assert [(n.start, n.end, round(n.confidence, 2)) for n in names] == [
        (0, 1, 0.1),
        (0, 2, 0.5),
        (0, 3, 0.5),
    ]


def test_candidates_keep_latin_words_whole_and_leave_out_what_is_no_name() -> None:
    own = posterior({"O": 1.0}, {"ORG-B": 0.9}, {"ORG-I": 0.9}, {"O": 1.0}, {"O": 1.0})
    assert [(n.start, n.end) for n in next(iter(find_candidates(["nvid7"], [own], TAGS)))] == [
        (0, 5)
    ]
    assert not next(iter(find_candidates(["，1。2！"], [own], TAGS)))


def test_candidates_of_one_sentence_never_reach_into_the_next() -> None:
    first, second = posterior({"ORG-B": 0.9}, {"ORG-I": 0.9}), posterior({"ORG-I": 0.9}, {"O": 1})
    rows = find_candidates(["AB", "CD"], [first, second], TAGS)
    assert [[(n.start, n.end) for n in row] for row in rows] == [[(0, 2)], []]


def test_settling_a_sentence_of_names_alone_takes_little_memory() -> None:
    """Somebody may paste one name twenty thousand times, without a comma."""
    names = [FoundName(3 * n, 3 * n + 3 + n % 2, "PER", 0.9) for n in range(12_000)]
    found = FoundRows.of([names])
    tracemalloc.start()
    try:
        kept = _best(found)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept.starts) == 6_001  # one of each two that overlap, the first and the last
    assert peak < 30_000_000
