"""Tags: words that a reader puts on articles."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from dashboard.library.access import OpenWorkspace, reads_workspace, writes_workspace
from dashboard.library.articles import get_rows
from dashboard.library.errors import NotFoundError
from dashboard.library.models import ArticleTag, Tag
from dashboard.library.values import keepable
from dashboard.library.values import name as own_name


@reads_workspace
def list_tags(home: OpenWorkspace) -> tuple[tuple[str, int], ...]:
    """Return the tags of a workspace by name, each with its number of articles, bin included."""
    rows = home.session.execute(
        select(Tag.name, func.count(ArticleTag.article_id))
        .outerjoin(ArticleTag, ArticleTag.tag_id == Tag.id)
        .where(Tag.workspace_id == home.id)
        .group_by(Tag.id, Tag.name)
    )
    return tuple(sorted((str(name), int(count)) for name, count in rows))


@writes_workspace
def put(home: OpenWorkspace, tag: str, articles: Collection[str]) -> int:
    """Tag articles, making the tag if it is new; return how many did not have it.

    Raises:
        InvalidValueError: the tag is empty or too long.
    """
    rows = get_rows(home, articles)
    name = own_name(tag, "tag")
    found = home.session.scalar(select(Tag).where(Tag.workspace_id == home.id, Tag.name == name))
    if found is None:
        found = Tag(workspace_id=home.id, name=name)
        home.session.add(found)
        home.session.flush()
    bearing = select(ArticleTag.article_id).where(ArticleTag.tag_id == found.id)
    there = set(home.session.scalars(bearing))
    new = [{"article_id": row.id, "tag_id": found.id} for row in rows if row.id not in there]
    if new:
        home.session.execute(insert(ArticleTag), new)
    return len(new)


@writes_workspace
def take_off(home: OpenWorkspace, tag: str, articles: Collection[str]) -> int:
    """Take a tag off articles; return how many had it. The tag itself stays."""
    found = _tag(home.session, home.id, tag)
    ids = {row.id for row in get_rows(home, articles)}
    bearing = select(ArticleTag).where(ArticleTag.tag_id == found.id)
    gone = [row for row in home.session.scalars(bearing) if row.article_id in ids]
    for row in gone:
        home.session.delete(row)
    return len(gone)


def _tag(session: Session, workspace_id: str, tag: str) -> Tag:
    own = select(Tag).where(Tag.workspace_id == workspace_id, Tag.name == keepable(tag))
    found = session.scalar(own)
    if found is None:
        raise NotFoundError
    return found
