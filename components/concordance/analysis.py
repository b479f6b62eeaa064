"""Finds the lines and sentences that show a query or a span."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from components.concordance.concordance import (
    Concordance,
    Evidence,
    Line,
    Mark,
    Sentence,
)
from components.entities import EntityIndex
from components.text import Article, Corpus, Span, fold, split_sentences


def find(corpus: Corpus, query: str, *, limit: int = 200, width: int = 24) -> Concordance:
    """Find a text literally, in the stretches that count.

    繁 and 简, full and half width, capital and small letters are the same. Hits do not
    overlap: 哈哈 stands once in 哈哈哈.

    Args:
        corpus: where to look.
        query: what to look for; blanks around it do not matter.
        limit: lines to show at most; `total` counts all hits.
        width: characters before and after each hit.

    Returns:
        Lines in reading order; none for an empty query.
    """
    wanted = fold(query.strip())
    hits = list(_hits(corpus, wanted)) if wanted else []
    return replace(lines(corpus, hits, width=width, limit=limit), query=query.strip())


def find_uncounted(
    corpus: Corpus, queries: Sequence[str], *, limit: int = 200, width: int = 24
) -> Concordance:
    """Find texts where they stand and do not count: in copies and bylines, or across an edge.

    What `find` gives and what this gives are together every place of a query. Of several
    queries the places are put together, the longer text where two overlap.

    Args:
        corpus: where to look.
        queries: what to look for; empty ones are passed over.
        limit: lines to show at most; `total` counts all hits.
        width: characters before and after each hit.

    Returns:
        Lines in reading order; none where all text counts.
    """
    wanted = {fold(query.strip()) for query in queries} - {""}
    hits = list(_find_uncounted_hits(corpus, sorted(wanted, key=lambda w: (-len(w), w))))
    query = queries[0].strip() if queries else ""
    return replace(lines(corpus, hits, width=width, limit=limit), query=query)


def find_titles(corpus: Corpus, query: str) -> tuple[str, ...]:
    """Return the articles that have a text in their title and nowhere else, by id, in order.

    A table may hold titles beside its texts: what the library holds is found there too.
    """
    wanted = fold(query.strip())
    return tuple(
        article.id
        for article in corpus.articles
        if wanted and wanted in fold(article.title) and wanted not in fold(article.text)
    )


def lines(
    corpus: Corpus, spans: Iterable[Span], *, width: int = 24, limit: int = 200
) -> Concordance:
    """Show spans as key words in context, in the order given.

    Context stops at the end of a paragraph.

    Args:
        corpus: the corpus the spans point into.
        spans: what to show in the middle of each line.
        width: characters before and after, at most.
        limit: lines to show at most.
    """
    spans = spans if isinstance(spans, Sequence) else tuple(spans)
    return Concordance(tuple(_line(corpus, span, width) for span in spans[:limit]), len(spans))


def evidence(corpus: Corpus, units: Iterable[Span], marks: Iterable[Mark] = ()) -> Evidence:
    """Show the sentences of units, with the marks inside each.

    A unit of several sentences (an article) gives those that hold a mark. A sentence that
    stands several times is shown once with all its places.

    Args:
        corpus: the corpus the spans point into.
        units: sentences or longer stretches, in the order to be shown.
        marks: what to make visible; where two overlap, the first and longest wins.
    """
    board = _MarksByArticle(marks)
    shown: dict[tuple[str, tuple[tuple[int, int, str], ...]], list[Span]] = {}
    for unit in units:
        for span in _sentences_in(corpus, unit, board):
            shown.setdefault((corpus.text_of(span), board.within(span)), []).append(span)
    sentences = tuple(
        _sentence(corpus, text, inside, tuple(spans)) for (text, inside), spans in shown.items()
    )
    return Evidence(sentences, sum(len(sentence.places) for sentence in sentences))


def marks_of(index: EntityIndex, entity_ids: Iterable[str] | None = None) -> tuple[Mark, ...]:
    """Return a mark for every mention of some entities, or of all when None is given."""
    mentions = index.mentions if entity_ids is None else index.mentions.of_entities(entity_ids)
    kinds = {entity.id: entity.kind for entity in index.entities}
    return tuple(Mark(mention.span, kinds[mention.entity_id]) for mention in mentions)


def marks_in(
    index: EntityIndex, article: Article, *, kinds: Iterable[str], besides: Iterable[Mark] = ()
) -> tuple[Mark, ...]:
    """Return a mark for every name of some kinds in one article.

    Mentions are told where text counts; elsewhere the names known from there are marked.

    Args:
        index: who and what is named where.
        article: where to look.
        kinds: PER, LOC, ORG.
        besides: marks that matter more; a name that meets one of them is left out.
    """
    wanted, spans = frozenset(kinds), index.mentions.spans
    marks: tuple[Mark, ...] = ()
    if article.id in spans.ids:
        rows = np.flatnonzero(spans.articles == spans.ids.index(article.id))
        marks = marks_of(replace(index, mentions=index.mentions.take(rows)))
    marks = (*marks, *_known_names(index, article))
    free = _free_of([mark for mark in besides if mark.span.article_id == article.id], marks)
    return tuple(mark for mark in free if mark.kind in wanted)


def _known_names(index: EntityIndex, article: Article) -> Iterator[Mark]:
    """Yield the names that stand in text that does not count, the longest at each place."""
    kinds = {form: e.kind for e in index.entities for form in (*e.aliases, e.name)}
    lengths = sorted({len(form) for form in kinds if len(form) > 1}, reverse=True)
    for low, high in _free(article.counted, len(article.text)):
        at = low
        while at < high:
            forms = (article.text[at : at + n] for n in lengths if at + n <= high)
            found = next((form for form in forms if form in kinds), "")
            if found:
                yield Mark(Span(article.id, at, at + len(found)), kinds[found])
            at += max(len(found), 1)


def _free_of(taken: Iterable[Mark], marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks that meet none of those taken, all of one article."""
    edges = sorted((mark.span.start, mark.span.end) for mark in taken)
    starts = [start for start, _ in edges]
    reach = list(accumulate((end for _, end in edges), max))
    for mark in marks:
        before = bisect_left(starts, mark.span.end)
        if not before or reach[before - 1] <= mark.span.start:
            yield mark


def marks_within(marks: Iterable[Mark], window: Span) -> tuple[tuple[int, int, str], ...]:
    """Return the marks inside a stretch, relative to its start, cut so that none overlap.

    Args:
        marks: marks of any article, in any order.
        window: the stretch; a mark that reaches over its edge is cut there.
    """
    inside = [
        (max(mark.span.start, window.start), min(mark.span.end, window.end), mark.kind)
        for mark in marks
        if mark.span.article_id == window.article_id
        and mark.span.start < window.end
        and mark.span.end > window.start
    ]
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(inside, key=lambda m: (m[0], -m[1])):
        if not kept or start >= kept[-1][1] + window.start:
            kept.append((start - window.start, end - window.start, kind))
    return tuple(kept)


def _sentence(
    corpus: Corpus, text: str, inside: tuple[tuple[int, int, str], ...], places: tuple[Span, ...]
) -> Sentence:
    article = corpus.article(places[0].article_id)
    return Sentence(
        text, inside, places[0], article.title, places, article.published, article.outlet
    )


def _hits(corpus: Corpus, wanted: str) -> Iterator[Span]:
    for article in corpus.articles:
        folded = fold(article.text)
        for stretch in article.counted:
            for start, end in _within(folded, wanted, stretch):
                yield Span(article.id, start, end)


def _find_uncounted_hits(corpus: Corpus, wanted: Sequence[str]) -> Iterator[Span]:
    for article in corpus.articles:
        if not wanted or article.counted == ((0, len(article.text)),):
            continue
        folded = fold(article.text)
        taken: list[tuple[int, int]] = []  # hits so far, those that count among them
        uncounted: list[tuple[int, int]] = []
        for text in wanted:
            counted = [hit for stretch in article.counted for hit in _within(folded, text, stretch)]
            for start, end in _free(sorted({*taken, *counted}), len(folded)):
                uncounted += _within(folded, text, (start, end))
            taken = sorted({*taken, *counted, *uncounted})
        yield from (Span(article.id, start, end) for start, end in sorted(uncounted))


def _within(folded: str, wanted: str, stretch: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Hits inside a stretch of a text that do not overlap."""
    at = folded.find(wanted, *stretch)
    while at >= 0:
        yield at, at + len(wanted)
        at = folded.find(wanted, at + len(wanted), stretch[1])


def _free(taken: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """What lies between stretches that are sorted."""
    at = 0
    for start, end in taken:
        if start > at:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length


def _line(corpus: Corpus, span: Span, width: int) -> Line:
    text = corpus.article(span.article_id).text
    before = text[max(0, span.start - width) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + width].partition("\n")[0]
    return Line(before, text[span.start : span.end], after, span)


def _sentences_in(corpus: Corpus, unit: Span, board: _MarksByArticle) -> Iterator[Span]:
    text = corpus.article(unit.article_id).text
    found = [Span(unit.article_id, *at) for at in split_sentences(text, unit.start, unit.end)]
    if len(found) < 2:
        yield unit
        return
    yield from (span for span in found if board.within(span))


class _MarksByArticle:
    """Marks by article and place, so that each sentence looks only at those near it."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks: dict[str, list[Mark]] = defaultdict(list)
        self._longest = 0
        for mark in marks:
            self._marks[mark.span.article_id].append(mark)
            self._longest = max(self._longest, len(mark.span))
        for found in self._marks.values():
            found.sort()
        self._starts = {id: [m.span.start for m in found] for id, found in self._marks.items()}

    def within(self, span: Span) -> tuple[tuple[int, int, str], ...]:
        starts = self._starts.get(span.article_id, [])
        low = bisect_left(starts, span.start - self._longest)
        high = bisect_left(starts, span.end)
        return marks_within(self._marks.get(span.article_id, [])[low:high], span)
