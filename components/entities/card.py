"""Defines the card of a name: what is known of one entity, put together."""

from __future__ import annotations

from dataclasses import dataclass

from components.entities.index import Entity
from components.lexicon import Kind
from components.text import Span


@dataclass(frozen=True, slots=True)
class Title:
    """A title that a person bears, as it is most often written, and at how many mentions."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention in its article.

    Attributes:
        span: where it stands.
        title: of the article.
        published, outlet: of the article, as that has them.
        counts: it stands in text that counts.
    """

    span: Span
    title: str
    published: str | None
    outlet: str | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Partner:
    """Another entity, and in how many sentences both are named."""

    id: str
    name: str
    kind: Kind
    sentences: int


@dataclass(frozen=True, slots=True)
class TimelinePeriod:
    """A day or a month (ISO), and how often an entity is named in what was published in it."""

    start: str
    mentions: int


@dataclass(frozen=True, slots=True, weakref_slot=True)
class NameCard:
    """What is known of one entity.

    Attributes:
        entity: which one.
        mentions, sentences, articles: how often and in how many of them it is named.
        titles: borne by a person, the most frequent first.
        first, last: by the time of publication, articles without a day last; equal times in
            reading order.
        timeline: days, or months where they span more than two, from the first to the last
            that names it, those with no mention among them.
        undated: mentions in articles without a day.
        partners: those it shares sentences with, most sentences first.
        spread: how unevenly it is named over the articles, in [0, 1], see `cards.find_spread`;
            None where mentions or articles are too few to tell.
    """

    entity: Entity
    mentions: int
    sentences: int
    articles: int
    first: Sighting
    last: Sighting
    titles: tuple[Title, ...] = ()
    timeline: tuple[TimelinePeriod, ...] = ()
    undated: int = 0
    partners: tuple[Partner, ...] = ()
    spread: float | None = None
