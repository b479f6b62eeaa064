"""Reads how exactly it is known when an article was published, and so what came before what.

A day without an hour may be any hour of that day: of two articles one came before the other only
where its latest possible moment lies before the earliest possible one of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from components.text import Numbers

Flags = NDArray[np.bool_]

_NEVER = np.iinfo(np.int64).min // 4
_WRITTEN = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.\d+)?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
# What names no zone was printed in a newsroom that writes Chinese.
_LOCAL = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """When articles were published, as seconds since 1970.

    Attributes:
        earliest: (n,), the first second at which each may have been published.
        latest: (n,), the last one; an article without a time may have been published at any.
    """

    earliest: Numbers
    latest: Numbers

    @property
    def known(self) -> Flags:
        """(n,), whether anything is known of it."""
        known: Flags = self.earliest > _NEVER
        return known

    def are_before(self, one: Numbers, other: Numbers) -> Flags:
        """Tell for pairs of articles whether the first certainly came before the other."""
        before: Flags = self.latest[one] < self.earliest[other]
        return before

    def are_equal(self, one: Numbers, other: Numbers) -> Flags:
        """Tell for pairs whether both are known to the minute, and came in the same one."""
        exact = (self.latest - self.earliest) < 60
        minutes = self.earliest // 60
        equal: Flags = exact[one] & exact[other] & (minutes[one] == minutes[other])
        return equal


def read_moments(published: Iterable[str | None]) -> Moments:
    """Read ISO 8601 dates, as exact as each is written; what is none is not known."""
    bounds = np.array([_bounds(text) for text in published], np.int64).reshape(-1, 2)
    return Moments(*np.ascontiguousarray(bounds.T))


def _bounds(published: str | None) -> tuple[int, int]:
    found = _WRITTEN.fullmatch((published or "").strip())
    if not found:
        return _NEVER, -_NEVER
    *parts, zone = found.groups()
    given = [int(part) for part in parts if part is not None]
    try:
        return _first_second(given, zone), _first_second(_next(given), zone) - 1
    except (ValueError, OverflowError):
        return _NEVER, -_NEVER


def _first_second(parts: list[int], zone: str | None) -> int:
    """Return the first second of a year, a month, a day, an hour, a minute or a second."""
    year, month, day, *clock = [*parts, *(1, 1)[max(0, len(parts) - 1) :]]
    moment = datetime(year, month, day, tzinfo=_zone_of(zone))
    hours, minutes, seconds = [*clock, 0, 0, 0][:3]
    return int((moment + timedelta(hours=hours, minutes=minutes, seconds=seconds)).timestamp())


def _next(parts: list[int]) -> list[int]:
    """Return the year, month, day, hour, minute or second after one."""
    if len(parts) == 1:
        return [parts[0] + 1]
    if len(parts) == 2:
        return [parts[0] + parts[1] // 12, parts[1] % 12 + 1]
    hour, minute, second = [*parts[3:], 0, 0, 0][:3]
    moment = datetime(parts[0], parts[1], parts[2], hour, minute, second, tzinfo=UTC)
    step = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))
    after = moment + step[len(parts) - 3]
    return [after.year, after.month, after.day, after.hour, after.minute, after.second][
        : len(parts)
    ]


def _zone_of(zone: str | None) -> timezone:
    if zone is None:
        return _LOCAL
    if zone == "Z":
        return UTC
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))


def print_moment(published: str | None) -> str:
    """Write a printed time to the minute, with its zone where that is not Taiwan's; "" for none."""
    text = (published or "").strip()
    found = _WRITTEN.fullmatch(text)
    zone = found[7] if found else None
    told = "" if zone is None or _zone_of(zone) == _LOCAL else f" UTC{_hours(zone)}"
    return text.replace("T", " ")[:16] + told


def _hours(zone: str) -> str:
    """Write a zone as people do: +9, -3:30, nothing for that of Greenwich."""
    hours, minutes = int(zone[1:3] or 0) if zone != "Z" else 0, zone[-2:]
    if zone == "Z" or (not hours and minutes == "00"):
        return ""
    return f"{zone[0]}{hours}" + (f":{minutes}" if minutes != "00" else "")
