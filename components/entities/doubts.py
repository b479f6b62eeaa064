"""Lists what a reader should look at: names that may be none, and names that may be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from components.entities.aliases import are_short_and_long
from components.entities.index import Entity, EntityIndex
from components.lexicon import Correction
from components.text import norms

# A name whose mentions are less sure than this, in the middle of all, is doubtful.
DOUBTFUL = 0.85
_MERGE_RISK = 0.5  # of a likely merge each place of the rarer name is as likely wrong as right
_MOST_LONG = 3  # a short form that fits more names than these tells nothing
_LONG_PERSON = 3  # characters from which one other letter may be a slip
MOST = 200
Answer = Literal["yes", "no", "skip", "PER", "LOC", "ORG"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about names that the reader can settle.

    Attributes:
        question: whether a `name` is one, or two are to be merged into one (`merge`).
        entity: the name; of two the one that would go into the other.
        other: the name it may be; None for a name by itself.
        count: places of `entity`.
        confidence: mean confidence of its mentions, in [0, 1].
        risk: places that are expected to be wrong; the most come first.
    """

    question: Literal["name", "merge"]
    entity: Entity
    other: Entity | None
    count: int
    confidence: float
    risk: float

    @property
    def code(self) -> str:
        """Names the question, for keys and for what was put off."""
        return f"{self.question}|{self.entity.id}|{self.other.id if self.other else ''}"


def doubts(index: EntityIndex, corrections: Sequence[Correction] = ()) -> tuple[Doubt, ...]:
    """Return what is doubtful, by how many places are expected to be wrong, at most 200.

    A name is expected to be wrong at its mentions times one less its mean confidence, a likely
    merge at half of the mentions of the rarer name.

    Args:
        index: the names, as the reader put them right: what was said has confidence 1.
        corrections: what the reader said; pairs that were told apart are no question any more.
    """
    counts, sure = index.counts, _mean_confidence(index)
    found = [
        Doubt("name", entity, None, counts[entity.id], sure[entity.id],
              counts[entity.id] * (1 - sure[entity.id]))
        for entity in index.entities
        if sure[entity.id] < DOUBTFUL
    ]  # fmt: skip
    apart = {frozenset((c.name, c.value)) for c in corrections if c.verb == "apart"}
    for one, other in _pairs(index.entities):
        names = ({one.id, one.name}, {other.id, other.name})
        if any(frozenset((a, b)) in apart for a in names[0] for b in names[1]):
            continue
        risk = _MERGE_RISK * min(counts[one.id], counts[other.id])
        found.append(Doubt("merge", one, other, counts[one.id], sure[one.id], risk))
    found.sort(key=lambda doubt: (-doubt.risk, doubt.code))
    return tuple(found[:MOST])


def _mean_confidence(index: EntityIndex) -> dict[str, float]:
    mentions = index.mentions
    size = len(mentions.ids)
    sums = np.bincount(mentions.entity_codes, mentions.confidences, size)
    counts = np.maximum(np.bincount(mentions.entity_codes, minlength=size), 1)
    known = dict(zip(mentions.ids, (sums / counts).tolist(), strict=True))
    return {entity.id: known.get(entity.id, 1.0) for entity in index.entities}


def _pairs(entities: Sequence[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Yield names that may be one, the one that would go into the other first, each pair once."""
    norm_of_name = norms(entity.name for entity in entities)
    by_norm: defaultdict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        by_norm[entity.kind, norm_of_name[entity.name]].append(entity)
    for kind in ("PER", "LOC", "ORG"):
        own = {norm for known, norm in by_norm if known == kind}
        short = {s: longs for s, longs in are_short_and_long(kind, own) if len(longs) <= _MOST_LONG}
        pairs = [(s, long) for s, longs in short.items() for long in sorted(longs)]
        if kind == "PER":
            pairs += _slips(own)
        for norm, other in dict.fromkeys(pairs):
            for one in by_norm[kind, norm]:
                for two in by_norm[kind, other]:
                    yield one, two


def _slips(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names of people that differ in one letter behind the surname: 魏哲家, 魏哲嘉."""
    buckets: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for name in sorted(names):
        if len(name) >= _LONG_PERSON and not name.isascii():
            for at in range(1, len(name)):
                buckets[name[:at] + name[at + 1 :], at].append(name)
    for own in buckets.values():
        yield from ((other, own[0]) for other in own[1:_MOST_LONG])
