"""Finds every span of a sentence that the net holds for a possible name.

Where the net is of two minds about the end of a name, both ends are candidates; what the whole
corpus says of each decides later (`settling.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from components.entities.found import FoundRows
from components.entities.net import Floats
from components.entities.vocabulary import ENGLISH
from components.lexicon import KINDS
from components.text import bounds_of, code_points

# What the net holds for less probable is no candidate.
POSSIBLE = 0.06
_LONGEST = 40
_PERSON = KINDS.index("PER")
_Span = tuple[int, int, int, float]


def find_candidates(
    copies: Sequence[str], posteriors: Sequence[Floats], tags: Sequence[str]
) -> FoundRows:
    """Return the spans that may be names; they may overlap.

    Args:
        copies: the aligned Simplified copies of sentences.
        posteriors: the probability of each tag at each of their characters.
        tags: of the net.
    """
    offsets = bounds_of([len(copy) for copy in copies])
    spans: list[_Span] = []
    if offsets[-1]:
        columns = [tags.index(f"{kind}-{place}") for place in "BI" for kind in KINDS]
        begin, inside = np.split(np.concatenate(posteriors)[:, columns], 2, axis=1)
        spans = list(_find_spans(begin, inside, offsets))
        spans = _tidy("".join(copies), offsets.tolist(), spans)
    table = np.array([span[:3] for span in spans], np.int32).reshape(-1, 3)
    rows = np.searchsorted(offsets, table[:, 0], side="right") - 1
    starts, ends = (table[:, :2] - offsets[rows][:, None]).T
    return FoundRows(
        bounds_of(np.bincount(rows, minlength=len(copies))),
        np.ascontiguousarray(starts),
        np.ascontiguousarray(ends),
        np.ascontiguousarray(table[:, 2]),
        np.array([span[3] for span in spans], np.float64),
    )


def _find_spans(begin: Floats, inside: Floats, offsets: NDArray[np.int32]) -> Iterator[_Span]:
    """Yield start, end, kind and probability of every possible span, in sentences end to end."""
    places, kinds = np.nonzero(begin >= POSSIBLE)
    limits = offsets[np.searchsorted(offsets, places, side="right")]
    heads = begin[places, kinds].tolist()
    goes_on = inside.T.tolist()
    columns = (places.tolist(), kinds.tolist(), heads, limits.tolist())
    for start, kind, low, limit in zip(*columns, strict=True):
        own = goes_on[kind]
        for end in range(start + 1, min(limit, start + _LONGEST) + 1):
            after = own[end] if end < limit else 0.0
            if min(low, 1 - after) >= POSSIBLE:
                yield start, end, kind, min(low, 1 - after)
            low = min(low, after)
            if low < POSSIBLE:
                break


_EDGES = " \u3000「」『』《》〈〉“”‘’\"',.，。、；：;:!?！？…—-·‧()（）[]【】／/|｜"
_STOPS = "，、。；：！？!?;\n"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9.&'’\-]*(?<!\.)")
_NO_NAME = re.compile(r"[\d\W_]*")


@cache
def _table_of(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(0x110000, bool)
    table[[ord(character) for character in characters]] = True
    return table


def _tidy(text: str, offsets: Sequence[int], spans: Sequence[_Span]) -> list[_Span]:
    """Keep Latin words whole, and leave out what cannot be a name; in order of the text."""
    codes = code_points(text)
    starts = np.array([span[0] for span in spans], np.int64)
    ends = np.array([span[1] for span in spans], np.int64)
    edge = _table_of(_EDGES)[codes]
    narrow = codes < 0x250
    stops = np.concatenate(([0], np.cumsum(_table_of(_STOPS)[codes])))
    bad = edge[starts] | edge[ends - 1] | (stops[ends] > stops[starts])
    latin = narrow[starts] | narrow[ends - 1]
    kept = [spans[i] for i in np.flatnonzero(~bad & ~latin).tolist()]
    cut = [spans[i] for i in np.flatnonzero(~bad & latin).tolist()]
    kept += _whole_words(text, offsets, cut)
    return sorted(kept)


def _whole_words(text: str, offsets: Sequence[int], spans: Sequence[_Span]) -> list[_Span]:
    """Widen spans that cut a Latin word, and leave out numbers and plain English."""
    words = np.array([m.span() for m in _LATIN.finditer(text)] if spans else [], np.int64)
    begins, ends = words.reshape(-1, 2).T.tolist()
    best: dict[tuple[int, int, int], float] = {}
    for start, end, kind, sure in spans:
        row = bisect_right(offsets, start)
        for place in (start, end - 1):
            at = bisect_right(begins, place) - 1
            if at >= 0 and place < ends[at]:
                start = max(offsets[row - 1], min(start, begins[at]))
                end = min(offsets[row], max(end, ends[at]))
        no_one = kind == _PERSON and _is_english(text[start:end])
        if not no_one and not _NO_NAME.fullmatch(text, start, end):
            best[start, end, kind] = max(sure, best.get((start, end, kind), 0.0))
    return [(*key, sure) for key, sure in best.items()]


_LATIN_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def _is_english(text: str) -> bool:
    """Tell whether Latin letters name nobody: a plain word among them, or no capital at all."""
    if not text.isascii():
        return False
    parts = {part.lower() for part in _LATIN_PART.findall(text)}
    return text.islower() or not parts.isdisjoint(ENGLISH)


__all__ = ["POSSIBLE", "find_candidates"]
