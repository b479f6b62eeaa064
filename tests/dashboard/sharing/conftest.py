"""A library for links, on each of the two databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.library import workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.store import Store, open_store

if TYPE_CHECKING:
    from tests.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty library."""
    if request.param == "sqlite":
        opened = open_store(data_dir=tmp_path)
        yield opened
        opened.close()
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create()
    opened = open_store(server.url(name), data_dir=tmp_path)
    yield opened
    opened.close()
    server.drop(name)


@pytest.fixture
def desk(library: Store) -> Workspace:
    """The local reader's workspace."""
    return Workspace(library, LOCAL, workspaces.enter(library, LOCAL).id)
