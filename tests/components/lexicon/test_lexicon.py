"""The lexicon file: read, written, refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lexicon import (
    Lexicon,
    LexiconError,
    dump_lexicon,
    parse_lexicon,
    settle,
    split_words,
)

FILE = """wenmai-lexicon 1
# 我的詞
[words]
科索夫獨立案   # 會議
New York
科索夫獨立案

[forbidden]
和平部隊
[stop_words]
談判
[kept_words]
表示
\\#MeToo
[entities]
split 科索沃   # 兩個名字
merge 科索沃 = 科索夫
split 科索沃
rename C# = 微軟 \\#1
"""
ENTITIES = (
    "split 科索沃",
    "merge 科索沃 = 科索夫",
    "split 科索沃",
    "rename C# = 微軟 #1",
)


def test_lexicon_reads_sections() -> None:
    assert parse_lexicon(FILE) == Lexicon(
        ("科索夫獨立案", "New York"), ("和平部隊",), ("談判",), ("表示", "#MeToo"), ENTITIES
    )


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "# nothing\n\n", "[words]\n", "\ufeffwenmai-lexicon 1\n"]
)
def test_lexicon_of_an_empty_file_is_empty(text: str) -> None:
    assert parse_lexicon(text) == Lexicon()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("科索夫\n", 1, "outside"),
        ("wenmai-lexicon 2\n[words]\n", 1, "version"),
        ("wenmai-lexicon\n[words]\n", 1, "version"),
        ("[words]\n甲\n[wrods]\n", 3, "section"),
        ("[words]\n科索夫 獨立\n", 2, "blank_inside"),
        ("[words]\n\n" + "長" * 41, 3, "too_long"),
        ("[words]\n甲\n[forbidden]\n甲\n", 4, "twice"),
        ("[kept_words]\n甲\n[stop_words]\n乙\n甲\n", 5, "twice"),
        ("[entities]\n" + "長" * 201, 2, "too_long"),
        ("[words]\n" + "\n".join(f"詞{i}" for i in range(5001)), 5002, "too_many"),
    ],
)
def test_lexicon_refuses_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert f"line {line}" in str(caught.value)
    assert "科索夫" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("科索夫", "form"),
        ("forget 甲", "verb"),
        ("drop 甲 = 乙", "value"),
        ("add 甲 = GPE", "kind"),
    ],
)
def test_lexicon_says_what_is_wrong_with_a_correction(line: str, reason: str) -> None:
    text = f"wenmai-lexicon 1\n\n[entities]\ndrop 乙\n{line}\n"
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(text)
    assert (caught.value.line, caught.value.reason) == (5, f"entity_{reason}")
    assert "甲" not in str(caught.value)


_word = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
_words = st.lists(_word, unique=True).map(tuple)


_drops = _word.filter(lambda name: "=" not in name).map("drop {}".format)


@given(_words, _words, st.lists(_drops).map(tuple))
def test_lexicon_survives_writing_and_reading(
    words: tuple[str, ...], stops: tuple[str, ...], names: tuple[str, ...]
) -> None:
    lexicon = Lexicon(words=words, stop_words=stops, entities=names)
    text = dump_lexicon(lexicon)
    assert text.startswith("wenmai-lexicon 1\n")
    assert parse_lexicon(text) == lexicon


@given(st.text("甲乙 \n、，A #[]\\", max_size=30))
def test_lexicon_survives_whatever_a_reader_types(typed: str) -> None:
    lexicon = Lexicon(forbidden=split_words(typed))
    assert parse_lexicon(dump_lexicon(lexicon)) == lexicon


def test_lexicon_word_goes_to_one_side_of_two() -> None:
    lexicon = Lexicon(words=("甲", "乙"), kept_words=("丙",))
    assert lexicon.with_word("forbidden", "甲") == Lexicon(("乙",), ("甲",), kept_words=("丙",))
    assert lexicon.with_word("words", "甲") == lexicon
    assert lexicon.with_word("stop_words", "丙") == Lexicon(("甲", "乙"), stop_words=("丙",))
    assert lexicon.without_word("words", "丁") == lexicon
    assert lexicon.n_corrections == 3


@pytest.mark.parametrize(
    ("before", "after", "settled"),
    [
        (Lexicon(("甲",)), Lexicon(("甲",), ("甲",)), Lexicon((), ("甲",))),
        (Lexicon((), ("甲",)), Lexicon(("甲",), ("甲",)), Lexicon(("甲",))),
        (Lexicon(), Lexicon(("甲",), ("乙",)), Lexicon(("甲",), ("乙",))),
    ],
)
def test_lexicon_settles_for_what_was_added_last(
    before: Lexicon, after: Lexicon, settled: Lexicon
) -> None:
    assert settle(before, after) == settled


def test_lexicon_digests_tell_what_changed() -> None:
    stops, words = Lexicon(stop_words=("甲",)), Lexicon(words=("甲",))
    names = Lexicon(entities=("drop 甲",))
    assert len({Lexicon().digest, stops.digest, words.digest, names.digest}) == 4
    assert stops.cutting_digest == Lexicon().cutting_digest != words.cutting_digest
    assert names.only("words", "forbidden") == Lexicon() == stops.only("entities")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("甲、乙，丙\n丁 ; 甲", ("甲", "乙", "丙", "丁")),
        ("  \n", ()),
        ("New York", ("New York",)),
        ("科索夫 獨立\u3000會議", ("科索夫", "獨立", "會議")),
        ("長" * 41 + "\n短", ("短",)),
    ],
)
def test_lexicon_words_as_a_reader_types_them(typed: str, words: tuple[str, ...]) -> None:
    assert split_words(typed) == words
