"""The way to the identity provider and back, without either."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.web.middleware import list_middleware
from tests.dashboard.web.asgi_client import Answer, Client

PROVIDER = "https://id.example/authorize"
HERE = "http://127.0.0.1:8501"


async def login(request: Request) -> Response:
    """Answer as streamlit does: send people away, or say that it failed."""
    if "broken" in request.query_params:
        return Response("Authentication error", status_code=400)
    return RedirectResponse(PROVIDER, status_code=302)


async def callback(request: Request) -> Response:
    """Answer as streamlit does: to the first page, with a cookie if all went well."""
    answer = RedirectResponse("/", status_code=302)
    if request.query_params.get("code") == "good":
        answer.set_cookie("_streamlit_user", "somebody", max_age=60)
    else:
        answer.delete_cookie("_streamlit_user")
    return answer


async def logout(request: Request) -> Response:
    """Answer as streamlit does: to the provider if one ends sessions, else to the first page."""
    place = PROVIDER if "far" in request.query_params else "/"
    answer = RedirectResponse(place, status_code=302)
    answer.delete_cookie("_streamlit_user")
    return answer


@pytest.fixture(params=["", "/wm"])
def base(request: pytest.FixtureRequest) -> str:
    """Where the dashboard lies on its host."""
    return str(request.param)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, base: str) -> Client:
    """Return a client of a small app behind everything that stands before ours."""
    monkeypatch.setenv("WENMAI_MODE", "local")
    routes = [
        Route(f"{base}/auth/login", login),
        Route(f"{base}/auth/logout", logout),
        Route(f"{base}/oauth2callback", callback),
    ]
    return Client(Starlette(routes=routes, middleware=list_middleware(base_path=base)))


def there_and_back(client: Client, base: str, referer: str, query: str) -> Answer:
    """Leave from a page, come back with a query; cookies are kept as a browser does."""
    leaving = client.get(f"{base}/auth/login", headers={"referer": referer} if referer else {})
    assert (leaving.status_code, leaving.headers["location"]) == (302, PROVIDER)
    cookie = leaving.headers.get("set-cookie", "").partition(";")[0]
    headers = {"cookie": cookie} if cookie else {}
    return client.get(f"{base}/oauth2callback?{query}", headers=headers)


def test_way_back_leads_to_the_page_one_left(client: Client, base: str) -> None:
    way = f"{base}/words?lang=en&w=abc_-~123&word=%E7%A7%98"
    back = there_and_back(client, base, f"{HERE}{way}", "code=good&state=1")
    assert (back.status_code, back.headers["location"], back.content) == (302, way, b"")


def test_way_back_cookie_is_short_lived_and_out_of_reach(client: Client, base: str) -> None:
    answer = client.get(f"{base}/auth/login", headers={"referer": f"{HERE}{base}/words?w=secret"})
    cookie = answer.headers["set-cookie"]
    assert "secret" not in cookie
    assert cookie.endswith(f"; Path={base or '/'}; Max-Age=600; HttpOnly; SameSite=Lax")
    assert (
        "Max-Age=0" in there_and_back(client, base, "", "code=good&state=1").headers["set-cookie"]
    )


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example{base}/words",
        "http://127.0.0.1:9999{base}/words",
        HERE + "//evil.example/",
        HERE + "{base}//evil.example/",
        HERE + "/\\evil.example",
        HERE + "{base}/auth/logout",
        HERE + "{base}/oauth2callback?state=1",
        HERE + "{base}/" + "x" * 3000,
        HERE + "{base}/wörds",
        "nonsense",
        "http://[/",
    ],
)
def test_way_back_never_leads_elsewhere(client: Client, base: str, referer: str) -> None:
    back = there_and_back(client, base, referer.format(base=base), "code=good&state=1")
    place = back.headers["location"]
    assert place == f"{base}/" or (base and place == f"{base}//evil.example/")


@pytest.mark.parametrize(
    "cookie", ["!!!", "Lw", "Ly9ldmlsLmV4YW1wbGU", "L3gNCnk6IHo", "_w", "a;b=="]
)
def test_way_back_forged_cookies_lead_to_the_first_page(
    client: Client, base: str, cookie: str
) -> None:
    headers = {"cookie": f"wenmai_way={cookie}"}
    back = client.get(f"{base}/oauth2callback?code=good&state=1", headers=headers)
    assert back.headers["location"] == f"{base}/"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("code=bad&state=1", "/words?lang=en&sign_in=failed"),
        ("error=access_denied&state=1", "/words?lang=en&sign_in=failed"),
        ("error=server_error", "/words?lang=en&sign_in=failed"),
        ("", "/words?lang=en"),  # back from signing out
    ],
)
def test_way_back_tells_who_is_nobody_still(
    client: Client, base: str, query: str, place: str
) -> None:
    back = there_and_back(client, base, f"{HERE}{base}/words?lang=en", query)
    assert back.headers["location"] == base + place


def test_way_back_leads_home_from_a_provider_that_does_not_answer(
    client: Client, base: str
) -> None:
    answer = client.get(f"{base}/auth/login?broken=1", headers={"referer": f"{HERE}{base}/words"})
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{base}/words?sign_in=failed"
    assert answer.content == b""


@pytest.mark.parametrize(
    ("left", "place"),
    [
        ("/words?lang=en&w=secret", "/?lang=en"),
        ("/words?w=secret", "/"),
        ("/words?lang=%22%3E%0d%0aX: y", "/?lang=%22%3E%0D%0AX%3A+y"),
    ],
)
def test_signing_out_leads_to_the_first_page_in_the_language_one_read(
    client: Client, base: str, left: str, place: str
) -> None:
    headers = {"referer": f"{HERE}{base}{left}".replace(" ", "%20")}
    near = client.get(f"{base}/auth/logout", headers=headers)
    assert (near.status_code, near.headers["location"], near.content) == (302, base + place, b"")
    far = client.get(f"{base}/auth/logout?far=1", headers=headers)
    assert far.headers["location"] == PROVIDER
    cookie = far.headers["set-cookie"].partition(";")[0]
    back = client.get(f"{base}/oauth2callback", headers={"cookie": cookie})
    assert back.headers["location"] == base + place
