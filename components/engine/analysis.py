"""Opens the scheduler that reads sentences: here, on processes of this machine, or on Dask.

What depends on one sentence alone is sent out in portions; what a corpus decides together
(votes, aliases, counts) stays here. So the numbers are the same wherever the work is done.
A worker that is killed costs its portion, which another worker reads again. A worker of another
version, or with other models, is refused before it works: it would give other numbers.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from components.engine.versions import find_difference, tell_versions
from components.environment import needed_environment
from components.text import Pending, Workers, each_portion, run_here

if TYPE_CHECKING:
    from distributed import Client, Future, Security

P = TypeVar("P")
R = TypeVar("R")

_START_SECONDS = 60
_END_SECONDS = 20
_REACH_SECONDS = 10
_AHEAD = 3  # parts that wait for each worker, so that it never does
# Dask looks at itself a hundred times a second; on one machine that is a tenth of the work of the
# process that decides. A large part is no mistake here: what a corpus decides is one.
_CALM = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.tick.cycle": "10s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.large-graph-warning-threshold": "1TB",
    "distributed.worker.memory.monitor-interval": "1s",
}
# Beside its TLS each part of a cluster opens a page of figures for whoever asks, workers on all
# networks. It cannot be left out: here it lies on the loopback address and shows nothing.
_NO_PAGES: dict[str, object] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
_PAGE_ADDRESS = "127.0.0.1:0"
_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
_PROCESSES = re.compile(r"processes(?::([1-9]\d{0,2}))?")


class EngineError(RuntimeError):
    """A scheduler that cannot be used.

    Attributes:
        reason: `unknown` (no such scheduler), `missing` (the package is not installed),
            `unreachable` (nobody answers there), `nobody` (no worker is there), `differs` (a
            worker has another version or other models), `killed` (workers die of one part again
            and again) or `lost` (the scheduler went away).
        detail: fills the sentence of the reason.
    """

    def __init__(self, reason: str, scheduler: str, **detail: str) -> None:
        super().__init__(reason, scheduler)
        self.reason = reason
        self.scheduler = scheduler
        self.detail = detail


@contextmanager
def open_scheduler(scheduler: str) -> Iterator[Workers]:
    """Open the place where verbs over sentences are run, and close it afterwards.

    Args:
        scheduler: `local` (this process), `processes` (a worker a core on this machine),
            `processes:N` (so many), or the `tcp://host:port` or `tls://host:port` of a Dask
            scheduler whose workers have this very Wenmai installed.

    Raises:
        EngineError: there is no such scheduler, or it cannot be used.
    """
    if scheduler == "local":
        yield run_here
        return
    if not _PROCESSES.fullmatch(scheduler) and not _ADDRESS.fullmatch(scheduler):
        raise EngineError("unknown", scheduler)
    with _calm(), _client(scheduler) as client:
        _refuse_strange_workers(client, scheduler)
        with tempfile.TemporaryDirectory(prefix="wenmai-") as folder:
            yield _Spreading(client, scheduler, Path(folder))


class _Spreading:
    """Sends portions to the workers of a client and puts the results in order."""

    def __init__(self, client: Client, scheduler: str, folder: Path) -> None:
        self._client = client
        self._scheduler = scheduler
        self._folder = folder
        self._is_shared = not _PROCESSES.fullmatch(scheduler)  # whose dashboard has a use

    @property
    def watch(self) -> str:
        """Where Dask's own dashboard is; "" where it has none."""
        return str(self._client.dashboard_link or "") if self._is_shared else ""

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        found = dict(self.each(verb, each_portion(texts)))
        return [found[number] for number in range(len(found))]

    def each(self, verb: Callable[[P], R], parts: Iterable[P]) -> Iterator[tuple[int, R]]:
        from distributed import as_completed

        waiting, numbers = as_completed(loop=self._client.loop), dict[Any, int]()
        left = enumerate(parts)
        own = _Trusting(verb, tell_versions())

        def send(count: int) -> None:
            for number, part in islice(left, count):
                future = self._client.submit(own, part, pure=False)
                numbers[future.key] = number
                waiting.add(future)

        send(_AHEAD * max(1, len(self._client.nthreads())))
        for future in waiting:
            made: R = self._result_of(future)
            send(1)
            yield numbers.pop(future.key), made

    def begin(self, verb: Callable[[P], R], part: P) -> Pending[R]:
        if self._is_shared:
            own = _Trusting(verb, tell_versions())
            return _Begun(self._client.submit(own, part, pure=False), self._result_of)
        # What a whole corpus decides is large; sent, it would lie here until it is worked on.
        handle, name = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(part, file, protocol=5)
        reading = _Trusting(_Reading(verb), tell_versions())
        return _Begun(self._client.submit(reading, name, pure=False), self._result_of)

    def _result_of(self, future: Future[Any]) -> Any:
        from distributed import CancelledError, KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise EngineError("killed", self._scheduler) from error
        except EngineError as error:  # a worker that came later
            raise EngineError(error.reason, self._scheduler, **error.detail) from error
        except (CancelledError, OSError) as error:
            if self._client.status == "running" and not isinstance(error, CancelledError):
                raise
            raise EngineError("lost", self._scheduler) from error


@dataclass(frozen=True, slots=True)
class _Begun(Generic[R]):
    """A part that a worker has in hand."""

    future: Future[Any]
    result_of: Callable[[Future[Any]], R]

    def is_done(self) -> bool:
        return bool(self.future.done())

    def result(self) -> R:
        return self.result_of(self.future)


@dataclass(frozen=True, slots=True)
class _Reading(Generic[P, R]):
    """A verb over a part that lies in a file of this machine, written by the client alone."""

    verb: Callable[[P], R]

    def __call__(self, name: str) -> R:
        with Path(name).open("rb") as file:
            part: P = pickle.load(file)  # noqa: S301 - as Dask itself does with what it is sent
        return self.verb(part)


class _Trusting:
    """A verb that runs only where versions and models are those of the client."""

    def __init__(self, verb: Callable[[P], R], expected: dict[str, str]) -> None:
        self.verb, self.expected = verb, expected

    def __call__(self, part: Any) -> Any:
        if difference := find_difference(self.expected, tell_versions()):
            raise EngineError("differs", "", **difference, worker="")
        return self.verb(part)


def _refuse_strange_workers(client: Client, scheduler: str) -> None:
    """Compare versions, lists and models of all workers with those here, before any work."""
    expected = tell_versions()
    answers = client.run(tell_versions, on_error="return")
    if not answers:
        raise EngineError("nobody", scheduler)
    for worker, told in sorted(answers.items()):
        # A worker without this program cannot even say which one it has.
        theirs = told if isinstance(told, dict) else {}
        if difference := find_difference(expected, theirs):
            raise EngineError("differs", scheduler, **difference, worker=worker)


@contextmanager
def _calm() -> Iterator[None]:
    try:
        import dask
        import distributed  # noqa: F401 - sets levels of its log when it is imported
    except ImportError:  # told where a client is asked for
        yield
        return
    log = logging.getLogger("distributed")
    level = log.level
    with dask.config.set(_CALM):
        log.setLevel(logging.ERROR)  # what is worth telling is told in a sentence
        try:
            yield
        finally:
            log.setLevel(level)


@contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError("missing", scheduler) from error
    if own := _PROCESSES.fullmatch(scheduler):
        count = int(own[1]) if own[1] else os.cpu_count() or 1
        with _own_cluster(scheduler, count) as client:
            yield client
        return
    try:
        # By tls: keys and certificates are those that Dask's own settings name.
        client = Client(scheduler, timeout=_REACH_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise EngineError("unreachable", scheduler) from error
    with client:
        yield client


@contextmanager
def _own_cluster(scheduler: str, count: int) -> Iterator[Client]:
    """Open a cluster on this machine that lets nobody else in.

    Whoever may connect to a scheduler or a worker can have it run anything. So all of them speak
    TLS with a key that is made here and dies with them, and the workers get of the environment
    what they need alone.
    """
    import dask
    from distributed import Client, LocalCluster, Security

    try:
        security = Security.temporary()
    except ImportError as error:  # cryptography comes with the extra
        raise EngineError("missing", scheduler) from error
    with (
        dask.config.set(_NO_PAGES),
        LocalCluster(
            n_workers=0,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": _PAGE_ADDRESS},
            silence_logs=logging.ERROR,
            security=security,
        ) as cluster,
        _workers(cluster.scheduler_address, security, count),
        Client(cluster) as client,
    ):
        client.wait_for_workers(count, timeout=_START_SECONDS)
        yield client


@contextmanager
def _workers(address: str, security: Security, count: int) -> Iterator[None]:
    """Run workers of a scheduler; one that is killed is started again."""
    options = ["--nworkers", str(count), "--nthreads", "1", "--host", "127.0.0.1"]
    options += ["--no-dashboard", "--dashboard-address", _PAGE_ADDRESS]
    options += ["--death-timeout", str(_START_SECONDS)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, an address of our own
        [sys.executable, "-m", "distributed.cli.dask_worker", address, *options],
        env=_worker_environment(security),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()  # it ends its workers first
        try:
            process.wait(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _worker_environment(security: Security) -> dict[str, str]:
    told = security.get_tls_config_for_role("worker")
    keys = {"CA_FILE": told["ca_file"], "WORKER__KEY": told["key"], "WORKER__CERT": told["cert"]}
    return {
        **needed_environment(),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        **{
            f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": str(value)
            for name, value in {**_CALM, **_NO_PAGES}.items()
        },
        **{f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in keys.items()},
    }
