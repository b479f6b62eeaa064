"""The URLs of this server as the reader's browser knows them."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

SHARES, REPORTS, SNAPSHOTS, EXPORTS = "s", "r", "api/v1/snapshots", "api/v1/exports"
NOT_OF_THE_VIEW = frozenset(
    {"w", "mine", "share", "sample", "sel", "when", "outlet", "tab", "embed", "embed_options"}
)
"""Parameters that say who sits here or how the page is shown, not what is looked at."""
SIGN_IN_FAILED = ("sign_in", "failed")
"""The parameter of somebody who comes back from an identity provider and is not signed in."""


def root_url() -> str:
    """Return where the dashboard begins: origin and base path, no slash at the end."""
    parts = urlsplit(str(st.context.url or ""))
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{origin}/{base}" if base else origin


def url_of(place: str, token: str) -> str:
    """Return the address of a share, a report or an export."""
    return f"{root_url()}/{place}/{quote(token, safe='')}"


def view_url(base: str, page: str, query: tuple[tuple[str, str], ...], **more: str) -> str:
    """Return the address of a page with its parameters.

    Args:
        base: where the dashboard begins.
        page: its path; empty for the first page.
        query: the parameters of the view.
        **more: parameters that come first.
    """
    return f"{base}/{page}?{urlencode([*more.items(), *query])}"


def view_query() -> tuple[tuple[str, str], ...]:
    """Return the parameters of the page before the reader, without the key of a workspace."""
    shown = st.query_params.to_dict()
    return tuple((k, v) for k, v in shown.items() if k not in NOT_OF_THE_VIEW)
