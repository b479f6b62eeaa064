"""The addresses that open what was shared, and the files that a page offers.

    /s/<token>                      to the sender's page
    /r/<token>                      the report, one file; `?download=true` keeps it, `lang` chooses
    /api/v1/snapshots/<token>       the snapshot as JSON
    /api/v1/exports/<ticket>        a file that a page offered, see `dashboard.sharing.downloads`

A link with a pass-phrase takes it as `passphrase` in a posted form, or in the header
`X-Wenmai-Passphrase`, percent-encoded as UTF-8; never in an address. What never was, has
expired or was taken back gets one answer. Nothing here counts more wrong tokens than a proxy
does: 192 bits are not guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote, unquote

from anyio import CapacityLimiter, sleep, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from components import i18n
from components.i18n import t
from dashboard.cache import Shelf
from dashboard.library.errors import NotFoundError
from dashboard.web import error_pages
from dashboard.web.middleware.headers import REPORT_POLICY
from dashboard.web.requests import locale_of

T = TypeVar("T")

_HEADER = "x-wenmai-passphrase"
_FORM_BYTES = 4096
_DOWNLOADED = "wenmai-report.html"
# A report takes a second of a processor: two at a time leave the pages their share.
_works = CapacityLimiter(2)
_reports = Shelf(max_entries=4)


def list_routes(*, base_path: str = "") -> list[Route]:
    """Return the routes.

    Args:
        base_path: where the dashboard lies on its host, `/` before it and none behind.
    """

    async def to_page(request: Request) -> Response:
        return await _to_page(request, base_path)

    both = ["GET", "POST"]
    return [
        Route("/s/{token}", to_page, methods=["GET", "HEAD"]),
        Route("/r/{token}", _report, methods=[*both, "HEAD"]),
        Route("/api/v1/snapshots/{token}", _snapshot, methods=both),
        Route("/api/v1/exports/{token}", _export, methods=["GET"]),
    ]


async def _to_page(request: Request, base: str) -> Response:
    """Redirect to the page that the sender saw; with a pass-phrase that page is not named yet."""
    token = str(request.path_params["token"])
    embed = {"embed": "true"} if request.query_params.get("embed") == "true" else {}

    def place() -> str:
        from dashboard.library.connection import get_store
        from dashboard.sharing import links
        from dashboard.state import urls
        from dashboard.state.pages import PAGES

        info = links.check(get_store(), token)
        page, query = info.page, info.query
        missing = page == "statistics" and info.texts == "evidence"
        if info.asks or missing or page not in PAGES[1:]:
            page = ""
        return urls.view_url(base, page, () if info.asks else query, **{"share": token, **embed})

    try:
        return RedirectResponse(await _done(place), status_code=303)
    except NotFoundError:
        return _gone(request)


async def _report(request: Request) -> Response:
    """Answer with the report; with a page that asks where a pass-phrase is wanted."""
    from components.text.codec import CodecError
    from dashboard.sharing.links import PassphraseError

    token, phrase = str(request.path_params["token"]), await _passphrase(request)
    try:
        if request.method == "HEAD":
            await _done(lambda: _check(token))
            return _file(b"", "text/html")
        await _slow_down(token, phrase)
        made = await _done(lambda: _report_of(request, token, phrase), limited=True)
        return _file(made, "text/html", name=_DOWNLOADED if _wants_file(request) else "")
    except PassphraseError as wanted:
        _speak(request)
        page = error_pages.render_passphrase_page(
            _here(request), wrong=wanted.wrong, blocked=wanted.blocked
        )
        return _notice(page, 429 if wanted.blocked else 403 if wanted.wrong else 401)
    except (NotFoundError, CodecError):
        return _gone(request)


async def _slow_down(token: str, phrase: str) -> None:
    """Let an answer to a pass-phrase wait where many were wrong; others are served meanwhile."""
    from dashboard.library.connection import get_store
    from dashboard.sharing import links

    if phrase:
        await sleep(await _done(lambda: links.wait_for(get_store(), token)))


def _open(request: Request, token: str, phrase: str) -> Any:
    from dashboard.library.connection import get_store
    from dashboard.sharing import links

    address = request.client.host if request.client else ""
    return links.open_share(get_store(), token, passphrase=phrase, address=address)


def _wants_file(request: Request) -> bool:
    return request.query_params.get("download") == "true"


def _here(request: Request) -> str:
    query = str(request.url.query)
    return f"{request.url.path}?{query}" if query else str(request.url.path)


def _report_of(request: Request, token: str, phrase: str) -> bytes:
    from dashboard.cache import call_cached
    from dashboard.report import html
    from dashboard.sharing.snapshot import open_snapshot

    opened = _open(request, token, phrase)
    if opened.report is not None:
        return bytes(opened.report)

    def make() -> bytes:
        analysis = open_snapshot(opened.snapshot, call=call_cached)
        return html.write(analysis, title=opened.snapshot.title).encode()

    wanted = (request.query_params.get("lang"), opened.snapshot.view.language)
    i18n.use(next((own for own in wanted if own in i18n.LOCALES), i18n.current()))
    return _reports.get((opened.share.id, "report", i18n.current()), make)


def _check(token: str) -> None:
    from dashboard.library.connection import get_store
    from dashboard.sharing import links
    from dashboard.sharing.links import PassphraseError

    if links.check(get_store(), token).asks:
        raise PassphraseError


async def _snapshot(request: Request) -> Response:
    """Answer with the snapshot as JSON."""
    from components.text.codec import CodecError
    from dashboard.sharing.links import PassphraseError

    token, phrase = str(request.path_params["token"]), await _passphrase(request)
    try:
        await _slow_down(token, phrase)
        body = await _done(lambda: _json_of(request, token, phrase), limited=True)
    except PassphraseError as wanted:
        code = "blocked" if wanted.blocked else "wrong" if wanted.wrong else "wanted"
        status = {"blocked": 429, "wrong": 403, "wanted": 401}[code]
        return JSONResponse({"error": f"passphrase_{code}"}, status_code=status)
    except (NotFoundError, CodecError):
        return JSONResponse({"error": "not_found"}, status_code=404)
    return Response(body, media_type="application/json")


def _json_of(request: Request, token: str, phrase: str) -> bytes:
    from components.text import codec

    opened = _open(request, token, phrase)
    info, snapshot = opened.share, opened.snapshot
    expires = info.expires.isoformat() if info.expires else None
    told: dict[str, Any] = {
        "schema": codec.SCHEMA,
        "made_by": f"Wenmai {snapshot.version}",
        "title": snapshot.title,
        "texts": snapshot.texts,
        "shared": info.created.isoformat(),
        "expires": expires,
        "view": codec.to_json(snapshot.view),
        "choices": codec.to_json(snapshot.choices),
        "digests": dict(snapshot.digests),
        "nouns": {part.name: codec.tree(part.data) for part in snapshot.parts},
    }
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")


async def _export(request: Request) -> Response:
    """Answer with a file that a page offered."""
    from dashboard.sharing.downloads import tickets

    export = tickets.redeem(str(request.path_params["token"]))
    try:
        if export is None:
            raise NotFoundError
        data = await _done(export.data, limited=True)
    except NotFoundError:
        _speak(request)
        return _notice(error_pages.render_page(t("share.gone_title"), t("share.no_export")), 404)
    return _file(data, export.mime, name=export.name)


async def _done(work: Callable[[], T], *, limited: bool = False) -> T:
    """Run work in a thread, so that no other request waits for it."""
    return await to_thread.run_sync(work, limiter=_works if limited else None)


async def _passphrase(request: Request) -> str:
    """Return the pass-phrase of a posted form or of a header; empty without one."""
    if request.method != "POST":
        return unquote(request.headers.get(_HEADER, ""))
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_BYTES:
            return ""
    form = parse_qs(body.decode("utf-8", "replace"))
    return form.get("passphrase", [unquote(request.headers.get(_HEADER, ""))])[0]


def _file(data: bytes, mime: str, *, name: str = "") -> Response:
    headers = {"cache-control": "no-store"}
    if name:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    if mime == "text/html":
        headers["content-security-policy"] = REPORT_POLICY
    return Response(data, media_type=mime, headers=headers)


def _gone(request: Request) -> Response:
    _speak(request)
    return _notice(error_pages.render_page(t("share.gone_title"), t("share.gone")), 404)


def _notice(page: str, status: int) -> Response:
    headers = {"cache-control": "no-store", "content-security-policy": error_pages.POLICY}
    return HTMLResponse(page, status_code=status, headers=headers)


def _speak(request: Request) -> None:
    """Use the first language the browser asks for."""
    i18n.use(locale_of(request.scope))
