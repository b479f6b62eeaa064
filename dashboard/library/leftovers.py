"""Work folders beside the library, and what of them a killed program left behind.

A folder in use is locked as long as its program lives, and the lock ends with it however it
ends: so a leftover is told from work that takes long. Where files cannot be locked its age
alone decides.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from dashboard.writing import UNFINISHED

_PREFIX, _LOCK = "wenmai-work-", "lock"
_SECONDS = 3_600  # younger ones stay: they may be about to be locked
_UNLOCKED_SECONDS = 86_400  # files and folders that nothing locks
_OLD_FOLDER = re.compile(r"tmp[a-z0-9_]{8}")  # of versions that did not lock
_OLD_CONTENT = re.compile(r"backup\.sqlite(-wal|-shm|-journal)?")
_COPY = re.compile(r"before-restore-\d{8}T\d{6}\.sqlite")


@contextmanager
def work_folder(parent: Path) -> Iterator[Path]:
    """Make a folder that is removed at the end, and recognized as a leftover after a crash."""
    folder = Path(mkdtemp(prefix=_PREFIX, dir=parent))
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _is_ours(lock)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(folder: Path, *, copies_days: int = 0) -> int:
    """Remove what interrupted backups, restores and migrations left in a folder; return how many.

    Args:
        folder: where they lie; anything whose name is not of that kind stays.
        copies_days: libraries that a restore put aside go after so many days; 0: never.
    """
    removed = 0
    for path in sorted(folder.iterdir()):
        with suppress(OSError):  # another process was faster
            if _is_left(path) or (copies_days and _is_old_copy(path, copies_days)):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                removed += 1
    return removed


def _is_left(path: Path) -> bool:
    if path.is_symlink():
        return False
    if path.is_file():
        return path.name.endswith(UNFINISHED) and _age(path) > _UNLOCKED_SECONDS
    if not path.is_dir():
        return False
    if path.name.startswith(_PREFIX):
        return _age(path) > _SECONDS and not _is_in_use(path / _LOCK)
    inside = [inner.name for inner in path.iterdir()]
    ours = bool(inside) and all(map(_OLD_CONTENT.fullmatch, inside))
    return bool(_OLD_FOLDER.fullmatch(path.name)) and ours and _age(path) > _UNLOCKED_SECONDS


def _is_old_copy(path: Path, days: int) -> bool:
    return bool(_COPY.fullmatch(path.name)) and path.is_file() and _age(path) > days * 86_400


def _age(path: Path) -> float:
    """Return the seconds since anything in a folder, or a file, was written."""
    written = [path, *path.iterdir()] if path.is_dir() else [path]
    return time.time() - max(one.stat().st_mtime for one in written)


def _is_in_use(lock: Path) -> bool:
    try:
        handle = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _is_ours(handle)
    finally:
        os.close(handle)


def _is_ours(handle: int) -> bool:
    """Lock a file that nobody else has locked; tell whether it worked."""
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows: nothing is locked, and age decides
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
