"""Many readers at one dashboard: how long a rerun takes, and how much memory they need.

    python -m tests.load.sessions                    # 1, 10, 50 and 100 sessions
    python -m tests.load.sessions --sessions 10 --heavy

Each session speaks to the server as a browser does, by websocket and protobuf, on one of the
pages, and runs the page anew every five seconds; what is awaited is the end of the script.
With `--heavy` another reader's two million characters are analysed by a job of that server
during a second measurement, and the table has two rows: without and with it. Printed: median
(p50) and 95th percentile in milliseconds, errors, memory of the server (RSS), its share of one
processor, and processor time a rerun, which a busy machine changes least.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from components.reading import Source, read, sources_in
from dashboard.jobs import queue
from dashboard.jobs.tasks import ask_to_analyse
from dashboard.library import articles, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, link
from dashboard.library.filters import Filter
from dashboard.library.store import open_store
from dashboard.pipeline import Choices
from dashboard.state.pages import PAGES
from tests.e2e.conftest import ROOT, free_port, wait_until_healthy

_EVERY = 5.0
_SECONDS = 40.0
_COUNTS = (1, 10, 50, 100)
_HEAVY_ARTICLES, _HEAVY_SENTENCES = 200, 250  # of forty characters each
_PAGES = ("overview", "duplicates", "words", "cloud", "entities", "network")


@dataclass
class Session:
    """One reader.

    Attributes:
        page: the page that is open.
        times: of its reruns, in milliseconds.
        errors: reruns that did not end well.
    """

    page: str
    times: list[float] = field(default_factory=list)
    errors: int = 0

    async def live(self, address: str, delay: float, all_here: asyncio.Barrier) -> None:
        """Open the page, wait for the others, then run it every five seconds."""
        async with connect(
            address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            origin=address,  # type: ignore[arg-type]
        ) as socket:
            await self._run(socket)
            await self._run(socket)  # widgets have their values now
            self.times.clear()
            await all_here.wait()
            await asyncio.sleep(delay)
            last = time.monotonic() + _SECONDS
            while time.monotonic() < last:
                start = time.monotonic()
                await self._run(socket)
                await asyncio.sleep(max(0.0, _EVERY - (time.monotonic() - start)))

    async def _run(self, socket: ClientConnection) -> None:
        ask = BackMsg()
        ask.rerun_script.query_string = "lang=zh_Hant"
        ask.rerun_script.page_name = "" if self.page == PAGES[0] else self.page
        start = time.perf_counter()
        await socket.send(ask.SerializeToString())
        while True:
            message = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(), 120))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                self.errors += 1
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                self.errors += message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY
                break
        self.times.append(1000 * (time.perf_counter() - start))


@contextmanager
def dashboard(**more: str) -> Iterator[tuple[str, psutil.Process, Path]]:
    """Start one dashboard with a library of its own; `more` is added to its environment."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "WENMAI_DATA_DIR": folder,
            "WENMAI_LOG_LEVEL": "warning",
            **more,
        }
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--no-token"]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--port", str(port)], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_healthy(address, process)
            yield address, psutil.Process(process.pid), Path(folder)
        finally:
            process.terminate()
            process.wait(timeout=30)


async def measure(address: str, server: psutil.Process, count: int) -> str:
    """Return the row of so many sessions."""
    sessions = [Session(_PAGES[number % len(_PAGES)]) for number in range(count)]
    all_here = asyncio.Barrier(count + 1)
    tasks = [
        asyncio.create_task(session.live(address, _EVERY * number / count, all_here))
        for number, session in enumerate(sessions)
    ]
    await all_here.wait()
    used = sum(server.cpu_times()[:2])
    start = time.monotonic()
    await asyncio.gather(*tasks)
    took = time.monotonic() - start
    busy = (sum(server.cpu_times()[:2]) - used) / took
    times = [time_ for session in sessions for time_ in session.times]
    p95 = statistics.quantiles(times, n=20)[-1]
    errors = sum(session.errors for session in sessions)
    rss = server.memory_info().rss / 2**20
    return (
        f"{count:8} {len(times):8} {statistics.median(times):8.0f} {p95:8.0f} {max(times):8.0f} "
        f"{errors:7} {rss:8.0f} {100 * busy:6.0f} {1000 * busy * took / len(times):8.0f}"
    )


@contextmanager
def heavy(folder: Path) -> Iterator[None]:
    """Have the workers of the server analyse a large library of another reader's."""
    store = open_store(data_dir=folder)
    made = workspaces.create(store, NOBODY)
    assert made.token
    own = Workspace(store, link(made.token), made.workspace.id)
    chance = random.Random(1)
    clauses = [c for c in re.split("[，。]", sample_text()) if c]
    for n in range(_HEAVY_ARTICLES):
        sentences = (
            "，".join(chance.sample(clauses, 4)) + f"{chance.random()}。" for _ in range(32)
        )
        source = Source(f"{n}.txt", "".join(sentences).encode())
        articles.add(own, source, read([source]))
    job = ask_to_analyse(own, Filter(), Choices(copies="all"))
    while queue.get_job(own, job.id).state == "queued":
        time.sleep(0.1)
    try:
        yield
        after = queue.get_job(own, job.id)
        print(f"{'':8} the heavy job is at {after.done} of 100, {after.state}", flush=True)
    finally:
        queue.cancel(own, job.id)
        store.close()


def sample_text() -> str:
    """Return the text of the sample."""
    return read(sources_in(ROOT / "seeds")).articles[0].text[:726]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="*", default=list(_COUNTS))
    parser.add_argument("--heavy", action="store_true", help="once more beside a heavy job")
    options = parser.parse_args()
    head = "sessions   reruns   p50 ms   p95 ms   max ms  errors   RSS MB  CPU %   CPU ms"
    with dashboard() as (address, server, folder):
        print(head, flush=True)
        for count in options.sessions:
            print(asyncio.run(measure(address, server, count)), flush=True)
            if options.heavy:
                with heavy(folder):
                    row = asyncio.run(measure(address, server, count))
                print(f"{row}  beside a heavy job", flush=True)


if __name__ == "__main__":
    main()
