"""Folds texts that differ only in width, capitals or script into the same text.

Characters are folded one by one, so that whatever is found in folded text stands at the same
place in the text as it is. The table of letters with their regional variants is `folding.bin`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from components.text.scheduler import TOGETHER, each_portion

_SIZE = 0x32400
_LONG = 2_000  # characters from which a text is exchanged by its different characters


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text and where its characters come from.

    Attributes:
        text: letters and digits only.
        positions: (len(text),), offsets of the same characters in the original, ascending.
    """

    text: str
    positions: NDArray[np.int64]


def narrow(text: str) -> str:
    """Return a text of the same length: half width, lower case, 著 as 着; its script stays."""
    return text.lower() if text.isascii() else exchange(text, _NARROW)


def exchange(text: str, table: Mapping[int, int | str]) -> str:
    """Return what `str.translate` does, for a table that gives one character for one.

    A long text is read as numbers, and each different character is looked up once.
    """
    if len(text) < _LONG:
        return text.translate(table)
    codes = code_points(text)
    different = np.flatnonzero(np.bincount(codes))
    others = "".join(map(chr, different.tolist())).translate(table)
    exchanged = np.zeros(different[-1] + 1, np.uint32)
    exchanged[different] = code_points(others)
    return exchanged[codes].tobytes().decode("utf-32-le", "surrogatepass")


def map_together(verb: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """Return what a verb makes of each text, by few calls.

    Args:
        verb: makes of each character another one, wherever it stands, as `narrow` and `fold`.
        texts: many short ones.
    """
    found: list[str] = []
    for some in each_portion(texts, size=TOGETHER):
        together = verb("".join(some))
        found += (together[a:b] for a, b in pairwise(accumulate(map(len, some), initial=0)))
    return found


def fold(text: str) -> str:
    """Return a text of the same length to search in: 臺灣ＡＢ and 台湾ab fold alike.

    Letters and digits become what `fold_letters` makes of them, other signs become narrow.
    Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower()
    codes = fold_codes(text)  # a copy
    signs = codes == 0
    codes[signs] = code_points(narrow(_text_of(code_points(text)[signs])))
    return _text_of(codes)


def _text_of(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def pattern_of(query: str) -> str:
    """Return a regular expression that finds in a text what `fold` takes for the query.

    For places that cannot fold a text before they search it, such as a database: 臺灣 becomes
    `[台坮臺…][湾灣…]`.
    """
    return "".join(_one_of(_same_as().get(sign, sign)) for sign in fold(query))


def _one_of(signs: str) -> str:
    escaped = "".join(f"\\{sign}" if sign in r"\]^-[" else sign for sign in signs)
    return f"[{escaped}]" if len(signs) > 1 else re.escape(signs)


@cache
def _same_as() -> dict[str, str]:
    """Return for each folded sign all that fold to it, itself first, where there are others."""
    signs = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x30000))))
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for sign, folded in zip(signs, fold(signs), strict=True):
        if sign != folded:
            groups[folded].append(sign)
    return {folded: folded + "".join(others) for folded, others in groups.items()}


def fold_letters(text: str) -> Folded:
    """Return the folded letters and digits of a text; text without any gives "".

    A character becomes one character or none: its compatibility form (NFKC) in lower case,
    without marks, in the Simplified form that stands for all its variants. Folding twice
    changes nothing.
    """
    codes = fold_codes(text)
    positions = np.flatnonzero(codes)
    return Folded(codes[positions].astype("<u4").tobytes().decode("utf-32-le"), positions)


def fold_codes(text: str) -> NDArray[np.uint32]:
    """Return the folded code point of each character of a text, 0 where it is left out."""
    folded: NDArray[np.uint32] = _table()[np.minimum(code_points(text), _SIZE - 1)]
    return folded


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code point of each character; whether two texts are equal is told by these."""
    points: NDArray[np.uint32] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return points


@cache
def table_of(characters: str) -> NDArray[np.bool_]:
    """Return (0x110000,), which code points are one of some characters."""
    table = np.zeros(0x110000, bool)
    table[code_points(characters)] = True
    return table


def letters_of(folded: Folded) -> NDArray[np.uint16]:
    """Return folded letters as numbers of two bytes, for runs of letters.

    Rare letters share theirs with others, so that equal numbers do not make equal texts.
    """
    return code_points(folded.text).astype(np.uint16)


class _Narrow(dict[int, str]):
    """NFKC and lower case where that is one character; fills itself as characters come."""

    def __missing__(self, code: int) -> str:
        narrowed = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = narrowed if len(narrowed) == 1 else chr(code)
        return self[code]


# 看著 and 看着 are one word; nobody counts 著 the particle apart from 著 the verb.
_NARROW = _Narrow({ord("著"): "着"})


@cache
def _table() -> NDArray[np.uint32]:
    blob = np.frombuffer(Path(__file__).with_name("folding.bin").read_bytes(), dtype="<u4")
    n_edges = int(blob[0])
    steps = np.zeros(_SIZE + 1, dtype=np.int8)
    steps[blob[1 : 1 + n_edges : 2]] = 1
    steps[blob[2 : 1 + n_edges : 2]] = -1
    table = np.arange(_SIZE, dtype=np.uint32) * np.cumsum(steps[:_SIZE], dtype=np.int8).view(
        np.uint8
    )
    pairs = blob[1 + n_edges :]
    table[pairs[::2]] = pairs[1::2]
    table[_SIZE - 1] = 0
    return table
