"""The split: words, names and clouds of groups of articles in columns, side by side."""

from components.split.analysis import (
    join_clouds,
    keep_shared,
    lay_out_clouds,
    split_names,
    split_tables,
    split_words,
)
from components.split.export import to_table
from components.split.split import (
    MOST_COLUMNS,
    Split,
    SplitColumn,
    SplitRow,
    SplitSettings,
    code_of,
    parse_code,
)

__all__ = [
    "MOST_COLUMNS",
    "Split",
    "SplitColumn",
    "SplitRow",
    "SplitSettings",
    "code_of",
    "join_clouds",
    "keep_shared",
    "lay_out_clouds",
    "parse_code",
    "split_names",
    "split_tables",
    "split_words",
    "to_table",
]
