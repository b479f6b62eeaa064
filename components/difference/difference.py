"""Defines the difference of a network between two sides: outlets, periods, tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from components.contrast import FALSE_SHARE
from components.network import NetworkSettings, Node
from components.text import ArticleGroup, Copies, GroupField

Turn = Literal["only_here", "more_here", "more_there", "only_there"]
TURNS: tuple[Turn, ...] = get_args(Turn)
DifferenceUnfit = Literal["", "same_sides", "few_stories", "no_links"]


@dataclass(frozen=True, slots=True)
class DifferenceSettings:
    """What is compared, and how.

    Attributes:
        by: the field that makes the groups.
        here: the one side, a group.
        there: the other.
        shuffles: how often stories are dealt out to the sides by chance.
        draws: how often stories are drawn anew for the intervals.
        seed: another number deals and draws otherwise.
    """

    by: GroupField = "outlet"
    here: str = ""
    there: str = ""
    shuffles: int = 9_999
    draws: int = 1_000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """A link on one side against the other.

    Attributes:
        source, target: ids of its ends.
        here, there: units (sentences) that name both.
        here_stories, there_stories: stories, or articles of no story, that have such a unit.
        log_ratio: binary logarithm of how many times as often they meet here as there, in so
            many sentences; +1 is twice as often.
        low, high: ends of its 95 % interval; None where it is open, as one side has none.
        p: share of chance deals with as large a difference, in (0, 1]; None where there is too
            little text for any deal to be telling.
        q: the share of false discoveries when it and all surer ones are believed; None likewise.
    """

    source: str
    target: str
    here: int
    there: int
    here_stories: int
    there_stories: int
    log_ratio: float
    low: float | None
    high: float | None
    p: float | None
    q: float | None

    @property
    def mark(self) -> str:
        """What a click on it tells, as of the link in the network."""
        return f"e:{self.source}|{self.target}"

    @property
    def turn(self) -> Turn:
        """On which side it is there, or more often."""
        if not self.there:
            return "only_here"
        if not self.here:
            return "only_there"
        return "more_here" if self.log_ratio >= 0 else "more_there"

    @property
    def has_too_little_text(self) -> bool:
        """Whether too few stories have it for any difference to be more than chance."""
        return self.q is None

    @property
    def is_sure(self) -> bool:
        """Whether it differs by more than chance."""
        return self.q is not None and self.q <= FALSE_SHARE


@dataclass(frozen=True, slots=True)
class NetworkDifference:
    """What was compared, and what came of it.

    Attributes:
        changes: of the links that either side has, the surest first.
        nodes: their ends, as the network has them.
        sides: the articles of both, where something was compared.
        network: what counts as together, and which names and links were looked at.
        sentences: of each side.
        stories: of each side; an article of none is one by itself.
        n_beyond: links that were not looked at, as there are too many; those seen least.
        unfit: why nothing was compared, as a key.
        needs, has: how much that takes, and how much there is.
    """

    settings: DifferenceSettings = DifferenceSettings()
    changes: tuple[EdgeChange, ...] = ()
    nodes: tuple[Node, ...] = ()
    sides: tuple[ArticleGroup, ...] = ()
    network: NetworkSettings = field(default_factory=NetworkSettings)
    sentences: tuple[int, int] = (0, 0)
    stories: tuple[int, int] = (0, 0)
    n_beyond: int = 0
    copies: Copies = "all"
    unfit: DifferenceUnfit = ""
    needs: int = 0
    has: int = 0
    digest: str = ""

    @property
    def sure(self) -> tuple[EdgeChange, ...]:
        """The links that differ by more than chance."""
        return tuple(change for change in self.changes if change.is_sure)

    @property
    def n_too_little(self) -> int:
        """Links of which there is too little text."""
        return sum(change.has_too_little_text for change in self.changes)
