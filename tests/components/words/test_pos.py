"""Parts of speech: the dictionary, its mistakes put right, rules for the rest."""

from __future__ import annotations

from importlib.resources import files

import pytest

from components.words import family_of
from components.words.dictionary import tag_of
from components.words.pos import pos_of


@pytest.mark.parametrize(
    ("word", "pos"),
    [("谈判", "vn"), ("，", "x"), ("…", "x"), ("17000", "m"), ("2.5%", "m"), ("COVID", "eng"),
     ("王小棣", "nr"), ("科索夫", "ns"), ("拉夫罗娃娃", "n"),
     ("的", "uj"), ("C++", "nz"), ("高富帅", "n")],
)  # fmt: skip
def test_pos_of_words_known_and_unknown(word: str, pos: str) -> None:
    assert pos_of(word) == pos


def test_pos_corrections_change_a_family_and_stand_once() -> None:
    lines = files("components.words").joinpath("tags.txt").read_text("utf-8").splitlines()
    pairs = [
        (word, line.split()[0])
        for line in lines
        if line and not line.startswith("#")
        for word in line.split()[1:]
    ]
    idle = [word for word, pos in pairs if family_of(pos) == family_of(tag_of(word))]
    assert idle == []
    assert len(pairs) == len(dict(pairs))
