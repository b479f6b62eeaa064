"""The same app for a server: what goes wrong gets a number, the reader a sentence."""

from __future__ import annotations

import logging
import secrets
import traceback

import streamlit as st
from starlette.middleware import Middleware

from components.i18n import t
from dashboard.page_head import PageHead
from dashboard.settings import app_script

_log = logging.getLogger("wenmai")


def tell(error: BaseException) -> bool:
    """Show the reader a sentence with a number; log the number and the place, no text.

    Messages of exceptions are not logged, since they may quote an article.
    """
    code = secrets.token_hex(4)
    places = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    _log.error("error %s: %s\n%s", code, type(error).__name__, places)
    st.error(t("frame.error", code=code))
    return True


app = st.App(
    app_script(),
    middleware=[Middleware(PageHead, base_path=st.get_option("server.baseUrlPath") or "")],
    on_script_error=tell,
)
