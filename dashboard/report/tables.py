"""The tables of a report and of a bundle, made from the rows that each room exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from components.contrast import export as contrast_export
from components.difference import export as difference_export
from components.duplicates import export as duplicates_export
from components.entities import export as entities_export
from components.network import CooccurrenceNetwork
from components.network import export as network_export
from components.quotations import export as quotations_export
from components.reading import export as reading_export
from components.split import export as split_export
from components.statistics import export as statistics_export
from components.stories import export as stories_export
from components.table import Table
from components.timeline import export as timeline_export
from components.words import export as words_export
from dashboard.pipeline import Analysis

ROWS = 200
_OF_NAMES = ("name", "kind", "mentions", "articles", "aliases")


def all_tables(
    analysis: Analysis, graph: CooccurrenceNetwork, *, limit: int | None = ROWS
) -> tuple[Table, ...]:
    """Return every table, with at most `limit` rows each."""
    return tuple(make() for make in makers(analysis, graph, limit=limit).values())


def makers(
    analysis: Analysis, graph: CooccurrenceNetwork, *, limit: int | None
) -> dict[str, Callable[[], Table]]:
    """Return a function for each table, by its name, so that one may fail alone."""
    return {
        "articles": lambda: reading_export.to_table(analysis.counted, limit=limit),
        "timeline": lambda: _shorten(timeline_export.to_table(analysis.timeline), limit),
        "duplicates": lambda: duplicates_export.to_table(
            analysis.source, analysis.report, limit=limit
        ),
        "stories": lambda: stories_export.to_table(analysis.source, analysis.stories, limit=limit),
        "words": lambda: words_export.to_table(analysis.content_words, limit=limit),
        **_list_columns(analysis, limit),
        **_measures(analysis, limit),
        "names": lambda: entities_export.to_table(analysis.index, limit=limit).select(*_OF_NAMES),
        "quotations": lambda: quotations_export.to_table(
            analysis.ledger, analysis.counted, analysis.index, limit=limit
        ),
        "links": lambda: network_export.to_table(graph, limit=limit),
        **_list_difference(analysis, limit),
    }


def _list_difference(analysis: Analysis, limit: int | None) -> dict[str, Callable[[], Table]]:
    """Return the table of the sides that the reader compared, if any."""
    found = analysis.compared
    if found is None or found.unfit:
        return {}
    return {"difference": lambda: difference_export.to_table(found, limit=limit)}


def _list_columns(analysis: Analysis, limit: int | None) -> dict[str, Callable[[], Table]]:
    """Return the table of the columns that the reader asked for, if any."""
    made = analysis.columns
    if made is None or len(made.columns) < 2:
        return {}
    return {"columns": lambda: replace(split_export.to_table(made, limit=limit), name="columns")}


def _measures(analysis: Analysis, limit: int | None) -> dict[str, Callable[[], Table]]:
    """Return what was measured; where texts were left out a measure of the rest would be wrong."""
    if analysis.gaps:
        return {}
    return {
        "statistics": lambda: replace(
            _shorten(statistics_export.to_table(analysis.measured, analysis.counted), limit),
            name="statistics",
        ),
        "contrast": lambda: _shorten(contrast_export.to_table(analysis.contrasted), limit),
    }


def _shorten(table: Table, limit: int | None) -> Table:
    return replace(table, rows=table.rows[:limit])
