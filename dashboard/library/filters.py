"""The filter that says which articles: lists, selections and the corpus share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from components.text import Article, pattern_of
from dashboard.library.errors import InvalidValueError
from dashboard.library.models import ArticleRow, ArticleTag, ArticleText, Tag
from dashboard.library.values import keepable

Place = Literal["library", "bin"]
Sort = Literal["order", "title", "published", "outlet", "file", "characters", "received"]
MAX_CHOSEN = 10_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles of a workspace: those that meet all conditions; empty ones are ignored.

    Attributes:
        search: occurs in the title or in the text; 繁 and 简, 臺 and 台, full and half width,
            capital and small letters are the same, here and below.
        title: occurs in the title.
        text: occurs in the text.
        tags: the article bears every one of them.
        outlets: it was published by one of them; "" stands for articles without any.
        files: it was read from one of these files.
        since, until: ISO dates, both inclusive; an article without a date is left out.
        articles: it is one of these, by id, at most 10,000.
        place: articles in use, or those in the bin.
    """

    search: str = ""
    title: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    articles: tuple[str, ...] = ()
    place: Place = "library"


EVERYTHING = Filter()

# What a reader sees: the own value where there is one, and "" as none.
TITLE = func.coalesce(ArticleRow.own_title, ArticleRow.title)
PUBLISHED = func.nullif(func.coalesce(ArticleRow.own_published, ArticleRow.published), "")
OUTLET = func.nullif(func.coalesce(ArticleRow.own_outlet, ArticleRow.outlet), "")
AUTHORS = func.nullif(func.coalesce(ArticleRow.own_authors, ArticleRow.authors), "")


def conditions(workspace_id: str, where: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter on the articles of a workspace.

    Raises:
        InvalidValueError: more articles are named than may be.
    """
    if len(where.articles) > MAX_CHOSEN:
        raise InvalidValueError("filter", limit=MAX_CHOSEN)
    removed = ArticleRow.removed
    found = [
        ArticleRow.workspace_id == workspace_id,
        removed.is_not(None) if where.place == "bin" else removed.is_(None),
    ]
    if where.search:
        found.append(or_(_in_title(where.search), _in_text(where.search)))
    if where.title:
        found.append(_in_title(where.title))
    if where.text:
        found.append(_in_text(where.text))
    found += [_has_tag(workspace_id, tag) for tag in where.tags]
    if where.outlets:
        found.append(func.coalesce(OUTLET, "").in_([keepable(o) for o in where.outlets]))
    if where.files:
        found.append(ArticleRow.file.in_([keepable(f) for f in where.files]))
    if where.articles:
        found.append(ArticleRow.name.in_([keepable(a) for a in where.articles]))
    day = func.substr(PUBLISHED, 1, 10)
    if where.since:
        found.append(day >= keepable(where.since))
    if where.until:
        found.append(day <= keepable(where.until))
    return found


def holds(where: Filter, article: Article) -> bool:
    """Tell whether an article that lies in no library meets a filter's outlets and days."""
    day = (article.published or "")[:10]
    return (
        (not where.outlets or (article.outlet or "") in where.outlets)
        and (not where.since or (bool(day) and day >= where.since))
        and (not where.until or (bool(day) and day <= where.until))
    )


def order(sort: Sort, *, descending: bool, dialect: str) -> list[ColumnElement[Any]]:
    """Return what to sort by; ties stay in reading order, missing values come last."""
    by_code_point = "C" if dialect == "postgresql" else "BINARY"
    columns = {
        "title": TITLE.collate(by_code_point),
        "published": PUBLISHED.collate(by_code_point),
        "outlet": OUTLET.collate(by_code_point),
        "file": ArticleRow.file.collate(by_code_point),
        "characters": ArticleRow.characters,
        "received": ArticleRow.received,
        "order": ArticleRow.position,
    }
    column = columns[sort]
    chosen = column.desc() if descending else column.asc()
    part = ArticleRow.part.desc() if descending and sort == "order" else ArticleRow.part.asc()
    return [chosen.nulls_last(), ArticleRow.position.asc(), part]


def _in_title(words: str) -> ColumnElement[bool]:
    return TITLE.regexp_match(pattern_of(keepable(words)))


def _in_text(words: str) -> ColumnElement[bool]:
    kept = aliased(ArticleText)  # the query around may join the texts, or the tags, itself
    return (
        select(kept.article_id)
        .where(kept.article_id == ArticleRow.id)
        .where(kept.text.regexp_match(pattern_of(keepable(words))))
        .exists()
    )


def _has_tag(workspace_id: str, tag: str) -> ColumnElement[bool]:
    own, borne = aliased(Tag), aliased(ArticleTag)
    return (
        select(borne.article_id)
        .join(own, own.id == borne.tag_id)
        .where(borne.article_id == ArticleRow.id)
        .where(own.workspace_id == workspace_id, own.name == keepable(tag))
        .exists()
    )
