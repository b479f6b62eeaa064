"""Writes files so that each is there whole or as it was before, whatever happens meanwhile."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished"  # ends the name of what is being written; `wenmai care` knows it


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file beside its place and put it there when it is whole and on the disk.

    What stood there before stays until then, and where anything fails. A pipe or a device is
    written to as it is.

    Raises:
        OSError: it cannot be written; nothing was changed.
    """
    if _is_no_file(path):
        path.write_bytes(data)
        return
    with replace_file(path) as beside, beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def replace_file(path: Path, *, mode: int | None = None) -> Iterator[Path]:
    """Yield a path to write to; the file replaces `path` if the block ends without an error.

    Args:
        path: where it will be; a link is followed.
        mode: its permissions; those of the file in its place, or the usual ones, by default.
    """
    place = Path(os.path.realpath(path))
    beside = place.with_name(f".wenmai-{secrets.token_hex(8)}{UNFINISHED}")
    try:
        beside.touch(mode=0o666 if mode is None else mode, exist_ok=False)
        if mode is None and place.exists():
            beside.chmod(stat.S_IMODE(place.stat().st_mode))
        yield beside
        beside.replace(place)
        _sync_folder(place.parent)
    finally:
        beside.unlink(missing_ok=True)


def _is_no_file(path: Path) -> bool:
    try:
        kind = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def _sync_folder(folder: Path) -> None:
    """Write a folder's entries to the disk; systems that cannot open folders do so themselves."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
