"""Deletes what is past its time: the bin, shares, results, idle workspaces, audit notes.

Whatever is deleted goes with all that hangs on it, files and snapshots included. Run by
`wenmai care`, once a day or so, and by the worker.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from dashboard.library.leftovers import remove_leftovers
from dashboard.library.models import (
    ArticleRow,
    Audit,
    Base,
    JobRow,
    Original,
    Result,
    Share,
    WorkspaceRow,
    now,
)
from dashboard.library.store import Store
from dashboard.settings import Settings

_WORTH_A_VACUUM = 0.25
SHARES_KEPT = timedelta(days=7)  # so long an expired one can be extended, a revoked one is listed
_JOBS_KEPT = timedelta(days=2)  # so that a reader who comes back sees what became of them


@dataclass(frozen=True, slots=True)
class Deletions:
    """How many of each went.

    Attributes:
        articles: out of the bin.
        originals: files that no article was read from any more.
        shares: that expired or were revoked seven days ago.
        results: not asked for.
        jobs: that ended two days ago.
        workspaces: hosted, without owner, not opened.
        notes: of the audit.
        files: left behind by something that was interrupted, or put aside long ago by a restore.
    """

    articles: int
    originals: int
    shares: int
    results: int
    jobs: int
    workspaces: int
    notes: int
    files: int

    def as_json(self) -> dict[str, int]:
        """Return the figures by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def delete_expired(
    store: Store,
    chosen: Settings,
    *,
    at: datetime | None = None,
    room: Literal["give_back", "keep"] = "give_back",
) -> Deletions:
    """Delete what is past its time, and release the space.

    Args:
        store: the library.
        chosen: how long things are kept.
        at: the time it is; now by default.
        room: whether the file of SQLite may be written anew, without the room of what went:
            nobody else can write meanwhile. Done only where a quarter of it is free.

    Raises:
        StoreError: the database did not answer.
    """
    moment = at or now()
    cared = store.transact(lambda session: _let_go(session, chosen, moment, store.data_dir))
    if any(cared.as_json().values()):
        store.transact(lambda session: _note(session, cared))
    _tidy_up(store, room)
    return cared


def _let_go(session: Session, chosen: Settings, at: datetime, data_dir: Path) -> Deletions:
    def since(days: int) -> datetime | None:
        return at - timedelta(days=days) if days else None

    workspaces = _idle_workspaces(session, since(chosen.idle_days))
    articles = _older(session, ArticleRow, ArticleRow.removed, since(chosen.bin_days))
    return Deletions(
        articles=articles,
        originals=_orphans(session, at),
        shares=_delete_ended_shares(session, at - SHARES_KEPT),
        results=_older(session, Result, Result.last_used, since(chosen.result_days)),
        jobs=_older(session, JobRow, JobRow.finished, at - _JOBS_KEPT),
        workspaces=workspaces,
        notes=_older(session, Audit, Audit.at, since(chosen.audit_days)),
        files=remove_leftovers(data_dir, copies_days=chosen.bin_days),
    )


def _note(session: Session, cared: Deletions) -> None:
    session.add(Audit(actor="care", action="care", subject="", details=cared.as_json()))


def _older(session: Session, kind: type[Base], moment: Any, since: datetime | None) -> int:
    return _delete(session, kind, moment < since) if since else 0


def _idle_workspaces(session: Session, since: datetime | None) -> int:
    if since is None:
        return 0
    idle = and_(
        WorkspaceRow.owner.is_(None), WorkspaceRow.local.is_(False), WorkspaceRow.last_used < since
    )
    return _delete(session, WorkspaceRow, idle)


def _delete_ended_shares(session: Session, since: datetime) -> int:
    return _delete(session, Share, or_(Share.expires < since, Share.revoked < since))


def _orphans(session: Session, at: datetime) -> int:
    """Files without an article; one that is being read, or waits for that, has none yet."""
    read_from = exists(select(ArticleRow.id).where(ArticleRow.original_id == Original.id))
    settled = Original.received < at - timedelta(days=1)
    live = select(JobRow.payload).where(JobRow.state.in_(("queued", "running")))
    awaited = {file["original"] for job in session.scalars(live) for file in job.get("files", ())}
    free = Original.id.not_in(awaited)
    return _delete(session, Original, and_(settled, ~read_from, free))


def _delete(session: Session, kind: type[Base], which: ColumnElement[bool]) -> int:
    done = session.execute(
        delete(kind).where(which), execution_options={"synchronize_session": False}
    )
    return int(getattr(done, "rowcount", 0))


def _tidy_up(store: Store, room: Literal["give_back", "keep"]) -> None:
    """Make SQLite release the space of deleted rows; PostgreSQL does so by itself."""
    if store.engine.dialect.name != "sqlite":
        return
    raw = store.engine.raw_connection()
    try:
        cursor: Any = raw.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        free = cursor.execute("PRAGMA freelist_count").fetchone()[0]
        if room == "give_back" and free >= _WORTH_A_VACUUM * pages > 0:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA optimize")
    except sqlite3.OperationalError:
        pass  # somebody writes for long; the next time will do
    finally:
        raw.close()
    store.empty_log()
