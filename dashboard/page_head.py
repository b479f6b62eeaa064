"""A line in the head of the page that spares every deep link two failed requests.

Without it the browser looks for the server below the address it opened (`/network/_stcore/…`),
is refused, and only then asks at the root: two errors in its console and a slower first view.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_SCRIPT = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"{path}"}</script></head>'


class PageHead:
    """ASGI middleware that tells the page where its server is."""

    def __init__(self, app: App, *, base_path: str = "") -> None:
        self._app = app
        base = "/" + base_path.strip("/")
        self._script = _SCRIPT.replace("{path}", base).encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on; add the line to pages."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        page = _Page(send, self._script)
        await self._app(_uncompressed(scope), receive, page.send)


class _Page:
    """One answer: an HTML page is held back until it is whole, anything else goes through."""

    def __init__(self, send: Send, script: bytes) -> None:
        self._send = send
        self._script = script
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
        body = self._body.replace(b"</head>", self._script, 1)
        kept = [
            (k, v) for k, v in start["headers"] if k.lower() not in (b"content-length", b"etag")
        ]
        start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    kinds = [value for key, value in start["headers"] if key.lower() == b"content-type"]
    return start["status"] == 200 and any(kind.startswith(b"text/html") for kind in kinds)


def _uncompressed(scope: Message) -> Message:
    """Ask for a page as it is; eight thousand bytes need no gzip, a line can be added."""
    headers = dict(scope["headers"])
    if not headers.get(b"accept", b"").startswith(b"text/html"):
        return scope
    kept = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
    return {**scope, "headers": kept}
