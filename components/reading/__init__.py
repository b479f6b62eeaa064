"""Reading: turns bytes into a corpus of cleaned and joined texts."""

from components.reading.analysis import articles_of, read, title_of
from components.reading.bylines import Bylines, find_bylines
from components.reading.cleaning import Cleaned, clean
from components.reading.dates import find_date
from components.reading.document import (
    AS_IS,
    CLEANING,
    Document,
    Limits,
    ReadingSettings,
    TableColumns,
    TablePreview,
    UnreadableError,
)
from components.reading.line_joining import JoinedText, join_lines
from components.reading.refusal_messages import describe_refusal
from components.reading.sources import (
    MAX_BYTES,
    Source,
    count_ignored,
    count_unreadable,
    readable_suffixes,
    sources_in,
    split_lines,
)

__all__ = [
    "AS_IS",
    "CLEANING",
    "MAX_BYTES",
    "Bylines",
    "Cleaned",
    "Document",
    "JoinedText",
    "Limits",
    "ReadingSettings",
    "Source",
    "TableColumns",
    "TablePreview",
    "UnreadableError",
    "articles_of",
    "clean",
    "count_ignored",
    "count_unreadable",
    "describe_refusal",
    "find_bylines",
    "find_date",
    "join_lines",
    "read",
    "readable_suffixes",
    "sources_in",
    "split_lines",
    "title_of",
]
