"""Distinctive words of two outlets: the truth counted by itself, in plain Python, beside ours.

The truth knows texts, outlets and sentences, and nothing of Wenmai: a word is counted where its
letters stand, articles that share a sentence are one story, and stories are dealt out by chance.
"""

from __future__ import annotations

import random
from collections import Counter
from math import log2

import pytest

from components import contrast
from components.contrast import FALSE_SHARE, Contrast, ContrastSettings
from components.text import group_articles
from tests.newsroom.measure import Newsroom

OUTLETS = ("島聞通訊社", "北岸日報")
PRIOR, CHARACTERS_A_WORD, DEALS = 500, 1.6, 1_000


def fold(text: str) -> str:
    return text.replace("臺", "台")


class Truth:
    """What the truth says of two outlets: stories, and how often any word stands in each unit."""

    def __init__(self, articles: list[dict]) -> None:
        self.parent = {a["article"]: a["article"] for a in articles}
        first: dict[str, str] = {}
        for a in articles:
            for sentence in a["sentences"]:
                for *_, name in sentence["parts"]:
                    self.parent[self.story(a["article"])] = self.story(
                        first.setdefault(name, a["article"])
                    )
        self.units: dict[tuple[str, str], str] = {}  # story and outlet -> all its text
        for a in articles:
            if a["outlet"] in OUTLETS:
                key = (self.story(a["article"]), a["outlet"])
                self.units[key] = self.units.get(key, "") + "\n" + fold(a["text"])
        self.sizes = {key: len(text) / CHARACTERS_A_WORD for key, text in self.units.items()}

    def story(self, article: str) -> str:
        while self.parent[article] != article:
            article = self.parent[article]
        return article

    def count(self, word: str) -> dict[tuple[str, str], int]:
        return {key: text.count(fold(word)) for key, text in self.units.items()}

    def ratio(self, word: str) -> float:
        """Monroe's log odds ratio: above 0 the first outlet uses the word more."""
        uses = self.count(word)
        y, z = (sum(n for key, n in uses.items() if key[1] == o) for o in OUTLETS)
        n, m = (sum(s for key, s in self.sizes.items() if key[1] == o) for o in OUTLETS)
        a = PRIOR * (y + z) / (n + m)
        return log2((y + a) / (n + PRIOR - y - a)) - log2((z + a) / (m + PRIOR - z - a))

    def chance(self, word: str, deals: list[list[tuple[str, str]]]) -> float:
        """The share of deals in which the first outlet is as far from its share of the uses."""
        uses = self.count(word)
        rate = sum(uses.values()) / sum(self.sizes.values())
        off = {key: n - rate * self.sizes[key] for key, n in uses.items()}
        here = abs(sum(off[key] for key in off if key[1] == OUTLETS[0]))
        far = sum(abs(sum(off[key] for key in deal)) >= here - 1e-9 for deal in deals)
        return (1 + far) / (1 + len(deals))


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture(scope="module")
def found(newsroom: Newsroom) -> Contrast:
    own = newsroom.every
    return contrast.compare(
        own.counted, own.tokens, group_articles(own.source, "outlet"), stories=own.story_ids,
        stop_words=own.empty_norms, settings=ContrastSettings("outlet", OUTLETS),
    )  # fmt: skip


@pytest.fixture(scope="module")
def truth(newsroom: Newsroom) -> Truth:
    return Truth(newsroom.truth)


def test_units_of_two_outlets_are_the_stories_of_the_truth(
    newsroom: Newsroom, found: Contrast, truth: Truth
) -> None:
    own = Counter(truth.story(article) for article in truth.parent)
    assert sorted(n for n in own.values() if n > 1) == sorted(map(len, newsroom.every.story_ids))
    units = Counter(outlet for _, outlet in truth.units)
    assert found.units == tuple(units[outlet] for outlet in OUTLETS) == (12, 7)


def test_words_of_two_outlets_lean_as_in_the_truth(found: Contrast, truth: Truth) -> None:
    # A word of one letter is part of others; a longer one may be, so that the truth counts more.
    rows = [row for row in found.rows if len(row.word) > 1]
    same = []
    for row in rows:
        uses = truth.count(row.word)
        counts = {o: sum(n for key, n in uses.items() if key[1] == o) for o in OUTLETS}
        [other] = set(OUTLETS) - {row.label}
        assert row.count <= counts[row.label] and row.other <= counts[other], row.word
        if (row.count, row.other) == (counts[row.label], counts[other]):
            same.append(row)
    assert len(rows) > 100 and len(same) >= 0.8 * len(rows)
    ours = [row.log_ratio if row.label == OUTLETS[0] else -row.log_ratio for row in same]
    true = [truth.ratio(row.word) for row in same]
    # The truth knows characters and not words: its totals are a fifth too high or low at most.
    assert max(abs(a - b) for a, b in zip(ours, true, strict=True)) < 0.5
    ranks = [sorted(range(len(same)), key=values.__getitem__) for values in (ours, true)]
    places = [{row: at for at, row in enumerate(order)} for order in ranks]
    moved = sum((places[0][i] - places[1][i]) ** 2 for i in range(len(same)))
    assert 1 - 6 * moved / (len(same) ** 3 - len(same)) > 0.98  # Spearman


def test_nothing_marks_two_outlets_of_the_newsroom_more_than_chance(
    found: Contrast, truth: Truth
) -> None:
    words = [row for row in found.rows if len(row.word) > 1]
    keys, draw = sorted(truth.units), random.Random(7)
    n_here = sum(key[1] == OUTLETS[0] for key in keys)
    deals = [draw.sample(keys, n_here) for _ in range(DEALS)]
    ps = sorted(truth.chance(row.word, deals) for row in words)
    believed = [p for rank, p in enumerate(ps, 1) if p * len(ps) / rank <= FALSE_SHARE]
    assert believed == [] and found.distinctive == ()
    assert abs(sum(ps) - sum(row.p for row in words)) / len(ps) < 0.05
