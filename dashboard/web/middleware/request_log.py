"""Gives each request an id and logs errors by number, without queries or tokens.

The log tells method, path, status and time. Neither queries nor tokens in paths are written:
whoever reads a log must not be able to open a share.
"""

from __future__ import annotations

import logging
import re
import secrets
import time

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import failures
from dashboard.settings import settings

_log = logging.getLogger("wenmai.http")
_GONE = 499  # as nginx calls it
_TOKEN = re.compile(r"[A-Za-z0-9_~-]{16,}")
_QUIET = ("/static/", "/healthz", "/_stcore/health", "/_stcore/host-config", "/favicon.png")


def without_tokens(path: str) -> str:
    """Return a path in which whatever could be a token is left out."""
    return _TOKEN.sub("…", path)


class RequestLog:
    """ASGI middleware: an id, a line in the log, and no traceback to anybody."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._quiet = tuple(base_path + path for path in _QUIET)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; answer for what fails."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
            await send(message)

        start = time.perf_counter()
        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:  # the reader went while something was on its way to us
            status = status or _GONE
        except Exception as error:
            code = failures.report(error, where="a request")
            if not status:
                status = 500
                sorry = PlainTextResponse(f"Something went wrong. Error {code}.\n", status)
                await sorry(scope, receive, send)
        finally:
            if status >= 400 or not str(scope["path"]).startswith(self._quiet):
                _note(scope, status, 1000 * (time.perf_counter() - start))


def _note(scope: Scope, status: int, milliseconds: float) -> None:
    _log.log(
        logging.INFO if settings().logs_json else logging.DEBUG,
        "request",
        extra={
            "request_id": secrets.token_hex(4),
            "method": scope["method"],
            "path": without_tokens(str(scope["path"])),
            "status": status,
            "milliseconds": round(milliseconds, 1),
        },
    )
