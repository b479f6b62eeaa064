"""Stores uploaded files as they came; the same bytes are stored once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, undefer

from components.reading import ReadingSettings, Source
from components.text import from_plain
from dashboard.library.access import OpenWorkspace, reads_workspace, writes_workspace
from dashboard.library.errors import NotFoundError
from dashboard.library.models import ArticleRow, Original
from dashboard.library.quotas import NO_QUOTAS, Quotas, within_quotas
from dashboard.library.values import keepable, label

Form = Literal["file", "text"]


_BATCH = 500


@dataclass(frozen=True, slots=True)
class OriginalInfo:
    """What is known of a file.

    Attributes:
        id: names it in other verbs.
        name: as it was called when it first came; a label, never a path.
        sha256: of its bytes.
        size: bytes.
        articles: how many were read from it, the bin included.
    """

    id: str
    name: str
    sha256: str
    size: int
    received: datetime
    articles: int


@writes_workspace
def keep_unread(
    home: OpenWorkspace,
    name: str,
    data: bytes,
    *,
    form: Form = "file",
    quotas: Quotas = NO_QUOTAS,
) -> OriginalInfo:
    """Store a file to be read later; the same bytes are stored once.

    Raises:
        QuotaExceededError: the workspace would hold more than it may.
    """
    digest = hashlib.sha256(data).hexdigest()
    is_new = _find(home, digest) is None
    with within_quotas(home, quotas, adds=len(data) if is_new else 0):
        row = keep(home, Source(name, data, form=form))
    return _info(row, _n_articles(home.session, row.id))


@reads_workspace
def list_files(home: OpenWorkspace) -> tuple[OriginalInfo, ...]:
    """Return the files of a workspace, the latest first, without their bytes."""
    counts = (
        select(ArticleRow.original_id, func.count().label("n"))
        .where(ArticleRow.workspace_id == home.id)
        .group_by(ArticleRow.original_id)
        .subquery()
    )
    rows = home.session.execute(
        select(Original, func.coalesce(counts.c.n, 0))
        .outerjoin(counts, counts.c.original_id == Original.id)
        .where(Original.workspace_id == home.id)
        .order_by(Original.received.desc(), Original.id)
    )
    return tuple(_info(row, n) for row, n in rows)


@reads_workspace
def download(home: OpenWorkspace, original: str) -> Source:
    """Return the bytes of a file as they came, with the settings it was last read with."""
    row = home.session.scalar(
        select(Original)
        .where(Original.id == keepable(original), Original.workspace_id == home.id)
        .options(undefer(Original.data))
    )
    if row is None:
        raise NotFoundError
    settings = home.session.scalar(
        select(ArticleRow.settings)
        .where(ArticleRow.original_id == row.id)
        .order_by(ArticleRow.position.desc())
        .limit(1)
    )
    read_with = from_plain(settings, ReadingSettings) if settings else ReadingSettings()
    return Source(row.name, row.data, read_with, form=cast(Form, row.form))


@writes_workspace
def delete_unused(home: OpenWorkspace, originals: Collection[str]) -> int:
    """Delete files without any article; return how many.

    Args:
        home: the workspace.
        originals: their ids; one that is not there is passed over.
    """
    read_from = exists(select(ArticleRow.id).where(ArticleRow.original_id == Original.id))
    asked = [keepable(original) for original in originals]
    gone = 0
    for start in range(0, len(asked), _BATCH):
        which = Original.id.in_(asked[start : start + _BATCH])
        done = home.session.execute(
            delete(Original).where(Original.workspace_id == home.id, which, ~read_from),
            execution_options={"synchronize_session": False},
        )
        gone += int(getattr(done, "rowcount", 0))
    return gone


def keep(home: OpenWorkspace, source: Source) -> Original:
    """Store bytes in the current transaction, unless they are there already."""
    digest = hashlib.sha256(source.data).hexdigest()
    row = _find(home, digest)
    if row is None:
        row = Original(
            workspace_id=home.id,
            sha256=digest,
            name=label(source.name),
            form=source.form,
            size=len(source.data),
            data=source.data,
        )
        home.session.add(row)
        home.session.flush()
    return row


def _find(home: OpenWorkspace, digest: str) -> Original | None:
    return home.session.scalar(
        select(Original).where(Original.workspace_id == home.id, Original.sha256 == digest)
    )


def _n_articles(session: Session, original_id: str) -> int:
    counted = select(func.count()).where(ArticleRow.original_id == original_id)
    return int(session.scalar(counted) or 0)


def _info(row: Original, articles: int) -> OriginalInfo:
    return OriginalInfo(row.id, row.name, row.sha256, row.size, row.received, articles)
