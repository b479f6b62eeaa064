"""Texts pasted several times: the length of a copy, the number of copies, where each begins."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.duplicates import Passage
from components.duplicates.paste import find_copies, find_edited_copies, find_exact_period
from components.text import Corpus, fold_letters

NEWS = "總統今天出席國慶典禮，並發表談話。他說，台灣會繼續走向世界。"


def found(text: str) -> Passage | None:
    folded = fold_letters(text)
    return find_copies("a", text, folded) or find_edited_copies("a", text, folded)


def spans(passage: Passage | None) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in passage.copies] if passage else []


PERIODS = [
    ("甲乙丙丁戊己庚辛" * 3, 8),
    ("甲乙丙丁戊己庚辛" * 2 + "甲乙", 8),
    ("甲乙丙丁戊己庚辛甲乙丙丁", 8),
    ("甲乙丙丁戊己庚辛甲乙", 0),  # not even half of a second copy
    ("甲乙丙丁" * 6, 0),  # too short to be a text
    ("哈" * 100, 0),
    ("甲乙丙丁戊己庚辛壬癸", 0),
    ("", 0),
    ("甲", 0),
]


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_paste_exact_period(text: str, period: int) -> None:
    assert find_exact_period(text) == period


def test_paste_tells_letters_apart_that_share_two_bytes() -> None:
    once = "".join(chr(0x5000 + i) for i in range(60))
    rare, usual = once + "\U00024e00", once + "\u4e00"
    assert find_exact_period(rare + usual) == 0
    assert find_exact_period(rare + rare) == 61
    passage = found(rare + usual + usual)
    assert passage is not None
    assert passage.kind == "near"


@given(st.text("甲乙丙丁", min_size=8, max_size=60), st.integers(2, 9))
def test_paste_period_divides_what_was_pasted(text: str, copies: int) -> None:
    period = find_exact_period(text * copies)
    assert (
        period == 0 or text * copies == (text[:period] * len(text * copies))[: len(text) * copies]
    )
    if period == 0:  # then the text itself consists of something shorter than a text
        assert any(text == (text[:p] * 60)[: len(text)] for p in range(1, 8))


CASES = [
    ("end to end", NEWS * 3, [(0, 30), (30, 60), (60, 90)]),
    ("a line break between", "\n".join([NEWS] * 2), [(0, 31), (31, 61)]),
    ("a quotation begins it", ("「" + NEWS) * 2, [(0, 31), (31, 62)]),
    ("the same lead before each", ("── " + NEWS) * 2, [(0, 33), (33, 66)]),
    ("other punctuation", NEWS + NEWS.replace("，", ","), [(0, 30), (30, 60)]),
    ("the last is cut short", NEWS * 2 + NEWS[:18], [(0, 30), (30, 60), (60, 78)]),
    ("a few words too many", NEWS * 2 + NEWS[:6], [(0, 30), (30, 66)]),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[name for name, *_ in CASES])
def test_paste_copies_of(name: str, text: str, expected: list[tuple[int, int]]) -> None:
    passage = found(text)
    assert spans(passage) == expected
    assert passage is not None
    assert passage.kind == "exact"
    assert passage.period == expected[0][1]


def edited(text: str, share: float, rng: random.Random) -> str:
    pool = "山川日月風雨雷電春夏秋冬東西南北"
    out = []
    for character in text:
        if rng.random() >= share:
            out.append(character)
        elif (action := rng.random()) < 0.5:
            out.append(rng.choice(pool))
        elif action < 0.75:
            out += [character, rng.choice(pool)]
    return "".join(out)


@pytest.mark.parametrize("percent", [1, 5, 10, 15])
@pytest.mark.parametrize("copies", [2, 3, 7, 20])
def test_paste_finds_edited_copies(percent: int, copies: int, one_copy: Corpus) -> None:
    text, rng = one_copy.articles[0].text, random.Random(100 * percent + copies)
    made = text + "".join(edited(text, percent / 100, rng) for _ in range(copies - 1))
    passage = found(made)
    assert passage is not None
    assert passage.kind == "near"
    assert len(passage.copies) == copies
    assert abs(passage.period - 726) <= 20
    assert passage.similarities[0] == 1
    assert all(0.25 < similarity < 1 for similarity in passage.similarities[1:])


def test_paste_copies_tile_the_text(one_copy: Corpus) -> None:
    text, rng = one_copy.articles[0].text, random.Random(1)
    made = text + edited(text, 0.1, rng) + edited(text, 0.1, rng)
    places = spans(found(made))
    assert places[0][0] == 0
    assert places[-1][1] == len(made)
    assert [end for _, end in places[:-1]] == [start for start, _ in places[1:]]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text[::-1],
        lambda text: text + "然而，另一方面，" + text[:30],
        lambda text: "",
    ],
    ids=["once", "backwards", "a quotation of the first line", "empty"],
)
def test_paste_says_nothing_of_text_that_stands_once(
    change: Callable[[str], str], one_copy: Corpus
) -> None:
    assert found(change(one_copy.articles[0].text)) is None


def test_paste_of_the_sample(sample: Corpus) -> None:
    passage = found(sample.articles[0].text)
    assert passage is not None
    assert passage.period == 726
    assert spans(passage) == [(726 * i, 726 * (i + 1)) for i in range(12)]
