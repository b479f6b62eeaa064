"""Defines a contrast: which words or names mark one group of articles against others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.text import Copies, GroupField

Subject = Literal["words", "names"]
Within = Literal["all", "stories"]
Unfit = Literal["", "few_groups", "few_units", "few_words", "few_stories"]

FALSE_SHARE = 0.05
"""False discoveries among those that are called distinctive, at most, on average."""


@dataclass(frozen=True, slots=True)
class ContrastSettings:
    """What is compared, and how.

    Attributes:
        by: the field that makes the groups.
        labels: the groups; two are compared with each other, more each with all others.
        subject: words, or names in all their spellings.
        within: `all` articles, or only those of `stories` that both sides have, each compared
            inside its story, so that a mix of subjects does not pretend to be style.
        min_count: fewest uses in all groups together.
        prior: words that each side is thought to have said besides, as all together speak; it
            keeps rare words from large ratios.
        shuffles: how often the groups are dealt out anew by chance.
        seed: another number deals otherwise.
    """

    by: GroupField = "outlet"
    labels: tuple[str, ...] = ()
    subject: Subject = "words"
    within: Within = "all"
    min_count: int = 5
    prior: int = 500
    shuffles: int = 9_999
    seed: int = 1


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """A word or a name in one group against the others.

    Attributes:
        mark: the norm of a word, or what a name is called in an address.
        word: as it is written.
        label: the group.
        count, other: uses in the group and in the others.
        units: stories, or articles of no story, of the group that use it.
        log_ratio: binary logarithm of the ratio of odds, with the prior; +1 is twice as often.
        low, high: ends of its 95 % interval.
        p: share of chance deals with as large a difference, in (0, 1].
        q: the share of false discoveries when it and all more telling ones are believed.
    """

    mark: str
    word: str
    label: str
    count: int
    other: int
    units: int
    log_ratio: float
    low: float
    high: float
    p: float
    q: float

    @property
    def is_distinctive(self) -> bool:
        """Whether it differs by more than chance."""
        return self.q <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A group or a word on the correspondence map; `weight` is its share of all uses."""

    mark: str
    name: str
    is_group: bool
    x: float
    y: float
    weight: float


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Contrast:
    """What was compared, and what came of it.

    Attributes:
        rows: all that was tested, the surest first.
        points: the correspondence map; empty for two groups.
        inertia: shares of the differences that the two axes of the map show.
        sizes: (n_groups,), words (or names) counted in each group, in the order of the labels.
        units: (n_groups,), stories, or articles of no story, of each.
        stories: stories that both sides have, where they were compared within these.
        unfit: why nothing was compared, as a key.
        needs, has: how much that takes, and how much there is.
    """

    settings: ContrastSettings = ContrastSettings()
    rows: tuple[ContrastRow, ...] = ()
    points: tuple[MapPoint, ...] = ()
    inertia: tuple[float, float] = (0.0, 0.0)
    sizes: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    stories: int = 0
    copies: Copies = "all"
    unfit: Unfit = ""
    needs: int = 0
    has: int = 0
    digest: str = ""

    @property
    def distinctive(self) -> tuple[ContrastRow, ...]:
        """The rows that differ by more than chance."""
        return tuple(row for row in self.rows if row.is_distinctive)
