"""Results of jobs, kept in the workspace they were made for and named by what went in."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from dashboard.library import models
from dashboard.library.access import seen
from dashboard.library.actors import Actor
from dashboard.library.models import now
from dashboard.library.store import reads, writes

_TOUCHED = timedelta(hours=6)  # a look at a result is noted so often, not at every rerun


@reads
def result(session: Session, actor: Actor, workspace_id: str, key: str) -> bytes | None:
    """Return a result, None where there is none; NotFound where the workspace is another's."""
    seen(session, actor, workspace_id)
    row = session.get(models.Result, (workspace_id, key))
    return None if row is None else row.data


@writes
def keep(
    session: Session, actor: Actor, workspace_id: str, key: str, data: bytes, *, kind: str
) -> None:
    """Keep a result under the digest of all that went in; the same key is the same result."""
    seen(session, actor, workspace_id)
    if session.get(models.Result, (workspace_id, key)) is None:
        row = models.Result(
            workspace_id=workspace_id, key=key, kind=kind, data=data, size=len(data)
        )
        session.add(row)


@writes
def touch(session: Session, actor: Actor, workspace_id: str, keys: tuple[str, ...]) -> None:
    """Note that results were looked at, so that care lets them stay."""
    seen(session, actor, workspace_id)
    session.execute(
        update(models.Result)
        .where(
            models.Result.workspace_id == workspace_id,
            models.Result.key.in_(keys),
            models.Result.last_used < now() - _TOUCHED,
        )
        .values(last_used=now())
    )


@writes
def forget_unused(session: Session, *, days: int) -> int:
    """Delete the results that nobody looked at for so many days; return how many."""
    old = models.Result.last_used < now() - timedelta(days=days)
    gone = session.scalars(delete(models.Result).where(old).returning(models.Result.key))
    return len(gone.all())
