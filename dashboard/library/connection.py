"""Opens the library of this process once, for pages, routes and commands alike."""

from __future__ import annotations

import threading

from dashboard.library.store import Store, open_store
from dashboard.settings import settings

_guard = threading.Lock()
_open: dict[tuple[str, str], Store] = {}


def get_store() -> Store:
    """Return the library that the settings name, opened and up to date.

    Raises:
        StoreTooNewError: it was written by a later program.
        StoreError: the database does not answer.
    """
    chosen = settings()
    place = (chosen.database_url, str(chosen.data_dir))
    with _guard:
        if place not in _open:
            _open[place] = open_store(chosen.database_url, data_dir=chosen.data_dir)
        return _open[place]


def check_connection() -> None:
    """Send the database an empty query, to see whether it answers.

    Raises:
        StoreError: it does not answer.
    """
    with get_store().read() as session:
        session.connection().exec_driver_sql("SELECT 1")


def close_stores() -> None:
    """Close the libraries of this process; the next call of `get_store` opens one again."""
    with _guard:
        while _open:
            _open.popitem()[1].close()
