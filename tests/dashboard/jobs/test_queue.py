"""The queue: who is served first, what becomes of the dead, what readers see of each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from dashboard.jobs import queue
from dashboard.library import actors, models, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.models import now
from dashboard.library.store import Store


@pytest.fixture
def home(store: Store) -> Workspace:
    return Workspace(store, LOCAL, workspaces.create(store, LOCAL).workspace.id)


@pytest.fixture
def other(store: Store) -> Workspace:
    made = workspaces.create(store, NOBODY)
    assert made.token is not None
    return Workspace(store, actors.link(made.token), made.workspace.id)


def die(store: Store, job_id: str) -> None:
    """Let a lease run out, as it does when a worker is killed."""
    past = now() - timedelta(seconds=1)
    with store.write() as session:
        session.execute(
            update(models.JobRow).where(models.JobRow.id == job_id).values(lease_until=past)
        )


def test_queue_a_job_is_claimed_once_and_ends_with_its_outcome(
    store: Store, home: Workspace
) -> None:
    asked = queue.enqueue(home, "count", {"n": 3}, total=3)
    assert (asked.state, asked.total, asked.live) == ("queued", 3, True)
    assert queue.has_waiting(store)
    job = queue.claim(store, "one")
    assert job is not None
    assert (job.id, job.state, job.attempts, job.actor) == (asked.id, "running", 1, LOCAL)
    assert queue.claim(store, "two") is None
    assert not queue.has_waiting(store)
    assert (
        queue.write_progress(store, job.id, "one", done=2, total=3, message="counting") == "go_on"
    )
    assert queue.get_job(home, job.id).done == 2
    queue.end(store, job.id, "one", "done", message="counted", fields={"n": 3}, result_key="k")
    ended = queue.get_job(home, job.id)
    assert (ended.state, ended.done, ended.message, ended.result_key) == ("done", 3, "counted", "k")
    assert not ended.live


def test_queue_the_same_work_is_not_put_in_twice(store: Store, home: Workspace) -> None:
    one = queue.enqueue(home, "count", {"n": 3})
    same = queue.enqueue(home, "count", {"n": 3})
    another = queue.enqueue(home, "count", {"n": 4})
    assert one.id == same.id != another.id
    first = queue.claim(store, "w")
    assert first is not None
    assert queue.enqueue(home, "count", {"n": 3}).id == one.id, "while it runs"
    queue.end(store, first.id, "w", "done")
    assert queue.enqueue(home, "count", {"n": 3}).id != one.id, "but when it ended"


def test_queue_whoever_has_the_fewest_jobs_running_comes_first(
    store: Store, home: Workspace, other: Workspace
) -> None:
    for n in range(3):
        queue.enqueue(home, "count", {"n": n})
    late = queue.enqueue(other, "count", {})
    served = [queue.claim(store, f"w{n}") for n in range(4)]
    homes = [job.workspace_id for job in served if job]
    assert homes == [home.id, other.id, home.id, home.id]
    assert served[1] is not None
    assert (served[1].id, served[1].actor) == (late.id, other.actor)


@pytest.mark.parametrize("deaths", [1, 2])
def test_queue_a_job_whose_worker_died_is_done_by_another(
    store: Store, home: Workspace, deaths: int
) -> None:
    asked = queue.enqueue(home, "count", {})
    for n in range(deaths):
        assert queue.claim(store, f"w{n}") is not None
        die(store, asked.id)
        assert queue.has_waiting(store)
    again = queue.claim(store, "heir")
    assert again is not None
    assert again.attempts == deaths + 1
    assert queue.renew_lease(store, asked.id, "w0") == "lost"
    assert queue.write_progress(store, asked.id, "w0", done=1, total=2) == "lost"
    queue.end(store, asked.id, "w0", "done")
    assert queue.get_job(home, asked.id).state == "running", "the dead have no say"


def test_queue_three_deaths_are_enough(store: Store, home: Workspace) -> None:
    asked = queue.enqueue(home, "count", {})
    for n in range(queue.ATTEMPTS):
        assert queue.claim(store, f"w{n}") is not None
        die(store, asked.id)
    assert queue.claim(store, "w") is None
    failed = queue.get_job(home, asked.id)
    assert (failed.state, failed.message, dict(failed.fields)) == (
        "failed", "worker_died", {"attempts": 3},
    )  # fmt: skip


def test_queue_a_waiting_job_is_cancelled_at_once_a_running_one_at_its_next_step(
    store: Store, home: Workspace
) -> None:
    waiting = queue.enqueue(home, "count", {"n": 1})
    assert queue.cancel(home, waiting.id).state == "cancelled"
    running = queue.enqueue(home, "count", {"n": 2})
    assert queue.claim(store, "w") is not None
    assert queue.cancel(home, running.id).state == "running"
    assert queue.renew_lease(store, running.id, "w") == "cancel"
    assert queue.write_progress(store, running.id, "w", done=1, total=2) == "cancel"
    die(store, running.id)
    assert queue.claim(store, "heir") is None, "nobody goes on with what was cancelled"
    assert queue.get_job(home, running.id).state == "cancelled"
    assert queue.cancel(home, running.id).state == "cancelled", "twice is once"


def test_queue_only_so_many_jobs_wait_or_run(store: Store, home: Workspace) -> None:
    queue.enqueue(home, "count", {"n": 1}, most=2)
    queue.enqueue(home, "count", {"n": 2}, most=2)
    with pytest.raises(QuotaExceededError) as refused:
        queue.enqueue(home, "count", {"n": 3}, most=2)
    assert (refused.value.what, refused.value.limit, refused.value.used) == ("jobs", 2, 2)
    job = queue.claim(store, "w")
    assert job is not None
    queue.end(store, job.id, "w", "done")
    queue.enqueue(home, "count", {"n": 3}, most=2)


def test_queue_a_job_is_its_readers_alone(store: Store, home: Workspace, other: Workspace) -> None:
    mine = queue.enqueue(home, "count", {})
    theirs = replace(home, actor=other.actor)
    by_id: tuple[Callable[..., object], ...] = (queue.get_job, queue.cancel, queue.dismiss)
    asks: list[Callable[[], object]] = [
        *(partial(ask, where, mine.id) for ask in by_id for where in (other, theirs)),
        lambda: queue.list_jobs(theirs),
        lambda: queue.enqueue(theirs, "count", {}),
        lambda: queue.get_job(home, "no such job"),
    ]
    for ask in asks:
        with pytest.raises(NotFoundError):
            ask()
    assert queue.list_jobs(other) == ()
    assert [job.id for job in queue.list_jobs(home)] == [mine.id]
    assert queue.list_jobs(home, kind="other") == ()


def test_queue_ended_jobs_can_be_dismissed(store: Store, home: Workspace) -> None:
    job = queue.enqueue(home, "count", {})
    queue.dismiss(home, job.id)
    assert queue.get_job(home, job.id).live, "one that lives stays"
    queue.cancel(home, job.id)
    queue.dismiss(home, job.id)
    assert queue.list_jobs(home) == ()


def test_queue_asking_for_work_changes_no_article(home: Workspace) -> None:
    """Pages keep a corpus by the version of its workspace, and would read it anew."""
    before = workspaces.get(home).version
    queue.enqueue(home, "count", {})
    assert workspaces.get(home).version == before
