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

from components.network.centrality import size_values
from components.network.measures import dice_weights
from components.network.network import NODE_KINDS, Anchor, CooccurrenceNetwork, Layout
from components.text import join_ranges

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
_WORK = 16_000_000  # pairs that the forces of one picture look at; a large one gets fewer steps
_FEWEST_STEPS = 40
_CACHED = 1 << 15  # pairs that are looked at together
_ROUNDS, _FEW_ROUNDS = 400, 80  # of pushing; the fewer where nodes are many and small
_MANY = 200  # nodes
_FEW = 25  # nodes up to which a phone shows every label
_LOOK_AGAIN = 8  # rounds for which a list of near neighbours serves
_HANDLE = 5.0
_COVERED = 1000.0  # what it costs a label to cover anything
_ALONG = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """What takes room, in pixels."""

    radii: Points
    labels: Points


def layout(network: CooccurrenceNetwork, *, seed: int = 0, base: Layout | None = None) -> Layout:
    """Place a network; the same network, seed and base give the same picture.

    Args:
        network: what to place; its settings say what shape it has.
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
    if network.settings.shape == "circular":
        return place(network, _pairs(_ring(network, sizes)))
    points = _from_base(network, base) if base else _arrange(network, seed, sizes)
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
    anchors = _anchors(points, sizes)
    ids = tuple(node.id for node in network.nodes)
    return Layout(ids, _pairs(points), anchors, _pairs(handles))


def diameters(network: CooccurrenceNetwork) -> list[float]:
    """Return the drawn width of each node in pixels; its area tells what its settings say."""
    n = len(network.nodes)
    largest = 40.0 if n <= _FEW else 30.0 if n <= 60 else 22.0 if n <= _MANY else 18.0
    smallest = 9.0 if n <= _MANY else 5.0
    values = np.maximum(size_values(network), 0)
    shares = values / max(float(values.max(initial=0)), 1e-12)
    found: list[float] = np.maximum(smallest, largest * shares**0.5).tolist()
    return found


def line_steps(network: CooccurrenceNetwork) -> list[int]:
    """Return which of `LINE_WIDTHS` each edge has, by its strength and how sure that is.

    The strength, on a scale without logarithms, is taken times n / (n + 2) of n places: one of
    1.00 that rests on two articles is drawn half as thick as one that rests on many.
    """
    edges = network.edges
    if not len(edges):
        return []
    weights = edges.weights
    strength = 2.0 ** (weights - 14) if network.settings.measure == "logdice" else weights
    sure = np.maximum(strength, 0) * edges.counts / (edges.counts + 2)
    shares = sure / max(float(sure.max()), 1e-12)
    steps = np.minimum((shares * len(LINE_WIDTHS)).astype(int), len(LINE_WIDTHS) - 1)
    found: list[int] = steps.tolist()
    return found


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


def _ends(network: CooccurrenceNetwork) -> npt.NDArray[np.int64]:
    """(n_edges, 2), the nodes that each edge joins, by their numbers."""
    number, edges = {node.id: i for i, node in enumerate(network.nodes)}, network.edges
    numbers = np.array([number.get(id, -1) for id in edges.ids], np.int64)
    return np.column_stack([numbers[edges.sources], numbers[edges.targets]])


def _pairs(points: Points) -> tuple[tuple[float, float], ...]:
    return tuple((x, y) for x, y in np.round(points, 4).tolist())


# --- where nodes stand -------------------------------------------------------------------


def _circle(n: int, seed: int) -> Points:
    """Points in a circle, neighbours in number far apart by the golden angle."""
    angle = 2.399963 * np.arange(n) + seed
    radius = np.sqrt((np.arange(n) + 0.5) / n)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _arrange(network: CooccurrenceNetwork, seed: int, sizes: _Sizes) -> Points:
    if network.settings.shape == "layered":
        return _layers(network, sizes)
    return fill_frame(_forces(network, seed))


def fill_frame(points: Points) -> Points:
    """Stretch to the frame, half by place and half by rank, so that no outlier squeezes it."""
    n = len(points)
    if n == 1:
        return np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    linear = 2 * (points - low) / np.where(high > low, high - low, 1) - 1
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    filling: Points = 0.9 * (0.5 * linear + 0.5 * (2 * ranks / (n - 1) - 1))
    return filling


def _forces(network: CooccurrenceNetwork, seed: int) -> Points:
    """Let links pull and nodes push, from places on a circle that the seed turns.

    Nodes push by k² / d, links pull by w d² / k, a weak pull to the middle holds parts that no
    link joins, and steps grow shorter. Fruchterman, Reingold 1991, Software: Practice and
    Experience 21.
    """
    n = len(network.nodes)
    points, k = _circle(n, seed), (np.pi / n) ** 0.5
    ends = _ends(network)
    first, second = ends[:, 0], ends[:, 1]
    pulls = (0.2 + np.asarray(dice_weights(network)))[:, None] / k
    steps = max(_FEWEST_STEPS, min(_STEPS, _WORK // (n * n)))
    for reach in np.linspace(0.1, 0.001, steps):
        move = _push_away(points) * k * k - points * k
        apart = points[second] - points[first]
        pull = apart * np.linalg.norm(apart, axis=1, keepdims=True) * pulls
        for axis in (0, 1):
            move[:, axis] += np.bincount(first, pull[:, axis], n)
            move[:, axis] -= np.bincount(second, pull[:, axis], n)
        length = np.linalg.norm(move, axis=1, keepdims=True)
        points = points + move * np.minimum(1, reach / np.maximum(length, 1e-12))
    return points


def _push_away(points: Points) -> Points:
    """Sum for each point what pushes it from all others, by one over the distance.

    Some rows at a time, so that all of them stay in the processor's cache: faster than a product
    of matrices, whose library starts a thread a core for it, and the same on every machine.
    """
    x, y = np.ascontiguousarray(points.T, np.float32)  # exact enough for a push
    pushed = np.empty_like(points)
    rows = max(1, _CACHED // len(points))
    for own in (slice(at, at + rows) for at in range(0, len(points), rows)):
        across, down = x[own, None] - x, y[own, None] - y
        weights = across * across
        weights += down * down
        np.maximum(weights, 1e-5, out=weights)
        np.reciprocal(weights, out=weights)
        pushed[own, 0] = np.einsum("ij,ij->i", weights, across)
        pushed[own, 1] = np.einsum("ij,ij->i", weights, down)
    return pushed


def _ring(network: CooccurrenceNetwork, sizes: _Sizes) -> Points:
    """Stand nodes on an ellipse, each beside those it meets; the most mentioned on top."""
    order = order_nodes(network)
    room = 2 * sizes.radii[order] + _GAP
    turn = 2 * np.pi * (np.cumsum(room) - room / 2) / room.sum()
    points = np.empty((len(order), 2))
    points[order] = np.column_stack([0.82 * np.sin(turn), 0.9 * np.cos(turn)])
    return points


def _layers(network: CooccurrenceNetwork, sizes: _Sizes) -> Points:
    """Stand nodes in rows, a kind a row, or a community where all are of one kind.

    In its row each stands near those it meets. A row that is too long becomes several.
    """
    nodes = network.nodes
    kinds = [NODE_KINDS.index(node.kind) for node in nodes]
    layers = kinds if len(set(kinds)) > 1 else [node.community for node in nodes]
    order, width = order_nodes(network), FRAMES[1][0]
    rows: list[list[int]] = []
    for layer in sorted(set(layers)):
        row, used = list[int](), 0.0
        for i in (i for i in order if layers[i] == layer):
            needs = max(2 * sizes.radii[i], sizes.labels[i][0]) + _GAP
            if row and used + needs > width:
                rows, row, used = [*rows, row], [], 0.0
            row.append(i)
            used += needs
        rows.append(row)
    points = np.empty((len(nodes), 2))
    for number, row in enumerate(rows):
        along = (np.arange(len(row)) + 0.5 + 0.25 * (number % 2)) / (len(row) + 0.25)
        points[row, 0] = 1.9 * along - 0.95
        points[row, 1] = 0.9 - 1.8 * (number + 0.5) / len(rows)
    return points


def order_nodes(network: CooccurrenceNetwork) -> list[int]:
    """Order nodes along a line so that those who meet stand near: the heavier links the nearer.

    That is the order by the second eigenvector of the Laplacian, within each connected part.
    Fiedler 1973; Hall 1970, Management Science 17.
    """
    from rustworkx import PyGraph, connected_components

    n = len(network.nodes)
    ends, weights = _ends(network), dice_weights(network)
    links = np.zeros((n, n))
    links[ends[:, 0], ends[:, 1]] = links[ends[:, 1], ends[:, 0]] = weights
    graph = PyGraph(multigraph=False)
    graph.add_nodes_from(range(n))
    graph.add_edges_from_no_data([(one, other) for one, other in ends.tolist()])
    order: list[int] = []
    for part in sorted((sorted(part) for part in connected_components(graph)), key=lambda p: p[0]):
        own = links[np.ix_(part, part)]
        _, vectors = np.linalg.eigh(np.diag(own.sum(axis=1)) - own)
        at = vectors[:, min(1, len(part) - 1)]
        at = at if at[0] <= 0 else -at  # the sign of an eigenvector is chance
        order += [part[i] for i in np.argsort(np.round(at, 9), kind="stable")]
    return order


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


# --- nothing covers anything -------------------------------------------------------------


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
    room = np.maximum(frame / 2 - half, 0)
    centre = np.clip(points * frame / 2 * [1, -1] + below, -room, room)
    free = False
    near = _neighbours(centre, half)
    for number in range(1, (_ROUNDS if len(points) <= _MANY else _FEW_ROUNDS) + 1):
        moves = _pushes(centre, half, near)
        if moves is not None:
            centre = np.clip(centre + 0.6 * moves, -room, room)
        if moves is None or number % _LOOK_AGAIN == 0:
            near = _neighbours(centre, half)
            if moves is None and _pushes(centre, half, near) is None:
                free = True
                break
    return (centre - below) * [1, -1] * 2 / frame, free


def _neighbours(centre: Points, half: Points) -> tuple[npt.NDArray[np.int64], ...]:
    """Return the pairs of boxes that touch, or may soon, the first of smaller number."""
    margin = 16.0
    order = np.argsort(centre[:, 0], kind="stable")
    at = centre[order, 0]
    reach = at + half[order, 0] + half[:, 0].max() + margin
    counts = np.searchsorted(at, reach, side="right") - np.arange(len(at)) - 1
    one = np.repeat(order, counts)
    other = order[join_ranges(np.arange(1, len(at) + 1), counts)]
    close = np.abs(centre[one] - centre[other]) < half[one] + half[other] + margin
    kept = close.all(axis=1)
    one, other = one[kept], other[kept]
    return np.minimum(one, other), np.maximum(one, other)


def _pushes(centre: Points, half: Points, near: tuple[npt.NDArray[np.int64], ...]) -> Points | None:
    """Return how far each box is pushed by those that it overlaps; None where none does."""
    one, other = near
    apart = centre[one] - centre[other]
    overlap = half[one] + half[other] - np.abs(apart)
    hit = np.flatnonzero((overlap > 0.01).all(axis=1))
    if not len(hit):
        return None
    one, other, apart, overlap = one[hit], other[hit], apart[hit], overlap[hit]
    sign = np.where(apart == 0, -1.0, np.sign(apart))
    along = overlap.argmin(axis=1)[:, None] == np.arange(2)
    push = np.where(along, overlap * sign * 0.5, 0)
    n = len(centre)
    sums = [np.bincount(one, push[:, a], n) - np.bincount(other, push[:, a], n) for a in (0, 1)]
    return np.column_stack(sums)


# --- points to click, and labels -----------------------------------------------------------


def _handles(points: Points, ends: npt.NDArray[np.int64], sizes: _Sizes) -> Points:
    """Choose a point of each edge, near its middle, clear of nodes and other handles."""
    if not len(ends):
        return np.empty((0, 2))
    sources, targets = points[ends].transpose(1, 0, 2)
    along = np.asarray(_ALONG)[:, None, None]
    places = sources + along * (targets - sources)  # (along, edge, 2)
    cost = np.repeat(0.5 * np.arange(len(_ALONG))[:, None], len(ends), axis=1)
    grids = []
    for frame in FRAMES[:2]:
        board = _Board(points, sizes.radii + _HANDLE, frame)
        cost += 100.0 * board.at(places)
        grids.append(board.cells(places, 2 * _HANDLE).T.tolist())
    taken: list[set[int]] = [set() for _ in grids]
    chosen = np.empty(len(ends), np.int64)
    for edge, order in enumerate(np.argsort(cost, axis=0, kind="stable").T.tolist()):
        cells = [grid[edge] for grid in grids]
        free = (
            a for a in order
            if not any(own[a] in used for own, used in zip(cells, taken, strict=True))
        )  # fmt: skip
        best = next(free, order[0])
        chosen[edge] = best if cost[best, edge] < cost[order[0], edge] + 100 else order[0]
        for own, used in zip(cells, taken, strict=True):
            used.add(own[chosen[edge]])
    handles: Points = places[chosen, np.arange(len(ends))]
    return handles


def _anchors(points: Points, sizes: _Sizes) -> tuple[Anchor | None, ...]:
    """Give each label, the most mentioned first, the freest of eight places; none where none is.

    The most mentioned keep the place under their node until it is their turn, and among many
    nodes they may stand over small ones. No label stands over another.
    """
    frames = FRAMES[:2] if len(points) <= _FEW else FRAMES[1:2]
    boards = [_Board(points, sizes.radii, frame) for frame in frames]

    def boxes(i: int, anchor: Anchor) -> list[Box]:
        return [
            label_box(board.centres[i], float(sizes.radii[i]), sizes.labels[i], anchor)
            for board in boards
        ]

    def put(i: int, anchor: Anchor | None, ink: int) -> None:
        for board, box in zip(boards, boxes(i, anchor) if anchor else (), strict=False):
            board.put(box, ink)

    waiting = min(len(points), LABELS_ALWAYS)
    for i in range(waiting):
        put(i, _ANCHORS[0], 1)
    chosen: list[Anchor | None] = []
    for i in range(len(points)):
        if i < waiting:
            put(i, _ANCHORS[0], -1)
        costs: list[float] = []
        for rank, own in enumerate(_ANCHORS):
            pairs = zip(boards, boxes(i, own), strict=True)
            costs.append(rank + sum(b.cost(box, important=i < waiting) for b, box in pairs))
            if costs[-1] == rank:
                break  # free; all that follow cost more
        best = costs.index(min(costs))
        anchor = None if costs[best] >= _COVERED else _ANCHORS[best]
        chosen.append(anchor)
        put(i, anchor, 1)
    return tuple(chosen)


class _Board:
    """What stands where in one frame, pixel by pixel, y downwards."""

    def __init__(self, points: Points, radii: Points, frame: tuple[float, float]) -> None:
        self._size = np.asarray(frame)
        self.centres = self._pixels(points)
        self._nodes = np.zeros((int(frame[1]), int(frame[0])), bool)
        self._ink = self._nodes.astype(np.int16)  # labels
        for (x, y), radius in zip(self.centres.tolist(), radii.tolist(), strict=True):
            self._nodes[self._window((x - radius, y - radius, x + radius, y + radius))] = True

    def put(self, box: Box, ink: int) -> None:
        """Lay a label down, or take it up again."""
        self._ink[self._window(box)] += ink

    def cost(self, box: Box, *, important: bool) -> float:
        """Weigh a place for a label: to cover a label is worst, and to leave the frame."""
        x0, y0, x1, y1 = box
        width, height = self._size
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            return _COVERED
        window = self._window(box)
        if self._ink[window].any():
            return _COVERED
        nodes = self._nodes[window]
        if not nodes.any():
            return 0.0
        return 0.5 * _COVERED * float(nodes.mean()) / len(FRAMES) if important else _COVERED

    def at(self, points: Points) -> npt.NDArray[np.bool_]:
        """Tell whether a node lies at points, given in [-1, 1]."""
        x, y = np.moveaxis(self._pixels(points).astype(int), -1, 0)
        height, width = self._nodes.shape
        found: npt.NDArray[np.bool_] = self._nodes[
            np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
        ]
        return found

    def cells(self, points: Points, size: float) -> npt.NDArray[np.int64]:
        """Return the number of the cell of a grid in which points lie."""
        x, y = np.moveaxis((self._pixels(points) // size).astype(np.int64), -1, 0)
        cells: npt.NDArray[np.int64] = y * 100_000 + x
        return cells

    def _pixels(self, points: Points) -> Points:
        pixels: Points = (points * [1, -1] + 1) / 2 * self._size
        return pixels

    def _window(self, box: Box) -> tuple[slice, slice]:
        x0, y0, x1, y1 = (round(at) for at in box)
        return slice(max(y0, 0), max(y1, 0)), slice(max(x0, 0), max(x1, 0))


def label_box(centre: Points, radius: float, size: Points, anchor: Anchor) -> Box:
    """Return where plotly draws a label, in pixels, y downwards."""
    (x, y), (width, height) = centre, size
    vertical, _, horizontal = anchor.partition(" ")
    dx = {"left": -radius - width - 2, "center": -width / 2, "right": radius + 2}[horizontal]
    dy = {"top": -radius - height, "middle": -height / 2, "bottom": radius}[vertical]
    return (x + dx, y + dy, x + dx + width, y + dy + height)
