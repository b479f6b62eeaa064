"""The map of a corpus and the copies inside one text, as plotly figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from components import theme
from components.duplicates.report import Passage
from components.duplicates.strip import Row, Segment, Strip
from components.i18n import number, share, t
from components.theme import Mode

_TITLE = 12  # characters of a title beside its row
_ROOM = 0.03  # share of the width from which a number fits into a segment
_TALL, _MIDDLE, _LOW, _THIN = 56, 26, 13, 6  # pixels a row: one text … the whole corpus
_PATTERN = {"unique": "", "kept": "", "copy": "/"}
_PALE = 0.28  # share of its colour in the ground of a copy that is not counted
_ARC_POINTS = 24
_ARC_HEIGHT = 240
_DRAWN = 1000  # copies; a screen has no more pixels
_NUMBERED = 24  # copies that still get their number written


def strip(strip: Strip, *, mode: Mode) -> go.Figure:
    """Draw each article as a horizontal strip, as long as its text.

    The copy that counts is solid, other copies are pale and hatched, text that stands nowhere
    else is quiet. A mark's `customdata` is the place of its segment in `strip.segments`.

    Args:
        strip: what to draw; without rows an empty figure with its axis title.
        mode: light or dark.
    """
    palette = theme.PALETTES[mode]
    height = _row_height(len(strip.rows))
    drawn = (_ground, _bars) if strip.rows else ()
    marks = [draw(strip, palette, height) for draw in drawn]
    longest = max((row.length for row in strip.rows), default=1)
    layout = {
        "template": theme.template(mode),
        "height": max(120, len(strip.rows) * height + 64),
        "bargap": 0.24 if height > _LOW else 0.12,
        "barmode": "overlay",
        "xaxis": _character_axis(0, longest),
        "yaxis": _title_axis(strip.rows, height),
    }
    return go.Figure(marks, layout)


def self_similarity(passage: Passage, *, mode: Mode, length: int) -> go.Figure:
    """Draw where one text starts over: an arc from each copy to the next.

    A solid arc leads to a copy equal to the first, a dotted one to an edited copy. A mark's
    `customdata` is the number of the copy in `passage.copies`.

    Args:
        passage: the copies.
        mode: light or dark.
        length: characters of the whole text.
    """
    palette = theme.PALETTES[mode]
    likeness = (passage.similarities or (1.0,) * len(passage.copies))[:_DRAWN]
    passage = replace(passage, copies=passage.copies[:_DRAWN])
    marks = []
    for equal in (True, False):
        chosen = [i for i in range(1, len(passage.copies)) if (likeness[i] == 1) is equal]
        if chosen:
            marks.append(_arcs(passage, chosen, palette, equal=equal))
    if passage.copies:
        marks.append(_starts(passage, likeness, palette))
    layout = {
        "template": theme.template(mode),
        "height": _ARC_HEIGHT,
        "xaxis": _character_axis(-0.02 * length, max(1, length) * 1.02),
        "yaxis": {"visible": False, "range": [-0.18, 1.12], "fixedrange": True},
    }
    return go.Figure(marks, layout)


def _character_axis(start: float, end: float) -> dict[str, Any]:
    """The axis along the text, counted in characters."""
    return {
        "title": {"text": t("duplicates.axis_characters")},
        "range": [start, end],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickformat": ",d",
    }


def _row_height(n_rows: int) -> int:
    if n_rows <= 2:
        return _TALL
    if n_rows <= 30:
        return _MIDDLE
    return _LOW if n_rows <= 80 else _THIN


def _ground(strip: Strip, palette: theme.Palette, height: int) -> go.Bar:
    """The pale ground of all segments, over which patterns are drawn and clicks fade."""
    rows = [(i, segment) for i, row in enumerate(strip.rows) for segment in row.segments]
    return go.Bar(
        orientation="h",
        y=[i for i, _ in rows],
        x=[len(segment.span) for _, segment in rows],
        base=[segment.span.start for _, segment in rows],
        marker={
            "color": [_mixed(_colour(s, palette), palette.paper, _PALE) for _, s in rows],
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def _bars(strip: Strip, palette: theme.Palette, height: int) -> go.Bar:
    rows = [(i, segment) for i, row in enumerate(strip.rows) for segment in row.segments]
    longest = max(row.length for row in strip.rows)
    return go.Bar(
        orientation="h",
        y=[i for i, _ in rows],
        x=[len(segment.span) for _, segment in rows],
        base=[segment.span.start for _, segment in rows],
        customdata=list(range(len(rows))),
        marker={
            "color": [_colour(segment, palette) for _, segment in rows],
            "pattern": {
                "shape": [_PATTERN[segment.state] for _, segment in rows],
                "fillmode": "replace",
                "fgcolor": [_colour(segment, palette) for _, segment in rows],
                "size": 8 if height > _THIN else 4,
                "solidity": 0.12,
            },
            "line": {"color": palette.paper, "width": 1.5 if height > _LOW else 0.6},
        },
        text=[_number_in(segment, longest, height) for _, segment in rows],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={
            "color": [palette.ink if s.state == "copy" else palette.paper for _, s in rows],
            "size": 13,
        },
        hovertext=[_hover(segment, strip.rows[i]) for i, segment in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _colour(segment: Segment, palette: theme.Palette) -> str:
    if segment.state == "unique":
        return palette.line
    return palette.groups[segment.group % len(palette.groups)]


def _mixed(colour: str, paper: str, part: float) -> str:
    """Mix a colour with the paper; `part` is the share of the colour, in [0, 1]."""
    pairs = [(int(colour[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * a + (1 - part) * b):02X}" for a, b in pairs)


def _number_in(segment: Segment, longest: int, height: int) -> str:
    roomy = height > _LOW and len(segment.span) >= _ROOM * longest
    return number(segment.copy) if segment.state != "unique" and roomy else ""


def _hover(segment: Segment, row: Row) -> str:
    span = segment.span
    where = t("duplicates.hover_place", start=number(span.start + 1), end=number(span.end))
    if segment.state == "unique":
        what = t("duplicates.hover_unique")
    else:
        what = t(
            f"duplicates.hover_{segment.state}",
            copy=number(segment.copy),
            copies=number(segment.copies),
        )
    return f"<b>{theme.escape(row.title)}</b><br>{what}<br>{where}"


def _title_axis(rows: Sequence[Row], height: int) -> dict[str, object]:
    """Titles beside the rows where these are high enough, first row on top."""
    labelled = len(rows) > 1 and height > _LOW
    return {
        "range": [len(rows) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": list(range(len(rows))) if labelled else [],
        "ticktext": [theme.escape(_short(row.title)) for row in rows] if labelled else [],
        "title": {"text": "" if labelled or len(rows) == 1 else t("duplicates.axis_articles")},
    }


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"


def _arcs(
    passage: Passage, chosen: Sequence[int], palette: theme.Palette, *, equal: bool
) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for i in chosen:
        start, end = passage.copies[i - 1].start, passage.copies[i].start
        for step in range(_ARC_POINTS + 1):
            part = step / _ARC_POINTS
            x.append(start + part * (end - start))
            y.append(4 * part * (1 - part) * 0.8)
        x.append(None)
        y.append(None)
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={
            "color": palette.groups[0] if equal else palette.groups[1],
            "width": 2 if len(passage.copies) <= 60 else 1,
            "dash": "solid" if equal else "dot",
        },
        hoverinfo="skip",
    )


def _starts(passage: Passage, likeness: Sequence[float], palette: theme.Palette) -> go.Scatter:
    copies = passage.copies
    numbered = max(1, -(-len(copies) // _NUMBERED))
    return go.Scatter(
        x=[span.start for span in copies],
        y=[0.0] * len(copies),
        customdata=list(range(len(copies))),
        mode="markers+text",
        marker={
            "size": 13 if len(copies) <= 60 else 7,
            "color": [palette.groups[0] if s == 1 else palette.groups[1] for s in likeness],
            "symbol": [
                "square" if i == 0 else "circle" if s == 1 else "diamond"
                for i, s in enumerate(likeness)
            ],
        },
        text=[number(i + 1) if i % numbered == 0 else "" for i in range(len(copies))],
        textposition="bottom center",
        textfont={"color": palette.ink, "size": 12},
        hovertext=[
            t(
                "duplicates.hover_arc",
                copy=number(i + 1),
                characters=number(len(span)),
                similarity=share(s),
            )
            for i, (span, s) in enumerate(zip(copies, likeness, strict=True))
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
