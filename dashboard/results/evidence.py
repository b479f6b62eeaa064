"""Finds in a result the sentences of what was clicked, and reads the articles of these alone.

A mark says what was clicked, as the marks of charts do: `w:` and a norm, `n:` and the id of a
name, `e:` and the ids of two; `d:` and the row of a group of copies, `s:` and that of a story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components.concordance import Mark
from components.network import CooccurrenceNetwork
from components.text import (
    Article,
    Corpus,
    SentenceIndex,
    Span,
    sentences_of,
    split_sentences,
)
from dashboard.results.folder import ResultFolder

MOST_PLACES = 40  # that one click shows; each reads the article it stands in


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """Where what was clicked stands.

    Attributes:
        title: what was clicked.
        corpus: the articles of the places that are shown, and no other.
        units: the sentences, or whole articles, in the order to be shown.
        marks: what to make visible in them.
        total: all places, shown or not.
    """

    title: str
    corpus: Corpus
    units: tuple[Span, ...]
    marks: tuple[Mark, ...]
    total: int


def find_places(result: ResultFolder, mark: str, *, first: int = 0) -> FoundPlaces | None:
    """Return where something stands; None where the result does not have it.

    Args:
        result: where to look.
        mark: what was clicked.
        first: number of the first place shown.
    """
    sign, _, value = mark.partition(":")
    finders = {
        "w": _find_word,
        "n": _find_name,
        "e": _find_pair,
        "d": _find_group,
        "s": _find_story,
    }
    return finders[sign](result, value, first) if sign in finders and value else None


def find_row(result: ResultFolder, table: str, column: str, value: str) -> int | None:
    """Return the row of a word by its norm, of a name by its id."""
    rows = {"words": "word_rows", "names": "name_rows"}[table]
    if result.has(rows):
        return result.row_of(rows, value)
    # A result of an earlier version: what is frequent is found soonest.
    every = enumerate(_column(result, table, column))
    return next((row for row, own in every if own == value), None)


def _column(result: ResultFolder, table: str, column: str) -> Iterator[Any]:
    step, first = 8_192, 0
    while rows := result.rows(table, first, step, (column,)):
        yield from (row[column] for row in rows)
        first += step


def _find_word(result: ResultFolder, norm: str, first: int) -> FoundPlaces | None:
    row = find_row(result, "words", "norm", norm)
    if row is None:
        return None
    [word] = result.rows("words", row, 1)
    return _in_sentences(result, word["word"], "word_places", word, first, "")


def _find_name(result: ResultFolder, id: str, first: int) -> FoundPlaces | None:
    row = find_row(result, "names", "id", id)
    if row is None:
        return None
    [name] = result.rows("names", row, 1)
    return _in_sentences(result, name["name"], "mentions", name, first, name["kind"])


def _in_sentences(
    result: ResultFolder, title: str, table: str, owner: Mapping[str, Any], first: int, kind: str
) -> FoundPlaces:
    wanted = max(0, min(MOST_PLACES, owner["count"] - first))
    places = result.rows(table, owner["first"] + first, wanted)
    articles = _articles(result, places)
    spans = [_span(articles, place) for place in places]
    marks = tuple(Mark(span, kind) for span in spans)
    sentences = SentenceIndex(s for own in articles.values() for s in sentences_of(own))
    units = tuple(sentences.holding(spans))
    return FoundPlaces(title, _corpus(articles), units, marks, owner["count"])


def _find_pair(result: ResultFolder, ids: str, first: int) -> FoundPlaces | None:
    """Read the units of a link of the network that is drawn."""
    network = result.noun("network", CooccurrenceNetwork)
    ends = frozenset(ids.split("|"))
    edges = network.edges
    of_ends = [{edges.ids[a], edges.ids[b]} for a, b in _ends_of(network)]
    row = next((i for i, own in enumerate(of_ends) if own == ends), None)
    if row is None:
        return None
    low, high = edges.bounds[row : row + 2].tolist()
    chosen = edges.units[low + first : min(high, low + first + MOST_PLACES)]
    spans = list(edges.places.take(chosen))
    names = [node.name for node in network.nodes if node.id in ends]
    # The table of ids has all articles in their order.
    numbers = edges.places.articles[chosen].tolist()
    articles = _articles(result, [{"article": number} for number in numbers])
    corpus = _corpus(articles)
    marks = [
        Mark(Span(unit.article_id, at, at + len(name)))
        for unit in spans
        for name in names
        for at in _places_in(corpus.text_of(unit), name, unit.start)
    ]
    return FoundPlaces(" — ".join(names), corpus, tuple(spans), tuple(marks), high - low)


def _ends_of(network: CooccurrenceNetwork) -> Iterator[tuple[int, int]]:
    return zip(network.edges.sources.tolist(), network.edges.targets.tolist(), strict=True)


def _find_group(result: ResultFolder, row: str, first: int) -> FoundPlaces | None:
    group = _row(result, "groups", row)
    if group is None:
        return None
    members = result.rows("copies", group["first"] + first, min(MOST_PLACES, group["count"]))
    members = members[: max(0, group["count"] - first)]
    articles = _articles(result, members)
    spans = [_span(articles, member) for member in members]
    units = tuple(_first_sentence(articles, span) for span in spans)
    kept = result.rows("articles", group["kept_article"], 1, ("title",))[0]["title"]
    return FoundPlaces(kept, _corpus(articles), units, (), group["count"])


def _find_story(result: ResultFolder, row: str, first: int) -> FoundPlaces | None:
    story = _row(result, "stories", row)
    if story is None:
        return None
    members = result.rows("story_articles", story["first"], story["count"], ("article",))
    shown = members[first : first + MOST_PLACES]
    articles = _articles(result, shown)
    whole = [Span(a.id, 0, len(a.text)) for m in shown if (a := articles[m["article"]])]
    units = tuple(_first_sentence(articles, span) for span in whole)
    title = articles[shown[0]["article"]].title if shown else ""
    return FoundPlaces(title, _corpus(articles), units, (), story["count"])


def _row(result: ResultFolder, table: str, row: str) -> dict[str, Any] | None:
    found = result.rows(table, int(row), 1) if row.isdecimal() and len(row) < 10 else []
    return found[0] if found else None


def _articles(result: ResultFolder, places: Iterable[Mapping[str, Any]]) -> dict[int, Article]:
    """Read the articles of places, by their numbers; neighbours are read together."""
    numbers = sorted({place["article"] for place in places})
    found: dict[int, Article] = {}
    low = 0
    for at, (one, other) in enumerate(pairwise([*numbers, -2]), 1):
        if other == one + 1:
            continue
        rows = result.rows("articles", numbers[low], at - low)
        found |= {n: _article(row) for n, row in zip(numbers[low:at], rows, strict=True)}
        low = at
    return found


def _article(row: Mapping[str, Any]) -> Article:
    counted = tuple(zip(row["counted"][::2], row["counted"][1::2], strict=True))
    return Article(
        id=row["id"], title=row["title"], text=row["text"], raw="", counted=counted,
        source=row["source"] or "", encoding=row["encoding"] or "", published=row["published"],
        outlet=row["outlet"], authors=tuple(row["authors"]), place=row["place"],
    )  # fmt: skip


def _corpus(articles: Mapping[int, Article]) -> Corpus:
    return Corpus(tuple(articles.values()))


def _span(articles: Mapping[int, Article], place: Mapping[str, Any]) -> Span:
    return Span(articles[place["article"]].id, place["start"], place["end"])


def _first_sentence(articles: Mapping[int, Article], span: Span) -> Span:
    text = next(a.text for a in articles.values() if a.id == span.article_id)
    low, high = next(split_sentences(text, span.start, span.end), (span.start, span.end))
    return Span(span.article_id, low, high)


def _places_in(text: str, name: str, offset: int) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield offset + at
        at = text.find(name, at + len(name))
