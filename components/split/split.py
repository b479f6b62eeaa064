"""Defines a split: the same words or names counted in several groups of articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from components.contrast import Subject, Within
from components.text import Copies, GroupField
from components.words import WordFilter

MOST_COLUMNS = 6
"""Groups that stand side by side at most."""


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """Which groups of articles have a column each.

    Attributes:
        by: the field that makes the groups.
        labels: the groups, a column each, in their order.
        within: `all` articles, or only those of `stories` that two or more of the columns have,
            so that a mix of subjects does not pretend to be style.
    """

    by: GroupField = "outlet"
    labels: tuple[str, ...] = ()
    within: Within = "all"


@dataclass(frozen=True, slots=True)
class SplitColumn:
    """A group: how many of its articles count, and how many words these have."""

    label: str
    articles: int
    words: int


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A word or a name in every column.

    Attributes:
        mark: the norm of a word, or the id of a name.
        word: as it is written.
        look: the part of speech of a word, or the kind of a name.
        counts: (n_columns,), its uses.
    """

    mark: str
    word: str
    look: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Split:
    """Words or names in columns.

    Attributes:
        subject: what the rows are.
        columns: the groups, in the order of the settings.
        rows: all that any column has; those with the highest mean of rates first, so that a
            large group does not decide alone what is shown.
        groups_left: groups that have no column; `articles_left` are theirs alone.
        without: articles that have no such value, and stand in no group.
        stories: stories that two or more columns have, where only these count.
        shown: which words are rows.
    """

    settings: SplitSettings = SplitSettings()
    subject: Subject = "words"
    columns: tuple[SplitColumn, ...] = ()
    rows: tuple[SplitRow, ...] = ()
    groups_left: int = 0
    articles_left: int = 0
    without: int = 0
    stories: int = 0
    shown: WordFilter = field(default_factory=WordFilter)
    copies: Copies = "all"
    digest: str = ""

    def rate(self, row: SplitRow, column: int) -> float:
        """Return the uses in 10,000 words of a column; 0 where it has no words."""
        return 10_000 * row.counts[column] / max(1, self.columns[column].words)


def code_of(column: int, mark: str) -> str:
    """Return what a mark of a chart is called: the number of its column, and its own mark."""
    return f"{column}|{mark}"


def parse_code(code: str) -> tuple[int, str]:
    """Return the column and the mark that `code_of` wrote."""
    column, _, mark = code.partition("|")
    return int(column), mark
