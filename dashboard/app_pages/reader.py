"""The reader page: full texts, with any word or name highlighted and listed in context."""

import re

import streamlit as st

from components import concordance, ui
from components.concordance import Findings, Mark, SearchSettings
from components.concordance import describe as concordance_describe
from components.concordance import panel as concordance_panel
from components.i18n import t
from components.reading import panel as reading_panel
from components.text import Span
from dashboard import pipeline
from dashboard.cache import call_cached
from dashboard.report.redacted_text import FILLER
from dashboard.screens import evidence, layout, progress, reading_text
from dashboard.state import pick

method = layout.show_heading("reader")
analysis = progress.analysis_or_stop(early=True)
corpus = analysis.counted
filler = FILLER if analysis.gaps else ""


def open_place(span: Span) -> None:
    """Show the text at a place, before the page is drawn anew."""
    st.session_state["article"] = span.article_id
    st.query_params["at"] = str(span.start)


def turn_to(article_id: str) -> None:
    """Show another article from its beginning, before the page is drawn anew."""
    st.session_state["article"] = article_id
    st.query_params.pop("at", None)


def show_search(asked: SearchSettings) -> Findings:
    """Show what a query finds; say where it is wrong."""
    try:
        found = pipeline.search(analysis, asked, call=call_cached)
    except concordance.QueryError as error:
        concordance_panel.show_fault(error)
        return concordance.Findings(asked)
    concordance_panel.show_findings(
        corpus,
        found,
        key="kwic",
        on_open=open_place,
        on_pick=pick.chooser("word"),
        near=lambda: pipeline.list_near(analysis, found, call=call_cached),
        by_article=lambda: call_cached(concordance.by_article, corpus, found),
        filler=filler,
    )
    return found


stage, panel = layout.open_bench(analysis)
with panel:
    evidence.show_panel(analysis)
with stage:
    query = ui.bind_value(
        st.text_input,
        t("reader.query"),
        key="q",
        placeholder=t("reader.placeholder"),
        help=t("concordance.language"),
    ).strip()
    found = concordance.Findings(concordance.SearchSettings(""))
    if query:
        with ui.guard_block("query"):
            asked = concordance_panel.ask_search(corpus, query, key="kwic")
            found = show_search(asked)
            reading_text.show_titles(corpus, query, on_turn=turn_to)

    with ui.guard_block("method"):
        layout.tell_method(method, analysis, concordance_describe.method(corpus, found))
    article = corpus.articles[0]
    if len(corpus.articles) > 1:
        ids = [article.id for article in corpus.articles]
        article = corpus.article(
            ui.bind_choice(
                st.selectbox,
                t("reading.article"),
                ids,
                key="article",
                default=ids[0],
                name_of=lambda name: corpus.article(name).title,
            )
        )
        ui.show_steps(ids, article.id, words="reader", on_step=turn_to)
    at = st.query_params.get("at", "")
    start = int(at) if re.fullmatch("[0-9]{1,9}", at) else 0
    place = Span(article.id, start, start)
    reading_text.show_head(article)
    marks: tuple[Mark, ...] = ()
    with ui.guard_block("marks"):
        marks = reading_text.marks_of(found) + evidence.find_marks(analysis, pick.current())
        reading_text.offer_hits(corpus, marks, place, on_step=open_place)
    with ui.guard_block("names"):
        kinds = reading_text.ask_kinds()
        marks = reading_text.colour_names(analysis, article, marks, kinds)
    with ui.guard_block("text"):
        reading_text.show_text(analysis, article, marks, place, on_open=open_place)
    if not analysis.gaps:  # the texts as they came were left out too
        with st.expander(t("overview.repair"), on_change="rerun", key="reader_repair") as repair:
            if repair.open:
                with ui.guard_block("repair"):
                    reading_panel.show_repair(analysis.source, key="reader_repair")
