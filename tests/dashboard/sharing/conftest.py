"""A library for links, on each of the two databases."""

from __future__ import annotations

import pytest

from dashboard.library import workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.store import Store


@pytest.fixture
def library(store: Store) -> Store:
    """An empty library."""
    return store


@pytest.fixture
def desk(library: Store) -> Workspace:
    """The local reader's workspace."""
    return Workspace(library, LOCAL, workspaces.enter(library, LOCAL).id)
