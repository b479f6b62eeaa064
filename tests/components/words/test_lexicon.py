"""The lexicon file: read, written, refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.words import Lexicon, LexiconFault, dump_lexicon, parse_lexicon, words_in

FILE = """# 我的詞
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
"""


def test_lexicon_reads_sections() -> None:
    assert parse_lexicon(FILE) == Lexicon(
        ("科索夫獨立案", "New York"), ("和平部隊",), ("談判",), ("表示",)
    )


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\n\n", "[words]\n"])
def test_lexicon_of_an_empty_file_is_empty(text: str) -> None:
    assert parse_lexicon(text) == Lexicon()


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("科索夫\n", 1, "outside"),
        ("[words]\n甲\n[wrods]\n", 3, "section"),
        ("[words]\n科索夫 獨立\n", 2, "blank_inside"),
        ("[words]\n\n" + "長" * 41, 3, "too_long"),
        ("[words]\n甲\n[forbidden]\n甲\n", 4, "twice"),
        ("[kept_words]\n甲\n[stop_words]\n乙\n甲\n", 5, "twice"),
        ("[words]\n" + "\n".join(f"詞{i}" for i in range(5001)), 5002, "too_many"),
    ],
)
def test_lexicon_refuses_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(LexiconFault) as caught:
        parse_lexicon(text)
    assert (caught.value.line, caught.value.reason) == (line, reason)
    assert f"line {line}" in str(caught.value)
    assert "科索夫" not in str(caught.value)


_word = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


@given(st.lists(_word, unique=True), st.lists(_word, unique=True))
def test_lexicon_survives_writing_and_reading(words: list[str], stops: list[str]) -> None:
    lexicon = Lexicon(words=tuple(words), stop_words=tuple(stops))
    assert parse_lexicon(dump_lexicon(lexicon)) == lexicon


def test_lexicon_digests_tell_what_changed() -> None:
    stops, words = Lexicon(stop_words=("甲",)), Lexicon(words=("甲",))
    assert len({Lexicon().digest, stops.digest, words.digest}) == 3
    assert stops.cutting_digest == Lexicon().cutting_digest != words.cutting_digest


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("甲、乙，丙\n丁 ; 甲", ("甲", "乙", "丙", "丁")),
        ("  \n", ()),
        ("New York", ("New York",)),
        ("長" * 41 + "\n短", ("短",)),
    ],
)
def test_lexicon_words_as_a_reader_types_them(typed: str, words: tuple[str, ...]) -> None:
    assert words_in(typed) == words
