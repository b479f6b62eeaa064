"""Empty libraries; a test that takes a `store` runs twice, on SQLite and on a real PostgreSQL.

Tables are made once a session and copied: making them takes longer than most tests.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from dashboard.library import workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.models import Base
from dashboard.library.store import FILE, Store, open_store

if TYPE_CHECKING:
    from tests.postgres import Server


@pytest.fixture(autouse=True, scope="session")
def made_once(shared_statements: None, quick_clouds: None, quick_passphrases: int) -> None:
    """Make once what takes longest and is the same for each test."""


@pytest.fixture(scope="session")
def empty_database(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL library with tables and nothing in them."""
    name = postgres_server.create()
    open_store(postgres_server.url(name), data_dir=tmp_path_factory.mktemp("pg")).close()
    return name


@pytest.fixture(scope="session")
def postgres_store(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A PostgreSQL library that tests use one after the other; each finds it empty."""
    address = postgres_server.url(postgres_server.create())
    opened = open_store(address, data_dir=tmp_path_factory.mktemp("pg"))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The name of each of the two databases."""
    return str(request.param)


@pytest.fixture
def address(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty library of the test's own."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / FILE)
        yield f"sqlite:///{tmp_path / FILE}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create(template=request.getfixturevalue("empty_database"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def store(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty library."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("empty_file"), tmp_path / FILE)
        opened = open_store(data_dir=tmp_path)
        yield opened
        opened.close()
        return
    shared: Store = request.getfixturevalue("postgres_store")
    with shared.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    yield replace(shared, data_dir=tmp_path)


@pytest.fixture
def home(store: Store) -> Workspace:
    """The local reader's empty workspace."""
    return Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)
