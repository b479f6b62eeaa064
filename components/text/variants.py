"""Characters that are others in another shape: variants, and radicals that stand for characters.

`build_variants.py` makes the tables. This module knows nothing else, so that parsers start fast.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def variants() -> dict[int, int]:
    """Return variants that OpenCC passes over (衞, 汚, 巿) with the characters they stand for."""
    return _pairs("variants.txt")


@cache
def radicals() -> dict[int, int]:
    """Return radicals with the characters they are: some programs write 人 as ⼈, 長 as ⻑."""
    return _pairs("radicals.txt")


def _pairs(name: str) -> dict[int, int]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    rows = (line for line in text.splitlines() if not line.startswith("#"))
    return {ord(pair[0]): ord(pair[1]) for row in rows for pair in row.split()}
