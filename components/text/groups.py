"""Splits a corpus into groups of articles: by outlet, time, tag, file or the reader's selections.

Whatever compares (statistics, a timeline, a cloud of two sides) asks here who belongs where, so
that a group is the same set of articles everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from components.text.corpus import Article, Corpus
from components.text.digest import digest_of

Period = Literal["day", "week", "month", "year"]
GroupField = Literal["outlet", "day", "week", "month", "year", "tag", "file", "selection"]

PERIODS: tuple[Period, ...] = get_args(Period)
_DAY = timedelta(days=1)
_SPANS: tuple[tuple[int, Period], ...] = ((45, "day"), (300, "week"), (3_700, "month"))  # days
_EXACT: dict[Period, int] = {"day": 10, "week": 10, "month": 7, "year": 4}  # characters needed


@dataclass(frozen=True, slots=True)
class ArticleGroup:
    """Articles that have a value in common; `ids` in reading order."""

    label: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Grouping:
    """A corpus in groups.

    Attributes:
        by: the field that divides it.
        groups: periods in their order, others the largest first; an article with several tags,
            or in several selections, stands in each.
        without: ids of the articles that have no such value; they are in no group.
    """

    by: GroupField
    groups: tuple[ArticleGroup, ...] = ()
    without: tuple[str, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        if not self.digest:
            parts = [(group.label, group.ids) for group in self.groups]
            object.__setattr__(self, "digest", digest_of("grouping", self.by, parts, self.without))

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the groups, in their order."""
        return tuple(group.label for group in self.groups)

    def ids_of(self, label: str) -> tuple[str, ...]:
        """Return the articles of a group; none for one that is not there."""
        return next((group.ids for group in self.groups if group.label == label), ())

    def take(self, labels: Collection[str]) -> Grouping:
        """Return the grouping with some of its groups alone, in their order."""
        return Grouping(self.by, tuple(g for g in self.groups if g.label in labels), self.without)


def group_articles(
    corpus: Corpus,
    by: GroupField,
    *,
    selections: Mapping[str, Collection[str]] | Iterable[tuple[str, Collection[str]]] = (),
) -> Grouping:
    """Divide the articles of a corpus by the values of a field.

    Args:
        corpus: the articles.
        by: the field.
        selections: name -> ids of articles, which `by="selection"` divides by.
    """
    chosen = {name: frozenset(ids) for name, ids in dict(selections).items()}
    found: defaultdict[str, list[str]] = defaultdict(list)
    without = []
    for article in corpus.articles:
        values = _values(article, by, chosen)
        for value in values:
            found[value].append(article.id)
        if not values:
            without.append(article.id)
    groups = [ArticleGroup(label, tuple(ids)) for label, ids in found.items()]
    in_time = by in PERIODS
    groups.sort(key=lambda group: (0 if in_time else -len(group.ids), group.label))
    return Grouping(by, tuple(groups), tuple(without))


def period_of(published: str | None, by: Period) -> str:
    """Return the period of a date: `2026-10-12`, `2026-W42`, `2026-10` or `2026`.

    Weeks are those of ISO 8601, from Monday to Sunday. "" where the date is missing or not
    exact enough.
    """
    day = (published or "")[:10]
    if len(day) < _EXACT[by]:
        return ""
    if by != "week":
        return day[: _EXACT[by]]
    try:
        year, week, _ = date.fromisoformat(day).isocalendar()
    except ValueError:
        return ""
    return f"{year}-W{week:02d}"


def choose_period(published: Iterable[str | None]) -> Period:
    """Choose how long periods are, by the time from the first date to the last.

    Days up to 45 days, weeks up to ten months, months up to ten years, else years; no finer
    than most of the dates are.
    """
    days = sorted(day for moment in published if (day := (moment or "")[:10]))
    exact = [day for day in days if len(day) == 10]
    if len(exact) * 2 < len(days):  # most dates are no days
        return "month" if any(len(day) >= 7 for day in days) else "year"
    if not exact:
        return "day"
    try:
        span = (date.fromisoformat(exact[-1]) - date.fromisoformat(exact[0])).days
    except ValueError:
        return "year"
    return next((unit for most, unit in _SPANS if span <= most), "year")


def _values(
    article: Article, by: GroupField, selections: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    match by:
        case "outlet":
            return (article.outlet,) if article.outlet else ()
        case "file":
            return (article.source,) if article.source else ()
        case "tag":
            return tuple(dict.fromkeys(article.tags))
        case "selection":
            return tuple(name for name, ids in selections.items() if article.id in ids)
        case _:
            period = period_of(article.published, by)
            return (period,) if period else ()


def unit_of(period: str) -> Period:
    """Return the length of a period, by how `period_of` writes it."""
    if "W" in period:
        return "week"
    lengths: dict[int, Period] = {4: "year", 7: "month"}
    return lengths.get(len(period), "day")


def days_of(period: str) -> tuple[str, str]:
    """Return the first and the last day of a period, as ISO dates.

    Raises:
        ValueError: it is none that `period_of` gives.
    """
    unit = unit_of(period)
    if unit == "week":
        year, week = period.split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        return first.isoformat(), (first + timedelta(days=6)).isoformat()
    first = date.fromisoformat(period + "0000-01-01"[len(period) :])
    if unit == "day":
        return period, period
    begins = 12 if unit == "year" else first.month
    last = date(first.year + begins // 12, begins % 12 + 1, 1) - timedelta(days=1)
    return first.isoformat(), last.isoformat()


def periods_between(first: str, last: str) -> tuple[str, ...]:
    """Return all periods from the first to the last, both included, none left out.

    Args:
        first: a period.
        last: one of the same length that is not earlier.

    Raises:
        ValueError: it is none that `period_of` gives.
    """
    unit, found, day = unit_of(first), [first], date.fromisoformat(days_of(first)[1])
    while found[-1] < last:
        day = date.fromisoformat(days_of(period_of((day + _DAY).isoformat(), unit))[1])
        found.append(period_of(day.isoformat(), unit))
    return tuple(found)
