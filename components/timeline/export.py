"""Gives a timeline as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from components.i18n import t
from components.table import Cell, Column, Table
from components.timeline.describe import outlet_name
from components.timeline.timeline import Timeline


def to_table(timeline: Timeline) -> Table:
    """Return the articles of each outlet in each period, periods without any left out."""
    names = ("period", "outlet", "articles", "copies")
    columns = tuple(
        Column(name, t(f"timeline.column_{name}"), name in ("articles", "copies")) for name in names
    )
    rows = tuple(
        (
            Cell(period),
            Cell(outlet_name(one.outlet)),
            Cell(one.own[at] + one.copies[at]),
            Cell(one.copies[at]),
        )
        for at, period in enumerate(timeline.periods)
        for one in timeline.series
        if one.own[at] + one.copies[at]
    )
    return Table("timeline", t("timeline.title"), columns, rows, len(rows))


def line_table(timeline: Timeline) -> Table:
    """Return the articles of each period that mention what is picked."""
    columns = (
        Column("period", t("timeline.column_period")),
        Column("mentions", t("timeline.axis_mentions"), numeric=True),
    )
    rows = tuple(
        (Cell(period), Cell(count))
        for period, count in zip(timeline.periods, timeline.line, strict=False)
    )
    return Table("mentions", timeline.name, columns, rows, len(rows))


def to_json(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as values that `json` writes."""
    made = asdict(timeline)
    del made["digest"]
    return made
