"""Draws the cloud as a plotly figure whose words can be clicked.

Letters are drawn as outlines, not as text: text keeps its pixel size when the page gets
narrower, and words would run into each other; it would also need a font on the reader's
machine. So the cloud scales as a picture does, and looks the same as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from components.cloud import fonts, picture
from components.cloud.cloud import Cloud, CloudWord
from components.cloud.describe import hover
from components.theme import ColourMode, escape, template

_FADED = 0.35  # share of its colour in a word that is not the picked one


def figure(
    cloud: Cloud,
    *,
    mode: ColourMode,
    picked: Collection[str] = (),
    heads: Sequence[Mapping[str, Any]] = (),
) -> go.Figure:
    """Draw a cloud; each letter carries its word's norm as `customdata` for clicks.

    Where the cloud holds words that are picked (by their norms), the others step back.

    The height is the cloud's own; in a narrower place all of it gets smaller. No words give an
    empty figure.
    """
    across = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = {
        "template": template(mode),
        "height": cloud.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "shapes": _ink(cloud, mode=mode, picked=picked),
        "annotations": list(heads),
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {**across, "range": [0, cloud.width]},
        "yaxis": {**across, "range": [cloud.height, 0], "scaleanchor": "x"},
    }
    return go.Figure(_touch(cloud), layout)


def _ink(cloud: Cloud, *, mode: ColourMode, picked: Collection[str]) -> list[dict[str, Any]]:
    """One shape a colour and emphasis: all words that have it."""
    used = picture.faces_of(cloud)
    is_held = any(word.norm in picked for word in cloud.words)
    paths: dict[tuple[str, bool], str] = {}
    for word in cloud.words:
        look = (word.colour, is_held and word.norm not in picked)
        paths[look] = paths.get(look, "") + picture.outline(word, used)
    return [
        {
            "type": "path",
            "path": path,
            "fillcolor": picture.colour_of(key, mode=mode),
            "fillrule": "nonzero",
            "opacity": _FADED if is_faded else 1,
            "line": {"width": 0},
            "layer": "below",
        }
        for (key, is_faded), path in paths.items()
    ]


def _touch(cloud: Cloud) -> go.Scatter:
    """Invisible squares over the letters: plotly knows clicks on marks, not on shapes."""
    used = picture.faces_of(cloud)
    spots = [(word, x, y) for word in cloud.words for x, y in _middles(word, used)]
    return go.Scatter(
        x=[round(x, 1) for _, x, _ in spots],
        y=[round(y, 1) for _, _, y in spots],
        mode="markers",
        marker={"symbol": "square", "size": [word.font_size for word, _, _ in spots], "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[word.norm for word, _, _ in spots],
        hovertext=[escape(hover(word)) for word, _, _ in spots],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _middles(word: CloudWord, used: tuple[fonts.Face, ...]) -> list[tuple[float, float]]:
    """Middle of each letter's box, in pixels of the canvas."""
    widths = [fonts.glyph(fonts.face_of(c, used), c).advance * word.font_size for c in word.word]
    at = -sum(widths) / 2
    middles = []
    for width in widths:
        along = at + width / 2
        at += width
        across = word.direction == "across"
        middles.append((word.x + along, word.y) if across else (word.x, word.y + along))
    return middles
