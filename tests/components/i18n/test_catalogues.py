"""Three languages, all complete: no key missing, no field lost, nothing in the wrong script."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from components import i18n

ROOT = Path(__file__).parents[3]
_KEY = re.compile(r"""\bt\(\s*f?["']([a-z_]+\.[a-z_0-9{}.]+)["']""")


def keys_in_code() -> set[str]:
    files = [*ROOT.glob("components/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    keys = {k for file in files for k in _KEY.findall(file.read_text(encoding="utf-8"))}
    return {key for key in keys if "{" not in key}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_catalogues_have_every_key_the_code_asks_for(locale: i18n.Locale) -> None:
    assert keys_in_code() - set(i18n.catalogue(locale)) == set()


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_catalogues_are_equally_complete(locale: i18n.Locale) -> None:
    first = i18n.catalogue("zh_Hant")
    other = i18n.catalogue(locale)
    assert set(first) == set(other)
    assert [key for key, text in other.items() if not text] == []
    assert [key for key in first if fields(first[key]) != fields(other[key])] == []


def test_catalogues_chinese_is_written_in_its_own_script() -> None:
    assert not [
        k for k, v in i18n.catalogue("zh_Hant").items() if re.search("[数据词语网络当开关这图]", v)
    ]
    assert not [
        k for k, v in i18n.catalogue("zh_Hans").items() if re.search("[數據詞語網絡當開關這圖]", v)
    ]


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        (None, "zh_Hant"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh_TW.UTF-8", "zh_Hant"),
        ("zh", "zh_Hant"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans-SG", "zh_Hans"),
        ("zh-Hant-CN", "zh_Hant"),
        ("en-US", "en"),
        ("de", "en"),
    ],
)
def test_match_chooses_a_language(tag: str | None, locale: str) -> None:
    assert i18n.match(tag) == locale


def test_number_separates_thousands() -> None:
    i18n.use("zh_Hant")
    assert i18n.number(8712) == "8,712"
    assert i18n.number(0.91667, digits=2) == "0.92"
    assert i18n.share(11 / 12) == "91.7%"


def test_english_nouns_agree_with_the_number_before_them() -> None:
    i18n.use("en")
    try:
        assert i18n.t("library.found", n="1", characters="1,200").startswith("1 article,")
        assert i18n.t("library.found", n="11", characters="12").startswith("11 articles,")
        told = i18n.t("library.added", articles="2", files="1")
        assert told == "2 articles read from 1 file."
        assert i18n.t("split.stories", stories="1").startswith("only the 1 story that")
        assert i18n.t("split.stories", stories="3").startswith("only the 3 stories that")
        assert i18n.t("network.unit_sentence_noun", n="1") == "sentence"
        assert i18n.t("network.unit_sentence_noun", n="3") == "sentences"
    finally:
        i18n.use("zh_Hant")


def test_every_english_noun_that_agrees_has_a_number() -> None:
    bare = re.compile(r"^[^{]*(?:\(s\)|\([^()|]+\|[^()|]+\))")
    asked_by_n = {
        f"network.unit_{unit}_noun" for unit in ("sentence", "paragraph", "window", "article")
    }
    assert {key for key, text in i18n.catalogue("en").items() if bare.search(text)} == asked_by_n


def test_no_english_noun_is_bound_to_more_than_one() -> None:
    """A text such as `{n} articles` would say "1 articles": it is written `article(s)`."""
    nouns = "article|sentence|word|name|link|place|unit|file"
    plural = re.compile(rf"\{{(?:n|count|articles|stories|total)\}} (?:more )?(?:{nouns})s\b")
    assert not {key: text for key, text in i18n.catalogue("en").items() if plural.search(text)}


def test_one_word_for_organisations_in_simplified_chinese() -> None:
    assert not [key for key, text in i18n.catalogue("zh_Hans").items() if "机构" in text]
