"""Who appears with whom: units that name two entities, counted and weighed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from math import comb, log

from components.entities import Entity, EntityIndex, Mention
from components.network.network import (
    MOST_TOGETHER,
    CooccurrenceNetwork,
    Edge,
    Measure,
    NetworkSettings,
    Node,
    Unit,
)
from components.text import SentenceIndex, Span, digest_of

# Leiden as its authors set it; of ten runs the best one counts.
_RESOLUTION, _RANDOMNESS, _TRIALS = 1.0, 0.001, 10
Places = dict[str, tuple[int, ...]]


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
    places = _places(index.mentions, units)
    counts = Counter(mention.entity_id for mention in index.mentions)
    shown, n_beyond = _shown(index, counts, settings)
    present, crowded = _present(shown, places)
    edges = tuple(_edges(_together(present), places, units, settings))
    linked = {id for edge in edges for id in (edge.source, edge.target)}
    nodes = tuple(
        Node(e.id, e.name, e.kind, counts[e.id], len(places[e.id])) for e in shown if e.id in linked
    )
    return CooccurrenceNetwork(
        nodes,
        edges,
        settings,
        index.copies,
        n_units=len(units),
        n_beyond=n_beyond,
        n_isolated=len(shown) - len(nodes),
        n_crowded=len(crowded),
        n_unlinked=sum(comb(n, 2) - comb(MOST_TOGETHER, 2) for n in crowded),
        digest=digest_of("network", _name_of(index), settings),
    )


def weight_of(measure: Measure, *, together: int, first: int, second: int, units: int) -> float:
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
    return _signed_g2(together, first, second, units)


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

    links = [
        (edge.source, edge.target, weight)
        for edge, weight in zip(network.edges, dice_weights(network), strict=True)
    ]
    _, found = leiden(links, None, _RESOLUTION, _RANDOMNESS, 1, True, seed, _TRIALS)
    sizes = Counter(found[node.id] for node in network.nodes)
    # A counter keeps the order of the nodes, and sorting keeps it among equals.
    rank = {c: i for i, c in enumerate(sorted(sizes, key=lambda c: -sizes[c]))}
    nodes = tuple(replace(node, community=rank[found[node.id]]) for node in network.nodes)
    return replace(network, nodes=nodes)


def ego(network: CooccurrenceNetwork, entity_id: str) -> CooccurrenceNetwork:
    """Return one entity, those it appears with and its links; empty if it is not there."""
    edges = tuple(e for e in network.edges if entity_id in (e.source, e.target))
    kept = {id for edge in edges for id in (edge.source, edge.target)}
    nodes = tuple(node for node in network.nodes if node.id in kept)
    digest = digest_of("ego", network.digest, entity_id)
    return replace(network, nodes=nodes, edges=edges, digest=digest)


def units_of(index: EntityIndex, unit: Unit) -> tuple[Span, ...]:
    """Return the units in which entities can be together, in reading order.

    An article is the stretch from its first to its last sentence that counts.
    """
    if unit == "sentence":
        return index.sentences
    bounds: dict[str, tuple[int, int]] = {}
    for span in index.sentences:
        start, end = bounds.get(span.article_id, (span.start, span.end))
        bounds[span.article_id] = min(start, span.start), max(end, span.end)
    return tuple(Span(article, start, end) for article, (start, end) in bounds.items())


def dice_weights(network: CooccurrenceNetwork) -> list[float]:
    """Return each edge's Dice, in (0, 1], whatever measure the network shows."""
    units = {node.id: node.units for node in network.nodes}
    return [2 * e.count / (units[e.source] + units[e.target]) for e in network.edges]


def _name_of(index: EntityIndex) -> str:
    return index.digest or digest_of(index.entities, index.mentions, index.sentences, index.copies)


def _shown(
    index: EntityIndex, counts: Counter[str], settings: NetworkSettings
) -> tuple[list[Entity], int]:
    """Entities of the chosen kinds, most mentioned first, and how many more there are."""
    wanted = [e for e in index.entities if e.kind in settings.kinds and counts[e.id]]
    wanted.sort(key=lambda entity: (-counts[entity.id], entity.id))
    kept = wanted[: settings.top_nodes] if settings.top_nodes else wanted
    return kept, len(wanted) - len(kept)


def _places(mentions: tuple[Mention, ...], units: tuple[Span, ...]) -> Places:
    """Map each entity to the numbers of the units that name it, ascending."""
    numbers = SentenceIndex(units).numbers_of([mention.span for mention in mentions]).tolist()
    found: dict[str, set[int]] = defaultdict(set)
    for mention, number in zip(mentions, numbers, strict=True):
        if number >= 0 and mention.span.end <= units[number].end:
            found[mention.entity_id].add(number)
    return defaultdict(tuple, {id: tuple(sorted(places)) for id, places in found.items()})


def _present(shown: list[Entity], places: Places) -> tuple[dict[int, list[str]], list[int]]:
    """Map each unit to the entities that are linked in it, and tell how many crowded ones name.

    A list of thousands who signed would link millions of pairs that say nothing of any two.
    """
    present: dict[int, list[str]] = defaultdict(list)
    for entity in shown:
        for number in places[entity.id]:
            present[number].append(entity.id)
    crowded = [len(ids) for ids in present.values() if len(ids) > MOST_TOGETHER]
    return {number: sorted(ids[:MOST_TOGETHER]) for number, ids in present.items()}, crowded


def _together(present: dict[int, list[str]]) -> dict[tuple[str, str], list[int]]:
    """Map each pair of entities to the numbers of the units that name both."""
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in sorted(present):
        for pair in combinations(present[number], 2):
            pairs[pair].append(number)
    return pairs


def _edges(
    pairs: dict[tuple[str, str], list[int]],
    places: Places,
    units: tuple[Span, ...],
    settings: NetworkSettings,
) -> Iterator[Edge]:
    """Yield the links that reach the threshold, strongest first."""
    found = []
    for (source, target), numbers in pairs.items():
        if len(numbers) >= settings.min_count:
            weight = weight_of(
                settings.measure,
                together=len(numbers),
                first=len(places[source]),
                second=len(places[target]),
                units=len(units),
            )
            found.append(Edge(source, target, weight, tuple(units[n] for n in numbers)))
    found.sort(key=lambda edge: (-edge.weight, -edge.count, edge.source, edge.target))
    yield from found


def _signed_g2(together: int, first: int, second: int, units: int) -> float:
    cells = (
        (together, first, second),
        (first - together, first, units - second),
        (second - together, units - first, second),
        (units - first - second + together, units - first, units - second),
    )
    value = 2 * sum(o * log(o * units / (row * column)) for o, row, column in cells if o)
    return max(value, 0.0) if together * units >= first * second else -max(value, 0.0)
