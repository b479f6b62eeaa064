"""Gives a difference of networks as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from components.difference.describe import reason, verdict
from components.difference.difference import NetworkDifference
from components.i18n import t
from components.table import Cell, Column, Table
from components.timeline import outlet_name

_NUMBERS = ("here", "there", "log_ratio", "low", "high", "q")


def to_table(difference: NetworkDifference, *, limit: int | None = None) -> Table:
    """Return all links that either side has, what differs by more than chance first."""
    nodes = {node.id: node for node in difference.nodes}
    settings = difference.settings
    titles = {"here": outlet_name(settings.here), "there": outlet_name(settings.there)}
    rows = []
    for change in difference.changes[:limit]:
        source, target = nodes[change.source], nodes[change.target]
        few = change.has_too_little_text
        rows.append(
            (
                Cell(source.name, key=change.mark, kind=source.kind),
                Cell(target.name, kind=target.kind),
                Cell(verdict(change, difference)),
                Cell(change.here),
                Cell(change.there),
                # With too little text a number would pretend to more than it bears.
                *(
                    Cell(None if few else value, digits=2)
                    for value in (change.log_ratio, change.low, change.high)
                ),
                Cell(change.q, digits=3),
            )
        )
    columns = (
        Column("source", t("network.col_source")),
        Column("target", t("network.col_target")),
        Column("verdict", t("difference.column_verdict")),
        *(Column(n, titles.get(n) or t(f"difference.column_{n}"), numeric=True) for n in _NUMBERS),
    )
    return Table("difference", t("difference.table"), columns, tuple(rows), len(difference.changes))


def to_json(difference: NetworkDifference) -> dict[str, Any]:
    """Return a difference as the command line prints it; `low` or `high` null is open."""
    unfit = {
        "reason": difference.unfit, "needs": difference.needs, "has": difference.has,
        "message": reason(difference),
    } if difference.unfit else None  # fmt: skip
    return {
        "settings": asdict(difference.settings),
        "sentences": list(difference.sentences),
        "stories": list(difference.stories),
        "copies": difference.copies,
        "refused": unfit,
        "beyond": difference.n_beyond,
        "edges": [
            asdict(change)
            | {
                "turn": change.turn,
                "sure": change.is_sure,
                "too_little_text": change.has_too_little_text,
            }
            for change in difference.changes
        ],
    }
