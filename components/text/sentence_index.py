"""Finds sentences by place: the one that holds a span, and those inside a span."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from components.text.columns import Numbers, Spans
from components.text.corpus import Span

_ARTICLE = 32  # bits for the places of one article


class SentenceIndex:
    """Sentences of any articles, looked up by bisection; they may come in any order.

    Attributes:
        sentences: the sentences as they were given; their numbers count from 0.
    """

    def __init__(self, sentences: Iterable[Span]) -> None:
        self.sentences = Spans.of(sentences)
        keys = self._keys_of(self.sentences)
        self._order = np.lexsort((self.sentences.ends, keys))
        self._keys = keys[self._order]

    def numbers_of(self, spans: Iterable[Span]) -> Numbers:
        """Return for each span the number of the sentence it begins in.

        That is the last one of its article that begins at or before it; where none does, -1.

        Returns:
            (n_spans,), numbers of sentences.
        """
        spans = Spans.of(spans)
        if not len(self.sentences):
            return np.full(len(spans), -1, np.int64)
        keys = self._keys_of(spans)
        at = np.searchsorted(self._keys, keys, side="right") - 1
        same_article = (at >= 0) & (self._keys[at] >> _ARTICLE == keys >> _ARTICLE)
        numbers: Numbers = np.where(same_article, self._order[at], -1)
        return numbers

    def around(self, spans: Iterable[Span]) -> Numbers:
        """Return for each span the number of the sentence it lies in as a whole; else -1."""
        spans = Spans.of(spans)
        numbers = self.numbers_of(spans)
        if len(self.sentences):
            numbers[spans.ends > self.sentences.ends[numbers]] = -1
        return numbers

    def holding(self, spans: Iterable[Span]) -> Spans:
        """Return the sentences in which spans begin, each once, in the order of the spans."""
        numbers = np.array(list(dict.fromkeys(self.numbers_of(spans).tolist())), np.int64)
        return self.sentences.take(numbers[numbers >= 0])

    def inside(self, span: Span) -> Spans:
        """Return the sentences that begin inside a span, in the order of the text."""
        ends = Spans.of(Span(span.article_id, at, at) for at in (span.start, span.end))
        keys = self._keys_of(ends)
        low, high = np.searchsorted(self._keys, keys).tolist() if keys[0] >= 0 else (0, 0)
        return self.sentences.take(self._order[low:high])

    def _keys_of(self, spans: Spans) -> Numbers:
        """Number places article by article; those of unknown articles are below 0."""
        articles = spans.number_as(self.sentences.ids).astype(np.int64)
        keys: Numbers = (articles << _ARTICLE) + spans.starts
        return keys
