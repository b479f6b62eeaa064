"""Lays two articles of a story side by side, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from rapidfuzz.distance import Levenshtein

from components.stories.story import Stories
from components.text import Corpus, Span, fold_letters

if TYPE_CHECKING:
    from components.entities import EntityIndex

ComparedState = Literal["same", "changed", "added", "cut"]

_NUMERALS = frozenset(fold_letters("0123456789〇零一二三四五六七八九十百千萬億兆兩半").text)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A sentence of one article beside the same one of another.

    Attributes:
        before: of the first article; several where they were merged, none where it was added.
        after: of the second article; None where it was cut.
        similarity: share of the letters in which both agree, in [0, 1].
        numbers: whether numerals differ.
        names: who and what is named in one of the two alone, each name once.
    """

    before: tuple[Span, ...]
    after: Span | None
    similarity: float = 0.0
    numbers: bool = False
    names: tuple[str, ...] = ()

    @property
    def state(self) -> ComparedState:
        """Whether it is the same, changed, added or cut."""
        if self.after is None:
            return "cut"
        if not self.before:
            return "added"
        return "same" if self.similarity == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles side by side, in the order of the second; what was cut at its old place."""

    rows: tuple[ComparedRow, ...] = ()

    def characters(self, state: ComparedState) -> int:
        """Characters of the second article in that state; of the first one those that were cut."""
        rows = (row for row in self.rows if row.state == state)
        return sum(len(span) for row in rows for span in ([row.after] if row.after else row.before))

    @property
    def changes(self) -> tuple[ComparedRow, ...]:
        """What was changed: numbers and names first, then the others in the order of the text."""
        changed = (row for row in self.rows if row.state == "changed")
        return tuple(sorted(changed, key=lambda row: not (row.numbers or row.names)))


def compare(
    corpus: Corpus,
    stories: Stories,
    one: str,
    two: str,
    *,
    index: EntityIndex | None = None,
) -> Comparison:
    """Compare two articles by what was found of their sentences; no other text is looked at.

    Args:
        corpus: the corpus as it was read.
        stories: what `trace` gave for it.
        one: id of the first article.
        two: id of the second one.
        index: who is named; without it no changed name is told.

    Returns:
        No row where one of them belongs to no story.
    """
    before, after = _rows_of(stories, one), _rows_of(stories, two)
    if not len(before) or not len(after):
        return Comparison()
    partners = _pair(stories, before, after)
    named = _NamesOfStory(corpus, index, _members_of(stories, int(after[0]))) if index else None
    rows: list[ComparedRow] = []
    taken = {row for found in partners.values() for row in found}
    left = [row for row in before.tolist() if row not in taken]
    for row in after.tolist():
        found = partners.get(row, [])
        while left and found and left[0] < found[0]:
            rows.append(ComparedRow((stories.places[left.pop(0)],), None))
        spans = tuple(stories.places[i] for i in found)
        rows.append(_compare_sentences(corpus, spans, stories.places[row], named))
    rows += (ComparedRow((stories.places[row],), None) for row in left)
    return Comparison(tuple(rows))


def _rows_of(stories: Stories, article_id: str) -> np.ndarray:
    """Rows of the sentences of an article."""
    ids = stories.places.ids
    number = ids.index(article_id) if article_id in ids else -1
    at = np.flatnonzero(stories.members == number)
    if not len(at):
        return np.zeros(0, np.int64)
    return np.arange(*stories.sentence_bounds[at[0] : at[0] + 2])


def _members_of(stories: Stories, row: int) -> frozenset[str]:
    """The articles of the story that a sentence belongs to."""
    article = np.searchsorted(stories.sentence_bounds, row, side="right") - 1
    number = int(np.searchsorted(stories.bounds, article, side="right")) - 1
    low, high = stories.bounds[number : number + 2].tolist()
    return frozenset(stories.places.ids[i] for i in stories.members[low:high].tolist())


def _pair(stories: Stories, before: np.ndarray, after: np.ndarray) -> dict[int, list[int]]:
    """For each row of the second article those of the first that it goes back to."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for rows, into, forward in ((after, before, True), (before, after, False)):
        low, high = int(into[0]), int(into[-1])
        for row in rows.tolist():
            a, b = stories.holder_bounds[row : row + 2].tolist()
            for holder in stories.holders[a:b].tolist():
                if low <= holder <= high:
                    pair = (row, holder) if forward else (holder, row)
                    found[pair[0]].add(pair[1])
    return {row: sorted(rows) for row, rows in found.items()}


def _compare_sentences(
    corpus: Corpus, before: Sequence[Span], after: Span, named: _NamesOfStory | None
) -> ComparedRow:
    if not before:
        return ComparedRow((), after)
    new = fold_letters(corpus.text_of(after)).text
    parts = [fold_letters(corpus.text_of(span)).text for span in before]
    if new in parts:  # a sentence that its article repeats
        return ComparedRow((before[parts.index(new)],), after, 1.0)
    old = "".join(parts)
    likeness = 1.0 if old == new else min(Levenshtein.normalized_similarity(old, new), 0.9999)
    names = tuple(named.between(old, new)) if named and old != new else ()
    return ComparedRow(tuple(before), after, round(likeness, 4), _numbers_differ(old, new), names)


def _numbers_differ(old: str, new: str) -> bool:
    changes = (code for code in Levenshtein.opcodes(old, new) if code.tag != "equal")
    return any(
        _NUMERALS & {*old[c.src_start : c.src_end], *new[c.dest_start : c.dest_end]}
        for c in changes
    )


class _NamesOfStory:
    """Who is named in a story: of copies one alone counts, so that two may lack their mentions."""

    def __init__(self, corpus: Corpus, index: EntityIndex, articles: frozenset[str]) -> None:
        spans = index.mentions.spans
        numbers = [i for i, own in enumerate(spans.ids) if own in articles]
        chosen = np.flatnonzero(np.isin(spans.articles, numbers))
        written = {corpus.text_of(span) for span in spans.take(chosen)}
        self._forms = {fold_letters(form).text: form for form in sorted(written)}

    def between(self, old: str, new: str) -> Iterator[str]:
        """Yield the names that only one of two sentences, folded, has."""
        for letters, form in self._forms.items():
            if letters and (letters in old) != (letters in new):
                yield form
