"""The figures of the HTML report, drawn for light and dark mode, and the word cloud."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, get_args

from components.cloud import FontMissingError
from components.cloud import describe as cloud_describe
from components.contrast import describe as contrast_describe
from components.contrast import figure as contrast_figure
from components.difference import describe as difference_describe
from components.difference.drawing import ink_changes, make_key, take_changed
from components.duplicates import figure as duplicates_figure
from components.duplicates.describe import place, stretch, strip_alt
from components.duplicates.strip import Segment, Strip, strip_of
from components.i18n import number, t
from components.network import Arrangement, CooccurrenceNetwork, arrange, slice_network
from components.network import describe as network_describe
from components.network import figure as network_figure
from components.network.canvas.scene import scene_of
from components.split import describe as split_describe
from components.split import figure as split_figure
from components.statistics import describe as statistics_describe
from components.statistics import figure as statistics_figure
from components.stories import describe as stories_describe
from components.stories import figure as stories_figure
from components.stories.stream import lay_out_stream
from components.text import choose_period, group_articles
from components.theme import PALETTES, ColourMode
from components.timeline import describe as timeline_describe
from components.timeline import figure as timeline_figure
from components.words import WordTable
from components.words import describe as words_describe
from components.words import figure as words_figure
from dashboard.pipeline import Analysis, lay_out_cloud
from dashboard.report.own_imprint import find_own
from dashboard.report.printed_chart import Imprint

if TYPE_CHECKING:
    import plotly.graph_objects as go

BARS = 20
OF_WORDS = ("keyness", "dispersion")  # measures whose marks are words
_PLAIN_ROWS = 12  # so many are drawn even where nothing repeats
_PAGE_CHARTS = {
    "timeline": "time_chart", "outlets": "time_outlets", "contrast": "contrast_bars",
    "columns": "words_split", "strip": "dup_strip", "bars": "words_chart", "network": "net_chart",
}  # fmt: skip
MODES: tuple[ColourMode, ...] = get_args(ColourMode)


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure in both modes.

    Attributes:
        name: names it on the page.
        prefix: what makes an evidence key of a mark's `customdata`.
        alt: one sentence that says what it shows.
        height: in pixels.
        by_mode: the figure as plain values, by mode.
        scenes: the same for hands on a screen, by mode; the figure then is for paper.
        title: what the reader wrote above it, if anything.
        notes: what the reader wrote below it.
    """

    name: str
    prefix: str
    alt: str
    height: int
    by_mode: dict[ColourMode, dict[str, Any]]
    scenes: dict[ColourMode, dict[str, Any]] = field(default_factory=dict)
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inked:
    """A word of the cloud as outlines.

    Attributes:
        box: left, top, width and height, in pixels of the canvas, to be clicked.
        colour: names its colour: a part of speech.
    """

    key: str
    word: str
    count: str
    colour: str
    path: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """The cloud; without a font there are no words and `notice` says so.

    Attributes:
        left_out: says which words it could not hold.
    """

    words: tuple[Inked, ...] = ()
    width: int = 0
    height: int = 0
    alt: str = ""
    notice: str = ""
    left_out: str = ""


def bars(table: WordTable) -> Chart | None:
    """Draw the most used words; nothing where there are none."""
    if not table.rows:
        return None
    drawn = {mode: words_figure.bars(table, mode=mode, top=BARS) for mode in MODES}
    return _chart("bars", "w:", words_describe.alt(table), drawn)


def meetings(analysis: Analysis, graph: CooccurrenceNetwork) -> Chart | None:
    """Draw who appears with whom; nothing where nobody does."""
    if not graph.edges:
        return None
    shown, layout = analysis.arrange(graph)
    colour = analysis.asked.network_colour
    drawn = {mode: network_figure.figure(shown, layout, mode=mode, colour=colour) for mode in MODES}
    made = _chart("network", "", network_describe.alt(graph), drawn)
    by = choose_period(article.published for article in analysis.source.articles)
    periods = group_articles(analysis.source, by)
    slices = slice_network(shown, periods) if len(periods.groups) > 1 else None
    scenes = {
        mode: scene_of(
            shown, layout, mode=mode, colour=colour, arrangement=analysis.arrangement,
            slices=slices,
        )
        for mode in MODES
    }  # fmt: skip
    return replace(made, scenes=scenes)


def changes(analysis: Analysis, graph: CooccurrenceNetwork) -> Chart | None:
    """Draw the two sides that the reader compared; nothing where none were, or nothing differs."""
    compared = analysis.compared
    if compared is None or compared.unfit or not compared.changes:
        return None
    drawn, layout = take_changed(graph, analysis.layout_of(graph), compared)
    drawn, layout = arrange(drawn, layout, analysis.arrangement or Arrangement())
    paper = {
        mode: network_figure.figure(
            drawn, layout, mode=mode,
            inks=ink_changes(compared, mode), key=make_key(compared, mode),
        )
        for mode in MODES
    }  # fmt: skip
    scenes = {
        mode: scene_of(
            drawn, layout, mode=mode, arrangement=analysis.arrangement,
            inks=ink_changes(compared, mode), key=make_key(compared, mode),
            alt_text=difference_describe.alt(compared),
        )
        for mode in MODES
    }  # fmt: skip
    made = _chart("difference", "", difference_describe.alt(compared), paper)
    return replace(made, scenes=scenes)


def map_of(analysis: Analysis) -> Strip:
    """Make the map of copies; it tells which stretch each mark of the chart is."""
    made = strip_of(analysis.source, analysis.report)
    repeating = sum(any(s.state != "unique" for s in row.segments) for row in made.rows)
    rows = made.rows[: max(repeating, _PLAIN_ROWS)]
    return replace(made, rows=rows, not_shown=made.not_shown + len(made.rows) - len(rows))


def strip(analysis: Analysis) -> Chart | None:
    """Draw where copies stand; nothing where there is no text."""
    made = map_of(analysis)
    if not made.segments:
        return None
    alt = strip_alt(made, analysis.report)
    drawn = {mode: duplicates_figure.strip(made, mode=mode) for mode in MODES}
    return _chart("strip", "s:", alt, drawn)


def stream(analysis: Analysis) -> Chart | None:
    """Draw the largest story; nothing where there is none."""
    if not len(analysis.stories):
        return None
    corpus, story = analysis.source, analysis.stories.story(0)
    laid = lay_out_stream(corpus, story)
    titles = [stories_describe.label_of(corpus.article(a.article_id)) for a in story.articles]
    drawn = {mode: stories_figure.stream(laid, titles, mode=mode) for mode in MODES}
    return _chart("stream", "y:", stories_describe.alt(corpus, story), drawn)


def timeline(analysis: Analysis) -> Chart | None:
    """Draw the articles through time; nothing where too few are dated."""
    made = analysis.timeline
    if made.untimed:
        return None
    drawn = {mode: timeline_figure.figure(made, mode=mode) for mode in MODES}
    return _chart("timeline", None, timeline_describe.alt(made), drawn)


def outlets(analysis: Analysis) -> Chart | None:
    """Draw how many articles each outlet has, the key to the colours of the timeline."""
    made = analysis.timeline
    if made.untimed:
        return None
    drawn = {mode: timeline_figure.outlets(made, mode=mode) for mode in MODES}
    return _chart("outlets", None, timeline_describe.alt_outlets(made), drawn)


def measure(analysis: Analysis) -> Chart | None:
    """Draw what was measured; nothing where there is too little text."""
    if analysis.gaps or not analysis.measured.rows:
        return None
    made = analysis.measured
    drawn = {mode: statistics_figure.figure(made, mode=mode) for mode in MODES}
    prefix = "w:" if made.settings.measure in OF_WORDS else None
    return _chart("measure", prefix, statistics_describe.alt(made, made.rows), drawn)


def contrast(analysis: Analysis) -> Chart | None:
    """Draw what marks the groups that were compared; nothing where nothing does."""
    if analysis.gaps or not analysis.contrasted.distinctive:
        return None
    made = analysis.contrasted
    drawn = {mode: contrast_figure.bars(made, mode=mode) for mode in MODES}
    prefix = "" if made.settings.subject == "names" else "w:"
    return _chart("contrast", prefix, contrast_describe.alt(made), drawn)


def columns(analysis: Analysis) -> Chart | None:
    """Draw the words in columns; nothing where the reader asked for none."""
    made = analysis.columns
    if made is None or len(made.columns) < 2 or not made.rows:
        return None
    drawn = {mode: split_figure.bars(made, mode=mode, top=BARS) for mode in MODES}
    return _chart("columns", "c:", split_describe.alt(made), drawn)


def with_own_lines(analysis: Analysis, chart: Chart) -> Chart:
    """Return a chart with the title, note and source that the reader gave it on its page."""
    key = _PAGE_CHARTS.get(chart.name, "")
    if chart.name == "measure":
        key = f"stat_chart_{analysis.measured.settings.measure}"
    own = find_own(analysis, key, chart.alt)
    told = Imprint(note=own.get("note", ""), source=own.get("source", ""))
    return replace(chart, title=own.get("title", ""), notes=told.foot)


def stretch_heading(segment: Segment) -> str:
    """Say what a stretch repeats, or how often it is repeated, and where it stands."""
    return t("report.stretch", what=stretch(segment), where=place(segment))


def cloud(analysis: Analysis) -> Picture:
    """Lay the cloud out; nothing where there are no words, a notice where no font is."""
    drawn = (analysis.content_words, analysis.index, analysis.cloud_settings)
    try:
        laid = analysis.call(lay_out_cloud, *drawn)
    except FontMissingError:
        return Picture(notice=t("cloud.font_missing"))
    words = tuple(_draw_words(laid))
    alt, left_out = cloud_describe.alt(laid), cloud_describe.omissions(laid)
    return Picture(words, laid.width, laid.height, alt, "" if words else left_out, left_out)


def _draw_words(laid: Any) -> list[Inked]:
    from components.cloud import picture

    used = picture.faces_of(laid)
    inked = []
    for word in laid.words:
        first = next(picture.letters(word, used))
        half, size = word.x - first.x, word.font_size
        inked.append(
            Inked(
                key=f"w:{word.norm}",
                word=word.word,
                count=number(word.count),
                colour=word.colour,
                path=picture.outline(word, used),
                box=(round(first.x, 1), round(word.y - size / 2, 1), round(2 * half, 1), size),
            )
        )
    return inked


def _chart(name: str, prefix: str | None, alt: str, drawn: dict[ColourMode, go.Figure]) -> Chart:
    by_mode = {}
    for mode, figure in drawn.items():
        # A page that is read with a finger must scroll where the finger lies.
        figure.update_layout(dragmode=False)
        figure.update_xaxes(fixedrange=True)
        figure.update_yaxes(fixedrange=True)
        if prefix is None:  # no mark leads to sentences
            figure.update_traces(customdata=None)
        by_mode[mode] = json.loads(figure.to_json())
    return Chart(name, prefix or "", alt, int(by_mode[MODES[0]]["layout"]["height"]), by_mode)


def colours(mode: ColourMode) -> dict[str, str]:
    """Return the palette of a mode by the names that the style sheet uses."""
    palette = PALETTES[mode]
    return {
        **{name: getattr(palette, name) for name in
           ("paper", "panel", "ink", "quiet", "line", "accent")},
        **palette.kinds,
        **palette.families,
    }  # fmt: skip
