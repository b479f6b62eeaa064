"""Reads JSON and JSON Lines, as interfaces and databases export them.

Refusals: `too_deep` (format), `broken` (format, position: the line of the fault), `not_text`
(format: no record is in it), and those of `tables` and of decoding.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TableColumns,
    TablePreview,
    UnreadableError,
)
from components.reading.encodings import Decoded, decode
from components.reading.parsers import tables
from components.reading.parsers.plain import document_of

_LIST_WITHIN = 3  # {"data": {"items": [...]}}
_MAX_FIELDS = 500
_RICH_WITHIN = 12  # lists and objects within a text
_OWN = ("text", "insert", "post", "name")  # say what an object shows
_WITHIN = ("content", "children", "blocks", "ops", "data")  # hold further objects


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read a document from each record with text, named by its number.

    A record of JSON Lines goes by its line. A file that is one record gives one document, and a
    list of plain strings one for each.
    """
    decoded = decode(data, encoding=settings.encoding)
    sheet = _sheet(decoded.text, limits)
    make = partial(document_of, decoded)
    found = tables.read_rows(
        sheet, columns=settings.columns, limits=limits, make=lambda **fields: make(**fields)
    )
    return tuple(found)


def read_lines(
    lines: Iterable[tuple[int, bytes]],
    *,
    fields: tuple[str, ...],
    columns: TableColumns,
    limits: Limits,
) -> Iterator[Document]:
    """Read some records of a file of which the fields are known; blank lines are no records.

    Args:
        lines: each in UTF-8 with its number.
        fields: of all records of the file.
        columns: which of them hold what.
        limits: how much one may take.
    """
    records = (
        (str(number), dict(fields_of(json.loads(line)))) for number, line in lines if line.strip()
    )
    rows = ((name, tuple(own.get(field, "") for field in fields)) for name, own in records)
    sheet = tables.Sheet(fields, True, rows, columns)
    make = partial(document_of, Decoded("", "utf-8"))
    return tables.read_rows(sheet, columns=None, limits=limits, make=lambda **own: make(**own))


def preview_table(
    data: bytes, *, name: str, limits: Limits, encoding: str | None
) -> TablePreview | None:
    """Show the fields of the records as columns."""
    text = decode(data, encoding=encoding).text
    return tables.table_of(_sheet(text, limits), limits=limits)


def _sheet(text: str, limits: Limits) -> tables.Sheet:
    records = _records(text.removeprefix("\ufeff"), limits)
    header: dict[str, int] = {}
    flat = []
    for name, record in records:
        fields = dict(fields_of(record))
        note_fields(header, fields)
        flat.append((name, fields))
    rows = [(name, tuple(fields.get(key, "") for key in header)) for name, fields in flat]
    sample = [row for _, row in rows[:200]]
    names = tuple(header)
    return tables.Sheet(names, True, rows, tables.guess_columns(names, sample))


def _records(text: str, limits: Limits) -> list[tuple[str, Any]]:
    if not text.strip():
        raise UnreadableError("empty")
    try:
        found = _inner(json.loads(text))
        if found is None:
            raise UnreadableError("not_text", format="json")
        numbered = [(str(number), record) for number, record in enumerate(found, start=1)]
    except RecursionError as error:
        raise UnreadableError("too_deep", format="json") from error
    except ValueError as error:
        numbered = list(_lines(text, error, limits))
    if len(numbered) > limits.rows:
        raise UnreadableError("too_many_rows", limit=limits.rows)
    return numbered


def _lines(text: str, fault: ValueError, limits: Limits) -> Iterator[tuple[str, Any]]:
    """Yield a record for each line; a fault on the first line is that of the whole file."""
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except RecursionError as error:
            raise UnreadableError("too_deep", format="json") from error
        except ValueError as error:
            at = number if count else getattr(fault, "lineno", 1)
            raise UnreadableError("broken", format="json", position=at) from error
        count += 1
        if count > limits.rows:
            raise UnreadableError("too_many_rows", limit=limits.rows)
        yield str(number), record


def _inner(value: Any, depth: int = 0) -> list[Any] | None:
    """Find the records: the list itself, the longest list of objects within, or the one object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return None
    lists = [
        v for v in value.values() if isinstance(v, list) and any(isinstance(r, dict) for r in v)
    ]
    if lists and not _has_text(value):
        return max(lists, key=len)
    inside = [v for v in value.values() if isinstance(v, dict)]
    if len(inside) == len(value) > 1 and all(map(_has_text, inside)):
        return list(inside)  # by their ids
    if depth < _LIST_WITHIN and not _has_text(value):
        found = [records for v in inside if (records := _inner(v, depth + 1)) and len(records) > 1]
        if found:
            return max(found, key=len)
    return [value]


def _has_text(record: dict[str, Any]) -> bool:
    """Tell an article from the wrapping of a list: its fields name a text."""
    named = [key for key, value in record.items() if isinstance(value, str) and value.strip()]
    return bool(named) and tables.names_text(tuple(named))


def note_fields(header: dict[str, int], record: Iterable[str]) -> None:
    """Give the fields of another record the next numbers, as far as there are any left."""
    for key in record:
        if len(header) < _MAX_FIELDS:
            header.setdefault(key, len(header))


def fields_of(record: Any) -> Iterator[tuple[str, str]]:
    """Yield the fields of a record as text; those of an object in it by dotted names."""
    if not isinstance(record, dict):
        yield "text", _text(record)
        return
    for key, value in record.items():
        if isinstance(value, dict) and not _is_rich(value):
            for inner, held in value.items():
                yield f"{key}.{inner}", _text(held)
        else:
            yield key, _text(value)


def _text(value: Any, depth: int = 0) -> str:
    """Return the text of a field; of rich text as editors keep it, block by block."""
    if isinstance(value, str):
        return _undo_mistake(value)
    if isinstance(value, dict) and depth < _RICH_WITHIN:
        own = next((value[key] for key in (*_OWN, *_WITHIN) if value.get(key)), "")
        return _text(own, depth + 1)
    if isinstance(value, list) and depth < _RICH_WITHIN:
        is_rich = any(isinstance(item, dict) and _is_run(item) for item in value)
        items = (item for item in value if isinstance(item, str | dict))
        return ("" if is_rich else "\n").join(filter(None, (_text(i, depth + 1) for i in items)))
    if isinstance(value, bool | int | float) and not depth:
        return str(value)
    return ""  # nothing, or objects without a text or a name


def _is_rich(value: dict[str, Any]) -> bool:
    """Tell a text in blocks from an object with fields of its own."""
    return any(isinstance(value.get(key), list) for key in _WITHIN)


def _is_run(item: dict[str, Any]) -> bool:
    """Tell a stretch of a line from a block: editors number a block, or call it a paragraph."""
    is_block = "key" in item or item.get("type") == "paragraph"
    return ("text" in item and not is_block) or "insert" in item


def _undo_mistake(text: str) -> str:
    """Read a text anew whose bytes were each taken for a letter, as Facebook exports them."""
    if text.isascii() or max(text) > "\xff":
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text
