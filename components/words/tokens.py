"""Defines tokens in their sentences, and the table of words that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from components.text import (
    Columns,
    Copies,
    Ints,
    Numbering,
    Rows,
    Spans,
    are_bounds,
    are_codes,
    bounds_of,
    compact_codes,
    join_ranges,
    no_ints,
    refuse_unless,
)

SegmenterName = Literal["jieba", "rjieba", "wapic"]
PosFamily = Literal[
    "noun", "name", "verb", "adjective", "adverb", "number", "function", "other", "address"
]

# The parts of speech that say what a text is about.
CONTENT: tuple[PosFamily, ...] = ("noun", "name", "verb", "adjective")


@dataclass(frozen=True, slots=True)
class Token:
    """One word where it stands.

    Attributes:
        start: first code point, in the article's joined text.
        end: one past the last.
        norm: what it counts as: folded to Simplified, lower case, half width, so that
            臺灣 and 台湾 are one word.
        pos: part of speech in jieba's tag set (`n`, `v`, `nr`, `m`, `x` …).
    """

    start: int
    end: int
    norm: str
    pos: str


@dataclass(frozen=True, slots=True, eq=False)
class TokenRows(Columns[tuple[Token, ...]]):
    """The tokens of sentences, a row a sentence.

    Attributes:
        bounds: (n_sentences + 1,), where the tokens of each sentence begin.
        starts: (n_tokens,), first code point of each, in the article's joined text.
        ends: (n_tokens,), one past the last.
        norm_codes: (n_tokens,), what each counts as, into `norms`.
        pos_codes: (n_tokens,), part of speech of each, into `tags`.
        norms: the different norms.
        tags: the different parts of speech.
    """

    bounds: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    starts: Ints = field(default_factory=no_ints)
    ends: Ints = field(default_factory=no_ints)
    norm_codes: Ints = field(default_factory=no_ints)
    pos_codes: Ints = field(default_factory=no_ints)
    norms: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    item: ClassVar[Any] = tuple[Token, ...]

    @classmethod
    def of(cls, nouns: Iterable[Iterable[Token]]) -> TokenRows:
        """Put tokens into columns."""
        if isinstance(nouns, cls):
            return nouns
        rows = [tuple(row) for row in nouns]
        tokens = [token for row in rows for token in row]
        norms, tags = Numbering(), Numbering()
        places = np.array([(token.start, token.end) for token in tokens], np.int32).reshape(-1, 2)
        starts, ends = np.ascontiguousarray(places.T)
        norm_codes = norms.codes(token.norm for token in tokens)
        pos_codes = tags.codes(token.pos for token in tokens)
        bounds = bounds_of([len(row) for row in rows])
        return cls(bounds, starts, ends, norm_codes, pos_codes, norms.table, tags.table)

    @classmethod
    def concatenate(cls, parts: Sequence[TokenRows]) -> TokenRows:
        """Put rows behind each other."""
        if not parts:
            return cls()
        norms, tags = Numbering(), Numbering()
        norm_codes = [norms.codes(part.norms)[part.norm_codes] for part in parts]
        pos_codes = [tags.codes(part.tags)[part.pos_codes] for part in parts]
        return cls(
            bounds_of(np.concatenate([np.diff(part.bounds) for part in parts])),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
            np.concatenate(norm_codes),
            np.concatenate(pos_codes),
            norms.table,
            tags.table,
        )

    def take(self, rows: Rows) -> TokenRows:
        """Return the tokens of some sentences by their numbers."""
        counts = self.counts[rows]
        chosen = join_ranges(self.bounds[:-1][rows], counts)
        return self._with(bounds_of(counts), chosen)

    def keep(self, marks: NDArray[np.bool_]) -> TokenRows:
        """Return the same rows with some of their tokens; strings of no other stay in the tables.

        Args:
            marks: (n_tokens,), whether each stays.
        """
        passed = np.concatenate(([0], np.cumsum(marks)))
        kept = self._with(passed[self.bounds].astype(np.int32), np.flatnonzero(marks))
        return kept._compact()

    def move(self, by: Ints) -> TokenRows:
        """Return the same tokens elsewhere: those of each row so many characters further on."""
        steps = np.repeat(by, self.counts)
        return replace(self, starts=self.starts + steps, ends=self.ends + steps)

    @property
    def counts(self) -> Ints:
        """(n_sentences,), tokens of each sentence."""
        return np.diff(self.bounds)

    @property
    def rows(self) -> Ints:
        """(n_tokens,), number of the sentence of each token."""
        return np.repeat(np.arange(len(self), dtype=np.int32), self.counts)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[tuple[Token, ...]]:
        for low, high in pairwise(self.bounds.tolist()):
            yield tuple(self.tokens(low, high))

    def _one(self, number: int) -> tuple[Token, ...]:
        return tuple(self.tokens(*self.bounds[number : number + 2].tolist()))

    def tokens(self, low: int, high: int) -> Iterator[Token]:
        """Yield tokens by their numbers among all."""
        columns = (self.starts, self.ends, self.norm_codes, self.pos_codes)
        for start, end, norm, pos in zip(*(c[low:high].tolist() for c in columns), strict=True):
            yield Token(start, end, self.norms[norm], self.tags[pos])

    def _with(self, bounds: Ints, chosen: NDArray[Any]) -> TokenRows:
        return replace(
            self,
            bounds=bounds,
            starts=self.starts[chosen],
            ends=self.ends[chosen],
            norm_codes=self.norm_codes[chosen],
            pos_codes=self.pos_codes[chosen],
        )

    def _compact(self) -> TokenRows:
        """Return the same tokens with tables of no string that none of them has."""
        norm_codes, norms = compact_codes(self.norm_codes, self.norms)
        pos_codes, tags = compact_codes(self.pos_codes, self.tags)
        return replace(self, norm_codes=norm_codes, norms=norms, pos_codes=pos_codes, tags=tags)

    def check(self) -> None:
        """Refuse columns that do not fit together."""
        n = len(self.starts)
        refuse_unless(
            are_bounds(self.bounds, n),
            are_codes(self.starts, n, 1 << 31),
            are_codes(self.ends, n, 1 << 31),
            are_codes(self.norm_codes, n, len(self.norms)),
            are_codes(self.pos_codes, n, len(self.tags)),
        )


@dataclass(frozen=True, slots=True)
class Tokens:
    """Sentences that count, and the tokens of each, in reading order.

    Attributes:
        sentences: the sentences; their spans never overlap.
        tokens: `tokens[i]` tile what is not blank in `sentences[i]`.
        segmenter: the name of the segmenter that cut them.
        copies: whether repeated stretches were counted.
        digest: names the corpus and the settings.
    """

    sentences: Spans = field(default_factory=Spans)
    tokens: TokenRows = field(default_factory=TokenRows)
    segmenter: SegmenterName = "jieba"
    copies: Copies = "all"
    digest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentences", Spans.of(self.sentences))
        object.__setattr__(self, "tokens", TokenRows.of(self.tokens))

    @property
    def n_tokens(self) -> int:
        """Number of tokens, punctuation included."""
        return len(self.tokens.starts)

    @property
    def articles(self) -> Ints:
        """(n_tokens,), number of the article of each token, into `sentences.ids`."""
        return np.repeat(self.sentences.articles, self.tokens.counts)

    def take(self, rows: Rows, *, digest: str) -> Tokens:
        """Return some sentences by their numbers, with their tokens."""
        sentences, tokens = self.sentences.take(rows), self.tokens.take(rows)
        return Tokens(sentences, tokens, self.segmenter, self.copies, digest)


@dataclass(frozen=True, slots=True)
class Row:
    """One word of the table.

    Attributes:
        word: its most frequent written form.
        count: tokens of it.
        articles: articles that hold it.
        pos: its most frequent part of speech.
        norm: what its written forms have in common.
    """

    word: str
    count: int
    articles: int
    pos: str
    norm: str


@dataclass(frozen=True, slots=True)
class WordFilter:
    """Which words a table shows; counts never depend on it.

    Attributes:
        families: parts of speech to show; empty means all but addresses.
        min_length: shortest word, in characters.
        stop_words: norms that are left out.
    """

    families: tuple[PosFamily, ...] = ()
    min_length: int = 1
    stop_words: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, weakref_slot=True)
class WordTable:
    """Words with their counts, most frequent first, ties in order of the norm.

    Attributes:
        rows: the words shown.
        n_tokens: tokens counted in all, punctuation and blanks left out; the base of shares.
        n_types: different words among them.
        n_articles: articles counted.
        copies: whether repeated stretches were counted.
        segmenter: what cut the words.
    """

    rows: tuple[Row, ...] = ()
    n_tokens: int = 0
    n_types: int = 0
    n_articles: int = 0
    copies: Copies = "all"
    settings: WordFilter = WordFilter()
    segmenter: SegmenterName = "jieba"
    digest: str = ""
