"""Computes what is drawn of a network, once for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.network.describe import community_names
from components.network.layout import LINE_WIDTHS, diameters, line_opacity, line_steps
from components.network.network import Anchor, CooccurrenceNetwork, Edge, Layout, Node
from components.theme import Palette

Point = tuple[float, float]
Colour = Literal["kind", "community"]
KeyPart = tuple[str, str, str]  # sign, colour, name
_NAMED_COMMUNITIES = 4  # in the key
FADED = 0.3  # share of its colour in a node that the selection does not touch


@dataclass(frozen=True, slots=True)
class Dot:
    """A node as it is drawn.

    Attributes:
        at: where, in [-1, 1] both ways.
        diameter: in pixels, of a circle; another shape has the area of that circle.
        anchor: where its label stands beside it; None where it has none.
    """

    node: Node
    at: Point
    diameter: float
    anchor: Anchor | None

    @property
    def label(self) -> str:
        """The name that stands beside it; empty where it found no room."""
        return self.node.name if self.anchor else ""


@dataclass(frozen=True, slots=True)
class EdgeLine:
    """An edge as it is drawn.

    Attributes:
        ends: where, in [-1, 1] both ways.
        handle: a point on it, clear of nodes.
        step: how thick it is among all, 0 the thinnest.
    """

    edge: Edge
    ends: tuple[Point, Point]
    handle: Point
    step: int

    @property
    def width(self) -> float:
        """In pixels."""
        return LINE_WIDTHS[self.step]

    @property
    def opacity(self) -> float:
        """In [0, 1]."""
        return line_opacity(self.step)


@dataclass(frozen=True, slots=True)
class EdgeInk:
    """How an edge is drawn that tells something other than its strength.

    Attributes:
        colour: as `#RRGGBB`.
        width: in pixels.
        opacity: in [0, 1].
        line: `solid`, `dashed` or `dotted`.
        hint: what is said of it, made for plotly.
    """

    colour: str
    width: float
    opacity: float
    line: str
    hint: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Dots, most mentioned first, and lines, strongest first."""

    dots: tuple[Dot, ...] = ()
    lines: tuple[EdgeLine, ...] = ()


def draw(network: CooccurrenceNetwork, layout: Layout) -> Drawing:
    """Return where and how large everything in a network is drawn.

    Args:
        network: what to draw.
        layout: `layout(network)`.
    """
    at = dict(zip(layout.ids, layout.positions, strict=True))
    dots = zip(network.nodes, layout.positions, diameters(network), layout.anchors, strict=True)
    lines = zip(network.edges, layout.handles, line_steps(network), strict=True)
    return Drawing(
        tuple(Dot(*dot) for dot in dots),
        tuple(
            EdgeLine(edge, (at[edge.source], at[edge.target]), handle, step)
            for edge, handle, step in lines
        ),
    )


def community_key(network: CooccurrenceNetwork, palette: Palette) -> list[KeyPart]:
    """Return sign, colour and name of the largest communities, each after its central members."""
    names = list(community_names(network).items())[:_NAMED_COMMUNITIES]
    return [("▬", palette.groups[number], name) for number, name in names]


def colour_of(node: Node, palette: Palette, colour: Colour) -> str:
    """Return the colour of a node; its shape tells the kind whatever the colour tells."""
    if colour == "kind" or node.community < 0:
        return palette.kinds[node.kind]
    # Communities beyond the eighth are small; they share the quiet colour.
    groups = palette.groups
    return groups[node.community] if node.community < len(groups) else palette.quiet
