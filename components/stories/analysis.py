"""Finds stories in a corpus, and leaves wire copy out of what counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from components.duplicates import DuplicateReport
from components.stories.flashes import find_grown
from components.stories.lineage import (
    SentenceLineage,
    TextSource,
    find_sources,
    kind_number,
    trace_sentences,
)
from components.stories.matching import Cells, Held, make_cells, match_sentences
from components.stories.moments import Moments, read_moments
from components.stories.story import KINDS, STATES, Stories, StorySettings
from components.text import Article, Corpus, Numbers, Spans, bounds_of, digest_of, join_ranges

_WIRE = KINDS.index("wire")
_NAME = 8  # characters of the name of a story
_TAKEN = [STATES.index("inherited"), STATES.index("edited")]


def trace(
    corpus: Corpus, report: DuplicateReport, *, settings: StorySettings | None = None
) -> Stories:
    """Find the stories of a corpus, and in each who had which sentence first.

    A direction is claimed only where the printed times tell it: equal times, a day against an
    hour of that day and missing times tell nothing.

    Args:
        corpus: the corpus as it was read; whole texts are looked at.
        report: what `duplicates.find` gave for it.
        settings: what makes a story.

    Returns:
        The stories, that with most articles first; none where no two articles share text.
    """
    settings = settings or StorySettings()
    digest = digest_of("stories", corpus.digest, report.digest, settings)
    if len(corpus.articles) < 2 or not len(report.units):
        return Stories(settings=settings, digest=digest)
    moments = read_moments(article.published for article in corpus.articles)
    order = _rank(corpus.articles, moments)
    cells = make_cells(report, len(corpus.articles))
    grown = find_grown(report, cells, corpus.articles, moments, order)
    held, story = match_sentences(report, cells, grown, moments, order, settings)
    lineage = trace_sentences(cells, held, moments, order)
    members = _order_members(cells, story, order)
    sources = find_sources(
        corpus.articles, members.articles, cells, held, lineage, moments, order, settings
    )
    columns = _StoryColumns(report, cells, held, lineage, members, order, sources)
    return columns.put_together(corpus, settings, digest)


def leave_out_wire(corpus: Corpus, stories: Stories) -> Corpus:
    """Return the same texts without wire copy among what counts.

    Out go the articles whose dateline names an agency, and in all others the sentences that an
    agency's article certainly had before. Nothing is deleted: `counted` shrinks.

    Args:
        corpus: a corpus, with copies counted once or each time.
        stories: what `trace` gave for it.
    """
    from components.stories.datelines import find_credit

    gaps: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article in corpus.articles:
        if find_credit(article):
            gaps[article.id] = [(0, len(article.text))]
    for row in _wire_sentences(stories).tolist():
        span = stories.places[row]
        gaps[span.article_id].append((span.start, span.end))
    counted = {i: _cut(corpus.article(i).counted, sorted(out)) for i, out in gaps.items()}
    once = corpus.settings.copies.startswith("unique")
    return corpus.counting(counted, "unique_without_wire" if once else "all_without_wire")


def _wire_sentences(stories: Stories) -> Numbers:
    """Rows of sentences that stood in an agency's article before."""
    of_article = np.repeat(stories.kinds == _WIRE, np.diff(stories.sentence_bounds))
    taken = np.isin(stories.states, _TAKEN)
    wire_first = (stories.firsts >= 0) & of_article[stories.firsts]
    wire_source = (stories.sources >= 0) & of_article[stories.sources]
    return np.flatnonzero(taken & (wire_first | wire_source))


def _cut(
    stretches: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Cut gaps out of stretches; both half-open and ascending."""
    left: list[tuple[int, int]] = []
    for start, end in stretches:
        for low, high in gaps:
            if high <= start or low >= end:
                continue
            if low > start:
                left.append((start, low))
            start = max(start, high)
        if start < end:
            left.append((start, end))
    return tuple(left)


def _rank(articles: Sequence[Article], moments: Moments) -> Numbers:
    """(n_articles,), the rank of each in time; without a time last, equal ones by content."""

    def key(i: int) -> tuple[bool, int, int, int, str, str]:
        article = articles[i]
        when = int(moments.earliest[i]), int(moments.latest[i])
        return not known[i], *when, -len(article.text), article.text, article.id

    known = moments.known.tolist()
    ranks = np.empty(len(articles), np.int64)
    ranks[sorted(range(len(articles)), key=key)] = np.arange(len(articles))
    return ranks


class _Members(NamedTuple):
    """The articles of all stories: (n_members,) their numbers, (n_stories + 1,) bounds."""

    articles: Numbers
    bounds: Numbers


def _order_members(cells: Cells, story: Numbers, order: Numbers) -> _Members:
    """Put the stories in order, the largest first, and the articles of each in that of time."""
    sizes = np.bincount(story, minlength=len(story))
    letters = np.bincount(story, cells.lengths, minlength=len(story))
    inside = np.flatnonzero(sizes[story] > 1)
    own = story[inside]
    inside = inside[np.lexsort((order[inside], own, -letters[own], -sizes[own]))]
    own = story[inside]
    begins = np.flatnonzero(np.concatenate(([True], own[1:] != own[:-1])))[: len(own)]
    return _Members(inside, np.append(begins, len(inside)))


class _StoryColumns:
    """Puts what was found into the columns of `Stories`."""

    def __init__(
        self,
        report: DuplicateReport,
        cells: Cells,
        held: Held,
        lineage: SentenceLineage,
        members: _Members,
        order: Numbers,
        sources: Mapping[int, TextSource],
    ) -> None:
        self.report, self.cells, self.held, self.lineage = report, cells, held, lineage
        self.members, self.order, self.sources = members, order, sources
        units = report.units
        begins = np.searchsorted(units.articles, members.articles)
        counts = np.searchsorted(units.articles, members.articles, side="right") - begins
        chosen = join_ranges(begins, counts)
        own = cells.units[chosen] >= 0
        self.units = chosen[own]
        self.of_unit = cells.units[self.units]
        member = np.repeat(np.arange(len(members.articles)), counts)[own]
        self.counts_of = np.bincount(member, minlength=len(members.articles))
        self.rows = np.full(len(cells), -1, np.int64)  # the first row of each cell
        self.rows[self.of_unit[::-1]] = np.arange(len(self.units))[::-1]
        self.parents = np.full(len(cells.lengths), -1, np.int64)
        for article, source in sources.items():
            self.parents[article] = source.parent

    def put_together(self, corpus: Corpus, settings: StorySettings, digest: str) -> Stories:
        """Return the noun."""
        units, own = self.report.units, self.units
        places = Spans(
            tuple(article.id for article in corpus.articles),
            units.articles[own],
            units.starts[own],
            units.lasts[own],
        )
        source, likeness, from_parent = self._sources()
        states = self.lineage.states[self.of_unit]
        sizes = (units.ends - units.begins)[own]
        counts, taken = self._characters(states, sizes, from_parent[self.of_unit])
        bounds, holders = self._holders()
        chosen = [self.sources[article] for article in self.members.articles.tolist()]
        return Stories(
            ids=tuple(self._names(places.ids)),
            bounds=self.members.bounds.astype(np.int32),
            members=self.members.articles.astype(np.int32),
            parents=self.parents[self.members.articles].astype(np.int32),
            kinds=np.array([kind_number(source.kind) for source in chosen], np.int32),
            counts=counts,
            taken=taken,
            credits=tuple(source.credit for source in chosen),
            undecided=np.array([source.undecided for source in chosen], np.int32),
            sentence_bounds=bounds_of(self.counts_of),
            places=places,
            states=states.astype(np.int32),
            firsts=self._row_of(self.lineage.firsts)[self.of_unit].astype(np.int32),
            sources=self._row_of(source)[self.of_unit].astype(np.int32),
            similarity=likeness[self.of_unit],
            holder_bounds=bounds,
            holders=holders,
            settings=settings,
            digest=digest,
        )

    def _names(self, ids: Sequence[str]) -> list[str]:
        pairs = zip(self.members.bounds[:-1], self.members.bounds[1:], strict=True)
        named = ([ids[i] for i in self.members.articles[a:b].tolist()] for a, b in pairs)
        return [digest_of("story", *sorted(own))[:_NAME] for own in named]

    def _row_of(self, cells: Numbers) -> Numbers:
        return np.where(cells >= 0, self.rows[cells], -1)

    def _sources(self) -> tuple[Numbers, np.ndarray, np.ndarray]:
        """For each cell what it is compared with, how alike both are, whether the parent has it."""
        cells, held, lineage = self.cells, self.held, self.lineage
        source = np.full(len(cells), -1, np.int64)
        likeness = np.zeros(len(cells), np.float32)
        theirs, own = cells.articles[held.others], cells.articles[held.cells]
        is_parent = theirs == self.parents[own]
        is_first = held.others == lineage.firsts[held.cells]
        open_ = ~lineage.before & ~lineage.after
        # What is written last stays: of those whose order nobody knows the first by rank, then
        # what an earlier one has, then what the main source has.
        for marks in (open_, is_first, is_parent):
            rows = np.flatnonzero(marks)
            rows = rows[np.argsort(-self.order[theirs[rows]], kind="stable")]
            source[held.cells[rows]] = held.others[rows]
            likeness[held.cells[rows]] = held.similarity[rows]
        new = lineage.states == STATES.index("new")
        source[new], likeness[new] = -1, 0
        from_parent = np.zeros(len(cells), bool)
        from_parent[held.cells[is_parent]] = True
        return source, likeness, from_parent & ~new

    def _characters(
        self, states: Numbers, sizes: Numbers, from_parent: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Characters of each state, and those that the main source has, of each article."""
        n = len(self.members.articles)
        member = np.repeat(np.arange(n), self.counts_of)
        flat = np.bincount(member * len(STATES) + states, sizes, n * len(STATES))
        taken = np.bincount(member, sizes * from_parent, n)
        return flat.reshape(n, len(STATES)).astype(np.int32), taken.astype(np.int32)

    def _holders(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the holders of each row begin, and their rows, the earliest first."""
        cells, held = self.cells, self.held
        by_time = np.lexsort((self.order[cells.articles[held.others]], held.cells))
        others = self.rows[held.others[by_time]]
        counts = np.bincount(held.cells, minlength=len(cells))
        begins = np.cumsum(counts) - counts
        of_unit = counts[self.of_unit]
        rows = join_ranges(begins[self.of_unit], of_unit)
        return bounds_of(of_unit), others[rows].astype(np.int32)
