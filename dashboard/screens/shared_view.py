"""What a guest sees around shared pages: banner, sidebar, pass-phrase form, expired notice."""

from __future__ import annotations

import streamlit as st

from components import i18n, ui
from components.i18n import number, t
from components.text.codec import CodecError
from dashboard.library.connection import get_store
from dashboard.library.errors import NotFoundError
from dashboard.screens import layout, progress, share_dialog
from dashboard.sharing import links
from dashboard.sharing.downloads import Export
from dashboard.sharing.links import PAUSE, PassphraseError
from dashboard.sharing.snapshot import View
from dashboard.state import shared, urls


def show_banner() -> None:
    """Say above every page who shared it, how old it is, and what it leaves out."""
    info = shared.info()
    facts = [t("share.shared_on", date=share_dialog.format_day(info.created))]
    facts.append(t(f"share.banner_{info.texts}"))
    if info.expires is not None:
        facts.append(t("share.until", date=share_dialog.format_day(info.expires)))
    with st.container(
        border=not shared.is_embedded(),
        horizontal=True,
        vertical_alignment="center",
        key="shared_banner",
    ):
        st.markdown(
            f":material/link: **{ui.escape_markdown(info.title)}**  \n"
            f":small[:gray[{' · '.join(facts)}]]",
            width="stretch",
        )
        if shared.is_embedded():
            st.link_button(
                t("share.open_whole"), _whole(), icon=":material/open_in_new:", type="tertiary"
            )
        else:
            st.link_button(t("share.report_short"), _report(), icon=":material/download:")


def show_sidebar() -> None:
    """Draw the sidebar of a guest: what was counted, the language, the way to an own workspace."""
    analysis = shared.analysis()
    with st.sidebar:
        size = layout.describe_size(analysis.source)
        st.caption(f"{size}  \n{t(f'copies.caption_{analysis.choices.counting}')}")
        layout.choose_language()
        st.link_button(
            t("share.own_wenmai"), f"{urls.root_url()}/", icon=":material/open_in_new:",
            help=t("share.own_wenmai_help"), width="stretch",
        )  # fmt: skip
        layout.offer_notices()


def show_gone() -> None:
    """Say that the link opens nothing, but not why: that could reveal what there was."""
    st.title(t("share.gone_title"), anchor=False)
    st.markdown(t("share.gone"))
    st.link_button(t("share.own_wenmai"), f"{urls.root_url()}/", icon=":material/open_in_new:")


def ask_passphrase() -> View | None:
    """Ask for the pass-phrase; return the sender's view when it was the right one."""
    st.title(t("share.asks_title"), anchor=False)
    st.markdown(t("share.asks_help"))
    with st.form("share_door", border=False, width=420):
        typed = st.text_input(
            t("share.passphrase_asked"), type="password", key="share_typed",
            autocomplete="off", max_chars=200,
        )  # fmt: skip
        sent = st.form_submit_button(t("share.enter"), type="primary")
    if not sent:
        return None
    try:
        return shared.unlock(typed or " ")
    except PassphraseError as error:
        if error.blocked:
            st.error(t("share.blocked", minutes=number(PAUSE.seconds // 60)), width=420)
        else:
            st.error(t("share.wrong"), width=420)
    except (NotFoundError, CodecError):
        st.rerun()  # it went while the reader typed
    return None


def _whole() -> str:
    return urls.url_of(urls.SHARES, shared.token())


def _report() -> str:
    """Return the address of the report of what is shared; it ends with the share.

    A link without pass-phrase has a report of its own. Behind a pass-phrase, which was typed
    already, the file goes by a ticket.
    """
    analysis, info, token = shared.analysis(), shared.info(), shared.token()
    if not info.asks:
        return f"{urls.url_of(urls.REPORTS, token)}?download=true&lang={i18n.current()}"

    def make() -> bytes:
        links.check(get_store(), token)
        return share_dialog.make_report(analysis, title=info.title)

    export = Export("wenmai-report.html", "text/html", make, i18n.current())
    return share_dialog.offer_file(f"report of {info.id}", progress.current_analysis(), export)
