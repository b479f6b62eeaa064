"""Removes the texts from a share: all but the evidence becomes filler of the same length.

What stays: titles, dates, numbers, where copies stand, the words and names that are shown with
their places, and of each of these a few sentences. What goes: every other character, the texts
as they came, other encodings' previews, the names of files, rarer words and names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import numpy as np

from components import words
from components.difference import NetworkDifference
from components.duplicates import DuplicateReport
from components.network import WORD, CooccurrenceNetwork, Unit
from components.quotations import QuotationIndex, Quotations
from components.text import (
    Article,
    Corpus,
    SentenceIndex,
    Span,
    Spans,
    codec,
    digest_of,
    sentences_of,
    texts_of,
)
from components.words import Tokens
from dashboard.pipeline import Analysis
from dashboard.report.redacted_text import FILLER
from dashboard.sharing.contents import Drawings, SnapshotContents

N = TypeVar("N")

# Five sentences show how a word is used, and are a quotation and not the text; what one shows
# already serves the next: of 500 articles with 4,000 sentences 800 stay. A short text is all
# evidence, and stays whole.
EACH = 5
SHOWN = 200  # words and names, as many as the tables of a report list
LONGEST = 300  # characters of a sentence; text without a stop is no evidence, it is the text


def redact(made: SnapshotContents, analysis: Analysis) -> tuple[SnapshotContents, dict[str, str]]:
    """Return the nouns without texts, under other digests, and the new names of articles.

    Other digests, because what is kept by digest for the sender must never answer a reader.
    """
    listed = (analysis.content_words.rows[:SHOWN], analysis.table.rows[:SHOWN])
    norms = {row.norm for rows in listed for row in rows}
    ids = {entity.id for entity in analysis.index.entities[:SHOWN]}
    ids |= {node.id for graph in _pictures(made) for node in graph.nodes}
    norms |= {id.removeprefix(WORD) for id in ids if id.startswith(WORD)}
    entities = tuple(entity for entity in analysis.index.entities if entity.id in ids)
    kept = _evidence(made, analysis, norms, ids)
    names = _names(made.read)
    # Two shares of one analysis may show different sentences, so their names differ too.
    other = partial(digest_of, "without texts", *map(sorted, (kept, norms, ids)))
    mentions = made.index.mentions.of_entities(ids)
    rows = tuple(row for row in made.table.rows if row.norm in norms)
    counted = made.counted
    made = replace(
        made,
        read=_corpus(made.read, analysis, kept, names, digest=other(made.read.digest)),
        counted=replace(counted, digest=other(counted.digest)),
        report=_report(made.report, names, digest=other(made.report.digest)),
        stories=replace(made.stories, digest=other(made.stories.digest)),
        tokens=_tokens(
            made.tokens, analysis.counted, kept, norms, digest=other(made.tokens.digest)
        ),
        table=replace(made.table, rows=rows, digest=other(made.table.digest)),
        index=replace(
            made.index, entities=entities, mentions=mentions, digest=other(made.index.digest)
        ),
        drawings=_drawings(made, other),
        quotations=_quotations(made, analysis, kept, ids, digest=other(made.quotations.digest)),
        difference=_difference(made, names, other),
    )
    parts = ("report", "stories", "tokens", "index", "drawings", "quotations")
    return replace(made, **{p: _rename_articles(getattr(made, p), names) for p in parts}), names


class _Keeper:
    """Chooses sentences by their text, so that a copy never shows more than its original."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.kept: set[str] = set()

    def keep(self, spans: Iterable[Span]) -> None:
        """Keep a few of these sentences, first those that are kept already."""
        texts = list(dict.fromkeys(map(self._corpus.text_of, spans)))
        wanted = EACH - sum(text in self.kept for text in texts)
        short = (t for t in texts if len(t) <= LONGEST and t not in self.kept)
        self.kept.update(text for text, _ in zip(short, range(wanted), strict=False))


def _evidence(
    made: SnapshotContents, analysis: Analysis, norms: set[str], ids: set[str]
) -> set[str]:
    """Return the texts of the sentences that stay."""
    keeper = _Keeper(analysis.source)
    places = SentenceIndex(analysis.index.sentences)
    for graph in _pictures(made):
        for edge in graph.edges:
            keeper.keep(_inside(edge.evidence, graph.settings.unit, places))
    by_name: defaultdict[str, list[Span]] = defaultdict(list)
    mentions = made.index.mentions.of_entities(ids)
    numbers = places.numbers_of(mentions.spans).tolist()
    for mention, number in zip(mentions, numbers, strict=True):
        if number >= 0:
            by_name[mention.entity_id].append(places.sentences[number])
    of_words = SentenceIndex(made.tokens.sentences)
    by_word = words.places_of(made.tokens, sorted(norms))
    for spans in (*by_name.values(), *map(of_words.holding, by_word.values())):
        keeper.keep(spans)
    every = SentenceIndex(analysis.sentences)
    report = made.report
    copies = [p.copies[0] for p in report.passages]
    for span in [*copies, *(g.kept for g in (*report.groups, *report.shared))][:SHOWN]:
        keeper.keep(every.holding([span]))  # a copy is known by how it begins
    return keeper.kept


def _inside(units: Spans, unit: Unit, every: SentenceIndex) -> Iterator[Span]:
    """Yield sentences; those at both ends of longer units, none of a whole article."""
    if unit in ("paragraph", "window"):
        for span in units:
            last = replace(span, start=span.end - 1)
            yield from every.holding((span, last))
        return
    yield from (span for span in units if len(span) <= LONGEST)


def _names(corpus: Corpus) -> dict[str, str]:
    """Return a number for each article: its id tells a file's name."""
    width = len(str(len(corpus.articles)))
    return {a.id: f"{n:0{width}}" for n, a in enumerate(corpus.articles, 1)}


def _corpus(
    corpus: Corpus, analysis: Analysis, kept: set[str], names: dict[str, str], *, digest: str
) -> Corpus:
    counted = {article.id: article for article in analysis.counted.articles}
    every: defaultdict[str, list[Span]] = defaultdict(list)
    for span in analysis.sentences:
        every[span.article_id].append(span)
    articles = []
    for article in corpus.articles:
        spans = {*every[article.id], *sentences_of(counted[article.id])}
        places = sorted((s.start, s.end) for s in spans if article.text[s.start : s.end] in kept)
        articles.append(_article(article, _leave_gaps(article.text, places), names[article.id]))
    refusals = tuple(
        replace(refusal, source=f"#{n}", id=f"#{n}", detail=_numbers(refusal.detail))
        for n, refusal in enumerate(corpus.refusals, 1)
    )
    return Corpus(tuple(articles), refusals, corpus.settings, digest)


def _numbers(detail: Any) -> Any:
    """Return the details of a refusal without any names."""
    return tuple((key, value if isinstance(value, int) else "…") for key, value in detail)


def _article(article: Article, text: str, name: str) -> Article:
    empty = {"rivals": ()} if hasattr(article, "rivals") else {}
    return replace(article, id=name, text=text, raw="", source="", **empty)  # type: ignore[arg-type]


def _leave_gaps(text: str, places: Iterable[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in places:
        if end <= at:
            continue
        start = max(start, at)
        parts += [_LETTER.sub(FILLER, text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, _LETTER.sub(FILLER, text[at:])])


def _report(report: DuplicateReport, names: dict[str, str], *, digest: str) -> DuplicateReport:
    keep = tuple(names[id] for id in report.settings.keep if id in names)
    ids = tuple(names[id] for id in report.places.ids)
    return replace(
        report,
        places=replace(report.places, ids=ids),
        settings=replace(report.settings, keep=keep),
        digest=digest,
    )


def _tokens(
    tokens: Tokens, corpus: Corpus, kept: set[str], norms: set[str], *, digest: str
) -> Tokens:
    rows = tokens.tokens
    whole = np.array([text in kept for text in texts_of(corpus, tokens.sentences)], bool)
    shown = np.array([norm in norms for norm in rows.norms], bool)
    marks = np.repeat(whole, rows.counts) | shown[rows.norm_codes]
    return replace(tokens, tokens=rows.keep(marks), digest=digest)


def _quotations(
    made: SnapshotContents, analysis: Analysis, kept: set[str], ids: set[str], *, digest: str
) -> QuotationIndex:
    """Keep the quotations that stand in sentences that stay, by speakers that do."""
    rows, every = made.quotations.quotations, SentenceIndex(analysis.sentences)
    ends = Spans.of(Span(q.span.article_id, q.span.end - 1, q.span.end) for q in rows)
    whole = [
        min(first, last) >= 0
        and {analysis.source.text_of(every.sentences[n]) for n in (first, last)} <= kept
        for first, last in zip(every.numbers_of(rows.spans), every.numbers_of(ends), strict=True)
    ]
    known = [q.entity_id in ids or not q.entity_id for q in rows]
    chosen = np.flatnonzero(np.array(whole, bool) & np.array(known, bool))
    # In columns of their own, so that no name of another stays in their table.
    left = Quotations.of(list(rows.take(chosen)))
    return replace(made.quotations, quotations=left, digest=digest)


def _difference(
    made: SnapshotContents, names: dict[str, str], other: Callable[[str], str]
) -> NetworkDifference:
    """Keep a difference of a network that is drawn; sides that are files would tell their names."""
    found = made.difference
    drawn = any(graph.settings == found.network for graph in _pictures(made))
    if not drawn or found.settings.by == "file":
        return NetworkDifference()
    sides = tuple(replace(side, ids=tuple(names[id] for id in side.ids)) for side in found.sides)
    return replace(found, sides=sides, digest=other(found.digest))


def _pictures(made: SnapshotContents) -> list[CooccurrenceNetwork]:
    """Return the networks that are drawn; the one of all names stays with the sender."""
    return [n for n in made.drawings.networks if 0 < n.settings.top_nodes <= SHOWN]


def _drawings(made: SnapshotContents, other: Callable[[str], str]) -> Drawings:
    networks = tuple(replace(n, digest=other(n.digest)) for n in _pictures(made))
    layouts = tuple(replace(p, network=other(p.network)) for p in made.drawings.layouts)
    return replace(made.drawings, networks=networks, layouts=layouts)


def _rename_articles(noun: N, names: dict[str, str]) -> N:
    """Give articles their other names wherever a span points into them."""
    tree = codec.to_json(noun)
    _rename(tree["value"], names)
    return codec.from_json(tree, type(noun))


def _rename(tree: Any, names: dict[str, str]) -> None:
    if isinstance(tree, dict):
        if "article_id" in tree:
            tree["article_id"] = _rename_column(tree["article_id"], names)
        if {"ids", "articles", "starts"} <= tree.keys():  # spans in columns
            tree["ids"]["of"] = _rename_column(tree["ids"]["of"], names)
        for value in tree.values():
            _rename(value, names)
    elif isinstance(tree, list):
        for value in tree:
            if isinstance(value, dict | list):
                _rename(value, names)


def _rename_column(column: Any, names: dict[str, str]) -> Any:
    if isinstance(column, list):
        return [names[id] for id in column]
    return column | {"texts": [names[id] for id in column["texts"]]}


_LETTER = re.compile(r"[^\n]")
