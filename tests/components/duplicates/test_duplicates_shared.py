"""Passages that articles share: full length, wherever they stand, and no chance hits."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from components.duplicates.shared import Stretch, find_shared_passages

LETTERS = [chr(0x4E00 + i) for i in range(2500)]


def body(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(LETTERS, k=length))


def shared(texts: list[str], *, least: int = 3, letters: int = 40) -> list[list[Stretch]]:
    codes = np.frombuffer("".join(texts).encode("utf-16-le"), np.uint16)
    offsets = np.cumsum([0, *map(len, texts)])
    return find_shared_passages(
        codes, offsets, np.arange(len(texts)), min_letters=letters, min_owners=least
    )


@given(st.integers(40, 150), st.integers(3, 6), st.integers(0, 2**32))
def test_shared_passage_has_its_full_length(length: int, holders: int, seed: int) -> None:
    rng = random.Random(seed)
    passage, places, texts = body(rng, length), [], []
    for number in range(holders):
        before = body(rng, rng.randint(0, 90))
        texts.append(before + passage + body(rng, rng.randint(0, 90)))
        places.append(Stretch(number, len(before), len(before) + length))
    found = shared([*texts, body(rng, 300)])
    assert len(found) == 1
    # A neighbour may agree by chance in the letter next to the passage.
    for stretch, place in zip(found[0], places, strict=True):
        assert stretch.text == place.text
        assert place.start - 2 <= stretch.start <= place.start
        assert place.end <= stretch.end <= place.end + 2


def test_shared_by_too_few_is_not_told() -> None:
    rng = random.Random(1)
    passage = body(rng, 80)
    texts = [body(rng, 100) + passage for _ in range(2)] + [body(rng, 100)]
    assert shared(texts) == []
    assert len(shared(texts, least=2)) == 1


def test_shared_passage_too_short_is_not_told() -> None:
    rng = random.Random(2)
    passage = body(rng, 35)
    texts = [body(rng, 100) + passage + body(rng, 50) for _ in range(5)]
    assert shared(texts) == []
    assert len(shared(texts, letters=30)) == 1


def test_shared_twice_in_one_text_is_told() -> None:
    rng = random.Random(3)
    passage = body(rng, 60)
    found = shared([body(rng, 50) + passage + body(rng, 70) + passage, body(rng, 90)])
    assert [[s.text for s in stretches] for stretches in found] == [[0, 0]]


def test_shared_passages_that_meet_stay_two() -> None:
    rng = random.Random(4)
    one, two = body(rng, 90), body(rng, 70)
    texts = [body(rng, 40) + one + body(rng, 40) for _ in range(8)]
    texts += [body(rng, 40) + one + two for _ in range(3)]
    found = shared(texts)
    assert sorted(len(stretches) for stretches in found) == [3, 11]


def test_shared_of_nothing_is_nothing() -> None:
    assert shared([]) == []
    assert shared([""]) == []
    assert shared(["甲乙", "甲乙", "甲乙"]) == []
