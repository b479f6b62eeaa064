"""Answers 404 for paths of the framework that nobody needs: metrics, agents.

Whatever lies below them, the answer is that there is nothing.
"""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_DOORS = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


class BlockedPaths:
    """ASGI middleware that answers 404 for paths of the framework that nobody needs."""

    def __init__(self, app: ASGIApp, *, base_path: str = "") -> None:
        self._app = app
        self._doors = tuple(base_path + door for door in _DOORS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything else."""
        path = str(scope.get("path", ""))
        if scope["type"] == "http" and any(
            path == door or path.startswith(f"{door}/") for door in self._doors
        ):
            await PlainTextResponse("Nothing here.\n", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)
