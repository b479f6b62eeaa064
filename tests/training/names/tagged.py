"""Words as the net tags them: what it says of parts of speech, and of names before rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from components.entities.net import Floats


class Word(NamedTuple):
    """A word: where it stands, its tag (PER LOC ORG TIME, or a part of speech), how sure."""

    start: int
    end: int
    tag: str
    confidence: float


def words_of(posterior: Floats, tags: Sequence[str]) -> list[Word]:
    """Cut a sentence into words at the most probable tag of each character."""
    best, sure = posterior.argmax(1).tolist(), posterior.max(1).tolist()
    begins = [
        i
        for i, tag in enumerate(best)
        if not (i and tags[tag].endswith("-I") and tags[tag][:-2] == tags[best[i - 1]][:-2])
    ]
    return [
        Word(a, b, tags[best[a]].rpartition("-")[0] or tags[best[a]], min(sure[a:b]))
        for a, b in pairwise([*begins, len(best)])
    ]
