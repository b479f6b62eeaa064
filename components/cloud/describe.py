"""Describes a cloud in words: alt text, caption, and what its colours and words mean."""

from __future__ import annotations

from components.cloud.cloud import Cloud, CloudWord
from components.i18n import number, t
from components.theme import SIGNS


def alt(cloud: Cloud) -> str:
    """Say in one sentence what a cloud shows; empty for one without words."""
    if not cloud.words:
        return ""
    first = t("cloud.comma").join(word.word for word in cloud.words[:5])
    return t("cloud.alt", count=number(len(cloud.words)), words=first)


def caption(cloud: Cloud) -> str:
    """Say what was counted, what the areas mean, and how many words found no place."""
    parts = [
        t("cloud.caption_words", words=number(len(cloud.words)), tokens=number(cloud.n_tokens)),
        t("cloud.caption_articles", articles=number(cloud.n_articles)),
        t(f"copies.caption_{cloud.copies}"),
        t("cloud.caption_area"),
    ]
    return " · ".join(filter(None, [*parts, omissions(cloud)]))


def omissions(cloud: Cloud) -> str:
    """Say how many words found no place, and how often the most used of them stands.

    Empty where every word has its place.
    """
    if not cloud.n_left_out:
        return ""
    return t(
        "cloud.caption_left_out",
        count=number(cloud.n_left_out),
        times=number(cloud.most_left_out),
    )


def missing_note(cloud: Cloud) -> str:
    """Say for how many characters no font has a glyph; empty when every one has."""
    if not cloud.missing:
        return ""
    return t("cloud.caption_missing", count=number(len(cloud.missing)), font=cloud.font)


def colour_name(colour: str) -> str:
    """Name what a colour stands for: a part of speech, or a kind of entity with its sign."""
    name = t(f"cloud.colour_{colour}")
    return f"{SIGNS[colour]} {name}" if colour in SIGNS else name


def hover(word: CloudWord) -> str:
    """Say how often a word is used."""
    sign = SIGNS.get(word.colour, "")
    text = t("cloud.hover", word=word.word, count=number(word.count))
    return f"{sign} {text}" if sign else text


def method(cloud: Cloud) -> str:
    """Say what sizes and colours mean, from the settings in use."""
    settings = cloud.settings
    return t(
        "cloud.method",
        most=number(settings.max_words),
        colour=t(f"cloud.colour_by_{settings.colour_by}"),
        seed=number(settings.seed),
        what=caption(cloud),
    )
