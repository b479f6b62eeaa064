"""The account card of the sidebar: signing in and out, and choosing a workspace."""

from __future__ import annotations

import streamlit as st

from components import ui
from components.i18n import number, t
from dashboard.library.values import make_unique
from dashboard.library.workspaces import WorkspaceInfo
from dashboard.state import identity, workspace
from dashboard.state.memory import memory
from dashboard.state.urls import SIGN_IN_FAILED

_ICONS = {
    "adopted": ":material/bookmark_added:",
    "not_adopted": ":material/warning:",
    "failed": ":material/warning:",
    "old_key": ":material/key_off:",
}


def show_card() -> None:
    """Show the account card, if this server offers signing in."""
    if identity.is_misconfigured():
        st.caption(t("signing.amiss"))
    _tell_news()
    if identity.is_signed_in():
        _show_signed_in()
    else:
        _show_signed_out()


def _show_signed_out() -> None:
    for provider in identity.providers():
        label = t("signing.in") if provider == identity.DEFAULT else _in_with(provider)
        st.button(
            label,
            key=f"sign-in-{provider}",
            on_click=st.login,
            args=(provider,) if provider != identity.DEFAULT else (),
            icon=":material/login:",
            help=t("signing.in_help"),
            width="stretch",
        )


def _show_signed_in() -> None:
    own = workspace.find()
    with st.container(border=True):
        st.markdown(f"**{ui.escape_markdown(identity.name()) or t('signing.nameless')}**")
        if own is not None and workspace.is_by_address():
            _show_by_address()
        elif own is not None:
            _choose(own)
        st.button(t("signing.out"), on_click=st.logout, icon=":material/logout:", width="stretch")


def _show_by_address() -> None:
    st.caption(t("signing.by_address"))
    st.button(
        t("signing.adopt"),
        type="primary",
        on_click=_adopt,
        icon=":material/bookmark_add:",
        help=t("signing.adopt_help"),
        width="stretch",
    )
    st.button(
        t("signing.to_own"), on_click=workspace.leave, icon=":material/home:", width="stretch"
    )


def _adopt() -> None:
    # A callback runs before the page speaks its language.
    memory().account_news = "adopted" if workspace.adopt() else "not_adopted"


def _choose(own: WorkspaceInfo) -> None:
    named = _make_names(workspace.list_own())
    if len(named) < 2:
        return
    chosen = st.selectbox(
        t("signing.workspace"),
        list(named),
        index=list(named).index(own.id),
        format_func=named.__getitem__,
    )
    if chosen != own.id:
        workspace.switch_to(chosen)
        st.rerun()


def _make_names(mine: tuple[WorkspaceInfo, ...]) -> dict[str, str]:
    """Return a different name for each workspace, since a choice is known by its name."""
    taken: set[str] = set()
    return {one.id: make_unique(_name(one), taken) for one in mine}


def _name(one: WorkspaceInfo) -> str:
    held = number(workspace.count_articles(one))
    day = one.created.date().isoformat()
    return one.name or t("signing.workspace_of", day=day, articles=held)


def _in_with(provider: str) -> str:
    return t("signing.in_with", provider=ui.escape_markdown(provider.capitalize()))


def _tell_news() -> None:
    own = memory()
    news, own.account_news = own.account_news, None
    key, word = SIGN_IN_FAILED
    if st.query_params.get(key) == word:
        st.query_params.pop(key)
        news = "failed"
    if own.key_was_old:
        own.key_was_old, news = False, "old_key"
    if news:
        st.toast(t(f"signing.{news}"), icon=_ICONS[news], duration="long")
