"""Ends of people's names that their shape asks for."""

from __future__ import annotations

import pytest

from components.entities.sentence_names import FoundName, FoundRows
from components.entities.shapes import mend_people


def _mended(copy: str, *found: tuple[int, int, float]) -> list[tuple[str, float]]:
    rows = FoundRows.of([[FoundName(start, end, "PER", sure) for start, end, sure in found]])
    (names,) = mend_people([copy], rows)
    return [(copy[n.start : n.end], round(n.confidence, 2)) for n in names if n.confidence]


@pytest.mark.parametrize(
    ("copy", "found", "name"),
    [
        ("船长千叶辰巳出海", ((2, 4, 0.1), (2, 5, 0.4), (2, 6, 0.5)), "千叶辰巳"),
        ("首相石破茂说", ((2, 5, 0.9), (2, 6, 0.1)), "石破茂"),
        ("学生代表练于廷说", ((4, 7, 0.2), (5, 7, 0.8)), "练于廷"),
        ("导演曹宇委由律师", ((2, 5, 0.7),), "曹宇"),
        ("霍续称没有", ((0, 2, 0.7),), "霍"),
    ],
)
def test_shapes_give_names_their_ends(
    copy: str, found: tuple[tuple[int, int, float], ...], name: str
) -> None:
    ((mended, sure),) = _mended(copy, *found)
    assert (mended, sure >= 0.7) == (name, True)


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        ("松本市长来台", ((0, 2, 0.9),)),
        ("主席向育贤致意", ((2, 5, 0.2), (3, 5, 0.8))),
        ("记者王志明昨访", ((2, 5, 0.9),)),
    ],
)
def test_shapes_leave_other_names_alone(
    copy: str, found: tuple[tuple[int, int, float], ...]
) -> None:
    assert _mended(copy, *found) == [(copy[a:b], sure) for a, b, sure in found]


def test_shapes_of_nothing_are_nothing() -> None:
    assert len(mend_people([], FoundRows.of([]))) == 0
