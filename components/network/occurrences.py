"""Finds who stands where: names and words in units, and pairs of them within a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from components.entities import EntityIndex
from components.network.network import NetworkSettings, NodeKind, Unit
from components.text import (
    Corpus,
    Ints,
    Numbers,
    SentenceIndex,
    Spans,
)
from components.words import Tokens, WordTable, word_marks

_KEY_BITS = 63  # of a pair and its unit as one number
WORD = "w:"  # begins the id of a word, as of a name its kind does


class TextNeededError(ValueError):
    """The unit, or words among the names, cannot be counted without the texts and their words.

    Attributes:
        sentence: the text that tells it to the reader.
    """

    sentence = "network.text_needed"


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where the nodes that may be linked stand.

    Attributes:
        ids: ids of names and words, ascending.
        names: how each is written.
        kinds: what each is.
        spans: (n,), in reading order.
        codes: (n,), which of them stands there, into `ids`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[NodeKind, ...]
    spans: Spans
    codes: Numbers

    @property
    def counts(self) -> Numbers:
        """(n_ids,), how often each stands anywhere."""
        return np.bincount(self.codes, minlength=len(self.ids))


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Pairs that are together, with the places where they are.

    Attributes:
        sources: (n_pairs,), one of each, into the ids of `Occurrences`.
        targets: (n_pairs,), the other; greater than the source.
        counts: (n_pairs,), places of each.
        units: places pair by pair, in reading order, into `places`.
        places: where pairs are together.
    """

    sources: Numbers
    targets: Numbers
    counts: Numbers
    units: Numbers
    places: Spans


def units_of(index: EntityIndex, unit: Unit, corpus: Corpus | None = None) -> Spans:
    """Return the units in which names can be together, in reading order.

    An article or a paragraph is the stretch from its first to its last sentence that counts.
    Windows have no borders: what lies within reach is counted in sentences' words, and the
    sentences are returned.

    Args:
        index: names and the sentences they were looked for in.
        unit: which unit.
        corpus: the texts, needed for paragraphs: a line break ends one.

    Raises:
        TextNeededError: paragraphs are asked for without the texts.
    """
    sentences = index.sentences
    if unit in ("sentence", "window"):
        return sentences
    keys = sentences.articles.astype(np.int64)
    if unit == "paragraph":
        keys = keys << 32 | _paragraphs(sentences, corpus)
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    starts, ends = sentences.starts[first], sentences.ends[first]
    np.minimum.at(starts, inverse, sentences.starts)
    np.maximum.at(ends, inverse, sentences.ends)
    order = np.argsort(first)
    articles = sentences.articles[first]
    return Spans(sentences.ids, articles[order], starts[order], ends[order])


def find_occurrences(
    index: EntityIndex,
    settings: NetworkSettings,
    *,
    tokens: Tokens | None = None,
    table: WordTable | None = None,
) -> Occurrences:
    """Return where names stand, and words where the settings let them join.

    A word inside a name is part of the name; where no kind of names is chosen, it is a word.

    Args:
        index: names and their mentions.
        settings: whether words join or replace the names.
        tokens: the words and where they stand.
        table: the words that join.

    Raises:
        TextNeededError: words are asked for, but not given.
    """
    mentions = index.mentions if settings.kinds or not settings.words else index.mentions[:0]
    spans, codes = mentions.spans, mentions.entity_codes.astype(np.int64)
    ids: list[str] = list(mentions.ids)
    if settings.words:
        if tokens is None or table is None:
            raise TextNeededError("words")
        found, of = _words_in(tokens, table, mentions.spans)
        spans, codes = _merge(spans, codes, found, of + len(ids))
        ids += [WORD + row.norm for row in table.rows]
    named = {WORD + row.norm: row.word for row in table.rows} if table and settings.words else {}
    kinds: dict[str, NodeKind] = {entity.id: entity.kind for entity in index.entities}
    kinds |= dict.fromkeys(named, "word")
    named |= {entity.id: entity.name for entity in index.entities}
    order = sorted(range(len(ids)), key=ids.__getitem__)
    number = np.empty(len(ids), np.int64)
    number[order] = np.arange(len(ids))
    ranked = tuple(ids[i] for i in order)
    return Occurrences(
        ranked,
        tuple(named.get(id, "") for id in ranked),
        tuple(kinds.get(id, "word") for id in ranked),
        spans,
        number[codes],
    )


def pairs_in_units(units: Numbers, codes: Numbers, places: Spans, n_ids: int) -> Meetings:
    """Return all pairs that one unit names together; each pair once in a unit.

    Args:
        units: (n,), ascending.
        codes: (n,), who is named in it, ascending in a unit.
        places: the units.
        n_ids: how many may be named.
    """
    bits, more = _bits_of(n_ids), _bits_of(len(places))
    if 2 * bits + more > _KEY_BITS:
        first, second = (np.concatenate(part) for part in zip(*_step_through(units), strict=True))
        return _group(codes[first], codes[second], units[first], places, n_ids)
    one, other = codes << (bits + more) | units, codes << more
    keys = np.concatenate([one[i] | other[j] for i, j in _step_through(units)])
    return _group_keys(keys, bits, more, places)


def _step_through(units: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield who stands in a unit with whom: the next one, the one after that, and so on.

    Most units name few, so that the steps soon find nobody; it costs half of writing the
    pairs of each unit out.
    """
    i, step = np.flatnonzero(units[1:] == units[:-1]), 1
    while True:
        yield i, i + step
        if not len(i):
            return
        step += 1
        i = i[: np.searchsorted(i, len(units) - step)]
        i = i[units[i + step] == units[i]]


def pairs_in_windows(who: Occurrences, words: WordPlaces, chosen: Numbers, k: int) -> Meetings:
    """Return all pairs within stretches of at most `k` words; no two of a pair share a word.

    So a pair counts once for one place, and never more often than either is named. Taken are
    as many stretches as there can be: from the left, the one that ends first.

    Args:
        who: where nodes stand.
        words: the words each occurrence covers; see `number_words`.
        chosen: numbers of the occurrences that may be linked, in reading order.
        k: words of a window, at least 2.
    """
    codes, first, last = who.codes[chosen], words.first[chosen], words.last[chosen]
    previous, following = _same_before_and_after(codes)
    starts: list[Numbers] = []
    stops: list[Numbers] = []
    for step in range(1, k):
        i = np.arange(len(chosen) - step)
        near = last[i + step] - first[i] < k
        if not near.any():
            break
        i = i[near]
        j = i + step
        # No shorter stretch inside it holds both: neither is named again in between.
        tight = (codes[i] != codes[j]) & (following[i] > j) & (previous[j] < i)
        starts.append(i[tight])
        stops.append(j[tight])
    i, j = (np.concatenate(part) if part else np.zeros(0, np.int64) for part in (starts, stops))
    i, j = _disjoint(codes, i, j)
    spans, one, other = who.spans, chosen[i], chosen[j]
    places = Spans(spans.ids, spans.articles[one], spans.starts[one], spans.ends[other])
    low, high = np.minimum(codes[i], codes[j]), np.maximum(codes[i], codes[j])
    return _group(low, high, np.arange(len(i)), places, len(who.ids))


@dataclass(frozen=True, slots=True, eq=False)
class WordPlaces:
    """Which words each occurrence covers, numbered through the corpus.

    Attributes:
        first: (n,), number of its first word; -1 where it covers none.
        last: (n,), of its last.
        n_words: words of the corpus, punctuation left out.
    """

    first: Numbers
    last: Numbers
    n_words: int


def number_words(who: Occurrences, tokens: Tokens, corpus: Corpus, k: int) -> WordPlaces:
    """Number the words of the corpus so that no window of `k` reaches over what does not count.

    Between two articles, and where text between two sentences was left out, numbers jump.
    """
    rows = tokens.tokens
    marks = word_marks(rows.norms)[rows.norm_codes] if len(rows.norms) else np.zeros(0, bool)
    jumps = _breaks(tokens.sentences, corpus) * k
    numbers = np.cumsum(marks) + np.repeat(np.cumsum(jumps), rows.counts)
    words = np.flatnonzero(marks)
    spans = Spans(
        tokens.sentences.ids, tokens.articles[words], rows.starts[words], rows.ends[words]
    )
    articles = spans.articles.astype(np.int64) << 32
    keys, stops = articles + spans.starts, articles + spans.ends
    own = who.spans.number_as(spans.ids).astype(np.int64) << 32
    low = np.searchsorted(stops, own + who.spans.starts, side="right")
    high = np.searchsorted(keys, own + who.spans.ends) - 1
    covered = (own >= 0) & (low <= high)
    numbers = numbers[words]
    first = np.where(covered, numbers[np.where(covered, low, 0)] if len(words) else -1, -1)
    last = np.where(covered, numbers[np.where(covered, high, 0)] if len(words) else -1, -1)
    return WordPlaces(first, last, len(words))


def chance_units(n_words: int, k: int) -> float:
    """Return n of the four-field table for windows of `k` words: words / (2k - 2).

    A mention has 2k - 2 other words in reach, so of a and b mentions by chance a b (2k - 2) /
    words pairs stand in one window: as many as a b / n. Evert 2008, Corpora and collocations.
    """
    return n_words / (2 * k - 2)


def _paragraphs(sentences: Spans, corpus: Corpus | None) -> Numbers:
    """Return for each sentence how many line breaks of its article stand before it."""
    if corpus is None:
        raise TextNeededError("paragraph")
    breaks = [
        [match.start() for match in re.finditer("\n", corpus.article(article_id).text)]
        for article_id in sentences.ids
    ]
    keys = np.array([i << 32 | at for i, found in enumerate(breaks) for at in found], np.int64)
    own = sentences.articles.astype(np.int64) << 32
    before: Numbers = np.searchsorted(keys, own + sentences.starts) - np.searchsorted(keys, own)
    return before


def _breaks(sentences: Spans, corpus: Corpus) -> Numbers:
    """Tell of each sentence whether text that counts does not lead up to it."""
    same = sentences.articles[1:] == sentences.articles[:-1]
    gaps = np.flatnonzero(same & (sentences.starts[1:] > sentences.ends[:-1])) + 1
    texts = [corpus.article(article_id).text for article_id in sentences.ids]
    columns = (sentences.articles[gaps], sentences.ends[gaps - 1], sentences.starts[gaps])
    left_out = [
        not texts[article][end:start].isspace()
        for article, end, start in zip(*(c.tolist() for c in columns), strict=True)
    ]
    broken = np.concatenate(([False] * bool(len(sentences)), ~same)).astype(np.int64)
    broken[gaps[np.array(left_out, bool)]] = 1
    return broken


def _words_in(tokens: Tokens, table: WordTable, names: Spans) -> tuple[Spans, Numbers]:
    """Return where the words of a table stand outside names, and the row of each."""
    rows = tokens.tokens
    row_of = {row.norm: i for i, row in enumerate(table.rows)}
    wanted = np.array([row_of.get(norm, -1) for norm in rows.norms], np.int64)
    of = wanted[rows.norm_codes] if len(wanted) else np.zeros(0, np.int64)
    chosen = np.flatnonzero(of >= 0)
    spans = Spans(
        tokens.sentences.ids, tokens.articles[chosen], rows.starts[chosen], rows.ends[chosen]
    )
    free = SentenceIndex(names).around(spans) < 0
    return spans.take(np.flatnonzero(free)), of[chosen[free]]


def _merge(
    spans: Spans, codes: Numbers, others: Spans, other_codes: Numbers
) -> tuple[Spans, Numbers]:
    """Put occurrences of two sources into reading order."""
    ids = others.ids or spans.ids
    both = [spans.number_as(ids), others.articles]
    articles: Ints = np.concatenate(both).astype(np.int32)
    starts = np.concatenate((spans.starts, others.starts))
    ends = np.concatenate((spans.ends, others.ends))
    order = np.lexsort((starts, articles))
    merged = Spans(ids, articles, starts, ends).take(order)
    return merged, np.concatenate((codes, other_codes))[order]


def _same_before_and_after(codes: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each occurrence the one of the same node before it, and the one behind it.

    Where there is none: -1, and one past the last.
    """
    n = len(codes)
    before, behind = np.full(n, -1, np.int64), np.full(n, n, np.int64)
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero(codes[order[1:]] == codes[order[:-1]])
    before[order[same + 1]], behind[order[same]] = order[same], order[same + 1]
    return before, behind


def _disjoint(codes: Numbers, starts: Numbers, stops: Numbers) -> tuple[Numbers, Numbers]:
    """Leave out stretches of a pair that share an occurrence with the one taken before.

    Stretches that hold no shorter one touch only their neighbours, so of such a chain every
    other one is taken.
    """
    low = np.minimum(codes[starts], codes[stops])
    high = np.maximum(codes[starts], codes[stops])
    order = np.lexsort((starts, high, low))
    starts, stops, low, high = starts[order], stops[order], low[order], high[order]
    at = np.arange(len(starts))
    fresh = np.ones(len(starts), bool)
    fresh[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1]) | (starts[1:] != stops[:-1])
    chain = np.maximum.accumulate(np.where(fresh, at, 0)) if len(at) else at
    taken = (at - chain) % 2 == 0
    starts, stops = starts[taken], stops[taken]
    reading = np.lexsort((stops, starts))
    return starts[reading], stops[reading]


def _group(
    sources: Numbers, targets: Numbers, units: Numbers, places: Spans, n_ids: int
) -> Meetings:
    """Bring equal pairs together, and the places of each into order."""
    bits, more = _bits_of(n_ids), _bits_of(len(places))
    if 2 * bits + more <= _KEY_BITS:
        keys = (sources << bits | targets) << more | units
        return _group_keys(keys, bits, more, places)
    order = np.lexsort((units, targets, sources))
    sources, targets, units = sources[order], targets[order], units[order]
    fresh = np.ones(len(units), bool)
    fresh[1:] = (sources[1:] != sources[:-1]) | (targets[1:] != targets[:-1])
    begins = np.flatnonzero(fresh)
    counts = np.diff(np.append(begins, len(units)))
    return Meetings(sources[begins], targets[begins], counts, units, places)


def _group_keys(keys: Numbers, bits: int, more: int, places: Spans) -> Meetings:
    """Bring equal pairs together that are one number each: source, target and unit.

    Args:
        keys: (n,), in any order; it is sorted in its place.
        bits: of a source and of a target.
        more: of a unit.
        places: the units.
    """
    keys.sort()
    pairs = keys >> more
    fresh = np.ones(len(keys), bool)
    np.not_equal(pairs[1:], pairs[:-1], out=fresh[1:])
    begins = np.flatnonzero(fresh)
    own, units = pairs[begins], keys & ((1 << more) - 1)
    counts = np.diff(begins, append=len(keys))
    return Meetings(own >> bits, own & ((1 << bits) - 1), counts, units, places)


def _bits_of(n: int) -> int:
    """Return how many bits the numbers below n take."""
    return max(n - 1, 1).bit_length()
