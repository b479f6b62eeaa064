"""Keeps on disk what the sample that comes with the program gives, from one start to the next.

Only what a first visitor sees is kept, so the files are few. They lie under a name for the
program as it is installed: another version, or one changed line, makes them anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from components.text import codec, digest_of
from dashboard.cache import get_or_make, key_of, weight_of
from dashboard.settings import settings
from dashboard.writing import write_atomically

P = ParamSpec("P")
R = TypeVar("R")

FOLDER = "sample"  # below the data folder
_ROOT = Path(__file__).resolve().parents[1]


def call_kept(verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a verb, or return what it gave for the same content here or in an earlier start.

    Args:
        verb: a pure module-level function that gives a noun of ours.
        *args: nouns with a `digest`, frozen settings, strings, numbers.
        **kwargs: the same.
    """
    key = key_of(verb, *args, **kwargs)
    file = folder() / digest_of(repr(key))

    def make() -> R:
        with suppress(OSError, ValueError, LookupError, AttributeError, ImportError, TypeError):
            return cast(R, _read(file.read_bytes()))
        value = verb(*args, **kwargs)
        with suppress(OSError):  # a full disk is no reason not to show the sample
            file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(file, _write(value))
        return value

    return get_or_make(key, make, weight=weight_of)


def folder() -> Path:
    """Return where the results of this program are kept."""
    return settings().data_dir / FOLDER / _edition()


def drop_others() -> None:
    """Delete what other versions of the program kept."""
    with suppress(OSError):
        for path in (settings().data_dir / FOLDER).iterdir():
            if path.name != _edition():
                shutil.rmtree(path, ignore_errors=True)


def _write(value: object) -> bytes:
    kind = type(value)
    return f"{kind.__module__}:{kind.__qualname__}\n".encode() + codec.pack(value)


def _read(data: bytes) -> Any:
    """Return what was kept; only nouns of ours are made."""
    name, _, packed = data.partition(b"\n")
    module, _, kind = name.decode().partition(":")
    if not module.startswith("components."):
        raise ValueError(module)
    return codec.unpack(packed, getattr(import_module(module), kind))


@cache
def _edition() -> str:
    """Return a name for the program as it lies here: every file's place, size and time."""
    files = sorted(
        path
        for part in ("components", "seeds", "dashboard")
        for path in (_ROOT / part).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    told = [(str(p.relative_to(_ROOT)), (s := p.stat()).st_size, s.st_mtime_ns) for p in files]
    return digest_of(*map(str, told))[:16]
