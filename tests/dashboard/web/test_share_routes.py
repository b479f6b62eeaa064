"""What was shared, by HTTP: pages, reports, JSON, files; and one answer for all that is not."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from starlette.applications import Starlette

from components import i18n
from components.reading import Source, read
from components.text import Corpus
from dashboard.library import connection, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.library.errors import NotFoundError
from dashboard.pipeline import Analysis
from dashboard.sharing import downloads, links
from dashboard.sharing.downloads import Export, Tickets
from dashboard.sharing.links import CreatedShare
from dashboard.sharing.snapshot import View, take_snapshot
from dashboard.web.middleware import list_middleware
from dashboard.web.routes import list_routes
from tests import looping
from tests.dashboard.web.asgi_client import Answer, Client, Message

TITLE = "<script>window.pwned=1</script> [壞](http://a.b) $\\href{http://a.b}{壞}$ =SUM(A1)"
CANARY = "蛇蠍機密CANARY"


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty library for each test."""
    monkeypatch.setenv("WENMAI_DATA_DIR", str(tmp_path))
    i18n.use("zh_Hant")
    yield
    connection.get_store().close()


@pytest.fixture
def client() -> Client:
    """A client of the routes, with everything that stands before them."""
    return Client(Starlette(routes=list_routes(), middleware=list_middleware()))


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    text = f"潘基文在科索夫同意北約的方案。拉夫羅夫在科索夫反對。{CANARY}不附。"
    corpus = read([Source(f"{TITLE}.txt", f"{TITLE}\n{text}".encode())])
    return Analysis(corpus)


def desk() -> Workspace:
    """Return this machine's workspace."""
    store = connection.get_store()
    return Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)


def share(analysis: Analysis, **more: Any) -> CreatedShare:
    """Share an analysis."""
    view = more.pop("view", View("network", (("net_min", "2"), ("q", "科&索"))))
    snapshot = take_snapshot(analysis, view=view, texts=more.pop("texts", "all"), title=TITLE)
    return links.create(desk(), snapshot, **more)


def post(client: Client, path: str, **form: str) -> Answer:
    """Send a form."""
    body = urlencode(form).encode()
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = {"content-type": "application/x-www-form-urlencoded"}
    scope = client._scope("http", path, headers) | {"method": "POST", "http_version": "1.1"}
    looping.run(client.app(scope, receive, send))
    start = next(m for m in sent if m["type"] == "http.response.start")
    content = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    found = {k.decode().lower(): v.decode("latin-1") for k, v in start["headers"]}
    return Answer(start["status"], found, content)


def test_share_routes_lead_to_the_senders_page(client: Client, analysis: Analysis) -> None:
    token = share(analysis).token
    answer = client.get(f"/s/{token}")
    assert answer.status_code == 303
    place = urlsplit(answer.headers["location"])
    assert (place.netloc, place.path) == ("", "/network")
    assert parse_qs(place.query) == {"share": [token], "net_min": ["2"], "q": ["科&索"]}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    framed = client.get(f"/s/{token}?embed=true").headers["location"]
    assert "embed=true" in framed
    assert "embed" not in client.get(f"/s/{token}?embed=1").headers["location"]


def test_share_routes_lead_below_a_base_path(analysis: Analysis) -> None:
    app = Starlette(
        routes=list_routes(base_path="wenmai"), middleware=list_middleware(base_path="wenmai")
    )
    token = share(analysis).token
    answer = Client(app).get(f"/wenmai/s/{token}")
    assert answer.headers["location"].startswith(f"/wenmai/network?share={token}")


def test_share_routes_tell_no_view_before_the_passphrase(
    client: Client, analysis: Analysis
) -> None:
    token = share(analysis, passphrase="芝麻").token
    assert client.get(f"/s/{token}").headers["location"] == f"/?share={token}"


@pytest.mark.parametrize(
    "view",
    [
        View("nowhere"),
        View("library"),
        View("//evil.example"),
        View("statistics"),
        View("overview"),
    ],
)
def test_share_routes_lead_nowhere_else(client: Client, analysis: Analysis, view: View) -> None:
    token = share(analysis, view=view, texts="evidence").token
    place = urlsplit(client.get(f"/s/{token}").headers["location"])
    assert not place.netloc
    assert place.path in ("/", "/library")


def test_share_routes_give_the_report(client: Client, analysis: Analysis) -> None:
    token = share(analysis).token
    answer = client.get(f"/r/{token}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script>window.pwned" not in answer.text
    assert "&lt;script&gt;window.pwned" in answer.text
    assert CANARY in answer.text
    again = client.get(f"/r/{token}")
    assert again.content == answer.content
    assert links.check(connection.get_store(), token).views == 2
    head = client.request("HEAD", f"/r/{token}")
    assert (head.status_code, head.content) == (200, b"")
    assert links.check(connection.get_store(), token).views == 2


def test_share_routes_give_the_snapshot(client: Client, analysis: Analysis) -> None:
    answer = client.get(f"/api/v1/snapshots/{share(analysis).token}")
    assert answer.status_code == 200
    told = answer.json()
    assert told["title"] == TITLE
    assert told["texts"] == "all"
    assert told["view"]["value"]
    assert set(told["nouns"]) == {
        "read", "counted", "report", "stories", "tokens", "table", "index", "drawings",
        "quotations", "difference",
    }  # fmt: skip
    assert told["digests"]["corpus"] == analysis.counted.digest
    assert told["nouns"]["index"]["noun"] == "EntityIndex"


PLACES = ("/s/", "/r/", "/api/v1/snapshots/", "/api/v1/exports/")


def test_share_routes_answer_alike_for_what_is_not_there(
    client: Client, analysis: Analysis
) -> None:
    expired = share(analysis, lasts=timedelta(seconds=-1)).token
    revoked = share(analysis)
    links.revoke(desk(), revoked.share.id)
    locked = share(analysis, lasts=timedelta(seconds=-1), passphrase="芝麻").token
    tokens = ("x" * 32, "x", "%00", expired, revoked.token, locked)
    for place in PLACES:
        answers = [client.get(place + token) for token in tokens]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_share_routes_forget_at_once(client: Client, analysis: Analysis) -> None:
    made = share(analysis)
    paths = [place + made.token for place in PLACES[:3]]
    assert all(client.get(path).status_code in (200, 303) for path in paths)
    links.revoke(desk(), made.share.id)
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_share_routes_ask_for_the_passphrase(client: Client, analysis: Analysis) -> None:
    token = share(analysis, passphrase="芝麻 開門").token
    door = client.get(f"/r/{token}")
    assert door.status_code == 401
    assert '<form method="post"' in door.text
    assert CANARY not in door.text
    assert "script" not in door.text
    assert "form-action 'self'" in door.headers["content-security-policy"]
    wrong = post(client, f"/r/{token}", passphrase="錯")
    assert wrong.status_code == 403
    assert "錯" not in wrong.text.replace("試錯", "")
    assert client.get(f"/r/{token}?passphrase={quote('芝麻 開門')}").status_code == 401
    right = post(client, f"/r/{token}", passphrase="芝麻 開門")
    assert (right.status_code, CANARY in right.text) == (200, True)
    api = f"/api/v1/snapshots/{token}"
    assert client.get(api).json() == {"error": "passphrase_wanted"}
    header = {"x-wenmai-passphrase": quote("芝麻 開門")}
    assert client.get(api, header).status_code == 200
    assert client.get(api, {"x-wenmai-passphrase": "x"}).json() == {"error": "passphrase_wrong"}


def test_share_routes_stop_guessing(client: Client, analysis: Analysis) -> None:
    token = share(analysis, passphrase="芝麻").token
    codes = [post(client, f"/r/{token}", passphrase="錯").status_code for _ in range(12)]
    assert codes == [403] * links.TRIES + [429] * (12 - links.TRIES)
    assert post(client, f"/r/{token}", passphrase="芝麻").status_code == 429


def test_share_routes_take_no_endless_form(client: Client, analysis: Analysis) -> None:
    token = share(analysis, passphrase="芝麻").token
    assert post(client, f"/r/{token}", passphrase="x" * 10_000).status_code == 401


def test_share_routes_write_no_token_and_no_passphrase_into_the_log(
    client: Client,
    analysis: Analysis,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_LOG_FORMAT", "json")
    token = share(analysis, passphrase="芝麻開門").token
    with caplog.at_level(logging.DEBUG):
        for place in PLACES:
            client.get(place + token, {"x-wenmai-passphrase": quote("芝麻開門")})
        post(client, f"/r/{token}", passphrase="芝麻開門")
    told = " ".join(str(vars(record)) for record in caplog.records)
    assert "/r/…" in told
    for secret in (token, "芝麻", quote("芝麻"), CANARY):
        assert secret not in told


def test_share_routes_speak_the_browsers_language(client: Client) -> None:
    for asked, words in (("en-GB,en;q=0.9", "does not work"), ("zh-CN", "链接打不开")):
        assert words in client.get("/s/nothing", {"accept-language": asked}).text


def export(make: Any, name: str = "報告.html", mime: str = "text/html") -> Export:
    """A file in the language in use."""
    return Export(name, mime, make, "zh_Hant")


def test_exports_are_fetched_by_ticket(client: Client) -> None:
    ticket = downloads.tickets.offer(export(lambda: b"<p>x</p>"), to="a")
    answer = client.get(f"/api/v1/exports/{ticket}")
    assert (answer.status_code, answer.content) == (200, b"<p>x</p>")
    assert answer.headers["cache-control"] == "no-store"
    named = f"attachment; filename*=UTF-8''{quote('報告.html')}"
    assert answer.headers["content-disposition"] == named
    assert "sandbox" in answer.headers["content-security-policy"]


def test_exports_speak_the_language_of_the_page(client: Client) -> None:
    def make() -> bytes:
        return i18n.current().encode()

    i18n.use("en")
    ticket = downloads.tickets.offer(export(make), to="a")
    assert client.get(f"/api/v1/exports/{ticket}").content == b"zh_Hant"
    assert i18n.current() == "en"


def test_exports_end_with_what_they_show(client: Client) -> None:
    def make() -> bytes:
        raise NotFoundError

    ticket = downloads.tickets.offer(export(make), to="a")
    gone = client.get(f"/api/v1/exports/{ticket}")
    assert gone.status_code == 404
    assert gone.content == client.get("/api/v1/exports/nothing").content


def test_tickets_end_by_themselves() -> None:
    short = Tickets(seconds=0.0)
    assert short.redeem(short.offer(export(bytes), to="a")) is None


def test_tickets_are_not_kept_without_end() -> None:
    few = Tickets(most_of_one=2)
    first, second, third = (few.offer(export(bytes), to="a") for _ in range(3))
    assert few.redeem(first) is None
    assert few.redeem(second) is not None
    assert few.redeem(third) is not None


def test_tickets_of_many_readers_take_none_from_another() -> None:
    tickets = Tickets(most=20, most_of_one=8)
    quiet = tickets.offer(export(bytes), to="quiet")
    greedy = [tickets.offer(export(bytes), to="greedy") for _ in range(30)]
    guests = [tickets.offer(export(bytes), to=f"guest {n}") for n in range(18)]
    assert tickets.redeem(quiet) is not None
    assert all(tickets.redeem(one) is not None for one in guests)
    assert sum(tickets.redeem(one) is not None for one in greedy) == 1


def test_a_report_is_kept_as_a_file_in_the_language_asked_for(
    client: Client, analysis: Analysis
) -> None:
    made = share(analysis)
    answer = client.get(f"/r/{made.token}?download=true&lang=en")
    assert answer.status_code == 200
    assert "wenmai-report.html" in answer.headers["content-disposition"]
    assert '<html lang="en"' in answer.text
    assert "content-disposition" not in client.get(f"/r/{made.token}").headers
    assert '<html lang="zh-Hant"' in client.get(f"/r/{made.token}").text
    asked = client.get(f"/r/{share(analysis, passphrase='sesame').token}?download=true&lang=en")
    assert (asked.status_code, "download=true&amp;lang=en" in asked.text) == (401, True)


def test_exports_of_a_corpus_hold_no_formula(client: Client) -> None:
    from dashboard.screens import share_dialog

    corpus: Corpus = read([Source("=SUM(A1).txt", "潘基文在科索夫。潘基文在北約。".encode())])
    analysis = Analysis(corpus)
    data = share_dialog.make_tables(analysis)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [name for name in book.namelist() if "worksheets/" in name]
        assert sheets
        assert not [name for name in sheets if b"<f>" in book.read(name)]
