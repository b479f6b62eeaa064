"""Defines tables for people, which pages, reports and files show alike."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import dataclass, replace

from components.cells import disarm_cell
from components.i18n import number, t
from components.theme import SIGNS


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table.

    Attributes:
        content: a text, a number, or None where there is no number.
        digits: decimals with which a number is written.
        percent: whether a number is a share, written as whole per cents.
        key: the evidence that the cell opens, if any.
        kind: PER, LOC or ORG for a name, which is shown with its sign.
    """

    content: str | float | None
    digits: int = 0
    percent: bool = False
    key: str = ""
    kind: str = ""

    @property
    def value(self) -> float | None:
        """The number, for sorting and for files; None for text."""
        return None if isinstance(self.content, str) else self.content

    @property
    def text(self) -> str:
        """The value as the language in use writes it."""
        if isinstance(self.content, str):
            return self.content
        if self.content is None:
            return ""
        if self.percent:
            return f"{100 * self.content:.0f}%"
        return number(self.content, digits=self.digits)

    @property
    def sign(self) -> str:
        """The shape that tells the kind."""
        return SIGNS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its title for people, whether it holds numbers."""

    name: str
    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their titles; `total` also counts the rows beyond those given.

    Attributes:
        name: names the file to download.
        title: what stands above it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def size(self) -> str:
        """All rows there are, as a number to read."""
        return number(self.total)

    @property
    def note(self) -> str:
        """Say how many rows are not shown; empty when all are."""
        if self.total <= len(self.rows):
            return ""
        return t("report.rows_shown", shown=number(len(self.rows)), all=number(self.total))

    @property
    def csv_address(self) -> str:
        """The table as a `data:` address."""
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(to_csv(self)).decode()

    def select(self, *names: str) -> Table:
        """Return the table with these columns alone, in this order."""
        at = [[column.name for column in self.columns].index(name) for name in names]
        return replace(
            self,
            columns=tuple(self.columns[i] for i in at),
            rows=tuple(tuple(row[i] for i in at) for row in self.rows),
        )


def to_csv(table: Table) -> bytes:
    """Write a table as CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(disarm_cell(column.title) for column in table.columns)
    for row in table.rows:
        writer.writerow(
            disarm_cell(cell.text) if cell.value is None else f"{cell.value:.10g}" for cell in row
        )
    return file.getvalue().encode("utf-8-sig", "replace")
