"""The words page: how often each word of the current corpus is used."""

import streamlit as st

from components import ui, words
from components.i18n import t
from components.split import describe as split_describe
from components.words import describe as words_describe
from components.words import panel as words_panel
from dashboard.screens import corrections, evidence, layout, progress, splitting
from dashboard.state import pick, session

method = layout.show_heading("words")
analysis = progress.analysis_or_stop()
choice = words_panel.WordChoice(words.WordFilter(), session.lexicon())
stage, panel = layout.open_bench(analysis)
with stage:
    with layout.open_bar():
        with layout.controls_bar(), ui.guard_block("controls"):
            choice = words_panel.ask_choice(
                key="words",
                lexicon=session.lexicon(),
                own_words="ask" if session.may_change() else "as_they_are",
            )
        columns = splitting.ask(analysis)
    if session.may_change():
        with ui.guard_block("own words"):
            corrections.take_typed(choice.lexicon)
        analysis = progress.analysis_or_stop()
with panel:
    evidence.show_panel(analysis)
with stage:
    with ui.guard_block("words"):
        if columns:
            top = words_panel.asked_bars(key="words")
            made = splitting.show_words(analysis, choice.filter, columns, top=top)
            told = split_describe.method(made)
        else:
            table = analysis.table_of(choice.filter)
            words_panel.show(
                table,
                key="words",
                on_pick=pick.chooser("word"),
                picked=evidence.picked_norms(analysis, pick.current()),
            )
            told = words_describe.method(table)
        layout.tell_method(method, analysis, told)
    if session.may_change():
        with (
            ui.guard_block("new words"),
            st.expander(
                t("words.new"), icon=":material/lightbulb:", on_change="rerun", key="words_new"
            ) as new,
        ):
            if new.open:
                words_panel.show_candidates(
                    words.drop_decided(analysis.candidates, session.lexicon()),
                    key="words_new",
                    add=corrections.add_word,
                    on_pick=pick.chooser("text"),
                )
