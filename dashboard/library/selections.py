"""Selections: filters with a name, so that a reader can come back to the same articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.library import codec
from dashboard.library.access import readable_workspace, writable_workspace
from dashboard.library.actors import Actor
from dashboard.library.errors import NameTakenError, NotFoundError
from dashboard.library.filters import Filter
from dashboard.library.models import SelectionRow, now
from dashboard.library.store import reads, writes
from dashboard.library.values import keepable
from dashboard.library.values import name as own_name


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter with a name."""

    name: str
    where: Filter
    saved: datetime


@reads
def list_selections(session: Session, actor: Actor, workspace: str) -> tuple[Selection, ...]:
    """Return the selections of a workspace by name."""
    home = readable_workspace(session, actor, workspace)
    rows = session.scalars(select(SelectionRow).where(SelectionRow.workspace_id == home.id))
    return tuple(sorted((_selection(row) for row in rows), key=lambda s: s.name))


@reads
def get(session: Session, actor: Actor, workspace: str, name: str) -> Selection:
    """Return the selection of that name."""
    return _selection(_row(session, readable_workspace(session, actor, workspace).id, name))


@writes
def save(session: Session, actor: Actor, workspace: str, name: str, where: Filter) -> Selection:
    """Keep a filter under a name; one that is there under it is replaced.

    Raises:
        InvalidValueError: the name is empty or too long.
    """
    home = writable_workspace(session, actor, workspace)
    own = own_name(name)
    row = _found(session, home.id, own)
    if row is None:
        row = SelectionRow(workspace_id=home.id, name=own)
        session.add(row)
    row.where, row.saved = codec.to_json(where), now()
    session.flush()
    return _selection(row)


@writes
def rename(session: Session, actor: Actor, workspace: str, name: str, new: str) -> Selection:
    """Call a selection something else.

    Raises:
        NameTakenError: there is another selection of that name.
        InvalidValueError: the name is empty or too long.
    """
    home = writable_workspace(session, actor, workspace)
    row, own = _row(session, home.id, name), own_name(new)
    other = _found(session, home.id, own)
    if other is not None and other is not row:
        raise NameTakenError
    row.name = own
    return _selection(row)


@writes
def delete(session: Session, actor: Actor, workspace: str, name: str) -> None:
    """Forget a selection; its articles stay."""
    home = writable_workspace(session, actor, workspace)
    session.delete(_row(session, home.id, name))


def _found(session: Session, workspace_id: str, name: str) -> SelectionRow | None:
    return session.scalar(
        select(SelectionRow).where(
            SelectionRow.workspace_id == workspace_id, SelectionRow.name == keepable(name)
        )
    )


def _row(session: Session, workspace_id: str, name: str) -> SelectionRow:
    row = _found(session, workspace_id, name)
    if row is None:
        raise NotFoundError
    return row


def _selection(row: SelectionRow) -> Selection:
    return Selection(row.name, codec.from_json(Filter, row.where), row.saved)
