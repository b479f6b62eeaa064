"""Kill a process without warning while it saves articles; count what is lost or torn.

A child takes files in by the library's real way and acknowledges each once it is kept. It is
killed (SIGKILL) at a random moment, also while it makes the tables of a new library. After each
kill the library is opened again: everything acknowledged must be there, byte for byte, every
file with all its articles or not at all, and the database sound.

    python -m tests.load.kill_server_while_saving --kills 300
    python -m tests.load.kill_server_while_saving --kills 60 --victim server --postgres
    python -m tests.load.kill_server_while_saving --kills 30 --victim worker [--postgres]
    python -m tests.load.kill_server_while_saving --kills 20 --victim database --postgres

The victim is the process that saves; or the worker that reads files which were received before,
and another one goes on with its job; or PostgreSQL itself, which is started again. With
`--clock` the clock of each process stands somewhere else, up to an hour back.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, tzinfo
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, get_args

from sqlalchemy import select, text, update

from components.reading import ReadingSettings, Source, read, split_lines
from components.text import Corpus
from dashboard.jobs import queue
from dashboard.jobs.runner import run
from dashboard.jobs.tasks import TASKS, ask_to_read
from dashboard.library import files, models, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.ingest import ingest
from dashboard.library.models import ArticleRow, ArticleText, Original
from dashboard.library.store import Store, open_store
from tests.postgres import Server, running

Victim = Literal["server", "worker", "database"]

ROUNDS_IN_ONE_LIBRARY = 10
LONGEST_SECONDS = 0.8
HAN = "科索夫獨立北約外長會議談判破裂塞爾維亞歐盟美國俄羅斯台北報導記者"


@dataclass
class Figures:
    """What was seen.

    Attributes:
        kills: processes killed.
        before_first: of these, before anything was acknowledged in their library.
        acknowledged: files whose keeping was told.
        articles: articles of these files.
        lost: acknowledged files that were not there, or not byte for byte.
        torn: files with some but not all of their articles, or articles without text.
        unsound: times that the database found itself damaged.
        unasked: files kept whose acknowledgement the kill swallowed; at most one a kill.
    """

    kills: int = 0
    before_first: int = 0
    acknowledged: int = 0
    articles: int = 0
    lost: int = 0
    torn: int = 0
    unsound: int = 0
    unasked: int = 0
    seconds: float = 0.0


@dataclass
class Promises:
    """What one library must hold: name of a file -> SHA-256 of its bytes, number of articles."""

    files: dict[str, tuple[str, int]] = field(default_factory=dict)


def sources(seed: int) -> Iterator[tuple[Source, int]]:
    """Yield files of many sizes, every fourth with 20 articles, and how many each holds."""
    chance = random.Random(seed)
    number = 0
    while True:
        number += 1
        name = f"{seed}-{number}.txt"
        lines = 20 if number % 4 == 0 else 1
        length = chance.choice((40, 400, 4_000, 40_000)) // lines
        body = ["".join(chance.choices(HAN, k=max(8, length))) for _ in range(lines)]
        yield (
            Source(name, (f"{name}\n" if lines == 1 else "").encode() + "\n".join(body).encode()),
            lines,
        )


def by_lines(source: Source) -> Corpus:
    """Read each line as an article."""
    return read(split_lines(source))


@dataclass(frozen=True)
class Place:
    """Where a library is: in a folder, or in a database with files beside it in a folder."""

    folder: str
    url: str = ""

    def open(self) -> Store:
        """Open the library."""
        return open_store(self.url, data_dir=Path(self.folder))


def clock_put_back(by: timedelta) -> type[datetime]:
    """Return a `datetime` whose clock stands so far back; `models` looks at no other."""

    class Late(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - by  # no subclass: SQLite keeps none

    return Late


def save(place: Place, seed: int, told: Connection, back: float) -> None:
    """Save one file after the other until killed; tell of each that is kept."""
    setattr(models, "datetime", clock_put_back(timedelta(seconds=back)))  # noqa: B010
    store = place.open()
    workspace = workspaces.enter(store, LOCAL).id
    for source, lines in sources(seed):
        reader = {"reader": by_lines} if lines > 1 else {}
        done = ingest(Workspace(store, LOCAL, workspace), source, **reader)
        if done.added is None or done.added.new != lines:
            raise RuntimeError("a file was not read as it was made")
        told.send((source.name, hashlib.sha256(source.data).hexdigest(), lines))


def read_by_jobs(place: Place, seed: int, told: Connection, back: float) -> None:
    """Receive files, and be the worker that reads them; tell of each that is received.

    What is told is that the bytes are kept and their job waits: some worker has to end it.
    """
    setattr(models, "datetime", clock_put_back(timedelta(seconds=back)))  # noqa: B010
    store = place.open()
    own = Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)
    for source, lines in sources(seed):
        if lines > 1:
            continue
        original = files.keep_unread(own, source.name, source.data, form="text").id
        ask_to_read(own, [(original, source.name, ReadingSettings())])
        told.send((source.name, hashlib.sha256(source.data).hexdigest(), lines))
        work_off(store, f"worker {seed}")


def work_off(store: Store, name: str) -> None:
    """Do the jobs that wait."""
    while job := queue.claim(store, name):
        run(store, job, name, TASKS, seconds=60)


def kill_and_look(
    kills: int,
    folder: Path,
    *,
    seed: int = 1,
    victim: Victim = "server",
    server: Server | None = None,
    clock: bool = False,
) -> Figures:
    """Kill so many times; return what was seen.

    Args:
        kills: how often.
        folder: where libraries are made.
        seed: of all that is by chance.
        victim: who is killed.
        server: the PostgreSQL that holds the libraries; None takes SQLite.
        clock: the clocks of the processes differ.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["dashboard.jobs.tasks", "dashboard.library.ingest"])
    work = read_by_jobs if victim == "worker" else save
    chance, figures, began = random.Random(seed), Figures(), time.monotonic()
    for number in range(kills):
        if number % ROUNDS_IN_ONE_LIBRARY == 0:
            url = server.url(server.create()) if server else ""
            place, promises = Place(str(folder / str(number)), url), Promises()
        back = chance.uniform(0, 3_600) if clock else 0.0
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=work, args=(place, seed * 10_000 + number, theirs, back))
        child.start()
        theirs.close()
        _listen(ours, promises, figures, chance, fresh=not promises.files)
        if victim == "database" and server:
            server.kill()
        child.kill()
        child.join()
        if victim == "database" and server:
            server.start_again()
        _listen_to_the_end(ours, promises, figures)
        figures.kills += 1
        figures.before_first += not promises.files
        # A worker may die after the bytes are kept and before their job waits: nothing was told.
        _look(place, promises, figures, whole=(0, 1) if victim == "worker" else (1, 20))
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _listen(
    ours: Connection, promises: Promises, figures: Figures, chance: random.Random, *, fresh: bool
) -> None:
    """Take in acknowledgements until the moment of the kill.

    A library that is still empty may be killed while its tables are made; later ones only once
    something was saved, so that every kill falls into saving.
    """
    if not fresh or chance.random() < 0.5:
        ours.poll(60)
    last = time.monotonic() + chance.uniform(0, LONGEST_SECONDS)
    while (left := last - time.monotonic()) > 0:
        if ours.poll(left) and not _take(ours, promises, figures):
            return


def _listen_to_the_end(ours: Connection, promises: Promises, figures: Figures) -> None:
    while ours.poll(0) and _take(ours, promises, figures):
        pass
    ours.close()


def _take(ours: Connection, promises: Promises, figures: Figures) -> bool:
    try:
        name, digest, lines = ours.recv()
    except (EOFError, OSError):  # killed in the middle of a word: that one was not told
        return False
    promises.files[name] = (digest, lines)
    figures.acknowledged += 1
    figures.articles += lines
    return True


def _look(place: Place, promises: Promises, figures: Figures, *, whole: tuple[int, int]) -> None:
    store = place.open()
    try:
        if any(job.live for job in _jobs(store)):
            _end_jobs(store)
        figures.unsound += not is_sound(store)
        kept = read_files(store)
        figures.lost += sum(
            kept.get(name, ("", 0))[0] != own[0] for name, own in promises.files.items()
        )
        figures.torn += sum(
            name in kept and kept[name][1] != lines for name, (_, lines) in promises.files.items()
        )
        untold = [whole for name, whole in kept.items() if name not in promises.files]
        figures.torn += sum(number not in whole for _, number in untold)
        figures.unasked += len(untold)
        promises.files |= kept
    finally:
        store.close()


def _jobs(store: Store) -> tuple[queue.Job, ...]:
    own = workspaces.enter(store, LOCAL)
    return queue.list_jobs(Workspace(store, LOCAL, own.id))


def _end_jobs(store: Store) -> None:
    """Be the worker that comes after a killed one, once the lease of that one has run out."""
    with store.write() as session:
        session.execute(
            update(models.JobRow).values(lease_until=models.now() - timedelta(seconds=1))
        )
    work_off(store, "the next worker")


def is_sound(store: Store) -> bool:
    """Tell whether a database finds nothing wrong with itself."""
    if store.engine.dialect.name != "sqlite":  # it recovers by itself, and all is read below
        return True
    with store.read() as session:
        whole = session.execute(text("PRAGMA integrity_check")).scalars().all()
        dangling = session.execute(text("PRAGMA foreign_key_check")).all()
    return whole == ["ok"] and not dangling


def read_files(store: Store) -> dict[str, tuple[str, int]]:
    """Return what is in a library, read byte for byte: file -> SHA-256, number of articles."""
    found: dict[str, list[str | int]] = {}
    with store.read() as session:
        for name, data in session.execute(select(Original.name, Original.data)):
            found[name] = [hashlib.sha256(data).hexdigest(), 0]
        rows = session.execute(
            select(ArticleRow.file, ArticleRow.text_sha256, ArticleText.text).outerjoin(
                ArticleText, ArticleText.article_id == ArticleRow.id
            )
        )
        for file, digest, own in rows:
            if own is not None and hashlib.sha256(own.encode()).hexdigest() == digest:
                found[file][1] = int(found[file][1]) + 1
    return {name: (str(digest), int(number)) for name, (digest, number) in found.items()}


def main() -> int:
    """Print the figures as JSON; fail if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--victim", choices=get_args(Victim), default="server")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--clock", action="store_true", help="the processes' clocks differ")
    asked = parser.parse_args()
    if asked.victim == "database" and not asked.postgres:
        parser.error("--victim database needs --postgres")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wenmai-kill-"))
        server = stack.enter_context(running(durable=True)) if asked.postgres else None
        figures = kill_and_look(
            asked.kills, Path(folder), seed=asked.seed, victim=asked.victim, server=server,
            clock=asked.clock,
        )  # fmt: skip
    print(json.dumps(asdict(figures)))
    return int(bool(figures.lost or figures.torn or figures.unsound))


if __name__ == "__main__":
    sys.exit(main())
