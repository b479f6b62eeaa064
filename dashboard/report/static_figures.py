"""The figures of an analysis to print, each as SVG and PNG: those of the screen, drawn on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from components.cloud import Cloud, FontMissingError
from components.cloud import describe as cloud_describe
from components.cloud import figure as cloud_figure
from components.contrast import describe as contrast_describe
from components.contrast import figure as contrast_figure
from components.duplicates import figure as duplicates_figure
from components.duplicates.describe import strip_alt, strip_note
from components.duplicates.strip import Strip
from components.i18n import t
from components.network import Colour, CooccurrenceNetwork, Layout
from components.network import describe as network_describe
from components.network import figure as network_figure
from components.split import Split, join_clouds
from components.split import describe as split_describe
from components.split import figure as split_figure
from components.statistics import describe as statistics_describe
from components.statistics import figure as statistics_figure
from components.timeline import describe as timeline_describe
from components.timeline import figure as timeline_figure
from components.words import WordTable
from components.words import describe as words_describe
from components.words import figure as words_figure
from dashboard.guard import Guard
from dashboard.pipeline import Analysis, lay_out_cloud
from dashboard.report import paper
from dashboard.report.figures import BARS, map_of
from dashboard.report.own_imprint import make_imprint
from dashboard.report.printed_chart import Imprint, draw_chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SIDE_BY_SIDE = 2  # clouds beside each other


def files(
    analysis: Analysis, graph: CooccurrenceNetwork, guard: Guard
) -> Iterator[tuple[str, bytes]]:
    """Yield the figures of an analysis under their names, SVG and PNG, in light colours.

    Without a Chinese font there are none. What has nothing to show has no figure, and a figure
    that fails leaves the others.
    """
    makers = {name: partial(_both, name, make) for name, make in _makers(analysis, graph).items()}
    try:
        for name, make in makers.items():
            with guard.part(f"figures/{name}"):
                yield from make()
    except FontMissingError:
        return


def figures(analysis: Analysis, graph: CooccurrenceNetwork) -> Iterator[tuple[str, Figure]]:
    """Yield the figures that have something to show, by name."""
    for name, make in _makers(analysis, graph).items():
        if figure := make():
            yield name, figure


def _both(name: str, make: Callable[[], Figure | None]) -> Iterator[tuple[str, bytes]]:
    if figure := make():
        svg, png = paper.to_svg(figure), paper.to_png(figure)
        yield f"figures/{name}.svg", svg
        yield f"figures/{name}.png", png


def _makers(
    analysis: Analysis, graph: CooccurrenceNetwork
) -> dict[str, Callable[[], Figure | None]]:
    return {
        "cloud": lambda: _cloud(analysis),
        "network": lambda: _meetings(analysis, graph),
        "words": lambda: _bars(analysis),
        "copies": lambda: _map(analysis),
        "timeline": lambda: _timeline(analysis),
        "statistics": lambda: _measure(analysis),
        "contrast": lambda: _contrast(analysis),
        "columns": lambda: _columns(analysis),
    }


def _meetings(analysis: Analysis, graph: CooccurrenceNetwork) -> Figure | None:
    if not graph.edges:
        return None
    shown, layout = analysis.arrange(graph)
    hidden = len(graph.nodes) - len(shown.nodes)
    alt, note = network_describe.alt(graph), network_describe.caption(graph, hidden=hidden)
    imprint = _imprint(analysis, "net_chart", alt, "network", note)
    return draw_network(shown, layout, imprint, colour=analysis.asked.network_colour)


def _bars(analysis: Analysis) -> Figure | None:
    table = analysis.content_words
    if not table.rows:
        return None
    note, alt = words_describe.caption(table, shown=BARS), words_describe.alt(table)
    return draw_words(table, _imprint(analysis, "words_chart", alt, "words", note))


def _map(analysis: Analysis) -> Figure | None:
    made = map_of(analysis)
    if not made.segments:
        return None
    note, alt = (
        strip_note(made, marks=t("sharing.copies_caption")),
        strip_alt(made, analysis.report),
    )
    return draw_copies(made, _imprint(analysis, "dup_strip", alt, "duplicates", note))


def _timeline(analysis: Analysis) -> Figure | None:
    made = analysis.timeline
    if made.untimed:
        return None
    alt, note = timeline_describe.alt(made), timeline_describe.note(made)
    imprint = _imprint_of(analysis, "time_chart", alt, note)
    return draw_chart(timeline_figure.figure(made, mode="light"), imprint)


def _measure(analysis: Analysis) -> Figure | None:
    if analysis.gaps or not analysis.measured.rows:
        return None
    made = analysis.measured
    alt, note = statistics_describe.alt(made, made.rows), statistics_describe.caption(made)
    imprint = _imprint_of(analysis, f"stat_chart_{made.settings.measure}", alt, note)
    return draw_chart(statistics_figure.figure(made, mode="light"), imprint)


def _contrast(analysis: Analysis) -> Figure | None:
    if analysis.gaps or not analysis.contrasted.distinctive:
        return None
    made = analysis.contrasted
    alt, note = contrast_describe.alt(made), contrast_describe.caption(made)
    imprint = _imprint_of(analysis, "contrast_bars", alt, note)
    return draw_chart(contrast_figure.bars(made, mode="light"), imprint)


def _columns(analysis: Analysis) -> Figure | None:
    made = analysis.columns
    if made is None or len(made.columns) < 2 or not made.rows:
        return None
    alt, note = split_describe.alt(made), split_describe.caption(made, shown=BARS)
    imprint = _imprint_of(analysis, "words_split", alt, note)
    return draw_chart(split_figure.bars(made, mode="light", top=BARS), imprint)


def _cloud(analysis: Analysis) -> Figure | None:
    settings = analysis.cloud_settings
    laid = analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
    if not laid.words:
        return None
    alt, note = cloud_describe.alt(laid), cloud_describe.caption(laid)
    imprint = _imprint(analysis, "cloud_chart", alt, "cloud", note)
    return draw_chart(cloud_figure.figure(laid, mode="light"), imprint)


def draw_clouds(analysis: Analysis, made: Split, laid: Sequence[Cloud]) -> Figure:
    """Draw the clouds of columns side by side, with the name of its column above each."""
    joint = join_clouds(laid, in_a_row=_SIDE_BY_SIDE)
    heads = split_figure.cloud_heads(made, laid[0], in_a_row=_SIDE_BY_SIDE)
    note = split_describe.caption(made, each=laid[0].settings.max_words)
    imprint = _imprint_of(analysis, "cloud_split", split_describe.alt_clouds(made), note)
    return draw_chart(cloud_figure.figure(joint, mode="light", heads=heads), imprint)


def _imprint_of(analysis: Analysis, chart: str, alt: str, note: str) -> Imprint:
    return make_imprint(analysis, chart, alt, title=alt.rstrip("。."), note=note)


def _imprint(analysis: Analysis, chart: str, alt: str, page: str, note: str) -> Imprint:
    return make_imprint(analysis, chart, alt, title=t(f"page.{page}_title"), note=note)


def draw_network(
    graph: CooccurrenceNetwork, layout: Layout, imprint: Imprint, *, colour: Colour = "kind"
) -> Figure:
    """Draw who appears with whom, where the layout says, in the areas of the screen."""
    return draw_chart(network_figure.figure(graph, layout, mode="light", colour=colour), imprint)


def draw_words(table: WordTable, imprint: Imprint) -> Figure:
    """Draw the most used words as bars, their parts of speech by colour and in words."""
    return draw_chart(words_figure.bars(table, mode="light", top=BARS), imprint)


def draw_copies(made: Strip, imprint: Imprint) -> Figure:
    """Draw where copies stand: solid the one that counts, pale and hatched the others."""
    return draw_chart(duplicates_figure.strip(made, mode="light"), imprint)
