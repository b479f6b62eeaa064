"""Tables for people: what a cell shows, which columns are chosen, what a file of them holds."""

from __future__ import annotations

import pytest

from components import ui
from components.table import Cell, Column, Table, to_csv

TABLE = Table(
    "words",
    "詞",
    (Column("word", "詞"), Column("count", "次數", numeric=True), Column("sure", "把握")),
    ((Cell("=甲", key="w:甲", kind="PER"), Cell(1234), Cell(0.5, percent=True)),),
    3,
)


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (Cell("甲"), "甲", None),
        (Cell(1234), "1,234", 1234),
        (Cell(0.25, digits=2), "0.25", 0.25),
        (Cell(0.974, percent=True), "97%", 0.974),
        (Cell(None), "", None),
    ],
)
def test_table_cells_show_numbers_as_read_and_keep_them(
    cell: Cell, text: str, value: float | None
) -> None:
    assert (cell.text, cell.value) == (text, value)


def test_table_columns_are_chosen_by_name_in_the_order_asked_for() -> None:
    chosen = TABLE.select("count", "word")
    assert [column.name for column in chosen.columns] == ["count", "word"]
    assert [[cell.content for cell in row] for row in chosen.rows] == [[1234, "=甲"]]
    assert (chosen.total, chosen.note) == (3, "列出前 1 列，共 3 列。")


def test_table_files_hold_numbers_and_no_formula() -> None:
    lines = to_csv(TABLE).decode("utf-8-sig").splitlines()
    assert lines == ["詞,次數,把握", "'=甲,1234,0.5"]


def test_table_frames_hold_numbers_under_names_or_titles() -> None:
    assert ui.frame_of(TABLE).to_dict("list") == {"word": ["=甲"], "count": [1234], "sure": [0.5]}
    signed = ui.frame_of(TABLE, titled=True, signed=("word",))
    assert list(signed["詞"]) == ["● =甲"]
