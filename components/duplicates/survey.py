"""One pass over all texts: folded letters, pasted copies and sentences, as arrays.

What later steps need of a hundred thousand articles fits into a few numbers a sentence and
two bytes a letter; nothing else of the folded texts is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from components.duplicates.arrays import numbered
from components.duplicates.fold import Folded, code_points, fold
from components.duplicates.paste import pasted, pasted_with_edits, suspects
from components.duplicates.report import Passage, SentencePlaces
from components.reading import Article, split_sentences


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What one pass over the texts found.

    Attributes:
        codes: folded letters of all texts; of a text pasted unchanged those of one copy.
        offsets: (n + 1,), where each text's letters begin.
        classes: (n,), the first text with the same folded letters.
        passages: the texts that consist of copies.
        sentences: where every sentence stands, and which are the same.
    """

    codes: NDArray[np.uint16]
    offsets: NDArray[np.int64]
    classes: NDArray[np.int32]
    passages: tuple[Passage, ...]
    sentences: SentencePlaces


def survey(articles: Sequence[Article]) -> Survey:
    """Fold each text once and note what it says more than once."""
    codes = np.empty(sum(len(article.text) for article in articles), np.uint16)
    offsets = np.zeros(len(articles) + 1, np.int64)
    classes = np.zeros(len(articles), np.int32)
    first_of: dict[bytes, int] = {}
    passages: dict[int, Passage] = {}
    rows: list[NDArray[np.int64]] = []
    for i, article in enumerate(articles):
        folded = fold(article.text)
        points = code_points(folded.text)
        rows.append(_sentences(i, article.text, folded, points))
        # Nothing is no copy of nothing.
        key = _key(points, article.text) if article.text else b"%d" % i
        classes[i] = first_of.setdefault(key, i)
        passage = pasted(article.id, article.text, folded)
        if passage:
            passages[i] = passage
            end = passage.copies[0].end
            points = points[: int(np.searchsorted(folded.positions, end))]
        offsets[i + 1] = offsets[i] + len(points)
        # Rare letters share two bytes with others: enough for runs of letters, not for equality.
        codes[offsets[i] : offsets[i + 1]] = points.astype(np.uint16)
    codes = codes[: offsets[-1]]
    passages |= _edited(articles, codes, offsets, passages)
    ids = tuple(article.id for article in articles)
    return Survey(
        codes,
        offsets,
        classes,
        tuple(passages[i] for i in sorted(passages)),
        _places(ids, rows),
    )


def _key(points: NDArray[np.uint32], text: str) -> bytes:
    """Name a text by its folded letters; one without letters by itself."""
    if len(points):
        return xxhash.xxh3_128_digest(points.tobytes())
    return b"text" + xxhash.xxh3_128_digest(text.encode("utf-8", "surrogatepass"))


def _sentences(
    number: int, text: str, folded: Folded, points: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """Return (n_sentences, 4): text, start, end and the hash of the folded letters."""
    bounds = np.array(list(split_sentences(text)), np.int64).reshape(-1, 2)
    cuts = (points.itemsize * np.searchsorted(folded.positions, bounds)).tolist()
    data = points.tobytes()
    hashes = [
        xxhash.xxh3_64_intdigest(data[first:last])
        if last > first
        else xxhash.xxh3_64_intdigest(text[start:end].encode("utf-8", "surrogatepass"), seed=1)
        for (first, last), (start, end) in zip(cuts, bounds.tolist(), strict=True)
    ]
    rows = np.empty((len(bounds), 4), np.int64)
    rows[:, 0], rows[:, 1:3] = number, bounds
    rows[:, 3] = np.array(hashes, np.uint64).view(np.int64)
    return rows


def _places(ids: tuple[str, ...], rows: list[NDArray[np.int64]]) -> SentencePlaces:
    if not rows:
        return SentencePlaces()
    table = np.concatenate(rows)
    _, labels = numbered(table[:, 3])
    spans = table[:, :3].astype(np.int32)
    return SentencePlaces(ids, spans, labels.astype(np.int32))


def _edited(
    articles: Sequence[Article],
    codes: NDArray[np.uint16],
    offsets: NDArray[np.int64],
    found: dict[int, Passage],
) -> dict[int, Passage]:
    """Look for edited copies in the texts in which enough comes back."""
    more: dict[int, Passage] = {}
    for i in suspects(codes, offsets).tolist():
        if i not in found:
            article = articles[i]
            passage = pasted_with_edits(article.id, article.text, fold(article.text))
            if passage:
                more[i] = passage
    return more
