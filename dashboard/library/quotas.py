"""How much a workspace may hold, and what happens when it would hold more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dashboard.library.access import OpenWorkspace
from dashboard.library.actors import Actor
from dashboard.library.errors import QuotaExceededError
from dashboard.library.models import Result
from dashboard.library.workspaces import measure_library, measure_usage
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class Quotas:
    """How much one workspace may hold; None sets no limit.

    Attributes:
        bytes: originals, texts, the bin included, results, shares and own words.
        articles: the bin included.
        jobs: waiting or running at a time.
        shares: neither expired nor revoked.
        total: bytes of the whole library, with what others keep there.
    """

    bytes: int | None = None
    articles: int | None = None
    jobs: int | None = None
    shares: int | None = None
    total: int | None = None


NO_QUOTAS = Quotas()


def quotas_for(chosen: Settings, actor: Actor) -> Quotas:
    """Return how much an actor's workspace may hold; this machine's own has no limit."""
    if actor.kind == "local":
        return Quotas(jobs=chosen.quota_jobs)
    return Quotas(
        chosen.quota_bytes,
        chosen.quota_articles,
        chosen.quota_jobs,
        total=chosen.quota_total_bytes or None,
    )


@contextmanager
def within_quotas(
    home: OpenWorkspace, quotas: Quotas, *, needed: Collection[str] = (), adds: int = 0
) -> Iterator[None]:
    """Keep the current transaction within what the workspace may hold.

    Results of jobs go first, the one longest not used before the others: they can be made
    again. A workspace that holds too much already, because its quota was lowered, may still
    shrink.

    Args:
        home: the workspace.
        quotas: how much it may hold.
        needed: keys of results that stay.
        adds: bytes that will come, where that is known: what the library has no room for is
            refused before it is written, since PostgreSQL keeps what it undoes for a while.

    Raises:
        QuotaExceededError: it holds more; the error undoes the transaction.
    """
    before = measure_usage(home.session, home.id)
    if adds:
        _check_total(home.session, quotas, adds)
    yield
    home.session.flush()
    after = measure_usage(home.session, home.id)
    if quotas.bytes is not None and after.bytes > max(quotas.bytes, before.bytes):
        added = after.bytes - before.bytes
        freed = _make_room(home.session, home.id, after.bytes - quotas.bytes, needed)
        if after.bytes - freed > max(quotas.bytes, before.bytes):
            raise QuotaExceededError("bytes", limit=quotas.bytes, used=before.bytes, wanted=added)
    if after.bytes > before.bytes:
        _check_total(home.session, quotas)
    if quotas.articles is not None and after.articles > max(quotas.articles, before.articles):
        added = after.articles - before.articles
        raise QuotaExceededError(
            "articles", limit=quotas.articles, used=before.articles, wanted=added
        )


def _check_total(session: Session, quotas: Quotas, adds: int = 0) -> None:
    if quotas.total is None:
        return
    used = measure_library(session, enough=quotas.total - adds)
    if used + adds > quotas.total:
        raise QuotaExceededError("total", limit=quotas.total, used=used, wanted=adds)


def _make_room(session: Session, workspace: str, wanted: int, needed: Collection[str]) -> int:
    """Delete results until so many bytes are free or none is left; return how many are free."""
    own = Result.workspace_id == workspace
    query = select(Result.key, Result.size).where(own, Result.key.not_in(needed))
    gone, freed = [], 0
    for key, size in session.execute(query.order_by(Result.last_used, Result.key)):
        if freed >= wanted:
            break
        gone.append(key)
        freed += int(size)
    session.execute(
        delete(Result).where(own, Result.key.in_(gone)),
        execution_options={"synchronize_session": False},
    )
    return freed
