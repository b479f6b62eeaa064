"""Decides the kind of a name by all its mentions, where single sentences are unsure.

The net reads a sentence at a time. Here sentences of one article, and of the corpus, settle
together of which kind a name is. A repeated sentence has one vote, so that copies change nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from components.entities.gazetteer import gazetteer
from components.entities.sentence_names import FoundRows
from components.entities.titles import stands_behind_title
from components.lexicon import KINDS, Kind
from components.text import Ints, number_slices

_PER = KINDS.index("PER")
# 前總統烏里韋 says more of a name than a sentence where it may be a place.
_OF_A_TITLE = 4.0
_BEFORE = 18  # letters

Tally = Mapping[str, Counter[Kind]]


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """Names of different sentences, with how sure the sentences are of each.

    Attributes:
        names: the different names.
        codes: (n,), which of them each found name is.
        kinds: (n,), the kind it was found as, into `KINDS`.
        confidences: (n,), how much each counts: how sure its sentence is, and more behind a title.
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
        names, codes = number_slices(copies, found.rows, found.starts, found.ends)
        ballot = cls(names, codes, found.kind_codes, found.confidences)
        people = np.flatnonzero(ballot.is_contested[codes] & (found.kind_codes == _PER))
        columns = (found.rows[people], found.starts[people])
        titled = [
            stands_behind_title(copies[row][max(0, start - _BEFORE) : start])
            for row, start in zip(*(c.tolist() for c in columns), strict=True)
        ]
        votes = found.confidences.copy()
        votes[people[np.array(titled, bool)]] *= _OF_A_TITLE
        return replace(ballot, confidences=votes)

    @property
    def is_contested(self) -> NDArray[np.bool_]:
        """(n_names,), whether some sentences hold it for a person and others for something else."""
        sums = self.sums
        return (sums[:, _PER] > 0) & (np.delete(sums, _PER, axis=1) > 0).any(axis=1)

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
