"""No cell of ours is a formula."""

from __future__ import annotations

import pandas as pd
import pytest

from components.cells import disarm_cell
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
