"""The bars: what is drawn for a table, and for none."""

from __future__ import annotations

import pytest

from components.theme import PALETTES, ColourMode
from components.words import Row, WordTable
from components.words.figure import bars

TABLE = WordTable(
    rows=(
        Row("談判", 5, 1, "vn", "谈判"),
        Row("北約", 3, 2, "ns", "北约"),
        Row("<b>$x", 1, 1, "eng", "<b>$x"),
    ),
    n_tokens=50,
    n_types=3,
    n_articles=2,
)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_bars_carry_norm_label_and_family_colour(mode: ColourMode) -> None:
    bar = bars(TABLE, mode=mode).data[0]
    families = PALETTES[mode].families
    assert list(bar.x) == [5, 3, 1]
    assert list(bar.customdata) == ["谈判", "北约", "<b>$x"]
    assert list(bar.marker.color) == [families["verb"], families["name"], families["noun"]]
    assert bar.text[0].startswith("5 ")
    assert "1,000" in bar.hovertext[0]


def test_figure_bars_by_articles_sort_anew() -> None:
    assert bars(TABLE, mode="light", by="articles").data[0].customdata[0] == "北约"


def test_figure_bars_draw_the_top_only() -> None:
    assert len(bars(TABLE, mode="light", top=2).data[0].x) == 2


def test_figure_bars_escape_words() -> None:
    fig = bars(TABLE, mode="light")
    assert fig.layout.yaxis.ticktext[2] == "&lt;b&gt;&#36;x"
    assert "<b>$x" not in fig.data[0].hovertext[2]


def test_figure_bars_of_nothing_have_titles() -> None:
    fig = bars(WordTable(), mode="light")
    assert len(fig.data[0].x) == 0
    assert fig.layout.xaxis.title.text == "次數"
    assert fig.layout.yaxis.title.text == "詞"
