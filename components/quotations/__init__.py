"""Quotations: who said what, by which verb, in which words."""

from components.quotations.actors import RELATIONS, Relation, link_speakers
from components.quotations.analysis import find
from components.quotations.corrections import correct, words_of
from components.quotations.ledger import (
    LedgerLine,
    QuotationFilter,
    days_of,
    make_ledger,
    outlets_of,
    select,
)
from components.quotations.quotation import Quotation, QuotationIndex, Quotations

__all__ = [
    "RELATIONS",
    "LedgerLine",
    "Quotation",
    "QuotationFilter",
    "QuotationIndex",
    "Quotations",
    "Relation",
    "correct",
    "days_of",
    "find",
    "link_speakers",
    "make_ledger",
    "outlets_of",
    "select",
    "words_of",
]
