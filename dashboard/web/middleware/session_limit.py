"""Tells readers to come later where more have the dashboard open than it can serve.

Each open tab takes memory and its share of the processors; beyond what there is nobody would be
served. Who has it open goes on undisturbed.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from components import i18n
from components.i18n import number, t
from dashboard.settings import settings
from dashboard.web import error_pages
from dashboard.web.requests import list_file_folders, locale_of

_RETRY_SECONDS = "60"
_TRY_AGAIN_LATER = 1013


class SessionLimit:
    """ASGI middleware that counts open tabs."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._socket = f"{base_path}/_stcore/stream"
        self._files = list_file_folders(base_path)
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what has room."""
        most, path = settings().sessions, str(scope.get("path", ""))
        is_full = bool(most) and self._open >= most
        if scope["type"] == "websocket" and path == self._socket:
            if is_full:
                await WebSocketClose(code=_TRY_AGAIN_LATER)(scope, receive, send)
                return
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1
        elif is_full and scope["type"] == "http" and self._is_page(scope, path):
            await _later(scope, most)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_page(self, scope: Scope, path: str) -> bool:
        wants_page = "text/html" in Headers(scope=scope).get("accept", "")
        return scope["method"] == "GET" and wants_page and not path.startswith(self._files)


def _later(scope: Scope, most: int) -> HTMLResponse:
    i18n.use(locale_of(scope))
    page = error_pages.render_page(t("access.full_title"), t("access.full", most=number(most)))
    headers = {
        "cache-control": "no-store",
        "content-security-policy": error_pages.POLICY,
        "retry-after": _RETRY_SECONDS,
    }
    return HTMLResponse(page, status_code=503, headers=headers)
