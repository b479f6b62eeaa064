"""An address that is changed opens nothing any more; a workspace that is deleted leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from components.reading import ReadingSettings, Source
from components.reading import read as read_sources
from dashboard.jobs import queue, results
from dashboard.jobs.tasks import ask_to_read
from dashboard.library import articles, full_disk, ingest, lexicons, printed_lines, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, link, person
from dashboard.library.errors import NotFoundError
from dashboard.library.models import WorkspaceRow
from dashboard.library.store import Store, open_store
from dashboard.pipeline import Analysis, OwnLine
from dashboard.sharing import links
from dashboard.sharing.snapshot import View, take_snapshot

CANARY = "蛇蠍機密CANARY"
TEXT = f"{CANARY}。科索夫宣布獨立，北約表示關切。"


def filled(store: Store) -> tuple[Workspace, str]:
    """Return a workspace with something of every kind, and the token of a link into it."""
    made = workspaces.create(store, NOBODY, name=CANARY)
    own = Workspace(store, link(made.token or ""), made.workspace.id)
    ingest.ingest(own, Source(f"{CANARY}.txt", TEXT.encode(), form="text"))
    [article] = articles.find(own).cards
    tags.put(own, CANARY, [article.id])
    lexicons.save(own, f"[words]\n{CANARY}\n", expected=0)
    printed_lines.keep(own, OwnLine("time_chart", "note", "0" * 64, "1" * 64, CANARY))
    results.keep(own, "0" * 64, TEXT.encode(), kind="words.cut")
    ask_to_read(own, [(article.original, f"{CANARY}.txt", ReadingSettings())])
    analysis = Analysis(read_sources([Source("a.txt", TEXT.encode())]))
    snapshot = take_snapshot(analysis, view=View("overview", ()), texts="all", title=CANARY)
    return own, links.create(own, snapshot).token


def test_a_new_address_ends_the_old_one(store: Store) -> None:
    own, share = filled(store)
    [job] = queue.list_jobs(own)
    token = workspaces.change_key(own)
    with pytest.raises(NotFoundError):
        workspaces.enter(store, own.actor)
    with pytest.raises(NotFoundError):
        articles.find(own)
    here = Workspace(store, link(token), own.id)
    assert articles.find(here).n == 1
    assert queue.get_job(here, job.id).actor == link(token)  # work goes on in the reader's name
    assert links.open_share(store, share)
    assert len(token) == 32


def test_only_an_address_can_be_changed(store: Store) -> None:
    for who in (LOCAL, person("https://id.example", "ming")):
        own = workspaces.enter(store, who)
        with pytest.raises(NotFoundError):
            workspaces.change_key(Workspace(store, who, own.id))


def test_nothing_is_left_of_a_deleted_workspace(store: Store) -> None:
    own, share = filled(store)
    other, kept = filled(store)
    workspaces.delete(own)
    with pytest.raises(NotFoundError):
        workspaces.enter(store, own.actor)
    with pytest.raises(NotFoundError):
        links.open_share(store, share)
    assert articles.find(other).n == 1
    assert links.open_share(store, kept)
    with store.read() as session:
        tables = inspect(session.connection()).get_table_names()
        for table in tables:
            columns = {c["name"] for c in inspect(session.connection()).get_columns(table)}
            if "workspace_id" in columns and table != "audit":
                held = session.execute(
                    text(f"SELECT count(*) FROM {table} WHERE workspace_id = :own"),
                    {"own": own.id},
                ).scalar_one()
                assert held == 0, table
        assert session.get(WorkspaceRow, own.id) is None


def test_nobody_deletes_what_is_not_theirs(store: Store) -> None:
    own, _ = filled(store)
    for who in (NOBODY, LOCAL, link("x" * 32), person("https://id.example", "ming")):
        with pytest.raises(NotFoundError):
            workspaces.delete(Workspace(store, who, own.id))
    assert articles.find(own).n == 1


def bytes_of(folder: Path) -> bytes:
    """Return all that lies on the disk, the room that is set aside left out."""
    files = [path for path in folder.iterdir() if path.name.startswith("library.sqlite")]
    return b"".join(path.read_bytes() for path in files)


def test_neither_the_file_nor_its_log_holds_what_was_deleted(tmp_path: Path) -> None:
    store = open_store(data_dir=tmp_path)
    own, _ = filled(store)
    assert CANARY.encode() in bytes_of(tmp_path)
    workspaces.delete(own)
    assert CANARY.encode() not in bytes_of(tmp_path)
    store.close()


def test_an_emptied_bin_leaves_nothing_but_links(tmp_path: Path) -> None:
    store = open_store(data_dir=tmp_path)
    made = workspaces.create(store, NOBODY)
    own = Workspace(store, link(made.token or ""), made.workspace.id)
    ingest.ingest(own, Source(f"{CANARY}.txt", TEXT.encode(), form="text"))
    results.keep(own, "0" * 64, TEXT.encode(), kind="words.cut")
    articles.remove(own, [card.id for card in articles.find(own).cards])
    assert full_disk.empty_bin(own) == 1
    assert CANARY.encode() not in bytes_of(tmp_path)
    store.close()
