"""Corrections: what each does to an index, and lines that go there and back."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entities import (
    KINDS,
    Correction,
    CorrectionError,
    EntityIndex,
    correct,
    find,
    parse,
)
from components.entities.corrections import Verb
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
    return correct(found, corpus, parse("\n".join(lines))).counts


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
    index = correct(found, corpus, parse("add 與北約 = ORG\nadd 高峰會 = ORG"))
    spans = [m.span for m in index.mentions]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert {e.id for e in index.entities} == {m.entity_id for m in index.mentions}
    assert index.digest != found.digest


def test_correct_nothing_returns_the_same_index(found: EntityIndex, corpus: Corpus) -> None:
    assert correct(found, corpus, ()) is found
    assert correct(EntityIndex(), Corpus(), parse("add 甲 = PER")).entities == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("科索夫", "form"),
        ("= 科索夫", "form"),
        ("forget 科索夫", "verb"),
        ("rename 科索夫", "value"),
        ("rename 科索夫 =", "value"),
        ("drop 科索夫 = LOC", "value"),
        ("kind 科索夫 = GPE", "kind"),
    ],
)
def test_parse_says_which_line_is_wrong_and_why(line: str, reason: str) -> None:
    with pytest.raises(CorrectionError) as caught:
        parse(f"# kept by hand\n\n{line}\n")
    assert (caught.value.line, caught.value.reason) == (3, reason)
    assert "科索夫" not in str(caught.value)


NAMES = st.text("科索夫北約AB·", min_size=1, max_size=6)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    verb = draw(st.sampled_from(get_args(Verb)))
    if verb in ("kind", "add"):
        return Correction(verb, draw(NAMES), draw(st.sampled_from(KINDS)))
    return Correction(verb, draw(NAMES), draw(NAMES) if verb in ("rename", "merge") else "")


@given(st.lists(corrections()))
def test_lines_and_parse_go_there_and_back(made: list[Correction]) -> None:
    assert parse("".join(f"{correction}\n" for correction in made)) == tuple(made)
