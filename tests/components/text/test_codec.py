"""Nouns come back equal, damaged and newer files are refused, old ones open."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import statistics
from components.duplicates import DuplicateReport, DuplicateSettings
from components.entities import EntityIndex
from components.lexicon import Lexicon
from components.network import CooccurrenceNetwork, Layout
from components.reading import Source, read
from components.statistics import Ngram, Statistic, StatisticSettings
from components.text import Article, Corpus, Refusal, Span, codec
from components.text.codec import CodecError, from_json, pack, to_json, unpack
from components.words import Token, Tokens, WordFilter, WordTable
from dashboard.pipeline import Analysis, Choices

DATA = Path(__file__).parents[2] / "dashboard" / "sharing" / "data"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A little of everything."""

    name: str
    weight: float = 1.0
    kind: Literal["one", "two"] = "one"
    place: tuple[int, int] | None = None
    either: str | int = ""
    signed: bool = False
    blob: bytes = b""


@dataclass(frozen=True, slots=True)
class Tree:
    """Leaves, some of them, some in groups."""

    leaves: tuple[Leaf, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    names: frozenset[str] = frozenset()
    first: Leaf | None = None
    gaps: tuple[int | None, ...] = ()
    made: int = field(init=False, default=7)


leaves = st.builds(
    Leaf,
    st.text(),
    st.floats(allow_nan=False),
    st.sampled_from(["one", "two"]),
    st.none() | st.tuples(st.integers(), st.integers()),
    st.text() | st.integers(),
    st.booleans(),
    st.binary(),
)
trees = st.builds(
    Tree,
    st.lists(leaves, max_size=20).map(tuple),
    st.lists(st.lists(st.integers()).map(tuple)).map(tuple),
    st.frozensets(st.text()),
    st.none() | leaves,
)


@given(trees)
def test_nouns_come_back_equal(tree: Tree) -> None:
    assert unpack(pack(tree), Tree) == tree
    assert from_json(json.loads(json.dumps(to_json(tree))), Tree) == tree


@given(trees)
def test_nouns_that_are_equal_give_equal_bytes(tree: Tree) -> None:
    assert pack(unpack(pack(tree), Tree)) == pack(tree)


@pytest.mark.parametrize(
    "noun",
    [
        Corpus(), DuplicateReport(), Tokens(), WordTable(), EntityIndex(), Layout(),
        CooccurrenceNetwork(), Lexicon(), WordFilter(), Choices(), StatisticSettings(),
    ],
    ids=lambda noun: type(noun).__name__,
)  # fmt: skip
def test_nouns_that_are_empty_come_back(noun: Any) -> None:
    assert unpack(pack(noun), type(noun)) == noun


@pytest.mark.parametrize(
    "step", ["source", "report", "counted", "tokens", "table", "index", "network", "choices"]
)
def test_nouns_of_the_sample_come_back(sample: Corpus, step: str) -> None:
    noun = getattr(Analysis(sample), step)
    again = unpack(pack(noun), type(noun))
    assert again == noun
    assert getattr(again, "digest", "") == getattr(noun, "digest", "")


def test_nouns_keep_what_does_not_count_for_equality(sample: Corpus) -> None:
    report = Analysis(sample).report
    again = unpack(pack(report), DuplicateReport)
    assert again.places.ids == report.places.ids
    assert np.array_equal(again.places.spans, report.places.spans)
    assert again.letters.codes.dtype == report.letters.codes.dtype
    assert np.array_equal(again.letters.codes, report.letters.codes)


def test_nouns_of_a_generic_class_are_told_their_rows(sample: Corpus) -> None:
    analysis = Analysis(sample, Choices(copies="all"))
    settings = StatisticSettings(measure="ngrams")
    made = statistics.measure(analysis.counted, analysis.tokens, settings)
    kind: Any = Statistic[Ngram]
    assert unpack(pack(made, kind), kind) == made


def test_nouns_keep_surrogates_of_file_names() -> None:
    corpus = Corpus((Article("\udcff.txt", "標題", "文", "文"),), (Refusal("\udcff", "empty"),))
    assert unpack(pack(corpus), Corpus) == corpus


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 0.1, 1e300])
def test_nouns_keep_every_number(value: float) -> None:
    assert unpack(pack(Leaf("", value)), Leaf).weight == value
    assert "Infinity" not in json.dumps(to_json(Leaf("", value)))


def test_nouns_write_equal_words_once() -> None:
    words = tuple(Token(n, n + 1, "科索夫", "ns") for n in range(10_000))
    assert len(pack(Tokens((Span("a", 0, 10_000),), (words,)))) < 400


def spoilt(**changes: Any) -> dict[str, Any]:
    return to_json(Leaf("葉")) | changes


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (None, "damaged"),
        ([], "damaged"),
        ({}, "damaged"),
        (spoilt(schema="1"), "damaged"),
        (spoilt(schema=0), "damaged"),
        (spoilt(schema=codec.SCHEMA + 1), "newer"),
        (spoilt(noun="Corpus"), "other"),
        (spoilt(value=None), "damaged"),
        (spoilt(value={}), "damaged"),
        (spoilt(value={"name": "葉"}), "damaged"),
        (spoilt(value={"name": []}), "damaged"),
        (spoilt(value={"name": ["葉", "葉"]}), "damaged"),
        (spoilt(value={"name": [7]}), "damaged"),
        (spoilt(value={"name": ["葉"], "colour": ["green"]}), "newer"),
        (spoilt(value={"name": ["葉"], "kind": ["three"]}), "damaged"),
        (spoilt(value={"name": ["葉"], "signed": [1]}), "damaged"),
        (spoilt(value={"name": ["葉"], "blob": ["?"]}), "damaged"),
        (spoilt(value={"name": ["葉"], "weight": ["heavy"]}), "damaged"),
        (spoilt(value={"name": {"texts": ["葉"], "which": [1]}}), "damaged"),
        (spoilt(value={"name": {"texts": ["葉"], "which": [-1]}}), "damaged"),
        (spoilt(value={"name": ["葉"], "place": {"all": 9, "of": None}}), "damaged"),
    ],
)
def test_nouns_that_were_never_written_are_refused(tree: Any, reason: str) -> None:
    with pytest.raises(CodecError) as fault:
        from_json(tree, Leaf)
    assert fault.value.reason == reason
    assert "葉" not in str(fault.value)


@pytest.mark.parametrize(
    "value",
    [
        {"leaves": {"n": [10**9], "of": {}}},
        {"groups": {"n": [2], "of": {"n": [-1, 1], "of": [5]}}},
        {"groups": {"n": [1], "of": {"n": [10**9], "of": [5]}}},
        {"names": {"n": [1], "of": [5]}},
        {"gaps": {"n": [10**9], "of": {"all": 1, "of": None}}},
    ],
)
def test_nouns_grow_no_larger_than_their_file(value: dict[str, Any]) -> None:
    with pytest.raises(CodecError, match=r"damaged|too_large"):
        from_json({"noun": "Tree", "schema": 1, "value": value}, Tree)


@pytest.mark.parametrize("dtype", ["|O", "<M8[s]", "<U4", "|V8"])
def test_nouns_hold_arrays_of_numbers_only(dtype: str) -> None:
    tree = to_json(DuplicateReport())
    tree["value"]["places"]["spans"] = [[dtype, [0, 3], ""]]
    with pytest.raises(CodecError, match="damaged"):
        from_json(tree, DuplicateReport)


def test_nouns_inflate_to_the_limit_and_no_further() -> None:
    bomb = zlib.compress(b" " * 10_000_000)
    with pytest.raises(CodecError) as fault:
        unpack(bomb, Leaf, limit=1_000_000)
    assert fault.value.reason == "too_large"


@pytest.mark.parametrize(
    "data", [b"", b"x", pack(Leaf("a"))[:-3], zlib.compress(b"["), zlib.compress(b"[" * 100_000)]
)
def test_nouns_that_are_no_file_are_refused(data: bytes) -> None:
    with pytest.raises(CodecError) as fault:
        unpack(data, Leaf)
    assert fault.value.reason == "damaged"


@given(st.integers(0, 400), st.integers(0, 255))
def test_nouns_with_a_wrong_byte_open_or_are_refused(at: int, byte: int) -> None:
    text = bytearray(zlib.decompress(pack(Tree((Leaf("葉"), Leaf("葉")), ((1, 2), (3,))))))
    text[at % len(text)] = byte
    try:
        assert isinstance(unpack(zlib.compress(bytes(text)), Tree), Tree)
    except CodecError as fault:
        assert fault.reason in ("damaged", "newer", "other")


def test_nouns_without_a_later_field_take_its_default() -> None:
    tree = to_json(DuplicateSettings(similarity=0.5))
    del tree["value"]["keep"]
    assert from_json(tree, DuplicateSettings) == DuplicateSettings(similarity=0.5)


@pytest.fixture
def fourth_schema(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def doubled(columns: dict[str, Any]) -> dict[str, Any]:
        return columns | {"weight": [2 * value for value in columns["weight"]]}

    def renamed(columns: dict[str, Any]) -> dict[str, Any]:
        return {"name" if key == "title" else key: value for key, value in columns.items()}

    monkeypatch.setattr(codec, "SCHEMA", 4)
    monkeypatch.setitem(codec.UPGRADES, (1, "Leaf"), renamed)
    monkeypatch.setitem(codec.UPGRADES, (3, "Leaf"), doubled)
    yield


@pytest.mark.usefixtures("fourth_schema")
def test_nouns_of_an_older_schema_are_brought_up_step_by_step() -> None:
    old = {"title": ["甲", "乙"], "weight": [1.0, 2.0]}
    tree = {"noun": "Tree", "schema": 1, "value": {"leaves": {"n": [2], "of": old}}}
    assert from_json(tree, Tree).leaves == (Leaf("甲", 2.0), Leaf("乙", 4.0))
    new = to_json(Tree((Leaf("甲", 2.0),)))
    assert new["schema"] == 4
    assert from_json(new, Tree).leaves == (Leaf("甲", 2.0),)


def test_nouns_refuse_to_write_what_cannot_be_read() -> None:
    with pytest.raises(TypeError):
        pack(Path("x"))


def test_nouns_of_two_articles_read_alike() -> None:
    corpus = read([Source("甲.txt", "北約同意。".encode()), Source("乙.txt", b"\x00")])
    assert unpack(pack(corpus), Corpus) == corpus
