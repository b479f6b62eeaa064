"""Recognizes text that was left out of a share: each character became a filler."""

from __future__ import annotations

from collections.abc import Iterable

from components.text import Corpus, Span

FILLER = "░"


def keep_legible(corpus: Corpus, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans of which no character was left out."""
    return tuple(span for span in spans if FILLER not in corpus.text_of(span))
