"""What a reader did to a picture by hand: names hidden, nodes pinned where they were put."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from components.network.network import CooccurrenceNetwork, Layout

PinnedPlace = tuple[str, float, float]  # an entity's id; x and y in [-1, 1] both ways
_GRID = 1000  # steps from the middle of the frame to its border, as an address writes them


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Arrangement:
    """The reader's own view of a network; it changes no number.

    Attributes:
        hidden: ids of entities that are not drawn, in the order they were hidden.
        places: where nodes are pinned, each id once.
    """

    hidden: tuple[str, ...] = ()
    places: tuple[PinnedPlace, ...] = ()

    def hidden_in(self, network: CooccurrenceNetwork) -> set[str]:
        """Return the ids of those nodes of a network that are not drawn."""
        return {node.id for node in network.nodes}.intersection(self.hidden)

    def hide(self, *ids: str) -> Arrangement:
        """Hide entities; those that are hidden stay so."""
        return replace(self, hidden=tuple(dict.fromkeys((*self.hidden, *ids))))

    def reveal(self, *ids: str) -> Arrangement:
        """Draw entities again."""
        return replace(self, hidden=tuple(id for id in self.hidden if id not in ids))

    def pin(self, *places: PinnedPlace) -> Arrangement:
        """Pin nodes where they were put, inside the frame."""
        put = {id: (id, _inside(x), _inside(y)) for id, x, y in places}
        kept = (at for at in self.places if at[0] not in put)
        return replace(self, places=(*kept, *put.values()))

    def free(self, *ids: str) -> Arrangement:
        """Let nodes go back to where the layout has them."""
        return replace(self, places=tuple(at for at in self.places if at[0] not in ids))


def arrange(
    network: CooccurrenceNetwork, layout: Layout, arrangement: Arrangement
) -> tuple[CooccurrenceNetwork, Layout]:
    """Return a network and its layout as the reader arranged them.

    Args:
        network: what is drawn.
        layout: `layout(network)`.
        arrangement: ids that are not in the network change nothing.

    Returns:
        The network without the hidden nodes and their links; a node that has no other link
        stays. Nodes that were not moved stand where they stood.
    """
    ids = {node.id for node in network.nodes}
    hidden = arrangement.hidden_in(network)
    moved = {id: (x, y) for id, x, y in arrangement.places if id in ids}
    if not hidden and not moved:
        return network, layout
    edges = network.edges
    keeps = np.array([id not in hidden for id in edges.ids], bool)
    shown = np.flatnonzero(keeps[edges.sources] & keeps[edges.targets])
    nodes = tuple(node for node in network.nodes if node.id not in hidden)
    drawn = replace(network, nodes=nodes, edges=edges.take(shown))
    return drawn, _move(drawn, layout, moved, [layout.handles[i] for i in shown.tolist()])


def _move(
    drawn: CooccurrenceNetwork,
    layout: Layout,
    moved: dict[str, tuple[float, float]],
    handles: list[tuple[float, float]],
) -> Layout:
    """Return the layout of what is drawn; a link of a moved node is clicked in its middle."""
    at = dict(zip(layout.ids, layout.positions, strict=True)) | moved
    anchors = dict(zip(layout.ids, layout.anchors, strict=True))
    ids = tuple(node.id for node in drawn.nodes)
    for i, edge in enumerate(drawn.edges):
        if not moved.keys().isdisjoint(edge.ends):
            (x0, y0), (x1, y1) = (at[id] for id in edge.ends)
            handles[i] = ((x0 + x1) / 2, (y0 + y1) / 2)
    return Layout(
        ids, tuple(at[id] for id in ids), tuple(anchors[id] for id in ids), tuple(handles)
    )


def write_hidden(arrangement: Arrangement) -> str:
    """Write the hidden names as an address has them; "" for none."""
    return "|".join(arrangement.hidden)


def write_places(arrangement: Arrangement) -> str:
    """Write the pinned nodes as an address has them: `id@x,y`, in thousandths; "" for none."""
    return "|".join(
        f"{id}@{round(x * _GRID)},{round(y * _GRID)}" for id, x, y in arrangement.places
    )


def read_arrangement(hidden: str, places: str) -> Arrangement:
    """Read what an address says; whatever makes no sense there is passed over."""
    known = (_read_place(part) for part in places.split("|"))
    arrangement = Arrangement().hide(*(id for id in hidden.split("|") if id))
    return arrangement.pin(*(place for place in known if place))


def _read_place(text: str) -> PinnedPlace | None:
    id, _, at = text.rpartition("@")
    x, _, y = at.partition(",")
    try:
        return (id, int(x) / _GRID, int(y) / _GRID) if id else None
    except ValueError:
        return None


def _inside(value: float) -> float:
    return round(min(1.0, max(-1.0, value)), 3) if isfinite(value) else 0.0
