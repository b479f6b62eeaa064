"""Who is let in: by the token of the terminal, while there is room, and with requests that end."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from components.i18n import catalogue
from dashboard import access
from dashboard.access import Access
from dashboard.cli import http_server
from dashboard.state import browser
from dashboard.web.middleware.access_token import AccessToken
from dashboard.web.middleware.browser_cookie import BrowserCookie
from dashboard.web.middleware.request_log import RequestLog
from dashboard.web.middleware.session_limit import SessionLimit
from dashboard.web.middleware.slow_bodies import SlowBodies
from tests import looping
from tests.dashboard.web.asgi_client import Client

PAGE = {"accept": "text/html"}


async def page(request: Request) -> HTMLResponse:
    return HTMLResponse(f"<p>{request.url.path}</p>")


def served() -> Starlette:
    return Starlette(routes=[Route("/{rest:path}", page, methods=["GET"])])


# --- the token of the terminal ----------------------------------------------------------------


@pytest.fixture
def keys() -> Access:
    return Access(b"s" * 32, port=8501)


@pytest.fixture
def door(keys: Access) -> Client:
    return Client(AccessToken(served(), access=keys))


@pytest.mark.parametrize(
    "path", ["/", "/network?net_min=2", "/s/abc", "/api/v1/exports/abc", "/static/a.js", "/?token="]
)
def test_without_the_token_nothing_is_shown(door: Client, path: str) -> None:
    answer = door.get(path, {"accept-language": "en"})
    assert answer.status_code == 403
    assert "terminal" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert not door.opens_socket("/_stcore/stream", {})


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/health"])
def test_health_asks_for_no_token(door: Client, path: str) -> None:
    assert door.get(path).status_code == 200


@pytest.mark.parametrize("kind", ["token", "ticket"])
def test_the_address_of_the_terminal_opens_and_is_not_kept(
    door: Client, keys: Access, kind: str
) -> None:
    given = keys.token if kind == "token" else keys.give_ticket()
    answer = door.get(f"/network?net_min=2&token={given}&q=%E7%A7%91")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/network?net_min=2&q=%E7%A7%91"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert given not in cookie
    held = {"cookie": cookie.partition(";")[0]}
    assert door.get("/", held).status_code == 200
    assert Client(AccessToken(_socket_app, access=keys)).opens_socket("/_stcore/stream", held)


async def _socket_app(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})


def test_a_ticket_is_good_for_one_time(door: Client, keys: Access) -> None:
    ticket = keys.give_ticket()
    assert [door.get(f"/?token={ticket}").status_code for _ in range(3)] == [303, 403, 403]
    assert [door.get(f"/?token={keys.token}").status_code for _ in range(3)] == [303] * 3


@pytest.mark.parametrize("wrong", ["x", "%ff", "科索夫", "x" * 5_000])
def test_a_wrong_token_is_told(door: Client, wrong: str) -> None:
    answer = door.get(f"/?token={wrong}", {"accept-language": "zh-TW"})
    assert answer.status_code == 403
    assert catalogue("zh_Hant")["access.wrong"] in answer.text


def test_the_way_back_never_leads_elsewhere(door: Client, keys: Access) -> None:
    for path in ("//evil.example/x", "///evil.example", "/\\evil.example"):
        place = door.get(f"{path}?token={keys.token}").headers["location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))


def test_cookies_outlive_a_restart_and_belong_to_a_library(tmp_path: Path) -> None:
    first = access._secret_in(tmp_path / "a")
    assert access._secret_in(tmp_path / "a") == first
    assert access._secret_in(tmp_path / "b") != first
    assert stat.S_IMODE((tmp_path / "a" / access.FILE).stat().st_mode) == 0o600
    (tmp_path / "a" / access.FILE).write_bytes(b"half")
    assert len(access._secret_in(tmp_path / "a")) == 32
    one, again = Access(first, port=1), Access(first, port=1)
    assert one.knows(again.pass_value)
    assert one.token != again.token


# --- room ------------------------------------------------------------------------------------


def test_who_comes_when_all_places_are_taken_is_told_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_SESSIONS", "3")
    statuses: list[int] = []
    sockets: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await receive()
        else:
            await HTMLResponse("page")(scope, receive, send)

    limit = SessionLimit(app)

    async def tab(leave: asyncio.Event) -> None:
        inbox = ["websocket.connect", "websocket.disconnect"]

        async def receive() -> Any:
            if inbox[0] == "websocket.disconnect":
                await leave.wait()
            return {"type": inbox.pop(0)}

        async def send(message: Any) -> None:
            sockets.append(message["type"])

        scope = {"type": "websocket", "path": "/_stcore/stream", "headers": []}
        await limit(scope, receive, send)

    async def ask(path: str = "/") -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        headers = [(b"accept", b"text/html"), (b"accept-language", b"en")]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
        await limit(scope, receive, send)

    async def play() -> None:
        leave = asyncio.Event()
        tabs = [asyncio.create_task(tab(leave)) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await ask()
        await ask("/s/abc")  # what is no page of ours is answered
        await asyncio.wait_for(tab(leave), 10)
        leave.set()
        await asyncio.gather(*tabs)
        await ask()

    looping.run(play())
    assert sockets.count("websocket.accept") == 3
    assert sockets.count("websocket.close") == 1
    assert statuses == [503, 200, 200]


# --- requests that do not end -----------------------------------------------------------------


@pytest.mark.parametrize("raises", [False, True])
def test_a_body_that_does_not_come_is_given_up_and_told_so(raises: bool) -> None:
    seen: list[str] = []
    answers: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])
        if raises:
            raise ClientDisconnect

    async def play() -> None:
        first = [{"type": "http.request", "body": b"x", "more_body": True}]

        async def receive() -> Any:
            if first:
                return first.pop()
            return await asyncio.Event().wait()

        async def send(message: Any) -> None:
            answers.extend([message["status"]] if "status" in message else [])

        scope = {"type": "http", "method": "PUT", "path": "/"}
        await asyncio.wait_for(SlowBodies(app, seconds=0.05)(scope, receive, send), 10)

    looping.run(play())
    assert seen == ["http.request", "http.disconnect"]
    assert answers == [408]


def test_a_head_that_does_not_end_ends_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the second one on a connection; what is whole is answered, however long that takes."""
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.2)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.5)
        await HTMLResponse("page")(scope, receive, send)

    async def hear(port: int, sent: bytes) -> bytes:
        heard, said = await asyncio.open_connection("127.0.0.1", port)
        said.write(sent)
        got = await asyncio.wait_for(heard.read(), 60)
        said.close()
        return got

    async def play() -> list[bytes]:
        config = http_server.QuietConfig(app, port=0, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        sent = (b"", whole[:5], whole[:-2], whole + whole[:9])
        got = await asyncio.gather(*(hear(port, one) for one in sent))
        server.should_exit = True
        await running
        return got

    *halves, answered = looping.run(play())
    assert halves == [b"", b"", b""]
    assert answered.count(b"200 OK") == 1
    assert b"server:" not in answered


def test_a_whole_body_waits_as_long_as_the_answer_takes() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        gone = asyncio.create_task(receive())  # frameworks listen whether the reader goes
        await asyncio.sleep(0.2)
        assert not gone.done()
        gone.cancel()

    async def play() -> None:
        first = [{"type": "http.request", "body": b"x", "more_body": False}]

        async def receive() -> Any:
            return first.pop() if first else await asyncio.Event().wait()

        scope = {"type": "http", "method": "PUT", "path": "/"}
        await SlowBodies(app, seconds=0.05)(scope, receive, None)

    looping.run(play())


def test_an_upload_that_is_broken_off_is_no_error(
    reported: list[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ClientDisconnect

    async def send(_: Any) -> None:
        raise AssertionError("nobody is there to be answered")

    scope = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/a/b"}
    with caplog.at_level("DEBUG", logger="wenmai"):
        looping.run(RequestLog(app)(scope, None, send))
    assert reported == []
    assert [record.status for record in caplog.records] == [499]  # type: ignore[attr-defined]


# --- the name of a browser --------------------------------------------------------------------


def test_a_browser_is_named_once_and_with_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(BrowserCookie(served(), base_path="/news"))
    assert "set-cookie" not in client.get("/news/").headers  # one's own machine needs no names
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    names = [client.get("/news/").headers["set-cookie"] for _ in range(2)]
    assert names[0] != names[1]
    assert all("; Path=/news; " in name and "HttpOnly" in name for name in names)
    held = {"cookie": names[0].partition(";")[0]}
    assert "set-cookie" not in client.get("/news/", held).headers
    files = Client(BrowserCookie(PlainTextResponse("x")))
    assert "set-cookie" not in files.get("/a.js").headers


def test_a_proof_is_made_by_the_cookie_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, str] = {}
    address: dict[str, str] = {}

    class Context:
        cookies = held

    class Streamlit:
        context = Context
        query_params = address

    monkeypatch.setattr(browser, "st", Streamlit)
    address["mine"] = ""
    assert not browser.is_proven("key")  # without a cookie nothing is proven
    held[browser.COOKIE] = "ours"
    browser.keep_proof("key")
    assert browser.is_proven("key")
    assert not browser.is_proven("another key")
    proof = address["mine"]
    held[browser.COOKIE] = "theirs"
    assert not browser.is_proven("key")
    browser.keep_proof("key")
    assert address["mine"] != proof
