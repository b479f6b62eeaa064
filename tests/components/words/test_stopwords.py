"""The stop list: no dead entry, both scripts alike, and the reader's changes on top."""

from __future__ import annotations

import pytest

from components.lexicon import Lexicon
from components.reading import AS_IS, Source, read
from components.text import norm_of
from components.words import cut, stop_forms, stop_words


def words_of(text: str) -> list[str]:
    tokens = cut(read([Source("t", text.encode(), settings=AS_IS)]))
    return [text[token.start : token.end] for words in tokens.tokens for token in words]


def test_stopwords_are_words_the_tokenizer_gives_in_both_scripts() -> None:
    for script in (0, 1):
        forms = [pair[script] for pair in stop_forms()]
        text = "\n".join(forms)
        assert words_of(text) == forms


def test_stopwords_have_one_norm_in_both_scripts() -> None:
    assert [pair for pair in stop_forms() if norm_of(pair[0]) != norm_of(pair[1])] == []


def test_stopwords_stand_once_each() -> None:
    norms = [norm_of(traditional) for traditional, _ in stop_forms()]
    assert len(norms) == len(set(norms)) == len(stop_words())


@pytest.mark.parametrize("word", ["的", "將", "将", "這裡", "这里", "表示", "據悉", "月", "號"])
def test_stopwords_hold_function_words(word: str) -> None:
    assert norm_of(word) in stop_words()


@pytest.mark.parametrize("word", ["談判", "总统", "強調", "批評", "東", "人口", "北約", "獨立"])
def test_stopwords_leave_content_words_alone(word: str) -> None:
    assert norm_of(word) not in stop_words()


def test_stopwords_follow_the_reader() -> None:
    own = stop_words(Lexicon(stop_words=("談判",), kept_words=("表示",)))
    assert own == (stop_words() | {"谈判"}) - {"表示"}
    assert stop_words(Lexicon()) == stop_words()
