"""Pairs the sentences of articles that share text, each pair compared directly.

What `duplicates` found is used as it is: equal sentences, sentences that only small corrections
separate, and sentences inside longer ones. Only between articles that share enough of these are
changed versions looked for, such as another number in the same sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from components.duplicates import DuplicateReport, number_components
from components.stories.moments import Flags, Moments
from components.stories.notices import is_notice
from components.stories.story import StorySettings
from components.text import Numbers, bounds_of, distinct, join_ranges

MIN_SENTENCE = 12  # letters; shorter ones come back by chance, as in `duplicates`
MOST_HOLDERS = 64  # places of one sentence to which each is compared: the earliest
_THIN = 0.15  # of the shorter article; a sentence that articles share beside little else
_MOST = 0.5  # of the shorter article; what is more is the article, and no notice in it
_MANY = 5  # articles that share it and little else: a notice below the text, and no news
_MOST_CLOSING, _MANY_CLOSING = 0.8, 3  # the same of what stands last in each article
_WHOLE = 0.8  # of the shorter article; who shares so much of it shares the article
_GRAM = 4  # letters; one changed number leaves most of the grams of a sentence
_LEAST_CHANGED = 8  # letters of a sentence that may be a changed version
_LEAST_VOTES = 0.15  # of the grams of the shorter sentence
_FEW = 24  # sentences that hold one gram and are all compared
_AT_ONCE = 4 << 20  # grams that are compared at once
_PARTS_AT_ONCE = 2  # parts of the grams that are kept from one pass over the letters
_MADE_AT_ONCE = 1 << 20  # grams that are made at once
_LONGER = 2.0  # times as long a changed version may be

Portions = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The different sentences of each article; one that repeats its own sentence has one cell.

    Attributes:
        articles: (n_cells,), number of the article, ascending.
        labels: (n_cells,), equal for equal sentences.
        letters: (n_cells,), folded letters of each.
        lengths: (n_articles,), letters of each article.
        units: (n_units,), the cell of each unit of the report; -1 for bylines.
        closing: (n_cells,), whether it is the last sentence of its article.
        starts: (n_cells,), where it first stands in its article.
        ends: (n_cells,), where that ends.
    """

    articles: Numbers
    labels: Numbers
    letters: Numbers
    lengths: Numbers
    units: Numbers
    closing: Flags
    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Sentences that another article holds too, the best place for each other article.

    Attributes:
        cells: (n_held,), a sentence, ascending.
        others: (n_held,), the sentence of the other article.
        similarity: (n_held,), share of its letters that the other article has, in (0, 1].
        equal: (n_held,), whether the two are the same once folded.
        grown: (n_held,), whether one of the two is a flash that the other tells in full.
    """

    cells: Numbers
    others: Numbers
    similarity: Portions
    equal: Flags
    grown: Flags

    def __len__(self) -> int:
        return len(self.cells)

    def keep(self, marks: Flags) -> Held:
        """Return some of the rows."""
        return Held(
            self.cells[marks], self.others[marks], self.similarity[marks], self.equal[marks],
            self.grown[marks],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """Sentences of flashes beside those that tell the same in full.

    Attributes:
        flashes: (n,), the sentence of a flash.
        leads: (n,), the sentence of the longer article.
        letters: (n,), letters that both have, in runs.
    """

    flashes: Numbers
    leads: Numbers
    letters: Numbers

    @classmethod
    def none(cls) -> Grown:
        """Return no pairs."""
        return cls(*(np.zeros(0, np.int64) for _ in range(3)))


def make_cells(report: DuplicateReport, n_articles: int) -> Cells:
    """Number the different sentences of each article, bylines left out."""
    units = report.units
    own = ~units.bylines & (units.lengths[units.labels] > 0)
    keys = units.articles[own].astype(np.int64) * max(1, len(units.letters)) + units.labels[own]
    found, numbers = np.unique(keys, return_inverse=True)
    articles, labels = np.divmod(found, max(1, len(units.letters)))
    letters = units.lengths[labels]
    places = np.full(len(units), -1, np.int64)
    places[own] = numbers
    lengths = np.zeros(n_articles, np.int64)
    np.add.at(lengths, articles, letters)
    last = np.full(n_articles, -1, np.int64)
    last[units.articles[own]] = numbers  # of several the last one written stays
    closing = np.zeros(len(found), bool)
    closing[last[last >= 0]] = True
    first = np.zeros(len(found), np.int64)
    first[numbers[::-1]] = np.flatnonzero(own)[::-1]
    starts, ends = (column[first].astype(np.int64) for column in (units.starts, units.lasts))
    return Cells(articles, labels, letters, lengths, places, closing, starts, ends)


def match_sentences(
    report: DuplicateReport,
    cells: Cells,
    grown: Grown,
    moments: Moments,
    order: Numbers,
    settings: StorySettings,
) -> tuple[Held, Numbers]:
    """Pair the sentences of articles that belong to one story.

    Args:
        report: what is repeated.
        cells: its sentences.
        grown: flashes, and what they grew into.
        moments: when the articles were published.
        order: (n_articles,), the rank of each article in time.
        settings: what makes a story.

    Returns:
        The pairs, and (n_articles,) the story of each article: the smallest number of an
        article in it.
    """
    n = len(cells.lengths)
    held = _best_of_each(cells, _expand(cells, _related_labels(report), order))
    from_flash = _pairs_of(cells, _pair(grown.flashes, grown.leads), n)
    links = np.union1d(_find_links(report, cells, held, settings.min_shared), from_flash)
    story = number_components(n, _unpack(links, n).astype(np.int32))
    held = held.keep(np.isin(_pairs_of(cells, held, n), links))
    open_ = _find_open(cells, held, moments, settings.changed)
    changed = _find_changed(report, cells, open_, links, story, order, settings.changed)
    return _best_of_each(cells, _join(held, changed, _both_ways(cells, grown))), story


def _related_labels(report: DuplicateReport) -> tuple[Numbers, Numbers, Portions, Flags]:
    """Labels whose sentences are the same: itself, with corrections, or inside another.

    Returns:
        One label, the other, the share of the first that the second has, whether only a part
        of the first is in the second.
    """
    lengths, edit = report.units.lengths, report.settings.edit
    pairs = report.alike.pairs.astype(np.int64)
    longer = np.maximum(lengths[pairs[:, 0]], lengths[pairs[:, 1]])
    pairs, longer = (x[pairs[:, 2] <= edit * longer] for x in (pairs, longer))
    near = 1 - pairs[:, 2] / np.maximum(longer, 1)
    runs = np.array(
        [(r.label, r.inner, r.end - r.start, r.edits) for r in report.alike.runs], np.int64
    ).reshape(-1, 4)
    runs = runs[runs[:, 3] <= edit * runs[:, 2]]
    outer, inner = (runs[:, 2] / lengths[runs[:, 0]], 1 - runs[:, 3] / np.maximum(runs[:, 2], 1))
    every = np.arange(len(lengths))
    one = np.concatenate((every, pairs[:, 0], pairs[:, 1], runs[:, 0], runs[:, 1]))
    other = np.concatenate((every, pairs[:, 1], pairs[:, 0], runs[:, 1], runs[:, 0]))
    share = np.concatenate((np.ones(len(every)), near, near, outer, inner))
    partial = np.zeros(len(one), bool)
    partial[len(every) + 2 * len(pairs) :][: len(runs)] = True
    return one, other, np.minimum(share, 1).astype(np.float32), partial


@dataclass(frozen=True, slots=True, eq=False)
class _CellPairs:
    """Pairs of sentences before the best of each article is chosen; several parts add up."""

    cells: Numbers
    others: Numbers
    similarity: Portions
    equal: Flags
    partial: Flags
    grown: Flags


def _expand(
    cells: Cells, related: tuple[Numbers, Numbers, Portions, Flags], order: Numbers
) -> _CellPairs:
    """Pair the places of labels that are related, no place with one in its own article."""
    one, other, share, partial = related
    by_label = np.lexsort((order[cells.articles], cells.labels))
    counts = np.bincount(cells.labels, minlength=int(one.max(initial=-1)) + 1)
    begins = np.cumsum(counts) - counts
    useful = (counts[one] > 0) & (counts[other] > 0) & ((one != other) | (counts[one] > 1))
    one, other, share, partial = (x[useful] for x in (one, other, share, partial))
    most = np.minimum(counts[other], MOST_HOLDERS)
    relation = np.repeat(np.arange(len(one)), counts[one])
    left = by_label[join_ranges(begins[one], counts[one])]
    right = by_label[join_ranges(begins[other][relation], most[relation])]
    left, relation = np.repeat(left, most[relation]), np.repeat(relation, most[relation])
    apart = cells.articles[left] != cells.articles[right]
    left, right, relation = left[apart], right[apart], relation[apart]
    same = one[relation] == other[relation]
    none = np.zeros(len(left), bool)
    return _CellPairs(left, right, share[relation], same, partial[relation], none)


def _best_of_each(cells: Cells, rows: _CellPairs) -> Held:
    """Choose for each sentence and each other article the place most like it."""
    if not len(rows.cells):
        return Held(rows.cells, rows.others, rows.similarity, rows.equal, rows.grown)
    keys = rows.cells * len(cells.lengths) + cells.articles[rows.others]
    chosen = np.lexsort((rows.others, -rows.similarity, keys))
    keys = keys[chosen]
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    parts = np.where(rows.partial[chosen], rows.similarity[chosen], 0)
    covered = np.minimum(np.add.reduceat(parts, begins), 1)
    best = chosen[begins]
    similarity = np.maximum(rows.similarity[best], covered).astype(np.float32)
    grown = np.logical_or.reduceat(rows.grown[chosen], begins)
    return Held(rows.cells[best], rows.others[best], similarity, rows.equal[best], grown)


def _pairs_of(cells: Cells, held: Held, n: int) -> Numbers:
    """The two articles of each row as one number, the smaller first."""
    one, two = cells.articles[held.cells], cells.articles[held.others]
    return np.minimum(one, two) * n + np.maximum(one, two)


def _unpack(pairs: Numbers, n: int) -> Numbers:
    return np.stack(np.divmod(pairs, max(1, n)), axis=1)


def _find_links(report: DuplicateReport, cells: Cells, held: Held, least: int) -> Numbers:
    """Pairs of articles, as one number each, that share enough; notices do not count.

    Less is enough where it is nearly all of the shorter one: a line of news that grows.
    """
    n = len(cells.lengths)
    held = held.keep(cells.letters[held.cells] >= MIN_SENTENCE)
    notices = _find_notices(cells, held, n) | _read_notices(report, cells, held)
    held = held.keep(~notices[cells.labels[held.cells]])
    pairs, weights = _weigh_pairs(cells, held, n)
    shorter = cells.lengths[_unpack(pairs, n)].min(axis=1, initial=1 << 31)
    linked: Numbers = pairs[weights >= np.minimum(least, _WHOLE * shorter)]
    return linked


def _weigh_pairs(cells: Cells, held: Held, n: int) -> tuple[Numbers, NDArray[np.float64]]:
    """Letters that pairs of articles have in common, as the one has most of them."""
    one, two = cells.articles[held.cells], cells.articles[held.others]
    letters = cells.letters[held.cells] * held.similarity
    pairs, numbers = np.unique(np.minimum(one, two) * n + np.maximum(one, two), return_inverse=True)
    sides = [
        np.bincount(numbers[side], letters[side], len(pairs)) for side in (one < two, one > two)
    ]
    both: NDArray[np.float64] = np.maximum(*sides)
    return pairs, both


def _find_notices(cells: Cells, held: Held, n: int) -> Flags:
    """(n_labels,), sentences that many articles share and little else: no part of a story.

    Of what closes every article that has it fewer are enough, and it may be most of a short one.
    """
    pairs, weights = _weigh_pairs(cells, held, n)
    of_row = np.searchsorted(pairs, _pairs_of(cells, held, n))
    shorter = cells.lengths[_unpack(pairs, n)].min(axis=1, initial=1 << 31)[of_row]
    letters, labels = cells.letters[held.cells], cells.labels[held.cells]
    size = int(cells.labels.max(initial=-1)) + 1
    places = np.bincount(cells.labels, minlength=size)
    closing = np.bincount(cells.labels, cells.closing, minlength=size) == places
    most = np.where(closing[labels], _MOST_CLOSING, _MOST)
    alone = (weights[of_row] - letters < MIN_SENTENCE) & (letters < most * shorter)
    thin = alone | (weights[of_row] < _THIN * shorter)
    found: Flags = np.bincount(labels[thin], minlength=size) * 2 > np.bincount(
        labels, minlength=size
    )
    return found & (places >= np.where(closing, _MANY_CLOSING, _MANY))


def _read_notices(report: DuplicateReport, cells: Cells, held: Held) -> Flags:
    """(n_labels,), sentences of several articles that are notices by their words."""
    found = np.zeros(int(cells.labels.max(initial=-1)) + 1, bool)
    shared = distinct(cells.labels[held.cells])
    found[shared] = [is_notice(letters) for letters in texts_of(report, shared)]
    return found


def _join(held: Held, *others: _CellPairs) -> _CellPairs:
    none = np.zeros(len(held), bool)
    own = _CellPairs(held.cells, held.others, held.similarity, held.equal, none, held.grown)
    parts = (own, *others)
    return _CellPairs(
        np.concatenate([part.cells for part in parts]),
        np.concatenate([part.others for part in parts]),
        np.concatenate([part.similarity for part in parts]),
        np.concatenate([part.equal for part in parts]),
        np.concatenate([part.partial for part in parts]),
        np.concatenate([part.grown for part in parts]),
    )


def _both_ways(cells: Cells, grown: Grown) -> _CellPairs:
    """Flashes with what tells them in full, and that with its flash."""
    one = np.concatenate((grown.flashes, grown.leads))
    two = np.concatenate((grown.leads, grown.flashes))
    share = np.tile(grown.letters, 2) / np.maximum(1, cells.letters[one])
    none = np.zeros(len(one), bool)
    return _CellPairs(one, two, np.minimum(share, 1).astype(np.float32), none, none, ~none)


# --- changed versions -------------------------------------------------------------------------


def _find_open(cells: Cells, held: Held, moments: Moments, least: float) -> Flags:
    """(n_cells,), sentences that may be changed versions of others.

    A corrected number that later articles took over is still a change of what earlier ones said:
    only what stood in an earlier article, or anywhere for an article without a time, is settled.
    """
    own, other = cells.articles[held.cells], cells.articles[held.others]
    settled = (held.similarity >= least) & (moments.are_before(other, own) | ~moments.known[own])
    open_ = np.ones(len(cells), bool)
    open_[held.cells[settled]] = False
    return open_


def _find_changed(
    report: DuplicateReport,
    cells: Cells,
    open_: Flags,
    links: Numbers,
    story: Numbers,
    order: Numbers,
    least: float,
) -> _CellPairs:
    """Find sentences that are changed versions of others in articles that share text."""
    n = len(cells.lengths)
    in_story = np.zeros(n, bool)
    in_story[_unpack(links, n).ravel()] = True
    inside = np.flatnonzero(in_story[cells.articles] & (cells.letters >= _LEAST_CHANGED))
    inside = inside[np.lexsort((order[cells.articles[inside]],))]
    pairs = propose_pairs(report, cells, inside, open_[inside], story)
    one, two = inside[pairs[:, 0]], inside[pairs[:, 1]]
    close = (
        cells.letters[[one, two]].max(axis=0, initial=0)
        <= _LONGER * cells.letters[[one, two]].min(axis=0, initial=1 << 31)
    ) & np.isin(_pairs_of(cells, _pair(one, two), n), links)
    # Where the old sentence stands beside the new one, that was added and is no version of it.
    close &= ~(_stands_in(cells, one, two) | _stands_in(cells, two, one))
    one, two = one[close], two[close]
    texts = [texts_of(report, cells.labels[side]) for side in (one, two)]
    alike = process.cpdist(
        *texts, scorer=Levenshtein.normalized_similarity, score_cutoff=least, dtype=np.float32
    )
    good = np.flatnonzero(alike >= least)
    one, two, alike = one[good], two[good], alike[good]
    none = np.zeros(2 * len(one), bool)
    return _CellPairs(
        np.concatenate((one, two)), np.concatenate((two, one)), np.tile(alike, 2), none, none, none
    )


def _pair(one: Numbers, two: Numbers) -> Held:
    none = np.zeros(len(one), bool)
    return Held(one, two, np.zeros(len(one), np.float32), none, none)


def _stands_in(cells: Cells, cell: Numbers, beside: Numbers) -> Flags:
    """Tell for pairs whether the first sentence also stands in the article of the second."""
    size = int(cells.labels.max(initial=0)) + 1
    known = cells.articles * size + cells.labels
    asked = cells.articles[beside] * size + cells.labels[cell]
    at = np.minimum(np.searchsorted(known, asked), max(0, len(known) - 1))
    found: Flags = known[at] == asked
    return found


def propose_pairs(
    report: DuplicateReport, cells: Cells, inside: Numbers, open_: Flags, story: Numbers
) -> Numbers:
    """Pairs of places in `inside`, the first open, whose sentences hold enough of one's grams.

    Grams are compared a part of all at a time, so that memory stays bounded.
    """
    spans = report.units.letters[cells.labels[inside]]
    counts = np.diff(spans, axis=1)[:, 0] - _GRAM + 1
    found = [
        np.unique(_votes(*_shared_grams(grams, whose, open_), open_), return_counts=True)
        for grams, whose in _grams(report, spans[:, 0], counts, story[cells.articles[inside]])
    ]
    pairs, numbers = np.unique(np.concatenate([own for own, _ in found]), return_inverse=True)
    votes = np.bincount(numbers, np.concatenate([own for _, own in found]), len(pairs))
    packed = np.stack((pairs >> 32, pairs & 0xFFFFFFFF), axis=1)
    enough = votes >= np.maximum(2, _LEAST_VOTES * counts[packed].min(axis=1, initial=1 << 31))
    chosen: Numbers = packed[enough & (packed[:, 0] != packed[:, 1])]
    return chosen


def _grams(
    report: DuplicateReport, starts: Numbers, counts: Numbers, story: Numbers
) -> Iterator[tuple[NDArray[np.uint64], Numbers]]:
    """Yield the grams of sentences, and whose each is; all of one kind are in the same part."""
    total = int(counts.sum())
    n_parts = 1 + total // _AT_ONCE
    for first in range(0, n_parts, _PARTS_AT_ONCE):
        numbers = range(first, min(n_parts, first + _PARTS_AT_ONCE))
        parts: list[list[NDArray[np.uint64]]] = [[] for _ in numbers]
        owners: list[list[Numbers]] = [[] for _ in numbers]
        for grams, whose in _all_grams(report, starts, counts, story):
            mixed = (grams * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(40)
            mixed %= np.uint64(n_parts)
            for number, own, owner in zip(numbers, parts, owners, strict=True):
                chosen = np.flatnonzero(mixed == number)
                own.append(grams[chosen])
                owner.append(whose[chosen])
        for own, owner in zip(parts, owners, strict=True):
            yield (
                np.concatenate(own or [np.zeros(0, np.uint64)]),
                np.concatenate(owner or [np.zeros(0, np.int64)]),
            )
            own.clear()
            owner.clear()


def _all_grams(
    report: DuplicateReport, starts: Numbers, counts: Numbers, story: Numbers
) -> Iterator[tuple[NDArray[np.uint64], Numbers]]:
    """Yield the grams of sentences, and whose each is, some sentences at a time."""
    ends, codes = np.cumsum(counts), report.letters.codes
    total = int(ends[-1]) if len(ends) else 0
    bounds = np.searchsorted(ends, np.arange(0, total, _MADE_AT_ONCE)).tolist()
    for low, high in pairwise([*bounds, len(counts)]):
        whose = np.repeat(np.arange(low, high), counts[low:high])
        at = join_ranges(starts[low:high], counts[low:high])
        grams = np.zeros(len(at), np.uint64)
        for i in range(_GRAM):
            grams = grams << np.uint64(16) | codes[at + i]
        # A gram of one story meets none of another.
        grams ^= story[whose].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        yield grams, whose


def _shared_grams(
    grams: NDArray[np.uint64], whose: Numbers, open_: Flags
) -> tuple[Numbers, NDArray[np.int32]]:
    """Return who holds each gram that an open sentence holds, and where each gram begins."""
    kept = np.isin(grams, distinct(grams[open_[whose]]))
    grams, whose = grams[kept], whose[kept]
    by_gram = np.lexsort((whose, grams))
    grams, whose = grams[by_gram], whose[by_gram]
    first = np.concatenate(([True], (grams[1:] != grams[:-1]) | (whose[1:] != whose[:-1])))
    grams, whose = grams[first[: len(grams)]], whose[first[: len(grams)]]
    begins = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1])))[: len(grams)]
    return whose, bounds_of(np.diff(np.append(begins, len(grams))))


def _votes(whose: Numbers, bounds: NDArray[np.int32], open_: Flags) -> Numbers:
    """Pair each open sentence of a gram with the first ones that hold it, as one number."""
    sizes = np.diff(bounds)
    group = np.repeat(np.arange(len(sizes)), sizes)
    asking = np.flatnonzero(open_[whose])
    most = np.minimum(sizes, _FEW)[group[asking]]
    partners = whose[join_ranges(bounds[:-1][group[asking]], most)]
    packed: Numbers = np.repeat(whose[asking], most) << 32 | partners
    return packed


def texts_of(report: DuplicateReport, labels: Numbers) -> list[str]:
    """The folded letters of sentences, each decoded once."""
    different, numbers = np.unique(labels, return_inverse=True)
    codes = report.letters.codes
    texts = [
        codes[a:b].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        for a, b in report.units.letters[different].tolist()
    ]
    return [texts[number] for number in numbers.tolist()]
