"""Backs up the whole library into one file while it is in use, and restores it.

A backup is itself a library: a SQLite file with the same tables, whatever database it was made
from. So it needs no tool of a database to be made or read, it can be opened in place
(`WENMAI_DATABASE_URL=sqlite:///FILE`), and it moves a library from SQLite to PostgreSQL or back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Table, func, select, text

from dashboard.library.leftovers import work_folder
from dashboard.library.models import Base
from dashboard.library.store import Store, open_store
from dashboard.writing import replace_file

Problem = Literal["exists", "missing", "no_backup", "broken", "not_empty"]
_ROWS_AT_ONCE = 500
_HEAVY_AT_ONCE = 5  # a row of these may hold a file of 20 MB
_HEAVY = frozenset({"original", "article_text", "lexicon", "share", "result"})


class BackupError(Exception):
    """A backup that cannot be made or put back; nothing was changed.

    Attributes:
        problem: names the sentence that people read.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds: rows by table."""

    rows: tuple[tuple[str, int], ...]

    @property
    def n_rows(self) -> int:
        """All rows together."""
        return sum(count for _, count in self.rows)


def backup(store: Store, file: Path) -> BackupContents:
    """Write the library as it is at one moment into a file that must not be there yet.

    Raises:
        BackupError: the file exists.
        StoreError: the database did not answer.
    """
    if file.exists():
        raise BackupError("exists")
    with replace_file(file, mode=0o600) as unfinished:  # articles are nobody else's
        return _write(store, unfinished)


def restore(store: Store, file: Path, *, replace: bool = False) -> BackupContents:
    """Restore a library: all of it, or nothing if anything goes wrong.

    Args:
        store: where it is put.
        file: a backup, of this version or an earlier one.
        replace: what is there now goes; a SQLite or PostgreSQL library that holds files is
            backed up into its data folder first.

    Raises:
        BackupError: the file is no backup, or files would be lost.
        StoreTooNewError: it was made by a later program.
        StoreError: the database did not answer.
    """
    _check(file)
    with store.read() as session:
        holds_files = bool(session.scalar(select(func.count()).select_from(_table("original"))))
    if holds_files and not replace:
        raise BackupError("not_empty")
    if holds_files:
        stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
        backup(store, store.data_dir / f"before-restore-{stamp}.sqlite")
    with work_folder(store.data_dir) as folder:
        copy = folder / "backup.sqlite"
        _copy_sqlite(file, copy)
        source = open_store(f"sqlite:///{copy}", data_dir=folder)  # brought up to date
        try:
            return _replace_rows(source, store)
        finally:
            source.close()


def _write(store: Store, file: Path) -> BackupContents:
    if store.engine.dialect.name == "sqlite":
        _copy_sqlite(Path(str(store.engine.url.database)), file)
        return _count(file)
    with work_folder(file.parent) as folder:
        copy = folder / "backup.sqlite"
        target = open_store(f"sqlite:///{copy}", data_dir=folder)
        try:
            kept = _replace_rows(store, target)
        finally:
            target.close()
        _copy_sqlite(copy, file)
    return kept


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file at one moment, without its log, and so that the disk has it."""
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        writing.execute("PRAGMA synchronous = FULL")
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
    finally:
        reading.close()
        writing.close()


def _check(file: Path) -> None:
    if not file.is_file():
        raise BackupError("missing")
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    try:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not {"workspace", "original", "alembic_version"} <= names:
            raise BackupError("no_backup")
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("broken")
    except sqlite3.DatabaseError as error:
        is_none = error.sqlite_errorname == "SQLITE_NOTADB"
        raise BackupError("no_backup" if is_none else "broken") from None
    finally:
        connection.close()


def _replace_rows(source: Store, target: Store) -> BackupContents:
    """Copy every row in one transaction on either side; parents before children."""
    tables = Base.metadata.sorted_tables
    with source.read() as reading, target.write() as writing:
        there, here = reading.connection(), writing.connection()
        for table in reversed(tables):
            here.execute(table.delete())
        rows = tuple((table.name, _copy_rows(table, there, here)) for table in tables)
        _continue_numbers(here)
    return BackupContents(rows)


def _copy_rows(table: Table, source: Connection, target: Connection) -> int:
    count = 0
    for part in _parts(table, source):
        target.execute(table.insert(), part)
        count += len(part)
    return count


def _parts(table: Table, source: Connection) -> Iterator[list[dict[str, object]]]:
    n = _HEAVY_AT_ONCE if table.name in _HEAVY else _ROWS_AT_ONCE
    result = source.execution_options(yield_per=n).execute(select(table))
    for part in result.mappings().partitions():
        yield [dict(row) for row in part]


def _continue_numbers(connection: Connection) -> None:
    """Set PostgreSQL's sequences to continue after the restored rows."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(
        text(
            "SELECT setval(pg_get_serial_sequence('audit', 'id'), "
            "(SELECT coalesce(max(id), 0) + 1 FROM audit), false)"
        )
    )


def _count(file: Path) -> BackupContents:
    connection = sqlite3.connect(file)
    try:
        rows = tuple(
            (name, int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]))  # noqa: S608 - our own names
            for name in (table.name for table in Base.metadata.sorted_tables)
        )
    finally:
        connection.close()
    return BackupContents(rows)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
