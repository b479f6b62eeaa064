"""The statistics page: key words, dispersion, phrases, collocations, change over time."""

from components import statistics, ui
from components.statistics import Collocate, Ngram, StatisticRow, mark_of
from components.statistics import panel as statistics_panel
from dashboard.cache import call_cached
from dashboard.screens import evidence, layout, progress
from dashboard.state import pick
from dashboard.state.pick import Pick


def pick_of(row: StatisticRow) -> Pick:
    """Return what a click on a row picks: a word, a phrase, a word near the one in the middle."""
    if isinstance(row, Ngram):
        return Pick("phrase", " ".join(row.norms))
    if isinstance(row, Collocate):
        return Pick("near", f"{settings.word}|{row.norm}|{settings.window}")
    return Pick("word", row.norm)


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
        )
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
