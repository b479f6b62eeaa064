"""Asks an ASGI app what a browser would ask a server, without a server."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from tests import looping

Message = MutableMapping[str, Any]
App = Callable[..., Awaitable[None]]


@dataclass
class Answer:
    """What came back."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)


@dataclass
class Client:
    """Asks one app, by default under one host name."""

    app: App
    host: str = "127.0.0.1:8501"

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for an address."""
        return self.request("GET", path, headers)

    def request(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Send a request without a body."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = self._scope("http", path, headers) | {"method": method, "http_version": "1.1"}
        looping.run(self._ask(scope, receive, send))
        start = next(one for one in sent if one["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        found = {k.decode().lower(): v.decode("latin-1") for k, v in start["headers"]}
        return Answer(start["status"], found, body)

    def opens_socket(self, path: str, headers: dict[str, str]) -> bool:
        """Tell whether a websocket is accepted."""
        sent: list[str] = []
        inbox = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

        async def receive() -> Message:
            return inbox.pop(0)

        async def send(message: Message) -> None:
            sent.append(message["type"])

        scope = self._scope("websocket", path, headers) | {"subprotocols": []}
        looping.run(self._ask(scope, receive, send))
        return "websocket.accept" in sent

    async def _ask(self, scope: Message, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    def _scope(self, kind: str, path: str, headers: dict[str, str] | None) -> dict[str, Any]:
        parts = urlsplit(path)
        named = {"host": self.host} | (headers or {})
        return {
            "type": kind,
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in named.items()],
            "root_path": "",
            "scheme": "http",
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8501),
        }
