"""Single values as JSON and back; what other versions wrote is read as far as it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import CLEANING, ReadingSettings, TableColumns
from components.text import Article, Rival, Step, from_plain, to_plain

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
    columns=st.none() | st.builds(TableColumns, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS),
    join_lines=st.booleans(),
    split=st.booleans(),
    clean=st.lists(st.sampled_from(CLEANING), unique=True).map(tuple),
)


@dataclass(frozen=True)
class Filter:
    search: str = ""
    tags: tuple[str, ...] = ()
    place: Literal["shelf", "bin"] = "shelf"


FILTERS = st.builds(Filter, search=_WORDS, tags=st.lists(_WORDS, max_size=3).map(tuple))


@given(ARTICLES | SETTINGS | FILTERS)
def test_codec_values_come_back(value: Article | ReadingSettings | Filter) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(value))), type(value)) == value


def test_codec_other_versions() -> None:
    assert from_plain({"search": "甲", "dropped_later": 1}, Filter) == Filter(search="甲")
    assert from_plain({}, Filter) == Filter()


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
        from_plain(data, kind)
