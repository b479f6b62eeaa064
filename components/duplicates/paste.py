"""Finds texts that were pasted several times end to end, and where each copy begins.

Unchanged copies are found by comparing the text with itself, moved. Copies with edits are found
by the distance at which runs of five letters come back: distances between copies pile up
around one length, while those of ordinary repetition are scattered.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from components.duplicates.minhash import Codes, hash_grams, measure_jaccard, measure_repeated_share
from components.duplicates.report import GroupKind, Passage
from components.text import Folded, Span, letters_of

_NEEDLE = 40  # letters compared before a whole copy is
_MIN_PERIOD = 8  # 哈哈哈哈 is laughter, not a text pasted four times
_MIN_EDITED_PERIOD = 40  # with edits, shorter texts come back by chance
_TRIES = 16
_GRAM = 5
_DRIFT = 0.08  # insertions and omissions move a copy by so much of its length at most
_MIN_SHARE = 0.06  # of the letters that have to come back at one distance
_MIN_LIKENESS = 0.15  # two copies, each with 15 % edits, still share so many of their 3-grams
_SNAP = 8  # letters; a copy whose first words were edited is found a little late
_HEAD = 120  # letters of the first copy by which the beginnings of the others are found
_OPENERS = "「『“‘（《〈【〔［｛([{<"
_STOPS = "。！？!?…\n"


def find_copies(article_id: str, text: str, folded: Folded) -> Passage | None:
    """Find the unchanged copies that a text consists of; None if it says everything once."""
    period = find_exact_period(folded.text)
    if not period:
        return None
    starts = [i * period for i in range(_n_copies(len(folded.text), period))]
    return _passage(article_id, text, folded, [*starts, len(folded.text)])


def find_edited_copies(article_id: str, text: str, folded: Folded) -> Passage | None:
    """Find edited copies that follow each other in a text, perhaps between other text."""
    letters = letters_of(folded)
    bounds = find_edited_bounds(letters)
    if not bounds:
        return None
    bounds = [_at_sentence(text, folded, bound) for bound in bounds]
    if any(later - earlier < _MIN_PERIOD for earlier, later in pairwise(bounds)):
        return None
    return _passage(article_id, text, folded, bounds)


def find_exact_period(text: str) -> int:
    """Return the shortest length at which a folded text starts over; 0 if it never does.

    A last copy may be cut short, to half its length at least where it is the second.
    """
    limit = 2 * len(text) // 3
    if limit < _MIN_PERIOD:
        return 0
    needle = text[: min(_NEEDLE, limit, len(text) - limit)]
    period = 0
    for _ in range(_TRIES):
        period = text.find(needle, period + 1, limit + len(needle))
        if period < 0:
            return 0
        if text.startswith(text[: len(text) - period], period):
            return period if period >= _MIN_PERIOD else 0
    return 0


def find_suspects(codes: Codes, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the texts in which enough runs of five letters come back to look closer."""
    texts = np.flatnonzero(np.diff(offsets) >= 3 * _MIN_EDITED_PERIOD // 2)
    share = measure_repeated_share(codes, offsets, texts, _GRAM)
    return texts[share > _MIN_SHARE]


def find_edited_bounds(letters: Codes) -> list[int]:
    """Return where each copy begins in folded letters, and where the last ends; [] if none."""
    places, gaps, hashes = _returns(letters)
    period, share = _period(gaps, len(letters))
    if not period or share < _MIN_SHARE:
        return []
    near = np.abs(gaps - period) <= _tolerance(period)
    first = int(places[near].min())
    first = 0 if first < max(30, period // 10) else first
    starts = _starts(letters, hashes, first, period)
    starts = _alike(letters, starts, period)
    if len(starts) < 2:
        return []
    end = len(letters) if len(letters) - starts[-1] < 1.5 * period else starts[-1] + period
    return [*starts, end]


def _returns(
    letters: Codes,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]:
    """Where a run of letters comes back: its place and the distance to its next place."""
    hashes = hash_grams(letters, _GRAM)[: max(0, len(letters) - _GRAM + 1)]
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    places, gaps = order[same], order[same + 1] - order[same]
    far = gaps >= _MIN_EDITED_PERIOD
    return places[far], gaps[far], hashes


def _period(gaps: NDArray[np.int64], length: int) -> tuple[int, float]:
    """The distance around which most returns lie, and their share of the letters."""
    ordered = np.sort(gaps[gaps <= 2 * length // 3])
    if len(ordered) < _MIN_PERIOD:
        return 0, 0.0
    ends = np.searchsorted(ordered, ordered * (1 + _DRIFT / 2) + 4, side="right")
    counts = ends - np.arange(len(ordered))
    best = int(counts.argmax())
    period = int(np.median(ordered[best : ends[best]]))
    return period, float(counts[best]) / max(1, length - period)


def _tolerance(period: int) -> int:
    return int(_DRIFT * period) + 6


def _starts(letters: Codes, hashes: NDArray[np.uint32], first: int, period: int) -> list[int]:
    """Follow the copies: each begins where the first letters of the first copy come back."""
    head = hashes[first : first + min(_HEAD, period)]
    order = np.argsort(head, kind="stable")
    slot = np.minimum(np.searchsorted(head, hashes, sorter=order), len(head) - 1)
    hits = np.flatnonzero(head[order[slot]] == hashes)
    depth = order[slot[hits]]
    votes = hits - depth
    ranked = np.lexsort((depth, votes))
    votes, depth = votes[ranked], depth[ranked]
    starts = [first]
    while True:
        expected = starts[-1] + period
        if len(letters) - expected < period // 2:
            return starts
        low, high = np.searchsorted(
            votes, (expected - _tolerance(period), expected + _tolerance(period) + 1)
        )
        if low == high:
            # The head of this copy may be edited away, while the copy after it is there.
            starts.append(expected)
            continue
        nearest = np.argsort(depth[low:high], kind="stable")[:3]
        starts.append(int(np.median(votes[low:high][nearest])))


def _alike(letters: Codes, starts: list[int], period: int) -> list[int]:
    """Keep the copies up to the first stretch that is unlike the first copy."""
    bounds = np.array([*starts, min(len(letters), starts[-1] + period)], np.int64)
    pairs = np.stack((np.zeros(len(starts), np.int64), np.arange(len(starts))), axis=1)
    unlike = np.flatnonzero(measure_jaccard(letters, bounds, pairs) < _MIN_LIKENESS)
    return starts[: int(unlike[0])] if len(unlike) else starts


def _n_copies(length: int, period: int) -> int:
    """Copies of which at least half is there; there are always two."""
    return max(2, (2 * length + period) // (2 * period))


def _passage(article_id: str, text: str, folded: Folded, bounds: Sequence[int]) -> Passage:
    """Make a passage of copies that begin and end at these letters of the folded text."""
    places = [_place(text, folded, bound) for bound in bounds]
    copies = tuple(Span(article_id, start, end) for start, end in pairwise(places))
    pieces = [folded.text[start:end] for start, end in pairwise(bounds)]
    if len(set(pieces)) == 1:
        return Passage(article_id, len(copies[0]), copies, "exact", (1.0,) * len(copies))
    letters = letters_of(folded)
    pairs = np.stack((np.zeros(len(copies), np.int64), np.arange(len(copies))), axis=1)
    likeness = measure_jaccard(letters, np.asarray(bounds, np.int64), pairs)
    # The last copy may be cut short, or a few words of another one follow it.
    first, last = pieces[0], pieces[-1]
    runs_out = last.startswith(first) or first.startswith(last)
    exact = runs_out and len(set(pieces[:-1])) == 1
    kind: GroupKind = "exact" if exact else "near"
    return Passage(article_id, len(copies[0]), copies, kind, tuple(likeness.tolist()))


def _place(text: str, folded: Folded, letter: int) -> int:
    """Where a copy begins in the original: at its first letter or the signs that open it."""
    if letter <= 0:
        return 0
    if letter >= len(folded.text):
        return len(text)
    place = int(folded.positions[letter])
    lead = text[: int(folded.positions[0])]
    if lead and text.endswith(lead, 0, place):
        return place - len(lead)
    while place and text[place - 1] in _OPENERS:
        place -= 1
    return place


def _at_sentence(text: str, folded: Folded, letter: int) -> int:
    """Move a boundary to the end of a sentence, if one is only some letters away."""
    last = len(folded.text)
    if letter <= 0 or letter >= last:
        return letter
    for at in sorted(range(letter - _SNAP, letter + _SNAP + 1), key=lambda at: abs(at - letter)):
        if 0 < at < last:
            between = text[int(folded.positions[at - 1]) + 1 : int(folded.positions[at])]
            if any(mark in _STOPS for mark in between):
                return at
    return letter
