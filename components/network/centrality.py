"""Measures how central each node of a network is, by four well-known measures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.network.network import CooccurrenceNetwork

_ROUNDS, _CLOSE = 1000, 1e-6


def centralities(network: CooccurrenceNetwork) -> CooccurrenceNetwork:
    """Measure every node; links count alike, however strong.

    - `degree`: with how many others it is linked, at least 1.
    - `betweenness`: the share of the shortest paths between others that lead over it, in
      [0, 1]. Freeman 1977, Sociometry 40; Brandes 2001, Journal of Mathematical Sociology 25.
    - `closeness`: one over its mean distance from those it can reach, times the share of all
      that these are, in [0, 1]. Wasserman, Faust 1994, Social Network Analysis, p. 201.
    - `eigenvector`: high where its neighbours are, in [0, 1]; the squares add up to 1. Nodes
      of smaller parts get next to nothing. Bonacich 1972, Journal of Mathematical Sociology 2.

    Returns:
        The same network with these numbers at its nodes. An empty network stays empty.
    """
    if not network.nodes:
        return network
    from rustworkx import betweenness_centrality, closeness_centrality

    graph = as_graph(network)
    betweenness, closeness = betweenness_centrality(graph), closeness_centrality(graph)
    eigenvector = _eigenvector(network)
    nodes = tuple(
        replace(
            node,
            degree=graph.degree(i),
            betweenness=betweenness[i],
            closeness=closeness[i],
            eigenvector=float(eigenvector[i]),
        )
        for i, node in enumerate(network.nodes)
    )
    return replace(network, nodes=nodes)


def size_values(network: CooccurrenceNetwork) -> NDArray[np.float64]:
    """Return what the area of each node tells, as the settings say; see `centralities`."""
    size = network.settings.size
    if size == "mentions":
        return np.array([node.count for node in network.nodes], np.float64)
    known = all(node.degree >= 0 for node in network.nodes)
    measured = network if known else centralities(network)
    return np.array([getattr(node, size) for node in measured.nodes], np.float64)


def as_graph(network: CooccurrenceNetwork) -> Any:
    """Return the network for rustworkx: nodes and edges have the numbers they have here."""
    from rustworkx import PyGraph

    graph = PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(network.nodes)))
    first, second = ends_of(network)
    graph.add_edges_from(list(zip(first.tolist(), second.tolist(), range(len(first)), strict=True)))
    return graph


def ends_of(network: CooccurrenceNetwork) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the two nodes of each edge by their numbers in `network.nodes`."""
    number = {node.id: i for i, node in enumerate(network.nodes)}
    own = np.array([number.get(id, -1) for id in network.edges.ids], np.int64)
    return own[network.edges.sources], own[network.edges.targets]


def _eigenvector(network: CooccurrenceNetwork) -> NDArray[np.float64]:
    """Multiply by the matrix of links plus one until nothing changes, as networkx does."""
    n, (first, second) = len(network.nodes), ends_of(network)
    values = np.full(n, 1 / n)
    for _ in range(_ROUNDS):
        before = values
        values = before + np.bincount(first, before[second], n)
        values += np.bincount(second, before[first], n)
        values /= np.linalg.norm(values) or 1.0
        if np.abs(values - before).sum() < n * _CLOSE:
            break
    return values
