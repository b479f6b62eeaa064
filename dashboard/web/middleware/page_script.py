"""Completes each page: its language, and the script that runs in its head (`web/page.js`).

The script tells the page where its server is. Without it the browser looks for the server below
the address it opened (`/network/_stcore/…`), is refused, and only then asks at the root: two
errors in its console and a slower first view. It also lets a swipe over a chart scroll, the way
back skip addresses that nobody saw, the framework speak the reader's language, and the marks of a
chart be reached by keyboard. Until the framework draws, a shell says what this is.

The page is whole here, so its policy is made here: every script in it is allowed by its hash.
"""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import i18n
from components.i18n import Locale
from dashboard.web import framework_words
from dashboard.web.middleware.headers import page_policy
from dashboard.web.requests import list_file_folders, locale_of
from dashboard.web.shell import draw_shell

_SCRIPT = files("dashboard.web").joinpath("page.js").read_text("utf-8")


class PageScript:
    """ASGI middleware that completes pages; anything else passes as it is."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._files = list_file_folders(base_path)
        script = _SCRIPT.replace("{path}", base_path or "/")
        script = script.replace("{words}", framework_words.as_json())
        self._head = f"<script>{script}</script></head>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; complete pages."""
        if scope["type"] != "http" or str(scope["path"]).startswith(self._files):
            await self._app(scope, receive, send)
            return
        frames = scope.get("wenmai.frames", "'none'")
        page = _Page(send, self._head, locale=_locale(scope), frames=frames)
        await self._app(_whole(scope), receive, page.send)


class _Page:
    """One answer: an HTML page is held back until it is whole, anything else goes through."""

    def __init__(self, send: Send, head: bytes, *, locale: Locale, frames: str) -> None:
        self._send = send
        self._head = head
        self._said = {
            b'<html lang="en">': f'<html lang="{locale.replace("_", "-")}">'.encode(),
            b"<title>Streamlit</title>": "<title>文脈 Wenmai</title>".encode(),
            b'<div id="root"></div>': draw_shell(locale),
        }
        self._frames = frames
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)

    async def _send_page(self, start: Message) -> None:
        body = self._body.replace(b"</head>", self._head, 1)
        for was, instead in self._said.items():
            body = body.replace(was, instead, 1)
        policy = page_policy(body, frames=self._frames)
        headers = MutableHeaders(scope=start)
        del headers["etag"], headers["last-modified"]
        headers["content-length"] = str(len(body))
        headers["content-security-policy"] = policy
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    """Tell a page of the dashboard from a report, which brings its own policy."""
    headers = Headers(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-security-policy" not in headers


def _locale(scope: Scope) -> Locale:
    """Return the language of a page: that of its address, or the browser's."""
    asked = parse_qs(str(scope["query_string"], "latin-1")).get("lang", [""])[0]
    return next((one for one in i18n.LOCALES if one == asked), locale_of(scope))


def _whole(scope: Scope) -> Scope:
    """Ask for a page as it is; eight thousand bytes need no gzip, a line can be added."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    for spared in ("accept-encoding", "if-none-match", "if-modified-since", "range"):
        del headers[spared]
    return {**scope, "headers": headers.raw}
