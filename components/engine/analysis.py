"""Opens the scheduler that reads sentences: here, on processes of this machine, or on Dask.

What depends on one sentence alone is sent out in portions; what a corpus decides together
(votes, aliases, counts) stays here. So the numbers are the same wherever the work is done.
A worker that is killed costs its portion, which another worker reads again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from components.text import Scheduler, portions, run_here

if TYPE_CHECKING:
    from distributed import Client

R = TypeVar("R")


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
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise EngineError("missing", scheduler) from error
    if scheduler != "processes":
        try:
            client = Client(scheduler, timeout="10s")
        except OSError as error:
            raise EngineError("unreachable", scheduler) from error
        with client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=os.cpu_count() or 1,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.ERROR,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
