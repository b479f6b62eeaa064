"""Workspaces: creating, entering, adopting and deleting them; only the actor's own are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, cast, func, select, true, update
from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session

from dashboard.library import audit
from dashboard.library.access import (
    OpenWorkspace,
    Workspace,
    belongs_to,
    readable_workspace,
    reads_workspace,
    writes_workspace,
)
from dashboard.library.actors import Actor, hash_of_token, new_token
from dashboard.library.errors import NotFoundError
from dashboard.library.models import (
    ArticleRow,
    JobRow,
    LexiconRow,
    Original,
    Result,
    Share,
    WorkspaceRow,
    now,
)
from dashboard.library.store import reads, writes
from dashboard.library.values import MAX_NAME, keepable

_ADDING = 0x77656E6D6169  # names the lock under which PostgreSQL's sums are taken


@dataclass(frozen=True, slots=True)
class WorkspaceInfo:
    """What is known of a workspace.

    Attributes:
        id: names it in every other verb.
        name: as the reader called it; may be empty.
        version: grows with every write; equal versions hold the same.
        seeded: the sample was put in once; until then the caller should.
        created, last_used: UTC.
    """

    id: str
    name: str
    version: int
    seeded: bool
    created: datetime
    last_used: datetime


@dataclass(frozen=True, slots=True)
class Created:
    """A new workspace.

    Attributes:
        token: the secret of its address, given this once; None where it belongs to a person
            or to the machine.
    """

    workspace: WorkspaceInfo
    token: str | None


@dataclass(frozen=True, slots=True)
class Usage:
    """How much a workspace holds.

    Attributes:
        articles: the bin included.
        binned: those in the bin.
        originals: files kept.
        bytes: originals, texts, results, shares and own words together.
    """

    articles: int
    binned: int
    originals: int
    bytes: int


@writes
def create(session: Session, actor: Actor, *, name: str = "") -> Created:
    """Make a workspace: a person's own, this machine's (once), or one with an address."""
    if actor.kind == "local":
        return Created(_info(_local(session)), None)
    row = WorkspaceRow(name=_short(name))
    token = None
    if actor.kind == "person":
        row.owner = actor.key
    else:
        token = new_token()
        row.token_hash = hash_of_token(token)
    session.add(row)
    session.flush()
    return Created(_info(row), token)


@writes
def enter(session: Session, actor: Actor, *, which: str | None = None) -> WorkspaceInfo:
    """Return the workspace an actor comes back to, the last used one; note that it is used.

    The local reader and a person get a first one if they have none.

    Args:
        session: the transaction.
        actor: who comes.
        which: one of the actor's workspaces instead of the last used one.

    Raises:
        NotFoundError: no workspace has this address, it is not the actor's, or nobody asks.
    """
    if actor.kind == "local" and which is None:
        return _info(_local(session))
    latest = select(WorkspaceRow).where(belongs_to(actor)).order_by(WorkspaceRow.last_used.desc())
    if which is not None:
        latest = latest.where(WorkspaceRow.id == keepable(which))
    row = session.scalars(latest.limit(1)).first()
    if row is None and actor.kind == "person" and which is None:
        row = WorkspaceRow(owner=actor.key)
        session.add(row)
    if row is None:
        raise NotFoundError
    row.last_used = _after_all_others(session, actor, row)
    session.flush()
    return _info(row)


@reads_workspace
def get(home: OpenWorkspace) -> WorkspaceInfo:
    """Return what is known of a workspace.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    return _info(home.row)


@reads
def list_own(session: Session, actor: Actor) -> tuple[WorkspaceInfo, ...]:
    """Return the workspaces of an actor, the last used first; of nobody else."""
    own = select(WorkspaceRow).where(belongs_to(actor))
    rows = session.scalars(own.order_by(WorkspaceRow.last_used.desc(), WorkspaceRow.id))
    return tuple(_info(row) for row in rows)


@writes
def adopt(session: Session, actor: Actor, token: str) -> WorkspaceInfo:
    """Give the workspace of an address to a person; the address then opens nothing.

    Work that waits or runs there goes on in the person's name. Of several who try at once
    the first one gets it.

    Raises:
        NotFoundError: no workspace has this address, or who asks has not signed in.
    """
    if actor.kind != "person":
        raise NotFoundError
    known = hash_of_token(token)
    taken = (
        update(WorkspaceRow)
        .where(WorkspaceRow.token_hash == known, WorkspaceRow.owner.is_(None))
        .values(owner=actor.key, token_hash=None, version=WorkspaceRow.version + 1, last_used=now())
        .returning(WorkspaceRow.id)
        .execution_options(synchronize_session=False)
    )
    own = session.scalar(taken)
    if own is None:
        raise NotFoundError
    session.execute(
        update(JobRow)
        .where(JobRow.workspace_id == own, JobRow.actor == known)
        .values(actor=actor.key, actor_kind=actor.kind)
    )
    audit.write(session, actor, "workspace.adopt", subject=own, workspace=own)
    return _info(readable_workspace(session, actor, own))


@writes_workspace
def change_key(home: OpenWorkspace) -> str:
    """Give a workspace a new address; return its secret, given this once.

    The old address opens nothing from then on. Work that waits or runs goes on under the new one.

    Raises:
        NotFoundError: there is none, it is not the actor's, or no address opens it.
    """
    if home.row.token_hash is None:
        raise NotFoundError
    token = new_token()
    old, home.row.token_hash = home.row.token_hash, hash_of_token(token)
    home.session.execute(
        update(JobRow)
        .where(JobRow.workspace_id == home.id, JobRow.actor == old)
        .values(actor=home.row.token_hash)
        .execution_options(synchronize_session=False)
    )
    audit.note(home, "workspace.new_key", subject=home.id)
    return token


def delete(workspace: Workspace) -> None:
    """Delete a workspace with all that is in it: articles, files, words, links, results, jobs.

    What lay in SQLite's log is overwritten as well, as soon as nobody reads there.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    _delete(workspace)
    workspace.store.empty_log()


@writes_workspace
def _delete(home: OpenWorkspace) -> None:
    held = measure_usage(home.session, home.id)
    audit.note(home, "workspace.delete", subject=home.id, articles=held.articles, bytes=held.bytes)
    home.session.flush()
    home.session.execute(
        delete_rows(WorkspaceRow)
        .where(WorkspaceRow.id == home.id)
        .execution_options(synchronize_session=False)
    )


@reads_workspace
def usage(home: OpenWorkspace) -> Usage:
    """Return how much a workspace holds."""
    return measure_usage(home.session, home.id)


def measure_usage(session: Session, workspace_id: str) -> Usage:
    """Count what a workspace holds, in the current transaction."""
    n_articles, n_binned = session.execute(
        select(func.count(), func.count(ArticleRow.removed)).where(
            ArticleRow.workspace_id == workspace_id
        )
    ).one()
    n_files = session.scalar(select(func.count()).where(Original.workspace_id == workspace_id))
    size = sum(int(session.scalar(part) or 0) for part in _list_sums(session, workspace_id))
    return Usage(int(n_articles), int(n_binned), int(n_files or 0), size)


def _list_sums(session: Session, workspace_id: str | None) -> tuple[Select[Any], ...]:
    """Return the queries of what counts as kept, in one workspace or in all."""
    parts = (
        (ArticleRow.workspace_id, ArticleRow.size),
        (Original.workspace_id, Original.size),
        (Result.workspace_id, Result.size),
        (Share.workspace_id, Share.snapshot_bytes + Share.report_bytes),
        (LexiconRow.workspace_id, _bytes_of_words(session)),
    )
    return tuple(
        select(func.sum(size)).where(true() if workspace_id is None else own == workspace_id)
        for own, size in parts
    )


def measure_library(session: Session, *, enough: int = 0) -> int:
    """Return the bytes that all workspaces have in the database, its free room left out.

    PostgreSQL does not tell how much of its files is free: what is kept is summed up there, while
    others who add wait until this transaction has ended. Whoever would do with `enough` is told
    the size of the files where that is no more.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        pages, free, size = (
            int(connection.exec_driver_sql(f"PRAGMA {what}").scalar_one())
            for what in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size
    query = "SELECT pg_database_size(current_database())"
    files = int(connection.exec_driver_sql(query).scalar_one())
    if files <= enough:
        return files
    session.execute(select(func.pg_advisory_xact_lock(_ADDING)))
    return sum(int(session.scalar(part) or 0) for part in _list_sums(session, None))


def _bytes_of_words(session: Session) -> ColumnElement[int]:
    """Measure text in bytes: SQLite counts characters unless they are cast to bytes."""
    if session.get_bind().dialect.name == "sqlite":
        return func.length(cast(LexiconRow.text, LargeBinary))
    return func.octet_length(LexiconRow.text)


def _local(session: Session) -> WorkspaceRow:
    row = session.scalar(select(WorkspaceRow).where(WorkspaceRow.local.is_(True)))
    if row is None:
        row = WorkspaceRow(local=True)
        session.add(row)
        session.flush()
    row.last_used = max(now(), row.last_used)
    return row


def _after_all_others(session: Session, actor: Actor, row: WorkspaceRow) -> datetime:
    """Return when a workspace is used last that is entered now, whatever the clock says."""
    others = select(func.max(WorkspaceRow.last_used)).where(
        belongs_to(actor), WorkspaceRow.id != row.id
    )
    newest = session.scalar(others)
    own = max(now(), row.last_used or now())
    return own if newest is None else max(own, newest + timedelta(microseconds=1))


def _short(name: str) -> str:
    return keepable(name).strip()[:MAX_NAME]


def _info(row: WorkspaceRow) -> WorkspaceInfo:
    return WorkspaceInfo(row.id, row.name, row.version, row.seeded, row.created, row.last_used)
