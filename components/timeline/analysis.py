"""Counts articles by time and outlet, and tells apart those that only repeat others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from components.duplicates import DuplicateReport
from components.text import (
    Corpus,
    Period,
    choose_period,
    days_of,
    digest_of,
    group_articles,
    period_of,
    periods_between,
)
from components.timeline.timeline import OTHERS, Followed, OutletSeries, Timeline, Untimed

MOST_OUTLETS = 7  # with a colour of their own; the others share one
_COPIED = 0.5  # share of an article's text that stands in others


def lay(
    corpus: Corpus,
    report: DuplicateReport,
    *,
    by: Period | None = None,
    mentions: Followed | None = None,
) -> Timeline:
    """Count the articles of a corpus by period and outlet.

    Args:
        corpus: the articles as they were read.
        report: what is repeated among them; an empty one tells no copies.
        by: the length of a period; by default days up to 45 days from the first article to the
            last, weeks up to ten months, months up to ten years, else years.
        mentions: what a line is to be drawn of.
    """
    by = by or choose_period(article.published for article in corpus.articles)
    grouping = group_articles(corpus, by)
    digest = digest_of("timeline", corpus.digest, report.digest, by, mentions)
    made = Timeline(
        by, undated=len(grouping.without), n_articles=len(corpus.articles), digest=digest
    )
    if reason := _why_none(len(corpus.articles), len(grouping.groups)):
        return Timeline(
            by, undated=made.undated, n_articles=made.n_articles, untimed=reason, digest=digest
        )
    periods = periods_between(grouping.labels[0], grouping.labels[-1])
    places = {p: i for i, p in enumerate(periods)}
    at = {a.id: places[p] for a in corpus.articles if (p := period_of(a.published, by))}
    return Timeline(
        by,
        periods,
        tuple(_series(corpus, at, find_copies(corpus, report), len(periods))),
        mentions.name if mentions else "",
        _line(at, mentions, len(periods)),
        made.undated,
        made.n_articles,
        digest=digest,
    )


def find_copies(corpus: Corpus, report: DuplicateReport) -> frozenset[str]:
    """Return the articles of which more than half stands in another article that counts.

    What an article repeats of itself is neither here nor there: of a text pasted twelve times
    one copy is looked at.
    """
    own: Counter[str] = Counter({a.id: sum(e - s for s, e in a.counted) for a in corpus.articles})
    elsewhere: Counter[str] = Counter()
    for left in report.left_out:
        name = left.span.article_id
        if left.repeats.article_id == name:
            own[name] -= len(left.span)
        else:
            elsewhere[name] += len(left.span)
    return frozenset(name for name, n in elsewhere.items() if n > _COPIED * max(own[name], 1))


def _why_none(n_articles: int, n_periods: int) -> Untimed:
    if not n_articles:
        return "no_articles"
    return "no_dates" if not n_periods else "one_period" if n_periods == 1 else ""


def _series(
    corpus: Corpus, at: Mapping[str, int], copies: frozenset[str], n_periods: int
) -> Iterable[OutletSeries]:
    sizes = Counter(a.outlet or "" for a in corpus.articles if a.id in at)
    named = sorted((name for name in sizes if name), key=lambda name: (-sizes[name], name))
    coloured = named if len(named) <= MOST_OUTLETS + 1 else named[:MOST_OUTLETS]
    counts: defaultdict[tuple[str, bool], list[int]] = defaultdict(lambda: [0] * n_periods)
    for article in corpus.articles:
        if article.id in at:
            outlet = article.outlet or ""
            label = outlet if not outlet or outlet in coloured else OTHERS
            counts[label, article.id in copies][at[article.id]] += 1
    others = [label for label in (OTHERS, "") if {(label, True), (label, False)} & counts.keys()]
    for label in (*coloured, *others):
        yield OutletSeries(label, tuple(counts[label, False]), tuple(counts[label, True]))


def _line(at: Mapping[str, int], mentions: Followed | None, n_periods: int) -> tuple[int, ...]:
    if mentions is None:
        return ()
    counts = Counter(at[name] for name in mentions.articles if name in at)
    return tuple(counts[i] for i in range(n_periods))


def days_between(first: str, last: str) -> tuple[str, str]:
    """Return the first day of the one period and the last day of the other."""
    return days_of(min(first, last))[0], days_of(max(first, last))[1]
