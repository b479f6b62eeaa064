"""The nouns of entities: who and what is named, and where."""

from __future__ import annotations

from dataclasses import dataclass

from components.lexicon import KINDS, Kind
from components.text import Copies, Span


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, place or organisation of the corpus.

    Attributes:
        id: stable for a name and kind (`PER:拉夫羅夫`), so that edges and addresses can
            name it.
        name: the form shown, the most common or longest one.
        kind: PER, LOC or ORG.
        aliases: the other written forms found.
    """

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named.

    Attributes:
        confidence: in [0, 1]. What the net found bears the posterior probability of its least
            sure character; a listed name at least 0.9; what a suffix rule or another sentence
            added, 0.6; what the reader said, 1.
    """

    span: Span
    entity_id: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """Entities of a corpus, most mentioned first, and their mentions in reading order.

    Mentions never overlap. `sentences` are the sentences they were looked for in, the
    units of co-occurrence. `engine` names what found them, `notice` is an i18n key to show
    when a fallback had to be used.
    """

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sentences: tuple[Span, ...] = ()
    copies: Copies = "all"
    engine: str = "net"
    notice: str = ""
    digest: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Mentions of each entity, by id, in the order of `entities`."""
        counts = dict.fromkeys((entity.id for entity in self.entities), 0)
        for mention in self.mentions:
            counts[mention.entity_id] += 1
        return counts


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
