"""Draws the map of a corpus as a plotly figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from components import theme
from components.duplicates.describe import place, stretch
from components.duplicates.strip import RowKind, Segment, Strip, StripRow
from components.i18n import number, t
from components.theme import ColourMode

_TITLE, _SHORT_TITLE = 12, 8  # characters of a title beside its row, and beside a low one
_ROOM = 0.03  # share of the width from which a number fits into a segment
_TALL, _MIDDLE, _LOW = 56, 26, 20  # pixels a row: one text … all that fit on a screen
_FEW = 15  # rows that may be a little higher
_MANY = 80  # segments in a row, from which one is about as wide as its edges on a phone
_PATTERN = {"unique": "", "kept": "", "copy": "/"}
_PALE = 0.28  # share of its colour in the ground of a copy that is not counted


def strip(strip: Strip, *, mode: ColourMode) -> go.Figure:
    """Draw each article, or each group, as a horizontal strip, as long as its text.

    What counts and is repeated elsewhere is solid, what repeats it pale and hatched, text that
    stands nowhere else is quiet. A mark's `customdata` is the place of its segment in
    `strip.segments`.

    Args:
        strip: what to draw; without rows an empty figure with its axis title.
        mode: light or dark.
    """
    palette = theme.PALETTES[mode]
    height = _row_height(len(strip.rows))
    drawn = (_ground, _bars) if strip.segments else ()
    marks = [draw(strip, palette, height) for draw in drawn]
    longest = max((row.length for row in strip.rows), default=1)
    layout = {
        "template": theme.template(mode),
        "height": max(120, len(strip.rows) * height + 64),
        "bargap": 0.24,
        "barmode": "overlay",
        "xaxis": _axis_along(longest, strip.kind),
        "yaxis": (axis := _title_axis(strip.rows, height)),
        "margin": theme.row_margin(axis["ticktext"], size=axis["tickfont"]["size"]),
    }
    return go.Figure(marks, layout)


def _axis_along(longest: int, kind: RowKind) -> dict[str, Any]:
    """The axis along the text: characters, or the share of a group's."""
    groups = kind == "groups"
    return {
        "title": {"text": t("duplicates.axis_shares" if groups else "duplicates.axis_characters")},
        "range": [0, 100 if groups else longest],
        "automargin": False,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickformat": ",d",
        "ticksuffix": "%" if groups else "",
    }


def _places(strip: Strip) -> list[tuple[int, float, float, Segment]]:
    """Row, beginning and length of each segment; a group is as wide as any other."""
    shares = strip.kind == "groups"
    return [
        (i, segment.at * scale, len(segment.span) * scale, segment)
        for i, row in enumerate(strip.rows)
        for scale in (100 / max(row.length, 1) if shares else 1,)
        for segment in row.segments
    ]


def _row_height(n_rows: int) -> int:
    if n_rows <= 2:
        return _TALL
    return _MIDDLE if n_rows <= _FEW else _LOW


def _ground(strip: Strip, palette: theme.Palette, height: int) -> go.Bar:
    """The pale ground of all segments, over which patterns are drawn and clicks fade."""
    rows, starts, lengths, segments = zip(*_places(strip), strict=True)
    return go.Bar(
        orientation="h",
        y=rows,
        x=lengths,
        base=starts,
        marker={
            "color": [
                theme.mix_colours(_colour(s, palette), palette.paper, _PALE) for s in segments
            ],
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def _bars(strip: Strip, palette: theme.Palette, height: int) -> go.Bar:
    rows, starts, lengths, segments = zip(*_places(strip), strict=True)
    longest = max(row.length for row in strip.rows)
    colours = [_colour(segment, palette) for segment in segments]
    return go.Bar(
        orientation="h",
        y=rows,
        x=lengths,
        base=starts,
        customdata=list(range(len(segments))),
        marker={
            "color": colours,
            "pattern": {
                "shape": [_PATTERN[segment.state] for segment in segments],
                "fillmode": "replace",
                "fgcolor": colours,
                "size": 8 if height > _LOW else 6,
                "solidity": 0.12,
            },
            "line": {"color": palette.paper, "width": _edge(strip, height)},
        },
        text=[_number_in(segment, longest, height) for segment in segments],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={
            "color": [palette.ink if s.state == "copy" else palette.paper for s in segments],
            "size": 13,
        },
        hovertext=[_hover(segment) for segment in segments],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _edge(strip: Strip, height: int) -> float:
    """Pixels between two segments; none where they are so narrow that edges would hide them."""
    if max(len(row.segments) for row in strip.rows) > _MANY:
        return 0.0
    return 1.5 if height > _LOW else 0.8


def _colour(segment: Segment, palette: theme.Palette) -> str:
    if segment.state == "unique":
        return palette.line
    return palette.groups[segment.group % len(palette.groups)]


def _number_in(segment: Segment, longest: int, height: int) -> str:
    roomy = height > _LOW and len(segment.span) >= _ROOM * longest
    return number(segment.copy) if segment.copy and roomy else ""


def _hover(segment: Segment) -> str:
    lines = (
        f"<b>{theme.escape(segment.title)}</b>",
        theme.escape(stretch(segment)),
        place(segment),
    )
    return "<br>".join(lines)


def _title_axis(rows: Sequence[StripRow], height: int) -> dict[str, Any]:
    """Titles beside the rows, first row on top; the one row of a single text has none."""
    labels = [_label(row, height) for row in rows] if len(rows) > 1 else []
    title = "" if rows else t("duplicates.axis_articles")
    axis = theme.row_axis(labels, title=title, n_rows=len(rows))
    return axis | {"tickfont": {"size": 14 if height > _LOW else 12}, "automargin": not rows}


def _label(row: StripRow, height: int) -> str:
    most = _TITLE if height > _LOW else _SHORT_TITLE
    times = f" ×{number(row.articles)}" if row.articles > 1 else ""
    return theme.escape(theme.shorten(row.title, most)) + times
