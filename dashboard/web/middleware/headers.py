"""Headers on every answer: what a page may load and who may frame it, what may be kept.

The policy lets a page run the scripts this server sends and nothing else, and talk to nobody
else. Streamlit and plotly write styles into the page and draw into data: and blob: images.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qs

from dashboard.content_security import allowing
from dashboard.settings import settings
from dashboard.web.asgi_types import App, Message, Receive, Send, header, without

SHARED = "share"
"""A page that carries this and `embed=true` may be framed by any site: shares are meant to."""

REPORT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-popups"
)
"""For a report, which carries all it needs and may ask nobody, not even this server."""

_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
)
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def page_policy(page: bytes, *, frames: str) -> str:
    """Return the policy of an HTML page.

    Args:
        page: the page; each script written into it is allowed by its hash.
        frames: who may frame it.
    """
    hashes = "".join(f" {allowing(script)}" for script in _SCRIPT.findall(page))
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
    """ASGI middleware, the outermost: no answer leaves without its headers.

    Args:
        app: what answers.
        base_path: where the dashboard lies on its host.
        tells_itself: pages tell this server, and nobody else, which page they lead from; only
            where people sign in, see `way_back`.
    """

    def __init__(self, app: App, *, base_path: str = "", tells_itself: bool = False) -> None:
        self._app = app
        self._base_path = base_path
        referrer = b"same-origin" if tells_itself else b"no-referrer"
        self._fixed = (*_FIXED, (b"referrer-policy", referrer))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything on; complete the headers of answers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"]).removeprefix(self._base_path)
        scope["wenmai.frames"] = frames = _frames(str(scope["query_string"], "latin-1"))

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(message, path, frames, self._fixed)
                if scope.get("scheme") == "https":
                    message["headers"] = [_secured(one) for one in message["headers"]]
            await send(message)

        await self._app(scope, receive, complete)


def _frames(query: str) -> str:
    own = settings().frame_ancestors
    asked = parse_qs(query)
    # A tab with a share in its address never becomes anybody's own library; see `guest`.
    if SHARED in asked and asked.get("embed") == ["true"]:
        return "*"
    return " ".join(("'self'", *own)) if own else "'none'"


def _completed(
    message: Message, path: str, frames: str, fixed: Sequence[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    kept = without(message, b"server", *(name for name, _ in fixed))
    kept += fixed
    if not header(message, b"content-security-policy"):
        policy = f"default-src 'none'; frame-ancestors {frames}"
        kept.append((b"content-security-policy", policy.encode()))
    if frames == "'none'":
        kept = [(k, v) for k, v in kept if k.lower() != b"x-frame-options"]
        kept.append((b"x-frame-options", b"DENY"))
    if not _may_be_kept(message, path):
        kept = [(k, v) for k, v in kept if k.lower() != b"cache-control"]
        kept.append((b"cache-control", b"no-store"))
    return kept


def _secured(one: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Keep a cookie that was given over TLS from ever being sent without."""
    name, value = one
    if name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return one
    return name, value + b"; Secure"


def _may_be_kept(message: Message, path: str) -> bool:
    """Tell whether an answer is the same for everybody: the program's own files and pages."""
    if message["status"] not in (200, 304):
        return False
    is_page = header(message, b"content-type").startswith("text/html")
    is_file = path.startswith("/static/") or path in ("/favicon.png", "/manifest.json")
    return is_file or (is_page and header(message, b"cache-control") == "no-cache")
