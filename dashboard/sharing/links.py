"""Share links: creating, opening, extending and revoking them.

A link holds 192 random bits, shown once; the database keeps their SHA-256. A link that never
was, one that has expired and one that was taken back get the same answer. Who opens a link is
not noted, only how often it was opened.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from components.text import codec
from dashboard.library import audit
from dashboard.library.access import (
    OpenWorkspace,
    Workspace,
    reads_workspace,
    writes_unversioned,
    writes_workspace,
)
from dashboard.library.actors import NOBODY, hash_of_token, new_token
from dashboard.library.addresses import digest_of_address
from dashboard.library.errors import LibraryError, NotFoundError, QuotaExceededError
from dashboard.library.models import Audit, Share, now
from dashboard.library.quotas import NO_QUOTAS, Quotas, within_quotas
from dashboard.library.store import Store, reads, writes
from dashboard.library.values import keepable, label
from dashboard.sharing import expiry
from dashboard.sharing.snapshot import Snapshot, Texts

TRIES = 10  # wrong pass-phrases for one link from one address within `PAUSE`
PAUSE = timedelta(minutes=10)
SLOW_FROM = 20  # wrong ones from wherever: from there on each answer waits
_LONGEST_WAIT = 4.0
_TRY = "share.try"
# 32 MiB and some 60 ms a try (RFC 7914).
_COST, _BLOCK, _PARALLEL, _MEMORY = 2**15, 8, 1, 64 * 2**20


class PassphraseError(LibraryError):
    """The link is there, and asks for its pass-phrase.

    Attributes:
        wrong: one was given, and it is another.
        blocked: too many wrong ones came from this address; the next is looked at after `PAUSE`.
    """

    def __init__(self, *, wrong: bool = False, blocked: bool = False) -> None:
        super().__init__("blocked" if blocked else "wrong" if wrong else "wanted")
        self.wrong = wrong
        self.blocked = blocked


@dataclass(frozen=True, slots=True)
class ShareInfo:
    """What its maker sees of a link; its address is not stored.

    Attributes:
        id: names it to its maker.
        title: as the snapshot is called.
        texts: whether all texts or the evidence alone is in it.
        page, query: what the sender had before them.
        size: bytes kept.
        created, expires, revoked: UTC; `expires` None is never, `revoked` None is not.
        asks: it asks for a pass-phrase.
        views: how often it was opened.
    """

    id: str
    title: str
    texts: Texts
    page: str
    size: int
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    asks: bool
    views: int
    query: tuple[tuple[str, str], ...] = ()

    def is_open(self, at: datetime | None = None) -> bool:
        """Tell whether the link can be opened at a time, by default now."""
        return expiry.is_open(expires=self.expires, revoked=self.revoked, at=at)


@dataclass(frozen=True, slots=True)
class CreatedShare:
    """A new link; `token` is its secret and is given this once."""

    share: ShareInfo
    token: str


@dataclass(frozen=True, slots=True)
class OpenedShare:
    """What a link opens; `report` is None where none was kept with it."""

    share: ShareInfo
    snapshot: Snapshot
    report: bytes | None


def create(
    workspace: Workspace,
    snapshot: Snapshot,
    *,
    lasts: timedelta | None = expiry.DEFAULT,
    passphrase: str = "",
    report: bytes | None = None,
    quotas: Quotas = NO_QUOTAS,
) -> CreatedShare:
    """Keep a snapshot under a new address.

    Args:
        workspace: where from; the link goes when the workspace goes.
        snapshot: what to share.
        lasts: None is for ever.
        passphrase: empty asks for none; case and blanks inside count, width does not.
        report: the report, if it is to be kept instead of made when it is asked for.
        quotas: how many links a workspace may have open, and how much it may hold.

    Raises:
        NotFoundError: there is no such workspace, or it is not the actor's.
        QuotaExceededError: too many links are open (`shares`), or it would hold too much (`bytes`).
    """
    data, salt = codec.pack(snapshot), secrets.token_bytes(16)
    phrase = _fold(passphrase)
    token = new_token()
    values: dict[str, Any] = {
        "token_hash": hash_of_token(token),
        "title": label(snapshot.title),
        "view": {
            "page": keepable(snapshot.view.page),
            "query": [[keepable(k), keepable(v)] for k, v in snapshot.view.query],
        },
        "schema_version": codec.SCHEMA,
        "snapshot": data,
        "snapshot_bytes": len(data),
        "report": report,
        "report_bytes": len(report or b""),
        "expires": expiry.end_of(lasts),
        "passphrase_salt": salt if phrase else None,
        "passphrase_hash": _hash(phrase, salt) if phrase else None,
        "with_texts": snapshot.texts == "all",
    }
    return CreatedShare(_keep(workspace, values, quotas), token)


def open_share(store: Store, token: str, *, passphrase: str = "", address: str = "") -> OpenedShare:
    """Open a link and count it; a page does so once for each visitor, and then `check`s.

    Args:
        store: the library.
        token: of the link.
        passphrase: what the visitor typed.
        address: where the visitor is: whoever guesses locks out nobody who is elsewhere.

    Raises:
        NotFoundError: it never was, has expired or was taken back: never told apart.
        PassphraseError: it asks for a pass-phrase, and this is not it.
        CodecError: a later program wrote it.
    """
    share, salt, kept = _lock_of(store, token)
    if salt is not None and kept is not None:
        phrase = _fold(passphrase)
        if not phrase:
            raise PassphraseError
        _unlock(store, share, phrase, digest_of_address(address, key=salt), salt, kept)
    info, data, report = _view(store, token)
    return OpenedShare(info, codec.unpack(data, Snapshot), report)


@reads
def check(session: Session, token: str) -> ShareInfo:
    """Tell whether a link can be opened this moment; nothing is counted.

    Raises:
        NotFoundError: it never was, has expired or was taken back.
    """
    return _info(_open(session, token))


@reads_workspace
def list_own(home: OpenWorkspace) -> tuple[ShareInfo, ...]:
    """Return the links of a workspace, the newest first, those that no longer open included."""
    rows = home.session.scalars(
        select(Share).where(Share.workspace_id == home.id).order_by(Share.created.desc(), Share.id)
    )
    return tuple(map(_info, rows))


@writes_unversioned
def extend(
    home: OpenWorkspace, share: str, *, lasts: timedelta | None = expiry.DEFAULT
) -> ShareInfo:
    """Make a link valid for so long from now on; None is for ever.

    Also one that has expired: it is there until `dashboard.library.retention` lets it go.

    Raises:
        NotFoundError: there is none, it is another workspace's, or it was taken back.
    """
    row = _own(home, share)
    if row.revoked is not None:
        raise NotFoundError
    row.expires = expiry.end_of(lasts)
    days = 0 if lasts is None else lasts.days
    audit.note(home, "share.extend", subject=row.id, days=days)
    return _info(row)


@writes_unversioned
def revoke(home: OpenWorkspace, share: str) -> ShareInfo:
    """Revoke a link: it opens no more, and its contents are deleted now.

    Taking it back twice changes nothing.

    Raises:
        NotFoundError: there is none, or it is not the actor's.
    """
    row = _own(home, share)
    if row.revoked is None:
        row.revoked = now()
        row.snapshot, row.snapshot_bytes = b"", 0
        row.report, row.report_bytes = None, 0
        audit.note(home, "share.revoke", subject=row.id, views=row.views)
    return _info(row)


@writes_workspace
def _keep(home: OpenWorkspace, values: dict[str, Any], quotas: Quotas) -> ShareInfo:
    own = (Share.workspace_id == home.id) & expiry.open_now()
    used = home.session.scalar(select(func.count()).where(own)) or 0
    if quotas.shares is not None and used >= quotas.shares:
        raise QuotaExceededError("shares", limit=quotas.shares, used=used, wanted=1)
    # A new row for each attempt: a transaction that is tried again begins with nothing.
    row = Share(workspace_id=home.id, **values)
    with within_quotas(home, quotas):
        home.session.add(row)
    audit.note(
        home,
        "share.create",
        subject=row.id,
        bytes=row.snapshot_bytes + row.report_bytes,
        texts=int(row.with_texts),
        passphrase=int(row.passphrase_hash is not None),
    )
    return _info(row)


@reads
def _lock_of(session: Session, token: str) -> tuple[str, bytes | None, bytes | None]:
    row = _open(session, token)
    return row.id, row.passphrase_salt, row.passphrase_hash


@writes
def _view(session: Session, token: str) -> tuple[ShareInfo, bytes, bytes | None]:
    row = _open(session, token)
    session.execute(
        update(Share)
        .where(Share.id == row.id)
        .values(views=Share.views + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(row, ["views", "snapshot", "report"])
    return _info(row), row.snapshot, row.report


@reads
def wait_for(session: Session, token: str) -> float:
    """Return how many seconds an answer to a pass-phrase is to wait: guessing from many addresses.

    Whoever has the right one waits as well, and gets in.

    Raises:
        NotFoundError: it never was, has expired or was taken back.
    """
    row = _open(session, token)
    if row.passphrase_hash is None:
        return 0.0
    many = (session.scalar(select(func.count()).where(*_tries(row))) or 0) - SLOW_FROM
    return min(_LONGEST_WAIT, 0.1 * many) if many > 0 else 0.0


def _unlock(store: Store, share: str, phrase: str, visitor: str, salt: bytes, kept: bytes) -> None:
    """Compare a pass-phrase with the one that was set; a try is noted before it is made."""
    attempt = _try(store, share, visitor)
    if attempt is None:
        raise PassphraseError(blocked=True)
    if not hmac.compare_digest(_hash(phrase, salt), kept):
        raise PassphraseError(wrong=True)
    _forget(store, attempt)


@writes
def _try(session: Session, share: str, visitor: str) -> int | None:
    """Note a try; None where there were too many from there."""
    # Tries at one link queue at its row, so that a thousand at once are not more than ten.
    row = session.scalar(select(Share).where(Share.id == share).with_for_update())
    if row is None:
        raise NotFoundError
    session.execute(  # nobody needs to know them any longer
        delete(Audit)
        .where(Audit.action == _TRY, Audit.subject == share, Audit.at <= now() - PAUSE)
        .execution_options(synchronize_session=False)
    )
    own = Audit.actor == f"{NOBODY.kind}:{visitor[:16]}"
    if (session.scalar(select(func.count()).where(*_tries(row), own)) or 0) >= TRIES:
        return None
    attempt = Audit(
        actor=f"{NOBODY.kind}:{visitor[:16]}",
        action=_TRY,
        subject=share,
        workspace_id=row.workspace_id,
        details={},
    )
    session.add(attempt)
    session.flush()
    return attempt.id


def _tries(row: Share) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on notes of wrong pass-phrases that still count."""
    return (
        Audit.workspace_id == row.workspace_id,
        Audit.action == _TRY,
        Audit.subject == row.id,
        Audit.at > now() - PAUSE,
        Audit.at < now() + PAUSE,  # a clock that was put back locks nobody out for longer
    )


@writes
def _forget(session: Session, attempt: int) -> None:
    session.execute(delete(Audit).where(Audit.id == attempt, Audit.action == _TRY))


def _open(session: Session, token: str) -> Share:
    own = Share.token_hash == hash_of_token(token)
    row = session.scalar(select(Share).where(own, expiry.open_now()))
    if row is None:
        raise NotFoundError
    return row


def _own(home: OpenWorkspace, share: str) -> Share:
    row = home.session.scalar(
        select(Share).where(Share.id == keepable(share), Share.workspace_id == home.id)
    )
    if row is None:
        raise NotFoundError
    return row


def _fold(passphrase: str) -> str:
    """Fold a pass-phrase, so that full-width and half-width letters are the same."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _hash(phrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        phrase.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=_COST,
        r=_BLOCK,
        p=_PARALLEL,
        maxmem=_MEMORY,
        dklen=32,
    )


def _info(row: Share) -> ShareInfo:
    return ShareInfo(
        id=row.id,
        title=row.title,
        texts="all" if row.with_texts else "evidence",
        page=str(row.view.get("page", "")),
        size=row.snapshot_bytes + row.report_bytes,
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
        asks=row.passphrase_hash is not None,
        views=row.views,
        query=tuple((str(k), str(v)) for k, v in row.view.get("query", ())),
    )
