"""Near pairs: what the arrays say is what sets of 3-grams say."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.duplicates.minhash import (
    BINS,
    batches,
    compute_signatures,
    find_near_pairs,
    measure_jaccard,
    measure_repeated_share,
    number_components,
)


def arrays(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    letters = np.frombuffer("".join(texts).encode("utf-16-le"), np.uint16)
    return letters, np.cumsum([0, *map(len, texts)])


def grams(text: str, size: int = 3) -> list[str]:
    return [text[i : i + size] for i in range(len(text) - size + 1)]


texts_of_few_letters = st.lists(st.text("甲乙丙丁戊", max_size=60), min_size=2, max_size=6)


@given(texts_of_few_letters)
def test_minhash_jaccard_is_that_of_sets(texts: list[str]) -> None:
    codes, offsets = arrays(texts)
    pairs = np.array([(i, j) for i in range(len(texts)) for j in range(len(texts))], np.int64)
    found = measure_jaccard(codes, offsets, pairs)
    for (i, j), value in zip(pairs.tolist(), found.tolist(), strict=True):
        one, two = set(grams(texts[i])), set(grams(texts[j]))
        expected = len(one & two) / len(one | two) if one | two else 1.0
        assert value == pytest.approx(expected, abs=1e-6)


@given(texts_of_few_letters)
def test_minhash_repeated_share_counts_grams(texts: list[str]) -> None:
    codes, offsets = arrays(texts)
    found = measure_repeated_share(codes, offsets, np.arange(len(texts)), 5)
    for text, value in zip(texts, found.tolist(), strict=True):
        all_grams = grams(text, 5)
        expected = 1 - len(set(all_grams)) / len(all_grams) if all_grams else 0
        assert value == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_minhash_components_are_those_of_a_walk(pairs: list[tuple[int, int]]) -> None:
    labels = number_components(10, np.array(pairs, np.int32).reshape(-1, 2)).tolist()
    reach = {i: {i} for i in range(10)}
    for _ in range(10):
        for one, two in pairs:
            reach[one] = reach[two] = reach[one] | reach[two]
        for i in range(10):
            reach[i] = set().union(*(reach[j] for j in reach[i]))
    assert labels == [min(reach[i]) for i in range(10)]


@given(st.lists(st.integers(0, 300_000), max_size=30))
def test_minhash_batches_tile_the_list(lengths: list[int]) -> None:
    found = list(batches(np.array(lengths, np.int64)))
    assert [i for low, high in found for i in range(low, high)] == list(range(len(lengths)))


def test_minhash_signature_estimates_jaccard() -> None:
    rng = random.Random(3)
    letters = [chr(0x4E00 + i) for i in range(3000)]
    body = "".join(rng.choices(letters, k=600))
    texts = [body, body[:300] + "".join(rng.choices(letters, k=300))]
    codes, offsets = arrays(texts)
    marks = compute_signatures(codes, offsets, np.arange(2))
    true = measure_jaccard(codes, offsets, np.array([(0, 1)], np.int64))[0]
    assert marks.shape == (2, BINS)
    assert abs((marks[0] == marks[1]).mean() - true) < 0.15


def test_minhash_finds_a_family_and_nothing_else() -> None:
    rng = random.Random(5)
    letters = [chr(0x4E00 + i) for i in range(3000)]
    texts = ["".join(rng.choices(letters, k=300)) for _ in range(40)]
    texts += [texts[7][:200] + texts[7][220:], "頭" + texts[7]]
    pairs, similarity = find_near_pairs(*arrays(texts))
    assert {tuple(pair) for pair in pairs.tolist()} == {(7, 40), (7, 41), (40, 41)}
    assert similarity.min() > 0.8


def test_minhash_keeps_a_huge_group_together() -> None:
    rng = random.Random(6)
    letters = [chr(0x4E00 + i) for i in range(3000)]
    body = rng.choices(letters, k=200)
    texts = []
    for _ in range(400):
        version = body.copy()
        for place in rng.sample(range(200), 6):
            version[place] = rng.choice(letters)
        texts.append("".join(version))
    pairs, _ = find_near_pairs(*arrays(texts))
    assert len(pairs) < 400 * 40
    assert set(number_components(400, pairs).tolist()) == {0}


@pytest.mark.parametrize("texts", [[], ["甲"], ["甲", "甲"], ["短文" * 5] * 3], ids=str)
def test_minhash_leaves_short_texts_alone(texts: list[str]) -> None:
    pairs, similarity = find_near_pairs(*arrays(texts))
    assert pairs.shape == (0, 2)
    assert similarity.shape == (0,)
