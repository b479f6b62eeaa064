"""Each bad input ends in time and in memory, with its reason, and harms nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.safety.inputs import BAD
from tests.safety.playing import play

SECONDS, MEGABYTES = 15, 1536
QUICK = [key for key in BAD if not BAD[key].slow]
SLOW = [key for key in BAD if BAD[key].slow]


@pytest.fixture(scope="module")
def quick() -> dict[str, dict[str, Any]]:
    """What one server told of all quick inputs, one after another."""
    return play(QUICK)


@pytest.fixture(scope="module")
def slow() -> dict[str, dict[str, Any]]:
    """What one server told of all slow inputs, with less patience than people have."""
    return play(SLOW, seconds=3)


def check(key: str, figures: dict[str, dict[str, Any]]) -> None:
    assert key in figures, "the server did not live to tell of it"
    told = figures[key]
    assert set(told["outcomes"]) <= BAD[key].outcomes
    assert told["slowest"] < SECONDS
    assert told["server_mb"] + told["worker_mb"] < MEGABYTES
    assert told["survived"]
    assert told["written"] == []


@pytest.mark.parametrize("key", QUICK)
def test_safety_a_bad_input_ends_alone(key: str, quick: dict[str, dict[str, Any]]) -> None:
    check(key, quick)


@pytest.mark.soak
@pytest.mark.parametrize("key", SLOW)
def test_safety_a_slow_bad_input_ends_alone(key: str, slow: dict[str, dict[str, Any]]) -> None:
    check(key, slow)
