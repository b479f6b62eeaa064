"""Reading: turns bytes into a corpus of cleaned and joined texts."""

from components.reading.analysis import read
from components.reading.bylines import find_bylines
from components.reading.cleaning import clean
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
from components.reading.line_joining import join_lines
from components.reading.outlets import full_name
from components.reading.pieces import Piece, cut_into_pieces, join_pieces, read_piece
from components.reading.refusal_messages import describe_refusal
from components.reading.sources import (
    MAX_BYTES,
    Source,
    count_ignored,
    count_unreadable,
    list_files,
    sources_in,
    split_lines,
)

__all__ = [
    "AS_IS",
    "CLEANING",
    "MAX_BYTES",
    "Document",
    "Limits",
    "Piece",
    "ReadingSettings",
    "Source",
    "TableColumns",
    "TablePreview",
    "UnreadableError",
    "clean",
    "count_ignored",
    "count_unreadable",
    "cut_into_pieces",
    "describe_refusal",
    "find_bylines",
    "full_name",
    "join_lines",
    "join_pieces",
    "list_files",
    "read",
    "read_piece",
    "sources_in",
    "split_lines",
]
