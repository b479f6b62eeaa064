"""Every chart of every page, of the newsroom: what is printed must draw them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path
from typing import Any

from components import concordance, contrast, entities, split, statistics, timeline
from components.cloud import CloudSettings
from components.cloud import figure as cloud_figure
from components.concordance import figure as concordance_figure
from components.contrast import ContrastSettings
from components.contrast import figure as contrast_figure
from components.duplicates import figure as duplicates_figure
from components.duplicates.strip import strip_of
from components.entities import figure as entities_figure
from components.network import NetworkSettings
from components.network import figure as network_figure
from components.split import SplitSettings
from components.split import figure as split_figure
from components.statistics import StatisticSettings
from components.statistics import figure as statistics_figure
from components.stories import describe as stories_describe
from components.stories import figure as stories_figure
from components.stories.stream import lay_out_stream
from components.text import group_articles
from components.timeline import Followed
from components.timeline import figure as timeline_figure
from components.words import figure as words_figure
from dashboard.pipeline import Analysis, lay_out_cloud

Drawer = Callable[..., Any]


def all_charts(analysis: Analysis) -> Iterator[tuple[str, Drawer, Drawer]]:
    """Yield each chart: its name, what draws it in a mode, and the public verb behind it."""
    table, index, corpus = analysis.content_words, analysis.index, analysis.counted
    yield _chart("words", words_figure.bars, table)
    yield _chart("names", entities_figure.bars, index)
    yield _chart(
        "name card",
        entities_figure.timeline,
        entities.make_card(index, corpus, index.entities[0].id),
    )
    strip = strip_of(analysis.source, analysis.report)
    yield _chart("copies", duplicates_figure.strip, strip)
    laid = lay_out_cloud(table, index, CloudSettings(max_words=40))
    yield _chart("cloud", cloud_figure.figure, laid)
    graph = analysis.network_of(NetworkSettings(top_nodes=30))
    yield _chart("network", network_figure.figure, graph, analysis.layout_of(graph))
    yield _chart("matrix", network_figure.matrix, graph)
    yield from _charts_of_time(analysis)
    yield from _charts_of_measures(analysis)
    yield from _charts_of_groups(analysis)
    yield from _charts_in_columns(analysis)
    story = analysis.stories.story(0)
    titles = [
        stories_describe.label_of(analysis.source.article(a.article_id)) for a in story.articles
    ]
    yield _chart("story", stories_figure.stream, lay_out_stream(analysis.source, story), titles)
    texts = concordance.prepare(corpus)
    found = concordance.search(texts, concordance.SearchSettings(table.rows[0].word))
    places = concordance.by_article(corpus, found)
    yield _chart("places of a query", concordance_figure.dispersion, places)


def _charts_of_time(analysis: Analysis) -> Iterator[tuple[str, Drawer, Drawer]]:
    every = frozenset(article.id for article in analysis.source.articles[::2])
    laid = timeline.lay(analysis.source, analysis.report, mentions=Followed("海巡署", every))
    yield _chart("timeline", timeline_figure.figure, laid)
    yield _chart("timeline of a name", timeline_figure.line, laid)
    yield _chart("outlets", timeline_figure.outlets, laid)


def _charts_of_measures(analysis: Analysis) -> Iterator[tuple[str, Drawer, Drawer]]:
    words = [row.norm for row in analysis.content_words.rows[:3]]
    settings = {
        "keyness": StatisticSettings("keyness"),
        "keyness of two sides": StatisticSettings("keyness", against="dates", since="2026-10-16"),
        "ngrams": StatisticSettings("ngrams"),
        "collocates": StatisticSettings("collocates", word=words[0]),
        "dispersion": StatisticSettings("dispersion"),
        "tf_idf": StatisticSettings("tf_idf"),
        "trend": StatisticSettings("trend", words=tuple(words), by="day"),
    }
    for name, own in settings.items():
        measured = statistics.measure(analysis.counted, analysis.tokens, own)
        yield _chart(name, statistics_figure.figure, measured)


def _charts_of_groups(analysis: Analysis) -> Iterator[tuple[str, Drawer, Drawer]]:
    for n in (2, 4):
        grouping = group_articles(analysis.source, "outlet")
        own = ContrastSettings(labels=grouping.labels[:n], shuffles=199)
        found = contrast.compare(
            analysis.counted, analysis.tokens, grouping, stories=analysis.story_ids,
            stop_words=analysis.empty_norms, settings=own,
        )  # fmt: skip
        # The newsroom says little of style: what is drawn is taken for distinctive.
        found = replace(found, rows=tuple(replace(row, q=0.01) for row in found.rows[:12]))
        yield _chart(f"contrast of {n}", contrast_figure.bars, found)
        if n == 2:
            yield _chart("cloud of 2", contrast_figure.cloud, found)
        else:
            yield _chart("map of groups", contrast_figure.group_map, found)


def _charts_in_columns(analysis: Analysis) -> Iterator[tuple[str, Drawer, Drawer]]:
    grouping = group_articles(analysis.source, "outlet")
    for labels in (grouping.labels[:3], grouping.labels[:6]):
        own = SplitSettings(labels=labels)
        words = split.split_words(
            analysis.counted, analysis.tokens, grouping, settings=own,
            shown=analysis.content_words.settings,
        )  # fmt: skip
        names = split.split_names(analysis.index, analysis.tokens, grouping, settings=own)
        for made in (words, names):
            yield _chart(f"{made.subject} in {len(labels)} columns", split_figure.bars, made)
            yield _chart(f"{made.subject} stacked", split_figure.stacked_bars, made)


def public_verbs() -> set[Drawer]:
    """Return everything in the rooms that draws a figure."""
    root = Path(contrast.__file__).parents[1]
    rooms = [
        import_module(f"components.{file.parent.name}.figure") for file in root.glob("*/figure.py")
    ]
    return {
        verb for room in rooms for name, verb in getmembers(room, isfunction)
        if verb.__module__ == room.__name__ and not name.startswith("_")
        and signature(verb).return_annotation == "go.Figure"
    }  # fmt: skip


def _chart(name: str, verb: Drawer, *nouns: Any, **more: Any) -> tuple[str, Drawer, Drawer]:
    return name, lambda mode: verb(*nouns, mode=mode, **more), verb
