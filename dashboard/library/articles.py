"""The articles of a workspace: adding, listing, editing, removing, reading as a corpus.

An article's id is the one reading gave it, made unique in its workspace once and for good, so
that a link to it means the same in every selection.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from components.reading import ReadingSettings, Source, full_name
from components.text import Article, Corpus, CorpusSettings, from_plain
from dashboard.library.access import (
    OpenWorkspace,
    reads_workspace,
    writes_unversioned,
    writes_workspace,
)
from dashboard.library.errors import NotFoundError
from dashboard.library.files import keep
from dashboard.library.filters import (
    AUTHORS,
    EVERYTHING,
    OUTLET,
    PUBLISHED,
    TITLE,
    Filter,
    Sort,
    conditions,
    order,
)
from dashboard.library.models import (
    ArticleRow,
    ArticleTag,
    ArticleText,
    Original,
    Result,
    Tag,
)
from dashboard.library.quotas import NO_QUOTAS, Quotas, within_quotas
from dashboard.library.upsert import upsert_articles
from dashboard.library.values import iso_date, keepable, label

EditedField = Literal["title", "published", "outlet", "authors"]
Edits = Mapping[EditedField, str | None]
_BATCH = 500
_PARTED = re.compile("[、,，;；/／\n]+")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a reading.

    Attributes:
        original: the id of the file's bytes.
        articles: ids of the reading's articles, in its order.
        new: how many were not there before.
        restored: how many came back from the bin.
        dropped: how many of an earlier reading of the same file are gone.
    """

    original: str
    articles: tuple[str, ...] = ()
    new: int = 0
    restored: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What a list shows of an article.

    Attributes:
        id: its id, the same as in a corpus.
        title, published, outlet, authors: as the reader put them, else as they were read;
            authors have a `、` between them.
        edited: which of these the reader put.
        file: the file it came from; `source` is its place in it.
        part: its number among the articles of that file, from 0.
        original: the id of the file's bytes.
        opening: the first characters of the text.
        tags: sorted.
        sample: it came with the program.
        removed: when it went into the bin.
    """

    id: str
    title: str
    published: str | None
    outlet: str | None
    authors: str | None
    edited: tuple[EditedField, ...]
    file: str
    source: str
    part: int
    original: str
    encoding: str
    opening: str
    characters: int
    tags: tuple[str, ...]
    sample: bool
    received: datetime
    removed: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list.

    Attributes:
        cards: the articles of this page.
        n: how many the filter finds in all.
        characters: of all that the filter finds.
    """

    cards: tuple[ArticleCard, ...]
    n: int
    characters: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The tags, outlets and files to choose from, with their numbers of articles, largest first.

    Attributes:
        outlets: "" stands for articles without any.
        since, until: the earliest and the latest date.
    """

    tags: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    files: tuple[tuple[str, int], ...]
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """An article with its text, and how it was read."""

    card: ArticleCard
    article: Article
    settings: ReadingSettings


@writes_workspace
def add(
    home: OpenWorkspace,
    source: Source,
    corpus: Corpus,
    *,
    quotas: Quotas = NO_QUOTAS,
    sample: bool = False,
) -> Added:
    """Keep a file and its articles, all or nothing.

    The same file read in the same way again changes nothing but brings back what was in the
    bin; read in another way, its articles are replaced (see `replace_reading`).

    Args:
        home: the workspace.
        source: the file, with the settings it was read with.
        corpus: what reading this one source gave.
        quotas: how much the workspace may hold.
        sample: the file came with the program.

    Raises:
        QuotaExceededError: the workspace would hold more than it may.
    """
    with within_quotas(home, quotas):
        original = keep(home, source)
        placed = upsert_articles(
            home,
            original.id,
            label(source.name),
            source.settings,
            corpus,
            sample=sample,
        )
        restored = sum(row.removed is not None for row in placed.rows)
        for row in placed.rows:
            row.removed = None
        home.row.seeded = home.row.seeded or sample
    return Added(original.id, placed.names, placed.new, restored, placed.dropped)


@writes_workspace
def replace_reading(
    home: OpenWorkspace,
    original: str,
    settings: ReadingSettings,
    corpus: Corpus,
    *,
    file: str | None = None,
    quotas: Quotas = NO_QUOTAS,
) -> Added:
    """Replace the articles of a kept file by another reading of it.

    Where parts agree, an article keeps its id, its tags, what the reader edited and its place
    in the bin. Parts agree by number if there are as many as before, else by equal text.

    Args:
        home: the workspace.
        original: the id of the file's bytes.
        settings: how it was read now.
        corpus: what reading it gave.
        file: the name it was received under, where the same bytes came under several.
        quotas: how much the workspace may hold.

    Raises:
        QuotaExceededError: the workspace would hold more than it may.
    """
    held = home.session.scalar(
        select(Original).where(Original.id == keepable(original), Original.workspace_id == home.id)
    )
    if held is None:
        raise NotFoundError
    with within_quotas(home, quotas):
        placed = upsert_articles(home, held.id, label(file or held.name), settings, corpus)
    return Added(held.id, placed.names, placed.new, 0, placed.dropped)


@reads_workspace
def find(
    home: OpenWorkspace,
    where: Filter = EVERYTHING,
    *,
    sort: Sort = "order",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> Listing:
    """List articles, without their texts."""
    wanted = conditions(home.id, where)
    n, characters = home.session.execute(
        select(func.count(), func.coalesce(func.sum(ArticleRow.characters), 0)).where(*wanted)
    ).one()
    rows = home.session.scalars(
        select(ArticleRow)
        .where(*wanted)
        .order_by(*order(sort, descending=descending, dialect=home.session.get_bind().dialect.name))
        .offset(max(0, offset))
        .limit(max(0, limit))
    ).all()
    return Listing(_cards(home.session, rows), int(n), int(characters))


@reads_workspace
def find_read(
    home: OpenWorkspace, originals: Collection[str], *, limit: int
) -> tuple[ArticleCard, ...]:
    """Return the articles that some files gave, those in the bin left out, in reading order.

    Args:
        home: the workspace.
        originals: ids of the files' bytes.
        limit: articles to return at most.
    """
    rows: list[ArticleRow] = []
    for ids in _batches([keepable(original) for original in originals]):
        wanted = select(ArticleRow).where(
            *conditions(home.id, EVERYTHING), ArticleRow.original_id.in_(ids)
        )
        rows += home.session.scalars(wanted.order_by(ArticleRow.position).limit(limit))
    rows.sort(key=lambda row: (row.position, row.part))
    return _cards(home.session, rows[:limit])


@reads_workspace
def count_facets(home: OpenWorkspace, where: Filter = EVERYTHING) -> Facets:
    """Count by tag, outlet and file what a filter finds."""
    wanted = conditions(home.id, where)
    bearing = (
        select(Tag.name, func.count())
        .join(ArticleTag, ArticleTag.tag_id == Tag.id)
        .join(ArticleRow, ArticleRow.id == ArticleTag.article_id)
        .where(*wanted)
        .group_by(Tag.name)
    )
    outlet = func.coalesce(OUTLET, "")
    by_outlet = select(outlet, func.count()).where(*wanted).group_by(outlet)
    by_file = select(ArticleRow.file, func.count()).where(*wanted).group_by(ArticleRow.file)
    since, until = home.session.execute(
        select(func.min(PUBLISHED), func.max(PUBLISHED)).where(*wanted)
    ).one()
    return Facets(
        _sort_counts(home.session.execute(bearing)),
        _sort_counts(home.session.execute(by_outlet)),
        _sort_counts(home.session.execute(by_file)),
        since,
        until,
    )


@reads_workspace
def get(home: OpenWorkspace, article: str) -> Whole:
    """Return one article with its text, also from the bin."""
    row = get_rows(home, (article,))[0]
    kept = home.session.execute(_texts().where(ArticleRow.id == row.id)).one()
    settings = from_plain(row.settings, ReadingSettings)
    return Whole(_cards(home.session, [row])[0], _article(kept), settings)


@reads_workspace
def read_corpus(home: OpenWorkspace, where: Filter = EVERYTHING) -> Corpus:
    """Return what a filter finds as a corpus, in reading order."""
    found = home.session.execute(
        _texts().where(*conditions(home.id, where)).order_by(ArticleRow.position, ArticleRow.part)
    ).all()
    joined = not found or any(row.settings.get("join_lines", True) for row in found)
    tags = _tags_of(home.session, [row.id for row in found])
    texts = (_article(row) for row in found)
    tagged = (
        replace(article, tags=tuple(sorted({*article.tags, *tags.get(row.id, ())})))
        for article, row in zip(texts, found, strict=True)
    )
    return Corpus(tuple(tagged), settings=CorpusSettings(joined))


@writes_workspace
def edit(
    home: OpenWorkspace,
    article: str,
    changes: Edits,
) -> ArticleCard:
    """Correct title, date, outlet or authors; None restores what was read, "" removes it.

    Raises:
        InvalidValueError: the date is none.
    """
    row = get_rows(home, (article,))[0]
    _edit(row, changes)
    home.session.flush()
    return _cards(home.session, [row])[0]


@writes_workspace
def edit_all(home: OpenWorkspace, changes: Mapping[str, Edits]) -> int:
    """Correct several articles, all or none of them; return how many.

    Args:
        home: the workspace.
        changes: by id, what `edit` takes.

    Raises:
        InvalidValueError: one of the dates is none.
    """
    for row, edits in zip(get_rows(home, changes), changes.values(), strict=True):
        _edit(row, edits)
    return len(changes)


def _edit(row: ArticleRow, changes: Edits) -> None:
    for field, value in changes.items():
        own = None if value is None else keepable(value).strip()
        if own:
            own = _NORMAL.get(field, str)(own)
        if field == "title":
            own = own or None  # an article has some title
        setattr(row, f"own_{field}", own)


def _list_authors(written: str) -> str:
    return "、".join(filter(None, map(str.strip, _PARTED.split(written))))


_NORMAL: Mapping[EditedField, Callable[[str], str]] = {
    "published": iso_date,
    "outlet": full_name,
    "authors": _list_authors,
}


@writes_workspace
def remove(home: OpenWorkspace, articles: Collection[str]) -> int:
    """Put articles into the bin; return how many were not there yet."""
    return _bin(home, articles, when=home.row.last_used)


@writes_workspace
def restore(home: OpenWorkspace, articles: Collection[str]) -> int:
    """Take articles out of the bin; return how many were there."""
    return _bin(home, articles, when=None)


@writes_workspace
def empty_bin(home: OpenWorkspace, articles: Collection[str] | None = None) -> int:
    """Delete for good what is in the bin, and files without any article left.

    Args:
        home: the workspace.
        articles: only these; None all.

    Returns:
        How many articles were deleted.
    """
    wanted = select(ArticleRow.id, ArticleRow.original_id).where(
        ArticleRow.workspace_id == home.id, ArticleRow.removed.is_not(None)
    )
    if articles is not None:
        chosen = {row.id for row in get_rows(home, articles)}
    rows = home.session.execute(wanted).all()
    found = [row for row in rows if articles is None or row.id in chosen]
    for ids in _batches([row.id for row in found]):
        home.session.execute(delete(ArticleRow).where(ArticleRow.id.in_(ids)))
    for ids in _batches(sorted({row.original_id for row in found})):
        left = select(ArticleRow.original_id).where(ArticleRow.original_id.in_(ids))
        home.session.execute(
            delete(Original).where(Original.id.in_(ids), Original.id.not_in(left)),
            execution_options={"synchronize_session": False},
        )
    return len(found)


@writes_unversioned
def drop_results(home: OpenWorkspace) -> int:
    """Delete what jobs made of the articles: it quotes them, and can be made again."""
    done = home.session.execute(
        delete(Result).where(Result.workspace_id == home.id),
        execution_options={"synchronize_session": False},
    )
    return int(getattr(done, "rowcount", 0))


def _bin(
    home: OpenWorkspace,
    articles: Collection[str],
    *,
    when: datetime | None,
) -> int:
    rows = get_rows(home, articles)
    moved = [row.id for row in rows if (row.removed is None) == (when is not None)]
    for ids in _batches(moved):
        home.session.execute(update(ArticleRow).where(ArticleRow.id.in_(ids)).values(removed=when))
    return len(moved)


def get_rows(home: OpenWorkspace, names: Iterable[str]) -> list[ArticleRow]:
    """Return the rows of articles by id, in the order asked.

    Raises:
        NotFoundError: one of them is not in this workspace.
    """
    asked = list(dict.fromkeys(keepable(name) for name in names))
    found: dict[str, ArticleRow] = {}
    for batch in _batches(asked):
        wanted = select(ArticleRow).where(
            ArticleRow.workspace_id == home.id, ArticleRow.name.in_(batch)
        )
        found |= {row.name: row for row in home.session.scalars(wanted)}
    if len(found) < len(asked):
        raise NotFoundError
    return [found[name] for name in asked]


def _texts() -> Any:
    return select(
        ArticleRow.id,
        ArticleRow.name,
        TITLE.label("title"),
        ArticleText.text,
        ArticleText.raw,
        ArticleText.details,
        ArticleRow.source,
        ArticleRow.encoding,
        PUBLISHED.label("published"),
        OUTLET.label("outlet"),
        AUTHORS.label("authors"),
        ArticleRow.settings,
    ).join(ArticleText, ArticleText.article_id == ArticleRow.id)


def _article(row: Row[Any]) -> Article:
    article: Article = from_plain(
        {
            **row.details,
            "id": row.name,
            "title": row.title,
            "text": row.text,
            "raw": row.text if row.raw is None else row.raw,
            "source": row.source,
            "encoding": row.encoding,
            "published": row.published,
            "outlet": row.outlet,
            "authors": row.authors.split("、") if row.authors else [],
        },
        Article,
    )
    return article


def _cards(session: Session, rows: Sequence[ArticleRow]) -> tuple[ArticleCard, ...]:
    tags = _tags_of(session, [row.id for row in rows])
    return tuple(_card(row, tuple(sorted(tags.get(row.id, ())))) for row in rows)


def _tags_of(session: Session, articles: Sequence[str]) -> dict[str, list[str]]:
    """Return the tags of articles by their key; those without any are left out."""
    tags: dict[str, list[str]] = {}
    for ids in _batches(articles):
        bearing = (
            select(ArticleTag.article_id, Tag.name)
            .join(Tag, Tag.id == ArticleTag.tag_id)
            .where(ArticleTag.article_id.in_(ids))
        )
        for article_id, name in session.execute(bearing):
            tags.setdefault(article_id, []).append(name)
    return tags


def _card(row: ArticleRow, tags: tuple[str, ...]) -> ArticleCard:
    own: dict[EditedField, str | None] = {
        "title": row.own_title,
        "published": row.own_published,
        "outlet": row.own_outlet,
        "authors": row.own_authors,
    }
    published = row.published if row.own_published is None else row.own_published
    outlet = row.outlet if row.own_outlet is None else row.own_outlet
    authors = row.authors if row.own_authors is None else row.own_authors
    return ArticleCard(
        id=row.name,
        title=row.own_title or row.title,
        published=published or None,
        outlet=outlet or None,
        authors=authors or None,
        edited=tuple(field for field, value in own.items() if value is not None),
        file=row.file,
        source=row.source,
        part=row.part,
        original=row.original_id,
        encoding=row.encoding,
        opening=row.opening,
        characters=row.characters,
        tags=tags,
        sample=row.sample,
        received=row.received,
        removed=row.removed,
    )


def _sort_counts(rows: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((str(r[0]), int(r[1])) for r in rows), key=lambda r: (-r[1], r[0])))


def _batches(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
