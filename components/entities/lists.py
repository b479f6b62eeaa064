"""Marks the names of lists in a text, as hints for the net.

A listed name is a hint and no verdict: the net sees that 成功 is in the list of places, and
decides by what stands around. Lists are packed in a file for each licence by
`tests/training/names/pack_lists.py`; a file that is not there is missed by nobody, so that lists
under other terms may be laid beside those that ship.
"""

from __future__ import annotations

import lzma
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from components.text import Numbers, code_points, exchange, join_ranges, map_together

# Classes of lists. `either`: an ordinary word too, or a name of several kinds.
CLASSES = ("person", "place", "spot", "body", "firm", "either")
EITHER = CLASSES.index("either")
# Of each class a mark for the first character of a name, its inner ones, and the last; 0 is none.
N_MARKS = 1 + 3 * len(CLASSES)
_SUFFIX = ".txt.xz"

ListMarks = NDArray[np.uint8]


class NameLists:
    """Listed names, found in one pass over a text; safe to share between threads."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        """Take names, each a norm of two characters or more, with the numbers of their classes."""
        self._classes = np.fromiter(classes.values(), np.uint8, len(classes))
        self._automaton = AhoCorasick(
            list(classes), MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def __len__(self) -> int:
        return len(self._classes)

    def find(self, text: str) -> tuple[Numbers, Numbers, ListMarks]:
        """Return starts, ends and classes of listed names, the longest at each place.

        Args:
            text: as lists have it (`as_listed`).
        """
        found = np.array(self._automaton.find_matches_as_indexes(text), np.int64).reshape(-1, 3)
        names, starts, ends = found.T
        whole = _are_whole(code_points(text), starts, ends)
        return starts[whole], ends[whole], self._classes[names[whole]]

    def marks_of_cased(self, text: str) -> ListMarks:
        """Return the mark of each character of a Simplified copy."""
        return marks_of(len(text), *self.find(as_listed(text)))


def marks_of(length: int, starts: Numbers, ends: Numbers, classes: ListMarks) -> ListMarks:
    """Mark listed names, which do not overlap, in a text of some length."""
    marks = np.zeros(length, np.uint8)
    first = 1 + 3 * classes
    sizes = ends - starts
    marks[join_ranges(starts, sizes)] = np.repeat(first + 1, sizes)
    marks[starts] = first
    marks[ends - 1] = first + 2
    return marks


def lower_aligned(copy: str) -> str:
    """Return a copy in lower case, aligned also where a capital has two small letters."""
    lower = copy.lower()
    if len(lower) == len(copy):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in copy)


DOTS = "·‧・•．∙･"
_ONE_DOT: Mapping[int, str] = {ord(dot): "·" for dot in DOTS}


def as_listed(copy: str) -> str:
    """Return a Simplified copy as lists have names: in lower case, with one kind of dot."""
    return exchange(lower_aligned(copy), _ONE_DOT)


def as_listed_all(copies: Sequence[str]) -> list[str]:
    """Return what `as_listed` makes of each copy, all at once."""
    lowered = list(map(lower_aligned, copies))
    return map_together(lambda together: exchange(together, _ONE_DOT), lowered)


def _are_whole(codes: NDArray[np.uint32], starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
    """Tell which names cut no Latin word: WHO stands whole in 'WHO說', not in 'whole'."""
    latin = np.zeros(len(codes) + 2, bool)
    latin[1:-1] = (codes < 128) & ((codes >= 97) & (codes <= 122) | (codes >= 48) & (codes <= 57))
    return ~(latin[starts] & latin[starts + 1] | latin[ends] & latin[ends + 1])


@dataclass(frozen=True, slots=True)
class _Listed:
    classes: dict[str, int]
    forms: dict[tuple[str, str], str]


_lock = threading.Lock()


def name_lists() -> NameLists:
    """Return the lists of this process, read at the first call."""
    with _lock:
        return _automaton()


def is_listed(name: str) -> bool:
    """Tell whether lists hold letters whole, as `as_listed` has them."""
    starts, ends, _ = name_lists().find(name)
    return bool(len(starts) and starts[0] == 0 and ends[0] == len(name))


def other_forms() -> Mapping[tuple[str, str], str]:
    """Return the main form of other spellings and short forms, by kind and norm."""
    with _lock:
        return _load().forms


@cache
def _automaton() -> NameLists:
    return NameLists(_load().classes)


@cache
def _load() -> _Listed:
    folder = files(__package__).joinpath("data", "lists")
    packed = [f for f in folder.iterdir() if f.name.endswith(_SUFFIX)] if folder.is_dir() else []
    read = [_read(file) for file in sorted(packed, key=lambda file: file.name)]
    forms = {key: main for own in read for key, main in own.forms.items()}
    return _Listed(merge(own.classes for own in read), forms)


def merge(lists: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Put lists together; what stands in two of different kinds is either."""
    together: dict[str, int] = {}
    for names in lists:
        for name, own in names.items():
            before = together.setdefault(name, own)
            if before != own:
                together[name] = EITHER if _KINDS[before] != _KINDS[own] else min(before, own)
    return together


# Places and spots are of one kind, bodies and firms too.
_KINDS = (0, 1, 1, 2, 2, 3)


def _read(file: Traversable) -> _Listed:
    """Read a packed file: names under their class, then, by kind, lines of forms of one name."""
    listed = _Listed({}, {})
    own, kind = EITHER, ""
    for line in lzma.decompress(file.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("[="):
            kind = line.strip("[=]")
        elif line.startswith("["):
            own = CLASSES.index(line.strip("[]"))
        elif kind:
            main, *forms = line.split()
            listed.forms.update({(kind, form): main for form in forms})
        else:
            listed.classes[line] = own
    return listed
