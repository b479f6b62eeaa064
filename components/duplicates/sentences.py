"""Sentences and paragraphs that stand more than once, word for word or nearly."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray

from components.duplicates.arrays import numbered
from components.duplicates.minhash import components, jaccard, near_pairs
from components.duplicates.report import DuplicateReport, Group, Member, Repeat
from components.text import Corpus, Span, code_points, fold_letters, letters_of

MIN_SIMILAR_LETTERS = 12  # 「他說。」 and 「她說。」 are not versions of one another
_MIN_PARAGRAPH_LETTERS = 12


def repeated_sentences(report: DuplicateReport, *, limit: int = 200) -> tuple[Repeat, ...]:
    """Return the sentences that stand at least twice, those in most articles first."""
    places = report.places
    return _repeats(places.labels, places.spans[:, 0], places.span, limit)


def repeated_paragraphs(corpus: Corpus, *, limit: int = 200) -> tuple[Repeat, ...]:
    """Return the paragraphs that stand at least twice once folded, those in most articles first.

    Only articles of several paragraphs are looked at, and paragraphs of at least 12 letters.
    """
    spans: list[Span] = []
    owners: list[int] = []
    hashes: list[int] = []
    for number, article in enumerate(corpus.articles):
        start = 0
        for line in article.text.split("\n") if "\n" in article.text else ():
            letters = code_points(fold_letters(line).text)
            if len(letters) >= _MIN_PARAGRAPH_LETTERS:
                spans.append(Span(article.id, start, start + len(line)))
                owners.append(number)
                hashes.append(xxhash.xxh3_64_intdigest(letters.tobytes()))
            start += len(line) + 1
    _, labels = numbered(np.array(hashes, np.uint64))
    return _repeats(labels.astype(np.int32), np.array(owners, np.int32), spans.__getitem__, limit)


def similar_sentences(
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
    pairs, likeness = near_pairs(codes, offsets, min_letters=MIN_SIMILAR_LETTERS)
    labels = components(len(spans), pairs[likeness >= np.float32(similarity)])
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
    values = jaccard(codes, offsets, pairs).tolist()
    members = (Member(spans[i], round(v, 4)) for i, v in zip(part.tolist(), values, strict=True))
    return Group("near", spans[int(part[0])], tuple(members))


def _repeats(
    labels: NDArray[np.int32],
    owners: NDArray[np.int32],
    span: Callable[[int], Span],
    limit: int,
) -> tuple[Repeat, ...]:
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
            tuple(span(i) for i in by_label[begins[label] : begins[label + 1]].tolist()),
            int(articles[label]),
        )
        for label in chosen
    )
