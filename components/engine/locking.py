"""Keeps names whole in parts of a corpus: no article's words depend on another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from components import words
from components.lexicon import Lexicon
from components.text import Corpus, Spans, Workers
from components.words import Names, TokenRows, Tokens

_PART = 1_000_000  # characters of texts


@dataclass(frozen=True, slots=True)
class LockPart:
    """Some articles with their words and names.

    Attributes:
        corpus: the articles.
        tokens: their words.
        names: their names.
        lexicon: the corrections that the words were cut with.
    """

    corpus: Corpus
    tokens: Tokens
    names: Names
    lexicon: Lexicon


def lock(
    corpus: Corpus,
    tokens: Tokens,
    names: Names,
    *,
    lexicon: Lexicon,
    workers: Workers,
    size: int = _PART,
) -> Tokens:
    """Lock words as `words.lock` does, on workers.

    Args:
        corpus: the texts the tokens were cut from.
        tokens: their words.
        names: their names.
        lexicon: the corrections the tokens were cut with.
        workers: who does it.
        size: characters of a part; nothing depends on it.
    """
    locked = dict(workers.each(lock_part, _divide(corpus, tokens, names, lexicon, size)))
    if not locked:
        return words.lock(corpus, tokens, names, lexicon=lexicon)
    rows = TokenRows.concatenate([locked[number].tokens for number in range(len(locked))])
    return replace(tokens, tokens=rows, digest=locked[0].digest)


def lock_part(part: LockPart) -> Tokens:
    """Lock the words of some articles."""
    return words.lock(part.corpus, part.tokens, part.names, lexicon=part.lexicon)


def _divide(
    corpus: Corpus, tokens: Tokens, names: Names, lexicon: Lexicon, size: int
) -> Iterator[LockPart]:
    ids = tuple(article.id for article in corpus.articles)
    held, named = tokens.sentences.number_as(ids), names.names.spans.number_as(ids)
    by_article = np.argsort(named, kind="stable")
    for low, high in _cut(corpus, size):
        sentences = np.arange(*np.searchsorted(held, (low, high)).tolist())
        own = tokens.tokens.take(sentences)
        part = replace(
            tokens,
            sentences=_narrow(tokens.sentences.take(sentences), ids, low, high),
            tokens=own.keep(np.ones(len(own.starts), bool)),  # with no string of another part
        )
        first, last = np.searchsorted(named[by_article], (low, high)).tolist()
        rows = names.names.take(by_article[first:last])
        met = replace(names, names=replace(rows, spans=_narrow(rows.spans, ids, low, high)))
        some = Corpus(corpus.articles[low:high], digest=corpus.digest)
        yield LockPart(some, part, met, lexicon)


def _cut(corpus: Corpus, size: int) -> Iterator[tuple[int, int]]:
    """Yield runs of articles of about so many characters."""
    low = length = 0
    for high, article in enumerate(corpus.articles, 1):
        length += len(article.text)
        if length >= size or high == len(corpus.articles):
            yield low, high
            low, length = high, 0


def _narrow(spans: Spans, ids: tuple[str, ...], low: int, high: int) -> Spans:
    """Return the spans of neighbouring articles with a table of these alone."""
    numbers = (spans.number_as(ids) - low).astype(np.int32)
    return Spans(ids[low:high], numbers, spans.starts, spans.ends)
