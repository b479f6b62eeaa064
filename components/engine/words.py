"""Cuts the words of a large corpus, keeps names whole in them and counts them, part by part.

No article's words depend on another's. So the words of the whole corpus never lie in memory at
once: as they are cut they go to disk, they are locked and counted a part at a time, and what
meets in one process are types, the different words, and not tokens.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from components import words
from components.engine.disk import DiskColumns
from components.engine.parts import KeptParts, name_part
from components.lexicon import Lexicon
from components.text import (
    Corpus,
    DifferentSentences,
    Ints,
    Numbering,
    Numbers,
    Spans,
    bounds_of,
    join_ranges,
)
from components.words import Names, SegmenterName, TokenRows, Tokens, WordTally

_LOCKED_TOGETHER = 5  # parts: locking is quick beside what is sent for it


@dataclass(frozen=True, slots=True)
class LockPart:
    """Some articles with their words and names.

    Attributes:
        corpus: the articles.
        tokens: their words as they were cut.
        names: their names.
        lexicon: the corrections that the words were cut with.
    """

    corpus: Corpus
    tokens: Tokens
    names: Names
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class WordPart:
    """The words of some articles, none across the border of a name.

    Attributes:
        tokens: a row for each sentence.
        tally: how often each word is used.
    """

    tokens: TokenRows = field(default_factory=TokenRows)
    tally: WordTally = field(default_factory=WordTally)


class CutWords:
    """The words of a corpus as they were cut, on disk.

    Attributes:
        sentences: the sentences that count, in reading order.
        plain: the words without any place: which segmenter cut them, and their digest.
    """

    def __init__(self, different: DifferentSentences, plain: Tokens, columns: DiskColumns) -> None:
        self.sentences, self.plain = different.sentences, plain
        self._which = different.which
        self._columns = columns
        self._norms, self._tags = Numbering(), Numbering()
        self._firsts = np.zeros(0, np.int64)  # where the words of each different sentence begin
        self._counts = np.zeros(0, np.int64)

    def fill(self, parts: Iterator[tuple[int, TokenRows]]) -> None:
        """Put on disk what each partition of the different sentences gave, in any order."""
        firsts: dict[int, Numbers] = {}
        counts: dict[int, Numbers] = {}
        for number, rows in parts:
            counts[number] = rows.counts.astype(np.int64)
            firsts[number] = self._columns.length + rows.bounds[:-1].astype(np.int64)
            norms, tags = self._norms.codes(rows.norms), self._tags.codes(rows.tags)
            own = norms[rows.norm_codes], tags[rows.pos_codes]
            self._columns.add(rows.starts, rows.ends, *own)
        if counts:
            self._firsts = np.concatenate([firsts[number] for number in range(len(firsts))])
            self._counts = np.concatenate([counts[number] for number in range(len(counts))])

    def take(self, low: int, high: int) -> TokenRows:
        """Return the words of some sentences in a row, where these stand."""
        own = self._which[low:high]
        chosen = join_ranges(self._firsts[own], self._counts[own])
        starts, ends, norm_codes, pos_codes = self._columns.take(chosen)
        bounds = bounds_of(self._counts[own])
        rows = TokenRows(
            bounds, starts, ends, norm_codes, pos_codes, self._norms.table, self._tags.table
        )
        return rows.keep(np.ones(len(starts), bool)).move(self.sentences.starts[low:high])


class LockedWords:
    """The words of a corpus, none across the border of a name, as parts that are kept on disk.

    Attributes:
        tally: how often each word is used.
        plain: the words without any place: which segmenter cut them, and their digest.
    """

    def __init__(self, parts: KeptParts, cut: CutWords, names: Names) -> None:
        digest = words.name_lock(cut.plain.digest, names)
        self.plain = replace(cut.plain, digest=digest)
        self.tally = WordTally()
        self._sentences = cut.sentences
        self._parts = parts
        self._names: list[str] = []

    def make(self, cut: CutWords, corpus: Corpus, names: Names, lexicon: Lexicon) -> None:
        """Lock and count all parts that are not kept already."""
        runs = list(_cut_articles(corpus, self._parts.size * _LOCKED_TOGETHER))

        def name_parts() -> Iterator[tuple[str, LockPart]]:
            for part in _divide(corpus, cut, names, lexicon, runs):
                self._names.append(_name_part(part))
                yield self._names[-1], part

        made = self._parts.each_kept(lock_part, name_parts(), len(runs))
        self.tally = words.add_up(part.tally for _, part in made)

    def each(self) -> Iterator[tuple[Ints, TokenRows]]:
        """Yield (n_tokens,) the number of the article of each word, and the words, part by part.

        Raises:
            OSError: a part cannot be read any more.
        """
        low = 0
        for name in self._names:
            part = self._parts.find_kept(lock_part, name)
            if part is None:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            high = low + len(part.tokens)
            yield np.repeat(self._sentences.articles[low:high], part.tokens.counts), part.tokens
            low = high

    def join(self) -> Tokens:
        """Return all words at once: some 4 kB an article."""
        rows = TokenRows.concatenate([rows for _, rows in self.each()])
        return replace(self.plain, sentences=self._sentences, tokens=rows)


def cut_words(
    corpus: Corpus,
    *,
    segmenter: SegmenterName,
    lexicon: Lexicon,
    parts: KeptParts,
    columns: DiskColumns,
) -> CutWords:
    """Cut the sentences that count as `words.cut` does, and put their words on disk.

    Args:
        corpus: the texts.
        segmenter: what cuts.
        lexicon: the reader's words, formed or forbidden after cutting.
        parts: who does it, and keeps it.
        columns: four columns.

    Raises:
        SegmenterMissingError: the segmenter is not installed.
    """
    different = DifferentSentences(corpus)
    digest = words.name_cut(corpus, segmenter=segmenter, lexicon=lexicon)
    plain = Tokens(segmenter=segmenter, copies=corpus.settings.copies, digest=digest)
    cut = CutWords(different, plain, columns)
    verb = partial(words.cut_texts, segmenter=segmenter, lexicon=lexicon)
    cut.fill(parts.each_portion(verb, different))
    return cut


def lock_words(
    corpus: Corpus, cut: CutWords, names: Names, *, lexicon: Lexicon, parts: KeptParts
) -> LockedWords:
    """Lock and count words as `words.lock` and `words.count` do, part by part.

    Args:
        corpus: the texts the words were cut from.
        cut: their words.
        names: their names.
        lexicon: the corrections the words were cut with.
        parts: who does it, and keeps it.
    """
    locked = LockedWords(parts, cut, names)
    locked.make(cut, corpus, names, lexicon)
    return locked


def lock_part(part: LockPart) -> WordPart:
    """Lock the words of some articles, and count them."""
    locked = words.lock(part.corpus, part.tokens, part.names, lexicon=part.lexicon)
    return WordPart(locked.tokens, words.tally(part.corpus, locked))


def _divide(
    corpus: Corpus, cut: CutWords, names: Names, lexicon: Lexicon, runs: Iterable[tuple[int, int]]
) -> Iterator[LockPart]:
    """Yield runs of articles with their words and names."""
    ids = tuple(article.id for article in corpus.articles)
    held, named = cut.sentences.number_as(ids), names.names.spans.number_as(ids)
    by_article = np.argsort(named, kind="stable")
    named = named[by_article]
    for low, high in runs:
        first, last = np.searchsorted(held, (low, high)).tolist()
        sentences = _narrow(cut.sentences.take(np.arange(first, last)), ids, low, high)
        tokens = replace(cut.plain, sentences=sentences, tokens=cut.take(first, last))
        begin, end = np.searchsorted(named, (low, high)).tolist()
        rows = names.names.take(by_article[begin:end])
        met = replace(names, names=replace(rows, spans=_narrow(rows.spans, ids, low, high)))
        yield LockPart(
            Corpus(corpus.articles[low:high], digest=corpus.digest), tokens, met, lexicon
        )


def _name_part(part: LockPart) -> str:
    """Name a part by its texts and names; other articles of the corpus play no role."""
    names, lexicon = part.names.names, part.lexicon
    columns = (*_columns_of(names.spans), names.pos_codes, names.known)
    texts = ((article.text, article.counted) for article in part.corpus.articles)
    return name_part(
        lock_part,
        part.tokens.segmenter,
        lexicon.words,
        lexicon.forbidden,
        *(value for text in texts for value in text),
        *(column.tobytes() for column in columns),
    )


def _columns_of(spans: Spans) -> tuple[Ints, Ints, Ints]:
    return spans.articles, spans.starts, spans.ends


def _cut_articles(corpus: Corpus, size: int) -> Iterator[tuple[int, int]]:
    """Yield runs of articles of about so many characters."""
    low = length = 0
    for high, article in enumerate(corpus.articles, 1):
        length += len(article.text)
        if length >= size or high == len(corpus.articles):
            yield low, high
            low, length = high, 0


def _narrow(spans: Spans, ids: tuple[str, ...], low: int, high: int) -> Spans:
    """Return the spans of neighbouring articles with a table of these alone."""
    numbers = (spans.number_as(ids) - low).astype(np.int32)
    return Spans(ids[low:high], numbers, spans.starts, spans.ends)
