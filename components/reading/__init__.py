"""Reading: bytes become a corpus of joined texts."""

from components.reading.analysis import articles_of, read, title_of
from components.reading.bylines import Bylines, find_bylines
from components.reading.cleaning import Cleaned, clean
from components.reading.dates import date_in
from components.reading.document import (
    AS_IS,
    CLEANING,
    Columns,
    Document,
    Limits,
    ReadingSettings,
    Table,
    UnreadableError,
)
from components.reading.lines import JoinedText, join_lines
from components.reading.refusing import sentence_of
from components.reading.sources import (
    MAX_BYTES,
    Source,
    ignored_in,
    line_sources,
    passed_over,
    readable_suffixes,
    sources_in,
)
from components.reading.spread import Spread, at_once

__all__ = [
    "AS_IS",
    "CLEANING",
    "MAX_BYTES",
    "Bylines",
    "Cleaned",
    "Columns",
    "Document",
    "JoinedText",
    "Limits",
    "ReadingSettings",
    "Source",
    "Spread",
    "Table",
    "UnreadableError",
    "articles_of",
    "at_once",
    "clean",
    "date_in",
    "find_bylines",
    "ignored_in",
    "join_lines",
    "line_sources",
    "passed_over",
    "read",
    "readable_suffixes",
    "sentence_of",
    "sources_in",
    "title_of",
]
