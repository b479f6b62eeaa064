"""Gives the words of a cloud as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from components.cloud.cloud import Cloud
from components.cloud.describe import colour_name
from components.i18n import share, t
from components.table import Cell, Column, Table


def to_table(cloud: Cloud) -> Table:
    """Return the words that found a place, with their counts, shares and colours."""
    names = ("word", "count", "share", "colour")
    rows = tuple(
        (
            Cell(word.word, key=f"w:{word.norm}"),
            Cell(word.count),
            Cell(share(word.count / cloud.n_tokens) if cloud.n_tokens else ""),
            Cell(colour_name(word.colour)),
        )
        for word in cloud.words
    )
    columns = tuple(Column(name, t(f"cloud.column_{name}"), name == "count") for name in names)
    return Table("cloud", t("cloud.tab_table"), columns, rows, len(rows))


def to_json(cloud: Cloud) -> dict[str, Any]:
    """Return a cloud as the command line prints it: its words, each with its place."""
    return {
        "settings": asdict(cloud.settings),
        "width": cloud.width,
        "height": cloud.height,
        "font": cloud.font,
        "n_tokens": cloud.n_tokens,
        "n_articles": cloud.n_articles,
        "copies": cloud.copies,
        "left_out": cloud.n_left_out,
        "words": [asdict(word) for word in cloud.words],
    }
