"""Words are counted part by part: what is added up is what counting at once gives."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from components.text import Article, Corpus, Span, Spans
from components.words import Row, Token, TokenRows, Tokens, WordTally, add_up, count, tally
from components.words import analysis as counting


def corpus_of(texts: list[str]) -> tuple[Corpus, Tokens]:
    """Take every character for a word; capital letters and small ones count as one."""
    articles = [Article(f"{n}", "", text, text) for n, text in enumerate(texts)]
    rows = [
        [Token(i, i + 1, sign.lower(), "n" if sign.islower() else "v") for i, sign in enumerate(t)]
        for t in texts
    ]
    sentences = Spans.of(Span(a.id, 0, len(a.text)) for a in articles)
    return Corpus(tuple(articles)), Tokens(sentences, TokenRows.of(rows), digest="own")


def test_tally_counts_words_and_no_signs() -> None:
    table = count(*corpus_of(["aAa，b", "Ab。", "B"]))
    assert table.rows == (Row("A", 4, 2, "n", "a"), Row("b", 3, 3, "n", "b"))
    assert (table.n_tokens, table.n_types, table.n_articles) == (7, 2, 3)


def test_tally_of_nothing_adds_nothing() -> None:
    own = tally(*corpus_of(["ab"]))
    assert list(add_up([]).rows()) == []
    assert list(add_up([WordTally(), own, tally(*corpus_of([]))]).rows()) == list(own.rows())


@given(st.lists(st.text("aAbBcC，", max_size=9), max_size=6))
def test_tallies_of_parts_add_up_to_that_of_the_whole(texts: list[str]) -> None:
    corpus, tokens = corpus_of(texts)
    parts = (tally(*corpus_of([text])) for text in reversed(texts))
    added = sorted(add_up(parts).rows(), key=lambda row: row.norm)
    assert added == sorted(tally(corpus, tokens).rows(), key=lambda row: row.norm)
    used = Counter("".join(texts).lower().replace("，", ""))
    assert {row.norm: row.count for row in added} == used


@given(st.lists(st.text("aAbBcC，", max_size=9), max_size=6), st.integers(1, 9))
def test_count_divides_between_articles(texts: list[str], size: int) -> None:
    corpus, tokens = corpus_of(texts)
    whole = count(corpus, tokens)
    before, counting._COUNTED = counting._COUNTED, size
    try:
        assert count(corpus, tokens) == whole
    finally:
        counting._COUNTED = before
