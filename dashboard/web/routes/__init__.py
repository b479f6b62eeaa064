"""The addresses beside the pages: health, shares, reports, snapshots, downloads.

To add an address, write a module with `list_routes() -> list[Route]` and name it in
`list_routes` below, above the last line: any other path under /api, /r and /s is answered with
404 instead of a page.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from dashboard.web.routes import health, shares

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def list_routes(*, base_path: str = "") -> list[BaseRoute]:
    """Return every route beside the pages.

    Args:
        base_path: where the dashboard lies on its host.
    """
    base = base_path.strip("/")
    own = f"/{base}" if base else ""
    known: list[BaseRoute] = [
        *health.list_routes(),
        *shares.list_routes(base_path=own),
        *_nothing(),
    ]
    return _below(base, known) if base else known


def _below(base: str, known: list[BaseRoute]) -> list[BaseRoute]:
    return [
        Route(f"/{base}{route.path}", route.endpoint, methods=list(route.methods or ()))
        for route in known
        if isinstance(route, Route)
    ]


def _nothing() -> list[Route]:
    return [
        Route(f"/{top}/{{rest:path}}", answer_not_found, methods=_METHODS)
        for top in ("api", "r", "s")
    ]


async def answer_not_found(_: Request) -> Response:
    """Give the same answer for unknown, expired and revoked addresses."""
    return JSONResponse({"error": "not_found"}, status_code=404)
