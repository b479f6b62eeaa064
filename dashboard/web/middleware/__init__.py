"""The middleware that every request passes before it reaches a page or a route."""

from __future__ import annotations

from starlette.middleware import Middleware

from dashboard.state import identity, uploads
from dashboard.web.middleware.blocked_paths import BlockedPaths
from dashboard.web.middleware.headers import Headers
from dashboard.web.middleware.hosts import Hosts
from dashboard.web.middleware.login_redirect import LoginRedirect
from dashboard.web.middleware.page_script import PageScript
from dashboard.web.middleware.request_log import RequestLog
from dashboard.web.middleware.upload_limits import UploadLimits

__all__ = ["list_middleware"]


def list_middleware(*, base_path: str = "") -> list[Middleware]:
    """Return what every request passes, the outermost first.

    Args:
        base_path: where the dashboard lies on its host, as `server.baseUrlPath` says.
    """
    base = base_path.strip("/")
    base = f"/{base}" if base else ""
    return [
        Middleware(Headers, base_path=base, tells_itself=bool(identity.providers())),
        Middleware(RequestLog, base_path=base),
        Middleware(Hosts, base_path=base),
        Middleware(BlockedPaths, base_path=base),
        Middleware(UploadLimits, held=uploads.count_held_bytes, base_path=base),
        Middleware(LoginRedirect, base_path=base),
        Middleware(PageScript, base_path=base),
    ]
