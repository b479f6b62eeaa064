"""Possible new words: what is counted, what is left out, and when it is too early to tell."""

import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import Lexicon
from components.reading import Source, read
from components.text import Corpus
from components.words import (
    FEWEST_CHARACTERS,
    CandidateFilter,
    Candidates,
    Tokens,
    cut,
    drop_decided,
    propose,
)
from components.words.candidates import _find_repeated

ANY = CandidateFilter(min_count=1, min_cohesion=-99, min_freedom=-1)
_DAYS = [a + b for a, b in product("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥")]
_ENDS = "後來大家都回家吃飯，市場裡仍然很熱鬧，天氣也一直不錯，沒有人多說什麼"


def corpus_of(word: str, times: int, *, size: int = FEWEST_CHARACTERS) -> Corpus:
    """A text in which `word` stands `times` times, in sentences that all differ."""
    lines = [
        f"{_DAYS[i]}店{'買賣喝帶找'[i % 5]}{word}{'和去嗎了很'[i % 5]}早。" for i in range(times)
    ]
    n = 0
    while sum(map(len, lines)) <= size:
        lines.append(f"{_DAYS[n % 120]}日{_DAYS[n // 120]}時{_ENDS}。")
        n += 1
    return read([Source("a", "".join(lines).encode())])


def found(corpus: Corpus, choice: CandidateFilter | None = None) -> Candidates:
    return propose(corpus, cut(corpus), settings=choice)


def test_candidates_cohesion_and_freedom_by_hand() -> None:
    measured = dict(_find_repeated(("甲乙。", "丙甲乙。", "甲乙丁。"), replace(ANY, min_count=3)))
    assert set(measured) == {"甲乙"}
    count, cohesion, freedom = measured["甲乙"]
    assert count == 3
    assert cohesion == pytest.approx(math.log2(3 * 8 / (3 * 3)))  # 8 letters, 甲 and 乙 3 each
    assert freedom == pytest.approx(math.log2(3))  # three neighbours on each side, all different


@given(st.lists(st.text("甲乙丙，a", max_size=12), max_size=6))
def test_candidates_counts_are_those_of_a_plain_search(copies: list[str]) -> None:
    counted = {norm: count for norm, (count, _, _) in _find_repeated(copies, ANY)}
    expected: dict[str, int] = {}
    for copy in copies:
        for a, b in product(range(len(copy)), range(2, 7)):
            piece = copy[a : a + b]
            if len(piece) == b and set(piece) <= set("甲乙丙"):
                expected[piece] = expected.get(piece, 0) + 1
    assert counted == expected


def test_candidates_repeated_unknown_words_are_proposed_with_their_places() -> None:
    corpus = corpus_of("苦艾酒", 10)
    [row] = [row for row in found(corpus).rows if row.norm == "苦艾酒"]
    assert (row.word, row.count, row.articles) == ("苦艾酒", 10, 1)
    assert [corpus.text_of(span) for span in row.spans] == ["苦艾酒"] * 10
    assert list(row.spans) == sorted(row.spans)


@pytest.mark.parametrize("word", ["聯合國", "外長", "在早上", "賣了"])
def test_candidates_known_words_and_phrases_are_none(word: str) -> None:
    assert word not in {row.word for row in found(corpus_of(word, 10)).rows}


def test_candidates_a_repeated_sentence_counts_once() -> None:
    once, text = corpus_of("苦艾酒", 10), corpus_of("苦艾酒", 10).articles[0].text
    twice = read([Source("a", text.encode()), Source("b", text.encode())])
    plain, pasted = found(once).rows, found(twice).rows
    assert [(r.norm, r.count, r.cohesion) for r in plain] == [
        (r.norm, r.count, r.cohesion) for r in pasted
    ]
    assert [2 * len(r.spans) for r in plain] == [len(r.spans) for r in pasted]
    assert {r.articles for r in pasted} == {2}


def test_candidates_need_enough_text() -> None:
    small = found(corpus_of("苦艾酒", 10, size=1000))
    assert (small.rows, small.too_small) == ((), True)
    assert 1000 < small.n_characters < FEWEST_CHARACTERS
    empty = propose(Corpus(), Tokens())
    assert (empty.rows, empty.n_characters, empty.too_small) == ((), 0, True)


def test_candidates_the_reader_spoke_of_are_no_longer_proposed() -> None:
    rows = found(corpus_of("苦艾酒", 10))
    assert "苦艾酒" in {row.norm for row in rows.rows}
    for lexicon in (Lexicon(words=("苦艾酒",)), Lexicon(forbidden=("苦艾酒",))):
        left = drop_decided(rows, lexicon)
        assert "苦艾酒" not in {row.norm for row in left.rows}
        assert left.digest != rows.digest
    assert drop_decided(rows, Lexicon()) is rows
