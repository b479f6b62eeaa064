"""What goes by itself: each thing after its time, with all that hangs on it, nothing else."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from dashboard.library.models import (
    ArticleRow,
    ArticleText,
    Audit,
    Base,
    JobRow,
    Original,
    Result,
    Share,
    WorkspaceRow,
    now,
)
from dashboard.library.retention import SHARES_KEPT, Deletions, delete_expired
from dashboard.library.store import Store
from dashboard.settings import Settings
from tests.dashboard.library.test_backup import fill

NOTHING = Deletions(0, 0, 0, 0, 0, 0, 0, 0)
SETTINGS = Settings(idle_days=180)


def count(store: Store, kind: type[Base]) -> int:
    """Return how many rows there are."""
    with store.read() as session:
        return int(session.scalar(select(func.count()).select_from(kind)) or 0)


def change(store: Store, kind: type[Base], **values: Any) -> None:
    """Set a field of all rows."""
    with store.write() as session:
        session.execute(update(kind).values(**values))


def test_care_leaves_a_library_in_use_alone(store: Store) -> None:
    fill(store)
    assert delete_expired(store, SETTINGS) == NOTHING
    assert count(store, ArticleRow) == count(store, Share) == count(store, WorkspaceRow) == 1


def test_care_of_an_empty_library_does_nothing(store: Store) -> None:
    assert delete_expired(store, SETTINGS) == NOTHING


def test_care_empties_the_bin_with_texts_and_files(store: Store) -> None:
    fill(store)
    change(store, ArticleRow, removed=now() - timedelta(days=31))
    change(store, Original, received=now() - timedelta(days=40))
    assert delete_expired(store, SETTINGS) == replace(NOTHING, articles=1, originals=1)
    assert count(store, ArticleText) == count(store, Original) == 0


def test_care_keeps_the_bin_for_its_time(store: Store) -> None:
    fill(store)
    change(store, ArticleRow, removed=now() - timedelta(days=29))
    assert delete_expired(store, SETTINGS) == NOTHING
    assert delete_expired(store, SETTINGS, at=now() + timedelta(days=2)).articles == 1


@pytest.mark.parametrize("ended", ["expires", "revoked"])
def test_care_lets_shares_go_a_week_after_they_ended(store: Store, ended: str) -> None:
    fill(store)
    change(store, Share, **{ended: now() - SHARES_KEPT + timedelta(hours=1)})
    assert delete_expired(store, SETTINGS) == NOTHING
    assert delete_expired(store, SETTINGS, at=now() + timedelta(hours=2)) == replace(
        NOTHING, shares=1
    )
    assert count(store, Share) == 0


def test_care_keeps_shares_for_ever_where_they_have_no_end(store: Store) -> None:
    fill(store)
    change(store, Share, expires=None)
    assert delete_expired(store, SETTINGS, at=now() + timedelta(days=29)) == NOTHING


def test_care_lets_results_jobs_and_notes_go(store: Store) -> None:
    fill(store)
    change(store, JobRow, finished=now() - timedelta(days=1))
    assert delete_expired(store, SETTINGS) == NOTHING
    long_ago = now() - timedelta(days=366)
    change(store, Result, last_used=long_ago)
    change(store, JobRow, finished=long_ago)
    change(store, Audit, at=long_ago)
    assert delete_expired(store, SETTINGS) == replace(NOTHING, results=1, jobs=1, notes=1)


def test_care_never_takes_a_job_that_waits(store: Store) -> None:
    fill(store)
    assert delete_expired(store, SETTINGS, at=now() + timedelta(days=400)).jobs == 0


@pytest.mark.parametrize(
    ("who", "gone"), [({}, 1), ({"owner": "f" * 64}, 0), ({"local": True}, 0)], ids=str
)
def test_care_lets_idle_workspaces_of_nobody_go(
    store: Store, who: dict[str, Any], gone: int
) -> None:
    fill(store)
    change(store, WorkspaceRow, last_used=now() - timedelta(days=181), **who)
    assert delete_expired(store, SETTINGS) == replace(NOTHING, workspaces=gone)
    assert count(store, ArticleText) == count(store, Share) == 1 - gone


def test_care_of_zero_days_keeps_for_ever(store: Store) -> None:
    fill(store)
    long_ago = now() - timedelta(days=4000)
    change(store, ArticleRow, removed=long_ago)
    change(store, WorkspaceRow, last_used=long_ago)
    change(store, Result, last_used=long_ago)
    change(store, Audit, at=long_ago)
    for_ever = Settings(bin_days=0, result_days=0, idle_days=0, audit_days=0)
    assert delete_expired(store, for_ever) == NOTHING


def test_care_sweeps_up_after_what_was_interrupted(store: Store) -> None:
    for name, age in (("old", 2 * 86_400), ("new", 0)):
        file = store.data_dir / f"{name}.unfinished"
        file.write_bytes(b"")
        os.utime(file, (time.time() - age,) * 2)
    assert delete_expired(store, SETTINGS) == replace(NOTHING, files=1)
    assert (store.data_dir / "new.unfinished").exists()


def test_care_gives_the_room_back(store: Store) -> None:
    if store.engine.dialect.name == "postgresql":
        assert delete_expired(store, SETTINGS) == NOTHING  # its own autovacuum does it
        return
    fill(store, text="長" * 2_000_000)
    file = store.data_dir / "library.sqlite"
    change(store, ArticleRow, removed=now() - timedelta(days=31))
    change(store, Original, received=now() - timedelta(days=31))
    delete_expired(store, SETTINGS, room="keep")
    assert file.stat().st_size > 5_000_000
    delete_expired(store, SETTINGS)
    assert file.stat().st_size < 1_000_000
