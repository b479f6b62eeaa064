"""Divides the links of a network among groups of articles: periods, outlets, tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from components.network.network import CooccurrenceNetwork
from components.text import (
    PERIODS,
    ArticleGroup,
    GroupField,
    Grouping,
    Numbers,
    digest_of,
    periods_between,
)

MOST_PERIODS = 400  # of longer spans those without articles are left out


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Slices:
    """How often each link is there in each group of articles.

    Attributes:
        by: what divides the articles.
        labels: the groups; periods in their order, also those without articles.
        sizes: articles of each.
        counts: (n_edges, n_groups), units of a group that name both ends.
        without: articles that are in no group.
    """

    by: GroupField = "day"
    labels: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    counts: Numbers = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    without: int = 0
    digest: str = ""


def slice_network(network: CooccurrenceNetwork, grouping: Grouping) -> Slices:
    """Count the units of each link by group; an article of several groups counts in each.

    Args:
        network: the links, with the units that are their evidence.
        grouping: who belongs where.

    Returns:
        Counts whose sum over disjoint groups is the count of the link, but for what is in none.
    """
    whole = fill_periods(grouping)
    edges, n = network.edges, len(whole.groups)
    of = np.repeat(np.arange(len(edges)), edges.counts)
    articles = edges.places.articles[edges.units]
    counts = np.zeros(len(edges) * n, np.int64)
    for column in _columns(whole, edges.places.ids):
        at = column[articles]
        cells = of[at >= 0] * n + at[at >= 0]
        counts += np.bincount(cells, minlength=len(counts))
    return Slices(
        grouping.by,
        whole.labels,
        tuple(len(group.ids) for group in whole.groups),
        counts.reshape(len(edges), n),
        len(grouping.without),
        digest_of("slices", network.digest, grouping.digest),
    )


def _columns(grouping: Grouping, ids: Sequence[str]) -> Iterator[Numbers]:
    """Yield for each article its group, -1 for none; again where some have several."""
    groups: dict[str, list[int]] = {}
    for column, group in enumerate(grouping.groups):
        for id in group.ids:
            groups.setdefault(id, []).append(column)
    own = [groups.get(id, ()) for id in ids]
    for layer in range(max(map(len, own), default=0)):
        yield np.array([g[layer] if len(g) > layer else -1 for g in own], np.int64)


def fill_periods(grouping: Grouping) -> Grouping:
    """Put the periods without articles between the others; other groups stay as they are."""
    if grouping.by not in PERIODS or len(grouping.groups) < 2:
        return grouping
    try:
        every = periods_between(grouping.labels[0], grouping.labels[-1])
    except ValueError:  # no such date
        return grouping
    if len(every) > MOST_PERIODS:
        return grouping
    own = {group.label: group for group in grouping.groups}
    return replace(
        grouping, groups=tuple(own.get(p, ArticleGroup(p, ())) for p in every), digest=""
    )
