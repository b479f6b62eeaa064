"""Two articles side by side, where each name first stands, and the stream, counted by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components import duplicates, stories
from components.entities import Entity, EntityIndex, Mention, Mentions
from components.stories import Stories, Story, StoryArticle, describe, export
from components.stories.comparison import compare
from components.stories.figure import stream as draw
from components.stories.markup import compare_html, lineage_html
from components.stories.names import find_first_names
from components.stories.stream import MOST_COLUMNS, MOST_LANES, StoryStream, lay_out_stream
from components.table import to_csv
from components.text import Corpus, Span
from tests.components.stories.test_analysis import (
    BRIDGE,
    FARM,
    FLOOD,
    PORT,
    SCHOOL,
    THREE,
    article,
)

CHANGED = PORT.replace("十二", "十五")
PAIR = (
    article("old", FLOOD + PORT + BRIDGE, "2024-03-07T09:00+08:00", "東報"),
    article("new", SCHOOL + CHANGED + FLOOD, "2024-03-08", "西報"),
)


def told(*articles) -> tuple[Corpus, Stories]:
    corpus = Corpus(tuple(articles))
    return corpus, stories.trace(corpus, duplicates.find(corpus))


def test_compare_lays_each_sentence_beside_the_one_it_goes_back_to() -> None:
    corpus, found = told(*PAIR)
    compared = compare(corpus, found, "old", "new")
    assert [row.state for row in compared.rows] == ["added", "changed", "same", "cut"]
    assert [compared.characters(state) for state in ("added", "changed", "same", "cut")] == [
        len(SCHOOL), len(PORT), len(FLOOD), len(BRIDGE),
    ]  # fmt: skip
    [change] = compared.changes
    assert change.numbers
    assert corpus.text_of(change.before[0]) == PORT


def test_compare_is_read_backwards_as_well() -> None:
    corpus, found = told(*PAIR)
    states = [row.state for row in compare(corpus, found, "new", "old").rows]
    assert sorted(states) == ["added", "changed", "cut", "same"]


def test_compare_tells_changed_names_before_other_changes() -> None:
    slip = BRIDGE.replace("派人封路", "派人員封路")
    other = FARM.replace("花椰菜", "高麗菜")
    corpus, found = told(
        article("old", FLOOD + BRIDGE + FARM, "2024-03-07"),
        article("new", FLOOD + slip + other, "2024-03-08"),
    )
    at = len(FLOOD + slip) + other.index("高麗菜")
    index = EntityIndex(
        entities=(Entity("ORG:高麗菜", "高麗菜", "ORG"),),
        mentions=Mentions.of([Mention(Span("new", at, at + 3), "ORG:高麗菜", 1.0)]),
    )
    first, second = compare(corpus, found, "old", "new", index=index).changes
    assert first.names == ("高麗菜",)
    assert second.names == () and not second.numbers


def test_compare_tells_a_changed_name_whose_mention_counts_in_a_third_article() -> None:
    other = FARM.replace("花椰菜", "高麗菜")
    corpus, found = told(
        article("first", FARM + PORT, "2024-03-06"),
        article("old", FLOOD + FARM + PORT, "2024-03-07"),
        article("new", FLOOD + other + PORT, "2024-03-08"),
    )
    at = FARM.index("花椰菜")
    index = EntityIndex(
        entities=(Entity("ORG:花椰菜", "花椰菜", "ORG"),),
        mentions=Mentions.of([Mention(Span("first", at, at + 3), "ORG:花椰菜", 1.0)]),
    )
    [change] = compare(corpus, found, "old", "new", index=index).changes
    assert change.names == ("花椰菜",)


def test_compare_merged_sentences_stand_beside_one() -> None:
    merged = FLOOD[:-1] + "，" + BRIDGE
    corpus, found = told(
        article("old", FLOOD + BRIDGE + SCHOOL, "2024-03-07"),
        article("new", merged + FARM, "2024-03-08"),
    )
    rows = compare(corpus, found, "old", "new").rows
    assert [len(row.before) for row in rows if row.after] == [2, 0]
    assert rows[0].state == "same"


def test_compare_of_strangers_has_no_rows() -> None:
    corpus, found = told(*PAIR, article("alone", FARM, None))
    assert compare(corpus, found, "old", "alone").rows == ()
    assert compare(corpus, Stories(), "old", "new").rows == ()


def test_find_first_names_says_where_each_stands_first_and_whether_that_is_certain() -> None:
    corpus, found = told(*THREE)
    mentions = [
        Mention(Span("third", 0, 2), "LOC:溪口", 1.0),
        Mention(Span("second", 5, 7), "LOC:溪口", 1.0),
        Mention(Span("third", 4, 6), "PER:王", 1.0),
    ]
    entities = (Entity("LOC:溪口", "溪口", "LOC"), Entity("PER:王", "王", "PER"))
    index = EntityIndex(entities=entities, mentions=Mentions.of(mentions))
    creek, king = find_first_names(corpus, found.story(0), index)
    assert (creek.span.article_id, creek.articles, creek.certain) == ("second", 2, True)
    assert (king.span.article_id, king.articles) == ("third", 1)
    undated = Corpus(tuple(replace(a, published=None) for a in corpus.articles))
    assert not find_first_names(undated, found.story(0), index)[0].certain
    assert find_first_names(corpus, found.story(0), EntityIndex()) == ()


def test_stream_puts_outlets_in_lanes_and_times_in_columns() -> None:
    corpus, found = told(*THREE, article("undated", FLOOD + FARM, None, "東報"))
    laid = lay_out_stream(corpus, found.story(0))
    assert [lane.outlet for lane in laid.lanes] == ["東報", "西報", "南報"]
    assert [bar.row for bar in laid.bars] == [0, 1, 2, 0]
    columns = [bar.column for bar in laid.bars]
    assert columns[:3] == [0, 1, 2] and columns[3] > 2
    assert laid.columns[-1][1] is None
    assert [bar.parent for bar in laid.bars] == [None, 0, 1, None]


@pytest.mark.parametrize("n", [3, 30, 300])
def test_stream_has_room_for_many_articles_and_outlets(n: int) -> None:
    articles = tuple(
        article(f"{i:03}", FLOOD, f"2024-03-{1 + i // 24:02}T{i % 24:02}:00+08:00", f"{i % 40}報")
        for i in range(n)
    )
    story = Story("x", tuple(StoryArticle(a.id, "original", new=27) for a in articles), ())
    laid = lay_out_stream(Corpus(articles), story)
    assert len(laid.bars) == n
    assert len(laid.columns) <= MOST_COLUMNS and len(laid.lanes) <= MOST_LANES
    assert len({(bar.row, bar.column) for bar in laid.bars}) == n  # none covers another
    assert sum(lane.others for lane in laid.lanes) in (0, min(n, 40) - MOST_LANES + 1)
    fig = draw(laid, [a.id for a in articles], mode="light")
    assert 160 <= fig.layout.height <= 1600


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_figure_tells_every_click_which_article_it_was(mode) -> None:
    corpus, found = told(*THREE)
    laid = lay_out_stream(corpus, found.story(0))
    fig = draw(laid, ["<b>$x$", "乙", "丙"], mode=mode, picked=1)
    bars = [trace for trace in fig.data if trace.type == "bar"]
    assert [list(trace.customdata) for trace in bars] == [["0", "1", "2"]] * 4
    points = next(trace for trace in fig.data if trace.mode == "markers")
    assert list(points.customdata) == ["1", "2"]
    assert "<b>$x$" not in bars[0].hovertext[0]
    assert "時間" in fig.layout.xaxis.title.text


def test_figure_of_nothing_has_its_axis() -> None:
    fig = draw(StoryStream(), [], mode="light")
    assert len(fig.data) == 0
    assert fig.layout.yaxis.title.text == "媒體"


def test_markup_escapes_the_texts() -> None:
    bad = "<script>警方說這座橋今天下午要封閉三個小時，請用路人改道行駛。"
    corpus, found = told(
        article("old", bad + FLOOD, "2024-03-07"), article("new", bad + SCHOOL, "2024-03-08")
    )
    compared = compare(corpus, found, "old", "new")
    sides = compare_html(corpus, compared, ("<i>", "乙"), "light")
    own = lineage_html(corpus.article("new"), found.story(0).sentences_of("new"), "dark")
    assert "<script>" not in sides + own and "<i>" not in sides
    words = re.sub(r"<[^>]*>", "", own)
    assert words.replace("&lt;", "<").replace("&gt;", ">") == corpus.article("new").text


def test_finding_says_first_in_this_corpus() -> None:
    corpus, found = told(*THREE)
    said = describe.finding(corpus, found)
    assert "本資料中最早見於 東報 2024-03-07 09:00" in said and "3 篇" in said
    assert describe.finding(corpus, Stories()) == ""
    undated = Corpus(tuple(replace(a, published=None) for a in corpus.articles))
    unknown = stories.trace(undated, duplicates.find(undated))
    assert "看不出誰先有" in describe.finding(undated, unknown)


def test_find_first_is_where_most_of_a_story_goes_back_to() -> None:
    """Not who had first what most articles happen to have in the end."""
    late = SCHOOL + FARM + PORT
    _, found = told(
        article("first", FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "東報"),
        article("second", FLOOD + BRIDGE + late, "2024-03-07T10:00+08:00", "西報"),
        *(
            article(f"{n}", FLOOD + late, f"2024-03-07T{n}:00+08:00", f"{n}報")
            for n in (11, 12, 13)
        ),
    )
    first = describe.find_first(found.story(0))
    assert first is not None and first.article_id == "first"


def test_numbers_of_bars_stand_above_them_where_there_is_room() -> None:
    corpus, found = told(*THREE)
    fig = draw(lay_out_stream(corpus, found.story(0)), ["甲", "乙", "丙"], mode="light")
    text = next(t for t in fig.data if t.type == "scatter" and t.mode == "text")
    bar = next(trace for trace in fig.data if trace.type == "bar")
    assert list(text.text) == ["1", "2", "3"]
    half = (1 - fig.layout.bargap) / 2
    assert all(y < own - half for y, own in zip(text.y, bar.y, strict=True))


def test_describe_article_says_what_it_took_and_from_where() -> None:
    corpus, found = told(*THREE)
    said = describe.describe_article(corpus, found.story(0).articles[1])
    assert said == (
        f"沿用他家 · 主要承自 東報 2024-03-07 09:00（54 字，{describe.percent(54 / 80)}）"
        f" · 新寫 {len(SCHOOL)} 字 · 原文沿用 {len(FLOOD + BRIDGE)} 字"
    )


def test_table_and_json_have_the_same_numbers() -> None:
    corpus, found = told(*THREE)
    table = export.to_table(corpus, found)
    assert table.total == 3
    made = export.to_json(corpus, found)["stories"][0]["articles"]
    names = [column.name for column in table.columns]
    for name in export.COUNTS:
        at = names.index(name)
        assert [row[at].content for row in table.rows] == [own[name] for own in made]
    assert to_csv(table).startswith("\ufeff新聞".encode())
    assert export.to_table(Corpus(), Stories()).rows == ()
    assert export.to_json(Corpus(), Stories()) == {"stories": []}
