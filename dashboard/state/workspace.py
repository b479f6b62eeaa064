"""The workspace of this browser session, and who it belongs to.

On one's own machine there is one workspace and nothing is asked. On a server a visitor keeps
nothing until they add or correct something; then a workspace is made whose key stands in the
address, unless they signed in: then it is theirs wherever they sign in. A key in the address
opens its workspace for people who signed in, too, and they may make it their own.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components.reading import sources_in
from dashboard.library import ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY, Actor, link
from dashboard.library.connection import get_store
from dashboard.library.errors import NotFoundError
from dashboard.library.quotas import Quotas, quotas_for
from dashboard.library.workspaces import WorkspaceInfo
from dashboard.settings import sample_dir, settings
from dashboard.state import browser, identity, shared
from dashboard.state.memory import memory
from dashboard.state.newcomers import newcomers

KEY = "w"
WorkspaceState = Literal["open", "none", "unknown", "asks"]


def enter() -> WorkspaceState:
    """Open the workspace of this session; called once at the start of every run.

    Returns:
        `open`; `none` where a visitor keeps nothing yet; `unknown` where the key in the
        address opens nothing, be it wrong, or its workspace deleted; `asks` where it came
        from elsewhere, and the reader has not said whether they want to go there.
    """
    _keep_key()
    if memory().offered_key is not None:
        return "asks" if find_offered() else "unknown"
    who = actor()
    known = memory().workspace
    try:
        if known is not None and memory().workspace_actor == who:
            _remember(workspaces.get(Workspace(get_store(), who, known.id)), who)
        elif who != NOBODY:
            _remember(_enter(who), who)
        else:
            _forget()
    except NotFoundError:
        _forget()
        if not (is_by_address() and identity.is_signed_in()):
            return "unknown"
        leave()  # most likely they made it their own since
        memory().key_was_old = True
        return enter()
    memory().entered = True
    return "open" if memory().workspace is not None else "none"


def actor() -> Actor:
    """Return who asks the library for what this browser shows."""
    if shared.is_here() or memory().offered_key is not None:
        return NOBODY
    if settings().mode == "local":
        return LOCAL
    key = st.session_state.get(KEY)
    return link(key) if key else identity.person()


def find() -> WorkspaceInfo | None:
    """Return the workspace in use; None for a guest and a visitor without one."""
    if shared.is_here():
        return None
    if memory().workspace is None and not memory().entered:
        enter()
    return memory().workspace


def ensure(*, with_sample: bool) -> WorkspaceInfo:
    """Return the workspace in use; make one for a visitor who has none.

    Args:
        with_sample: a new one holds the sample, because that is what the visitor works on.

    Raises:
        NotFoundError: a guest keeps nothing.
        QuotaExceededError: the reader's address has made too many.
    """
    if shared.is_here():
        raise NotFoundError
    own = find()
    if own is not None:
        return own
    newcomers.admit(str(st.context.ip_address or ""), settings().workspaces_per_address)
    made = workspaces.create(get_store(), NOBODY)
    st.session_state[KEY], memory().key_notice = made.token, "new"
    _keep_key()
    who = actor()
    if with_sample:
        ingest.enter_seeded(get_store(), who, lambda: sources_in(sample_dir("report")))
    return refresh()


def refresh() -> WorkspaceInfo:
    """Return the workspace in use as it is now, after a change."""
    who = actor()
    own = memory().workspace
    if own is None:
        return _remember(_enter(who), who)
    return _remember(workspaces.get(Workspace(get_store(), who, own.id)), who)


def leave() -> None:
    """Forget the workspace in this browser; its address still opens it."""
    st.session_state.pop(KEY, None)
    for name in (KEY, browser.KEY):
        st.query_params.pop(name, None)
    memory().offered_key = None
    _forget()


def find_offered() -> tuple[WorkspaceInfo, int] | None:
    """Return the workspace that a key from elsewhere opens and how many articles are in it."""
    key = memory().offered_key
    who = link(key) if key else NOBODY
    for found in workspaces.list_own(get_store(), who):
        usage = workspaces.usage(Workspace(get_store(), who, found.id))
        return found, usage.articles - usage.binned
    return None


def take_on() -> None:
    """Open the workspace of the key that came with the address, in this browser from now on."""
    key = memory().offered_key
    if key is not None:
        memory().offered_key = None
        st.session_state[KEY] = key
        st.query_params[KEY] = key
        browser.keep_proof(key)
        _forget()


def decline() -> None:
    """Stay away from the workspace of the key that came with the address."""
    memory().offered_key = None
    for name in (KEY, browser.KEY):
        st.query_params.pop(name, None)
    _keep_key()


def change_key() -> None:
    """Give the workspace in use a new address; the old one opens nothing any more.

    Raises:
        NotFoundError: it is not opened by an address.
    """
    token = workspaces.change_key(current())
    st.session_state[KEY] = st.query_params[KEY] = token
    browser.keep_proof(token)
    _forget()
    refresh()


def delete() -> None:
    """Delete the workspace in use with all that is in it, links that were shared included."""
    workspaces.delete(current())
    leave()
    memory().lexicon = None


def quotas() -> Quotas:
    """Return how much the workspace in use may hold."""
    return quotas_for(settings(), actor())


def current() -> Workspace:
    """Return the handle of the workspace in use; see `find` and `ensure`.

    Raises:
        NotFoundError: a guest, or a visitor who keeps nothing yet, has none.
    """
    own = find()
    if own is None:
        raise NotFoundError
    return Workspace(get_store(), actor(), own.id)


def is_by_address() -> bool:
    """Tell whether the workspace in use was opened by the key in the address."""
    return settings().mode == "hosted" and bool(st.session_state.get(KEY))


def adopt() -> bool:
    """Give the workspace in the address to the person who signed in; tell whether it worked."""
    try:
        own = workspaces.adopt(get_store(), identity.person(), str(st.session_state.get(KEY, "")))
    except NotFoundError:  # somebody was faster
        return False
    leave()
    _remember(own, actor())
    return True


def list_own() -> tuple[WorkspaceInfo, ...]:
    """Return the workspaces of the person who signed in, the last used first."""
    return workspaces.list_own(get_store(), identity.person())


def count_articles(own: WorkspaceInfo) -> int:
    """Return how many articles one of `mine` holds, the bin left out."""
    usage = workspaces.usage(Workspace(get_store(), identity.person(), own.id))
    return usage.articles - usage.binned


def switch_to(workspace: str) -> None:
    """Open another one of `mine`; they come back to it later."""
    who = identity.person()
    _remember(workspaces.enter(get_store(), who, which=workspace), who)


def _enter(who: Actor) -> WorkspaceInfo:
    if who.kind == "link":  # what it holds is what its maker put in
        return workspaces.enter(get_store(), who)
    return ingest.enter_seeded(get_store(), who, lambda: sources_in(sample_dir("report")))


def _remember(own: WorkspaceInfo, who: Actor) -> WorkspaceInfo:
    memory().workspace, memory().workspace_actor = own, who
    return own


def _forget() -> None:
    memory().workspace = memory().workspace_actor = None
    memory().entered = False


def _keep_key() -> None:
    """Let a key of the address that the reader took on be the session's, and stay there.

    One that came from elsewhere is offered and opens nothing yet.
    """
    asked, own = st.query_params.get(KEY), st.session_state.get(KEY)
    memory().offered_key = None
    if asked and asked != own:
        if settings().mode == "hosted" and not browser.is_proven(asked):
            memory().offered_key = asked
            return
        st.session_state[KEY] = own = asked
    if own:
        st.query_params[KEY] = own
        browser.keep_proof(own)
