"""Finds pairs of different sentences that only small corrections separate.

Windows of six letters that several sentences hold propose pairs; each pair is then compared
letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from components.duplicates.edits import MOST_EDIT, count_edits
from components.duplicates.minhash import Codes, batches, hash_grams
from components.duplicates.report import Units
from components.text import Numbers, distinct

_WINDOW = 6  # one correction leaves six letters in a row to a sentence of thirteen
_LONG = (42, 84)  # letters from which half of the windows are enough, and a quarter
_MASKS = np.array((0, 1, 3), np.uint32)
_AT_ONCE = 2 << 20  # letters whose windows are compared at once
_PARTS_AT_ONCE = 8  # parts of the windows that are kept from one pass over the letters
_ADDED_AT_ONCE = 100_000  # sentences whose pairs are added up at once
_COMPARED = 20_000  # pairs whose letters are compared at once
_FEW = 8  # windows of one kind are all compared; of more each with the first and the one before
_LEAST_VOTES = 0.25  # of the windows of the shorter sentence; one clause in common is not enough
_INSIDE = 0.5  # the same, where a longer sentence may hold a shorter one


def find_alike_pairs(
    codes: Codes,
    units: Units,
    labels: Numbers,
    rank: Numbers,
    texts_of: Callable[[Numbers], list[str]],
) -> tuple[NDArray[np.int32], Numbers]:
    """Find the labels whose sentences are the same but for small corrections.

    Args:
        codes: folded letters of the corpus.
        units: whose labels these are.
        labels: the labels looked at, ascending.
        rank: (n_labels,), the order in which labels first stand in the corpus.
        texts_of: gives the comparable letters of labels, see `units.comparable`.

    Returns:
        (n_pairs, 3): two labels, and the letters that differ. (n, 2): a label, and another whose
        longer sentence may hold it with corrections.
    """
    labels = labels[np.argsort(rank[labels], kind="stable")]
    lengths = units.lengths[labels]
    labels, lengths = labels[lengths > _WINDOW], lengths[lengths > _WINDOW]
    if len(labels) < 2:
        return np.zeros((0, 3), np.int32), np.zeros((0, 2), np.int64)
    pairs = _propose(codes, units.letters[labels], lengths)
    low, high = lengths[pairs].min(axis=1, initial=1 << 31), lengths[pairs].max(axis=1, initial=0)
    close = high - low <= MOST_EDIT * high
    inside, pairs = pairs[~close], pairs[close]
    inside = np.where(
        (lengths[inside[:, 0]] < lengths[inside[:, 1]])[:, None], inside, inside[:, ::-1]
    )
    found: list[tuple[int, int, int]] = []
    for low in range(0, len(pairs), _COMPARED):
        some = labels[pairs[low : low + _COMPARED]]
        found += _compare(some[:, 0], some[:, 1], texts_of)
    return np.array(found, np.int32).reshape(-1, 3), labels[inside]


def _compare(
    one: Numbers, two: Numbers, texts_of: Callable[[Numbers], list[str]]
) -> Iterator[tuple[int, int, int]]:
    """Yield the pairs of labels whose sentences are the same, and the letters that differ."""
    texts, others = texts_of(one), texts_of(two)
    near = process.cpdist(
        texts, others, scorer=Levenshtein.normalized_distance, score_cutoff=MOST_EDIT
    )
    for i in np.flatnonzero(near <= MOST_EDIT).tolist():
        edits = count_edits(texts[i], others[i])
        if edits is not None:
            yield int(one[i]), int(two[i]), edits


def _propose(codes: Codes, letters: Numbers, lengths: Numbers) -> Numbers:
    """Pairs of sentences that hold enough of the same windows, as places in `letters`.

    Windows are compared a part of all hashes at a time, so that memory stays bounded.
    """
    found = [_count_votes(keys, lengths) for keys in _windows(codes, letters, lengths)]
    chosen = [np.zeros((0, 2), np.int64)]
    for low in range(0, len(lengths), _ADDED_AT_ONCE):
        bounds = np.array([low, low + _ADDED_AT_ONCE]) << 32
        # Pairs ascend by their first sentence: those of some lie together in each part.
        some = [(np.searchsorted(packed, bounds), packed, counts) for packed, counts in found]
        parts = [(packed[a:b], counts[a:b]) for (a, b), packed, counts in some]
        chosen.append(_choose(*_add_up(*map(np.concatenate, zip(*parts, strict=True))), lengths))
    return np.concatenate(chosen)


def _choose(packed: Numbers, counts: Numbers, lengths: Numbers) -> Numbers:
    """Return the pairs that enough windows propose."""
    pairs = np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)
    shorter, longer = (
        lengths[pairs].min(axis=1, initial=1 << 31),
        lengths[pairs].max(axis=1, initial=0),
    )
    windows = (shorter - _WINDOW + 1) / (1 + _MASKS[np.searchsorted(_LONG, longer, side="right")])
    close = longer - shorter <= MOST_EDIT * longer
    enough: Numbers = pairs[
        counts >= np.maximum(1, np.where(close, _LEAST_VOTES, _INSIDE) * windows)
    ]
    return enough


def _windows(codes: Codes, letters: Numbers, lengths: Numbers) -> Iterator[NDArray[np.uint64]]:
    """Yield the windows of sentences by their hashes, a hash and a sentence in one number.

    All windows of one kind are in the same part; each sentence has a kind once.
    """
    n_parts = 1 + int(lengths.sum()) // _AT_ONCE
    for first in range(0, n_parts, _PARTS_AT_ONCE):
        parts = range(first, min(n_parts, first + _PARTS_AT_ONCE))
        found: list[list[NDArray[np.uint64]]] = [[] for _ in parts]
        for keys in _keys(codes, letters, lengths):
            number = (keys >> np.uint64(34)) % np.uint64(n_parts)
            for part, own in zip(parts, found, strict=True):
                own.append(keys[number == part])
        for own in found:
            yield distinct(np.concatenate(own))
            own.clear()


def _keys(codes: Codes, letters: Numbers, lengths: Numbers) -> Iterator[NDArray[np.uint64]]:
    """Yield the windows of a batch of sentences, as `_windows` does."""
    for low, high in batches(lengths):
        sizes = lengths[low:high]
        hashes = hash_grams(codes[_spread(letters[low:high, 0], sizes)], _WINDOW)
        sentence = np.repeat(np.arange(low, high), sizes)
        # A long sentence has windows enough: half of them do, or a quarter.
        masks = _MASKS[np.searchsorted(_LONG, sizes, side="right")]
        kept = (hashes & np.repeat(masks, sizes)) == 0
        for back in range(1, _WINDOW):  # these reach into the next sentence
            kept[np.cumsum(sizes) - back] = False
        yield hashes[kept].astype(np.uint64) << np.uint64(32) | sentence[kept].astype(np.uint64)


def _count_votes(keys: NDArray[np.uint64], lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Return pairs of sentences as one number each, ascending, and how many kinds propose them."""
    kinds, sentence = keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).view(np.int64)
    again = kinds[1:] == kinds[:-1]
    held = np.append(again, False) | np.append(False, again)
    kinds, sentence = kinds[held[: len(keys)]], sentence[held[: len(keys)]]
    begins = np.flatnonzero(np.concatenate(([True], kinds[1:] != kinds[:-1])))[: len(kinds)]
    sizes = np.diff(np.append(begins, len(kinds)))
    packed = np.concatenate([*_votes(sentence, begins, sizes, lengths)])
    return _add_up(packed, np.ones(len(packed), np.int64))


def _add_up(packed: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return each pair once, ascending, with the sum of its counts."""
    order = np.argsort(packed, kind="stable")
    packed, sums = packed[order], np.concatenate(([0], np.cumsum(counts[order])))
    starts = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))[: len(packed)]
    return packed[starts], np.diff(sums[np.append(starts, len(packed))])


def _votes(
    sentence: Numbers, begins: Numbers, sizes: Numbers, lengths: Numbers
) -> Iterator[Numbers]:
    """Yield the pairs of sentences that hold windows of one kind, two places in one number.

    Args:
        sentence: the sentence of each window, kind by kind.
        begins: where each kind begins.
        sizes: how many sentences hold it.
        lengths: letters of each sentence.
    """
    first = np.repeat(begins, sizes)
    place = np.arange(len(sentence))
    few = np.flatnonzero(np.repeat(sizes <= _FEW, sizes))
    many = np.flatnonzero(np.repeat(sizes > _FEW, sizes))
    for back in range(1, _FEW):
        chosen = few[few - back >= first[few]]
        yield sentence[chosen - back] << 32 | sentence[chosen]
    for before in (first[many], many - 1):
        low, high = sentence[before], sentence[many]
        near = np.abs(lengths[low] - lengths[high]) <= MOST_EDIT * lengths[high]
        near &= (before >= first[many]) & (before < place[many])
        yield low[near] << 32 | high[near]


def _spread(starts: Numbers, lengths: Numbers) -> Numbers:
    """Places of all letters of some stretches, one stretch behind the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Numbers = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return places
