"""Groups articles by pairs that are alike, and chooses the copy of each group that counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.duplicates.arrays import number_values
from components.duplicates.minhash import number_components
from components.duplicates.report import (
    DuplicateSettings,
    Group,
    Likeness,
    Member,
)
from components.text import Article, Span

Pairs = NDArray[np.int32]
Compare = Callable[[Pairs], NDArray[np.float32]]


def group_articles(
    articles: Sequence[Article],
    likeness: Likeness,
    settings: DuplicateSettings,
    ranks: NDArray[np.int64],
    compare: Compare,
) -> tuple[tuple[Group, ...], Likeness]:
    """Group articles that are connected by pairs alike enough; largest groups first.

    Args:
        articles: in reading order.
        likeness: exact classes and compared pairs.
        settings: the similarity.
        ranks: (n_articles,), which article is kept: the lowest.
        compare: the Jaccard index of pairs that were not compared yet.

    Returns:
        The groups, and the likeness with the pairs compared for them added.
    """
    members = _members(likeness, settings.similarity)
    kept = [min(group, key=ranks.__getitem__) for group in members]
    pairs = np.array(
        [(k, m) for k, group in zip(kept, members, strict=True) for m in group], np.int32
    ).reshape(-1, 2)
    similarity, likeness = _similarities(likeness, pairs, compare)
    made, at = [], 0
    for k, group in zip(kept, members, strict=True):
        values = similarity[at : at + len(group)]
        at += len(group)
        made.append(_group(articles, likeness, k, group, values))
    return tuple(sorted(made, key=lambda g: -len(g.members))), likeness


def _members(likeness: Likeness, similarity: float) -> list[list[int]]:
    """Members of each group of at least two, in reading order."""
    n = len(likeness.classes)
    equal = np.stack((likeness.classes, np.arange(n, dtype=np.int32)), axis=1)
    # The Jaccard index is stored in single precision.
    enough = likeness.similarity[: likeness.links] >= np.float32(similarity) - 1e-6
    alike = likeness.pairs[: likeness.links][enough]
    labels = number_components(n, np.concatenate((equal, alike)))
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    sizes = np.diff(np.concatenate(([0], cuts, [n])))
    starts = np.concatenate(([0], cuts))
    return [
        order[start : start + size].tolist()
        for start, size in zip(starts, sizes, strict=True)
        if size > 1
    ]


def _similarities(
    likeness: Likeness, pairs: Pairs, compare: Compare
) -> tuple[NDArray[np.float32], Likeness]:
    """Look pairs up among those compared, and compare the others."""
    classes = likeness.classes[pairs]
    low, high = classes.min(axis=1, initial=2**31 - 1), classes.max(axis=1, initial=0)
    wanted = low.astype(np.int64) << 32 | high
    known = likeness.pairs[:, 0].astype(np.int64) << 32 | likeness.pairs[:, 1]
    order = np.argsort(known)
    values = np.where(low == high, np.float32(1), np.float32(np.nan))
    if len(known):
        slot = order[np.minimum(np.searchsorted(known, wanted, sorter=order), len(known) - 1)]
        values = np.where(known[slot] == wanted, likeness.similarity[slot], values)
    missing = np.flatnonzero(np.isnan(values))
    if len(missing):
        fresh, place = number_values(wanted[missing])
        more = np.stack((fresh >> 32, fresh & 0xFFFFFFFF), axis=1).astype(np.int32)
        found = compare(more)
        values[missing] = found[place]
        likeness = replace(
            likeness,
            pairs=np.concatenate((likeness.pairs, more)),
            similarity=np.concatenate((likeness.similarity, found)),
        )
    return values.astype(np.float32), likeness


def _group(
    articles: Sequence[Article],
    likeness: Likeness,
    kept: int,
    group: Sequence[int],
    similarity: NDArray[np.float32],
) -> Group:
    exact = len({int(likeness.classes[i]) for i in group}) == 1
    members = tuple(
        Member(_whole(articles[i]), round(value, 4))
        for i, value in zip(group, similarity.tolist(), strict=True)
    )
    return Group("exact" if exact else "near", _whole(articles[kept]), members)


def _whole(article: Article) -> Span:
    return Span(article.id, 0, len(article.text))
