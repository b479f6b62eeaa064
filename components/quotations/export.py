"""Gives quotations as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from components.entities import EntityIndex
from components.i18n import t
from components.quotations.describe import certainty, form, speaker, words
from components.quotations.ledger import LedgerLine, outlets_of
from components.quotations.quotation import QuotationIndex
from components.table import Cell, Column, Table
from components.text import Corpus

_COLUMNS = ("when", "outlet", "speaker", "cue", "words", "form", "sure", "outlets")
_NUMERIC = ("outlets",)


def to_table(
    lines: Sequence[LedgerLine], corpus: Corpus, index: EntityIndex, *, limit: int | None = None
) -> Table:
    """Return the ledger, a line a quotation, with the number of outlets that have it."""
    names = {entity.id: entity.name for entity in index.entities}
    kinds = {entity.id: entity.kind for entity in index.entities}
    rows = tuple(_cells(line, corpus, names, kinds) for line in lines[:limit])
    columns = tuple(Column(n, t(f"quotations.col_{n}"), n in _NUMERIC) for n in _COLUMNS)
    return Table("quotations", t("report.table_quotations"), columns, rows, len(lines))


def _cells(
    line: LedgerLine, corpus: Corpus, names: dict[str, str], kinds: dict[str, Any]
) -> tuple[Cell, ...]:
    own = line.quotation
    article = corpus.article(own.span.article_id)
    key = f"n:{own.entity_id}" if own.entity_id else ""
    return (
        Cell((article.published or "").replace("T", " ")[:16]),
        Cell(article.outlet or ""),
        Cell(speaker(own, names), key=key, kind=kinds.get(own.entity_id, "")),
        Cell(own.cue),
        Cell(words(corpus, own)),
        Cell(form(own)),
        Cell(certainty(own)),
        Cell(max(1, len(outlets_of(line, corpus)))),
    )


def to_json(found: QuotationIndex, index: EntityIndex) -> Iterator[dict[str, Any]]:
    """Yield each quotation as plain values; null where nobody is named, or no verb stands.

    `speaker` is the fullest form by which the article calls the speaker, or what it says instead
    of a name; `entity` the name that the corpus knows them by.
    """
    names = {entity.id: entity.name for entity in index.entities}
    for quotation in found.quotations:
        span = quotation.span
        yield {
            "article": span.article_id,
            "span": [span.start, span.end],
            "speaker": quotation.speaker or None,
            "entity": names.get(quotation.entity_id),
            "cue": quotation.cue or None,
            "direct": quotation.direct,
            "certain": quotation.certain,
        }
