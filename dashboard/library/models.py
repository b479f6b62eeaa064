"""The tables of the library, one set for SQLite and PostgreSQL.

Blobs and whole texts lie in columns or tables of their own, so that a list never reads them.
Every row but those of the audit belongs to a workspace and goes with it. All times are UTC.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
ID = String(32)
HASH = String(64)


class UtcTime(TypeDecorator[datetime]):
    """Aware times in UTC; SQLite keeps them without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware time into UTC."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give what was kept its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random id, 32 hexadecimal digits."""
    return uuid.uuid4().hex


class Base(DeclarativeBase):
    """All tables of the library."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy, changed by nobody
        datetime: UtcTime,
        dict[str, Any]: JSON(none_as_null=True),
    }


def _workspace(*, index: bool = True, primary_key: bool = False) -> Mapped[str]:
    owner = ForeignKey("workspace.id", ondelete="CASCADE")
    return mapped_column(ID, owner, index=index, primary_key=primary_key)


class WorkspaceRow(Base):
    """Where one reader or one group keeps everything.

    Attributes:
        owner: the key of the person it belongs to.
        token_hash: the key of the address that opens it.
        local: it is the one workspace of this machine.
        version: grows with every write.
        seeded: the sample was put in, be it still there or not.
        next_position: the place of the next file in reading order.
    """

    __tablename__ = "workspace"
    __table_args__ = (
        Index(
            "uq_workspace_local",
            "local",
            unique=True,
            sqlite_where=text("local"),
            postgresql_where=text("local"),
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), default="")
    owner: Mapped[str | None] = mapped_column(HASH, index=True)
    token_hash: Mapped[str | None] = mapped_column(HASH, unique=True)
    local: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    seeded: Mapped[bool] = mapped_column(default=False)
    next_position: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(default=now)
    last_used: Mapped[datetime] = mapped_column(default=now, index=True)


class Original(Base):
    """The bytes of a file as they came; the same bytes are kept once in a workspace.

    Attributes:
        form: `file` may be in any format, `text` is text whatever it looks like.
    """

    __tablename__ = "original"
    __table_args__ = (UniqueConstraint("workspace_id", "sha256"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace(index=False)
    sha256: Mapped[str] = mapped_column(HASH)
    name: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(10), default="file")
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[datetime] = mapped_column(default=now)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ArticleRow(Base):
    """What lists show of an article.

    Attributes:
        name: its id in a corpus, unique in the workspace, the bin included.
        file: the name of the file it was read from; one original may come under two names.
        part: its number among the articles of that file, from 0.
        position: the place of its file in reading order.
        title, published, outlet, authors: as they were read; authors have a `、` between them.
        own_title, own_published, own_outlet, own_authors: as the reader put them; "" is none,
            NULL unedited.
        opening: the first characters of its text.
        size: bytes of text and raw as UTF-8.
        settings: how it was read.
        removed: when it went into the bin.
    """

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("workspace_id", "name"),
        UniqueConstraint("original_id", "file", "part"),
        Index("ix_article_order", "workspace_id", "position", "part"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace(index=False)
    original_id: Mapped[str] = mapped_column(ForeignKey("original.id", ondelete="CASCADE"))
    file: Mapped[str] = mapped_column(Text)
    part: Mapped[int]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    published: Mapped[str | None] = mapped_column(String(40))
    outlet: Mapped[str | None] = mapped_column(Text)
    authors: Mapped[str | None] = mapped_column(Text)
    own_title: Mapped[str | None] = mapped_column(Text)
    own_published: Mapped[str | None] = mapped_column(String(40))
    own_outlet: Mapped[str | None] = mapped_column(Text)
    own_authors: Mapped[str | None] = mapped_column(Text)
    opening: Mapped[str] = mapped_column(Text)
    characters: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    text_sha256: Mapped[str] = mapped_column(HASH)
    settings: Mapped[dict[str, Any]]
    sample: Mapped[bool] = mapped_column(default=False)
    received: Mapped[datetime] = mapped_column(default=now)
    removed: Mapped[datetime | None]


class ArticleText(Base):
    """The text of an article and all that points into it.

    Attributes:
        raw: NULL where it equals the text.
        details: the other fields of the article, by name.
    """

    __tablename__ = "article_text"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    raw: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]]


class Tag(Base):
    """A word that a reader put on articles."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace(index=False)
    name: Mapped[str] = mapped_column(String(200))


class ArticleTag(Base):
    """Which article bears which tag."""

    __tablename__ = "article_tag"

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[str] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class SelectionRow(Base):
    """A filter with a name."""

    __tablename__ = "selection"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace(index=False)
    name: Mapped[str] = mapped_column(String(200))
    where: Mapped[dict[str, Any]]
    saved: Mapped[datetime] = mapped_column(default=now)


class LexiconRow(Base):
    """One version of the reader's own words; earlier ones are kept for a while."""

    __tablename__ = "lexicon"

    workspace_id: Mapped[str] = _workspace(index=False, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(default=now)


class PrintedLineRow(Base):
    """A line around a chart in print that the reader wrote; `shown` and `usual` are digests."""

    __tablename__ = "printed_line"

    workspace_id: Mapped[str] = _workspace(index=False, primary_key=True)
    chart: Mapped[str] = mapped_column(String(200), primary_key=True)
    line: Mapped[str] = mapped_column(String(12), primary_key=True)
    usual: Mapped[str] = mapped_column(HASH, primary_key=True)
    shown: Mapped[str] = mapped_column(HASH)
    text: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(default=now)


class Share(Base):
    """An immutable snapshot under an unguessable address.

    Attributes:
        view: the sender's view: language, filters, place.
        schema_version: the version of the snapshot's JSON.
        snapshot: the nouns, as bytes.
        report: the file made from them, if it was made.
        expires: NULL never.
        passphrase_hash: scrypt of the pass-phrase with `passphrase_salt`; NULL asks for none.
        with_texts: the snapshot holds whole texts, not only evidence.
    """

    __tablename__ = "share"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace()
    token_hash: Mapped[str] = mapped_column(HASH, unique=True)
    title: Mapped[str] = mapped_column(Text)
    view: Mapped[dict[str, Any]] = mapped_column(default=dict)
    schema_version: Mapped[int]
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    snapshot_bytes: Mapped[int]
    report: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    report_bytes: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime | None] = mapped_column(index=True)
    revoked: Mapped[datetime | None]
    passphrase_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    passphrase_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    views: Mapped[int] = mapped_column(default=0)
    with_texts: Mapped[bool] = mapped_column(default=False)


class JobRow(Base):
    """Work that takes long, done outside the web process.

    Attributes:
        actor, actor_kind: who asked, and on whose behalf it is done.
        kind: names the function that does it.
        state: `queued`, `running`, `done`, `failed` or `cancelled`.
        message: a code that pages translate, filled by `message_fields`.
        lease_until: until then the worker is believed to live; `heartbeat` is its last sign.
        result_key: where the result is kept, once done.
        cancel: the reader asked to stop.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_queue", "state", "created"),
        Index("ix_job_workspace", "workspace_id", "created"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    workspace_id: Mapped[str] = _workspace(index=False)
    actor: Mapped[str] = mapped_column(HASH, default="")
    actor_kind: Mapped[str] = mapped_column(String(12), default="nobody")
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default="queued")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(60), default="")
    message_fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    heartbeat: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(200))
    result_key: Mapped[str | None] = mapped_column(HASH)
    cancel: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]


class Result(Base):
    """What a job made, named by the digest of all that went in.

    It belongs to a workspace, so that deleting the workspace reaches it and no other
    workspace learns that the same text was analysed here.
    """

    __tablename__ = "result"

    workspace_id: Mapped[str] = _workspace(index=False, primary_key=True)
    key: Mapped[str] = mapped_column(HASH, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), default="")
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created: Mapped[datetime] = mapped_column(default=now)
    last_used: Mapped[datetime] = mapped_column(default=now, index=True)


class Audit(Base):
    """Who did what when; stays when its workspace goes, and holds no text of readers.

    Attributes:
        actor: the kind and the first digits of the key.
        action: `share.create`, `workspace.adopt`, ….
        subject: the id of what it was done to.
        details: figures, never text.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_workspace", "workspace_id", "at"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    workspace_id: Mapped[str | None] = mapped_column(ID)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
