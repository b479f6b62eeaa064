"""What every page has around its content: heading, method, address to share, choices."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import i18n, ui
from components.i18n import number, t
from components.reading import panel as reading_panel
from dashboard import correcting, session

PAGES = ("overview", "duplicates", "words", "statistics", "cloud", "entities", "network", "reader")
ICONS = {
    "overview": ":material/space_dashboard:",
    "duplicates": ":material/content_copy:",
    "words": ":material/bar_chart:",
    "statistics": ":material/query_stats:",
    "cloud": ":material/cloud:",
    "entities": ":material/group:",
    "network": ":material/hub:",
    "reader": ":material/menu_book:",
}


def page_path(name: str) -> str:
    """Return the script of a page, as `st.Page` and `st.switch_page` name it."""
    return f"app_pages/{name}.py"


def heading(name: str) -> None:
    """Write a page's title, the question it answers, how it was done, and its address."""
    title, tools = st.columns([4, 1.4], vertical_alignment="bottom")
    with title:
        st.header(t(f"page.{name}_title"), anchor=False)
        st.caption(t(f"page.{name}_question"))
    with tools, st.container(horizontal=True, horizontal_alignment="right"):
        with st.popover(t("frame.method"), icon=":material/info:"):
            st.markdown(t(f"page.{name}_method"))
        with st.popover(t("frame.share"), icon=":material/link:"):
            st.caption(t("frame.share_help"))
            st.code(_address(), language=None, wrap_lines=True)
            if not session.shows_sample():
                st.caption(t("frame.share_own"))


def main_and_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the place of the main figure and that of its controls.

    On a phone they stand one below the other, the figure first.
    """
    main, side = st.columns([2.4, 1], gap="large")
    return main, side


def sidebar() -> None:
    """Draw what governs every page: what counts, what is read, which language."""
    with st.sidebar:
        ui.uploader_words()
        ui.linked(
            st.segmented_control,
            t("copies.label"),
            ("unique", "all"),
            key="copies",
            default="unique",
            name_of=lambda choice: t(f"copies.{choice}"),
            required=True,
            help=t("frame.copies_help"),
            width="stretch",
        )
        _corpus_card()
        correcting.card()
        ui.linked(
            st.selectbox,
            t("frame.language"),
            i18n.LOCALES,
            key="lang",
            default=i18n.match(st.context.locale),
            name_of=lambda locale: i18n.NAMES[locale],
        )


def _corpus_card() -> None:
    corpus = session.corpus_read()
    kind = t("frame.sample") if session.shows_sample() else t("frame.own")
    size = t(
        "frame.size", articles=number(len(corpus.articles)), characters=number(corpus.n_characters)
    )
    st.caption(f"{kind}  \n{size}")
    if st.button(t("frame.upload"), icon=":material/upload_file:", width="stretch"):
        _upload()
    if not session.shows_sample():
        st.button(t("frame.back"), on_click=session.back_to_sample, width="stretch")


@st.dialog(" ", width="medium")
def _upload() -> None:
    session.speak()  # a dialog reruns by itself, in a thread of its own
    st.subheader(t("frame.upload"), anchor=False)
    st.caption(t("frame.upload_help"))
    intake = reading_panel.intake(key="intake", may_add=not session.shows_sample())
    if intake is None:
        return
    corpus = session.take(list(intake.sources), join_lines=intake.join_lines, add=intake.add)
    if corpus.articles:
        st.rerun()
    reading_panel.show_refusals(corpus.refusals)


def _address() -> str:
    query = urlencode(st.query_params.to_dict())
    return f"{st.context.url}?{query}" if query else str(st.context.url)
