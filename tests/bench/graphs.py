"""Places, communities and centralities of networks beside igraph and networkx.

    python -m tests.bench graphs

igraph is under the GPL and stands here only to be measured. The networks are invented news:
circles of fifteen names that meet each other, now and then a name from another circle.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from itertools import combinations
from typing import Any, TypeVar

import igraph
import networkx
import numpy as np
import rustworkx

from components.entities import Entity, EntityIndex, Mention, Mentions
from components.network import (
    CooccurrenceNetwork,
    Layout,
    NetworkSettings,
    communities,
    cooccur,
    layout,
    weigh,
)
from components.network.layout import (
    FONT,
    FRAMES,
    Points,
    _circle,
    _ends,
    _forces,
    diameters,
    fill_frame,
    label_box,
    text_width,
)
from components.network.measures import dice_weights
from components.network.occurrences import pairs_in_units
from components.text import SentenceIndex, Span, Spans

SIZES = (40, 120, 500, 2000)
ROUNDS = 3
SLOW = 500  # nodes from which a slow peer has one round
MOST_PAIRS = 600  # nodes up to which all is placed and labels are looked at
T = TypeVar("T")


def news(n: int, seed: int = 1) -> CooccurrenceNetwork:
    """Make a network of `n` names, few of them named often, from sentences of two to four."""
    rng = random.Random(seed)
    circles: list[list[int]] = [[] for _ in range(max(2, n // 15))]
    for i in range(n):
        circles[i % len(circles)].append(i)

    def name(circle: list[int]) -> int:
        chosen = circle if rng.random() < 0.9 else rng.choice(circles)
        return chosen[min(int(rng.expovariate(0.25)), len(chosen) - 1)]

    units = [[i, circles[i % len(circles)][0]] for i in range(n)]
    for _ in range(3 * n):
        circle = rng.choice(circles)
        units.append(sorted({name(circle) for _ in range(rng.choice((2, 2, 3, 3, 4)))}))
    entities = tuple(Entity(f"PER:{i:04}", "某" * rng.choice((2, 3, 4)), "PER") for i in range(n))
    mentions = tuple(
        Mention(Span("x", 50 * u + 5 * j, 50 * u + 5 * j + 4), entities[i].id)
        for u, unit in enumerate(units)
        for j, i in enumerate(unit)
    )
    spans = tuple(Span("x", 50 * u, 50 * u + 49) for u in range(len(units)))
    return cooccur(EntityIndex(entities, mentions, spans), NetworkSettings(top_nodes=0))


def cpu_timed(work: Callable[[], T], rounds: int) -> tuple[float, T]:
    """Return the fewest CPU seconds of some rounds, and what the work gave."""
    return timed(work, rounds, clock=time.process_time)


def timed(
    work: Callable[[], T], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, T]:
    """Return the shortest of some rounds, in seconds, and what the work gave."""
    shortest, made = float("inf"), None
    for _ in range(rounds):
        start = clock()
        made = work()
        shortest = min(shortest, clock() - start)
    assert made is not None
    return shortest, made


# --- places ------------------------------------------------------------------------------


def igraph_places(network: CooccurrenceNetwork) -> Points:
    """Place as this project did while it used igraph."""
    n = len(network.nodes)
    graph = igraph.Graph(n, _ends(network).tolist())
    igraph.set_random_number_generator(random.Random(0))
    placed = graph.layout_fruchterman_reingold(
        weights=[0.2 + weight for weight in dice_weights(network)],
        seed=(_circle(n, 0) * n**0.5).tolist(),
        niter=800,
        grid=False,
    )
    return fill_frame(np.asarray(placed.coords))


def networkx_places(network: CooccurrenceNetwork) -> Points:
    """Place by networkx, in as many steps as ours."""
    n = len(network.nodes)
    start = dict(enumerate(_circle(n, 0)))
    placed = networkx.spring_layout(
        as_networkx(network, 0.2), pos=start, iterations=200, method="force", seed=0
    )
    return fill_frame(np.asarray([placed[i] for i in range(n)]))


def rustworkx_places(network: CooccurrenceNetwork) -> Points:
    """Place as `layout` does."""
    return fill_frame(_forces(network, 0))


def link_lengths(network: CooccurrenceNetwork, points: Points) -> tuple[float, float]:
    """Return the mean length of links over that of all pairs, and its coefficient of variation."""
    ends = _ends(network)
    links = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    n = len(points)
    pairs = sum(float(np.linalg.norm(points - point, axis=1).sum()) for point in points)
    return links.mean() / (pairs / (n * (n - 1))), links.std() / links.mean()


def labels_of(network: CooccurrenceNetwork, points: Points) -> tuple[int, int]:
    """Return how many labels are shown, and how many pairs of labels and nodes overlap."""
    ids = tuple(node.id for node in network.nodes)
    placed = layout(network, base=Layout(ids, tuple((x, y) for x, y in points.tolist())))
    scale = np.asarray(FRAMES[1]) / 2 * [1, -1]
    boxes = []
    for node, width, at, anchor in zip(
        network.nodes, diameters(network), placed.positions, placed.anchors, strict=True
    ):
        centre, size = np.asarray(at) * scale, np.asarray([text_width(node.name), FONT])
        r = width / 2
        boxes.append((node.id, (*(centre - r), *(centre + r))))
        if anchor:
            boxes.append((node.id, label_box(centre, r, size, anchor)))
    covered = sum(_cover(a, b) for (one, a), (two, b) in combinations(boxes, 2) if one != two)
    return sum(anchor is not None for anchor in placed.anchors), covered


def _cover(a: Any, b: Any) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5


# --- communities and centralities --------------------------------------------------------


def as_networkx(network: CooccurrenceNetwork, more: float = 0.0) -> networkx.Graph:
    """Return the network with numbers for nodes and Dice, and more, as weights."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    for (a, b), weight in zip(_ends(network).tolist(), dice_weights(network), strict=True):
        graph.add_edge(a, b, weight=weight + more)
    return graph


def igraph_communities(network: CooccurrenceNetwork) -> list[int]:
    """Tell communities as this project did while it used igraph."""
    graph = igraph.Graph(len(network.nodes), _ends(network).tolist())
    igraph.set_random_number_generator(random.Random(0))
    weights = dice_weights(network)
    found = graph.community_leiden("modularity", weights=weights, n_iterations=-1)
    return list(found.membership)


def networkx_communities(network: CooccurrenceNetwork) -> list[int]:
    """Tell communities by Louvain: networkx has no Leiden of its own."""
    found = networkx.community.louvain_communities(as_networkx(network), seed=0)
    number = {i: c for c, members in enumerate(found) for i in members}
    return [number[i] for i in range(len(number))]


def our_communities(network: CooccurrenceNetwork) -> list[int]:
    """Tell communities as the dashboard does, by graspologic-native."""
    return [node.community for node in communities(network).nodes]


def modularity(network: CooccurrenceNetwork, found: list[int]) -> float:
    """Return the modularity of a division, by networkx for all."""
    groups: dict[int, set[int]] = {}
    for i, community in enumerate(found):
        groups.setdefault(community, set()).add(i)
    return float(networkx.community.modularity(as_networkx(network), groups.values()))


def centralities(network: CooccurrenceNetwork) -> dict[str, Callable[[], Any]]:
    """Return what reckons degree, closeness and betweenness, by library."""
    ends, n = _ends(network).tolist(), len(network.nodes)
    one, two, three = igraph.Graph(n, ends), rustworkx.PyGraph(), as_networkx(network)
    two.add_nodes_from(range(n))
    two.add_edges_from_no_data(ends)
    return {
        "igraph": lambda: (one.degree(), one.closeness(), one.betweenness()),
        "rustworkx": lambda: (
            rustworkx.degree_centrality(two),
            rustworkx.closeness_centrality(two),
            rustworkx.betweenness_centrality(two),
        ),
        "networkx": lambda: (
            networkx.degree_centrality(three),
            networkx.closeness_centrality(three),
            networkx.betweenness_centrality(three),
        ),
    }


def compare(n: int, seeds: int) -> None:
    """Print a table for networks of one size."""
    made = [news(n, seed) for seed in range(1, seeds + 1)]
    first = made[0]
    print(f"\n{len(first.nodes)} nodes, {len(first.edges)} links")
    for library, place in (
        ("igraph", igraph_places),
        ("rustworkx", rustworkx_places),
        ("networkx", networkx_places),
    ):
        if n > SLOW and library == "networkx":
            continue
        seconds, points = timed(lambda p=place: p(first), 1 if n >= SLOW else ROUNDS)
        mean, spread = link_lengths(first, points)
        line = (
            f"  layout       {library:<20}{seconds:9.3f} s  links {mean:.3f}  spread {spread:.3f}"
        )
        if n <= MOST_PAIRS:
            shown, covered = labels_of(first, points)
            line += f"  labels {shown}, overlaps {covered}"
        print(line, flush=True)
    for library, tell in (
        ("igraph Leiden", igraph_communities),
        ("graspologic Leiden", our_communities),
        ("networkx Louvain", networkx_communities),
    ):
        seconds, _ = timed(lambda t=tell: t(first), ROUNDS)
        quality = sum(modularity(network, tell(network)) for network in made) / len(made)
        print(f"  communities  {library:<20}{seconds:9.4f} s  modularity {quality:.4f}", flush=True)
    for library, reckon in centralities(first).items():
        if n > SLOW and library == "networkx":
            continue
        seconds, _ = timed(reckon, 1 if n >= SLOW else ROUNDS)
        print(f"  centralities {library:<20}{seconds:9.4f} s", flush=True)


def mentions(n_units: int = 200_000, n_names: int = 20_000) -> EntityIndex:
    """Make the mentions of some 10,000 articles: few names often, most of them rarely."""
    rng = np.random.default_rng(0)
    units = np.repeat(np.arange(n_units, dtype=np.int32), rng.poisson(1.75, n_units))
    names = ((np.minimum(rng.zipf(1.3, len(units)), 10**9) * 7919) % n_names).astype(np.int32)
    starts = units * 50 + np.arange(len(units), dtype=np.int32) % 40
    article, ids = np.zeros(len(units), np.int32), tuple(f"PER:{i:05}" for i in range(n_names))
    spans = Spans(("x",), article, starts, starts + 2)
    found = Mentions(spans, names, np.ones(len(units)), ids)
    bounds = np.arange(n_units, dtype=np.int32) * 50
    sentences = Spans(("x",), np.zeros(n_units, np.int32), bounds, bounds + 50)
    return EntityIndex(tuple(Entity(id, id, "PER") for id in ids), found, sentences)


def weigh_mentions() -> None:
    """Print how long mentions take to counts and weights, beside a bare sparse X'X."""
    from scipy.sparse import csr_matrix

    index = mentions()
    units = SentenceIndex(index.sentences).around(index.mentions.spans)
    keys = np.unique(units << 32 | index.mentions.entity_codes)
    rows, columns = keys >> 32, keys & 0xFFFFFFFF
    shape = (len(index.sentences), len(index.entities))
    matrix = csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=shape)
    peer, _ = cpu_timed(lambda: matrix.T @ matrix, ROUNDS)

    def ours() -> Any:
        met = pairs_in_units(rows, columns, index.sentences, shape[1])
        named = np.bincount(columns, minlength=shape[1])
        return weigh("dice", met.counts, named[met.sources], named[met.targets], shape[0])

    own, weights = cpu_timed(ours, ROUNDS)
    whole, _ = cpu_timed(lambda: cooccur(index, NetworkSettings(top_nodes=0)), ROUNDS)
    shown, _ = cpu_timed(lambda: cooccur(index), ROUNDS)
    print(f"\n{len(rows)} names in {shape[0]} sentences, {len(weights)} pairs")
    print(f"  sparse X'X                     {peer:9.3f} s")
    print(f"  counts, weights and places     {own:9.3f} CPU s  factor {own / peer:.2f}")
    print(f"  all names as a network         {whole:9.3f} s   of 40 names {shown:.3f} s")


def measure_figures() -> None:
    """Print how large the figure of a network is, as its page sends it."""
    from components.network.figure import figure

    network = news(100)
    drawn = figure(network, layout(network), mode="light").to_json()
    size = len(drawn.encode()) / 1000
    print(f"\nfigure of 100 nodes and {len(network.edges)} links {size:9.1f} kB of JSON")


def place_whole() -> None:
    """Print how long a picture takes with its labels, beside networkx's spring layout alone."""
    few, many = news(500), news(2000)
    own, _ = cpu_timed(lambda: layout(few), ROUNDS)
    most, _ = cpu_timed(lambda: layout(many), 1)
    graph = as_networkx(few, 0.2)
    placed, _ = cpu_timed(lambda: _forces(few, 0), ROUNDS)
    print(f"\nplaces, labels and points to click of 500 nodes {own:9.3f} CPU s")
    print(f"  places alone of 500 nodes {placed:9.3f} CPU s")
    for method in ("auto", "force"):  # as it comes, which is by energy from 500 nodes on
        peer, _ = cpu_timed(
            lambda m=method: networkx.spring_layout(graph, seed=0, method=m),  # type: ignore[misc]
            1,
        )
        told = f"factor {peer / own:.1f}, of places alone {peer / placed:.1f}"
        print(f"  networkx spring_layout, {method:<5} {peer:9.3f} CPU s  {told}")
    print(f"  ours of 2,000 nodes {most:9.3f} CPU s  factor {most / own:.1f}")


def main() -> None:
    """Compare at every size."""
    weigh_mentions()
    measure_figures()
    place_whole()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=10, help="networks of each size")
    chosen = parser.parse_args()
    for n in SIZES:
        compare(n, chosen.seeds)


if __name__ == "__main__":
    main()
