"""Defines stories: articles that share text, and who had which sentence first.

All of it is said of one corpus: the first holder is the first *in this corpus*, and who stands
outside of it may have had the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from components.text import Ints, Span, Spans, are_bounds, are_codes, no_ints, refuse_unless

StoryKind = Literal["original", "wire", "release", "copy", "common", "unknown"]
SentenceState = Literal["new", "inherited", "edited", "shared"]

KINDS: tuple[StoryKind, ...] = get_args(StoryKind)
STATES: tuple[SentenceState, ...] = get_args(SentenceState)


@dataclass(frozen=True, slots=True)
class StorySettings:
    """What makes a story, and what is still a version of the same sentence.

    Attributes:
        min_shared: letters that two articles have in common, in sentences of at least twelve,
            before they belong to one story.
        changed: share of their letters in which a sentence and a changed version agree at
            least, in (0, 1].
        copied: share of an article that stood in earlier ones, from which on it is a copy.
    """

    min_shared: int = 24
    changed: float = 0.55
    copied: float = 0.5


@dataclass(frozen=True, slots=True)
class StorySentence:
    """A sentence of an article of a story.

    Attributes:
        row: its number among all sentences of all stories, by which its holders are found.
        span: where it stands.
        state: `new` where no other article is known to have had it before, and none may have;
            `inherited` where an earlier one has it unchanged; `edited` where one has a version
            of it; `shared` where others have it and their times do not tell who was first.
        first: the earliest earlier holder in this corpus, one before which none is known.
        source: what it is compared with: the same sentence of the main source, else of `first`.
        similarity: to `source`, share of letters in which they agree, in [0, 1].
    """

    row: int
    span: Span
    state: SentenceState
    first: Span | None = None
    source: Span | None = None
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story; its characters but for bylines are the sum of the four numbers.

    Attributes:
        article_id: the article.
        kind: where its text comes from, as far as this corpus and its dateline tell.
        new: characters that stand in no earlier article of this corpus.
        inherited: characters of sentences that an earlier one has unchanged.
        edited: characters of sentences of which an earlier one has a version.
        shared: characters of sentences of others that may be earlier or later.
        parent: the earlier article most of it comes from; None where there is none, and where
            times or texts do not tell.
        parent_kind: the kind of that one: taken from a release is not taken from a rival.
        taken: characters of the sentences that `parent` has.
        credit: the agency or the like that its dateline names; "" for none.
        undecided: articles that have at least half as much of what `parent` gave, and of which
            nobody knows whether they came before this one: any may be the source instead.
    """

    article_id: str
    kind: StoryKind
    new: int = 0
    inherited: int = 0
    edited: int = 0
    shared: int = 0
    parent: str | None = None
    parent_kind: StoryKind | None = None
    taken: int = 0
    credit: str = ""
    undecided: int = 0

    @property
    def length(self) -> int:
        """Characters of the article but for bylines."""
        return self.new + self.inherited + self.edited + self.shared

    @property
    def share_taken(self) -> float:
        """Share of its characters that its main source has, in [0, 1]."""
        return self.taken / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that share text, in the order of time, those without a time last.

    Attributes:
        id: names the story by the articles in it.
        articles: its articles.
        sentences: theirs, article by article.
    """

    id: str
    articles: tuple[StoryArticle, ...]
    sentences: tuple[StorySentence, ...]

    def number_of(self, article_id: str) -> int | None:
        """Return the place of an article in the order of time, from 0; None for a stranger."""
        ids = [article.article_id for article in self.articles]
        return ids.index(article_id) if article_id in ids else None

    def sentences_of(self, article_id: str) -> tuple[StorySentence, ...]:
        """Return the sentences of one article, in the order of its text."""
        return tuple(s for s in self.sentences if s.span.article_id == article_id)


@dataclass(frozen=True, slots=True, eq=False)
class Stories:
    """All stories of a corpus in columns, the one with most articles first.

    Attributes:
        ids: (n_stories,), their names.
        bounds: (n_stories + 1,), where the articles of each begin.
        members: (n_articles,), number of each article, into `places.ids`.
        parents: (n_articles,), number of its main source; -1 for none.
        kinds: (n_articles,), number of its kind in `KINDS`.
        counts: (n_articles, 4), characters new, inherited, edited and shared.
        taken: (n_articles,), characters that its main source has.
        credits: (n_articles,), whom its dateline names.
        undecided: (n_articles,), others of unknown order that may be its source; (0,) where
            an older version kept it.
        sentence_bounds: (n_articles + 1,), where the sentences of each begin.
        places: (n_sentences,), where they stand.
        states: (n_sentences,), number of the state in `STATES`.
        firsts: (n_sentences,), the sentence that is the earliest earlier one; -1 for none.
        sources: (n_sentences,), the sentence it is compared with; -1 for none.
        similarity: (n_sentences,), to that, in [0, 1].
        holder_bounds: (n_sentences + 1,), where the holders of each begin.
        holders: (n_held,), sentences of other articles that are the same or versions of it,
            compared directly, the earliest first; of more than 64 the earliest 64.
        settings: what made them.
        digest: names the corpus, what is repeated in it, and the settings.
    """

    ids: tuple[str, ...] = ()
    bounds: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    members: Ints = field(default_factory=no_ints)
    parents: Ints = field(default_factory=no_ints)
    kinds: Ints = field(default_factory=no_ints)
    counts: Ints = field(default_factory=lambda: np.zeros((0, len(STATES)), np.int32))
    taken: Ints = field(default_factory=no_ints)
    credits: tuple[str, ...] = ()
    undecided: Ints = field(default_factory=no_ints)
    sentence_bounds: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    places: Spans = field(default_factory=Spans)
    states: Ints = field(default_factory=no_ints)
    firsts: Ints = field(default_factory=no_ints)
    sources: Ints = field(default_factory=no_ints)
    similarity: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    holder_bounds: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    holders: Ints = field(default_factory=no_ints)
    settings: StorySettings = StorySettings()
    digest: str = ""

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Story]:
        return map(self.story, range(len(self)))

    def story(self, number: int) -> Story:
        """Return one story; IndexError where there are not so many."""
        number = range(len(self))[number]
        low, high = self.bounds[number : number + 2].tolist()
        first, last = self.sentence_bounds[[low, high]].tolist()
        return Story(
            self.ids[number],
            tuple(map(self.article, range(low, high))),
            tuple(map(self.sentence, range(first, last))),
        )

    def number_of(self, story_id: str) -> int | None:
        """Return the place of a story by its name; None for a name that is not there."""
        return self.ids.index(story_id) if story_id in self.ids else None

    @property
    def sizes(self) -> Ints:
        """(n_stories,), number of articles of each."""
        return np.diff(self.bounds)

    def article(self, row: int) -> StoryArticle:
        """Return an article by its number among those of all stories."""
        ids, parent = self.places.ids, int(self.parents[row])
        new, inherited, edited, shared = self.counts[row].tolist()
        return StoryArticle(
            ids[self.members[row]],
            KINDS[self.kinds[row]],
            new,
            inherited,
            edited,
            shared,
            parent=ids[parent] if parent >= 0 else None,
            parent_kind=self._kind_of(row, parent) if parent >= 0 else None,
            taken=int(self.taken[row]),
            credit=self.credits[row],
            undecided=int(self.undecided[row]) if len(self.undecided) else 0,
        )

    def _kind_of(self, row: int, number: int) -> StoryKind:
        """Return the kind of an article that is in one story with another."""
        at = int(np.searchsorted(self.bounds, row, side="right"))
        low, high = self.bounds[at - 1 : at + 1].tolist()
        place = low + int(np.argmax(self.members[low:high] == number))
        return KINDS[int(self.kinds[place])]

    def sentences_at(self, row: int) -> tuple[StorySentence, ...]:
        """Return the sentences of an article by its number among those of all stories."""
        return tuple(map(self.sentence, range(*self.sentence_bounds[row : row + 2].tolist())))

    def sentence(self, row: int) -> StorySentence:
        """Return a sentence by its number among those of all stories."""
        first, source = int(self.firsts[row]), int(self.sources[row])
        return StorySentence(
            row,
            self.places[row],
            STATES[self.states[row]],
            self.places[first] if first >= 0 else None,
            self.places[source] if source >= 0 else None,
            round(float(self.similarity[row]), 4),
        )

    def holders_of(self, row: int) -> Spans:
        """Return where others have a sentence, the earliest first."""
        low, high = self.holder_bounds[row : row + 2].tolist()
        return self.places.take(self.holders[low:high])

    def check(self) -> None:
        """Refuse columns that do not fit together, as a damaged file may give.

        Raises:
            ValueError: they do not.
        """
        n, m, size = len(self.members), len(self.places), len(self.places.ids)
        self.places.check()
        refuse_unless(
            are_bounds(self.bounds, n) and len(self.bounds) == len(self.ids) + 1,
            are_bounds(self.sentence_bounds, m) and len(self.sentence_bounds) == n + 1,
            are_bounds(self.holder_bounds, len(self.holders)) and len(self.holder_bounds) == m + 1,
            are_codes(self.members, n, size) and are_codes(self.parents + 1, n, size + 1),
            are_codes(self.kinds, n, len(KINDS)) and are_codes(self.states, m, len(STATES)),
            are_codes(self.firsts + 1, m, m + 1) and are_codes(self.sources + 1, m, m + 1),
            are_codes(self.holders, len(self.holders), m),
            self.counts.shape == (n, len(STATES)) and self.taken.shape == (n,),
            len(self.credits) == n and self.similarity.shape == (m,),
            len(self.undecided) in (0, n) and self.undecided.min(initial=0) >= 0,
        )
