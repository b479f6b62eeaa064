"""Finds every span of a sentence that the net holds for a possible name.

Where the net is of two minds about the end of a name, both ends are candidates; what the whole
corpus says of each decides later (`scoring.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.entities.net import Floats
from components.entities.sentence_names import FoundRows
from components.entities.vocabulary import ENGLISH
from components.lexicon import KINDS
from components.text import Numbers, bounds_of, code_points, table_of

# What the net holds for less probable is no candidate.
POSSIBLE = 0.06
# What is asked of the net: how probably a name of each kind begins, and goes on.
TAGS = tuple(f"{kind}-{place}" for place in "BI" for kind in KINDS)
_LONGEST = 40
_PERSON = KINDS.index("PER")
_Span = tuple[int, int, int, float]
Floats64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Spans:
    """What may be names, in sentences end to end: start, end, kind into `KINDS`, probability."""

    starts: Numbers
    ends: Numbers
    kinds: Numbers
    sure: Floats64

    @classmethod
    def of(cls, spans: Sequence[_Span]) -> _Spans:
        starts, ends, kinds = np.array([span[:3] for span in spans], np.int64).reshape(-1, 3).T
        return cls(starts, ends, kinds, np.array([span[3] for span in spans], np.float64))

    @classmethod
    def join(cls, parts: Sequence[_Spans]) -> _Spans:
        rows = [cls.of([]), *parts]
        return cls(
            np.concatenate([part.starts for part in rows]),
            np.concatenate([part.ends for part in rows]),
            np.concatenate([part.kinds for part in rows]),
            np.concatenate([part.sure for part in rows]),
        )

    def take(self, rows: NDArray[Any]) -> _Spans:
        return _Spans(self.starts[rows], self.ends[rows], self.kinds[rows], self.sure[rows])

    def __iter__(self) -> Iterator[_Span]:
        columns = (self.starts, self.ends, self.kinds, self.sure)
        yield from zip(*(column.tolist() for column in columns), strict=True)


def find_candidates(
    copies: Sequence[str], posteriors: Sequence[Floats], tags: Sequence[str]
) -> FoundRows:
    """Return the spans that may be names; they may overlap.

    Args:
        copies: the aligned Simplified copies of sentences.
        posteriors: the probability of each tag at each of their characters.
        tags: of their columns, `TAGS` among them.
    """
    offsets = bounds_of([len(copy) for copy in copies])
    spans = _Spans.of([])
    if offsets[-1]:
        columns = [tags.index(tag) for tag in TAGS]
        whole = np.concatenate(posteriors)
        begin, inside = np.split(whole.T[columns].astype(np.float64), 2)
        spans = _tidy("".join(copies), offsets, _find_spans(begin, inside, offsets))
    rows = np.searchsorted(offsets, spans.starts, side="right") - 1
    return FoundRows(
        bounds_of(np.bincount(rows, minlength=len(copies))),
        (spans.starts - offsets[rows]).astype(np.int32),
        (spans.ends - offsets[rows]).astype(np.int32),
        spans.kinds.astype(np.int32),
        spans.sure,
    )


def _find_spans(begin: Floats64, inside: Floats64, offsets: NDArray[np.int32]) -> _Spans:
    """Find every possible span in sentences that lie end to end.

    Args:
        begin: (n_kinds, n_characters), how probably a name begins at each.
        inside: (n_kinds, n_characters), how probably it goes on there.
        offsets: (n_sentences + 1,), where each begins.
    """
    kinds, starts = np.nonzero(begin >= POSSIBLE)
    limits = offsets[np.searchsorted(offsets, starts, side="right")].astype(np.int64)
    # Spans that are still growing, with how probably the name has come so far.
    growing = _Spans(starts, starts, kinds, begin[kinds, starts])
    found = []
    while len(limits):
        ends = growing.ends + 1
        next_ = np.minimum(ends, inside.shape[1] - 1)
        after = np.where(ends < limits, inside[growing.kinds, next_], 0.0)
        sure = np.minimum(growing.sure, 1 - after)
        found.append(replace(growing, ends=ends, sure=sure).take(sure >= POSSIBLE))
        growing = replace(growing, ends=ends, sure=np.minimum(growing.sure, after))
        on = (growing.sure >= POSSIBLE) & (ends < np.minimum(limits, growing.starts + _LONGEST))
        growing, limits = growing.take(on), limits[on]
    return _Spans.join(found)


_EDGES = " \u3000「」『』《》〈〉“”‘’\"',.，。、；：;:!?！？…—-·‧()（）[]【】／/|｜"
_STOPS = "，、。；：！？!?;\n"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9.&'’\-]*(?<!\.)")
_NO_NAME = re.compile(r"[\d\W_]*")


def _tidy(text: str, offsets: NDArray[np.int32], spans: _Spans) -> _Spans:
    """Keep Latin words whole, and leave out what cannot be a name; in order of the text."""
    codes = code_points(text)
    starts, ends = spans.starts, spans.ends
    edge = table_of(_EDGES)[codes]
    narrow = codes < 0x250
    stops = np.concatenate(([0], np.cumsum(table_of(_STOPS)[codes])))
    bad = edge[starts] | edge[ends - 1] | (stops[ends] > stops[starts])
    latin = narrow[starts] | narrow[ends - 1]
    cut = spans.take(~bad & latin)
    whole = _whole_words(text, offsets.tolist(), list(cut)) if len(cut.starts) else []
    kept = _Spans.join([spans.take(~bad & ~latin), _Spans.of(whole)])
    return kept.take(np.lexsort((kept.sure, kept.kinds, kept.ends, kept.starts)))


def _whole_words(text: str, offsets: Sequence[int], spans: Sequence[_Span]) -> list[_Span]:
    """Widen spans that cut a Latin word, and leave out numbers and plain English."""
    words = np.array([m.span() for m in _LATIN.finditer(text)], np.int64)
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


__all__ = ["POSSIBLE", "TAGS", "find_candidates"]
