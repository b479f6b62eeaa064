"""Removes tags from cells of exported tables, which are often pieces of a web page."""

from __future__ import annotations

import html
import re

_MARKUP = re.compile(
    r"</[A-Za-z][A-Za-z0-9]*\s*>|<(?:br|hr)\s*/?>"
    r"|<(?:p|div|img|span|a|figure|iframe|h[1-6])(?:\s[^<>]*)?/?>",
    re.I,
)
# Excel writes characters that XML cannot hold by their numbers.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005F)_")
_UNSEEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_BREAK = re.compile(
    r"(?:<br\s*/?>|</?(?:p|div|h[1-6]|li|ul|ol|tr|table|section|article)\b[^>]*>)", re.I
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def without_escapes(cell: str) -> str:
    """Return a cell of a spreadsheet with its characters in place of their numbers: _x000D_."""
    if "_x00" not in cell:
        return cell
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_tags(cell: str) -> str:
    """Return a cell without tags; paragraphs become lines. Text without markup stays as it is."""
    if "<" not in cell and "&lt;" in cell:
        once = html.unescape(cell)  # a page within a page
        cell = once if _MARKUP.search(once) else cell
    if "<" not in cell or not _MARKUP.search(cell):
        return cell
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", cell))))
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)
