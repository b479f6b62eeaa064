"""The map of a corpus as records: each article a row, each repeated stretch a segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from components.duplicates.report import DuplicateReport
from components.reading import Article, Corpus, Span

_MANY = 400  # segments of one article drawn one by one
State = Literal["unique", "kept", "copy"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article in the map.

    Attributes:
        span: where it stands.
        state: `unique` stands nowhere else, `kept` is the copy that counts, `copy` another.
        group: number of the group or passage it belongs to, 0 the first; -1 for unique text.
        copy: number of the copy, 1 the first; 0 for unique text.
        copies: copies there are in all; 1 for unique text.
    """

    span: Span
    state: State
    group: int = -1
    copy: int = 0
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the map; its segments tile it in the order of the text."""

    article_id: str
    title: str
    length: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The rows shown, groups first, and how many articles without repeats are not shown."""

    rows: tuple[Row, ...] = ()
    not_shown: int = 0

    @property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in the order of the rows; a click names one by its place in here."""
        return tuple(segment for row in self.rows for segment in row.segments)


def strip_of(corpus: Corpus, report: DuplicateReport, *, limit: int = 200) -> Strip:
    """Make the map: members of a group side by side, then articles that share passages.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        limit: rows shown at most; what is repeated comes first.
    """
    marks = _marks(report)
    order = _order(corpus, report)
    rows = tuple(_row(corpus.article(i), marks.get(i, ())) for i in order[:limit])
    return Strip(rows, max(0, len(order) - limit))


def _marks(report: DuplicateReport) -> dict[str, list[Segment]]:
    """Repeated stretches of each article; the ones named first win where they overlap."""
    lengths = {m.span.article_id: m.new for group in report.groups for m in group.members}
    whole = {article for article, new in lengths.items() if not new}
    marks: dict[str, list[Segment]] = {}

    def add(number: int, spans: Sequence[Span], kept: Span) -> None:
        for copy, span in enumerate(spans, 1):
            counts = span == kept and span.article_id not in whole
            segment = Segment(span, "kept" if counts else "copy", number, copy, len(spans))
            marks.setdefault(span.article_id, []).append(segment)

    first = len(report.passages)
    group_of = {
        member.span.article_id: number
        for number, group in enumerate(report.groups, first)
        for member in group.members
    }
    for number, passage in enumerate(report.passages):
        # Copies of a text pasted here and printed elsewhere have one colour.
        add(group_of.get(passage.article_id, number), passage.copies, passage.copies[0])
    for number, group in enumerate((*report.groups, *report.shared), first):
        add(number, [member.span for member in group.members], group.kept)
    return marks


def _order(corpus: Corpus, report: DuplicateReport) -> list[str]:
    """Ids of articles: groups together with the kept copy first, then the other repeats."""
    ordered: dict[str, None] = {}
    for group in report.groups:
        ordered[group.kept.article_id] = None
        ordered |= dict.fromkeys(member.span.article_id for member in group.members)
    ordered |= dict.fromkeys(passage.article_id for passage in report.passages)
    for group in report.shared:
        ordered |= dict.fromkeys(member.span.article_id for member in group.members)
    ordered |= dict.fromkeys(article.id for article in corpus.articles)
    return list(ordered)


def _row(article: Article, marks: Sequence[Segment]) -> Row:
    """Lay repeated stretches out; what lies between them stands nowhere else."""
    chosen: list[Segment] = []
    for mark in marks:
        if all(
            mark.span.end <= other.span.start or other.span.end <= mark.span.start
            for other in chosen
        ):
            chosen.append(mark)
    segments: list[Segment] = []
    at = 0
    for mark in sorted(chosen, key=lambda m: m.span.start):
        if mark.span.start > at:
            segments.append(Segment(Span(article.id, at, mark.span.start), "unique"))
        segments.append(mark)
        at = mark.span.end
    if at < len(article.text):
        segments.append(Segment(Span(article.id, at, len(article.text)), "unique"))
    if len(segments) > _MANY:
        segments = list(_joined(segments))
    return Row(article.id, article.title, len(article.text), tuple(segments))


def _joined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """Join copies that follow each other: a thousand slivers show no more than one bar."""
    run: list[Segment] = []
    for segment in segments:
        if run and (segment.state != "copy" or run[-1].group != segment.group):
            yield _one_of(run)
            run = []
        if segment.state == "copy":
            run.append(segment)
        else:
            yield segment
    if run:
        yield _one_of(run)


def _one_of(run: Sequence[Segment]) -> Segment:
    span = Span(run[0].span.article_id, run[0].span.start, run[-1].span.end)
    return replace(run[0], span=span)
