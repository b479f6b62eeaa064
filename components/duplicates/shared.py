"""Finds passages that several articles share: boilerplate, quotations, whole paragraphs.

Windows of letters are hashed and sampled by winnowing (Schleimer, Wilkerson and Aiken 2003), so
that the same passage yields the same samples wherever it stands and however its lines break.
Around samples that several articles hold every window is counted, which gives the passage its
full length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.duplicates.minhash import Codes, batches
from components.text import Numbers

_REACH = 16  # windows of which at least one is sampled
_MIN_WINDOW = 8
_AT_ONCE = 3 << 20  # windows counted at once
_BASE = 0x9E3779B97F4A7C15 | 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters `[start, end)` of text number `text`."""

    text: int
    start: int
    end: int


def sample_windows(codes: Codes, offsets: Numbers, *, min_letters: int) -> NDArray[np.uint64]:
    """Sample the windows by which passages of at least `min_letters` letters are found.

    Returns:
        Sorted: the upper bits of each are its hash, the lower its place.
    """
    return _sample(codes, offsets, _window(min_letters))


def find_shared_passages(
    codes: Codes,
    offsets: Numbers,
    owners: Numbers,
    *,
    min_letters: int,
    min_owners: int,
    samples: NDArray[np.uint64] | None = None,
    chosen: NDArray[np.bool_] | None = None,
) -> list[list[Stretch]]:
    """Find the passages that stand in several articles, or twice in one.

    Args:
        codes: folded letters of all texts, one text behind the other.
        offsets: (n + 1,), where each text begins, and the end of the last.
        owners: (n,), the article each text is part of.
        samples: what `sample_windows` gave for these texts and `min_letters`, if it is known.
        chosen: (n,), the texts looked at; None for all.
        min_letters: length of the shortest passage.
        min_owners: articles that have to hold it, at least 2.

    Returns:
        For each passage its places in the order of the text; most places first.
    """
    window = _window(min_letters)
    keys = _sample(codes, offsets, window) if samples is None else samples
    if chosen is not None and not chosen.all():
        inside = np.repeat(chosen, np.diff(offsets))
        keys = keys[inside[_places(keys, _bits(len(codes)))]]
    places = _frequent(keys, offsets, owners, min_owners)
    if not len(places):
        return []
    ranges = _around(places, offsets, 2 * _REACH + 1, window)
    return _passages(codes, offsets, owners, ranges, window, min_letters, min_owners)


def _window(min_letters: int) -> int:
    return max(_MIN_WINDOW, min_letters - _REACH + 1)


def _window_hashes(letters: Codes, window: int) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each run of `window` letters, by one running sum."""
    n = len(letters) - window + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    values = (letters.astype(np.uint64) + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(32)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    power, inverse = _powers(len(letters))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(values * power)))
    hashes: NDArray[np.uint64] = (sums[window:] - sums[:-window]) * inverse[:n]
    hashes ^= hashes >> np.uint64(31)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(29)
    return hashes


def _powers(n: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of an odd base and of its inverse, modulo 2**64."""
    inverse = pow(_BASE, -1, 1 << 64)
    made = []
    for base in (_BASE, inverse):
        steps = np.full(n, base, np.uint64)
        steps[:1] = 1
        made.append(np.cumprod(steps))
    return made[0], made[1]


def _sample(codes: Codes, offsets: Numbers, window: int) -> NDArray[np.uint64]:
    """Return sampled windows, sorted: the upper bits of each are its hash, the lower its place."""
    bits = _bits(len(codes))
    found: list[NDArray[np.uint64]] = []
    for low, high in batches(np.diff(offsets)):
        begin, end = int(offsets[low]), int(offsets[high])
        hashes = _window_hashes(codes[begin:end], window)
        crossing = _find_crossing(offsets[low : high + 1] - begin, window, len(hashes))
        hashes[crossing] = np.uint64(0xFFFFFFFFFFFFFFFF)
        chosen = np.flatnonzero(_winnow(hashes) & ~crossing)
        found.append(_pack(hashes[chosen], chosen + begin, bits))
    keys = np.concatenate(found) if found else np.zeros(0, np.uint64)
    keys.sort()
    return keys


def _bits(n: int) -> int:
    """Bits that hold a place among n letters."""
    return max(1, n.bit_length())


def _pack(hashes: NDArray[np.uint64], places: Numbers, bits: int) -> NDArray[np.uint64]:
    """Put hash and place into one number, so that sorting needs no second array."""
    return (hashes >> np.uint64(bits) << np.uint64(bits)) | places.astype(np.uint64)


def _places(keys: NDArray[np.uint64], bits: int) -> Numbers:
    return (keys & np.uint64((1 << bits) - 1)).view(np.int64)


def _find_repeated(keys: NDArray[np.uint64], bits: int) -> tuple[NDArray[np.uint64], Numbers]:
    """Return hash and place of the sorted windows that stand more than once."""
    hashes = keys >> np.uint64(bits)
    again = hashes[1:] == hashes[:-1]
    chosen = np.concatenate(([False], again)) | np.concatenate((again, [False]))
    if not len(keys):
        chosen = np.zeros(0, bool)
    return hashes[chosen], _places(keys[chosen], bits)


def _find_crossing(bounds: Numbers, window: int, n: int) -> NDArray[np.bool_]:
    """Mark the windows that reach over the end of a text."""
    steps = np.zeros(n + 1, np.int32)
    np.add.at(steps, np.clip(bounds[1:] - window + 1, 0, n), 1)
    np.add.at(steps, np.clip(np.maximum(bounds[1:], bounds[1:] - window + 1), 0, n), -1)
    return np.cumsum(steps[:n]) > 0


def _winnow(hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Mark each hash that is the smallest of some `_REACH` in a row."""
    if len(hashes) < _REACH:
        return hashes == hashes.min() if len(hashes) else np.zeros(0, bool)
    lowest = hashes
    step = 1
    while step < _REACH:
        lowest = np.minimum(lowest[:-step], lowest[step:])
        step *= 2
    pad = np.zeros(_REACH - 1, np.uint64)
    highest = np.concatenate((pad, lowest, pad))
    step = 1
    while step < _REACH:
        highest = np.maximum(highest[:-step], highest[step:])
        step *= 2
    marked: NDArray[np.bool_] = highest == hashes
    return marked


def _frequent(keys: NDArray[np.uint64], offsets: Numbers, owners: Numbers, least: int) -> Numbers:
    """Places of the sampled windows that enough articles hold, or one article twice."""
    hashes, places = _find_repeated(keys, _bits(int(offsets[-1])))
    spread = _spread(hashes, _owner_of(places, offsets, owners), least)
    return np.sort(places[spread > 0])


def _owner_of(places: Numbers, offsets: Numbers, owners: Numbers) -> Numbers:
    found: Numbers = owners[np.searchsorted(offsets, places, side="right") - 1]
    return found


def _spread(hashes: NDArray[np.uint64], owner: Numbers, least: int) -> Numbers:
    """For sorted hashes the number of their owners; 0 where these are too few.

    Equal hashes stand in the order of the text, so that equal owners are neighbours.
    """
    if not len(hashes):
        return np.zeros(0, np.int64)
    begins = np.concatenate(([True], hashes[1:] != hashes[:-1]))
    run = np.cumsum(begins) - 1
    fresh = begins | np.concatenate(([True], owner[1:] != owner[:-1]))
    n_owners = np.bincount(run[fresh])
    n_places = np.bincount(run)
    enough = (n_owners >= least) | (n_places > n_owners)
    spread: Numbers = np.where(enough, n_owners, 0)[run]
    return spread


def _around(places: Numbers, offsets: Numbers, reach: int, window: int) -> Numbers:
    """Ranges of letters around sorted places, inside their texts, joined where they meet."""
    text = np.searchsorted(offsets, places, side="right") - 1
    low = np.maximum(places - reach, offsets[text])
    high = np.minimum(places + window + reach, offsets[text + 1])
    opens = np.concatenate(([True], (low[1:] > high[:-1]) | (text[1:] != text[:-1])))
    last = np.append(np.flatnonzero(opens)[1:] - 1, len(places) - 1)
    return np.stack((low[opens], high[last]), axis=1)


def _passages(
    codes: Codes,
    offsets: Numbers,
    owners: Numbers,
    ranges: Numbers,
    window: int,
    min_letters: int,
    min_owners: int,
) -> list[list[Stretch]]:
    """Count every window in some ranges; runs of frequent ones are passages."""
    owner = _owner_of(ranges[:, 0], offsets, owners)
    levels = _levels(codes, ranges, owner, window, min_owners)
    groups: dict[bytes, list[Stretch]] = defaultdict(list)
    starts, ends = _runs(levels, ranges, window, min_letters)
    del levels
    texts = np.searchsorted(offsets, starts, side="right") - 1
    for start, end, text in zip(starts.tolist(), ends.tolist(), texts.tolist(), strict=True):
        base = int(offsets[text])
        groups[codes[start:end].tobytes()].append(Stretch(text, start - base, end - base))
    return _settle(groups, 2 * window, owners, min_owners)


def _levels(
    codes: Codes, ranges: Numbers, owner: Numbers, window: int, min_owners: int
) -> NDArray[np.int8]:
    """For every letter of the ranges: 0, or the magnitude of how many hold its window.

    Windows are counted a part of all hashes at a time, so that memory stays bounded.
    """
    lengths = ranges[:, 1] - ranges[:, 0]
    bases = np.cumsum(lengths) - lengths
    levels = np.zeros(int(lengths.sum()), np.int8)
    bits = _bits(len(levels))
    n_parts = np.uint64(1 + len(levels) // _AT_ONCE)
    for part in range(int(n_parts)):
        found = []
        for begin, hashes, inside in _range_windows(codes, ranges, window):
            chosen = np.flatnonzero((hashes % n_parts == part) & inside)
            found.append(_pack(hashes[chosen], chosen + begin, bits))
        keys = np.concatenate(found)
        keys.sort()
        same, places = _find_repeated(keys, bits)
        holder = owner[np.searchsorted(bases, places, side="right") - 1]
        spread = _spread(same, holder, min_owners)
        held = spread > 0
        levels[places[held]] = 1 + np.log2(spread[held]).astype(np.int8)
    return levels


def _range_windows(
    codes: Codes, ranges: Numbers, window: int
) -> Iterator[tuple[int, NDArray[np.uint64], NDArray[np.bool_]]]:
    """Yield where a batch of ranges begins among all letters, its hashes, and which belong."""
    lengths = ranges[:, 1] - ranges[:, 0]
    begin = 0
    for low, high in batches(lengths):
        part, sizes = ranges[low:high], lengths[low:high]
        ends = np.cumsum(sizes)
        at = np.arange(int(ends[-1])) + np.repeat(part[:, 0] - (ends - sizes), sizes)
        found = _window_hashes(codes[at], window)
        yield begin, found, ~_find_crossing(np.concatenate(([0], ends)), window, len(found))
        begin += int(ends[-1])


def _runs(
    levels: NDArray[np.int8], ranges: Numbers, window: int, min_letters: int
) -> tuple[Numbers, Numbers]:
    """Return begin and end of stretches of windows in a row that about as many articles hold.

    Where a passage that many hold meets one that few hold, the border belongs to the many.
    """
    lengths = ranges[:, 1] - ranges[:, 0]
    bases = np.cumsum(lengths) - lengths
    held, edge = levels != 0, np.ones(len(levels) + 1, bool)
    np.not_equal(levels[1:], levels[:-1], out=edge[1:-1])
    first = np.flatnonzero(held & edge[:-1])
    last = np.flatnonzero(held & edge[1:])
    where = np.searchsorted(bases, first, side="right") - 1
    starts = first - bases[where] + ranges[where, 0]
    ends = last - bases[where] + ranges[where, 0] + window
    for i in np.flatnonzero((starts[1:] < ends[:-1]) & (where[1:] == where[:-1])):
        if levels[first[i]] >= levels[first[i + 1]]:
            starts[i + 1] = max(int(starts[i + 1]), int(ends[i]))
        else:
            ends[i] = min(int(ends[i]), int(starts[i + 1]))
    long = ends - starts >= min_letters
    return starts[long], ends[long]


def _settle(
    groups: dict[bytes, list[Stretch]], lead: int, owners: Numbers, min_owners: int
) -> list[list[Stretch]]:
    """Keep the passages with enough articles; a stray longer or shorter form joins them.

    Args:
        groups: content -> where it stands.
        lead: bytes at the beginning by which a stray form is known.
        owners: the article of each text.
        min_owners: articles that have to hold a passage.
    """

    def enough(stretches: list[Stretch]) -> bool:
        held_by = {int(owners[stretch.text]) for stretch in stretches}
        return len(held_by) >= min_owners or len(stretches) > len(held_by)

    kept = {content: found for content, found in groups.items() if enough(found)}
    homes = {content[:lead]: content for content in reversed(kept)}
    for content, found in groups.items():
        home = homes.get(content[:lead])
        if content not in kept and home is not None:
            kept[home].extend(found)
    ordered = (sorted(found, key=lambda s: (s.text, s.start)) for found in kept.values())
    return sorted(ordered, key=lambda found: -len(found))
