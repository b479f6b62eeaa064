"""The statistics page: key words, dispersion, phrases, collocations, change over time."""

from collections import Counter

from components import statistics, ui
from components.statistics import Collocate, NameUses, Ngram, StatisticRow, TrendPoint, mark_of
from components.statistics import panel as statistics_panel
from dashboard.cache import call_cached
from dashboard.screens import evidence, layout, progress
from dashboard.state import pick
from dashboard.state.pick import Pick

_NAMES = 100  # to choose from for a trend


def pick_of(row: StatisticRow) -> Pick:
    """Return what a click on a row picks: a word, a phrase, a word near the one in the middle."""
    if isinstance(row, Ngram):
        return Pick("phrase", " ".join(row.norms))
    if isinstance(row, Collocate):
        return Pick("near", f"{settings.word}|{row.norm}|{settings.window}")
    if isinstance(row, TrendPoint):
        whole = pick.parse_pick(row.norm) if row.norm in followed else None
        return pick.in_period(row.period, whole or Pick("word", row.norm))
    return Pick("word", row.norm)


def list_names() -> tuple[NameUses, ...]:
    """Return the most mentioned names with their mentions by article, for a trend."""
    mentions = analysis.index.mentions
    counts: dict[str, Counter[str]] = {e.id: Counter() for e in analysis.index.entities[:_NAMES]}
    for mention in mentions:
        if mention.entity_id in counts:
            counts[mention.entity_id][mention.span.article_id] += 1
    return tuple(
        NameUses(Pick("name", entity.id).code, entity.name, tuple(counts[entity.id].items()))
        for entity in analysis.index.entities[:_NAMES]
    )


layout.show_heading("statistics")
analysis = progress.analysis_or_stop()
stage, panel = layout.open_bench(analysis)
with stage:
    measure = statistics_panel.choose(key="stat")
    settings = statistics.StatisticSettings(measure)
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = statistics_panel.ask_settings(
            measure,
            analysis.counted,
            analysis.content_words,
            key="stat",
            stop_words=analysis.empty_norms,
            names=list_names() if measure == "trend" else (),
        )
    followed = {name.mark for name in settings.names}
    with ui.guard_block("statistics"):
        result = call_cached(statistics.measure, analysis.counted, analysis.tokens, settings)
        picked = pick.current()
        statistics_panel.show(
            result,
            analysis.counted,
            key="stat",
            on_pick=lambda row: pick.choose(pick_of(row)),
            picked=next((mark_of(row) for row in result.rows if pick_of(row) == picked), ""),
        )
        if picked and (word := evidence.picked_word(analysis, picked)):
            statistics_panel.offer_recentre(word, key="stat")
with panel:
    evidence.show_panel(analysis)
