"""From annotated text to what the net learns from: characters, marks of lists, and tags."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from components.entities import net
from components.entities.lists import as_listed, marks_of, name_lists
from components.text import simplify
from tests.training.names.articles import Text
from tests.training.names.lac import lac

# Parts of speech by which lac_small means a name; outside names they become a common noun.
_NAMES = {"PER", "LOC", "ORG", "nr", "ns", "nt"}
# A listed name is hidden from the net this often, and all names of a sentence this often, so that
# it learns to do without.
_HIDE_NAME, _HIDE_ALL = 0.35, 0.25


def encode(texts: Sequence[Text], seed: int) -> dict[str, np.ndarray]:
    """Return `ids`, `marks`, `tags` of all characters end to end, and `lengths` of the pieces.

    Pieces are cut as the net cuts long sentences. Outside names the target is what lac_small
    says, so that the net forgets nothing.

    Args:
        texts: sentences with their names.
        seed: of the chance that hides listed names.
    """
    dice = random.Random(seed)
    model = lac()
    pieces = _pieces(texts)
    posteriors = model.posteriors([copy for copy, _ in pieces])
    tagger = _Tagger(model.tags)
    columns: dict[str, list[np.ndarray]] = {"ids": [], "marks": [], "tags": []}
    for (copy, names), posterior in zip(pieces, posteriors, strict=True):
        columns["ids"].append(np.array([model._ids[c] for c in copy], np.int32))
        columns["marks"].append(_marks(copy, dice))
        columns["tags"].append(tagger.tags(posterior, names))
    lengths = np.array([len(copy) for copy, _ in pieces], np.int32)
    return {name: np.concatenate(parts) for name, parts in columns.items()} | {"lengths": lengths}


def _pieces(texts: Sequence[Text]) -> list[tuple[str, list[tuple[int, int, str]]]]:
    pieces = []
    for copy, (text, names) in zip(simplify([t.text for t in texts]), texts, strict=True):
        assert len(copy) == len(text)
        for piece in net._pieces(copy):
            a, b = piece.outer
            if b - a < 2 or any(s < a < e or s < b < e for s, e, _ in names):
                continue
            inside = [(s - a, e - a, k) for s, e, k in names if a <= s and e <= b]
            pieces.append((copy[a:b], inside))
    return pieces


def _marks(copy: str, dice: random.Random) -> np.ndarray:
    if dice.random() < _HIDE_ALL:
        return np.zeros(len(copy), np.uint8)
    starts, ends, classes = name_lists().find(as_listed(copy))
    kept = np.array([dice.random() >= _HIDE_NAME for _ in starts], bool)
    return marks_of(len(copy), starts[kept], ends[kept], classes[kept])


class _Tagger:
    def __init__(self, tags: Sequence[str]) -> None:
        self._tags = tags
        self._number = {tag: i for i, tag in enumerate(tags)}
        self._plain = np.array(
            [
                self._number["n-" + tag[-1]] if tag.rpartition("-")[0] in _NAMES else i
                for i, tag in enumerate(tags)
            ]
        )

    def tags(self, posterior: np.ndarray, names: list[tuple[int, int, str]]) -> np.ndarray:
        """Return the number of the tag that each character should have."""
        number = self._number
        found = self._plain[posterior.argmax(1)].tolist()
        inside = [False] * len(found)
        for start, end, kind in names:
            found[start:end] = [number[f"{kind}-B"], *[number[f"{kind}-I"]] * (end - start - 1)]
            inside[start:end] = [True] * (end - start)
        for i, tag in enumerate(found):
            name = self._tags[tag]
            goes_on = i and not inside[i - 1] and self._tags[found[i - 1]][:-2] == name[:-2]
            if not inside[i] and name.endswith("-I") and not goes_on:
                found[i] = number[f"{name[:-2]}-B"]
        return np.array(found, np.uint8)


def save(path: Path, encoded: dict[str, np.ndarray]) -> None:
    """Write encoded text to a file."""
    np.savez(path, **encoded)
    print(f"{path.name}: {len(encoded['lengths']):,} pieces, {len(encoded['ids']):,} characters")
