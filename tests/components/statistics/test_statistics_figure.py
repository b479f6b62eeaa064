"""The figures of the measures: what is drawn for rows, and for none."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from components.statistics import (
    ArticleWord,
    Collocate,
    KeyWord,
    Measure,
    Ngram,
    Spread,
    Statistic,
    StatisticSettings,
    TrendPoint,
    mark_of,
)
from components.statistics.describe import ratio_label
from components.statistics.figure import figure
from components.statistics.statistic import axis_of
from components.text import Span
from components.theme import PALETTES

SPAN = Span("a", 0, 2)
ROWS: dict[Measure, tuple[Any, ...]] = {
    "keyness": (KeyWord("谈判", "談判", 8, 2, 40.0, 3.0), KeyWord("<b>", "<b>$", 1, 9, 20.0, -3.0)),
    "dispersion": (Spread("谈判", "談判", 8, 3, 0.2, 0.25), Spread("北约", "北約", 5, 1, 0.8, 1.0)),
    "tf_idf": (
        ArticleWord("a", "谈判", "談判", 8, 0.02),
        ArticleWord("b", "北约", "北約", 5, 0.01),
    ),
    "ngrams": (Ngram(("谈判", "破裂"), "談判破裂", (SPAN, SPAN)),),
    "collocates": (Collocate("谈判", "談判", 4, 3, 8, 11.5, 30.0, 0.4, (SPAN,)),),
    "trend": (
        TrendPoint("2007-11", "谈判", "談判", 3, 30.0, 1000),
        TrendPoint("2007-12", "谈判", "談判", 5, 50.0, 1000),
        TrendPoint("2007-11", "北约", "北約", 1, 10.0, 1000),
        TrendPoint("2007-12", "北约", "北約", 5, 50.0, 1000),
    ),
}


def result(measure: Measure, **options: Any) -> Statistic[Any]:
    return Statistic(StatisticSettings(measure, **options), ROWS[measure], 2000, 2)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("measure", get_args(Measure))
def test_figure_marks_lead_to_their_rows(measure: Measure, mode: Any) -> None:
    fig = figure(result(measure), mode=mode)
    marks = [mark for trace in fig.data for mark in trace.customdata]
    assert marks == [mark_of(row) for row in ROWS[measure]]
    assert fig.layout.xaxis.title.text
    assert fig.layout.height > 100


@pytest.mark.parametrize("measure", get_args(Measure))
def test_figure_of_nothing_has_titles(measure: Measure) -> None:
    fig = figure(Statistic(StatisticSettings(measure)), mode="light")
    assert [mark for trace in fig.data for mark in trace.customdata] == []
    assert fig.layout.xaxis.title.text
    assert fig.layout.yaxis.title.text


@pytest.mark.parametrize(
    ("measure", "values"),
    [
        ("keyness", [40.0, -20.0]),
        ("dispersion", [0.25, 1.0]),
        ("tf_idf", [0.02, 0.01]),
        ("ngrams", [2.0]),
        ("collocates", [11.5]),
    ],
)
def test_figure_length_is_the_measure(measure: Measure, values: list[float]) -> None:
    assert list(figure(result(measure), mode="light").data[0].x) == values


def test_figure_collocates_follow_the_ranking() -> None:
    ranked = result("collocates", association="g2")
    assert axis_of(ranked) == "g2"
    assert list(figure(ranked, mode="light").data[0].x) == [30.0]


def test_figure_two_sides_differ_in_side_and_colour() -> None:
    fig = figure(result("keyness", against="articles"), mode="light")
    groups = PALETTES["light"].groups
    assert list(fig.data[0].marker.color) == [groups[0], groups[1]]
    assert fig.layout.xaxis.range[0] == -fig.layout.xaxis.range[1]
    assert not [text for text in fig.layout.xaxis.ticktext if text.startswith("-")]


def test_figure_escapes_words() -> None:
    fig = figure(result("keyness"), mode="light")
    assert fig.layout.yaxis.ticktext[1] == "&lt;b&gt;&#36;"
    assert "<b>$" not in fig.data[0].hovertext[1]


def test_figure_tf_idf_of_one_article() -> None:
    fig = figure(result("tf_idf"), mode="light", article="b")
    assert list(fig.data[0].customdata) == ["北约"]


def test_figure_trend_tells_words_by_shape_and_keeps_labels_apart() -> None:
    fig = figure(result("trend"), mode="light")
    assert fig.data[0].marker.symbol != fig.data[1].marker.symbol
    places = [note.y for note in fig.layout.annotations]
    assert {note.text for note in fig.layout.annotations} == {"談判", "北約"}
    assert abs(places[0] - places[1]) > 3


@pytest.mark.parametrize(
    ("count", "other", "ratio", "general", "label"),
    [
        (8, 2000, 3.0, True, "×8.0"),
        (8, 3, 3.0, True, "辭典少見"),
        (8, 0, 3.0, True, "辭典未收"),
        (8, 3, 3.0, False, "×8.0"),
        (3, 8, -3.0, False, "÷8.0"),
        (8, 0, 3.0, False, "另一組沒有"),
        (0, 8, -3.0, False, "這一組沒有"),
        (8, 9, 13.58, False, "×12,000"),
    ],
)
def test_figure_ratio_says_no_more_than_is_known(
    count: int, other: int, ratio: float, general: bool, label: str
) -> None:
    assert ratio_label(KeyWord("甲", "甲", count, other, 20.0, ratio), general=general) == label
