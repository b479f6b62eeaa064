"""Every chart of every page can be taken away: alone, with its words, in letters of its own."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from PIL import Image

from components.reading import read, sources_in
from components.table import Cell, Column, Table
from components.ui import PageChart
from dashboard.pipeline import Analysis
from dashboard.report import chart_files, paper
from dashboard.report.marks_on_paper import UnprintableChartError, parse_runs
from dashboard.report.printed_chart import WIDTHS, Imprint, draw_chart
from tests.dashboard.report.charts import all_charts, public_verbs

pytestmark = pytest.mark.usefixtures("chinese")

WORDS = Imprint("誰先報導油輪？「第一天」的篇數", "以句計，不計重複。", "島聞等 7 家，61 篇")


@pytest.fixture(scope="module")
def newsroom() -> Analysis:
    return Analysis(read(sources_in(Path(__file__).parents[3] / "seeds/newsroom")))


def told(figure: Any) -> str:
    return "".join(text.get_text() for text in figure.axes[0].texts)


def test_every_chart_is_printed_with_its_words_and_opens_alone(newsroom: Analysis) -> None:
    seen = set()
    for name, draw, verb in all_charts(newsroom):
        seen.add(verb)
        figure = draw_chart(draw(mode="light"), WORDS, width=320)
        svg, png = paper.to_svg(figure), paper.to_png(figure)
        assert all(part in told(figure) for part in (WORDS.title, WORDS.note, WORDS.source)), name
        tags = set(re.findall(rb"<(\w+)", svg))
        assert b"path" in tags, name
        assert not tags & {b"text", b"image", b"script"}, name
        assert not re.search(rb'(?:href|src)="(?!#)', svg), name
        with Image.open(io.BytesIO(png)) as image:
            assert image.size[0] == 640, name
            assert image.info["Title"] == WORDS.title
            assert len(image.convert("RGB").getcolors(1 << 24)) > 20, name
    assert seen == public_verbs()


def bars(**more: Any) -> go.Figure:
    axis = {"autorange": "reversed", "tickvals": [0, 1], "ticktext": ["油輪", "撞船"]}
    trace = {"x": [4, 2], "y": [0, 1], "orientation": "h", "marker": {"color": "#1F4E79"}} | more
    return go.Figure(go.Bar(trace), {"xaxis": {"range": [0, 5]}, "yaxis": axis, "height": 120})


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_keep_their_lengths_at_every_width(width: int) -> None:
    long, short = draw_chart(bars(), Imprint(), width=width).axes[0].patches
    assert long.get_width() == pytest.approx(2 * short.get_width())
    assert 0 < long.get_x() < long.get_x() + long.get_width() < width


def test_stacked_bars_stand_on_each_other_below_the_top() -> None:
    days = ["10-12", "10-13"]
    traces = [go.Bar(x=days, y=[1, 2]), go.Bar(x=days[:1], y=[3])]
    layout = {"barmode": "stack", "xaxis": {"type": "category"}, "height": 200}
    axes = draw_chart(go.Figure(traces, layout), Imprint("甲")).axes[0]
    first, second, upper = axes.patches
    assert upper.get_y() + upper.get_height() == pytest.approx(first.get_y())
    assert upper.get_height() == pytest.approx(3 * first.get_height())
    assert second.get_height() == pytest.approx(2 * first.get_height())
    assert upper.get_y() > 40  # below the title


def test_labels_never_lie_over_each_other() -> None:
    trace = go.Scatter(x=[0, 0.001, 1], y=[0, 0, 1], mode="markers+text", text=["甲", "乙", "丙"],
                       marker={"size": [5, 9, 5], "color": "#1F4E79"})  # fmt: skip
    assert set(told(draw_chart(go.Figure(trace), Imprint()))) >= {"乙", "丙"}
    assert "甲" not in told(draw_chart(go.Figure(trace), Imprint()))


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("", ()),
        ("3 &lt;篇&gt;", (("3 <篇>", ""),)),
        ('9 <span style="color:#6B665E">名</span>', (("9 ", ""), ("名", "#6B665E"))),
        ("<b>甲</b>", (("甲", ""),)),
    ],
)
def test_labels_are_read_as_the_screen_reads_them(label: str, parts: tuple) -> None:
    assert parse_runs(label).parts == parts


def test_a_chart_of_another_kind_is_refused() -> None:
    with pytest.raises(UnprintableChartError):
        draw_chart(go.Figure(go.Pie(values=[1])), Imprint())


def test_files_of_a_chart_hold_its_words_and_its_numbers() -> None:
    columns = (Column("a", "詞"), Column("n", "次數", numeric=True))
    table = Table("t", "t", columns, ((Cell("=甲"), Cell(4)),), 1)
    chart = PageChart(
        "words_chart", lambda mode: bars(), "最多的是油輪。", lambda: "註", lambda: table
    )
    assert chart_files.title_of(chart) == "最多的是油輪"
    csv = chart_files.make_file(chart, WORDS, "csv").decode("utf-8-sig")
    assert csv == "詞,次數\r\n'=甲,4\r\n"
    page = chart_files.make_file(chart, Imprint('<b>"油輪"'), "html").decode()
    assert page.count("data:image/svg+xml;base64,") == 3
    assert "<b>" not in page
    assert not re.search(r"https?://", page)


@pytest.mark.parametrize(
    ("outlets", "said"),
    [
        ((), "0 篇文章；文脈 Wenmai"),
        (("甲報", "甲報", None), "甲報，3 篇；文脈 Wenmai"),
        (tuple("甲乙丙丁戊"), "甲、乙、丙等 5 家媒體，5 篇；文脈 Wenmai"),
    ],
)
def test_the_source_names_outlets_and_articles(outlets: tuple, said: str) -> None:
    from components.text import Article, Corpus

    made = tuple(Article(str(i), "", "", "", outlet=o) for i, o in enumerate(outlets))
    assert chart_files.source_of(Corpus(made)) == said
