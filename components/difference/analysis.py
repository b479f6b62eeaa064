"""Finds the links of a network that two sides have unlike, by more than chance and one story.

Sentences of one story come together: a text that names two people names them in every other
sentence. So stories are the units that are drawn and dealt out, never sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erfc, exp, lgamma, sqrt

import numpy as np
from numpy.typing import NDArray

from components.contrast import FALSE_SHARE, MIN_UNITS, adjust, find_chances, residuals
from components.difference.difference import (
    DifferenceSettings,
    DifferenceUnfit,
    EdgeChange,
    NetworkDifference,
)
from components.network import CooccurrenceNetwork
from components.text import ArticleGroup, Grouping, Spans, digest_of

MOST_TESTED = 1_000  # links, those seen most first
_ENDS = (2.5, 97.5)  # percentiles that end an interval
_UNSEEN = 3.0  # stories that may have what none of them was seen to have
_STRICT = 0.01  # p by which a link that doubled should be told, where most can be
_EQUAL = 1 / 3  # part of the false discoveries that is dealt out to all links alike

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Tallies:
    """What each story has on each side.

    Attributes:
        counts: (n_units, n_edges), units of a link.
        totals: (n_units,), sentences.
        here: (n_units,), whether it is of the one side.
    """

    counts: Counts
    totals: Counts
    here: NDArray[np.bool_]


def compare_sides(
    network: CooccurrenceNetwork,
    sentences: Spans,
    grouping: Grouping,
    *,
    stories: Sequence[Sequence[str]] = (),
    settings: DifferenceSettings,
) -> NetworkDifference:
    """Compare how often names meet on two sides.

    - Effect: log2 of the ratio of meetings a sentence, each count with a half added (Haldane
      1956, Annals of Human Genetics 20), so that a side without any has a number too.
    - Interval: stories of each side are drawn anew with replacement (bootstrap of clusters,
      percentiles; Davison & Hinkley 1997, ch. 2.4, 5.3). Where a side has none, it is open, and
      its other end supposes that three stories more have it (rule of three; Hanley &
      Lippman-Hand 1983, JAMA 249).
    - Chance: stories are dealt out to the sides again and again (permutation), q is the false
      discovery rate of Benjamini & Hochberg over all links tested, each p over a weight that
      tells how well a doubling could be seen (Genovese, Roeder & Wasserman 2006, Biometrika 93).
      Links of so few stories that no deal could be telling are not tested (Tarone 1990,
      Biometrics 46). Both depend on what stories have in all and never on the sides.

    Args:
        network: which links are looked at; their evidence is counted by side.
        sentences: all that count, `EntityIndex.sentences`.
        grouping: the groups, two of which are the sides.
        stories: ids of articles that share text, story by story; all that a side has of one is
            one unit.
        settings: which sides, and how.
    """
    digest = digest_of(
        "difference", network.digest, grouping.digest, tuple(map(tuple, stories)), settings
    )
    made = NetworkDifference(
        settings, network=network.settings, copies=network.copies, digest=digest
    )
    sides = tuple(
        ArticleGroup(label, grouping.ids_of(label)) for label in (settings.here, settings.there)
    )
    if settings.here == settings.there:
        return _refuse(made, "same_sides")
    made = replace(made, n_beyond=max(0, len(network.edges) - MOST_TESTED))
    network = _keep_most_seen(network)
    tallies = _tally(network, sentences, [side.ids for side in sides], stories)
    here = tallies.here
    sizes = (int(here.sum()), int((~here).sum()))
    totals = (int(tallies.totals[here].sum()), int(tallies.totals[~here].sum()))
    made = replace(made, stories=sizes, sentences=totals)
    if min(sizes) < MIN_UNITS:
        return _refuse(made, "few_stories", MIN_UNITS, min(sizes))
    present = np.flatnonzero(tallies.counts.any(axis=0))
    if not len(present):
        return _refuse(made, "no_links")
    tallies = replace(tallies, counts=tallies.counts[:, present])
    network = replace(network, edges=network.edges.take(present))
    changes = _measure_changes(network, tallies, settings)
    used = {id for change in changes for id in (change.source, change.target)}
    return replace(
        made,
        changes=changes,
        nodes=tuple(node for node in network.nodes if node.id in used),
        sides=sides,
    )


def _keep_most_seen(network: CooccurrenceNetwork) -> CooccurrenceNetwork:
    """Return a network with no more links than are tested, those seen most, in their order."""
    shown = np.sort(np.argsort(-network.edges.counts, kind="stable")[:MOST_TESTED])
    return replace(network, edges=network.edges.take(shown))


def _refuse(
    made: NetworkDifference, why: DifferenceUnfit, needs: int = 0, has: int = 0
) -> NetworkDifference:
    return replace(made, unfit=why, needs=needs, has=has)


def _tally(
    network: CooccurrenceNetwork,
    sentences: Spans,
    sides: Sequence[Sequence[str]],
    stories: Sequence[Sequence[str]],
) -> _Tallies:
    """Count links and sentences by story and side; what has no sentence is no unit."""
    of_story = {article: i for i, ids in enumerate(stories) for article in ids}
    sizes = np.bincount(sentences.articles, minlength=len(sentences.ids)).tolist()
    lengths = dict(zip(sentences.ids, sizes, strict=True))
    keys: dict[tuple[object, int], int] = {}
    totals: list[float] = []
    edges, n_edges = network.edges, len(network.edges)
    number = {id: i for i, id in enumerate(edges.places.ids)}
    own: list[NDArray[np.int64]] = []
    for side, ids in enumerate(sides):
        unit_of = np.full(len(number), -1, np.int64)
        for article in ids:
            if not lengths.get(article):
                continue
            key: tuple[object, int] = (of_story.get(article, article), side)
            unit = keys.setdefault(key, len(keys))
            if unit == len(totals):
                totals.append(0.0)
            totals[unit] += lengths[article]
            if article in number:
                unit_of[number[article]] = unit
        own.append(unit_of)
    of = np.repeat(np.arange(n_edges), edges.counts)
    flat = np.zeros(len(keys) * n_edges)
    for unit_of in own:
        units = unit_of[edges.places.articles[edges.units]]
        inside = units >= 0
        cells = units[inside] * n_edges + of[inside]
        flat += np.bincount(cells, minlength=len(flat))
    here = np.array([side == 0 for _, side in keys], bool)
    return _Tallies(flat.reshape(len(keys), n_edges), np.array(totals), here)


def _measure_changes(
    network: CooccurrenceNetwork, tallies: _Tallies, settings: DifferenceSettings
) -> tuple[EdgeChange, ...]:
    here, counts = tallies.here, tallies.counts
    ps, qs, tested = _test(tallies, settings)
    lows, ratios, highs = _estimate(tallies, settings)
    sums = [counts[side].sum(axis=0).astype(int).tolist() for side in (here, ~here)]
    holders = [np.count_nonzero(counts[side], axis=0).tolist() for side in (here, ~here)]
    changes = [
        EdgeChange(
            edge.source,
            edge.target,
            sums[0][i],
            sums[1][i],
            holders[0][i],
            holders[1][i],
            float(ratios[i]),
            float(lows[i]) if sums[0][i] else None,
            float(highs[i]) if sums[1][i] else None,
            float(ps[i]) if tested[i] else None,
            float(qs[i]) if tested[i] else None,
        )
        for i, edge in enumerate(network.edges)
    ]
    return tuple(sorted(changes, key=_rank))


def _rank(change: EdgeChange) -> tuple[float, float, str, str]:
    q = 2.0 if change.q is None else change.q
    return q, -abs(change.log_ratio), change.source, change.target


def _test(
    tallies: _Tallies, settings: DifferenceSettings
) -> tuple[Counts, Counts, NDArray[np.bool_]]:
    """Return p and q of each link, and which links were tested."""
    counts, here = tallies.counts, tallies.here
    sizes = int(here.sum()), int((~here).sum())
    least = [least_p(int(n), *sizes) for n in np.count_nonzero(counts, axis=0).tolist()]
    tested = np.array(least) <= FALSE_SHARE
    ps, qs = np.ones(counts.shape[1]), np.ones(counts.shape[1])
    if tested.any():
        strata = np.zeros(len(here), np.int64)
        left = residuals(counts[:, tested], tallies.totals, strata)
        ps[tested] = find_chances(
            left, here, strata, shuffles=settings.shuffles, seed=settings.seed
        )
        weights = weigh_by_power(_find_shifts(counts[:, tested], left, sizes))
        qs[tested] = adjust(np.minimum(ps[tested] / weights, 1).tolist())
    return ps, qs, tested


def _find_shifts(counts: Counts, left: Counts, sizes: tuple[int, int]) -> Counts:
    """Return how far a doubling would shift each link, in standard deviations of chance deals."""
    n = sum(sizes)
    share = sizes[0] / n
    doubled = counts.sum(axis=0) * share * (1 - share) * (1 / (1 + share) + 1 / (2 - share)) / 2
    spread = np.sqrt((left**2).sum(axis=0) * sizes[0] * sizes[1] / (n * (n - 1)))
    return np.asarray(doubled / np.maximum(spread, 1e-9))


def weigh_by_power(shifts: Counts) -> Counts:
    """Return how much of the false discoveries each test may claim, 1 on average.

    Most goes to tests that tell a shift only if they are lenient: those that tell it anyway need
    less, those that never would waste it (Roeder & Wasserman 2009, Statistical Science 24). No
    test has less than a third of an equal part: a change far larger than a doubling is found in
    few places too.

    Args:
        shifts: (n_tests,), the effect that is looked for, in standard deviations, positive; it
            may depend on all that is known but for what is tested.
    """
    shifts = np.clip(shifts, 0.05, 50.0)
    low, high = -2500.0, 2500.0
    while high - low > 1e-6:  # the more is asked for, the less is let through
        middle = (low + high) / 2
        most = float(_tail(shifts / 2 + middle / shifts).mean())
        low, high = (middle, high) if most > _STRICT else (low, middle)
    by_power = _tail(shifts / 2 + high / shifts)
    weights: Counts = _EQUAL + (1 - _EQUAL) * by_power / max(float(by_power.mean()), 1e-300)
    return weights


def _tail(z: Counts) -> Counts:
    """Return how probable more than z is, of the standard normal distribution."""
    return np.array([erfc(value / sqrt(2)) / 2 for value in z.tolist()])


def least_p(holders: int, here: int, there: int) -> float:
    """Return how improbable the most telling deal is: all stories with a link on one side.

    Args:
        holders: stories that have the link.
        here: stories of the one side.
        there: stories of the other.
    """
    few = min(here, there)
    if holders > few:
        return 0.0
    alone = lgamma(few + 1) - lgamma(few - holders + 1)
    whole = lgamma(here + there + 1) - lgamma(here + there - holders + 1)
    # Where the sides are as large, the opposite deal is as telling.
    return exp(alone - whole) * (2 if here == there else 1)


def _estimate(tallies: _Tallies, settings: DifferenceSettings) -> tuple[Counts, Counts, Counts]:
    """Return low end, logarithm of the ratio and high end of each link."""
    random = np.random.default_rng(settings.seed)
    seen, drawn, more = [], [], []
    for side in (tallies.here, ~tallies.here):
        counts, totals = tallies.counts[side], tallies.totals[side]
        n = len(totals)
        times = random.multinomial(n, np.full(n, 1 / n), size=settings.draws).astype(float)
        size = np.log2(times @ totals)[:, None]
        seen.append(np.log2(counts.sum(axis=0) + 0.5) - np.log2(totals.sum()))
        drawn.append(np.log2(times @ counts + 0.5) - size)
        more.append(np.log2(_fill_unseen(tallies.counts, side) + 0.5) - size)
    unlike = drawn[0] - drawn[1]
    absent = [~tallies.counts[side].any(axis=0) for side in (tallies.here, ~tallies.here)]
    # Where one side has none, the end that is not open supposes that it has some.
    unlike[:, absent[0]] = (more[0] - drawn[1])[:, absent[0]]
    unlike[:, absent[1]] = (drawn[0] - more[1])[:, absent[1]]
    low, high = np.percentile(unlike, _ENDS, axis=0)
    return low, seen[0] - seen[1], high


def _fill_unseen(counts: Counts, side: NDArray[np.bool_]) -> Counts:
    """Return how many meetings three stories more would have, by those of the other side."""
    holders = np.maximum(np.count_nonzero(counts[~side], axis=0), 1)
    filled: Counts = _UNSEEN * counts[~side].sum(axis=0) / holders
    return filled
