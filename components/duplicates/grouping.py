"""From pairs of articles that are alike to groups, each with the copy that counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.duplicates.arrays import numbered
from components.duplicates.minhash import components
from components.duplicates.report import (
    DuplicateSettings,
    Group,
    LeftOut,
    Likeness,
    Member,
    Passage,
)
from components.reading import Article, Span

Pairs = NDArray[np.int32]
Compare = Callable[[Pairs], NDArray[np.float32]]


def groups_of(
    articles: Sequence[Article],
    likeness: Likeness,
    settings: DuplicateSettings,
    compare: Compare,
) -> tuple[tuple[Group, ...], Likeness]:
    """Group articles that are connected by pairs alike enough; largest groups first.

    Args:
        articles: in reading order.
        likeness: exact classes and compared pairs.
        settings: the similarity, and whom the reader chose to keep.
        compare: the Jaccard index of pairs that were not compared yet.

    Returns:
        The groups, and the likeness with the pairs compared for them added.
    """
    members = _members(likeness, settings.similarity)
    kept = [_kept(articles, likeness, group, settings) for group in members]
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


def left_out(
    articles: Sequence[Article],
    likeness: Likeness,
    groups: Sequence[Group],
    passages: Sequence[Passage],
    shared: Sequence[Group],
    settings: DuplicateSettings,
) -> tuple[LeftOut, ...]:
    """Say which stretches unique text leaves out, in reading order."""
    order = {article.id: i for i, article in enumerate(articles)}
    out = _copies_left_out(groups, likeness, order, settings)
    gone = {leaving.span.article_id for leaving in out}
    if "passages" in settings.leave_out:
        pasted = [
            LeftOut(span, "pasted", passage.copies[0])
            for passage in passages
            if passage.article_id not in gone
            for span in passage.copies[1:]
        ]
        out += pasted
        out += _shared_left_out(shared, gone, pasted)
    return tuple(sorted(out, key=lambda o: (order[o.span.article_id], o.span.start)))


def _members(likeness: Likeness, similarity: float) -> list[list[int]]:
    """Members of each group of at least two, in reading order."""
    n = len(likeness.classes)
    equal = np.stack((likeness.classes, np.arange(n, dtype=np.int32)), axis=1)
    # The Jaccard index is stored in single precision.
    enough = likeness.similarity[: likeness.links] >= np.float32(similarity) - 1e-6
    alike = likeness.pairs[: likeness.links][enough]
    labels = components(n, np.concatenate((equal, alike)))
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    sizes = np.diff(np.concatenate(([0], cuts, [n])))
    starts = np.concatenate(([0], cuts))
    return [
        order[start : start + size].tolist()
        for start, size in zip(starts, sizes, strict=True)
        if size > 1
    ]


def _kept(
    articles: Sequence[Article],
    likeness: Likeness,
    group: Sequence[int],
    settings: DuplicateSettings,
) -> int:
    """The reader's choice, else the earliest, else the longest, else the first."""
    ids = {articles[i].id: i for i in group} if settings.keep else {}
    for chosen in reversed(settings.keep):
        if chosen in ids:
            return ids[chosen]
    lengths = likeness.lengths

    def preference(i: int) -> tuple[bool, str, int]:
        published = articles[i].published
        return (published is None, published or "", -int(lengths[i]))

    return min(group, key=preference)


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
        fresh, place = numbered(wanted[missing])
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


def _copies_left_out(
    groups: Sequence[Group],
    likeness: Likeness,
    order: dict[str, int],
    settings: DuplicateSettings,
) -> list[LeftOut]:
    """Whole articles that another one stands for."""
    out: list[LeftOut] = []
    for group in groups:
        kept_class = likeness.classes[order[group.kept.article_id]]
        stands: dict[int, Span] = {int(kept_class): group.kept}
        for member in group.members:
            if member.span == group.kept:
                continue
            same = int(likeness.classes[order[member.span.article_id]])
            if same in stands and "articles" in settings.leave_out:
                out.append(LeftOut(member.span, "article", stands[same]))
            elif same not in stands and "near" in settings.leave_out:
                out.append(LeftOut(member.span, "near", group.kept))
            else:
                stands.setdefault(same, member.span)
    return out


def _shared_left_out(
    shared: Sequence[Group], gone: set[str], pasted: Sequence[LeftOut]
) -> list[LeftOut]:
    """Shared passages but for the first that still counts."""
    taken: dict[str, list[Span]] = {}
    for leaving in pasted:
        taken.setdefault(leaving.span.article_id, []).append(leaving.span)

    def counts(span: Span) -> bool:
        inside = taken.get(span.article_id, ())
        return span.article_id not in gone and not any(
            other.start < span.end and span.start < other.end for other in inside
        )

    out: list[LeftOut] = []
    for group in shared:
        spans = [member.span for member in group.members if counts(member.span)]
        kept = group.kept if group.kept in spans else next(iter(spans), None)
        out += (LeftOut(span, "passage", kept) for span in spans if kept and span != kept)
    return out
