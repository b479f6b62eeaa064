"""Small inputs made after public bug reports and real files of newsrooms, each with what is right.

`KNOWN_WRONG` says which are read wrongly today. Whoever mends one takes it out of the table: a
case there that is right fails too. `python -m tests.cases` prints what is wrong in each.
"""

from __future__ import annotations

import pytest

from tests.cases.asking import FOLDER, Case
from tests.cases.checks import CHECKS

KNOWN_WRONG = {
    "N01f_500_articles": "the PDF keeps its lines broken, so that no article is whole",
    "T04_pdf_two_columns_rowwise": "columns stored by rows are read across",
    "T20_pdf_press_release": "about:blank is the title, the file's day the day, lines stay broken",
    "T24b_pdf_ruby": "bopomofo stays between the lines",
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
