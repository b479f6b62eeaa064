"""Links who speaks: together in an article, or one against the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from components.entities import EntityIndex
from components.network import CooccurrenceNetwork, Edge, Edges, NetworkSettings, Node
from components.quotations.cues import words_of
from components.quotations.quotation import Quotation, QuotationIndex
from components.text import Corpus, Span, Spans, digest_of, fold

Relation = Literal["together", "against"]
MOST_SPEAKERS = 30  # linked as speaking together; more are no picture
RELATIONS: tuple[Relation, ...] = ("together", "against")


def link_speakers(
    found: QuotationIndex, corpus: Corpus, index: EntityIndex, relation: Relation
) -> CooccurrenceNetwork:
    """Link those who are quoted.

    Args:
        found: the quotations.
        corpus: the texts.
        index: who is named; a speaker without a name is linked with nobody.
        relation: `together`, both are among the most quoted, and in one article; `against`, one
            names the other in what they say by a verb such as 批評, or answers them by one such as
            反駁.

    Returns:
        Nodes with their quotations counted, and edges whose evidence are quotations, one an
        article; the weight of an edge is their number.
    """
    by_article: defaultdict[str, list[Quotation]] = defaultdict(list)
    for quotation in found.quotations:
        by_article[quotation.span.article_id].append(quotation)
    pairs = _together(by_article) if relation == "together" else _against(by_article, corpus, index)
    most = {entity_id for entity_id, _ in _count(found).most_common(MOST_SPEAKERS)}
    evidence: defaultdict[tuple[str, str], dict[str, Span]] = defaultdict(dict)
    for one, other, span in pairs:
        if relation == "together" and not {one, other} <= most:
            continue
        evidence[min(one, other), max(one, other)].setdefault(span.article_id, span)
    edges = sorted(
        (Edge(*ends, float(len(own)), Spans.of(own.values())) for ends, own in evidence.items()),
        key=lambda edge: (-edge.count, edge.ends),
    )
    return CooccurrenceNetwork(
        _nodes(found, index, edges),
        Edges.of(edges),
        NetworkSettings(unit="article", measure="count", top_nodes=MOST_SPEAKERS),
        found.copies,
        n_units=len(corpus.articles),
        digest=digest_of("speakers", relation, found.digest, index.digest),
    )


def _count(found: QuotationIndex) -> Counter[str]:
    return Counter(q.entity_id for q in found.quotations if q.entity_id)


def _nodes(found: QuotationIndex, index: EntityIndex, edges: Sequence[Edge]) -> tuple[Node, ...]:
    counts = _count(found)
    places = {(q.entity_id, q.span.article_id) for q in found.quotations}
    articles = Counter(entity_id for entity_id, _ in places)
    linked = {end for edge in edges for end in edge.ends}
    nodes = (
        Node(e.id, e.name, e.kind, counts[e.id], max(1, articles[e.id]))
        for e in index.entities
        if e.id in linked
    )
    return tuple(sorted(nodes, key=lambda node: -node.count))


def _together(by_article: dict[str, list[Quotation]]) -> Iterator[tuple[str, str, Span]]:
    for rows in by_article.values():
        first = {row.entity_id: row.span for row in reversed(rows) if row.entity_id}
        for one, other in combinations(first, 2):
            yield one, other, min(first[one], first[other])


def _against(
    by_article: dict[str, list[Quotation]], corpus: Corpus, index: EntityIndex
) -> Iterator[tuple[str, str, Span]]:
    named = _NamedInside(index)
    for article_id, rows in by_article.items():
        text = corpus.article(article_id).text
        for before, row in zip([None, *rows], rows, strict=False):
            if not row.entity_id or fold(row.cue) not in words_of("against"):
                continue
            for other in named.inside(row.span) - {row.entity_id}:
                yield row.entity_id, other, row.span
            if before and _answers(text, before, row):
                yield row.entity_id, before.entity_id, row.span


class _NamedInside:
    """Looks up which people and bodies are named in a stretch."""

    def __init__(self, index: EntityIndex) -> None:
        places = {entity.id for entity in index.entities if entity.kind == "LOC"}
        self._named: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        spans, ids = index.mentions.spans, index.mentions.ids
        columns = (spans.articles, spans.starts, index.mentions.entity_codes)
        for article, start, code in zip(*(c.tolist() for c in columns), strict=True):
            if ids[code] not in places:
                self._named[spans.ids[article]].append((start, ids[code]))

    def inside(self, span: Span) -> set[str]:
        """Return the ids of those who are named in a stretch."""
        own = self._named[span.article_id]
        low, high = (bisect_left(own, (at, "")) for at in (span.start, span.end))
        return {entity_id for _, entity_id in own[low:high]}


def _answers(text: str, before: Quotation, row: Quotation) -> bool:
    near = "\n" not in text[before.span.end : row.span.start]
    other = before.entity_id not in ("", row.entity_id)
    return near and other and fold(row.cue) in words_of("answer")
