"""Brings the database schema up to date when it is opened; the first to open it does so.

Migrations are packaged and need no file of settings. They run in one transaction under a lock:
a program killed in the middle leaves the database as it was. A SQLite file is copied before
any migration that is not its first. Alembic takes long to import, and nearly every start finds
the database up to date: only a migration asks for it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from dashboard.library.errors import StoreTooNewError
from dashboard.writing import replace_file

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
_LOCK = 0x57454E4D4149  # "WENMAI"; any number that no other program takes


def migrate(place: URL, data_dir: Path, *, target: str = "head") -> None:
    """Bring the tables of a database to a version, unless they are there already.

    Raises:
        StoreTooNewError: the database has a version this program does not know.
    """
    sqlite = place.get_backend_name() == "sqlite"
    if sqlite:
        Path(str(place.database)).touch(mode=0o600)  # articles are nobody else's
    engine = create_engine(place, poolclass=NullPool, hide_parameters=True)
    if sqlite:
        event.listen(engine, "connect", _prepare_for_migration)
        event.listen(engine, "begin", _take_file)
    with engine.begin() as connection:
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _migrate(connection, place, data_dir, target)


def newest() -> str:
    """Return the version that this program writes."""
    return max(_list_versions())


def version_of(connection: Connection) -> str | None:
    """Return the version of a database, None where it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def prepare_sqlite(connection: sqlite3.Connection, _: object = None) -> None:
    """Give a new connection what SQLite leaves out by default."""
    # The driver must not begin transactions by itself: ours begin by what they will do.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _wait_for_lock(lambda: connection.execute("PRAGMA journal_mode = WAL"))
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what a reader deletes is overwritten


def _migrate(connection: Connection, place: URL, data_dir: Path, target: str) -> None:
    found = version_of(connection)
    if found is not None and found not in _list_versions():
        raise StoreTooNewError(found=found, known=newest())
    if found == newest():
        return
    if found is not None and place.get_backend_name() == "sqlite":
        _copy_file(Path(str(place.database)), data_dir, found)
    _upgrade(connection, target)


def _upgrade(connection: Connection, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _copy_file(file: Path, data_dir: Path, version: str) -> Path:
    """Copy a SQLite database before it is changed; the copy is whole or does not appear."""
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    copy = data_dir / f"{file.stem}-{version}-{stamp}.sqlite"
    with replace_file(copy, mode=0o600) as unfinished:  # articles are nobody else's
        source, target = sqlite3.connect(file), sqlite3.connect(unfinished)
        try:
            target.execute("PRAGMA synchronous = FULL")
            source.backup(target)
        finally:
            source.close()
            target.close()
    return copy


def _prepare_for_migration(connection: sqlite3.Connection, _: object = None) -> None:
    prepare_sqlite(connection)
    # A table that is copied to change it must not take the rows that point to it along.
    connection.execute("PRAGMA foreign_keys = OFF")


def _take_file(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_for_lock(act: Callable[[], Any]) -> None:
    """Retry what SQLite refuses, without waiting itself, while another process opens the file."""
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            act()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in ("SQLITE_BUSY", "SQLITE_LOCKED"):
                raise
            if time.monotonic() > last:
                raise
        time.sleep(0.02)


def _list_versions() -> set[str]:
    """Return the versions that this program knows: the files of migrations bear their names."""
    return {file.stem.partition("_")[0] for file in MIGRATIONS.glob("versions/v*.py")}
