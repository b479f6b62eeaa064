"""Finds sentences inside other sentences: merged, split or cut short, clause by clause.

「甲，乙。」 holds the sentence 「甲。」 of another article as a run of whole clauses. A text that
breaks off in the middle of a sentence holds the beginning of a whole one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from components.duplicates.edits import MOST_EDIT, count_edits
from components.duplicates.minhash import Codes
from components.duplicates.report import Run, Units
from components.text import Numbers, distinct

_MOST_CLAUSES = 8  # in a row; longer runs are sentences of their own
_SENTENCES_AT_ONCE = 20_000
_EDGE = 4  # letters at either end by which a run is looked up before it is compared whole


def find_clause_runs(
    codes: Codes, ends_clause: NDArray[np.bool_], units: Units, labels: Numbers, least: int
) -> tuple[Run, ...]:
    """Find runs of whole clauses that are sentences elsewhere.

    Args:
        codes: folded letters of the corpus.
        ends_clause: for each letter, whether a comma or its like follows it.
        units: whose labels these are.
        labels: the labels looked at, as the one and as the other.
        least: letters of the shortest run.
    """
    labels = labels[units.lengths[labels] >= least]
    if len(labels) < 2:
        return ()
    begins, ends = units.letters[labels, 0], units.letters[labels, 1]
    keys = _edges(codes, begins, ends)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = []
    for at in range(0, len(labels), _SENTENCES_AT_ONCE):
        some = slice(at, at + _SENTENCES_AT_ONCE)
        whose, starts, stops = _runs(ends_clause, begins[some], ends[some], least)
        wanted = _edges(codes, starts, stops)
        low = np.searchsorted(ordered, wanted, side="left")
        high = np.searchsorted(ordered, wanted, side="right")
        for i in np.flatnonzero(high > low).tolist():
            start, stop, holder = int(starts[i]), int(stops[i]), at + int(whose[i])
            for k in order[low[i] : high[i]].tolist():
                same = ends[k] - begins[k] == stop - start
                if same and np.array_equal(codes[begins[k] : ends[k]], codes[start:stop]):
                    base = int(begins[holder])
                    run = Run(int(labels[holder]), start - base, stop - base, int(labels[k]))
                    found.append(run)
                    break
    return tuple(found)


def find_edited_runs(
    ends_clause: NDArray[np.bool_],
    units: Units,
    pairs: Numbers,
    letters_of: Callable[[int], str],
    least: int,
) -> Iterator[Run]:
    """Find runs of whole clauses that are sentences elsewhere but for small corrections.

    Args:
        ends_clause: for each letter, whether a comma or its like follows it.
        units: whose labels these are.
        pairs: (n, 2), a label, and another whose longer sentence may hold it.
        letters_of: gives the folded letters of a label.
        least: letters of the shortest run.
    """
    for inner, label in pairs.tolist():
        if units.decimals[label] or units.decimals[inner]:
            continue  # places of letters and of decimal points do not agree
        first, last = units.letters[label].tolist()
        sought, text = letters_of(inner), letters_of(label)
        cuts = [0, *(np.flatnonzero(ends_clause[first : last - 1]) + 1).tolist(), last - first]
        near = [
            (abs(end - start - len(sought)), start, end)
            for start, end in combinations(cuts, 2)
            if end - start >= least and abs(end - start - len(sought)) <= MOST_EDIT * len(sought)
        ]
        for _, start, end in sorted(near):
            edits = count_edits(text[start:end], sought)
            if edits:  # where nothing differs `find_clause_runs` found it
                yield Run(label, start, end, inner, edits)
                break


def cut_short(
    codes: Codes, units: Units, ragged: Numbers, labels: Numbers, least: int
) -> tuple[Run, ...]:
    """Find the sentences that go on where a text breaks off.

    Args:
        codes: folded letters of the corpus.
        units: whose labels these are.
        ragged: labels of sentences at the end of a text, without a stop.
        labels: the labels that may go on.
        least: letters of the shortest beginning.
    """
    ragged = distinct(ragged[units.lengths[ragged] >= least])
    labels = labels[units.lengths[labels] > least]
    if not len(ragged) or not len(labels):
        return ()
    heads: defaultdict[int, list[int]] = defaultdict(list)
    for head, inner in zip(_heads(codes, units, ragged, least), ragged.tolist(), strict=True):
        heads[head].append(inner)
    keys = _heads(codes, units, labels, least)
    found = []
    for i in np.flatnonzero(
        np.isin(np.array(keys, np.uint64), np.array(list(heads), np.uint64))
    ).tolist():
        start, end = units.letters[labels[i]].tolist()
        for inner in heads[keys[i]]:
            first, last = units.letters[inner].tolist()
            length = last - first
            if length < end - start and np.array_equal(
                codes[start : start + length], codes[first:last]
            ):
                found.append(Run(int(labels[i]), 0, length, inner))
    return tuple(found)


def _heads(codes: Codes, units: Units, labels: Numbers, n: int) -> list[int]:
    """A number for the first letters of each label."""
    key = np.zeros(len(labels), np.uint64)
    for i in range(n):
        key = (key ^ codes[units.letters[labels, 0] + i]) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key.tolist()


def _runs(
    ends_clause: NDArray[np.bool_], begins: Numbers, ends: Numbers, least: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Runs of clauses shorter than their sentence: which sentence, first letter, last + 1."""
    lengths = ends - begins
    total = np.cumsum(lengths)
    at = np.arange(int(total[-1])) + np.repeat(begins - (total - lengths), lengths)
    closing = ends_clause[at]
    closing[total - 1] = True
    last = np.flatnonzero(closing)
    whose = np.searchsorted(total, last, side="right")
    stop = at[last] + 1
    start = np.append(0, stop[:-1])
    opens = np.append(True, whose[1:] != whose[:-1])
    start[opens] = begins[whose[opens]]
    parts = []
    for more in range(min(_MOST_CLAUSES, len(start))):
        one, two = slice(None, len(start) - more), slice(more, None)
        a, b, w = start[one], stop[two], whose[one]
        good = (w == whose[two]) & (b - a >= least) & (b - a < lengths[w])
        parts.append((w[good], a[good], b[good]))
    return (
        np.concatenate([p[0] for p in parts]),
        np.concatenate([p[1] for p in parts]),
        np.concatenate([p[2] for p in parts]),
    )


def _edges(codes: Codes, starts: Numbers, ends: Numbers) -> NDArray[np.uint64]:
    """A number for a stretch from its length and the letters at either end."""
    key = (ends - starts).astype(np.uint64)
    for i in range(_EDGE):
        for letters in (codes[starts + i], codes[ends - 1 - i]):
            key = (key ^ letters) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
    return key
