"""Worker processes: each does one job at a time, and a supervisor keeps them running.

The dashboard supervises in a thread of its own (`ensure_workers`). `wenmai work` is a supervisor
in a process of its own, for a server with several dashboards. Workers end with the process that
started them, even when it was killed: the pipe they were given closes.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

from dashboard import logs
from dashboard.jobs import queue
from dashboard.jobs.runner import Task, run
from dashboard.library import connection
from dashboard.library.errors import StoreError
from dashboard.library.retention import delete_expired
from dashboard.library.store import Store
from dashboard.settings import settings

# Seconds between looks at an empty queue. A look costs 2 ms: right after a job ten a second, then
# fewer, so that a worker whom nobody needs takes no hundredth of a processor.
_IDLE, _LONG_IDLE, _IDLE_GROWTH = 0.1, 0.5, 1.05
_FAULT_PAUSE = 2.0
_CARE = 3600.0
_ROOM = 86_400.0  # seconds between times that a large library may be written anew
_NICE = 10  # pages come first
_RESTARTS = 0.5  # seconds before a worker that ended is started again
_LONGEST = 60.0  # the same, of one that ended each time at once
_SOON = 10.0  # seconds within which a worker that works does not end

_guard = threading.Lock()
_AFTER = 6.0  # seconds from the start of this process
_BEGUN = time.monotonic()
_timer: threading.Timer | None = None
_supervisor: threading.Thread | None = None


def ensure_workers() -> None:
    """Start the workers of this dashboard once, and again after they ended."""
    global _supervisor
    count = settings().job_workers
    with _guard:
        if count and (_supervisor is None or not _supervisor.is_alive()):
            _supervisor = threading.Thread(target=supervise, args=(count,), daemon=True)
            _supervisor.start()


def ensure_workers_later() -> None:
    """Start the workers once the first page has had its time: both would share the processors."""
    global _timer
    if time.monotonic() - _BEGUN >= _AFTER:
        ensure_workers()
        return
    with _guard:
        if _timer is None:
            _timer = threading.Timer(_AFTER, ensure_workers)
            _timer.daemon = True
            _timer.start()


def supervise(count: int, *, stop: threading.Event | None = None) -> None:
    """Keep workers running until told to stop, or until the standard input closes.

    Args:
        count: how many, at least one.
        stop: ends it.
    """
    stop = stop or threading.Event()
    posts = [WorkerSlot() for _ in range(count)]
    while not stop.wait(_RESTARTS):
        for post in posts:
            post.keep_up()
    for post in posts:
        post.leave()


def work(store: Store, doers: Mapping[str, Task], *, name: str, stop: threading.Event) -> None:
    """Take jobs and do them, one at a time, until told to stop.

    Args:
        store: the library.
        doers: which function does which kind of job.
        name: of this worker, unique among all.
        stop: ends it after the job at hand.
    """
    cared, tidied = -_CARE, time.monotonic()
    pause = _IDLE
    while not stop.is_set():
        try:
            job = queue.claim(store, name) if queue.has_waiting(store) else None
            if job is None and time.monotonic() - cared > _CARE:
                cared = time.monotonic()
                due = cared - tidied > _ROOM
                tidied = cared if due else tidied
                delete_expired(store, settings(), room="give_back" if due else "keep")
        except StoreError:
            stop.wait(_FAULT_PAUSE)
            continue
        if job is None:
            stop.wait(pause)
            pause = min(pause * _IDLE_GROWTH, _LONG_IDLE)
        else:
            pause = _IDLE
            run(store, job, name, doers, seconds=settings().job_seconds)


def main() -> None:
    """Be a worker."""
    stop = threading.Event()
    threading.Thread(target=_end_when_closed, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; the pipe tells us
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    logs.set_up(settings())
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)
    from dashboard.jobs.tasks import TASKS

    name = f"{socket.gethostname()}:{os.getpid()}"
    work(connection.get_store(), TASKS, name=name, stop=stop)


def _end_when_closed() -> None:
    """End this process when the one that started it is gone."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(0)


def start(environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a worker that ends with this process.

    Args:
        environment: what it is told beside this process's own environment.
    """
    # Not `python -m`: what is imported must be what the starter imported, wherever that was.
    code = (
        "import sys, json; sys.path[:] = json.loads(sys.argv.pop(1)); "
        "from dashboard.jobs.worker import main; main()"
    )
    path = json.dumps([place for place in sys.path if isinstance(place, str)])
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code, path],
        stdin=subprocess.PIPE,
        env={**_drop_secrets(os.environ), **(environment or {})},
    )


def _drop_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Leave out what only pages need, such as the secret that signs their cookies."""
    return {k: v for k, v in environment.items() if not k.startswith("STREAMLIT_")}


def end(process: subprocess.Popen[bytes]) -> None:
    """End what `start` started, after its current job; closing its pipe would not wait."""
    if process.poll() is None:
        process.terminate()
    process.wait()
    if process.stdin:
        process.stdin.close()


class WorkerSlot:
    """One worker, started again when it ends, with longer pauses if it ends at once."""

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None
        self._pause = _RESTARTS
        self._since = self._next = 0.0
        self._take_on()

    def keep_up(self) -> None:
        """Start a worker if there is none, once the pause is over."""
        now = time.monotonic()
        if self._worker is not None and self._worker.poll() is not None:
            end(self._worker)
            self._worker = None
            soon = now - self._since < _SOON
            self._pause = min(2 * self._pause, _LONGEST) if soon else _RESTARTS
            self._next = now + self._pause if soon else now
        if self._worker is None and now >= self._next:
            self._take_on()

    def leave(self) -> None:
        """End the work here."""
        if self._worker is not None:
            end(self._worker)

    def _take_on(self) -> None:
        self._worker, self._since = start(), time.monotonic()
