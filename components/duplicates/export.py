"""Gives what is repeated as a table for people, as rows for CSV, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from components.duplicates.report import DuplicateReport, Group, GroupKind
from components.i18n import t
from components.table import Cell, Column, Table
from components.text import Corpus, Span


@dataclass(frozen=True, slots=True)
class Repetition:
    """One text that stands more than once.

    Attributes:
        level: `article`, `passage` of several articles, or `pasted` inside one.
        kind: how it repeats.
        kept: the copy to which the others are compared.
        copies: how many there are.
        similarity: of the copy least like the kept one, in [0, 1].
    """

    level: str
    kind: GroupKind
    kept: Span
    copies: int
    similarity: float


def to_table(corpus: Corpus, report: DuplicateReport, *, limit: int | None = None) -> Table:
    """Return what stands more than once: pastes, whole articles, shared passages."""
    found = list_repetitions(report)
    return Table(
        "duplicates",
        t("report.table_duplicates"),
        (
            Column("kept", t("duplicates.col_kept")),
            Column("level", t("report.col_level")),
            Column("kind", t("duplicates.col_kind")),
            *(
                Column(name, t(f"duplicates.col_{name}"), numeric=True)
                for name in ("copies", "characters", "similarity")
            ),
        ),
        tuple(_cells(corpus, i, found[i]) for i in range(len(found[:limit]))),
        len(found),
    )


def list_repetitions(report: DuplicateReport) -> list[Repetition]:
    """List what stands more than once, in the order of the table; `d:` and its place marks it."""
    pasted = [
        Repetition(
            "pasted",
            passage.kind,
            passage.copies[0],
            len(passage.copies),
            min(passage.similarities, default=1.0),
        )
        for passage in report.passages
    ]
    grouped = [
        Repetition(
            level,
            group.kind,
            group.kept,
            len(group.members),
            min((member.similarity for member in group.members), default=1.0),
        )
        for level, groups in (("article", report.groups), ("passage", report.shared))
        for group in groups
    ]
    return pasted + grouped


def to_rows(corpus: Corpus, report: DuplicateReport) -> list[dict[str, Any]]:
    """Return every copy as a row: level, group, whether it is kept, where, how alike.

    `level` is `article` for whole articles, `passage` for what several articles share,
    `pasted` for copies inside one article. Groups are numbered from 1 within the whole table.
    """
    made: list[dict[str, Any]] = []
    number = 0
    for level, groups in (("article", report.groups), ("passage", report.shared)):
        for group in groups:
            number += 1
            made += _members(corpus, level, number, group)
    for passage in report.passages:
        number += 1
        likeness = passage.similarities or (1.0,) * len(passage.copies)
        for i, (span, similarity) in enumerate(zip(passage.copies, likeness, strict=True)):
            kept = "yes" if i == 0 else "no"
            made.append(_row(corpus, "pasted", number, passage.kind, span, kept, similarity))
    return made


def to_json(report: DuplicateReport) -> dict[str, Any]:
    """Return a report as plain values; spans are [start, end) in the joined text."""
    return {
        "settings": {
            "similarity": report.settings.similarity,
            "min_passage": report.settings.min_passage,
            "min_articles": report.settings.min_articles,
            "edit": report.settings.edit,
            "prefer": report.settings.prefer,
            "keep": list(report.settings.keep),
        },
        "characters": report.characters,
        "unique_characters": report.unique_characters,
        "sentences": report.sentences,
        "unique_sentences": report.unique_sentences,
        "passages": [
            {
                "article": passage.article_id,
                "period": passage.period,
                "copies": len(passage.copies),
                "spans": [[span.start, span.end] for span in passage.copies],
            }
            for passage in report.passages
        ],
        "groups": [_group(group) for group in report.groups],
        "shared": [_group(group) for group in report.shared],
        "left_out": [
            {
                "article": out.span.article_id,
                "span": [out.span.start, out.span.end],
                "repeats": {
                    "article": out.repeats.article_id,
                    "span": [out.repeats.start, out.repeats.end],
                },
                "similarity": out.similarity,
            }
            for out in report.left_out
        ],
    }


def _cells(corpus: Corpus, place: int, repetition: Repetition) -> tuple[Cell, ...]:
    title = corpus.article(repetition.kept.article_id).title
    return (
        Cell(title, key=f"d:{place}"),
        Cell(t(f"report.level_{repetition.level}")),
        Cell(t(f"duplicates.kind_{repetition.kind}")),
        Cell(repetition.copies),
        Cell(len(repetition.kept)),
        Cell(repetition.similarity, percent=True),
    )


def _members(corpus: Corpus, level: str, number: int, group: Group) -> Iterator[dict[str, Any]]:
    for member in group.members:
        kept = "yes" if member.span == group.kept else "no"
        yield _row(corpus, level, number, group.kind, member.span, kept, member.similarity)


def _row(
    corpus: Corpus, level: str, number: int, kind: str, span: Span, kept: str, similarity: float
) -> dict[str, Any]:
    article = corpus.article(span.article_id)
    return {
        "level": level,
        "group": number,
        "kind": kind,
        "kept": kept,
        "article": span.article_id,
        "title": article.title,
        "source": article.source,
        "published": article.published or "",
        "start": span.start,
        "end": span.end,
        "similarity": round(similarity, 4),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "kept": group.kept.article_id,
        "members": [
            {
                "article": member.span.article_id,
                "span": [member.span.start, member.span.end],
                "similarity": round(member.similarity, 4),
                "new": member.new,
            }
            for member in group.members
        ],
    }
