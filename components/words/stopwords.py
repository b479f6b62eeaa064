"""Loads the stop list for Traditional and Simplified news, `stopwords.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from components.lexicon import Lexicon
from components.text import norms

_FILE = "stopwords.txt"


@cache
def stop_forms() -> tuple[tuple[str, str], ...]:
    """Return the list as pairs of Traditional and Simplified forms, in the order of the file."""
    text = files(__package__).joinpath(_FILE).read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((traditional, simplified) for traditional, simplified in lines)


def stop_words(lexicon: Lexicon | None = None) -> frozenset[str]:
    """Return the norms of the stop list, with a reader's additions and without what they keep."""
    if lexicon is None or not (lexicon.stop_words or lexicon.kept_words):
        return _load_shipped()
    added = norms(lexicon.stop_words).values()
    return (_load_shipped() | set(added)) - set(norms(lexicon.kept_words).values())


@cache
def _load_shipped() -> frozenset[str]:
    return frozenset(norms(traditional for traditional, _ in stop_forms()).values())
