"""Stores the reader's own words; a save based on an older version is refused, not merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from dashboard.library.access import OpenWorkspace, reads_workspace, writes_workspace
from dashboard.library.errors import ConflictError, InvalidValueError, NotFoundError
from dashboard.library.models import LexiconRow
from dashboard.library.quotas import NO_QUOTAS, Quotas, within_quotas
from dashboard.library.values import keepable

KEPT_VERSIONS = 50
MAX_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class KeptLexicon:
    """The file of a reader's own words as it was saved.

    Attributes:
        version: from 1; 0 is the empty one before the first save.
        text: the file.
        saved: UTC; None for version 0.
    """

    version: int = 0
    text: str = ""
    saved: datetime | None = None


@reads_workspace
def load(home: OpenWorkspace, *, version: int | None = None) -> KeptLexicon:
    """Return the own words of a workspace: the newest, or an earlier version.

    Raises:
        NotFoundError: also where that version is no longer kept.
    """
    wanted = select(LexiconRow).where(LexiconRow.workspace_id == home.id)
    if version is not None and version > 0:
        wanted = wanted.where(LexiconRow.version == version)
    row = home.session.scalars(wanted.order_by(LexiconRow.version.desc()).limit(1)).first()
    if version == 0 or (row is None and version is None):
        return KeptLexicon()
    if row is None:
        raise NotFoundError
    return _make_kept(row)


@writes_workspace
def save(
    home: OpenWorkspace,
    text: str,
    *,
    expected: int,
    quotas: Quotas = NO_QUOTAS,
) -> KeptLexicon:
    """Save a new version, unless somebody saved one after version `expected`.

    The last 50 versions are kept.

    Raises:
        ConflictError: somebody saved in between; nothing was changed.
        InvalidValueError: the file is too long.
        QuotaExceededError: the workspace would hold more than it may.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidValueError("text", limit=MAX_CHARACTERS)
    own = LexiconRow.workspace_id == home.id
    current = home.session.scalar(select(func.max(LexiconRow.version)).where(own)) or 0
    if current != expected:
        raise ConflictError(expected=expected, current=current)
    row = LexiconRow(workspace_id=home.id, version=current + 1, text=keepable(text))
    with within_quotas(home, quotas):
        home.session.add(row)
        home.session.flush()
        old = LexiconRow.version <= row.version - KEPT_VERSIONS
        home.session.execute(delete(LexiconRow).where(own, old))
    return _make_kept(row)


def _make_kept(row: LexiconRow) -> KeptLexicon:
    return KeptLexicon(row.version, row.text, row.saved)
