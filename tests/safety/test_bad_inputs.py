"""Each bad input ends in time and in memory, with its reason, and harms nothing else."""

from __future__ import annotations

import pytest

from tests.safety.inputs import BAD
from tests.safety.playing import play

SECONDS, MEGABYTES = 15, 1536
UNTIL_THE_CLOCK_ENDS_IT = {
    "docx_many_paragraphs",
    "html_19_mb_of_tags",
    "xlsx_billion_cells",
}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(key, marks=[pytest.mark.slow] if key in UNTIL_THE_CLOCK_ENDS_IT else [])
        for key in BAD
    ],
)
def test_safety_a_bad_input_is_refused_and_the_next_is_read(key: str) -> None:
    figures = play(key)
    assert set(figures["outcomes"]) <= BAD[key].outcomes
    assert BAD[key].needs in figures["outcomes"]
    assert figures["slowest"] < SECONDS
    assert figures["server_mb"] + figures["worker_mb"] < MEGABYTES
    assert figures["written"] == []
    assert figures["survived"]
