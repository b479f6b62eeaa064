"""The tables of a report and of a bundle, made from the rows that each room exports."""

from __future__ import annotations

from collections.abc import Callable

from components.duplicates import export as duplicates_export
from components.entities import export as entities_export
from components.i18n import t
from components.network import CooccurrenceNetwork
from components.network import export as network_export
from components.table import Cell, Column, Table
from components.text import Corpus
from components.words import export as words_export
from dashboard.pipeline import Analysis

ROWS = 200
_OF_NAMES = ("name", "kind", "mentions", "articles", "aliases")


def all_tables(
    analysis: Analysis, graph: CooccurrenceNetwork, *, limit: int | None = ROWS
) -> tuple[Table, ...]:
    """Return every table, with so many rows each; None is all of them."""
    return tuple(make() for make in makers(analysis, graph, limit=limit).values())


def makers(
    analysis: Analysis, graph: CooccurrenceNetwork, *, limit: int | None
) -> dict[str, Callable[[], Table]]:
    """Return what makes each table, by its name: one that fails leaves the others."""
    return {
        "articles": lambda: articles_table(analysis.counted, limit=limit),
        "duplicates": lambda: duplicates_export.to_table(
            analysis.source, analysis.report, limit=limit
        ),
        "words": lambda: words_export.to_table(analysis.content_words, limit=limit),
        "names": lambda: entities_export.to_table(analysis.index, limit=limit).select(*_OF_NAMES),
        "links": lambda: network_export.to_table(graph, limit=limit),
    }


def articles_table(corpus: Corpus, *, limit: int | None = ROWS) -> Table:
    """Return the articles with their length, the line breaks joined and the source."""
    rows = tuple(
        (
            Cell(article.title),
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
            Column("characters", t("report.col_characters"), numeric=True),
            Column("counted", t("report.col_counted"), numeric=True),
            Column("joined", t("overview.joined"), numeric=True),
            Column("encoding", t("report.col_encoding")),
            Column("source", t("report.col_source")),
        ),
        rows,
        len(corpus.articles),
    )
