"""Ends requests whose body does not come: half an upload would be held in memory for ever."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECONDS = 30.0
"""A body may pause for so long."""


class SlowBodies:
    """ASGI middleware: a body that pauses too long is as if its sender had gone, and told so."""

    def __init__(self, app: ASGIApp, *, seconds: float = SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; give up bodies that do not go on."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        whole = late = answered = False

        async def patient() -> Message:
            nonlocal whole, late
            if whole:  # what comes next is that the reader goes, whenever that is
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._seconds)
            except TimeoutError:
                late = True
                return {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        async def answer(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, patient, answer)
        except ClientDisconnect:
            if not late:
                raise
        if late and not answered:
            await Response(status_code=408, headers={"connection": "close"})(scope, receive, send)
