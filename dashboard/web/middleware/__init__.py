"""The middleware that every request passes before it reaches a page or a route."""

from __future__ import annotations

from starlette.middleware import Middleware

from dashboard import access
from dashboard.state import identity, uploads
from dashboard.web.middleware.access_token import AccessToken
from dashboard.web.middleware.blocked_paths import BlockedPaths
from dashboard.web.middleware.browser_cookie import BrowserCookie
from dashboard.web.middleware.framework_files import FrameworkFiles
from dashboard.web.middleware.headers import Headers
from dashboard.web.middleware.hosts import Hosts
from dashboard.web.middleware.login_redirect import LoginRedirect
from dashboard.web.middleware.page_script import PageScript
from dashboard.web.middleware.request_log import RequestLog
from dashboard.web.middleware.session_limit import SessionLimit
from dashboard.web.middleware.slow_bodies import SlowBodies
from dashboard.web.middleware.upload_limits import UploadLimits

__all__ = ["list_middleware"]


def list_middleware(*, base_path: str = "") -> list[Middleware]:
    """Return what every request passes, the outermost first.

    Args:
        base_path: where the dashboard lies on its host, as `server.baseUrlPath` says.
    """
    base = base_path.strip("/")
    base = f"/{base}" if base else ""
    asked = access.required()
    return [
        Middleware(Headers, base_path=base, tells_itself=bool(identity.providers())),
        Middleware(RequestLog, base_path=base),
        Middleware(Hosts, base_path=base),
        *([Middleware(AccessToken, access=asked, base_path=base)] if asked else []),
        Middleware(FrameworkFiles, base_path=base),
        Middleware(SessionLimit, base_path=base),
        Middleware(BlockedPaths, base_path=base),
        Middleware(SlowBodies),
        Middleware(UploadLimits, held=uploads.count_held_bytes, base_path=base),
        Middleware(BrowserCookie, base_path=base),
        Middleware(LoginRedirect, base_path=base),
        Middleware(PageScript, base_path=base),
    ]
