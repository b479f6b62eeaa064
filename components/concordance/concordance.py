"""Defines evidence: lines of text around a hit, and whole sentences with their marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from components.text import Span

Order = Literal["position", "after", "before"]
UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True)
class Line:
    """One hit with what stands before and after it, cut at the line's width.

    Attributes:
        before: text before the hit.
        hit: the text of `span`.
        after: text behind it.
        span: where the hit stands.
    """

    before: str
    hit: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in reading order; `total` counts all hits, also those beyond the lines shown."""

    lines: tuple[Line, ...] = ()
    total: int = 0
    query: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of an article to be highlighted.

    Attributes:
        span: the stretch.
        kind: PER, LOC or ORG, which have a colour each; `UNCOUNTED` for what stands in text
            that does not count; anything else has the accent's.
    """

    span: Span
    kind: str = ""


@dataclass(frozen=True, slots=True)
class MarginNote:
    """What stands in the margin beside a stretch of an article.

    Attributes:
        span: the stretch.
        text: the note, plain text.
    """

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be shown as evidence.

    Attributes:
        text: the sentence.
        marks: (start, end, kind), half-open into `text`, ascending and not overlapping.
        span: where it stands.
        title: the title of its article.
        published, outlet: of its article, as that has them.
        places: every place of this same sentence in the evidence, `span` the first.
    """

    text: str
    marks: tuple[tuple[int, int, str], ...]
    span: Span
    title: str
    places: tuple[Span, ...] = ()
    published: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences in reading order; `total` counts the places, copies included."""

    sentences: tuple[Sentence, ...] = ()
    total: int = field(default=0)
