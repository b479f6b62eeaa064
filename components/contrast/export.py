"""Gives a contrast as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from components.contrast.contrast import Contrast
from components.contrast.describe import reason
from components.i18n import t
from components.table import Cell, Column, Table
from components.timeline import outlet_name

_NAMES = ("word", "group", "count", "other", "units", "log_ratio", "low", "high", "q")
_TEXTS = ("word", "group")


def to_table(contrast: Contrast) -> Table:
    """Return all that was tested, what differs by more than chance first."""
    rows = tuple(
        (
            Cell(row.word),
            Cell(outlet_name(row.label)),
            Cell(row.count),
            Cell(row.other),
            Cell(row.units),
            *(Cell(value, digits=2) for value in (row.log_ratio, row.low, row.high)),
            Cell(row.q, digits=3),
        )
        for row in contrast.rows
    )
    columns = tuple(Column(n, t(f"contrast.column_{n}"), n not in _TEXTS) for n in _NAMES)
    return Table("contrast", t("contrast.title"), columns, rows, len(rows))


def to_json(contrast: Contrast) -> dict[str, Any]:
    """Return a contrast as the command line prints it."""
    unfit = {
        "reason": contrast.unfit, "needs": contrast.needs, "has": contrast.has,
        "message": reason(contrast),
    } if contrast.unfit else None  # fmt: skip
    return {
        "measure": "contrast",
        "settings": asdict(contrast.settings),
        "sizes": list(contrast.sizes),
        "units": list(contrast.units),
        "stories": contrast.stories,
        "copies": contrast.copies,
        "refused": unfit,
        "rows": [asdict(row) | {"distinctive": row.is_distinctive} for row in contrast.rows],
        "map": [asdict(point) for point in contrast.points],
        "inertia": list(contrast.inertia),
    }
