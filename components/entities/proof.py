"""Asks names of one character for proof: 許 in 許校長, 林 where 林佳龍 stands in the article.

One character is a word or a part of one nearly everywhere, whatever the net makes of it.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from components.entities.titles import is_addressed
from components.entities.vocabulary import ABBREVIATIONS
from components.lexicon import KINDS
from components.text import (
    Corpus,
    Ints,
    Numbers,
    Spans,
    distinct,
    fold,
    map_together,
    norm_of,
    number_spans,
)

_LONGEST = 24  # characters behind a name that are read
_PERSON, _PLACE = (KINDS.index(kind) for kind in ("PER", "LOC"))


def prove_short(corpus: Corpus, spans: Spans, kinds: Ints) -> Numbers:
    """Return the numbers of the names that stay: all but those of one character without proof.

    A person is proved by a title or a way of address that follows, or by a longer person's name
    in the article that begins or ends so; a place by the list of abbreviations; a body by a
    longer name of a body in the article that holds the character.

    Args:
        corpus: the texts.
        spans: where names stand.
        kinds: (n,), of each its kind, into `KINDS`.
    """
    short = np.flatnonzero(spans.ends - spans.starts == 1)
    longer = _longer_names(corpus, spans, kinds, short)
    kept = np.ones(len(spans), bool)
    for row in short.tolist():
        span, kind = spans[row], int(kinds[row])
        text = corpus.article(span.article_id).text
        letter = norm_of(text[span.start])
        others = longer[span.article_id, kind]
        if kind == _PERSON:
            following = text[span.end : span.end + _LONGEST]
            kept[row] = is_addressed(following) or any(
                name[0] == letter or name[-1] == letter for name in others
            )
        elif kind == _PLACE:
            kept[row] = letter in ABBREVIATIONS or any(letter in name for name in others)
        else:
            kept[row] = any(letter in name for name in others)
    return np.flatnonzero(kept)


def _longer_names(
    corpus: Corpus, spans: Spans, kinds: Ints, short: Numbers
) -> defaultdict[tuple[str, int], set[str]]:
    """Return the longer names of the articles that have short ones, folded, by kind."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    own = np.zeros(len(spans.ids), bool)
    own[spans.articles[short]] = True
    rows = np.flatnonzero(own[spans.articles] & (spans.ends - spans.starts > 1))
    longer = spans.take(rows)
    forms, codes = number_spans(corpus, longer)
    folded = map_together(fold, forms)
    places = longer.articles.astype(np.int64) * len(KINDS) + kinds[rows]
    for pair in distinct(places << 32 | codes).tolist():
        article, kind = divmod(pair >> 32, len(KINDS))
        found[spans.ids[article], kind].add(folded[pair & 0xFFFFFFFF])
    return found
