"""No cell of ours is a formula."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from components.cells import FORMULA_STARTS, disarm_cell
from components.ui import to_csv


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_cells_that_begin_like_a_formula_are_text(start: str) -> None:
    assert disarm_cell(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("value", ["北約", "", "1=1", "'=1", 7, -7, 0.5, None])
def test_cells_of_other_kinds_stay(value: object) -> None:
    assert disarm_cell(value) == value


@pytest.mark.parametrize("before", [" ", "\u3000", "\u00a0", "\u200b", "\ufeff", " \u200b "])
def test_cells_hide_no_formula_behind_what_is_not_seen(before: str) -> None:
    assert disarm_cell(f"{before}=1") == f"'{before}=1"
    assert disarm_cell(f"{before}北約") == f"{before}北約"


def test_cells_of_a_head_are_no_formulas_either() -> None:
    """Columns are called as outlets, tags and selections are, and these the reader names."""
    frame = pd.DataFrame({'=HYPERLINK("http://x")': ["+1", "北約"], "聯合報": [1, 2]})
    head, *rows = to_csv(frame).decode("utf-8-sig").splitlines()
    assert head.startswith("\"'=HYPERLINK")
    assert rows == ["'+1,1", "北約,2"]


@pytest.mark.parametrize(
    ("value", "disarmed"),
    [
        ("甲;=1+1", "甲;'=1+1"),
        ("甲; ＝1+1;乙", "甲; '＝1+1;乙"),
        ("甲\n@SUM(A1)", "甲\n'@SUM(A1)"),
        ("=1;=2", "'=1;'=2"),
        ("甲；=1", "甲；=1"),
        ("a=b;c=d", "a=b;c=d"),
    ],
)
def test_cells_within_a_cell_are_disarmed_where_semicolons_separate(
    value: str, disarmed: str
) -> None:
    assert disarm_cell(value) == disarmed
    rows = csv.reader(io.StringIO(f"x,{disarmed}"), delimiter=";")
    assert not any(cell.startswith(FORMULA_STARTS) for row in rows for cell in row)
