"""Room on the disk that is kept for leaving a full one: deleting needs to write, too.

Beside the library lies a file of nothing. Where the disk is full it is lent: what must be
written goes into its room, in small steps, and the file is made again as soon as it can be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.library import articles
from dashboard.library.access import Workspace
from dashboard.library.errors import StoreError
from dashboard.library.filters import Filter

NAME = "room-for-emptying-the-bin"
BYTES = 48 * 2**20  # the largest file that is kept, twice: as it is and as it is overwritten
# 53100: PostgreSQL's disk is full. SHMSIZE: there is no room for what lies beside SQLite's log.
CODES = ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "53100", "ENOSPC", "EDQUOT")
_EVERY = 1_000_000


def is_full(error: StoreError) -> bool:
    """Tell whether an error says that there is no room on the disk."""
    return error.code in CODES


def keep_room(data_dir: Path, size: int = BYTES) -> bool:
    """Reserve space beside the library, unless it is there already; tell whether there is any."""
    place = data_dir / NAME
    with suppress(OSError):
        if place.exists() and place.stat().st_size >= size:
            return True
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with place.open("wb") as file:
            _fill(file.fileno(), size)
        return True
    with suppress(OSError):
        place.unlink(missing_ok=True)
    return False


@contextmanager
def lend_room(data_dir: Path) -> Iterator[None]:
    """Release the reserved space inside the block, and reserve it again afterwards."""
    place = data_dir / NAME
    size = place.stat().st_size if place.exists() else 0
    place.unlink(missing_ok=True)
    try:
        yield
    finally:
        if size:
            keep_room(data_dir, size)


def empty_bin(workspace: Workspace) -> int:
    """Delete for good what is in the bin, even on a full disk; return how many articles.

    What was made of the articles goes as well, and what SQLite's log still holds of them. Links
    that were shared keep what they hold.

    Raises:
        StoreError: the database did not answer, or there is not even the room that was kept.
    """
    try:
        gone = articles.empty_bin(workspace)
        articles.drop_results(workspace)
        workspace.store.empty_log()
        return gone
    except StoreError as error:
        if not is_full(error):
            raise
    store, gone = workspace.store, 0
    with lend_room(store.data_dir):
        store.empty_log()
        for card in articles.find(workspace, Filter(place="bin"), limit=_EVERY).cards:
            gone += articles.empty_bin(workspace, [card.id])
            store.empty_log()  # so that the next one finds the room of the log again
        articles.drop_results(workspace)
        store.empty_log()
    return gone


def _fill(handle: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, size)
        return
    for _ in range(size // 2**20):
        os.write(handle, bytes(2**20))
