"""The period and the outlet that the reader pinned: every page reads these articles alone.

They are a filter of the library like any other, on top of the selection in use; they stand in
the address as `when` and `outlet`, so that a copied link opens with them.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.text import days_of
from dashboard.library.filters import EVERYTHING, Filter
from dashboard.state import shared
from dashboard.state.memory import memory

WHEN, OUTLET = "when", "outlet"
NOTHING = "all"
"""What an address says that lets go of a pin."""

_BETWEEN = ".."
_LONGEST = 200  # characters of an outlet that an address may bring


def current() -> Filter:
    """Return what is pinned, as a filter; a guest's share is narrowed already."""
    return EVERYTHING if shared.is_here() else memory().pins


def pin_period(since: str | None, until: str | None) -> None:
    """Read only the articles from one day to another, both included; None lets go of it."""
    memory().pins = replace(memory().pins, since=since, until=until)


def pin_outlet(outlet: str | None) -> None:
    """Read only the articles of one outlet; "" are those without any, None lets go of it."""
    outlets = () if outlet is None else (outlet,)
    memory().pins = replace(memory().pins, outlets=outlets)


def drop_all() -> None:
    """Read all articles again."""
    memory().pins = EVERYTHING


def add_to(where: Filter) -> Filter:
    """Return a selection narrowed to what is pinned.

    An outlet that the selection does not hold is no pin of it.
    """
    own = current()
    fits = not where.outlets or set(own.outlets) <= set(where.outlets)
    return replace(
        where,
        since=max(filter(None, (where.since, own.since)), default=None),
        until=min(filter(None, (where.until, own.until)), default=None),
        outlets=own.outlets if own.outlets and fits else where.outlets,
    )


def describe_period(where: Filter) -> str:
    """Return a period as people write it: one day, or two with a dash; "" for none."""
    if not (where.since or where.until):
        return ""
    ends = list(dict.fromkeys((where.since or "", where.until or "")))
    return "–".join(ends)


def follow_address() -> None:
    """Take over what the address says anew, and let it say what is pinned; see `state.pick`."""
    if shared.is_here():
        return
    own = memory()
    page = (st.context.url or "").partition("?")[0]
    told, told_on = own.pins_told
    asked = (st.query_params.get(WHEN, ""), st.query_params.get(OUTLET, ""))
    for was, now, take in zip(told, asked, (_take_when, _take_outlet), strict=True):
        if now != was and (now or page == told_on):
            take(now)
    said = (_write_when(own.pins), own.pins.outlets[0] if own.pins.outlets else "")
    for key, value in zip((WHEN, OUTLET), said, strict=True):
        if value:
            st.query_params[key] = value
        else:
            st.query_params.pop(key, None)
    own.pins_told = (said, page)


def _write_when(where: Filter) -> str:
    return f"{where.since or ''}{_BETWEEN}{where.until or ''}" if describe_period(where) else ""


def _take_when(code: str) -> None:
    since, _, until = code.partition(_BETWEEN)
    days = [_day(since, first=True), _day(until or since, first=False)]
    pin_period(*(days if any(days) else (None, None)))


def _day(text: str, *, first: bool) -> str | None:
    """Read a day, or the first or last one of a period; None for anything else."""
    try:
        return days_of(text)[0 if first else 1] if text else None
    except ValueError:
        return None


def _take_outlet(code: str) -> None:
    pin_outlet(code[:_LONGEST] if code and code != NOTHING else None)
