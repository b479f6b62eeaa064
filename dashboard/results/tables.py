"""Turns the nouns of an analysis into columns of Parquet: one row for each thing a page shows.

What belongs together lies together: the places of a word, the mentions of a name, the evidence
of a link follow each other, and the row of the word, name or link tells where they begin. So a
page reads the rows that it shows, and no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from components import words
from components.duplicates import DuplicateReport, Group
from components.engine import DiskColumns
from components.entities import EntityIndex
from components.network import CooccurrenceNetwork
from components.stories import KINDS, Stories
from components.text import Corpus, Ints, Numbers, Span, Spans, bounds_of, distinct, period_of
from components.words import CONTENT, TokenRows, WordFilter, WordTable

if TYPE_CHECKING:
    import pyarrow as pa

MOST_EVIDENCE = 50  # places that are kept of a link; its count is that of all
MOST_FOLLOWED = 200  # names of which a trend is kept
_FEW_DAYS = 62  # a longer time is told by months


def article_tables(corpus: Corpus, *, rows: int) -> Iterator[pa.Table]:
    """Yield the articles, some at a time: their texts are the largest part of a result."""
    import pyarrow as pa

    for low in range(0, len(corpus.articles), rows):
        some = corpus.articles[low : low + rows]
        table = {
            "id": [a.id for a in some],
            "title": [a.title for a in some],
            "published": [a.published for a in some],
            "outlet": [a.outlet for a in some],
            "authors": [list(a.authors) for a in some],
            "place": [a.place for a in some],
            "source": [a.source for a in some],
            "encoding": [a.encoding for a in some],
            "counted": [list(chain.from_iterable(a.counted)) for a in some],
            "text": [a.text for a in some],
        }
        yield pa.table(table, schema=_article_schema())


def _article_schema() -> pa.Schema:
    import pyarrow as pa

    text = ("id", "title", "published", "outlet", "place", "source", "encoding", "text")
    kinds: dict[str, Any] = {name: pa.string() for name in text}
    kinds |= {"authors": pa.list_(pa.string()), "counted": pa.list_(pa.int32())}
    order = (*text[:4], "authors", *text[4:7], "counted", "text")
    return pa.schema([(name, kinds[name]) for name in order])


def word_tables(table: WordTable, stop: frozenset[str]) -> dict[str, pa.Table]:
    """Return the words, most frequent first; see `place_tables` for where each stands."""
    shown = WordFilter(families=CONTENT, min_length=2, stop_words=stop)
    counts = [row.count for row in table.rows]
    listed = {
        "word": [row.word for row in table.rows],
        "norm": [row.norm for row in table.rows],
        "pos": [row.pos for row in table.rows],
        "count": np.array(counts, np.int64),
        "articles": np.array([row.articles for row in table.rows], np.int64),
        "content": np.array([words.is_shown(row, shown) for row in table.rows], bool),
        "first": _firsts(counts),
    }
    return {
        "words": _table(listed),
        "word_rows": _look_up_table([row.norm for row in table.rows]),
    }


def place_tables(
    table: WordTable,
    parts: Iterable[tuple[Ints, TokenRows]],
    columns: DiskColumns,
    *,
    rows: int,
) -> Iterator[pa.Table]:
    """Yield where the words stand, word by word as the table has them, some at a time.

    The places of a large corpus are put in their order on disk: first all of them with the row
    that each will have, then the rows, a stretch after the other.

    Args:
        table: the words.
        parts: (n_tokens,), the number of the article of each token, and the tokens, part by part
            in reading order.
        columns: four columns.
        rows: how many are yielded together.
    """
    numbers = {row.norm: i for i, row in enumerate(table.rows)}
    free = _firsts([row.count for row in table.rows])  # the next row of each word
    for articles, tokens in parts:
        of_norm = np.array([numbers.get(norm, -1) for norm in tokens.norms], np.int64)
        own = of_norm[tokens.norm_codes]
        chosen = np.flatnonzero(own >= 0)
        chosen = chosen[np.argsort(own[chosen], kind="stable")]
        own = own[chosen]
        found, firsts, counts = np.unique(own, return_index=True, return_counts=True)
        row = free[own] + np.arange(len(own)) - np.repeat(firsts, counts)
        free[found] += counts
        columns.add(row, articles[chosen], tokens.starts[chosen], tokens.ends[chosen])
    for low in range(0, max(1, columns.length), rows):
        row, *places = columns.map()
        chosen = np.flatnonzero((row >= low) & (row < low + rows))
        order = row[chosen] - low
        made = {name: np.empty(len(chosen), np.int32) for name in ("article", "start", "end")}
        for column, place in zip(made.values(), places, strict=True):
            column[order] = place[chosen]
        yield _table(made)


def name_tables(ids: Sequence[str], index: EntityIndex) -> dict[str, pa.Table]:
    """Return the names, most mentioned first, and where each is mentioned."""
    mentions, numbers = index.mentions, {one.id: i for i, one in enumerate(index.entities)}
    rank = np.array([numbers.get(id, -1) for id in mentions.ids], np.int64)[mentions.entity_codes]
    chosen = np.argsort(rank, kind="stable")
    chosen = chosen[rank[chosen] >= 0]
    article = mentions.spans.number_as(ids)[chosen]
    counts = np.bincount(rank[chosen], minlength=len(numbers))
    held = distinct(rank[chosen] << 32 | article) >> 32
    listed = {
        "id": [one.id for one in index.entities],
        "name": [one.name for one in index.entities],
        "kind": [one.kind for one in index.entities],
        "aliases": _lists([list(one.aliases) for one in index.entities]),
        "count": counts,
        "articles": np.bincount(held, minlength=len(numbers)),
        "first": _firsts(counts),
    }
    places = {
        "article": article,
        "start": mentions.spans.starts[chosen],
        "end": mentions.spans.ends[chosen],
        "confidence": mentions.confidences[chosen],
    }
    return {
        "names": _table(listed),
        "name_rows": _look_up_table([one.id for one in index.entities]),
        "mentions": _table(places),
    }


def _look_up_table(keys: Sequence[str]) -> pa.Table:
    """Return keys in their order, with the row of each."""
    import pyarrow as pa

    rows = sorted(range(len(keys)), key=keys.__getitem__)
    kinds = pa.schema([("key", pa.string()), ("row", pa.int64())])
    return pa.table({"key": [keys[row] for row in rows], "row": rows}, schema=kinds)


def link_tables(
    ids: Sequence[str], index: EntityIndex, network: CooccurrenceNetwork
) -> dict[str, pa.Table]:
    """Return who appears with whom, strongest first, with some of the units that tell it."""
    edges, numbers = network.edges, {one.id: i for i, one in enumerate(index.entities)}
    rank = np.array([numbers.get(id, -1) for id in edges.ids], np.int64)
    counts = np.diff(edges.bounds)
    kept = np.minimum(counts, MOST_EVIDENCE)
    inside = np.arange(int(edges.bounds[-1])) - np.repeat(edges.bounds[:-1], counts)
    units = edges.units[inside < np.repeat(kept, counts)]
    listed = {
        "source": rank[edges.sources],
        "target": rank[edges.targets],
        "count": counts,
        "weight": edges.weights,
        "kept": kept,
        "first": _firsts(kept),
    }
    article = edges.places.number_as(ids)
    places = {
        "article": article[units],
        "start": edges.places.starts[units],
        "end": edges.places.ends[units],
    }
    return {"links": _table(listed), "link_places": _table(places)}


def copy_tables(ids: Sequence[str], report: DuplicateReport) -> dict[str, pa.Table]:
    """Return what stands more than once: whole articles, then passages that articles share."""
    groups = [*(("article", g) for g in report.groups), *(("passage", g) for g in report.shared)]
    members = [member for _, group in groups for member in group.members]
    counts = [len(group.members) for _, group in groups]
    listed = {
        "level": [level for level, _ in groups],
        "kind": [group.kind for _, group in groups],
        "count": np.array(counts, np.int64),
        "similarity": np.array([_least(group) for _, group in groups], np.float64),
        "first": _firsts(counts),
        **_places("kept_", ids, [group.kept for _, group in groups]),
    }
    copies = {
        **_places("", ids, [member.span for member in members]),
        "similarity": np.array([member.similarity for member in members], np.float64),
        "new": np.array([member.new for member in members], np.int64),
    }
    out = report.left_out
    left = {
        **_places("", ids, [one.span for one in out]),
        **_places("repeats_", ids, [one.repeats for one in out]),
        "similarity": np.array([one.similarity for one in out], np.float64),
    }
    return {"groups": _table(listed), "copies": _table(copies), "left_out": _table(left)}


def story_tables(ids: Sequence[str], stories: Stories) -> dict[str, pa.Table]:
    """Return the stories, the one with most articles first, and the articles of each."""
    number = {id: i for i, id in enumerate(ids)}
    own = np.array([number.get(id, -1) for id in stories.places.ids], np.int64)
    known = np.append(own, -1)  # of an article that has no parent
    counts = np.diff(stories.bounds)
    listed = {"id": list(stories.ids), "count": counts, "first": _firsts(counts)}
    articles = {
        "article": own[stories.members],
        "parent": known[stories.parents],
        "kind": [KINDS[kind] for kind in stories.kinds.tolist()],
        **{
            name: stories.counts[:, i]
            for i, name in enumerate(("new", "inherited", "edited", "shared"))
        },
        "credit": list(stories.credits),
    }
    return {"stories": _table(listed), "story_articles": _table(articles)}


def trend_table(corpus: Corpus, index: EntityIndex) -> pa.Table:
    """Return how many articles appeared, and how many name each of the first names, in time.

    `name` is the row of a name, -1 for all articles. Articles without a date are not in it.
    """
    days = [period_of(article.published, "day") for article in corpus.articles]
    months = len(set(filter(None, days))) > _FEW_DAYS
    periods = [day[:7] if months else day for day in days]
    told = sorted(set(filter(None, periods)))
    code = {period: i for i, period in enumerate(told)}
    of_article = np.array([code.get(period, -1) for period in periods], np.int64)
    counts: Counter[tuple[int, int]] = Counter()
    for period, n in zip(*np.unique(of_article, return_counts=True), strict=True):
        counts[-1, int(period)] = int(n)
    spans = index.mentions.spans
    rank = {one.id: i for i, one in enumerate(index.entities[:MOST_FOLLOWED])}
    own = np.array([rank.get(id, -1) for id in index.mentions.ids], np.int64)
    own = own[index.mentions.entity_codes]
    article = spans.number_as(tuple(a.id for a in corpus.articles))
    pairs = distinct(own[own >= 0] << 32 | article[own >= 0])
    cells = (pairs >> 32) * (len(told) + 1) + of_article[pairs & 0xFFFFFFFF]
    inside = of_article[pairs & 0xFFFFFFFF] >= 0
    for cell, n in zip(*np.unique(cells[inside], return_counts=True), strict=True):
        counts[int(cell) // (len(told) + 1), int(cell) % (len(told) + 1)] = int(n)
    ordered = sorted(key for key in counts if key[1] >= 0)
    return _table({
        "name": np.array([name for name, _ in ordered], np.int64),
        "period": [told[period] for _, period in ordered],
        "articles": np.array([counts[key] for key in ordered], np.int64),
    })  # fmt: skip


def _least(group: Group) -> float:
    return min((member.similarity for member in group.members), default=1.0)


def _places(prefix: str, ids: Sequence[str], spans: Iterable[Span]) -> dict[str, Ints]:
    own = Spans.of(spans)
    columns = (own.number_as(ids), own.starts, own.ends)
    return {f"{prefix}{n}": c for n, c in zip(("article", "start", "end"), columns, strict=True)}


def _firsts(counts: Any) -> Numbers:
    return bounds_of(counts)[:-1].astype(np.int64)


def _lists(values: list[list[str]]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.list_(pa.string()))


def _table(columns: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    made = {
        name: pa.array(values, pa.string()) if isinstance(values, list) else pa.array(values)
        for name, values in columns.items()
    }
    return pa.table(made)
