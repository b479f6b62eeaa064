"""Small inputs made after public bug reports and real files of newsrooms, each with what is right.

`python -m tests.cases` prints what is wrong in each.
"""

from __future__ import annotations

import pytest

from tests.cases.asking import FOLDER, Case
from tests.cases.checks import CHECKS

# Checked where unique text is.
ELSEWHERE = {"N05_live_update", "N06_wire_six_outlets", "N20_boilerplate", "T26_template_reports"}


def test_every_case_is_checked() -> None:
    folders = {path.name for path in FOLDER.iterdir() if (path / "expected.txt").exists()}
    assert set(CHECKS) | ELSEWHERE == folders


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_case_is_right(name: str) -> None:
    CHECKS[name](Case(name))
