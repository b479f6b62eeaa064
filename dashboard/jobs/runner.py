"""Runs one job: gives its task what it needs, records its progress and how it ended.

The function runs in the main thread; another thread renews the lease, so that a long step
without progress is not taken for death. A job that its reader cancelled stops at its next
progress; one that does not come to it, or takes longer than a job may, ends with its process,
which the supervisor starts anew.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from components import failures
from dashboard.jobs import queue
from dashboard.library import full_disk
from dashboard.library.access import Workspace
from dashboard.library.errors import LibraryError, NotFoundError, StoreError
from dashboard.library.store import Store

BEAT = 3.0  # seconds between signs of life
_WRITTEN = 0.2  # seconds between two progresses that are written
_GRACE = 10.0  # seconds a cancelled job has to come to its next progress
ENDED_BY_CLOCK = 75  # exit code of a worker that gave up its job with itself

_log = logging.getLogger("wenmai")


class JobStoppedError(Exception):
    """The job must stop here: it was cancelled, or another worker has it now."""


@dataclass
class RunningJob:
    """A job at work.

    Attributes:
        store: the library.
        job: what is to be done.
        worker: who does it.
    """

    store: Store
    job: queue.Job
    worker: str
    _verdict: str = "go_on"
    _written: float = field(default=0.0)

    @property
    def workspace(self) -> Workspace:
        """Where the job works, for whoever asked: it finds what that reader would find."""
        return Workspace(self.store, self.job.actor, self.job.workspace_id)

    def tell_progress(self, done: int, total: int, message: str = "", **fields: Any) -> None:
        """Report how far the job is; raise JobStoppedError if it must stop.

        Args:
            done: units of work behind it.
            total: units in all.
            message: what it is at, as a code that pages translate.
            **fields: fill the sentence of the message.

        Raises:
            JobStoppedError: the reader cancelled, or the job was taken back.
        """
        if time.monotonic() - self._written >= _WRITTEN or done == total:
            self._verdict = queue.write_progress(
                self.store,
                self.job.id,
                self.worker,
                done=done,
                total=total,
                message=message,
                fields=fields,
            )
            self._written = time.monotonic()
        if self._verdict != "go_on":
            raise JobStoppedError(self._verdict)

    def take_note(self, verdict: str) -> None:
        """Take note of what the heartbeat was told."""
        self._verdict = verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended well.

    Attributes:
        message: a code that pages translate.
        fields: fill its sentence; figures and names that the reader gave, no text.
        result_key: where its result is kept.
    """

    message: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    result_key: str | None = None


Task = Callable[[RunningJob], Outcome]


def run(
    store: Store, job: queue.Job, worker: str, doers: Mapping[str, Task], *, seconds: float
) -> None:
    """Run a job, and record how it ended.

    Args:
        store: the library.
        job: a job that this worker claimed.
        worker: the worker's name.
        doers: which function does which kind of job.
        seconds: how long one attempt may take.
    """
    work = RunningJob(store, job, worker)
    over = threading.Event()
    pulse = threading.Thread(target=_beat, args=(work, over, seconds), daemon=True)
    pulse.start()
    began = time.monotonic()
    try:
        _finish(work, doers[job.kind])
    finally:
        over.set()
        pulse.join()
    _log.info(
        "job %s %s attempt %d took %.1f s", job.kind, job.id, job.attempts, time.monotonic() - began
    )


def _finish(work: RunningJob, doer: Task) -> None:
    store, job, worker = work.store, work.job, work.worker
    try:
        outcome = doer(work)
    except JobStoppedError:
        queue.end(store, job.id, worker, "cancelled")
    except StoreError as error:
        if full_disk.is_full(error):  # another attempt would find it full again
            with full_disk.lend_room(store.data_dir):
                queue.end(store, job.id, worker, "failed", message="disk_full")
        else:
            queue.give_back(store, job.id, worker)  # the database may answer again
    except NotFoundError:
        queue.end(store, job.id, worker, "failed", message="gone")
    except LibraryError as error:
        queue.end(store, job.id, worker, "failed", **_describe_failure(error))
    except Exception as error:
        code = failures.report(error, where=f"job {job.kind}")
        queue.end(store, job.id, worker, "failed", message="error", fields={"code": code})
    else:
        queue.end(
            store,
            job.id,
            worker,
            "done",
            message=outcome.message,
            fields=outcome.fields,
            result_key=outcome.result_key,
        )


def _describe_failure(error: LibraryError) -> dict[str, Any]:
    figures = {k: v for k, v in vars(error).items() if isinstance(v, int | str)}
    return {"message": type(error).__name__, "fields": figures}


def _beat(work: RunningJob, over: threading.Event, seconds: float) -> None:
    """Renew the lease until the job is over; end the process where it cannot be stopped."""
    began, asked = time.monotonic(), None
    while not over.wait(BEAT):
        try:
            verdict = queue.renew_lease(work.store, work.job.id, work.worker)
        except StoreError:
            continue  # the lease is longer than one beat
        work.take_note(verdict)
        if verdict == "go_on" and time.monotonic() - began < seconds:
            continue
        if verdict == "go_on":
            _give_up(work, "failed", "too_slow")
        asked = asked or time.monotonic()
        if verdict == "lost" or time.monotonic() - asked > _GRACE:
            _give_up(work, "cancelled")


def _give_up(work: RunningJob, state: Literal["failed", "cancelled"], message: str = "") -> None:
    """Record the end of the job, if the database answers, and end this process."""
    with suppress(StoreError):
        queue.end(work.store, work.job.id, work.worker, state, message=message)
    os._exit(ENDED_BY_CLOCK)
