"""What folding calls the same, and that it never loses a place."""

from __future__ import annotations

import re

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import (
    exchange,
    fold,
    fold_codes,
    fold_letters,
    map_together,
    narrow,
    norm_of,
    pattern_of,
    radicals,
    simplify,
)
from components.text.variants import variants

SAME = [
    ("臺灣", "台湾", "繁 and 簡"),
    ("裏面", "裡面", "regional variants"),
    ("著名", "着名", "variants of one character"),
    ("Ａ１２％", "a12", "full width, capitals, signs"),
    ("「總統」：今天，來了！", "總統今天來了", "punctuation"),
    ("總統 今天\n\t來了\u3000", "總統今天來了", "blanks and line breaks"),
    ("Élan", "elan", "marks"),
    ("①②", "12", "circled digits"),
    ("台北巿、城巿", "台北市、城市", "巿, the apron, for 市"),
    ("靑年尙未淸理", "青年尚未清理", "old forms of print"),
    ("爲敎育說啓蒙", "為教育説啟蒙", "twins of two national sets"),
    ("寳島、髙雄、塩埕、吿示", "寶島、高雄、鹽埕、告示", "forms that hands write"),
    ("薬師寺の栄光、戦後", "藥師寺の榮光、戰後", "forms of Japan"),
    ("⻄⾨⻘年、⼈⺠、⿓⻑", "西門青年、人民、龍長", "radicals for characters"),
    ("臺\uf9e9嶺\ufa0a", "台里岭见", "compatibility ideographs"),
    ("計畫、瞭解、反覆、甦醒", "计划、了解、反复、苏醒", "letters of one word"),
    ("甚麼、彷彿、想像、憑藉", "什么、仿佛、想象、凭借", "more letters of one word"),
]


@pytest.mark.parametrize(("one", "two", "why"), SAME, ids=[why for *_, why in SAME])
def test_fold_calls_the_same(one: str, two: str, why: str) -> None:
    assert fold_letters(one).text == fold_letters(two).text


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("總統", "總理"),
        ("1", "2"),
        ("未", "末"),
        ("己", "已"),
        ("陜西", "陝西"),
        ("砲", "泡"),
        ("曰", "日"),
        ("牠", "他"),
        ("翁同龢", "翁同和"),
        ("晁", "朝"),
        ("藝", "芸"),
        ("疍家", "蛋家"),
    ],
)
def test_fold_keeps_apart(one: str, two: str) -> None:
    assert fold_letters(one).text != fold_letters(two).text


def test_fold_points_back_into_the_original() -> None:
    folded = fold_letters("「臺灣」，Ａ 1")
    assert folded.text == "台湾a1"
    assert folded.positions.tolist() == [1, 2, 5, 7]


@pytest.mark.parametrize("text", ["", "，。！", "\n \u3000", "\ud800"])
def test_fold_of_no_letters_is_empty(text: str) -> None:
    assert fold_letters(text).text == ""
    assert len(fold_letters(text).positions) == 0


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    folded = fold_letters(text)
    assert fold_letters(folded.text).text == folded.text
    assert len(folded.positions) == len(folded.text)
    assert len(fold_codes(text)) == len(text)


@given(
    st.text(
        st.sampled_from([chr(code) for code in (*variants(), *radicals())])
        | st.characters(codec="utf-8")
    )
)
def test_fold_and_norm_of_variants_keep_every_place(text: str) -> None:
    """What is found in folded text stands at the same place in the text."""
    assert len(norm_of(text)) == len(fold(text)) == len(text)
    assert norm_of(norm_of(text)) == norm_of(text)
    assert fold(norm_of(text)) == fold(text)
    assert [len(copy) for copy in simplify([text])] == [len(text)]


@given(st.text(), st.text())
def test_fold_of_two_texts_is_both_folded(one: str, two: str) -> None:
    assert fold_letters(one + two).text == fold_letters(one).text + fold_letters(two).text


@pytest.mark.parametrize("way", ["t2s", "tw2s", "hk2s"])
def test_fold_survives_conversion_of_the_sample(way: str, one_copy) -> None:  # type: ignore[no-untyped-def]
    text = one_copy.articles[0].text
    assert fold_letters(opencc.OpenCC(way).convert(text)).text == fold_letters(text).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣\n的臺灣", "台湾\n的台湾"),
        ("ＡＢ，１", "ab,1"),
        ("裡面、乾杯", "里面、干杯"),
        ("Café！", "cafe!"),
    ],
)
def test_fold_of_equal_length_is_searched_in(one: str, other: str) -> None:
    """A line break beside them must not keep characters from being converted."""
    assert fold(one) == fold(other)
    assert len(fold(one)) == len(one)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("臺灣", "在台湾的", "台湾"),
        ("台湾", "在臺灣的", "臺灣"),
        ("ab", "ＡＢ", "ＡＢ"),
        ("(a-b]^\\", "（Ａ－b]^\\", "（Ａ－b]^\\"),
        (".", "甲乙", None),
        ("臺北", "臺東", None),
    ],
)
def test_pattern_finds_what_fold_calls_the_same(query: str, text: str, found: str | None) -> None:
    hit = re.search(pattern_of(query), text)
    assert (hit and hit[0]) == found


@given(st.text(max_size=6), st.text(max_size=12))
def test_pattern_agrees_with_fold(query: str, text: str) -> None:
    assert bool(re.search(pattern_of(query), text, re.DOTALL)) == (fold(query) in fold(text))


@given(st.text(min_size=1), st.dictionaries(st.characters(), st.characters(), max_size=5))
def test_folding_exchanges_long_texts_as_short_ones(text: str, pairs: dict[str, str]) -> None:
    table = str.maketrans(pairs)
    long = text * (2_000 // len(text) + 1)
    assert exchange(text, table) == text.translate(table)
    assert exchange(long, table) == long.translate(table)


@given(st.lists(st.text()))
def test_folding_maps_texts_together_as_each_alone(texts: list[str]) -> None:
    for verb in (narrow, fold):
        assert map_together(verb, texts) == [verb(text) for text in texts]
