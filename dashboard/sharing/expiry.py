"""Says how long a share opens: its default, its end, and whether it is open at a moment.

An expired share is still there for a while, so that its maker can extend it; when it goes for
good is in `dashboard.library.retention`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_

from dashboard.library.models import Share, now

DEFAULT = timedelta(days=30)


def end_of(lasts: timedelta | None) -> datetime | None:
    """Return when a share that begins to last now expires; None is never."""
    return None if lasts is None else now() + lasts


def is_open(
    *, expires: datetime | None, revoked: datetime | None, at: datetime | None = None
) -> bool:
    """Tell whether a share can be opened at a time, by default now."""
    return revoked is None and (expires is None or expires > (at or now()))


def open_now() -> ColumnElement[bool]:
    """Return the condition on shares that can be opened now."""
    return Share.revoked.is_(None) & or_(Share.expires.is_(None), Share.expires > now())
