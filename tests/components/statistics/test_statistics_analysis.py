"""Word statistics: toy texts counted by hand, refusals, laws."""

from __future__ import annotations

from dataclasses import replace
from math import log, log2

import pytest

from components.reading import Corpus, Source, Span, read
from components.words import Token, Tokens, count, cut
from components.words import statistics as stat


def toy(*articles: str) -> tuple[Corpus, Tokens]:
    """Articles of one-character words; `/` ends a sentence, `，` is punctuation."""
    corpus = read([Source(f"{i}", t.encode(), as_is=True) for i, t in enumerate(articles)])
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


def test_statistics_dispersion_by_hand() -> None:
    # Three articles of 10 words. 甲: 2 2 2 -> 0. 乙: 6 0 0 -> (2/3 + 1/3 + 1/3) / 2 = 2/3.
    corpus, tokens = toy("甲甲乙乙乙乙乙乙丙丁", "甲甲丙丙丁丁戊戊己己", "甲甲庚庚辛辛壬壬癸癸")
    rows = stat.dispersion(corpus, tokens).rows
    assert [(r.norm, r.count, r.articles) for r in rows] == [("乙", 6, 1), ("甲", 6, 3)]
    assert [r.dp for r in rows] == pytest.approx([2 / 3, 0])


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
    assert {r.g2 for r in stat.keyness(one[0], one[1], one[1]).rows} == {0.0}
    there = stat.keyness(one[0], one[1], replace(other[1], digest="o"))
    back = stat.keyness(one[0], other[1], one[1])
    assert {r.norm: r.log_ratio for r in there.rows} == {"甲": log2(2), "乙": log2(0.5)}
    assert [r.g2 for r in there.rows] == pytest.approx([r.g2 for r in back.rows])


def test_statistics_copies_inflate_g2_and_not_the_ratio() -> None:
    one, other = toy("甲" * 200 + "乙" * 150), toy("甲" * 150 + "乙" * 200)
    twelve = toy(*["甲" * 200 + "乙" * 150] * 12)
    plain = stat.keyness(one[0], one[1], other[1]).rows[0]
    copied = stat.keyness(twelve[0], twelve[1], other[1]).rows[0]
    assert copied.g2 > plain.g2
    assert copied.log_ratio == pytest.approx(plain.log_ratio)


def test_statistics_keyness_against_general_chinese() -> None:
    corpus = read([Source("n", ("科索夫談判破裂的消息，12人在場。" * 60).encode(), as_is=True)])
    tokens = cut(corpus)
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
    result = stat.collocates(corpus, tokens, "甲", window=1)
    assert [(r.norm, r.count, r.frequency, len(r.sentences)) for r in result.rows] == [
        ("乙", 3, 4, 3),
        ("丙", 2, 2, 2),
    ]
    assert [r.score for r in result.rows] == pytest.approx([14 + log2(6 / 9), 14 + log2(4 / 7)])
    npmi = stat.collocates(corpus, tokens, "甲", window=1, measure="npmi").rows
    assert npmi[0].norm == "丙"
    assert npmi[0].score == pytest.approx(log(2 * 14 / (5 * 2)) / -log(2 / 14))
    g2 = stat.collocates(corpus, tokens, "甲", window=1, measure="g2").rows
    assert {r.norm: r.score for r in g2}["丙"] == pytest.approx(stat.log_likelihood(2, 5, 0, 9))


def test_statistics_a_token_near_two_uses_counts_once() -> None:
    corpus, tokens = toy("甲乙甲/甲乙甲/甲丁")
    rows = stat.collocates(corpus, tokens, "甲", window=2).rows
    assert [(r.norm, r.count) for r in rows] == [("乙", 2)]


def test_statistics_trend_by_hand() -> None:
    corpus, tokens = toy("甲乙", "甲甲", "乙乙乙乙", "甲", "甲")
    dates = ("2007-11-30", "2007-12-01", "2007-12-31", "2008-01-02", None)
    dated = tuple(replace(a, published=d) for a, d in zip(corpus.articles, dates, strict=True))
    result = stat.trend(Corpus(dated), tokens, ["甲"])
    assert [(r.period, r.count, r.n_tokens) for r in result.rows] == [
        ("2007-11", 1, 2), ("2007-12", 2, 6), ("2008-01", 1, 1),
    ]  # fmt: skip
    assert [r.per_10k for r in result.rows] == pytest.approx([5000, 10000 / 3, 10000])
    years = stat.trend(Corpus(dated), tokens, ["甲"], by="year")
    assert (years.refused, years.needs, years.has, years.rows) == ("few_dates", 3, 2, ())


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (stat.tf_idf(Corpus(), Tokens()), "few_articles"),
        (stat.dispersion(Corpus(), Tokens()), "few_articles"),
        (stat.dispersion(*toy("甲", "乙", "丙")), "few_uses"),
        (stat.keyness(Corpus(), Tokens(), Tokens()), "few_words"),
        (stat.keyness_general(Corpus(), Tokens()), "few_words"),
        (stat.collocates(Corpus(), Tokens(), "甲"), "few_uses"),
        (stat.trend(Corpus(), Tokens(), ["甲"]), "few_dates"),
        (stat.ngrams(Corpus(), Tokens()), ""),
    ],
)
def test_statistics_refuse_what_is_too_small(result: stat.Statistic[object], reason: str) -> None:
    assert result.refused == reason
    assert result.rows == ()
    assert result.needs > result.has or not reason


def test_statistics_rates_of_a_table() -> None:
    corpus = read([Source("n", "談判談判破裂，會談。".encode(), as_is=True)])
    table = count(corpus, cut(corpus))
    assert sum(stat.table_rates(table).values()) == pytest.approx(10_000)
    assert stat.table_rates(table)["谈判"] == 5000
