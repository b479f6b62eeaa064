"""The statistics page: key words, dispersion, phrases, collocations, change over time."""

from typing import Any

from components import statistics, words
from components.statistics import Collocate, Ngram, Statistic, describe
from components.statistics import panel as statistics_panel
from dashboard.cache import call_cached
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import guard_block
from dashboard.state import session

layout.show_heading("statistics")
analysis = progress.analysis_or_stop()
measure = statistics_panel.choose(key="stat")
settings = statistics.StatisticSettings(measure)
main, side = layout.split_main_and_side()
with side, guard_block("controls"):
    left_out = words.stop_words(session.lexicon()) | {
        row.norm for row in analysis.table.rows if words.family_of(row.pos) == "number"
    }
    settings = statistics_panel.ask_settings(
        measure, analysis.counted, analysis.content_words, key="stat", stop_words=left_out
    )


def show_sentences(result: Statistic[Any], row: Any) -> None:
    """Show the sentences of a row, and the way to what stands beside its word."""
    key = "stat_evidence"
    if isinstance(row, Ngram):
        evidence.show_places(
            analysis, row.spans, name=row.text, count=row.count, focus=f"q:{row.text}", key=key
        )
        return
    if isinstance(row, Collocate):
        name = f"{describe.middle(result, analysis.counted)} … {row.word}"
        evidence.show_places(
            analysis, row.spans, name=name, count=row.meetings, focus=f"w:{row.norm}", key=key
        )
    else:
        evidence.show_word(analysis, row.norm, key=key)
    statistics_panel.offer_recentre(row.word, key="stat")


with main, guard_block("statistics"):
    result = call_cached(statistics.measure, analysis.counted, analysis.tokens, settings)
    statistics_panel.show(
        result, analysis.counted, key="stat", evidence=lambda row: show_sentences(result, row)
    )
