"""Writes the HTML report: one file with figures, sentences, tables, settings and methods.

It is opened from a disk, years later, on a machine without a network. So it carries all it
needs, asks for nothing, and forbids its own page to ask: a content security policy allows the
scripts written here, by their hashes, and no other, whatever a text contains.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from components import i18n
from components.contrast import describe as contrast_describe
from components.difference import describe as difference_describe
from components.duplicates.describe import strip_note
from components.duplicates.export import list_repetitions
from components.duplicates.strip import Strip
from components.entities import describe as entities_describe
from components.i18n import number, share, t
from components.lexicon import KINDS
from components.network import CooccurrenceNetwork, NetworkSettings
from components.network import describe as network_describe
from components.network.canvas.scene import SCRIPTS, read_part
from components.reading import describe_refusal
from components.split import describe as split_describe
from components.statistics import describe as statistics_describe
from components.stories import describe as stories_describe
from components.table import Table
from components.text import Span
from components.theme import SANS, SERIF, SIGNS
from components.timeline import describe as timeline_describe
from components.words import Row
from components.words import describe as words_describe
from dashboard import __version__
from dashboard.content_security import allow_script
from dashboard.guard import Guard
from dashboard.pipeline import Analysis
from dashboard.report import figures, tables
from dashboard.report.evidence import Book, Quote
from dashboard.report.finding import finding
from dashboard.report.methods import list_methods

_QUOTES = 40
_EACH = 3  # sentences a link gives where there are more than fit
_PRINTED = 40  # rows of a table that go on paper
_PACKAGES = ("jieba", "opencc", "wordcloud", "rustworkx", "graspologic-native", "numpy", "plotly")
_SEGMENTERS = {"rjieba": "rjieba", "wapic": "wapic"}


def write(analysis: Analysis, *, title: str = "") -> str:
    """Write the report of an analysis in the language in use.

    The same analysis gives the same file.

    Args:
        analysis: what to report; steps not made yet are made now.
        title: what stands above it; the finding by default, which then stands below.

    Returns:
        An HTML document without any outer reference; its text comes escaped. A corpus without
        articles gives a report that says so.
    """
    guard = Guard("the report")
    # As on its page: with all names linked there is nothing to see, and much to lay out.
    graph = guard.make("network", lambda: _graph(analysis), CooccurrenceNetwork())
    strip = guard.make("strip", lambda: figures.map_of(analysis), Strip())
    charts = _charts(analysis, graph, guard)
    book = guard.make("evidence", lambda: Book(analysis), None)
    entries = _entries(book, analysis, graph, strip, guard)
    quotes, quotes_note = guard.make("sentences", lambda: _quotes(book, graph), ((), ""))
    drawn = {chart.name: chart.by_mode for chart in charts.values()}
    scenes = {chart.name: chart.scenes for chart in charts.values() if chart.scenes}
    parts = {
        "finding": guard.make("finding", lambda: finding(analysis), t("report.name")),
        "figures": guard.make("numbers", lambda: _figures(analysis), []),
        "cloud": guard.make("cloud", lambda: figures.cloud(analysis), figures.Picture()),
        "captions": _captions(analysis, graph, strip, guard),
        "notices": guard.make("notices", lambda: _notices(analysis), []),
        "tables": _tables(analysis, graph, guard),
        "settings": guard.make("settings", lambda: settings(analysis, graph), []),
        "methods": guard.make("method", lambda: list_methods(analysis, graph), ()),
    }
    document: str = _template().render(
        **_shell(draws=bool(charts), hands=bool(scenes)),
        **parts,
        data=_json_block({"charts": drawn, "scenes": scenes, **entries, "labels": _labels()}),
        title=title,
        charts=charts,
        quotes=quotes,
        quotes_note=quotes_note,
        failed=guard.failed,
    )
    # A file name that is no text cannot be written as such.
    return document.encode("utf-8", "replace").decode()


def _graph(analysis: Analysis) -> CooccurrenceNetwork:
    return analysis.drawn_network


def _charts(
    analysis: Analysis, graph: CooccurrenceNetwork, guard: Guard
) -> dict[str, figures.Chart]:
    drawn = (
        guard.make("timeline", lambda: figures.timeline(analysis), None),
        guard.make("outlets", lambda: figures.outlets(analysis), None),
        guard.make("measure", lambda: figures.measure(analysis), None),
        guard.make("contrast", lambda: figures.contrast(analysis), None),
        guard.make("columns", lambda: figures.columns(analysis), None),
        guard.make("strip", lambda: figures.strip(analysis), None),
        guard.make("stream", lambda: figures.stream(analysis), None),
        guard.make("bars", lambda: figures.bars(analysis.content_words), None),
        guard.make("network", lambda: figures.meetings(analysis, graph), None),
        guard.make("difference", lambda: figures.changes(analysis, graph), None),
    )
    return {chart.name: figures.with_own_lines(analysis, chart) for chart in drawn if chart}


def _shell(*, draws: bool, hands: bool) -> dict[str, Any]:
    """Return what does not depend on the text: language, looks, scripts, what they may do."""
    script, plotly = _part("report.js"), _plotly() if draws else ""
    canvas = [read_part(name) for name in SCRIPTS] if hands else []
    return {
        "t": t,
        "lang": i18n.current().replace("_", "-"),
        "policy": _policy(script, plotly, *canvas),
        "canvas": [Markup(part) for part in canvas],  # noqa: S704 - our own files
        "canvas_style": Markup(read_part("canvas.css") if hands else ""),  # noqa: S704 - the same
        "colours": {mode: figures.colours(mode) for mode in figures.MODES},
        "fonts": {"sans": Markup(SANS), "serif": Markup(SERIF)},  # noqa: S704 - our constants
        "style": Markup(_part("report.css")),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "plotly": Markup(plotly),  # noqa: S704 - plotly's own file
        "signs": {kind: SIGNS[kind] for kind in KINDS},
        "printed": _PRINTED,
        "version": __version__,
    }


def _tables(analysis: Analysis, graph: CooccurrenceNetwork, guard: Guard) -> dict[str, Table]:
    return {
        name: guard.make(f"table_{name}", make, Table(name, "", (), (), 0))
        for name, make in tables.makers(analysis, graph, limit=tables.ROWS).items()
    }


def _entries(
    book: Book | None,
    analysis: Analysis,
    graph: CooccurrenceNetwork,
    strip: Strip,
    guard: Guard,
) -> dict[str, Any]:
    """Collect the sentences of everything that can be clicked."""
    if book is None:
        return {"titles": [], "sentences": [], "entries": {}}
    with guard.part("evidence"):
        book.add_words(analysis.content_words.rows[: tables.ROWS])
    with guard.part("evidence"):
        book.add_words(list(_measured_words(analysis)))
    with guard.part("evidence"):
        shown = [entity.id for entity in analysis.index.entities[: tables.ROWS]]
        ids = [*shown, *(node.id for node in graph.nodes), *_contrasted_names(analysis)]
        book.add_names(dict.fromkeys(ids))
    with guard.part("evidence"):
        book.add_edges(graph.edges)
    with guard.part("evidence"):
        if (made := analysis.columns) is not None:
            book.add_columns(made, top=figures.BARS)
    with guard.part("evidence"):
        _add_stretches(book, analysis, strip)
    with guard.part("evidence"):
        _add_stories(book, analysis)
    return book.as_json()


def _measured_words(analysis: Analysis) -> Iterator[Row]:
    """Yield the words that measures bring to the page."""
    if analysis.gaps:
        return
    marks = {row.mark for row in analysis.contrasted.distinctive}
    if analysis.measured.settings.measure in figures.OF_WORDS:
        marks |= {row.norm for row in analysis.measured.rows[: tables.ROWS]}
    yield from (row for row in analysis.table.rows if row.norm in marks)


def _contrasted_names(analysis: Analysis) -> list[str]:
    """Return the ids of the names that mark a group."""
    if analysis.gaps or analysis.contrasted.settings.subject == "words":
        return []
    return [row.mark.removeprefix("n:") for row in analysis.contrasted.distinctive]


def _add_stories(book: Book, analysis: Analysis) -> None:
    """Let each article of a story lead to its sentences."""
    for row in range(min(tables.ROWS, len(analysis.stories.members))):
        article = analysis.stories.article(row)
        own = analysis.source.article(article.article_id)
        sentences = analysis.stories.sentences_at(row)
        told = stories_describe.describe_article(analysis.source, article, sentences)
        title = f"{stories_describe.label_of(own)} · {told}"
        book.add_stretch(f"y:{row}", title, Span(own.id, 0, len(own.text)))


def _add_stretches(book: Book, analysis: Analysis, strip: Strip) -> None:
    for i, segment in enumerate(strip.segments):
        book.add_stretch(f"s:{i}", figures.stretch_heading(segment), segment.span)
    for i, repetition in enumerate(list_repetitions(analysis.report)[: tables.ROWS]):
        title = analysis.source.article(repetition.kept.article_id).title
        book.add_stretch(f"d:{i}", t("report.kept_copy", title=title), repetition.kept)


def _quotes(book: Book | None, graph: CooccurrenceNetwork) -> tuple[tuple[Quote, ...], str]:
    """Return the sentences to print, in reading order, and which ones these are."""
    if book is None:
        return (), ""
    every = sorted({span for edge in graph.edges for span in edge.evidence})
    found = book.quotes(every, limit=_QUOTES + 1)
    if len(found) <= _QUOTES:
        return found, t("report.sentences_note")
    often = sorted(graph.edges, key=lambda edge: (-edge.count, -edge.weight))
    chosen = dict.fromkeys(span for edge in often for span in edge.evidence[:_EACH])
    found = book.quotes(sorted(list(chosen)[:_QUOTES]), limit=_QUOTES)
    return found, t("report.sentences_chosen", each=number(_EACH))


def _figures(analysis: Analysis) -> list[tuple[str, str, str]]:
    """Return the four numbers a reader sees first: name, value, what it is compared to."""
    corpus, report = analysis.counted, analysis.report
    return [
        (t("overview.articles"), number(len(corpus.articles)), ""),
        (
            t("overview.characters"),
            number(corpus.n_counted),
            t("overview.of_all", all=number(corpus.n_characters)),
        ),
        (t("overview.repeated"), share(report.share_repeated), t("overview.repeated_help")),
        (
            t("overview.joined"),
            number(sum(len(article.joins) for article in corpus.articles)),
            t("overview.joined_help"),
        ),
    ]


def _captions(
    analysis: Analysis, graph: CooccurrenceNetwork, strip: Strip, guard: Guard
) -> dict[str, str]:
    makers = _caption_makers(analysis, graph, strip)
    return {name: guard.make("captions", make, "") for name, make in makers.items()}


def _caption_makers(
    analysis: Analysis, graph: CooccurrenceNetwork, strip: Strip
) -> dict[str, Callable[[], str]]:
    """Return what writes the line below each figure: what was counted, and how.

    Args:
        analysis: what is shown.
        graph: the network that is drawn.
        strip: the map of copies that is drawn.
    """
    return {
        "copies": lambda: t(f"copies.caption_{analysis.choices.counting}"),
        "strip": lambda: strip_note(strip, marks=t("report.strip_note")),
        "stories": lambda: stories_describe.finding(analysis.source, analysis.stories),
        "stream": lambda: _stream_caption(analysis),
        "words": lambda: words_describe.caption(analysis.content_words, shown=figures.BARS),
        "network": lambda: network_describe.caption(graph),
        "left_out": lambda: " ".join([*network_describe.omissions(graph), *_hidden(analysis)]),
        "difference": lambda: _difference_caption(analysis),
        "names": lambda: entities_describe.caption(analysis.index),
        "timeline": lambda: _timeline_caption(analysis),
        "measure": lambda: _measure_caption(analysis),
        "contrast": lambda: _contrast_caption(analysis),
        "columns": lambda: _columns_caption(analysis),
    }


def _columns_caption(analysis: Analysis) -> str:
    made = analysis.columns
    return split_describe.caption(made, shown=figures.BARS) if made else ""


def _timeline_caption(analysis: Analysis) -> str:
    made = analysis.timeline
    return timeline_describe.reason(made) if made.untimed else timeline_describe.note(made)


def _measure_caption(analysis: Analysis) -> str:
    """Say what was measured with which settings, or why it was not."""
    if analysis.gaps:
        return t("report.measures_left_out")
    made = analysis.measured
    if made.refused:
        return statistics_describe.refusal(made)
    name = t(f"statistics.measure_{made.settings.measure}")
    return f"{name} · {statistics_describe.caption(made)}"


def _contrast_caption(analysis: Analysis) -> str:
    """Say what was compared with which settings and what came of it, or why it was not."""
    if analysis.gaps:
        return ""
    made = analysis.contrasted
    if made.unfit or not made.settings.labels:
        return contrast_describe.reason(made) if made.unfit else ""
    return f"{contrast_describe.finding(made)} {contrast_describe.caption(made)}"


def _stream_caption(analysis: Analysis) -> str:
    found = analysis.stories
    return stories_describe.caption(found.story(0)) if len(found) else ""


def _hidden(analysis: Analysis) -> list[str]:
    hidden = analysis.arrangement.hidden if analysis.arrangement else ()
    return [t("network.caption_hidden", n=number(len(hidden)))] if hidden else []


def _difference_caption(analysis: Analysis) -> str:
    found = analysis.compared
    if found is None or found.unfit:
        return ""
    told = (difference_describe.finding(found), difference_describe.caption(found))
    return " ".join([*told, *difference_describe.omissions(found)])


def _notices(analysis: Analysis) -> list[str]:
    """Return what the reader must know: inputs refused, a fallback used."""
    refused = [describe_refusal(refusal) for refusal in analysis.source.refusals]
    fallback = [t(analysis.index.notice)] if analysis.index.notice else []
    return [*refused, *fallback, *([t("sharing.gap")] if analysis.gaps else [])]


def settings(analysis: Analysis, graph: CooccurrenceNetwork) -> list[tuple[str, str]]:
    """Return everything needed to reproduce the numbers: choices, thresholds, digests, versions."""
    choices, likeness = analysis.choices, analysis.report.settings
    joined = analysis.source.settings.join_lines
    rows = [
        ("copies", t(f"copies.{choices.copies}")),
        ("wire", t(f"copies.wire_{choices.wire}")),
        ("join_lines", t("report.yes") if joined else t("report.no")),
        ("similarity", share(likeness.similarity)),
        ("min_passage", number(likeness.min_passage)),
        ("edit", share(likeness.edit)),
        ("prefer", t(f"duplicates.prefer_{likeness.prefer}")),
        ("segmenter", choices.segmenter),
        ("lexicon", choices.lexicon.digest),
        ("engine", _recognizer(analysis.index.engine)),
        ("unit", network_describe.unit_name(graph.settings)),
        ("measure", t(f"network.measure_{graph.settings.measure}")),
        ("min_count", number(graph.settings.min_count)),
        ("top_nodes", number(graph.settings.top_nodes)),
        *_network_settings(graph.settings),
        ("hidden", number(len(analysis.arrangement.hidden) if analysis.arrangement else 0)),
        ("statistic", _measure_caption(analysis)),
        ("contrast", _contrast_caption(analysis)),
        ("digest_corpus", analysis.counted.digest),
        ("digest_duplicates", analysis.report.digest),
        ("digest_stories", analysis.stories.digest),
        ("digest_tokens", analysis.tokens.digest),
        ("digest_names", analysis.index.digest),
        ("digest_network", graph.digest),
        ("versions", _versions(choices.segmenter)),
    ]
    return [(t(f"report.set_{name}"), value) for name, value in rows if value]


def _network_settings(settings: NetworkSettings) -> list[tuple[str, str]]:
    """Return the other thresholds of the network, and how it is drawn."""
    comma = t("network.comma")
    kinds = comma.join(t(f"entities.kind_{kind}") for kind in settings.kinds)
    words = comma.join(t(f"words.family_{family}") for family in settings.words)
    pruning = t(f"network.pruning_{settings.pruning}")
    more = {"backbone": f" α = {settings.alpha:g}", "core": f" k = {settings.core}"}
    least = "" if settings.min_weight is None else f"{settings.min_weight:g}"
    return [
        ("min_mentions", number(settings.min_mentions)),
        ("min_weight", least or t("report.none")),
        ("kinds", kinds or t("report.none")),
        ("words", words or t("report.none")),
        ("pruning", pruning + more.get(settings.pruning, "")),
        ("top_links", number(settings.top_links) if settings.top_links else t("report.none")),
        ("size", t(f"network.size_{settings.size}")),
        ("shape", t(f"network.shape_{settings.shape}")),
    ]


def _recognizer(name: str) -> str:
    """Say in words what found the names; one that another package brings has only its name."""
    return t(f"report.engine_{name}") if name in ("net", "rules") else name


def method(analysis: Analysis) -> str:
    """Return the method as a text to paste: each step by its settings, then all settings."""
    graph = _graph(analysis)
    parts = ["\n".join(filter(None, (one.title, *one.paragraphs)))
             for one in list_methods(analysis, graph)]  # fmt: skip
    rows = (f"{name}: {value}" for name, value in settings(analysis, graph))
    parts.append(t("report.settings") + "\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _versions(segmenter: str) -> str:
    used = [*_PACKAGES, *filter(None, [_SEGMENTERS.get(segmenter)])]
    return " · ".join(
        [f"Wenmai {__version__}", f"Python {platform.python_version()}", *map(_version, used)]
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package


def _labels() -> dict[str, str]:
    """Return the texts that the page's script writes."""
    return {
        "place": t("concordance.place", title="{title}", start="{start}"),
        "times": t("concordance.times", n="{n}"),
        "none": t("report.no_sentence"),
    }


def _json_block(data: dict[str, Any]) -> Markup:
    """Write values for a script element: nothing in it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Old scripts read these two as line ends.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Markup(text)  # noqa: S704 - escaped above


def _policy(*scripts: str) -> str:
    hashes = " ".join(allow_script(script.encode()) for script in scripts if script)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


@cache
def _part(name: str) -> str:
    return files(__package__).joinpath("template", name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    environment = Environment(
        loader=FunctionLoader(_part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")
