"""Gives the days on which the articles of a corpus were published."""

from __future__ import annotations

from components.text import Corpus


def dates_of(corpus: Corpus) -> dict[str, str]:
    """Return article id -> ISO date, for the articles that have one."""
    return {a.id: a.published[:10] for a in corpus.articles if a.published}
