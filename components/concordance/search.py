"""Searches texts that were folded once: for a text, a pattern, or words near each other.

A text is looked for in the stretches that count, a pattern in their sentences, one expression
over all of them at once. What does not count is searched in the same way and told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.concordance.query import Element, Query, compile_pattern
from components.lazy import lazy
from components.text import (
    Corpus,
    Ints,
    Numbers,
    Spans,
    bounds_of,
    digest_of,
    fold,
    sentences_in,
    split_sentences,
    texts_of,
)
from components.words import TokenRows, Tokens, word_marks

_ARTICLE = 32  # bits for the places of one article
_PLACE = (1 << _ARTICLE) - 1
Cut = Callable[[Sequence[str]], TokenRows]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Stretches of articles, folded, one behind the other with a line feed between them.

    Attributes:
        text: all of them.
        bounds: (n + 1,), where each begins in `text`; each ends one before the next begins.
        spans: where they stand.
        data: `text` in UTF-8.
        byte_bounds: (n + 1,), where each begins in `data`.
    """

    text: str
    bounds: Ints
    spans: Spans
    data: bytes
    byte_bounds: Ints

    @classmethod
    def of(cls, folded: Sequence[str], spans: Spans) -> Lines:
        """Put stretches of folded texts behind each other.

        Args:
            folded: the folded text of each article, by its number in `spans.ids`.
            spans: the stretches.
        """
        columns = (spans.articles.tolist(), spans.starts.tolist(), spans.ends.tolist())
        pieces = [folded[a][start:end] for a, start, end in zip(*columns, strict=True)]
        data = [piece.encode("utf-8", "surrogatepass") for piece in pieces]
        return cls(
            "\n".join(pieces),
            bounds_of([len(piece) + 1 for piece in pieces]),
            spans,
            b"\n".join(data),
            bounds_of([len(piece) + 1 for piece in data]),
        )

    def find_text(self, wanted: str) -> Spans:
        """Return where a text stands, inside one stretch each; places do not overlap."""
        return self._place(np.array(list(self._find(wanted)), np.int64), len(wanted))

    def _find(self, wanted: str) -> Iterator[int]:
        if "\n" not in wanted:
            return (match.start() for match in re.finditer(re.escape(wanted), self.text))
        return self._find_inside(wanted)

    def _find_inside(self, wanted: str) -> Iterator[int]:
        """Yield where a text with line feeds stands, and not where two stretches meet."""
        at = self.text.find(wanted)
        while at >= 0:
            line = int(np.searchsorted(self.bounds, at, side="right")) - 1
            inside = at + len(wanted) < self.bounds[line + 1]
            if inside:
                yield at
            at = self.text.find(wanted, at + (len(wanted) if inside else 1))

    def _place(self, starts: Numbers, length: int) -> Spans:
        rows = np.searchsorted(self.bounds, starts, side="right") - 1
        begins = (self.spans.starts[rows] + starts - self.bounds[rows]).astype(np.int32)
        return Spans(self.spans.ids, self.spans.articles[rows], begins, begins + np.int32(length))

    def find_pattern(self, pattern: str) -> Spans:
        """Return where a regular expression fits, each place inside one stretch, none empty."""
        compiled = compile_pattern(pattern)
        found = [match.span() for match in compiled.finditer(self.data)]
        places = np.array(found, np.int64).reshape(-1, 2)
        places = places[places[:, 0] < places[:, 1]]
        rows = np.searchsorted(self.byte_bounds, places[:, 0], side="right") - 1
        begins = self.byte_bounds[rows]
        columns = (begins.tolist(), places[:, 0].tolist(), places[:, 1].tolist())
        data = self.data
        ahead = np.array(
            [
                (_length(data[begin:start]), _length(data[start:end]))
                for begin, start, end in zip(*columns, strict=True)
            ],
            np.int32,
        ).reshape(-1, 2)
        starts = self.spans.starts[rows] + ahead[:, 0]
        return Spans(self.spans.ids, self.spans.articles[rows], starts, starts + ahead[:, 1])


def _length(data: bytes) -> int:
    return len(data.decode("utf-8", "surrogatepass"))


@dataclass(frozen=True, eq=False)
class SearchTexts:
    """A corpus made ready to be searched.

    A text is looked for without its sentences, which only patterns and words need.

    Attributes:
        corpus: the texts.
        folded: the folded text of each article.
        counted: the stretches that count.
        digest: names it, for caches.
    """

    corpus: Corpus
    folded: tuple[str, ...]
    counted: Lines
    digest: str

    @lazy
    def sentences(self) -> Lines:
        """The sentences that count."""
        return Lines.of(self.folded, sentences_in(self.corpus))

    @lazy
    def others(self) -> Lines:
        """The sentences of the whole texts that do not count whole."""
        places = list(_other_sentences(self.corpus))
        return Lines.of(self.folded, _spans(self.counted.spans.ids, places))


def prepare(corpus: Corpus) -> SearchTexts:
    """Make a corpus ready to be searched, so that each search reads folded text only."""
    folded = tuple(fold(article.text) for article in corpus.articles)
    ids = tuple(article.id for article in corpus.articles)
    stretches = [(i, start, end) for i, a in enumerate(corpus.articles) for start, end in a.counted]
    return SearchTexts(
        corpus,
        folded,
        Lines.of(folded, _spans(ids, stretches)),
        digest_of("search", corpus.digest),
    )


def _spans(ids: tuple[str, ...], places: Sequence[tuple[int, int, int]]) -> Spans:
    columns = np.array(places, np.int32).reshape(-1, 3)
    return Spans(ids, *np.ascontiguousarray(columns.T))


def _other_sentences(corpus: Corpus) -> Iterator[tuple[int, int, int]]:
    for i, article in enumerate(corpus.articles):
        if article.counted == ((0, len(article.text)),):
            continue
        for start, end in split_sentences(article.text):
            if not any(a <= start and end <= b for a, b in article.counted):
                yield i, start, end


# --- searching ------------------------------------------------------------------------------


def find_counted(texts: SearchTexts, query: Query, words: SearchWords | None = None) -> Spans:
    """Return the places of a query in what counts, in reading order, none overlapping another.

    Args:
        texts: where to look.
        query: what to look for.
        words: the words of the sentences; needed where the query is about words.
    """
    if not query.elements:
        return Spans()
    if not query.about_words:
        element = query.elements[0]
        if element.literal:
            return texts.counted.find_text(element.literal)
        return texts.sentences.find_pattern(element.pattern)
    if words is None:
        raise ValueError("a query about words needs the words of the text")
    return _match(words.counted, texts.sentences, query)


def find_others(
    texts: SearchTexts, query: Query, counted: Spans, words: SearchWords | None = None
) -> Spans:
    """Return the places of a query that do not count: in copies, bylines, across their edges.

    Args:
        texts: where to look.
        query: what to look for.
        counted: its places that count; what overlaps them is not told again.
        words: the words of the sentences; needed where the query is about words.
    """
    if not query.elements:
        return Spans()
    if query.is_literal:
        return _find_free(texts, query.elements[0].literal, counted)
    if query.about_words:
        if words is None:
            raise ValueError("a query about words needs the words of the text")
        found = _match(words.others, texts.others, query)
    else:
        found = texts.others.find_pattern(query.elements[0].pattern)
    return _drop_counting(texts, found, counted)


def _places(sentences: Lines, stretches: Lines, element: Element) -> Spans:
    if element.literal:
        return stretches.find_text(element.literal)
    return sentences.find_pattern(element.pattern)


def _find_free(texts: SearchTexts, wanted: str, counted: Spans) -> Spans:
    """Find a text in what lies between the places that count."""
    taken: dict[int, list[tuple[int, int]]] = {}
    whole = [a.counted == ((0, len(a.text)),) for a in texts.corpus.articles]
    counted = counted.take(np.flatnonzero(~np.array(whole, bool)[counted.articles]))
    columns = (counted.articles.tolist(), counted.starts.tolist(), counted.ends.tolist())
    for article, start, end in zip(*columns, strict=True):
        taken.setdefault(article, []).append((start, end))
    found: list[tuple[int, int, int]] = []
    for i, article in enumerate(texts.corpus.articles):
        if whole[i] or wanted not in texts.folded[i]:
            continue
        at = 0
        for start, end in [*sorted(taken.get(i, ())), (len(article.text),) * 2]:
            found += ((i, *place) for place in _within(texts.folded[i], wanted, at, start))
            at = max(at, end)
    return _spans(texts.counted.spans.ids, found)


def _within(folded: str, wanted: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = folded.find(wanted, start, end)
    while at >= 0:
        yield at, at + len(wanted)
        at = folded.find(wanted, at + len(wanted), end)


def _drop_counting(texts: SearchTexts, found: Spans, counted: Spans) -> Spans:
    """Leave out what lies in a stretch that counts or overlaps a place that does."""
    for others, whole in ((texts.counted.spans, True), (counted, False)):
        if not len(found) or not len(others):
            continue
        keys, own = _keys(others, others.starts), _keys(found, found.starts)
        ends = _keys(found, found.ends)
        order = np.argsort(keys, kind="stable")
        keys, stops = keys[order], _keys(others, others.ends)[order]
        before = np.maximum(np.searchsorted(keys, own, side="right") - 1, 0)
        covers = (keys[before] <= own) & (ends <= stops[before])
        if not whole:
            next_one = np.minimum(np.searchsorted(keys, own), len(keys) - 1)
            covers = ((keys[before] <= own) & (stops[before] > own)) | (
                (keys[next_one] >= own) & (keys[next_one] < ends)
            )
        found = found.take(np.flatnonzero(~covers))
    return found


def _keys(spans: Spans, places: Ints) -> Numbers:
    keys: Numbers = (spans.articles.astype(np.int64) << _ARTICLE) + places
    return keys


# --- words near each other ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class WordBoard:
    """Words by place.

    Attributes:
        keys: (n_tokens,), article and first character of each, ascending.
        ends: (n_tokens,), article and the character behind each.
        rows: (n_tokens,), the sentence of each.
        tag_codes: (n_tokens,), part of speech, into `tags`.
        tags: parts of speech.
        numbers: (n_tokens,), words up to each: signs between two words part them no further.
    """

    keys: Numbers
    ends: Numbers
    rows: Ints
    tag_codes: Ints
    tags: tuple[str, ...]
    numbers: Numbers

    @classmethod
    def of(cls, articles: Ints, tokens: TokenRows) -> WordBoard:
        """Take the words of sentences.

        Args:
            articles: (n_sentences,), the article of each, ascending.
            tokens: their words.
        """
        high = np.repeat(articles.astype(np.int64), tokens.counts) << _ARTICLE
        numbers = np.cumsum(word_marks(tokens.norms)[tokens.norm_codes], dtype=np.int64)
        return cls(high + tokens.starts, high + tokens.ends, tokens.rows, tokens.pos_codes,
                   tokens.tags, numbers)  # fmt: skip

    def mark_tagged(self, tags: Sequence[str]) -> NDArray[np.bool_]:
        """Return (n_tokens,), whether each has one of some parts of speech."""
        own = np.array([tag in tags for tag in self.tags], bool)
        return own[self.tag_codes] if len(own) else np.zeros(len(self.keys), bool)


@dataclass(frozen=True, slots=True, eq=False)
class SearchWords:
    """The words of a corpus made ready to be searched.

    Attributes:
        counted: of the sentences that count.
        others: of the sentences that do not count whole.
        digest: names it, for caches.
    """

    counted: WordBoard
    others: WordBoard
    digest: str


def prepare_words(texts: SearchTexts, tokens: Tokens, cut: Cut) -> SearchWords:
    """Make words ready to be searched.

    Most of what does not count repeats a sentence that does, and has its words; only the others
    are cut.

    Args:
        texts: where words are looked for.
        tokens: the words of the sentences that count.
        cut: cuts sentences.
    """
    ids = texts.counted.spans.ids
    counted = WordBoard.of(tokens.sentences.number_as(ids), tokens.tokens)
    others = texts.others.spans
    twin_of = {text: row for row, text in enumerate(texts_of(texts.corpus, tokens.sentences))}
    own = list(texts_of(texts.corpus, others))
    twins = np.array([twin_of.get(text, -1) for text in own], np.int64)
    known, new = np.flatnonzero(twins >= 0), np.flatnonzero(twins < 0)
    moved = tokens.tokens.take(twins[known]).move(
        others.starts[known] - tokens.sentences.starts[twins[known]]
    )
    fresh = cut([own[row] for row in new.tolist()]).move(others.starts[new])
    rows = TokenRows.concatenate([moved, fresh]).take(np.argsort(np.concatenate((known, new))))
    digest = digest_of("search words", texts.digest, tokens.digest)
    return SearchWords(counted, WordBoard.of(others.articles, rows), digest)


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """Places of one element: the first and the last word each touches, and its characters."""

    first: Numbers
    last: Numbers
    starts: Numbers
    ends: Numbers

    def take(self, rows: Numbers | NDArray[np.bool_]) -> _Hits:
        return _Hits(self.first[rows], self.last[rows], self.starts[rows], self.ends[rows])


def _hits_of(board: WordBoard, spans: Spans, element: Element) -> _Hits:
    """Return the places of an element among the words; an element of tags is any such word."""
    if not element.literal and not element.pattern:
        at = np.flatnonzero(board.mark_tagged(element.tags))
        return _Hits(at, at, board.keys[at], board.ends[at])
    starts, ends = _keys(spans, spans.starts), _keys(spans, spans.ends)
    first = np.searchsorted(board.ends, starts, side="right")
    last = np.searchsorted(board.keys, ends) - 1
    inside = (first <= last) & (first < len(board.keys))
    inside[inside] &= board.rows[first[inside]] == board.rows[last[inside]]
    hits = _Hits(first, last, starts, ends).take(inside)
    if not element.tags:
        return hits
    whole = (board.keys[hits.first] == hits.starts) & (board.ends[hits.first] == hits.ends)
    return hits.take(whole & board.mark_tagged(element.tags)[hits.first])


def _match(board: WordBoard, lines: Lines, query: Query) -> Spans:
    """Return where all elements of a query stand together, from the first to the last of them."""
    ids = lines.spans.ids
    if not len(board.keys):
        return Spans()
    chain = [_hits_of(board, _element_spans(lines, element), element) for element in query.elements]
    # From behind: only what can go on; then from the front, each with the nearest that can.
    for i in range(len(chain) - 2, -1, -1):
        partner = _nearest(board, chain[i], chain[i + 1], query.distances[i])
        chain[i] = chain[i].take(partner >= 0)
    own = chain[0]
    starts, ends, link = own.starts, own.ends, own
    for i, hits in enumerate(chain[1:]):
        link = hits.take(_nearest(board, link, hits, query.distances[i]))
        starts, ends = np.minimum(starts, link.starts), np.maximum(ends, link.ends)
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    new = np.ones(len(order), bool)
    new[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    starts, ends = starts[new], ends[new]
    columns = (starts >> _ARTICLE, starts & _PLACE, ends & _PLACE)
    return Spans(ids, *(column.astype(np.int32) for column in columns))


def _element_spans(lines: Lines, element: Element) -> Spans:
    if not element.literal and not element.pattern:
        return Spans(lines.spans.ids)
    return _places(lines, lines, element)


def _nearest(board: WordBoard, own: _Hits, others: _Hits, distance: int) -> Numbers:
    """Return for each place the nearest of others that is near enough, by number; else -1.

    At distance 0 that is one that begins behind it with nothing but blanks between. Of two that
    are as near the one behind is taken. No place is its own partner.
    """
    result = np.full(len(own.first), -1, np.int64)
    if not len(others.first) or not len(own.first):
        return result
    behind = np.searchsorted(others.first, own.last, side="right")
    reach = np.where(behind < len(others.first), behind, 0)
    # Next to each other is a matter of tokens, near each other one of words.
    number = board.numbers if distance else np.arange(len(board.keys))
    gap = number[others.first[reach]] - number[own.last]
    good = (behind < len(others.first)) & (gap <= max(1, distance))
    good &= board.rows[others.first[reach]] == board.rows[own.last]
    result[good] = reach[good]
    if not distance:
        return result
    before = np.searchsorted(others.last, own.first) - 1
    reach = np.maximum(before, 0)
    back = number[own.first] - number[others.last[reach]]
    near = (before >= 0) & (back <= distance)
    near &= board.rows[others.last[reach]] == board.rows[own.first]
    near &= (result < 0) | (back < gap)
    result[near] = reach[near]
    return result
