"""A clock that was put back for a while deletes nothing, lets nobody in and locks nobody out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from components import i18n
from components.reading import Source, read
from dashboard.jobs import queue
from dashboard.library import articles, files, ingest, models, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, Actor, link
from dashboard.library.errors import NotFoundError
from dashboard.library.filters import Filter
from dashboard.library.retention import delete_expired
from dashboard.library.store import Store
from dashboard.pipeline import Analysis
from dashboard.settings import Settings
from dashboard.sharing import links
from dashboard.sharing.snapshot import Snapshot, View, take_snapshot
from tests.load.kill_server_while_saving import clock_put_back

SetClock = Callable[[timedelta], None]
YEARS = timedelta(days=2_000)  # a machine that starts without a battery
RIGHT = timedelta(0)
KEPT = Settings(mode="hosted")


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Put the clock of the library back by so much."""

    def put_back(by: timedelta) -> None:
        monkeypatch.setattr(models, "datetime", clock_put_back(by))

    return put_back


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    i18n.use("zh_Hant")
    corpus = read([Source("a.txt", "北約同意。".encode())])
    return take_snapshot(Analysis(corpus), view=View("words", ()), texts="evidence")


@pytest.fixture
def home(store: Store) -> Workspace:
    """A workspace that an address opens, with one article."""
    made = workspaces.create(store, NOBODY)
    assert made.token
    own = Workspace(store, link(made.token), made.workspace.id)
    ingest.ingest(own, Source("a.txt", "科索夫宣布獨立。".encode()))
    return own


def test_a_workspace_used_meanwhile_is_not_idle_afterwards(
    home: Workspace, set_clock: SetClock
) -> None:
    set_clock(YEARS)
    workspaces.enter(home.store, home.actor)
    ingest.ingest(home, Source("b.txt", "北約同意。".encode()))
    set_clock(RIGHT)
    assert delete_expired(home.store, KEPT).workspaces == 0
    assert articles.find(home).n == 2


def test_the_bin_keeps_what_went_into_it_meanwhile(home: Workspace, set_clock: SetClock) -> None:
    set_clock(YEARS)
    [card] = articles.find(home).cards
    articles.remove(home, [card.id])
    set_clock(RIGHT)
    assert delete_expired(home.store, KEPT).articles == 0
    assert articles.find(home, Filter(place="bin")).n == 1


def test_a_file_that_waits_to_be_read_stays(home: Workspace, set_clock: SetClock) -> None:
    set_clock(YEARS)
    kept = files.keep_unread(home, "c.txt", "會談破裂。".encode())
    other = files.keep_unread(home, "d.txt", "外長會議。".encode())
    job = queue.enqueue(home, "read", {"files": [{"original": kept.id, "name": "c.txt"}]})
    set_clock(RIGHT)
    assert delete_expired(home.store, KEPT).originals == 1
    assert other.id not in {one.id for one in files.list_files(home)}
    queue.cancel(home, job.id)
    assert delete_expired(home.store, KEPT).originals == 1
    assert kept.id not in {one.id for one in files.list_files(home)}


def test_the_workspace_entered_last_is_come_back_to(store: Store, set_clock: SetClock) -> None:
    person = Actor("person", "p" * 64)
    first = workspaces.enter(store, person)
    second = workspaces.create(store, person).workspace
    for by in (RIGHT, YEARS, timedelta(hours=1), RIGHT):
        for which in (first, second):
            set_clock(by)
            workspaces.enter(store, person, which=which.id)
            assert workspaces.enter(store, person).id == which.id


def test_a_dead_workers_job_is_taken_by_another(home: Workspace, set_clock: SetClock) -> None:
    job = queue.enqueue(home, "read", {"files": []})
    assert queue.claim(home.store, "one")
    set_clock(YEARS)
    again = queue.claim(home.store, "another")
    assert again is not None
    assert again.id == job.id


def test_a_link_opens_no_longer_than_it_was_to(
    home: Workspace, snapshot: Snapshot, set_clock: SetClock
) -> None:
    """Seen from a clock that is right: one that is put back ends it early and never late."""
    set_clock(YEARS)
    early = links.create(home, snapshot)
    set_clock(RIGHT)
    with pytest.raises(NotFoundError):
        links.check(home.store, early.token)
    late = links.create(home, snapshot)
    links.revoke(home, late.share.id)
    set_clock(YEARS)
    with pytest.raises(NotFoundError):
        links.check(home.store, late.token)


def test_wrong_pass_phrases_of_a_later_time_lock_nobody_out(
    home: Workspace, snapshot: Snapshot, set_clock: SetClock
) -> None:
    made = links.create(home, snapshot, passphrase="夏日")
    for _ in range(links.TRIES):
        with pytest.raises(links.PassphraseError):
            links.open_share(home.store, made.token, passphrase="冬日", address="203.0.113.9")
    set_clock(timedelta(days=1))
    opened = links.open_share(home.store, made.token, passphrase="夏日", address="203.0.113.9")
    assert opened.share.id == made.share.id
