"""Draws any chart of a page on paper, at any width, with its title, its note and its source.

The screen's figure says what stands where; nothing is counted or placed anew. Letters keep their
size at every width: a narrow picture has fewer ticks and labels, and not smaller ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.i18n import t
from components.network.drawing import Point
from dashboard.report import marks_on_paper, paper
from dashboard.report.marks_on_paper import PlotFrame, Scale, parse_runs

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTHS = (320, 700, 1100)
"""Pixels of the pictures that are offered: a phone, a column, a page."""

_EDGE = 16
_TITLE = 20
_NARROW = 500  # pixels below which a title is set smaller
_FRAME = 60  # pixels of a screen's chart that are axes and margins
_SCREEN = 600  # pixels of a chart on a screen, for marks whose size is part of its layout
_LABELS = 0.42  # share of the width at most for what stands before rows
_GAP = 8  # between a label and its axis
_TICK_ROOM = 64  # pixels for a number below an axis
_NAMES = 130  # pixels of a matrix that are names
_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is printed around a chart; an empty line is left out."""

    title: str = ""
    note: str = ""
    source: str = ""

    @property
    def foot(self) -> tuple[str, ...]:
        """What stands below."""
        told = (
            t("print.note_line", note=self.note) if self.note else "",
            t("print.source_line", source=self.source) if self.source else "",
        )
        return tuple(filter(None, told))


def draw_chart(figure: go.Figure, imprint: Imprint, *, width: int = WIDTHS[-1]) -> Figure:
    """Draw a chart of a page on paper.

    Args:
        figure: the chart, in light colours.
        imprint: what stands above and below it.
        width: of the picture, in pixels.

    Raises:
        FontMissingError: there is no Chinese font.
    """
    plan = _Plan(figure.to_dict(), imprint, width)
    axes = paper.open_paper(imprint.title, width=width, height=plan.height)
    plan.write_around(axes)
    frame = plan.frame
    _draw_axes(axes, plan, frame)
    marks_on_paper.draw_shapes(axes, frame, plan.layout.get("shapes", ()))
    marks_on_paper.draw_traces(axes, frame, plan.chart, zoom=plan.zoom)
    marks_on_paper.draw_annotations(axes, frame, plan.beside)
    return paper.set_fonts(axes)


class _Plan:
    """Where everything of one picture stands, in pixels."""

    def __init__(self, chart: dict[str, Any], imprint: Imprint, width: int) -> None:
        self.chart, self.imprint, self.width = chart, imprint, width
        self.layout: dict[str, Any] = chart.get("layout", {})
        self.traces: Sequence[dict[str, Any]] = chart.get("data", ())
        self.room = width - 2 * _EDGE
        self.x_axis, self.y_axis = (self.layout.get(f"{name}axis", {}) for name in "xy")
        notes = self.layout.get("annotations", ())
        self.beside = [note for note in notes if note.get("yref") != "paper"]
        self.title_size = _TITLE if width >= _NARROW else _TITLE - 3
        self.title = paper.break_lines(imprint.title, self.room, self.title_size)
        self.key = _break_key(_key_of(self.layout, self.traces, notes), self.room)
        self.left = self._measure_left()
        self.right = _EDGE + self._measure_right()
        span = max(40.0, width - self.left - self.right)
        self.zoom = _zoom_of(self.x_axis, self.y_axis, self.layout, span)
        self.tall = _height_of(self.x_axis, self.y_axis, self.layout, span, self.zoom)
        self.top = self._measure_top()
        stacks = self.layout.get("barmode") == "stack"
        right, foot = self.left + span, self.top + self.tall
        self.x = Scale.of(self.x_axis, self.traces, "x", self.left, right, stacks=stacks)
        self.y = Scale.of(self.y_axis, self.traces, "y", foot, self.top, stacks=stacks)
        self.below = self._measure_below()
        self.height = math.ceil(self.top + self.tall + self.below + self._measure_foot() + _EDGE)

    @property
    def frame(self) -> PlotFrame:
        """The place of the marks."""
        return PlotFrame(self.x, self.y, self.left, self.top, self.width - self.right,
                     self.top + self.tall)  # fmt: skip

    def _measure_left(self) -> float:
        labels = _tick_labels(self.y_axis)
        if _is_hidden(self.y_axis):
            return _EDGE
        if labels is None:
            return _EDGE + 44
        widest = max((parse_runs(label).width(paper.TEXT) for label in labels), default=0)
        return _EDGE + min(widest + _GAP, _LABELS * self.width)

    def _measure_right(self) -> float:
        """Room for what is written behind the ends of lines."""
        texts = [note["text"] for note in self.beside if note.get("xref") == "paper"]
        return max((parse_runs(text).width(paper.TEXT) + _GAP for text in texts), default=0)

    def _measure_top(self) -> float:
        at = _EDGE + paper.LINE * self.title_size * len(self.title) + (8 if self.title else 0)
        at += paper.LINE * paper.SMALL * len(self.key) + (6 if self.key else 0)
        at += paper.LINE * paper.SMALL if _title_of(self.y_axis) else 0
        return at + self._measure_names_above()

    def _measure_names_above(self) -> float:
        if self.x_axis.get("side") != "top":
            return 6
        return 6 + max(
            (paper.text_width(x, 11) for x in _tick_labels(self.x_axis) or ()), default=0
        )

    def _measure_below(self) -> float:
        if _is_hidden(self.x_axis) or self.x_axis.get("side") == "top":
            return _GAP
        lines = max(label.count("<br>") + 1 for label in _tick_labels(self.x_axis) or [""])
        titles = len(self.x_title)
        return _GAP + paper.LINE * paper.SMALL * (lines + titles) + 2

    @property
    def x_title(self) -> list[str]:
        """The lines below the ticks."""
        return paper.break_lines(_title_of(self.x_axis), self.room)

    def _measure_foot(self) -> float:
        lines = [line for text in self.imprint.foot for line in self._break(text)]
        return paper.LINE * paper.SMALL * len(lines) + (_GAP if lines else 0)

    def _break(self, text: str) -> list[str]:
        return paper.break_lines(text, self.room)

    def write_around(self, axes: Axes) -> None:
        """Write title, key, axis titles, note and source."""
        paper.write_lines(axes, self.title, _EDGE, _EDGE, size=self.title_size)
        at = _EDGE + paper.LINE * self.title_size * len(self.title) + (8 if self.title else 0)
        for row in self.key:
            x = float(_EDGE)
            for item in row:
                marks_on_paper.write_runs(
                    axes, item, x, at + paper.LINE * paper.SMALL / 2, size=paper.SMALL,
                    colour=paper.INK.quiet,
                )  # fmt: skip
                x += item.width(paper.SMALL) + 16
            at += paper.LINE * paper.SMALL
        at += 6 if self.key else 0
        if title := _title_of(self.y_axis):
            paper.write(axes, title, _EDGE, at + paper.LINE * paper.SMALL / 2, size=paper.SMALL,
                        colour=paper.INK.quiet)  # fmt: skip
        if not _is_hidden(self.x_axis) and self.x_axis.get("side") != "top":
            foot = self.top + self.tall + self.below - 2
            top = foot - paper.LINE * paper.SMALL * len(self.x_title)
            paper.write_lines(axes, self.x_title, _EDGE, top, size=paper.SMALL,
                              colour=paper.INK.quiet)  # fmt: skip
        lines = [line for text in self.imprint.foot for line in self._break(text)]
        paper.write_lines(axes, lines, _EDGE, self.top + self.tall + self.below + _GAP,
                          size=paper.SMALL, colour=paper.INK.quiet)  # fmt: skip


def _title_of(axis: Mapping[str, Any]) -> str:
    if _is_hidden(axis):
        return ""
    return parse_runs(axis.get("title", _EMPTY).get("text") or "").plain


def _is_hidden(axis: Mapping[str, Any]) -> bool:
    return axis.get("visible") is False


def _tick_labels(axis: Mapping[str, Any]) -> list[str] | None:
    """Return the labels that an axis brings; None where they are numbers of its own."""
    texts = axis.get("ticktext")
    return None if texts is None else [str(text) for text in texts]


def _zoom_of(
    x_axis: Mapping[str, Any], y_axis: Mapping[str, Any], layout: Mapping[str, Any], span: float
) -> float:
    """Return how much marks shrink that were laid out in pixels of the screen."""
    if y_axis.get("scaleanchor") and not _is_hidden(x_axis):  # a matrix
        return min(1.0, span / max(1.0, float(layout.get("height", span)) - _NAMES))
    return min(1.0, span / _SCREEN) if _is_hidden(y_axis) else 1.0


def _height_of(
    x_axis: Mapping[str, Any],
    y_axis: Mapping[str, Any],
    layout: Mapping[str, Any],
    span: float,
    zoom: float,
) -> float:
    """Return the height of the place of the marks."""
    height = float(layout.get("height", 400))
    if y_axis.get("scaleanchor"):
        if not _is_hidden(x_axis):
            return min(span, height - _NAMES)
        (left, right), (low, high) = x_axis["range"], y_axis["range"]
        return span * abs(float(high - low) / ((right - left) or 1))
    tall = max(60.0, height - _FRAME)
    if _is_hidden(y_axis) and _is_hidden(x_axis):  # a network fills its place
        return max(tall * zoom, min(tall, span))
    return tall * zoom


def _key_of(
    layout: Mapping[str, Any],
    traces: Sequence[Mapping[str, Any]],
    notes: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Yield the items of the key: what the chart writes above itself, and its named traces."""
    for note in notes:
        if note.get("yref") == "paper":
            yield from filter(None, str(note["text"]).split("　"))
    for trace in traces:  # lines have their names at their ends
        if trace.get("name") and trace.get("type") == "bar":
            marker = trace.get("marker", {})
            colour = marker.get("pattern", {}).get("fgcolor") or marker.get("color")
            sign = {"/": "▨", ".": "▩"}.get(marker.get("pattern", {}).get("shape"), "■")
            yield f'<span style="color:{colour}">{sign}</span> {trace["name"]}'


def _break_key(items: Iterator[str], room: float) -> list[list[marks_on_paper.Runs]]:
    rows: list[list[marks_on_paper.Runs]] = []
    used = room
    for item in map(parse_runs, items):
        width = item.width(paper.SMALL) + 16
        if used + width > room or not rows:
            rows.append([])
            used = 0
        rows[-1].append(item)
        used += width
    return rows


def _draw_axes(axes: Axes, plan: _Plan, frame: PlotFrame) -> None:
    if not _is_hidden(plan.x_axis):
        _draw_across(axes, plan, frame)
    if not _is_hidden(plan.y_axis):
        _draw_down(axes, plan, frame)


def _draw_across(axes: Axes, plan: _Plan, frame: PlotFrame) -> None:
    """Draw the axis of x: its lines, and a label where there is room for it."""
    axis, top = plan.x_axis, plan.x_axis.get("side") == "top"
    ticks = frame.x.ticks(axis, room=_TICK_ROOM)
    if axis.get("showgrid", True) and frame.x.categories is None:
        _rule(axes, [((x, frame.top), (x, frame.bottom)) for x, _ in ticks])
    if axis.get("zeroline") and frame.x.holds(0):
        x = frame.x.place(0)
        _rule(axes, [((x, frame.top), (x, frame.bottom))], colour=paper.INK.quiet)
    size = 11 if top else paper.SMALL
    for x, label in ticks if top else _with_room(ticks, plan.width):
        if top:
            if frame.x.step >= size:
                paper.write(axes, parse_runs(label).plain, x, frame.top - 4, size=size, rotation=90)
            continue
        for i, line in enumerate(label.split("<br>")):
            y = frame.bottom + _GAP + paper.LINE * size * (i + 0.5)
            plain = parse_runs(line).plain
            half = paper.text_width(plain, size) / 2
            at = min(max(x, half + 2), plan.width - half - 2)
            paper.write(axes, plain, at, y, size=size, side="center")


def _with_room(ticks: list[tuple[float, str]], width: float) -> list[tuple[float, str]]:
    """Return every tick, or every second … so that no label touches the next one."""
    for step in range(1, len(ticks) + 1):
        kept = ticks[::step]
        sizes = [max(parse_runs(x).width(paper.SMALL) for x in t.split("<br>")) for _, t in kept]
        pairs = zip(kept, kept[1:], sizes, sizes[1:], strict=False)
        if all(abs(b[0] - a[0]) >= (m + n) / 2 + 6 for a, b, m, n in pairs):
            return kept
    return ticks[:1]


def _draw_down(axes: Axes, plan: _Plan, frame: PlotFrame) -> None:
    """Draw the axis of y; its labels stand before the rows, cut to the room that they have."""
    axis = plan.y_axis
    ticks = frame.y.ticks(axis, room=34)
    if axis.get("showgrid", True):
        _rule(axes, [((frame.left, y), (frame.right, y)) for _, y in ((0, y) for y, _ in ticks)])
    size = axis.get("tickfont", _EMPTY).get("size") or paper.TEXT
    if _tick_labels(axis) is None:
        size = paper.SMALL
    shown = -math.inf
    for y, label in sorted(ticks):
        if y - shown < size:  # rows of a matrix may be lower than their names
            continue
        shown = y
        runs = parse_runs(label.replace("<br>", " ")).shorten(frame.left - _GAP - 4, size)
        marks_on_paper.write_runs(axes, runs, frame.left - _GAP - runs.width(size), y, size=size)


def _rule(
    axes: Axes,
    lines: Sequence[tuple[Point, Point]],
    *,
    colour: str = paper.INK.line,
) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(lines, linewidths=paper.POINT, colors=colour, zorder=0.5))
