"""Defines how a text came to be as it is: repairs, doubts, and reasons of refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CleanName = Literal[
    "han_spaces",
    "widths",
    "html_entities",
    "soft_hyphens",
    "invisible",
    "quotes",
    "bylines",
    "marks",
]
StepName = (
    CleanName
    | Literal[
        "bad_bytes", "joined_lines", "page_doubtful", "page_furniture", "repeated_captions", "split"
    ]
)
RefusalReason = Literal[
    "archive_depth",
    "archive_entries",
    "archive_inflated",
    "archive_member",
    "bad_bytes",
    "binary",
    "broken",
    "dtd",
    "empty",
    "encrypted",
    "line_too_long",
    "no_file",
    "no_text_column",
    "not_found",
    "not_text",
    "scanned",
    "text_not_path",
    "too_deep",
    "too_large",
    "too_long",
    "too_many_pages",
    "too_many_rows",
    "too_much_memory",
    "too_slow",
    "unknown_format",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a text, and how often."""

    name: StepName
    count: int


@dataclass(frozen=True, slots=True)
class Rival:
    """Another encoding the bytes may be in.

    Attributes:
        encoding: its name as Python knows it.
        preview: the first characters as it reads them.
    """

    encoding: str
    preview: str
