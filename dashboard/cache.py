"""Caches results between reruns, keyed by content and never by person; one cache per process.

A key is a verb, the digests of its nouns and its settings. Two readers with the same text get
the same value; a reader without that text cannot name it. Nouns are frozen, so sharing is safe.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

MAX_ENTRIES = 256
# Bytes: two libraries of 10,000 articles with all that their pages show.
MAX_WEIGHT = 600_000_000
_OBJECT = 56  # bytes of one that holds nothing
_LOOKED_AT = 16  # rows of a table


class Shelf:
    """Keeps the last results of functions; drops the least recently used; safe among threads.

    The newest stays, whatever it weighs: else it would be made anew at every rerun.
    """

    def __init__(self, max_entries: int = MAX_ENTRIES, max_weight: int = MAX_WEIGHT) -> None:
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()
        self._max_entries = max_entries
        self._max_weight = max_weight
        self._weight = 0

    def get(self, key: Hashable, make: Callable[[], R], weight: int | Callable[[R], int] = 0) -> R:
        """Return the value of a key, making it once even when many ask at the same time.

        Args:
            key: names the value.
            make: gives it.
            weight: how much it holds, in bytes, or what tells that of a value.
        """
        with self._guard:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]  # type: ignore[no-any-return]
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._guard:
                if key in self._values:
                    return self._values[key][0]  # type: ignore[no-any-return]
            try:
                value = make()
                weighs = weight(value) if callable(weight) else weight
            except BaseException:
                with self._guard:
                    self._locks.pop(key, None)
                raise
            with self._guard:  # at once: who comes in between would make it again
                self._put(key, value, weighs)
                self._locks.pop(key, None)
        return value

    def _put(self, key: Hashable, value: Any, weight: int) -> None:
        self._values[key] = (value, weight)
        self._weight += weight
        while len(self._values) > self._max_entries or (
            self._weight > self._max_weight and len(self._values) > 1
        ):
            self._weight -= self._values.popitem(last=False)[1][1]


_shelf = Shelf()

# Where the work is done changes no result.
_PLACES = frozenset({"scheduler"})


def call_cached(verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a verb, or return what it gave for the same content and settings.

    Args:
        verb: a pure module-level function.
        *args: nouns with a `digest`, frozen settings, strings, numbers.
        **kwargs: the same.

    Raises:
        TypeError: an argument has neither a digest nor a hash.
    """
    key = key_of(verb, *args, **kwargs)
    return get_or_make(key, lambda: verb(*args, **kwargs), weight_of)


def key_of(verb: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> Hashable:
    """Return what a result is kept under: its verb, the content and the settings."""
    options = sorted(key for key in kwargs if key not in _PLACES)
    return (
        name_of(verb),
        tuple(_name(arg) for arg in args),
        tuple((key, _name(kwargs[key])) for key in options),
    )


def name_of(verb: Callable[..., Any]) -> str:
    """Return the full name of a verb."""
    return f"{verb.__module__}.{verb.__qualname__}"


def weight_of(value: object) -> int:
    """Return about how many bytes a result holds: of long tables a few rows are looked at.

    A table of words weighs a hundredth of the corpus it was made from, words with their places
    more than the corpus. What several results share is counted with each.
    """
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, (str, bytes)):
        return _OBJECT + 2 * len(value)
    if isinstance(value, Mapping):
        return weight_of((*value, *value.values()))
    if isinstance(value, (tuple, list, frozenset, set)):
        some = list(value)[:: max(1, len(value) // _LOOKED_AT)]
        return _OBJECT + len(value) * (8 + sum(map(weight_of, some)) // max(1, len(some)))
    if is_dataclass(value) and not isinstance(value, type):
        return _OBJECT + sum(weight_of(getattr(value, f.name)) for f in fields(value) if f.init)
    return _OBJECT


def get_or_make(key: Hashable, make: Callable[[], R], weight: Callable[[R], int]) -> R:
    """Return what is kept under a key, making it where there is nothing; see `Shelf.get`."""
    return _shelf.get(key, make, weight)


def _name(value: Any) -> Hashable:
    digest = getattr(value, "digest", None)
    if isinstance(digest, str) and digest:
        return (type(value).__name__, digest)
    hash(value)
    return (type(value).__name__, value)
