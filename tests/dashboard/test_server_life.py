"""A server alone: what it does before anybody comes, and what it lets go once they left."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from components.reading import ReadingSettings
from dashboard.jobs import queue
from dashboard.jobs.tasks import ask_to_read
from dashboard.library import articles, files, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, link
from dashboard.library.store import open_store
from tests import looping
from tests.e2e.hosting import Replica, replica
from tests.reader import reading

_PATIENCE = 120


def wait_until(reached: Callable[[], bool]) -> None:
    last = time.monotonic() + _PATIENCE
    while not reached():
        assert time.monotonic() < last, "it never came"
        time.sleep(0.1)


@pytest.mark.slow
def test_a_server_does_what_waits_without_a_visitor_and_gives_back_what_visitors_held(
    tmp_path: Path,
) -> None:
    """A job from before a restart, and the descriptors of sessions that were closed."""
    store = open_store(data_dir=tmp_path)
    made = workspaces.create(store, NOBODY)
    own = Workspace(store, link(made.token or ""), made.workspace.id)
    original = files.keep_unread(own, "一.txt", "科索夫宣布獨立。".encode()).id
    job = ask_to_read(own, [(original, "一.txt", ReadingSettings())])
    assert queue.get_job(own, job.id).state == "queued"
    environment = {
        "WENMAI_DATA_DIR": str(tmp_path),
        "WENMAI_JOB_WORKERS": "1",
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "2",
    }
    with replica(tmp_path, environment) as app:
        wait_until(lambda: queue.get_job(own, job.id).state == "done")
        looping.run(look(app.address))  # models, the library and threads are there now
        before = descriptors(app)
        looping.run(come_and_go(app.address, 40))
        # Nobody comes any more, and still they are given back; each session held three.
        wait_until(lambda: descriptors(app) <= before + 6)
    assert [a.title for a in articles.read_corpus(own).articles] == ["科索夫宣布獨立"]
    store.close()


async def look(address: str) -> None:
    async with reading(address) as reader:
        await reader.run("library")


async def come_and_go(address: str, times: int) -> None:
    for _ in range(times):
        async with reading(address):
            pass


def descriptors(app: Replica) -> int:
    return len(list(Path(f"/proc/{app.process.pid}/fd").iterdir()))
