"""Describes names in words: alt text, caption, and the text beside a bar."""

from __future__ import annotations

from itertools import zip_longest

from components import theme
from components.entities.card import NameCard, Sighting
from components.entities.doubts import Answer, Doubt
from components.entities.index import Entity, EntityFilter, EntityIndex
from components.i18n import number, t

# A spelling speaks for itself.
_TOLD = ("listed", "bracketed", "part", "short")
_TITLES = 6  # told of one person


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


def facts(card: NameCard) -> str:
    """Say what kind of name it is, and in how many articles it stands."""
    return t(
        "entities.card_kind",
        sign=theme.SIGNS[card.entity.kind],
        kind=t(f"entities.kind_{card.entity.kind}"),
        articles=number(card.articles),
    )


def more_facts(card: NameCard) -> tuple[str, ...]:
    """Say how else it is written, which titles it bears, how it is spread; maybe nothing."""
    titles = t("entities.aliases_join").join(
        t("entities.card_title", title=title.text, count=number(title.count))
        for title in card.titles[:_TITLES]
    )
    told = []
    if card.entity.aliases:
        told.append(t("entities.card_aliases", aliases=aliases(card.entity)))
    if titles:
        told.append(t("entities.card_titles", titles=titles))
    if card.spread is not None:
        told.append(t("entities.card_spread", spread=number(card.spread, digits=2)))
    return tuple(told)


def sightings(card: NameCard) -> tuple[tuple[str, Sighting], ...]:
    """Say when and where it is named first and last; one sentence where both are one."""
    if card.first == card.last:
        return ((t("entities.card_once", when=_when(card.first)), card.first),)
    first = t("entities.card_first", when=_when(card.first))
    return (first, card.first), (t("entities.card_last", when=_when(card.last)), card.last)


def is_undated(card: NameCard) -> bool:
    """Tell whether first and last go by the order of articles, since none has a day."""
    return not card.first.published


def timeline_alt(card: NameCard) -> str:
    """Say in one sentence what the timeline shows; it has a period."""
    most = max(card.timeline, key=lambda period: period.mentions)
    return t(
        "entities.card_timeline",
        first=card.timeline[0].start,
        last=card.timeline[-1].start,
        day=most.start,
        count=number(most.mentions),
    )


def _when(sighting: Sighting) -> str:
    moment = (sighting.published or "").replace("T", " ")[:16]
    told = " · ".join(part for part in (moment, sighting.outlet) if part)
    told = told or sighting.title
    return told if sighting.counts else t("entities.card_uncounted", when=told)


def question(doubt: Doubt) -> str:
    """Ask what is doubtful."""
    if doubt.other is None:
        kind = t(f"entities.kind_{doubt.entity.kind}")
        return t("entities.review_name", name=doubt.entity.name, kind=kind)
    return t("entities.review_merge", one=doubt.entity.name, other=doubt.other.name)


def grounds(doubt: Doubt) -> str:
    """Say why it is doubtful."""
    count, sure = number(doubt.count), number(round(100 * doubt.confidence))
    reason = "entities.review_why_name" if doubt.other is None else "entities.review_why_merge"
    return t(reason, name=doubt.entity.name, count=count, sure=sure)


def answer_label(doubt: Doubt, answer: Answer) -> str:
    """Say what an answer means."""
    if answer in theme.SIGNS:
        return f"{theme.SIGNS[answer]} {t(f'entities.kind_{answer}')}"
    if answer == "skip":
        return t("entities.review_skip")
    return t(f"entities.review_{answer}_{doubt.question}")


def method(index: EntityIndex, settings: EntityFilter | None = None) -> str:
    """Say which names were counted, from the settings in use."""
    settings = settings or EntityFilter()
    kinds = t("entities.aliases_join").join(t(f"entities.kind_{kind}") for kind in settings.kinds)
    sure = settings.min_confidence
    return t(
        "entities.method_sure" if sure else "entities.method",
        kinds=kinds,
        least=number(settings.min_mentions),
        sure=number(round(100 * sure)),
        what=caption(index),
    )
