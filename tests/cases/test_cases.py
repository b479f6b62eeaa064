"""Small inputs made after public bug reports and real files of newsrooms, each with what is right.

`KNOWN_WRONG` says which are read wrongly today. Whoever mends one takes it out of the table: a
case there that is right fails too. `python -m tests.cases` prints what is wrong in each.
"""

from __future__ import annotations

import pytest

from tests.cases.asking import FOLDER, Case
from tests.cases.checks import CHECKS

KNOWN_WRONG = {
    "N14_indigenous_names": "谷暮．哈就 loses 就, a word of its own elsewhere",
    "T17_minority_dot_names_simplified": "买买提江 loses 买买, verbs elsewhere",
    "T18_foreign_names_no_dot": "蜜雪兒歐巴馬 loses its first half",
}
# Checked where unique text is.
ELSEWHERE = {"N05_live_update", "N06_wire_six_outlets", "N20_boilerplate", "T26_template_reports"}


def test_every_case_is_checked() -> None:
    folders = {path.name for path in FOLDER.iterdir() if (path / "expected.txt").exists()}
    assert set(CHECKS) | ELSEWHERE == folders
    assert set(KNOWN_WRONG) <= set(CHECKS)


@pytest.mark.parametrize("name", sorted(set(CHECKS) - set(KNOWN_WRONG)))
def test_case_is_right(name: str) -> None:
    CHECKS[name](Case(name))


@pytest.mark.parametrize("name", sorted(KNOWN_WRONG))
def test_case_known_to_be_wrong_is_wrong(name: str) -> None:
    try:
        CHECKS[name](Case(name))
    except AssertionError:
        return
    pytest.fail(f"{name} is right now: take it out of KNOWN_WRONG")
