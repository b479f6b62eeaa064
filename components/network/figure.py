"""A network as a picture: who is named most is largest, who meets most is bound thickest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import Literal

import plotly.graph_objects as go

from components import theme
from components.i18n import number, t
from components.lexicon import KINDS
from components.network.layout import FONT, LINE_WIDTHS, diameters, line_opacity, line_steps
from components.network.network import (
    MOST_TOGETHER,
    CooccurrenceNetwork,
    Edge,
    Layout,
    Node,
)
from components.theme import Mode

Colour = Literal["kind", "community"]

HEIGHT = 560
# Paper around each letter, as offsets in pixels.
_AROUND = ((1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, 2), (0, -2))
# Plotly's circle, diamond and square of one size differ in area, and area tells the mentions.
_SAME_AREA = {"PER": 1.0, "LOC": (pi / 3.38) ** 0.5, "ORG": (pi / 4) ** 0.5}
_KEY = 28  # pixels above the plot for the key to the shapes


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every trace needs to know."""

    network: CooccurrenceNetwork
    layout: Layout
    palette: theme.Palette
    colour: Colour
    selected: str | None

    def near(self) -> set[str]:
        """Return the ids of the nodes that the selection touches; all when nothing is."""
        if self.selected is None:
            return {node.id for node in self.network.nodes}
        ends = {id for edge in self.network.edges if self.is_lit(edge) for id in ends_of(edge)}
        return ends | {self.selected[2:]}

    def is_lit(self, edge: Edge) -> bool:
        """Tell whether an edge is selected, or ends at the node that is."""
        return self.selected is not None and self.selected in (
            edge_mark(edge),
            *(f"n:{id}" for id in ends_of(edge)),
        )


def node_mark(node: Node) -> str:
    """Return what a click on a node tells: `n:` and its id."""
    return f"n:{node.id}"


def edge_mark(edge: Edge) -> str:
    """Return what a click on an edge tells: `e:` and its ends; it outlives a filter."""
    return f"e:{edge.source}|{edge.target}"


def ends_of(edge: Edge) -> tuple[str, str]:
    """Return the ids of the two nodes."""
    return edge.source, edge.target


def figure(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    mode: Mode,
    colour: Colour = "kind",
    selected: str | None = None,
) -> go.Figure:
    """Draw a network in its layout.

    Args:
        network: what to draw.
        layout: `layout(network)`.
        mode: light or dark.
        colour: what colour tells; the shape always tells the kind.
        selected: the mark of a node or an edge (`node_mark`, `edge_mark`) to bring out.

    Returns:
        Lines, a faint marker on each edge and the nodes, which carry their marks as
        `customdata`. An empty network gives an empty frame.
    """
    present = {node_mark(node) for node in network.nodes} | set(map(edge_mark, network.edges))
    pen = _Pen(
        network,
        layout,
        theme.PALETTES[mode],
        colour,
        selected if selected in present else None,
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


def left_out(network: CooccurrenceNetwork) -> list[str]:
    """Say how many names and links the picture leaves out, and why; nothing when it has all."""
    missing = {"isolated": network.n_isolated, "beyond": network.n_beyond}
    told = [t(f"network.caption_{why}", n=number(n)) for why, n in missing.items() if n]
    if network.n_crowded:
        told.append(
            t(
                "network.caption_crowded",
                n=number(network.n_crowded),
                noun=t(f"network.unit_{network.settings.unit}_noun"),
                most=number(MOST_TOGETHER),
                pairs=number(network.n_unlinked),
            )
        )
    return told


def _lines(pen: _Pen) -> Iterator[go.Scatter]:
    """Yield a trace for each width and emphasis, thin and faint ones first."""
    groups: dict[tuple[bool, int], list[Edge]] = {}
    for edge, step in zip(pen.network.edges, line_steps(pen.network), strict=True):
        groups.setdefault((pen.is_lit(edge), step), []).append(edge)
    for (lit, step), edges in sorted(groups.items()):
        faded = pen.selected is not None and not lit
        yield go.Scatter(
            **_segments(edges, pen.layout),
            mode="lines",
            line={
                "width": LINE_WIDTHS[step],
                "color": pen.palette.accent if lit else pen.palette.quiet,
            },
            opacity=0.1 if faded else 0.85 if lit else line_opacity(step),
            hoverinfo="skip",
        )


def _segments(edges: list[Edge], layout: Layout) -> dict[str, list[float | None]]:
    place = dict(zip(layout.ids, layout.positions, strict=True))
    points: list[tuple[float | None, float | None]] = []
    for edge in edges:
        points += [place[edge.source], place[edge.target], (None, None)]
    return {"x": [x for x, _ in points], "y": [y for _, y in points]}


def _handles(pen: _Pen) -> go.Scatter:
    """Draw the points on the edges that can be clicked: lines cannot."""
    edges, name = pen.network.edges, {node.id: node.name for node in pen.network.nodes}
    small = 6 if len(edges) <= 120 else 5
    return go.Scatter(
        x=[x for x, _ in pen.layout.handles],
        y=[y for _, y in pen.layout.handles],
        mode="markers",
        marker={
            "size": [9 if pen.is_lit(edge) else small for edge in edges],
            "color": [_handle_colour(edge, pen) for edge in edges],
            "opacity": 1,
            "line": {"width": 1, "color": pen.palette.paper},
        },
        customdata=[edge_mark(edge) for edge in edges],
        hovertext=[_edge_text(edge, name, pen.network) for edge in edges],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _handle_colour(edge: Edge, pen: _Pen) -> str:
    if pen.is_lit(edge):
        return pen.palette.accent
    return _mixed(pen.palette.quiet, pen.palette.paper, 0.2 if pen.selected else 0.55)


def _nodes(pen: _Pen) -> go.Scatter:
    """Draw the nodes with their labels; paper around each letter keeps it off the lines."""
    nodes, paper = pen.network.nodes, pen.palette.paper
    touched = pen.near()
    near = [node.id in touched for node in nodes]
    chosen = [node_mark(node) == pen.selected for node in nodes]
    return go.Scatter(
        x=[x for x, _ in pen.layout.positions],
        y=[y for _, y in pen.layout.positions],
        mode="markers+text",
        marker={
            "size": [
                width * _SAME_AREA[node.kind]
                for node, width in zip(nodes, diameters(pen.network), strict=True)
            ],
            "sizemode": "diameter",
            "symbol": [theme.SYMBOLS[node.kind] for node in nodes],
            "color": [
                _colour(node, pen) if lit else _mixed(_colour(node, pen), paper)
                for node, lit in zip(nodes, near, strict=True)
            ],
            "opacity": 1,
            "line": {
                "width": [3 if on else 1.5 for on in chosen],
                "color": [pen.palette.accent if on else paper for on in chosen],
            },
        },
        text=[
            theme.escape(node.name) if anchor else ""
            for node, anchor in zip(nodes, pen.layout.anchors, strict=True)
        ],
        textposition=[anchor or "bottom center" for anchor in pen.layout.anchors],
        textfont={
            "size": FONT,
            "family": theme.SANS,
            "color": [pen.palette.ink if lit else pen.palette.quiet for lit in near],
            "shadow": ",".join(f"{x}px {y}px 1px {paper}" for x, y in _AROUND),
        },
        customdata=[node_mark(node) for node in nodes],
        hovertext=[_node_text(node) for node in nodes],
        hoverinfo="text",
        # What stands out is drawn here; plotly's own dimming would dim it twice.
        selected={"marker": {"opacity": 1}, "textfont": {"color": pen.palette.ink}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _mixed(colour: str, paper: str, share: float = 0.3) -> str:
    """Mix a colour into the paper; see-through marks would show the lines behind them."""
    pairs = [(int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def _colour(node: Node, pen: _Pen) -> str:
    if pen.colour == "kind" or node.community < 0:
        return pen.palette.kinds[node.kind]
    # Communities beyond the eighth are small; they share the quiet colour.
    groups = pen.palette.groups
    return groups[node.community] if node.community < len(groups) else pen.palette.quiet


def _key(pen: _Pen) -> dict[str, object]:
    """Say above the plot what the shapes mean, those that are there."""
    present = {node.kind for node in pen.network.nodes}
    parts = [
        f'<span style="color:{_key_colour(kind, pen)}">{theme.SIGNS[kind]}</span> '
        + t(f"network.kind_{kind}")
        for kind in KINDS
        if kind in present
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


def _node_text(node: Node) -> str:
    return t(
        "network.node_hover",
        name=f"<b>{theme.escape(node.name)}</b>",
        kind=t(f"network.kind_{node.kind}"),
        count=number(node.count),
        units=number(node.units),
    )


def _edge_text(edge: Edge, name: dict[str, str], network: CooccurrenceNetwork) -> str:
    measure = network.settings.measure
    return t(
        "network.edge_hover",
        source=f"<b>{theme.escape(name[edge.source])}</b>",
        target=f"<b>{theme.escape(name[edge.target])}</b>",
        count=number(edge.count),
        unit=t(f"network.unit_{network.settings.unit}_noun"),
        measure=t(f"network.measure_{measure}"),
        weight=weight_text(edge, network),
    )


def weight_text(edge: Edge, network: CooccurrenceNetwork) -> str:
    """Write a weight with as many digits as it bears."""
    return number(edge.weight, digits=0 if network.settings.measure == "count" else 2)
