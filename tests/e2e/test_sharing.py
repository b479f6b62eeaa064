"""Sharing in the browser, against a server for many: links, frames, strangers, strange text."""

from __future__ import annotations

import asyncio
import functools
import http.server
import io
import re
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from components import i18n
from components.reading import Source
from dashboard.library import ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, link
from dashboard.library.store import Store, open_store
from dashboard.state.pages import PAGES
from tests import looping
from tests.e2e.conftest import Visit, lend_tab, show_as
from tests.e2e.hosting import Replica
from tests.e2e.net import click_net, find_net, net_marks
from tests.reader import BROWSER, proof_of, reading

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ATTACKS = (
    "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>",
    "[點我](http://evil.example/a) ![x](http://evil.example/b.png)",
    r"$\href{http://evil.example/c}{危險}$ 與 $$x^2$$",
    '=HYPERLINK("http://evil.example/d","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<a href='http://evil.example/e'>粗<b>體</b></a> :red[紅] :material/home:",
)
_TEXT = (
    "潘基文在科索夫見了北約的代表。拉夫羅夫在科索夫見了歐盟的代表。潘基文與拉夫羅夫都到了布魯塞爾。"
)
_PASSPHRASE = "芝麻開門"


@dataclass(frozen=True)
class Town:
    """A server for many, and its library, which the tests may fill."""

    app: Replica
    store: Store

    @property
    def address(self) -> str:
        """Where it is."""
        return self.app.address

    def settle(self, *files: tuple[str, str]) -> str:
        """Make a workspace with these files; return its key."""
        made = workspaces.create(self.store, NOBODY)
        assert made.token is not None
        for name, text in files:
            who = link(made.token)
            ingest.ingest(
                Workspace(self.store, who, made.workspace.id), Source(name, text.encode())
            )
        return made.token


@pytest.fixture(scope="module")
def town(many: Replica) -> Iterator[Town]:
    """The server for many, with its library at hand."""
    store = open_store(data_dir=many.log.parent)
    yield Town(many, store)
    store.close()


@contextmanager
def profile(browser: Browser, town: Town, **options: Any) -> Iterator[Visit]:
    """Open a browser profile of its own: nothing of any other is in it."""
    with lend_tab(browser, f"{town.address}/_stcore/health", **options) as tab:
        yield Visit(tab, town.address)


def open_dialog(visit: Visit) -> Locator:
    """Open the dialog of sharing."""
    visit.page.get_by_role("button", name="分享", exact=True).first.click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="建立連結")).to_be_visible()
    return dialog


def make_link(visit: Visit, *, title: str = "", texts: str = "", passphrase: str = "") -> str:
    """Share what a tab shows; return the address."""
    dialog = open_dialog(visit)
    if title:
        dialog.get_by_label("標題", exact=True).fill(title)
    if texts:
        dialog.get_by_text(texts, exact=True).click()
    if passphrase:
        dialog.get_by_label("通行密語", exact=True).fill(passphrase)
    dialog.get_by_role("button", name="建立連結").click()
    expect(dialog.get_by_text("這個網址只在這裡顯示一次")).to_be_visible()
    # The tab of the workspace holds an address too, out of sight.
    return dialog.get_by_test_id("stCode").filter(visible=True).first.inner_text().strip()


def close_dialog(visit: Visit) -> None:
    """Close the dialog."""
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)


def drawn(page: Page) -> list[Any]:
    """Return the data of every chart as plotly has it."""
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    script = "nodes => nodes.map(n => JSON.stringify(n.data))"
    return page.locator(".js-plotly-plot").evaluate_all(script)


def cards(page: Page) -> list[str]:
    """Return the cards of a page."""
    return page.get_by_test_id("stMetric").all_inner_texts()


def differing(one: bytes, other: bytes) -> float:
    """Return the share of pixels that two pictures of the same size do not share."""
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    assert first.size == second.size
    apart = ImageChops.difference(first, second).histogram()
    return sum(apart[64:]) / (first.width * first.height)


def status(address: str) -> int:
    """Ask for an address; return the status, redirections not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(address, timeout=60) as got:
            return int(got.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_link_opens_the_same_picture_on_every_page_until_it_is_taken_back(
    browser: Browser, town: Town
) -> None:
    with profile(browser, town) as sender, profile(browser, town) as guest:
        sender.open("network?net_min=2&lang=zh_Hant")
        address = make_link(sender, title="給編輯部", texts="附上全文")
        close_dialog(sender)
        sender.settle()
        guest.page.goto(address)
        guest.settle()
        _shows_the_same_network(sender, guest)
        _offers_nothing_to_change(guest)
        for tab in (sender, guest):
            tab.turn("overview")
        assert cards(guest.page) == cards(sender.page)
        assert drawn(guest.page) == drawn(sender.page)
        guest.shot("shared-overview")
        assert (guest.errors, guest.strangers) == ([], [])
        assert (sender.errors, sender.strangers) == ([], [])
        _is_gone_when_taken_back(sender, guest, address)


def _shows_the_same_network(sender: Visit, guest: Visit) -> None:
    assert "net_min=2" in guest.page.url
    assert "w=" not in guest.page.url
    shots = []
    for tab in (sender, guest):
        picture = find_net(tab.page)
        picture.scroll_into_view_if_needed()
        tab.page.mouse.move(5, 5)
        tab.settle()
        shots.append(picture.locator(".stage").screenshot())
    assert differing(*shots) < 0.002  # the banner moves it by a part of a pixel
    picture = find_net(guest.page)
    node = next(mark for mark in net_marks(picture) if "科索夫" in mark)
    click_net(guest.page, picture, node)
    heading = guest.page.get_by_role("heading", name=re.compile("「科索夫」出現"))
    expect(heading).to_be_visible()
    expect(guest.page.locator("mark").first).to_be_visible()
    expect(guest.page.get_by_role("button", name="更正")).to_have_count(0)
    # Pinned, it would stand out on the overview too.
    guest.page.get_by_role("button", name="科索夫", exact=True).click()
    guest.settle()


def _offers_nothing_to_change(guest: Visit) -> None:
    """On two pages; all of them are looked at without a browser."""
    pages = guest.page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(pages).to_have_count(len(PAGES) - 1)
    for name in ("words", "duplicates"):
        guest.turn(name)
        assert "share=" in guest.page.url
        expect(guest.page.get_by_text("給編輯部").first).to_be_visible()
        expect(guest.page.get_by_text("加入文章")).to_have_count(0)
        expect(guest.page.get_by_text("我的詞典")).to_have_count(0)
        expect(guest.page.locator('input[type="file"]')).to_have_count(0)


def _is_gone_when_taken_back(sender: Visit, guest: Visit, address: str) -> None:
    expect(guest.page.get_by_text("給編輯部").first).to_be_visible()
    dialog = open_dialog(sender)
    dialog.get_by_role("tab", name="我的分享").click()
    dialog.get_by_role("button", name="收回").click()
    expect(dialog.get_by_text("已收回")).to_be_visible()
    others = [address.replace("/s/", place) for place in ("/r/", "/api/v1/snapshots/")]
    assert [status(place) for place in (address, *others)] == [404, 404, 404]
    guest.page.get_by_test_id("stSidebarNav").get_by_role("link").nth(2).click()
    expect(guest.page.get_by_role("heading", name="這個連結打不開")).to_be_visible()
    guest.settle()
    assert "726" not in guest.page.locator("body").inner_text()
    guest.page.goto(address)
    expect(guest.page.get_by_role("heading", name="這個連結打不開")).to_be_visible()


@pytest.mark.soak  # in each run without a browser: test_shared_pages
def test_a_passphrase_is_asked_for_and_stands_in_no_address(browser: Browser, town: Town) -> None:
    with profile(browser, town) as sender, profile(browser, town) as guest:
        asked: list[str] = []
        guest.page.on("request", lambda request: asked.append(request.url))
        sender.open("words?lang=zh_Hant&words_min=2")
        guest.page.goto(make_link(sender, passphrase=_PASSPHRASE))
        guest.settle()
        body = guest.page.locator("body")
        assert "726" not in body.inner_text()
        guest.shot("shared-door")
        guest.page.get_by_label("通行密語", exact=True).fill("不對")
        guest.page.get_by_role("button", name="打開").click()
        expect(guest.page.get_by_text("不是這個通行密語")).to_be_visible()
        guest.page.get_by_label("通行密語", exact=True).fill(_PASSPHRASE)
        guest.page.get_by_role("button", name="打開").click()
        expect(guest.page.get_by_role("heading", name="詞頻")).to_be_visible()
        guest.settle()
        assert "words_min=2" in guest.page.url
        assert not [url for url in asked if "%E8%8A%9D" in url or "芝" in url]
        assert (guest.errors, guest.strangers) == ([], [])


@contextmanager
def other_site(folder: Path, page: str) -> Iterator[str]:
    """Serve a page from another site."""
    (folder / "index.html").write_text(page, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Write no log."""


@pytest.mark.soak  # in each run without a browser: test_middleware
def test_a_link_can_be_framed_and_nothing_else_can(
    browser: Browser, town: Town, tmp_path: Path
) -> None:
    with profile(browser, town) as sender, profile(browser, town) as reader:
        sender.open("network?lang=zh_Hant")
        address = make_link(sender, title="嵌入的圖")
        page = (
            "<!DOCTYPE html><meta charset=utf-8><h1>別人的網頁</h1>"
            f'<iframe id="shared" src="{address}?embed=true" width=1000 height=700></iframe>'
            f'<iframe id="own" src="{town.address}/?embed=true" width=300 height=100></iframe>'
            f'<iframe id="plain" src="{address}" width=300 height=100></iframe>'
        )
        with other_site(tmp_path, page) as site:
            reader.page.goto(site)
            shared = reader.page.frame_locator("#shared")
            _framed(shared)
            reader.shot("shared-frame")
            expect(shared.get_by_test_id("stSidebar")).to_have_count(0)
            for name in ("#own", "#plain"):
                refused = reader.page.query_selector(name).content_frame()
                assert refused.url.startswith("chrome-error:")
                assert refused.locator("body").get_by_test_id("stApp").count() == 0


def _framed(shared: FrameLocator) -> None:
    expect(shared.get_by_text("嵌入的圖")).to_be_visible()
    expect(shared.locator(".net canvas").first).to_be_visible()
    expect(shared.get_by_text("在 Wenmai 打開")).to_be_visible()


# The sender's page or the guest's, by turns: what draws it is the same. All of both: `make soak`.
EVERY_OTHER = (("library", "duplicates", "words", "entities"), ("stories", "network", "reader"))


@pytest.mark.parametrize(
    "own, shared", [EVERY_OTHER, pytest.param(PAGES, PAGES, marks=pytest.mark.soak)]
)
def test_strange_titles_are_text_everywhere(
    browser: Browser, town: Town, own: Sequence[str], shared: Sequence[str]
) -> None:
    files = [(f"{n}.txt", f"{attack}\n{_TEXT}第{n}篇。") for n, attack in enumerate(ATTACKS)]
    key = town.settle(*files)
    with profile(browser, town) as sender, profile(browser, town) as guest:
        sender.open(f"?w={key}&lang=zh_Hant")
        address = make_link(sender, title=ATTACKS[0] + ATTACKS[1] + ATTACKS[2], texts="附上全文")
        token = address.rsplit("/", 1)[1]
        close_dialog(sender)
        guest.open(f"?share={token}&lang=zh_Hant")
        banner = guest.page.locator(".st-key-shared_banner").inner_text().replace("\u2060", "")
        assert "<script>window.pwned=1</script>" in banner
        assert "[點我](http://evil.example/a)" in banner
        assert r"$\href{http://evil.example/c}{危險}$" in banner
        for tab, names in ((sender, own), (guest, [n for n in shared if n != "library"])):
            for name in names:
                tab.turn(name)
                _harmless(tab, name)
            assert tab.strangers == []
        guest.turn("duplicates")
        assert any("<script>" in chart or "&lt;script" in chart for chart in drawn(guest.page))
        guest.shot("shared-strange")
        guest.page.goto(address.replace("/s/", "/r/"))
        guest.page.locator(".main-svg").first.wait_for()
        _harmless(guest, "report")
        assert "[點我](http://evil.example/a)" in guest.page.locator("body").inner_text()
        assert guest.strangers == []


def _harmless(tab: Visit, name: str) -> None:
    assert tab.page.evaluate("window.pwned") is None, name
    for wrong in ('a[href*="evil"]', 'img[src*="evil"]', 'img[src="x"]', ".katex", "mjx-container"):
        assert tab.page.locator(wrong).count() == 0, (name, wrong)


# --- two users -------------------------------------------------------------------------------

_A, _B = "蛇蠍甲機密", "豺狼乙機密"
_COOKIE = "a browser of the tests"
_ONES = ("overview", "library", "duplicates", "words", "cloud", "entities", "network", "reader")


@dataclass
class Session:
    """One reader by websocket, as a browser speaks; everything that came is kept together.

    Attributes:
        key: of the workspace.
        came: all bytes that were sent to this reader.
    """

    key: str
    came: bytearray = field(default_factory=bytearray)

    async def visit(self, socket: ClientConnection, page: str, address: str) -> None:
        """Open a page, take all that comes, and fetch the files it names, where it names any."""
        before = len(self.came)
        await self.run(socket, page)
        for place in set(re.findall(rb"/media/[0-9a-zA-Z_.]+", self.came[before:])):
            self.came += await asyncio.to_thread(_fetched, address + place.decode())

    async def run(self, socket: ClientConnection, page: str) -> None:
        """Open a page and take all that comes."""
        ask = BackMsg()
        proof = proof_of(self.key, _COOKIE)
        ask.rerun_script.query_string = f"w={self.key}&mine={proof}&lang=zh_Hant"
        ask.rerun_script.page_name = "" if page == PAGES[0] else page
        await socket.send(ask.SerializeToString())
        while True:
            data = await asyncio.wait_for(socket.recv(), 60)
            assert isinstance(data, bytes)
            self.came += data
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "script_finished":
                assert message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY or (
                    message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                )
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return


async def _alternate(address: str, one: Session, other: Session, turns: int) -> None:
    def door() -> Any:
        return connect(
            address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            origin=address,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{BROWSER}={_COOKIE}"},
        )

    async with door() as first, door() as second:
        for turn in range(turns):
            # Each turn both are on their way at once, on the same page or on different ones.
            here = _ONES[turn % len(_ONES)]
            there = _ONES[(turn + turn // len(_ONES)) % len(_ONES)]
            await asyncio.gather(
                one.visit(first, here, address), other.visit(second, there, address)
            )


def _canaries(town: Town) -> tuple[Session, Session]:
    """Make two workspaces that hold the same text but for a word."""
    keys = []
    for canary in (_A, _B):
        text = f"{canary}的報導\n{_TEXT}{canary}在科索夫。{canary}見了潘基文。{canary}在北約。"
        keys.append(town.settle(("shared.txt", f"同一份\n{_TEXT * 3}"), ("own.txt", text)))
    return Session(keys[0]), Session(keys[1])


@pytest.mark.parametrize("turns", [16, pytest.param(100, marks=pytest.mark.soak)])
def test_two_users_see_nothing_of_each_other(town: Town, turns: int) -> None:
    """Sixteen turns: both on each page, then each with its neighbour."""
    one, other = _canaries(town)
    looping.run(_alternate(town.address, one, other, turns))
    for own, canary, strange in ((one, _A, other), (other, _B, one)):
        foreign = _B if canary == _A else _A
        assert own.came.count(canary.encode()) > turns
        assert foreign.encode() not in own.came
        assert json_escaped(foreign) not in own.came
        assert strange.key.encode() not in own.came
    log = town.app.log.read_bytes()
    for secret in (_A, _B, one.key, other.key):
        assert secret.encode() not in log
        assert json_escaped(secret) not in log


def json_escaped(text: str) -> bytes:
    """Return a text as JSON may write it."""
    return text.encode("ascii", "backslashreplace")


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as got:
        return bytes(got.read())


def _inflated(data: bytes) -> bytes:
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(_inflated(archive.read(name)) for name in archive.namelist())


def test_two_users_get_their_own_files_and_links(town: Town) -> None:
    one, other = _canaries(town)
    seen = looping.run(_take_by_turns(town.address, {_A: one.key, _B: other.key}))
    for canary, foreign in ((_A, _B), (_B, _A)):
        everything = b"".join(seen[canary])
        assert everything.count(canary.encode()) > 10
        assert foreign.encode() not in everything
        assert json_escaped(foreign) not in everything


async def _take_by_turns(address: str, keys: dict[str, str]) -> dict[str, list[bytes]]:
    """Return what readers are given, by what each has in the text: files, links, reports."""
    seen: dict[str, list[bytes]] = {canary: [] for canary in keys}
    places: dict[str, list[str]] = {canary: [] for canary in keys}
    async with AsyncExitStack() as stack:
        readers = {}
        for canary, key in keys.items():
            query = f"w={key}&mine={proof_of(key, _COOKIE)}&lang=zh_Hant"
            door = reading(address, query, {BROWSER: _COOKIE})
            readers[canary] = await stack.enter_async_context(door)
        for canary, reader in readers.items():
            await reader.run()
            await reader.run(press=reader.find("share_open"))
            links = [e.proto.url for e in reader.elements if e.kind == "link_button"]
            places[canary] += [urljoin(address, link) for link in links]
        for canary, reader in readers.items():
            whole = {"share_texts": {"string_value": "附上全文"}}
            await reader.run(press=reader.find("share_create"), states=whole)
            link = next(text for text in reader.texts() if "/s/" in text).strip()
            places[canary] += [link.replace("/s/", way) for way in ("/api/v1/snapshots/", "/r/")]
            seen[canary] += [text.encode() for text in reader.texts()]
        for turn in zip(*places.values(), strict=True):
            for canary, place in zip(places, turn, strict=True):
                seen[canary].append(_inflated(await asyncio.to_thread(_fetched, place)))
    assert [len(of) for of in places.values()] == [5, 5]
    return seen


@pytest.mark.parametrize(
    "language",
    ["zh_Hant", *(pytest.param(one, marks=pytest.mark.soak) for one in ("zh_Hans", "en"))],
)
def test_the_dialog_fits_and_speaks(browser: Browser, town: Town, language: str) -> None:
    with profile(browser, town) as visit:
        visit.open(f"?lang={language}")
        texts = i18n.catalogue(language)  # type: ignore[arg-type]
        visit.page.get_by_role("button", name=texts["share.share"], exact=True).first.click()
        dialog = visit.page.get_by_role("dialog")
        for scheme, width in (("light", 1280), ("dark", 390)):
            show_as(visit.page, scheme=scheme, width=width, height=844)
            visit.settle()
            expect(dialog.get_by_text(texts["share.link_help"])).to_be_visible()
            visit.shot(f"share-{language}-{scheme}-{width}")
            wide = visit.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
            assert wide <= 0
        assert visit.errors == []
