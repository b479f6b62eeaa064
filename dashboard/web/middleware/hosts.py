"""Refuses requests under host names that are not this server's.

A page elsewhere can make a browser ask any address under a name of its own (DNS rebinding),
and open a socket to us from a page of its own. A name we were not given is refused, and so is
a socket from a page that is not ours. An IP address in its own name rebinds nothing.
"""

from __future__ import annotations

import socket
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from dashboard.settings import is_loopback, settings

_NOT_OURS = """This server is not known by that name.
Who runs it can add the name to WENMAI_ALLOWED_HOSTS.
"""
HEALTH = "/healthz"
"""Asked by proxies and container engines under whatever name; it tells nothing but yes or no."""


class Hosts:
    """ASGI middleware that refuses other hosts and sockets from other pages."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._health = base_path + HEALTH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on requests for this server."""
        app = self._app
        if scope["type"] == "http" and scope["path"] != self._health:
            if not is_ours(Headers(scope=scope).get("host", "")):
                app = PlainTextResponse(_NOT_OURS, 421)
        elif scope["type"] == "websocket" and not _may_connect(Headers(scope=scope)):
            app = WebSocketClose(code=1008)
        await app(scope, receive, send)


def is_ours(host: str) -> bool:
    """Tell whether a Host header names this server.

    Args:
        host: a name or address, with or without port.
    """
    name = _name_in(host)
    if not name:
        return False
    chosen = settings()
    if chosen.allowed_hosts:
        return any(_matches(name, pattern) for pattern in chosen.allowed_hosts)
    if is_loopback(name) or name in _own_names():
        return True
    return chosen.mode == "hosted" and _is_address(name)


def _may_connect(headers: Headers) -> bool:
    host, origin = headers.get("host", ""), headers.get("origin", "")
    if not is_ours(host):
        return False
    if not origin:  # no browser: nothing that another page could have started
        return True
    place = urlsplit(origin).netloc
    return place.lower() == host.lower() or (bool(settings().allowed_hosts) and is_ours(place))


def _name_in(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.path or parts.query or parts.fragment or "@" in host:
        return ""
    return (parts.hostname or "").rstrip(".")


def _matches(name: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    if pattern.startswith("*."):
        return name.endswith(pattern[1:])
    return name == pattern.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset((name, f"{name}.local"))
