"""Disarms cells of exported tables that a spreadsheet would run as formulas."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

# What a spreadsheet takes for a formula at the start of a cell; Chinese ones take wide signs too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# What some spreadsheets pass over before they look.
_PASSED_OVER = " \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def disarm_cell(value: T) -> T | str:
    """Keep a spreadsheet from running text that begins like a formula; other values stay."""
    if isinstance(value, str) and value.lstrip(_PASSED_OVER).startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
