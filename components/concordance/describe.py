"""Describes searches in words: what was found where, what a wrong query lacks, alt texts."""

from __future__ import annotations

from components.concordance.concordance import ArticlePlaces, Findings
from components.concordance.query import QueryError
from components.i18n import number, t
from components.text import Corpus


def caption(corpus: Corpus, findings: Findings) -> str:
    """Say how many places there are, in how many articles, which are not among them, and why."""
    told = [
        t(
            "concordance.found",
            total=number(len(findings.counted)),
            articles=number(findings.counted.n_articles),
            all=number(len(corpus.articles)),
        )
    ]
    if len(findings.uncounted):
        told.append(t("concordance.uncounted", total=number(len(findings.uncounted))))
    if findings.left_out:
        told.append(t("concordance.left_out", n=number(findings.left_out)))
    return " · ".join((*told, t(f"copies.caption_{findings.copies}")))


def fault(error: QueryError) -> str:
    """Say what is wrong with a query, and at which character."""
    what = t(f"concordance.wrong_{error.reason}", part=error.part)
    return t("concordance.wrong", position=number(error.position), what=what)


def dispersion_alt(places: tuple[ArticlePlaces, ...]) -> str:
    """Say in one sentence what the dispersion plot shows; there is an article."""
    most = max(places, key=lambda own: own.n_places)
    return t(
        "concordance.dispersion_alt",
        articles=number(len(places)),
        title=most.title,
        count=number(most.n_places),
    )


def method(corpus: Corpus, findings: Findings) -> str:
    """Say what was looked for where, from the settings in use."""
    settings = findings.settings
    if not settings.query:
        return ""
    comma = t("concordance.method_comma")
    where = [*settings.outlets, *filter(None, (settings.since, settings.until))]
    where += [t("concordance.method_articles", n=number(len(settings.articles)))] * bool(
        settings.articles
    )
    where += [t(f"entities.kind_{kind}") for kind in settings.kinds]
    return t(
        "concordance.method",
        query=settings.query,
        where=comma.join(where) or t("concordance.method_all"),
        order=t(f"concordance.order_{settings.order}"),
        what=caption(corpus, findings),
    )
