"""Records every share and every deletion: who, when, what; never any text."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dashboard.library.access import OpenWorkspace
from dashboard.library.actors import Actor
from dashboard.library.models import Audit


def note(home: OpenWorkspace, action: str, *, subject: str, **figures: int) -> None:
    """Record in the current transaction what an actor does in a workspace; see `write`."""
    write(home.session, home.actor, action, subject=subject, workspace=home.id, **figures)


def write(
    session: Session, actor: Actor, action: str, *, subject: str, workspace: str, **figures: int
) -> None:
    """Record in the current transaction what an actor does.

    Args:
        session: the transaction; what is undone was not done.
        actor: who does it; the first 16 digits of the key are kept.
        action: `share.create`, `workspace.adopt`, ….
        subject: the id of what it is done to.
        workspace: where.
        **figures: counts worth keeping.
    """
    who = f"{actor.kind}:{actor.key[:16]}" if actor.key else actor.kind
    details: dict[str, Any] = dict(figures)
    session.add(
        Audit(actor=who, action=action, subject=subject, workspace_id=workspace, details=details)
    )
