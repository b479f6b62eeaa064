"""Gives the rows of a measure: a table with as many digits as the counts support, and JSON."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

from components.i18n import t
from components.statistics.analysis import MIN_USES
from components.statistics.describe import ratio_label, refusal
from components.statistics.statistic import ArticleWord, KeyWord, Measure, Statistic
from components.table import Cell, Column, Table
from components.text import Corpus, Span

_NAMES: dict[Measure, tuple[str, ...]] = {
    "keyness": ("word", "count", "other", "g2", "log_ratio", "ratio"),
    "dispersion": ("word", "count", "articles", "dp", "dp_norm"),
    "tf_idf": ("article", "word", "count", "tf_idf"),
    "ngrams": ("text", "count", "per_10k"),
    "collocates": ("word", "meetings", "count", "frequency", "log_dice", "g2", "npmi"),
    "trend": ("period", "word", "count", "n_tokens", "per_10k"),
}
_SETTINGS: dict[Measure, tuple[str, ...]] = {
    "keyness": ("against", "here", "there", "since", "min_count"),
    "dispersion": (),
    "tf_idf": (),
    "ngrams": ("size", "min_count"),
    "collocates": ("word", "window", "association", "min_count"),
    "trend": ("words", "by"),
}
_TEXTS = ("word", "text", "article", "period", "ratio")
_DIGITS = {"tf_idf": 4, "g2": 1, "per_10k": 1}
_DIGITS |= dict.fromkeys(("dp", "dp_norm", "log_ratio", "log_dice", "npmi"), 2)


def to_table(statistic: Statistic[Any], corpus: Corpus) -> Table:
    """Return the rows of a measure, each number under its name.

    Args:
        statistic: what was measured.
        corpus: the articles, for their titles.
    """
    measure = statistic.settings.measure
    titles = {article.id: article.title for article in corpus.articles}
    names = _NAMES[measure]
    rows = tuple(
        tuple(
            Cell(_value(row, name, statistic, titles), digits=_DIGITS.get(name, 0))
            for name in names
        )
        for row in statistic.rows
    )
    columns = tuple(Column(name, _title(name, measure), name not in _TEXTS) for name in names)
    return Table(measure, t(f"statistics.measure_{measure}"), columns, rows, len(rows))


def to_json(statistic: Statistic[Any]) -> dict[str, Any]:
    """Return a measure as the command line prints it: what it rests on, and its rows.

    `refused` says why there are no rows; of settings only those that the measure looks at.
    """
    settings = statistic.settings
    refused = {"reason": statistic.refused, "needs": statistic.needs, "has": statistic.has,
               "message": refusal(statistic)} if statistic.refused else None  # fmt: skip
    return {
        "measure": settings.measure,
        "settings": {name: getattr(settings, name) for name in _SETTINGS[settings.measure]},
        "n_tokens": statistic.n_tokens,
        "n_articles": statistic.n_articles,
        "copies": statistic.copies,
        "refused": refused,
        "rows": [_plain_row(row) for row in statistic.rows],
    }


def _plain_row(row: Any) -> dict[str, Any]:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    if "spans" in values:
        values |= {"count": row.count, "spans": [_place(span) for span in values["spans"]]}
    return values


def _place(span: Span) -> tuple[str, int, int]:
    return (span.article_id, span.start, span.end)


def _title(name: str, measure: Measure) -> str:
    if name == "count" and measure in ("keyness", "collocates"):
        return t(f"statistics.col_count_{measure}")
    return t(f"statistics.col_{name}")


def _value(
    row: Any, name: str, statistic: Statistic[Any], titles: dict[str, str]
) -> str | float | None:
    general = statistic.settings.against == "general"
    match row, name:
        case ArticleWord(), "article":
            return titles.get(row.article_id, "")
        case KeyWord(), "ratio":
            return ratio_label(row, general=general)
        case KeyWord(), "log_ratio" if general and row.other < MIN_USES:
            return None  # as `ratio_label` says
        case _, "per_10k" if statistic.settings.measure == "ngrams":
            return 10_000 * cast("int", row.count) / max(1, statistic.n_tokens)
        case _:
            return cast("str | float", getattr(row, name))
