"""The aligned cut, counts and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import Lexicon
from components.reading import AS_IS, Source, read
from components.text import Corpus, Span, norm_of, sentences_of
from components.words import (
    Name,
    Names,
    Row,
    Tokens,
    WordFilter,
    WordTable,
    count,
    cut,
    family_of,
    is_word,
    lock,
    places,
)


def corpus_of(*texts: str) -> Corpus:
    return read([Source(f"{i}", t.encode(), settings=AS_IS) for i, t in enumerate(texts)])


def words_of(text: str, lexicon: Lexicon | None = None) -> list[str]:
    tokens = cut(corpus_of(text), lexicon=lexicon)
    return [text[token.start : token.end] for words in tokens.tokens for token in words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由歐盟、美國和俄羅斯主導", "由 歐盟 、 美國 和 俄羅斯 主導"),
        ("由欧盟、美国和俄罗斯主导", "由 欧盟 、 美国 和 俄罗斯 主导"),
        ("活躍著的名著", "活躍 著 的 名著"),
        ("乾隆年間的乾燥花", "乾隆 年間 的 乾燥花"),
        ("臺灣頭髮與發展", "臺灣 頭髮 與 發展"),
        ("ＡＢＣ 公司３．５％", "ＡＢＣ 公司 ３．５％"),
        ("　前後　空白　", "前後 空白"),
    ],
)
def test_analysis_cuts_the_original_on_a_simplified_copy(text: str, expected: str) -> None:
    assert words_of(text) == expected.split()


@pytest.mark.parametrize("forms", [("臺灣", "台灣", "台湾"), ("ＡＩ", "AI", "ai"), ("著", "着")])
def test_analysis_variants_are_one_word(forms: tuple[str, ...]) -> None:
    assert len({norm_of(form) for form in forms}) == 1


def test_analysis_counts_variants_together_under_the_commonest_form() -> None:
    corpus = corpus_of("臺灣、台灣、台灣。", "台湾。")
    table = count(corpus, cut(corpus))
    assert table.rows == (Row("台灣", 4, 2, "ns", norm_of("台灣")),)
    assert (table.n_tokens, table.n_types, table.n_articles) == (4, 1, 2)


def test_analysis_copies_count_as_often_as_they_stand() -> None:
    once, twelve = corpus_of("北約外長開會。"), corpus_of("\n".join(["北約外長開會。"] * 12))
    one = {row.norm: row.count for row in count(once, cut(once)).rows}
    all_copies = {row.norm: row.count for row in count(twelve, cut(twelve)).rows}
    assert all_copies == {norm: 12 * n for norm, n in one.items()}


def test_analysis_table_is_ordered_and_filtered_but_totals_stay() -> None:
    corpus = corpus_of("談判談判破裂，他說。12人。")
    tokens = cut(corpus)
    every = count(corpus, tokens)
    assert every.rows[0].word == "談判"
    keys = [(-row.count, row.norm) for row in every.rows]
    assert keys == sorted(keys)
    few = count(
        corpus,
        tokens,
        settings=WordFilter(("verb",), 2, frozenset({norm_of("破裂")})),
    )
    assert [row.word for row in few.rows] == ["談判"]
    assert (few.n_tokens, few.n_types) == (every.n_tokens, every.n_types) == (7, 6)
    assert few.digest != every.digest


def test_analysis_places_a_word_in_reading_order() -> None:
    corpus = corpus_of("台灣與臺灣。", "台湾。")
    found = places(cut(corpus), norm_of("臺灣"))
    assert [corpus.text_of(span) for span in found] == ["台灣", "臺灣", "台湾"]
    assert places(cut(corpus), "沒有") == ()


def test_analysis_accepts_nothing() -> None:
    empty = cut(Corpus())
    assert (empty.sentences, empty.tokens, empty.n_tokens) == ((), (), 0)
    assert count(Corpus(), Tokens()).rows == WordTable().rows
    assert places(Tokens(), "x") == ()


def test_analysis_punctuation_is_no_word() -> None:
    tokens = cut(corpus_of("他說：「好！」5G…"))
    assert [is_word(t) for t in tokens.tokens[0][:4]] == [True, True, False, False]


@pytest.mark.parametrize(
    ("pos", "family"),
    [("n", "noun"), ("nr", "name"), ("nrt", "name"), ("ns", "name"), ("vn", "verb"), ("ng", "noun"),
     ("a", "adjective"), ("ad", "adverb"), ("m", "number"), ("uj", "function"), ("eng", "noun"),
     ("url", "address"), ("hash", "address"),
     ("x", "other"), ("", "other"), ("zg", "other")],
)  # fmt: skip
def test_analysis_family_of_tags(pos: str, family: str) -> None:
    assert family_of(pos) == family


def test_analysis_digest_names_corpus_and_cutting_words_only() -> None:
    corpus = corpus_of("和平部隊。")
    plain = cut(corpus).digest
    assert cut(corpus, lexicon=Lexicon(stop_words=("和平",))).digest == plain
    assert cut(corpus, lexicon=Lexicon(words=("和平部隊",))).digest != plain
    assert cut(corpus_of("和平。")).digest != plain


@given(
    st.text(
        st.sampled_from(
            "臺灣台發頭髮著12月.,%ＡＢ5Gaé İßﬁ①㈱　\t。，（）「」\U00020000👍🏽e\u0301Жкア가"
        ),
        max_size=40,
    )
)
def test_analysis_tokens_tile_every_sentence(text: str) -> None:
    corpus = corpus_of(text)
    for article in corpus.articles:
        tokens = cut(corpus)
        spans = list(sentences_of(article))
        assert list(tokens.sentences) == spans
        for span, words in zip(spans, tokens.tokens, strict=True):
            at = span.start
            for token in words:
                assert token.end > token.start >= at
                assert not article.text[at : token.start].strip()
                assert len(token.norm) == token.end - token.start
                at = token.end
            assert not article.text[at : span.end].strip()


def test_count_leaves_addresses_out_unless_they_are_asked_for() -> None:
    text = "詳見 https://example.org/a?b=1 與 news@example.org，電話 02-2345-6789、#停班停課。"
    corpus = read([Source("a", text.encode())])
    tokens = cut(corpus)
    kinds = {"url", "mail", "tel", "hash"}
    found = [corpus.articles[0].text[t.start : t.end] for s in tokens.tokens for t in s
             if t.pos in kinds]  # fmt: skip
    whole = ["https://example.org/a?b=1", "news@example.org", "02-2345-6789", "#停班停課"]
    assert found == whole
    shown = {row.word for row in count(corpus, tokens).rows}
    assert not shown & set(whole)
    only = count(corpus, tokens, settings=WordFilter(families=("address",))).rows
    assert {row.word for row in only} == set(whole)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("國際電話+886-2-2345-6789。", "+886-2-2345-6789"),
        ("电话：+86 10 8888 8888。", "+86 10 8888 8888"),
        ("請電852-2345 6789查詢。", "852-2345 6789"),
        ("客服專線412-8185（手機加02）", "412-8185"),
        ("短網址bit.ly/3abcD，", "bit.ly/3abcD"),
        ("今天#北京两会#召开，代表说", "#北京两会#"),
        ("#開學 #台灣教育 今天", "#台灣教育"),
        ("微博@人民日报 发文。", "@人民日报"),
    ],
)
def test_cut_keeps_an_address_whole_even_where_a_name_is_in_it(text: str, address: str) -> None:
    corpus = read([Source("a", text.encode())])
    tokens = cut(corpus)
    at = text.index(address)
    places = [(t.start, t.end) for s in tokens.tokens for t in s]
    assert (at, at + len(address)) in places
    inside = Name(Span("a", at + 1, at + 3), "ns", known=True)
    kept = lock(corpus, tokens, Names((inside,), "x"))
    assert (at, at + len(address)) in [(t.start, t.end) for s in kept.tokens for t in s]
