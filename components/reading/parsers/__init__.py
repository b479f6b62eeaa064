"""Parsers, one a format: the bytes of one file become documents, whatever program wrote them."""

from components.reading.parsers.detect import READABLE, SUFFIXES, format_of
from components.reading.parsers.dispatch import parse, preview_table

__all__ = ["READABLE", "SUFFIXES", "format_of", "parse", "preview_table"]
