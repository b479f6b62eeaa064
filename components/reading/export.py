"""Gives the articles of a corpus as a table for people."""

from __future__ import annotations

from components.i18n import t
from components.table import Cell, Column, Table
from components.text import Corpus


def to_table(corpus: Corpus, *, limit: int | None = None) -> Table:
    """Return the articles: when, in which outlet, how long, line breaks joined, the source.

    Args:
        corpus: the articles.
        limit: the most rows; None gives all.
    """
    rows = tuple(
        (
            Cell(article.title),
            Cell((article.published or "").replace("T", " ")[:16]),
            Cell(article.outlet or ""),
            Cell(len(article.text)),
            Cell(sum(end - start for start, end in article.counted)),
            Cell(len(article.joins)),
            Cell(article.encoding),
            Cell(article.source),
        )
        for article in corpus.articles[:limit]
    )
    return Table(
        "articles",
        t("report.table_articles"),
        (
            Column("title", t("duplicates.col_title")),
            Column("published", t("report.col_published")),
            Column("outlet", t("report.col_outlet")),
            Column("characters", t("report.col_characters"), numeric=True),
            Column("counted", t("report.col_counted"), numeric=True),
            Column("joined", t("overview.joined"), numeric=True),
            Column("encoding", t("report.col_encoding")),
            Column("source", t("report.col_source")),
        ),
        rows,
        len(corpus.articles),
    )
