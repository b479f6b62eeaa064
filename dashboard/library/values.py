"""Checks and cleans values before they are stored: characters, names, dates."""

from __future__ import annotations

import re

from components.reading.parsers import days
from dashboard.library.errors import FieldName, InvalidValueError

MAX_NAME = 200  # of tags, selections, workspaces
MAX_LABEL = 500  # of files and articles: an index of PostgreSQL takes 2,700 bytes
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> str:
    """Replace what no database stores, NUL and lone surrogates, each by U+FFFD."""
    return _UNKEEPABLE.sub("�", text)


def label(text: str) -> str:
    """Return the name of a file or an article as it is kept."""
    return keepable(text)[:MAX_LABEL]


def name(text: str, field: FieldName = "name") -> str:
    """Return a name that a reader gave, without blanks around it.

    Raises:
        InvalidValueError: it is empty or too long.
    """
    own = keepable(text).strip()
    if not own:
        raise InvalidValueError(field)
    if len(own) > MAX_NAME:
        raise InvalidValueError(field, limit=MAX_NAME)
    return own


def iso_date(text: str, field: FieldName = "published") -> str:
    """Return a day, with a time or without, as ISO 8601 however it is written; empty is none.

    Raises:
        InvalidValueError: it is no date.
    """
    found = days.iso_date(text) if text else ""
    if found is None:
        raise InvalidValueError(field)
    return found


def make_unique(wanted: str, taken: set[str]) -> str:
    """Return a name that is not taken, as reading makes them: `a.txt (2)`; it is taken then."""
    own, number = wanted, 2
    while own in taken:
        own, number = f"{wanted} ({number})", number + 1
    taken.add(own)
    return own
