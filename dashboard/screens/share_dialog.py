"""The share dialog: making links, managing them, and downloading files.

A link leads to a snapshot, so later changes do not reach whoever has it. Its address is known
to nobody once this dialog is closed; the list of links tells when each was made and how often
it was opened, and takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components import i18n, ui
from components.cloud import CloudSettings
from components.contrast import ContrastSettings
from components.i18n import number, t
from components.network import Colour, NetworkSettings
from components.split import SplitSettings
from components.statistics import StatisticSettings
from dashboard.library import workspaces
from dashboard.library.errors import NotFoundError, QuotaExceededError
from dashboard.library.quotas import Quotas
from dashboard.library.workspaces import WorkspaceInfo
from dashboard.pipeline import Analysis
from dashboard.report.finding import finding
from dashboard.screens import flash, progress
from dashboard.settings import settings
from dashboard.sharing import downloads, links
from dashboard.sharing.downloads import Export
from dashboard.sharing.links import ShareInfo
from dashboard.sharing.snapshot import Texts, View, take_snapshot
from dashboard.state import session, urls, workspace
from dashboard.state.memory import memory
from dashboard.state.pages import page_path

_TITLE, _PASSPHRASE = 200, 200  # characters
_DAYS = (7, 30, 90)
_NEVER = 0
MOST_LINKS = 100  # open ones of a workspace on a server
_REUSED = 0.5  # of its life a ticket is offered again


def remember(
    *,
    network: NetworkSettings | None = None,
    network_colour: Colour | None = None,
    cloud: CloudSettings | None = None,
    statistic: StatisticSettings | None = None,
    contrast: ContrastSettings | None = None,
) -> None:
    """Remember what a page shows, so that a link or a report has the same."""
    own = memory()
    own.asked = replace(
        own.asked,
        statistic=statistic or own.asked.statistic,
        contrast=contrast or own.asked.contrast,
        cloud=cloud or own.asked.cloud,
        network_colour=network_colour or own.asked.network_colour,
    )
    own.drawn_network = network or own.drawn_network


def remember_split(settings: SplitSettings | None) -> None:
    """Remember which columns pages have, so that a report has the same; None for none."""
    own = memory()
    own.asked = replace(own.asked, split=settings)


def show_button(page: str) -> None:
    """Draw the button that opens the dialog.

    Args:
        page: the page it stands on.
    """
    if st.button(t("share.share"), icon=":material/link:", key="share_open", on_click=_start_anew):
        st.dialog(t("share.title"), width="medium")(show_content)(page)


def _start_anew() -> None:
    memory().new_share = None


def show_content(page: str) -> None:
    """Draw what the dialog holds.

    Args:
        page: the page it was opened on.
    """
    session.use_language()  # a part of a page that runs alone has not heard the language
    analysis = progress.current_analysis()
    if not analysis.source.articles:
        st.info(t("frame.empty"))
        return
    ui.show_copy_buttons()
    names = ["link", "files", "mine", "key"]
    tabs = dict(zip(names, st.tabs([t(f"share.tab_{n}") for n in names]), strict=True))
    with tabs["link"]:
        _offer_link(analysis, page)
    with tabs["files"]:
        _offer_files(analysis)
    with tabs["mine"]:
        _list_links()
    with tabs["key"]:
        _offer_workspace()


# --- a new link ------------------------------------------------------------------------------


def _offer_link(analysis: Analysis, page: str) -> None:
    place = st.empty()
    if memory().new_share is None:
        with place.container():
            _show_form(analysis, page)
    if (made := memory().new_share) is not None:
        with place.container():
            _show_address(*made)


def _show_form(analysis: Analysis, page: str) -> None:
    # As a form, so that nothing typed is left behind: a link without its pass-phrase is open.
    with st.form("share_form", border=False, enter_to_submit=False):
        asked = _ask_share(analysis)
        sent = st.form_submit_button(
            t("share.create"), type="primary", key="share_create", icon=":material/link:"
        )
    if sent:
        with st.spinner(t("share.creating")):
            _create(analysis, page, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a link is to be."""

    title: str
    texts: Texts
    days: int
    passphrase: str


def _ask_share(analysis: Analysis) -> _Asked:
    st.caption(t("share.link_help"))
    title = st.text_input(
        t("share.name"), finding(analysis), max_chars=_TITLE, key="share_title",
        help=t("share.name_help"),
    )  # fmt: skip
    texts = _texts(analysis)
    days = st.segmented_control(
        t("share.lasts"), (*_DAYS, _NEVER), default=_usual_days(), required=True,
        format_func=lambda d: t("share.days", days=number(d)) if d else t("share.never"),
        key="share_days",
    )  # fmt: skip
    passphrase = st.text_input(
        t("share.passphrase"), type="password", max_chars=_PASSPHRASE, key="share_passphrase",
        help=t("share.passphrase_help"), placeholder=t("share.passphrase_hint"),
        autocomplete="new-password",
    )  # fmt: skip
    return _Asked((title or "").strip(), texts, int(days or 0), passphrase or "")


def _texts(analysis: Analysis) -> Texts:
    chosen: Texts = st.radio(
        t("share.texts"), ("evidence", "all"), key="share_texts",
        format_func=lambda texts: t(f"share.texts_{texts}"),
        captions=[
            t("share.texts_evidence_help"),
            t(
                "share.texts_all_help",
                articles=number(len(analysis.source.articles)),
                characters=number(analysis.source.n_characters),
            ),
        ],
    )  # fmt: skip
    if own := analysis.choices.lexicon.n_corrections:
        st.caption(t("share.own_words", n=number(own)))
    return chosen


def _usual_days() -> int:
    usual = settings().share_days
    return usual if usual in (*_DAYS, _NEVER) else _DAYS[1]


def _create(analysis: Analysis, page: str, asked: _Asked) -> None:
    try:
        workspace.ensure(with_sample=True)
    except QuotaExceededError as error:
        st.warning(flash.quota_sentence(error.what, error.limit))
        return
    view = View(
        page="overview" if page == "library" else page,
        query=urls.view_query(),
        language=i18n.current(),
        network=memory().drawn_network,
        cloud=memory().asked.cloud,
    )
    analysis = replace(analysis, compared=memory().compared)
    snapshot = take_snapshot(analysis, view=view, texts=asked.texts, title=asked.title)
    lasts = timedelta(days=asked.days) if asked.days else None
    try:
        made = links.create(
            workspace.current(),
            snapshot,
            lasts=lasts,
            passphrase=asked.passphrase,
            quotas=_quotas(),
        )
    except QuotaExceededError as error:
        if error.what == "shares":
            st.warning(t("share.full", limit=number(error.limit)))
        else:
            st.warning(flash.quota_sentence(error.what, error.limit))
        return
    workspace.refresh()
    memory().new_share = (made.token, made.share)


def _quotas() -> Quotas:
    """Return the quotas for links: on a server each link is a stored copy."""
    own = workspace.quotas()
    return own if settings().mode == "local" else replace(own, shares=MOST_LINKS)


def _show_address(token: str, info: ShareInfo) -> None:
    """Show the address of a new link, which is shown only once."""
    address = urls.url_of(urls.SHARES, token)
    st.markdown(f"**{ui.escape_markdown(info.title)}**")
    st.code(address, language=None, wrap_lines=True)
    parts = [t("share.once"), f"{_until(info)} · {t(f'share.short_{info.texts}')}"]
    if info.asks:
        parts.append(t("share.tell_passphrase"))
    st.caption("  \n".join(parts))
    if settings().mode == "local":
        st.info(t("share.local"), icon=":material/computer:")
    with st.expander(t("share.embed"), icon=":material/web:"):
        st.caption(t("share.embed_help"))
        title = escape(info.title, quote=True)
        frame = (
            f'<iframe src="{address}?embed=true" title="{title}" '
            'style="width:100%;height:720px;border:0"></iframe>'
        )
        st.code(frame, language=None, wrap_lines=True)
    st.button(t("share.another"), key="share_another", icon=":material/add:", on_click=_start_anew)


# --- files -----------------------------------------------------------------------------------


def _offer_files(analysis: Analysis) -> None:
    st.caption(t("share.files_help"))
    analysis = replace(
        analysis,
        drawn=memory().drawn_network or analysis.drawn,
        arrangement=memory().arrangement,
        compared=memory().compared,
        asked=memory().asked,
    )
    offers: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("report", "wenmai-report.html", "text/html", lambda: make_report(analysis)),
        ("bundle", "wenmai.zip", "application/zip", lambda: make_bundle(analysis)),
        ("tables", "wenmai-tables.xlsx", _XLSX, lambda: make_tables(analysis)),
    )
    for name, file, mime, make in offers:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            told = f":small[:gray[{t(f'share.{name}_help')}]]"
            st.markdown(f"**{t(f'share.{name}')}**  \n{told}", width="stretch")
            export = Export(file, mime, make, i18n.current())
            st.link_button(
                t("share.take"), offer_file(name, analysis, export),
                icon=":material/download:", key=f"share_take_{name}",
            )  # fmt: skip
    st.caption(t("share.files_wait"))


def offer_file(kind: str, analysis: Analysis, export: Export) -> str:
    """Return the address of a file; the same while the page shows the same.

    Args:
        kind: which file of the analysis.
        analysis: what it is made of.
        export: how it is made.
    """
    known = memory().offered
    compared = analysis.compared.digest if analysis.compared else ""
    drawn = (analysis.drawn, analysis.arrangement, compared, analysis.asked)
    what = (kind, analysis.source.digest, analysis.choices, drawn, export.language)
    life = timedelta(seconds=downloads.SECONDS * _REUSED)
    now = datetime.now(tz=ZoneInfo("UTC"))
    if what not in known or now - known[what][0] > life:
        known[what] = (now, downloads.tickets.offer(export, to=memory().name))
    return urls.url_of(urls.EXPORTS, known[what][1])


def make_report(analysis: Analysis, *, title: str = "") -> bytes:
    """Return the report of an analysis, as bytes."""
    from dashboard.report import html

    return html.write(analysis, title=title).encode()


def make_bundle(analysis: Analysis) -> bytes:
    """Return everything of an analysis in one zip."""
    from dashboard.sharing import bundle

    return bundle.write(analysis)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_tables(analysis: Analysis) -> bytes:
    """Return all tables of an analysis as a workbook."""
    from dashboard.report import tables, xlsx

    graph = analysis.drawn_network
    return xlsx.write_workbook(tables.all_tables(analysis, graph, limit=None))


# --- links that were made --------------------------------------------------------------------


def _list_links() -> None:
    own = links.list_own(workspace.current()) if workspace.find() else ()
    if not own:
        st.info(t("share.mine_none"))
        return
    st.caption(t("share.mine_help"))
    for info in own:
        _show_link(info)


def _show_link(info: ShareInfo) -> None:
    with st.container(border=True):
        st.markdown(f"**{ui.escape_markdown(info.title)}**")
        parts = [
            t("share.made_on", date=format_day(info.created)),
            t(f"share.short_{info.texts}"),
            *([t("share.asks")] if info.asks else []),
            t("share.views", n=number(info.views)),
            _until(info),
        ]
        st.caption(" · ".join(parts))
        if info.revoked is not None:
            return
        with st.container(horizontal=True):
            st.button(
                t("share.revoke"), key=f"share_revoke_{info.id}", icon=":material/link_off:",
                on_click=_revoke, args=(info.id,), help=t("share.revoke_help"),
            )  # fmt: skip
            if info.expires is not None:
                st.button(
                    t("share.extend", days=number(_DAYS[1])), key=f"share_extend_{info.id}",
                    icon=":material/update:", type="tertiary", on_click=_extend, args=(info.id,),
                )  # fmt: skip


def _revoke(share: str) -> None:
    links.revoke(workspace.current(), share)


def _extend(share: str) -> None:
    try:
        links.extend(workspace.current(), share, lasts=timedelta(days=_DAYS[1]))
    except NotFoundError:
        return  # taken back in another window; the list says so


def _until(info: ShareInfo) -> str:
    if info.revoked is not None:
        return t("share.revoked", date=format_day(info.revoked))
    if info.expires is None:
        return t("share.for_ever")
    key = "share.until" if info.is_open() else "share.expired"
    return t(key, date=format_day(info.expires))


def format_day(when: datetime) -> str:
    """Return a day as the reader's clock has it."""
    try:
        zone = ZoneInfo(str(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return when.astimezone(zone).date().isoformat()


# --- the workspace itself --------------------------------------------------------------------


def _offer_workspace() -> None:
    """Show the address of the workspace, where it has one, and what ends an address or all."""
    own = workspace.find()
    key = st.session_state.get(workspace.KEY) if workspace.is_by_address() else None
    if own is None:
        st.info(t("share.key_none"))
        return
    if key:
        _offer_address(str(key))
    with st.expander(t("share.delete"), icon=":material/delete_forever:"):
        _offer_deletion(own)


def _offer_address(key: str) -> None:
    st.caption(t("share.key_help"))
    st.code(urls.view_url(urls.root_url(), "", (), w=key), language=None, wrap_lines=True)
    with st.expander(t("share.new_key"), icon=":material/key:"):
        st.markdown(t("share.new_key_help"))
        if st.button(t("share.new_key_yes"), key="share_new_key", type="primary"):
            workspace.change_key()
            st.rerun(scope="fragment")


def _offer_deletion(own: WorkspaceInfo) -> None:
    """Ask for a word that nobody types by accident, then delete everything."""
    used = workspaces.usage(workspace.current())
    open_links = sum(info.is_open() for info in links.list_own(workspace.current()))
    st.markdown(t("share.delete_help", articles=number(used.articles), links=number(open_links)))
    word = t("share.delete_word")
    with st.form("share_delete", border=False, enter_to_submit=False):
        typed = st.text_input(
            t("share.delete_type", word=word), key="share_delete_typed", autocomplete="off",
            max_chars=50,
        )  # fmt: skip
        sent = st.form_submit_button(
            t("share.delete_yes"), type="primary", icon=":material/delete_forever:"
        )
    if not sent:
        return
    if (typed or "").strip().casefold() != word.casefold():
        st.warning(t("share.delete_wrong", word=word))
        return
    workspace.delete()
    flash.add("share.deleted")
    st.switch_page(page_path("library"))
