"""The noun of evidence: lines of text around a hit."""

from __future__ import annotations

from dataclasses import dataclass

from components.reading import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One hit with what stands before and after it, cut at the line's width.

    Attributes:
        before: text before the hit.
        hit: the text of `span`.
        after: text behind it.
        span: where the hit stands.
    """

    before: str
    hit: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class Concordance:
    """Lines in reading order; `total` counts all hits, also those beyond the lines shown."""

    lines: tuple[Line, ...] = ()
    total: int = 0
    query: str = ""
