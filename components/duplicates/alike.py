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

from components.duplicates.arrays import distinct
from components.duplicates.edits import MOST_EDIT, count_edits
from components.duplicates.minhash import Codes, hash_grams
from components.duplicates.report import Units
from components.text import Numbers

_WINDOW = 6  # one correction leaves six letters in a row to a sentence of thirteen
_LONG = (42, 84)  # letters from which half of the windows are enough, and a quarter
_MASKS = np.array((0, 1, 3), np.uint32)
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
    one, two = labels[pairs[:, 0]], labels[pairs[:, 1]]
    texts, others = texts_of(one), texts_of(two)
    near = process.cpdist(
        texts, others, scorer=Levenshtein.normalized_distance, score_cutoff=MOST_EDIT
    )
    found = []
    for i in np.flatnonzero(near <= MOST_EDIT).tolist():
        edits = count_edits(texts[i], others[i])
        if edits is not None:
            found.append((one[i], two[i], edits))
    return np.array(found, np.int32).reshape(-1, 3), labels[inside]


def _propose(codes: Codes, letters: Numbers, lengths: Numbers) -> Numbers:
    """Pairs of sentences that hold enough of the same windows, as places in `letters`."""
    counts = np.maximum(lengths - _WINDOW + 1, 0)
    sentence = np.repeat(np.arange(len(counts)), counts)
    hashes = hash_grams(codes, _WINDOW)[_spread(letters[:, 0], counts)]
    # A long sentence has windows enough: half of them do, or a quarter.
    kept = (hashes & _MASKS[np.searchsorted(_LONG, lengths, side="right")][sentence]) == 0
    hashes, sentence = hashes[kept].astype(np.uint64), sentence[kept]
    keys = distinct(hashes << np.uint64(32) | sentence.astype(np.uint64))
    kinds, sentence = keys >> np.uint64(32), (keys & np.uint64(0xFFFFFFFF)).view(np.int64)
    again = kinds[1:] == kinds[:-1]
    held = np.append(again, False) | np.append(False, again)
    kinds, sentence = kinds[held], sentence[held]
    begins = np.flatnonzero(np.concatenate(([True], kinds[1:] != kinds[:-1])))[: len(kinds)]
    sizes = np.diff(np.append(begins, len(kinds)))
    packed = np.concatenate([*_votes(sentence, begins, sizes, lengths)])
    packed.sort()
    starts = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))[: len(packed)]
    counts = np.diff(np.append(starts, len(packed)))
    pairs = np.stack((packed[starts] >> 32, packed[starts] & 0xFFFFFFFF), axis=1)
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
