"""Finds example sentences on either side of the limit for small corrections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from components.duplicates.report import DuplicateReport, LeftOut
from components.text import Span

_MOST_PLACES = 50  # of a sentence, looked at
_LOOKED_AT = 400  # pairs on either side, for the few that are shown


@dataclass(frozen=True, slots=True)
class Pair:
    """Two different sentences of related articles that small edits separate.

    Attributes:
        one: the sentence that counts where the two are the same.
        two: the other one.
        share: letters that differ, as a share of those of the longer one, in (0, 0.2].
    """

    one: Span
    two: Span
    share: float


@dataclass(frozen=True, slots=True)
class Margin:
    """What falls on either side of the bar, nearest to it first.

    Attributes:
        same: the most edited sentences that are left out, with what they repeat.
        different: the least edited ones that both count.
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()


def find_margin(report: DuplicateReport, *, limit: int = 2) -> Margin:
    """Find examples on either side of `report.settings.edit`.

    Args:
        report: what `find` or `regroup` gave; one that was shared has none of its sentences.
        limit: pairs on each side at most.
    """
    pairs, units = report.alike.pairs, report.units
    if not len(pairs) or not len(units):
        return Margin()
    longer = units.lengths[pairs[:, :2]].max(axis=1)
    shares = pairs[:, 2] / np.maximum(longer, 1)
    places = _LeftOutPlaces(report)
    below = np.flatnonzero(shares <= report.settings.edit)
    above = np.flatnonzero(shares > report.settings.edit)
    near = below[np.argsort(-shares[below], kind="stable")][:_LOOKED_AT].tolist()
    far = above[np.argsort(shares[above], kind="stable")][:_LOOKED_AT].tolist()
    same = (places.find_left_out(pairs[i, 0], pairs[i, 1], float(shares[i])) for i in near)
    different = (places.both(pairs[i, 0], pairs[i, 1], float(shares[i])) for i in far)
    return Margin(
        tuple(islice(filter(None, same), limit)), tuple(islice(filter(None, different), limit))
    )


class _LeftOutPlaces:
    """Where sentences stand, and which of these places are left out."""

    def __init__(self, report: DuplicateReport) -> None:
        self._units = report.units
        self._order = np.argsort(report.units.labels, kind="stable")
        self._labels = report.units.labels[self._order]
        self._out: dict[str, list[LeftOut]] = {}
        for left in report.left_out:
            self._out.setdefault(left.span.article_id, []).append(left)

    def find_left_out(self, one: int, two: int, share: float) -> Pair | None:
        """Return a place of one label that is left out for a place of the other, if any."""
        for gone, stays in ((one, two), (two, one)):
            kept = list(self._of(stays))
            for span in self._of(gone):
                repeats = self._repeats(span)
                other = next((k for k in kept if repeats and _within(k, repeats)), None)
                if other:
                    return Pair(other, span, share)
        return None

    def both(self, one: int, two: int, share: float) -> Pair | None:
        """Return a place that counts of each of two labels, if both have one."""
        first = next((s for s in self._of(one) if self._repeats(s) is None), None)
        second = next((s for s in self._of(two) if self._repeats(s) is None), None)
        return Pair(first, second, share) if first and second else None

    def _of(self, label: int) -> Iterator[Span]:
        low, high = np.searchsorted(self._labels, [label, label + 1]).tolist()
        for unit in self._order[low : min(high, low + _MOST_PLACES)].tolist():
            article = self._units.ids[int(self._units.articles[unit])]
            yield Span(article, int(self._units.starts[unit]), int(self._units.lasts[unit]))

    def _repeats(self, span: Span) -> Span | None:
        """Return what a place repeats; None where it counts."""
        out = self._out.get(span.article_id, [])
        at = bisect_right(out, span.start, key=lambda left: left.span.start)
        left = out[at - 1] if at else None
        return left.repeats if left and span.end <= left.span.end else None


def _within(span: Span, other: Span) -> bool:
    same = span.article_id == other.article_id
    return same and other.start <= span.start and span.end <= other.end
