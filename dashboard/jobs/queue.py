"""The job queue: work waits in the library until a worker takes it.

A job is `queued`, then `running` under a lease that its worker renews, then `done`, `failed` or
`cancelled`. A lease that ran out means that the worker died: the job goes back into the queue,
three attempts at most. Whoever has the fewest jobs running is served first.

Readers ask with their workspace and find only its jobs. Workers are the program
itself and take no workspace; nothing of theirs is open to pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from dashboard.library import models
from dashboard.library.access import OpenWorkspace, reads_workspace, writes_unversioned
from dashboard.library.actors import Actor
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.models import now
from dashboard.library.store import reads, writes

JobState = Literal["queued", "running", "done", "failed", "cancelled"]
Verdict = Literal["go_on", "cancel", "lost"]
LIVE: tuple[JobState, ...] = ("queued", "running")

ATTEMPTS = 3
LEASE = timedelta(seconds=15)  # five heartbeats; a dead worker's job waits no longer


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work as its reader and its worker see it.

    Attributes:
        id: names it.
        workspace_id: whose it is.
        actor: who asked; its work finds what that reader would find.
        kind: names the function that does it.
        payload: what that function is told.
        state: where it stands.
        done: units of work behind it.
        total: units in all; 0 while that is not known.
        message: what it is at or how it ended, as a code that pages translate.
        fields: fill the sentence of the message.
        attempts: how often it was begun.
        result_key: where its result is kept, once done.
        created: when it was asked for.
    """

    id: str
    workspace_id: str
    actor: Actor
    kind: str
    payload: Mapping[str, Any]
    state: JobState
    done: int
    total: int
    message: str
    fields: Mapping[str, Any]
    attempts: int
    result_key: str | None
    created: datetime

    @property
    def live(self) -> bool:
        """It waits or runs."""
        return self.state in LIVE


@writes_unversioned
def enqueue(
    home: OpenWorkspace,
    kind: str,
    payload: Mapping[str, Any],
    *,
    total: int = 0,
    most: int | None = None,
) -> Job:
    """Put work into the queue, unless the same work still waits or runs.

    Args:
        home: the workspace.
        kind: names the function that does it.
        payload: plain values that JSON holds; ids, never text.
        total: units of work, where that is known.
        most: jobs that may wait or run in the workspace at a time.

    Raises:
        NotFoundError: no such workspace for this actor.
        QuotaExceededError: too many jobs wait or run.
    """
    # Two that ask at the same moment queue here, so that neither passes the other's count.
    home.session.scalar(
        select(models.WorkspaceRow.id).where(models.WorkspaceRow.id == home.id).with_for_update()
    )
    live = home.session.scalars(
        select(models.JobRow).where(
            models.JobRow.workspace_id == home.id, models.JobRow.state.in_(LIVE)
        )
    ).all()
    for job in live:
        if job.kind == kind and job.payload == payload and not job.cancel:
            return _job(job)
    if most is not None and len(live) >= most:
        raise QuotaExceededError("jobs", limit=most, used=len(live), wanted=1)
    row = models.JobRow(
        workspace_id=home.id,
        actor=home.actor.key,
        actor_kind=home.actor.kind,
        kind=kind,
        payload=dict(payload),
        total=total,
    )
    home.session.add(row)
    home.session.flush()
    return _job(row)


@reads_workspace
def list_jobs(home: OpenWorkspace, *, kind: str | None = None) -> tuple[Job, ...]:
    """Return the jobs of a workspace, the newest first.

    Raises:
        NotFoundError: it is not the actor's.
    """
    query = select(models.JobRow).where(models.JobRow.workspace_id == home.id)
    if kind is not None:
        query = query.where(models.JobRow.kind == kind)
    rows = home.session.scalars(query.order_by(models.JobRow.created.desc(), models.JobRow.id))
    return tuple(_job(row) for row in rows)


@reads_workspace
def get_job(home: OpenWorkspace, job_id: str) -> Job:
    """Return a job as it is now; NotFoundError if it belongs to another workspace."""
    return _job(_get_row(home, job_id))


@writes_unversioned
def cancel(home: OpenWorkspace, job_id: str) -> Job:
    """Ask a job to stop: at once if it waits, at its next step if it runs."""
    row = _get_row(home, job_id)
    if row.state == "queued":
        row.state, row.finished = "cancelled", now()
    row.cancel = row.cancel or row.state == "running"
    return _job(row)


@writes_unversioned
def dismiss(home: OpenWorkspace, job_id: str) -> None:
    """Forget a job that has ended; a job that waits or runs stays."""
    row = _get_row(home, job_id)
    if row.state not in LIVE:
        home.session.delete(row)


@reads
def has_waiting(session: Session) -> bool:
    """Tell whether there is anything to claim: a job in the queue, or one whose worker died."""
    expired = and_(models.JobRow.state == "running", _has_expired())
    queued = models.JobRow.state == "queued"
    return session.scalar(select(models.JobRow.id).where(or_(queued, expired)).limit(1)) is not None


@writes
def claim(session: Session, worker: str) -> Job | None:
    """Give a worker the next job, or None where nothing waits.

    Args:
        session: of the library.
        worker: names the worker; a lease is renewed under this name alone.
    """
    _take_back(session)
    running = aliased(models.JobRow)
    load = (
        select(func.count())
        .where(running.workspace_id == models.JobRow.workspace_id, running.state == "running")
        .correlate(models.JobRow)
        .scalar_subquery()
    )
    # Two workers may look at the same moment: a row that another one holds is passed over.
    row = session.scalars(
        select(models.JobRow)
        .where(models.JobRow.state == "queued")
        .order_by(load, models.JobRow.created, models.JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.started = row.started or now()
    _renew(row)
    session.flush()
    return _job(row)


@writes
def renew_lease(session: Session, job_id: str, worker: str) -> Verdict:
    """Renew a worker's lease and tell it whether to go on.

    `lost` means that the job is no longer this worker's: it was taken back, or deleted with its
    workspace.
    """
    return _answer_renewal(_find_held(session, job_id, worker))


@writes
def write_progress(
    session: Session,
    job_id: str,
    worker: str,
    *,
    done: int,
    total: int,
    message: str = "",
    fields: Mapping[str, Any] | None = None,
) -> Verdict:
    """Write how far a job is, as `renew_lease` does."""
    row = _find_held(session, job_id, worker)
    if row is not None:
        row.done, row.total, row.message = done, total, message
        row.message_fields = dict(fields or {})
    return _answer_renewal(row)


@writes
def end(
    session: Session,
    job_id: str,
    worker: str,
    state: Literal["done", "failed", "cancelled"],
    *,
    message: str = "",
    fields: Mapping[str, Any] | None = None,
    result_key: str | None = None,
) -> None:
    """Write how a job ended, if it is still this worker's."""
    if row := _find_held(session, job_id, worker):
        row.state, row.finished, row.lease_until = state, now(), None
        row.message, row.message_fields = message, dict(fields or {})
        row.result_key = result_key
        row.done = row.total if state == "done" else row.done


@writes
def give_back(session: Session, job_id: str, worker: str) -> None:
    """Put a job back for another attempt, after an error that may pass."""
    if row := _find_held(session, job_id, worker):
        _release(row)


def _take_back(session: Session) -> None:
    """Queue the jobs whose worker gave no sign of life."""
    query = select(models.JobRow).where(models.JobRow.state == "running", _has_expired())
    for row in session.scalars(query.with_for_update(skip_locked=True)):
        _release(row)
    session.flush()


def _has_expired() -> ColumnElement[bool]:
    """Return the condition on leases that ran out, or that only a clock put back lets go on."""
    at = now()
    return or_(models.JobRow.lease_until < at, models.JobRow.lease_until > at + 2 * LEASE)


def _release(row: models.JobRow) -> None:
    row.worker = row.lease_until = None
    if row.cancel:
        row.state, row.finished = "cancelled", now()
    elif row.attempts >= ATTEMPTS:
        row.state, row.finished, row.message = "failed", now(), "worker_died"
        row.message_fields = {"attempts": row.attempts}
    else:
        row.state = "queued"


def _answer_renewal(row: models.JobRow | None) -> Verdict:
    if row is None:
        return "lost"
    _renew(row)
    return "cancel" if row.cancel else "go_on"


def _renew(row: models.JobRow) -> None:
    row.heartbeat = now()
    row.lease_until = row.heartbeat + LEASE


def _find_held(session: Session, job_id: str, worker: str) -> models.JobRow | None:
    row = session.get(models.JobRow, job_id, with_for_update=True)
    return row if row and row.worker == worker and row.state == "running" else None


def _get_row(home: OpenWorkspace, job_id: str) -> models.JobRow:
    row = home.session.get(models.JobRow, job_id)
    if row is None or row.workspace_id != home.id:
        raise NotFoundError
    return row


def _job(row: models.JobRow) -> Job:
    return Job(
        id=row.id,
        workspace_id=row.workspace_id,
        actor=Actor(row.actor_kind, row.actor),  # type: ignore[arg-type]
        kind=row.kind,
        payload=row.payload,
        state=row.state,  # type: ignore[arg-type]
        done=row.done,
        total=row.total,
        message=row.message,
        fields=row.message_fields,
        attempts=row.attempts,
        result_key=row.result_key,
        created=row.created,
    )
