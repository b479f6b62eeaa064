"""Reads all texts once and keeps folded letters, pasted copies and sentences as arrays.

What later steps need of a hundred thousand articles fits into a few numbers a sentence and
two bytes a letter; nothing else of the folded texts is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xxhash
from numpy.typing import NDArray

from components.duplicates.arrays import number_values
from components.duplicates.minhash import batches
from components.duplicates.paste import (
    find_copies,
    find_edited_copies,
    find_exact_period,
    find_suspects,
)
from components.duplicates.report import Passage, SentencePlaces, Units
from components.duplicates.units import UnitRows, rows_of, units_of
from components.text import CLOSERS, STOPS, Article, Folded, code_points, fold_letters

_CLAUSE_MARKS = "，,；;：:—─ \u3000\t"  # some write a blank where a stop belongs
_MARKS = np.zeros(0x10000, np.int8)
_MARKS[[ord(c) for c in _CLAUSE_MARKS]] = 1
_MARKS[[ord(c) for c in CLOSERS]] = 2  # a comma may follow a closing quote
_NO_MARKS = np.zeros(2, np.int8)
SENTENCE_ENDS = frozenset(CLOSERS + STOPS)


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What one pass over the texts found.

    Attributes:
        codes: folded letters of all texts; of a text pasted unchanged those of one copy.
        offsets: (n + 1,), where each text's letters begin.
        ends_clause: for each letter, whether a comma or its like follows it.
        classes: (n,), the first text with the same folded letters.
        passages: the texts that consist of copies.
        units: sentences and bylines, and which are the same.
    """

    codes: NDArray[np.uint16]
    offsets: NDArray[np.int64]
    ends_clause: NDArray[np.bool_]
    classes: NDArray[np.int32]
    passages: tuple[Passage, ...]
    units: Units

    @property
    def sentences(self) -> SentencePlaces:
        """Where every sentence stands."""
        units, chosen = self.units, ~self.units.bylines
        columns = (units.articles, units.starts, units.lasts)
        spans = np.stack([column[chosen] for column in columns], axis=1)
        labels = units.labels[chosen]
        if not chosen.all():
            labels = number_values(labels)[1].astype(np.int32)
        return SentencePlaces(units.ids, spans, labels)


def survey_texts(articles: Sequence[Article]) -> Survey:
    """Fold each text once and note what it says more than once."""
    lengths = np.array([len(article.text) for article in articles], np.int64)
    codes, ends_clause = np.empty(lengths.sum(), np.uint16), np.empty(lengths.sum(), bool)
    offsets = np.zeros(len(articles) + 1, np.int64)
    classes = np.zeros(len(articles), np.int32)
    first_of: dict[bytes, int] = {}
    passages: dict[int, Passage] = {}
    tables: list[UnitRows] = []
    for low, high in batches(lengths):
        batch = _Batch(articles[low:high])
        for i, (article, letters) in enumerate(zip(batch.articles, batch.letters(), strict=True)):
            # Nothing is no copy of nothing.
            key = _key(letters, article.text) if article.text else b"%d" % (low + i)
            classes[low + i] = first_of.setdefault(key, low + i)
            if find_exact_period(letters) and (passage := batch.passage(i)):
                passages[low + i] = passage
        at = int(offsets[low])
        kept = batch.kept(passages, low)
        offsets[low + 1 : high + 1] = at + np.cumsum(kept)
        chosen = batch.first_letters(kept)
        # Rare letters share two bytes with others: enough for runs of letters, not for equality.
        codes[at : offsets[high]] = _points_of(batch.folded.text, chosen)
        ends_clause[at : offsets[high]] = batch.clause_ends()[chosen]
        tables.append(batch.rows([passages.get(i) for i in range(low, high)], low))
    codes, ends_clause = codes[: offsets[-1]], ends_clause[: offsets[-1]]
    edited = _find_edited(articles, codes, offsets, passages)
    passages |= edited
    table = _add_edited(np.concatenate(tables), articles, edited)
    table = _cut_alike(table, classes, articles)
    return Survey(
        codes,
        offsets,
        ends_clause,
        classes,
        tuple(passages[i] for i in sorted(passages)),
        units_of(articles, table, offsets),
    )


def _points_of(letters: str, chosen: NDArray[np.bool_]) -> NDArray[np.uint16]:
    """Return the code points of some letters, two bytes each."""
    return code_points(letters)[chosen].astype(np.uint16)


class _Batch:
    """Some articles, folded as one text, which takes half the time of folding each.

    Attributes:
        articles: the articles.
        text: their texts, one behind the other.
        folded: the same, folded.
        ends: (n + 1,), where each text begins, and the end of the last.
        cuts: (n + 1,), the same in letters.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.text = "".join(article.text for article in articles)
        self.folded = fold_letters(self.text)
        self.ends = np.cumsum([0, *(len(article.text) for article in articles)])
        self.cuts = np.searchsorted(self.folded.positions, self.ends)

    def letters(self) -> Iterator[str]:
        """Yield the folded letters of each article."""
        for first, last in pairwise(self.cuts.tolist()):
            yield self.folded.text[first:last]

    def passage(self, i: int) -> Passage | None:
        """Find the unchanged copies that an article consists of."""
        first, last = self.cuts[i : i + 2].tolist()
        positions = self.folded.positions[first:last] - self.ends[i]
        article = self.articles[i]
        return find_copies(
            article.id, article.text, Folded(self.folded.text[first:last], positions)
        )

    def kept(self, passages: dict[int, Passage], low: int) -> NDArray[np.int64]:
        """(n,), letters of each text; of a pasted one those of its first copy."""
        kept = np.diff(self.cuts)
        for i in range(len(kept)):
            if passage := passages.get(low + i):
                end = int(self.ends[i]) + passage.copies[0].end
                kept[i] = np.searchsorted(self.folded.positions, end) - self.cuts[i]
        return kept

    def first_letters(self, kept: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark the first so many letters of each article."""
        counts = np.diff(self.cuts)
        place = np.arange(int(self.cuts[-1])) - np.repeat(self.cuts[:-1], counts)
        marks: NDArray[np.bool_] = place < np.repeat(kept, counts)
        return marks

    def clause_ends(self) -> NDArray[np.bool_]:
        """Tell for each letter whether a comma, perhaps behind a closing quote, follows it."""
        marks = np.concatenate((_MARKS.take(code_points(self.text), mode="clip"), _NO_MARKS))
        after = marks[self.folded.positions + 1]
        ends: NDArray[np.bool_] = after == 1
        closed = np.flatnonzero(after == 2)
        ends[closed] = marks[self.folded.positions[closed] + 2] == 1
        return ends

    def rows(self, pasted: Sequence[Passage | None], low: int) -> UnitRows:
        """Return the units, with the numbers of their articles, `low` that of the first."""
        table = rows_of(self.articles, self.text, self.folded, pasted)
        table[:, 2:4] -= self.ends[table[:, 0]][:, None]
        table[:, 5:7] -= self.cuts[table[:, 0]][:, None]
        table[:, 0] += low
        return table


def _add_edited(
    table: UnitRows, articles: Sequence[Article], edited: dict[int, Passage]
) -> UnitRows:
    """Cut texts pasted with edits at their copies, too."""
    parts = [table[~np.isin(table[:, 0], list(edited))]]
    parts += (_Batch([articles[i]]).rows([own], i) for i, own in edited.items())
    table = np.concatenate(parts)
    return table[np.argsort(table[:, 0], kind="stable")]


def _cut_alike(
    table: UnitRows, classes: NDArray[np.int32], articles: Sequence[Article]
) -> UnitRows:
    """Cut texts of the same letters at the same letters, though only one of them has stops."""
    counts = np.bincount(table[:, 0], minlength=len(articles))
    begins = np.cumsum(counts) - counts
    several = np.bincount(classes, minlength=len(articles)) > 1
    families: dict[int, list[int]] = defaultdict(list)
    for i in np.flatnonzero(several[classes] & (counts > 0)).tolist():
        families[int(classes[i])].append(i)
    parts = {}
    for family in families.values():
        rows = [table[begins[i] : begins[i] + counts[i]] for i in family]
        cuts = [tuple(own[:, 6].tolist()) for own in rows]
        if len(set(cuts)) == 1 or any(own[-1, 1] for own in rows):
            continue  # pasted texts are cut at their copies
        stops = [
            sum(articles[i].text[end - 1] in SENTENCE_ENDS for end in own[:, 3].tolist())
            for i, own in zip(family, rows, strict=True)
        ]
        # Most stops; of those the one that line breaks cut least.
        best = max(range(len(family)), key=lambda n: (stops[n], -len(cuts[n]), cuts[n]))
        for i, cut in zip(family, cuts, strict=True):
            if cut != cuts[best]:
                parts[i] = _cut_as(rows[best], i, articles[i])
    if not parts:
        return table
    others = table[~np.isin(table[:, 0], list(parts))]
    table = np.concatenate((others, *parts.values()))
    return table[np.argsort(table[:, 0], kind="stable")]


def _cut_as(rows: UnitRows, i: int, article: Article) -> UnitRows:
    """Cut an article at the letters at which another one of the same letters is cut."""
    made = rows[rows[:, 6] > rows[:, 5]].copy()
    positions = fold_letters(article.text).positions
    made[:, 0] = i
    made[:, 2] = positions[made[:, 5]]
    made[:, 3] = positions[made[:, 6] - 1] + 1
    made[:, 4] = [any(a <= start < b for a, b in article.bylines) for start in made[:, 2].tolist()]
    return made


def _key(letters: str, text: str) -> bytes:
    """Name a text by its folded letters; one without letters by itself."""
    if letters:
        return xxhash.xxh3_128_digest(letters.encode("utf-8", "surrogatepass"))
    return b"text" + xxhash.xxh3_128_digest(text.encode("utf-8", "surrogatepass"))


def _find_edited(
    articles: Sequence[Article],
    codes: NDArray[np.uint16],
    offsets: NDArray[np.int64],
    found: dict[int, Passage],
) -> dict[int, Passage]:
    """Look for edited copies in the texts in which enough comes back."""
    more: dict[int, Passage] = {}
    for i in find_suspects(codes, offsets).tolist():
        if i not in found:
            article = articles[i]
            passage = find_edited_copies(article.id, article.text, fold_letters(article.text))
            if passage:
                more[i] = passage
    return more
