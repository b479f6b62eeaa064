"""Defines quotations: who said what, where, by which verb, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.text import (
    Columns,
    Copies,
    Ints,
    Numbering,
    Rows,
    Span,
    Spans,
    are_codes,
    no_ints,
    refuse_unless,
)

Bools = NDArray[np.bool_]


def _no_bools() -> Bools:
    return np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch that somebody is quoted with.

    Attributes:
        span: what was said; of a direct one with its quotation marks.
        speaker: the written form by which the article calls the speaker; for one without a name
            what it says instead (警方); empty where nobody is told, or it is not sure who.
        entity_id: who that is; empty for a speaker without a name.
        cue: the verb, as written; empty where there is none.
        direct: in quotation marks.
        certain: the grammar leaves no doubt that it is a quotation, where it ends, and whose.
    """

    span: Span
    speaker: str = ""
    entity_id: str = ""
    cue: str = ""
    direct: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Quotations(Columns[Quotation]):
    """Quotations in columns, in reading order.

    Attributes:
        spans: what was said.
        speakers: (n,), how each speaker is called, into `words`.
        entities: (n,), who each speaker is, into `words`.
        cues: (n,), the verb of each, into `words`.
        direct: (n,), whether each stands in quotation marks.
        certain: (n,), whether each is without doubt.
        words: written forms, ids of entities and verbs; the first is empty.
    """

    spans: Spans = field(default_factory=Spans)
    speakers: Ints = field(default_factory=no_ints)
    entities: Ints = field(default_factory=no_ints)
    cues: Ints = field(default_factory=no_ints)
    direct: Bools = field(default_factory=_no_bools)
    certain: Bools = field(default_factory=_no_bools)
    words: tuple[str, ...] = ("",)

    item: ClassVar[Any] = Quotation

    @classmethod
    def of(cls, nouns: Iterable[Quotation]) -> Quotations:
        """Put quotations into columns."""
        if isinstance(nouns, cls):
            return nouns
        rows, words = list(nouns), Numbering()
        words.codes([""])
        return cls(
            Spans.of(row.span for row in rows),
            words.codes(row.speaker for row in rows),
            words.codes(row.entity_id for row in rows),
            words.codes(row.cue for row in rows),
            np.array([row.direct for row in rows], np.bool_),
            np.array([row.certain for row in rows], np.bool_),
            words.table,
        )

    def take(self, rows: Rows) -> Quotations:
        """Return some of the quotations by their numbers."""
        return Quotations(
            self.spans.take(rows),
            self.speakers[rows],
            self.entities[rows],
            self.cues[rows],
            self.direct[rows],
            self.certain[rows],
            self.words,
        )

    def check(self) -> None:
        """Refuse columns that do not fit together."""
        n = len(self.spans)
        columns = (self.speakers, self.entities, self.cues)
        refuse_unless(
            *(are_codes(column, n, len(self.words)) for column in columns),
            *(flags.shape == (n,) and flags.dtype.kind == "b" for flags in self._flags),
        )

    @property
    def _flags(self) -> tuple[Bools, Bools]:
        return self.direct, self.certain

    def __len__(self) -> int:
        return len(self.cues)

    def __iter__(self) -> Iterator[Quotation]:
        yield from map(self._one, range(len(self)))

    def _one(self, number: int) -> Quotation:
        speaker, entity, cue = (
            self.words[int(column[number])] for column in (self.speakers, self.entities, self.cues)
        )
        direct, certain = (bool(flags[number]) for flags in self._flags)
        return Quotation(self.spans[number], speaker, entity, cue, direct, certain)


@dataclass(frozen=True, slots=True)
class QuotationIndex:
    """All quotations of the stretches of a corpus that count, in reading order.

    Attributes:
        quotations: each stretch by itself; one that `X said` breaks in two is two.
        copies: whether repeated text counts.
        digest: name of the content.
    """

    quotations: Quotations = field(default_factory=Quotations)
    copies: Copies = "all"
    digest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "quotations", Quotations.of(self.quotations))
