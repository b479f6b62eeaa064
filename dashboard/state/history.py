"""What one browser session corrected and arranged, step by step, so that each can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.lexicon import Lexicon
from components.network import Arrangement

MOST_STEPS = 200

What = Literal[
    "rename", "kind", "merge", "split", "drop", "add", "apart", "speaker", "unquote",
    "words", "forbidden", "stop_words", "kept_words", "typed", "import", "drop_one", "drop_all",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LexiconChange:
    """One change that can be undone.

    Attributes:
        before: the lexicon before it.
        after: the lexicon after it.
        what: what was done.
        name: the name or word it was done to.
        value: the new name, the kind or the entity merged into; a count for an import.
        moved: the id of the entity before and after, where a choice should follow it.
    """

    before: Lexicon
    after: Lexicon
    what: What
    name: str = ""
    value: str = ""
    moved: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What a reader did and undid, the last of each at the end."""

    past: tuple[LexiconChange, ...] = ()
    future: tuple[LexiconChange, ...] = ()

    def did(self, step: LexiconChange) -> History:
        """Return the history with one more step; what had been undone is forgotten."""
        return History((*self.past, step)[-MOST_STEPS:], ())

    def undone(self) -> History:
        """Return the history one step back; `past` must not be empty."""
        return History(self.past[:-1], (*self.future, self.past[-1]))

    def redone(self) -> History:
        """Return the history one step on; `future` must not be empty."""
        return History((*self.past, self.future[-1]), self.future[:-1])


@dataclass(frozen=True, slots=True)
class ArrangementStep:
    """One change of an arrangement that can be undone.

    Attributes:
        before, after: the arrangement.
        correction: the last correction made before it, so that both are undone in their order.
    """

    before: Arrangement
    after: Arrangement
    correction: LexiconChange | None


@dataclass(frozen=True, slots=True)
class ArrangementHistory:
    """What the reader arranged and undid, the last of each at the end."""

    past: tuple[ArrangementStep, ...] = ()
    future: tuple[ArrangementStep, ...] = ()
