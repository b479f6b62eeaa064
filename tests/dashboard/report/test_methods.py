"""Methods: each follows the reader's own settings, and report and page say it alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components import contrast, entities, statistics, words
from components.cloud import CloudSettings
from components.cloud import describe as cloud_describe
from components.contrast import ContrastSettings
from components.contrast import describe as contrast_describe
from components.entities import EntityFilter
from components.entities import describe as entities_describe
from components.lexicon import Lexicon
from components.network import NetworkSettings
from components.network import describe as network_describe
from components.split import SplitSettings
from components.statistics import StatisticSettings
from components.statistics import describe as statistics_describe
from components.text import Article, Corpus
from components.words import WordFilter
from components.words import describe as words_describe
from dashboard.pipeline import Analysis, Asked, Choices, lay_out_cloud
from dashboard.report import html
from dashboard.report.methods import describe_ground, list_methods

TEXT = "外交部長林佳龍在臺北會見魏哲家。魏哲家說，臺北的天氣很好。外交部感謝魏哲家。"


def analysis_of(*, asked: Asked | None = None, **choices: object) -> Analysis:
    articles = tuple(
        Article(str(i), f"題{i}", TEXT + f"第{i}篇。", TEXT, counted=((0, len(TEXT) + 4),),
                published=f"2026-03-0{i + 1}", outlet=outlet)
        for i, outlet in enumerate(("甲報", "甲報", "乙報"))
    )  # fmt: skip
    return Analysis(Corpus(articles), Choices(**choices), asked=asked or Asked())  # type: ignore[arg-type]


def test_ground_says_what_counts_on_every_page() -> None:
    told = describe_ground(analysis_of(lexicon=Lexicon(words=("天氣很好",))))
    for part in (
        "3 篇文章",
        "來自甲報、乙報",
        "2026-03-01 到 2026-03-03",
        "不計重複",
        "jieba",
        "1 個詞",
    ):
        assert part in told
    assert "不計重複" not in describe_ground(analysis_of(copies="all"))
    assert "電稿" in describe_ground(analysis_of(wire="without"))
    assert "沒有媒體名稱" in describe_ground(Analysis(Corpus(())))


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analysis_of(copies="all")


def test_methods_of_rooms_follow_their_settings(analysis: Analysis) -> None:
    table = words.count(
        analysis.counted, analysis.tokens, settings=WordFilter(("noun",), min_length=3)
    )
    assert "名詞中至少 3 個字" in words_describe.method(table)
    laid = lay_out_cloud(table, analysis.index, CloudSettings(max_words=17, seed=4))
    assert "至多 17 個詞" in cloud_describe.method(laid)
    own = EntityFilter(("PER",), min_mentions=2, min_confidence=0.4)
    told = entities_describe.method(entities.select(analysis.index, own), own)
    assert "至少提到 2 次" in told and "不到 40%" in told and "地點" not in told.split("：")[0]
    graph = analysis.network_of(NetworkSettings("window", window=7, measure="npmi", min_count=2))
    told = network_describe.method(graph)
    assert "7" in told and "NPMI" in told and "至少同場 2 次" in told
    measured = statistics.measure(
        analysis.counted, analysis.tokens, StatisticSettings("ngrams", size=3)
    )
    assert "3" in statistics_describe.method(measured)
    found = contrast.compare(
        analysis.counted, analysis.tokens, contrast_groups(analysis),
        settings=ContrastSettings("outlet", within="stories"),
    )  # fmt: skip
    assert contrast_describe.method(found).startswith("按媒體比較詞：各組都報的事太少")


def contrast_groups(analysis: Analysis):
    from components.text import group_articles

    return group_articles(analysis.source, "outlet")


def test_report_and_method_to_paste_say_every_method(analysis: Analysis) -> None:
    asked = Asked(
        StatisticSettings("dispersion", min_count=2),
        split=SplitSettings("outlet", ("甲報", "乙報")),
    )
    own = replace(analysis, asked=asked)
    methods = list_methods(own, own.drawn_network)
    pasted, written = html.method(own), html.write(own)
    for one in methods:
        for text in one.paragraphs:
            assert text in pasted
    assert "按媒體分欄：甲報（2 篇" in pasted and "按媒體分欄：甲報（2 篇" in written
    assert statistics_describe.method(own.measured) in pasted
    assert describe_ground(own) in written


def test_methods_of_an_empty_corpus_say_so() -> None:
    assert html.method(Analysis(Corpus(()))).startswith("文脈")
