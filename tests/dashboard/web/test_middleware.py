"""Hosts, headers, doors and errors, without a browser."""

from __future__ import annotations

import base64
import hashlib
import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboard.web.middleware import list_middleware
from dashboard.web.middleware.headers import REPORT_POLICY, page_policy
from dashboard.web.middleware.request_log import without_tokens
from dashboard.web.routes import health, list_routes
from tests.dashboard.web.asgi_client import Client

CANARY = "蛇蠍機密CANARY"
PAGE = "<html><head><script>window.a=1</script></head><body></body></html>"


async def page(_: Request) -> Response:
    """Answer as streamlit does for its page."""
    return HTMLResponse(
        PAGE, headers={"cache-control": "no-cache", "etag": '"1"', "last-modified": "x"}
    )


async def report(_: Request) -> Response:
    """Answer with a file that brings its own policy."""
    return HTMLResponse(PAGE, headers={"content-security-policy": REPORT_POLICY})


async def fail(_: Request) -> Response:
    """Fail with text in the message."""
    raise ValueError(CANARY)


async def script(_: Request) -> Response:
    """Answer as streamlit does for a hashed file."""
    return PlainTextResponse("x", headers={"cache-control": "public, immutable, max-age=31536000"})


async def picture(_: Request) -> Response:
    """Answer as streamlit does for a reader's picture."""
    return PlainTextResponse("x", headers={"cache-control": "public"})


async def stream(socket: WebSocket) -> None:
    """Accept whoever gets here."""
    await socket.accept()
    await socket.close()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Client:
    """Return a client of a small app behind everything that stands before ours."""
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WENMAI_DATABASE_URL", "")
    monkeypatch.setenv("WENMAI_MODE", "local")
    monkeypatch.setenv("WENMAI_ALLOWED_HOSTS", "")
    monkeypatch.setattr(health, "_SECONDS", 300.0)  # a busy machine is slow and not ill
    own = [
        Route("/report", report),
        Route("/fail", fail),
        Route("/static/js/a.js", script),
        Route("/media/a.png", picture),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{rest:path}", page),
    ]
    app = Starlette(routes=[*list_routes(), *own], middleware=list_middleware())
    return Client(app)


@pytest.mark.parametrize(
    ("mode", "allowed", "host", "status"),
    [
        ("local", "", "localhost:8501", 200),
        ("local", "", "127.0.0.1:8501", 200),
        ("local", "", "[::1]:8501", 200),
        ("local", "", "192.168.1.7:8501", 421),
        ("local", "", "evil.example", 421),
        ("local", "", "localhost.evil.example", 421),
        ("local", "", "evil.example@localhost", 421),
        ("local", "", "localhost:x", 421),
        ("hosted", "", "192.168.1.7:8501", 200),
        ("hosted", "", "evil.example", 421),
        ("hosted", "news.example", "news.example", 200),
        ("hosted", "news.example", "NEWS.example.:443", 200),
        ("hosted", "news.example", "192.168.1.7", 421),
        ("hosted", "*.news.example", "a.news.example", 200),
        ("hosted", "*.news.example", "news.example", 421),
        ("hosted", "*.news.example", "evilnews.example", 421),
        ("hosted", "*", "anything.example", 200),
    ],
)
def test_web_hosts_are_ours_or_refused(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    allowed: str,
    host: str,
    status: int,
) -> None:
    monkeypatch.setenv("WENMAI_MODE", mode)
    monkeypatch.setenv("WENMAI_ALLOWED_HOSTS", allowed)
    assert client.get("/", headers={"host": host}).status_code == status
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "origin", "opens"),
    [
        ("127.0.0.1:8501", "http://127.0.0.1:8501", True),
        ("127.0.0.1:8501", None, True),
        ("127.0.0.1:8501", "https://evil.example", False),
        ("127.0.0.1:8501", "http://localhost:8501", False),
        ("127.0.0.1:8501", "http://127.0.0.1:9999", False),
        ("127.0.0.1:8501", "null", False),
        ("evil.example", "http://evil.example", False),
    ],
)
def test_web_sockets_open_from_our_own_pages_only(
    client: Client, host: str, origin: str | None, opens: bool
) -> None:
    headers = {"host": host} | ({"origin": origin} if origin else {})
    assert client.opens_socket("/_stcore/stream", headers) is opens


@pytest.mark.parametrize("path", ["/", "/report", "/fail", "/api/x", "/healthz", "/media/a.png"])
def test_web_headers_stand_on_every_answer(
    client: Client, path: str, reported: list[BaseException]
) -> None:
    headers = client.get(path).headers
    reported.clear()  # one of the addresses fails
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_web_headers_stand_on_refusals_too(client: Client) -> None:
    headers = client.get("/", headers={"host": "evil.example"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_web_page_policy_allows_the_scripts_written_into_it(client: Client) -> None:
    answer = client.get("/network")
    scripts = answer.text.split("<script>")[1:]
    assert len(scripts) == 2, "streamlit's own and the line that tells where the server is"
    for script_text in scripts:
        body = script_text.split("</script>")[0].encode()
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert "'unsafe-eval'" not in answer.headers["content-security-policy"]
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


def test_web_page_policy_names_no_other_host() -> None:
    policy = page_policy(PAGE.encode(), frames="'none'")
    assert "http" not in policy
    assert "*" not in policy


def test_web_report_keeps_its_own_policy_and_page(client: Client) -> None:
    answer = client.get("/report")
    assert answer.headers["content-security-policy"] == REPORT_POLICY
    assert answer.text == PAGE
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-cache"),
        ("/static/js/a.js", "public, immutable, max-age=31536000"),
        ("/media/a.png", "no-store"),
        ("/api/x", "no-store"),
        ("/healthz", "no-store"),
    ],
)
def test_web_personal_answers_are_kept_nowhere(client: Client, path: str, kept: str) -> None:
    assert client.get(path).headers["cache-control"] == kept


@pytest.mark.parametrize(
    ("path", "frames"),
    [
        ("/words?share=x&embed=true", "*"),
        ("/?embed=true&share=x", "*"),
        ("/words?share=x", "'none'"),
        ("/words?share=x&embed=false", "'none'"),
        ("/words?share=x&embed=true&embed=false", "'none'"),
        ("/words?share=&embed=true", "'none'"),
        ("/?embed=true", "'none'"),
        ("/share?embed=true", "'none'"),
    ],
)
def test_web_frames_only_shares_that_ask_for_it(client: Client, path: str, frames: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].endswith(f"frame-ancestors {frames}")
    assert ("x-frame-options" in headers) == (frames == "'none'")


def test_web_frames_on_the_sites_of_the_settings(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_FRAME_ANCESTORS", "https://huggingface.co")
    policy = client.get("/").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://huggingface.co")


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
        "/api/v1/nothing",
        "/r/nothing",
        "/s/nothing",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_web_closed_doors_and_unknown_addresses_are_not_found(
    client: Client, path: str, method: str
) -> None:
    assert client.request(method, path).status_code == 404


@pytest.mark.usefixtures("expects_errors")
def test_web_errors_become_numbers_that_are_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/fail")
    assert answer.status_code == 500
    assert CANARY not in answer.text
    code = answer.text.split("Error ")[1].split(".")[0]
    assert code in [getattr(record, "error_id", "") for record in caplog.records]


def test_web_requests_are_noted_without_query_and_token(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    token = "abcdefghijklmnopqrstuvwxyz012345"
    with caplog.at_level(logging.DEBUG, logger="wenmai.http"):
        client.get(f"/api/v1/snapshots/{token}?word=secret")
    (record,) = [record for record in caplog.records if record.name == "wenmai.http"]
    assert record.path == "/api/v1/snapshots/…"
    assert token not in str(record.__dict__)
    assert "secret" not in str(record.__dict__)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/network", "/network"),
        ("/r/abcdefghijklmnop_-12345", "/r/…"),
        ("/api/v1/snapshots/aaaaaaaaaaaaaaaaaaaaaaaa/tables", "/api/v1/snapshots/…/tables"),
    ],
)
def test_web_tokens_are_left_out_of_paths(path: str, shown: str) -> None:
    assert without_tokens(path) == shown


@pytest.mark.usefixtures("expects_errors")
def test_web_health_says_when_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    monkeypatch.setenv("WENMAI_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "no database"


def test_web_lies_below_a_base_path(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "local")
    app = Starlette(
        routes=[*list_routes(base_path="wenmai"), Route("/{rest:path}", page)],
        middleware=list_middleware(base_path="wenmai"),
    )
    client = Client(app)
    assert client.get("/wenmai/api/x").status_code == 404
    assert client.get("/wenmai/_stcore/metrics").status_code == 404
    with caplog.at_level(logging.DEBUG, logger="wenmai.http"):
        assert 'location.origin + "/wenmai"' in client.get("/wenmai/network").text
        client.get("/wenmai/favicon.png")
    noted = [record for record in caplog.records if record.name == "wenmai.http"]
    assert [record.path for record in noted] == ["/wenmai/network"]
