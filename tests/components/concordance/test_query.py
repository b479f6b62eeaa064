"""The language of queries: what is written, what it finds, and what is said of a wrong one."""

from __future__ import annotations

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.concordance import (
    QueryError,
    SearchSettings,
    by_article,
    neighbours,
    parse_query,
    prepare,
    prepare_words,
    search,
)
from components.concordance.search import find_counted, find_others
from components.entities import Entity, EntityIndex, Mention
from components.lexicon import Lexicon
from components.text import Article, Corpus, Span, fold, sentences_in
from components.words import Token, Tokens, cut_texts


def article(name: str, text: str, *counted: tuple[int, int], **more: str) -> Article:
    return Article(name, name, text, text, counted=counted or ((0, len(text)),), **more)


def words_of(corpus: Corpus, *cuts: str) -> Tokens:
    """Cut by hand: `外長/n 表示/v`, a sentence an argument."""
    sentences, rows = sentences_in(corpus), []
    for sentence, written in zip(sentences, cuts, strict=True):
        at, row = sentence.start, []
        for word in written.split():
            form, _, pos = word.partition("/")
            row.append(Token(at, at + len(form), fold(form), pos))
            at += len(form)
        rows.append(tuple(row))
    return Tokens(sentences, rows)


TEXT = "外長林佳龍表示，美國外交部長來臺。外長沒有表示。台灣外交部次長(代理)說：「真的嗎？」"
NEWS = Corpus((article("a", TEXT),))
CUT = words_of(
    NEWS,
    "外長/n 林佳龍/nr 表示/v ，/x 美國/ns 外交部長/n 來/v 臺/ns 。/x",
    "外長/n 沒有/v 表示/v 。/x",
    "台灣/ns 外交部/nt 次長/n (/x 代理/v )/x 說/v ：/x 「/x 真的/d 嗎/y ？/x 」/x",
)


CUT_MORE = partial(cut_texts, segmenter="jieba", lexicon=Lexicon())


def found(query: str, corpus: Corpus = NEWS, tokens: Tokens | None = CUT) -> list[str]:
    texts = prepare(corpus)
    made = prepare_words(texts, tokens, CUT_MORE) if tokens else None
    places = find_counted(texts, parse_query(query), made)
    return [corpus.text_of(span) for span in places]


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("", []),
        ("外長", ["外長", "外長"]),
        ("  外长 ", ["外長", "外長"]),
        ("臺", ["臺", "台"]),
        ("嗎？", ["嗎？"]),
        ("次長(代理)", ["次長(代理)"]),
        ("次長（代理）", ["次長(代理)"]),
        ("外?部", ["外交部", "外交部"]),
        ("外*表示", ["外長林佳龍表示", "外長沒有表示"]),
        ("外長*", ["外長", "外長"]),
        ("外長|次長", ["外長", "外長", "次長"]),
        ("外交部(長|次長)", ["外交部長", "外交部次長"]),
        (r"外\*", []),
        ("外長[n]", ["外長", "外長"]),
        ("外長[v]", []),
        ("表示[動詞]", ["表示", "表示"]),
        ("[nr]", ["林佳龍"]),
        ("[人物]", ["林佳龍"]),
        ("[v] [v]", ["沒有表示"]),
        ("外長 [nr]", ["外長林佳龍"]),
        ("外長 /1 表示", []),
        ("外長 /2 表示", ["外長林佳龍表示", "外長沒有表示"]),
        ("表示 /2 外長", ["外長林佳龍表示", "外長沒有表示"]),
        ("外長 /2 表示 /1 美國", ["外長林佳龍表示，美國"]),
        ("(外長|次長) /3 [v]", ["外長林佳龍表示", "外長沒有", "次長(代理"]),
        ("/外.{1,3}長/", ["外交部長", "外交部次長"]),
        ("/[外次]長/", ["外長", "外長", "次長"]),
        ("/臺|（代理）/", ["臺", "台", "(代理)"]),
        ("/^外長/", ["外長", "外長"]),
        ("/x*/", []),
    ],
)
def test_query_finds_what_it_says(query: str, hits: list[str]) -> None:
    assert found(query) == hits


@pytest.mark.parametrize(
    ("query", "reason", "position"),
    [
        ("外長" * 201, "long", 401),
        ("*", "only_signs", 1),
        (" ?|* ", "only_signs", 2),
        ("外交部(長|次長", "group_open", 4),
        ("外交部(長|)", "alternative", 6),
        ("|外長", "alternative", 1),
        ("外長|", "alternative", 3),
        ("表示[v", "tag_open", 3),
        ("表示[xyz]", "tag", 3),
        ("[v]表示", "tag", 1),
        ("/5 表示", "distance_place", 1),
        ("外長 /5", "distance_place", 5),
        ("外長 /5 /5 表示", "distance_place", 7),
        ("外長 /0 表示", "distance_size", 4),
        ("外長 /51 表示", "distance_size", 4),
        ("/外(長/", "regex_open", 3),
        ("/外長)/", "regex_closed", 4),
        ("/*外/", "regex_repeat", 2),
        ("/外長[a/", "regex_class", 4),
        ("/外[龥-一]/", "regex_range", 4),
        ("/外{2000}/", "regex_size", 3),
        ("/外(?=長)/", "regex_unknown", 3),
        (r"/(外)\1/", "regex_unknown", 5),
        ("/（外(長/", "regex_open", 4),
    ],
)
def test_query_that_is_wrong_says_at_which_character(
    query: str, reason: str, position: int
) -> None:
    with pytest.raises(QueryError) as told:
        parse_query(query)
    assert (told.value.reason, told.value.position) == (reason, position)


LETTERS = st.text("台臺灣湾aA1１。\n哈", max_size=40)


@given(LETTERS, st.text("台臺灣湾aA1１。\n哈", min_size=1, max_size=3), st.data())
def test_query_of_a_text_is_find_over_the_folded_text(
    text: str, query: str, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(text)))
    corpus = Corpus((article("a", text, (0, cut), (cut, len(text))), article("b", text)))
    wanted, expected = fold(query.strip()), []
    for one in corpus.articles:
        for start, end in one.counted:
            at = fold(one.text).find(wanted, start, end) if wanted else -1
            while at >= 0:
                expected.append(Span(one.id, at, at + len(wanted)))
                at = fold(one.text).find(wanted, at + len(wanted), end)
    assert list(find_counted(prepare(corpus), parse_query(query))) == expected


@given(LETTERS, st.sampled_from(["台", "灣哈", "台?", "台*哈", "/[台灣]+/", "a|1"]), st.data())
def test_query_finds_in_all_text_what_is_there_when_all_counts(
    text: str, query: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part, whole = Corpus((article("a", text, (start, end)),)), Corpus((article("a", text),))
    own = parse_query(query)
    counted = find_counted(prepare(part), own)
    others = find_others(prepare(part), own, counted)
    every = find_counted(prepare(whole), own)
    assert all(start <= s.start and s.end <= end for s in counted)
    assert not any(start <= s.start and s.end <= end for s in others)
    covered = {i for s in (*counted, *others) for i in range(s.start, s.end)}
    # Each place of the whole text is met by one that is told.
    assert all(covered & set(range(s.start, s.end)) for s in every)


COPIED = "外長昨天表示遺憾。記者問，外長沒說。"


def test_search_tells_apart_what_does_not_count_also_for_words() -> None:
    corpus = Corpus((article("a", COPIED), article("b", COPIED, (9, 18))))
    sentences = sentences_in(corpus)
    rows = CUT_MORE([corpus.text_of(sentence) for sentence in sentences])
    texts = prepare(corpus)
    words = prepare_words(texts, Tokens(sentences, rows.move(sentences.starts)), CUT_MORE)
    for query in ("外長*表示", "外長 /5 表示", "/外長.*表示/", "昨天[t]"):
        result = search(texts, SearchSettings(query), words=words)
        assert [s.article_id for s in result.counted] == ["a"], query
        assert [s.article_id for s in result.uncounted] == ["b"], query


def test_search_filters_by_article_day_outlet_and_kind() -> None:
    corpus = Corpus(
        (
            article("a", "外長來。", published="2026-03-01T10:00", outlet="甲報"),
            article("b", "外長林佳龍來。", published="2026-03-02", outlet="乙報"),
            article("c", "外長走。"),
        )
    )
    named = EntityIndex(
        (Entity("PER:林佳龍", "林佳龍", "PER"),),
        [Mention(Span("b", 2, 5), "PER:林佳龍")],
        sentences_in(corpus),
    )
    texts = prepare(corpus)

    def where(**chosen: object) -> tuple[str, int]:
        result = search(texts, SearchSettings("外長", **chosen), index=named)
        return "".join(span.article_id for span in result.counted), result.left_out

    assert where() == ("abc", 0)
    assert where(articles=("c", "a")) == ("ac", 1)
    assert where(outlets=("乙報",)) == ("b", 2)
    assert where(since="2026-03-02") == ("b", 2)
    assert where(until="2026-03-01") == ("a", 2)
    assert where(kinds=("PER",)) == ("b", 2)
    assert where(kinds=("PER", "LOC")) == ("", 3)


def test_search_sorts_all_places_by_what_stands_beside_them() -> None:
    corpus = Corpus((article("a", "丙長乙。甲長丙。乙長甲。"),))
    texts = prepare(corpus)

    def starts(order: str) -> list[int]:
        spans = search(texts, SearchSettings("長", order)).counted
        return [span.start for span in spans]

    assert starts("position") == [1, 5, 9]
    # 丙 (U+4E19) < 乙 (U+4E59) < 甲 (U+7532)
    assert starts("after") == [5, 1, 9]
    assert starts("before") == [1, 9, 5]


def test_search_compares_what_stands_before_from_the_place_outwards() -> None:
    corpus = Corpus((article("a", "丙甲。北約乙。丁乙。北約甲。丙甲北約丁"),))
    found = search(prepare(corpus), SearchSettings("北約", "before")).counted
    assert [corpus.text_of(Span("a", s.start - 2, s.start)) for s in found] == [
        "乙。",
        "甲。",
        "丙甲",
    ]


def test_neighbours_are_counted_on_each_side() -> None:
    corpus = Corpus((article("a", "外長說明，外長說明。局長說明。"),))
    tokens = words_of(corpus, "外長/n 說明/v ，/x 外長/n 說明/v 。/x", "局長/n 說明/v 。/x")
    result = search(prepare(corpus), SearchSettings("外長"))
    [first, *_] = neighbours(prepare(corpus), result, tokens, window=1, min_count=1)
    assert (first.word, first.before, first.after, first.frequency) == ("說明", 1, 1, 3)
    # 14 + log2(2 * 2 / (2 + 3))
    assert first.log_dice == 13.68


def test_places_by_article_are_in_order_of_days() -> None:
    corpus = Corpus(
        (
            article("c", "外長。"),
            article("b", "外長。外長。", (0, 3), published="2026-03-02"),
            article("a", "外長。", published="2026-03-01"),
            article("d", "局長。"),
        )
    )
    result = search(prepare(corpus), SearchSettings("外長"))
    places = by_article(corpus, result)
    assert [(p.article_id, len(p.counted), len(p.uncounted)) for p in places] == [
        ("a", 1, 0),
        ("b", 1, 1),
        ("c", 1, 0),
    ]


def test_search_of_nothing_finds_nothing() -> None:
    for corpus in (Corpus(), Corpus((article("a", ""),)), NEWS):
        for query in ("", "無", "無*有", "無 /5 有", "/無/"):
            texts = prepare(corpus)
            words = prepare_words(texts, Tokens(), CUT_MORE)
            result = search(texts, SearchSettings(query), words=words)
            assert not len(result.counted) and not len(result.uncounted)
            assert neighbours(texts, result, Tokens()) == ()
            assert by_article(corpus, result) == ()


@pytest.mark.parametrize("query", ["/(.*)*(.*)*(.*)*x/", "/(哈+)+$x/", "/((哈{9}){9}){9}!/"])
def test_query_that_is_hostile_is_answered(query: str) -> None:
    corpus = Corpus((article("a", "哈" * 100_000 + "。"),))
    began = time.process_time()
    assert found(query, corpus, None) == []
    # A backtracking engine takes longer than the age of the universe.
    assert time.process_time() - began < 60
