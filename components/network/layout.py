"""Places nodes, labels and clickable points so that none covers another.

Forces put those who meet often near each other; then nodes with their labels are pushed apart
until they are free on a narrow screen, and so on every wider one: the frame stretches, the
marks keep their size. The axes of such a picture have no unit, only nearness counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import numpy.typing as npt

from components.network.analysis import dice_weights
from components.network.network import Anchor, CooccurrenceNetwork, Layout

Points = npt.NDArray[np.float64]  # (n, 2)
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

# Frames the drawing must be right in, (width, height) in pixels: the plot's share of a phone,
# of two thirds of a page, of a whole page.
FRAMES = ((350.0, 520.0), (700.0, 520.0), (1100.0, 520.0))
FONT = 14.0
LINE_WIDTHS = (1.0, 1.8, 3.0, 4.6, 6.5)  # pixels; few steps, so that many edges are few traces
LABELS_ALWAYS = 40  # the most mentioned, whose labels are never left out
_ANCHORS: tuple[Anchor, ...] = get_args(Anchor)
_GAP = 6.0
_STEPS = 200  # of the forces; four times as many change mean lengths of links by 3 % at most
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
    sizes = _measure(network)
    points = _from_base(network, base) if base else _forces(network, seed)
    return place(network, _pairs(_apart(points, sizes)))


def place(network: CooccurrenceNetwork, positions: Sequence[tuple[float, float]]) -> Layout:
    """Lay out a network whose nodes stand where they were put: labels and handles find room.

    Args:
        network: what to place.
        positions: where each node stands, in the network's order, in [-1, 1] both ways.
    """
    if not network.nodes:
        return Layout()
    points, sizes = np.asarray(positions, np.float64), _measure(network)
    handles = _handles(points, _ends(network), sizes)
    anchors = _anchors(points, handles, sizes)
    ids = tuple(node.id for node in network.nodes)
    return Layout(ids, _pairs(points), anchors, _pairs(handles))


def diameters(network: CooccurrenceNetwork) -> list[float]:
    """Return the drawn width of each node in pixels; its area tells the mentions."""
    largest = 40.0 if len(network.nodes) <= 25 else 30.0 if len(network.nodes) <= 60 else 22.0
    most = max((node.count for node in network.nodes), default=1)
    return [max(9.0, largest * (node.count / most) ** 0.5) for node in network.nodes]


def line_steps(network: CooccurrenceNetwork) -> list[int]:
    """Return which of `LINE_WIDTHS` each edge has, by its weight's share of the largest."""
    strongest = max((abs(edge.weight) for edge in network.edges), default=1.0) or 1.0
    shares = [max(edge.weight, 0.0) / strongest for edge in network.edges]
    return [min(int(share * len(LINE_WIDTHS)), len(LINE_WIDTHS) - 1) for share in shares]


def line_opacity(step: int) -> float:
    """Return how much ink an edge of that width has, in [0, 1]; strong ones have more."""
    return 0.22 + 0.08 * step


def text_width(text: str) -> float:
    """Estimate the width of a label in pixels: a CJK character is as wide as high."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return FONT * (wide + 0.58 * (len(text) - wide))


def _measure(network: CooccurrenceNetwork) -> _Sizes:
    return _Sizes(
        np.asarray(diameters(network)) / 2,
        np.asarray([(text_width(node.name), FONT * 1.25) for node in network.nodes]),
    )


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
    """Let links pull and nodes push, from places on a circle that the seed turns."""
    from rustworkx import PyGraph, spring_layout

    n = len(network.nodes)
    graph = PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    pulls = [0.2 + weight for weight in dice_weights(network)]
    graph.add_edges_from([(*ends, pull) for ends, pull in zip(_ends(network), pulls, strict=True)])
    start = dict(enumerate(_circle(n, seed).tolist()))
    placed = spring_layout(
        graph, pos=start, num_iter=_STEPS, adaptive_cooling=False, weight_fn=float, seed=seed
    )
    return np.asarray([placed[i] for i in range(n)])


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

    Tried in the narrowest frame first: what is free there is free in every wider one. A phone
    has no room for more than forty labels.
    """
    moved = points
    for frame in FRAMES[len(points) > LABELS_ALWAYS :]:
        moved, free = _push(points, sizes, np.asarray(frame))
        if free:
            break
    return moved


def _push(points: Points, sizes: _Sizes, frame: Points) -> tuple[Points, bool]:
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
    placed = np.empty((len(ends), 2))
    along = np.asarray(_ALONG)[:, None]
    for number, (source, target) in enumerate(ends):
        places = points[source] + along * (points[target] - points[source])
        cost = 0.5 * np.arange(len(places))
        for frame in FRAMES[:2]:
            cost += _measure_crowding(places, points, sizes.radii + _HANDLE + 4, frame)
            cost += _measure_crowding(places, placed[:number], 2 * _HANDLE, frame)
        placed[number] = places[int(np.argmin(cost))]
    return placed


def _measure_crowding(
    places: Points, others: Points, room: Points | float, frame: tuple[float, float]
) -> Points:
    """Sum for each place by how many pixels others come nearer than the room they need."""
    apart = (places[:, None] - others[None]) * np.asarray(frame) / 2
    near: Points = np.maximum(room - np.hypot(apart[..., 0], apart[..., 1]), 0).sum(axis=1)
    return near


def _anchors(points: Points, handles: Points, sizes: _Sizes) -> tuple[Anchor | None, ...]:
    """Give each label, the most mentioned first, the freest of eight places."""
    frames = FRAMES[:2] if len(points) <= LABELS_ALWAYS else FRAMES[1:2]
    boards = [_LabelBoard(points, handles, sizes, frame) for frame in frames]
    chosen: list[Anchor | None] = []
    for i in range(len(points)):
        costs = [
            rank + sum(board.cost(i, anchor) for board in boards)
            for rank, anchor in enumerate(_ANCHORS)
        ]
        best = int(np.argmin(costs))
        anchor = None if i >= LABELS_ALWAYS and costs[best] >= _COVERED else _ANCHORS[best]
        chosen.append(anchor)
        for board in boards:
            board.put(i, anchor)
    return tuple(chosen)


class _LabelBoard:
    """What stands where in one frame, in pixels; a label not yet placed waits below its node."""

    def __init__(
        self, points: Points, handles: Points, sizes: _Sizes, frame: tuple[float, float]
    ) -> None:
        scale = np.asarray(frame) / 2 * [1, -1]
        self._centres, self._handles, self._sizes = points * scale, handles * scale, sizes
        self._half = np.asarray([*frame, *frame]) / 2
        radii = sizes.radii[:, None]
        self._nodes = np.hstack([self._centres - radii, self._centres + radii])
        self._labels = np.full((len(points), 4), np.inf)
        for i in range(min(len(points), LABELS_ALWAYS)):
            self.put(i, "bottom center")

    def put(self, i: int, anchor: Anchor | None) -> None:
        """Write down where a label stands."""
        self._labels[i] = self._box(i, anchor) if anchor else np.inf

    def cost(self, i: int, anchor: Anchor) -> float:
        """Weigh a place: covering a node or label is worst, then leaving the frame."""
        box = np.asarray(self._box(i, anchor))
        others = np.arange(len(self._nodes)) != i
        covered = _overlaps(box, self._nodes[others]) + _overlaps(box, self._labels[others])
        beyond = max(0.0, float((np.abs(box) - self._half).max()))
        inside = (self._handles > box[:2]) & (self._handles < box[2:])
        return _COVERED * (40 * covered + beyond) + 12 * int(inside.all(axis=1).sum())

    def _box(self, i: int, anchor: Anchor) -> Box:
        radius = float(self._sizes.radii[i])
        return label_box(self._centres[i], radius, self._sizes.labels[i], anchor)


def _overlaps(box: Points, others: Points) -> float:
    """Sum the breadths, the roots of the areas, by which a box covers others."""
    size = np.minimum(box[2:], others[:, 2:]) - np.maximum(box[:2], others[:, :2])
    return float(np.sqrt(np.maximum(size, 0).prod(axis=1)).sum())


def label_box(centre: Points, radius: float, size: Points, anchor: Anchor) -> Box:
    """Return where plotly draws a label, in pixels, y downwards."""
    (x, y), (width, height) = centre, size
    vertical, _, horizontal = anchor.partition(" ")
    dx = {"left": -radius - width - 2, "center": -width / 2, "right": radius + 2}[horizontal]
    dy = {"top": -radius - height, "middle": -height / 2, "bottom": radius}[vertical]
    return (x + dx, y + dy, x + dx + width, y + dy + height)
