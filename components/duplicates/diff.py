"""Compares two versions of a text, character by character."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import numpy as np

from components.text import code_points, fold_codes

Dress = Literal["ignore", "show"]
Change = Literal["same", "changed", "left_out", "added"]

_ANCHOR = 6  # characters; runs that stand once in both texts hold the comparison in place
_MOST_CELLS = 4_000_000  # of a comparison between two anchors; larger ones are called changed
# Marks that say the same, as fonts, places and the two scripts write them.
_MARKS = str.maketrans("「『“‘」』”’，：；！？（）．", '"' * 8 + ",:;!?().")
_SHORT = 2  # 的 in the middle of a rewritten sentence is not what two versions have in common


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A stretch of both versions: equal, changed, only in the first, or only in the second."""

    change: Change
    before: str
    after: str


def diff(before: str, after: str, *, dress: Dress = "ignore") -> tuple[DiffPiece, ...]:
    """Compare two versions of a text.

    The pieces put together give both texts again. Comparing a text with itself gives one
    piece, two empty texts none. Long texts are compared between runs of characters that stand
    once in each (patience diff), so that the time grows with the length.

    Args:
        before: the first version.
        after: the second version.
        dress: `ignore` calls 臺 and 台, Ａ and a, 「 and “ the same; `show` calls them changed.
    """
    one, two = (before, after) if dress == "show" else (_fold_dress(before), _fold_dress(after))
    head = _common(one, two)
    tail = _common(one[head:][::-1], two[head:][::-1])
    pieces = [DiffPiece("same", one[:head], two[:head])]
    i = j = head
    end_one, end_two = len(one) - tail, len(two) - tail
    for at_one, at_two, length in _anchors(one[head:end_one], two[head:end_two]):
        pieces += _between(one[i : head + at_one], two[j : head + at_two])
        i, j = head + at_one + length, head + at_two + length
        pieces.append(DiffPiece("same", one[i - length : i], two[j - length : j]))
    pieces += _between(one[i:end_one], two[j:end_two])
    pieces.append(DiffPiece("same", one[end_one:], two[end_two:]))
    return tuple(_mark_dress(_merge(pieces), before, after))


def _common(one: str, two: str) -> int:
    """Number of characters with which both begin."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(two)))


def _fold_dress(text: str) -> str:
    """Fold sign by sign; what has no other form stays, so that no place is lost."""
    codes = fold_codes(text)
    original = code_points(text)
    mixed = np.where(codes > 0, codes, original).astype("<u4")
    return mixed.tobytes().decode("utf-32-le", "surrogatepass").translate(_MARKS)


def _mark_dress(pieces: Iterator[DiffPiece], before: str, after: str) -> Iterator[DiffPiece]:
    """Cut the same pieces out of the texts as they are."""
    i = j = 0
    for piece in pieces:
        i_end, j_end = i + len(piece.before), j + len(piece.after)
        yield DiffPiece(piece.change, before[i:i_end], after[j:j_end])
        i, j = i_end, j_end


def _anchors(before: str, after: str) -> list[tuple[int, int, int]]:
    """Places (in before, in after, length) of equal runs, ascending in both texts."""
    where = _once(after)
    pairs = [(i, where[gram]) for gram, i in _once(before).items() if gram in where]
    chain: list[tuple[int, int, int]] = []
    for i, j in _keep_ascending(sorted(pairs)):
        if chain:
            last_i, last_j, length = chain[-1]
            if i - last_i == j - last_j and i <= last_i + length:
                chain[-1] = (last_i, last_j, i - last_i + _ANCHOR)
                continue
            if i < last_i + length or j < last_j + length:
                continue
        chain.append((i, j, _ANCHOR))
    return chain


def _once(text: str) -> dict[str, int]:
    grams = [text[i : i + _ANCHOR] for i in range(len(text) - _ANCHOR + 1)]
    counts = Counter(grams)
    return {gram: i for i, gram in enumerate(grams) if counts[gram] == 1}


def _keep_ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of sorted pairs in which the second number ascends too."""
    tails: list[int] = []
    tops: list[int] = []
    before = [-1] * len(pairs)
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before[k] = tops[at - 1] if at else -1
        tails[at : at + 1] = [j]
        tops[at : at + 1] = [k]
    found = []
    k = tops[-1] if tops else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


def _between(before: str, after: str) -> Iterator[DiffPiece]:
    if len(before) * len(after) > _MOST_CELLS:
        yield DiffPiece("changed", before, after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        old, new = before[i:i_end], after[j:j_end]
        if tag == "equal":
            inside = i > 0 and i_end < len(before) and len(old) < _SHORT
            yield DiffPiece("changed" if inside else "same", old, new)
        else:
            yield DiffPiece(_kind(old, new), old, new)


def _kind(before: str, after: str) -> Change:
    if before and after:
        return "changed"
    return "left_out" if before else "added"


def _merge(pieces: list[DiffPiece]) -> Iterator[DiffPiece]:
    """Join equal neighbours, and changes that touch."""
    old = new = ""
    same: bool | None = None
    for piece in pieces:
        if not piece.before and not piece.after:
            continue
        equal = piece.change == "same"
        if same is not None and equal != same:
            yield DiffPiece("same" if same else _kind(old, new), old, new)
            old = new = ""
        same = equal
        old, new = old + piece.before, new + piece.after
    if same is not None and (old or new):
        yield DiffPiece("same" if same else _kind(old, new), old, new)
