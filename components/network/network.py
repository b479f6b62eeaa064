"""The nouns of co-occurrence: who appears with whom, how often, and in which sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.lexicon import Kind
from components.text import Copies, Span

MOST_TOGETHER = 100  # entities of one unit that are linked with each other
Unit = Literal["sentence", "article"]
Measure = Literal["dice", "count", "jaccard", "npmi", "g2"]
Anchor = Literal[
    "bottom center", "top center", "middle right", "middle left",
    "bottom right", "bottom left", "top right", "top left",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What counts as together, and what is shown.

    Attributes:
        unit: two entities are together when one such unit names both.
        measure: how strong a link is; see `analysis.weight_of`.
        min_count: a link needs at least so many units.
        top_nodes: only the most mentioned entities are linked; 0 means all.
        kinds: kinds of entities shown.
    """

    unit: Unit = "sentence"
    measure: Measure = "dice"
    min_count: int = 1
    top_nodes: int = 40
    kinds: tuple[Kind, ...] = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in the network.

    Attributes:
        id: the entity's id.
        count: its mentions.
        units: units (sentences) that name it, the base of Dice and Jaccard.
        community: number of its community, 0 the largest; -1 until `communities` was asked.
    """

    id: str
    name: str
    kind: Kind
    count: int
    units: int
    community: int = -1

    @property
    def mark(self) -> str:
        """What a click on it tells: `n:` and its id."""
        return f"n:{self.id}"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two entities that appear together; `source` < `target`, so a pair is one edge.

    Attributes:
        weight: the chosen measure, as `analysis.weight_of` defines it.
        evidence: the units that name both, in reading order.
    """

    source: str
    target: str
    weight: float
    evidence: tuple[Span, ...]

    @property
    def count(self) -> int:
        """Units that name both."""
        return len(self.evidence)

    @property
    def ends(self) -> tuple[str, str]:
        """The ids of the two nodes."""
        return self.source, self.target

    @property
    def mark(self) -> str:
        """What a click on it tells: `e:` and its ends; it outlives a filter."""
        return f"e:{self.source}|{self.target}"


@dataclass(frozen=True, slots=True)
class CooccurrenceNetwork:
    """Nodes most mentioned first, edges strongest first; every node has an edge.

    Attributes:
        n_units: units looked at, also those that name nobody.
        n_beyond: entities of the chosen kinds that `top_nodes` leaves out.
        n_isolated: entities left out because no link of theirs reaches `min_count`.
        n_crowded: units that name more than `MOST_TOGETHER` entities, such as lists of who
            signed; only the most mentioned ones are linked there.
        n_unlinked: pairs of those units that were not linked.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    settings: NetworkSettings = NetworkSettings()
    copies: Copies = "all"
    n_units: int = 0
    n_beyond: int = 0
    n_isolated: int = 0
    n_crowded: int = 0
    n_unlinked: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a network is drawn.

    Attributes:
        ids: the nodes' ids, in the network's order.
        positions: (n_nodes, 2), in [-1, 1]; the frame of the drawing is [-1, 1] both ways.
        anchors: where each node's label stands beside it; None where it found no room.
        handles: (n_edges, 2): a point on each edge that stands clear of nodes, so that it
            can be clicked.
    """

    ids: tuple[str, ...] = ()
    positions: tuple[tuple[float, float], ...] = ()
    anchors: tuple[Anchor | None, ...] = ()
    handles: tuple[tuple[float, float], ...] = ()
