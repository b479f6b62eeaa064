"""Frozen dataclasses to JSON and back; what other versions wrote is read as far as it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import CLEANING, Columns, ReadingSettings
from components.text import Article, Rival, Step
from dashboard.library import codec
from dashboard.library.filters import Filter
from dashboard.library.values import keepable, make_unique

_WORDS = st.text(max_size=8)
_STRETCHES = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
_NUMBERS = st.none() | st.integers(0, 30)
ARTICLES = st.builds(
    Article,
    id=_WORDS,
    title=_WORDS,
    text=_WORDS,
    raw=_WORDS,
    joins=st.lists(st.integers(0, 99), max_size=3).map(tuple),
    counted=_STRETCHES,
    published=st.none() | st.just("2008-02-17"),
    outlet=st.none() | _WORDS,
    bylines=_STRETCHES,
    steps=st.lists(st.builds(Step, st.just("widths"), st.integers(0, 9)), max_size=2).map(tuple),
    rivals=st.lists(st.builds(Rival, _WORDS, _WORDS), max_size=2).map(tuple),
)
SETTINGS = st.builds(
    ReadingSettings,
    encoding=st.none() | st.just("big5hkscs"),
    columns=st.none() | st.builds(Columns, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    join_lines=st.booleans(),
    split=st.booleans(),
    clean=st.lists(st.sampled_from(CLEANING), unique=True).map(tuple),
)
FILTERS = st.builds(Filter, search=_WORDS, tags=st.lists(_WORDS, max_size=3).map(tuple))


@given(ARTICLES | SETTINGS | FILTERS)
def test_codec_values_come_back(value: Article | ReadingSettings | Filter) -> None:
    assert codec.from_json(type(value), json.loads(json.dumps(codec.to_json(value)))) == value


def test_codec_other_versions() -> None:
    assert codec.from_json(Filter, {"search": "甲", "dropped_later": 1}) == Filter(search="甲")
    assert codec.from_json(Filter, {}) == Filter()


@dataclass(frozen=True)
class Needed:
    number: int


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Needed, {}),
        (Filter, 3),
        (Filter, None),
        (Filter, {"place": "attic"}),
        (Filter, {"tags": 3}),
    ],
)
def test_codec_other_forms_are_refused(kind: type, data: object) -> None:
    with pytest.raises(ValueError, match=r"no |choices"):
        codec.from_json(kind, data)


@given(st.text())
def test_values_keepable_keeps_lengths_and_is_kept(text: str) -> None:
    kept = keepable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert keepable(kept) == kept


@given(st.lists(st.sampled_from(["a", "a (2)", "b", ""]), max_size=8))
def test_values_made_unique_names_are_unique(names: list[str]) -> None:
    taken: set[str] = set()
    made = [make_unique(name, taken) for name in names]
    assert len(set(made)) == len(names)
    assert all(own.startswith(name) for own, name in zip(made, names, strict=True))
