"""Makes the card of a name: titles, first and last mention, timeline, partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np

from components.entities.card import NameCard, Partner, Sighting, TimelinePeriod
from components.entities.index import Entity, EntityIndex
from components.entities.titles import titles_of
from components.text import Corpus, Numbers, SentenceIndex, Span, Spans

_PARTNERS = 12
_DAY, _MONTH = len("2026-10-12"), len("2026-10")
_MOST_DAYS = 62  # beyond, a timeline has months
_MOST_MONTHS = 240
_FEWEST = 5  # mentions, and articles, for telling how evenly a name is spread
_SHORTEST_FORM = 2  # one letter in text that does not count may be any word


def make_card(
    index: EntityIndex, corpus: Corpus, entity_id: str, *, uncounted: Iterable[Span] = ()
) -> NameCard | None:
    """Put together what is known of an entity.

    Args:
        index: the names; what is counted are the mentions in it.
        corpus: the texts it was found in.
        entity_id: which entity.
        uncounted: where its written forms stand in text that does not count. First and last
            mention may be among them; inside a longer name they are another's, and one letter
            is nobody's.

    Returns:
        The card; None where the index does not have that entity.
    """
    entity = next((e for e in index.entities if e.id == entity_id), None)
    spans = index.mentions.of_entities((entity_id,)).spans
    if entity is None or not len(spans):
        return None
    sentences = SentenceIndex(index.sentences)
    numbers = sentences.numbers_of(spans)
    others = _own_places(index, corpus, entity, uncounted)
    ordered = _in_order(corpus, spans, others)
    timeline, undated = _timeline(corpus, spans)
    return NameCard(
        entity,
        len(spans),
        len(np.unique(numbers)),
        spans.n_articles,
        ordered[0],
        ordered[-1],
        titles_of(index, corpus, spans) if entity.kind == "PER" else (),
        timeline,
        undated,
        _partners(index, sentences, entity_id, numbers),
        find_spread(corpus, spans),
    )


def find_spread(corpus: Corpus, spans: Spans) -> float | None:
    """Return how unevenly mentions are spread over the articles: Gries' deviation of proportions.

    Half the sum over articles of |share of the mentions - share of the text that counts|, by
    what it is at most: 0 in proportion everywhere, 1 in the shortest article alone. Gries 2008,
    Lijffijt & Gries 2012, International Journal of Corpus Linguistics 13, 17.

    Returns:
        In [0, 1]; None for fewer than five mentions or articles, where nothing can be even.
    """
    sizes = {a.id: sum(end - start for start, end in a.counted) for a in corpus.articles}
    total, parts = sum(sizes.values()), sum(size > 0 for size in sizes.values())
    if len(spans) < _FEWEST or parts < _FEWEST:
        return None
    named = Counter(spans.ids[i] for i in spans.articles.tolist())
    dp = sum(abs(named[id] / len(spans) - size / total) for id, size in sizes.items()) / 2
    most = 1 - min(size for size in sizes.values() if size) / total
    return min(1.0, dp / most)


def _in_order(corpus: Corpus, spans: Spans, others: list[Span]) -> list[Sighting]:
    """Return the first mentions of all articles and the last ones, by time and place."""
    place = {article.id: i for i, article in enumerate(corpus.articles)}
    found = [(span, True) for span in spans] + [(span, False) for span in others]
    dated = [(s, c) for s, c in found if corpus.article(s.article_id).published]
    return [
        _sighting(corpus, span, counts)
        for span, counts in sorted(
            dated or found,
            key=lambda f: (
                corpus.article(f[0].article_id).published or "",
                place[f[0].article_id],
                f[0].start,
            ),
        )
    ]


def _sighting(corpus: Corpus, span: Span, counts: bool) -> Sighting:
    article = corpus.article(span.article_id)
    return Sighting(span, article.title, article.published, article.outlet, counts)


def _own_places(
    index: EntityIndex, corpus: Corpus, entity: Entity, uncounted: Iterable[Span]
) -> list[Span]:
    """Return the places that are not part of a longer name."""
    places = [span for span in uncounted if len(span) >= _SHORTEST_FORM]
    if not places:
        return []
    forms = {form for e in index.entities if e.id != entity.id for form in (e.name, *e.aliases)}
    own = {corpus.text_of(span) for span in places}
    longer = {
        form: [(other, other.find(form)) for other in forms if form in other and form != other]
        for form in own
    }
    return [
        span
        for span in places
        if not any(
            corpus.article(span.article_id).text.startswith(other, span.start - at)
            for other, at in longer[corpus.text_of(span)]
            if span.start >= at
        )
    ]


def _timeline(corpus: Corpus, spans: Spans) -> tuple[tuple[TimelinePeriod, ...], int]:
    days: Counter[str] = Counter()
    undated = 0
    counts = np.bincount(spans.articles, minlength=len(spans.ids)).tolist()
    for article_id, n in zip(spans.ids, counts, strict=True):
        published = (corpus.article(article_id).published or "") if n else ""
        if len(published) >= _DAY:
            days[published[:_DAY]] += n
        else:
            undated += n
    return _fill(days), undated


def _fill(days: Counter[str]) -> tuple[TimelinePeriod, ...]:
    """Return all days between, or months where there are too many."""
    if not days:
        return ()
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    if (last - first).days < _MOST_DAYS:
        steps = ((first + timedelta(i)).isoformat() for i in range((last - first).days + 1))
        return tuple(TimelinePeriod(day, days[day]) for day in steps)
    months: Counter[str] = Counter()
    for day, n in days.items():
        months[day[:_MONTH]] += n
    span = (last.year - first.year) * 12 + last.month - first.month
    if span > _MOST_MONTHS:  # a wrong year must not make a line of a thousand empty months
        return tuple(TimelinePeriod(month, months[month]) for month in sorted(months))
    ahead = (divmod(first.year * 12 + first.month - 1 + i, 12) for i in range(span + 1))
    names = (f"{year:04d}-{month + 1:02d}" for year, month in ahead)
    return tuple(TimelinePeriod(name, months[name]) for name in names)


def _partners(
    index: EntityIndex, sentences: SentenceIndex, entity_id: str, numbers: Numbers
) -> tuple[Partner, ...]:
    """Return those who are named in the same sentences, as the network by sentence counts."""
    mentions = index.mentions
    wanted = np.zeros(len(index.sentences) + 1, bool)
    wanted[numbers] = True
    wanted[-1] = False  # a mention outside of all sentences is with nobody
    at = sentences.numbers_of(mentions.spans)
    near = np.flatnonzero(wanted[at])
    pairs = np.unique(np.stack((at[near], mentions.entity_codes[near])), axis=1)
    counted = np.bincount(pairs[1], minlength=len(mentions.ids)).tolist()
    together = dict(zip(mentions.ids, counted, strict=True))
    others = [e for e in index.entities if e.id != entity_id and together.get(e.id)]
    others.sort(key=lambda e: -together[e.id])
    return tuple(Partner(e.id, e.name, e.kind, together[e.id]) for e in others[:_PARTNERS])
