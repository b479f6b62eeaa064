"""Counts and weighs which entities are named together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import comb

import numpy as np

from components.entities import EntityIndex
from components.network.measures import dice_weights, weigh
from components.network.network import (
    MOST_TOGETHER,
    CooccurrenceNetwork,
    Edges,
    NetworkSettings,
    Node,
)
from components.network.occurrences import (
    Meetings,
    Occurrences,
    TextNeededError,
    chance_units,
    find_occurrences,
    number_words,
    pairs_in_units,
    pairs_in_windows,
    units_of,
)
from components.network.pruning import prune
from components.text import (
    Corpus,
    Numbers,
    SentenceIndex,
    bounds_of,
    digest_of,
    join_ranges,
)
from components.words import Tokens, WordTable

# Leiden as its authors set it; of ten runs the best one counts.
_RESOLUTION, _RANDOMNESS, _TRIALS = 1.0, 0.001, 10


def cooccur(
    index: EntityIndex,
    settings: NetworkSettings | None = None,
    *,
    corpus: Corpus | None = None,
    tokens: Tokens | None = None,
    table: WordTable | None = None,
) -> CooccurrenceNetwork:
    """Link the names that one unit names together.

    A pair in one unit counts once, however often the unit names the two; see
    `occurrences.pairs_in_windows` for windows. Weights look at all units, so that choosing kinds
    or fewer nodes never changes the weight of a link. Where a unit names more than
    `MOST_TOGETHER` of the nodes shown, those most mentioned in the corpus are linked in it and no
    others.

    Args:
        index: names, mentions and the sentences they were looked for in.
        settings: unit, measure, thresholds and kinds.
        corpus: the texts; for paragraphs and windows.
        tokens: their words; for windows, and where words join.
        table: the words that may join, as `settings.words` chooses them.

    Returns:
        Nodes with at least one link and their edges, communities not yet told apart
        (`communities`). An index without mentions gives an empty network.

    Raises:
        TextNeededError: the settings need texts or words that were not given.
    """
    settings = settings or NetworkSettings()
    who = find_occurrences(index, settings, tokens=tokens, table=table)
    counts = who.counts
    shown, n_rare, n_beyond = _choose_shown(who, counts, settings)
    held = _hold(index, who, shown, settings, corpus, tokens)
    edges, n_weak = _edges(who, held, settings)
    linked = np.zeros(len(who.ids), bool)
    linked[edges.sources] = linked[edges.targets] = True
    nodes = tuple(
        Node(who.ids[i], who.names[i], who.kinds[i], counted, units)
        for i, counted, units in zip(
            shown.tolist(), counts[shown].tolist(), held.named[shown].tolist(), strict=True
        )
        if linked[i]
    )
    network = CooccurrenceNetwork(
        nodes,
        edges,
        settings,
        index.copies,
        n_units=held.n_units,
        n_beyond=n_beyond,
        n_isolated=len(shown) - len(nodes),
        n_crowded=len(held.crowded),
        n_unlinked=sum(comb(n, 2) - comb(MOST_TOGETHER, 2) for n in held.crowded),
        digest=_name_network(index, settings, corpus, tokens),
        n_rare=n_rare,
        n_weak=n_weak,
    )
    return prune(network)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """Who is together where.

    Attributes:
        pairs: the pairs, and where.
        named: (n_ids,), units that name each, the margins of the four-field table.
        n_units: units looked at; for windows words.
        chance: units of the four-field table.
        crowded: how many nodes each unit names of which only some are linked.
    """

    pairs: Meetings
    named: Numbers
    n_units: int
    chance: float
    crowded: list[int]


def _name_network(
    index: EntityIndex, settings: NetworkSettings, corpus: Corpus | None, tokens: Tokens | None
) -> str:
    name = index.digest or digest_of(index.entities, index.mentions, index.sentences, index.copies)
    if not settings.needs_texts:
        return digest_of("network", name, settings)
    texts = (given.digest for given in (corpus, tokens) if given is not None)
    return digest_of("network", name, settings, *texts)


def _choose_shown(
    who: Occurrences, counts: Numbers, settings: NetworkSettings
) -> tuple[Numbers, int, int]:
    """Nodes of the chosen kinds, most mentioned first, and how many are too rare or beyond."""
    kinds = {*settings.kinds, *(("word",) if settings.words else ())}
    wanted = np.array([kind in kinds for kind in who.kinds], bool) & (counts > 0)
    often = np.flatnonzero(wanted & (counts >= settings.min_mentions))
    order = often[np.lexsort((often, -counts[often]))]
    kept = order[: settings.top_nodes] if settings.top_nodes else order
    return kept, int(wanted.sum()) - len(often), len(order) - len(kept)


def _hold(
    index: EntityIndex,
    who: Occurrences,
    shown: Numbers,
    settings: NetworkSettings,
    corpus: Corpus | None,
    tokens: Tokens | None,
) -> _Held:
    if settings.unit == "window":
        if corpus is None or tokens is None:
            raise TextNeededError("window")
        return _hold_windows(who, shown, corpus, tokens, settings.window)
    units = units_of(index, settings.unit, corpus)
    at = SentenceIndex(units).around(who.spans)
    inside = np.flatnonzero(at >= 0)
    keys = np.sort(at[inside] << 32 | who.codes[inside])
    keys = keys[np.diff(keys, prepend=-1) != 0]  # each unit and node once
    numbers, codes = keys >> 32, keys & 0xFFFFFFFF
    named = np.bincount(codes, minlength=len(who.ids))
    numbers, codes, crowded = _choose_linked(numbers, codes, shown, len(who.ids))
    pairs = pairs_in_units(numbers, codes, units, len(who.ids))
    return _Held(pairs, named, len(units), len(units), crowded)


def _hold_windows(
    who: Occurrences, shown: Numbers, corpus: Corpus, tokens: Tokens, k: int
) -> _Held:
    words = number_words(who, tokens, corpus, k)
    placed = np.flatnonzero(words.first >= 0)
    named = np.bincount(who.codes[placed], minlength=len(who.ids))
    marks = np.zeros(len(who.ids), bool)
    marks[shown] = True
    chosen = placed[marks[who.codes[placed]]]
    chosen = chosen[np.argsort(words.first[chosen], kind="stable")]
    pairs = pairs_in_windows(who, words, chosen, k)
    return _Held(pairs, named, words.n_words, chance_units(words.n_words, k), [])


def _choose_linked(
    units: Numbers, codes: Numbers, shown: Numbers, n_ids: int
) -> tuple[Numbers, Numbers, list[int]]:
    """Choose whom each unit links: those shown, of a crowd the most mentioned.

    Returns:
        Units and nodes, unit by unit, and how many nodes each crowded unit names.
    """
    ranks = np.full(n_ids, -1, np.int64)
    ranks[shown] = np.arange(len(shown))
    chosen = ranks[codes] >= 0
    units, codes = units[chosen], codes[chosen]
    sizes = np.bincount(units)
    crowded = sizes[sizes > MOST_TOGETHER]
    if not len(crowded):
        return units, codes, []
    order = np.lexsort((ranks[codes], units))
    place = np.arange(len(units)) - np.searchsorted(units, units)  # in its unit, by rank
    kept = np.sort(order[place < MOST_TOGETHER])
    return units[kept], codes[kept], crowded.tolist()


def _edges(who: Occurrences, held: _Held, settings: NetworkSettings) -> tuple[Edges, int]:
    """Return the links that reach the thresholds, strongest first, and how many do not."""
    pairs = held.pairs
    first, second = held.named[pairs.sources], held.named[pairs.targets]
    # A short text may hold fewer windows than the two names fill.
    units = np.maximum(held.chance, first + second - pairs.counts)
    weights = weigh(settings.measure, pairs.counts, first, second, units)
    enough = pairs.counts >= settings.min_count
    if settings.min_weight is not None:
        enough &= weights >= settings.min_weight
    kept = np.flatnonzero(enough)
    # Stable, and pairs come in the order of their ids.
    order = kept[np.lexsort((-pairs.counts[kept], -weights[kept]))]
    begins = np.cumsum(pairs.counts) - pairs.counts
    evidence = pairs.units[join_ranges(begins[order], pairs.counts[order])]
    used = np.zeros(len(pairs.places), bool)
    used[evidence] = True
    edges = Edges(
        who.ids,
        pairs.sources[order].astype(np.int32),
        pairs.targets[order].astype(np.int32),
        weights[order],
        bounds_of(pairs.counts[order]),
        (np.cumsum(used) - 1)[evidence].astype(np.int32),
        pairs.places.take(np.flatnonzero(used)),
    )
    return edges, len(enough) - len(kept)
