"""Defines a timeline: how many articles each outlet published in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.text import Period

Untimed = Literal["", "no_articles", "no_dates", "one_period"]

OTHERS = "\u2026"
"""Label of the outlets that have no colour of their own."""


@dataclass(frozen=True, slots=True)
class OutletSeries:
    """The articles of one outlet, period by period.

    Attributes:
        outlet: its name; "" where none is known, `OTHERS` for all smaller ones together.
        own: (n_periods,), articles that bring text of their own.
        copies: (n_periods,), articles of which more than half stands in another one that counts.
    """

    outlet: str
    own: tuple[int, ...]
    copies: tuple[int, ...]

    @property
    def total(self) -> int:
        """Articles of it in all periods, copies included."""
        return sum(self.own) + sum(self.copies)


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is looked for: what it is called, and the articles that mention it."""

    name: str
    articles: frozenset[str]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Timeline:
    """Articles through time.

    Attributes:
        by: the length of a period.
        periods: from the first to the last, also those without articles.
        series: the outlets, the largest first; others together and none last.
        name: what the line is about; "" where there is none.
        line: (n_periods,), articles that mention it; empty where there is no line.
        undated: articles without a date, or with one that is not exact enough for a period.
        n_articles: all of them, undated ones included.
        untimed: why there is nothing to draw, as a key; "" where there is.
        digest: names the articles and the settings.
    """

    by: Period = "day"
    periods: tuple[str, ...] = ()
    series: tuple[OutletSeries, ...] = ()
    name: str = ""
    line: tuple[int, ...] = ()
    undated: int = 0
    n_articles: int = 0
    untimed: Untimed = ""
    digest: str = ""

    @property
    def n_copies(self) -> int:
        """Articles that are copies."""
        return sum(sum(one.copies) for one in self.series)

    @property
    def totals(self) -> tuple[int, ...]:
        """(n_periods,), articles of all outlets, copies included."""
        columns = [counts for one in self.series for counts in (one.own, one.copies)]
        return tuple(map(sum, zip(*columns, strict=True)))
