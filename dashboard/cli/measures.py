"""The commands `statistics`, `cloud`, `concordance`: options of their pages, the same numbers."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from components import cloud, concordance, contrast, split, statistics
from components.cloud import CloudSettings
from components.concordance import SearchSettings
from components.concordance import describe as concordance_words
from components.concordance import export as concordance_export
from components.i18n import t
from components.lexicon import KINDS
from components.statistics import Association, Measure, StatisticSettings
from components.text import PERIODS, Corpus, GroupField, Grouping, Period, group_articles, norm_of
from components.theme import ColourMode
from dashboard.pipeline import (
    Analysis,
    WrongChoiceError,
    lay_out_cloud,
    lay_out_columns,
    list_near,
    search,
)
from dashboard.writing import write_atomically

VERBS = ("statistics", "cloud", "concordance")
_CONTRAST = "contrast"
_FIELDS = tuple(field for field in get_args(GroupField) if field != "selection")
_LINES = 3  # words that a trend follows where none is named, as on the page


def add_options(verb: argparse.ArgumentParser, name: str) -> None:
    """Add the options that a page of the same name has."""
    add = {"statistics": _add_statistics, "cloud": _add_cloud, "concordance": _add_concordance}
    add[name](verb)


def _add_statistics(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--measure", choices=(*get_args(Measure), _CONTRAST), default="keyness")
    verb.add_argument(
        "--by", choices=_FIELDS,
        help="measure each group of articles by itself (key words: against all others); "
        "of a trend the length of a period",
    )  # fmt: skip
    verb.add_argument("--groups", metavar="NAME,…", help="contrast: these groups, all by default")
    verb.add_argument("--subject", choices=get_args(contrast.Subject), default="words")
    verb.add_argument("--within", choices=get_args(contrast.Within), default="all")
    verb.add_argument("--here", metavar="ID", action="append", help="key words of this article")
    verb.add_argument("--there", metavar="ID", action="append", help="against this one")
    verb.add_argument("--since", metavar="DATE", help="key words since this day, against before")
    verb.add_argument("--word", help="collocates: the word in the middle")
    verb.add_argument("--words", metavar="WORD,…", help="trend: the words to follow")
    verb.add_argument("--window", type=_at_least(1), default=5, help="collocates: words a side")
    verb.add_argument("--rank", choices=get_args(Association), default="log_dice")
    verb.add_argument("--size", type=_at_least(2), default=2, help="n-grams: words in a row")
    verb.add_argument("--min-count", type=_at_least(1), help="fewest uses")
    verb.add_argument(
        "--stop-words", action="store_true", help="let stop words and numbers be rows"
    )


def _add_cloud(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--size", choices=get_args(cloud.Size), default="wide")
    verb.add_argument("--max-words", type=_at_least(1), default=80)
    verb.add_argument("--colour-by", choices=get_args(cloud.ColourBy), default="pos")
    verb.add_argument("--rotate", choices=get_args(cloud.Rotate), default="never")
    verb.add_argument("--typeface", choices=get_args(cloud.Typeface), default="sans")
    verb.add_argument("--seed", type=_at_least(1), default=1, help="another arrangement")
    verb.add_argument(
        "--by",
        choices=_FIELDS,
        help="a cloud for each group of articles, on one scale; drawn in light colours, named",
    )
    verb.add_argument(
        "--groups", metavar="NAME,…", help="--by: these groups, the largest by default"
    )
    verb.add_argument("--within", choices=get_args(contrast.Within), default="all")
    verb.add_argument("--mode", choices=get_args(ColourMode), default="light")
    verb.add_argument("--background", choices=get_args(cloud.Background), default="paper")
    verb.add_argument(
        "--output", type=Path, action="append", default=[], metavar="FILE",
        help="draw it: .svg or .png; may be given twice",
    )  # fmt: skip


def _add_concordance(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--order", choices=get_args(concordance.Order), default="position")
    verb.add_argument("--width", type=_at_least(0), default=24, help="characters on each side")
    verb.add_argument("--limit", type=_at_least(0), help="places of each kind; all by default")
    verb.add_argument("--article", metavar="ID", action="append", default=[])
    verb.add_argument("--outlet", metavar="NAME", action="append", default=[])
    verb.add_argument("--since", metavar="DATE", default="", help="published on this day or later")
    verb.add_argument("--until", metavar="DATE", default="", help="on this day or earlier")
    verb.add_argument(
        "--kind", choices=KINDS, action="append", default=[], help="the sentence names one"
    )
    verb.add_argument(
        "--collocates", metavar="WINDOW", type=_at_least(1),
        help="print the words within so many words instead",
    )  # fmt: skip


def _at_least(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"{value} < {least}")
        return value

    read.__name__ = "number"  # what argparse calls a wrong one
    return read


def measure(analysis: Analysis, options: argparse.Namespace) -> dict[str, Any]:
    """Take the measure that is asked for, of the whole corpus or of each group.

    Raises:
        WrongChoiceError: an option names an article that is not there, or lacks a word.
    """
    if options.measure == _CONTRAST:
        return _contrast(analysis, options)
    settings = _settings(analysis, options)
    by: GroupField | None = options.by
    if by is None or settings.measure == "trend":
        return _take(analysis, settings)
    grouping = group_articles(analysis.source, by)
    groups = [
        {"group": group.label, "articles": len(group.ids), **made}
        for group, made in zip(
            grouping.groups, _take_each(analysis, settings, grouping), strict=True
        )
    ]
    return {"by": by, "groups": groups, "without": len(grouping.without)}


def _contrast(analysis: Analysis, options: argparse.Namespace) -> dict[str, Any]:
    """Compare groups of articles with each other, as the page of the same name does."""
    grouping = group_articles(analysis.source, options.by or "outlet")
    asked = _choose_groups(grouping, options)
    settings = contrast.ContrastSettings(
        grouping.by, tuple(asked), options.subject, options.within,
        min_count=options.min_count or 5,
    )  # fmt: skip
    found = contrast.compare(
        analysis.counted, analysis.tokens, grouping,
        stories=analysis.story_ids,
        names=analysis.name_uses if options.subject == "names" else (),
        stop_words=frozenset() if options.stop_words else analysis.empty_norms,
        settings=settings,
    )  # fmt: skip
    return contrast.to_json(found)


def _choose_groups(grouping: Grouping, options: argparse.Namespace) -> list[str]:
    """Return the groups that are named; none where none is."""
    asked = [name.strip() for name in (options.groups or "").split(",") if name.strip()]
    for name in asked:
        if name not in grouping.labels:
            known = ", ".join(grouping.labels)
            raise WrongChoiceError(t("cli.no_group", group=name, known=known))
    return asked


def _take(analysis: Analysis, settings: StatisticSettings) -> dict[str, Any]:
    result = statistics.measure(analysis.counted, analysis.tokens, settings)
    return statistics.to_json(result)


def _take_each(
    analysis: Analysis, settings: StatisticSettings, grouping: Grouping
) -> Iterator[dict[str, Any]]:
    """Measure each group: key words against all other articles that have a group."""
    known = {article_id for group in grouping.groups for article_id in group.ids}
    for group in grouping.groups:
        if settings.measure == "keyness":
            others = tuple(sorted(known - set(group.ids)))
            asked = replace(settings, against="articles", here=group.ids, there=others)
            made = _take(analysis, asked)
            of_both = made["settings"]  # the ids of both sides are those of the groups
            yield made | {"settings": {"against": "others", "min_count": of_both["min_count"]}}
        else:
            own = statistics.of_articles(analysis.tokens, group.ids)
            yield statistics.to_json(statistics.measure(analysis.counted, own, settings))


def _settings(analysis: Analysis, options: argparse.Namespace) -> StatisticSettings:
    measure: Measure = options.measure
    fewest = statistics.FEWEST.get(measure, 1)
    return StatisticSettings(
        measure,
        **_sides(analysis.source, options),
        size=options.size,
        word=_word(options) if measure == "collocates" else "",
        window=options.window,
        association=options.rank,
        words=_words(analysis, options) if measure == "trend" else (),
        by=_period(options) if measure == "trend" else "month",
        min_count=fewest if options.min_count is None else options.min_count,
        stop_words=frozenset() if options.stop_words else analysis.empty_norms,
    )


def _sides(corpus: Corpus, options: argparse.Namespace) -> dict[str, Any]:
    """Return what key words are compared to: general Chinese, articles, or earlier dates."""
    if options.since:
        return {"against": "dates", "since": options.since}
    if not options.here:
        return {}
    _check_articles(corpus, (*options.here, *(options.there or ())))
    there = tuple(options.there or ())
    return {"against": "articles", "here": tuple(options.here), "there": there}


def _word(options: argparse.Namespace) -> str:
    if not options.word:
        raise WrongChoiceError(t("cli.no_word"))
    return norm_of(options.word)


def _words(analysis: Analysis, options: argparse.Namespace) -> tuple[str, ...]:
    if options.words:
        return tuple(norm_of(word.strip()) for word in options.words.split(",") if word.strip())
    return tuple(row.norm for row in analysis.content_words.rows[:_LINES])


def _period(options: argparse.Namespace) -> Period:
    if options.by is None:
        return "month"
    if options.by not in PERIODS:
        raise WrongChoiceError(t("cli.no_period", by=options.by, known=", ".join(PERIODS)))
    period: Period = options.by
    return period


def draw_cloud(analysis: Analysis, options: argparse.Namespace) -> dict[str, Any]:
    """Lay the cloud out, write the pictures that are asked for, and return its words.

    Raises:
        WrongChoiceError: no font draws Chinese, or a picture cannot be written.
    """
    settings = CloudSettings(
        size=options.size, max_words=options.max_words, colour_by=options.colour_by,
        rotate=options.rotate, typeface=options.typeface, seed=options.seed,
    )  # fmt: skip
    for path in options.output:
        if path.suffix.lower() not in (".svg", ".png"):
            raise WrongChoiceError(t("cli.no_picture", path=path))
    try:
        if options.by:
            return _draw_clouds(analysis, options, settings)
        laid = lay_out_cloud(analysis.content_words, analysis.index, settings)
    except cloud.FontMissingError as error:
        raise WrongChoiceError(t("cloud.font_missing")) from error
    for path in options.output:
        _write(laid, path, options)
    return cloud.to_json(laid)


def _draw_clouds(
    analysis: Analysis, options: argparse.Namespace, picture: CloudSettings
) -> dict[str, Any]:
    """Lay out a cloud for each group, as the page in columns does, and draw them side by side."""
    from dashboard.report import paper
    from dashboard.report.static_figures import draw_clouds

    grouping = group_articles(analysis.source, options.by)
    largest = sorted(grouping.groups, key=lambda group: -len(group.ids))[: split.MOST_COLUMNS]
    usual = [group.label for group in grouping.groups if group in largest]
    labels = (_choose_groups(grouping, options) or usual)[: split.MOST_COLUMNS]
    settings = split.SplitSettings(options.by, tuple(labels), options.within)
    of_words: dict[str, Any] = {
        "settings": settings, "shown": analysis.content_words.settings,
        "stories": analysis.story_ids if options.within == "stories" else (),
    }  # fmt: skip
    texts = analysis.counted, analysis.tokens, grouping
    made = split.split_words(*texts, **of_words)
    laid = lay_out_columns(*texts, analysis.index, picture=picture, **of_words)
    if laid and options.output:
        figure = draw_clouds(analysis, made, laid)
        for path in options.output:
            is_svg = path.suffix.lower() == ".svg"
            _write_file(path, paper.to_svg(figure) if is_svg else paper.to_png(figure))
    clouds = (
        {"group": column.label, "articles": column.articles, **cloud.to_json(one)}
        for column, one in zip(made.columns, laid, strict=True)
    )
    return {"by": options.by, "within": options.within, "clouds": list(clouds)}


def _write(laid: cloud.Cloud, path: Path, options: argparse.Namespace) -> None:
    look = {"mode": options.mode, "background": options.background}
    is_svg = path.suffix.lower() == ".svg"
    _write_file(path, cloud.to_svg(laid, **look).encode() if is_svg else cloud.to_png(laid, **look))


def _write_file(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongChoiceError(t("report.not_written", path=path, reason=reason)) from error


def find_places(analysis: Analysis, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the places of a query, or the words around them, a document each.

    Raises:
        WrongChoiceError: the query makes no sense, or an article is not there.
    """
    settings = SearchSettings(
        options.query, options.order, options.width, tuple(options.article),
        tuple(options.outlet), options.since, options.until, tuple(options.kind),
    )  # fmt: skip
    _check_articles(analysis.source, options.article)
    try:
        found = search(analysis, settings)
    except concordance.QueryError as error:
        raise WrongChoiceError(concordance_words.fault(error)) from error
    if options.collocates:
        near = list_near(analysis, found, window=options.collocates)
        return list(concordance_export.neighbours_to_json(near))
    return list(concordance_export.to_json(analysis.counted, found, limit=options.limit))


def _check_articles(corpus: Corpus, names: Sequence[str]) -> None:
    known = {article.id for article in corpus.articles}
    for name in names:
        if name not in known:
            raise WrongChoiceError(t("cli.no_article", id=name))


PRINTERS: dict[str, Callable[[Analysis, argparse.Namespace], Any]] = {
    "statistics": measure,
    "cloud": draw_cloud,
    "concordance": find_places,
}
