"""Sixty readers hand a file over at the same moment; count what of it is lost, torn or too much.

    python -m tests.load.uploads                              # 60 readers, each their own workspace
    python -m tests.load.uploads --shared --quota 1000000     # all into one, which holds half of it
    python -m tests.load.uploads --total 6000000              # the whole library may hold so much
    python -m tests.load.uploads --kill 5 --postgres          # five times, killed in the middle

Each reader opens the page that adds articles, waits until all have, and then does what a browser
does: asks for a place, sends the file there as a form, and sends the page's own form off. Every
sixth file is so large that a job reads it; its reader waits. A file is acknowledged when the page
says that it was added, and where the server dies meanwhile also when the page showed the job that
reads it; it is refused when the page says that there is no room. With `--kill` the server gets
SIGKILL at a random moment meanwhile and starts again, and the jobs that wait end without any
visitor. Then the library is read byte for byte: everything acknowledged must be there, every file
with its article or not at all, nothing beyond a quota. Exit code 1 where that is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy import func, select
from streamlit.proto.Alert_pb2 import Alert
from websockets.exceptions import WebSocketException

from dashboard.jobs.queue import LIVE
from dashboard.library import workspaces
from dashboard.library.actors import NOBODY
from dashboard.library.models import JobRow, WorkspaceRow
from dashboard.library.store import Store, open_store
from tests.e2e.conftest import free_port
from tests.e2e.hosting import Replica, replica
from tests.load.kill_server_while_saving import HAN, is_sound, read_files
from tests.postgres import running
from tests.reader import BROWSER, AnswerError, Element, proof_of, reading

Answer = Literal["kept", "waits", "refused"]

_LONGEST_SECONDS = 12.0  # until a kill
_PATIENCE = 240.0  # until jobs that wait have ended
_GONE = (OSError, WebSocketException, TimeoutError, EOFError)  # the server is not there any more


@dataclass
class Figures:
    """What was seen.

    Attributes:
        readers, kills: how many.
        acknowledged: files whose keeping the page told.
        refused: files of which the page said that there is no room.
        unanswered: files whose reader the kill left without an answer.
        lost: acknowledged files that were not there, or not byte for byte.
        torn: files with more or less than their one article, once no job waits any more.
        over: bytes beyond a quota.
        unsound: times that the database found itself damaged.
        errors: what else a page or the server answered.
        slowest: seconds until the last answer.
    """

    readers: int = 0
    kills: int = 0
    acknowledged: int = 0
    refused: int = 0
    unanswered: int = 0
    lost: int = 0
    torn: int = 0
    over: int = 0
    unsound: int = 0
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Tell whether nothing was lost, torn, or beyond what is allowed."""
        return not (self.lost or self.torn or self.over or self.unsound or self.errors)


@dataclass(frozen=True)
class Asked:
    """What is tried: so many readers, how much may be kept, into how many workspaces."""

    readers: int
    shared: bool = False
    quota: int = 0
    total: int = 0

    def environment(self, folder: Path, url: str) -> dict[str, str]:
        """Return what the dashboard is told."""
        told = {
            "WENMAI_DATA_DIR": str(folder),
            "WENMAI_DATABASE_URL": url,
            "WENMAI_WORKSPACES_PER_ADDRESS": "0",
            "WENMAI_QUOTA_JOBS": str(self.readers),
            "WENMAI_QUOTA_BYTES": str(self.quota or 2**40),
            "WENMAI_QUOTA_TOTAL_BYTES": str(self.total),
        }
        return {name: value for name, value in told.items() if value}


def file_of(number: int, seed: int) -> tuple[str, bytes]:
    """Return the name and the bytes of a reader's file; every sixth is for a job."""
    chance = random.Random(seed * 1_000 + number)
    size = 80_000 if number % 6 == 0 else chance.choice((40, 400, 4_000, 20_000))
    name = f"{seed}-{number}.txt"
    return name, (f"{name}\n" + "".join(chance.choices(HAN, k=size)) + "。").encode()


async def hand_over(
    address: str, file: tuple[str, bytes], here: asyncio.Barrier, key: str
) -> AsyncIterator[Answer]:
    """Be one reader; yield what the page answers, until it says more than that a job reads.

    Raises:
        AnswerError: a page or the server answered with an error.
    """
    async with reading(address, "lang=zh_Hant&tab=add") as reader:
        if key:
            reader.query += f"&w={key}&mine={proof_of(key, reader.cookies[BROWSER])}"
        await reader.run("library")
        await here.wait()
        held, _ = await reader.upload(*file)
        sender = next(
            e for e in reader.elements if e.kind == "button" and e.proto.is_form_submitter
        )
        await reader.run("library", press=sender, states={"intake_files": held})
        while (answer := _answer(reader.elements)) == "waits":
            yield answer
            await asyncio.sleep(1)
            await reader.run("library")
        yield answer


def _answer(elements: list[Element]) -> Answer:
    told = {e.proto.format for e in elements if e.kind == "alert"}
    if told & {Alert.ERROR, Alert.WARNING}:
        return "refused"
    if Alert.SUCCESS in told:
        return "kept"
    if any(e.kind == "progress" for e in elements):
        return "waits"
    raise AnswerError(f"the page says neither yes nor no: {sorted({e.kind for e in elements})}")


async def _all_at_once(
    server: Replica, asked: Asked, key: str, figures: Figures, seed: int, kill_after: float | None
) -> dict[str, str]:
    """Let all readers hand their files over; return the acknowledged ones with their SHA-256."""
    here, told = asyncio.Barrier(asked.readers + 1), dict[str, str]()

    async def read(number: int) -> None:
        file, answer = file_of(number, seed), None
        try:
            async with aclosing(hand_over(server.address, file, here, key)) as answers:
                async for one in answers:
                    answer = one
                    figures.slowest = round(time.perf_counter() - start, 2)
        except _GONE as error:
            if kill_after is None:
                figures.errors.append(type(error).__name__)
        except AnswerError as error:
            figures.errors.append(str(error))
        figures.refused += answer == "refused"
        figures.unanswered += answer is None
        if answer in ("kept", "waits"):
            told[file[0]] = hashlib.sha256(file[1]).hexdigest()

    tasks = [asyncio.create_task(read(number)) for number in range(asked.readers)]
    await here.wait()
    start = time.perf_counter()
    if kill_after is not None:
        await asyncio.sleep(kill_after)
        await asyncio.to_thread(server.kill)
        figures.kills += 1
    await asyncio.gather(*tasks)
    figures.acknowledged += len(told)
    return told


def upload_at_once(
    asked: Asked, folder: Path, url: str, *, seed: int = 1, kill_after: float | None = None
) -> Figures:
    """Start a dashboard, have all hand over at once, and look at what is kept.

    Args:
        asked: what is tried.
        folder: of the dashboard's data.
        url: of the database; empty is SQLite in that folder.
        seed: of all that is by chance.
        kill_after: seconds until the server is killed and started again; None lets it live.
    """
    began, figures, port = time.monotonic(), Figures(asked.readers), free_port()
    environment = asked.environment(folder, url)
    store = open_store(url, data_dir=folder)
    with ExitStack() as stack:
        stack.callback(store.close)
        key = (workspaces.create(store, NOBODY).token or "") if asked.shared else ""
        server = stack.enter_context(replica(folder, environment, port=port))
        told = asyncio.run(_all_at_once(server, asked, key, figures, seed, kill_after))
        if kill_after is not None:
            stack.enter_context(replica(folder, environment, name="again", port=port))
        _wait_for_jobs(store)
        _look(store, asked, told, figures)
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _wait_for_jobs(store: Store) -> None:
    """Wait until no job waits or runs; nobody visits meanwhile."""
    last = time.monotonic() + _PATIENCE
    while time.monotonic() < last:
        with store.read() as session:
            if not session.scalar(
                select(func.count()).select_from(JobRow).where(JobRow.state.in_(LIVE))
            ):
                return
        time.sleep(0.3)
    raise TimeoutError("jobs still wait")


def _look(store: Store, asked: Asked, told: dict[str, str], figures: Figures) -> None:
    kept = read_files(store)
    figures.lost = sum(kept.get(name, ("", 0))[0] != digest for name, digest in told.items())
    # A file that was stored and whose reading was not asked for yet when the server died is
    # whole in its bytes and has no article; nobody was told of it.
    figures.torn = sum(
        number != 1 and (name in told or number != 0) for name, (_, number) in kept.items()
    )
    figures.unsound = int(not is_sound(store))
    with store.read() as session:
        used = [
            workspaces.measure_usage(session, own).bytes
            for own in session.scalars(select(WorkspaceRow.id))
        ]
        everything = workspaces.measure_library(session)
    if asked.quota:
        figures.over += sum(max(0, own - asked.quota) for own in used)
    if asked.total:
        figures.over += max(0, everything - asked.total)


def main() -> int:
    """Print the figures of each run as a line of JSON; fail if anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=60)
    parser.add_argument("--shared", action="store_true", help="all into one workspace")
    parser.add_argument("--quota", type=int, default=0, help="bytes that a workspace may hold")
    parser.add_argument("--total", type=int, default=0, help="bytes that the library may hold")
    parser.add_argument("--kill", type=int, default=0, help="so many runs with a killed server")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.kill and (given.quota or given.total):
        parser.error("what a job may refuse is not known while its reader is gone")
    asked, good = Asked(given.readers, given.shared, given.quota, given.total), True
    chance = random.Random(given.seed)
    with ExitStack() as stack:
        server = stack.enter_context(running(durable=True)) if given.postgres else None
        for run in range(given.kill or 1):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wenmai-many-")))
            url = server.url(server.create()) if server else ""
            after = chance.uniform(0, _LONGEST_SECONDS) if given.kill else None
            figures = upload_at_once(asked, folder, url, seed=given.seed + run, kill_after=after)
            print(json.dumps(asdict(figures)), flush=True)
            good = good and figures.is_good
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
