"""Corrections: what each does to an index."""

from __future__ import annotations

import itertools

import pytest

from components.entities import EntityIndex, correct, find
from components.lexicon import parse_correction
from components.reading import Source, read
from components.text import Corpus

TEXT = "科索夫與北約談判。科索沃宣布，北大西洋公約組織同意。高峰會在布魯塞爾舉行。"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read([Source("a.txt", TEXT.encode())])


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> EntityIndex:
    return find(corpus)


def after(found: EntityIndex, corpus: Corpus, *lines: str) -> dict[str, int]:
    return correct(found, corpus, tuple(map(parse_correction, lines))).counts


BEFORE = {"LOC:科索夫": 2, "ORG:北大西洋公約組織": 2, "LOC:布魯塞爾": 1}


@pytest.mark.parametrize(
    ("lines", "change"),
    [
        ([], {}),
        (["rename 科索夫 = 科索沃共和國"], {"LOC:科索夫": None, "LOC:科索沃共和國": 2}),
        (["kind 布魯塞爾 = ORG"], {"LOC:布魯塞爾": None, "ORG:布魯塞爾": 1}),
        (["drop 北約"], {"ORG:北大西洋公約組織": None}),
        (["drop LOC:布魯塞爾"], {"LOC:布魯塞爾": None}),
        (["split 科索沃"], {"LOC:科索夫": 1, "LOC:科索沃": 1}),
        (["merge 布魯塞爾 = 科索夫"], {"LOC:科索夫": 3, "LOC:布魯塞爾": None}),
        (["add 高峰會 = ORG"], {"ORG:高峰會": 1}),
        (["add 公約組織 = ORG"], {"ORG:公約組織": 1, "ORG:北大西洋公約組織": 1}),
        (["split 科索沃", "merge 科索沃 = 科索夫"], {}),
        (["rename 布魯塞爾 = 科索夫"], {"LOC:科索夫": 3, "LOC:布魯塞爾": None}),
        (["drop 不在文中", "merge 不在 = 科索夫", "merge 科索夫 = 不在", "add 不在 = PER"], {}),
    ],
)
def test_correct_does_what_the_line_says(
    found: EntityIndex, corpus: Corpus, lines: list[str], change: dict[str, int | None]
) -> None:
    expected = {key: n for key, n in {**BEFORE, **change}.items() if n is not None}
    got = after(found, corpus, *lines)
    # `split` and `add` may show the old entity by the form that is left.
    assert sorted(got.values()) == sorted(expected.values())
    assert got == expected or lines[0].startswith(("split", "add"))


def test_correct_keeps_mentions_apart_and_in_order(found: EntityIndex, corpus: Corpus) -> None:
    index = correct(
        found, corpus, [parse_correction("add 與北約 = ORG"), parse_correction("add 高峰會 = ORG")]
    )
    spans = [m.span for m in index.mentions]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert {e.id for e in index.entities} == {m.entity_id for m in index.mentions}
    assert index.digest != found.digest


def test_correct_nothing_returns_the_same_index(found: EntityIndex, corpus: Corpus) -> None:
    assert correct(found, corpus, ()) is found
    assert correct(EntityIndex(), Corpus(), [parse_correction("add 甲 = PER")]).entities == ()
