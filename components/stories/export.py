"""Gives stories as a table for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from components.i18n import t
from components.stories.describe import kind_name, name_of
from components.stories.moments import print_moment
from components.stories.story import Stories, Story, StoryArticle
from components.table import Cell, Column, Table
from components.text import Corpus, Span

COUNTS = ("new", "inherited", "edited", "shared")


def to_table(corpus: Corpus, stories: Stories, *, limit: int | None = None) -> Table:
    """Return every article of every story: when, whose, of what kind, from where, how much.

    `y:` and the number of an article among those of all stories marks its title.
    """
    columns = (Column("story", t("stories.col_story"), numeric=True), *_columns())
    rows = tuple(islice(_rows(corpus, stories), limit))
    return Table("stories", t("stories.table"), columns, rows, len(stories.members))


def story_table(corpus: Corpus, story: Story) -> Table:
    """Return the articles of one story, in its order, as `to_table` tells them."""
    rows = tuple(
        tuple(_cells(corpus, article, key=f"y:{n}")) for n, article in enumerate(story.articles)
    )
    return Table("story", t("stories.table"), _columns(), rows, len(rows))


def _columns() -> tuple[Column, ...]:
    return (
        *(Column(name, t(f"stories.col_{name}")) for name in _TEXTS),
        *(Column(name, t(f"stories.col_{name}"), numeric=True) for name in (*COUNTS, "taken")),
    )


_TEXTS = ("published", "outlet", "title", "kind", "parent")


def _rows(corpus: Corpus, stories: Stories) -> Iterator[tuple[Cell, ...]]:
    for number, (low, high) in enumerate(pairwise(stories.bounds.tolist()), 1):
        for row in range(low, high):
            cells = _cells(corpus, stories.article(row), key=f"y:{row}")
            yield (Cell(number), *cells)


def _cells(corpus: Corpus, article: StoryArticle, *, key: str) -> Iterator[Cell]:
    own = corpus.article(article.article_id)
    yield Cell(print_moment(own.published))
    yield Cell(own.outlet or "")
    yield Cell(own.title, key=key)
    yield Cell(kind_name(article))
    yield Cell(name_of(corpus.article(article.parent)) if article.parent is not None else "")
    for name in COUNTS:
        yield Cell(getattr(article, name))
    yield Cell(article.share_taken if article.parent is not None else None, percent=True)


def to_json(corpus: Corpus, stories: Stories) -> dict[str, Any]:
    """Return the stories as plain values; a place is `[article, start, end]`."""
    return {
        "stories": [
            {
                "id": story.id,
                "articles": [_article(corpus, article) for article in story.articles],
                "sentences": [
                    {
                        "span": _place(sentence.span),
                        "state": sentence.state,
                        "first": _place(sentence.first),
                        "holders": list(map(_place, stories.holders_of(sentence.row))),
                    }
                    for sentence in story.sentences
                ],
            }
            for story in stories
        ]
    }


def _article(corpus: Corpus, article: StoryArticle) -> dict[str, Any]:
    own = corpus.article(article.article_id)
    return {
        "article": own.id,
        "published": own.published,
        "source": own.outlet or own.source,
        **{name: getattr(article, name) for name in COUNTS},
        "parent": article.parent,
        "taken": article.taken,
        "kind": article.kind,
        "credit": article.credit or None,
        "undecided": article.undecided,
    }


def _place(span: Span | None) -> list[str | int] | None:
    return None if span is None else [span.article_id, span.start, span.end]
