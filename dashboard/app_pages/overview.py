"""The overview page: what was read, what is repeated, what is said, and who is named."""

import streamlit as st

from components import network, ui
from components.cloud import CloudSettings
from components.cloud import panel as cloud_panel
from components.duplicates import panel as duplicates_panel
from components.i18n import number, share, t
from components.network import NetworkSettings
from components.network import panel as network_panel
from components.reading import panel as reading_panel
from components.words import panel as words_panel
from dashboard.pipeline import Analysis, lay_out_cloud
from dashboard.report.finding import finding
from dashboard.screens import evidence, layout, progress
from dashboard.screens.blocks import block
from dashboard.state import samples, session
from dashboard.state.memory import Look
from dashboard.state.pages import page_path

_TOP_WORDS = 12
_CLOUD_WORDS = 40
_NODES = 12


def cards(analysis: Analysis) -> None:
    """Show four numbers, each with what it is compared to."""
    corpus, report = analysis.counted, analysis.report
    joined = sum(len(article.joins) for article in corpus.articles)
    everything = number(corpus.n_characters)
    ui.cards(
        (
            ui.Card(
                t("overview.articles"), number(len(corpus.articles)), t("overview.articles_help")
            ),
            ui.Card(
                t("overview.characters"),
                number(corpus.n_counted),
                t("overview.characters_help", all=everything),
                t("overview.of_all", all=everything),
            ),
            ui.Card(
                t("overview.repeated"), share(report.share_repeated), t("overview.repeated_help")
            ),
            ui.Card(t("overview.joined"), number(joined), t("overview.joined_help")),
        )
    )


def offer_samples() -> None:
    """Say which sample this is, and lead to the others and to the reader's own articles."""
    look, only = samples.current_sample(), session.has_only_sample()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            samples.describe(look) if look != "own" else t("samples.come_with"), width="content"
        )
        # The first sample is among the own articles, or one more to look at.
        others: tuple[Look, ...] = () if only else ("report",)
        samples.offer(("own", "newsroom", *others), back="first" if only else "own")


def more(name: str) -> None:
    """Link to the page that a block is a glimpse of."""
    st.page_link(page_path(name), label=t("frame.more"), icon=":material/arrow_forward:")


layout.show_heading("overview")
analysis = progress.analysis_or_stop()
with block("refusals"):
    reading_panel.show_refusals(analysis.source.refusals)
with block("finding"):
    st.subheader(finding(analysis), anchor=False)
if session.shows_sample():
    with block("samples"):
        offer_samples()
with block("numbers"):
    cards(analysis)
if not analysis.gaps:  # the texts as they came were left out too
    with st.expander(t("overview.repair"), on_change="rerun", key="repair") as repair:
        if repair.open:
            with block("repair"):
                reading_panel.show_repair(analysis.source, key="repair")

st.subheader(t("overview.repeats"), anchor=False)
with block("copies"):
    place = duplicates_panel.glimpse(analysis.source, analysis.report, key="overview_strip")
    if place:
        evidence.show_span(analysis, place, key="overview_copy")
more("duplicates")

st.subheader(t("overview.said"), anchor=False)
left, right = st.columns(2)
norm = None
with left:
    with block("words"):
        norm = words_panel.glimpse(analysis.content_words, key="overview_words", top=_TOP_WORDS)
    more("words")
with right:
    with block("cloud"):
        settings = CloudSettings(max_words=_CLOUD_WORDS, size="square")
        picture = analysis.call(lay_out_cloud, analysis.content_words, analysis.index, settings)
        norm = cloud_panel.glimpse(picture, key="overview_cloud") or norm
    more("cloud")
if norm:
    evidence.show_word(analysis, norm, key="overview_word")

st.subheader(t("overview.together"), anchor=False)
with block("network"):
    graph = analysis.call(network.cooccur, analysis.index, NetworkSettings(top_nodes=_NODES))
    chosen = network_panel.glimpse(graph, analysis.call(network.layout, graph), key="overview_net")
    evidence.show_choice(analysis, chosen, key="overview_meeting")
more("network")

if session.may_change() and not session.shows_sample():
    with block("samples"):
        offer_samples()
