"""The share that a guest opened: shown as it was, and never changed.

A browser tab that came by a link stays a guest for good: the token stands in its address and
in its session, and while it stands there the tab has no workspace. So a page that another site
may show in a frame can never become somebody's own library.
"""

from __future__ import annotations

import time
from typing import Literal

import streamlit as st

from components.text.codec import CodecError
from dashboard.cache import Shelf, call_cached
from dashboard.library.connection import get_store
from dashboard.library.errors import NotFoundError
from dashboard.sharing import links
from dashboard.sharing.links import PassphraseError, ShareInfo
from dashboard.sharing.snapshot import Opened, Snapshot, View, open_snapshot
from dashboard.state.memory import memory

KEY = "share"
ShareState = Literal["own", "open", "asks", "gone"]

# Unpacked once a process; a session that is reading keeps its own hold.
_opened = Shelf(max_entries=8)


def enter() -> ShareState:
    """Open what the address shares; once at the start of every run.

    Returns:
        `own` where nothing is shared; `open`; `asks` for a pass-phrase; `gone` where the link
        never was, has expired or was taken back.
    """
    token = _keep_token()
    if token is None:
        return "own"
    try:
        if memory().shared_analysis is not None:
            memory().share = links.check(get_store(), token)
        else:
            unlock("")
    except PassphraseError:
        return "asks"
    except (NotFoundError, CodecError):
        _forget()
        return "gone"
    return "open"


def unlock(passphrase: str) -> View:
    """Open the link with a pass-phrase, and count the visit; return the sender's view.

    Raises:
        NotFoundError: it opens nothing any more.
        PassphraseError: this is not the pass-phrase.
        CodecError: a later program wrote it.
    """
    token = str(st.session_state[KEY])
    if passphrase:
        time.sleep(links.wait_for(get_store(), token))
    found = links.open_share(get_store(), token, passphrase=passphrase, address=_address())
    key = (found.share.id, "snapshot")
    memory().shared_analysis = _opened.get(key, lambda: _analysis(found.snapshot))
    memory().share = found.share
    return found.snapshot.view


def is_here() -> bool:
    """Tell whether this tab came by a link, be it open or not."""
    return KEY in st.session_state or KEY in st.query_params


def analysis() -> Opened:
    """Return what was shared; `enter` must have said `open`."""
    opened = memory().shared_analysis
    if opened is None:
        raise NotFoundError
    return opened


def info() -> ShareInfo:
    """Return what is known of the link; `enter` must have said `open`."""
    known = memory().share
    if known is None:
        raise NotFoundError
    return known


def can_count() -> bool:
    """Tell whether all words are there, so that a measure of them would be right."""
    opened = memory().shared_analysis
    return opened is None or not opened.gaps


def token() -> str:
    """Return the token of the link."""
    return str(st.session_state.get(KEY, ""))


def is_embedded() -> bool:
    """Tell whether the page is shown inside another one."""
    return bool(st.context.is_embedded)


def _analysis(snapshot: Snapshot) -> Opened:
    return open_snapshot(snapshot, call=call_cached)


def _keep_token() -> str | None:
    """Keep the token of the address in the session, and that of the session in the address."""
    asked, known = st.query_params.get(KEY), st.session_state.get(KEY)
    if asked is not None and asked != known:
        _forget()
        st.session_state[KEY] = known = asked
    elif known is not None and asked is None:
        st.query_params[KEY] = known
    return known


def _address() -> str:
    """Return where the visitor is; empty where nobody knows."""
    return str(st.context.ip_address or "")


def _forget() -> None:
    memory().share = memory().shared_analysis = None
