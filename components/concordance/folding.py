"""Texts in which 繁 and 简, full and half width, capital and small letters look the same.

Each character is folded by itself, so that a hit in the folded text stands at the same
offsets in the text.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

_table: dict[int, str] = {}


def fold(text: str) -> str:
    """Return a text of the same length to search in: 臺灣ＡＢ and 台湾ab fold alike."""
    missing = {character for character in set(text) if ord(character) not in _table}
    if missing:
        _learn(sorted(missing))
    return text.translate(_table)


def _learn(characters: list[str]) -> None:
    narrow = [_one(unicodedata.normalize("NFKC", c), c) for c in characters]
    # A line each, so that no two characters are converted as a phrase.
    simple = _converter().convert("\n".join(narrow)).split("\n")
    if len(simple) != len(narrow):
        simple = narrow
    for character, plain, shape in zip(characters, simple, narrow, strict=True):
        folded = _one(plain, shape)
        _table[ord(character)] = _one(folded.lower(), folded)


def _one(folded: str, otherwise: str) -> str:
    return folded if len(folded) == 1 else otherwise


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
