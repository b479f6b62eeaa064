"""The words of ASGI, and the few things every middleware asks of a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def header(message: Message, name: bytes) -> str:
    """Return the first header of this (lower-case) name; empty without one."""
    for key, value in message.get("headers", ()):
        if key.lower() == name:
            return bytes(value).decode("latin-1")
    return ""


def without(message: Message, *names: bytes) -> list[tuple[bytes, bytes]]:
    """Return the headers but those of these (lower-case) names."""
    return [(k, v) for k, v in message.get("headers", ()) if k.lower() not in names]


async def answer(send: Send, status: int, words: str) -> None:
    """Send a short plain answer."""
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
