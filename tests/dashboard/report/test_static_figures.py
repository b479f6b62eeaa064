"""Pictures to print show what the nouns say, in letters that need no font."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from math import pi
from typing import Any

import numpy as np
import pytest
from defusedxml import ElementTree
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D
from PIL import Image

from components import network
from components.cloud import FontMissingError, fonts
from components.network import CooccurrenceNetwork, Layout, NetworkSettings
from components.network.layout import diameters
from components.reading import read
from components.text import Corpus
from components.theme import PALETTES
from components.words import Row, WordTable
from dashboard.guard import Guard
from dashboard.pipeline import Analysis
from dashboard.report import paper, static_figures
from dashboard.report.printed_chart import Imprint

pytestmark = pytest.mark.usefixtures("chinese")

INK = PALETTES["light"]
NONE = Imprint()


@pytest.fixture(scope="module")
def analysis(sample: Corpus) -> Analysis:
    return Analysis(sample)


@pytest.fixture(scope="module")
def graph(analysis: Analysis) -> CooccurrenceNetwork:
    return network.cooccur(analysis.index, NetworkSettings())


def letters(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def test_drawing_network_has_each_name_and_link_where_the_layout_says(
    graph: CooccurrenceNetwork,
) -> None:
    layout = network.layout(graph)
    figure = static_figures.draw_network(graph, layout, NONE)
    offsets = np.array([mark.get_offsets()[0] for mark in figure.axes[0].collections])
    ends = sum(np.isnan(line.get_xdata()).sum() for line in figure.axes[0].lines)
    assert ends == len(graph.edges)
    for at, own in zip(offsets.T, np.array(layout.positions).T, strict=True):
        assert abs(np.corrcoef(at, own)[0, 1]) == pytest.approx(1)
    names = {n.name for n, a in zip(graph.nodes, layout.anchors, strict=True) if a}
    assert names <= set(letters(figure))


def test_drawing_network_tells_kinds_by_shape_and_colour_in_equal_areas(
    graph: CooccurrenceNetwork,
) -> None:
    """One area for so many mentions, whatever the kind: as wide as the screen's circle."""
    alike = [replace(node, count=9) for node in graph.nodes]
    same = replace(graph, nodes=(replace(alike[0], kind="word"), *alike[1:]))
    figure = static_figures.draw_network(same, network.layout(same), NONE)
    marks = figure.axes[0].collections
    drawn = [outline_of(mark) for mark in marks]
    area = pi * (diameters(same)[0] * 72 / 96) ** 2 / 4
    assert [area_of(points) for points in drawn] == pytest.approx([area] * len(drawn), rel=0.01)
    assert {to_hex(mark.get_facecolor()[0]).upper() for mark in marks} == set(INK.kinds.values())
    assert (
        len({(len(points), round(float(np.ptp(points[:, 0])))) for points in drawn}) == 4
    )  # four shapes


def outline_of(mark: Any) -> np.ndarray:
    """The outline of a mark in points, 72 an inch."""
    path = mark.get_paths()[0].transformed(Affine2D(mark.get_transforms()[0]))
    return path.to_polygons(closed_only=True)[0]


def area_of(points: np.ndarray) -> float:
    x, y = points[:, 0], points[:, 1]
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2))


def test_drawing_bars_are_as_long_as_their_counts(analysis: Analysis) -> None:
    table = analysis.content_words
    bars = static_figures.draw_words(table, NONE).axes[0].patches
    assert len(bars) == 20
    ratio = bars[0].get_width() / table.rows[0].count
    for bar, row in zip(bars, table.rows, strict=False):
        assert bar.get_width() == pytest.approx(ratio * row.count)


def test_drawing_strip_has_one_solid_copy_and_eleven_pale_ones(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> None:
    drawn = dict(static_figures.figures(analysis, graph))["copies"].axes[0].patches
    ground, boxes = drawn[:12], drawn[12:]
    assert [box.get_hatch() for box in boxes] == [None] + ["///"] * 11
    assert [box.get_facecolor()[3] for box in boxes] == [1.0] + [0.0] * 11
    assert {box.get_facecolor()[3] for box in ground} == {1.0}
    assert len({round(box.get_width(), 3) for box in boxes}) == 1


def test_drawing_says_below_each_picture_what_was_counted(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> None:
    said = {name: letters(figure) for name, figure in static_figures.figures(analysis, graph)}
    assert any("不計重複" in line for line in said["words"])
    assert any("1 篇文章；文脈 Wenmai" in line for line in said["words"])
    assert said["network"][1:7] == ["●", " 人物", "◆", " 地點", "■", " 組織"]


def test_drawing_breaks_a_caption_between_words() -> None:
    lines = paper.break_lines("以句計 sentences " * 20, 1052)
    assert len(lines) == 3
    assert not any(line.startswith((" ", "entences")) for line in lines)
    assert paper.break_lines("", 1052) == []


def test_drawing_svg_needs_no_font_and_is_the_same_every_time(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> None:
    first, again = (
        {name: paper.to_svg(figure) for name, figure in static_figures.figures(analysis, graph)}
        for _ in range(2)
    )
    assert first == again
    for svg in first.values():
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
        assert "path" in tags
        assert not tags & {"text", "image"}
        assert b"dc:date" not in svg
    assert "科索夫" in first["words"].decode()


def test_drawing_png_has_two_pixels_for_one(analysis: Analysis) -> None:
    figure = static_figures.draw_words(analysis.content_words, NONE)
    bar = figure.axes[0].patches[0]
    inside = int(2 * (bar.get_x() + 9)), int(2 * (bar.get_y() + 9))
    with Image.open(io.BytesIO(paper.to_png(figure))) as image:
        assert image.size == (2200, 2 * round(figure.axes[0].get_ylim()[0]))
        assert image.getpixel((2, 2))[:3] == (0xFB, 0xFA, 0xF7)
        assert image.getpixel(inside)[:3] == (0x7B, 0x2D, 0x52)
        assert not image.info.keys() & {"Software", "Creation Time"}


@pytest.mark.parametrize("text", ["<b>&\"'", "甲\x00\x1f乙", "\udcff", "😀", "$x^2$", "-->", ""])
def test_drawing_takes_any_text(text: str) -> None:
    table = WordTable((Row(text, 3, 1, "n", text),), 3)
    figure = static_figures.draw_words(table, Imprint(f"題{text}", f"甲{text}"))
    root = ElementTree.fromstring(paper.to_svg(figure))
    assert "title" in root[0].tag
    assert paper.to_png(figure)


def test_drawing_of_nothing_gives_no_pictures() -> None:
    nothing = Analysis(read([])), CooccurrenceNetwork(), Guard("a test")
    assert list(static_figures.files(*nothing)) == []
    assert letters(static_figures.draw_network(CooccurrenceNetwork(), Layout(), NONE)) == []


def test_drawing_loads_matplotlib_only_when_it_draws() -> None:
    code = "import sys, dashboard.report.static_figures; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_drawing_without_a_font_gives_no_pictures(
    analysis: Analysis, graph: CooccurrenceNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise FontMissingError("none")

    monkeypatch.setattr(fonts, "faces", none)
    guard = Guard("a test", passes=(FontMissingError,))
    assert list(static_figures.files(analysis, graph, guard)) == []
