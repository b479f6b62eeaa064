"""Boxes that stand for a chart until plotly is there: where they lie, when there are none."""

from __future__ import annotations

import re

import plotly.graph_objects as go

from components.sketch import MOST_BARS, sketch_bars


def boxes(html: str) -> list[tuple[float, ...]]:
    """Left, top, width and height of each box, in percent."""
    place = r"left:([-\d.]+)%;top:([-\d.]+)%;width:([\d.]+)%;height:([\d.]+)%"
    return [tuple(map(float, found)) for found in re.findall(place, html)]


def rows_of(n: int) -> go.Figure:
    bars = go.Bar(orientation="h", y=[0, 1] * n, x=[30, 50] * n, base=[0, 50] * n)
    layout = {"height": 120, "bargap": 0.2, "margin": {"l": 8}}
    axes = {"xaxis": {"range": [0, 100]}, "yaxis": {"range": [1.5, -0.5], "ticktext": ["甲", "乙"]}}
    return go.Figure(bars, layout | axes)


def test_sketch_rows_begin_at_their_base_first_row_on_top() -> None:
    html = sketch_bars(rows_of(1).to_plotly_json(), alt="兩列")
    assert boxes(html) == [(0, 5, 30, 40), (50, 55, 50, 40)]
    assert 'aria-label="兩列"' in html
    assert re.findall(r">([甲乙])<", html) == ["甲", "乙"]


def test_sketch_columns_stand_on_each_other() -> None:
    layout = {"height": 280, "bargap": 0.0}
    axis = {"categoryarray": ["一", "二"], "range": [-0.5, 1.5]}
    bars = [go.Bar(x=["一", "二"], y=[2, 1]), go.Bar(x=["二"], y=[3])]
    html = sketch_bars(go.Figure(bars, layout | {"xaxis": axis}).to_plotly_json(), alt="")
    (one, below, above) = boxes(html)
    assert (one[0], below[0], above[0]) == (0, 50, 50)
    assert above[3] == round(3 * below[3], 2)  # three articles are thrice one
    assert abs(above[1] + above[3] - below[1]) < 0.02  # one ends where the other begins
    assert abs(below[1] + below[3] - 100) < 0.02


def test_sketch_is_no_way_for_a_text_to_become_markup() -> None:
    assert '"><b>' not in sketch_bars(rows_of(1).to_plotly_json(), alt='"><b>')


def test_sketch_only_bars_and_not_too_many() -> None:
    assert sketch_bars(rows_of(MOST_BARS // 2).to_plotly_json(), alt="")
    assert sketch_bars(rows_of(MOST_BARS // 2 + 1).to_plotly_json(), alt="") == ""
    assert sketch_bars(go.Figure().to_plotly_json(), alt="") == ""
    assert sketch_bars(go.Figure(go.Scatter(x=[1], y=[1])).to_plotly_json(), alt="") == ""
