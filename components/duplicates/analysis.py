"""The verbs of duplicates: find what is repeated, and count each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import xxhash

from components.duplicates.fold import Folded, fold
from components.duplicates.paste import pasted
from components.duplicates.report import (
    DuplicateReport,
    DuplicateSettings,
    Group,
    LeftOut,
    Member,
    Passage,
    Repeat,
)
from components.reading import Article, Corpus, Span, digest_of, split_sentences


def find(corpus: Corpus, *, settings: DuplicateSettings | None = None) -> DuplicateReport:
    """Find what stands more than once in a corpus.

    Whole texts are always read, whatever stretches of them count. An empty corpus gives an
    empty report.
    """
    settings = settings or DuplicateSettings()
    folded = [fold(article.text) for article in corpus.articles]
    passages = _pastes(corpus.articles, folded)
    groups = _exact_groups(corpus.articles, folded, settings)
    sentences, places = _sentence_places(corpus.articles, folded)
    report = DuplicateReport(
        characters=corpus.n_characters,
        sentences=sentences,
        unique_sentences=len(places),
        passages=passages,
        groups=groups,
        repeated=_repeats(places.values()),
        settings=settings,
        digest=digest_of("duplicates", corpus.digest, settings),
    )
    left_out = _left_out(report, settings)
    unique_characters = corpus.n_characters - sum(len(out.span) for out in left_out)
    return replace(report, left_out=left_out, unique_characters=unique_characters)


def unique(corpus: Corpus, report: DuplicateReport) -> Corpus:
    """Return the same texts, counting each repeated stretch where it is kept.

    Nothing is deleted: texts and offsets stay, `counted` shrinks.
    """
    gaps: dict[str, list[tuple[int, int]]] = {}
    for out in report.left_out:
        gaps.setdefault(out.span.article_id, []).append((out.span.start, out.span.end))
    counted = {
        article.id: _without(article.counted, gaps[article.id])
        for article in corpus.articles
        if article.id in gaps
    }
    return corpus.counting(counted, "unique")


def unique_text(corpus: Corpus) -> str:
    """Return the text that counts: stretches by line breaks, articles by blank lines apart."""
    articles = (
        "\n".join(filter(None, (corpus.text_of(span).strip() for span in article.stretches())))
        for article in corpus.articles
    )
    return "\n\n".join(filter(None, articles))


def _pastes(articles: Sequence[Article], folded: Sequence[Folded]) -> tuple[Passage, ...]:
    found = (pasted(a.id, a.text, f) for a, f in zip(articles, folded, strict=True))
    return tuple(passage for passage in found if passage)


def _exact_groups(
    articles: Sequence[Article], folded: Sequence[Folded], settings: DuplicateSettings
) -> tuple[Group, ...]:
    same: dict[bytes, list[Article]] = {}
    for article, f in zip(articles, folded, strict=True):
        same.setdefault(_key(f.text or article.text), []).append(article)
    groups = (_exact_group(members, settings) for members in same.values() if len(members) > 1)
    return tuple(sorted(groups, key=lambda group: -len(group.members)))


def _exact_group(articles: Sequence[Article], settings: DuplicateSettings) -> Group:
    kept = _kept(articles, settings)
    return Group("exact", _whole(kept), tuple(Member(_whole(a), 1.0) for a in articles))


def _kept(articles: Sequence[Article], settings: DuplicateSettings) -> Article:
    """The reader's choice, else the earliest, else the longest, else the first."""
    ids = {article.id: article for article in articles}
    for chosen in reversed(settings.keep):
        if chosen in ids:
            return ids[chosen]
    return min(articles, key=lambda a: (a.published is None, a.published or "", -len(a.text)))


def _whole(article: Article) -> Span:
    return Span(article.id, 0, len(article.text))


def _key(text: str) -> bytes:
    return xxhash.xxh3_128_digest(text.encode("utf-8", "surrogatepass"))


def _sentence_places(
    articles: Sequence[Article], folded: Sequence[Folded]
) -> tuple[int, dict[str, list[Span]]]:
    """Number of sentences, and the places of each different one by its folded text."""
    places: dict[str, list[Span]] = {}
    total = 0
    for article, f in zip(articles, folded, strict=True):
        bounds = list(split_sentences(article.text))
        total += len(bounds)
        cuts = f.positions.searchsorted(bounds).tolist() if bounds else []
        for (start, end), (first, last) in zip(bounds, cuts, strict=True):
            key = f.text[first:last] or article.text[start:end]
            places.setdefault(key, []).append(Span(article.id, start, end))
    return total, places


def _repeats(places: Iterable[Sequence[Span]]) -> tuple[Repeat, ...]:
    found = (
        Repeat(tuple(spans), len({span.article_id for span in spans}))
        for spans in places
        if len(spans) > 1
    )
    return tuple(sorted(found, key=lambda repeat: (-repeat.articles, -len(repeat.places))))


def _left_out(report: DuplicateReport, settings: DuplicateSettings) -> tuple[LeftOut, ...]:
    whole: dict[str, LeftOut] = {}
    if "articles" in settings.leave_out:
        for group in report.groups:
            for member in group.members:
                if member.span != group.kept:
                    whole[member.span.article_id] = LeftOut(member.span, "article", group.kept)
    out = list(whole.values())
    if "passages" in settings.leave_out:
        for passage in report.passages:
            if passage.article_id not in whole:
                kept = passage.copies[0]
                out.extend(LeftOut(span, "pasted", kept) for span in passage.copies[1:])
    return tuple(out)


def _without(
    stretches: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Cut gaps out of stretches; both half-open."""
    left: list[tuple[int, int]] = []
    for start, end in stretches:
        for gap_start, gap_end in sorted(gaps):
            if gap_end <= start or gap_start >= end:
                continue
            if gap_start > start:
                left.append((start, gap_start))
            start = max(start, gap_end)
        if start < end:
            left.append((start, end))
    return tuple(left)
