"""Lists of names: found whole, the longest first, and packed lists say the same of one name."""

from __future__ import annotations

import numpy as np
import pytest

from components.entities.lists import (
    CLASSES,
    DOTS,
    EITHER,
    N_MARKS,
    NameLists,
    as_listed,
    lower_aligned,
    merge,
    name_lists,
    other_forms,
)
from components.text import norm_of

PLACE, BODY = CLASSES.index("place"), CLASSES.index("body")


def found(lists: NameLists, text: str) -> list[tuple[str, int]]:
    columns = (column.tolist() for column in lists.find(text))
    return [(text[a:b], c) for a, b, c in zip(*columns, strict=True)]


def test_lists_find_the_longest_name() -> None:
    lists = NameLists({"台北": PLACE, "台北市": PLACE, "台北市政府": BODY})
    assert found(lists, "台北市政府在台北市说台北") == [
        ("台北市政府", BODY), ("台北市", PLACE), ("台北", PLACE),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["whole", "2who", "swho", "who3"])
def test_lists_find_no_name_inside_a_latin_word(text: str) -> None:
    assert found(NameLists({"who": BODY}), text) == []
    assert found(NameLists({"who": BODY}), "世卫who说") == [("who", BODY)]


def test_marks_tell_where_a_name_begins_and_ends() -> None:
    lists = NameLists({"台北市": PLACE, "who": BODY})
    first = 1 + 3 * PLACE
    assert lists.marks_of_cased("在台北市WHO").tolist() == [
        0, first, first + 1, first + 2, *range(1 + 3 * BODY, 4 + 3 * BODY),
    ]  # fmt: skip
    assert 1 + 3 * len(CLASSES) == N_MARKS
    assert not lists.marks_of_cased("").size


def test_what_two_lists_hold_of_different_kinds_is_either() -> None:
    one, other = {"三星": PLACE, "台北": PLACE}, {"三星": BODY, "台北": CLASSES.index("spot")}
    assert merge([one, other]) == {"三星": EITHER, "台北": PLACE}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("高雄市", "place"), ("特斯拉", "firm"), ("晶禾電子", None), ("成功", "either")],
)
def test_shipped_lists_know_a_name(name: str, kind: str | None) -> None:
    own = [CLASSES[c] for text, c in found(name_lists(), norm_of(name)) if text == norm_of(name)]
    assert own == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("form", "main", "kind"),
    [
        ("特朗普", "川普", "PER"),
        ("泽连斯基", "澤倫斯基", "PER"),
        ("國發會", "國家發展委員會", "ORG"),
    ],
)
def test_shipped_lists_know_other_forms(form: str, main: str, kind: str) -> None:
    assert other_forms()[kind, norm_of(form)] == norm_of(main)


@pytest.mark.parametrize("text", ["İstanbul", "ABC．甲", "", "ẞ"])
def test_copies_stay_aligned(text: str) -> None:
    assert len(lower_aligned(text)) == len(as_listed(text)) == len(text)
    assert not set(as_listed(text)) & (set(DOTS) - {"·"})


def test_no_mark_lies_outside_the_table() -> None:
    marks = name_lists().marks_of_cased("北市府與台積電、特斯拉說，成功大學的柯文哲到台南市。" * 3)
    assert marks.dtype == np.uint8
    assert marks.max() < N_MARKS
