"""People sign in with a provider of the tests' own; what they keep belongs to them."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

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
from tests.reader import reading

pytestmark = [pytest.mark.browser, pytest.mark.slow]
JIA, YI = Person("1001", "甲君"), Person("1002", "乙君")
IN, OUT, MINE = "登入", "登出", "把這個工作區收為己有"
SAMPLE, OWN = "目前是內附的範例", "目前是你的文章"
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


def test_signing_in_what_one_adds_is_there_wherever_one_signs_in(
    desk: Desk, browser: Browser
) -> None:
    with profile(browser, desk) as tab:
        reads(tab, sample=True)
        sign_in(tab, desk, JIA)
        add(tab, ARTICLE)
        assert "w=" not in tab.page.url  # no key: it belongs to the person
        reads(tab, sample=False)
        sign_out(tab)
        reads(tab, sample=True)
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        sign_in(tab, desk, YI)
        reads(tab, sample=True)
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        sign_in(tab, desk, JIA)
        reads(tab, sample=False)


def test_signing_in_the_same_subject_elsewhere_is_somebody_else(
    desk: Desk, browser: Browser
) -> None:
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        sign_in(tab, desk, Person("2001", "丙君"))
        add(tab, ARTICLE)
        sign_out(tab)
        sign_in(tab, desk, Person("2001", "丙君"), button="以 Second 登入")
        reads(tab, sample=True)


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


@pytest.mark.parametrize(
    "lies", [("key", "refuses"), pytest.param(get_args(Lie)[1:], marks=pytest.mark.soak)]
)
def test_signing_in_with_a_token_not_to_be_believed_is_refused(
    desk: Desk, browser: Browser, lies: tuple[Lie, ...]
) -> None:
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant&copies=all")
        for lie in lies:
            desk.first.person, desk.first.lie = JIA, lie
            try:
                with tab.page.expect_navigation(url=re.compile("/library")):
                    tab.page.get_by_role("button", name=IN, exact=True).click()
                expect(tab.page.get_by_text("沒有登入：可能是你取消了")).to_be_visible()
            finally:
                desk.first.lie = ""
            tab.settle()
            expect(tab.page.get_by_role("button", name=IN, exact=True)).to_be_visible()
            expect(greeting(tab, JIA)).to_have_count(0)
            assert "/library" in tab.page.url
            assert "copies=all" in tab.page.url
            assert "sign_in" not in tab.page.url
            kept = {cookie["name"] for cookie in tab.page.context.cookies()}
            assert "_streamlit_user" not in kept, lie


def test_signing_in_one_may_take_a_workspace_along(desk: Desk, browser: Browser) -> None:
    who = Person("3001", "丁君")
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        add(tab, ARTICLE)
        assert "w=" in tab.page.url
        address = tab.page.url.removeprefix(f"{desk.address}/")
        sign_in(tab, desk, who)
        assert "w=" in tab.page.url  # the key came back with the reader
        expect(tab.page.get_by_text(OWN)).to_be_visible()
        tab.page.get_by_role("button", name=MINE).click()
        expect(tab.page.get_by_text("這個工作區現在是你的了")).to_be_visible()
        tab.settle()
        assert "w=" not in tab.page.url
        reads(tab, sample=False)
        tab.open(address)  # an old bookmark
        expect(tab.page.get_by_text("網址裡的鑰匙已經打不開工作區")).to_be_visible()
        expect(tab.page.get_by_text(OWN)).to_be_visible()
    with profile(browser, desk) as tab:
        tab.open(address)
        expect(tab.page.get_by_text(ARTICLE[:6])).to_have_count(0)
        expect(tab.page.get_by_text(OWN)).to_have_count(0)


def test_signing_in_leaves_a_workspace_with_an_address_as_it_is(
    desk: Desk, browser: Browser
) -> None:
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        add(tab, ARTICLE)
        address = tab.page.url.removeprefix(f"{desk.address}/")
        sign_in(tab, desk, Person("3002", "戊君"))
        tab.page.get_by_role("button", name="回到我的工作區").click()
        expect(tab.page.get_by_text(SAMPLE)).to_be_visible()
        sign_out(tab)
        tab.open(address)
        expect(tab.page.get_by_text(OWN)).to_be_visible()


def test_signing_in_one_chooses_among_several_workspaces(desk: Desk, browser: Browser) -> None:
    with profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant")
        sign_in(tab, desk, Person("3003", "己君"))
        sign_out(tab)
        add(tab, ARTICLE)
        sign_in(tab, desk, Person("3003", "己君"))
        tab.page.get_by_role("button", name=MINE).click()
        tab.settle()
        expect(tab.page.get_by_text(OWN)).to_be_visible()
        tab.page.get_by_role("combobox", name="我的工作區").click()
        tab.page.get_by_role("option").nth(1).click()
        expect(tab.page.get_by_text(SAMPLE)).to_be_visible()
        tab.settle()
        tab.open("reader?lang=zh_Hant")  # and is what one comes back to
        reads(tab, sample=True)


def test_signing_in_works_below_a_path_of_the_host(browser: Browser, tmp_path: Path) -> None:
    with opened(tmp_path, base="news/wenmai") as desk, profile(browser, desk) as tab:
        tab.open("library?lang=zh_Hant&copies=all")
        sign_in(tab, desk, JIA)
        assert tab.page.url.startswith(f"{desk.address}/library?")
        kept = {cookie["name"]: cookie["path"] for cookie in tab.page.context.cookies()}
        assert kept["_streamlit_user"] == "/news/wenmai"
        sign_out(tab)


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
            return " ".join(MessageToString(one.proto, as_utf8=True) for one in reader.elements)

    return looping.run(draw())


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


def take_pictures(tab: Visit, shown: Locator, name: str) -> None:
    """Take pictures in both modes, on a phone and on a desk; what is shown is visible in all."""
    for scheme, width in (("light", 390), ("dark", 390), ("light", 1280), ("dark", 1280)):
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
