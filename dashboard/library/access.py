"""Decides who may read or change a workspace; the only place that does."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, select, update
from sqlalchemy.orm import Session

from dashboard.library.actors import Actor
from dashboard.library.errors import NotFoundError
from dashboard.library.models import Workspace, now
from dashboard.library.values import keepable


def belongs_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on workspaces that an actor may open."""
    if actor.kind == "local":
        return Workspace.local.is_(True)
    if actor.kind == "link" and actor.key:
        return Workspace.token_hash == actor.key
    if actor.kind == "person" and actor.key:
        return Workspace.owner == actor.key
    return false()


def readable_workspace(session: Session, actor: Actor, workspace: str) -> Workspace:
    """Return a workspace to read from.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    own = Workspace.id == keepable(workspace)
    found = session.scalar(select(Workspace).where(own, belongs_to(actor)))
    if found is None:
        raise NotFoundError
    return found


def writable_workspace(session: Session, actor: Actor, workspace: str) -> Workspace:
    """Return a workspace to write to, its version one higher; other writers of it wait.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    own = Workspace.id == keepable(workspace)
    touched = (
        update(Workspace)
        .where(own, belongs_to(actor))
        .values(version=Workspace.version + 1, last_used=now())
        .returning(Workspace.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(touched) is None:
        raise NotFoundError
    found = session.get(Workspace, keepable(workspace), populate_existing=True)
    if found is None:
        raise NotFoundError
    return found
