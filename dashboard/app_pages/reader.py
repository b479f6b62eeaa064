"""The reader page: full texts, with any word or name highlighted and listed in context."""

import re

import streamlit as st

from components import concordance, ui
from components.concordance import panel as concordance_panel
from components.i18n import t
from components.reading import panel as reading_panel
from components.text import Span
from dashboard.cache import call_cached
from dashboard.report.redacted_text import FILLER
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import guard_block

layout.show_heading("reader")
analysis = progress.analysis_or_stop()
corpus = analysis.counted
filler = FILLER if analysis.gaps else ""

query = ui.bind_value(
    st.text_input, t("reader.query"), key="q", placeholder=t("reader.placeholder")
)
if query.strip():
    with guard_block("query"):
        found = call_cached(concordance.find, corpus, query.strip())
        aside = call_cached(concordance.find_uncounted, corpus, (query.strip(),))
        if span := concordance_panel.show(
            corpus, found, key="kwic", filler=filler, uncounted=aside
        ):
            evidence.open_reader(span, focus=f"q:{query.strip()}")

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
focus = st.query_params.get("focus", "") or (f"q:{query.strip()}" if query.strip() else "")
at = st.query_params.get("at", "")
start = int(at) if re.fullmatch("[0-9]{1,9}", at) else 0
place = Span(article.id, start, start)
with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(t("reader.text"), anchor=False, width="content")
    with guard_block("correction"):
        evidence.offer_correction(analysis, focus, key="reader_focus")
marks: tuple[concordance.Mark, ...] = ()
with guard_block("marks"):
    marks = evidence.find_marks(analysis, focus)
with guard_block("text"):
    concordance_panel.show_text(article, marks, at=place, key="reader", filler=filler)
if not analysis.gaps:  # the texts as they came were left out too
    with st.expander(t("overview.repair"), on_change="rerun", key="reader_repair") as repair:
        if repair.open:
            with guard_block("repair"):
                reading_panel.show_repair(analysis.source, key="reader_repair")
