"""Says how the links of a difference are drawn: colour tells the side, dashes that it is alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from components import theme
from components.difference.describe import hover, turn_name
from components.difference.difference import TURNS, EdgeChange, NetworkDifference
from components.i18n import t
from components.network import LINE_WIDTHS, CooccurrenceNetwork, EdgeInk, KeyPart, Layout
from components.theme import ColourMode, Palette

_FAINT, _STRONG = 0.3, 0.9  # opacity of what may be chance, and of what is not


def take_changed(
    network: CooccurrenceNetwork, layout: Layout, difference: NetworkDifference
) -> tuple[CooccurrenceNetwork, Layout]:
    """Return the network with the links of a difference alone; its nodes stay where they stand."""
    marks = {change.mark for change in difference.changes}
    rows = np.array([i for i, edge in enumerate(network.edges) if edge.mark in marks], np.int64)
    handles = tuple(layout.handles[i] for i in rows.tolist())
    digest = f"{difference.digest}:drawn"
    return (
        replace(network, edges=network.edges.take(rows), digest=digest),
        replace(layout, handles=handles),
    )


def ink_changes(difference: NetworkDifference, mode: ColourMode) -> dict[str, EdgeInk]:
    """Return how each link is drawn, by its mark: sure ones in the colour of their side."""
    palette = theme.PALETTES[mode]
    names = {node.id: node.name for node in difference.nodes}
    return {
        change.mark: _ink(change, palette, hover(change, difference, names))
        for change in difference.changes
    }


def _ink(change: EdgeChange, palette: Palette, hint: str) -> EdgeInk:
    if not change.is_sure:
        line = "dotted" if change.has_too_little_text else "solid"
        return EdgeInk(palette.quiet, LINE_WIDTHS[0], _FAINT, line, hint)
    # Twice as often is of middle width, four times and more the widest.
    step = min(len(LINE_WIDTHS) - 1, 1 + round(abs(change.log_ratio)))
    alone = change.turn in ("only_here", "only_there")
    line = "dashed" if alone else "solid"
    return EdgeInk(_colour(change, palette), LINE_WIDTHS[step], _STRONG, line, hint)


def _colour(change: EdgeChange, palette: Palette) -> str:
    return palette.groups[0 if change.turn in ("only_here", "more_here") else 1]


def make_key(difference: NetworkDifference, mode: ColourMode) -> tuple[KeyPart, ...]:
    """Return sign, colour and name of each way in which links differ, those that are there."""
    palette = theme.PALETTES[mode]
    signs = {"only_here": "╌", "more_here": "━", "more_there": "━", "only_there": "╌"}
    first = {change.turn: change for change in reversed(difference.sure)}
    parts = [
        (signs[turn], _colour(first[turn], palette), turn_name(turn, difference))
        for turn in TURNS
        if turn in first
    ]
    if any(not c.is_sure and not c.has_too_little_text for c in difference.changes):
        parts.append(("─", palette.quiet, t("difference.key_unsure")))
    if difference.n_too_little:
        parts.append(("┈", palette.quiet, t("difference.too_little")))
    return tuple(parts)
