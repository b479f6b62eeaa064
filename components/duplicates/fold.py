"""Folding: what two texts have in common when only their dress differs.

Full and half width, capitals, 繁 and 簡 with their regional variants, punctuation, blanks and
line breaks do not make two texts different. Each letter or digit keeps its place in the
original, so that every result found in folded text points back into the text as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SIZE = 0x32400


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text and where its characters come from.

    Attributes:
        text: letters and digits only.
        positions: (len(text),), offsets of the same characters in the original, ascending.
    """

    text: str
    positions: NDArray[np.int64]


def fold(text: str) -> Folded:
    """Fold a text, character by character; text without letters or digits gives "".

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


def letters_of(folded: Folded) -> NDArray[np.uint16]:
    """Return folded letters as numbers of two bytes, for runs of letters.

    Rare letters share theirs with others, so that equal numbers do not make equal texts.
    """
    return code_points(folded.text).astype(np.uint16)


@cache
def _table() -> NDArray[np.uint32]:
    blob = np.frombuffer(Path(__file__).with_name("fold.bin").read_bytes(), dtype="<u4")
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
