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
TOGETHER = 200_000  # characters: more at a time is no faster, and takes memory


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
        return [verb(portion) for portion in each_portion(texts, size=TOGETHER)]

    def each(self, verb: Callable[[P], R], parts: Iterable[P]) -> Iterator[tuple[int, R]]:
        for number, part in enumerate(parts):
            yield number, verb(part)

    def begin(self, verb: Callable[[P], R], part: P) -> Pending[R]:
        return Made(verb(part))


run_here: Workers = _Here()


def portions(texts: Sequence[str], *, size: int = PORTION) -> list[list[str]]:
    """Divide texts into runs of about `size` characters, none empty, in order."""
    return list(each_portion(texts, size=size))


def each_portion(texts: Sequence[str], *, size: int = PORTION) -> Iterator[list[str]]:
    """Yield what `portions` gives, one by one: texts may be read only then."""
    for low, high in portion_bounds(texts, size=size):
        yield list(texts[low:high])


def portion_bounds(texts: Sequence[str], *, size: int = PORTION) -> list[tuple[int, int]]:
    """Return where portions begin and end.

    A sequence that knows the `lengths` of its texts is not read for it.
    """
    known = getattr(texts, "lengths", None)
    found: list[tuple[int, int]] = []
    low = high = length = 0
    for high, own in enumerate(map(len, texts) if known is None else known.tolist(), 1):
        length += own
        if length >= size:
            found.append((low, high))
            low, length = high, 0
    if low < high:
        found.append((low, high))
    return found
