"""Gives a split as a table: a row for each word or name, two columns for each group."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from components.i18n import t
from components.split.split import Split
from components.table import Cell, Column, Table
from components.timeline import outlet_name


def to_table(split: Split, *, limit: int | None = None) -> Table:
    """Return the uses and the rate of each row in each column, the highest mean rate first."""
    subject = t(f"contrast.subject_{split.subject}")
    columns = [Column("word", subject)]
    for i, column in enumerate(split.columns):
        name = outlet_name(column.label)
        columns.append(Column(f"count_{i}", t("split.table_count", name=name), numeric=True))
        columns.append(Column(f"rate_{i}", t("split.table_rate", name=name), numeric=True))
    rows = tuple(
        (
            Cell(row.word),
            *(
                cell
                for i, count in enumerate(row.counts)
                for cell in (Cell(count), Cell(round(split.rate(row, i), 2), digits=2))
            ),
        )
        for row in split.rows[:limit]
    )
    title = t(f"split.table_{split.subject}")
    return Table(f"{split.subject}_split", title, tuple(columns), rows, len(split.rows))


def to_json(split: Split) -> dict[str, Any]:
    """Return a split as the command line prints it."""
    return {
        "by": split.settings.by,
        "within": split.settings.within,
        "stories": split.stories,
        "columns": [asdict(column) for column in split.columns],
        "groups_left": split.groups_left,
        "articles_left": split.articles_left,
        "without": split.without,
        "copies": split.copies,
        "rows": [
            {
                "mark": row.mark,
                "word": row.word,
                "counts": list(row.counts),
                "per_10k": [split.rate(row, i) for i in range(len(split.columns))],
            }
            for row in split.rows
        ],
    }
