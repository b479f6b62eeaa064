"""Stores the titles, notes and sources that a reader gives charts in place of the usual ones."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, delete, func, select

from dashboard.library.access import OpenWorkspace, reads_workspace, writes_unversioned
from dashboard.library.models import PrintedLineRow
from dashboard.library.values import keepable
from dashboard.pipeline import OwnLine, PrintedLine

MOST_KEPT = 500  # lines of a workspace; the oldest go
LONGEST = 4_000  # characters of a line


@reads_workspace
def load(home: OpenWorkspace) -> tuple[OwnLine, ...]:
    """Return the own lines of a workspace, the oldest first."""
    wanted = select(PrintedLineRow).where(PrintedLineRow.workspace_id == home.id)
    rows = home.session.scalars(wanted.order_by(PrintedLineRow.saved, PrintedLineRow.chart))
    return tuple(
        OwnLine(row.chart, cast("PrintedLine", row.line), row.shown, row.usual, row.text)
        for row in rows
    )


@writes_unversioned
def keep(home: OpenWorkspace, line: OwnLine) -> None:
    """Keep a line in place of the one that stood for the same usual line."""
    home.session.execute(delete(PrintedLineRow).where(*_same(home, line)))
    home.session.add(
        PrintedLineRow(
            workspace_id=home.id, chart=keepable(line.chart)[:200], line=line.line,
            usual=line.usual, shown=line.shown, text=keepable(line.text)[:LONGEST],
        )
    )  # fmt: skip
    home.session.flush()
    _drop_oldest(home)


@writes_unversioned
def forget(home: OpenWorkspace, line: OwnLine) -> None:
    """Let the usual line stand again."""
    home.session.execute(delete(PrintedLineRow).where(*_same(home, line)))


def _same(home: OpenWorkspace, line: OwnLine) -> tuple[ColumnElement[bool], ...]:
    return (
        PrintedLineRow.workspace_id == home.id,
        PrintedLineRow.chart == keepable(line.chart)[:200],
        PrintedLineRow.line == line.line,
        PrintedLineRow.usual == line.usual,
    )


def _drop_oldest(home: OpenWorkspace) -> None:
    own = PrintedLineRow.workspace_id == home.id
    many = (home.session.scalar(select(func.count()).where(own)) or 0) - MOST_KEPT
    if many > 0:
        for row in home.session.scalars(
            select(PrintedLineRow).where(own).order_by(PrintedLineRow.saved).limit(many)
        ):
            home.session.delete(row)
