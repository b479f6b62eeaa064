"""The three stated rules, in both scripts."""

from __future__ import annotations

import pytest

from components.reading import AS_IS, Source, read
from components.words import cut


def words_of(text: str) -> str:
    tokens = cut(read([Source("t", text.encode(), settings=AS_IS)]))
    return " ".join(text[token.start : token.end] for words in tokens.tokens for token in words)


@pytest.mark.parametrize(
    "words",
    [
        "12 月 10 號", "十二 月 十 日", "2007 年 12 月", "二〇〇七 年", "七 號", "17000 人",
        "3 人 失聯", "8 人 中", "500 人次",
        "一 個", "三十多 年", "第一 次", "第6 屆", "這 項 決定", "那 場 會議", "1,200萬 元",
        "一億三千萬 元", "2.5%", "３．５％", "百分之三十", "３２０萬", "12:30", "2020/12/10",
        "一起", "一些", "多元", "數位", "上個月", "三 個 月", "3 個 月", "零件",
    ],
)  # fmt: skip
def test_rules_a_number_and_what_it_counts_are_two_words(words: str) -> None:
    assert words_of(words.replace(" ", "")) == words


@pytest.mark.parametrize(
    "words",
    [
        "COVID-19 疫情", "5G 手機", "AT&T 公司", "C++ 程式", "AK-47", "iPhone 15", "Россия 報",
        "F-16V 戰機", "Wi-Fi", "3D 列印", "サッカー 日本", "e-mail",
    ],
)  # fmt: skip
def test_rules_a_foreign_run_is_one_word(words: str) -> None:
    assert words_of(words) == words


@pytest.mark.parametrize(
    "words",
    [
        "人口 密度",
        "宣布 獨立",
        "和平 部隊",
        "文化大革命",
        "自由主義",
        "無論如何",
        "聯合國",
        "否決權",
    ],
)
def test_rules_a_compound_by_chance_is_its_parts(words: str) -> None:
    assert words_of(words.replace(" ", "")) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12月10號，17000名，這項", "12月10号，17000名，这项"),
        ("宣布獨立、人口密度", "宣布独立、人口密度"),
    ],
)
def test_rules_are_the_same_in_both_scripts(one: str, other: str) -> None:
    assert list(map(len, words_of(one).split())) == list(map(len, words_of(other).split()))
