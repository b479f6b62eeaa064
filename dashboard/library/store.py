"""The database: how it is opened, and how a transaction begins, ends and is retried.

SQLite: one file in the data folder, write-ahead log, synced at every commit; writers say so at
`BEGIN`, because one that finds out later is told "locked". PostgreSQL: readers see one moment
(repeatable read), writers queue at the row of their workspace.
"""

from __future__ import annotations

import errno
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from dashboard.library import schema
from dashboard.library.errors import StoreError

P = ParamSpec("P")
R = TypeVar("R")

FILE = "library.sqlite"
ATTEMPTS = 5
_LOG_SECONDS = 2  # a reader who emptied the bin waits so long for the log to be emptied too
# Rolled back whole by the database itself, so doing the work again is right. 23505: another
# made the same thing in between, and the second time the work finds it.
_AGAIN = {"40001", "40P01", "23505", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"}

# The server went away or is about to; it may be back.
_GONE = ("08", "57P", "unreachable")


@dataclass(frozen=True)
class Store:
    """An open library; safe to share between threads, not across a fork.

    Attributes:
        engine: the database.
        data_dir: where files beside it may lie, such as copies before a migration.
    """

    engine: Engine
    data_dir: Path
    _readers: sessionmaker[Session]
    _writers: sessionmaker[Session]

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one moment of the database; what it changes is lost.

        Raises:
            StoreError: the database did not answer.
        """
        with _translate_faults(), self._readers() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session that is committed at the end, or undone whole by any error.

        Raises:
            StoreError: the database did not answer or refused.
        """
        with _translate_faults(), self._writers() as session:
            yield session
            session.commit()

    def transact(self, work: Callable[[Session], R], *, write: bool = True) -> R:
        """Run work in a transaction, and again if the database aborted it.

        A lost connection is tried again unless it was lost while committing, for then nobody
        knows whether the work is kept.

        Raises:
            StoreError: the database did not answer or refused.
        """
        for attempt in range(ATTEMPTS):
            done = False
            try:
                with self.write() if write else self.read() as session:
                    result = work(session)
                    session.flush()
                    done = True
                return result
            except StoreError as fault:
                again = fault.code in _AGAIN or (fault.lost and not (write and done))
                if not again or attempt == ATTEMPTS - 1:
                    raise
            time.sleep(random.uniform(0.5, 1) * 0.02 * 2**attempt)  # noqa: S311 - no secret
        raise AssertionError("unreachable")

    def empty_log(self) -> bool:
        """Write SQLite's log into its file and empty it, so that nothing deleted is left there.

        Returns:
            False where somebody reads or writes for long; the log is emptied another time. On
            PostgreSQL, which does this by itself, True.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_LOG_SECONDS * 1000}")
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {schema.BUSY_SECONDS * 1000}")
            return not busy
        except sqlite3.Error:
            return False
        finally:
            raw.close()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def reads(work: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Store, P], R]:
    """Make a verb that takes the store from work that takes a session and only reads."""
    return _verb(work, write=False)


def writes(work: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Store, P], R]:
    """Make a verb that takes the store from work that takes a session and writes."""
    return _verb(work, write=True)


def open_store(url: str = "", *, data_dir: Path) -> Store:
    """Open the library, and bring its tables up to date first.

    Args:
        url: a database as SQLAlchemy names it (`postgresql://…`, `sqlite:///…`); empty is
            the file `library.sqlite` in the data folder.
        data_dir: made if it is not there.

    Raises:
        StoreTooNewError: the database was written by a later program.
        StoreError: the database did not answer.
    """
    with _translate_faults():
        place = _place(url, data_dir)
        schema.migrate(place, data_dir)
    engine = _engine(place)
    reader = engine.execution_options()
    if place.get_backend_name() == "postgresql":
        reader = reader.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    writer = engine.execution_options(writer=True)
    return Store(engine, data_dir, _sessions(reader), _sessions(writer))


def _sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def _verb(
    work: Callable[Concatenate[Session, P], R], *, write: bool
) -> Callable[Concatenate[Store, P], R]:
    @wraps(work)
    def verb(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return store.transact(lambda session: work(session, *args, **kwargs), write=write)

    return verb


def _place(url: str, data_dir: Path) -> URL:
    if not data_dir.is_dir():
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)  # articles are nobody else's
    if not url:
        return URL.create("sqlite", database=str(data_dir / FILE))
    place = make_url(url)
    if place.drivername in ("postgres", "postgresql"):
        return place.set(drivername="postgresql+psycopg")
    return place


def _engine(place: URL) -> Engine:
    # A message with parameters would carry text of articles into logs.
    engine = create_engine(place, hide_parameters=True, pool_pre_ping=True, pool_size=10)
    if place.get_backend_name() == "sqlite":
        event.listen(engine, "connect", schema.prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get("writer")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


@contextmanager
def _translate_faults() -> Iterator[None]:
    """Raise errors of the database with their code alone: its messages may quote rows."""
    try:
        yield
    except DBAPIError as error:
        code = _code(error.orig)
        lost = error.connection_invalidated or code.startswith(_GONE)
        raise StoreError(code, lost=lost) from None
    except sqlite3.Error as error:  # while a connection was prepared
        raise StoreError(_code(error)) from None
    except PoolTimeoutError:
        raise StoreError("pool_timeout") from None
    except OSError as error:
        raise StoreError(errno.errorcode.get(error.errno or 0, "OSError")) from None


def _code(error: BaseException | None) -> str:
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    if code is None and type(error).__module__.startswith("psycopg"):
        return "unreachable"  # a server that does not answer has no state of its own
    return str(code or type(error).__name__)
