"""A line in the head of the page that spares every deep link two failed requests.

Without it the browser looks for the server below the address it opened (`/network/_stcore/…`),
is refused, and only then asks at the root: two errors in its console and a slower first view.
The page is whole here, so its policy is made here: every script in it is allowed by its hash.
"""

from __future__ import annotations

from dashboard.web.asgi_types import App, Message, Receive, Send, header, without
from dashboard.web.middleware.headers import page_policy

_SCRIPT = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"{path}"}</script></head>'
_FILES = ("static", "media", "_stcore", "api", "r", "s")  # no page lies below these


class PageHead:
    """ASGI middleware that tells the page where its server is."""

    def __init__(self, app: App, *, base_path: str = "") -> None:
        self._app = app
        self._files = tuple(f"{base_path}/{top}/" for top in _FILES)
        self._script = _SCRIPT.replace("{path}", base_path or "/").encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on; add the line to pages."""
        if scope["type"] != "http" or str(scope["path"]).startswith(self._files):
            await self._app(scope, receive, send)
            return
        page = _Page(send, self._script, frames=scope.get("wenmai.frames", "'none'"))
        await self._app(_whole(scope), receive, page.send)


class _Page:
    """One answer: an HTML page is held back until it is whole, anything else goes through."""

    def __init__(self, send: Send, script: bytes, *, frames: str) -> None:
        self._send = send
        self._script = script
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
        body = self._body.replace(b"</head>", self._script, 1)
        policy = page_policy(body, frames=self._frames)
        start["headers"] = [
            *without(start, b"content-length", b"etag", b"last-modified"),
            (b"content-length", str(len(body)).encode()),
            (b"content-security-policy", policy.encode()),
        ]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    """Tell a page of the dashboard from a report, which brings its own policy."""
    is_html = header(start, b"content-type").startswith("text/html")
    has_policy = header(start, b"content-security-policy")
    return start["status"] == 200 and is_html and not has_policy


def _whole(scope: Message) -> Message:
    """Ask for a page as it is; eight thousand bytes need no gzip, a line can be added."""
    spared = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
    return {**scope, "headers": without(scope, *spared)}
