"""Loads recognizers of names that other packages bring, by their entry points.

`docs/recognizers.md` says how one is written. A recognizer reads sentences and says where names
stand; what follows (one kind a name, aliases, forbidden words) is the same as for the net.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Literal, Protocol

from components.entities.sentence_names import FoundName
from components.lexicon import Kind

GROUP = "wenmai.recognizers"
NET = "net"  # the one that comes with Wenmai
# A recognizer gives no probability; this is as sure as a listed name.
CONFIDENCE = 0.9

_LOCK = threading.Lock()
_KIND_OF_LABEL: Mapping[str, Kind] = {
    "PERSON": "PER", "PER": "PER", "NR": "PER",
    "GPE": "LOC", "LOC": "LOC", "LOCATION": "LOC", "FAC": "LOC", "NS": "LOC",
    "ORG": "ORG", "ORGANIZATION": "ORG", "NT": "ORG",
}  # fmt: skip

Label = tuple[int, int, str]


class RecognizerError(RuntimeError):
    """A recognizer that cannot be used here.

    Attributes:
        name: the recognizer.
        reason: `unknown`, nothing of that name is installed; `failed`, it did not load, or
            did not give what it should.
    """

    def __init__(self, name: str, reason: Literal["unknown", "failed"]) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name} is {reason}; installed: {', '.join(recognizer_names())}")


class Recognizer(Protocol):
    """What finds names in sentences.

    Attributes:
        reads: the sentences as they are, or their aligned Simplified copies.
    """

    reads: Literal["original", "simplified"]

    def labels(self, texts: Sequence[str]) -> Sequence[Iterable[Label]]:
        """Return (start, end, label) of each text, in code points, half-open; never of none."""
        ...


def recognizer_names() -> tuple[str, ...]:
    """Return the names that can be asked for: the net, then what is installed."""
    return (NET, *sorted({entry.name for entry in entry_points(group=GROUP)} - {NET}))


def recognizer_of(name: str) -> Recognizer:
    """Return the recognizer of that name, loaded once per process.

    Raises:
        RecognizerError: it is not installed, or does not load.
    """
    with _LOCK:
        return _load(name)


def names_of(name: str, texts: Sequence[str], copies: Sequence[str]) -> list[list[FoundName]]:
    """Return the people, places and organisations a recognizer finds.

    Labels for anything else are left out, and of names that overlap the first one stays.

    Args:
        name: the recognizer.
        texts: sentences as they are.
        copies: their Simplified copies, of equal lengths.

    Raises:
        RecognizerError: it is not installed, or fails.
    """
    recognizer = recognizer_of(name)
    try:
        read = texts if recognizer.reads == "original" else copies
        found = recognizer.labels(read) if read else []
        return [_names(labels, len(text)) for labels, text in zip(found, read, strict=True)]
    except Exception as error:  # code that is not ours: its failure is told, not shown
        raise RecognizerError(name, "failed") from error


def _names(labels: Iterable[Label], length: int) -> list[FoundName]:
    names: list[FoundName] = []
    for start, end, label in sorted(labels):
        kind = _KIND_OF_LABEL.get(label.upper())
        behind = names[-1].end if names else 0
        if kind and behind <= start < end <= length:
            names.append(FoundName(start, end, kind, CONFIDENCE))
    return names


@cache
def _load(name: str) -> Recognizer:
    found = [entry for entry in entry_points(group=GROUP) if entry.name == name]
    if not found:
        raise RecognizerError(name, "unknown")
    try:
        made: Recognizer = found[0].load()()
    except Exception as error:  # code that is not ours: its failure is told, not shown
        raise RecognizerError(name, "failed") from error
    return made
