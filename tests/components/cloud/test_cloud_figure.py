"""The figure: a mark over every letter, outlines in the palette, nothing where nothing is."""

from __future__ import annotations

import re

import pytest

from components import i18n
from components.cloud import Cloud, CloudSettings, CloudWord, lay_out
from components.cloud.figure import figure
from components.theme import PALETTES
from components.words import Row, WordTable


def cloud(**options) -> Cloud:
    rows = [("科索夫", 9, "ns", "科索沃"), ("談判", 4, "v", "谈判"), ("<b>$x$", 1, "x", "<b>$x$")]
    table = WordTable(tuple(Row(w, c, 1, p, n) for w, c, p, n in rows), 50, 3, 1, digest="f")
    return lay_out(table, settings=CloudSettings(**options))


def test_figure_marks_every_letter_with_its_norm() -> None:
    i18n.use("zh_Hant")
    trace = figure(cloud(), mode="light").data[0]
    assert list(trace.customdata) == ["科索沃"] * 3 + ["谈判"] * 2 + ["<b>$x$"] * 6
    assert trace.hovertext[0] == "科索夫　9 次"
    assert trace.hovertext[-1] == "&lt;b&gt;&#36;x&#36;　1 次"
    assert list(trace.marker.size)[:3] == [cloud().words[0].font_size] * 3
    assert trace.marker.opacity == 0


def test_figure_letters_stand_in_a_row_or_a_column() -> None:
    for direction, fixed, moving in (("across", "y", "x"), ("down", "x", "y")):
        word = CloudWord("科索夫", "n", 100, 50, 30, direction, "noun", 2)
        trace = figure(Cloud(words=(word,), width=200, height=100), mode="light").data[0]
        centre = {"x": 100, "y": 50}
        assert list(trace[fixed]) == [centre[fixed]] * 3
        assert list(trace[moving]) == [centre[moving] + step for step in (-30, 0, 30)]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_draws_one_shape_a_colour(mode) -> None:
    fig = figure(cloud(), mode=mode)
    families = PALETTES[mode].families
    assert [shape.fillcolor for shape in fig.layout.shapes] == [
        families["name"], families["verb"], families["other"],
    ]  # fmt: skip


def test_figure_paths_name_every_command() -> None:
    wanted = {"M": 2, "L": 2, "C": 6, "Q": 4, "Z": 0}
    for shape in figure(cloud(rotate="some"), mode="light").layout.shapes:
        for letter, numbers in re.findall(r"([A-Z])([^A-Z]*)", shape.path):
            assert len(numbers.split()) == wanted[letter]


def test_figure_keeps_the_height_and_shape_of_the_cloud() -> None:
    layout = figure(cloud(size="tall"), mode="light").layout
    assert layout.height == 500
    assert (layout.xaxis.range, layout.yaxis.range) == ((0, 350), (500, 0))
    assert layout.yaxis.scaleanchor == "x"
    assert not layout.xaxis.visible


def test_figure_of_nothing_is_empty() -> None:
    fig = figure(Cloud(), mode="dark")
    assert len(fig.data[0].x) == 0
    assert fig.layout.shapes == ()
