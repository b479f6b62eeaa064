"""Near copies: which texts share enough 3-grams to be versions of one another.

One-permutation MinHash (Li, Owen and Zhang 2012) with optimal densification (Shrivastava
2017) gives each text 126 numbers from one hash of each 3-gram; 42 bands of 3 propose pairs;
every pair proposed is then compared by its true Jaccard index. Texts are concatenated, and
all steps run over many texts at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Numbers = NDArray[np.int64]

BANDS = 42
ROWS = 3
BINS = BANDS * ROWS
GRAM = 3
MIN_LETTERS = 24  # shorter texts are alike by chance and are never merged on similarity
LOWEST = 0.2  # no slider goes below; pairs less alike are not kept

_EMPTY = np.uint32(0xFFFFFFFF)
_BATCH = 1 << 18  # letters handled at once; their hashes fit a processor's cache
_NEIGHBOURS = 3  # besides the first of a bucket, each text meets so many after it
_CERTAIN_ERROR = 0.17  # four standard errors of the estimate from 126 numbers
_PAIRS_PER_TEXT = 24  # more than that come from one very large group


def near_pairs(
    codes: Codes, offsets: Numbers, *, min_letters: int = MIN_LETTERS
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Find the pairs of texts that are alike.

    Args:
        codes: folded letters of all texts, one text behind the other.
        offsets: (n + 1,), where each text begins, and the end of the last.
        min_letters: shorter texts are not looked at.

    Returns:
        pairs: (n_pairs, 2), numbers of texts, the smaller first; and the Jaccard index of
        each pair, at least `LOWEST`. In very large groups not all pairs are compared, but
        enough to hold the group together.
    """
    texts = np.flatnonzero(np.diff(offsets) >= min_letters)
    if len(texts) < 2:
        return np.zeros((0, 2), np.int32), np.zeros(0, np.float32)
    marks = signatures(codes, offsets, texts)
    pairs = _plausible(marks, candidates(marks))
    likeness = _compare(codes, offsets, texts, pairs)
    alike = likeness >= LOWEST
    return texts[pairs[alike]].astype(np.int32), likeness[alike]


def signatures(codes: Codes, offsets: Numbers, texts: Numbers) -> NDArray[np.uint32]:
    """Return (len(texts), 126): the smallest hash in each of 126 parts of the hash's range."""
    marks = np.full((len(texts), BINS), _EMPTY, np.uint32)
    for low, high in batches(np.diff(offsets)[texts]):
        owner, hashes = grams(codes, offsets, texts[low:high])
        scaled = hashes * np.uint64(BINS)
        places = owner * BINS + (scaled >> np.uint64(32)).view(np.int64)
        np.minimum.at(marks[low:high].reshape(-1), places, scaled.astype(np.uint32))
    _fill_empty(marks)
    return marks


def grams(
    codes: Codes, offsets: Numbers, texts: Numbers, size: int = GRAM
) -> tuple[Numbers, NDArray[np.uint64]]:
    """Return the owner (place in `texts`) and the 32-bit hash of every n-gram of some texts."""
    starts, lengths = offsets[texts], offsets[texts + 1] - offsets[texts]
    if len(texts) == texts[-1] - texts[0] + 1:
        letters, ends = codes[starts[0] : offsets[texts[-1] + 1]], np.cumsum(lengths)
    else:
        letters = np.concatenate([codes[s : s + n] for s, n in zip(starts, lengths, strict=True)])
        ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(texts)), lengths)
    hashes = gram_hashes(letters, size)
    within = np.ones(len(letters), bool)
    for back in range(1, size):
        within[np.maximum(ends - back, 0)] = False
    return owner[within], hashes[within[: len(hashes)]]


def gram_hashes(letters: Codes, size: int) -> NDArray[np.uint64]:
    """Return a 32-bit hash of each run of `size` letters (at most 5), in 64-bit numbers."""
    n = max(0, len(letters) - size + 1)
    mixed = letters[:n].astype(np.uint64)
    for ahead in range(1, size):
        if ahead == GRAM + 1:
            mixed *= np.uint64(0x9E3779B97F4A7C15)
        mixed ^= letters[ahead : ahead + n].astype(np.uint64) << np.uint64(16 * (ahead % 4))
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed >>= np.uint64(32)
    return mixed


def candidates(marks: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return pairs (n_pairs, 2) of rows that agree in all three numbers of some band."""
    n = len(marks)
    bits = np.uint64(max(1, (n - 1).bit_length()))
    rows = np.arange(n, dtype=np.uint64)
    found = []
    for band in range(BANDS):
        key = np.zeros(n, np.uint64)
        for column in range(ROWS * band, ROWS * (band + 1)):
            key = (key ^ marks[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        packed = (key >> bits << bits) | rows
        packed.sort()
        found.append(_bucket_pairs(packed, bits))
    return _unpack(np.unique(np.concatenate(found)))


def components(n: int, pairs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return (n,) the smallest member of the component each of n things belongs to."""
    labels = np.arange(n)
    one, two = pairs[:, 0], pairs[:, 1]
    while True:
        low = np.minimum(labels[one], labels[two])
        before = labels.copy()
        np.minimum.at(labels, labels[one], low)
        np.minimum.at(labels, labels[two], low)
        while not np.array_equal(labels, again := labels[labels]):
            labels = again
        if np.array_equal(labels, before):
            return labels


def jaccard(
    codes: Codes, offsets: Numbers, pairs: NDArray[np.int32] | NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the Jaccard index of the 3-grams of each pair of texts; 1 where both have none."""
    texts, places = np.unique(pairs, return_inverse=True)
    if not len(texts):
        return np.zeros(0, np.float32)
    return _compare(codes, offsets, texts.astype(np.int64), places.reshape(-1, 2))


def _fill_empty(marks: NDArray[np.uint32]) -> None:
    """Give empty parts the number of another part, chosen alike in all texts."""
    rows = np.flatnonzero((marks == _EMPTY).any(axis=1))
    if not len(rows):
        return
    original = marks[rows]
    filled = original.copy()
    step = np.random.default_rng(42)
    for _ in range(4 * BINS):
        row, column = np.nonzero(filled == _EMPTY)
        if not len(row):
            break
        source = step.integers(0, BINS, BINS)
        value = original[row, source[column]]
        # Mixed with the place, so that two empty parts do not agree with each other.
        shifted = value + column.astype(np.uint32) * np.uint32(0x9E3779B1)
        shifted[shifted == _EMPTY] = 0
        filled[row, column] = np.where(value == _EMPTY, _EMPTY, shifted)
    marks[rows] = filled


def batches(lengths: Numbers) -> Iterator[tuple[int, int]]:
    """Cut a list of texts into stretches of about `_BATCH` letters, at least one text each."""
    ends = np.cumsum(lengths)
    low = 0
    while low < len(lengths):
        before = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, before + _BATCH, side="right")))
        yield low, high
        low = high


def _bucket_pairs(packed: NDArray[np.uint64], bits: np.uint64) -> NDArray[np.uint64]:
    """Pair each text of a bucket with its first and with those just behind it."""
    keys, mask = packed >> bits, (np.uint64(1) << bits) - np.uint64(1)
    same = keys[1:] == keys[:-1]
    if not same.any():
        return np.zeros(0, np.uint64)
    rows = packed & mask
    found = []
    for ahead in range(1, _NEIGHBOURS + 1):
        at = np.flatnonzero(keys[ahead:] == keys[:-ahead])
        found.append(rows[at] << np.uint64(32) | rows[at + ahead])
    first = np.maximum.accumulate(
        np.where(np.concatenate(([True], ~same)), np.arange(len(keys)), 0)
    )
    at = np.flatnonzero(np.arange(len(keys)) - first > _NEIGHBOURS)
    found.append(rows[first[at]] << np.uint64(32) | rows[at])
    return np.concatenate(found)


def _unpack(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.stack((packed >> np.uint64(32), packed & np.uint64(0xFFFFFFFF)), axis=1).view(
        np.int64
    )


def _plausible(marks: NDArray[np.uint32], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Drop pairs whose numbers say that they cannot be alike, and the surplus of huge groups."""
    agree = np.empty(len(pairs), np.float32)
    for low in range(0, len(pairs), 1 << 14):
        part = pairs[low : low + (1 << 14)]
        agree[low : low + len(part)] = (marks[part[:, 0]] == marks[part[:, 1]]).mean(axis=1)
    likely = agree >= LOWEST + 0.16 - _CERTAIN_ERROR
    pairs, agree = pairs[likely], agree[likely]
    if len(pairs) <= _PAIRS_PER_TEXT * len(marks):
        return pairs
    return pairs[_backbone(len(marks), pairs, agree)]


def _backbone(n: int, pairs: NDArray[np.int64], agree: NDArray[np.float32]) -> NDArray[np.int64]:
    """Choose pairs that keep everything connected: some of each text's nearest, and links.

    Links are those with which Borůvka's algorithm builds the most alike spanning forest.
    """
    # Ties broken by place, or the forest could hold circles.
    rank = np.empty(len(pairs), np.int64)
    rank[np.lexsort((np.arange(len(pairs)), -agree))] = np.arange(len(pairs))
    chosen = [np.flatnonzero(_nearest(n, pairs, rank))]
    labels = np.arange(n)
    while True:
        one, two = labels[pairs[:, 0]], labels[pairs[:, 1]]
        apart = np.flatnonzero(one != two)
        if not len(apart):
            return np.unique(np.concatenate(chosen))
        best = np.full(n, len(pairs), np.int64)
        np.minimum.at(best, one[apart], rank[apart])
        np.minimum.at(best, two[apart], rank[apart])
        picked = np.flatnonzero((rank == best[one]) | (rank == best[two]))
        picked = picked[one[picked] != two[picked]]
        chosen.append(picked)
        labels = components(n, np.stack((one[picked], two[picked]), axis=1).astype(np.int32))[
            labels
        ]


def _nearest(n: int, pairs: NDArray[np.int64], rank: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the pairs that are among the eight most alike of one of their texts."""
    chosen = np.zeros(len(pairs), bool)
    for side in (0, 1):
        order = np.lexsort((rank, pairs[:, side]))
        owner = pairs[order, side]
        first = np.searchsorted(owner, np.arange(n))
        chosen[order[np.arange(len(order)) - first[owner] < 8]] = True
    return chosen


def _compare(
    codes: Codes, offsets: Numbers, texts: Numbers, pairs: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Compare pairs of places in `texts` by the true Jaccard index, a batch at a time."""
    likeness = np.ones(len(pairs), np.float32)
    lengths = np.diff(offsets)[texts]
    for low, high in batches(lengths[pairs].sum(axis=1)):
        part = pairs[low:high]
        used, places = np.unique(part, return_inverse=True)
        sets, ends = _gram_sets(codes, offsets, texts[used])
        likeness[low:high] = _overlap(sets, ends, places.reshape(-1, 2))
    return likeness


def _gram_sets(
    codes: Codes, offsets: Numbers, texts: Numbers
) -> tuple[NDArray[np.uint64], Numbers]:
    """Return the different grams of each text, and where each text's begin (and the end)."""
    owner, hashes = grams(codes, offsets, texts)
    keys = owner.view(np.uint64) << np.uint64(32) | hashes
    keys.sort()
    if len(keys):
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
    ends = np.searchsorted(keys, np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(32))
    return keys & np.uint64(0xFFFFFFFF), ends


def _overlap(
    sets: NDArray[np.uint64], ends: Numbers, pairs: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Jaccard index of pairs of sorted sets: after sorting, what both hold stands twice."""
    sizes = np.diff(ends)
    flat = pairs.ravel()
    counts = sizes[flat]
    total = int(counts.sum())
    within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.repeat(ends[flat], counts) + within
    pair = np.repeat(np.arange(len(pairs), dtype=np.uint64), counts.reshape(-1, 2).sum(axis=1))
    keys = pair << np.uint64(32) | sets[at]
    keys.sort()
    twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(32)
    both = np.bincount(twice.view(np.int64), minlength=len(pairs))
    either = counts.reshape(-1, 2).sum(axis=1) - both
    return np.where(either > 0, both / np.maximum(either, 1), 1.0).astype(np.float32)
