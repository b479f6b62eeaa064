"""Cuts texts into the units that unique text counts once: sentences and separate lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import xxhash
from numpy.typing import NDArray

from components.duplicates.arrays import number_values
from components.duplicates.report import Passage, Units
from components.text import Article, Folded, fold_letters, split_sentences

_DECIMAL = re.compile(r"[.．](?<=\d.)(?=\d)")
UnitRows = NDArray[np.int64]


def rows_of(
    articles: Sequence[Article], text: str, folded: Folded, pasted: Sequence[Passage | None]
) -> UnitRows:
    """Return the units of some articles, a row each.

    Args:
        articles: their texts are cut at the ends of sentences, bylines and copies.
        text: their texts, one behind the other.
        folded: the same, folded.
        pasted: of each its copies, if its text is one pasted several times.

    Returns:
        (n_units, 9): place in `articles`, number of the copy, start, end of the sentence, whether
        it is a byline, first letter and the one behind the last, hash, whether a decimal point is
        in it. Places and letters are those of `text`.
    """
    bounds: list[tuple[int, int]] = []
    owners: list[int] = []
    bylines: list[bool] = []
    counts = []
    base = 0
    for article, own in zip(articles, pasted, strict=True):
        before = len(bounds)
        if own or article.bylines:
            for place, owner, byline in _pieces(article, own, text, base):
                bounds.append(place)
                owners.append(owner)
                bylines.append(byline)
        else:
            bounds += split_sentences(text, base, base + len(article.text))
            owners += [0] * (len(bounds) - before)
            bylines += [False] * (len(bounds) - before)
        counts.append(len(bounds) - before)
        base += len(article.text)
    rows = np.zeros((len(bounds), 9), np.int64)
    if not len(bounds):
        return rows
    rows[:, 0] = np.repeat(np.arange(len(articles)), counts)
    rows[:, 1], rows[:, 2:4], rows[:, 4] = owners, bounds, bylines
    letters = np.searchsorted(folded.positions, rows[:, 2:4])
    rows[:, 5:7] = letters
    rows[:, 7] = _hashes(text, folded.text, bounds, letters.tolist())
    _mark_decimals(text, folded, rows)
    return rows


def _hashes(
    text: str, letters: str, bounds: Sequence[tuple[int, int]], cuts: Sequence[Sequence[int]]
) -> NDArray[np.int64]:
    """A number for the letters of each unit; one without letters is known by its signs."""
    hashes = [
        xxhash.xxh3_64_intdigest(letters[first:last].encode("utf-8", "surrogatepass"))
        if last > first
        else xxhash.xxh3_64_intdigest(text[start:end].encode("utf-8", "surrogatepass"), seed=1)
        for (start, end), (first, last) in zip(bounds, cuts, strict=True)
    ]
    return np.array(hashes, np.uint64).view(np.int64)


def _mark_decimals(text: str, folded: Folded, rows: UnitRows) -> None:
    """Tell 6.0 from 60: they have the same letters and are not the same number."""
    points = [match.start() for match in _DECIMAL.finditer(text)]
    units = (np.searchsorted(rows[:, 2], points, side="right") - 1).tolist()
    places = np.searchsorted(folded.positions, points).tolist()
    for unit, place in zip(units, places, strict=True):
        inside = place - int(rows[unit, 5])
        rows[unit, 7] ^= (inside + 1) * 0x1E3779B97F4A7C15 & 0x7FFFFFFFFFFFFFFF
        rows[unit, 8] = 1


def units_of(articles: Sequence[Article], table: UnitRows, offsets: NDArray[np.int64]) -> Units:
    """Put the units of all articles together.

    Args:
        articles: in reading order.
        table: rows as `rows_of` gives them, with the number of the article, places in its text
            and letters of it.
        offsets: (n_articles + 1,), where the letters of each text begin in those of the corpus;
            of a text pasted unchanged only those of its first copy are there.
    """
    ids = tuple(article.id for article in articles)
    if not len(table):
        return Units(ids, np.arange(len(ids), dtype=np.int32))
    article = table[:, 0]
    n_owners = np.ones(len(ids), np.int64)
    np.maximum.at(n_owners, article, table[:, 1] + 1)
    first_owner = np.cumsum(n_owners) - n_owners
    ends = np.append(table[1:, 2], 0)
    last = np.append(article[1:] != article[:-1], True)
    ends[last] = [len(articles[i].text) for i in article[last].tolist()]
    labels = number_values(table[:, 7])[1].astype(np.int32)
    letters = table[:, 5:7] + offsets[article][:, None]
    present = letters[:, 1] <= offsets[article + 1]
    label_letters = np.zeros((int(labels.max()) + 1, 2), np.int64)
    label_letters[labels[present][::-1]] = letters[present][::-1]
    decimals = np.zeros(len(label_letters), bool)
    decimals[labels[table[:, 8] > 0]] = True
    return Units(
        ids,
        np.repeat(np.arange(len(ids), dtype=np.int32), n_owners),
        article.astype(np.int32),
        (first_owner[article] + table[:, 1]).astype(np.int32),
        table[:, 2].astype(np.int32),
        ends.astype(np.int32),
        table[:, 3].astype(np.int32),
        table[:, 4] > 0,
        labels,
        label_letters,
        decimals,
    )


def _pieces(
    article: Article, pasted: Passage | None, text: str, base: int
) -> Iterator[tuple[tuple[int, int], int, bool]]:
    """Sentences of `text` from `base` on, the copy each stands in, whether it is a byline.

    Unchanged copies are cut where they begin, though no stop may stand there; where an edited
    one begins is known to some letters only, and its sentences stay whole.
    """
    copies = pasted.copies if pasted else ()
    edges = {0, len(article.text), *(edge for byline in article.bylines for edge in byline)}
    if pasted and pasted.kind == "exact":
        edges |= {edge for copy in copies for edge in (copy.start, copy.end)}
    begins, bylines = [copy.start for copy in copies], dict(article.bylines)
    last = 0  # where the byline before ends; bylines are edges, so none begins inside a piece
    for start, end in pairwise(sorted(edges)):
        last = max(last, bylines.get(start, 0))
        for place in split_sentences(text, base + start, base + end):
            owner = max(bisect_right(begins, place[0] - base) - 1, 0)
            yield place, owner, end <= last


def comparable(text: str) -> str:
    """Return the folded letters of a sentence with the points of its decimal numbers."""
    return ".".join(fold_letters(part).text for part in _DECIMAL.split(text))
