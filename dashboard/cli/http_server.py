"""What the web server is told beyond the options that the framework passes on to it.

It does not say what it is, and it closes connections on which no whole request comes: whoever
opens thousands of them and sends a letter now and then would hold every place otherwise.
"""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 20.0
"""The head of a request has to be whole after so long."""


class TimedProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """HTTP as the server speaks it; a head that does not end ends the connection."""

    _late: asyncio.TimerHandle | None = None
    _is_handed_over = False

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in what came, and wait for the rest of a head for so long."""
        super().data_received(data)
        if self._is_handed_over or not self._awaits_head:
            self._stop_waiting()
        else:
            self._wait()

    def handle_websocket_upgrade(self, *more: Any) -> None:
        """Leave the connection to the protocol of sockets."""
        self._is_handed_over = True
        super().handle_websocket_upgrade(*more)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None and not self.transport.is_closing():
            self._late = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if self._awaits_head:
            self.transport.close()

    @property
    def _awaits_head(self) -> bool:
        return self.cycle is None or bool(self.cycle.response_complete)


class QuietConfig(uvicorn.Config):
    """The server's own settings, with what the framework cannot be told."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options |= {"server_header": False, "http": TimedProtocol}
        super().__init__(*args, **options)


def prepare() -> None:
    """Let the server that the framework starts in this process be told all this."""
    uvicorn.Config = QuietConfig  # type: ignore[misc]  # it makes one, and asks nobody how
