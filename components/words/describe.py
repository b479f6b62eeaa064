"""Describes word counts in words: alt text, caption, and the text beside a bar."""

from __future__ import annotations

from components import theme
from components.i18n import number, t
from components.words.analysis import family_of
from components.words.tokens import Row, WordFilter, WordTable


def alt(table: WordTable) -> str:
    """Say in one sentence what the bars show; the table has a row."""
    first = table.rows[0]
    values = {"count": number(first.count), "types": number(len(table.rows))}
    return t("words.alt", word=first.word, **values)


def caption(table: WordTable, *, shown: int | None = None) -> str:
    """Say what was counted: words, different words, articles, filters, copies.

    Args:
        table: the words.
        shown: how many of them are shown; all rows by default.
    """
    filters = describe_filters(table.settings)
    if table.segmenter != "jieba":
        filters.append(t("words.caption_segmenter", name=table.segmenter))
    return t(
        "words.caption",
        tokens=number(table.n_tokens),
        types=number(table.n_types),
        articles=number(table.n_articles),
        shown=number(len(table.rows) if shown is None else min(shown, len(table.rows))),
        filters="".join(f" · {text}" for text in filters),
        copies=t(f"copies.caption_{table.copies}"),
    )


def describe_filters(settings: WordFilter) -> list[str]:
    """Say which words are left out; nothing where all are shown."""
    told = []
    if settings.families:
        told.append(t("words.caption_families"))
    if settings.min_length > 1:
        told.append(t("words.caption_length", length=number(settings.min_length)))
    if settings.stop_words:
        told.append(t("words.caption_stop"))
    return told


def hover(row: Row, table: WordTable) -> str:
    """Say how often a word is used, escaped for plotly."""
    return t(
        "words.hover",
        word=theme.escape(row.word),
        family=t(f"words.family_{family_of(row.pos)}"),
        count=number(row.count),
        rate=number(10_000 * row.count / max(1, table.n_tokens), digits=1),
        articles=number(row.articles),
    )


def method(table: WordTable) -> str:
    """Say which words were counted, and of what rates are parts, from the settings in use."""
    settings = table.settings
    families = t("words.method_comma").join(
        t(f"words.family_{family}") for family in settings.families
    )
    return t(
        "words.method",
        families=families or t("words.method_all"),
        length=number(settings.min_length),
        stop=number(len(settings.stop_words)),
        tokens=number(table.n_tokens),
        types=number(table.n_types),
        articles=number(table.n_articles),
        shown=number(len(table.rows)),
        segmenter=table.segmenter,
        copies=t(f"copies.caption_{table.copies}"),
    )
