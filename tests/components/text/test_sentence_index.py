"""The index of sentences gives what looking at each of them gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import SentenceIndex, Span

SENTENCES = (Span("b", 0, 4), Span("b", 5, 9), Span("a", 2, 6), Span("a", 6, 8))


@pytest.mark.parametrize(
    ("span", "number"),
    [
        (Span("b", 0, 1), 0), (Span("b", 3, 7), 0), (Span("b", 4, 5), 0), (Span("b", 5, 6), 1),
        (Span("b", 99, 100), 1), (Span("a", 6, 6), 3), (Span("a", 1, 3), -1), (Span("c", 0, 1), -1),
    ],
)  # fmt: skip
def test_sentence_index_finds_the_sentence_a_span_begins_in(span: Span, number: int) -> None:
    assert SentenceIndex(SENTENCES).numbers_of([span]).tolist() == [number]


def test_sentence_index_holding_names_each_once_in_the_order_asked() -> None:
    spans = [Span("a", 7, 8), Span("b", 1, 2), Span("a", 6, 7), Span("c", 0, 1), Span("b", 0, 9)]
    assert SentenceIndex(SENTENCES).holding(spans) == (Span("a", 6, 8), Span("b", 0, 4))


def test_sentence_index_inside_is_what_begins_there() -> None:
    index = SentenceIndex(SENTENCES)
    assert index.inside(Span("b", 0, 5)) == (Span("b", 0, 4),)
    assert index.inside(Span("a", 0, 9)) == (Span("a", 2, 6), Span("a", 6, 8))
    assert index.inside(Span("c", 0, 9)) == index.inside(Span("a", 3, 3)) == ()


def test_sentence_index_of_nothing_finds_nothing() -> None:
    index = SentenceIndex(())
    assert index.numbers_of([Span("a", 0, 1)]).tolist() == [-1]
    assert index.holding([Span("a", 0, 1)]) == index.inside(Span("a", 0, 9)) == ()
    assert index.holding(()) == SentenceIndex(SENTENCES).holding(()) == ()


_spans = st.builds(
    lambda article, start, length: Span(article, start, start + length),
    st.sampled_from("abc"), st.integers(0, 20), st.integers(1, 5),
)  # fmt: skip


@given(st.lists(_spans, unique=True), st.lists(_spans))
def test_sentence_index_agrees_with_looking_at_each(given: list[Span], asked: list[Span]) -> None:
    index = SentenceIndex(given)
    for span, number in zip(asked, index.numbers_of(asked).tolist(), strict=True):
        before = [s for s in given if s.article_id == span.article_id and s.start <= span.start]
        assert (given[number] if number >= 0 else None) == max(before, default=None)
        assert index.inside(span) == tuple(
            sorted(
                s for s in given
                if s.article_id == span.article_id and span.start <= s.start < span.end
            )
        )  # fmt: skip
