"""What surrounds the content of every page: heading, method, sidebar, share button."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import i18n, theme, ui
from components.i18n import number, t
from components.text import Corpus
from dashboard.library import selections
from dashboard.pipeline import Analysis
from dashboard.report import chart_files, methods
from dashboard.screens import account, corrections, evidence, publishing, share_dialog
from dashboard.settings import notices_file
from dashboard.sharing.snapshot import View
from dashboard.state import results, samples, session, shared, workspace
from dashboard.state.memory import memory
from dashboard.state.pages import PAGES, RESULT, page_path

ICONS = {
    "overview": ":material/space_dashboard:",
    "library": ":material/folder_open:",
    "duplicates": ":material/content_copy:",
    "stories": ":material/timeline:",
    "words": ":material/bar_chart:",
    "statistics": ":material/query_stats:",
    "cloud": ":material/cloud:",
    "entities": ":material/group:",
    "network": ":material/hub:",
    "quotations": ":material/format_quote:",
    "reader": ":material/menu_book:",
    "result": ":material/dataset:",
}


_WORDMARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 40" width="190" height="40">'
    f'<text x="0" y="30" fill="INK" font-family="{theme.SERIF}" font-size="29" '
    'font-weight="700">文脈</text>'
    f'<text x="70" y="29" fill="INK" font-family="{theme.SERIF}" font-size="21">Wenmai</text></svg>'
)


def list_pages() -> tuple[str, ...]:
    """Return the pages of this reader; a guest has no library, and statistics only of all words.

    Statistics are made from the words between those that are shown; where texts were left out
    these words are missing, and a measure of what is left would be wrong.
    """
    if not shared.is_here():
        return (RESULT, *PAGES) if results.is_open() else PAGES
    kept = shared.can_count()
    return tuple(n for n in PAGES if n != "library" and (n != "statistics" or kept))


def go_to(view: View) -> None:
    """Go to where a sender was, with the parameters of their address."""
    name = view.page if view.page in list_pages() else PAGES[0]
    query = {**dict(view.query), shared.KEY: shared.token()}
    st.switch_page(page_path(name), query_params=query)


def show_heading(name: str) -> DeltaGenerator:
    """Write a page's title, the question it answers, how it was done, and how to share it.

    Returns:
        Where the method says the reader's own settings, once these are known: `tell_method`.
    """
    title, tools = st.columns([4, 1.4], vertical_alignment="bottom")
    with title:
        if name == PAGES[0]:
            st.caption(t("frame.what_this_is"))
        st.title(t(f"page.{name}_title"), anchor=False)
        st.caption(t(f"page.{name}_question"))
    with tools, st.container(horizontal=True, horizontal_alignment="right"):
        with st.popover(t("frame.method"), icon=":material/info:"):
            own = st.container()
            st.markdown(t(f"page.{name}_method"))
        if session.may_change():
            with ui.guard_block("share"):
                share_dialog.show_button(name)
    return own


def tell_method(place: DeltaGenerator, analysis: Analysis, *told: str) -> None:
    """Say below “method” what counts here, and how this page's numbers follow from its settings.

    Args:
        place: where, as `show_heading` returns it.
        analysis: what the page shows.
        *told: what the rooms of the page say of their settings; empty ones say nothing.
    """
    with place, ui.guard_block("method"):
        for text in filter(None, (methods.describe_ground(analysis), *told)):
            st.markdown(ui.escape_markdown(text))


def offer_notices() -> None:
    """Offer the notices of the third-party data, fonts and libraries in the program."""
    if st.button(t("frame.notices"), key="notices", type="tertiary", icon=":material/copyright:"):
        st.dialog(t("frame.notices"), width="large")(_show_notices)()


def _show_notices() -> None:
    st.caption(t("frame.notices_in_english"))
    st.markdown(notices_file().read_text("utf-8").partition("\n")[2])


def open_bench(analysis: Analysis) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Show what is picked; return the place of the figures and that of the evidence beside them.

    The evidence stays in view while the page scrolls; in a narrow window it is a sheet at the
    foot, see `ui.bench_styles`. Pages fill it before the figures: who clicks reads sentences
    while the figures are still drawn anew. Each chart from here on can be published.
    """
    evidence.show_pin(analysis)
    publishing.offer_beside_charts(chart_files.source_of(analysis.source))
    with st.container(key="bench"):
        return st.container(key="stage"), st.container(key="panel")


@contextmanager
def open_bar() -> Iterator[None]:
    """Let the ways to change a page's figures be drawn side by side above these."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        yield


@contextmanager
def controls_bar() -> Iterator[None]:
    """Let controls be drawn into the popover above the figures."""
    with st.popover(t("frame.controls"), icon=":material/tune:", key="controls"):
        yield


def show_sidebar() -> None:
    """Draw the settings of every page: what counts, what is read, which language."""
    with st.sidebar:
        ui.translate_uploaders()
        _choose_for_all(
            "copies", ("unique", "all"), t("copies.label"), t("frame.copies_help"),
            lambda choice: t(f"copies.{choice}"),
        )  # fmt: skip
        _choose_for_all(
            "wire", ("with", "without"), t("copies.wire_label"), t("copies.wire_help"),
            lambda choice: t(f"copies.wire_{choice}"),
        )  # fmt: skip
        for name, show in (
            ("corpus", _show_corpus_card),
            ("segmenter", _choose_segmenter),
            ("corrections", corrections.show_card),
            ("language", choose_language),
            ("appearance", offer_appearance),
            ("account", account.show_card),
            ("notices", offer_notices),
        ):
            with ui.guard_block(name):
                show()


def show_sidebar_of_result() -> None:
    """Draw what can still be chosen beside a finished result: how it is read, not what it says."""
    with st.sidebar:
        for name, show in (
            ("language", choose_language),
            ("appearance", offer_appearance),
            ("notices", offer_notices),
        ):
            with ui.guard_block(name):
                show()


def _choose_segmenter() -> None:
    """Let the reader choose what cuts the words of every page."""
    _choose_for_all(
        session.SEGMENTER, session.SEGMENTERS, t("frame.segmenter"), t("frame.segmenter_help"),
        lambda name: t(f"frame.segmenter_{name}"),
    )  # fmt: skip


def _choose_for_all(
    key: str, options: Sequence[str], label: str, help_: str, name_of: Callable[[str], str]
) -> None:
    """Ask for a choice that every page obeys; the first option is the usual one."""
    ui.bind_choice(
        st.segmented_control, label, options, key=key, default=options[0], name_of=name_of,
        required=True, help=help_, width="stretch",
    )  # fmt: skip


def show_wordmark() -> None:
    """Set the name of the program above the navigation, in the ink of the appearance."""
    st.logo(_WORDMARK.replace("INK", theme.PALETTES[ui.mode()].ink), size="large")


def offer_appearance() -> None:
    """Offer to turn from light to dark or back; the page itself does it, see `web/page.js`."""
    other = "Light" if ui.mode() == "dark" else "Dark"
    st.button(
        t(f"frame.{other.lower()}"), key=f"theme_{other}", type="tertiary",
        icon=f":material/{other.lower()}_mode:",
    )  # fmt: skip


def choose_language() -> None:
    """Let the reader choose the language of everything around the texts."""
    ui.bind_choice(
        st.selectbox,
        t("frame.language"),
        i18n.LOCALES,
        key="lang",
        default=i18n.match(st.context.locale),
        name_of=lambda locale: i18n.NAMES[locale],
    )


def describe_size(corpus: Corpus) -> str:
    """Say how many articles and characters are read."""
    articles, characters = number(len(corpus.articles)), number(corpus.n_characters)
    return t("frame.size", articles=articles, characters=characters)


def show_unknown_workspace() -> None:
    """Say that the key in the address is unknown, and offer to start anew."""
    st.title(t("frame.unknown_title"), anchor=False)
    st.markdown(t("frame.unknown"))
    st.button(t("frame.unknown_leave"), type="primary", on_click=workspace.leave)


def ask_about_workspace() -> None:
    """Say what an address from elsewhere opens, and ask whether to go there."""
    found = workspace.find_offered()
    if found is None:  # it went while the page was drawn
        show_unknown_workspace()
        return
    info, articles = found
    days = map(share_dialog.format_day, (info.created, info.last_used))
    day, last = (day.replace("-", "-\u2060") for day in days)  # no line ends within a date
    st.title(t("frame.offered_title"), anchor=False)
    st.markdown(t("frame.offered", day=day, last=last, articles=number(articles)))
    st.markdown(t("frame.offered_whose"))
    with st.container(horizontal=True):
        st.button(t("frame.offered_take"), key="take_on", on_click=workspace.take_on)
        st.button(
            t("frame.offered_leave"), key="decline", type="primary", on_click=workspace.decline
        )


def _show_corpus_card() -> None:
    """Say what is read here, let the reader choose among it, and lead to where it is added to."""
    _choose_selection()
    corpus = session.source_corpus()
    kind = t("frame.sample") if session.shows_sample() else t("frame.own")
    named = [samples.name_of(look)] if (look := samples.current_sample()) != "own" else []
    st.caption("  \n".join((kind, *named, describe_size(corpus))))
    # A link to a page is drawn as the current one while that page is open, whatever its tab.
    if st.button(t("frame.add"), icon=":material/upload_file:", key="add", width="stretch"):
        st.switch_page(page_path("library"), query_params={"tab": "add"})
    _tell_of_key()


def _tell_of_key() -> None:
    """Say what the address has become, until the reader has taken note of it."""
    if memory().key_notice == "none":
        return
    if memory().key_notice == "new":  # the sidebar may be folded away
        st.toast(t("frame.key_is_new"), icon=":material/key:", duration="long")
        memory().key_notice = "told"
    st.info(t("frame.key_is_new"), icon=":material/key:")
    st.button(t("frame.key_noted"), on_click=_note_key)


def _note_key() -> None:
    memory().key_notice = "none"


def _choose_selection() -> None:
    is_own = workspace.find() is not None and samples.current_sample() == "own"
    names = (
        [kept.name for kept in selections.list_selections(workspace.current())] if is_own else []
    )
    if names:
        ui.bind_choice(
            st.selectbox,
            t("frame.selection"),
            ("all", *(f"n:{name}" for name in names)),
            key=session.SELECTION,
            default="all",
            name_of=lambda code: t("frame.everything") if code == "all" else code[2:],
        )
