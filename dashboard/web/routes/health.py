"""`/healthz`: whether this server and its database answer."""

from __future__ import annotations

from anyio import fail_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from components import failures
from dashboard.library import connection

_SECONDS = 5.0


def list_routes() -> list[Route]:
    """Return the route."""
    return [Route("/healthz", _healthz, methods=["GET", "HEAD"])]


async def _healthz(_: Request) -> Response:
    try:
        with fail_after(_SECONDS):
            await to_thread.run_sync(connection.check_connection, abandon_on_cancel=True)
    except Exception as error:
        code = failures.report(error, where="the health check")
        return JSONResponse({"status": "no database", "error": code}, status_code=503)
    return JSONResponse({"status": "ok"})
