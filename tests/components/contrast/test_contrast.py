"""Contrasts: by hand on toy texts, no word of one story, no discovery by chance, laws, refusals."""

from __future__ import annotations

import random
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import contrast
from components.contrast import ContrastSettings, adjust, describe, figure
from components.contrast.analysis import log_odds
from components.statistics import NameUses
from components.text import Article, ArticleGroup, Corpus, Grouping, Span
from components.words import Token, Tokens
from tests.bench import contrast as bench


def toy(*texts: str) -> tuple[Corpus, Tokens]:
    """Articles of one-character words, a sentence each."""
    articles = tuple(Article(str(i), t, t, t, counted=((0, len(t)),)) for i, t in enumerate(texts))
    sentences = tuple(Span(a.id, 0, len(a.text)) for a in articles)
    tokens = tuple(tuple(Token(i, i + 1, c, "n") for i, c in enumerate(a.text)) for a in articles)
    return Corpus(articles), Tokens(sentences, tokens, digest=str(hash(texts)))


def halves(n: int) -> Grouping:
    ids = tuple(str(i) for i in range(n))
    groups = (ArticleGroup("甲", ids[: n // 2]), ArticleGroup("乙", ids[n // 2 :]))
    return Grouping("outlet", groups)


def plain(seed: int, more: str = "") -> str:
    return "".join(random.Random(seed).choices("天地玄黃宇宙洪荒日月盈昃", k=80 - len(more))) + more


def test_log_odds_by_hand() -> None:
    # 40 of 400 here, 10 of 400 there, a prior of 100 words of which the word is 6.25.
    found = log_odds(np.array([40.0]), 400, np.array([10.0]), 400, np.array([6.25]), 100)
    by_hand = log2((46.25 / 453.75) / (16.25 / 483.75))
    assert found[0] == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("ps", "qs"),
    [
        ([], []),
        ([0.5], [0.5]),
        ([0.01, 0.04, 0.03, 0.005], [0.02, 0.04, 0.04, 0.02]),
        ([1.0, 0.9], [1.0, 1.0]),
    ],
)
def test_adjust_by_hand(ps: list[float], qs: list[float]) -> None:
    assert adjust(ps) == pytest.approx(qs)


@given(st.lists(st.floats(0.0001, 1), max_size=30))
def test_adjust_keeps_the_order_and_never_makes_surer(ps: list[float]) -> None:
    qs = adjust(ps)
    assert all(q >= p - 1e-12 for p, q in zip(ps, qs, strict=True))
    ranked = [q for _, q in sorted(zip(ps, qs, strict=True))]
    assert ranked == sorted(ranked)


def test_contrast_finds_a_habit_and_no_word_of_one_article() -> None:
    # 稱 in every article of the one side; 船 as often in all, but in one article alone.
    texts = [plain(i, "稱稱稱" + ("船" * 30 if i == 0 else "")) for i in range(10)]
    texts += [plain(i) for i in range(10, 20)]
    found = contrast.compare(*toy(*texts), halves(20))
    assert [(row.word, row.label) for row in found.distinctive] == [("稱", "甲")]
    [row] = found.distinctive
    assert (row.count, row.other, row.units) == (30, 0, 10)
    assert 0 < row.low < row.log_ratio < row.high
    assert "船" not in {row.word for row in found.rows}


def test_contrast_counts_what_comes_from_one_story_once() -> None:
    texts = [plain(i, "船船船" if i < 9 else "") for i in range(30)]
    corpus, tokens = toy(*texts)
    apart = contrast.compare(corpus, tokens, halves(30))
    story = contrast.compare(corpus, tokens, halves(30), stories=[[str(i) for i in range(9)]])
    assert "船" in {row.word for row in apart.distinctive}
    assert "船" not in {row.word for row in story.distinctive}
    assert story.units == (7, 15)


def test_contrast_within_stories_takes_subjects_for_no_style() -> None:
    # 甲 covers 12 stories of which 乙 has 6; the other 6 are full of 球. In all stories 甲 says 稱.
    pairs = [(plain(i, "稱稱稱"), plain(50 + i)) for i in range(6)]
    texts = [one for one, _ in pairs] + [plain(90 + i, "稱稱稱" + "球" * 9) for i in range(6)]
    texts += [other for _, other in pairs] + [plain(70 + i) for i in range(6)]
    stories = [(str(i), str(12 + i)) for i in range(6)]
    settings = ContrastSettings(within="stories", min_count=3)
    found = contrast.compare(*toy(*texts), halves(24), stories=stories, settings=settings)
    assert found.stories == 6
    words = {row.word for row in found.rows}
    assert "球" not in words and "稱" in words
    first = found.rows[0]
    assert (first.word, first.label) == ("稱", "甲")
    assert first.p == pytest.approx(2 / 2**6, abs=0.01)  # all six one way, or all the other


def test_contrast_turns_round_with_its_groups() -> None:
    texts = [plain(i, "稱稱稱") for i in range(8)] + [plain(i) for i in range(8, 16)]
    corpus, tokens = toy(*texts)
    there = contrast.compare(corpus, tokens, halves(16))
    groups = halves(16).groups[::-1]
    back = contrast.compare(corpus, tokens, Grouping("outlet", groups))

    def said(rows: tuple[contrast.ContrastRow, ...]) -> dict[str, tuple[str, float]]:
        leaning = (row for row in rows if row.log_ratio > 1e-9)
        return {row.word: (row.label, round(row.log_ratio, 9)) for row in leaning}

    assert said(there.rows) == said(back.rows)
    assert said(there.rows)["稱"][0] == "甲"


def test_contrast_of_names_and_its_pictures() -> None:
    texts = [plain(i) for i in range(20)]
    uses = NameUses("n:PER:林", "林", tuple((str(i), 2) for i in range(10)))
    settings = ContrastSettings(subject="names")
    found = contrast.compare(*toy(*texts), halves(20), names=(uses,), settings=settings)
    assert [(row.mark, row.word, row.count) for row in found.distinctive] == [
        ("n:PER:林", "林", 20)
    ]
    for draw in (figure.bars, figure.cloud):
        [trace] = draw(found, mode="light").data
        assert list(trace.customdata) == ["n:PER:林"]
        assert trace.x[0] < 0  # it leans to the first group
    assert contrast.to_table(found).rows[0][0].content == "林"


def test_contrast_maps_more_than_two_groups() -> None:
    texts = [plain(i, c * 4) for c in "風雨雷" for i in range(6)]
    ids = [str(i) for i in range(18)]
    groups = tuple(ArticleGroup(c, tuple(ids[i * 6 : i * 6 + 6])) for i, c in enumerate("風雨雷"))
    found = contrast.compare(*toy(*texts), Grouping("outlet", groups))
    assert {row.word: row.label for row in found.distinctive} == {c: c for c in "風雨雷"}
    at = {p.mark + ("組" if p.is_group else ""): np.array([p.x, p.y]) for p in found.points}
    for c in "風雨雷":
        nearest = min("風雨雷", key=lambda other: float(np.linalg.norm(at[other] - at[f"{c}組"])))
        assert nearest == c
    assert 0 < sum(found.inertia) <= 1 + 1e-9
    assert len(figure.group_map(found, mode="dark").data) == 2


@pytest.mark.parametrize(
    ("texts", "settings", "unfit"),
    [
        ([], ContrastSettings(), "few_groups"),
        ([plain(i) for i in range(6)], ContrastSettings(), "few_units"),
        ([plain(i)[:10] for i in range(20)], ContrastSettings(), "few_words"),
        ([plain(i) for i in range(20)], ContrastSettings(within="stories"), "few_stories"),
    ],
)
def test_contrast_refuses_with_its_cause(texts, settings: ContrastSettings, unfit: str) -> None:
    grouping = halves(len(texts)) if texts else Grouping("outlet")
    found = contrast.compare(*toy(*texts), grouping, settings=settings)
    assert (found.unfit, found.rows) == (unfit, ())
    assert contrast.to_json(found)["refused"]["message"]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("outlet", "媒體"),
        ("tag", "標籤"),
        ("month", "日期"),
        ("file", "檔案"),
        ("selection", "選集"),
    ],
)
def test_a_refusal_names_what_the_articles_lack(by, said: str) -> None:
    found = contrast.compare(*toy(plain(1)), Grouping(by), settings=ContrastSettings(by))
    assert said in describe.reason(found)


def test_a_refusal_names_the_smallest_group() -> None:
    groups = (ArticleGroup("大報", tuple(map(str, range(9)))), ArticleGroup("小報", ("9",)))
    found = contrast.compare(*toy(*map(plain, range(10))), Grouping("outlet", groups))
    assert (found.unfit, found.has) == ("few_units", 1)
    assert "「小報」" in describe.reason(found)


def test_contrast_discovers_nothing_in_shuffled_labels() -> None:
    corpus, tokens, ids = bench.make(1)
    random.Random(0).shuffle(ids)
    assert bench.compare(corpus, tokens, ids).distinctive == ()
