"""Disarms cells of exported tables that a spreadsheet would run as formulas."""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")

# What a spreadsheet takes for a formula at the start of a cell; Chinese ones take wide signs too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# What some spreadsheets pass over before they look.
_PASSED_OVER = " \u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Where lists are separated by semicolons, a cell ends at one within a cell of ours, whatever
# quotes stand around it: they do not begin what is a cell there. So it does at a line break.
_WITHIN = re.compile(
    rf"([;\t\r\n][{_PASSED_OVER}]*)(?=[{re.escape(''.join(FORMULA_STARTS).strip())}])"
)


def disarm_cell(value: T) -> T | str:
    """Keep a spreadsheet from running text that begins like a formula; other values stay.

    Text begins where a cell does, in a table that commas separate and in one that semicolons do.
    """
    if not isinstance(value, str):
        return value
    text = _WITHIN.sub(r"\1'", value)
    return f"'{text}" if value.lstrip(_PASSED_OVER).startswith(FORMULA_STARTS) else text
