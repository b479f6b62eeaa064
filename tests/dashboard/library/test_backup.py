"""One file holds the library; what is put back is what was there, on either database."""

from __future__ import annotations

import json
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dashboard.cli import main as cli
from dashboard.library.backup import BackupError, _parts, backup, restore
from dashboard.library.errors import StoreTooNewError
from dashboard.library.models import (
    ArticleRow,
    ArticleTag,
    ArticleText,
    Audit,
    Base,
    JobRow,
    LexiconRow,
    Original,
    PrintedLineRow,
    Result,
    SelectionRow,
    Share,
    Tag,
    WorkspaceRow,
    now,
)
from dashboard.library.store import Store, open_store


def fill(store: Store, *, text: str = "科索沃昨天通過新憲法。") -> str:
    """Put one row of everything into a library; return the workspace's id."""
    with store.write() as session:
        home = WorkspaceRow(name="編輯台", token_hash="a" * 64)
        session.add(home)
        session.flush()
        own: dict[str, Any] = {"workspace_id": home.id}
        original = Original(
            **own, sha256="b" * 64, name="新聞.txt", size=3, data=b"\x00\xff\xa4" * 1000
        )
        tag = Tag(**own, name="國際")
        session.add_all([original, tag])
        session.flush()
        article = ArticleRow(
            **own,
            original_id=original.id,
            file="新聞.txt",
            part=0,
            position=0,
            name="新聞.txt",
            source="新聞.txt",
            encoding="cp950",
            title="標題",
            opening=text[:5],
            characters=len(text),
            size=len(text.encode()),
            text_sha256="9" * 64,
            settings={"clean": ["widths"]},
        )
        session.add(article)
        session.flush()
        session.add_all(
            [
                ArticleText(article_id=article.id, text=text, raw=None, details={"joins": [1]}),
                ArticleTag(article_id=article.id, tag_id=tag.id),
                SelectionRow(**own, name="本週", where={"tags": ["國際"]}),
                LexiconRow(**own, version=1, text="科索夫 = 科索沃"),
                PrintedLineRow(
                    **own,
                    chart="time_chart",
                    line="title",
                    usual="e" * 64,
                    shown="f" * 64,
                    text="誰報得多",
                ),
                Share(
                    **own,
                    token_hash="c" * 64,
                    title="分享",
                    schema_version=1,
                    snapshot=b"{}",
                    snapshot_bytes=2,
                    expires=now() + timedelta(days=1),
                ),
                JobRow(**own, kind="analyse", payload={"n": 1}),
                Result(**own, key="d" * 64, data=b"[]", size=2),
                Audit(workspace_id=home.id, actor="local", action="share.create", subject="x"),
            ]
        )
        return str(home.id)


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table."""
    with store.read() as session:
        connection = session.connection()
        return {
            table.name: sorted(
                (dict(row) for row in connection.execute(select(table)).mappings()), key=repr
            )
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def other(tmp_path: Path) -> Store:
    """Another empty library, on SQLite."""
    return open_store(data_dir=tmp_path / "other")


def test_backup_holds_a_row_of_every_table(store: Store, tmp_path: Path) -> None:
    fill(store)
    kept = backup(store, tmp_path / "b.sqlite")
    assert {name: count for name, count in kept.rows if count != 1} == {}
    assert kept.n_rows == len(Base.metadata.tables)
    assert (tmp_path / "b.sqlite").stat().st_mode & 0o077 == 0


def test_backup_opens_as_a_library(store: Store, tmp_path: Path) -> None:
    fill(store)
    backup(store, tmp_path / "b.sqlite")
    opened = open_store(f"sqlite:///{tmp_path / 'b.sqlite'}", data_dir=tmp_path)
    assert everything(opened) == everything(store)
    opened.close()


def test_restore_gives_back_what_was_there(store: Store, other: Store, tmp_path: Path) -> None:
    """From either database to SQLite, and from there to either database."""
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "b.sqlite")
    restore(other, tmp_path / "b.sqlite")
    assert everything(other) == before
    backup(other, tmp_path / "c.sqlite")
    fill_once_more = fill_other(store)
    restore(store, tmp_path / "c.sqlite", replace=True)
    assert everything(store) == before
    assert fill_once_more not in {row["id"] for row in everything(store)["workspace"]}


def fill_other(store: Store) -> str:
    """Add a workspace that the backup does not know."""
    with store.write() as session:
        late = WorkspaceRow(name="later")
        session.add(late)
        session.flush()
        return str(late.id)


def test_restore_goes_on_counting_where_the_backup_stopped(store: Store, tmp_path: Path) -> None:
    fill(store)
    backup(store, tmp_path / "b.sqlite")
    restore(store, tmp_path / "b.sqlite", replace=True)
    with store.write() as session:
        session.add(Audit(actor="local", action="share.create", subject="y"))
    numbers = [row["id"] for row in everything(store)["audit"]]
    assert len(numbers) == len(set(numbers)) == 2


def test_restore_takes_no_files_away_unasked(store: Store, other: Store, tmp_path: Path) -> None:
    fill(other)
    backup(other, tmp_path / "b.sqlite")
    fill(store)
    before = everything(store)
    with pytest.raises(BackupError, match="not_empty"):
        restore(store, tmp_path / "b.sqlite")
    assert everything(store) == before


def test_restore_keeps_a_copy_of_what_it_replaces(
    store: Store, other: Store, tmp_path: Path
) -> None:
    backup(other, tmp_path / "empty.sqlite")
    fill(store)
    before = everything(store)
    restore(store, tmp_path / "empty.sqlite", replace=True)
    assert everything(store)["original"] == []
    (copy,) = store.data_dir.glob("before-restore-*.sqlite")
    restore(store, copy)
    assert everything(store) == before


def test_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.sqlite").write_bytes(b"precious")
    with pytest.raises(BackupError, match="exists"):
        backup(store, tmp_path / "b.sqlite")
    assert (tmp_path / "b.sqlite").read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "missing"),
        (b"", "no_backup"),
        ("標題,內文\n".encode(), "no_backup"),
        (b"SQLite format 3\x00" + b"\x00" * 4096, "no_backup"),
    ],
)
def test_restore_refuses_what_is_no_backup(
    store: Store, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    home = fill(store)
    file = tmp_path / "b.sqlite"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BackupError, match=problem):
        restore(store, file, replace=True)
    assert everything(store)["workspace"][0]["id"] == home


def test_restore_refuses_a_damaged_backup(store: Store, other: Store, tmp_path: Path) -> None:
    fill(other)
    file = tmp_path / "b.sqlite"
    backup(other, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="broken"):
        restore(store, file)
    assert everything(store)["workspace"] == []


def test_restore_refuses_a_backup_of_a_later_program(
    store: Store, other: Store, tmp_path: Path
) -> None:
    backup(other, tmp_path / "b.sqlite")
    connection = sqlite3.connect(tmp_path / "b.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of the future'")
    connection.close()
    with pytest.raises(StoreTooNewError):
        restore(store, tmp_path / "b.sqlite")


def test_backup_is_of_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    """Workspaces come in pairs; no backup has a half of one."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with store.write() as session:
                session.add_all([WorkspaceRow(name="left"), WorkspaceRow(name="right")])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            file = tmp_path / f"{number}.sqlite"
            backup(store, file)
            opened = open_store(f"sqlite:///{file}", data_dir=tmp_path)
            names = [row["name"] for row in everything(opened)["workspace"]]
            opened.close()
            assert names.count("left") == names.count("right")
    finally:
        stop.set()
        writer.join()


def test_backup_and_restore_from_the_command_line(
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WENMAI_DATABASE_URL", address)
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    opened = open_store(address, data_dir=tmp_path)
    fill(opened)
    file = tmp_path / "backup.sqlite"
    assert cli.main(["backup", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]["article"] == 1
    assert cli.main(["restore", str(file)]) == 1
    assert "--replace" in capsys.readouterr().err
    assert cli.main(["restore", str(file), "--replace"]) == 0
    assert cli.main(["backup", str(file)]) == 1
    assert cli.main(["care"]) == 0
    opened.close()


@pytest.mark.parametrize(("kind", "parts"), [(Result, [5, 2]), (Tag, [7])])
def test_backup_holds_few_large_rows_at_a_time(
    store: Store, kind: type[Base], parts: list[int]
) -> None:
    home = fill(store)
    with store.write() as session:
        for n in range(6):
            session.add(Tag(workspace_id=home, name=str(n)))
            session.add(Result(workspace_id=home, key=str(n), data=b"[]", size=2))
    with store.read() as session:
        found = _parts(Base.metadata.tables[kind.__tablename__], session.connection())
        assert [len(part) for part in found] == parts
