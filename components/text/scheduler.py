"""How a pure verb is run over many texts: here in one go, on a cluster in portions.

The analysis of a sentence depends on the sentence alone. Verbs that read many sentences take a
`Scheduler` for that part of their work, so that one machine and many give the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

R = TypeVar("R")


class Scheduler(Protocol):
    """Runs a verb over texts; one result for each text, in their order."""

    def __call__(self, verb: Callable[[Sequence[str]], list[R]], texts: Sequence[str]) -> list[R]:
        """Return what the verb gives for all texts."""


def run_here(verb: Callable[[Sequence[str]], list[R]], texts: Sequence[str]) -> list[R]:
    """Run a verb here, over all texts in one call."""
    return verb(texts)
