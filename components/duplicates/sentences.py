"""Lists sentences that stand more than once, word for word or nearly so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from components.duplicates.minhash import find_near_pairs, measure_jaccard, number_components
from components.duplicates.report import DuplicateReport, Group, Member, Repeat
from components.text import Corpus, Span, fold_letters, letters_of

MIN_SIMILAR_LETTERS = 12  # 「他說。」 and 「她說。」 are not versions of one another


def find_repeated_sentences(report: DuplicateReport, *, limit: int = 200) -> tuple[Repeat, ...]:
    """Return the sentences that stand at least twice, those in most articles first."""
    places = report.places
    labels, owners = places.labels, places.spans[:, 0]
    if not len(labels):
        return ()
    counts = np.bincount(labels)
    # Each pair of a sentence and an article counts once.
    pairs = np.unique(np.stack((labels, owners), axis=1), axis=0)
    articles = np.bincount(pairs[:, 0])
    order = np.lexsort((-counts, -articles))
    chosen = order[counts[order] > 1][:limit].tolist()
    by_label = np.argsort(labels, kind="stable")
    begins = np.concatenate(([0], np.cumsum(counts)))
    return tuple(
        Repeat(
            tuple(places.span(i) for i in by_label[begins[label] : begins[label + 1]].tolist()),
            int(articles[label]),
        )
        for label in chosen
    )


def find_similar_sentences(
    corpus: Corpus, report: DuplicateReport, *, similarity: float = 0.6, limit: int = 200
) -> tuple[Group, ...]:
    """Return groups of different sentences that say nearly the same, largest first.

    Each different sentence takes part once, where it first stands. Sentences of fewer than
    12 letters are never called similar.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        similarity: least Jaccard index of the 3-grams of two sentences, at least 0.2.
        limit: number of groups.
    """
    places = report.places
    _, firsts = np.unique(places.labels, return_index=True)
    spans, letters = _long_sentences(corpus, [places.span(i) for i in np.sort(firsts).tolist()])
    if len(spans) < 2:
        return ()
    codes, offsets = np.concatenate(letters), np.cumsum([0, *map(len, letters)])
    pairs, likeness = find_near_pairs(codes, offsets, min_letters=MIN_SIMILAR_LETTERS)
    labels = number_components(len(spans), pairs[likeness >= np.float32(similarity)])
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    parts = sorted((p for p in parts if len(p) > 1), key=len, reverse=True)[:limit]
    return tuple(_group(spans, codes, offsets, part) for part in parts)


def _long_sentences(
    corpus: Corpus, spans: Sequence[Span]
) -> tuple[list[Span], list[NDArray[np.uint16]]]:
    kept, letters = [], []
    for span in spans:
        folded = letters_of(fold_letters(corpus.text_of(span)))
        if len(folded) >= MIN_SIMILAR_LETTERS:
            kept.append(span)
            letters.append(folded)
    return kept, letters


def _group(
    spans: Sequence[Span],
    codes: NDArray[np.uint16],
    offsets: NDArray[np.int64],
    part: NDArray[np.int64],
) -> Group:
    pairs = np.stack((np.full(len(part), part[0]), part), axis=1)
    values = measure_jaccard(codes, offsets, pairs).tolist()
    members = (Member(spans[i], round(v, 4)) for i, v in zip(part.tolist(), values, strict=True))
    return Group("near", spans[int(part[0])], tuple(members))
