"""Describes names in words: alt text, caption, and the text beside a bar."""

from __future__ import annotations

from itertools import zip_longest

from components import theme
from components.entities.index import Entity, EntityIndex
from components.i18n import number, t

# A spelling speaks for itself.
_TOLD = ("listed", "bracketed", "part", "short")


def alt(index: EntityIndex) -> str:
    """Say in one sentence what the bars show; the index has an entity."""
    first = index.entities[0]
    count = number(index.counts[first.id])
    return t("entities.alt", name=first.name, count=count, entities=number(len(index.entities)))


def caption(index: EntityIndex) -> str:
    """Say what was counted: names, mentions, sentences, copies."""
    return t(
        "entities.caption",
        entities=number(len(index.entities)),
        mentions=number(len(index.mentions)),
        sentences=number(len(index.sentences)),
        copies=t(f"copies.caption_{index.copies}"),
    )


def hover(entity: Entity, count: int) -> str:
    """Say how often an entity is named, and how else it is written, escaped for plotly."""
    lines = t(
        "entities.hover",
        name=theme.escape(entity.name),
        kind=t(f"entities.kind_{entity.kind}"),
        count=number(count),
    )
    if not entity.aliases:
        return lines
    return f"{lines}<br>{t('entities.hover_aliases', aliases=theme.escape(aliases(entity)))}"


def aliases(entity: Entity) -> str:
    """List the other written forms of an entity, with the reason where it is no spelling."""
    told = [
        t("entities.because", alias=alias, reason=t(f"entities.reason_{reason}"))
        if reason in _TOLD
        else alias
        for alias, reason in zip_longest(entity.aliases, entity.reasons, fillvalue="")
    ]
    return t("entities.aliases_join").join(told)
