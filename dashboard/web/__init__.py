"""What stands between the network and the dashboard: hosts, headers, errors, routes."""

from __future__ import annotations

from starlette.middleware import Middleware

from dashboard import identity
from dashboard.web.closed import Closed
from dashboard.web.headers import Headers
from dashboard.web.hosts import Hosts
from dashboard.web.page_head import PageHead
from dashboard.web.requests import Requests
from dashboard.web.routes import routes
from dashboard.web.way_back import WayBack

__all__ = ["middleware", "routes"]


def middleware(*, base_path: str = "") -> list[Middleware]:
    """Return what every request passes, the outermost first.

    Args:
        base_path: where the dashboard lies on its host, as `server.baseUrlPath` says.
    """
    base = base_path.strip("/")
    base = f"/{base}" if base else ""
    return [
        Middleware(Headers, base_path=base, tells_itself=bool(identity.providers())),
        Middleware(Requests, base_path=base),
        Middleware(Hosts, base_path=base),
        Middleware(Closed, base_path=base),
        Middleware(WayBack, base_path=base),
        Middleware(PageHead, base_path=base),
    ]
