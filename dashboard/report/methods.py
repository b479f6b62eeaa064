"""How the numbers were made, from the reader's own settings, for pages, shares and reports alike.

A paragraph says what counts on every page; another, which the room of a page writes, how this
page's numbers follow from its settings; the last is what never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from components.contrast import describe as contrast_describe
from components.difference import describe as difference_describe
from components.duplicates import describe as duplicates_describe
from components.entities import describe as entities_describe
from components.i18n import number, t
from components.network import CooccurrenceNetwork
from components.network import describe as network_describe
from components.quotations import describe as quotations_describe
from components.split import describe as split_describe
from components.statistics import describe as statistics_describe
from components.stories import describe as stories_describe
from components.text import Corpus
from components.timeline import describe as timeline_describe
from components.words import describe as words_describe
from dashboard import __version__
from dashboard.pipeline import Analysis

_NAMED = 6  # outlets


@dataclass(frozen=True, slots=True)
class Method:
    """The method of a page: its title, and paragraphs ready to paste."""

    title: str
    paragraphs: tuple[str, ...]


def describe_ground(analysis: Analysis) -> str:
    """Say which articles are read, what of them counts, and what cut and found."""
    choices, corpus = analysis.choices, analysis.source
    lexicon = choices.lexicon
    return t(
        "method.ground",
        version=__version__,
        articles=number(len(corpus.articles)),
        outlets=_outlets(corpus),
        days=_days(corpus),
        copies=t(f"copies.caption_{choices.counting}"),
        segmenter=choices.segmenter,
        finder=t(f"report.engine_{choices.recognizer}")
        if choices.recognizer in ("net", "rules")
        else choices.recognizer,
        words=number(len(lexicon.words) + len(lexicon.forbidden)),
        corrections=number(len(lexicon.corrections)),
    )


def tell(page: str, *told: str) -> tuple[str, ...]:
    """Return the paragraphs of a page: what its room says of the settings, and what is fixed."""
    return (*filter(None, told), t(f"page.{page}_method"))


def list_methods(analysis: Analysis, graph: CooccurrenceNetwork) -> tuple[Method, ...]:
    """Return the method of a whole report: what counts, and then page by page.

    Args:
        analysis: what is reported.
        graph: its network, as it is drawn.
    """
    first = Method("", (describe_ground(analysis), t("page.overview_method")))
    return (first, *_pages(analysis, graph))


def _pages(analysis: Analysis, graph: CooccurrenceNetwork) -> Iterator[Method]:
    makers: dict[str, Callable[[], tuple[str, ...]]] = {
        "duplicates": lambda: (duplicates_describe.method(analysis.report),),
        "stories": lambda: (stories_describe.method(analysis.stories),),
        "words": lambda: (words_describe.method(analysis.content_words), *_columns(analysis)),
        "statistics": lambda: _measures(analysis),
        "cloud": lambda: (t("cloud.method_most", words=number(analysis.cloud_settings.max_words)),),
        "entities": lambda: (entities_describe.method(analysis.index),),
        "network": lambda: (network_describe.method(graph), *_sides(analysis)),
        "quotations": lambda: (
            quotations_describe.method(analysis.ledger, analysis.counted.settings.copies),
        ),
    }
    yield Method(t("timeline.title"), (timeline_describe.method(analysis.timeline),))
    for page, make in makers.items():
        yield Method(t(f"page.{page}_title"), tell(page, *make()))


def _measures(analysis: Analysis) -> tuple[str, ...]:
    """Say what was measured and compared; where texts were left out nothing was."""
    if analysis.gaps:
        return (t("report.measures_left_out"),)
    compared = analysis.contrasted
    return (
        statistics_describe.method(analysis.measured),
        contrast_describe.method(compared) if compared.settings.labels else "",
    )


def _columns(analysis: Analysis) -> tuple[str, ...]:
    return () if analysis.columns is None else (split_describe.method(analysis.columns),)


def _sides(analysis: Analysis) -> tuple[str, ...]:
    return () if analysis.compared is None else (difference_describe.method(analysis.compared),)


def _outlets(corpus: Corpus) -> str:
    names = list(dict.fromkeys(a.outlet for a in corpus.articles if a.outlet))
    if not names:
        return t("method.no_outlets")
    listed = t("method.comma").join(names[:_NAMED])
    key = "method.more_outlets" if len(names) > _NAMED else "method.outlets"
    return t(key, names=listed, n=number(len(names)))


def _days(corpus: Corpus) -> str:
    """Say from when to when the articles are, and how many have no day."""
    days = sorted(a.published[:10] for a in corpus.articles if a.published)
    undated = number(len(corpus.articles) - len(days))
    if not days:
        return t("method.no_days")
    return t("method.days", first=days[0], last=days[-1], undated=undated)
