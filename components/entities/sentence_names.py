"""Holds the names found in sentences, one by one and in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.lexicon import KINDS, Kind
from components.text import Columns, Ints, Rows, bounds_of, code_points, join_ranges

_AT_ONCE = 100_000  # names


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name found in one sentence.

    Attributes:
        start: first character, in the sentence.
        end: one past the last.
        kind: PER, LOC or ORG.
        confidence: how probable it is, in [0, 1].
    """

    start: int
    end: int
    kind: Kind
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class FoundRows(Columns["tuple[FoundName, ...]"]):
    """The names found in several sentences, in order of the text.

    Attributes:
        bounds: (n_sentences + 1,), where the names of each begin.
        starts: (n_names,), first character, in the sentence.
        ends: (n_names,), one past the last.
        kind_codes: (n_names,), into `KINDS`.
        confidences: (n_names,), in [0, 1].
    """

    bounds: Ints
    starts: Ints
    ends: Ints
    kind_codes: Ints
    confidences: NDArray[np.float64]

    item: ClassVar[Any] = tuple[FoundName, ...]

    @classmethod
    def of(cls, nouns: Iterable[Iterable[FoundName]]) -> FoundRows:
        """Put the names of sentences into columns."""
        rows = [tuple(row) for row in nouns]
        table = [(m.start, m.end, KINDS.index(m.kind)) for row in rows for m in row]
        starts, ends, kinds = np.ascontiguousarray(np.array(table, np.int32).reshape(-1, 3).T)
        sure = np.array([m.confidence for row in rows for m in row], np.float64)
        return cls(bounds_of([len(row) for row in rows]), starts, ends, kinds, sure)

    @classmethod
    def concatenate(cls, parts: Sequence[FoundRows]) -> FoundRows:
        """Put rows behind each other."""
        if not parts:
            return cls.of(())
        return cls(
            bounds_of(np.concatenate([np.diff(part.bounds) for part in parts])),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
            np.concatenate([part.kind_codes for part in parts]),
            np.concatenate([part.confidences for part in parts]),
        )

    def take(self, rows: Rows) -> FoundRows:
        """Return the names of some sentences by their numbers."""
        counts = np.diff(self.bounds)[rows]
        chosen = join_ranges(self.bounds[:-1][rows], counts)
        columns = (self.starts[chosen], self.ends[chosen], self.kind_codes[chosen])
        return FoundRows(bounds_of(counts), *columns, self.confidences[chosen])

    def between(self, low: int, high: int) -> FoundRows:
        """Return the names of some sentences in a row, which are not copied."""
        first, last = self.bounds[[low, high]].tolist()
        own = slice(first, last)
        columns = (self.starts[own], self.ends[own], self.kind_codes[own], self.confidences[own])
        return FoundRows(self.bounds[low : high + 1] - first, *columns)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield runs of sentences, first and one past the last, with about so many names each.

        What looks at names sentence by sentence takes a run after the other: many columns of all
        names of a large corpus would take more memory than the corpus.
        """
        low = 0
        while low < len(self):
            most = int(self.bounds[low]) + _AT_ONCE
            high = max(low + 1, int(np.searchsorted(self.bounds, most, side="right")) - 1)
            yield low, high
            low = high

    @property
    def rows(self) -> Ints:
        """(n_names,), number of the sentence of each name."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.bounds))

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[tuple[FoundName, ...]]:
        yield from map(self._one, range(len(self)))

    def _one(self, number: int) -> tuple[FoundName, ...]:
        own = slice(*self.bounds[number : number + 2].tolist())
        columns = (self.starts, self.ends, self.kind_codes, self.confidences)
        rows = zip(*(column[own].tolist() for column in columns), strict=True)
        return tuple(FoundName(start, end, KINDS[kind], sure) for start, end, kind, sure in rows)


class SentenceLines:
    """Sentences end to end, a line each."""

    def __init__(self, copies: Sequence[str]) -> None:
        self.whole = "\n".join((*copies, "\n"))
        self.codes = code_points(self.whole)
        self._offsets = bounds_of([len(copy) + 1 for copy in copies])

    def at(self, found: FoundRows, places: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return where places of candidates are in the whole."""
        return (self._offsets[found.rows] + places).astype(np.int64)
