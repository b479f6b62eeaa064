"""Reads spreadsheets: CSV and its variants, and Excel workbooks.

Formulas of a CSV stay the text they are; of a workbook the values last shown are read. Of
several sheets the first with rows is read, and those with the same header as that one.

Refusals: those of `packages` and `tables`, `broken` (format), and those of decoding.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial
from typing import Any, Literal

from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TablePreview,
    UnreadableError,
)
from components.reading.encodings import Decoded, decode
from components.reading.parsers import packages, tables
from components.reading.parsers.plain import document_of

_DELIMITERS = (",", "\t", ";", "|")
_SNIFFED_ROWS = 100
_SNIFFED_CHARACTERS = 200_000
_MAX_COLUMNS = 500
_LONGEST_MERGED = 100  # characters; what is longer is a text and stands once
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^<>]{0,100}?\bref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["']"""
)
_CHUNK, _KEPT = 2**20, 200  # bytes
_LAST_ROW = 1_048_576  # of any Excel sheet; a file that counts further lies


def read_csv(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read a document from each row of a CSV file with text, named by its row number."""
    decoded = decode(data, encoding=settings.encoding)
    sheet = _csv_sheet(decoded, name)
    make = partial(document_of, decoded)
    found = tables.read_rows(
        sheet, columns=settings.columns, limits=limits, make=lambda **fields: make(**fields)
    )
    return tuple(found)


def preview_csv(
    data: bytes, *, name: str, limits: Limits, encoding: str | None
) -> TablePreview | None:
    """Show the columns of a CSV file."""
    return tables.table_of(_csv_sheet(decode(data, encoding=encoding), name), limits=limits)


def read_xlsx(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read a document from each row of a workbook with text; `名單!2` on a further sheet."""
    found: list[Document] = []
    first: tables.Sheet | None = None
    with packages.open_package(data, format_name="xlsx", limits=limits):
        for title, rows in _sheets(data):
            sheet = tables.sheet_of(rows)
            if first is None and sheet.header:
                first = sheet
                found += tables.read_rows(sheet, columns=settings.columns, limits=limits)
            elif first and sheet.named and sheet.header == first.header:
                rows = ((f"{title}!{number}", row) for number, row in sheet.rows)
                further = tables.Sheet(sheet.header, True, rows, first.guess)
                found += tables.read_rows(further, columns=settings.columns, limits=limits)
    return tuple(found)


def preview_xlsx(
    data: bytes, *, name: str, limits: Limits, encoding: str | None
) -> TablePreview | None:
    """Show the columns of the first sheet with rows; None if no sheet has any."""
    with packages.open_package(data, format_name="xlsx", limits=limits):
        for _, rows in _sheets(data):
            sheet = tables.sheet_of(rows)
            if sheet.header:
                return tables.table_of(sheet, limits=limits)
    return None


def delimiter_of(text: str, *, preferred: str = ",") -> str:
    """Tell what separates the cells of a table of text.

    The sign that cuts most rows into one and the same number of cells, two at least; among
    equals the preferred one, then the one with more cells. Without any the text is one column.
    """
    start = text[:_SNIFFED_CHARACTERS]
    best, best_score = preferred, (0.5, False, 0)
    for delimiter in _DELIMITERS:
        rows = list(itertools.islice(_cells(start, delimiter), _SNIFFED_ROWS))
        if len(text) > len(start):
            rows = rows[:-1] or rows  # the last one may be cut
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (round(count / widths.total(), 1), delimiter == preferred, width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _csv_sheet(decoded: Decoded, name: str) -> tables.Sheet:
    text = decoded.text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) == 5:  # Excel's own note to itself
        rows = ((str(n), tuple(row)) for n, row in enumerate(_cells(rest, told[4]), start=2))
        return tables.sheet_of(rows)
    preferred = "\t" if name.lower().endswith((".tsv", ".tab", ".xls")) else ","
    cells = _cells(text, delimiter_of(text, preferred=preferred))
    return tables.sheet_of((str(n), tuple(row)) for n, row in enumerate(cells, start=1))


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    # One setting for the whole process, so always the same; texts are limited later.
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    quoting = _quoting(text, delimiter)
    try:
        yield from csv.reader(_lines(text), delimiter=delimiter, quoting=quoting)
    except csv.Error as error:
        raise UnreadableError("broken", format="csv") from error


def _quoting(text: str, delimiter: str) -> Literal[0, 3]:
    """Tell quotes around cells from quotes in them: an unpaired one would swallow all below."""
    if text.count('"') % 2 == 0:
        return csv.QUOTE_MINIMAL
    alike = {}
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        rows = csv.reader(_lines(text), delimiter=delimiter, quoting=quoting)
        widths = Counter(len(row) for row in rows if row)
        alike[quoting] = max(widths.values(), default=0)
    plain = alike[csv.QUOTE_NONE] > alike[csv.QUOTE_MINIMAL]
    return csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _sheets(data: bytes) -> Iterator[tuple[str, Iterator[tables.Numbered]]]:
    """Yield the sheets of a workbook by name, each with its rows as they are inflated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not know of has no text
        book = _workbook(data)
        try:
            for sheet in book.worksheets:
                yield str(sheet.title), _rows(sheet)
        finally:
            book.close()


def _workbook(data: bytes) -> Any:
    import openpyxl  # type: ignore[import-untyped]

    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken part makes happen
        raise UnreadableError("broken", format="xlsx") from error


def _rows(sheet: Any) -> Iterator[tables.Numbered]:
    try:
        merged = _find_merged(sheet)
        running: dict[int, tuple[int, str]] = {}  # columns: last row and value of a merged cell
        sheet.reset_dimensions()  # a declared size is often wrong
        blank: object = None
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > _LAST_ROW:
                raise UnreadableError("broken", format="xlsx")
            if row is blank:  # openpyxl fills gaps with one and the same row
                continue
            cells = [_format_cell(value) for value in row[:_MAX_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                blank = row
                continue
            if merged:
                _fill_down(cells, number, merged, running)
            yield str(number), tuple(cells)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableError("broken", format="xlsx") from error


def _find_merged(sheet: Any) -> dict[tuple[int, int], int]:
    """Return the last rows of the cells that are merged downwards, by row and column.

    A sheet names them behind all its rows, and openpyxl passes over them where it reads only.
    """
    found: dict[tuple[int, int], int] = {}
    kept = b""
    with sheet._get_source() as part:
        while chunk := part.read(_CHUNK):
            kept += chunk
            for letters, first, last in _MERGED.findall(kept):
                column = _column_of(letters)
                if int(first) < int(last) and column < _MAX_COLUMNS:
                    found[int(first), column] = int(last)
            kept = kept[-_KEPT:]
    return found


def _column_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _fill_down(
    cells: list[str],
    number: int,
    merged: dict[tuple[int, int], int],
    running: dict[int, tuple[int, str]],
) -> None:
    """Write the value of a cell that is merged downwards into the rows that it spans."""
    for column, (last, value) in list(running.items()):
        if number > last:
            del running[column]
        elif column >= len(cells) or not cells[column]:
            cells.extend("" for _ in range(column + 1 - len(cells)))
            cells[column] = value
    for column, value in enumerate(cells):
        last = merged.get((number, column), 0)
        if last and 0 < len(value) <= _LONGEST_MERGED:
            running[column] = (last, value)


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
