"""Pictures to print show what the nouns say, in letters that need no font."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from defusedxml import ElementTree
from PIL import Image

from components import i18n, network
from components.cloud import FontMissing, fonts
from components.network import CooccurrenceNetwork, Layout, NetworkSettings
from components.reading import Corpus, read
from components.theme import PALETTES
from dashboard.pipeline import Analysis
from dashboard.sharing import drawing
from dashboard.sharing.drawing import Box, Dot, Line, Picture, Text, to_png, to_svg

INK = PALETTES["light"]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    i18n.use("zh_Hant")
    yield
    i18n.use("zh_Hant")


@pytest.fixture(scope="module")
def analysis(sample: Corpus) -> Analysis:
    return Analysis(sample)


@pytest.fixture(scope="module")
def graph(analysis: Analysis) -> CooccurrenceNetwork:
    return network.cooccur(analysis.index, NetworkSettings())


def test_drawing_network_has_each_name_and_link_where_the_layout_says(
    graph: CooccurrenceNetwork,
) -> None:
    layout = network.layout(graph)
    picture = drawing.network_picture(graph, layout)
    dots = [mark for mark in picture.marks if isinstance(mark, Dot)]
    lines = [mark for mark in picture.marks if isinstance(mark, Line)]
    names = [mark.text for mark in picture.marks if isinstance(mark, Text)]
    assert (len(dots), len(lines)) == (len(graph.nodes), len(graph.edges))
    assert names == [n.name for n, a in zip(graph.nodes, layout.anchors, strict=True) if a]
    (x, y), dot = layout.positions[0], dots[0]
    assert (dot.x, dot.y) == (picture.width * (1 + x) / 2, 560 * (1 - y) / 2)
    forms = {node.kind: dot.form for node, dot in zip(graph.nodes, dots, strict=True)}
    assert forms == {"LOC": "diamond", "ORG": "square", "PER": "circle"}


def test_drawing_bars_are_as_long_as_their_counts(analysis: Analysis) -> None:
    table = analysis.content_words
    bars = [m for m in drawing.words_picture(table).marks if isinstance(m, Box)]
    assert len(bars) == 20
    ratio = bars[0].width / table.rows[0].count
    for bar, row in zip(bars, table.rows, strict=False):
        assert bar.width == pytest.approx(ratio * row.count)


def test_drawing_strip_has_one_solid_copy_and_eleven_pale_ones(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> None:
    pictures = {picture.name: picture for picture in drawing.pictures(analysis, graph)}
    boxes = [mark for mark in pictures["copies"].marks if isinstance(mark, Box)]
    assert [box.colour == INK.groups[0] for box in boxes] == [True] + [False] * 11
    assert len({round(box.width, 3) for box in boxes}) == 1


def test_drawing_says_below_each_picture_what_was_counted(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> None:
    captions = {p.name: p.marks[-1] for p in drawing.pictures(analysis, graph)}
    for name in ("network", "words"):
        caption = captions[name]
        assert isinstance(caption, Text)
        assert "不計重複" in caption.text
    assert "● 人物 ◆ 地點 ■ 組織" in str(captions["network"])


def test_drawing_svg_needs_no_font(analysis: Analysis, graph: CooccurrenceNetwork) -> None:
    for picture in drawing.pictures(analysis, graph):
        tree = ElementTree.fromstring(to_svg(picture))
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert "text" not in tags
        assert "path" in tags
    assert "科索夫" in to_svg(drawing.words_picture(analysis.content_words))


def test_drawing_png_has_two_pixels_for_one() -> None:
    marks = (Box(10, 10, 30, 20, "#C2541B"), Text("北約", 60, 20, 15, "#1F1D1A", halo=True))
    with Image.open(io.BytesIO(to_png(Picture("x", "圖", 40, marks, width=120)))) as image:
        assert image.size == (240, 80)
        assert image.getpixel((40, 40)) == (0xC2, 0x54, 0x1B)
        assert image.getpixel((2, 2)) == (0xFB, 0xFA, 0xF7)
        assert image.crop((100, 20, 200, 60)).getextrema()[0][0] < 80


@pytest.mark.parametrize("text", ["<b>&\"'", "甲\x00\x1f乙", "\udcff", "😀"])
def test_drawing_takes_any_text(text: str) -> None:
    picture = Picture("x", text, 40, (Text(text, 10, 20, 15, "#1F1D1A"),))
    root = ElementTree.fromstring(to_svg(picture).encode("utf-8", "replace"))
    assert [element.tag.rpartition("}")[2] for element in root] == ["title", "desc", "rect", "path"]
    assert to_png(picture)


def test_drawing_of_nothing_gives_no_pictures() -> None:
    assert list(drawing.files(Analysis(read([])), CooccurrenceNetwork())) == []
    assert drawing.network_picture(CooccurrenceNetwork(), Layout()).marks == ()


def test_drawing_without_a_font_gives_no_pictures(
    analysis: Analysis, graph: CooccurrenceNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise FontMissing("none")

    monkeypatch.setattr(fonts, "faces", none)
    assert list(drawing.files(analysis, graph)) == []
