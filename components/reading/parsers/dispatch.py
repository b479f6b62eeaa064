"""Chooses the parser of a file, and applies what holds for all of them.

Refusals here: `empty`, `too_large` (limit in MB), `unknown_format` (format: what the bytes are,
such as `doc`, `odt`, `png`), `encrypted` (format), `dtd` (format), `too_long` (limit),
`line_too_long` (limit), `bad_bytes` (count). The parsers document theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath
from typing import cast

from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TablePreview,
    UnreadableError,
)
from components.reading.parsers.detect import PACKED, format_of
from components.text import Step

Parser = Callable[..., tuple[Document, ...]]
TablePreviewer = Callable[..., TablePreview | None]

# A parser is loaded when a file asks for it: plain text needs none of the others.
_READERS: dict[str, tuple[str, str]] = {
    "text": ("plain", "read_text"),
    "markdown": ("plain", "read_markdown"),
    "html": ("html", "read"),
    "mhtml": ("html", "read_mhtml"),
    "mail": ("mail", "read"),
    "pdf": ("pdf", "read"),
    "docx": ("docx", "read"),
    "xlsx": ("sheets", "read_xlsx"),
    "csv": ("sheets", "read_csv"),
    "json": ("records", "read"),
    "jsonl": ("records", "read"),
    "subtitles": ("subtitles", "read"),
    "feed": ("feeds", "read"),
}
_PREVIEWERS: dict[str, tuple[str, str]] = {
    "xlsx": ("sheets", "preview_xlsx"),
    "csv": ("sheets", "preview_csv"),
    "json": ("records", "preview_table"),
    "jsonl": ("records", "preview_table"),
}
# Half a pair of UTF-16 and NUL can be written in JSON; no database and no file takes them.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
_SMALLEST = 100  # bytes; no packed file is smaller
_STOP = re.compile(r"[\n\r\u2028\u2029。！？!?…]")


def parse(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the documents of a file: one, or one for each row of a table.

    Args:
        data: the whole file; its content tells the format before its name does.
        name: its label.
        settings: the encoding and columns the reader chose.
        limits: what it may take.

    Returns:
        At least one document; each has text.

    Raises:
        UnreadableError: the file gives no text, with the reason.
    """
    suffix = PurePath(name).suffix.lower().lstrip(".")
    try:
        format_name = _format(data, name, limits)
        reader = cast(Parser, _load(_READERS[format_name]))
        found = reader(data, name=name, settings=settings, limits=limits)
        filled = tuple(fit(document, limits) for document in found if document.text.strip())
        if not filled:
            raise UnreadableError("empty")
    except UnreadableError as fault:
        is_remains = suffix in PACKED and format_of(data, name=name) == "text"
        is_remains = is_remains and len(data) > _SMALLEST
        if is_remains and fault.reason in ("bad_bytes", "binary", "empty"):
            # It was such a file once: to save it as one is no advice.
            raise UnreadableError("broken", format=suffix) from fault
        raise
    return filled


def preview_table(
    data: bytes, *, name: str, limits: Limits, encoding: str | None = None
) -> TablePreview | None:
    """Show the columns of a table; None where the file is no table.

    Args:
        data: the whole file.
        name: its label.
        limits: what it may take.
        encoding: what the reader chose; None lets the bytes decide.

    Raises:
        UnreadableError: the file cannot be read at all.
    """
    where = _PREVIEWERS.get(_format(data, name, limits))
    if not where:
        return None
    return cast(TablePreviewer, _load(where))(data, name=name, limits=limits, encoding=encoding)


def _load(where: tuple[str, str]) -> object:
    module, verb = where
    return getattr(import_module(f"components.reading.parsers.{module}"), verb)


def _format(data: bytes, name: str, limits: Limits) -> str:
    if len(data) > limits.file_bytes:
        raise UnreadableError("too_large", limit=limits.file_bytes // 2**20)
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("empty")
    found = format_of(data, name=name)
    if found == "encrypted":
        raise UnreadableError("encrypted", format="office")
    if found == "xml" and b"<!ENTITY" in data[:65536].replace(b"\0", b""):
        raise UnreadableError("dtd", format="xml")
    if found not in _READERS:
        raise UnreadableError("unknown_format", format=found)
    return found


def fit(document: Document, limits: Limits) -> Document:
    """Return a document as it may be kept.

    Raises:
        UnreadableError: it, or a line of it, is too long, or too much of it is no character.
    """
    text = document.text
    if len(text) > limits.characters:
        raise UnreadableError("too_long", limit=limits.characters)
    if len(text) > limits.line_characters and _longest_line(text) > limits.line_characters:
        raise UnreadableError("line_too_long", limit=limits.line_characters)
    return _writable(document)


def _longest_line(text: str) -> int:
    longest = begin = 0
    for stop in _STOP.finditer(text):
        longest = max(longest, stop.start() - begin)
        begin = stop.end()
    return max(longest, len(text) - begin)


def _writable(document: Document) -> Document:
    text, bad = _UNWRITABLE.subn("\ufffd", document.text)
    title, outlet = document.title, document.outlet
    if bad > max(1, 0.01 * len(text)):
        raise UnreadableError("bad_bytes", count=bad)
    if not bad and not _UNWRITABLE.search((title or "") + (outlet or "")):
        return document
    steps = {step.name: step.count for step in document.steps}
    steps |= {"bad_bytes": steps.get("bad_bytes", 0) + bad} if bad else {}
    return replace(
        document,
        text=text,
        title=_UNWRITABLE.sub("\ufffd", title) if title else title,
        outlet=_UNWRITABLE.sub("\ufffd", outlet) if outlet else outlet,
        steps=tuple(Step(step, count) for step, count in steps.items()),
    )
