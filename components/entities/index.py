"""Defines the index of entities: who and what is named, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from components.lexicon import KINDS, Kind
from components.text import (
    Columns,
    Copies,
    Ints,
    Numbering,
    Rows,
    Span,
    Spans,
    are_codes,
    compact_codes,
    no_ints,
    refuse_unless,
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, place or organisation of the corpus.

    Attributes:
        id: stable for a name and kind (`PER:拉夫羅夫`), so that edges and addresses can
            name it.
        name: the form shown, the most common or longest one.
        kind: PER, LOC or ORG.
        aliases: the other written forms found.
        reasons: why each alias counts as this entity: `spelling`, it is written so; `listed`, a
            list knows it; `bracketed`, a text explains it; `part` of the name, or `short` for
            it; empty where the reader says so, or nothing was kept.
    """

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named.

    Attributes:
        confidence: in [0, 1], how probable it is that this is a name with these borders and
            of this kind; 1 for what the reader said.
    """

    span: Span
    entity_id: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Mentions(Columns[Mention]):
    """Mentions in columns.

    Attributes:
        spans: where each stands.
        entity_codes: (n,), the entity each names, into `ids`.
        confidences: (n,), in [0, 1].
        ids: ids of entities.
    """

    spans: Spans = field(default_factory=Spans)
    entity_codes: Ints = field(default_factory=no_ints)
    confidences: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    ids: tuple[str, ...] = ()

    item: ClassVar[Any] = Mention

    @classmethod
    def of(cls, nouns: Iterable[Mention]) -> Mentions:
        """Put mentions into columns."""
        if isinstance(nouns, cls):
            return nouns
        mentions, ids = list(nouns), Numbering()
        codes = ids.codes(mention.entity_id for mention in mentions)
        confidences = np.array([mention.confidence for mention in mentions], np.float64)
        return cls(Spans.of(m.span for m in mentions), codes, confidences, ids.table)

    def take(self, rows: Rows) -> Mentions:
        """Return some of the mentions by their numbers."""
        codes, confidences = self.entity_codes[rows], self.confidences[rows]
        return Mentions(self.spans.take(rows), codes, confidences, self.ids)

    def of_entities(self, ids: Iterable[str]) -> Mentions:
        """Return the mentions of some entities; no id of another one stays in the table."""
        wanted = frozenset(ids)
        chosen = np.array([own in wanted for own in self.ids], bool)
        found = self.take(np.flatnonzero(chosen[self.entity_codes]))
        codes, table = compact_codes(found.entity_codes, self.ids)
        return replace(found, entity_codes=codes, ids=table)

    def check(self) -> None:
        """Refuse columns that do not fit together."""
        n = len(self.spans)
        fits = are_codes(self.entity_codes, n, len(self.ids))
        refuse_unless(fits, self.confidences.shape == (n,), self.confidences.dtype.kind == "f")

    def __len__(self) -> int:
        return len(self.entity_codes)

    def __iter__(self) -> Iterator[Mention]:
        rows = zip(self.spans, self.entity_codes.tolist(), self.confidences.tolist(), strict=True)
        for span, entity, confidence in rows:
            yield Mention(span, self.ids[entity], confidence)

    def _one(self, number: int) -> Mention:
        entity = self.ids[int(self.entity_codes[number])]
        return Mention(self.spans[number], entity, float(self.confidences[number]))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class EntityIndex:
    """Entities of a corpus, most mentioned first, and their mentions in reading order.

    Mentions never overlap. `sentences` are the sentences they were looked for in, the
    units of co-occurrence. `engine` names what found them, `notice` is an i18n key to show
    when a fallback had to be used.
    """

    entities: tuple[Entity, ...] = ()
    mentions: Mentions = field(default_factory=Mentions)
    sentences: Spans = field(default_factory=Spans)
    copies: Copies = "all"
    engine: str = "net"
    notice: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentions", Mentions.of(self.mentions))
        object.__setattr__(self, "sentences", Spans.of(self.sentences))

    @property
    def counts(self) -> dict[str, int]:
        """Mentions of each entity, by id, in the order of `entities`."""
        mentions = self.mentions
        counted = np.bincount(mentions.entity_codes, minlength=len(mentions.ids)).tolist()
        counts = dict(zip(mentions.ids, counted, strict=True))
        return {entity.id: counts.get(entity.id, 0) for entity in self.entities}


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """Which entities are shown; finding never depends on it.

    Attributes:
        kinds: kinds to show.
        min_mentions: an entity needs at least so many mentions.
        min_confidence: mentions less sure than this do not count, in [0, 1].
    """

    kinds: tuple[Kind, ...] = KINDS
    min_mentions: int = 1
    min_confidence: float = 0.0
