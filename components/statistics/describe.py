"""Describes word statistics in words: alt text, caption, refusal, texts of marks."""

from __future__ import annotations

from typing import Any

from components import theme
from components.i18n import number, t
from components.statistics.analysis import CRITICAL, MIN_USES
from components.statistics.statistic import (
    ArticleWord,
    Collocate,
    KeyWord,
    Ngram,
    Spread,
    Statistic,
    StatisticRow,
    TrendPoint,
    axis_of,
)
from components.text import Corpus, norm_of

_CHARACTERS_A_WORD = 1.7  # in news, punctuation included; to say how much text is missing


def refusal(statistic: Statistic[Any]) -> str:
    """Say why there is no number, how much text is needed and how much there is."""
    return t(
        f"statistics.refused_{statistic.settings.measure}_{statistic.refused}",
        needs=number(statistic.needs),
        has=number(statistic.has),
        characters=number(round(statistic.needs * _CHARACTERS_A_WORD, -2)),
    )


def alt(statistic: Statistic[Any], rows: tuple[Any, ...]) -> str:
    """Say in one sentence what the figure shows; there is a row."""
    measure = statistic.settings.measure
    first = rows[0].text if measure == "ngrams" else rows[0].word
    name = t(f"statistics.measure_{measure}")
    return t("statistics.alt", measure=name, word=first, rows=number(len(rows)))


def caption(statistic: Statistic[Any]) -> str:
    """Say what was counted: words, articles, thresholds, copies."""
    settings = statistic.settings
    details = t(
        f"statistics.caption_{settings.measure}",
        min=number(settings.min_count),
        uses=number(MIN_USES),
        g2=number(CRITICAL, digits=2),
        size=number(settings.size),
        window=number(settings.window),
        rank=t(f"statistics.col_{axis_of(statistic)}"),
        period=t(f"statistics.by_{settings.by}"),
    )
    parts = [
        t("statistics.caption", tokens=number(statistic.n_tokens),
          articles=number(statistic.n_articles)),
        details,
        t("statistics.caption_stop") if settings.stop_words else "",
        t(f"copies.caption_{statistic.copies}"),
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def caveat(statistic: Statistic[Any]) -> str:
    """Say that copies make the measure look more certain than the text is; else nothing."""
    g2 = statistic.settings.measure == "keyness" or axis_of(statistic) == "g2"
    return t("statistics.inflated") if statistic.copies.startswith("all") and g2 else ""


def middle(statistic: Statistic[Any], corpus: Corpus) -> str:
    """Return the written form of the word whose collocates there are."""
    norm = statistic.settings.word
    spans = (span for row in statistic.rows for span in row.spans)
    forms = (corpus.text_of(span) for span in spans)
    return next((form for form in forms if norm_of(form) == norm), norm)


def ratio_label(row: KeyWord, *, general: bool) -> str:
    """Say how many times as often a key word is used; words without uses there have no ratio.

    Nor have words that the dictionary counts fewer than 5 times, which is how it counts words
    that were added without a count.
    """
    if general and row.other < MIN_USES:
        return t(f"statistics.{'rare' if row.other else 'not'}_in_dictionary")
    if not row.other:
        return t("statistics.not_there")
    if not row.count:
        return t("statistics.not_here")
    times = float(f"{2 ** abs(row.log_ratio):.2g}")  # counts of a few uses bear two digits
    sign = "times" if row.log_ratio >= 0 else "times_less"
    return t(f"statistics.{sign}", times=number(times, digits=1 if times < 10 else 0))


def label(row: StatisticRow, statistic: Statistic[Any]) -> str:
    """Say what stands beside the mark of a row."""
    match row:
        case KeyWord():
            return ratio_label(row, general=statistic.settings.against == "general")
        case Spread():
            return t("statistics.label_spread", **_numbers(row, "count", "articles"))
        case Ngram():
            return number(row.count)
        case Collocate():
            return t("statistics.label_count", count=number(row.meetings))
        case _:
            return t("statistics.label_count", count=number(row.count))


def hover(row: StatisticRow, statistic: Statistic[Any]) -> str:
    """Say all numbers of a row, escaped for plotly."""
    match row:
        case KeyWord():
            values = {
                "other": number(row.other),
                "ratio": label(row, statistic),
                "g2": number(row.g2, digits=1),
            }
        case Spread():
            values = {"articles": number(row.articles), "dp": number(row.dp_norm, digits=2)}
        case ArticleWord():
            values = {"tf_idf": number(row.tf_idf, digits=4)}
        case Ngram():
            values = {}
        case Collocate():
            values = _numbers(row, "meetings", "frequency")
            values |= {name: number(getattr(row, name), digits=2) for name in ("log_dice", "npmi")}
            values["g2"] = number(row.g2, digits=1)
        case TrendPoint():
            values = {
                "period": row.period,
                "tokens": number(row.n_tokens),
                "rate": number(row.per_10k, digits=1),
            }
    word = theme.escape(row.text if isinstance(row, Ngram) else row.word)
    key = f"statistics.hover_{statistic.settings.measure}"
    return t(key, word=word, count=number(row.count), **values)


def _numbers(row: object, *names: str) -> dict[str, str]:
    return {name: number(getattr(row, name)) for name in names}


def method(statistic: Statistic[Any]) -> str:
    """Say what was measured by which formula, from the settings in use."""
    measure = statistic.settings.measure
    told = {part: t(f"statistics.{part}_{measure}") for part in ("unit", "formula", "source")}
    name = t(f"statistics.measure_{measure}")
    what = refusal(statistic) if statistic.refused else caption(statistic)
    return t("statistics.method", name=name, what=what.rstrip("。."), **told)
