"""Concordance: every number leads back to its lines."""

from components.concordance.analysis import (
    evidence,
    find,
    lines,
    marks_of,
    marks_within,
    ordered,
)
from components.concordance.concordance import Concordance, Evidence, Line, Mark, Order, Sentence

__all__ = [
    "Concordance",
    "Evidence",
    "Line",
    "Mark",
    "Order",
    "Sentence",
    "evidence",
    "find",
    "lines",
    "marks_of",
    "marks_within",
    "ordered",
]
