"""Concordance: the lines and sentences behind every number."""

from components.concordance.analysis import (
    evidence,
    find,
    find_titles,
    find_uncounted,
    lines,
    marks_in,
    marks_of,
    marks_within,
    sort_lines,
)
from components.concordance.concordance import (
    UNCOUNTED,
    Concordance,
    Evidence,
    Line,
    MarginNote,
    Mark,
    Order,
    Sentence,
)

__all__ = [
    "UNCOUNTED",
    "Concordance",
    "Evidence",
    "Line",
    "MarginNote",
    "Mark",
    "Order",
    "Sentence",
    "evidence",
    "find",
    "find_titles",
    "find_uncounted",
    "lines",
    "marks_in",
    "marks_of",
    "marks_within",
    "sort_lines",
]
