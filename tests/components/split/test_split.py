"""Columns: counts and rates by hand, shared stories, one scale for bars and clouds, laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import split, words
from components.cloud import CloudSettings
from components.cloud.figure import figure as draw_cloud
from components.entities import Entity, EntityIndex, Mention
from components.split import SplitSettings, figure, parse_code
from components.split import describe as describe_split
from components.text import Article, ArticleGroup, Corpus, Grouping, Span, sentences_in
from components.words import Token, Tokens
from dashboard.report.printed_chart import Imprint, draw_chart

# Ten words in 甲, five in 乙, five in 丙; of one character each.
TEXTS = ("船船船山山", "船海海天天", "山山海天天", "地地地地地")
OUTLETS = Grouping(
    "outlet",
    (ArticleGroup("甲", ("0", "1")), ArticleGroup("乙", ("2",)), ArticleGroup("丙", ("3",))),
    without=("4",),
)
TWO = SplitSettings("outlet", ("甲", "乙"))


def corpus_of(texts: tuple[str, ...]) -> tuple[Corpus, Tokens]:
    """Articles of one-character words, a sentence each."""
    articles = tuple(Article(str(i), t, t, t, counted=((0, len(t)),)) for i, t in enumerate(texts))
    sentences = tuple(Span(a.id, 0, len(a.text)) for a in articles)
    tokens = tuple(tuple(Token(i, i + 1, c, "n") for i, c in enumerate(a.text)) for a in articles)
    return Corpus(articles), Tokens(sentences, tokens, digest=str(hash(texts)))


def test_split_words_by_hand() -> None:
    made = split.split_words(*corpus_of(TEXTS), OUTLETS, settings=TWO)
    assert [(c.label, c.articles, c.words) for c in made.columns] == [("甲", 2, 10), ("乙", 1, 5)]
    # 天: 2 of 10 and 2 of 5 words; 山 the same; 船: 4 of 10 and none; 海: 2 of 10 and 1 of 5.
    assert {row.word: row.counts for row in made.rows} == {
        "天": (2, 2), "山": (2, 2), "船": (4, 0), "海": (2, 1),
    }  # fmt: skip
    by_word = {row.word: row for row in made.rows}
    assert made.rate(by_word["船"], 0) == 4_000
    assert made.rate(by_word["天"], 1) == 4_000
    means = [made.rate(row, 0) + made.rate(row, 1) for row in made.rows]
    assert means == sorted(means, reverse=True)
    assert (made.groups_left, made.articles_left, made.without) == (1, 1, 1)
    assert "甲（2 篇、10 詞）" in describe_split.caption(made)


def test_split_counts_only_stories_that_columns_share() -> None:
    # 1 and 2 are one story of both; 0 belongs to a story of 甲 alone.
    settings = SplitSettings("outlet", ("甲", "乙"), "stories")
    stories = (("1", "2"), ("0", "3"))
    made = split.split_words(*corpus_of(TEXTS), OUTLETS, settings=settings, stories=stories)
    assert [(c.articles, c.words) for c in made.columns] == [(1, 5), (1, 5)]
    assert made.stories == 1
    three = SplitSettings("outlet", ("甲", "乙", "丙"), "stories")
    made = split.split_words(*corpus_of(TEXTS), OUTLETS, settings=three, stories=stories)
    assert [c.articles for c in made.columns] == [2, 1, 1]
    assert made.stories == 2
    alone = split.split_words(*corpus_of(TEXTS), OUTLETS, settings=settings)
    assert alone.rows == () and describe_split.nothing(alone).startswith("沒有兩欄")


def test_split_names_by_hand() -> None:
    corpus, tokens = corpus_of(TEXTS)
    found = [
        Mention(Span(a.id, i, i + 1), "LOC:山")
        for a in corpus.articles
        for i, c in enumerate(a.text)
        if c == "山"
    ]
    index = EntityIndex((Entity("LOC:山", "山", "LOC"),), found, sentences_in(corpus))
    made = split.split_names(index, tokens, OUTLETS, settings=TWO)
    [row] = made.rows
    assert (row.mark, row.counts) == ("LOC:山", (2, 2))
    assert (made.rate(row, 0), made.rate(row, 1)) == (2_000, 4_000)


@given(st.lists(st.text("天地山海", max_size=9), min_size=2, max_size=6))
def test_split_columns_of_all_groups_hold_every_use(texts: list[str]) -> None:
    corpus, tokens = corpus_of(tuple(texts))
    groups = tuple(ArticleGroup(str(i), (str(i),)) for i in range(len(texts)))
    settings = SplitSettings("file", tuple(str(i) for i in range(len(texts))))
    made = split.split_words(corpus, tokens, Grouping("file", groups), settings=settings)
    every = {row.norm: row.count for row in words.count(corpus, tokens).rows}
    assert {row.mark: sum(row.counts) for row in made.rows} == every


def test_split_of_nothing_says_so() -> None:
    corpus, tokens = corpus_of(())
    made = split.split_words(corpus, tokens, Grouping("outlet"), settings=TWO)
    assert (made.columns, made.rows) == ((), ())
    assert split.to_table(made).rows == ()
    names = split.split_names(EntityIndex(), tokens, Grouping("outlet"), settings=TWO)
    assert names.rows == ()


@pytest.mark.parametrize("draw", [figure.bars, figure.stacked_bars])
def test_split_bars_have_one_scale_and_aligned_rows(draw) -> None:
    made = split.split_words(*corpus_of(TEXTS), OUTLETS, settings=TWO)
    fig = draw(made, mode="light", picked={"船"}, column="甲")
    one, other = fig.data
    assert list(one.x) == [made.rate(row, 0) for row in made.rows]
    assert list(other.x) == [made.rate(row, 1) for row in made.rows]
    assert [parse_code(code) for code in other.customdata] == [(1, r.mark) for r in made.rows]
    assert len(set(one.base)) == len(set(other.base)) == 1
    if draw is figure.bars:  # side by side: one row, another beginning
        assert list(one.y) == list(other.y) and one.base[0] < other.base[0]
    else:  # one under the other: one beginning, rows below
        assert one.base[0] == other.base[0] and max(one.y) < min(other.y)
    assert [made.rows[i].mark for i in one.selectedpoints] == ["船"]
    assert not other.selectedpoints  # what is picked is in the other column
    for width in (320, 1100):
        draw_chart(fig, Imprint("題"), width=width)


def test_split_clouds_have_one_scale_and_none_lies_over_another() -> None:
    texts = ("天天天天天天天天地地地地" + "玄" * 40, "天天天天天天天天地地地地" + "玄" * 4)
    groups = (ArticleGroup("甲", ("0",)), ArticleGroup("乙", ("1",)))
    grouping, settings = Grouping("outlet", groups), SplitSettings("outlet", ("甲", "乙"))
    corpus, tokens = corpus_of(texts)
    tables = split.split_tables(corpus, tokens, grouping, settings=settings)
    laid = split.lay_out_clouds(tables, settings=CloudSettings("tall"))
    areas = [w.font_size**2 / (w.count / one.n_tokens) for one in laid for w in one.words]
    assert max(areas) / min(areas) < 1.4  # pixels are whole
    for in_a_row in (1, 2):
        joint = split.join_clouds(laid, in_a_row=in_a_row)
        boxes = [(w.x - w.font_size / 2, w.y - w.font_size / 2, w.font_size) for w in joint.words]
        assert all(
            abs(a[0] - b[0]) >= min(a[2], b[2]) * 0.9 or abs(a[1] - b[1]) >= min(a[2], b[2]) * 0.9
            for i, a in enumerate(boxes)
            for b in boxes[:i]
        )
        assert {parse_code(w.norm) for w in joint.words} == {
            (column, norm) for column in (0, 1) for norm in "天地玄"
        }
        made = split.split_words(corpus, tokens, grouping, settings=settings)
        heads = figure.cloud_heads(made, laid[0], in_a_row=in_a_row)
        assert len(draw_cloud(joint, mode="light", heads=heads).layout.annotations) == 2
        assert all(0 < w.x < joint.width and 0 < w.y < joint.height for w in joint.words)
