"""Finds all places of a query, filters and sorts them, and says what stands around them."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from components.concordance.concordance import (
    ArticlePlaces,
    Findings,
    Neighbour,
    SearchSettings,
)
from components.concordance.query import parse_query
from components.concordance.search import SearchTexts, SearchWords, find_counted, find_others
from components.entities import EntityIndex
from components.statistics import log_dice
from components.text import Article, Corpus, SentenceIndex, Spans, digest_of
from components.words import Tokens

_DAY = len("2026-10-12")
_SILENT_TAGS = ("x", "w")  # signs and blanks, which are no words


def search(
    texts: SearchTexts,
    settings: SearchSettings,
    *,
    words: SearchWords | None = None,
    index: EntityIndex | None = None,
) -> Findings:
    """Find all places of a query, those that count and those that do not.

    Args:
        texts: where to look.
        settings: what to look for, what to leave out, and in which order.
        words: the words of the texts; needed where the query is about words.
        index: the names; needed where the settings choose kinds.

    Returns:
        The places; none for an empty query.

    Raises:
        QueryError: the query makes no sense.
    """
    query = parse_query(settings.query)
    counted = find_counted(texts, query, words)
    uncounted = find_others(texts, query, counted, words)
    kept = [_filter(texts.corpus, spans, settings, index) for spans in (counted, uncounted)]
    left_out = len(counted) + len(uncounted) - sum(map(len, kept))
    return Findings(
        settings,
        _sort(texts, kept[0], settings),
        kept[1],
        left_out,
        texts.corpus.settings.copies,
        digest_of(
            "findings",
            texts.digest,
            settings,
            words.digest if words else "",
            index.digest if index else "",
        ),
    )


def neighbours(
    texts: SearchTexts,
    findings: Findings,
    tokens: Tokens,
    *,
    window: int = 5,
    min_count: int = 2,
    stop_words: Collection[str] = (),
) -> tuple[Neighbour, ...]:
    """Rank the words that stand near the places that count, in the same sentence.

    logDice = 14 + log2(2 f(xy) / (f(x) + f(y))), with f(x) the places, f(y) the uses of the word,
    f(xy) its uses within the window, each counted once, whichever of the three is fewest at most.
    Rychlý (2008), RASLAN.

    Args:
        texts: what was searched.
        findings: the places.
        tokens: the words of what counts.
        window: words to each side, signs not counted.
        min_count: fewest uses within the window.
        stop_words: norms that are no rows; they count as words of the window.

    Returns:
        The words, closest first, ties in order of the norm; none where no place has a neighbour.
    """
    spans, rows = findings.counted, tokens.tokens
    silent = np.array([tag in _SILENT_TAGS for tag in rows.tags], bool)
    words = np.flatnonzero(~silent[rows.pos_codes]) if len(silent) else np.zeros(0, np.int64)
    if not len(spans) or not len(words):
        return ()
    high = tokens.sentences.number_as(texts.counted.spans.ids).astype(np.int64) << 32
    keys = np.repeat(high, rows.counts) + rows.starts
    lengths = (rows.ends - rows.starts)[words]
    own = spans.articles.astype(np.int64) << 32
    starts, ends = keys[words], keys[words] + lengths
    first = np.searchsorted(ends, own + spans.starts, side="right")
    last = np.searchsorted(starts, own + spans.ends)
    sentence = rows.rows[words]
    at = sentence[np.minimum(first, len(words) - 1)]
    sides = []
    for step in (*range(-window, 0), *range(window)):
        place = first + step if step < 0 else last + step
        good = (place >= 0) & (place < len(words))
        good[good] &= sentence[place[good]] == at[good]
        sides.append(np.unique(place[good]))
    before = np.unique(np.concatenate(sides[:window]))
    after = np.setdiff1d(np.concatenate(sides[window:]), before)
    return _rank(texts.corpus, tokens, words, before, after, len(spans), min_count, stop_words)


def _rank(
    corpus: Corpus,
    tokens: Tokens,
    words: NDArray[np.int64],
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    n_places: int,
    min_count: int,
    stop_words: Collection[str],
) -> tuple[Neighbour, ...]:
    rows = tokens.tokens
    codes, size = rows.norm_codes[words], len(rows.norms)
    n_before, n_after = (np.bincount(codes[side], minlength=size) for side in (before, after))
    frequency = np.bincount(codes, minlength=size)
    first_of = np.zeros(size, np.int64)
    first_of[codes[::-1]] = words[::-1]  # the last one written, which is the first, stays
    found, articles = [], tokens.articles
    for code in np.flatnonzero(n_before + n_after >= max(1, min_count)).tolist():
        norm, uses = rows.norms[code], int(frequency[code])
        if norm in stop_words:
            continue
        near = int(n_before[code] + n_after[code])
        score = log_dice(min(near, n_places), n_places, uses)
        first = int(first_of[code])
        article = corpus.article(tokens.sentences.ids[int(articles[first])])
        word = article.text[rows.starts[first] : rows.ends[first]]
        pos = rows.tags[rows.pos_codes[first]]
        counts = (int(n_before[code]), int(n_after[code]), uses)
        found.append(Neighbour(word, norm, pos, *counts, round(score, 2)))
    found.sort(key=lambda word: (-word.log_dice, word.norm))
    return tuple(found)


def by_article(corpus: Corpus, findings: Findings) -> tuple[ArticlePlaces, ...]:
    """Return the articles that hold places, by day, undated ones last; then in reading order."""
    sides: list[dict[str, list[int]]] = []
    for spans in (findings.counted, findings.uncounted):
        own: dict[str, list[int]] = {}
        for row, article in enumerate(spans.articles.tolist()):
            own.setdefault(spans.ids[article], []).append(row)
        sides.append(own)
    found = []
    for article in corpus.articles:
        rows = [side.get(article.id, []) for side in sides]
        if any(rows):
            found.append(_places_in(article, findings, *rows))
    found.sort(key=lambda places: (places.published is None, places.published or ""))
    return tuple(found)


def _places_in(
    article: Article, findings: Findings, counted: list[int], uncounted: list[int]
) -> ArticlePlaces:
    return ArticlePlaces(
        article.id,
        article.title,
        article.published,
        article.outlet,
        len(article.text),
        tuple(sorted(findings.counted[row] for row in counted)),
        tuple(findings.uncounted[row] for row in uncounted),
    )


# --- filters and order ----------------------------------------------------------------------


def _filter(
    corpus: Corpus, spans: Spans, settings: SearchSettings, index: EntityIndex | None
) -> Spans:
    if not settings.filters or not len(spans):
        return spans
    chosen = np.array([_is_chosen(corpus.article(i), settings) for i in spans.ids], bool)
    kept = spans.take(np.flatnonzero(chosen[spans.articles]))
    if not settings.kinds or not len(kept):
        return kept
    if index is None:
        raise ValueError("kinds are chosen by names")
    sentences = SentenceIndex(index.sentences)
    named = np.zeros(len(index.sentences) + 1, bool)
    kinds = {entity.id: entity.kind for entity in index.entities}
    for kind in settings.kinds:
        mentions = index.mentions.of_entities(i for i, own in kinds.items() if own == kind)
        has = np.zeros_like(named)
        has[sentences.numbers_of(mentions.spans)] = True
        named = has if kind == settings.kinds[0] else named & has
    named[-1] = False  # what stands in no sentence that counts names nobody
    return kept.take(np.flatnonzero(named[sentences.around(kept)]))


def _is_chosen(article: Article, settings: SearchSettings) -> bool:
    day = (article.published or "")[:_DAY]
    return (
        (not settings.articles or article.id in settings.articles)
        and (not settings.outlets or article.outlet in settings.outlets)
        and (not settings.since or day >= settings.since)
        and (not settings.until or "" < day <= settings.until)
    )


def _sort(texts: SearchTexts, spans: Spans, settings: SearchSettings) -> Spans:
    """Sort places by the folded text beside them, so that 臺 and 台 stand together."""
    if settings.order == "position" or not len(spans):
        return spans
    columns = (spans.articles.tolist(), spans.starts.tolist(), spans.ends.tolist())
    width, folded = settings.width, texts.folded
    rows = zip(*columns, strict=True)
    if settings.order == "after":
        keys = [folded[article][end : end + width] for article, _, end in rows]
    else:
        keys = [folded[article][max(0, start - width) : start][::-1] for article, start, _ in rows]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return spans.take(np.array(order, np.int64))
