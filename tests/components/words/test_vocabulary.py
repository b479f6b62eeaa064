"""Words formed and forbidden after cutting."""

from __future__ import annotations

from importlib.resources import files

import pytest

from components.lexicon import Lexicon
from components.reading import AS_IS, Source, read
from components.text import simplify
from components.words import cut, segmenter_of
from components.words.rules import apply_rules


def words_of(text: str, **lexicon: tuple[str, ...]) -> str:
    tokens = cut(read([Source("t", text.encode(), settings=AS_IS)]), lexicon=Lexicon(**lexicon))
    return " ".join(text[token.start : token.end] for words in tokens.tokens for token in words)


def taiwan_words() -> list[str]:
    lines = files("components.words").joinpath("taiwan.txt").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


def test_vocabulary_taiwan_words_are_needed_and_formed() -> None:
    words = taiwan_words()
    copies = simplify(words)
    cuts = apply_rules(copies, segmenter_of("jieba").cut(copies))
    known = [w for w, own in zip(words, cuts.by_text(), strict=True) if len(own) == 1]
    assert known == []
    assert [w for w in words if words_of(w) != w] == []
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("行政院長與立委", "行政院長 與 立委"),
        ("行政院长与立委", "行政院长 与 立委"),
        ("公里長度", "公里 長度"),
        ("國小校長談少子化", "國小 校長 談 少子化"),
    ],
)
def test_vocabulary_taiwan_in_its_sentences(text: str, words: str) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "own", "words"),
    [
        ("科索夫獨立案通過", "科索夫獨立案", "科索夫獨立案 通過"),
        ("科索夫獨立案通過", "科索夫独立案", "科索夫獨立案 通過"),
        ("公里長度", "里長", "公里 長度"),
        ("發展中國家", "中國", "發展中國家"),
        ("PAID AI 公司", "ai", "PAID AI 公司"),
        ("潘基文說", "潘基", "潘基 文 說"),
    ],
)
def test_vocabulary_forms_the_readers_words(text: str, own: str, words: str) -> None:
    assert words_of(text, words=(own,)) == words


@pytest.mark.parametrize("own", ["否決權", "否决权"])
def test_vocabulary_takes_forbidden_words_apart(own: str) -> None:
    assert words_of("動用否決權", forbidden=(own,)) == "動用 否決 權"


def test_vocabulary_forbidden_wins_over_taiwan_and_own() -> None:
    assert words_of("少子化", forbidden=("少子化",)) != "少子化"


def test_vocabulary_never_reaches_another_reader() -> None:
    before = words_of("科索夫獨立案")
    words_of("科索夫獨立案", words=("科索夫獨立案",))
    assert words_of("科索夫獨立案") == before != "科索夫獨立案"
