"""The overview page: what was read, what is repeated, what is said, and who is named."""

import streamlit as st

from components import network, ui
from components.cloud import panel as cloud_panel
from components.duplicates import describe as duplicates_describe
from components.duplicates import panel as duplicates_panel
from components.duplicates.strip import strip_of
from components.i18n import number, share, t
from components.network import NetworkSettings
from components.network import panel as network_panel
from components.reading import panel as reading_panel
from components.stories import describe as stories_describe
from components.timeline import describe as timeline_describe
from components.words import panel as words_panel
from dashboard.pipeline import Analysis, glimpse_cloud
from dashboard.report.finding import finding
from dashboard.screens import evidence, layout, progress, timeline_block
from dashboard.state import pick, samples, session
from dashboard.state.memory import Look
from dashboard.state.pages import page_path

_TOP_WORDS = 12
_NODES = 12


def show_numbers(analysis: Analysis) -> None:
    """Show four numbers, each with what it is compared to."""
    corpus, report = analysis.counted, analysis.report
    joined = sum(len(article.joins) for article in corpus.articles)
    everything = number(corpus.n_characters)
    ui.show_cards(
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


def link_to(name: str) -> None:
    """Link to the page that a block is a glimpse of."""
    st.page_link(page_path(name), label=t("frame.more"), icon=":material/arrow_forward:")


method = layout.show_heading("overview")
analysis = progress.analysis_or_stop(early=True)
with ui.guard_block("refusals"):
    reading_panel.show_refusals(analysis.source.refusals)
with ui.guard_block("finding"):
    st.header(finding(analysis), anchor=False)
with ui.guard_block("stories"):
    if told := stories_describe.finding(analysis.source, analysis.stories):
        st.markdown(ui.escape_markdown(told))
        st.page_link(page_path("stories"), label=t("stories.more"), icon=":material/arrow_forward:")
if session.shows_sample():
    with ui.guard_block("samples"):
        offer_samples()
with ui.guard_block("numbers"):
    show_numbers(analysis)
if not analysis.gaps:  # the texts as they came were left out too
    with st.expander(t("overview.repair"), on_change="rerun", key="repair") as repair:
        if repair.open:
            with ui.guard_block("repair"):
                reading_panel.show_repair(analysis.source, key="repair")

stage, panel = layout.open_bench(analysis)
with panel:
    evidence.show_panel(analysis)
picked = pick.current()
norms = evidence.picked_norms(analysis, picked)
with stage:
    st.header(t("timeline.title"), anchor=False)
    with ui.guard_block("timeline"):
        timeline_block.show(analysis)

    with ui.guard_block("method"):
        layout.tell_method(
            method,
            analysis,
            timeline_describe.method(analysis.timeline),
            duplicates_describe.method(analysis.report),
        )

    st.header(t("overview.repeats"), anchor=False)
    with ui.guard_block("copies"):
        duplicates_panel.show_glimpse(
            analysis.source,
            analysis.report,
            analysis.call(strip_of, analysis.source, analysis.report),
            key="overview_strip",
            on_pick=lambda span: pick.choose(pick.at_place(span)),
        )
    link_to("duplicates")

    st.header(t("overview.said"), anchor=False)
    left, right = st.columns(2)
    with left:
        with ui.guard_block("words"):
            words_panel.show_glimpse(
                analysis.content_words,
                key="overview_words",
                on_pick=pick.chooser("word"),
                picked=norms,
                top=_TOP_WORDS,
            )
        link_to("words")
    with right:
        with ui.guard_block("cloud"):
            cloud_panel.show_glimpse(
                glimpse_cloud(analysis),
                key="overview_cloud",
                on_pick=pick.chooser("word"),
                picked=norms,
            )
        link_to("cloud")

    st.header(t("overview.together"), anchor=False)
    with ui.guard_block("network"):
        graph = analysis.call(network.cooccur, analysis.index, NetworkSettings(top_nodes=_NODES))
        network_panel.show_glimpse(
            graph,
            analysis.call(network.layout, graph),
            key="overview_net",
            on_pick=pick.choose_mark,
            picked=evidence.picked_mark(analysis, picked),
        )
    link_to("network")
    if session.may_change() and not session.shows_sample():
        with ui.guard_block("samples"):
            offer_samples()
