"""Lets each part of a whole fail by itself: a section of a report, a file of a zip.

What fails is logged with its places and no text, under the number that readers are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from components import failures

T = TypeVar("T")
D = TypeVar("D")


class Guard:
    """Makes the parts of one whole and remembers which failed.

    Attributes:
        failed: the number of the error by the name of its part, in the order of failing.
    """

    def __init__(self, where: str, *, passes: tuple[type[Exception], ...] = ()) -> None:
        """Begin a whole.

        Args:
            where: what the parts belong to, a constant for the log.
            passes: errors that are an answer to whoever asked, and no failure of a part.
        """
        self.failed: dict[str, str] = {}
        self._where = where
        self._passes = passes

    def make(self, name: str, make: Callable[[], T], default: D) -> T | D:
        """Return what `make` gives; `default` where it fails."""
        with self.part(name):
            return make()
        return default

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Keep a failure inside the block from ending the rest.

        Args:
            name: of the part, a constant.
        """
        try:
            yield
        except self._passes:
            raise
        except Exception as error:
            self.failed[name] = failures.report(error, where=f"{self._where}: {name}")
