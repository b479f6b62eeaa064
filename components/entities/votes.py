"""One name, one kind: what a document says many times decides where one sentence is unsure.

The net reads a sentence at a time. Here sentences of one article, and of the corpus, settle
together of which kind a name is, and names seen elsewhere are found where they were missed.
A repeated sentence has one vote, so that copies change nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from components.entities.gazetteer import gazetteer
from components.entities.rules import Found, Names, Word
from components.lexicon import KINDS, Kind

# A name missed in one sentence is taken from others when it is at least this long …
_LONG_ENOUGH = 3
# … and the other sentences are this sure, all together.
_SURE_ENOUGH = 1.0
# How sure one can be of a mention found that way.
RECALLED = 0.6

Tally = Mapping[str, Counter[Kind]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A different sentence: its aligned copy in lower case, its words, the names found."""

    copy: str
    words: tuple[Word, ...]
    names: tuple[Found, ...]


def recall(readings: Sequence[Reading]) -> list[Reading]:
    """Find names where they were missed: those the corpus is sure of, at edges of words."""
    sure = {
        name: max(votes, key=lambda kind: votes[kind])
        for name, votes in tally(readings).items()
        if len(name) >= _LONG_ENOUGH and votes.total() >= _SURE_ENOUGH
    }
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in sure:
        lengths[name[:2]].add(len(name))
    index = {first: sorted(found, reverse=True) for first, found in lengths.items()}
    return [_recall(reading, sure, index) for reading in readings] if sure else list(readings)


def _recall(
    reading: Reading, sure: Mapping[str, Kind], lengths: Mapping[str, list[int]]
) -> Reading:
    copy, names = reading.copy, reading.names
    ends = {word.end for word in reading.words}
    new: Names = []
    i = done = 0
    for word in reading.words:
        at = word.start
        options = lengths.get(copy[at : at + 2], ())
        end = next((at + n for n in options if copy[at : at + n] in sure), at)
        while i < len(names) and names[i].end <= at:
            i += 1
        taken = at < done or (i < len(names) and names[i].start < end)
        if end > at and end in ends and not taken:
            new.append(Found(at, end, sure[copy[at:end]], RECALLED))
            done = end
    if not new:
        return reading
    return replace(reading, names=tuple(sorted([*names, *new], key=lambda m: m.start)))


def tally(readings: Iterable[Reading]) -> Tally:
    """Add up, for each name, how sure the sentences are of each kind."""
    votes: dict[str, Counter[Kind]] = defaultdict(Counter)
    for reading in readings:
        for found in reading.names:
            votes[reading.copy[found.start : found.end]][found.kind] += found.confidence  # type: ignore[assignment]
    return votes


def agreed(article: Tally, corpus: Tally) -> dict[str, Kind]:
    """Decide the kind of each name of an article; the whole corpus has two votes in it.

    Countries and bodies that the gazetteer lists are not put to the vote.
    """
    known = gazetteer().names
    kinds: dict[str, Kind] = {}
    for name, votes in article.items():
        everywhere = corpus[name]
        total = everywhere.total()
        entry = known.get(name)
        kinds[name] = (
            entry.kind
            if entry and entry.common
            else max(KINDS, key=lambda kind: votes[kind] + 2 * everywhere[kind] / total)
        )
    return kinds
