"""Gives words as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.i18n import t
from components.table import Cell, Column, Table
from components.text import Corpus
from components.words.analysis import family_of
from components.words.tokens import Row, Tokens, WordTable

_NUMERIC = ("count", "per_10k", "articles")


def to_table(table: WordTable, *, limit: int | None = None) -> Table:
    """Return the most used words with count, uses in 10,000 words, articles, part of speech."""
    names = ("word", "count", "per_10k", "articles", "family")
    return Table(
        "words",
        t("report.table_words"),
        tuple(Column(name, t(f"words.col_{name}"), name in _NUMERIC) for name in names),
        tuple(_cells(row, table) for row in table.rows[:limit]),
        len(table.rows),
    )


def to_json(table: WordTable) -> dict[str, Any]:
    """Return the counts as plain values."""
    rows = [
        {"word": row.word, "count": row.count, "articles": row.articles, "pos": row.pos}
        for row in table.rows
    ]
    return {"rows": rows, "n_tokens": table.n_tokens}


def tokens_to_json(corpus: Corpus, tokens: Tokens) -> Iterator[dict[str, Any]]:
    """Yield the tokens of each article as plain values: `[start, end, part of speech]`."""
    rows: dict[str, list[list[Any]]] = {article.id: [] for article in corpus.articles}
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        rows[sentence.article_id] += ([word.start, word.end, word.pos] for word in words)
    for article_id, row in rows.items():
        yield {"article": article_id, "tokens": row}


def _cells(row: Row, table: WordTable) -> tuple[Cell, ...]:
    rate = 10_000 * row.count / max(1, table.n_tokens)
    return (
        Cell(row.word, key=f"w:{row.norm}"),
        Cell(row.count),
        Cell(round(rate, 1), digits=1),
        Cell(row.articles),
        Cell(t(f"words.family_{family_of(row.pos)}")),
    )
