"""Finds near copies: texts that share enough 3-grams to be versions of one another.

One-permutation MinHash (Li, Owen and Zhang 2012) with optimal densification (Shrivastava
2017) gives each text 126 numbers from one hash of each 3-gram. They are grouped into 42 bands
of 3, and once more into 42 others, which finds 99.5 instead of 97.7 % of the copies with 15 %
edits. Bands propose pairs; every pair proposed is then compared by its true Jaccard index.
Texts are concatenated, and all steps run over many texts at once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from components.duplicates.arrays import number_values
from components.text import Numbers, distinct

Codes = NDArray[np.uint16]
Hashes = NDArray[np.uint32]
Shares = NDArray[np.float64]

BANDS = 42
ROWS = 3
BINS = BANDS * ROWS
ROUNDS = 2  # times the numbers are grouped into bands
GRAM = 3
MIN_LETTERS = 24  # shorter texts are alike by chance and are never merged on similarity
LOWEST = 0.2  # no slider goes below; pairs less alike are not kept

_EMPTY = np.uint32(0xFFFFFFFF)
_RANDOM_TRIES = 4
_FILLED_AT_ONCE = 4096  # texts
_COMPARED_AT_ONCE = 8192  # pairs of texts
_PARTS = 128  # of the range of hashes; a power of two, of which the first 126 are used
_SHIFT = np.uint32(25)
_BATCH = 1 << 17  # letters handled at once; their hashes fit a processor's cache
_FACTORS = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xD6E8FEB9)
_NEIGHBOURS = 3  # besides the first of a bucket, each text meets so many after it
_CERTAIN_ERROR = 0.17  # four standard errors of the estimate from 126 numbers
_PAIRS_PER_TEXT = 24  # more than that come from one very large group


def find_near_pairs(
    codes: Codes,
    offsets: Numbers,
    *,
    chosen: Numbers | None = None,
    min_letters: int = MIN_LETTERS,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Find the pairs of texts that are alike.

    Args:
        codes: folded letters of all texts, one text behind the other.
        offsets: (n + 1,), where each text begins, and the end of the last.
        chosen: numbers of the texts that are looked at, in the order in which they come; None
            for all.
        min_letters: shorter texts are not looked at.

    Returns:
        pairs: (n_pairs, 2), numbers of texts, that which comes before first; and the Jaccard
        index of each pair, at least `LOWEST`. In very large groups not all pairs are compared,
        but enough to hold the group together.
    """
    texts = np.arange(len(offsets) - 1) if chosen is None else chosen
    texts = texts[np.diff(offsets)[texts] >= min_letters]
    if len(texts) < 2:
        return np.zeros((0, 2), np.int32), np.zeros(0, np.float32)
    marks = compute_signatures(codes, offsets, texts)
    pairs = texts[_plausible(marks, find_candidates(marks))]
    del marks
    likeness = measure_jaccard(codes, offsets, pairs)
    alike = likeness >= LOWEST
    return pairs[alike].astype(np.int32), likeness[alike]


def hash_grams(letters: Codes, size: int) -> Hashes:
    """Return a hash of the `size` letters from each letter on (at most 6).

    The last `size - 1` hashes of a text reach into the next one and belong to none.
    """
    hashes = np.zeros(len(letters), np.uint32)
    for low in range(0, len(letters) - size + 1, _BATCH // 4):
        high = min(low + _BATCH // 4, len(letters) - size + 1)
        part = letters[low : high + size - 1].astype(np.uint32)
        mixed = part[: high - low] * np.uint32(_FACTORS[0])
        for ahead in range(1, size):
            mixed += part[ahead : ahead + high - low] * np.uint32(_FACTORS[ahead])
        mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x2C1B3C6D)
        mixed ^= mixed >> np.uint32(12)
        mixed *= np.uint32(0x297A2D39)
        mixed ^= mixed >> np.uint32(15)
        hashes[low:high] = mixed
    return hashes


def compute_signatures(codes: Codes, offsets: Numbers, texts: Numbers) -> Hashes:
    """Return (len(texts), 126): the smallest hash in each of 126 parts of the hash's range.

    Hashes are those of 3-grams, and never lie in memory but for a batch of texts.

    Args:
        codes: folded letters of all texts, one text behind the other.
        offsets: (n + 1,), where each text begins, and the end of the last.
        texts: numbers of the texts.
    """
    marks = np.empty((len(texts), BINS), np.uint32)
    lengths = np.diff(offsets)[texts]
    for low, high in batches(lengths):
        sizes = lengths[low:high]
        part = hash_grams(_letters_of(codes, offsets, texts[low:high]), GRAM)
        rows = np.repeat(np.arange(0, (high - low) * _PARTS, _PARTS), sizes)
        ends = np.cumsum(sizes)
        for back in range(1, GRAM):
            rows[ends - back] = (high - low) * _PARTS
        rows += part >> _SHIFT
        table = np.full((high - low + 1) * _PARTS, _EMPTY, np.uint32)
        np.minimum.at(table, rows, part)
        marks[low:high] = table.reshape(-1, _PARTS)[:-1, :BINS]
    _fill_empty(marks)
    return marks


def measure_repeated_share(codes: Codes, offsets: Numbers, texts: Numbers, size: int) -> Shares:
    """Return the share of the n-grams of some texts that stand in the same text before."""
    counts = np.maximum(np.diff(offsets)[texts] - size + 1, 0)
    different = np.zeros(len(texts), np.int64)
    for low, high in batches(np.diff(offsets)[texts]):
        hashes = hash_grams(_letters_of(codes, offsets, texts[low:high]), size)
        ends = np.cumsum([0, *np.diff(offsets)[texts[low:high]].tolist()])
        different[low:high] = _count_different(hashes, ends[:-1, None], counts[low:high, None])
    return np.where(counts > 0, 1 - different / np.maximum(counts, 1), 0.0)


def find_candidates(marks: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return pairs (n_pairs, 2) of rows that agree in all three numbers of some band."""
    n = len(marks)
    bits = np.uint64(max(1, (n - 1).bit_length()))
    rows = np.arange(n, dtype=np.uint64)
    found = []
    for columns in _bands():
        key = np.zeros(n, np.uint64)
        for column in columns:
            key = (key ^ marks[:, column]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        packed = (key >> bits << bits) | rows
        packed.sort()
        found.append(_bucket_pairs(packed, bits))
    return _unpack(distinct(np.concatenate(found)))


def _bands() -> list[tuple[int, ...]]:
    """Columns of each band: every number serves in several, each time with others."""
    step = np.random.default_rng(7)
    orders = [np.arange(BINS), *(step.permutation(BINS) for _ in range(ROUNDS - 1))]
    return [tuple(band) for order in orders for band in order.reshape(-1, ROWS).tolist()]


def number_components(n: int, pairs: NDArray[np.int32]) -> NDArray[np.int64]:
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


def measure_jaccard(
    codes: Codes, offsets: Numbers, pairs: NDArray[np.int32] | NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the Jaccard index of the 3-grams of each pair of texts; 1 where both have none."""
    found = np.zeros(len(pairs), np.float32)
    for low in range(0, len(pairs), _COMPARED_AT_ONCE):
        some = slice(low, low + _COMPARED_AT_ONCE)
        texts, places = number_values(pairs[some].astype(np.int64))
        letters = _letters_of(codes, offsets, texts)
        ends = np.cumsum([0, *np.diff(offsets)[texts].tolist()])
        found[some] = _compare(hash_grams(letters, GRAM), ends, places)
    return found


def _letters_of(codes: Codes, offsets: Numbers, texts: Numbers) -> Codes:
    """The letters of some texts, one behind the other; no copy where they are neighbours."""
    if np.array_equal(texts, np.arange(texts[0], texts[0] + len(texts))):
        return codes[offsets[texts[0]] : offsets[texts[-1] + 1]]
    return np.concatenate([codes[offsets[i] : offsets[i + 1]] for i in texts.tolist()])


def _fill_empty(marks: Hashes) -> None:
    """Give empty parts the number of another part, chosen alike in all texts.

    A few tries at random places, then the next part that is not empty: in very short texts
    most parts are.
    """
    empty = np.flatnonzero((marks == _EMPTY).any(axis=1))
    step = np.random.default_rng(42)
    sources = step.integers(0, BINS, (_RANDOM_TRIES, BINS))
    for low in range(0, len(empty), _FILLED_AT_ONCE):
        rows = empty[low : low + _FILLED_AT_ONCE]
        original = marks[rows]
        filled = original.copy()
        row, column = np.nonzero(original == _EMPTY)
        for source in sources:
            value = original[row, source[column]]
            filled[row, column] = _move(value, column)
            left = value == _EMPTY
            row, column = row[left], column[left]
        value = original[row, _find_next_filled(original)[row, column]]
        filled[row, column] = _move(value, column)
        marks[rows] = filled


def _move(value: Hashes, column: Numbers) -> Hashes:
    """Mix numbers with their new place, so that two empty parts do not agree."""
    mixed = value + column.astype(np.uint32) * np.uint32(0x9E3779B1)
    mixed[mixed == _EMPTY] = 0
    mixed[value == _EMPTY] = _EMPTY
    return mixed


def _find_next_filled(marks: Hashes) -> Numbers:
    """For each place the next column, around the end, that is not empty."""
    twice = np.concatenate((marks, marks), axis=1) != _EMPTY
    places = np.where(twice, np.arange(2 * BINS), 2 * BINS)
    after = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :BINS]
    return after % BINS


def batches(lengths: Numbers) -> Iterator[tuple[int, int]]:
    """Cut a list of texts into stretches of about `_BATCH` letters, at least one text each."""
    if not len(lengths):
        return
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
            return distinct(np.concatenate(chosen))
        best = np.full(n, len(pairs), np.int64)
        np.minimum.at(best, one[apart], rank[apart])
        np.minimum.at(best, two[apart], rank[apart])
        picked = np.flatnonzero((rank == best[one]) | (rank == best[two]))
        picked = picked[one[picked] != two[picked]]
        chosen.append(picked)
        labels = number_components(
            n, np.stack((one[picked], two[picked]), axis=1).astype(np.int32)
        )[labels]


def _nearest(n: int, pairs: NDArray[np.int64], rank: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the pairs that are among the eight most alike of one of their texts."""
    chosen = np.zeros(len(pairs), bool)
    for side in (0, 1):
        order = np.lexsort((rank, pairs[:, side]))
        owner = pairs[order, side]
        first = np.searchsorted(owner, np.arange(n))
        chosen[order[np.arange(len(order)) - first[owner] < 8]] = True
    return chosen


def _compare(hashes: Hashes, offsets: Numbers, pairs: Numbers) -> NDArray[np.float32]:
    """Compare pairs of texts by the true Jaccard index of their sets of 3-grams.

    What two sets have in common is what their union is smaller by than both together.
    """
    if not len(pairs):
        return np.zeros(0, np.float32)
    counts = np.maximum(np.diff(offsets) - GRAM + 1, 0)
    used = distinct(pairs)
    different = np.zeros(len(counts), np.int64)
    different[used] = _count_different(hashes, offsets[used][:, None], counts[used][:, None])
    union = _count_different(hashes, offsets[pairs], counts[pairs])
    common = different[pairs].sum(axis=1) - union
    return np.where(union > 0, common / np.maximum(union, 1), 1.0).astype(np.float32)


def _count_different(hashes: Hashes, starts: Numbers, counts: Numbers) -> Numbers:
    """Count the different hashes in each row of stretches: (n_rows, n_stretches) -> (n_rows,).

    Rows of about one length are sorted together, side by side: short rows stay in the cache.
    """
    totals = counts.sum(axis=1)
    found = np.zeros(len(totals), np.int64)
    order = np.argsort(totals, kind="stable")
    for low, high in batches(totals[order]):
        rows = order[low:high]
        width = int(totals[rows[-1]])
        if not width:
            continue
        block = np.full((len(rows), width), _EMPTY, np.uint32)
        for line, begins, sizes in zip(
            block, starts[rows].tolist(), counts[rows].tolist(), strict=True
        ):
            at = 0
            for begin, size in zip(begins, sizes, strict=True):
                line[at : at + size] = hashes[begin : begin + size]
                at += size
        block.sort(axis=1)
        steps = np.count_nonzero(block[:, 1:] != block[:, :-1], axis=1)
        found[rows] = steps + 1 - (totals[rows] < width)
    return found
