"""What the net does not know: where names end, which kind they are, what news writes around them.

All rules read the aligned Simplified copy of a sentence, so that one table serves both scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from components.entities.gazetteer import Gazetteer
from components.entities.index import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in one sentence.

    Attributes:
        start: first character, in the sentence.
        end: one past the last.
        confidence: in [0, 1]; the probability of its least sure character, or what a rule
            is worth.
    """

    start: int
    end: int
    kind: Kind
    confidence: float


# How sure the gazetteer is of a name that the net did not see.
LISTED = 0.9
# How sure a rule is of a name that it reads from a title or a suffix alone.
RULED = 0.6

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&'’\-]*")
_EDGE = re.compile(r"^[^\w]+|[^\w)）》]+$")
_NOT_A_NAME = re.compile(r"[\d\W_]*")
_DOT_NAME = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·‧・•][\u4e00-\u9fff]{1,8})+")
# 會 and 所 are also 'will' and a particle: they end a name only behind one of these.
_WEAK_TAIL = re.compile(
    r"(?<!.[委协学商工总议基金理监董联公教商省市盟])会$|(?<!.[究务易诊托哨留])所$"
)
_HEADQUARTERS = "总部"


def tidy(found: Sequence[Found], copy: str) -> list[Found]:
    """Take punctuation off the edges, keep Latin words whole, drop what cannot be a name."""
    latin = [match.span() for match in _LATIN.finditer(copy)]
    kept: list[Found] = []
    for mention in found:
        text = copy[mention.start : mention.end]
        start = mention.start + len(text) - len(text.lstrip(_PUNCTUATION))
        end = mention.end - (len(text) - len(text.rstrip(_PUNCTUATION)))
        for a, b in latin:
            if a < end and start < b:
                start, end = min(a, start), max(b, end)
        if kept and start < kept[-1].end:
            start = kept[-1].end
        if end - start >= 1 and not _NOT_A_NAME.fullmatch(copy, start, end):
            kept.append(replace(mention, start=start, end=end))
    return [m for m in kept if m.end - m.start > 1 or m.kind == "LOC"]


_PUNCTUATION = " 　「」『』《》〈〉“”‘’\"',.，。、；：;:!?！？…—-·()（）[]【】"


def with_gazetteer(found: Sequence[Found], copy: str, known: Gazetteer) -> list[Found]:
    """Let listed names fix kind and edges of what the net saw, and add what it missed."""
    fixed = [part for mention in found for part in _cut_at_known(mention, copy, known)]
    listed = list(_listed(copy, known))
    kept = [m for m in fixed if not any(_crosses(m, name) for name in listed)]
    free = [n for n in listed if not any(m.start < n.end and n.start < m.end for m in kept)]
    return sorted([*kept, *free], key=lambda m: m.start)


def _crosses(mention: Found, name: Found) -> bool:
    """Tell whether a listed name reaches over an edge of a mention that is not sure."""
    overlap = mention.start < name.end and name.start < mention.end
    inside = mention.start <= name.start and name.end <= mention.end
    return overlap and not inside and mention.confidence < LISTED


def _listed(copy: str, known: Gazetteer) -> Iterator[Found]:
    """Yield listed names of three or more characters, and shorter ones of countries and bodies."""
    lowered = copy.lower()
    at = 0
    while at < len(copy):
        end = known.longest_at(lowered, at)
        entry = known.names.get(lowered[at:end])
        if entry and (end - at >= 3 or entry.common):
            yield Found(at, end, entry.kind, LISTED)
            at = end
        else:
            at += 1


def _cut_at_known(mention: Found, copy: str, known: Gazetteer) -> Iterator[Found]:
    text = copy[mention.start : mention.end].lower()
    entry = known.names.get(text)
    if entry:
        yield replace(mention, kind=entry.kind, confidence=max(mention.confidence, LISTED))
        return
    head = known.longest_at(text, 0)
    first = known.names.get(text[:head])
    if first and head < len(text):
        tail = text[head:]
        rest = known.names.get(tail.removesuffix(_HEADQUARTERS))
        if rest and rest.kind != first.kind:
            middle = mention.start + head
            yield Found(mention.start, middle, first.kind, LISTED)
            stop = mention.end - len(_HEADQUARTERS) * tail.endswith(_HEADQUARTERS)
            yield Found(middle, stop, rest.kind, LISTED)
            return
        if tail == _HEADQUARTERS or (mention.kind == "ORG" and _WEAK_TAIL.search(tail)):
            yield Found(mention.start, mention.start + head, first.kind, LISTED)
            return
    yield mention
