"""Jobs are tried on the database of this machine alone."""

from __future__ import annotations

import pytest


@pytest.fixture
def database() -> str:
    """The name of the database that an empty `store` is in."""
    return "sqlite"
