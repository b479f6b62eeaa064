"""The handle of a workspace, and who may read or change it; the only place that decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, case, false, select, update
from sqlalchemy.orm import Session

from dashboard.library.actors import Actor
from dashboard.library.errors import NotFoundError
from dashboard.library.models import WorkspaceRow, now
from dashboard.library.store import Store
from dashboard.library.values import keepable

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace and who uses it: the first argument of the library's functions.

    Anybody may make one, with any id: each function looks anew whether the actor may.

    Attributes:
        store: the library.
        actor: who asks.
        id: which workspace.
    """

    store: Store
    actor: Actor
    id: str


@dataclass(frozen=True, slots=True)
class OpenWorkspace:
    """A workspace inside one transaction, for an actor who is allowed to use it.

    Attributes:
        session: the transaction.
        actor: who asks.
        row: what the database keeps of the workspace.
    """

    session: Session
    actor: Actor
    row: WorkspaceRow

    @property
    def id(self) -> str:
        """Names the workspace."""
        return self.row.id


Work = Callable[Concatenate[OpenWorkspace, P], R]
Verb = Callable[Concatenate[Workspace, P], R]


def reads_workspace(work: Work[P, R]) -> Verb[P, R]:
    """Make a function that only reads an open workspace take a `Workspace`.

    What comes of it raises `NotFoundError` where there is no such workspace for the actor, as
    with the other two.
    """
    return _verb(work, readable_workspace, write=False)


def writes_workspace(work: Work[P, R]) -> Verb[P, R]:
    """Make a function that changes an open workspace, and its version, take a `Workspace`."""
    return _verb(work, writable_workspace, write=True)


def writes_unversioned(work: Work[P, R]) -> Verb[P, R]:
    """Make a function that writes without raising the workspace's version take a `Workspace`.

    Such are jobs, results and the state of a link: pages that show articles stay as they are.
    """
    return _verb(work, readable_workspace, write=True)


def belongs_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on workspaces that an actor may open."""
    if actor.kind == "local":
        return WorkspaceRow.local.is_(True)
    if actor.kind == "link" and actor.key:
        return WorkspaceRow.token_hash == actor.key
    if actor.kind == "person" and actor.key:
        return WorkspaceRow.owner == actor.key
    return false()


def readable_workspace(session: Session, actor: Actor, workspace: str) -> WorkspaceRow:
    """Return a workspace to read from.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    own = WorkspaceRow.id == keepable(workspace)
    found = session.scalar(select(WorkspaceRow).where(own, belongs_to(actor)))
    if found is None:
        raise NotFoundError
    return found


def writable_workspace(session: Session, actor: Actor, workspace: str) -> WorkspaceRow:
    """Return a workspace to write to, its version one higher; other writers of it wait.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    own = WorkspaceRow.id == keepable(workspace)
    touched = (
        update(WorkspaceRow)
        .where(own, belongs_to(actor))
        .values(version=WorkspaceRow.version + 1, last_used=_later(now()))
        .returning(WorkspaceRow.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(touched) is None:
        raise NotFoundError
    found = session.get(WorkspaceRow, keepable(workspace), populate_existing=True)
    if found is None:
        raise NotFoundError
    return found


def _later(moment: datetime) -> ColumnElement[datetime]:
    """Return when a workspace is used last, now that it is used; never before it was used.

    A clock that was put back for a while would make it idle, or its bin old, once it is right.
    """
    return case((WorkspaceRow.last_used > moment, WorkspaceRow.last_used), else_=moment)


def _verb(
    work: Work[P, R],
    find_row: Callable[[Session, Actor, str], WorkspaceRow],
    *,
    write: bool,
) -> Verb[P, R]:
    @wraps(work)
    def verb(workspace: Workspace, /, *args: P.args, **kwargs: P.kwargs) -> R:
        def act(session: Session) -> R:
            row = find_row(session, workspace.actor, workspace.id)
            return work(OpenWorkspace(session, workspace.actor, row), *args, **kwargs)

        return workspace.store.transact(act, write=write)

    return verb
