"""The queue: who is served first, what becomes of the dead, what readers see of each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from dashboard.jobs import queue
from dashboard.library import actors, models, workspaces
from dashboard.library.actors import LOCAL, NOBODY, Actor
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.models import now
from dashboard.library.store import Store


@pytest.fixture
def home(store: Store) -> str:
    return workspaces.create(store, LOCAL).workspace.id


@pytest.fixture
def other(store: Store) -> tuple[Actor, str]:
    made = workspaces.create(store, NOBODY)
    assert made.token is not None
    return actors.link(made.token), made.workspace.id


def die(store: Store, job_id: str) -> None:
    """Let a lease run out, as it does when a worker is killed."""
    past = now() - timedelta(seconds=1)
    with store.write() as session:
        session.execute(update(models.Job).where(models.Job.id == job_id).values(lease_until=past))


def test_queue_a_job_is_claimed_once_and_ends_with_its_outcome(store: Store, home: str) -> None:
    asked = queue.enqueue(store, LOCAL, home, "count", {"n": 3}, total=3)
    assert (asked.state, asked.total, asked.live) == ("queued", 3, True)
    assert queue.waits(store)
    job = queue.claim(store, "one")
    assert job is not None
    assert (job.id, job.state, job.attempts, job.actor) == (asked.id, "running", 1, LOCAL)
    assert queue.claim(store, "two") is None
    assert not queue.waits(store)
    assert queue.progress(store, job.id, "one", done=2, total=3, message="counting") == "go_on"
    assert queue.job(store, LOCAL, job.id).done == 2
    queue.end(store, job.id, "one", "done", message="counted", fields={"n": 3}, result_key="k")
    ended = queue.job(store, LOCAL, job.id)
    assert (ended.state, ended.done, ended.message, ended.result_key) == ("done", 3, "counted", "k")
    assert not ended.live


def test_queue_the_same_work_is_not_put_in_twice(store: Store, home: str) -> None:
    one = queue.enqueue(store, LOCAL, home, "count", {"n": 3})
    same = queue.enqueue(store, LOCAL, home, "count", {"n": 3})
    another = queue.enqueue(store, LOCAL, home, "count", {"n": 4})
    assert one.id == same.id != another.id
    first = queue.claim(store, "w")
    assert first is not None
    assert queue.enqueue(store, LOCAL, home, "count", {"n": 3}).id == one.id, "while it runs"
    queue.end(store, first.id, "w", "done")
    assert queue.enqueue(store, LOCAL, home, "count", {"n": 3}).id != one.id, "but when it ended"


def test_queue_whoever_has_the_fewest_jobs_running_comes_first(
    store: Store, home: str, other: tuple[Actor, str]
) -> None:
    for n in range(3):
        queue.enqueue(store, LOCAL, home, "count", {"n": n})
    late = queue.enqueue(store, other[0], other[1], "count", {})
    served = [queue.claim(store, f"w{n}") for n in range(4)]
    homes = [job.workspace_id for job in served if job]
    assert homes == [home, other[1], home, home]
    assert served[1] is not None
    assert (served[1].id, served[1].actor) == (late.id, other[0])


@pytest.mark.parametrize("deaths", [1, 2])
def test_queue_a_job_whose_worker_died_is_done_by_another(
    store: Store, home: str, deaths: int
) -> None:
    asked = queue.enqueue(store, LOCAL, home, "count", {})
    for n in range(deaths):
        assert queue.claim(store, f"w{n}") is not None
        die(store, asked.id)
        assert queue.waits(store)
    again = queue.claim(store, "heir")
    assert again is not None
    assert again.attempts == deaths + 1
    assert queue.beat(store, asked.id, "w0") == "lost"
    assert queue.progress(store, asked.id, "w0", done=1, total=2) == "lost"
    queue.end(store, asked.id, "w0", "done")
    assert queue.job(store, LOCAL, asked.id).state == "running", "the dead have no say"


def test_queue_three_deaths_are_enough(store: Store, home: str) -> None:
    asked = queue.enqueue(store, LOCAL, home, "count", {})
    for n in range(queue.ATTEMPTS):
        assert queue.claim(store, f"w{n}") is not None
        die(store, asked.id)
    assert queue.claim(store, "w") is None
    failed = queue.job(store, LOCAL, asked.id)
    assert (failed.state, failed.message, dict(failed.fields)) == (
        "failed", "worker_died", {"attempts": 3},
    )  # fmt: skip


def test_queue_a_waiting_job_is_cancelled_at_once_a_running_one_at_its_next_step(
    store: Store, home: str
) -> None:
    waiting = queue.enqueue(store, LOCAL, home, "count", {"n": 1})
    assert queue.cancel(store, LOCAL, waiting.id).state == "cancelled"
    running = queue.enqueue(store, LOCAL, home, "count", {"n": 2})
    assert queue.claim(store, "w") is not None
    assert queue.cancel(store, LOCAL, running.id).state == "running"
    assert queue.beat(store, running.id, "w") == "cancel"
    assert queue.progress(store, running.id, "w", done=1, total=2) == "cancel"
    die(store, running.id)
    assert queue.claim(store, "heir") is None, "nobody goes on with what was cancelled"
    assert queue.job(store, LOCAL, running.id).state == "cancelled"
    assert queue.cancel(store, LOCAL, running.id).state == "cancelled", "twice is once"


def test_queue_only_so_many_jobs_wait_or_run(store: Store, home: str) -> None:
    queue.enqueue(store, LOCAL, home, "count", {"n": 1}, most=2)
    queue.enqueue(store, LOCAL, home, "count", {"n": 2}, most=2)
    with pytest.raises(QuotaExceededError) as refused:
        queue.enqueue(store, LOCAL, home, "count", {"n": 3}, most=2)
    assert (refused.value.what, refused.value.limit, refused.value.used) == ("jobs", 2, 2)
    job = queue.claim(store, "w")
    assert job is not None
    queue.end(store, job.id, "w", "done")
    queue.enqueue(store, LOCAL, home, "count", {"n": 3}, most=2)


def test_queue_a_job_is_its_readers_alone(
    store: Store, home: str, other: tuple[Actor, str]
) -> None:
    mine = queue.enqueue(store, LOCAL, home, "count", {})
    stranger, place = other
    asks: list[Callable[[], object]] = [
        lambda: queue.job(store, stranger, mine.id),
        lambda: queue.cancel(store, stranger, mine.id),
        lambda: queue.dismiss(store, stranger, mine.id),
        lambda: queue.jobs(store, stranger, home),
        lambda: queue.enqueue(store, stranger, home, "count", {}),
        lambda: queue.job(store, LOCAL, "no such job"),
    ]
    for ask in asks:
        with pytest.raises(NotFoundError):
            ask()
    assert queue.jobs(store, stranger, place) == ()
    assert [job.id for job in queue.jobs(store, LOCAL, home)] == [mine.id]
    assert queue.jobs(store, LOCAL, home, kind="other") == ()


def test_queue_ended_jobs_can_be_dismissed(store: Store, home: str) -> None:
    job = queue.enqueue(store, LOCAL, home, "count", {})
    queue.dismiss(store, LOCAL, job.id)
    assert queue.job(store, LOCAL, job.id).live, "one that lives stays"
    queue.cancel(store, LOCAL, job.id)
    queue.dismiss(store, LOCAL, job.id)
    assert queue.jobs(store, LOCAL, home) == ()


def test_queue_asking_for_work_changes_no_article(store: Store, home: str) -> None:
    """Pages keep a corpus by the version of its workspace, and would read it anew."""
    before = workspaces.get(store, LOCAL, home).version
    queue.enqueue(store, LOCAL, home, "count", {})
    assert workspaces.get(store, LOCAL, home).version == before
