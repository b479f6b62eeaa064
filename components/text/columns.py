"""Keeps nouns in columns: numbers in arrays, strings once in a table, and a view on both.

Between two steps of an analysis nothing per sentence, word or mention is a Python object. A view
is a sequence of frozen nouns that makes each one when it is looked at, so that pages, reports and
tests read the words of the field. Steps that work through all of them read the arrays.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar, Self, TypeVar, overload

import numpy as np
import xxhash
from numpy.typing import ArrayLike, NDArray

from components.text.corpus import Corpus, Span
from components.text.folding import code_points
from components.text.sentences import split_sentences

T = TypeVar("T")
G = TypeVar("G", bound=np.generic)
Ints = NDArray[np.int32]
Numbers = NDArray[np.int64]
Rows = NDArray[np.integer[Any]]  # numbers of nouns


def no_ints() -> Ints:
    """Return an empty column."""
    return np.zeros(0, np.int32)


class Columns(Sequence[T]):
    """A sequence of nouns that lie in columns; equal to any sequence of equal nouns.

    Attributes:
        item: the type of one noun, by which the codec reads what older versions wrote.
    """

    __slots__ = ()
    item: ClassVar[Any]

    @classmethod
    @abstractmethod
    def of(cls, nouns: Iterable[T]) -> Self:
        """Put nouns into columns; columns are returned as they are."""

    @abstractmethod
    def take(self, rows: Rows) -> Self:
        """Return some of the nouns by their numbers, in the order of these."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __iter__(self) -> Iterator[T]: ...

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> T | Self:
        """Return one noun, or some of them in columns."""
        if isinstance(at, slice):
            return self.take(np.arange(len(self))[at])
        return self._one(range(len(self))[at])

    @abstractmethod
    def _one(self, number: int) -> T: ...

    def check(self) -> None:
        """Refuse columns that do not fit together, as a damaged file may give.

        Raises:
            ValueError: they do not.
        """

    def __eq__(self, other: object) -> bool:
        """Compare noun by noun; tables in which strings lie otherwise make no difference."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))


class Numbering(dict[str, int]):
    """Gives every different string the next number, from 0."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]

    def codes(self, texts: Iterable[str]) -> Ints:
        """Return the numbers of strings."""
        return np.fromiter(map(self.__getitem__, texts), np.int32)

    @property
    def table(self) -> tuple[str, ...]:
        """The strings by their numbers."""
        return tuple(self)


@dataclass(frozen=True, slots=True, eq=False)
class Spans(Columns[Span]):
    """Stretches of articles, in any order.

    Attributes:
        ids: ids of the articles.
        articles: (n,), number of the article of each, into `ids`.
        starts: (n,), first code point, in the article's joined text.
        ends: (n,), one past the last.
    """

    ids: tuple[str, ...] = ()
    articles: Ints = field(default_factory=no_ints)
    starts: Ints = field(default_factory=no_ints)
    ends: Ints = field(default_factory=no_ints)

    item: ClassVar[Any] = Span

    @classmethod
    def of(cls, nouns: Iterable[Span]) -> Self:
        """Put spans into columns."""
        if isinstance(nouns, cls):
            return nouns
        spans, numbers = list(nouns), Numbering()
        articles = numbers.codes(span.article_id for span in spans)
        places = np.array([(span.start, span.end) for span in spans], np.int32).reshape(-1, 2)
        return cls(numbers.table, articles, *np.ascontiguousarray(places.T))

    def take(self, rows: Rows) -> Self:
        """Return some of the spans by their numbers."""
        return type(self)(self.ids, self.articles[rows], self.starts[rows], self.ends[rows])

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Span]:
        columns = (self.articles.tolist(), self.starts.tolist(), self.ends.tolist())
        for article, start, end in zip(*columns, strict=True):
            yield Span(self.ids[article], start, end)

    def check(self) -> None:
        """Refuse columns that do not fit together."""
        n = len(self.starts)
        refuse_unless(
            are_codes(self.articles, n, len(self.ids)),
            are_codes(self.starts, n, 1 << 31),
            are_codes(self.ends, n, 1 << 31),
        )

    def _one(self, number: int) -> Span:
        article = self.ids[self.articles[number]]
        return Span(article, int(self.starts[number]), int(self.ends[number]))

    @property
    def n_articles(self) -> int:
        """Number of articles in which they stand."""
        return len(distinct(self.articles))

    def number_as(self, ids: Sequence[str]) -> Ints:
        """Return the article of each by its number in another table; -1 where it is not there."""
        if self.ids == ids:
            return self.articles
        number = {article_id: i for i, article_id in enumerate(ids)}
        return np.array([number.get(i, -1) for i in self.ids], np.int32)[self.articles]


def compact_codes(codes: Ints, table: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Return the codes and the table without strings that no code names."""
    used, numbers = np.unique(codes, return_inverse=True)
    return numbers.astype(np.int32), tuple(table[i] for i in used.tolist())


def refuse_unless(*sound: bool) -> None:
    """Refuse columns unless all these conditions hold.

    Raises:
        ValueError: it does not.
    """
    if not all(sound):
        raise ValueError("columns that do not fit together")


def are_codes(codes: NDArray[Any], n: int, size: int) -> bool:
    """Tell whether so many numbers name places in a table of some size."""
    inside = not len(codes) or (codes.min() >= 0 and codes.max() < size)
    return codes.shape == (n,) and codes.dtype.kind == "i" and bool(inside)


def are_bounds(bounds: NDArray[Any], n: int) -> bool:
    """Tell whether bounds divide so many numbers into rows."""
    whole = bounds.ndim == 1 and len(bounds) > 0 and bounds.dtype.kind == "i"
    return whole and bounds[0] == 0 and bounds[-1] == n and bool((np.diff(bounds) >= 0).all())


def sentences_in(corpus: Corpus) -> Spans:
    """Return the sentences that count, in reading order."""
    places = array("i")  # starts and ends in turn: pairs of a large corpus are a hundred bytes each
    counts = []
    for article in corpus.articles:
        before = len(places)
        for begin, stop in article.counted:
            places.extend(chain.from_iterable(split_sentences(article.text, begin, stop)))
        counts.append((len(places) - before) // 2)
    columns = np.array(places, np.int32).reshape(-1, 2).T
    articles = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    ids = tuple(article.id for article in corpus.articles)
    return Spans(ids, articles, *np.ascontiguousarray(columns))


def texts_of(corpus: Corpus, spans: Spans) -> Iterator[str]:
    """Yield the characters of spans."""
    texts = [corpus.article(article_id).text for article_id in spans.ids]
    columns = (spans.articles.tolist(), spans.starts.tolist(), spans.ends.tolist())
    for article, start, end in zip(*columns, strict=True):
        yield texts[article][start:end]


def number_texts(texts: Iterable[str]) -> tuple[tuple[str, ...], Ints]:
    """Return each different text once, and for each text which of them it is."""
    numbers = Numbering()
    which = numbers.codes(texts)
    return numbers.table, which


class DifferentSentences(Sequence[str]):
    """The different sentences that count in a corpus, in the order in which they first stand.

    Each is read where it stands when it is asked for, so that no text lies in memory twice.

    Attributes:
        sentences: all sentences that count, in reading order.
        which: (n_sentences,), which of the different ones each is.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.sentences = sentences_in(corpus)
        firsts, self.which = _first_of_each(texts_of(corpus, self.sentences))
        self._places = self.sentences.take(firsts)
        self._corpus = corpus

    @property
    def lengths(self) -> Ints:
        """(n,), characters of each."""
        return self._places.ends - self._places.starts

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Read one of them, or some."""
        if isinstance(at, slice):
            return list(texts_of(self._corpus, self._places[at]))
        return self._corpus.text_of(self._places[at])


def _first_of_each(texts: Iterable[str]) -> tuple[Numbers, Ints]:
    """Return where each different text first stands, ascending, and which of them each text is.

    Texts are told apart by 128 bits of a hash: two of a billion are the same by chance once in
    10 ** 20 corpora.
    """
    digests = b"".join(
        xxhash.xxh3_128_digest(text.encode("utf-8", "surrogatepass")) for text in texts
    )
    keys = np.frombuffer(digests, "<u8").reshape(-1, 2)
    order = np.lexsort((keys[:, 1], keys[:, 0]))  # stable: of equal ones the first stands first
    ordered = keys[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    firsts = order[fresh]
    ranks = np.empty(len(firsts), np.int32)
    ranks[np.argsort(firsts)] = np.arange(len(firsts), dtype=np.int32)
    which = np.empty(len(order), np.int32)
    which[order] = ranks[np.cumsum(fresh) - 1]
    return np.sort(firsts), which


def distinct(values: NDArray[G]) -> NDArray[G]:
    """Return the different values of an array, ascending; the array is read flat.

    `np.unique` puts them into a hash table, which two codes in one number fill badly: it takes
    up to forty times as long. It also loads the masked arrays on its first call, which takes
    longer than all else that is done for one article.
    """
    ordered = np.sort(values, axis=None)
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    found: NDArray[G] = ordered[first]
    return found


def number_spans(corpus: Corpus, spans: Spans) -> tuple[tuple[str, ...], Ints]:
    """Return each different text of spans once, as it first appears, and which each has."""
    texts = [corpus.article(article_id).text for article_id in spans.ids]
    return number_slices(texts, spans.articles, spans.starts, spans.ends)


def are_among(values: Numbers, known: Numbers) -> NDArray[np.bool_]:
    """Tell which numbers are among others, by sorting these; `np.isin` hashes as `np.unique`."""
    ordered = np.sort(known)
    at = np.searchsorted(ordered, values)
    found = at < len(ordered)
    found[found] = ordered[at[found]] == values[found]
    return found


_PACKED = 3  # characters of a slice that fit in one number, 21 bits each
_SLICES = 1 << 20  # slices numbered in one go


def number_slices(
    texts: Sequence[str], rows: Rows, starts: Ints, ends: Ints
) -> tuple[tuple[str, ...], Ints]:
    """Return each different slice of some texts once, as it first appears, and which each is.

    Words and names are short: those of up to three characters are told apart as numbers, all at
    once, and no string is made of them but one for each that is different.

    Args:
        texts: the texts.
        rows: (n,), the text of each slice; any order, quickest where they ascend.
        starts: (n,), first character of each, in its text.
        ends: (n,), one past the last.
    """
    numbers = Numbering()
    parts = []
    for at in range(0, len(starts), _SLICES):
        some = slice(at, at + _SLICES)
        parts.append(_number_some(texts, rows[some], starts[some], ends[some], numbers))
    return numbers.table, np.concatenate(parts) if parts else no_ints()


def _number_some(
    texts: Sequence[str], rows: Rows, starts: Ints, ends: Ints, numbers: Numbering
) -> Ints:
    used, rows = np.unique(rows, return_inverse=True)
    own = [texts[row] for row in used.tolist()]
    offsets = bounds_of([len(text) for text in own])[rows]
    text = "".join(own)
    begins, lengths = offsets + starts, ends - starts
    found = np.empty(len(begins), np.int64)
    short = lengths <= _PACKED
    keys, found[short] = np.unique(
        _pack(code_points(text), begins[short], lengths[short]), return_inverse=True
    )
    longer = Numbering()
    places = ((begins + lengths)[~short].tolist(), begins[~short].tolist())
    found[~short] = longer.codes(text[a:b] for b, a in zip(*places, strict=True)) + len(keys)
    first = np.empty(len(keys) + len(longer), np.int64)
    first[found[::-1]] = np.arange(len(found))[::-1]
    order = np.argsort(first)
    columns = (begins[first[order]].tolist(), lengths[first[order]].tolist())
    codes = np.empty(len(first), np.int32)
    codes[order] = numbers.codes(text[a : a + n] for a, n in zip(*columns, strict=True))
    return codes[found]


def _pack(points: NDArray[np.uint32], begins: Ints, lengths: Ints) -> NDArray[np.uint64]:
    """Return one number for each short slice, equal for equal ones."""
    keys = np.zeros(len(begins), np.uint64)
    for at in range(_PACKED):
        held = np.flatnonzero(lengths > at)
        characters = points[begins[held] + at].astype(np.uint64) + np.uint64(1)
        keys[held] |= characters << np.uint64(21 * at)
    return keys


def join_ranges(starts: ArrayLike, counts: ArrayLike) -> Numbers:
    """Return the numbers of several ranges end to end: from each start so many."""
    counts = np.asarray(counts, np.int64)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: Numbers = np.arange(total)
    found += np.repeat(np.asarray(starts, np.int64) - (ends - counts), counts)
    return found


def bounds_of(counts: ArrayLike) -> Ints:
    """Return (n + 1,), where each of some rows begins, from how much each holds."""
    return np.concatenate(([0], np.cumsum(np.asarray(counts, np.int64)))).astype(np.int32)
