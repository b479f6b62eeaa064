"""Runs a function over many texts in portions, here, on other processes or on a cluster.

The analysis of a sentence depends on the sentence alone. Verbs that read many sentences take a
`Scheduler` for that part of their work, so that one machine and many give the same numbers. What a
portion gives is columns: it is small to send, and what a portion needs while it is worked on is
gone before the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

P = TypeVar("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

PORTION = 20_000  # characters: a second's work at most, so that progress and retries are cheap
_HERE = 200_000  # characters: more at a time is no faster, and takes memory


class Scheduler(Protocol):
    """Runs a verb over portions of texts."""

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        """Return what the verb gives for each portion, in the order of the texts."""


class Pending(Protocol[R_co]):
    """What a verb gives that was begun and is worked on somewhere."""

    def is_done(self) -> bool:
        """Tell whether it is there."""

    def result(self) -> R_co:
        """Return it; wait for it where it is not there yet."""


class Workers(Scheduler, Protocol):
    """A scheduler that also runs a verb over parts somebody else made."""

    def each(self, verb: Callable[[P], R], parts: Iterable[P]) -> Iterator[tuple[int, R]]:
        """Yield the number of each part and what the verb gives for it, as they are finished.

        Parts are asked for when there is somebody to work on them, so that few lie in memory.
        """

    def begin(self, verb: Callable[[P], R], part: P) -> Pending[R]:
        """Begin a verb over one part; other work goes on beside it where somebody is free."""


@dataclass(frozen=True, slots=True)
class Made(Generic[R]):
    """What is there already."""

    value: R

    def is_done(self) -> bool:
        """Tell that it is there."""
        return True

    def result(self) -> R:
        """Return it."""
        return self.value


class _Here:
    """Runs verbs in this process, portion after portion."""

    def __call__(self, verb: Callable[[Sequence[str]], R], texts: Sequence[str]) -> list[R]:
        return [verb(portion) for portion in portions(texts, size=_HERE)]

    def each(self, verb: Callable[[P], R], parts: Iterable[P]) -> Iterator[tuple[int, R]]:
        for number, part in enumerate(parts):
            yield number, verb(part)

    def begin(self, verb: Callable[[P], R], part: P) -> Pending[R]:
        return Made(verb(part))


run_here: Workers = _Here()


def portions(texts: Sequence[str], *, size: int = PORTION) -> list[list[str]]:
    """Divide texts into runs of about `size` characters, none empty, in order."""
    found: list[list[str]] = []
    length = size
    for text in texts:
        if length >= size:
            found.append([])
            length = 0
        found[-1].append(text)
        length += len(text)
    return found
