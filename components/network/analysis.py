"""Counts and weighs which entities are named together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb, log

import numpy as np
from numpy.typing import NDArray

from components.entities import Entity, EntityIndex
from components.network.network import (
    MOST_TOGETHER,
    CooccurrenceNetwork,
    EdgeMeasure,
    Edges,
    NetworkSettings,
    Node,
    Unit,
)
from components.text import Numbers, SentenceIndex, Spans, bounds_of, digest_of, join_ranges

# Leiden as its authors set it; of ten runs the best one counts.
_RESOLUTION, _RANDOMNESS, _TRIALS = 1.0, 0.001, 10


def cooccur(index: EntityIndex, settings: NetworkSettings | None = None) -> CooccurrenceNetwork:
    """Link the entities that one unit names together.

    A pair in one unit counts once, however often the unit names the two. Weights look at all
    units, so that choosing kinds or fewer nodes never changes the weight of a link. Where a unit
    names more than `MOST_TOGETHER` of the entities shown, those most mentioned in the corpus are
    linked in it and no others.

    Args:
        index: entities, mentions and the sentences they were looked for in.
        settings: unit, measure, thresholds and kinds.

    Returns:
        Nodes with at least one link and their edges, communities not yet told apart
        (`communities`). An index without mentions gives an empty network.
    """
    settings = settings or NetworkSettings()
    units = units_of(index, settings.unit)
    places = _EntityUnits.of(index, units)
    counts = index.counts
    shown, n_beyond = _choose_shown(index, counts, settings)
    present = places.choose_linked(shown)
    edges = _edges(present, places, units, settings)
    linked = {edges.ids[i] for ends in (edges.sources, edges.targets) for i in np.unique(ends)}
    named = places.counts
    nodes = tuple(
        Node(e.id, e.name, e.kind, counts[e.id], named[e.id]) for e in shown if e.id in linked
    )
    return CooccurrenceNetwork(
        nodes,
        edges,
        settings,
        index.copies,
        n_units=len(units),
        n_beyond=n_beyond,
        n_isolated=len(shown) - len(nodes),
        n_crowded=len(present.crowded),
        n_unlinked=sum(comb(n, 2) - comb(MOST_TOGETHER, 2) for n in present.crowded),
        digest=digest_of("network", _name_of(index), settings),
    )


def weight_of(measure: EdgeMeasure, *, together: int, first: int, second: int, units: int) -> float:
    """Say how strong a link is.

    With a, b the units that name each entity, ab those that name both and n all units:

    - `dice`: 2ab / (a + b), in (0, 1]; 1 when neither is named without the other. It does
      not change when every unit is copied. LogDice, 14 + log2 of it, has the same order.
      Dice 1945, Ecology 26; Rychlý 2008, RASLAN.
    - `jaccard`: ab / (a + b - ab), in (0, 1]; the same order as Dice. Jaccard 1912, New
      Phytologist 11.
    - `count`: ab, at least 1. It grows with the text and with how often each is named.
    - `npmi`: ln(ab n / (a b)) / -ln(ab / n), in [-1, 1]; 0 when they meet as often as chance
      has it, 1 when only together (also when every unit names both). It favours rare names.
      Bouma 2009, GSCL.
    - `g2`: the log-likelihood ratio of the four-field table, >= 0, with a minus sign where
      the two meet less often than by chance; above 3.84 p < .05, for independent units only:
      12 copies of a text make it 12 times as large. Dunning 1993, Computational
      Linguistics 19.

    Args:
        measure: which one.
        together: units that name both, at least 1.
        first: units that name the one.
        second: units that name the other.
        units: all units.
    """
    if measure == "count":
        return float(together)
    if measure == "dice":
        return 2 * together / (first + second)
    if measure == "jaccard":
        return together / (first + second - together)
    if measure == "npmi":
        if together == units:
            return 1.0
        return log(together * units / (first * second)) / -log(together / units)
    return _measure_signed_g2(together, first, second, units)


def communities(network: CooccurrenceNetwork, *, seed: int = 0) -> CooccurrenceNetwork:
    """Tell the communities of a network apart: groups that meet each other more than others.

    Leiden with modularity on the Dice weights whatever the measure shown, so that choosing
    another measure does not repaint the picture. Traag, Waltman, van Eck 2019, Scientific
    Reports 9. Equal networks and seeds give equal communities.

    Returns:
        The same network with numbered communities: 0 the one with most nodes, ties in the
        order of the nodes. An empty network stays empty.
    """
    if not network.nodes:
        return network
    from graspologic_native import leiden

    edges = network.edges
    ends = ([edges.ids[i] for i in codes.tolist()] for codes in (edges.sources, edges.targets))
    links = list(zip(*ends, dice_weights(network), strict=True))
    _, found = leiden(links, None, _RESOLUTION, _RANDOMNESS, 1, True, seed, _TRIALS)
    sizes = Counter(found[node.id] for node in network.nodes)
    # A counter keeps the order of the nodes, and sorting keeps it among equals.
    rank = {c: i for i, c in enumerate(sorted(sizes, key=lambda c: -sizes[c]))}
    nodes = tuple(replace(node, community=rank[found[node.id]]) for node in network.nodes)
    return replace(network, nodes=nodes)


def ego(network: CooccurrenceNetwork, entity_id: str) -> CooccurrenceNetwork:
    """Return one entity, those it appears with and its links; empty if it is not there."""
    edges = network.edges
    own = edges.ids.index(entity_id) if entity_id in edges.ids else -1
    edges = edges.take(np.flatnonzero((edges.sources == own) | (edges.targets == own)))
    kept = {edges.ids[i] for codes in (edges.sources, edges.targets) for i in codes.tolist()}
    nodes = tuple(node for node in network.nodes if node.id in kept)
    digest = digest_of("ego", network.digest, entity_id)
    return replace(network, nodes=nodes, edges=edges, digest=digest)


def units_of(index: EntityIndex, unit: Unit) -> Spans:
    """Return the units in which entities can be together, in reading order.

    An article is the stretch from its first to its last sentence that counts.
    """
    sentences = index.sentences
    if unit == "sentence":
        return sentences
    articles, first, inverse = np.unique(sentences.articles, return_index=True, return_inverse=True)
    starts, ends = sentences.starts[first], sentences.ends[first]
    np.minimum.at(starts, inverse, sentences.starts)
    np.maximum.at(ends, inverse, sentences.ends)
    order = np.argsort(first)
    return Spans(sentences.ids, articles[order], starts[order], ends[order])


def dice_weights(network: CooccurrenceNetwork) -> list[float]:
    """Return each edge's Dice, in (0, 1], whatever measure the network shows."""
    edges, units = network.edges, {node.id: node.units for node in network.nodes}
    named = np.array([units.get(id, 0) for id in edges.ids], np.int64)
    weights = 2 * edges.counts / (named[edges.sources] + named[edges.targets])
    return weights.tolist()  # type: ignore[no-any-return]


def _name_of(index: EntityIndex) -> str:
    return index.digest or digest_of(index.entities, index.mentions, index.sentences, index.copies)


def _choose_shown(
    index: EntityIndex, counts: dict[str, int], settings: NetworkSettings
) -> tuple[list[Entity], int]:
    """Entities of the chosen kinds, most mentioned first, and how many more there are."""
    wanted = [e for e in index.entities if e.kind in settings.kinds and counts[e.id]]
    wanted.sort(key=lambda entity: (-counts[entity.id], entity.id))
    kept = wanted[: settings.top_nodes] if settings.top_nodes else wanted
    return kept, len(wanted) - len(kept)


@dataclass(frozen=True, slots=True, eq=False)
class _Present:
    """The entities that are linked in units, unit by unit.

    Attributes:
        units: (n,), ascending.
        entities: (n,), ascending in a unit.
        crowded: how many entities each unit names of which only some are linked.
    """

    units: Numbers
    entities: Numbers
    crowded: list[int]

    def pairs(self) -> tuple[Numbers, Numbers, Numbers]:
        """Return two entities and the unit that names both, of all such pairs."""
        last = np.searchsorted(self.units, self.units, side="right")
        behind = last - np.arange(len(self.units)) - 1
        first = np.repeat(np.arange(len(self.units)), behind)
        second = join_ranges(np.arange(1, len(self.units) + 1), behind)
        return self.entities[first], self.entities[second], self.units[first]


@dataclass(frozen=True, slots=True, eq=False)
class _EntityUnits:
    """Which units name which entities.

    Attributes:
        ids: ids of entities, ascending.
        units: (n,), ascending; each pair of unit and entity stands once.
        entities: (n,), into `ids`.
    """

    ids: tuple[str, ...]
    units: Numbers
    entities: Numbers

    @classmethod
    def of(cls, index: EntityIndex, units: Spans) -> _EntityUnits:
        mentions = index.mentions
        ids = sorted(mentions.ids)
        number = {id: i for i, id in enumerate(ids)}
        codes = np.array([number[id] for id in mentions.ids], np.int64)[mentions.entity_codes]
        held = SentenceIndex(units).around(mentions.spans)
        pairs = np.unique(held[held >= 0] << 32 | codes[held >= 0])
        return cls(tuple(ids), pairs >> 32, pairs & 0xFFFFFFFF)

    @property
    def named(self) -> Numbers:
        """(n_entities,), units that name each."""
        return np.bincount(self.entities, minlength=len(self.ids))

    @property
    def counts(self) -> dict[str, int]:
        """Units that name each entity, by its id."""
        return dict(zip(self.ids, self.named.tolist(), strict=True))

    def choose_linked(self, shown: Sequence[Entity]) -> _Present:
        """Choose the entities that are linked in each unit.

        A list of thousands who signed would link millions of pairs that say nothing of any two.

        Args:
            shown: the entities that may be, most mentioned first.
        """
        rank = {entity.id: i for i, entity in enumerate(shown)}
        ranks = np.array([rank.get(id, -1) for id in self.ids], np.int64)[self.entities]
        chosen = np.flatnonzero(ranks >= 0)
        units, order = self.units[chosen], np.lexsort((ranks[chosen], self.units[chosen]))
        place = np.arange(len(chosen)) - np.searchsorted(units, units)  # in its unit, by rank
        kept = np.sort(chosen[order[place < MOST_TOGETHER]])
        sizes = np.bincount(units)
        return _Present(
            self.units[kept], self.entities[kept], sizes[sizes > MOST_TOGETHER].tolist()
        )


def _edges(
    present: _Present, places: _EntityUnits, units: Spans, settings: NetworkSettings
) -> Edges:
    """Return the links that reach the threshold, strongest first."""
    first, second, at = present.pairs()
    pairs, inverse, counts = np.unique(
        first << 32 | second, return_inverse=True, return_counts=True
    )
    sources, targets = pairs >> 32, pairs & 0xFFFFFFFF
    weights = _weights(settings.measure, counts, places.named, (sources, targets), len(units))
    enough = np.flatnonzero(counts >= settings.min_count)
    ranked = np.lexsort((targets[enough], sources[enough], -counts[enough], -weights[enough]))
    order = enough[ranked]
    by_pair = np.argsort(inverse, kind="stable")
    begins = np.cumsum(counts) - counts
    evidence = at[by_pair[join_ranges(begins[order], counts[order])]]
    used, numbers = np.unique(evidence, return_inverse=True)
    return Edges(
        places.ids,
        sources[order].astype(np.int32),
        targets[order].astype(np.int32),
        weights[order],
        bounds_of(counts[order]),
        numbers.astype(np.int32),
        units.take(used),
    )


def _weights(
    measure: EdgeMeasure,
    counts: Numbers,
    named: Numbers,
    ends: tuple[Numbers, Numbers],
    n_units: int,
) -> NDArray[np.float64]:
    """Weigh pairs; of those with equal numbers one is weighed for all."""
    table = np.stack((counts, named[ends[0]], named[ends[1]]), axis=1).reshape(-1, 3)
    rows, inverse = np.unique(table, axis=0, return_inverse=True)
    weights = [
        weight_of(measure, together=ab, first=a, second=b, units=n_units)
        for ab, a, b in rows.tolist()
    ]
    return np.array(weights, np.float64)[inverse.ravel()]


def _measure_signed_g2(together: int, first: int, second: int, units: int) -> float:
    cells = (
        (together, first, second),
        (first - together, first, units - second),
        (second - together, units - first, second),
        (units - first - second + together, units - first, units - second),
    )
    value = 2 * sum(o * log(o * units / (row * column)) for o, row, column in cells if o)
    return max(value, 0.0) if together * units >= first * second else -max(value, 0.0)
