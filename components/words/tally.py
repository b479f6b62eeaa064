"""Counts the words of some articles in columns of types, which are added up with those of others.

A count of a part of a corpus is small: one row for each different word, however often it stands
there. So the words of a large corpus are counted where they are cut, and only the counts meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from components.text import (
    Corpus,
    Ints,
    Numbering,
    Numbers,
    Spans,
    distinct,
    no_ints,
    number_spans,
)
from components.words.tokens import Row, Tokens


def _no_rows() -> Numbers:
    return np.zeros((0, 3), np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class WordTally:
    """How often each word of some articles is used; punctuation and blanks are no words.

    Attributes:
        norms: the different words, as they count.
        counts: (n_norms,), tokens of each.
        articles: (n_norms,), articles that hold each.
        forms: the different written forms.
        form_counts: (n, 3), number of a norm, of a form, and tokens of that norm in that form.
        tags: the different parts of speech.
        tag_counts: (n, 3), the same of norms and parts of speech.
        n_articles: articles that have a sentence.
    """

    norms: tuple[str, ...] = ()
    counts: Ints = field(default_factory=no_ints)
    articles: Ints = field(default_factory=no_ints)
    forms: tuple[str, ...] = ()
    form_counts: Numbers = field(default_factory=_no_rows)
    tags: tuple[str, ...] = ()
    tag_counts: Numbers = field(default_factory=_no_rows)
    n_articles: int = 0

    def rows(self) -> Iterator[Row]:
        """Yield a row for each word, with its commonest form and part of speech."""
        forms = choose_commonest(self.form_counts, self.forms)
        tags = choose_commonest(self.tag_counts, self.tags)
        numbers = zip(self.counts.tolist(), self.articles.tolist(), strict=True)
        for norm, (count, articles) in enumerate(numbers):
            yield Row(
                self.forms[forms[norm]], count, articles, self.tags[tags[norm]], self.norms[norm]
            )


def tally(corpus: Corpus, tokens: Tokens) -> WordTally:
    """Count the words of a corpus.

    Args:
        corpus: the texts the tokens were cut from.
        tokens: the words and where they stand.
    """
    rows = tokens.tokens
    chosen = np.flatnonzero(word_marks(rows.norms)[rows.norm_codes])
    used, codes = np.unique(rows.norm_codes[chosen], return_inverse=True)
    articles = tokens.articles[chosen]
    spans = Spans(tokens.sentences.ids, articles, rows.starts[chosen], rows.ends[chosen])
    forms, form_codes = number_spans(corpus, spans)
    held = distinct(codes.astype(np.int64) << 32 | articles) >> 32
    return WordTally(
        tuple(rows.norms[norm] for norm in used.tolist()),
        np.bincount(codes, minlength=len(used)).astype(np.int32),
        np.bincount(held, minlength=len(used)).astype(np.int32),
        forms,
        count_pairs(codes, form_codes),
        rows.tags,
        count_pairs(codes, rows.pos_codes[chosen]),
        tokens.sentences.n_articles,
    )


def add_up(tallies: Iterable[WordTally]) -> WordTally:
    """Add up what was counted in parts of a corpus that have no article in common."""
    norms, forms, tags = Numbering(), Numbering(), Numbering()
    counts, form_counts, tag_counts = ([_no_rows()] for _ in range(3))
    n_articles = 0
    for one in tallies:
        own = norms.codes(one.norms)
        counts.append(np.stack([own, one.counts, one.articles], axis=1).astype(np.int64))
        form_counts.append(_renumber(one.form_counts, own, forms.codes(one.forms)))
        tag_counts.append(_renumber(one.tag_counts, own, tags.codes(one.tags)))
        n_articles += one.n_articles
    rows = np.concatenate(counts)
    return WordTally(
        norms.table,
        _sum(rows[:, 0], rows[:, 1], len(norms)).astype(np.int32),
        _sum(rows[:, 0], rows[:, 2], len(norms)).astype(np.int32),
        forms.table,
        _add_rows(form_counts),
        tags.table,
        _add_rows(tag_counts),
        n_articles,
    )


def word_marks(norms: Iterable[str]) -> NDArray[np.bool_]:
    """Tell of each norm whether it counts as a word: it has a letter, digit or Han character."""
    return np.array([any(map(str.isalnum, norm)) for norm in norms], bool)


def count_pairs(owners: Numbers | Ints, items: Ints) -> Numbers:
    """Return (n, 3): each different pair of an owner and an item, and how often it stands there.

    Args:
        owners: (n,), numbers of what has items, once for each time.
        items: (n,), what it has.
    """
    pairs, counts = np.unique(owners.astype(np.int64) << 32 | items, return_counts=True)
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF, counts], axis=1)


def choose_commonest(counted: Numbers, names: Sequence[str]) -> dict[int, int]:
    """Map each owner to its most frequent item, the first by name of several.

    Args:
        counted: what `count_pairs` gives.
        names: of the items.
    """
    owner, item, counts = counted.T
    ranks = np.empty(len(names), np.int64)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    order = np.lexsort((ranks[item], -counts, owner))
    first = np.append([True] * bool(len(order)), np.diff(owner[order]) > 0)
    chosen = order[np.flatnonzero(first)]
    return dict(zip(owner[chosen].tolist(), item[chosen].tolist(), strict=True))


def _renumber(counted: Numbers, owners: Ints, items: Ints) -> Numbers:
    return np.stack([owners[counted[:, 0]], items[counted[:, 1]], counted[:, 2]], axis=1)


def _add_rows(parts: Sequence[Numbers]) -> Numbers:
    rows = np.concatenate(parts)
    pairs, which = np.unique(rows[:, 0] << 32 | rows[:, 1], return_inverse=True)
    sums = _sum(which, rows[:, 2], len(pairs))
    return np.stack([pairs >> 32, pairs & 0xFFFFFFFF, sums], axis=1)


def _sum(codes: Numbers, counts: Numbers, size: int) -> Numbers:
    """Add up counts by code; as whole numbers, for which floats would be too small one day."""
    sums = np.zeros(size, np.int64)
    np.add.at(sums, codes, counts)
    return sums
