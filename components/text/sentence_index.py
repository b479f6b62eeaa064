"""The index of sentences by place: which one a span begins in, and which begin inside a span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from components.text.corpus import Span

_ARTICLE = 1 << 32  # places that the keys of one article may take


class SentenceIndex:
    """Sentences of any articles, looked up by bisection; they may come in any order.

    Attributes:
        sentences: the sentences as they were given; their numbers count from 0.
    """

    def __init__(self, sentences: Iterable[Span]) -> None:
        self.sentences: tuple[Span, ...] = tuple(sentences)
        self._articles: dict[str, int] = {}
        for sentence in self.sentences:
            self._articles.setdefault(sentence.article_id, len(self._articles))
        keys = self._keys_of(self.sentences)
        ends = np.fromiter((s.end for s in self.sentences), np.int64, len(self.sentences))
        self._order = np.lexsort((ends, keys))
        self._keys = keys[self._order]

    def numbers_of(self, spans: Sequence[Span]) -> NDArray[np.int64]:
        """Return for each span the number of the sentence it begins in.

        That is the last one of its article that begins at or before it; where none does, -1.

        Returns:
            (n_spans,), numbers of sentences.
        """
        if not self.sentences:
            return np.full(len(spans), -1, np.int64)
        keys = self._keys_of(spans)
        at = np.searchsorted(self._keys, keys, side="right") - 1
        same_article = (at >= 0) & (self._keys[at] // _ARTICLE == keys // _ARTICLE)
        return np.where(same_article, self._order[at], -1)

    def holding(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Return the sentences in which spans begin, each once, in the order of the spans."""
        numbers = dict.fromkeys(self.numbers_of(tuple(spans)).tolist())
        return tuple(self.sentences[number] for number in numbers if number >= 0)

    def inside(self, span: Span) -> tuple[Span, ...]:
        """Return the sentences that begin inside a span, in the order of the text."""
        if span.article_id not in self._articles:
            return ()
        base = self._articles[span.article_id] * _ARTICLE
        low, high = np.searchsorted(self._keys, (base + span.start, base + span.end)).tolist()
        return tuple(self.sentences[number] for number in self._order[low:high].tolist())

    def _keys_of(self, spans: Sequence[Span]) -> NDArray[np.int64]:
        """Number places article by article; those of unknown articles are below 0."""
        find = self._articles.get
        keys = (find(span.article_id, -1) * _ARTICLE + span.start for span in spans)
        return np.fromiter(keys, np.int64, len(spans))
