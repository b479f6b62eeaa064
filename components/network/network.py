"""Defines the co-occurrence network: its nodes, its edges and the sentences behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, ClassVar, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from components.lexicon import KINDS, Kind
from components.text import (
    Columns,
    Copies,
    Ints,
    Numbering,
    Rows,
    Spans,
    are_bounds,
    are_codes,
    bounds_of,
    join_ranges,
    no_ints,
    refuse_unless,
)
from components.words import PosFamily

MOST_TOGETHER = 100  # entities of one unit that are linked with each other
_BASES = (40, 120, 500)  # names of the networks whose places others keep
WIDEST = 100  # words of the widest window
Unit = Literal["sentence", "paragraph", "window", "article"]
EdgeMeasure = Literal["dice", "logdice", "count", "jaccard", "npmi", "g2"]
Pruning = Literal["none", "backbone", "tree", "core", "largest"]
SizeMeasure = Literal["mentions", "degree", "betweenness", "closeness", "eigenvector"]
LayoutShape = Literal["force", "circular", "layered"]
NodeKind = Literal["PER", "LOC", "ORG", "word"]
NODE_KINDS: tuple[NodeKind, ...] = get_args(NodeKind)
Anchor = Literal[
    "bottom center", "top center", "middle right", "middle left",
    "bottom right", "bottom left", "top right", "top left",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What counts as together, and what is shown.

    Attributes:
        unit: two names are together when one such unit names both.
        measure: how strong a link is; see `measures.weigh`.
        min_count: a link needs at least so many units.
        top_nodes: only the most mentioned names are linked; 0 means all.
        kinds: kinds of names shown.
        window: words that a window holds, in [2, `WIDEST`].
        min_mentions: a name needs at least so many mentions.
        min_weight: a link needs at least this strength; None takes any.
        words: parts of speech whose words join the names, or, without any kind, replace them.
        pruning: which links are thinned out; see `pruning.prune`.
        alpha: how improbable a link of the backbone is, in (0, 1).
        core: links that each node of a core has there, at least 1.
        top_links: no more links than so many, the strongest; 0 means all.
        size: what the area of a node tells; see `centrality.centralities`.
        shape: how nodes are placed.
    """

    unit: Unit = "sentence"
    measure: EdgeMeasure = "dice"
    min_count: int = 1
    top_nodes: int = 40
    kinds: tuple[Kind, ...] = ("PER", "LOC", "ORG")
    window: int = 10
    min_mentions: int = 1
    min_weight: float | None = None
    words: tuple[PosFamily, ...] = ()
    pruning: Pruning = "none"
    alpha: float = 0.05
    core: int = 2
    top_links: int = 0
    size: SizeMeasure = "mentions"
    shape: LayoutShape = "force"

    @property
    def needs_texts(self) -> bool:
        """Whether texts and their words are looked at, beside names and sentences."""
        return self.unit in ("paragraph", "window") or bool(self.words)

    @property
    def unit_code(self) -> str:
        """The unit as commands and files write it: of windows `window:K`."""
        return f"window:{self.window}" if self.unit == "window" else self.unit

    @property
    def base(self) -> NetworkSettings:
        """The network whose layout others of this definition keep: no filter moves a node."""
        top = next((n for n in _BASES if n >= self.top_nodes), _BASES[-1])
        top = top if self.top_nodes else _BASES[-1]
        return replace(self.unfiltered, top_nodes=top, measure="dice", size="mentions")

    @property
    def unfiltered(self) -> NetworkSettings:
        """The same definition of together, with every pair."""
        return replace(
            self, min_count=1, min_mentions=1, min_weight=None, top_nodes=0,
            kinds=KINDS if self.kinds else (), pruning="none", top_links=0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the network, or a word.

    Attributes:
        id: the entity's id; of a word `w:` and its norm.
        count: its mentions.
        units: units (sentences) that name it, the base of Dice and Jaccard; for windows its
            mentions.
        community: number of its community, 0 the largest; -1 until `communities` was asked.
        degree: nodes it is linked with; -1, as the next three, until `centralities` was asked.
        betweenness: in [0, 1].
        closeness: in [0, 1].
        eigenvector: in [0, 1].
    """

    id: str
    name: str
    kind: NodeKind
    count: int
    units: int
    community: int = -1
    degree: int = -1
    betweenness: float = -1.0
    closeness: float = -1.0
    eigenvector: float = -1.0

    @property
    def mark(self) -> str:
        """What a click on it tells: `n:` and its id; of a word its id."""
        return self.id if self.kind == "word" else f"n:{self.id}"


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
    evidence: Spans

    def __post_init__(self) -> None:
        object.__setattr__(self, "evidence", Spans.of(self.evidence))

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


@dataclass(frozen=True, slots=True, eq=False)
class Edges(Columns[Edge]):
    """Edges in columns.

    Attributes:
        ids: ids of entities, ascending.
        sources: (n,), one end of each, into `ids`.
        targets: (n,), the other; greater than the source.
        weights: (n,), the chosen measure.
        bounds: (n + 1,), where the evidence of each begins.
        units: (n_evidence,), units that name both ends, into `places`.
        places: the units.
    """

    ids: tuple[str, ...] = ()
    sources: Ints = field(default_factory=no_ints)
    targets: Ints = field(default_factory=no_ints)
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    bounds: Ints = field(default_factory=lambda: np.zeros(1, np.int32))
    units: Ints = field(default_factory=no_ints)
    places: Spans = field(default_factory=Spans)

    item: ClassVar[Any] = Edge

    @classmethod
    def of(cls, nouns: Iterable[Edge]) -> Edges:
        """Put edges into columns."""
        if isinstance(nouns, cls):
            return nouns
        edges = list(nouns)
        ids = sorted({end for edge in edges for end in (edge.source, edge.target)})
        numbers = Numbering({id: i for i, id in enumerate(ids)})
        units = [span for edge in edges for span in edge.evidence]
        places = sorted(set(units))
        place_of = {span: i for i, span in enumerate(places)}
        return cls(
            tuple(ids),
            numbers.codes(edge.source for edge in edges),
            numbers.codes(edge.target for edge in edges),
            np.array([edge.weight for edge in edges], np.float64),
            bounds_of([edge.count for edge in edges]),
            np.array([place_of[span] for span in units], np.int32),
            Spans.of(places),
        )

    def take(self, rows: Rows) -> Edges:
        """Return some of the edges by their numbers."""
        counts = self.counts[rows]
        return replace(
            self,
            sources=self.sources[rows],
            targets=self.targets[rows],
            weights=self.weights[rows],
            bounds=bounds_of(counts),
            units=self.units[join_ranges(self.bounds[:-1][rows], counts)],
        )

    @property
    def counts(self) -> Ints:
        """(n,), units that name both ends of each."""
        return np.diff(self.bounds)

    def between(self, source: str, target: str) -> Edge | None:
        """Return the edge of two entities by their ids, source < target; None where none is."""
        if source not in self.ids or target not in self.ids:
            return None
        ends = (self.ids.index(source), self.ids.index(target))
        found = np.flatnonzero((self.sources == ends[0]) & (self.targets == ends[1]))
        return self._one(int(found[0])) if len(found) else None

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[Edge]:
        ends = zip(self.sources.tolist(), self.targets.tolist(), strict=True)
        rows = zip(ends, self.weights.tolist(), pairwise(self.bounds.tolist()), strict=True)
        for (source, target), weight, (low, high) in rows:
            evidence = self.places.take(self.units[low:high])
            yield Edge(self.ids[source], self.ids[target], weight, evidence)

    def _one(self, number: int) -> Edge:
        evidence = self.places.take(self.units[slice(*self.bounds[number : number + 2].tolist())])
        source, target = int(self.sources[number]), int(self.targets[number])
        return Edge(self.ids[source], self.ids[target], float(self.weights[number]), evidence)

    def check(self) -> None:
        """Refuse columns that do not fit together."""
        n = len(self.sources)
        refuse_unless(
            are_codes(self.sources, n, len(self.ids)),
            are_codes(self.targets, n, len(self.ids)),
            self.weights.shape == (n,) and self.weights.dtype.kind == "f",
            are_bounds(self.bounds, len(self.units)) and len(self.bounds) == n + 1,
            are_codes(self.units, len(self.units), len(self.places)),
        )


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CooccurrenceNetwork:
    """Nodes most mentioned first, edges strongest first; every node has an edge.

    Attributes:
        n_units: units looked at, also those that name nobody; for windows words.
        n_beyond: names of the chosen kinds that `top_nodes` leaves out.
        n_isolated: names left out because no link of theirs reaches the thresholds.
        n_rare: names left out for fewer than `min_mentions`.
        n_weak: links left out for `min_count` or `min_weight`.
        n_pruned: links thinned out.
        n_cut: nodes that lost all their links by that.
        n_crowded: units that name more than `MOST_TOGETHER` entities, such as lists of who
            signed; only the most mentioned ones are linked there.
        n_unlinked: pairs of those units that were not linked.
    """

    nodes: tuple[Node, ...] = ()
    edges: Edges = field(default_factory=Edges)
    settings: NetworkSettings = NetworkSettings()
    copies: Copies = "all"
    n_units: int = 0
    n_beyond: int = 0
    n_isolated: int = 0
    n_crowded: int = 0
    n_unlinked: int = 0
    digest: str = ""
    n_rare: int = 0
    n_weak: int = 0
    n_pruned: int = 0
    n_cut: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "edges", Edges.of(self.edges))


@dataclass(frozen=True, slots=True, weakref_slot=True)
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
