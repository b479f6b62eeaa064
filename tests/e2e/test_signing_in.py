"""People sign in with a provider of the tests' own; what they keep belongs to them."""

from __future__ import annotations

import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urljoin

import httpx
import pytest
from google.protobuf.text_format import MessageToString
from playwright.sync_api import Browser, Locator, expect

from dashboard.library import workspaces
from dashboard.library.actors import NOBODY
from dashboard.library.store import open_store
from tests import looping
from tests.e2e.conftest import LANGUAGES, Visit, free_port, lend_tab, show_as
from tests.e2e.hosting import Replica, replica
from tests.oidc import CLIENT, SECRET, Lie, Person, Provider, provider
from tests.reader import Element, Reader, reading

pytestmark = [pytest.mark.browser, pytest.mark.slow]
JIA, YI = Person("1001", "甲君"), Person("1002", "乙君")
IN, OUT, MINE = "登入", "登出", "把這個工作區收為己有"
SAMPLE, OWN = "目前是內附的範例", "目前是你的文章"
VIEWS = [(scheme, width) for width in (390, 1280) for scheme in ("light", "dark")]
ARTICLE = "甲君獨家：科索夫議會昨天開會，北約代表列席。"


def secrets_of(first: Provider, second: Provider, address: str) -> str:
    """Return a file of secrets with two identity providers."""
    return f'''
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "{"0123456789abcdef" * 2}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{first.discovery}"

[auth.second]
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{second.discovery}"
'''


@dataclass
class Desk:
    """A hosted dashboard, two places where people sign in to it, and the key of a workspace."""

    address: str
    first: Provider
    second: Provider
    log: Path
    key: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that all tests here share."""
    with opened(tmp_path_factory.mktemp("desk")) as ready:
        yield ready


@contextmanager
def opened(folder: Path, base: str = "") -> Iterator[Desk]:
    """Start everything; the secrets lie where no dashboard looks by itself."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/{base}".rstrip("/")
    with ExitStack() as stack:
        first, second = (stack.enter_context(provider()) for _ in range(2))
        secrets = folder / "secrets.toml"
        secrets.write_text(secrets_of(first, second, address), encoding="utf-8")
        environment = {
            "WENMAI_DATA_DIR": str(folder / "data"),
            "STREAMLIT_SECRETS_FILES": str(secrets),
            "STREAMLIT_SERVER_BASE_URL_PATH": base,
        }
        app = stack.enter_context(replica(folder, environment, port=port))
        library = open_store(data_dir=folder / "data")
        key = workspaces.create(library, NOBODY, name="剪報").token or ""
        library.close()
        yield Desk(address, first, second, app.log, key)


@contextmanager
def profile(browser: Browser, desk: Desk) -> Iterator[Visit]:
    """Open a browser that nobody has used before; whatever goes wrong in it fails the test."""
    with lend_tab(browser, f"{desk.address}/_stcore/health") as page:
        tab = Visit(page, desk.address)
        yield tab
    assert tab.errors == []


def greeting(tab: Visit, who: Person) -> Locator:
    """Find the name of who signed in: in the sidebar alone, for a chart may show the same name."""
    return tab.page.get_by_test_id("stSidebarUserContent").get_by_text(who.name)


def sign_in(tab: Visit, desk: Desk, who: Person, button: str = IN) -> None:
    """Sign in as somebody and wait until they are greeted."""
    desk.first.person = desk.second.person = who
    tab.page.get_by_role("button", name=button, exact=True).click()
    expect(greeting(tab, who)).to_be_visible()
    tab.settle()


def sign_out(tab: Visit, button: str = OUT, again: str = IN) -> None:
    """Sign out and wait until one may sign in again, on the first page in the same language."""
    tab.page.get_by_role("button", name=button).click()
    expect(tab.page.get_by_role("button", name=again, exact=True)).to_be_visible()
    tab.settle()


def add(tab: Visit, text: str) -> None:
    """Paste an article into the library and wait until it was read."""
    sidebar = tab.page.locator('[data-testid="stSidebar"]')
    sidebar.get_by_role("button", name="加入文章").click()
    tab.page.get_by_label("或把文章貼在這裡").fill(text)
    tab.page.get_by_role("button", name="開始讀").click()
    expect(tab.page.get_by_text(OWN)).to_be_visible()
    tab.settle()


def reads(tab: Visit, *, sample: bool) -> None:
    """Check what the dashboard says it works on, and whether the article is on its page."""
    if tab.page.url == "about:blank":
        tab.open("reader?lang=zh_Hant")
    else:
        tab.turn("reader")
    expect(tab.page.get_by_text(SAMPLE if sample else OWN)).to_be_visible()
    main = tab.page.locator('[data-testid="stMain"]')
    expect(main.get_by_text("甲君獨家").first).to_be_visible(visible=not sample)


@dataclass
class Guest:
    """A browser without a screen: it keeps cookies, and goes where a page sends it."""

    desk: Desk
    way: str = "library?lang=zh_Hant"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    reader: Reader = field(init=False)

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Reader]:
        """Open the page in the address; what it shows is at hand until the next is opened."""
        kept = {cookie.name: cookie.value or "" for cookie in self.cookies.jar}
        page, _, query = self.way.partition("?")
        async with reading(self.desk.address, query, kept) as self.reader:
            for name, value in self.reader.cookies.items():
                if name not in kept:
                    self.cookies.set(name, value)
            await self.reader.run(page)
            yield self.reader
            self.way = f"{page}?{self.reader.query}"

    def button(self, name: str) -> Element:
        """Return a button by what stands on it."""
        return next(e for e in self.reader.elements if e.kind == "button" and e.proto.label == name)

    def shows(self, text: str) -> bool:
        """Tell whether a text stands on the page."""
        return text in " ".join(str_of(element) for element in self.reader.elements)

    async def press(self, name: str, **states: dict[str, str]) -> None:
        """Press a button and follow where that leads, over however many hosts."""
        page = self.way.partition("?")[0]
        await self.reader.run(page, press=self.button(name), states=states)

    async def leave(self, button: str, who: Person = JIA) -> None:
        """Press what leads to the provider or out, and come back to where that leads."""
        async with self.looking():
            self.desk.first.person = self.desk.second.person = who
            await self.press(button)
            place = urljoin(f"{self.desk.address}/", self.reader.leads_to)
        here = f"{self.desk.address}/{self.way}"
        assert self.reader.leads_to
        async with httpx.AsyncClient(cookies=self.cookies, follow_redirects=True) as client:
            answer = await client.get(place, headers={"Referer": here})
            self.cookies = client.cookies
        assert answer.status_code == 200
        self.way = str(answer.url).removeprefix(f"{self.desk.address}/")

    async def add(self) -> None:
        """Paste the article and have it read."""
        async with self.looking() as reader:
            reader.query += "&tab=add"
            await reader.run("library")
            await self.press("開始讀", intake_paste={"string_value": ARTICLE})
            assert self.shows(OWN)

    async def reads(self) -> Literal["sample", "own"]:
        """Return what the dashboard says it works on; the article is there or not."""
        page = replace(self, way="reader?" + self.way.partition("?")[2])
        async with page.looking():
            sample, own = page.shows(SAMPLE), page.shows(OWN)
            assert sample != own
            assert page.shows("甲君獨家") == own
        return "sample" if sample else "own"


def str_of(element: Element) -> str:
    """Return all that an element says."""
    return MessageToString(element.proto, as_utf8=True)


@pytest.mark.soak  # in each run without a browser: the next test
def test_signing_in_what_one_adds_is_there_wherever_one_signs_in(
    desk: Desk, browser: Browser
) -> None:
    with profile(browser, desk) as tab:
        reads(tab, sample=True)
        sign_in(tab, desk, JIA)
        take_pictures(tab, greeting(tab, JIA), "signed-in", VIEWS[1:3])
        add(tab, ARTICLE)
        assert "w=" not in tab.page.url  # no key: it belongs to the person
        reads(tab, sample=False)
        sign_out(tab)
        reads(tab, sample=True)

    async def elsewhere(who: Person) -> str:
        guest = Guest(desk)
        await guest.leave(IN, who)
        return await guest.reads()

    assert looping.run(elsewhere(YI)) == "sample"
    assert looping.run(elsewhere(JIA)) == "own"


def test_signing_in_the_same_subject_elsewhere_is_somebody_else(desk: Desk) -> None:
    async def visit() -> None:
        guest, who = Guest(desk), Person("2001", "丙君")
        await guest.leave(IN, who)
        await guest.add()
        assert await guest.reads() == "own"
        await guest.leave(OUT)
        await guest.leave("以 Second 登入", who)
        assert await guest.reads() == "sample"

    looping.run(visit())


def test_signing_in_leads_back_and_hides_what_it_keeps(desk: Desk, browser: Browser) -> None:
    """To the page one left; cookies are out of reach of scripts; the provider learns no address."""
    desk.first.asked.clear()
    with profile(browser, desk) as tab:
        tab.open("words?lang=en&copies=all&word=%E7%A7%98%E5%AF%86")
        sign_in(tab, desk, JIA, button="Sign in")
        expect(tab.page.get_by_role("heading", name="Words")).to_be_visible()
        assert "/words?" in tab.page.url
        assert "copies=all" in tab.page.url
        assert "lang=en" in tab.page.url
        kept = {cookie["name"]: cookie for cookie in tab.page.context.cookies()}
        assert "wenmai_way" not in kept
        for name in ("_streamlit_user", "_streamlit_user_tokens"):
            assert kept[name]["httpOnly"]
            assert kept[name]["sameSite"] == "Lax"
        assert "_streamlit_user" not in tab.page.evaluate("document.cookie")
        sign_out(tab, "Sign out", "Sign in")
        kept = {cookie["name"]: cookie for cookie in tab.page.context.cookies()}
        assert not [name for name in kept if name.startswith("_streamlit_user")]
    assert [one for one in desk.first.asked if one.path == "/authorize"]
    for one in desk.first.asked:
        assert "Referer" not in one.headers


def test_signing_in_cookies_given_over_tls_are_secure(desk: Desk) -> None:
    """The proxy before a dashboard says that a browser came by TLS."""
    for scheme in ("http", "https"):
        address = f"{desk.address}/_stcore/health"
        request = urllib.request.Request(address, headers={"X-Forwarded-Proto": scheme})
        with urllib.request.urlopen(request, timeout=60) as got:
            given = got.headers.get_all("set-cookie")
        assert given
        assert all(("; Secure" in one) == (scheme == "https") for one in given)


@pytest.mark.parametrize("lie", get_args(Lie)[1:])
def test_signing_in_with_a_token_not_to_be_believed_is_refused(desk: Desk, lie: Lie) -> None:
    async def visit() -> None:
        guest = Guest(desk, "library?lang=zh_Hant&copies=all")
        desk.first.lie = lie
        try:
            await guest.leave(IN, JIA)
        finally:
            desk.first.lie = ""
        assert guest.way.startswith("library?")
        assert "_streamlit_user" not in guest.cookies
        async with guest.looking():
            assert guest.shows("沒有登入：可能是你取消了")
            assert guest.button(IN)
            assert not guest.shows(JIA.name)
        assert "copies=all" in guest.way
        assert "sign_in" not in guest.way

    looping.run(visit())


def test_signing_in_one_may_take_a_workspace_along(desk: Desk) -> None:
    async def visit() -> None:
        guest = Guest(desk)
        await guest.add()
        assert "w=" in guest.way
        bookmark = guest.way
        await guest.leave(IN, Person("3001", "丁君"))
        assert "w=" in guest.way  # the key came back with the reader
        async with guest.looking():
            assert guest.shows(OWN)
            await guest.press(MINE)
            assert guest.shows("這個工作區現在是你的了")
        assert "w=" not in guest.way
        assert await guest.reads() == "own"
        guest.way = bookmark
        async with guest.looking():
            assert guest.shows("網址裡的鑰匙已經打不開工作區")
            assert guest.shows(OWN)
        stranger = Guest(desk, bookmark)
        async with stranger.looking():
            assert not stranger.shows(ARTICLE[:6])
            assert not stranger.shows(OWN)

    looping.run(visit())


def test_signing_in_leaves_a_workspace_with_an_address_as_it_is(desk: Desk) -> None:
    async def visit() -> None:
        guest = Guest(desk)
        await guest.add()
        bookmark = guest.way
        await guest.leave(IN, Person("3002", "戊君"))
        async with guest.looking():
            await guest.press("回到我的工作區")
            assert guest.shows(SAMPLE)
        await guest.leave(OUT)
        guest.way = bookmark
        assert await guest.reads() == "own"

    looping.run(visit())


def test_signing_in_one_chooses_among_several_workspaces(desk: Desk) -> None:
    async def visit() -> None:
        guest, who = Guest(desk), Person("3003", "己君")
        await guest.leave(IN, who)
        await guest.leave(OUT)
        guest.way = "library?lang=zh_Hant"
        await guest.add()
        await guest.leave(IN, who)
        async with guest.looking() as reader:
            await guest.press(MINE)
            assert guest.shows(OWN)
            names = (e for e in reader.elements if e.kind == "selectbox")
            mine = next(e for e in names if e.proto.label == "我的工作區")
            own = {mine.id.rpartition("ID-")[2]: {"string_value": mine.proto.options[1]}}
            await reader.run("library", states=own)
            assert guest.shows(SAMPLE)
        guest.way = "library?lang=zh_Hant"  # and is what one comes back to
        assert await guest.reads() == "sample"

    looping.run(visit())


def test_signing_in_works_below_a_path_of_the_host(tmp_path: Path) -> None:
    async def visit() -> None:
        guest = Guest(desk, "library?lang=zh_Hant&copies=all")
        await guest.leave(IN, JIA)
        assert guest.way.startswith("library?")
        kept = {cookie.name: cookie.path for cookie in guest.cookies.jar}
        assert kept["_streamlit_user"] == "/news/wenmai"
        async with guest.looking():
            assert guest.shows(JIA.name)
        await guest.leave(OUT)
        assert "_streamlit_user" not in guest.cookies

    with opened(tmp_path, base="news/wenmai") as desk:
        looping.run(visit())


def test_signing_in_leaves_no_names_and_secrets_in_the_log(desk: Desk) -> None:
    log = desk.log.read_text(encoding="utf-8")
    assert "people can sign in, identity providers: 2" in log
    for secret in ("甲君", SECRET, "0123456789abcdef", "code=", "state=", "w="):
        assert secret not in log


def test_signing_in_is_not_asked_where_nothing_is_set_up(many: Replica) -> None:
    found = drawn_on_words(many.address)
    assert 'label: "分享"' in found
    assert f'label: "{IN}"' not in found


def test_signing_in_set_up_halfway_is_told_without_harm(tmp_path: Path) -> None:
    """What else may be wrong in the file is tried where it is read."""
    secrets, reason = "[auth\n", "the file of secrets is no TOML"
    file = tmp_path / "secrets.toml"
    file.write_text(secrets, encoding="utf-8")
    environment = {"WENMAI_DATA_DIR": str(tmp_path / "data"), "STREAMLIT_SECRETS_FILES": str(file)}
    with replica(tmp_path, environment) as app:
        found = drawn_on_words(app.address)
    assert "登入功能尚未設定完成" in found
    assert f'label: "{IN}"' not in found
    assert SAMPLE in found
    assert f"nobody can sign in: {reason}" in app.log.read_text(encoding="utf-8")


def drawn_on_words(address: str) -> str:
    """Return all that the page of words draws, without a browser."""

    async def draw() -> str:
        async with reading(address) as reader:
            await reader.run("words")
            return " ".join(str_of(one) for one in reader.elements)

    return looping.run(draw())


@pytest.mark.soak
@pytest.mark.parametrize("lang", LANGUAGES)
def test_signing_in_can_be_looked_at(desk: Desk, browser: Browser, lang: str) -> None:
    words = {"zh_Hant": IN, "zh_Hans": "登录", "en": "Sign in"}
    with profile(browser, desk) as tab:
        tab.open(f"library?lang={lang}&w={desk.key}")
        button = tab.page.get_by_role("button", name=words[lang], exact=True)
        take_pictures(tab, button, f"sign-in-{lang}")
        desk.first.person = JIA
        with tab.page.expect_navigation(url="**/library?**"):
            button.click()
        tab.settle()
        take_pictures(tab, greeting(tab, JIA), f"signed-in-{lang}")


def take_pictures(
    tab: Visit, shown: Locator, name: str, views: Sequence[tuple[Any, int]] = VIEWS
) -> None:
    """Take pictures in both modes, on a phone and on a desk; what is shown is visible in all."""
    for scheme, width in views:
        show_as(tab.page, scheme=scheme, width=width, height=1100)
        tab.settle()
        show_sidebar(tab, width)
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_visible()
        tab.shot(f"{name}-{scheme}-{width}")


def show_sidebar(tab: Visit, width: int) -> None:
    """Open what is folded away on a phone; a browser remembers if it was."""
    unfold = tab.page.get_by_test_id("stExpandSidebarButton")
    if width < 700 and unfold.is_visible():
        unfold.click()
        expect(tab.page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
