"""Many write at once, in threads and in processes: nothing is lost, nobody is sent away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from components.reading import Source
from dashboard.library import articles, files, ingest, lexicons, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.errors import ConflictError, QuotaExceededError
from dashboard.library.quotas import Quotas
from dashboard.library.store import Store, open_store

THREADS = 8


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """A library of the test's own, which other processes open too."""
    opened = open_store(address, data_dir=tmp_path)
    yield opened
    opened.close()


def save(home: Workspace, who: int, files: int, **how: Quotas) -> int:
    kept = 0
    for number in range(files):
        source = Source(f"{who}-{number}.txt", f"第{who}人的第{number}篇。".encode(), form="text")
        try:
            ingest.ingest(home, source, **how)
            kept += 1
        except QuotaExceededError:
            pass
    return kept


def save_as_a_process(address: str, folder: str, who: int, files: int) -> None:
    """Run by the other processes of the test below."""
    store = open_store(address, data_dir=Path(folder))
    save(Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id), who, files)


@pytest.mark.slow
def test_writing_threads_and_processes_lose_nothing(
    home: Workspace, address: str, tmp_path: Path
) -> None:
    code = (
        "import sys; from tests.dashboard.library.test_writing_at_once import save_as_a_process\n"
        "save_as_a_process(sys.argv[1], sys.argv[2], int(sys.argv[3]), 20)"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", code, address, str(tmp_path), str(who)],
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        for who in (100, 101)
    ]
    with ThreadPoolExecutor(THREADS) as pool:
        kept = list(pool.map(lambda who: save(home, who, 10), range(THREADS)))
    for other in others:
        assert other.communicate(timeout=120)[1] == ""
        assert other.returncode == 0
    assert kept == [10] * THREADS
    corpus = articles.read_corpus(home)
    expected = {f"{who}-{n}.txt" for who in range(THREADS) for n in range(10)}
    expected |= {f"{who}-{n}.txt" for who in (100, 101) for n in range(20)}
    assert {article.id for article in corpus.articles} == expected
    assert len(files.list_files(home)) == len(expected)
    cards = articles.find(home, limit=500).cards
    assert len(cards) == len(expected)


def test_writing_the_same_file_at_once_keeps_it_once(home: Workspace) -> None:
    def add(_: int) -> tuple[str, ...]:
        done = ingest.ingest(home, Source("a.txt", "同一篇。".encode()))
        return done.added.articles if done.added else ()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(add, range(THREADS))) == {("a.txt",)}
    assert articles.find(home).n == 1


def test_writing_of_own_words_loses_no_save(home: Workspace) -> None:
    def append(who: int) -> None:
        while True:
            read = lexicons.load(home)
            try:
                lexicons.save(home, f"{read.text}{who} ", expected=read.version)
                return
            except ConflictError:
                continue

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(append, range(THREADS)))
    last = lexicons.load(home)
    assert sorted(last.text.split()) == [str(who) for who in range(THREADS)]
    assert last.version == THREADS


def test_writing_at_once_stays_within_the_quota(home: Workspace) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        kept = sum(pool.map(lambda who: save(home, who, 3, quotas=Quotas(articles=10)), range(8)))
    assert kept == 10
    assert workspaces.usage(home).articles == 10


def test_writing_tags_and_articles_at_once(home: Workspace) -> None:
    save(home, 0, 1)

    def work(who: int) -> None:
        if who % 2:
            save(home, who, 3)
        else:
            tags.put(home, f"標{who % 4}", ["0-0.txt"])

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert articles.find(home).n == 1 + 4 * 3
    assert tags.list_tags(home) == (("標0", 1), ("標2", 1))


def test_writing_the_first_workspace_at_once_makes_one(store: Store) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        made = set(pool.map(lambda _: workspaces.enter(store, LOCAL).id, range(THREADS)))
    assert len(made) == 1
