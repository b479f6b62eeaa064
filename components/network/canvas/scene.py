"""Says what the page draws of a network, as plain values: the same record that plotly draws."""

from __future__ import annotations

import html
import re
from functools import cache
from importlib.resources import files
from math import pi
from typing import Any

from components import theme
from components.i18n import t
from components.network.arrangement import Arrangement
from components.network.describe import alt, edge_hover, kind_name, node_hover
from components.network.drawing import FADED, Colour, Dot, EdgeLine, colour_of, draw
from components.network.layout import FONT, FRAMES
from components.network.network import NODE_KINDS, CooccurrenceNetwork, Layout
from components.network.occurrences import WORD
from components.text import digest_of
from components.theme import ColourMode

CYTOSCAPE = "cytoscape/cytoscape-3.35.0.min.js"
_SHAPES = {
    "circle": "ellipse", "diamond": "diamond", "square": "rectangle", "triangle-up": "triangle",
}  # fmt: skip
# How wide a shape is whose area is that of a circle one wide.
_WIDTHS = {
    "ellipse": 1.0, "diamond": (pi / 2) ** 0.5, "rectangle": (pi / 4) ** 0.5,
    "triangle": (pi / 2) ** 0.5,
}  # fmt: skip
_WORDS = (
    "zoom_in", "zoom_out", "fit", "lasso", "undo", "redo", "full", "leave_full", "hide", "keep",
    "pin", "free", "rename", "rename_to", "merge", "merge_hint", "merge_all", "cancel", "chosen",
    "idle", "idle_view", "keys",
)  # fmt: skip


def scene_of(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    mode: ColourMode,
    colour: Colour = "kind",
    arrangement: Arrangement | None = None,
) -> dict[str, Any]:
    """Return what the page draws: nodes, links, colours, words; an empty network has no nodes.

    Args:
        network: what to draw, hidden names left out.
        layout: where.
        mode: light or dark.
        colour: what colour tells.
        arrangement: tells which nodes are pinned.
    """
    drawing, palette = draw(network, layout), theme.PALETTES[mode]
    pinned = {id for id, _, _ in arrangement.places} if arrangement else set()
    number = {node.id: i for i, node in enumerate(network.nodes)}
    names = {node.id: node.name for node in network.nodes}
    looks = {"paper", "panel", "ink", "quiet", "line", "accent"}
    return {
        # Another network, another frame: what is seen is drawn anew and the view begins anew.
        "digest": digest_of("scene", network.digest),
        "nodes": [_node(dot, palette, colour, dot.node.id in pinned) for dot in drawing.dots],
        "edges": [_edge(line, number, names, network) for line in drawing.lines],
        "key": [list(part) for part in _key(network, palette, colour)],
        "looks": {look: getattr(palette, look) for look in sorted(looks)} | {"font": theme.SANS},
        "font": FONT,
        "height": FRAMES[0][1],
        "alt": alt(network) if network.edges else "",
        "words": {word: t(f"network.do_{word}") for word in _WORDS},
    }


def _node(dot: Dot, palette: theme.Palette, colour: Colour, pinned: bool) -> dict[str, Any]:
    node, (x, y) = dot.node, dot.at
    own = colour_of(node, palette, colour)
    shape = _SHAPES[theme.SYMBOLS[node.kind]]
    return {
        "id": node.mark,
        "name": node.name,
        "x": round(x, 4),
        "y": round(y, 4),
        "size": round(dot.diameter * _WIDTHS[shape], 1),
        "shape": shape,
        "colour": own,
        "faded": theme.mix_colours(own, palette.paper, FADED),
        "anchor": dot.anchor,
        "hint": _as_text(node_hover(node)),
        "pinned": pinned,
        "named": node.kind != WORD,  # words are put right elsewhere
    }


def _edge(
    line: EdgeLine, number: dict[str, int], names: dict[str, str], network: CooccurrenceNetwork
) -> dict[str, Any]:
    edge = line.edge
    return {
        "id": edge.mark,
        "ends": [number[edge.source], number[edge.target]],
        "width": line.width,
        "opacity": round(line.opacity, 2),
        "hint": _as_text(edge_hover(edge, names, network)),
    }


def _key(
    network: CooccurrenceNetwork, palette: theme.Palette, colour: Colour
) -> list[tuple[str, str, str]]:
    """Return sign, colour and name of each kind that is there."""
    present = {node.kind for node in network.nodes}
    return [
        (
            theme.SIGNS[kind],
            palette.kinds[kind] if colour == "kind" else palette.quiet,
            kind_name(kind),
        )
        for kind in NODE_KINDS
        if kind in present
    ]


def _as_text(hover: str) -> str:
    """Return a text made for plotly as plain text: its own marks go, names come unescaped."""
    return html.unescape(re.sub("<[^>]*>", "", hover.replace("<br>", "\n")))


@cache
def read_part(name: str) -> str:
    """Return a file of the picture: a script, the style sheet."""
    return files(__package__).joinpath("static", name).read_text("utf-8")
