"""Formats: the bytes of one file become documents, whatever program wrote them."""

from components.reading.formats.detect import READABLE, SUFFIXES, format_of
from components.reading.formats.dispatch import look, parse

__all__ = ["READABLE", "SUFFIXES", "format_of", "look", "parse"]
