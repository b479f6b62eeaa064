"""Writes the one-sentence finding that stands above all numbers."""

from __future__ import annotations

from components.i18n import number, share, t
from dashboard.pipeline import Analysis


def finding(analysis: Analysis) -> str:
    """Say in one sentence what was read and how much of it is repeated.

    A corpus without articles gives the sentence that nothing was read.
    """
    report, n_articles = analysis.report, len(analysis.source.articles)
    if not n_articles:
        return t("report.nothing_read")
    if len(report.passages) == 1 == n_articles:
        passage = report.passages[0]
        counted_once = analysis.choices.copies == "unique"
        return t(
            "overview.finding_pasted" if counted_once else "overview.finding_pasted_all",
            period=number(passage.period),
            copies=number(len(passage.copies)),
        )
    articles = number(n_articles)
    if report.share_repeated > 0:
        return t("overview.finding_repeated", articles=articles, share=share(report.share_repeated))
    return t("overview.finding_unique", articles=articles)
