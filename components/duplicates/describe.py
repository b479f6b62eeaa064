"""Describes duplicates in words: the finding, captions, alt texts, what is new in a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from components.duplicates.report import DuplicateReport, LeftOut
from components.duplicates.strip import Segment, Strip
from components.duplicates.versions import Version
from components.i18n import number, share, t
from components.text import Article

_SOURCES = 4  # articles that are named as the ones a version repeats


def finding(report: DuplicateReport) -> str:
    """Say in one sentence what is repeated, in the reader's words."""
    if len(report.passages) == 1 and not report.groups:
        passage = report.passages[0]
        key = "finding_pasted" if passage.kind == "exact" else "finding_pasted_edited"
        return t(
            f"duplicates.{key}",
            copies=number(len(passage.copies)),
            period=number(passage.period),
        )
    parts = []
    if report.groups:
        members = sum(len(group.members) for group in report.groups)
        parts.append(
            t("duplicates.finding_groups", groups=number(len(report.groups)), n=number(members))
        )
    if report.passages:
        parts.append(t("duplicates.finding_pastes", n=number(len(report.passages))))
    if report.shared:
        parts.append(t("duplicates.finding_shared", n=number(len(report.shared))))
    if parts:
        return t("duplicates.and").join(parts) + t("duplicates.stop")
    repeats = report.unique_characters < report.characters
    return t("duplicates.finding_sentences" if repeats else "duplicates.finding_none")


def settings_line(report: DuplicateReport) -> str:
    """Say what counted as the same, and how many stretches were left out for what reason."""
    settings = report.settings
    parts = [
        t("duplicates.caption_similarity", share=f"{round(100 * settings.similarity)}%"),
        t("duplicates.caption_edit", share=f"{round(100 * settings.edit)}%"),
        t(f"duplicates.caption_{settings.prefer}"),
    ]
    kinds = Counter(_kind_of(out) for out in report.left_out)
    parts += [
        t(f"duplicates.left_out_{kind}", n=number(kinds[kind]))
        for kind in ("pasted", "same", "edited")
        if kinds[kind]
    ]
    return " · ".join(parts)


def strip_alt(strip: Strip, report: DuplicateReport) -> str:
    """Say in one sentence what the map shows."""
    return t(
        f"duplicates.strip_alt_{strip.kind}",
        rows=number(len(strip.rows)),
        share=share(report.share_repeated),
        stretches=number(len(report.left_out)),
    )


def strip_note(strip: Strip, *, marks: str = "") -> str:
    """Explain the marks of the map, and say what is not drawn.

    Args:
        strip: what is drawn.
        marks: what the marks mean, where a click does something else than on the page.
    """
    if not strip.rows:
        return t("duplicates.strip_nothing", n=number(strip.not_shown))
    note = marks or t("duplicates.strip_note")
    if strip.kind == "groups":
        note = t("duplicates.strip_lines") + note
    if strip.repeating:
        note += t(
            "duplicates.strip_cut", n=number(strip.not_shown), repeating=number(strip.repeating)
        )
    elif strip.not_shown:
        note += t("duplicates.strip_not_shown", n=number(strip.not_shown))
    return note


def stretch(segment: Segment) -> str:
    """Say what a stretch of the map is."""
    if segment.state == "unique":
        return t("duplicates.hover_unique")
    if segment.state == "kept":
        return t("duplicates.hover_kept", n=number(segment.copies - 1))
    if segment.copy and segment.title == segment.origin:
        return t(
            "duplicates.hover_pasted", copy=number(segment.copy), copies=number(segment.copies)
        )
    return t("duplicates.hover_copy", title=segment.origin, similarity=share(segment.similarity))


def place(segment: Segment) -> str:
    """Say where a stretch of the map stands."""
    span = segment.span
    return t("duplicates.hover_place", start=number(span.start + 1), end=number(span.end))


def name_of(article: Article, *, beside: str = "") -> str:
    """Name an article by its title, who published it, and when.

    Args:
        article: the article.
        beside: a title that is read beside the name, and so not said again.
    """
    source, day = article.outlet or article.source, _day(article)
    parts = ("" if article.title == beside else article.title, source, day)
    return " · ".join(part for part in parts if part and not (part == day and day in source))


def share_new(version: Version, report: DuplicateReport, *, first: bool) -> str:
    """Say how much of a version is new, in the reader's words.

    Args:
        version: an article of a group.
        report: whose settings say which place of a sentence counts.
        first: whether it is the first of its group by time.
    """
    if not version.member.new:
        return t("duplicates.new_none")
    part = version.member.share_new
    # Only where the earliest counts, what counts is what was new then.
    by_time = report.settings.prefer == "earliest" and not report.settings.keep
    if part == 1:
        return t("duplicates.new_first" if first and by_time else "duplicates.new_all")
    key = "new_update" if by_time and not first else "new_counted"
    return t(f"duplicates.{key}", share=percent(part))


def percent(value: float) -> str:
    """Write a share between none and all as whole per cents, never as 0 or 100."""
    if value < 0.01:
        return t("duplicates.under_one")
    return f"{min(99, round(100 * value))} %"


def sources(version: Version, name: Callable[[str], str]) -> str:
    """Say what a version repeats, and how much of each; empty where it repeats nothing.

    Args:
        version: an article of a group.
        name: gives the name of an article by its id.
    """
    shown = version.sources[:_SOURCES]
    told = [t("duplicates.repeats_part", name=name(i), n=number(n)) for i, n in shown]
    if len(version.sources) > len(shown):
        told.append(t("duplicates.repeats_more", n=number(len(version.sources) - len(shown))))
    return t("duplicates.repeats", parts=t("duplicates.and").join(told)) if told else ""


def _day(article: Article) -> str:
    return (article.published or "").replace("T", " ")[:16]


def _kind_of(out: LeftOut) -> str:
    if out.span.article_id == out.repeats.article_id:
        return "pasted"
    return "same" if out.similarity == 1 else "edited"


def method(report: DuplicateReport) -> str:
    """Say what counted as the same, and what was left out, from the settings in use."""
    return t(
        "duplicates.method",
        passage=number(report.settings.min_passage),
        told=settings_line(report).replace(" · ", t("duplicates.method_comma")),
    )
