"""The parsers, one for each format: each turns the bytes of a file into documents."""

from components.reading.parsers.detect import READABLE, SUFFIXES, format_of
from components.reading.parsers.dispatch import fit, parse, preview_table

__all__ = ["READABLE", "SUFFIXES", "fit", "format_of", "parse", "preview_table"]
