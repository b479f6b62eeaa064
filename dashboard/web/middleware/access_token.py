"""Lets only browsers in that came by the address from the terminal; see `dashboard.access`."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from components import i18n
from components.i18n import t
from dashboard.access import PARAMETER, Access
from dashboard.web import error_pages
from dashboard.web.requests import locale_of

_HEALTH = ("/healthz", "/_stcore/health")
_SECONDS = 365 * 86_400


class AccessToken:
    """ASGI middleware before everything on a machine of one's own."""

    def __init__(self, app: ASGIApp, *, access: Access, base_path: str = "") -> None:
        self._app = app
        self._access = access
        self._health = tuple(base_path + path for path in _HEALTH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whoever may come in; take the token of who comes for the first time."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in self._health:
            await self._app(scope, receive, send)
            return
        shown = HTTPConnection(scope).cookies.get(self._access.cookie, "")
        token = dict(parse_qsl(str(scope["query_string"], "latin-1"))).get(PARAMETER, "")
        may = self._access.knows(shown)
        if scope["type"] == "websocket":
            app: ASGIApp = self._app if may else WebSocketClose(code=1008)
        elif token and (may or self._access.admits(token)):
            app = self._welcome(scope)
        else:
            app = self._app if may else _ask(scope, wrong=bool(token))
        await app(scope, receive, send)

    def _welcome(self, scope: Scope) -> Response:
        """Lead to the same page without the token, and let this browser in from now on."""
        query = parse_qsl(str(scope["query_string"], "latin-1"), keep_blank_values=True)
        kept = urlencode([(name, value) for name, value in query if name != PARAMETER])
        path = "/" + quote(str(scope["path"]).lstrip("/"))  # never another host
        answer = RedirectResponse(f"{path}?{kept}" if kept else path, status_code=303)
        answer.set_cookie(
            self._access.cookie, self._access.pass_value,
            max_age=_SECONDS, httponly=True, samesite="lax",
        )  # fmt: skip
        return answer


def _ask(scope: Scope, *, wrong: bool) -> Response:
    """Say where the address is, and take a token that is pasted."""
    i18n.use(locale_of(scope))
    told = f'<p class="wrong" role="alert">{escape(t("access.wrong"))}</p>' if wrong else ""
    form = (
        f'{told}<form method="get"><label>{escape(t("access.token"))}'
        f'<input type="password" name="{PARAMETER}" maxlength="200" required autofocus '
        f'autocomplete="off"></label><button type="submit">{escape(t("access.enter"))}</button>'
        "</form>"
    )
    page = error_pages.render_page(t("access.title"), t("access.help"), more=form)
    headers = {"cache-control": "no-store", "content-security-policy": error_pages.POLICY}
    return HTMLResponse(page, status_code=403, headers=headers)
