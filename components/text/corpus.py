"""Defines the corpus: articles, and the spans that point into them.

Text never changes after reading; every later result is a set of spans into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from components.text.digest import digest_of
from components.text.provenance import RefusalReason, Rival, Step

# Which stretches count: each once or each time, with the text of news agencies or without it.
Copies = Literal["unique", "all", "unique_without_wire", "all_without_wire"]
Wire = Literal["with", "without"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one article: code points, half-open, into the joined text."""

    article_id: str
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Article:
    """One text as the reader sees it.

    Attributes:
        id: unique in its corpus; exact copies stay two articles.
        title: the first line or clause, for lists and headings.
        text: the joined text; all offsets of all results point into it.
        raw: the text as it came, with its line breaks.
        joins: positions in `text` at which a hard line break was taken out, ascending.
        counted: the stretches of `text` that count, half-open and ascending; the whole
            text but for bylines, unless copies were left out.
        source: the file it came from, for people; never used as a path.
        encoding: the name of the encoding it was read with; empty where its format has none.
        published: ISO 8601, as exact as the file, its name or a byline tells: a day, or a time.
        outlet: who published it, where the file or a byline tells.
        bylines: the stretches of `text` that are no news: who wrote it, when and for whom.
        steps: what was done to it, and how often.
        rivals: other encodings that come close; the reader is asked.
        authors: who wrote or translated it, where a byline tells.
        place: where it was made, as a byline writes it.
        tags: what the reader calls it; they sort articles and change no text, so that the digest
            of a corpus leaves them out.
    """

    id: str
    title: str
    text: str
    raw: str
    joins: tuple[int, ...] = ()
    counted: tuple[tuple[int, int], ...] = ()
    source: str = ""
    encoding: str = "utf-8"
    published: str | None = None
    outlet: str | None = None
    bylines: tuple[tuple[int, int], ...] = ()
    steps: tuple[Step, ...] = ()
    rivals: tuple[Rival, ...] = ()
    authors: tuple[str, ...] = ()
    place: str | None = None
    tags: tuple[str, ...] = ()

    def counted_spans(self) -> Iterator[Span]:
        """Yield the stretches that count, in the order of the text."""
        for start, end in self.counted:
            yield Span(self.id, start, end)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not read, and why.

    Attributes:
        source: its name, for people.
        reason: why it was refused.
        detail: fills the sentence shown to people.
        id: what its article would have been called; unique in its corpus.
    """

    source: str
    reason: RefusalReason
    detail: tuple[tuple[str, str | int], ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """What was done to the text before anything was counted.

    Attributes:
        join_lines: hard-wrapped lines were joined.
        copies: `all` counts every stretch, `unique` leaves repeated stretches out; `without_wire`
            leaves the text of news agencies out as well.
    """

    join_lines: bool = True
    copies: Copies = "all"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles in reading order, and the inputs that were refused."""

    articles: tuple[Article, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    settings: CorpusSettings = CorpusSettings()
    digest: str = ""
    _by_id: Mapping[str, Article] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {article.id: article for article in self.articles})
        if not self.digest:
            # All that it carries, so that no two readers' corpora are taken for one another.
            names = [f.name for f in fields(Article) if f.name != "tags"]
            parts = (getattr(a, name) for a in self.articles for name in names)
            object.__setattr__(self, "digest", digest_of(self.settings, self.refusals, *parts))

    def article(self, article_id: str) -> Article:
        """Return the article of that id; KeyError if there is none."""
        return self._by_id[article_id]

    def text_of(self, span: Span) -> str:
        """Return the characters a span points at."""
        return self._by_id[span.article_id].text[span.start : span.end]

    @property
    def n_characters(self) -> int:
        """Characters of all texts, copies included."""
        return sum(len(article.text) for article in self.articles)

    @property
    def n_counted(self) -> int:
        """Characters of the stretches that count."""
        return sum(end - start for a in self.articles for start, end in a.counted)

    def counting(
        self, counted: Mapping[str, tuple[tuple[int, int], ...]], copies: Copies
    ) -> Corpus:
        """Return the same texts with other stretches counted.

        Args:
            counted: article id -> stretches; articles not named keep theirs.
            copies: what the choice is called in every caption.
        """
        articles = tuple(replace(a, counted=counted.get(a.id, a.counted)) for a in self.articles)
        settings = replace(self.settings, copies=copies)
        return Corpus(articles, self.refusals, settings)
