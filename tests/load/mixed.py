"""A busy newsroom for two minutes: readers who look, upload, analyse and share, all at once.

    python -m tests.load.mixed                       # 60 sessions, 120 seconds
    python -m tests.load.mixed --sessions 20 --seconds 30
    python -m tests.load.mixed --house               # the parts of compose.yaml

Each session is a reader of a hosted dashboard with a workspace of its own. Every five seconds it
does one thing: mostly it opens a page. Every second session hands over articles once (one to three
files of 300 to 3,000 characters), every fourth makes a link, every twentieth hands over 70,000
characters, which a job analyses while its reader waits; `--busy` lets each do three times as much.
Without `--house` there is one dashboard with SQLite; with it two dashboards behind nginx,
PostgreSQL and a worker, as strangers are served.
Printed: for each kind of deed how many, median (p50) and 95th percentile in milliseconds and
errors; then memory of the server (RSS, its peak) and of its children, its share of one processor,
processor time a deed, and the load of the machine, since others may use it too. Exit code 1 where
there was an error or a bar was missed.
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
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.e2e.conftest import ROOT, stop
from tests.e2e.hosting import house
from tests.load.sessions import dashboard, sample_text
from tests.postgres import running
from tests.reader import AnswerError, Reader, reading

_EVERY = 5.0
_PAGES = ("overview", "duplicates", "words", "cloud", "entities", "network", "reader", "library")
_LARGE = 70_000
_RSS_MB, _P95_MS = 1_536, 500
_JUDGED = "view"  # the kind whose times have a bar


@dataclass
class Figures:
    """What was seen: times of each kind of deed in milliseconds, and errors by what they say."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)


@dataclass
class Writer:
    """Makes articles that look like news and are like no other."""

    chance: random.Random
    clauses: list[str]

    def article(self, characters: int) -> bytes:
        """Return a text of about so many characters."""
        lines, size = [f"第{self.chance.randrange(10**6)}則報導"], 0
        while size < characters:
            line = "，".join(self.chance.sample(self.clauses, 4)) + f"{self.chance.random():.3f}。"
            lines.append(line)
            size += len(line)
        return "\n".join(lines).encode()


async def live(
    address: str,
    number: int,
    count: int,
    seconds: float,
    figures: Figures,
    here: asyncio.Barrier,
    *,
    busy: bool,
) -> None:
    """Be one reader until the time is over."""
    chance = random.Random(number)
    writer = Writer(chance, [c for c in re.split("[，。]", sample_text()) if c])
    async with reading(address) as reader:
        await reader.run()
        await here.wait()
        await asyncio.sleep(_EVERY * number / count)
        deeds = _plan(number, chance, round(seconds / _EVERY), busy=busy)
        for deed in deeds:
            start = time.monotonic()
            try:
                await _do(deed, reader, writer, chance, figures)
            except (AnswerError, OSError, TimeoutError) as error:
                figures.errors[f"{deed}: {error or type(error).__name__}"] += 1
            await asyncio.sleep(max(0.0, _EVERY - (time.monotonic() - start)))


def _plan(number: int, chance: random.Random, turns: int, *, busy: bool) -> list[str]:
    often = {"upload": 2, "share": 4, "analyse": 20}
    special = [deed for deed, every in often.items() if number % every == 0] * (3 if busy else 1)
    deeds = [*special, *["view"] * turns][:turns]
    chance.shuffle(deeds)
    return deeds


async def _do(
    deed: str, reader: Reader, writer: Writer, chance: random.Random, figures: Figures
) -> None:
    if deed == "view":
        figures.times["view"].append(1000 * await reader.run(chance.choice(_PAGES)))
    elif deed == "upload":
        files = [writer.article(chance.randint(300, 3_000)) for _ in range(chance.randint(1, 3))]
        await _hand_over(reader, files, figures)
    elif deed == "analyse":
        start = time.perf_counter()
        await _hand_over(reader, [writer.article(_LARGE)], figures)
        while await _waits(reader):
            await asyncio.sleep(1)
        figures.times["analysis"].append(1000 * (time.perf_counter() - start))
    else:
        await _share(reader, figures)


async def _hand_over(reader: Reader, files: list[bytes], figures: Figures) -> None:
    reader.query = _with(reader.query, "tab=add")
    figures.times["view"].append(1000 * await reader.run("library"))
    held = None
    for n, data in enumerate(files):
        one, seconds = await reader.upload(f"{n}.txt", data)
        figures.times["upload"].append(1000 * seconds)
        if held is None:
            held = one
        else:
            own = held["file_uploader_state_value"]["uploaded_file_info"]
            own += one["file_uploader_state_value"]["uploaded_file_info"]
    sender = next(e for e in reader.elements if e.kind == "button" and e.proto.is_form_submitter)
    took = await reader.run("library", press=sender, states={"intake_files": held or {}})
    figures.times["import"].append(1000 * took)


async def _waits(reader: Reader) -> bool:
    """Tell whether the page shows a job instead of its figures."""
    await reader.run("words")
    return any(element.kind == "progress" for element in reader.elements)


async def _share(reader: Reader, figures: Figures) -> None:
    await reader.run("words")
    seconds = await reader.run("words", press=reader.find("share_open"))
    seconds += await reader.run("words", press=reader.find("share_create"))
    if not any("/s/" in text for text in reader.texts()):
        raise AnswerError("no link was made")
    figures.times["share"].append(1000 * seconds)


def _with(query: str, more: str) -> str:
    name = more.partition("=")[0]
    kept = [part for part in query.split("&") if part and not part.startswith(f"{name}=")]
    return "&".join([*kept, more])


async def measure(
    address: str,
    servers: list[psutil.Process],
    sessions: int,
    seconds: float,
    *,
    busy: bool = False,
) -> Usage:
    """Let so many sessions live for so long; return what was seen."""
    figures, here = Figures(), asyncio.Barrier(sessions + 1)
    tasks = [
        asyncio.create_task(live(address, n, sessions, seconds, figures, here, busy=busy))
        for n in range(sessions)
    ]
    await here.wait()
    watch, before, start = Usage(figures), _cpu_of(servers), time.monotonic()
    while not all(task.done() for task in tasks):
        await asyncio.sleep(1)
        watch.look(servers)
    await asyncio.gather(*tasks)
    watch.seconds = time.monotonic() - start
    watch.cpu = _cpu_of(servers) - before
    return watch


def _cpu_of(servers: list[psutil.Process]) -> float:
    return sum(sum(server.cpu_times()[:2]) for server in servers)


@dataclass
class Usage:
    """What the dashboards needed meanwhile.

    Attributes:
        figures: of the readers.
        rss, children: peaks of memory in MB: the largest dashboard's, and that of all processes
            that they started.
        load: of the machine, one number a look.
        cpu, seconds: processor time of the dashboards, and how long it all took.
    """

    figures: Figures
    rss: float = 0
    children: float = 0
    load: list[float] = field(default_factory=list)
    cpu: float = 0
    seconds: float = 0

    def look(self, servers: list[psutil.Process]) -> None:
        """Look once at memory and load."""
        self.rss = max(self.rss, *(server.memory_info().rss / 2**20 for server in servers))
        others = 0.0
        for child in (child for server in servers for child in server.children(recursive=True)):
            try:
                others += child.memory_info().rss / 2**20
            except psutil.Error:  # it ended meanwhile
                continue
        self.children = max(self.children, others)
        self.load.append(os.getloadavg()[0])

    def table(self) -> str:
        """Return all figures as lines."""
        figures = self.figures
        lines = ["kind        n   p50 ms   p95 ms   max ms"]
        for kind, times in sorted(figures.times.items()):
            p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            row = f"{len(times):6} {statistics.median(times):8.0f} {p95:8.0f} {max(times):8.0f}"
            lines.append(f"{kind:8} {row}")
        deeds = sum(map(len, figures.times.values())) or 1
        lines.append(
            f"RSS {self.rss:.0f} MB, its processes {self.children:.0f} MB; "
            f"{100 * self.cpu / self.seconds:.0f} % of a processor, "
            f"{1000 * self.cpu / deeds:.0f} ms a deed; load {statistics.mean(self.load):.1f}"
        )
        lines += [f"{n} x {what}" for what, n in figures.errors.items()] or ["no error"]
        return "\n".join(lines)

    @property
    def holds(self) -> bool:
        """Tell whether there was no error and no bar was missed."""
        p95 = statistics.quantiles(self.figures.times[_JUDGED], n=20)[-1]
        return not self.figures.errors and self.rss <= _RSS_MB and p95 <= _P95_MS


@contextmanager
def _one() -> Iterator[tuple[str, list[psutil.Process]]]:
    """Start one dashboard with SQLite; yield its address and its process."""
    with dashboard(WENMAI_MODE="hosted", WENMAI_WORKSPACES_PER_ADDRESS="0") as (address, one, _):
        yield address, [one]


@contextmanager
def _house() -> Iterator[tuple[str, list[psutil.Process]]]:
    """Start the parts of compose.yaml; yield the proxy's address and the dashboards."""
    with tempfile.TemporaryDirectory() as folder, running() as database:
        Path(folder).chmod(0o755)  # nginx keeps large uploads there, as another user
        environment = {
            "WENMAI_DATA_DIR": folder,
            "WENMAI_DATABASE_URL": database.url(database.create()),
            "WENMAI_JOB_WORKERS": "0",
            "WENMAI_LOG_LEVEL": "warning",
            "WENMAI_WORKSPACES_PER_ADDRESS": "0",
            "STREAMLIT_SERVER_COOKIE_SECRET": "one for all dashboards",
        }
        with house(Path(folder), environment) as built:
            worker = subprocess.Popen(
                [sys.executable, "-m", "dashboard.cli", "work", "--workers", "1"],
                cwd=ROOT,
                env={**os.environ, "WENMAI_MODE": "hosted", **environment},
                stderr=subprocess.DEVNULL,
            )
            try:
                yield built.address, [psutil.Process(one.process.pid) for one in built.replicas]
            finally:
                stop(worker)


def main() -> int:
    """Print the figures; fail if a bar was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--busy", action="store_true", help="three times as many deeds that cost")
    parser.add_argument("--house", action="store_true", help="two dashboards behind a proxy")
    asked = parser.parse_args()
    with (_house if asked.house else _one)() as (address, servers):
        seen = asyncio.run(
            measure(address, servers, asked.sessions, asked.seconds, busy=asked.busy)
        )
    print(seen.table())
    return int(not seen.holds)


if __name__ == "__main__":
    sys.exit(main())
