"""Puts a new reading of a file in place of the earlier one, article by article.

An earlier reading of the same file is replaced part by part, so that an article which is still
the same one keeps its id, its tags and what the reader edited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from components.reading import ReadingSettings
from components.text import Article, Corpus, to_plain
from dashboard.library.access import OpenWorkspace
from dashboard.library.models import ArticleRow, ArticleText, WorkspaceRow, new_id
from dashboard.library.values import keepable, label, make_unique

OPENING = 120
_BATCH = 500
_IN_COLUMNS = {
    "id", "title", "text", "raw", "source", "encoding", "published", "outlet", "authors",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UpsertedRows:
    """The rows of a reading, in its order."""

    rows: tuple[ArticleRow, ...]
    new: int
    dropped: int

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the articles."""
        return tuple(row.name for row in self.rows)


def upsert_articles(
    home: OpenWorkspace,
    original_id: str,
    file: str,
    settings: ReadingSettings,
    corpus: Corpus,
    *,
    sample: bool = False,
) -> UpsertedRows:
    """Put the articles of a reading in place of an earlier reading of the same file."""
    session = home.session
    earlier = _earlier(session, original_id, file)
    kept_settings = to_plain(settings)
    pairs = _pair(earlier, corpus.articles, same=_same_settings(earlier, kept_settings))
    position = earlier[0].position if earlier else _next_position(home.row)
    _drop(session, [row for row in earlier if row not in pairs.values()], earlier)
    common = {"settings": kept_settings, "position": position, "file": file}
    common |= {"workspace_id": home.id, "original_id": original_id, "sample": sample}
    names = _names(session, home.id, [a for n, a in enumerate(corpus.articles) if n not in pairs])
    new, texts = [], []
    for part, article in enumerate(corpus.articles):
        values = common | {"part": part} | _columns(article)
        if part in pairs:
            _replace(session, pairs[part], values, article)
        else:
            row_id = new_id()
            new.append(values | {"id": row_id, "name": names.pop(0)})
            texts.append({"article_id": row_id} | _text(article))
    session.flush()
    if new:
        session.execute(insert(ArticleRow), new)
        session.execute(insert(ArticleText), texts)
    rows = tuple(_earlier(session, original_id, file))
    return UpsertedRows(rows, len(new), len(earlier) - len(pairs))


def _earlier(session: Session, original_id: str, file: str) -> list[ArticleRow]:
    same_file = select(ArticleRow).where(
        ArticleRow.original_id == original_id, ArticleRow.file == file
    )
    return list(session.scalars(same_file.order_by(ArticleRow.part)))


def _same_settings(earlier: Sequence[ArticleRow], settings: Any) -> bool:
    return all(row.settings == settings for row in earlier)


def _pair(
    earlier: Sequence[ArticleRow], articles: Sequence[Article], *, same: bool
) -> dict[int, ArticleRow]:
    """Return which row each part of the new reading takes over."""
    if same or len(earlier) == len(articles):
        by_part = {row.part: row for row in earlier}
        return {n: by_part[n] for n in range(len(articles)) if n in by_part}
    by_text: dict[str, list[ArticleRow]] = {}
    for row in earlier:
        by_text.setdefault(row.text_sha256, []).append(row)
    pairs = {}
    for part, article in enumerate(articles):
        if rows := by_text.get(_sha256(keepable(article.text))):
            pairs[part] = rows.pop(0)
    return pairs


def _next_position(row: WorkspaceRow) -> int:
    row.next_position += 1
    return row.next_position - 1


def _drop(session: Session, rows: Sequence[ArticleRow], earlier: Sequence[ArticleRow]) -> None:
    """Delete rows, and free the numbers of the others, which may change places."""
    for row in rows:
        session.delete(row)
    for row in earlier:
        if row not in rows:
            row.part = -1 - row.part
    session.flush()


def _replace(session: Session, row: ArticleRow, values: dict[str, Any], article: Article) -> None:
    unchanged = row.text_sha256 == values["text_sha256"] and row.settings == values["settings"]
    for column, value in values.items():
        if getattr(row, column) != value:
            setattr(row, column, value)
    if not unchanged:
        session.execute(delete(ArticleText).where(ArticleText.article_id == row.id))
        session.execute(insert(ArticleText), [{"article_id": row.id} | _text(article)])


def _columns(article: Article) -> dict[str, Any]:
    text, raw = keepable(article.text), keepable(article.raw)
    published, outlet = article.published, article.outlet
    return {
        "source": label(article.source),
        "encoding": article.encoding[:60],
        "title": keepable(article.title),
        "published": None if published is None else keepable(published)[:40],
        "outlet": None if outlet is None else keepable(outlet),
        "authors": keepable("、".join(article.authors)) or None,
        "opening": text[:OPENING],
        "characters": len(text),
        "size": len(text.encode()) + (0 if raw == text else len(raw.encode())),
        "text_sha256": _sha256(text),
    }


def _text(article: Article) -> dict[str, Any]:
    text, raw = keepable(article.text), keepable(article.raw)
    details = {
        f.name: to_plain(getattr(article, f.name))
        for f in fields(article)
        if f.init and f.name not in _IN_COLUMNS
    }
    return {"text": text, "raw": None if raw == text else raw, "details": details}


def _names(session: Session, workspace_id: str, articles: Sequence[Article]) -> list[str]:
    """Return an id for each article that no other in the workspace has."""
    wanted = [label(article.id) for article in articles]
    own = select(ArticleRow.name).where(ArticleRow.workspace_id == workspace_id)
    taken: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        taken.update(session.scalars(own.where(ArticleRow.name.in_(batch))))
    for name in sorted(taken):
        numbered = ArticleRow.name.startswith(f"{name} (", autoescape=True)
        taken.update(session.scalars(own.where(numbered)))
    return [make_unique(name, taken) for name in wanted]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
