"""Columns are sequences of nouns, and say so; tables hold no string that no noun has."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities import Mention, Mentions
from components.network.network import Edge, Edges
from components.reading import Source, read
from components.text import (
    Columns,
    Numbering,
    SentenceIndex,
    Span,
    Spans,
    are_among,
    bounds_of,
    codec,
    join_ranges,
    number_slices,
    number_texts,
    sentences_in,
    sentences_of,
    texts_of,
)
from components.text.codec import CodecError
from components.words import Name, Names, Token, TokenRows, Tokens, cut, places, places_of

SPANS = (Span("b", 3, 5), Span("a", 0, 2), Span("b", 0, 3))
TOKENS = ((Token(0, 2, "北约", "nt"), Token(2, 3, "。", "x")), (), (Token(4, 5, "他", "r"),))
NOUNS = [
    (Spans, SPANS),
    (TokenRows, TOKENS),
    (Mentions, (Mention(SPANS[0], "PER:甲", 0.9), Mention(SPANS[1], "LOC:乙"))),
    (Edges, (Edge("LOC:乙", "PER:甲", 0.5, SPANS[:2]), Edge("ORG:丙", "PER:甲", 0.25, SPANS[2:]))),
    (type(Names().names), (Name(SPANS[0], "nr"), Name(SPANS[1], "nt", True))),
]  # fmt: skip
CORPUS = read(
    [
        Source("甲.txt", "北約同意。歐盟反對。".encode()),
        Source("乙.txt", "北約同意。".encode()),
    ]
)


@pytest.mark.parametrize(("kind", "nouns"), NOUNS)
def test_columns_are_the_nouns_they_were_made_of(kind: type[Columns], nouns: tuple) -> None:
    columns = kind.of(nouns)
    assert tuple(columns) == nouns
    assert columns == nouns
    assert hash(columns) == hash(nouns)
    assert [columns[i] for i in range(-len(nouns), len(nouns))] == [*nouns, *nouns]
    assert tuple(columns[1:]) == nouns[1:]
    assert tuple(reversed(columns)) == nouns[::-1]
    assert kind.of(columns) is columns
    assert (kind.of(()), len(kind.of(()))) == ((), 0)
    with pytest.raises(IndexError):
        columns[len(nouns)]


@pytest.mark.parametrize(("kind", "nouns"), NOUNS)
def test_columns_come_back_from_a_file(kind: type[Columns], nouns: tuple) -> None:
    assert codec.unpack(codec.pack(kind.of(nouns)), kind) == nouns


def test_columns_of_other_tables_are_equal_where_their_nouns_are() -> None:
    one = Spans(
        ("a", "b"), np.array([1], np.int32), np.array([0], np.int32), np.array([2], np.int32)
    )
    other = Spans(("b",), np.array([0], np.int32), np.array([0], np.int32), np.array([2], np.int32))
    assert one == other
    assert one != other[:0]


@pytest.mark.parametrize(
    ("field", "values"),
    [("articles", [0, 7, 0]), ("articles", [0]), ("starts", [-1, 0, 0]), ("ends", [0])],
)
def test_columns_that_do_not_fit_together_are_refused(field: str, values: list[int]) -> None:
    tree = codec.to_json(Spans.of(SPANS))
    tree["value"][field] = codec.to_json(Spans(starts=np.array(values, np.int32)))["value"][
        "starts"
    ]
    with pytest.raises(CodecError, match="damaged"):
        codec.from_json(tree, Spans)


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_columns_of_any_numbers_come_back(values: list[int]) -> None:
    rows = TokenRows(bounds=np.array([0, *values], np.int32))
    tree = codec.to_json(rows)
    again = codec._codec(type(rows)).record.decode(tree["value"], 1, codec.SCHEMA)[0]
    assert again.bounds.tolist() == [0, *values]
    assert again.bounds.dtype == np.int32


def test_columns_written_as_tuples_are_still_read() -> None:
    tree = {"noun": "Tokens", "schema": 2, "value": {
        "sentences": {"n": [1], "of": {"article_id": ["a"], "start": [0], "end": [3]}},
        "tokens": {"n": [1], "of": {"n": [2], "of": {
            "start": [0, 2], "end": [2, 3], "norm": ["北约", "。"], "pos": ["nt", "x"],
        }}},
    }}  # fmt: skip
    tokens = codec.from_json(tree, Tokens)
    assert tokens.sentences == (Span("a", 0, 3),)
    assert tokens.tokens == TOKENS[:1]


def test_columns_keep_no_string_of_a_noun_that_went() -> None:
    rows = TokenRows.of(TOKENS).keep(np.array([False, True, True]))
    assert rows == ((Token(2, 3, "。", "x"),), (), (Token(4, 5, "他", "r"),))
    assert set(rows.norms) == {"。", "他"}
    assert set(rows.tags) == {"x", "r"}
    assert Mentions.of(NOUNS[2][1]).of_entities(["LOC:乙"]).ids == ("LOC:乙",)


def test_columns_of_portions_are_joined() -> None:
    one, other = TokenRows.of(TOKENS[:1]), TokenRows.of(TOKENS[1:])
    assert TokenRows.concatenate([one, other]) == TOKENS
    assert TokenRows.concatenate([]) == ()


def test_sentences_in_a_corpus_are_those_of_its_articles() -> None:
    found = sentences_in(CORPUS)
    assert found == tuple(span for article in CORPUS.articles for span in sentences_of(article))
    assert list(texts_of(CORPUS, found)) == ["北約同意。", "歐盟反對。", "北約同意。"]
    texts, which = number_texts(texts_of(CORPUS, found))
    assert (texts, which.tolist()) == (("北約同意。", "歐盟反對。"), [0, 1, 0])


def test_sentence_index_tells_where_spans_begin_and_lie() -> None:
    index = SentenceIndex(sentences_in(CORPUS))
    wanted = [Span("甲.txt", 4, 6), Span("乙.txt", 1, 2), Span("丙.txt", 0, 1)]
    assert index.numbers_of(wanted).tolist() == [0, 2, -1]
    assert index.around(wanted).tolist() == [-1, 2, -1]
    assert index.holding(wanted) == (Span("甲.txt", 0, 5), Span("乙.txt", 0, 5))
    assert index.inside(Span("甲.txt", 5, 10)) == (Span("甲.txt", 5, 10),)
    assert index.inside(Span("丙.txt", 0, 10)) == ()


def test_places_of_words_are_those_of_each() -> None:
    tokens = cut(CORPUS)
    found = places_of(tokens, ("北约", "反对", "無"))
    assert found == {norm: places(tokens, norm) for norm in ("北约", "反对", "無")}
    assert [CORPUS.text_of(span) for span in found["北约"]] == ["北約", "北約"]
    assert found["無"] == ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5))))
def test_ranges_are_laid_end_to_end(pairs: list[tuple[int, int]]) -> None:
    starts, counts = [a for a, _ in pairs], [n for _, n in pairs]
    assert join_ranges(starts, counts).tolist() == [a + i for a, n in pairs for i in range(n)]
    assert [b - a for a, b in pairwise(bounds_of(counts).tolist())] == counts


def test_numbering_gives_each_string_one_number() -> None:
    numbers = Numbering()
    assert numbers.codes(["b", "a", "b"]).tolist() == [0, 1, 0]
    assert numbers.table == ("b", "a")


def test_columns_number_slices_as_strings_are_numbered() -> None:
    texts = ("台北市長台北", "😀😀a", "", "市長\x00市長")
    places = [(0, 0, 2), (0, 2, 4), (0, 4, 6), (1, 0, 1), (1, 1, 2), (1, 0, 3), (3, 0, 2)]
    places += [(3, 0, 3), (3, 3, 5), (2, 0, 0), (1, 3, 3), (0, 0, 4), (0, 0, 6)]
    rows, starts, ends = np.array(places, np.int32).T
    strings = [texts[row][start:end] for row, start, end in places]
    table, codes = number_slices(texts, rows, starts, ends)
    expected, which = number_texts(strings)
    assert table == expected
    assert codes.tolist() == which.tolist()


def test_columns_number_slices_of_nothing() -> None:
    table, codes = number_slices((), *(np.zeros(0, np.int32) for _ in range(3)))
    assert (table, len(codes)) == ((), 0)


@given(st.lists(st.integers(0, 40)), st.lists(st.integers(0, 40)))
def test_columns_numbers_are_among_others(values: list[int], known: list[int]) -> None:
    found = are_among(np.array(values, np.int64), np.array(known, np.int64))
    assert found.tolist() == [value in known for value in values]
