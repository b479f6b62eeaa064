"""Describes quotations in words: captions, who speaks, what stands in the cells of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from components.i18n import number, t
from components.quotations.ledger import LedgerLine
from components.quotations.quotation import Quotation
from components.text import Copies, Corpus


def caption(lines: Sequence[LedgerLine], copies: Copies) -> str:
    """Say how many quotations there are, of how many speakers, and how many are not certain."""
    named = {line.quotation.entity_id for line in lines} - {""}
    return t(
        "quotations.caption",
        lines=number(len(lines)),
        speakers=number(len(named)),
        direct=number(sum(line.quotation.direct for line in lines)),
        unsure=number(sum(not line.quotation.certain for line in lines)),
        copies=t(f"copies.caption_{copies}"),
    )


def speaker(quotation: Quotation, names: dict[str, str]) -> str:
    """Say who speaks; of a speaker without a name what the text says, and else that none is told.

    Args:
        quotation: what was said.
        names: the names of entities by their ids.
    """
    if quotation.entity_id:
        return names.get(quotation.entity_id, quotation.speaker)
    return quotation.speaker or t("quotations.nobody")


def form(quotation: Quotation) -> str:
    """Say whether it stands in quotation marks or in other words."""
    return t("quotations.form_direct" if quotation.direct else "quotations.form_indirect")


def certainty(quotation: Quotation) -> str:
    """Say whether the grammar leaves a doubt."""
    return t("quotations.certain" if quotation.certain else "quotations.unsure")


def words(corpus: Corpus, quotation: Quotation) -> str:
    """Return what was said, on one line."""
    return " ".join(corpus.text_of(quotation.span).split())


def source(corpus: Corpus, quotation: Quotation) -> str:
    """Say in which outlet and when; the title where neither is known."""
    return source_of(corpus, quotation.span.article_id)


def source_of(corpus: Corpus, article_id: str) -> str:
    """Say of which outlet and day an article is; its title where neither is known."""
    article = corpus.article(article_id)
    told = " ".join(filter(None, (article.outlet, (article.published or "")[:10])))
    return told or article.title


def method(lines: Sequence[LedgerLine], copies: Copies) -> str:
    """Say which quotations are listed."""
    return t("quotations.method", what=caption(lines, copies))
