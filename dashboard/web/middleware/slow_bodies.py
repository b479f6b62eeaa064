"""Ends requests whose body does not come: half an upload would be held in memory for ever."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 30.0
"""A body may pause for so long."""


class SlowBodies:
    """ASGI middleware: a body that pauses too long is as if its sender had gone."""

    def __init__(self, app: ASGIApp, *, seconds: float = SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; give up bodies that do not go on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        whole = False

        async def patient() -> Message:
            nonlocal whole
            if whole:  # what comes next is that the reader goes, whenever that is
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._seconds)
            except TimeoutError:
                return {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        await self._app(scope, patient, send)
