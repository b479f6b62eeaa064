"""Writes tables as an Excel workbook: one sheet each, text as text and never a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from components.table import Table

# No workbook of the same tables differs from another: zip begins its calendar here.
EPOCH = (1980, 1, 1, 0, 0, 0)
_MOST = 1_048_575  # rows below the header that a sheet can have
_LONGEST = 32_767  # characters of a cell
_WIDEST, _WIDTH = 60, 1.9  # characters of a column; a Chinese one is as wide as two digits
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_workbook(tables: Iterable[Table]) -> bytes:
    """Write tables as XLSX; the same tables give the same bytes.

    A text that begins like a formula is stored as text, with the mark by which Excel keeps it
    so when the cell is edited.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(_title(table.title))
        sheet.freeze_panes = "A2"
        for column, width in enumerate(_widths(table)):
            sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]].width = width
        for row in _rows(table, sheet):
            sheet.append(row)
    if not book.worksheets:
        book.create_sheet()
    file = io.BytesIO()
    book.save(file)
    return _remove_dates(file.getvalue())


def _rows(table: Table, sheet: Any) -> Iterator[list[Any]]:
    yield [_text(column.title, sheet) for column in table.columns]
    for row in table.rows[:_MOST]:
        yield [_text(cell.text, sheet) if cell.value is None else cell.value for cell in row]


def _text(text: str, sheet: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    cell = WriteOnlyCell(sheet, "")
    cell.value = _NOT_XML.sub("\ufffd", text)[:_LONGEST]
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    cell.quotePrefix = True
    return cell


def _widths(table: Table) -> Iterator[float]:
    for i, column in enumerate(table.columns):
        longest = max((len(row[i].text) for row in table.rows[:200]), default=0)
        yield min(_WIDEST, 4 + _WIDTH * max(len(column.title), longest))


def _title(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "-"


def _remove_dates(book: bytes) -> bytes:
    """Take the time of writing out of a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            data = old.read(name)
            if name == "docProps/core.xml":
                stamp = datetime(*EPOCH).isoformat() + "Z"
                data = _STAMP.sub(rb"\g<1>" + stamp.encode(), data)
            add(new, name, data)
    return file.getvalue()


def add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Put a file into a zip, without a time and readable by all."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same on every machine
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)
