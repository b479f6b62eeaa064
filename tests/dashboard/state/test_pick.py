"""Picks: how an address writes them, and how a name stays picked when it is renamed."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import Span
from dashboard.state import pick
from dashboard.state.pick import (
    Pick,
    PickedGroup,
    PickKind,
    at_place,
    group_of,
    in_group,
    in_period,
    parse_pick,
    place_of,
    whole_of,
)


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
        ("d:2026-10|n:LOC:甲", "d:2026-10|n:PER:丁"),
        ("b:outlet|某報||n:LOC:甲", "b:outlet|某報||n:PER:丁"),
        ("", ""),
    ],
)
def test_a_renamed_name_stays_picked(picked: str, after: str) -> None:
    pick.choose(parse_pick(picked))
    pick.rename("LOC:甲", "PER:丁")
    assert (chosen := pick.current()) is None or chosen.code == after
    assert bool(chosen) == bool(after)
    pick.choose(None)


@given(
    st.text(min_size=1, max_size=20),
    st.lists(st.text(min_size=1, max_size=9), max_size=3),
    st.sampled_from(["w:船|山", "n:PER:甲", "e:LOC:甲|LOC:乙"]),
)
def test_a_pick_in_a_group_keeps_its_group_and_what_it_is(
    label: str, shared: list[str], code: str
) -> None:
    inner, group = parse_pick(code), PickedGroup("outlet", label, tuple(shared))
    assert inner is not None
    picked = in_group(group, inner)
    assert (group_of(picked), whole_of(picked)) == (group, inner)
    moved = in_group(PickedGroup("tag", label), in_period("2026-10", picked))
    assert (group_of(moved), whole_of(moved)) == (PickedGroup("tag", label), inner)


@pytest.mark.parametrize("value", ["outlet", "outlet|甲|", "x|甲||w:船", "outlet|甲||"])
def test_a_group_that_makes_no_sense_is_none(value: str) -> None:
    assert group_of(Pick("within", value)) is None
