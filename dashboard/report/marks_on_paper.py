"""Draws the marks of a plotly figure on paper: bars, points, lines, texts, shapes.

What our charts use is drawn, and nothing else: `draw_traces` refuses a kind of trace it does not
know, so that a new chart cannot lose marks in print without a test that says so.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.i18n import number
from dashboard.report import paper

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SPAN = re.compile(r'<span style="color:(#[0-9A-Fa-f]{6})">(.*?)</span>|<[^>]+>', re.DOTALL)
_PATH = re.compile(r"([MLQCZ])([^MLQCZ]*)")
_CODES = {"M": 1, "L": 2, "Q": 3, "C": 4, "Z": 79}  # as matplotlib's Path numbers them
_SHAPES = {  # matplotlib's markers, and the factor that gives them plotly's area
    "circle": ("o", 1.0), "square": ("s", 1.0), "diamond": ("D", 0.845**0.5),
    "triangle-up": ("^", 0.866**0.5), "cross": ("P", 1.0), "star": ("*", 1.2),
    "line-ns": ("|", 1.0),
}  # fmt: skip
_DASHES = {
    "dash": (0, (6, 3)), "dot": (0, (1.5, 2.5)), "dashdot": (0, (6, 3, 1.5, 3)),
    "longdash": (0, (10, 4)),
}  # fmt: skip
_HATCHES = {"/": "///", ".": "..."}
_INSIDE = 4  # pixels around a number that stands in its bar
_BEHIND = 6  # pixels between the end of a bar and its number


class UnprintableChartError(TypeError):
    """A figure has a kind of trace that is not drawn on paper."""


@dataclass(frozen=True, slots=True)
class Runs:
    """A line of text in parts: what stands there, and its colour, "" for that of the line."""

    parts: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _ in self.parts)

    def width(self, size: float) -> float:
        """Return the width in pixels, about."""
        return paper.text_width(self.plain, size)

    def shorten(self, room: float, size: float) -> Runs:
        """Return it cut to so many pixels: its first part loses its end."""
        if self.width(size) <= room or not self.parts:
            return self
        (text, colour), *rest = self.parts
        while text and Runs(((f"{text}…", colour), *rest)).width(size) > room:
            text = text[:-1].rstrip("… ")
        return Runs(((f"{text}…", colour), *rest))


def parse_runs(text: str) -> Runs:
    """Read a label as plotly would: colours of spans, entities; other tags say nothing."""
    parts, at = [], 0
    for found in _SPAN.finditer(text):
        parts.append((text[at : found.start()], ""))
        parts.append((found[2] or "", found[1] or ""))
        at = found.end()
    parts.append((text[at:], ""))
    return Runs(tuple((html.unescape(own), colour) for own, colour in parts if own))


def write_runs(
    axes: Axes, runs: Runs, x: float, y: float, *, size: float, colour: str = paper.INK.ink,
    halo: bool = False,
) -> None:  # fmt: skip
    """Write a line in its colours, from `x` to the right, with its middle at `y`."""
    for text, own in runs.parts:
        paper.write(axes, text, x, y, size=size, colour=own or colour, halo=halo)
        x += paper.text_width(text, size)


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: which values it has, and where these stand.

    Attributes:
        first, last: values at its beginning and end.
        at, end: pixels of these.
        categories: the names that stand at 0, 1, 2 …; None for numbers.
    """

    first: float
    last: float
    at: float
    end: float
    categories: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls, axis: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], name: str, at: float,
        end: float, *, stacks: bool = False,
    ) -> Scale:  # fmt: skip
        """Make the scale of an axis from what it says of itself, else from its traces."""
        values = [value for trace in traces for value in _reach(trace, name) if value is not None]
        values += _stack_heights(traces, name) if stacks else []
        categories = None
        if axis.get("type") == "category":
            categories = tuple(axis.get("categoryarray") or dict.fromkeys(map(str, values)))
            values = list(range(len(categories)))
        first, last = axis.get("range") or _range_of(values, axis, is_category=bool(categories))
        return cls(float(first), float(last), at, end, categories)

    @property
    def step(self) -> float:
        """How many pixels one unit has."""
        return abs((self.end - self.at) / ((self.last - self.first) or 1))

    def place(self, value: Any) -> float:
        """Return where a value stands, in pixels."""
        if self.categories is not None:
            value = self.categories.index(str(value))
        share = (float(value) - self.first) / ((self.last - self.first) or 1)
        return self.at + share * (self.end - self.at)

    def holds(self, value: float) -> bool:
        """Tell whether a number is within the axis."""
        return min(self.first, self.last) <= value <= max(self.first, self.last)

    def ticks(self, axis: Mapping[str, Any], *, room: float) -> list[tuple[float, str]]:
        """Return where ticks stand and what they are called, those within the axis.

        Args:
            axis: what it says of itself.
            room: pixels that one of its own numbers needs.
        """
        values, labels = axis.get("tickvals"), axis.get("ticktext")
        if values is None and self.categories is not None:
            values = self.categories
        if values is None:
            values = self._round_numbers(axis.get("dtick"), room)
        if labels is None:
            suffix = axis.get("ticksuffix") or ""
            labels = [v if isinstance(v, str) else _write_number(v) + suffix for v in values]
        places = [(self.place(value), str(label)) for value, label in
                  zip(values, labels, strict=False)]  # fmt: skip
        low, high = sorted((self.at, self.end))
        return [(at, label) for at, label in places if low - 1 <= at <= high + 1]

    def _round_numbers(self, step: float | None, room: float) -> list[float]:
        from matplotlib.ticker import MaxNLocator, MultipleLocator

        low, high = sorted((self.first, self.last))
        n = max(1, int(abs(self.end - self.at) / room))
        if step and (high - low) / step <= n:
            return [float(v) for v in MultipleLocator(step).tick_values(low, high)]
        found = MaxNLocator(nbins=min(n, 6), steps=[1, 2, 2.5, 5, 10])
        if step:
            found = MaxNLocator(nbins=min(n, 6), steps=[1, 2, 5, 10], integer=True)
        return [float(v) for v in found.tick_values(low, high)]


@dataclass(frozen=True, slots=True)
class PlotFrame:
    """The place of the marks, in pixels of the paper."""

    x: Scale
    y: Scale
    left: float
    top: float
    right: float
    bottom: float


def _reach(trace: Mapping[str, Any], name: str) -> Iterable[Any]:
    """Yield the values of a trace along an axis, with the ends of its bars and intervals."""
    values = trace.get(name) or ()
    yield from values
    if trace.get("type") != "bar":
        wide = trace.get(f"error_{name}", {}).get("array") or ()
        for value, off in zip(values, wide, strict=False):
            yield from (value - off, value + off)
    elif (name == "x") == (trace.get("orientation") == "h"):
        yield 0


def _stack_heights(traces: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    """Return how high bars are that stand on each other; none where they do not grow that way."""
    other, heights = "y" if name == "x" else "x", dict[Any, float]()
    for trace in traces:
        if trace.get("type") == "bar" and (name == "x") == (trace.get("orientation") == "h"):
            for place, length in zip(trace[other] or (), trace[name] or (), strict=True):
                heights[place] = heights.get(place, 0) + length
    return list(heights.values())


def _range_of(
    values: Sequence[Any], axis: Mapping[str, Any], *, is_category: bool
) -> tuple[float, float]:
    if is_category:
        return -0.5, max(0, len(values) - 1) + 0.5
    if axis.get("autorange") == "reversed":  # rows
        return max(values, default=0) + 0.5, -0.5
    low, high = min(values, default=0), max(values, default=1)
    low = min(low, 0) if axis.get("rangemode") == "tozero" else low
    pad = 0.06 * ((high - low) or 1)
    return (low if low == 0 else low - pad), high + pad


def _write_number(value: float) -> str:
    digits = 0 if float(value).is_integer() else len(f"{value:.6g}".partition(".")[2])
    return number(value, digits=digits)


def _nth(value: Any, i: int, otherwise: Any = None) -> Any:
    """Return what a property says of one mark; a trace may say it once for all."""
    if isinstance(value, (list, tuple)):
        value = value[i] if i < len(value) else None
    return otherwise if value is None else value


def _is_seen(colour: Any) -> bool:
    return isinstance(colour, str) and colour.startswith("#")


def draw_shapes(axes: Axes, frame: PlotFrame, shapes: Iterable[Mapping[str, Any]]) -> None:
    """Draw grounds of lanes, and letters that are outlines."""
    from matplotlib.patches import PathPatch, Rectangle

    for shape in shapes:
        look = {"facecolor": shape["fillcolor"], "linewidth": 0, "alpha": shape.get("opacity", 1),
                "zorder": 0.2}  # fmt: skip
        if shape["type"] == "path":
            axes.add_patch(PathPatch(_path_of(shape["path"], frame), **look))
            continue
        top, bottom = sorted((frame.y.place(shape["y0"]), frame.y.place(shape["y1"])))
        axes.add_patch(Rectangle((frame.left, top), frame.right - frame.left, bottom - top, **look))


def _path_of(commands: str, frame: PlotFrame) -> Any:
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for letter, told in _PATH.findall(commands):
        numbers = [float(v) for v in told.split()]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True)) or [(0.0, 0.0)]
        if letter == "Z":
            points.append(points[-1] if points else (0.0, 0.0))
        else:
            points += [(frame.x.place(x), frame.y.place(y)) for x, y in pairs]
        codes += [_CODES[letter]] * (1 if letter == "Z" else len(pairs))
    return Path(points or [(0.0, 0.0)], codes or [1])


def draw_traces(axes: Axes, frame: PlotFrame, chart: Mapping[str, Any], *, zoom: float) -> None:
    """Draw all traces of a figure.

    Args:
        axes: where.
        frame: the place of the marks.
        chart: the figure as plain values.
        zoom: how much marks shrink whose size was laid out in pixels.

    Raises:
        UnprintableChartError: there is a trace of another kind.
    """
    layout = chart.get("layout", {})
    ends: dict[tuple[Any, bool], float] = {}  # of what is stacked
    labels = _Labels()
    for trace in chart.get("data", ()):
        if trace.get("type", "scatter") == "bar":
            stack = ends if layout.get("barmode") == "stack" else None
            _draw_bars(axes, frame, trace, gap=layout.get("bargap", 0.2), stack=stack)
        elif trace.get("type", "scatter") == "scatter":
            _draw_scatter(axes, frame, trace, zoom, labels)
        else:
            raise UnprintableChartError(f"A trace of kind {trace['type']} is not drawn on paper.")


def _draw_bars(
    axes: Axes,
    frame: PlotFrame,
    trace: Mapping[str, Any],
    *,
    gap: float,
    stack: dict[tuple[Any, bool], float] | None,
) -> None:
    lies = trace.get("orientation") == "h"
    along, across = (frame.x, frame.y) if lies else (frame.y, frame.x)
    lengths, rows = (trace["x"], trace["y"]) if lies else (trace["y"], trace["x"])
    for i, (length, row) in enumerate(zip(lengths or (), rows or (), strict=True)):
        start = _nth(trace.get("base"), i, 0)
        if stack is not None:
            start = stack.get((row, length < 0), 0)
            stack[row, length < 0] = start + length
        ends = along.place(start), along.place(start + length)
        middle, thick = across.place(row), (1 - gap) * across.step
        box = (min(ends), middle - thick / 2, abs(ends[1] - ends[0]), thick)
        if length:
            _draw_bar(axes, box if lies else (box[1], box[0], box[3], box[2]), trace, i)
        if lies and (text := _nth(trace.get("text"), i, "")):
            _write_at_bar(axes, frame, trace, i, parse_runs(str(text)), ends, middle)


def _draw_bar(
    axes: Axes, box: tuple[float, float, float, float], trace: Mapping[str, Any], i: int
) -> None:
    from matplotlib.patches import Rectangle

    marker, x = trace.get("marker", {}), max(box[2], 0.5)
    pattern, rim = marker.get("pattern", {}), marker.get("line", {})
    colour, shape = _nth(marker.get("color"), i, paper.INK.groups[0]), _nth(pattern.get("shape"), i)
    width = _nth(rim.get("width"), i, 0)
    opacity = _nth(marker.get("opacity"), i, 1)
    ink = _nth(pattern.get("fgcolor"), i, colour)
    axes.add_patch(
        Rectangle(
            box[:2], x, box[3],
            facecolor="none" if shape and _is_replaced(trace, pattern) else (colour, opacity),
            hatch=_HATCHES.get(shape or ""),
            hatchcolor=(ink, opacity),
            edgecolor=_nth(rim.get("color"), i, "none") if width else "none",
            linewidth=width * paper.POINT,
            zorder=1,
        )
    )  # fmt: skip


def _is_replaced(trace: Mapping[str, Any], pattern: Mapping[str, Any]) -> bool:
    """Tell whether a hatch stands over another trace's ground and has none of its own."""
    return pattern.get("fillmode") == "replace" and trace.get("base") is not None


def _write_at_bar(
    axes: Axes,
    frame: PlotFrame,
    trace: Mapping[str, Any],
    i: int,
    runs: Runs,
    ends: tuple[float, float],
    middle: float,
) -> None:
    font = trace.get("textfont", {})
    size, colour = _nth(font.get("size"), i, paper.SMALL), _nth(font.get("color"), i, paper.INK.ink)
    width = runs.width(size)
    if trace.get("textposition") == "inside":
        if abs(ends[1] - ends[0]) >= width + 2 * _INSIDE:
            write_runs(axes, runs, sum(ends) / 2 - width / 2, middle, size=size, colour=colour)
        return
    sides = ends[1] + _BEHIND, ends[0] - _BEHIND - width
    if ends[1] < ends[0]:
        sides = ends[1] - _BEHIND - width, ends[0] + _BEHIND
    room = axes.get_xlim()[1]
    x = next((at for at in sides if frame.left <= at <= room - width), sides[0])
    write_runs(axes, runs, x, middle, size=size, colour=colour)


class _Labels:
    """Where labels stand already: one that would lie over another is left out."""

    def __init__(self) -> None:
        self._boxes: list[tuple[float, float, float, float]] = []

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a place; False where it is taken."""
        if any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in self._boxes):
            return False
        self._boxes.append((left, top, right, bottom))
        return True


def _draw_scatter(
    axes: Axes, frame: PlotFrame, trace: Mapping[str, Any], zoom: float, labels: _Labels
) -> None:
    parts = (trace.get("mode") or "markers").split("+")
    if "lines" in parts:
        _draw_line(axes, frame, trace)
    points = [
        (i, frame.x.place(x), frame.y.place(y))
        for i, (x, y) in enumerate(zip(trace.get("x") or (), trace.get("y") or (), strict=True))
        if x is not None and y is not None
    ]
    _draw_intervals(axes, frame, trace, points)
    if "markers" in parts:
        for i, x, y in points:
            _draw_mark(axes, trace, i, x, y, zoom)
    if "text" in parts:
        sizes = trace.get("marker", {}).get("size")
        for i, x, y in sorted(points, key=lambda point: -_nth(sizes, point[0], 0)):
            _write_at_mark(axes, frame, trace, i, (x, y), zoom, labels)


def _draw_line(axes: Axes, frame: PlotFrame, trace: Mapping[str, Any]) -> None:
    from matplotlib.lines import Line2D

    pairs = zip(trace.get("x") or (), trace.get("y") or (), strict=True)
    none = (math.nan, math.nan)
    points = [none if x is None or y is None else (frame.x.place(x), frame.y.place(y))
              for x, y in pairs]  # fmt: skip
    pen = trace.get("line", {})
    if points:
        axes.add_line(
            Line2D(
                [x for x, _ in points], [y for _, y in points],
                color=pen.get("color", paper.INK.quiet),
                linewidth=pen.get("width", 2) * paper.POINT,
                linestyle=_DASHES.get(pen.get("dash", "solid"), "-"),
                alpha=trace.get("opacity", 1), zorder=1.5,
            )
        )  # fmt: skip


def _draw_intervals(
    axes: Axes,
    frame: PlotFrame,
    trace: Mapping[str, Any],
    points: Sequence[tuple[int, float, float]],
) -> None:
    from matplotlib.lines import Line2D

    bars = trace.get("error_x", {})
    for i, x, y in points if bars.get("array") else ():
        off = bars["array"][i] * frame.x.step
        width = bars.get("thickness", 1) * paper.POINT
        axes.add_line(
            Line2D([x - off, x + off], [y, y], color=bars.get("color"), linewidth=width, zorder=1.6)
        )


def _draw_mark(
    axes: Axes, trace: Mapping[str, Any], i: int, x: float, y: float, zoom: float
) -> None:
    from matplotlib.colors import to_rgba

    marker = trace.get("marker", {})
    colour, opacity = _nth(marker.get("color"), i), _nth(marker.get("opacity"), i, 1)
    if not opacity or not _is_seen(colour):
        return
    shape, factor = _SHAPES[_nth(marker.get("symbol"), i, "circle")]
    size = _nth(marker.get("size"), i, 6) * factor * zoom
    rim = marker.get("line", {})
    width = _nth(rim.get("width"), i, 0)
    edge = _nth(rim.get("color"), i, paper.INK.paper) if width else "none"
    dots = axes.scatter(
        [x],
        [y],
        s=(size * paper.POINT) ** 2,
        marker=shape,
        color=[to_rgba(colour, opacity)],
        linewidths=max(width, 1 if shape == "|" else 0) * paper.POINT,
        zorder=2,
    )
    if shape != "|":  # a stroke is all rim
        dots.set_edgecolor(edge)


def _write_at_mark(
    axes: Axes,
    frame: PlotFrame,
    trace: Mapping[str, Any],
    i: int,
    at: tuple[float, float],
    zoom: float,
    labels: _Labels,
) -> None:
    """Write a label on the side of its mark that the chart says; without a mark, on its place."""
    runs = parse_runs(str(_nth(trace.get("text"), i, "")))
    if not runs.plain.strip():
        return
    font, has_mark = trace.get("textfont", {}), "markers" in trace.get("mode", "")
    size = _nth(font.get("size"), i, paper.TEXT) * (1.0 if has_mark else zoom)
    reach = _nth(trace.get("marker", {}).get("size"), i, 6) * zoom / 2 + 4 if has_mark else 0.0
    vertical, _, horizontal = _nth(trace.get("textposition"), i, "middle center").partition(" ")
    width, half = runs.width(size), size * 0.62
    x = at[0] + {"left": -reach - width, "center": -width / 2, "right": reach}[horizontal]
    y = at[1] + {"top": -reach - half, "middle": 0.0, "bottom": reach + half}[vertical]
    if has_mark:
        x = min(max(x, 4), axes.get_xlim()[1] - width - 4)
        if not labels.take(x, y - half, x + width, y + half):
            return
    colour = _nth(font.get("color"), i, paper.INK.ink)
    write_runs(axes, runs, x, y, size=size, colour=colour, halo=has_mark)


def draw_annotations(axes: Axes, frame: PlotFrame, notes: Iterable[Mapping[str, Any]]) -> None:
    """Write what a chart says beside its marks."""
    for note in notes:
        x = note["x"]
        if note.get("xref") == "paper":
            x = frame.left + x * (frame.right - frame.left)
        else:
            x = frame.x.place(x)
        colour = note.get("font", {}).get("color", paper.INK.ink)
        runs = parse_runs(note["text"])
        x += note.get("xshift", 0)
        write_runs(axes, runs, x, frame.y.place(note["y"]), size=paper.TEXT, colour=colour)
