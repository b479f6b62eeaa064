"""The nouns of entities: who and what is named, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.reading import Copies, Span

Kind = Literal["PER", "LOC", "ORG"]
KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG")


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
    """One place where an entity is named; `confidence` in [0, 1]."""

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
