"""A value is made once, kept with its instance, and makes nobody else wait."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from components.lazy import lazy


@dataclass(frozen=True)
class Text:
    words: str
    begun: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    @lazy
    def length(self) -> int:
        """How long it is."""
        self.begun.set()
        assert self.may_end.wait(60)
        return len(self.words)


def test_a_value_is_made_once_and_kept_with_its_instance() -> None:
    made = []

    class Thing:
        @lazy
        def value(self) -> int:
            made.append(self)
            return len(made)

    one, other = Thing(), Thing()
    assert [one.value, one.value, other.value, one.value] == [1, 1, 2, 1]
    assert Text.length.__doc__ == "How long it is."


def test_who_makes_a_value_for_long_keeps_no_other_waiting() -> None:
    slow, quick = Text("慢"), Text("快快")
    thread = threading.Thread(target=lambda: slow.length)
    thread.start()
    assert slow.begun.wait(60)
    quick.may_end.set()
    other = threading.Thread(target=lambda: quick.length, daemon=True)
    other.start()
    other.join(30)
    assert not other.is_alive()
    slow.may_end.set()
    thread.join()
    assert (slow.length, quick.length) == (1, 2)
