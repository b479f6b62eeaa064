"""The statistics page: one measure of all articles, or what marks groups of them."""

import streamlit as st

from components import statistics, ui
from components.i18n import t
from components.statistics import (
    Collocate,
    Ngram,
    StatisticRow,
    StatisticSettings,
    TrendPoint,
    mark_of,
)
from components.statistics import describe as statistics_describe
from components.statistics import panel as statistics_panel
from dashboard.pipeline import Analysis
from dashboard.screens import contrast_block, evidence, layout, progress, share_dialog
from dashboard.state import pick
from dashboard.state.pick import Pick


def pick_of(row: StatisticRow, settings: StatisticSettings) -> Pick:
    """Return what a click on a row picks: a word, a phrase, a word near the one in the middle."""
    if isinstance(row, Ngram):
        return Pick("phrase", " ".join(row.norms))
    if isinstance(row, Collocate):
        return Pick("near", f"{settings.word}|{row.norm}|{settings.window}")
    if isinstance(row, TrendPoint):
        is_name = any(name.mark == row.norm for name in settings.names)
        whole = pick.parse_pick(row.norm) if is_name else None
        return pick.in_period(row.period, whole or Pick("word", row.norm))
    return Pick("word", row.norm)


def show_measure(analysis: Analysis) -> str:
    """Ask for a measure and its options, show it, and return how it was made."""
    measure = statistics_panel.choose(key="stat")
    settings = StatisticSettings(measure)
    with layout.controls_bar(), ui.guard_block("controls"):
        settings = statistics_panel.ask_settings(
            measure,
            analysis.counted,
            analysis.content_words,
            key="stat",
            stop_words=analysis.empty_norms,
            names=analysis.name_uses if measure == "trend" else (),
        )
    share_dialog.remember(statistic=settings)
    with ui.guard_block("statistics"):
        result = analysis.call(statistics.measure, analysis.counted, analysis.tokens, settings)
        picked = pick.current()
        marked = (mark_of(row) for row in result.rows if pick_of(row, settings) == picked)
        statistics_panel.show(
            result,
            analysis.counted,
            key="stat",
            on_pick=lambda row: pick.choose(pick_of(row, settings)),
            picked=next(marked, ""),
        )
        if picked and (word := evidence.picked_word(analysis, picked)):
            statistics_panel.offer_recentre(word, key="stat")
        return statistics_describe.method(result)
    return ""


method = layout.show_heading("statistics")
analysis = progress.analysis_or_stop()
stage, panel = layout.open_bench(analysis)
with panel:
    evidence.show_panel(analysis)
with stage:
    view = ui.bind_choice(
        st.segmented_control,
        t("contrast.view"),
        ("one", "groups"),
        default="one",
        name_of=lambda name: t(f"contrast.view_{name}"),
        key="view",
        required=True,
        label_visibility="collapsed",
    )
    if view == "groups":
        with ui.guard_block("groups"):
            layout.tell_method(method, analysis, contrast_block.show(analysis))
    else:
        layout.tell_method(method, analysis, show_measure(analysis))
