"""No cell of ours is a formula."""

from __future__ import annotations

import pytest

from components.cells import disarm_cell


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_cells_that_begin_like_a_formula_are_text(start: str) -> None:
    assert disarm_cell(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("value", ["北約", "", "1=1", "'=1", 7, -7, 0.5, None])
def test_cells_of_other_kinds_stay(value: object) -> None:
    assert disarm_cell(value) == value
