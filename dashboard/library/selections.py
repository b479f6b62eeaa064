"""Selections: filters with a name, so that a reader can come back to the same articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from components.text import from_plain, to_plain
from dashboard.library.access import OpenWorkspace, reads_workspace, writes_workspace
from dashboard.library.errors import NameTakenError, NotFoundError
from dashboard.library.filters import Filter
from dashboard.library.models import SelectionRow, now
from dashboard.library.values import keepable
from dashboard.library.values import name as own_name


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter with a name."""

    name: str
    where: Filter
    saved: datetime


@reads_workspace
def list_selections(home: OpenWorkspace) -> tuple[Selection, ...]:
    """Return the selections of a workspace by name."""
    rows = home.session.scalars(select(SelectionRow).where(SelectionRow.workspace_id == home.id))
    return tuple(sorted((_selection(row) for row in rows), key=lambda s: s.name))


@reads_workspace
def get(home: OpenWorkspace, name: str) -> Selection:
    """Return the selection of that name."""
    return _selection(_row(home.session, home.id, name))


@writes_workspace
def save(home: OpenWorkspace, name: str, where: Filter) -> Selection:
    """Keep a filter under a name; one that is there under it is replaced.

    Raises:
        InvalidValueError: the name is empty or too long.
    """
    own = own_name(name)
    row = _find(home.session, home.id, own)
    if row is None:
        row = SelectionRow(workspace_id=home.id, name=own)
        home.session.add(row)
    row.where, row.saved = to_plain(where), now()
    home.session.flush()
    return _selection(row)


@writes_workspace
def rename(home: OpenWorkspace, name: str, new: str) -> Selection:
    """Call a selection something else.

    Raises:
        NameTakenError: there is another selection of that name.
        InvalidValueError: the name is empty or too long.
    """
    row, own = _row(home.session, home.id, name), own_name(new)
    other = _find(home.session, home.id, own)
    if other is not None and other is not row:
        raise NameTakenError
    row.name = own
    return _selection(row)


@writes_workspace
def delete(home: OpenWorkspace, name: str) -> None:
    """Forget a selection; its articles stay."""
    home.session.delete(_row(home.session, home.id, name))


def _find(session: Session, workspace_id: str, name: str) -> SelectionRow | None:
    return session.scalar(
        select(SelectionRow).where(
            SelectionRow.workspace_id == workspace_id, SelectionRow.name == keepable(name)
        )
    )


def _row(session: Session, workspace_id: str, name: str) -> SelectionRow:
    row = _find(session, workspace_id, name)
    if row is None:
        raise NotFoundError
    return row


def _selection(row: SelectionRow) -> Selection:
    return Selection(row.name, from_plain(row.where, Filter), row.saved)
