"""Says what the page draws of a network, as plain values: the same record that plotly draws."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import pi
from typing import Any

import numpy as np

from components import theme
from components.i18n import number, t
from components.network.arrangement import Arrangement
from components.network.describe import alt, edge_hover, kind_name, node_hover, unit_noun
from components.network.drawing import (
    FADED,
    Colour,
    Dot,
    EdgeInk,
    EdgeLine,
    KeyPart,
    colour_of,
    community_key,
    draw,
)
from components.network.layout import FONT, FRAMES
from components.network.network import NODE_KINDS, CooccurrenceNetwork, Layout
from components.network.occurrences import WORD
from components.network.slices import Slices
from components.text import Numbers, digest_of
from components.theme import ColourMode

CYTOSCAPE = "cytoscape/cytoscape-3.35.0.min.js"
SCRIPTS = (CYTOSCAPE, "painting.js", "drawing.js")  # in the order in which a page runs them
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
    "idle", "idle_view", "keys", "time", "all_time", "play", "pause",
)  # fmt: skip


def scene_of(
    network: CooccurrenceNetwork,
    layout: Layout,
    *,
    mode: ColourMode,
    colour: Colour = "kind",
    arrangement: Arrangement | None = None,
    inks: Mapping[str, EdgeInk] | None = None,
    key: Sequence[KeyPart] = (),
    alt_text: str = "",
    slices: Slices | None = None,
) -> dict[str, Any]:
    """Return what the page draws: nodes, links, colours, words; an empty network has no nodes.

    Args:
        network: what to draw, hidden names left out.
        layout: where.
        mode: light or dark.
        colour: what colour tells.
        arrangement: tells which nodes are pinned.
        inks: how edges are drawn, by their marks, where not by their strength.
        key: what else the key tells.
        alt_text: what the picture shows, where it is not the network alone.
        slices: how often each edge is there in each period, in the edges' order.
    """
    drawing, palette = draw(network, layout), theme.PALETTES[mode]
    pinned = {id for id, _, _ in arrangement.places} if arrangement else set()
    place = {node.id: i for i, node in enumerate(network.nodes)}
    names = {node.id: node.name for node in network.nodes}
    noun = unit_noun(network.settings, 0)
    looks = {"paper", "panel", "ink", "quiet", "line", "accent"}
    return {
        # Another network, another frame: what is seen is drawn anew and the view begins anew.
        "digest": digest_of("scene", network.digest),
        "nodes": [_node(dot, palette, colour, dot.node.id in pinned) for dot in drawing.dots],
        "edges": [
            _edge(line, place, names, network)
            | _ink_of(line, inks)
            | (_place_in_time(slices.counts[i]) if slices else {})
            for i, line in enumerate(drawing.lines)
        ],
        "slices": _name_slices(slices) if slices else None,
        "key": [list(part) for part in (*_key(network, palette, colour), *key)],
        "looks": {look: getattr(palette, look) for look in sorted(looks)} | {"font": theme.SANS},
        "font": FONT,
        "height": FRAMES[0][1],
        "alt": alt_text or (alt(network) if network.edges else ""),
        "words": {word: t(f"network.do_{word}") for word in _WORDS}
        | {"in_slice": t("network.in_slice", n="{n}", noun=noun)},
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
    line: EdgeLine, place: dict[str, int], names: dict[str, str], network: CooccurrenceNetwork
) -> dict[str, Any]:
    edge = line.edge
    return {
        "id": edge.mark,
        "ends": [place[edge.source], place[edge.target]],
        "width": line.width,
        "opacity": round(line.opacity, 2),
        "hint": _as_text(edge_hover(edge, names, network)),
    }


def _ink_of(line: EdgeLine, inks: Mapping[str, EdgeInk] | None) -> dict[str, Any]:
    ink = inks.get(line.edge.mark) if inks else None
    if ink is None:
        return {}
    return {
        "width": ink.width, "opacity": ink.opacity, "colour": ink.colour, "line": ink.line,
        "hint": _as_text(ink.hint),
    }  # fmt: skip


def _name_slices(slices: Slices) -> dict[str, Any]:
    """Return the periods as the slider tells them, and as the address writes them."""
    labels = [
        t("network.slice", period=label, n=number(size))
        for label, size in zip(slices.labels, slices.sizes, strict=True)
    ]
    return {"labels": labels, "codes": list(slices.labels)}


def _place_in_time(counts: Numbers) -> dict[str, Any]:
    """Return the periods in which an edge is there, each with how often."""
    at = np.flatnonzero(counts)
    return {"when": np.stack([at, counts[at]], axis=1).tolist()}


def _key(network: CooccurrenceNetwork, palette: theme.Palette, colour: Colour) -> list[KeyPart]:
    """Return sign, colour and name of each kind that is there, and of the largest communities."""
    present = {node.kind for node in network.nodes}
    kinds = [
        (
            theme.SIGNS[kind],
            palette.kinds[kind] if colour == "kind" else palette.quiet,
            kind_name(kind),
        )
        for kind in NODE_KINDS
        if kind in present
    ]
    return kinds if colour == "kind" else kinds + community_key(network, palette)


def _as_text(hover: str) -> str:
    """Return a text made for plotly as plain text: its own marks go, names come unescaped."""
    return html.unescape(re.sub("<[^>]*>", "", hover.replace("<br>", "\n")))


@cache
def read_part(name: str) -> str:
    """Return a file of the picture: a script, the style sheet."""
    return files(__package__).joinpath("static", name).read_text("utf-8")
