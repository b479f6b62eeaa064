"""Quotations: who said what, by which verb, in which words."""

from components.quotations.analysis import find
from components.quotations.quotation import Quotation, QuotationIndex, Quotations

__all__ = ["Quotation", "QuotationIndex", "Quotations", "find"]
