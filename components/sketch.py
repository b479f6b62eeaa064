"""Draws the bars of a figure as boxes of HTML: they stand there before plotly has arrived.

Plotly is more than half of what a first visit fetches. A sketch comes with the first words of the
page, and gives way to the chart of which it is one, in the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

MOST_BARS = 150
"""A figure of more bars is not sketched: each run of a page would send them."""
_LETTER = 14
# Pixels where a figure says less: below, plotly itself makes room for ticks and title.
_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 41}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, its place in shares of the plot, from its upper left corner.

    Attributes:
        fill: what it is painted with, as CSS.
        text: escaped; what stands in it.
    """

    left: float
    top: float
    width: float
    height: float
    fill: str
    ink: str
    opacity: float
    text: str


def sketch_bars(figure: Mapping[str, Any], *, alt: str) -> str:
    """Return the bars of a figure as HTML; "" for a figure of something else or of too many.

    Args:
        figure: as `plotly` writes it, bars on axes of rows or of categories.
        alt: one sentence that says what it shows.
    """
    traces, layout = figure["data"], figure["layout"]
    if not traces or any(trace.get("type") != "bar" for trace in traces):
        return ""
    if sum(len(trace["x"]) for trace in traces) > MOST_BARS:
        return ""
    rows = [trace.get("orientation") == "h" for trace in traces]
    if any(rows) and not all(rows):
        return ""
    bars = _lay_rows(traces, layout) if rows[0] else _stack_columns(traces, layout)
    names = layout["yaxis"].get("ticktext", ()) if rows[0] else ()
    margin = _MARGIN | layout.get("margin", {})
    plot = "".join(map(_box, bars)) + "".join(_list_names(names, layout))
    return (
        f'<div class="sketch" role="img" aria-label="{escape(alt, quote=True)}"'
        f' style="position:relative;height:{layout["height"]}px">'
        f'<div style="position:absolute;left:{margin["l"]}px;right:{margin["r"]}px;'
        f'top:{margin["t"]}px;bottom:{max(margin["b"], _MARGIN["b"])}px">{plot}</div></div>'
    )


def _lay_rows(traces: Sequence[Any], layout: Mapping[str, Any]) -> Iterator[Bar]:
    """Lay bars in rows, each from where it begins; the first row is on top."""
    longest = layout["xaxis"]["range"][1]
    low, high = sorted(layout["yaxis"]["range"])
    thick = 1 - layout.get("bargap", 0.2)
    for trace in traces:
        starts = trace.get("base") or [0] * len(trace["x"])
        for i, (row, start, length) in enumerate(zip(trace["y"], starts, trace["x"], strict=True)):
            top = (row - low - thick / 2) / (high - low)
            place = (start / longest, top, length / longest, thick / (high - low))
            yield _paint(trace, i, place)


def _stack_columns(traces: Sequence[Any], layout: Mapping[str, Any]) -> Iterator[Bar]:
    """Stack bars over their categories, in the order of the traces."""
    axis, thick = layout["xaxis"], 1 - layout.get("bargap", 0.2)
    low, high = axis["range"]
    number_of = {name: i for i, name in enumerate(axis["categoryarray"])}
    totals = dict.fromkeys(number_of, 0)
    for trace in traces:
        for name, value in zip(trace["x"], trace["y"], strict=True):
            totals[name] += value
    highest = max(totals.values(), default=0) * 1.05 or 1
    stood = dict.fromkeys(number_of, 0)
    for trace in traces:
        for i, (name, value) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            stood[name] += value
            left = (number_of[name] - thick / 2 - low) / (high - low)
            place = (left, 1 - stood[name] / highest, thick / (high - low), value / highest)
            yield _paint(trace, i, place)


def _paint(trace: Mapping[str, Any], i: int, place: tuple[float, float, float, float]) -> Bar:
    marker = trace.get("marker", {})
    pattern = marker.get("pattern", {})
    colour = _nth(marker.get("color"), i)
    fill = str(colour)
    if _nth(pattern.get("shape"), i):
        stripe = _nth(pattern.get("fgcolor"), i)
        ground = "transparent" if stripe == colour else colour
        apart, thick = pattern.get("size", 8) * 0.71, pattern.get("solidity", 0.3)
        stop = f"{apart * thick:.2f}px"
        fill = f"repeating-linear-gradient(135deg,{stripe} 0 {stop},{ground} {stop} {apart:.2f}px)"
    ink = str(_nth(trace.get("textfont", {}).get("color"), i) or "inherit")
    text = str(_nth(trace.get("text"), i) or "") if trace.get("textposition") == "inside" else ""
    return Bar(*place, fill, ink, float(_nth(marker.get("opacity"), i) or 1), text)


def _nth(value: Any, i: int) -> Any:
    return value if value is None or isinstance(value, str | int | float) else value[i]


def _box(bar: Bar) -> str:
    return (
        f'<span style="position:absolute;left:{bar.left:.2%};top:{bar.top:.2%};'
        f"width:{bar.width:.2%};height:{bar.height:.2%};background:{bar.fill};color:{bar.ink};"
        f"opacity:{bar.opacity:g};display:grid;place-items:center;font-size:13px;"
        f'box-shadow:inset 0 0 0 .75px var(--paper)">{bar.text}</span>'
    )


def _list_names(names: Sequence[str], layout: Mapping[str, Any]) -> Iterator[str]:
    """Write what stands before each row; plotly's labels are escaped already."""
    size = layout.get("yaxis", {}).get("tickfont", {}).get("size", _LETTER)
    for row, name in enumerate(names):
        yield (
            f'<span style="position:absolute;right:100%;top:{(row + 0.5) / len(names):.2%};'
            f"transform:translateY(-50%);padding-right:8px;white-space:nowrap;"
            f'font-size:{size}px">{name}</span>'
        )
