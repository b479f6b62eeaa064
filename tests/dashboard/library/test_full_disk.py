"""A full disk can be left by emptying the bin, and every fault of the library is called by name.

The disk is a small file system in memory; making one needs the rights of root. Where there are
none, the size of files is limited instead, which SQLite meets as a full disk too.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from components.reading import Source
from dashboard.cli import main, serve
from dashboard.jobs import queue
from dashboard.jobs.runner import run
from dashboard.library import articles, connection, faults, full_disk, ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.errors import StoreError
from dashboard.library.store import Store, open_store

MEGABYTE = 2**20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Twelve megabytes that are a disk of their own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={12 * MEGABYTE}", "tmpfs", str(place)]
    if os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0:
        yield place
        connection.close_stores()
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        return
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MEGABYTE, before[1]))
    yield place
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


@contextmanager
def opened(place: Path) -> Iterator[tuple[Store, Workspace]]:
    store = open_store(data_dir=place)
    try:
        yield store, Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)
    finally:
        store.close()


def text(n: int) -> bytes:
    """Return a text that nothing makes smaller."""
    chance = random.Random(n)
    signs = "".join(chr(chance.randint(0x4E00, 0x9FA0)) for _ in range(60_000))
    return "。".join(signs[i : i + 30] for i in range(0, len(signs), 30)).encode()


def fill(workspace: Workspace) -> int:
    """Add articles until the disk is full; return how many are there."""
    for n in range(200):
        try:
            ingest.ingest(workspace, Source(f"{n}.txt", text(n)))
        except StoreError as error:
            assert full_disk.is_full(error), error.code
            return n
    raise AssertionError("the disk never was full")


def choke(place: Path) -> None:
    """Take what room is left on the disk, to the last byte."""
    with (place / "rest").open("wb") as file:
        for size in (65_536, 4_096, 512, 1):
            try:
                while True:
                    os.write(file.fileno(), bytes(size))
            except OSError:
                continue


def test_the_bin_of_a_full_disk_can_be_emptied(disk: Path) -> None:
    assert full_disk.keep_room(disk, 2 * MEGABYTE)
    with opened(disk) as (_, workspace):
        n = fill(workspace)
        assert n > 2
        ids = [card.id for card in articles.find(workspace, limit=100).cards]
        with full_disk.lend_room(disk):
            articles.remove(workspace, ids)
        choke(disk)
        assert full_disk.empty_bin(workspace) == len(ids)
        assert not articles.find(workspace, limit=100).cards
        ingest.ingest(workspace, Source("new.txt", text(1_000)))  # there is room again


def test_a_job_on_a_full_disk_says_so(disk: Path) -> None:
    full_disk.keep_room(disk, 2 * MEGABYTE)
    with opened(disk) as (store, workspace):
        queue.enqueue(workspace, "test", {})
        fill(workspace)
        with full_disk.lend_room(disk):
            job = queue.claim(store, "worker")
        choke(disk)
        assert job

        def keep(_: object) -> None:
            raise StoreError("SQLITE_FULL")

        run(store, job, "worker", {"test": keep}, seconds=60)  # type: ignore[dict-item]
        ended = queue.list_jobs(workspace)[0]
        assert (ended.state, ended.message) == ("failed", "disk_full")


def newer(file: Path) -> None:
    with sqlite3.connect(file) as changed:
        changed.execute("UPDATE alembic_version SET version_num = 'v9999'")
    changed.close()


def corrupt_header(file: Path) -> None:
    with file.open("r+b") as changed:
        changed.write(b"no database here")


def corrupt_pages(file: Path) -> None:
    with file.open("r+b") as changed:
        size = file.stat().st_size
        for place in range(4096, size, 4096):
            changed.seek(place)
            changed.write(b"\xff" * 64)


@pytest.mark.parametrize(
    ("harm", "fault"),
    [(newer, "newer"), (corrupt_header, "damaged"), (corrupt_pages, "damaged")],
)
def test_a_library_that_cannot_be_used_is_told_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys, harm, fault: str
) -> None:
    place = tmp_path / "data"
    with opened(place) as (_, workspace):
        ingest.ingest(workspace, Source("a.txt", "北約同意。".encode()))
    harm(place / "library.sqlite")
    monkeypatch.setenv("WENMAI_DATA_DIR", str(place))
    assert faults.fault_of_library() == fault
    assert serve.serve(host="127.0.0.1", port=None, open_browser=False) == 1
    told = capsys.readouterr().err
    assert "wenmai restore" in told
    copy = str(tmp_path / "b.sqlite")
    # What opens nothing but the first page sees no fault of the others.
    for verb in (["work"], *([["care"], ["backup", copy]] if harm is not corrupt_pages else [])):
        connection.close_stores()
        assert main.main(verb) == 1
        assert "wenmai restore" in capsys.readouterr().err
    assert not (tmp_path / "b.sqlite").exists()


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (StoreError("SQLITE_READONLY_DBMOVED"), "readonly"),
        (StoreError("EACCES"), "readonly"),
        (StoreError("SQLITE_FULL"), "full"),
        (StoreError("SQLITE_IOERR_SHMSIZE"), "full"),
        (StoreError("53100"), "full"),
        (StoreError("SQLITE_CORRUPT_VTAB"), "damaged"),
        (StoreError("57P01", lost=True), "unreachable"),
        (StoreError("unreachable"), "unreachable"),
        (StoreError("40P01"), None),
        (ValueError("x"), None),
    ],
)
def test_faults_are_called_by_name(error: Exception, fault: str | None) -> None:
    assert faults.fault_of(error) == fault


def test_room_is_kept_once(tmp_path: Path) -> None:
    assert full_disk.keep_room(tmp_path, MEGABYTE)
    place = tmp_path / full_disk.NAME
    assert place.stat().st_blocks * 512 >= MEGABYTE  # not a hole
    with full_disk.lend_room(tmp_path):
        assert not place.exists()
    assert place.stat().st_size == MEGABYTE
