"""Gives names as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from components.entities.card import NameCard
from components.entities.describe import aliases
from components.entities.index import EntityIndex
from components.i18n import t
from components.table import Cell, Column, Table
from components.text import Corpus, distinct

_NUMERIC = ("mentions", "articles", "sure")


def timeline_table(card: NameCard) -> Table:
    """Return how often a name is mentioned in each period."""
    columns = (
        Column("period", t("entities.col_period")),
        Column("mentions", t("entities.col_mentions"), numeric=True),
    )
    rows = tuple((Cell(period.start), Cell(period.mentions)) for period in card.timeline)
    return Table("name", card.entity.name, columns, rows, len(rows))


def to_table(index: EntityIndex, *, limit: int | None = None) -> Table:
    """Return the entities, most mentioned first; `sure` is the mean confidence in per cent."""
    mentions, n = index.mentions, len(index.mentions.ids)
    own = {id: code for code, id in enumerate(mentions.ids)}
    held = distinct(mentions.entity_codes.astype(np.int64) << 32 | mentions.spans.articles) >> 32
    articles = np.bincount(held, minlength=n).tolist()
    sure = np.bincount(mentions.entity_codes, mentions.confidences, n).tolist()
    counts = index.counts
    names = ("kind", "name", "mentions", "articles", "sure", "aliases")
    rows = tuple(
        (
            Cell(t(f"entities.kind_{entity.kind}")),
            Cell(entity.name, key=f"n:{entity.id}", kind=entity.kind),
            Cell(counts[entity.id]),
            Cell(articles[own[entity.id]] if entity.id in own else 0),
            Cell(_percent(sure[own[entity.id]], counts[entity.id]) if entity.id in own else 0),
            Cell(aliases(entity)),
        )
        for entity in index.entities[:limit]
    )
    return Table(
        "names",
        t("report.table_names"),
        tuple(Column(name, t(f"entities.col_{name}"), name in _NUMERIC) for name in names),
        rows,
        len(index.entities),
    )


def _percent(total: float, count: int) -> int:
    return round(100 * total / max(1, count))


def to_json(corpus: Corpus, index: EntityIndex) -> Iterator[dict[str, Any]]:
    """Yield the mentions of each article as plain values: `[start, end, kind, name]`."""
    rows: dict[str, list[list[Any]]] = {article.id: [] for article in corpus.articles}
    by_id = {entity.id: entity for entity in index.entities}
    for mention in index.mentions:
        entity, span = by_id[mention.entity_id], mention.span
        rows[span.article_id].append([span.start, span.end, entity.kind, entity.name])
    for article_id, row in rows.items():
        yield {"article": article_id, "mentions": row}
