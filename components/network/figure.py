"""Draws a network as a plotly figure: size is mentions, thickness is strength."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import pi

import plotly.graph_objects as go

from components import theme
from components.network.describe import edge_hover, kind_name, node_hover
from components.network.drawing import (
    FADED,
    Colour,
    Drawing,
    EdgeInk,
    EdgeLine,
    KeyPart,
    colour_of,
    community_key,
    draw,
)
from components.network.layout import FONT, order_nodes
from components.network.network import NODE_KINDS, CooccurrenceNetwork, Edge, Layout
from components.theme import ColourMode

HEIGHT = 560
# Paper around each letter, as offsets in pixels.
_AROUND = ((1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, 2), (0, -2))
# Plotly's symbols of one size differ in area, and area tells the mentions.
_SAME_AREA = {
    "PER": 1.0, "LOC": (pi / 3.38) ** 0.5, "ORG": (pi / 4) ** 0.5, "word": (pi / 3**0.5) ** 0.5,
}  # fmt: skip
# A dot on every line would look like dirt; it is clicked all the same.
_UNSEEN = "rgba(0,0,0,0)"
_DASHES = {"solid": "solid", "dashed": "dash", "dotted": "dot"}
_MOST_TICKS = 120  # names beside a matrix
_KEY = 28  # pixels above the plot for the key to the shapes


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every trace needs to know."""

    network: CooccurrenceNetwork
    drawing: Drawing
    palette: theme.Palette
    colour: Colour
    selected: str | None
    inks: Mapping[str, EdgeInk]
    key: Sequence[KeyPart]

    def near(self) -> set[str]:
        """Return the ids of the nodes that the selection touches; all when nothing is."""
        if self.selected is None:
            return {node.id for node in self.network.nodes}
        ends = {id for edge in self.network.edges if self.is_lit(edge) for id in edge.ends}
        return ends | {self.selected[2:]}

    def is_lit(self, edge: Edge) -> bool:
        """Tell whether an edge is selected, or ends at the node that is."""
        return self.selected is not None and self.selected in (
            edge.mark,
            *(f"n:{id}" for id in edge.ends),
        )


def figure(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    mode: ColourMode,
    colour: Colour = "kind",
    selected: str | None = None,
    inks: Mapping[str, EdgeInk] | None = None,
    key: Sequence[KeyPart] = (),
) -> go.Figure:
    """Draw a network in its layout.

    Args:
        network: what to draw.
        layout: `layout(network)`.
        mode: light or dark.
        colour: what colour tells; the shape always tells the kind.
        selected: the mark of a node or an edge (`Node.mark`, `Edge.mark`) to bring out.
        inks: how edges are drawn, by their marks, where not by their strength.
        key: what else the key above the plot tells.

    Returns:
        Lines, a faint marker on each edge and the nodes, which carry their marks as
        `customdata`. An empty network gives an empty frame.
    """
    present = {node.mark for node in network.nodes} | {edge.mark for edge in network.edges}
    pen = _Pen(
        network,
        draw(network, layout),
        theme.PALETTES[mode],
        colour,
        selected if selected in present else None,
        inks or {},
        key,
    )
    axis = {"visible": False, "range": [-1, 1], "automargin": False}
    # Given at once: plotly checks a layout that is updated several times over.
    return go.Figure(
        [*_lines(pen), _handles(pen), _nodes(pen)] if network.nodes else [],
        {
            "template": theme.template(mode),
            "height": HEIGHT,
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 4, "r": 4, "t": 4 + _KEY, "b": 8},
            "hovermode": "closest",
            "hoverdistance": 16,
            "annotations": [_key(pen)] if network.nodes else [],
        },
    )


def matrix(
    network: CooccurrenceNetwork, *, mode: ColourMode, selected: str | None = None
) -> go.Figure:
    """Draw a network as a matrix: a square where two names meet, the darker the stronger.

    Names stand in an order that brings those who meet together. A square is an edge, and carries
    its mark; an empty network gives an empty frame.
    """
    nodes = network.nodes
    order = order_nodes(network) if nodes else []
    height = max(HEIGHT, min(1100, 16 * len(nodes) + 130))
    ticks = {
        "tickmode": "array",
        "tickvals": list(range(len(order))) if len(order) <= _MOST_TICKS else [],
        "ticktext": [theme.escape(theme.shorten(nodes[i].name, 8)) for i in order],
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": 11},
    }
    side = max(4.0, min(22.0, 0.8 * (height - 130) / max(len(order), 1)))
    return go.Figure(
        _squares(network, order, side, theme.PALETTES[mode], selected) if network.edges else None,
        {
            "template": theme.template(mode),
            "height": height,
            "xaxis": ticks | {"tickangle": -90, "side": "top"},
            "yaxis": ticks | {"autorange": "reversed", "scaleanchor": "x"},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "hovermode": "closest",
        },
    )


def _squares(
    network: CooccurrenceNetwork,
    order: Sequence[int],
    side: float,
    palette: theme.Palette,
    selected: str | None,
) -> go.Scatter:
    """Return the squares of a matrix: each edge twice, on either side of the diagonal."""
    nodes, edges = network.nodes, network.edges
    place = {nodes[i].id: at for at, i in enumerate(order)}
    names = {node.id: node.name for node in nodes}
    strongest = max(edge.weight for edge in edges) or 1.0
    colours = [
        palette.accent if edge.mark == selected
        else theme.mix_colours(palette.ink, palette.paper, _ink_of(edge.weight / strongest))
        for edge in edges
    ]  # fmt: skip
    cells = [(place[e.source], place[e.target]) for e in edges]
    return go.Scatter(
        x=[x for pair in cells for x in pair],
        y=[y for pair in cells for y in reversed(pair)],
        mode="markers",
        marker={
            "symbol": "square",
            "size": side,
            "color": [colour for colour in colours for _ in (0, 1)],
            "opacity": 1,
        },
        customdata=[edge.mark for edge in edges for _ in (0, 1)],
        hovertext=[edge_hover(edge, names, network) for edge in edges for _ in (0, 1)],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _ink_of(share: float) -> float:
    """Return how much ink a square has, in [0, 1]; the weakest can still be seen."""
    return 0.15 + 0.85 * max(0.0, min(1.0, share))


def _lines(pen: _Pen) -> Iterator[go.Scatter]:
    """Yield a trace for each width, ink and emphasis, thin and faint ones first."""
    groups: dict[tuple[bool, float, float, str, str], list[EdgeLine]] = {}
    for line in pen.drawing.lines:
        ink = pen.inks.get(line.edge.mark)
        own = (ink or line).width, (ink or line).opacity
        colour, dash = (ink.colour, ink.line) if ink else (pen.palette.quiet, "solid")
        groups.setdefault((pen.is_lit(line.edge), *own, colour, dash), []).append(line)
    for (lit, width, opacity, colour, dash), lines in sorted(groups.items()):
        faded = pen.selected is not None and not lit
        gap = (None, None)  # between two lines of a trace
        points = [point for line in lines for point in (*line.ends, gap)]
        yield go.Scatter(
            x=[x for x, _ in points],
            y=[y for _, y in points],
            mode="lines",
            line={
                "width": width,
                "color": pen.palette.accent if lit else colour,
                "dash": _DASHES[dash],
            },
            opacity=0.1 if faded else 0.85 if lit else opacity,
            hoverinfo="skip",
        )


def _handles(pen: _Pen) -> go.Scatter:
    """Lay a point on each edge that can be clicked, as lines cannot; those brought out are seen."""
    edges, name = pen.network.edges, {node.id: node.name for node in pen.network.nodes}
    return go.Scatter(
        x=[line.handle[0] for line in pen.drawing.lines],
        y=[line.handle[1] for line in pen.drawing.lines],
        mode="markers",
        marker={
            "size": [9 if pen.is_lit(edge) else 7 for edge in edges],
            "color": [pen.palette.accent if pen.is_lit(edge) else _UNSEEN for edge in edges],
            "opacity": 1,
            "line": {"width": 0},
        },
        customdata=[edge.mark for edge in edges],
        hovertext=[edge_hover(edge, name, pen.network) for edge in edges],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _nodes(pen: _Pen) -> go.Scatter:
    """Draw the nodes with their labels; paper around each letter keeps it off the lines."""
    nodes, paper, dots = pen.network.nodes, pen.palette.paper, pen.drawing.dots
    touched = pen.near()
    near = [node.id in touched for node in nodes]
    chosen = [node.mark == pen.selected for node in nodes]
    colours = [colour_of(node, pen.palette, pen.colour) for node in nodes]
    return go.Scatter(
        x=[dot.at[0] for dot in dots],
        y=[dot.at[1] for dot in dots],
        mode="markers+text",
        marker={
            "size": [dot.diameter * _SAME_AREA[dot.node.kind] for dot in dots],
            "sizemode": "diameter",
            "symbol": [theme.SYMBOLS[node.kind] for node in nodes],
            "color": [
                own if lit else theme.mix_colours(own, paper, FADED)
                for own, lit in zip(colours, near, strict=True)
            ],
            "opacity": 1,
            "line": {
                "width": [3 if on else 1.5 for on in chosen],
                "color": [pen.palette.accent if on else paper for on in chosen],
            },
        },
        text=[theme.escape(dot.label) for dot in dots],
        textposition=[dot.anchor or "bottom center" for dot in dots],
        textfont={
            "size": FONT,
            "family": theme.SANS,
            "color": [pen.palette.ink if lit else pen.palette.quiet for lit in near],
            "shadow": ",".join(f"{x}px {y}px 1px {paper}" for x, y in _AROUND),
        },
        customdata=[node.mark for node in nodes],
        hovertext=[node_hover(node) for node in nodes],
        hoverinfo="text",
        # What stands out is drawn here; plotly's own dimming would dim it twice.
        selected={"marker": {"opacity": 1}, "textfont": {"color": pen.palette.ink}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _key(pen: _Pen) -> dict[str, object]:
    """Say above the plot what the shapes mean, those that are there."""
    present = {node.kind for node in pen.network.nodes}
    parts = [
        f'<span style="color:{_key_colour(kind, pen)}">{theme.SIGNS[kind]}</span> '
        + kind_name(kind)
        for kind in NODE_KINDS
        if kind in present
    ]
    told = community_key(pen.network, pen.palette) if pen.colour == "community" else []
    parts += [
        f'<span style="color:{colour}">{sign}</span> {theme.escape(name)}'
        for sign, colour, name in (*pen.key, *told)
    ]
    return {
        "text": "　".join(parts),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "yshift": _KEY,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 13, "color": pen.palette.quiet},
    }


def _key_colour(kind: str, pen: _Pen) -> str:
    return pen.palette.kinds[kind] if pen.colour == "kind" else pen.palette.quiet
