"""Decides who had a sentence first, and from where an article took most of its text.

Only what certainly came before can be a source. Where an article whose time is not known, or not
known well enough, explains a text better than any that certainly came before it, either may have
taken it from the other: then no source is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.stories.datelines import agency_of, find_credit, is_release
from components.stories.matching import MIN_SENTENCE, Cells, Held
from components.stories.moments import Flags, Moments
from components.stories.story import KINDS, STATES, StoryKind, StorySettings
from components.text import Article, Numbers

NEW, INHERITED, EDITED, SHARED = (
    STATES.index(state) for state in ("new", "inherited", "edited", "shared")
)
HELD = 0.5  # share of a sentence that others have before it is not new
_EDIT = 3.0  # letters that each edited sentence costs, beside those that differ
_DROP = 0.02  # part of the letters of a source that were left out, as a cost
_SPEECH = re.compile("「[^」]*」|『[^』]*』|“[^”]*”")
_MARGIN = 4.0  # letters by which costs must differ before that tells anything


@dataclass(frozen=True, slots=True, eq=False)
class SentenceLineage:
    """What is known of each different sentence of each article.

    Attributes:
        states: (n_cells,), number of the state in `STATES`.
        firsts: (n_cells,), the earliest earlier one; -1 for none.
        before: (n_held,), whether the other place certainly came before.
        after: (n_held,), whether it certainly came after.
    """

    states: Numbers
    firsts: Numbers
    before: Flags
    after: Flags


@dataclass(frozen=True, slots=True)
class TextSource:
    """Where an article took most from: number of that article, -1 for none; its kind, credit.

    `undecided` are the articles of unknown order that may be the source as well.
    """

    parent: int
    kind: StoryKind
    credit: str
    undecided: int = 0


def trace_sentences(cells: Cells, held: Held, moments: Moments, order: Numbers) -> SentenceLineage:
    """Decide for each sentence whether an earlier article has it, and which was the earliest."""
    own, other = cells.articles[held.cells], cells.articles[held.others]
    before, after = moments.are_before(other, own), moments.are_before(own, other)
    states = np.full(len(cells), NEW, np.int64)
    enough = (held.similarity >= HELD) | held.grown  # of a grown one the flash is a version
    for rows, state in (
        (enough & ~before & ~after, SHARED),
        (enough & before, EDITED),
        (held.equal & before, INHERITED),
    ):
        states[held.cells[rows]] = state
    firsts = np.full(len(cells), -1, np.int64)
    known = np.flatnonzero(enough & before)
    # The one that was certainly there earliest: no other is known to have come before it.
    keys = (order[other[known]], moments.latest[other[known]], held.cells[known])
    known = known[np.lexsort(keys)[::-1]]
    firsts[held.cells[known]] = held.others[known]  # of several the last one written stays
    return SentenceLineage(states, firsts, before, after)


def find_sources(
    articles: Sequence[Article],
    chosen: Numbers,
    cells: Cells,
    held: Held,
    lineage: SentenceLineage,
    moments: Moments,
    order: Numbers,
    settings: StorySettings,
) -> dict[int, TextSource]:
    """Find the main source and the kind of each article of a story.

    Args:
        articles: all of the corpus.
        chosen: numbers of those that belong to stories.
        cells: their sentences.
        held: where else these stand.
        lineage: which of them came before.
        moments: when the articles were published.
        order: (n_articles,), the rank of each in time.
        settings: what is a copy.
    """
    finder = _SourceFinder(articles, cells, held, lineage, moments, order, settings)
    return {article: finder.source_of(article) for article in chosen.tolist()}


class _SourceFinder:
    """What is asked again for each article."""

    def __init__(
        self,
        articles: Sequence[Article],
        cells: Cells,
        held: Held,
        lineage: SentenceLineage,
        moments: Moments,
        order: Numbers,
        settings: StorySettings,
    ) -> None:
        self.articles, self.cells, self.held, self.lineage = articles, cells, held, lineage
        self.moments, self.order, self.settings = moments, order, settings
        self.theirs = cells.articles[held.others]
        own = cells.articles[held.cells]
        self.bounds = np.searchsorted(own, np.arange(len(articles) + 1))
        n = len(articles)
        keys, numbers = np.unique(self.theirs * n + own, return_inverse=True)
        letters = cells.letters[held.cells] * held.similarity
        self.pair_keys, self.pair_letters = keys, np.bincount(numbers, letters, len(keys))

    def source_of(self, article: int) -> TextSource:
        """Return the main source of an article, its kind, and whom its dateline names."""
        low, high = self.bounds[article : article + 2].tolist()
        rows = np.arange(low, high)
        credit = find_credit(self.articles[article])
        table = _Table(self, rows)
        parent = self._parent_of(article, table, credit)
        if parent >= 0 and self._is_speech(article, rows[self.theirs[rows] == parent]):
            # Who hears the same words writes the same words: that makes nobody a source.
            return TextSource(-1, self._kind_of(article, rows, credit, speech=True), credit)
        undecided = sum(
            2 * self._taken_from(article, other) >= self._taken_from(article, parent)
            and self._may_be(article, other, credit)
            for other in filter(table.is_open, table.others if parent >= 0 else ())
        )
        return TextSource(parent, self._kind_of(article, rows, credit), credit, undecided)

    def _parent_of(self, article: int, table: _Table, credit: str) -> int:
        """Return the earlier article that explains the text best; -1 where that is not known."""
        earlier = [
            b for b in table.others if table.is_before(b) and self._may_be(article, b, credit)
        ]
        if not earlier:
            return -1
        best = min(earlier, key=lambda b: self._rank_source(article, table, b))
        open_ = filter(table.is_open, table.others)
        doubted = any(self._explains_better(article, table, b, best) for b in open_)
        return -1 if doubted else best

    def _rank_source(self, article: int, table: _Table, other: int) -> tuple[int, bool, int]:
        """Order earlier articles, the likeliest source first.

        Of those that explain a text equally well the last version of the same outlet is the
        likeliest, else the earliest: it had the text first.
        """
        own = self._same_outlet(article, other)
        rank = int(self.order[other])
        cost = self._cost(article, table, other, drop=0 if own else _DROP)
        return round(cost / _MARGIN), not own, -rank if own else rank

    def _explains_better(self, article: int, table: _Table, other: int, best: int) -> bool:
        """Tell whether an article of unknown order is the likelier source than the best one.

        It explains all that the best one does, and more; or as much, with less of it left out. Of
        an agency it is enough that it explains as much. Who goes on with a text of their own has
        what it says from there.
        """
        theirs, own = table.column(other), table.column(best)
        if not (theirs >= own).all():
            return False
        gain = float(((theirs - own) * table.letters).sum())
        if gain >= 1 or agency_of(self.articles[other].outlet):
            return True
        if self._same_outlet(article, best):
            return False
        return self._dropped_from(other, article) < self._dropped_from(best, article) - 1

    def _cost(self, article: int, table: _Table, other: int, *, drop: float) -> float:
        """Letters that have to be explained otherwise, if a text was taken from another."""
        column = table.column(other)[table.known]
        letters = table.letters[table.known]
        missing = float((letters * (1 - column)).sum())
        edited = _EDIT * int(((column > 0) & (column < 1)).sum())
        return missing + edited + drop * max(0.0, self._dropped_from(other, article))

    def _dropped_from(self, source: int, article: int) -> float:
        """Letters of the source that the article does not have."""
        return float(self.cells.lengths[source]) - self._taken_from(source, article)

    def _taken_from(self, source: int, article: int) -> float:
        """Letters of the source that the article has."""
        key = article * len(self.articles) + source
        at = int(np.searchsorted(self.pair_keys, key))
        known = at < len(self.pair_keys) and int(self.pair_keys[at]) == key
        return float(self.pair_letters[at]) if known else 0.0

    def _is_speech(self, article: int, rows: Numbers) -> bool:
        """Tell whether what two articles share is hardly more than what somebody said."""
        text, cells = self.articles[article].text, self.held.cells[rows]
        quoted = [found.span() for found in _SPEECH.finditer(text)]
        if not quoted:
            return False
        written = 0.0
        for cell, part in zip(cells.tolist(), self.held.similarity[rows].tolist(), strict=True):
            start, end = int(self.cells.starts[cell]), int(self.cells.ends[cell])
            said = (text[max(start, a) : min(end, b)] for a, b in quoted)
            letters = sum(map(str.isalnum, "".join(said)))
            written += max(0.0, part * int(self.cells.letters[cell]) - letters)
        return written < MIN_SENTENCE

    def _may_be(self, article: int, other: int, credit: str) -> bool:
        """Wire copy comes from its agency, or from an earlier version of the same outlet.

        What a desk compiled, 綜合報導, names no agency: it may come from any.
        """
        if not agency_of(credit) or credit == agency_of(self.articles[article].outlet):
            return True
        return agency_of(self.articles[other].outlet) == credit or self._same_outlet(article, other)

    def _same_outlet(self, one: int, other: int) -> bool:
        outlet = self.articles[one].outlet
        return bool(outlet) and outlet == self.articles[other].outlet

    def _kind_of(
        self, article: int, rows: Numbers, credit: str, *, speech: bool = False
    ) -> StoryKind:
        if is_release(self.articles[article]):
            return "release"
        if credit:
            return "wire"
        low, high = np.searchsorted(self.cells.articles, [article, article + 1]).tolist()
        states, letters = self.lineage.states[low:high], self.cells.letters[low:high]
        taken = (states == INHERITED) | (states == EDITED)
        taken[self._had_itself(article, rows) - low] = False
        if speech:
            taken[:] = False
        foreign, unsure = (int(letters[part].sum()) for part in (taken, states == SHARED))
        least = self.settings.copied * max(1, int(letters.sum()))
        if foreign >= least:
            return "copy"
        if foreign + unsure < least:
            return "original"
        return "common" if self._is_common(article, rows, unsure) else "unknown"

    def _had_itself(self, article: int, rows: Numbers) -> Numbers:
        """Sentences that an earlier article of the same outlet has: it goes on with its own."""
        own = np.array([self._same_outlet(article, b) for b in self.theirs[rows].tolist()], bool)
        found: Numbers = np.unique(self.held.cells[rows[own & self.lineage.before[rows]]])
        return found

    def _is_common(self, article: int, rows: Numbers, unsure: int) -> bool:
        """Tell whether others published the same in the same minute, so that none had it first."""
        others = self.theirs[rows]
        equal = self.moments.are_equal(np.full(len(others), article), others)
        foreign = np.array([not self._same_outlet(article, b) for b in others.tolist()], bool)
        cells = np.unique(self.held.cells[rows[equal & foreign]])
        shared = cells[self.lineage.states[cells] == SHARED]
        return 2 * int(self.cells.letters[shared].sum()) > unsure


class _Table:
    """Which sentences of one article which others have, and how much of each.

    Attributes:
        others: numbers of the other articles.
        letters: (n_sentences,), of each sentence that any other has.
        known: (n_sentences,), whether one that certainly came before has it.
    """

    def __init__(self, finder: _SourceFinder, rows: Numbers) -> None:
        held, lineage = finder.held, finder.lineage
        cells, self._row = np.unique(held.cells[rows], return_inverse=True)
        others, self._column = np.unique(finder.theirs[rows], return_inverse=True)
        self.others: list[int] = others.tolist()
        self._place = {other: i for i, other in enumerate(self.others)}
        self._shares = np.zeros((len(others), len(cells)), np.float32)
        self._shares[self._column, self._row] = held.similarity[rows]
        self.letters: NDArray[np.int64] = finder.cells.letters[cells]
        self.known = np.zeros(len(cells), bool)
        self.known[self._row[lineage.before[rows]]] = True
        self._before = np.zeros(len(others), bool)
        self._before[self._column] = lineage.before[rows]
        self._after = np.zeros(len(others), bool)
        self._after[self._column] = lineage.after[rows]

    def column(self, other: int) -> NDArray[np.float32]:
        """(n_sentences,), the share of each that another article has."""
        column: NDArray[np.float32] = self._shares[self._place[other]]
        return column

    def is_before(self, other: int) -> bool:
        """Tell whether another article certainly came before."""
        return bool(self._before[self._place[other]])

    def is_open(self, other: int) -> bool:
        """Tell whether nobody knows which of the two came first."""
        place = self._place[other]
        return not self._before[place] and not self._after[place]


def kind_number(kind: StoryKind) -> int:
    """Return the number of a kind, as columns hold it."""
    return KINDS.index(kind)
