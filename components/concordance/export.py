"""Gives the places of a search as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.concordance.analysis import lines
from components.concordance.concordance import ArticlePlaces, Findings, Neighbour
from components.i18n import t
from components.table import Cell, Column, Table
from components.text import Corpus

_COLUMNS = ("before", "hit", "after", "article", "outlet", "published", "position", "counts")
_NEIGHBOURS = ("word", "near", "before", "after", "frequency", "log_dice")


def to_json(
    corpus: Corpus, findings: Findings, *, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the places that count, in their order, then those that do not.

    Args:
        corpus: what was searched.
        findings: its places.
        limit: places of each kind at most; all for None.
    """
    for spans, counts in ((findings.counted, True), (findings.uncounted, False)):
        most = len(spans) if limit is None else limit
        for line in lines(corpus, spans, width=findings.settings.width, limit=most).lines:
            article = corpus.article(line.span.article_id)
            yield {
                "article": article.id,
                "start": line.span.start,
                "end": line.span.end,
                "before": line.before,
                "hit": line.hit,
                "after": line.after,
                "title": article.title,
                "outlet": article.outlet,
                "published": article.published,
                "counts": counts,
            }


def to_table(corpus: Corpus, findings: Findings) -> Table:
    """Return all places, a row each; positions are counted from one, as people do."""
    rows = tuple(
        (
            Cell(line["before"]),
            Cell(line["hit"]),
            Cell(line["after"]),
            Cell(line["title"]),
            Cell(line["outlet"] or ""),
            Cell(line["published"] or ""),
            Cell(line["start"] + 1),
            Cell(t("concordance.counts" if line["counts"] else "concordance.counts_not")),
        )
        for line in to_json(corpus, findings)
    )
    columns = tuple(
        Column(name, t(f"concordance.col_{name}"), name == "position") for name in _COLUMNS
    )
    return Table("concordance", t("concordance.table"), columns, rows, len(rows))


def places_table(places: tuple[ArticlePlaces, ...]) -> Table:
    """Return the articles of a query with the numbers of its places that count and do not."""
    names = ("outlet", "published", "article", "counted", "uncounted")
    rows = tuple(
        (
            Cell(own.outlet or ""),
            Cell((own.published or "").replace("T", " ")),
            Cell(own.title),
            Cell(len(own.counted)),
            Cell(len(own.uncounted)),
        )
        for own in places
    )
    columns = tuple(
        Column(name, t(f"concordance.col_{name}"), name.endswith("counted")) for name in names
    )
    return Table("places", t("concordance.table"), columns, rows, len(rows))


def neighbours_to_table(neighbours: tuple[Neighbour, ...]) -> Table:
    """Return the words near a query, a row each."""
    rows = tuple(
        (
            Cell(word.word, key=f"w:{word.norm}"),
            Cell(word.near),
            Cell(word.before),
            Cell(word.after),
            Cell(word.frequency),
            Cell(word.log_dice, digits=2),
        )
        for word in neighbours
    )
    columns = tuple(
        Column(name, t(f"concordance.near_{name}"), name != "word") for name in _NEIGHBOURS
    )
    return Table("neighbours", t("concordance.view_near"), columns, rows, len(rows))


def neighbours_to_json(neighbours: tuple[Neighbour, ...]) -> Iterator[dict[str, Any]]:
    """Yield the words near a query."""
    for word in neighbours:
        own = {name: getattr(word, name) for name in _NEIGHBOURS}
        yield {"word": own.pop("word"), "pos": word.pos, **own}
