"""The verbs of duplicates: find what is repeated, and count each thing once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from components.duplicates.arrays import distinct
from components.duplicates.fold import fold
from components.duplicates.grouping import Pairs, groups_of, left_out
from components.duplicates.minhash import jaccard, near_pairs
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    Letters,
    Likeness,
    Member,
    Passage,
)
from components.duplicates.shared import Stretch, sampled, shared_passages
from components.duplicates.survey import Survey, survey
from components.reading import Article, Corpus, Span, digest_of

_FEW_ARTICLES = 10  # among so few, two that share a passage are worth telling
# A stop and the quotes behind it go with the sentence they close.
_CLOSING = re.compile(r"[。！？!?…]*[」』”’）)】》〉]*")


def find(corpus: Corpus, *, settings: DuplicateSettings | None = None) -> DuplicateReport:
    """Find what stands more than once in a corpus.

    Whole texts are read, whatever stretches of them count. An empty corpus gives an empty
    report.
    """
    settings = settings or DuplicateSettings()
    if not corpus.articles:
        return DuplicateReport(settings=settings, digest=_digest(corpus, settings))
    seen = survey(corpus.articles)
    groups, likeness = _article_groups(corpus.articles, seen, settings)
    samples = sampled(seen.codes, seen.offsets, min_letters=settings.min_passage)
    letters = Letters(seen.codes, seen.offsets, samples)
    shared = _shared(corpus.articles, letters, seen.passages, groups, settings)
    report = DuplicateReport(
        characters=corpus.n_characters,
        sentences=len(seen.sentences),
        unique_sentences=seen.sentences.n_different,
        passages=seen.passages,
        groups=groups,
        shared=shared,
        places=seen.sentences,
        likeness=likeness,
        letters=letters,
        settings=settings,
        digest=_digest(corpus, settings),
    )
    return _with_left_out(corpus, report)


def regroup(
    corpus: Corpus, report: DuplicateReport, settings: DuplicateSettings
) -> DuplicateReport:
    """Group the articles of a report anew, at another similarity or with other copies kept.

    The result is what `find` gives with these settings, but nothing is read again. Shared
    passages are looked for anew where other articles are copies now; `min_passage` and
    `min_articles` remain those of the report.

    Args:
        corpus: the corpus the report was made of.
        report: what `find` gave.
        settings: the similarity (pairs below 0.2 are not known), the articles to keep, and
            what to leave out.
    """
    settings = replace(
        settings,
        min_passage=report.settings.min_passage,
        min_articles=report.settings.min_articles,
    )

    letters = report.letters

    def compare(pairs: Pairs) -> NDArray[np.float32]:
        return jaccard(letters.codes, letters.offsets, pairs)

    groups, likeness = groups_of(corpus.articles, report.likeness, settings, compare)
    shared = report.shared
    if _copies(groups) != _copies(report.groups):
        shared = _shared(corpus.articles, letters, report.passages, groups, settings)
    regrouped = replace(
        report,
        groups=groups,
        shared=shared,
        likeness=likeness,
        settings=settings,
        digest=_digest(corpus, settings),
    )
    return _with_left_out(corpus, regrouped)


def unique(corpus: Corpus, report: DuplicateReport) -> Corpus:
    """Return the same texts, counting each repeated stretch where it is kept.

    Nothing is deleted: texts and offsets stay, `counted` shrinks. `report.left_out` says
    what is not counted, and why.
    """
    return corpus.counting(_counted(corpus, report), "unique")


def unique_text(corpus: Corpus) -> str:
    """Return the text that counts: stretches by line breaks, articles by blank lines apart."""
    articles = (
        "\n".join(filter(None, (corpus.text_of(span).strip() for span in article.stretches())))
        for article in corpus.articles
    )
    return "\n\n".join(filter(None, articles))


def _digest(corpus: Corpus, settings: DuplicateSettings) -> str:
    return digest_of("duplicates", corpus.digest, settings)


def _article_groups(
    articles: Sequence[Article], seen: Survey, settings: DuplicateSettings
) -> tuple[tuple[Group, ...], Likeness]:
    """Compare one text of each exact class, and group."""
    firsts = distinct(seen.classes).astype(np.int64)
    codes, offsets = _chosen(seen, firsts)
    pairs, similarity = near_pairs(codes, offsets)
    likeness = Likeness(
        seen.classes,
        firsts[pairs].astype(np.int32),
        similarity,
        _lengths(articles, seen),
        len(pairs),
    )

    def compare(pairs: Pairs) -> NDArray[np.float32]:
        return jaccard(seen.codes, seen.offsets, pairs)

    return groups_of(articles, likeness, settings, compare)


def _lengths(articles: Sequence[Article], seen: Survey) -> NDArray[np.int32]:
    """Characters of each text; of a pasted one those of its first copy."""
    pasted = {passage.article_id: passage.period for passage in seen.passages}
    return np.array([pasted.get(a.id, len(a.text)) for a in articles], np.int32)


def _chosen(seen: Survey, texts: NDArray[np.int64]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Letters and offsets of some texts; no copy is made where these are all."""
    if len(texts) == len(seen.classes):
        return seen.codes, seen.offsets
    parts = [seen.codes[seen.offsets[i] : seen.offsets[i + 1]] for i in texts.tolist()]
    return np.concatenate(parts), np.cumsum([0, *map(len, parts)])


def _copies(groups: Sequence[Group]) -> set[str]:
    """Ids of the articles that others stand for."""
    return {m.span.article_id for g in groups for m in g.members if m.span != g.kept}


def _shared(
    articles: Sequence[Article],
    letters: Letters,
    passages: Sequence[Passage],
    groups: Sequence[Group],
    settings: DuplicateSettings,
) -> tuple[Group, ...]:
    """Passages that articles share which are not copies of one another."""
    copies = _copies(groups)
    found = shared_passages(
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
    made = (_shared_group([spans[s] for s in stretches], pasted, dates) for stretches in found)
    return tuple(group for group in made if group)


def _spans(articles: Sequence[Article], found: Sequence[Sequence[Stretch]]) -> dict[Stretch, Span]:
    """Lead folded letters back to the texts, one text after the other."""
    spans: dict[Stretch, Span] = {}
    last, positions = -1, np.zeros(0, np.int64)
    for stretch in sorted((s for part in found for s in part), key=lambda s: s.text):
        article = articles[stretch.text]
        if stretch.text != last:
            last, positions = stretch.text, fold(article.text).positions
        start, end = int(positions[stretch.start]), int(positions[stretch.end - 1]) + 1
        spans[stretch] = Span(article.id, start, end + _closing(article.text, end))
    return spans


def _shared_group(
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


def _closing(text: str, end: int) -> int:
    closing = _CLOSING.match(text, end)
    return len(closing[0]) if closing else 0


def _with_left_out(corpus: Corpus, report: DuplicateReport) -> DuplicateReport:
    out = left_out(
        corpus.articles,
        report.likeness,
        report.groups,
        report.passages,
        report.shared,
        report.settings,
    )
    report = replace(report, left_out=out)
    counted = _counted(corpus, report, whole=True)
    lengths = {article.id: len(article.text) for article in corpus.articles}
    lengths |= {i: sum(end - start for start, end in part) for i, part in counted.items()}
    return replace(report, unique_characters=sum(lengths.values()))


def _counted(
    corpus: Corpus, report: DuplicateReport, *, whole: bool = False
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Stretches that still count, of the articles from which something is left out."""
    gaps: dict[str, list[tuple[int, int]]] = {}
    for out in report.left_out:
        gaps.setdefault(out.span.article_id, []).append((out.span.start, out.span.end))
    return {
        article.id: _without(
            ((0, len(article.text)),) if whole else article.counted, gaps[article.id]
        )
        for article in corpus.articles
        if article.id in gaps
    }


def _without(
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
