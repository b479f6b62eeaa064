"""Gives quotations as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components.entities import EntityIndex
from components.quotations.quotation import QuotationIndex


def to_json(found: QuotationIndex, index: EntityIndex) -> Iterator[dict[str, Any]]:
    """Yield each quotation as plain values; null where nobody is named, or no verb stands.

    `speaker` is the fullest form by which the article calls the speaker, or what it says instead
    of a name; `entity` the name that the corpus knows them by.
    """
    names = {entity.id: entity.name for entity in index.entities}
    for quotation in found.quotations:
        span = quotation.span
        yield {
            "article": span.article_id,
            "span": [span.start, span.end],
            "speaker": quotation.speaker or None,
            "entity": names.get(quotation.entity_id),
            "cue": quotation.cue or None,
            "direct": quotation.direct,
            "certain": quotation.certain,
        }
