"""Finds what a corpus repeats, and the text that counts once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.duplicates.counting import count_once, rank_articles
from components.duplicates.grouping import Pairs, group_articles
from components.duplicates.minhash import find_near_pairs, measure_jaccard
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    LeftOut,
    Letters,
    Likeness,
    Member,
    Passage,
)
from components.duplicates.sameness import Sameness, find_alike
from components.duplicates.shared import Stretch, find_shared_passages, sample_windows
from components.duplicates.survey import Survey, survey_texts
from components.text import Article, Corpus, Numbers, Span, digest_of, distinct, fold_letters

_FEW_ARTICLES = 10  # among so few, two that share a passage are worth telling
# A stop and the quotes behind it go with the sentence they close.
_CLOSING = re.compile(r"[。！？!?…]*[」』”’）)】》〉]*")


def find(corpus: Corpus, *, settings: DuplicateSettings | None = None) -> DuplicateReport:
    """Find what stands more than once in a corpus.

    Whole texts are read, whatever stretches of them count. An empty corpus gives an empty
    report.
    """
    settings = settings or DuplicateSettings()
    articles = corpus.articles
    if not articles:
        return DuplicateReport(settings=settings, digest=_digest(corpus, settings))
    seen = survey_texts(articles)
    lengths = _lengths(articles, seen.passages)
    usual = rank_articles(articles, lengths, DuplicateSettings())
    likeness = _likeness(seen, usual, lengths)
    samples = sample_windows(seen.codes, seen.offsets, min_letters=settings.min_passage)
    report = DuplicateReport(
        characters=corpus.n_characters,
        sentences=int(np.count_nonzero(~seen.units.bylines)),
        passages=seen.passages,
        places=seen.sentences,
        units=seen.units,
        alike=find_alike(articles, seen.codes, seen.ends_clause, seen.units, likeness, usual),
        likeness=likeness,
        letters=Letters(seen.codes, seen.offsets, samples),
    )
    return _group(corpus, report, settings)


def regroup(
    corpus: Corpus, report: DuplicateReport, settings: DuplicateSettings
) -> DuplicateReport:
    """Choose anew which places count, and group the articles of a report anew.

    The result is what `find` gives with these settings, but nothing is read again; `min_passage`
    and `min_articles` remain those of the report.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        settings: the similarity (pairs below 0.2 are not known), how much of a sentence may be
            edited, and which articles count first.
    """
    settings = replace(
        settings,
        min_passage=report.settings.min_passage,
        min_articles=report.settings.min_articles,
    )
    return _group(corpus, report, settings)


def _group(corpus: Corpus, report: DuplicateReport, settings: DuplicateSettings) -> DuplicateReport:
    """Make all of a report that depends on what the reader chose."""
    articles, letters = corpus.articles, report.letters
    ranks = rank_articles(articles, report.likeness.lengths, settings)

    def compare(pairs: Pairs) -> NDArray[np.float32]:
        return measure_jaccard(letters.codes, letters.offsets, pairs)

    groups, likeness = group_articles(articles, report.likeness, settings, ranks, compare)
    shared = report.shared
    if not report.digest or _copies(groups) != _copies(report.groups):
        shared = _find_shared(articles, letters, report.passages, groups, settings)
    if report.digest and _chooses_as(settings, report.settings):
        out, unique_sentences = report.left_out, report.unique_sentences
    else:
        sameness = Sameness(articles, letters.codes, report.units, likeness, report.alike)
        out, unique_sentences = count_once(articles, report.units, sameness, ranks, settings)
    gone = _letters_gone(out)
    return replace(
        report,
        unique_characters=report.characters - sum(gone.values()),
        unique_sentences=unique_sentences,
        groups=tuple(_with_new(group, gone) for group in groups),
        shared=shared,
        left_out=out,
        likeness=likeness,
        settings=settings,
        digest=_digest(corpus, settings),
    )


def _chooses_as(settings: DuplicateSettings, other: DuplicateSettings) -> bool:
    """Tell whether the same sentences count: how articles are grouped plays no part."""
    return (settings.edit, settings.prefer, settings.keep) == (other.edit, other.prefer, other.keep)


def _letters_gone(left_out: Sequence[LeftOut]) -> dict[str, int]:
    """Characters left out of each article."""
    gone: defaultdict[str, int] = defaultdict(int)
    for out in left_out:
        gone[out.span.article_id] += len(out.span)
    return gone


def _with_new(group: Group, gone: Mapping[str, int]) -> Group:
    """Say of each article in a group how much of it is new."""
    members = (replace(m, new=len(m.span) - gone.get(m.span.article_id, 0)) for m in group.members)
    return replace(group, members=tuple(members))


def unique(corpus: Corpus, report: DuplicateReport) -> Corpus:
    """Return the same texts, counting each repeated stretch where it is kept.

    Nothing is deleted: texts and offsets stay, `counted` shrinks. `report.left_out` says
    what is not counted, and why.
    """
    gaps: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for out in report.left_out:
        gaps[out.span.article_id].append((out.span.start, out.span.end))
    counted = {i: _cut_gaps(corpus.article(i).counted, left) for i, left in gaps.items()}
    return corpus.counting(counted, "unique")


def unique_text(corpus: Corpus) -> str:
    """Return the text that counts: stretches by line breaks, articles by blank lines apart."""
    articles = (
        "\n".join(filter(None, (corpus.text_of(span).strip() for span in article.counted_spans())))
        for article in corpus.articles
    )
    return "\n\n".join(filter(None, articles))


def _digest(corpus: Corpus, settings: DuplicateSettings) -> str:
    return digest_of("duplicates", corpus.digest, settings)


def _likeness(seen: Survey, ranks: Numbers, lengths: NDArray[np.int32]) -> Likeness:
    """Compare one text of each exact class, in an order that reading did not decide."""
    firsts = distinct(seen.classes).astype(np.int64)
    firsts = firsts[np.argsort(ranks[firsts], kind="stable")]
    pairs, similarity = find_near_pairs(seen.codes, seen.offsets, chosen=firsts)
    return Likeness(
        seen.classes,
        np.sort(pairs, axis=1),
        similarity,
        lengths,
        len(pairs),
    )


def _lengths(articles: Sequence[Article], passages: Sequence[Passage]) -> NDArray[np.int32]:
    """Characters of each text; of a pasted one those of its first copy."""
    pasted = {passage.article_id: passage.period for passage in passages}
    return np.array([pasted.get(a.id, len(a.text)) for a in articles], np.int32)


def _copies(groups: Sequence[Group]) -> set[str]:
    """Ids of the articles that others stand for."""
    return {m.span.article_id for g in groups for m in g.members if m.span != g.kept}


def _find_shared(
    articles: Sequence[Article],
    letters: Letters,
    passages: Sequence[Passage],
    groups: Sequence[Group],
    settings: DuplicateSettings,
) -> tuple[Group, ...]:
    """Passages that articles share which are not copies of one another."""
    copies = _copies(groups)
    found = find_shared_passages(
        letters.codes,
        letters.offsets,
        np.arange(len(articles)),
        min_letters=settings.min_passage,
        min_owners=2 if len(articles) < _FEW_ARTICLES else settings.min_articles,
        samples=letters.samples,
        chosen=np.array([article.id not in copies for article in articles], bool),
    )
    spans = _spans(articles, found)
    pasted = {passage.article_id: passage.copies[1:] for passage in passages}
    dates = {article.id: article.published for article in articles}
    made = (_make_shared_group([spans[s] for s in stretches], pasted, dates) for stretches in found)
    return tuple(group for group in made if group)


def _spans(articles: Sequence[Article], found: Sequence[Sequence[Stretch]]) -> dict[Stretch, Span]:
    """Lead folded letters back to the texts, one text after the other."""
    spans: dict[Stretch, Span] = {}
    last, positions = -1, np.zeros(0, np.int64)
    for stretch in sorted((s for part in found for s in part), key=lambda s: s.text):
        article = articles[stretch.text]
        if stretch.text != last:
            last, positions = stretch.text, fold_letters(article.text).positions
        start, end = int(positions[stretch.start]), int(positions[stretch.end - 1]) + 1
        spans[stretch] = Span(article.id, start, end + _skip_closers(article.text, end))
    return spans


def _make_shared_group(
    spans: Sequence[Span], pasted: dict[str, tuple[Span, ...]], dates: dict[str, str | None]
) -> Group | None:
    """Make a group of passages, but for those inside copies that are told already."""
    told = (
        any(c.start < span.end and span.start < c.end for c in pasted.get(span.article_id, ()))
        for span in spans
    )
    left = [span for span, inside in zip(spans, told, strict=True) if not inside]
    if len(left) < 2:
        return None
    kept = min(left, key=lambda s: (dates[s.article_id] is None, dates[s.article_id] or ""))
    return Group("exact", kept, tuple(Member(span, 1.0) for span in left))


def _skip_closers(text: str, end: int) -> int:
    closing = _CLOSING.match(text, end)
    return len(closing[0]) if closing else 0


def _cut_gaps(
    stretches: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Cut gaps out of stretches; both half-open and ascending."""
    left: list[tuple[int, int]] = []
    for start, end in stretches:
        for gap_start, gap_end in gaps:
            if gap_end <= start or gap_start >= end:
                continue
            if gap_start > start:
                left.append((start, gap_start))
            start = gap_end
        if start < end:
            left.append((start, end))
    return tuple(left)
