"""How honest differences of networks are: planted changes found, false alarms by chance.

Networks are made here, so that the truth is known: 60 stories a side, most of them told by two
articles; links in bursts, as news has them, alike on both sides, and twenty that are planted to
double. `python -m tests.bench differences` prints the table.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

import numpy as np

from components.difference import DifferenceSettings, NetworkDifference, compare_sides
from components.entities import Entity, EntityIndex, Mentions
from components.network import NetworkSettings, cooccur
from components.text import ArticleGroup, Grouping, Spans

CORPORA = 200
STORIES = 60  # a side
PLANTED, PLACES = 20, 20  # links that double, and how often one side has them; the other twice
_NAMES, OTHERS, FEW = 60, 130, 30  # names; links that are alike on both sides, and fewer
_SETTINGS = DifferenceSettings("outlet", "甲報", "乙報")


@dataclass(frozen=True, slots=True)
class Made:
    """A corpus of which all is known.

    Attributes:
        stories: the articles of each, those of the first side first.
        planted: the links that double.
    """

    index: EntityIndex
    stories: list[tuple[str, ...]]
    planted: set[str]


def make(seed: int, *, others: int = OTHERS, thrown: bool = False) -> Made:
    """Make a corpus.

    Args:
        seed: another gives another.
        others: links that are alike on both sides.
        thrown: planted places fall on stories at random, several on one as chance has it;
            otherwise each on another story.
    """
    draw = np.random.default_rng(seed)
    every = [(a, b) for a in range(_NAMES) for b in range(a + 1, _NAMES)]
    pairs = np.array(every)[draw.choice(len(every), PLANTED + others, replace=False)]
    places: list[tuple[int, int]] = []  # story, pair
    for pair in range(PLANTED):
        for side in (0, 1):
            more = PLACES * (2 if side == pair % 2 else 1)
            own = draw.choice(STORIES, more, replace=thrown) + side * STORIES
            places += [(int(story), pair) for story in own]
    for pair in range(PLANTED, len(pairs)):
        share = draw.uniform(0.03, 0.5)
        for story in np.flatnonzero(draw.random(2 * STORIES) < share).tolist():
            places += [(story, pair)] * int(draw.geometric(0.5))
    return _write(draw, pairs, places)


def _write(draw: np.random.Generator, pairs: np.ndarray, places: list[tuple[int, int]]) -> Made:
    """Write each place as a sentence of its story, and some sentences that name nobody."""
    filled = [(story, -1) for story in range(2 * STORIES) for _ in range(draw.integers(4, 16))]
    rows = np.array(places + filled)
    article = rows[:, 0] * 2 + draw.integers(0, 2, len(rows))
    order = np.argsort(article, kind="stable")
    article, pair = article[order].astype(np.int32), rows[order, 1]
    ids = tuple(f"{i:03}" for i in range(4 * STORIES))
    starts = np.arange(len(rows), dtype=np.int32) * 10
    sentences = Spans(ids, article, starts, starts + 9)
    named = np.flatnonzero(pair >= 0)
    where, codes = np.repeat(named, 2), pairs[pair[named]].ravel().astype(np.int32)
    at = starts[where] + np.tile([0, 4], len(named)).astype(np.int32)
    names = tuple(f"PER:{i:02}" for i in range(_NAMES))
    spans = Spans(ids, article[where], at, at + 2)
    index = EntityIndex(
        tuple(Entity(id, id, "PER") for id in names),
        Mentions(spans, codes, np.ones(len(codes)), names),
        sentences,
    )
    marks = {f"e:{names[a]}|{names[b]}" for a, b in pairs[:PLANTED].tolist()}
    stories = [(ids[2 * i], ids[2 * i + 1]) for i in range(2 * STORIES)]
    return Made(index, stories, marks)


def compare(made: Made, order: list[int] | None = None) -> NetworkDifference:
    """Compare the first half of the stories with the second, in another order if one is given."""
    order = order or list(range(len(made.stories)))
    halves = (order[:STORIES], order[STORIES:])
    groups = tuple(
        ArticleGroup(label, tuple(id for i in half for id in made.stories[i]))
        for label, half in zip(("甲報", "乙報"), halves, strict=True)
    )
    network = cooccur(made.index, NetworkSettings(top_nodes=0))
    return compare_sides(
        network, made.index.sentences, Grouping("outlet", groups),
        stories=made.stories, settings=_SETTINGS,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of one corpus, all in [0, 1].

    Attributes:
        found: share of the planted links.
        false: share of what was found that is not planted.
        covered: share of the links that are alike whose interval holds no change.
        covered_planted: share of the planted ones whose interval holds twice as often.
    """

    found: float
    false: float
    covered: float
    covered_planted: float


def score(made: Made) -> Score:
    """Compare a corpus and look at what came of it."""
    result = compare(made)
    sure = {change.mark for change in result.sure}
    tested = [change for change in result.changes if not change.has_too_little_text]
    truth = {
        change.mark: (1.0 if change.log_ratio > 0 else -1.0) if change.mark in made.planted else 0.0
        for change in tested
    }
    held = {
        change.mark: (-99.0 if change.low is None else change.low)
        <= truth[change.mark]
        <= (99.0 if change.high is None else change.high)
        for change in tested
    }
    alike = [held[mark] for mark in held if mark not in made.planted]
    return Score(
        len(sure & made.planted) / len(made.planted),
        len(sure - made.planted) / max(1, len(sure)),
        float(np.mean(alike)),
        float(np.mean([held[mark] for mark in held if mark in made.planted])),
    )


def shuffled(seed: int) -> bool:
    """Tell whether stories dealt out to the sides by chance give any discovery."""
    made, order = make(seed), list(range(2 * STORIES))
    random.Random(seed).shuffle(order)
    return bool(compare(made, order).sure)


def main() -> None:
    """Print the table."""
    # Thrown at random, 20 against 40 have p = .01, whatever the test: among many links that is
    # more than a false discovery rate of 5 % lets through.
    for others, thrown in ((OTHERS, False), (OTHERS, True), (FEW, True)):
        begun = time.process_time()
        seeds = range(1, CORPORA + 1)
        scores = [score(make(seed, others=others, thrown=thrown)) for seed in seeds]
        how = "places on stories at random" if thrown else "each place on another story"
        print(f"{PLANTED} links planted among {PLANTED + others}, {how}")
        for name in ("found", "false", "covered", "covered_planted"):
            print(f"  {name:30} {100 * np.mean([getattr(s, name) for s in scores]):6.1f} %")
        print(f"  {'CPU':30} {time.process_time() - begun:6.1f} s for {CORPORA} corpora")
    begun = time.process_time()
    alarms = sum(shuffled(seed) for seed in range(1, CORPORA + 1))
    print(f"label shuffles with a discovery  {100 * alarms / CORPORA:6.1f} %")
    print(f"  {'CPU':30} {time.process_time() - begun:6.1f} s")


if __name__ == "__main__":
    main()
