"""Where nodes, labels and clickable points go, so that nothing covers anything.

Forces put those who meet often near each other; then nodes with their labels are pushed apart
until they are free on a narrow screen, and so on every wider one: the frame stretches, the
marks keep their size. The axes of such a picture have no unit, only nearness counts.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from components.network.analysis import dice_weights, seeded
from components.network.network import Anchor, CooccurrenceNetwork, Layout

Points = npt.NDArray[np.float64]  # (n, 2)
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

# Frames the drawing must be right in, (width, height) in pixels: the plot's share of a phone,
# of two thirds of a page, of a whole page.
FRAMES = ((350.0, 520.0), (700.0, 520.0), (1100.0, 520.0))
FONT = 14.0
LABELS_ALWAYS = 40  # the most mentioned, whose labels are never left out
_ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
_GAP = 6.0
_ROUNDS = 600
_HANDLE = 5.0
_COVERED = 1000.0  # what it costs a label to cover another by a pixel's breadth
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """What takes room, in pixels."""

    radii: Points
    labels: Points


def layout(network: CooccurrenceNetwork, *, seed: int = 0, base: Layout | None = None) -> Layout:
    """Place a network; the same network, seed and base give the same picture.

    Args:
        network: what to place.
        seed: turns the start on its circle; another seed gives another of the many equally
            good pictures.
        base: an earlier layout, as a rule that of the network without filters. Nodes found
            there stay where they are, so that nothing jumps when a filter changes.

    Returns:
        Positions, labels and handles. An empty network gives an empty layout.
    """
    if not network.nodes:
        return Layout()
    sizes = _Sizes(
        np.asarray(diameters(network)) / 2,
        np.asarray([(text_width(node.name), FONT * 1.25) for node in network.nodes]),
    )
    points = _from_base(network, base) if base else _forces(network, seed)
    points = np.asarray(_pairs(_apart(points, sizes)))
    ids = tuple(node.id for node in network.nodes)
    ends = _ends(network)
    handles = _handles(points, ends, sizes)
    anchors = _anchors(points, handles, sizes)
    return Layout(ids, _pairs(points), anchors, _pairs(handles))


def diameters(network: CooccurrenceNetwork) -> list[float]:
    """Return the drawn width of each node in pixels; its area tells the mentions."""
    largest = 40.0 if len(network.nodes) <= 25 else 30.0 if len(network.nodes) <= 60 else 22.0
    most = max((node.count for node in network.nodes), default=1)
    return [max(9.0, largest * (node.count / most) ** 0.5) for node in network.nodes]


def text_width(text: str) -> float:
    """Estimate the width of a label in pixels: a CJK character is as wide as high."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return FONT * (wide + 0.58 * (len(text) - wide))


def _ends(network: CooccurrenceNetwork) -> list[tuple[int, int]]:
    number = {node.id: i for i, node in enumerate(network.nodes)}
    return [(number[edge.source], number[edge.target]) for edge in network.edges]


def _pairs(points: Points) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in points)


def _circle(n: int, seed: int) -> Points:
    """Points on a circle, neighbours in number far apart by the golden angle."""
    angle = 2.399963 * np.arange(n) + seed
    radius = np.sqrt((np.arange(n) + 0.5) / n)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _forces(network: CooccurrenceNetwork, seed: int) -> Points:
    from igraph import Graph  # loads plotly and matplotlib: 1 s

    n = len(network.nodes)
    graph = Graph(n, _ends(network))
    weights = [0.2 + weight for weight in dice_weights(network)]
    start = (_circle(n, seed) * n**0.5).tolist()
    with seeded(seed):
        placed: Any = graph.layout_fruchterman_reingold(
            weights=weights, seed=start, niter=800, grid=False
        )
    return _filling(np.asarray(placed.coords, dtype=np.float64))


def _filling(points: Points) -> Points:
    """Stretch to the frame, half by place and half by rank, so that no outlier squeezes it."""
    n = len(points)
    if n == 1:
        return np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    linear = 2 * (points - low) / np.where(high > low, high - low, 1) - 1
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    filling: Points = 0.9 * (0.5 * linear + 0.5 * (2 * ranks / (n - 1) - 1))
    return filling


def _from_base(network: CooccurrenceNetwork, base: Layout) -> Points:
    """Take places from an earlier layout; a node unknown there starts amid its neighbours."""
    known = dict(zip(base.ids, base.positions, strict=True))
    neighbours: dict[str, list[str]] = {node.id: [] for node in network.nodes}
    for edge in network.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    start = _circle(len(network.nodes), 0) * 0.5
    points = []
    for node, alone in zip(network.nodes, start, strict=True):
        around = [known[id] for id in neighbours[node.id] if id in known]
        beside = np.mean(around, axis=0) + 0.1 * alone if around else alone
        points.append(known.get(node.id, beside))
    return np.asarray(points, dtype=np.float64)


def _apart(points: Points, sizes: _Sizes) -> Points:
    """Push nodes apart until none touches another or another's label.

    Tried in the narrowest frame first: what is free there is free in every wider one.
    """
    moved = points
    for frame in FRAMES:
        moved, free = _pushed(points, sizes, np.asarray(frame))
        if free:
            break
    return moved


def _pushed(points: Points, sizes: _Sizes, frame: Points) -> tuple[Points, bool]:
    """Push boxes of node and label under it along the axis on which they overlap less."""
    labels = sizes.labels * (np.arange(len(points)) < LABELS_ALWAYS)[:, None]
    width = np.maximum(2 * sizes.radii, labels[:, 0])
    height = 2 * sizes.radii + labels[:, 1]
    half = (np.column_stack([width, height]) + _GAP) / 2
    below = np.column_stack([np.zeros_like(width), labels[:, 1] / 2])
    order = np.arange(len(points))
    apart_by_order = np.sign(order[:, None] - order[None])[..., None]
    room = np.maximum(frame / 2 - half, 0)
    centre = np.clip(points * frame / 2 * [1, -1] + below, -room, room)
    for _ in range(_ROUNDS):
        apart = centre[:, None] - centre[None]
        overlap = half[:, None] + half[None] - np.abs(apart)
        hit = (overlap > 0.01).all(axis=2)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        sign = np.where(apart == 0, apart_by_order, np.sign(apart))
        along = overlap.argmin(axis=2)[..., None] == np.arange(2)
        push = np.where(hit[..., None] & along, overlap * sign * 0.5, 0).sum(axis=1)
        centre = np.clip(centre + 0.6 * push, -room, room)
    else:
        return (centre - below) * [1, -1] * 2 / frame, False
    return (centre - below) * [1, -1] * 2 / frame, True


def _handles(points: Points, ends: list[tuple[int, int]], sizes: _Sizes) -> Points:
    """Choose a point of each edge, near its middle, clear of nodes and other handles."""
    frames = [np.asarray(frame) / 2 for frame in FRAMES[:2]]
    placed: list[Points] = []
    for source, target in ends:
        others = np.asarray(placed) if placed else np.empty((0, 2))
        best, least = points[source], np.inf
        for rank, along in enumerate(_ALONG):
            point = points[source] + along * (points[target] - points[source])
            cost = rank * 0.5
            for scale in frames:
                to_nodes = np.linalg.norm((points - point) * scale, axis=1) - sizes.radii
                to_others = np.linalg.norm((others - point) * scale, axis=1)
                cost += np.maximum(_HANDLE + 4 - to_nodes, 0).sum()
                cost += np.maximum(2 * _HANDLE - to_others, 0).sum()
            if cost < least:
                best, least = point, cost
        placed.append(best)
    return np.asarray(placed).reshape(-1, 2)


def _anchors(points: Points, handles: Points, sizes: _Sizes) -> tuple[Anchor | None, ...]:
    """Give each label, the most mentioned first, the freest of eight places."""
    n = len(points)
    chosen: list[Anchor | None] = []
    for i in range(n):
        costs = [_cost(anchor, i, points, handles, sizes, chosen) for anchor in _ANCHORS]
        best = int(np.argmin(costs))
        crowded = i >= LABELS_ALWAYS and costs[best] >= _COVERED
        chosen.append(None if crowded else _ANCHORS[best])
    return tuple(chosen)


def _cost(
    anchor: Anchor,
    i: int,
    points: Points,
    handles: Points,
    sizes: _Sizes,
    chosen: list[Anchor | None],
) -> float:
    """Weigh a place: covering a label or node is worst, then handles; below is best."""
    cost = float(_ANCHORS.index(anchor))
    for frame in FRAMES[: 2 if len(points) <= LABELS_ALWAYS else 1][::-1]:
        scale = np.asarray(frame) / 2 * [1, -1]
        half_frame = (frame[0] / 2, frame[1] / 2)
        box = label_box(points[i] * scale, float(sizes.radii[i]), sizes.labels[i], anchor)
        for j in range(len(points)):
            if j != i:
                centre, radius = points[j] * scale, float(sizes.radii[j])
                cost += 40 * _COVERED * _overlap(box, _square(centre, radius)) ** 0.5
                waiting: Anchor | None = "bottom center" if j < LABELS_ALWAYS else None
                other = chosen[j] if j < len(chosen) else waiting
                if other:
                    there = label_box(centre, radius, sizes.labels[j], other)
                    cost += 40 * _COVERED * _overlap(box, there) ** 0.5
        beyond = [abs(at) - half for at, half in zip(box, [*half_frame, *half_frame], strict=True)]
        cost += _COVERED * max(0.0, *beyond)
        near = handles * scale
        on = (near[:, 0] > box[0]) & (near[:, 0] < box[2])
        on &= (near[:, 1] > box[1]) & (near[:, 1] < box[3])
        cost += 12 * float(on.sum())
    return cost


def label_box(centre: Points, radius: float, size: Points, anchor: Anchor) -> Box:
    """Return where plotly draws a label, in pixels, y downwards."""
    (x, y), (width, height) = centre, size
    vertical, _, horizontal = anchor.partition(" ")
    dx = {"left": -radius - width - 2, "center": -width / 2, "right": radius + 2}[horizontal]
    dy = {"top": -radius - height, "middle": -height / 2, "bottom": radius}[vertical]
    return (x + dx, y + dy, x + dx + width, y + dy + height)


def _square(centre: Points, radius: float) -> Box:
    return (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)


def _overlap(a: Box, b: Box) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0.0
