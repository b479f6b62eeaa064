"""Sets the security headers of every answer: content policy, framing, caching.

The policy lets a page run the scripts this server sends and nothing else, and talk to nobody
else. Streamlit and plotly write styles into the page and draw into data: and blob: images.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.content_security import allow_script
from dashboard.settings import settings

SHARED = "share"
"""A page that carries this and `embed=true` may be framed by any site: shares are meant to."""

REPORT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-popups"
)
"""For a report, which carries all it needs and may ask nobody, not even this server."""

_FIXED = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
# A library that a part of a page brings along; its version is in its name.
_VERSIONED = re.compile(r"/_stcore/bidi-components/.+-\d+\.\d+\.\d+[\w.]*\.js")
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def page_policy(page: bytes, *, frames: str) -> str:
    """Return the policy of an HTML page.

    Args:
        page: the page; each script written into it is allowed by its hash.
        frames: who may frame it.
    """
    hashes = "".join(f" {allow_script(script)}" for script in _SCRIPT.findall(page))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        )
    )


class Headers:
    """ASGI middleware, the outermost, that adds the security headers to every answer.

    Args:
        app: what answers.
        base_path: where the dashboard lies on its host.
        tells_itself: pages tell this server, and nobody else, which page they lead from; only
            where people sign in, see `login_redirect`.
    """

    def __init__(self, app: ASGIApp, *, base_path: str = "", tells_itself: bool = False) -> None:
        self._app = app
        self._base_path = base_path
        referrer = "same-origin" if tells_itself else "no-referrer"
        self._fixed = {**_FIXED, "referrer-policy": referrer}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; complete the headers of answers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self._base_path)
        scope["wenmai.frames"] = frames = _frames(str(scope["query_string"], "latin-1"))

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                _complete_headers(message, path, frames, self._fixed)
                if scope.get("scheme") == "https":
                    message["headers"] = [_secure_cookie(one) for one in message["headers"]]
            await send(message)

        await self._app(scope, receive, complete)


def _frames(query: str) -> str:
    own = settings().frame_ancestors
    asked = parse_qs(query)
    # A tab with a share in its address never becomes anybody's own library; see `state.shared`.
    if SHARED in asked and asked.get("embed") == ["true"]:
        return "*"
    return " ".join(("'self'", *own)) if own else "'none'"


def _complete_headers(message: Message, path: str, frames: str, fixed: Mapping[str, str]) -> None:
    headers = MutableHeaders(scope=message)
    del headers["server"]
    headers.update(fixed)
    headers.setdefault("content-security-policy", f"default-src 'none'; frame-ancestors {frames}")
    if frames == "'none'":
        headers["x-frame-options"] = "DENY"
    if message["status"] == 200 and _VERSIONED.fullmatch(path):
        headers["cache-control"] = "public, max-age=31536000, immutable"
    elif not _may_be_kept(message["status"], headers, path):
        headers["cache-control"] = "no-store"


def _secure_cookie(one: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Keep a cookie that was given over TLS from ever being sent without."""
    name, value = one
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return one
    return name, value + b"; Secure"


def _may_be_kept(status: int, headers: MutableHeaders, path: str) -> bool:
    """Tell whether an answer is the same for everybody: the program's own files and pages."""
    if status not in (200, 304):
        return False
    is_page = headers.get("content-type", "").startswith("text/html")
    is_file = path.startswith("/static/") or path in ("/favicon.png", "/manifest.json")
    return is_file or (is_page and headers.get("cache-control") == "no-cache")
