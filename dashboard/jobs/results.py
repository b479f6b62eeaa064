"""Stores the results of jobs in their workspace, keyed by a digest of the inputs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update

from dashboard.library import models
from dashboard.library.access import OpenWorkspace, reads_workspace, writes_unversioned
from dashboard.library.models import now
from dashboard.library.quotas import NO_QUOTAS, Quotas, within_quotas

_TOUCHED = timedelta(hours=6)  # a look at a result is noted so often, not at every rerun


@reads_workspace
def get_result(home: OpenWorkspace, key: str) -> bytes | None:
    """Return a result, or None; NotFoundError if the workspace is not the actor's."""
    row = home.session.get(models.Result, (home.id, key))
    return None if row is None else row.data


@writes_unversioned
def keep(
    home: OpenWorkspace,
    key: str,
    data: bytes,
    *,
    kind: str,
    quotas: Quotas = NO_QUOTAS,
    needed: Collection[str] = (),
) -> None:
    """Keep a result under the digest of its inputs; the same key is the same result.

    Args:
        home: the workspace.
        key: the digest.
        data: the result.
        kind: the verb that gave it.
        quotas: how much the workspace may hold; older results make room.
        needed: keys of results that stay, since this one is of no use without them.

    Raises:
        NotFoundError: there is no such workspace, or it is not the actor's.
        QuotaExceededError: there is no room for it.
    """
    if home.session.get(models.Result, (home.id, key)) is not None:
        return
    # Two that keep at the same moment queue here, so that neither passes the other's count.
    home.session.scalar(
        select(models.WorkspaceRow.id).where(models.WorkspaceRow.id == home.id).with_for_update()
    )
    with within_quotas(home, quotas, needed={key, *needed}):
        row = models.Result(workspace_id=home.id, key=key, kind=kind, data=data, size=len(data))
        home.session.add(row)


@writes_unversioned
def note_use(home: OpenWorkspace, key: str) -> None:
    """Note that a result was used, so that `wenmai care` keeps it."""
    home.session.execute(
        update(models.Result)
        .where(
            models.Result.workspace_id == home.id,
            models.Result.key == key,
            models.Result.last_used < now() - _TOUCHED,
        )
        .values(last_used=now())
    )
