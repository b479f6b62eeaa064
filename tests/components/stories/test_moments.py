"""How exactly a time is known, and what came before what."""

from __future__ import annotations

import numpy as np
import pytest

from components.stories.moments import print_moment, read_moments


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024-03-07", "2024-03-08", True),
        ("2024-03-07", "2024-03-07", False),
        ("2024-03-07T23:59", "2024-03-08", True),
        ("2024-03-07T09:00", "2024-03-07T09:01", True),
        ("2024-03-07T09:00", "2024-03-07T09:00:30", False),
        ("2024-03-07T09", "2024-03-07T09:59", False),
        ("2024-02", "2024-03-01", True),
        ("2024-12", "2025", True),
        ("2023-12-31", "2024", True),
        ("2024-03-07T09:00+08:00", "2024-03-07T01:01Z", True),
        ("2024-03-07T09:00+08:00", "2024-03-06T20:02-05:00", True),
        ("2024-13-01", "2024-03-01", False),
        ("", "2024-03-01", False),
        ("2024-03-01", None, False),
        ("9999-12-31", "2024", False),  # beyond what can be reckoned
    ],
)
def test_moments_one_is_before_another(one: str, other: str | None, before: bool) -> None:
    moments = read_moments([one, other])
    first, second = np.array([0]), np.array([1])
    assert moments.are_before(first, second).tolist() == [before]
    assert moments.are_before(second, first).tolist() == [False]


def test_moments_of_nothing() -> None:
    assert len(read_moments([]).earliest) == 0


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (None, ""),
        ("2024-03-07", "2024-03-07"),
        ("2024-03-07T09:30:15+08:00", "2024-03-07 09:30"),
        ("2024-03-07T09:30", "2024-03-07 09:30"),
        ("2024-03-07T01:30Z", "2024-03-07 01:30 UTC"),
        ("2024-03-07T01:30:00+00:00", "2024-03-07 01:30 UTC"),
        ("2024-03-07T10:30+09:00", "2024-03-07 10:30 UTC+9"),
        ("2024-03-07T07:00+05:30", "2024-03-07 07:00 UTC+5:30"),
        ("spring", "spring"),
    ],
)
def test_a_time_of_another_zone_is_written_with_its_zone(published: str | None, told: str) -> None:
    assert print_moment(published) == told
