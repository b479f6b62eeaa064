"""Picks: how an address writes them, and how a name stays picked when it is renamed."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import Span
from dashboard.state import pick
from dashboard.state.pick import Pick, PickKind, at_place, parse_pick, place_of


@given(st.sampled_from(get_args(PickKind)), st.text(min_size=1, max_size=300))
def test_what_an_address_writes_is_read_again(kind: PickKind, value: str) -> None:
    assert parse_pick(Pick(kind, value).code) == Pick(kind, value)


@pytest.mark.parametrize("code", ["", ":", "w:", "word:x", "x:y", "w"])
def test_anything_else_is_no_pick(code: str) -> None:
    assert parse_pick(code) is None


@given(st.text(min_size=1, max_size=40), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_place_keeps_its_article_whatever_it_is_called(name: str, start: int, end: int) -> None:
    span = Span(name, start, end)
    assert place_of(at_place(span)) == span


@pytest.mark.parametrize("value", ["1", "1|2|", "a|2|x", "1|b|x", "-1|2|x"])
def test_a_place_that_makes_no_sense_is_none(value: str) -> None:
    assert place_of(Pick("place", value)) is None


@pytest.mark.parametrize(
    ("picked", "after"),
    [
        ("n:LOC:甲", "n:PER:丁"),
        ("e:LOC:甲|LOC:乙", "e:LOC:乙|PER:丁"),
        ("e:LOC:甲|PER:丁", "n:PER:丁"),
        ("n:LOC:乙", "n:LOC:乙"),
        ("w:甲", "w:甲"),
        ("", ""),
    ],
)
def test_a_renamed_name_stays_picked(picked: str, after: str) -> None:
    pick.choose(parse_pick(picked))
    pick.rename("LOC:甲", "PER:丁")
    assert (chosen := pick.current()) is None or chosen.code == after
    assert bool(chosen) == bool(after)
    pick.choose(None)
