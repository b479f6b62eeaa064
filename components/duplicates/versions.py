"""Tells what each article of a group adds, repeats (and from where) and changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from components.duplicates.report import DuplicateReport, Group, LeftOut, Member
from components.duplicates.units import comparable
from components.text import Corpus, Span, split_sentences

CHANGED = 0.6  # share of their letters in which a sentence and a changed version agree, at least
_LEAST_LETTERS = 4  # 三人死亡; shorter sentences are alike by chance
_MOST_SENTENCES = 2000  # of earlier articles, to which those of a later one are compared


@dataclass(frozen=True, slots=True)
class VersionPart:
    """A stretch of an article: it counts here, or repeats what counts elsewhere.

    Attributes:
        span: where it stands.
        repeats: the stretch that counts and says the same; None where this one counts.
        similarity: of the two, in [0, 1].
        byline: it says who wrote the text and is neither new nor repeated.
    """

    span: Span
    repeats: Span | None = None
    similarity: float = 1.0
    byline: bool = False

    @property
    def new(self) -> bool:
        """Whether it says what stands in no place that counts before."""
        return self.repeats is None and not self.byline


@dataclass(frozen=True, slots=True)
class Version:
    """An article of a group, and the parts that tile it."""

    member: Member
    parts: tuple[VersionPart, ...]

    @property
    def sources(self) -> tuple[tuple[str, int], ...]:
        """Articles it repeats, itself among them where it was pasted, and characters of each.

        The one most of it comes from stands first.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for part in self.parts:
            if part.repeats is not None:
                found[part.repeats.article_id] += len(part.span)
        return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence that is new, and the earlier one of which it is a changed version.

    Attributes:
        span: the sentence; it counts.
        before: the sentence of an earlier article of the group; it counts too.
        similarity: share of the letters in which they agree, in [0, 1).
    """

    span: Span
    before: Span
    similarity: float


def sort_by_time(corpus: Corpus, group: Group) -> list[str]:
    """Return the ids of a group's articles by the time they were published.

    Those without come last. Of one time the one whose sentences count first stands first, the
    others as they were read.
    """

    def time_of(article_id: str) -> tuple[bool, str, bool]:
        published = corpus.article(article_id).published or ""
        return not published, published, article_id != group.kept.article_id

    return sorted((member.span.article_id for member in group.members), key=time_of)


def make_versions(corpus: Corpus, report: DuplicateReport, group: Group) -> tuple[Version, ...]:
    """Take the articles of a group apart, in the order of time.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        group: one of its groups.
    """
    members = {member.span.article_id: member for member in group.members}
    out: defaultdict[str, list[LeftOut]] = defaultdict(list)
    for left in report.left_out:
        if left.span.article_id in members:
            out[left.span.article_id].append(left)
    return tuple(
        Version(members[i], tuple(_parts(corpus, i, out[i]))) for i in sort_by_time(corpus, group)
    )


def find_changes(
    corpus: Corpus, versions: Sequence[Version], *, similarity: float = CHANGED
) -> tuple[Changed, ...]:
    """Find the sentences that count and are changed versions of some that count before them.

    A sentence is compared with those of earlier articles that its own article does not repeat:
    where the old sentence still stands, the new one was added to it. No sentence is the earlier
    one of two in the same article.

    Args:
        corpus: the corpus they come from.
        versions: what `make_versions` gave.
        similarity: least share of letters in which the two agree.

    Returns:
        In the order of the versions, then of the text; none for fewer than two versions.
    """
    earlier: list[tuple[Span, str]] = []
    found: list[Changed] = []
    for version in versions:
        own = list(_counted_sentences(corpus, version))
        stands = {part.repeats for part in version.parts if part.repeats is not None}
        pool = _leave_out(earlier[-_MOST_SENTENCES:], stands)
        found += sorted(_pairs(own, pool, similarity), key=lambda change: change.span.start)
        earlier += own
    return tuple(found)


def _parts(corpus: Corpus, article_id: str, left_out: Sequence[LeftOut]) -> Iterator[VersionPart]:
    article = corpus.article(article_id)
    at = 0
    for left in sorted(left_out, key=lambda left: left.span.start):
        yield from _own_parts(article_id, at, left.span.start, article.bylines)
        yield VersionPart(left.span, left.repeats, left.similarity)
        at = left.span.end
    yield from _own_parts(article_id, at, len(article.text), article.bylines)


def _own_parts(
    article_id: str, start: int, end: int, bylines: Sequence[tuple[int, int]]
) -> Iterator[VersionPart]:
    """Parts between two that are left out: text that counts, and bylines in it."""
    for first, last in bylines:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > start:
            yield VersionPart(Span(article_id, start, first))
        yield VersionPart(Span(article_id, first, last), byline=True)
        start = last
    if start < end:
        yield VersionPart(Span(article_id, start, end))


def _counted_sentences(corpus: Corpus, version: Version) -> Iterator[tuple[Span, str]]:
    for part in version.parts:
        if not part.new:
            continue
        text = corpus.article(part.span.article_id).text
        for start, end in split_sentences(text, part.span.start, part.span.end):
            letters = comparable(text[start:end])
            if len(letters) >= _LEAST_LETTERS:
                yield Span(part.span.article_id, start, end), letters


def _leave_out(
    sentences: Sequence[tuple[Span, str]], stands: Iterable[Span]
) -> list[tuple[Span, str]]:
    """Leave out the sentences that lie in some stretches."""
    inside: defaultdict[str, list[Span]] = defaultdict(list)
    for span in stands:
        inside[span.article_id].append(span)
    return [
        (span, letters)
        for span, letters in sentences
        if not any(
            other.start <= span.start and span.end <= other.end
            for other in inside.get(span.article_id, ())
        )
    ]


def _pairs(
    own: Sequence[tuple[Span, str]], pool: Sequence[tuple[Span, str]], least: float
) -> Iterator[Changed]:
    """Pair sentences with the earlier ones they are most like, each once."""
    if not own or not pool:
        return
    likeness = process.cdist(
        [letters for _, letters in own],
        [letters for _, letters in pool],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=least,
        dtype=np.float32,
    )
    rows, columns = np.nonzero((likeness > 0) & (likeness < 1))
    # Of several equally like, the one that came last: it is what was changed.
    order = np.lexsort((-columns, rows, -likeness[rows, columns]))
    taken: set[int] = set()
    done: set[int] = set()
    for k in order.tolist():
        row, column = int(rows[k]), int(columns[k])
        if row not in done and column not in taken:
            done.add(row)
            taken.add(column)
            yield Changed(own[row][0], pool[column][0], round(float(likeness[row, column]), 4))
