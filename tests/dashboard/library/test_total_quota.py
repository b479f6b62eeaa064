"""What all workspaces of a library may hold together, on each of the two databases."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.reading import Source
from dashboard.library import articles, files, ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, link
from dashboard.library.errors import QuotaExceededError
from dashboard.library.quotas import Quotas
from dashboard.library.store import Store

ROOM = 400_000  # bytes, beside what an empty library has
FILE = 30_000


def visitor(store: Store) -> Workspace:
    made = workspaces.create(store, NOBODY)
    assert made.token
    return Workspace(store, link(made.token), made.workspace.id)


def noise(seed: int) -> bytes:
    """Return bytes that no database makes smaller."""
    return random.Random(seed).randbytes(FILE)


def used(store: Store) -> int:
    with store.read() as session:
        return workspaces.measure_library(session)


def keep(home: Workspace, seed: int, quotas: Quotas) -> bool:
    try:
        files.keep_unread(home, f"{seed}.txt", noise(seed), quotas=quotas)
    except QuotaExceededError as error:
        assert error.what == "total"
        return False
    return True


def test_many_at_once_stay_below_it(store: Store) -> None:
    most = used(store) + ROOM
    homes = [visitor(store) for _ in range(24)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda n: keep(homes[n], n, Quotas(total=most)), range(24)))
    assert 0 < sum(kept) < len(kept)
    assert used(store) <= most


def test_room_that_was_made_is_used_again(store: Store) -> None:
    """PostgreSQL's files do not shrink: what was deleted must not count for ever."""
    home, most = visitor(store), Quotas(total=used(store) + ROOM)
    full = next(n for n in range(100) if not keep(home, n, most))
    names = [one.id for one in files.list_files(home)]
    assert len(names) == full
    files.delete_unused(home, names)
    assert keep(home, 500, most)


def test_an_article_counts_as_its_file_does(store: Store) -> None:
    home, most = visitor(store), Quotas(total=used(store) + ROOM)
    with pytest.raises(QuotaExceededError):
        for n in range(100):
            text = f"第{n}篇。" + "".join(random.Random(n).choices("科索夫獨立北約外長", k=9_000))
            ingest.ingest(home, Source(f"{n}.txt", text.encode()), quotas=most)
    assert articles.find(home).n > 0
    assert used(store) <= (most.total or 0)


def test_refused_files_leave_nothing_on_the_disk(store: Store) -> None:
    home = visitor(store)
    assert keep(home, 0, Quotas())
    before, most = size_on_disk(store), Quotas(total=used(store) + FILE // 2)
    assert not any(keep(home, n, most) for n in range(1, 40))
    assert size_on_disk(store) - before < 4 * FILE


def size_on_disk(store: Store) -> int:
    with store.read() as session:
        connection = session.connection()
        if store.engine.dialect.name == "sqlite":
            return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) * 4096
        query = "SELECT pg_database_size(current_database())"
        return int(connection.exec_driver_sql(query).scalar_one())
