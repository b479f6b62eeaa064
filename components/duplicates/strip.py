"""Computes the map of a corpus: stretch by stretch, what counts and what repeats it.

A row is an article; where there are too many of them it is a group, its articles side by side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from components.duplicates.report import DuplicateReport, LeftOut, join_repeated
from components.duplicates.versions import sort_by_time
from components.text import Corpus, Span

MOST_ROWS = 30  # higher than that a map is no longer seen at once
_MOST_MEMBERS = 200  # articles drawn side by side
_MOST_SEGMENTS = 400  # of one row, drawn one by one; a screen has no more pixels
_GAP = 120  # articles side by side are a part of so many of their row apart
SegmentState = Literal["unique", "kept", "copy"]
RowKind = Literal["articles", "groups"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article in the map.

    Attributes:
        span: where it stands.
        state: `unique` counts and stands nowhere else, `kept` counts and is repeated elsewhere,
            `copy` repeats what counts elsewhere.
        title: of its article.
        group: number of the group it belongs to, 0 the first; a copy belongs to the group of the
            article that it repeats; -1 for unique text.
        copies: of a kept stretch the times it stands in all, of one whose parts are repeated
            differently often the most; of a text pasted several times its copies; else 1.
        copy: number of the copy in a text pasted several times, 1 the first; else 0.
        origin: title of the article that a copy repeats.
        similarity: of a copy to what it repeats, in [0, 1].
        at: where it is drawn, in characters from the beginning of its row.
    """

    span: Span
    state: SegmentState
    title: str = ""
    group: int = -1
    copies: int = 1
    copy: int = 0
    origin: str = ""
    similarity: float = 1.0
    at: int = 0


@dataclass(frozen=True, slots=True)
class StripRow:
    """A row of the map.

    Attributes:
        article_id: the article; of a group the one whose sentences count first.
        title: of that article.
        length: characters of all its articles, and of the gaps between them.
        segments: they tile its articles, one article behind the other.
        articles: number of articles side by side.
    """

    article_id: str
    title: str
    length: int
    segments: tuple[Segment, ...]
    articles: int = 1


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Strip:
    """The map.

    Attributes:
        rows: groups first, then other articles that repeat something.
        not_shown: articles that are not drawn.
        repeating: those among them that repeat something, or are repeated.
        kind: whether a row is an article, or a group of them.
    """

    rows: tuple[StripRow, ...] = ()
    not_shown: int = 0
    repeating: int = 0
    kind: RowKind = "articles"

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in the order of the rows; a click names one by its place in here."""
        return tuple(segment for row in self.rows for segment in row.segments)


def strip_of(corpus: Corpus, report: DuplicateReport, *, limit: int = MOST_ROWS) -> Strip:
    """Make the map: a row an article, or a row a group where there are more articles than rows.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        limit: rows at most; what is repeated comes first, the largest groups before the others.
    """
    stretches = _Stretches(corpus, report)
    grouped = [sort_by_time(corpus, group) for group in report.groups]
    in_groups = {article for ids in grouped for article in ids}
    others = [
        article.id
        for article in corpus.articles
        if article.id not in in_groups and stretches.repeats_something(article.id)
    ]
    if len(corpus.articles) > limit:
        lines = [*grouped, *([article] for article in others)]
        shown = [ids[:_MOST_MEMBERS] for ids in lines[:limit]]
        firsts = [group.kept.article_id for group in report.groups] + others
        pairs = zip(shown, firsts, strict=False)
        rows = tuple(_line(corpus, stretches, ids, first) for ids, first in pairs)
        drawn = sum(map(len, shown))
        repeating = len(in_groups) + len(others)
        strip = Strip(rows, len(corpus.articles) - drawn, repeating - drawn, "groups")
        return _apart(strip)
    order = dict.fromkeys(article for ids in (*grouped, others) for article in ids)
    order |= dict.fromkeys(article.id for article in corpus.articles)
    return Strip(tuple(_line(corpus, stretches, [i], i) for i in order))


@dataclass(slots=True)
class _Stretches:
    """What of each article is repeated, looked up by article."""

    corpus: Corpus
    report: DuplicateReport
    out: dict[str, list[LeftOut]] = field(default_factory=dict)
    repeated: dict[str, list[Span]] = field(default_factory=dict)
    _groups: dict[str, int] = field(default_factory=dict)
    _pastes: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        out: defaultdict[str, list[LeftOut]] = defaultdict(list)
        repeated: defaultdict[str, list[Span]] = defaultdict(list)
        for left in self.report.left_out:
            out[left.span.article_id].append(left)
            repeated[left.repeats.article_id].append(left.repeats)
        self.out, self.repeated = dict(out), dict(repeated)
        for number, group in enumerate(self.report.groups):
            self._groups |= {member.span.article_id: number for member in group.members}
        self._pastes = {passage.article_id: passage.copies for passage in self.report.passages}

    def repeats_something(self, article_id: str) -> bool:
        """Tell whether an article repeats another or itself, or is repeated."""
        return article_id in self.out or article_id in self.repeated

    def segments(self, article_id: str) -> list[Segment]:
        """Lay the stretches of an article out, so that they tile it."""
        article = self.corpus.article(article_id)
        segments: list[Segment] = []
        at = 0
        for mark in sorted(self._marks(article_id), key=lambda m: m.span.start):
            start = max(mark.span.start, at)
            if start >= mark.span.end:
                continue
            if start > at:
                segments.append(Segment(Span(article_id, at, start), "unique", article.title))
            segments.append(replace(mark, span=Span(article_id, start, mark.span.end)))
            at = mark.span.end
        if at < len(article.text):
            end = Span(article_id, at, len(article.text))
            segments.append(Segment(end, "unique", article.title))
        return segments

    def _marks(self, article_id: str) -> Iterator[Segment]:
        title = self.corpus.article(article_id).title
        pasted = self._pastes.get(article_id, ())
        starts = [copy.start for copy in pasted]
        for start, end, copies in join_repeated(self.repeated.get(article_id, ())):
            span = Span(article_id, start, end)
            copy = 1 if pasted else 0
            yield Segment(span, "kept", title, self._group(article_id), copies, copy)
        for left in self.out.get(article_id, ()):
            source = left.repeats.article_id
            copy = bisect_right(starts, left.span.start)
            copies = max(len(pasted), 1)
            origin = self.corpus.article(source).title
            yield Segment(
                left.span, "copy", title, self._group(source), copies, copy, origin,
                left.similarity,
            )  # fmt: skip

    def _group(self, article_id: str) -> int:
        return self._groups.setdefault(article_id, len(self._groups))


def _line(corpus: Corpus, stretches: _Stretches, ids: Sequence[str], first: str) -> StripRow:
    """Put articles side by side."""
    segments: list[Segment] = []
    at = 0
    room = max(1, _MOST_SEGMENTS // len(ids))
    for article_id in ids:
        own = _coarse(stretches.segments(article_id), room)
        segments += (replace(segment, at=at + segment.span.start) for segment in own)
        at += len(corpus.article(article_id).text)
    return StripRow(first, corpus.article(first).title, at, tuple(segments), len(ids))


def _apart(strip: Strip) -> Strip:
    """Leave gaps between articles side by side."""
    rows = []
    for row in strip.rows:
        gap = max(1, row.length // (_GAP + 4 * row.articles))
        number, last = -1, ""
        segments = []
        for segment in row.segments:
            number += segment.span.article_id != last
            last = segment.span.article_id
            segments.append(replace(segment, at=segment.at + number * gap))
        length = row.length + max(number, 0) * gap
        rows.append(replace(row, segments=tuple(segments), length=length))
    return replace(strip, rows=tuple(rows))


def _coarse(segments: list[Segment], room: int) -> list[Segment]:
    """Join slivers that follow each other where an article has more than are drawn."""
    if len(segments) <= room:
        return segments
    joined: list[list[Segment]] = []
    for segment in segments:
        last = joined[-1][0] if joined else None
        if last and (last.state, last.group) == (segment.state, segment.group):
            joined[-1].append(segment)
        else:
            joined.append([segment])
    if len(joined) > room:
        step = segments[-1].span.end / room
        joined = []
        for segment in segments:
            if joined and segment.span.end - joined[-1][0].span.start <= step:
                joined[-1].append(segment)
            else:
                joined.append([segment])
    return [_one_of(run) for run in joined]


def _one_of(run: Sequence[Segment]) -> Segment:
    """One segment for several: of the kind that most of their characters are."""
    characters: defaultdict[tuple[SegmentState, int], int] = defaultdict(int)
    for segment in run:
        characters[segment.state, segment.group] += len(segment.span)
    kind = max(characters, key=lambda key: characters[key])
    chosen = next(s for s in run if (s.state, s.group) == kind)
    span = Span(chosen.span.article_id, run[0].span.start, run[-1].span.end)
    return replace(chosen, span=span)
