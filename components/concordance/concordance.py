"""Defines evidence: lines of text around a hit, and whole sentences with their marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from components.lexicon import Kind
from components.text import Copies, Span, Spans

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


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """What is looked for, and which of its places are shown.

    Attributes:
        query: see `query.parse_query`.
        order: by place, by what follows, or by what stands before, read from the place outwards.
        width: characters of context on each side, also those that are sorted by.
        articles: ids; empty for all.
        outlets: empty for all.
        since, until: ISO days, both inside; "" for none. Undated articles are outside of any.
        kinds: kinds of names of which the sentence names at least one each; empty for any.
    """

    query: str
    order: Order = "position"
    width: int = 24
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kinds: tuple[Kind, ...] = ()

    @property
    def filters(self) -> bool:
        """Tell whether some places are left out."""
        chosen = (self.articles, self.outlets, self.since, self.until, self.kinds)
        return any(map(bool, chosen))


@dataclass(frozen=True, slots=True)
class Findings:
    """All places of a query.

    Attributes:
        settings: what was looked for.
        counted: places in text that counts, in the order asked for.
        uncounted: the others, in reading order.
        left_out: places that the filters leave out.
        copies: whether repeated stretches count.
        digest: names it.
    """

    settings: SearchSettings
    counted: Spans = field(default_factory=Spans)
    uncounted: Spans = field(default_factory=Spans)
    left_out: int = 0
    copies: Copies = "all"
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word near the places of a query.

    Attributes:
        word: as it is most often written there.
        norm: what its written forms have in common.
        pos: its part of speech.
        before, after: how often it stands on each side, within the window.
        frequency: how often it is used in all the text that counts.
        log_dice: how closely it keeps to the query, 14 at most (Rychlý 2008).
    """

    word: str
    norm: str
    pos: str
    before: int
    after: int
    frequency: int
    log_dice: float

    @property
    def near(self) -> int:
        """How often it stands near."""
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class ArticlePlaces:
    """Where the places of a query lie in one article, for the dispersion plot.

    Attributes:
        article_id, title, published, outlet: of the article.
        n_characters: its length.
        counted, uncounted: places in text that counts, and in text that does not.
    """

    article_id: str
    title: str
    published: str | None
    outlet: str | None
    n_characters: int
    counted: tuple[Span, ...]
    uncounted: tuple[Span, ...]

    @property
    def n_places(self) -> int:
        """How many places there are."""
        return len(self.counted) + len(self.uncounted)
