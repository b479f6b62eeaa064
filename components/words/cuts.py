"""Keeps words while they are being cut, as arrays of places in many texts.

What a word is (its part of speech, the parts it falls into) is asked once for each different
word; where its tokens stand follows by adding up lengths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from components.text import Columns, Ints, Numbering, Rows, bounds_of, join_ranges
from components.words.pos import pos_of

Word = tuple[int, int, str]


class MisalignedError(Exception):
    """A segmenter returned words that do not tile its text: a fault of the segmenter.

    The text itself is never part of the message.
    """

    def __init__(self, name: str, position: int) -> None:
        self.name, self.position = name, position
        super().__init__(f"{name}: words do not tile the text at character {position}")


@dataclass(frozen=True, slots=True, eq=False)
class Cuts(Columns[list[Word]]):
    """What a segmenter gives: of each text its words, which tile it, blanks among them.

    Attributes:
        kinds: the different words.
        codes: (n_words,), which of them each is, text by text.
        bounds: (n_texts + 1,), where the words of each text begin.
    """

    kinds: tuple[str, ...]
    codes: Ints
    bounds: Ints

    item: ClassVar[Any] = list[Word]

    @classmethod
    def of(cls, nouns: Iterable[list[Word]]) -> Cuts:
        """Cuts are made of texts and words, see `join_cuts`."""
        raise TypeError("cuts hold the characters of words")

    def take(self, rows: Rows) -> Cuts:
        """Return the words of some texts."""
        counts = np.diff(self.bounds)[rows]
        codes = self.codes[join_ranges(self.bounds[:-1][rows], counts)]
        return Cuts(self.kinds, codes, bounds_of(counts))

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __iter__(self) -> Iterator[list[Word]]:
        yield from map(self._one, range(len(self)))

    def _one(self, number: int) -> list[Word]:
        """Return the words of a text as start, end and part of speech, without blanks."""
        words, at = [], 0
        low, high = self.bounds[number : number + 2].tolist()
        for kind in map(self.kinds.__getitem__, self.codes[low:high].tolist()):
            if kind.strip():
                words.append((at, at + len(kind), pos_of(kind)))
            at += len(kind)
        return words


def join_cuts(texts: Sequence[str], cuts: Iterable[Iterable[str]], name: str) -> Cuts:
    """Put the words of texts together; blanks that a segmenter left out are put back.

    Raises:
        MisalignedError: a word stands nowhere, or something other than blanks was left out.
    """
    words: list[str] = []
    counts = []
    for text, cut in zip(texts, cuts, strict=True):
        own = list(cut)
        if "".join(own) != text:
            own = list(_with_blanks(text, own, name))
        words += own
        counts.append(len(own))
    numbers = Numbering()
    codes = numbers.codes(words)
    return Cuts(numbers.table, codes, bounds_of(counts))


def _with_blanks(text: str, words: Iterable[str], name: str) -> Iterator[str]:
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0 or text[at:start].strip():
            raise MisalignedError(name, at)
        yield from (text[at:start], word) if start > at else (word,)
        at = start + len(word)
    if text[at:].strip():
        raise MisalignedError(name, at)
    if at < len(text):
        yield text[at:]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words of texts that lie end to end, a line break behind each text.

    Attributes:
        text: the texts.
        offsets: (n_texts + 1,), where each begins.
        starts: (n_words,), ascending; blanks are no words.
        ends: (n_words,), one past the last character of each.
        pos_codes: (n_words,), part of speech of each, into `tags`.
        tags: the parts of speech.
    """

    text: str
    offsets: Ints
    starts: Ints
    ends: Ints
    pos_codes: Ints
    tags: Numbering

    @property
    def bounds(self) -> Ints:
        """(n_texts + 1,), where the words of each text begin."""
        return np.searchsorted(self.starts, self.offsets).astype(np.int32)

    def join(self, first: ArrayLike, last: ArrayLike, tags: Sequence[str]) -> Words:
        """Make one word of some in a row, each time.

        Args:
            first: numbers of the first words, ascending.
            last: numbers of the last words, each before the next first.
            tags: parts of speech of the new words.
        """
        first, last = np.asarray(first, np.int64), np.asarray(last, np.int64)
        kept = np.ones(len(self.starts), bool)
        kept[join_ranges(first + 1, last - first)] = False
        ends, codes = self.ends.copy(), self.pos_codes.copy()
        ends[first] = self.ends[last]
        codes[first] = self.tags.codes(tags)
        return replace(self, starts=self.starts[kept], ends=ends[kept], pos_codes=codes[kept])

    def part(self, numbers: ArrayLike, size: int, head: str, tails: Sequence[str]) -> Words:
        """Make two words of each of some.

        Args:
            numbers: which words, ascending, each longer than `size`.
            size: characters of each first part.
            head: part of speech of the first parts.
            tails: parts of speech of the second ones.
        """
        numbers = np.asarray(numbers, np.int64)
        middles = (self.starts[numbers] + size).astype(np.int32)
        codes = self.pos_codes.copy()
        codes[numbers] = self.tags.codes([head] * len(numbers))
        return replace(
            self,
            starts=np.insert(self.starts, numbers + 1, middles),
            ends=np.insert(self.ends, numbers, middles),
            pos_codes=np.insert(codes, numbers + 1, self.tags.codes(tails)),
        )

    def by_text(self) -> Iterator[list[Word]]:
        """Yield the words of each text as start, end and part of speech, from its beginning."""
        tags, starts, ends = self.tags.table, self.starts.tolist(), self.ends.tolist()
        codes, offsets = self.pos_codes.tolist(), self.offsets.tolist()
        for i, (low, high) in enumerate(pairwise(self.bounds.tolist())):
            at = offsets[i]
            yield [(starts[k] - at, ends[k] - at, tags[codes[k]]) for k in range(low, high)]

    def with_words(self, words: Iterable[list[Word]]) -> Words:
        """Return the same texts with other words, given as `by_text` yields them."""
        rows = [
            (at + start, at + end, self.tags[pos])
            for at, own in zip(self.offsets[:-1].tolist(), words, strict=True)
            for start, end, pos in own
        ]
        table: NDArray[np.int32] = np.array(rows, np.int32).reshape(-1, 3)
        starts, ends, codes = np.ascontiguousarray(table.T)
        return replace(self, starts=starts, ends=ends, pos_codes=codes)


def end_to_end(texts: Sequence[str]) -> tuple[str, Ints]:
    """Return texts with a line break behind each, and where each begins."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return "".join(f"{text}\n" for text in texts), bounds_of(lengths + 1)
