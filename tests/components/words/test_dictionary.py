"""jieba's dictionary: every tag found where it lies, a private cache, nothing global touched."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import jieba
import pytest

from components.words import dictionary


def entries() -> list[tuple[str, str]]:
    lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    fields = [line.split(" ") for line in lines]
    return [(line[0], line[-1]) for line in fields]


def test_dictionary_finds_the_tag_of_every_kind_of_entry() -> None:
    every = entries()
    chosen = every[:120] + every[-50:] + random.Random(7).sample(every, 3000)
    astray = [pair for pair in every if pair[0][0] in "高吉"]
    tag_of = dictionary.tag_of.__wrapped__
    assert [(word, tag_of(word)) for word, _ in chosen + astray] == chosen + astray


@pytest.mark.parametrize(
    "word", ["", "科索夫", "臺灣", "一一一一一", "\U00020000", "zzzz", " ", "\n"]
)
def test_dictionary_gives_no_tag_to_strangers(word: str) -> None:
    assert dictionary.tag_of(word) == ""


def test_dictionary_leaves_the_global_tokenizer_alone() -> None:
    assert dictionary.tokenizer() is not jieba.dt
    assert dictionary.tokenizer() is dictionary.tokenizer()
    assert dictionary.frequency("谈判") > 0
    assert dictionary.frequency("科索夫") == 0


@pytest.mark.parametrize(
    ("word", "sizes"), [("人口密度", (2, 2)), ("否决权", (2, 1)), ("的", (1,)), ("", ())]
)
def test_dictionary_splits_a_word_without_itself(word: str, sizes: tuple[int, ...]) -> None:
    assert dictionary.split_without(word) == sizes


def test_dictionary_cache_lies_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    folder = dictionary.private_folder()
    assert folder == tmp_path / "cache"
    assert folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o777)
    assert dictionary.private_folder() is None


def test_dictionary_loads_without_a_place_for_its_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path / "file"))
    assert dictionary.private_folder() is None
    with caplog.at_level(logging.DEBUG, logger="jieba.other"):
        loaded = dictionary._load.__wrapped__()
    assert loaded.FREQ["谈判"] > 0
    assert not caplog.records
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
