"""Refuses uploads that would fill the memory, before a byte of them is kept.

An upload is held in memory from its first byte until its page is left, long before any quota of
the library counts it. So what is coming in and what is held are counted here: for each session
(413: choose fewer) and for all together (429: later).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import i18n
from components.i18n import number, t
from dashboard.settings import settings
from dashboard.web.requests import locale_of

_MEGABYTE = 2**20
_FRAMING = 2**20  # what a form puts around a file, at most
_RETRY_SECONDS = "30"


class UploadLimits:
    """ASGI middleware around the address that takes uploads."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        held: Callable[[], Mapping[str, int]],
        base_path: str = "",
    ) -> None:
        """Stand before an app.

        Args:
            app: what comes next.
            held: tells the bytes of finished uploads by session.
            base_path: where the dashboard lies on its host.
        """
        self._app = app
        self._held = held
        self._path = f"{base_path}/_stcore/upload_file/"
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on uploads for which there is room."""
        path = str(scope.get("path", ""))
        if (
            scope["type"] != "http"
            or scope["method"] not in ("PUT", "POST")
            or (not path.startswith(self._path))
        ):
            await self._app(scope, receive, send)
            return
        session = path.removeprefix(self._path).partition("/")[0]
        announced = _read_announced(scope)
        if refusal := self._refusal(scope, session, announced):
            await refusal(scope, receive, send)
            return
        self._coming[session] += announced
        try:
            await self._app(scope, _limit(receive, announced), send)
        finally:
            self._coming[session] -= announced
            if self._coming[session] <= 0:
                del self._coming[session]

    def _refusal(self, scope: Scope, session: str, announced: int) -> PlainTextResponse | None:
        chosen, held = settings(), self._held()
        own = held.get(session, 0) + self._coming[session] + announced
        if own > chosen.upload_session_bytes + _FRAMING:
            return _answer(scope, 413, "reading.upload_session", chosen.upload_session_bytes)
        everything = sum(held.values()) + self._coming.total() + announced
        if everything > chosen.upload_total_bytes:
            return _answer(scope, 429, "reading.upload_total", chosen.upload_total_bytes)
        return None


def _read_announced(scope: Scope) -> int:
    """Return how long an upload says it is; one that does not say may be as long as a file."""
    words = Headers(scope=scope).get("content-length", "")
    most = settings().limits.file_bytes + _FRAMING
    return min(int(words), most) if words.isascii() and words.isdecimal() else most


def _limit(receive: Receive, announced: int) -> Receive:
    """Receive no more than was announced; beyond that, act as if the reader had left."""
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > announced:
                return {"type": "http.disconnect"}
        return message

    return receive_limited


def _answer(scope: Scope, status: int, key: str, limit: int) -> PlainTextResponse:
    i18n.use(locale_of(scope))
    headers = {"retry-after": _RETRY_SECONDS} if status == 429 else {}
    sentence = t(key, limit=number(limit // _MEGABYTE))
    return PlainTextResponse(sentence + "\n", status, headers=headers)
