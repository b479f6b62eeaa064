"""Gives each browser a random name, by which it knows the workspaces that it took on.

The name says nothing of anybody, is kept nowhere here, and opens nothing; see `state.browser`.
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.settings import settings
from dashboard.state.browser import COOKIE

_SECONDS = 365 * 86_400


class BrowserCookie:
    """ASGI middleware that sets the cookie with a page, where a server has many workspaces."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._place = base_path or "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; name browsers that have no name."""
        if (
            scope["type"] != "http"
            or settings().mode != "hosted"
            or HTTPConnection(scope).cookies.get(COOKIE)
        ):
            await self._app(scope, receive, send)
            return

        async def naming(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                cookie = f"{COOKIE}={secrets.token_urlsafe(24)}; Path={self._place}"
                cookie += f"; Max-Age={_SECONDS}; HttpOnly; SameSite=Lax"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, naming)


def _is_page(start: Message) -> bool:
    kind = Headers(scope=start).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
