"""Word statistics: toy texts counted by hand, refusals, laws."""

from __future__ import annotations

from dataclasses import replace
from math import log, log2
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import statistics as stat
from components.reading import AS_IS, Source, read
from components.statistics import StatisticSettings, analysis
from components.text import Corpus, Span
from components.words import Token, Tokens, cut


def toy(*articles: str) -> tuple[Corpus, Tokens]:
    """Articles of one-character words; `/` ends a sentence, `，` is punctuation."""
    corpus = read([Source(f"{i}", t.encode(), settings=AS_IS) for i, t in enumerate(articles)])
    sentences, tokens = [], []
    for article in corpus.articles:
        at = 0
        for part in article.text.split("/"):
            end = at + len(part)
            sentences.append(Span(article.id, at, end))
            tokens.append(tuple(Token(i, i + 1, article.text[i], "n") for i in range(at, end)))
            at = end + 1
    return corpus, Tokens(tuple(sentences), tuple(tokens), digest=str(articles))


def test_statistics_per_10k() -> None:
    assert stat.per_10k(3, 300) == 100
    assert stat.per_10k(0, 0) == 0


def test_statistics_tf_idf_by_hand() -> None:
    # 甲 in all three articles: 0. 乙 in one of three, 2 of 4 words: 0.5 ln 3.
    result = stat.tf_idf(*toy("甲甲乙乙", "甲丙", "甲丙丙"), top=1)
    assert [(r.article_id, r.norm, r.count) for r in result.rows] == [
        ("0", "乙", 2), ("1", "丙", 1), ("2", "丙", 2),
    ]  # fmt: skip
    assert [r.tf_idf for r in result.rows] == pytest.approx(
        [0.5 * log(3), 0.5 * log(1.5), 2 / 3 * log(1.5)]
    )


def test_statistics_tf_idf_leaves_out_stop_words_and_what_all_use() -> None:
    result = stat.tf_idf(*toy("甲乙丙", "甲丁", "甲戊"), stop_words=frozenset("乙"))
    assert [r.norm for r in result.rows] == ["丙", "丁", "戊"]


def test_statistics_dispersion_by_hand() -> None:
    # Five articles of 10 words, a fifth each. 甲: 1 1 1 1 1 -> 0. 乙: 6 0 0 0 0 ->
    # (0.8 + 4 x 0.2) / 2 = 0.8, the most there can be, so DPnorm is 1.
    corpus, tokens = toy(
        "甲乙乙乙乙乙乙丙丁丁",
        "甲丙丙丙丁丁戊戊己己",
        "甲庚庚辛辛壬壬癸癸癸",
        "甲子子丑丑寅寅卯卯卯",
        "甲辰辰巳巳午午未未未",
    )
    rows = stat.dispersion(corpus, tokens).rows
    assert [(r.norm, r.count, r.articles) for r in rows] == [("乙", 6, 1), ("甲", 5, 5)]
    assert [r.dp for r in rows] == pytest.approx([0.8, 0])
    assert [r.dp_norm for r in rows] == pytest.approx([1, 0])
    kept = stat.dispersion(corpus, tokens, stop_words=frozenset("乙")).rows
    assert [r.norm for r in kept] == ["甲"]


def test_statistics_dispersion_takes_unequal_articles_as_they_are() -> None:
    # Shares .5 .2 .1 .1 .1; 乙 is in the first and second as often as they are long.
    corpus, tokens = toy(
        "乙乙乙乙乙丙丙丙丙丙", "乙乙丁丁", "戊己", "庚辛", "壬癸",
    )  # fmt: skip
    row = stat.dispersion(corpus, tokens).rows[0]
    # Shares of 乙: 5/7 2/7 0 0 0.
    by_hand = (abs(5 / 7 - 0.5) + abs(2 / 7 - 0.2) + 0.3) / 2
    assert (row.norm, row.count) == ("乙", 7)
    assert row.dp == pytest.approx(by_hand)
    assert row.dp_norm == pytest.approx(by_hand / 0.9)


def test_statistics_log_likelihood_by_hand() -> None:
    # Expected 7.5 and 7.5 for 10 and 5; 92.5 each for 90 and 95.
    by_hand = 2 * (
        10 * log(10 / 7.5) + 5 * log(5 / 7.5) + 90 * log(90 / 92.5) + 95 * log(95 / 92.5)
    )
    assert stat.log_likelihood(10, 100, 5, 100) == pytest.approx(by_hand)
    assert stat.log_likelihood(5, 100, 10, 200) == pytest.approx(0)
    assert stat.log_likelihood(0, 0, 5, 10) == stat.log_likelihood(0, 9, 0, 9) == 0
    assert stat.log_ratio(20, 100, 5, 100) == 2
    assert stat.log_ratio(0, 100, 1, 100) == -1


def test_statistics_keyness_is_even_for_equal_texts_and_turns_round() -> None:
    one = toy("甲" * 200 + "乙" * 100)
    other = toy("甲" * 100 + "乙" * 200)
    even = stat.keyness(one[0], one[1], one[1], min_g2=0)
    assert {r.g2 for r in even.rows} == {0.0}
    assert stat.keyness(one[0], one[1], one[1]).rows == ()
    there = stat.keyness(one[0], one[1], replace(other[1], digest="o"))
    back = stat.keyness(one[0], other[1], one[1])
    assert {r.norm: r.log_ratio for r in there.rows} == {"甲": log2(2), "乙": log2(0.5)}
    assert [r.g2 for r in there.rows] == pytest.approx([r.g2 for r in back.rows])


def test_statistics_keyness_by_hand() -> None:
    # 甲 40 of 400 here, 10 of 400 there: expected 25 and 25, 375 and 375 for the rest.
    here = toy(_sentence("甲", 40, 400, "一"))
    there = toy(_sentence("甲", 10, 400, "二"))
    row = stat.keyness(here[0], here[1], replace(there[1], digest="o")).rows
    by_hand = 2 * (
        40 * log(40 / 25) + 10 * log(10 / 25) + 360 * log(360 / 375) + 390 * log(390 / 375)
    )
    found = {r.norm: r for r in row}["甲"]
    assert (found.count, found.other, found.log_ratio) == (40, 10, 2)
    assert found.g2 == pytest.approx(by_hand)


def test_statistics_copies_inflate_g2_and_not_the_ratio() -> None:
    here = toy(_sentence("甲", 40, 400, "一"))
    twelve = toy(*[_sentence("甲", 40, 400, "一")] * 12)
    there = replace(toy(_sentence("甲", 10, 400, "二"))[1], digest="o")
    plain, copied = (
        {r.norm: r for r in stat.keyness(c, t, there).rows}["甲"] for c, t in (here, twelve)
    )
    assert copied.g2 > plain.g2
    assert copied.log_ratio == pytest.approx(plain.log_ratio)


def test_statistics_keyness_leaves_out_rare_words_and_small_differences() -> None:
    corpus, tokens = toy("甲" * 2 + "乙" * 100 + "丙" * 250, "丁" * 2 + "乙" * 101 + "戊" * 250)
    here, there = (stat.of_articles(tokens, [article.id]) for article in corpus.articles)
    rows = stat.keyness(corpus, here, there, min_g2=0).rows
    assert {r.norm for r in rows} == {"乙", "丙", "戊"}
    rows = stat.keyness(corpus, here, there, stop_words=frozenset("丙")).rows
    assert [r.norm for r in rows] == ["戊"]
    assert rows[0].log_ratio < 0


def test_statistics_copies_are_no_more_text() -> None:
    short = "甲乙丙丁戊己庚辛壬癸"
    corpus, tokens = toy("/".join([short] * 200))
    result = stat.collocates(corpus, tokens, "甲")
    assert (result.refused, result.has, result.n_tokens) == ("few_words", 10, 2000)
    assert stat.keyness_general(corpus, tokens).has == 10
    twelve = toy(*["甲乙丙"] * 12)
    assert stat.tf_idf(*twelve).has == stat.dispersion(*twelve).has == 1


def test_statistics_keyness_against_general_chinese() -> None:
    text = "科索夫談判破裂的消息，12人在場。" * 60
    corpus = read([Source("n", text.encode(), settings=AS_IS)])
    tokens = cut(corpus)
    with patch.object(analysis, "MIN_WORDS", 0):
        rows = stat.keyness_general(corpus, tokens).rows
    assert rows[0].word == "科索夫"
    assert rows[0].other == 0
    assert "12" not in {r.norm for r in rows}
    assert all(r.log_ratio > 0 for r in rows)


def test_statistics_ngrams_by_hand() -> None:
    corpus, tokens = toy("甲乙丙/甲乙，丙/乙丙", "丙甲乙")
    rows = stat.ngrams(corpus, tokens, size=2).rows
    assert [(r.text, r.count) for r in rows] == [("甲乙", 3), ("乙丙", 2)]
    assert [corpus.text_of(span) for span in rows[0].spans] == ["甲乙"] * 3
    kept = stat.ngrams(corpus, tokens, size=2, stop_words=frozenset("甲")).rows
    assert [r.text for r in kept] == ["乙丙"]
    assert [r.text for r in stat.ngrams(corpus, tokens, size=3, min_count=1).rows] == [
        "丙甲乙",
        "甲乙丙",
    ]


def test_statistics_collocates_by_hand() -> None:
    # Window 1 around 甲: 乙 乙 乙 丙 丙; 乙 stands alone once, 丙 never.
    corpus, tokens = toy("甲乙/乙甲/甲乙/甲丙/丙甲/乙丁丁丁")
    with patch.object(analysis, "MIN_TEXT", 0), patch.object(analysis, "MIN_USES", 0):
        result = stat.collocates(corpus, tokens, "甲", window=1, min_count=2)
        npmi = stat.collocates(corpus, tokens, "甲", window=1, min_count=2, rank_by="npmi")
    assert [(r.norm, r.count, r.meetings, r.frequency) for r in result.rows] == [
        ("乙", 3, 3, 4),
        ("丙", 2, 2, 2),
    ]
    assert [r.log_dice for r in result.rows] == pytest.approx([14 + log2(6 / 9), 14 + log2(4 / 7)])
    assert npmi.rows[0].norm == "丙"
    assert npmi.rows[0].npmi == pytest.approx(log(2 * 14 / (5 * 2)) / -log(2 / 14))
    assert npmi.rows[0].g2 == pytest.approx(stat.log_likelihood(2, 5, 0, 9))
    assert [corpus.text_of(span) for span in npmi.rows[0].spans] == ["甲", "丙", "丙", "甲"]


def test_statistics_collocates_ranked_by_g2_are_hardly_chance() -> None:
    corpus, tokens = toy("甲乙/乙甲/甲乙/甲丙/丙甲/乙丁丁丁")
    with patch.object(analysis, "MIN_TEXT", 0), patch.object(analysis, "MIN_USES", 0):
        rows = stat.collocates(corpus, tokens, "甲", window=1, min_count=2, rank_by="g2").rows
    assert rows == ()  # the largest G² is 4.8


def test_statistics_a_token_near_two_uses_counts_once() -> None:
    corpus, tokens = toy("甲乙甲/甲乙甲/甲丁")
    with patch.object(analysis, "MIN_TEXT", 0), patch.object(analysis, "MIN_USES", 0):
        rows = stat.collocates(corpus, tokens, "甲", window=2, min_count=2).rows
    assert [(r.norm, r.count, r.meetings) for r in rows] == [("乙", 2, 2)]


def test_statistics_one_use_near_two_tokens_meets_once() -> None:
    # Counting both would give logDice 14 + log2(2 x 4 / 6), which is above its maximum.
    corpus, tokens = toy("乙甲乙/乙甲乙")
    with patch.object(analysis, "MIN_TEXT", 0), patch.object(analysis, "MIN_USES", 0):
        row = stat.collocates(corpus, tokens, "甲", min_count=1).rows[0]
    assert (row.count, row.meetings) == (4, 2)
    assert row.log_dice == pytest.approx(14 + log2(4 / 6))


def test_statistics_trend_by_hand() -> None:
    corpus, tokens = toy("甲乙", "甲甲", "乙乙乙乙", "甲", "甲")
    dates = ("2007-11-30", "2007-12-01", "2007-12-31", "2008-01-02", None)
    dated = tuple(replace(a, published=d) for a, d in zip(corpus.articles, dates, strict=True))
    result = stat.trend(Corpus(dated), tokens, ["甲"], min_words=1)
    assert [(r.period, r.count, r.n_tokens) for r in result.rows] == [
        ("2007-11", 1, 2), ("2007-12", 2, 6), ("2008-01", 1, 1),
    ]  # fmt: skip
    assert [r.per_10k for r in result.rows] == pytest.approx([5000, 10000 / 3, 10000])
    years = stat.trend(Corpus(dated), tokens, ["甲"], by="year", min_words=1)
    assert (years.refused, years.needs, years.has, years.rows) == ("few_dates", 3, 2, ())
    assert stat.trend(Corpus(dated), tokens, ["甲"]).has == 0


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (stat.tf_idf(Corpus(), Tokens()), "few_articles"),
        (stat.dispersion(Corpus(), Tokens()), "few_articles"),
        (stat.dispersion(*toy("甲", "乙", "丙", "丁", "戊")), "few_uses"),
        (stat.keyness(Corpus(), Tokens(), Tokens()), "few_words"),
        (stat.keyness_general(Corpus(), Tokens()), "few_words"),
        (stat.collocates(Corpus(), Tokens(), "甲"), "few_words"),
        (stat.collocates(*toy("丙" * 1000 + "甲" * 4), "甲"), "few_uses"),
        (stat.trend(Corpus(), Tokens(), ["甲"]), "no_dates"),
        (stat.ngrams(Corpus(), Tokens()), "few_words"),
        (stat.tf_idf(*toy("甲", "甲", "甲")), "few_articles"),
    ],
)
def test_statistics_refuse_what_is_too_small(result: stat.Statistic[object], reason: str) -> None:
    assert result.refused == reason
    assert result.rows == ()
    assert result.needs > result.has


MEASURES = [
    StatisticSettings("tf_idf"),
    StatisticSettings("dispersion"),
    StatisticSettings("ngrams"),
    StatisticSettings("collocates", word="甲"),
    StatisticSettings("trend", words=("甲",)),
    StatisticSettings("keyness"),
    StatisticSettings("keyness", against="articles", here=("0",)),
    StatisticSettings("keyness", against="dates", since="2007-01-01"),
]


@pytest.mark.parametrize("settings", MEASURES, ids=lambda s: f"{s.measure}-{s.against}")
def test_statistics_measure_takes_the_measure_named(settings: StatisticSettings) -> None:
    for corpus, tokens in ((Corpus(), Tokens()), toy("甲乙", "丙丁")):
        result = stat.measure(corpus, tokens, settings)
        assert result.settings.measure == settings.measure
        assert result.settings.against == settings.against
        assert result.rows == ()


def test_statistics_measure_compares_selections_of_articles_and_dates() -> None:
    texts = [_sentence("甲", 40, 400, "一"), _sentence("甲", 10, 400, "二")]
    corpus, tokens = toy(*texts)
    days = ("2008-01-02", "2007-12-10")
    dated = Corpus(
        tuple(replace(a, published=d) for a, d in zip(corpus.articles, days, strict=True))
    )
    one = StatisticSettings("keyness", against="articles", here=("0",))
    late = StatisticSettings("keyness", against="dates", since="2008-01-01")
    by_article, by_date = (stat.measure(dated, tokens, settings) for settings in (one, late))
    assert by_article.rows == by_date.rows
    assert (by_article.n_tokens, by_article.n_articles) == (800, 2)
    found = {r.norm: (r.count, r.other) for r in by_article.rows}
    assert found["甲"] == (40, 10)
    turned = stat.measure(dated, tokens, replace(one, here=("1",), there=("0",)))
    assert {r.norm: (r.count, r.other) for r in turned.rows}["甲"] == (10, 40)


def test_statistics_of_articles_takes_those_alone() -> None:
    _, tokens = toy("甲乙/丙", "丁")
    assert stat.of_articles(tokens, ["0"]).sentences == tokens.sentences[:2]
    assert stat.of_articles(tokens, ["?"]).tokens == ()
    assert stat.of_articles(tokens, ["0"]).digest != tokens.digest


def test_statistics_dates_prefer_what_the_article_says() -> None:
    corpus = read([Source("2007-12-10.txt", "甲".encode()), Source("b.txt", "乙".encode())])
    first, second = corpus.articles
    assert stat.dates_of(corpus) == {"2007-12-10.txt": "2007-12-10"}
    said = Corpus((replace(first, published="2008-02-01T10:00"), second))
    assert stat.dates_of(said) == {"2007-12-10.txt": "2008-02-01"}


words = st.text("甲乙丙丁", min_size=1, max_size=30)


@given(texts=st.lists(words, min_size=5, max_size=8, unique_by=lambda t: "".join(sorted(t))))
def test_statistics_dispersion_law_stays_in_its_range(texts: list[str]) -> None:
    for row in stat.dispersion(*toy(*texts)).rows:
        assert -1e-12 <= row.dp <= row.dp_norm <= 1 + 1e-12
        assert 1 <= row.articles <= len(texts)


@given(text=st.text("甲乙丙丁/", min_size=1, max_size=60), window=st.integers(1, 5))
def test_statistics_collocates_law_words_may_change_places(text: str, window: int) -> None:
    corpus, tokens = toy(text)
    with patch.object(analysis, "MIN_TEXT", 0), patch.object(analysis, "MIN_USES", 0):
        one, other = (
            {r.norm: r for r in stat.collocates(
                corpus, tokens, norm, window=window, min_count=1, rank_by="log_dice").rows}
            for norm in "甲乙"
        )  # fmt: skip
    assert ("乙" in one) == ("甲" in other)
    if "乙" in one:
        assert one["乙"].log_dice == other["甲"].log_dice <= 14
        assert -1 <= one["乙"].npmi == other["甲"].npmi <= 1
        assert one["乙"].meetings <= min(one["乙"].frequency, text.count("甲"))


@given(a=st.integers(0, 50), b=st.integers(0, 50), k=st.integers(2, 12))
def test_statistics_g2_law_grows_with_copies_alone(a: int, b: int, k: int) -> None:
    plain = stat.log_likelihood(a, 100, b, 200)
    assert stat.log_likelihood(k * a, k * 100, k * b, k * 200) == pytest.approx(k * plain, abs=1e-6)
    assert stat.log_likelihood(b, 200, a, 100) == pytest.approx(plain, abs=1e-9)
    if a and b:
        ratio = stat.log_ratio(a, 100, b, 200)
        assert stat.log_ratio(k * a, k * 100, k * b, k * 200) == pytest.approx(ratio)
        assert stat.log_ratio(b, 200, a, 100) == pytest.approx(-ratio)


@given(
    texts=st.lists(st.text("甲乙丙，/", max_size=20), min_size=1, max_size=4),
    size=st.integers(2, 4),
)
def test_statistics_ngrams_law_parts_are_as_frequent(texts: list[str], size: int) -> None:
    corpus, tokens = toy(*texts) if any(map(_has_word, texts)) else (Corpus(), Tokens())
    whole = stat.ngrams(corpus, tokens, size=size + 1, min_count=1).rows
    parts = {r.norms: r.count for r in stat.ngrams(corpus, tokens, size=size, min_count=1).rows}
    for row in whole:
        assert row.count <= min(parts[row.norms[:-1]], parts[row.norms[1:]])
        assert {corpus.text_of(span) for span in row.spans} == {"".join(row.norms)}


@given(texts=st.lists(words, min_size=3, max_size=6))
def test_statistics_law_order_of_articles_changes_nothing(texts: list[str]) -> None:
    def table(articles: list[str]) -> set[tuple[str, str, float]]:
        corpus, tokens = toy(*articles)
        rows = stat.tf_idf(corpus, tokens).rows
        return {(corpus.article(r.article_id).text, r.norm, round(r.tf_idf, 9)) for r in rows}

    assert table(texts) == table(texts[::-1])


def _sentence(word: str, uses: int, size: int, other: str) -> str:
    """One sentence of `size` words, of which `uses` are `word`."""
    return word * uses + other * (size - uses)


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
