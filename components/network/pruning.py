"""Thins a network out until it can be read, and says what went: backbone, tree, core and paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from components.network.centrality import as_graph, ends_of
from components.network.measures import dice_weights
from components.network.network import CooccurrenceNetwork
from components.text import digest_of

KeptLinks = NDArray[np.bool_]


def prune(network: CooccurrenceNetwork) -> CooccurrenceNetwork:
    """Leave out links as the settings say, and nodes that have none left.

    - `backbone`: links that hold more of a node's meetings than chance gives them: with the
      share p of all meetings of a node with k links, (1 - p)^(k - 1) is below `alpha` at one
      end at least. Serrano, Boguñá, Vespignani 2009, PNAS 106. A node with one link does not
      speak for it.
    - `tree`: the strongest links that join all that can be joined without a circle: a maximum
      spanning tree of each part. Kruskal 1956.
    - `core`: nodes that have `core` links among themselves, and these links. Seidman 1983,
      Social Networks 5.
    - `largest`: the largest part in which everyone is joined to everyone over others.

    And whatever the pruning, no more than `top_links` links, the strongest; 0 means all.

    Returns:
        The network with `n_pruned` links and `n_cut` nodes left out.
    """
    settings = network.settings
    marks = np.ones(len(network.edges), bool)
    if settings.pruning != "none" and len(network.edges):
        marks = _PRUNERS[settings.pruning](network)
    if settings.top_links:
        marks &= np.cumsum(marks) <= settings.top_links
    return network if marks.all() else _keep(network, marks)


def shortest_path(network: CooccurrenceNetwork, start: str, end: str) -> CooccurrenceNetwork:
    """Return the way from one node to another over the fewest links, of several the strongest.

    Args:
        network: where to look.
        start: id of a node.
        end: id of another.

    Returns:
        The nodes in the order of the way, and its links; empty where no way leads.
    """
    from rustworkx import dijkstra_shortest_paths

    number = {node.id: i for i, node in enumerate(network.nodes)}
    way: list[int] = []
    if start in number and end in number and start != end:
        graph, strengths = as_graph(network), dice_weights(network)
        # Less than one link for all strengths of a way together.
        slack = 1 / (len(network.nodes) + 1)
        found = dijkstra_shortest_paths(
            graph, number[start], number[end],
            weight_fn=lambda edge: 1 + slack * (1 - strengths[edge]),
        )  # fmt: skip
        way = list(found[number[end]]) if number[end] in found else []
    steps = {frozenset(pair) for pair in pairwise(way)}
    first, second = ends_of(network)
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    marks = np.array([frozenset(pair) in steps for pair in pairs], bool)
    return replace(
        network,
        nodes=tuple(network.nodes[i] for i in way),
        edges=network.edges.take(np.flatnonzero(marks)),
        digest=digest_of("path", network.digest, start, end),
    )


def _keep(network: CooccurrenceNetwork, marks: KeptLinks) -> CooccurrenceNetwork:
    edges = network.edges.take(np.flatnonzero(marks))
    linked = {edges.ids[i] for codes in (edges.sources, edges.targets) for i in codes.tolist()}
    nodes = tuple(node for node in network.nodes if node.id in linked)
    return replace(
        network,
        nodes=nodes,
        edges=edges,
        n_pruned=len(marks) - len(edges),
        n_cut=len(network.nodes) - len(nodes),
    )


def _backbone(network: CooccurrenceNetwork) -> KeptLinks:
    ends, counts = ends_of(network), network.edges.counts.astype(np.float64)
    both = np.concatenate(ends)
    meetings = np.bincount(both, np.tile(counts, 2))
    links = np.bincount(both)
    chances = [(1 - counts / meetings[own]) ** (links[own] - 1) for own in ends]
    alone = [links[own] == 1 for own in ends]
    least = np.minimum(*(np.where(a, 1.0, c) for a, c in zip(alone, chances, strict=True)))
    kept: KeptLinks = least < network.settings.alpha
    return kept


def _tree(network: CooccurrenceNetwork) -> KeptLinks:
    from rustworkx import minimum_spanning_edges

    marks = np.zeros(len(network.edges), bool)
    # Edges come strongest first, so their numbers are costs without ties.
    kept = minimum_spanning_edges(as_graph(network), weight_fn=float)
    marks[[number for _, _, number in kept]] = True
    return marks


def _core(network: CooccurrenceNetwork) -> KeptLinks:
    from rustworkx import core_number

    # The types of rustworkx call this an int; it is the core of each node.
    numbers = cast("Mapping[int, int]", core_number(as_graph(network)))
    deep = np.array([numbers[i] >= network.settings.core for i in range(len(network.nodes))])
    first, second = ends_of(network)
    marks: KeptLinks = deep[first] & deep[second]
    return marks


def _largest(network: CooccurrenceNetwork) -> KeptLinks:
    from rustworkx import connected_components

    parts = connected_components(as_graph(network))
    largest = max(parts, key=lambda part: (len(part), -min(part)))
    first, _ = ends_of(network)
    return np.isin(first, sorted(largest))


_PRUNERS: dict[str, Any] = {
    "backbone": _backbone,
    "tree": _tree,
    "core": _core,
    "largest": _largest,
}
