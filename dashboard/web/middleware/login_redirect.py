"""Brings people back to the page they left when they signed in or out.

The framework sends people back to the first page, and the key of a workspace that stood in
the address would be gone. So the page they left is kept in a short-lived cookie while they are
away, read from the Referer header, which this server's pages send to this server alone. Who signs
out comes back to the first page, for what they saw is theirs, in the language they read.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.state.urls import SIGN_IN_FAILED

COOKIE = "wenmai_way"
_USER = "_streamlit_user="
_SECONDS = 600
_LONGEST = 2000
_PATH = re.compile(r"/(?![/\\])[!-~]*")


class LoginRedirect:
    """ASGI middleware around the addresses by which people leave to sign in and come back."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._base = base_path
        self._leaves = f"{base_path}/auth/login"
        self._signs_out = f"{base_path}/auth/logout"
        self._returns = f"{base_path}/oauth2callback"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; note the way where somebody leaves, use it where they return."""
        path = scope.get("path")
        if scope["type"] != "http" or path not in (self._leaves, self._signs_out, self._returns):
            await self._app(scope, receive, send)
            return

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.body":  # a redirection has none
                message = {"type": "http.response.body", "body": b""}
            elif path == self._returns:
                way = self._read_note(scope)
                self._lead(message, _with_failure(way) if _has_failed(scope, message) else way)
            elif path == self._signs_out:
                self._lead_out(message, self._find_first_page(scope))
            elif message["status"] < 400:
                self._note(message, self._find_left(scope))
            else:
                self._lead(message, _with_failure(self._find_left(scope)))
            await send(message)

        await self._app(scope, receive, send_changed)

    def _find_left(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        try:
            parts = urlsplit(headers.get("referer", ""))
        except ValueError:
            return f"{self._base}/"
        own = parts.netloc.lower() == headers.get("host", "").lower()
        way = parts.path + (f"?{parts.query}" if parts.query else "")
        return way if own and self._is_ours(way) else f"{self._base}/"

    def _find_first_page(self, scope: Scope) -> str:
        asked = parse_qs(urlsplit(self._find_left(scope)).query)
        language = {"lang": asked["lang"][0]} if "lang" in asked else {}
        return f"{self._base}/" + (f"?{urlencode(language)}" if language else "")

    def _lead_out(self, message: Message, way: str) -> None:
        """Send on to the first page, or note it for who signs out at the provider too."""
        if urlsplit(MutableHeaders(scope=message).get("location", "")).netloc:
            self._note(message, way)
        else:
            self._lead(message, way)

    def _note(self, message: Message, way: str) -> None:
        self._set(message, base64.urlsafe_b64encode(way.encode()).decode().rstrip("="), _SECONDS)

    def _read_note(self, scope: Scope) -> str:
        kept = HTTPConnection(scope).cookies.get(COOKIE, "")
        try:
            way = base64.urlsafe_b64decode(kept + "===").decode()
        except (binascii.Error, UnicodeError, ValueError):
            way = ""
        return way if self._is_ours(way) else f"{self._base}/"

    def _lead(self, message: Message, way: str) -> None:
        message["status"] = 302
        headers = MutableHeaders(scope=message)
        del headers["content-type"]
        headers["location"] = way
        headers["content-length"] = "0"
        self._set(message, "", 0)

    def _is_ours(self, way: str) -> bool:
        below = way.startswith(f"{self._base}/") and len(way) <= _LONGEST
        gone = way.startswith((self._leaves, self._returns, f"{self._base}/auth/"))
        return below and not gone and _PATH.fullmatch(way) is not None

    def _set(self, message: Message, value: str, seconds: int) -> None:
        cookie = f"{COOKIE}={value}; Path={self._base or '/'}; Max-Age={seconds}"
        MutableHeaders(scope=message).append("set-cookie", f"{cookie}; HttpOnly; SameSite=Lax")


def _has_failed(scope: Scope, message: Message) -> bool:
    """Tell whether somebody came back from the identity provider without being signed in."""
    asked = parse_qs(str(scope["query_string"], "latin-1"))
    if "state" not in asked and "error" not in asked:
        return False  # they come back from signing out
    set_here = Headers(scope=message).getlist("set-cookie")
    return not any(one.startswith(_USER) and "Max-Age=0" not in one for one in set_here)


def _with_failure(way: str) -> str:
    path, _, query = way.partition("?")
    kept = [
        (k, v) for k, values in parse_qs(query).items() for v in values if k != SIGN_IN_FAILED[0]
    ]
    return f"{path}?{urlencode([*kept, SIGN_IN_FAILED])}"
