"""The tables of the report, shown on its page and offered as CSV."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from components import words
from components.cells import safe_cell
from components.duplicates import Group, Passage
from components.i18n import number, t
from components.network import CooccurrenceNetwork, Edge
from components.text import Span
from components.theme import SIGNS
from components.words import Row, WordTable
from dashboard.pipeline import Analysis

ROWS = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    Attributes:
        text: as the language in use writes it.
        value: the number behind it, for sorting and for the CSV; None for text.
        key: the evidence it opens, if any.
        kind: PER, LOC or ORG for a name, which is shown with its sign.
    """

    text: str
    value: float | None = None
    key: str = ""
    kind: str = ""

    @property
    def sign(self) -> str:
        """The shape that tells the kind."""
        return SIGNS.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their titles; `total` counts also the rows beyond those shown.

    Attributes:
        name: names the file to download.
        numeric: for each column, whether it holds numbers.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int

    @property
    def size(self) -> str:
        """All rows there are, as a number to read."""
        return number(self.total)

    @property
    def note(self) -> str:
        """Say how many rows are not shown; empty when all are."""
        if self.total <= len(self.rows):
            return ""
        return t("report.rows_shown", shown=number(len(self.rows)), all=number(self.total))

    @property
    def csv_address(self) -> str:
        """The table as a `data:` address."""
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(csv_of(self)).decode()


def csv_of(table: Table) -> bytes:
    """Write a table as CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(map(safe_cell, table.columns))
    for row in table.rows:
        writer.writerow(
            safe_cell(cell.text) if cell.value is None else f"{cell.value:.10g}" for cell in row
        )
    return file.getvalue().encode("utf-8-sig", "replace")


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
        "articles": lambda: articles_table(analysis, limit=limit),
        "duplicates": lambda: duplicates_table(analysis, limit=limit),
        "words": lambda: words_table(analysis.content_words, limit=limit),
        "names": lambda: names_table(analysis, limit=limit),
        "links": lambda: edges_table(graph, limit=limit),
    }


def words_table(table: WordTable, *, limit: int | None = ROWS) -> Table:
    """Return the most used words with count, rate, articles and part of speech."""
    return Table(
        "words",
        t("report.table_words"),
        tuple(t(f"words.col_{c}") for c in ("word", "count", "per_10k", "articles", "family")),
        (False, True, True, True, False),
        tuple(_word_row(row, table) for row in table.rows[:limit]),
        len(table.rows),
    )


def names_table(analysis: Analysis, *, limit: int | None = ROWS) -> Table:
    """Return the entities with their mentions, articles and other forms."""
    index = analysis.index
    articles: dict[str, set[str]] = {}
    for mention in index.mentions:
        articles.setdefault(mention.entity_id, set()).add(mention.span.article_id)
    counts = index.counts
    rows = tuple(
        (
            Cell(entity.name, key=f"n:{entity.id}", kind=entity.kind),
            Cell(t(f"network.kind_{entity.kind}")),
            _whole(counts[entity.id]),
            _whole(len(articles.get(entity.id, ()))),
            Cell(t("entities.aliases_join").join(entity.aliases)),
        )
        for entity in index.entities[:limit]
    )
    return Table(
        "names",
        t("report.table_names"),
        tuple(t(f"entities.col_{c}") for c in ("name", "kind", "mentions", "articles", "aliases")),
        (False, False, True, True, False),
        rows,
        len(index.entities),
    )


def edges_table(network: CooccurrenceNetwork, *, limit: int | None = ROWS) -> Table:
    """Return the links with the times both are together and the strength."""
    nodes = {node.id: node for node in network.nodes}
    digits = 0 if network.settings.measure == "count" else 2

    def cells(edge: Edge) -> tuple[Cell, ...]:
        source, target = nodes[edge.source], nodes[edge.target]
        return (
            Cell(source.name, key=f"e:{edge.source}|{edge.target}", kind=source.kind),
            Cell(target.name, kind=target.kind),
            _whole(edge.count),
            Cell(number(edge.weight, digits=digits), edge.weight),
        )

    return Table(
        "links",
        t("report.table_links"),
        (
            *(t(f"network.col_{c}") for c in ("source", "target", "count")),
            t(f"network.measure_{network.settings.measure}"),
        ),
        (False, False, True, True),
        tuple(map(cells, network.edges[:limit])),
        len(network.edges),
    )


def duplicates_table(analysis: Analysis, *, limit: int | None = ROWS) -> Table:
    """Return what stands more than once: whole articles, pastes, shared passages."""
    found = list(repeats(analysis))
    return Table(
        "duplicates",
        t("report.table_duplicates"),
        (
            t("duplicates.col_kept"),
            t("report.col_level"),
            t("duplicates.col_kind"),
            *(t(f"duplicates.col_{c}") for c in ("copies", "characters", "similarity")),
        ),
        (False, False, False, True, True, True),
        tuple(_repeat_row(analysis, i, repeat) for i, repeat in enumerate(found[:limit])),
        len(found),
    )


def articles_table(analysis: Analysis, *, limit: int | None = ROWS) -> Table:
    """Return the articles with their length, the line breaks joined and the source."""
    articles = analysis.counted.articles
    rows = tuple(
        (
            Cell(article.title),
            _whole(len(article.text)),
            _whole(sum(end - start for start, end in article.counted)),
            _whole(len(article.joins)),
            Cell(article.encoding),
            Cell(article.source),
        )
        for article in articles[:limit]
    )
    return Table(
        "articles",
        t("report.table_articles"),
        (
            t("duplicates.col_title"),
            t("report.col_characters"),
            t("report.col_counted"),
            t("overview.joined"),
            t("report.col_encoding"),
            t("report.col_source"),
        ),
        (False, True, True, True, False, False),
        rows,
        len(articles),
    )


@dataclass(frozen=True, slots=True)
class Repeated:
    """One text that stands more than once: how it repeats, which copy is kept, how alike."""

    level: str
    kind: str
    kept: Span
    copies: int
    similarity: float


def repeats(analysis: Analysis) -> Iterator[Repeated]:
    """Yield what stands more than once, in the order of the duplicate report."""
    report = analysis.report
    for passage in report.passages:
        yield _pasted(passage)
    for level, groups in (("article", report.groups), ("passage", report.shared)):
        for group in groups:
            yield _group(level, group)


def _pasted(passage: Passage) -> Repeated:
    alike = min(passage.similarities, default=1.0)
    return Repeated("pasted", passage.kind, passage.copies[0], len(passage.copies), alike)


def _group(level: str, group: Group) -> Repeated:
    alike = min((member.similarity for member in group.members), default=1.0)
    return Repeated(level, group.kind, group.kept, len(group.members), alike)


def _repeat_row(analysis: Analysis, i: int, repeat: Repeated) -> tuple[Cell, ...]:
    return (
        Cell(analysis.source.article(repeat.kept.article_id).title, key=f"d:{i}"),
        Cell(t(f"report.level_{repeat.level}")),
        Cell(t(f"duplicates.kind_{repeat.kind}")),
        _whole(repeat.copies),
        _whole(len(repeat.kept)),
        Cell(f"{100 * repeat.similarity:.0f}%", repeat.similarity),
    )


def _word_row(row: Row, table: WordTable) -> tuple[Cell, ...]:
    rate = 10_000 * row.count / max(1, table.n_tokens)
    return (
        Cell(row.word, key=f"w:{row.norm}"),
        _whole(row.count),
        Cell(number(rate, digits=1), round(rate, 1)),
        _whole(row.articles),
        Cell(t(f"words.family_{words.family_of(row.pos)}")),
    )


def _whole(value: int) -> Cell:
    return Cell(number(value), value)
