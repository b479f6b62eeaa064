"""The ASGI app that a server runs: the dashboard with its routes, middleware and error codes."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

# Hosts that install the libraries only start this file in a checkout.
sys.path.append(str(Path(__file__).resolve().parents[1]))

from components import failures
from components.i18n import t
from dashboard import logs
from dashboard.jobs import worker
from dashboard.library import faults, full_disk
from dashboard.settings import (
    SettingError,
    app_script,
    refuse_strangers,
    settings,
    settle_mode,
)
from dashboard.state import closed_sessions, framework, identity
from dashboard.web.middleware import list_middleware
from dashboard.web.routes import list_routes


def tell(error: BaseException) -> bool:
    """Show the reader a sentence with an error number; log the number and the place, but no text.

    Messages of exceptions are not logged, since they may quote an article.
    """
    code = failures.report(error, where="a page")
    fault = faults.fault_of(error)
    st.error(t(f"library.fault_{fault}") if fault else t("frame.error", code=code))
    return True


_address = st.get_option("server.address")
settle_mode(_address)
try:
    refuse_strangers(_address, settings())
except SettingError as error:  # however the server was started
    sys.exit(f"wenmai: {error}")
logs.set_up(settings())
identity.log_status()
framework.mend()
if not settings().database_url:
    full_disk.keep_room(settings().data_dir)
worker.ensure_workers_later()  # jobs that waited while nobody was here go on without a visitor
_base = st.get_option("server.baseUrlPath") or ""
app = st.App(
    app_script(),
    lifespan=closed_sessions.let_go_of_closed,
    routes=list_routes(base_path=_base),
    middleware=list_middleware(base_path=_base),
    on_script_error=tell,
)
