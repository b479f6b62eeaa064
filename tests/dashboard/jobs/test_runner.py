"""Doing jobs: their progress and end are written, their faults cost no worker, death no work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update

from components.lexicon import Lexicon, dump_lexicon, parse_lexicon
from components.reading import ReadingSettings, Source, read
from components.text import Copies
from components.words import WordFilter
from dashboard.cache import call_cached
from dashboard.jobs import queue, result_cache, tasks, worker
from dashboard.jobs.runner import Outcome, RunningJob, Task, run
from dashboard.jobs.stages import stage_of
from dashboard.library import articles, files, ingest, lexicons, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.errors import QuotaExceededError, StoreError
from dashboard.library.filters import Filter
from dashboard.library.models import JobRow, now
from dashboard.library.store import Store
from dashboard.pipeline import Analysis, Choices, glimpse_cloud
from dashboard.sharing import bundle

NEWS = "台北市長十日說明捷運工程。中央社記者在現場採訪。第{n}則新聞到此為止。"


@pytest.fixture
def home(store: Store) -> Workspace:
    return Workspace(store, LOCAL, workspaces.create(store, LOCAL).workspace.id)


def done(store: Store, home: Workspace, doer: Task) -> queue.Job:
    """Ask for a job, do it at once, and return how it ended."""
    asked = queue.enqueue(home, "test", {}, total=3)
    job = queue.claim(store, "w")
    assert job is not None
    run(store, job, "w", {"test": doer}, seconds=60)
    return queue.get_job(home, asked.id)


def test_work_a_job_tells_how_far_it_is_and_how_it_ended(store: Store, home: Workspace) -> None:
    seen: list[tuple[int, int, str]] = []

    def counting(work: RunningJob) -> Outcome:
        work.tell_progress(1, 3, "counting", name="a.txt")
        now = queue.get_job(work.workspace, work.job.id)
        seen.append((now.done, now.total, now.message))
        assert dict(now.fields) == {"name": "a.txt"}
        return Outcome("counted", {"n": 3}, "key")

    ended = done(store, home, counting)
    assert seen == [(1, 3, "counting")]
    assert (ended.state, ended.message, ended.result_key) == ("done", "counted", "key")


def test_work_a_cancelled_job_stops_at_its_next_step(store: Store, home: Workspace) -> None:
    steps = []

    def stubborn(work: RunningJob) -> Outcome:
        queue.cancel(work.workspace, work.job.id)
        work.tell_progress(1, 3)
        steps.append("after")
        return Outcome()

    assert done(store, home, stubborn).state == "cancelled"
    assert steps == []


def raising(error: Exception) -> Task:
    def doer(work: RunningJob) -> Outcome:
        raise error

    return doer


@pytest.mark.usefixtures("expects_errors")
def test_work_a_fault_of_the_job_is_a_number_without_text(store: Store, home: Workspace) -> None:
    ended = done(store, home, raising(ValueError("柯文哲說")))
    assert (ended.state, ended.message) == ("failed", "error")
    assert set(ended.fields) == {"code"}
    assert "柯文哲" not in str(ended)


def test_work_a_full_workspace_is_told_with_its_figures(store: Store, home: Workspace) -> None:
    ended = done(store, home, raising(QuotaExceededError("bytes", limit=5, used=4, wanted=3)))
    assert (ended.state, ended.message) == ("failed", "QuotaExceededError")
    assert dict(ended.fields) == {"what": "bytes", "limit": 5, "used": 4, "wanted": 3}


def test_work_a_database_that_does_not_answer_costs_one_attempt(
    store: Store, home: Workspace
) -> None:
    assert done(store, home, raising(StoreError("57P01", lost=True))).state == "queued"


def received(home: Workspace, names: list[str]) -> list[tuple[str, str, ReadingSettings]]:
    return [
        (files.keep_unread(home, name, NEWS.format(n=n).encode()).id, name,
         ReadingSettings())
        for n, name in enumerate(names)
    ]  # fmt: skip


def test_work_files_are_read_into_the_library_and_bad_ones_told(
    store: Store, home: Workspace
) -> None:
    given = received(home, ["a.txt", "b.txt"])
    bad = files.keep_unread(home, "bad.txt", b"\0\1\2\3" * 40)
    asked = tasks.ask_to_read(home, [*given, (bad.id, "bad.txt", ReadingSettings())])
    job = queue.claim(store, "w")
    assert job is not None
    run(store, job, "w", tasks.TASKS, seconds=60)
    ended = queue.get_job(home, asked.id)
    assert (ended.state, ended.fields["new"], ended.fields["files"]) == ("done", 2, 3)
    assert [refusal["source"] for refusal in ended.fields["refused"]] == ["bad.txt"]
    assert [card.id for card in articles.find(home).cards] == ["a.txt", "b.txt"]


def test_work_a_second_attempt_goes_on_where_the_first_ended(store: Store, home: Workspace) -> None:
    files = received(home, ["a.txt", "b.txt", "c.txt"])
    asked = tasks.ask_to_read(home, files)
    job = queue.claim(store, "first")
    assert job is not None
    earlier = [{"source": "x", "reason": "empty", "detail": [], "id": "x"}]
    queue.write_progress(
        store, job.id, "first", done=2, total=3, fields={"refused": earlier, "new": 2}
    )
    queue.give_back(store, job.id, "first")
    again = queue.claim(store, "second")
    assert again is not None
    run(store, again, "second", tasks.TASKS, seconds=60)
    assert [card.id for card in articles.find(home).cards] == ["c.txt"]
    ended = queue.get_job(home, asked.id)
    assert (ended.fields["new"], ended.fields["refused"]) == (3, earlier)


def test_work_what_an_attempt_that_died_left_behind_counts_as_new(
    store: Store, home: Workspace
) -> None:
    files = received(home, ["a.txt"])
    other = ingest.ingest(home, Source("old.txt", NEWS.format(n=9).encode()))
    asked = tasks.ask_to_read(home, files, clear="others")
    assert other.added and queue.claim(store, "first")
    ingest.ingest(home, Source("a.txt", NEWS.format(n=0).encode()))
    queue.give_back(store, asked.id, "first")
    again = queue.claim(store, "second")
    assert again is not None
    run(store, again, "second", tasks.TASKS, seconds=60)
    assert [card.id for card in articles.find(home).cards] == ["a.txt"]


def test_work_a_bundle_brings_its_articles_and_its_words(store: Store, home: Workspace) -> None:
    """Whoever opens a bundle has the numbers of whoever made it."""
    own = Lexicon(words=("天星碼頭",))
    read_there = read([Source("a.txt", NEWS.format(n=1).encode())])
    data = bundle.write(Analysis(read_there, Choices(lexicon=own)))
    kept = files.keep_unread(home, "all.zip", data)
    asked = tasks.ask_to_read(home, [(kept.id, "all.zip", ReadingSettings())])
    job = queue.claim(store, "w")
    assert job is not None
    run(store, job, "w", tasks.TASKS, seconds=60)
    assert queue.get_job(home, asked.id).state == "done"
    corpus = articles.read_corpus(home)
    assert [(a.id, a.text) for a in corpus.articles] == [
        ("all.zip!a.txt", read_there.articles[0].text)
    ]
    assert parse_lexicon(lexicons.load(home).text) == own


@pytest.mark.parametrize("copies", ["unique", "all"])
def test_work_pages_fetch_what_a_job_made_and_make_nothing(
    store: Store, home: Workspace, copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page gets from the library is what it would have made itself."""
    text = "".join(NEWS.format(n=n) for n in range(9)) * 2
    source = Source("a.txt", text.encode())
    ingest.ingest(home, source)
    own = Lexicon(words=("捷運工程",), entities=("drop 台北",))
    lexicons.save(home, dump_lexicon(own), expected=0)
    corpus = articles.read_corpus(home)
    choices = Choices(copies=copies, lexicon=own)
    page = Analysis(corpus, choices, call=result_cache.ResultFetcher(home))
    with pytest.raises(result_cache.ResultMissingError):
        _ = page.report
    asked = tasks.ask_to_analyse(home, Filter(), choices)
    job = queue.claim(store, "w")
    assert job is not None
    run(store, job, "w", tasks.TASKS, seconds=60)
    ended = queue.get_job(home, asked.id)
    assert (ended.state, ended.message) == ("done", "analysed")
    made: list[str] = []

    def note(verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if stage_of(verb):
            made.append(verb.__name__)
        return call_cached(verb, *args, **kwargs)

    monkeypatch.setattr(result_cache, "call_cached", note)
    page = Analysis(corpus, choices, call=result_cache.ResultFetcher(home))
    alone = Analysis(corpus, choices)
    for step in (
        "report", "counted", "tokens", "table", "index", "network", "quotations", "ledger",
        "measured",
    ):  # fmt: skip
        assert getattr(page, step) == getattr(alone, step)
    assert glimpse_cloud(page) == glimpse_cloud(alone)
    assert made == []
    # Where no job kept what follows from the slow results, a page makes it.
    page.table_of(WordFilter(families=("address",)))
    assert made == ["count"]


def test_work_a_result_has_one_name_in_every_process() -> None:
    """A set has another order in each; it would be another name in the process of the job."""
    code = (
        "from components.statistics import StatisticSettings as S;"
        "from dashboard.jobs.result_cache import name_result as n;"
        "print(n(('measure', S(stop_words=frozenset('的了在是也')))))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; fail where it never is."""
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker process on the library of a folder."""
    process = worker.start({"WENMAI_DATA_DIR": str(folder)})
    try:
        yield process
    finally:
        process.kill()
        worker.end(process)


@pytest.mark.slow
def test_work_a_killed_worker_loses_no_file(store: Store, home: Workspace) -> None:
    """Two workers in turn, the first killed in the middle: every file becomes one article."""
    files = received(home, [f"{n:03}.txt" for n in range(120)])
    asked = tasks.ask_to_read(home, files)
    with started(store.data_dir) as first:
        wait_for(lambda: articles.find(home).n >= 10)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert queue.get_job(home, asked.id).live
    with store.write() as session:  # what a dead worker holds is held until its lease has run out
        session.execute(update(JobRow).values(lease_until=now()))
    with started(store.data_dir):
        wait_for(lambda: not queue.get_job(home, asked.id).live)
    ended = queue.get_job(home, asked.id)
    assert (ended.state, ended.attempts) == ("done", 2)
    assert [card.id for card in articles.find(home, limit=200).cards] == [
        name for _, name, _ in files
    ]


@pytest.mark.slow
def test_work_workers_end_with_the_one_that_started_them(store: Store) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "work", "--workers", "1"]
    environment = {**os.environ, "WENMAI_DATA_DIR": str(store.data_dir)}
    with subprocess.Popen(command, env=environment) as supervisor:
        wait_for(lambda: len(children(supervisor.pid)) == 1)
        (own,) = children(supervisor.pid)
        os.kill(own, signal.SIGKILL)
        wait_for(lambda: children(supervisor.pid) not in ([], [own]))
        (heir,) = children(supervisor.pid)
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        wait_for(lambda: not Path(f"/proc/{heir}").exists())


def children(pid: int) -> list[int]:
    """Return the living children of a process."""
    import psutil

    found = psutil.Process(pid).children()
    return [child.pid for child in found if child.status() != psutil.STATUS_ZOMBIE]


def test_work_a_loop_serves_until_it_is_told_to_stop(store: Store, home: Workspace) -> None:
    stop = threading.Event()
    doers: dict[str, Task] = {"test": lambda work: Outcome("done")}
    loop = threading.Thread(
        target=worker.work, args=(store, doers), kwargs={"name": "w", "stop": stop}
    )
    loop.start()
    asked = queue.enqueue(home, "test", {})
    wait_for(lambda: queue.get_job(home, asked.id).state == "done")
    stop.set()
    loop.join(timeout=180)
    assert not loop.is_alive()


def test_work_gives_room_back_once_a_day_and_never_at_its_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, clock, asked = threading.Event(), [1.0], []

    def caring(_: Store, __: object, *, room: str) -> None:
        asked.append(room)
        clock[0] += 8.5 * 3600
        if len(asked) == 5:
            stop.set()

    monkeypatch.setattr(worker, "_IDLE", 0.0)
    monkeypatch.setattr(worker, "delete_expired", caring)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    worker.work(store, {}, name="w", stop=stop)
    assert asked == ["keep", "keep", "keep", "give_back", "keep"]


def test_work_an_empty_queue_is_looked_at_ever_less_until_a_job_comes(
    store: Store, home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, pauses = threading.Event(), []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        if len(pauses) == 60:
            queue.enqueue(home, "test", {})
        if len(pauses) == 70:
            stop.set()
        return stop.is_set()

    monkeypatch.setattr(stop, "wait", wait)
    worker.work(store, {"test": lambda work: Outcome("done")}, name="w", stop=stop)
    before, after = pauses[:60], pauses[60:]
    assert (before[0], before[-1]) == (0.1, 0.5)
    assert before == sorted(before)
    assert after == before[:10]


def test_work_a_worker_that_ends_at_once_is_started_again_ever_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Dead:
        def poll(self) -> int:
            return 1

    clock, starts = [0.0], []
    monkeypatch.setattr(worker, "start", lambda: starts.append(clock[0]) or Dead())
    monkeypatch.setattr(worker, "end", lambda _: None)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    post = worker.WorkerSlot()
    while clock[0] < 400:
        clock[0] += 0.5
        post.keep_up()
    gaps = [later - sooner for sooner, later in pairwise(starts)]
    assert [gap - 0.5 for gap in gaps[:8]] == [1, 2, 4, 8, 16, 32, 60, 60]
