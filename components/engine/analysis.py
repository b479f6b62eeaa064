"""Opens the scheduler that reads sentences: here, on processes of this machine, or on Dask.

What depends on one sentence alone is sent out in portions; what a corpus decides together
(votes, aliases, counts) stays here. So the numbers are the same wherever the work is done.
A worker that is killed costs its portion, which another worker reads again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from components.environment import needed_environment
from components.text import Scheduler, portions, run_here

if TYPE_CHECKING:
    from distributed import Client, Security

R = TypeVar("R")

_START_SECONDS = 60
_END_SECONDS = 20


class EngineError(RuntimeError):
    """A scheduler that cannot be used.

    Attributes:
        reason: `unknown` (no such scheduler), `missing` (the package is not installed) or
            `unreachable` (nobody answers there).
    """

    def __init__(self, reason: str, scheduler: str) -> None:
        super().__init__(reason, scheduler)
        self.reason = reason
        self.scheduler = scheduler


@contextmanager
def open_scheduler(scheduler: str) -> Iterator[Scheduler]:
    """Open the place where verbs over sentences are run, and close it afterwards.

    Args:
        scheduler: `local` (this process), `processes` (a worker a core on this machine), or
            the `tcp://host:port` of a Dask scheduler whose workers have Wenmai installed.

    Raises:
        EngineError: there is no such scheduler, or it cannot be used.
    """
    if scheduler == "local":
        yield run_here
        return
    if scheduler != "processes" and not scheduler.startswith(("tcp://", "tls://")):
        raise EngineError("unknown", scheduler)
    with _client(scheduler) as client:
        yield _Spreading(client)


class _Spreading:
    """Sends portions to the workers of a client and puts the results in order."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        sent = self._client.map(verb, portions(texts), pure=False)
        found: list[R] = self._client.gather(sent)
        return found


@contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineError("missing", scheduler) from error
    if scheduler == "processes":
        with _own_cluster(scheduler) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout="10s")
    except OSError as error:
        raise EngineError("unreachable", scheduler) from error
    with client:
        yield client


@contextmanager
def _own_cluster(scheduler: str) -> Iterator[Client]:
    """Open a cluster on this machine that lets nobody else in.

    Whoever may connect to a scheduler or a worker can have it run anything. So all of them speak
    TLS with a key that is made here and dies with them, and the workers get of the environment
    what they need alone.
    """
    from distributed import Client, LocalCluster, Security

    try:
        security = Security.temporary()
    except ImportError as error:  # cryptography comes with the extra
        raise EngineError("missing", scheduler) from error
    count = os.cpu_count() or 1
    with (
        LocalCluster(
            n_workers=0,
            host="127.0.0.1",
            dashboard_address=None,
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
    options += ["--no-dashboard", "--death-timeout", str(_START_SECONDS)]
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
        **{f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in keys.items()},
    }
