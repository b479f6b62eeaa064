"""Decides the kind of a name by all its mentions, where single sentences are unsure.

The net reads a sentence at a time. Here sentences of one article, and of the corpus, settle
together of which kind a name is, and names seen elsewhere are found where they were missed.
A repeated sentence has one vote, so that copies change nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.entities.gazetteer import gazetteer
from components.entities.rules import FoundName, FoundRows
from components.lexicon import KINDS, Kind
from components.text import Ints, Numbering, bounds_of, no_ints

# A name missed in one sentence is taken from others when it is at least this long …
_LONG_ENOUGH = 3
# … and the other sentences are this sure, all together.
_SURE_ENOUGH = 1.0
# How sure one can be of a mention found that way.
RECALLED = 0.6

Tally = Mapping[str, Counter[Kind]]


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What was read in different sentences.

    Attributes:
        words: (n_words,), where each of the net's words ends, in its sentence.
        bounds: (n_sentences + 1,), where the words of each sentence begin.
        names: the names found.
    """

    words: Ints
    bounds: Ints
    names: FoundRows

    @classmethod
    def concatenate(cls, parts: Sequence[Readings]) -> Readings:
        """Put the readings of portions behind each other."""
        counts = [np.diff(part.bounds) for part in parts]
        return cls(
            np.concatenate([no_ints(), *(part.words for part in parts)]),
            bounds_of(np.concatenate([no_ints(), *counts])),
            FoundRows.concatenate([part.names for part in parts]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """Names of different sentences, with how sure the sentences are of each.

    Attributes:
        names: the different names.
        codes: (n,), which of them each found name is.
        kinds: (n,), the kind it was found as, into `KINDS`.
        confidences: (n,), in [0, 1].
    """

    names: tuple[str, ...]
    codes: Ints
    kinds: Ints
    confidences: NDArray[np.float64]

    @classmethod
    def of(cls, copies: Sequence[str], found: FoundRows) -> Ballot:
        """Take the votes of sentences.

        Args:
            copies: their aligned copies, in lower case.
            found: the names in them.
        """
        numbers = Numbering()
        columns = (found.rows.tolist(), found.starts.tolist(), found.ends.tolist())
        codes = numbers.codes(copies[row][a:b] for row, a, b in zip(*columns, strict=True))
        return cls(numbers.table, codes, found.kind_codes, found.confidences)

    @property
    def sums(self) -> NDArray[np.float64]:
        """(n_names, n_kinds), how sure the sentences are, added up in their order."""
        pairs = self.codes.astype(np.int64) * len(KINDS) + self.kinds
        size = len(self.names) * len(KINDS)
        sums = np.bincount(pairs, self.confidences, size).astype(np.float64)
        return sums.reshape(-1, len(KINDS))

    def tally(self) -> Tally:
        """Add up, for each name, how sure the sentences are of each kind."""
        pairs = self.codes.astype(np.int64) * len(KINDS) + self.kinds
        found, first = np.unique(pairs, return_index=True)
        ordered = found[np.argsort(first)]
        sums = self.sums.ravel()[ordered].tolist()
        votes: dict[str, Counter[Kind]] = defaultdict(Counter)
        for pair, total in zip(ordered.tolist(), sums, strict=True):
            name, kind = divmod(pair, len(KINDS))
            votes[self.names[name]][KINDS[kind]] = total
        return votes


def recall(copies: Sequence[str], readings: Readings) -> FoundRows:
    """Find names where they were missed: those the corpus is sure of, at edges of words.

    Args:
        copies: the aligned copies of the sentences, in lower case.
        readings: what was read in them.
    """
    sure = {
        name: max(votes, key=lambda kind: votes[kind])
        for name, votes in Ballot.of(copies, readings.names).tally().items()
        if len(name) >= _LONG_ENOUGH and votes.total() >= _SURE_ENOUGH
    }
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in sure:
        lengths[name[:2]].add(len(name))
    index = {first: sorted(found, reverse=True) for first, found in lengths.items()}
    new: list[list[FoundName]] = [[] for _ in copies]
    for row, starts in _possible_starts(copies, readings, index):
        ends = readings.words[readings.bounds[row] : readings.bounds[row + 1]].tolist()
        new[row] = _recall(copies[row], readings.names[row], starts, ends, sure, index)
    return _merge(readings.names, FoundRows.of(new))


def _possible_starts(
    copies: Sequence[str], readings: Readings, heads: Mapping[str, object]
) -> Iterator[tuple[int, list[int]]]:
    """Yield sentences, and the words in them with which a name may begin."""
    ends, bounds = readings.words.tolist(), readings.bounds.tolist()
    for row, copy in enumerate(copies):
        begins = [0, *ends[bounds[row] : bounds[row + 1] - 1]] if heads else []
        if bounds[row] < bounds[row + 1] and (
            found := [at for at in begins if copy[at : at + 2] in heads]
        ):
            yield row, found


def _recall(
    copy: str,
    names: Sequence[FoundName],
    starts: Sequence[int],
    ends: Sequence[int],
    sure: Mapping[str, Kind],
    lengths: Mapping[str, Sequence[int]],
) -> list[FoundName]:
    borders = frozenset(ends)
    new: list[FoundName] = []
    i = done = 0
    for at in starts:
        options = lengths[copy[at : at + 2]]
        end = next((at + n for n in options if copy[at : at + n] in sure), at)
        while i < len(names) and names[i].end <= at:
            i += 1
        taken = at < done or (i < len(names) and names[i].start < end)
        if end > at and end in borders and not taken:
            new.append(FoundName(at, end, sure[copy[at:end]], RECALLED))
            done = end
    return new


def _merge(one: FoundRows, other: FoundRows) -> FoundRows:
    """Put the names of equal sentences together, in order of the text."""
    both = FoundRows.concatenate((one, other))
    rows = np.concatenate((one.rows, other.rows))
    order = np.lexsort((both.starts, rows))
    return FoundRows(
        bounds_of(np.bincount(rows, minlength=len(one))),
        both.starts[order],
        both.ends[order],
        both.kind_codes[order],
        both.confidences[order],
    )


def decide_kinds(own: NDArray[np.float64], names: Ints, ballot: Ballot) -> Ints:
    """Decide the kinds of names in articles; the whole corpus has two votes in each.

    Countries and bodies that the gazetteer lists are not put to the vote.

    Args:
        own: (n, n_kinds), how sure the sentences of an article are of a name.
        names: (n,), which name, into `ballot.names`.
        ballot: of the whole corpus.

    Returns:
        (n,), into `KINDS`.
    """
    known, votes = gazetteer().names, ballot.tally()
    totals = np.array([votes[name].total() for name in ballot.names])
    listed = [known.get(name) for name in ballot.names]
    fixed = np.array([KINDS.index(e.kind) if e and e.common else -1 for e in listed], np.int32)
    shares = 2 * ballot.sums / totals[:, None]
    voted = (own + shares[names]).argmax(axis=1)
    return np.where(fixed[names] >= 0, fixed[names], voted).astype(np.int32)
