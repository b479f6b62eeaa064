"""The nouns of words: tokens in their sentences, and the table that counts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from components.text import Copies, Span

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

    sentences: tuple[Span, ...] = ()
    tokens: tuple[tuple[Token, ...], ...] = ()
    segmenter: SegmenterName = "jieba"
    copies: Copies = "all"
    digest: str = ""

    @property
    def n_tokens(self) -> int:
        """Number of tokens, punctuation included."""
        return sum(map(len, self.tokens))


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


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words with their counts, most frequent first, ties in order of the norm.

    Attributes:
        rows: the words shown.
        n_tokens: tokens counted in all, punctuation and blanks left out; the base of shares.
        n_types: different words among them.
        n_articles: articles counted.
        copies: whether repeated stretches were counted.
    """

    rows: tuple[Row, ...] = ()
    n_tokens: int = 0
    n_types: int = 0
    n_articles: int = 0
    copies: Copies = "all"
    settings: WordFilter = WordFilter()
    digest: str = ""
