"""The real server and a real browser; a missing one is a failure, not a skip."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from dashboard.state.pages import PAGES
from tests.reader import BROWSER, proof_of

if TYPE_CHECKING:
    from tests.e2e.hosting import Replica

ROOT = Path(__file__).parents[2]
# For what looks alike in each language: one at every run, the others now and then.
LANGUAGES = ["zh_Hant", *(pytest.param(one, marks=pytest.mark.soak) for one in ("zh_Hans", "en"))]
SHOTS = Path(__file__).parent / "screenshots"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--in-process-gpu",  # nobody draws by a graphics card: one process less to tell each frame to
    "--process-per-site",  # a new tab beside a profile's first needs no process of its own
    # A page here lives for seconds: to optimise its code costs a fifth of it and gives nothing.
    "--js-flags=--no-opt --no-maglev",
]


# A busy machine is slow and not wrong: this ends a test that waits for what never comes.
PATIENCE = 180_000  # milliseconds
expect.set_options(timeout=PATIENCE)

# A reader who wants no movement: a browser that draws without a graphics card spends half of its
# time on it.
_PROFILE: dict[str, Any] = {"locale": "zh-TW", "reduced_motion": "reduce"}

# Notes in each page, by its websocket, when it asked for a run of the script and when one ended.
# BackMsg.rerun_script begins with 0x5a; ForwardMsg.script_finished is field 6, 2 is "early".
_LISTEN = """
(() => {
  const told = { time: 0, asked: 0, ended: 0 };
  window.__runs = told;
  const ends = (bytes) => {
    let at = 0;
    const varint = () => {
      let value = 0, shift = 0, byte;
      do { byte = bytes[at++]; value += (byte & 127) * 2 ** shift; shift += 7; } while (byte > 127);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint();
      if ((tag & 7) === 2) { const length = varint(); at += length; }
      else if ((tag & 7) === 0) { if (varint() !== 2 && tag >> 3 === 6) return true; }
      else return false;
    }
    return false;
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.__heard) {
      this.__heard = true;
      this.addEventListener('message', (event) => {
        const { data } = event;
        if (data instanceof ArrayBuffer && ends(new Uint8Array(data))) told.ended = ++told.time;
      });
    }
    if (data instanceof Uint8Array && data[0] === 0x5a) told.asked = ++told.time;
    return send.call(this, data);
  };
})();
"""
# What the page still waits for; empty when all that was asked for has come and has been drawn.
_AWAITED = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app) return 'the app';
  const { testScriptState, testConnectionState } = app.dataset;
  if (testConnectionState !== 'CONNECTED') return `a connection: ${testConnectionState}`;
  if (testScriptState !== 'notRunning') return `the script: ${testScriptState}`;
  const { asked, ended } = window.__runs;
  if (ended < asked) return `the end of a run: ${ended} < ${asked}`;
  for (const what of ['[data-testid="stSkeleton"]', '[data-stale="true"]']) {
    if ([...document.querySelectorAll(what)].some((node) => node.checkVisibility())) return what;
  }
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  const drawn = (node) => node.querySelector('.main-svg') || !node.checkVisibility();
  return charts.every(drawn) ? '' : 'a chart';
}
"""


@pytest.fixture(autouse=True)
def own_library() -> None:
    """Leave the environment alone: servers here are told where their library is."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fail with its output if it dies."""
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server did not answer within five minutes")


# The data folders of the servers that were started so far.
_served: list[Path] = []


def hand_on_sample(data: Path) -> None:
    """Give a server what one before it has kept of the sample, as its own next start would find.

    The first of all makes it, as where Wenmai is new; that takes each some seconds.
    """
    made = next((one for old in _served if (one := old / "sample").is_dir()), None)
    if made and not (data / "sample").exists():
        shutil.copytree(made, data / "sample")
    _served.append(data)


@contextmanager
def serving(data: Path, **more: str) -> Iterator[str]:
    """Start the dashboard as people do, with its library in a folder; yield its address."""
    hand_on_sample(data)
    port = free_port()
    command = [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--no-token"]
    with (data.parent / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "WENMAI_DATA_DIR": str(data), **more},
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(address, process)
        yield address
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that a test started; one that does not hear is killed and the test told."""
    process.terminate()
    try:
        process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=60)
        raise


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose library nobody changes: the sample as everybody finds it."""
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    """A server for many: whoever comes and keeps something has a workspace of their own."""
    from tests.e2e.hosting import replica

    folder = tmp_path_factory.mktemp("many")
    environment = {"WENMAI_DATA_DIR": str(folder), "WENMAI_LOG_LEVEL": "debug"}
    with replica(folder, environment) as app:
        yield app


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """A server for one test alone."""
    with serving(tmp_path) as address:
        yield address


# Profiles that no test uses at the moment, by their options, and the tab that each began with.
_idle: dict[str, list[tuple[BrowserContext, Page]]] = {}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the headless Chromium of this machine."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("chromium is not installed: `make parts` installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield chromium
        _idle.clear()
        chromium.close()


def wait_until(reached: Callable[[], bool], page: Page) -> None:
    """Wait for a state; the page goes on meanwhile, also where its policy forbids polling."""
    last = time.monotonic() + PATIENCE / 1000
    while not reached():
        if time.monotonic() > last:
            raise TimeoutError(page.url)
        page.wait_for_timeout(50)


def store_picture(page: Page, name: str) -> None:
    """Store a picture of a whole page where `WENMAI_SHOTS` is set: each takes a second."""
    if os.environ.get("WENMAI_SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


@dataclass
class Visit:
    """One reader's browser tab, and everything in it that went wrong."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    uploaded: int = 0

    def __post_init__(self) -> None:
        """Hear what the page does from now on."""
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(_LISTEN)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self.asked)
        self.page.on("requestfinished", self.answered)

    def open(self, path: str = "", *, wait_for: str | None = None, own: bool = True) -> Page:
        """Go to a page and wait until it has been drawn.

        Args:
            path: below the address of the dashboard.
            wait_for: what has to be there as well.
            own: a key of a workspace in the path is one that this browser took on before.
        """
        if own and (key := re.search(r"[?&]w=([\w-]+)", path)):
            path += f"&mine={self.proof_of(key[1])}"
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        if wait_for:
            self.page.wait_for_selector(wait_for)
        return self.page

    def turn(self, name: str) -> Page:
        """Follow the link to a page, also where the links are folded away.

        That takes a third of what opening its address takes, which loads all scripts anew.
        """
        links = self.page.get_by_test_id("stSidebarNav")
        path = "" if name == PAGES[0] else name
        links.locator(f'a[href$="/{path}"]').dispatch_event("click")
        self.settle()
        return self.page

    def proof_of(self, key: str) -> str:
        """Return what stands in the address of a workspace that this browser took on."""
        name = next((c for c in self.page.context.cookies() if c["name"] == BROWSER), None)
        if name is None:
            name = {"name": BROWSER, "value": "a browser of the tests", "url": self.address}
            self.page.context.add_cookies([name])
        return proof_of(key, name["value"])

    def settle(self) -> None:
        """Wait until the page has what it asked for and its charts are drawn."""

        def rests() -> bool:
            self.page.wait_for_timeout(100)  # a click is on its way to the page's own handlers
            return self.is_still()

        try:
            wait_until(lambda: rests() and rests(), self.page)
        except TimeoutError as error:
            raise TimeoutError(f"{self.page.url} waits for {self.awaited()}") from error

    def is_still(self) -> bool:
        """Tell whether the page is connected, has what it asked for, and has drawn it."""
        return self.awaited() == ""

    def awaited(self) -> str:
        """Tell what the page still waits for."""
        try:
            return str(self.page.evaluate(_AWAITED))
        except Error as error:  # the page went while it was asked
            if "navigation" not in error.message:
                raise
            return "the next page"

    def add(self, *files: Path) -> Page:
        """Go from any page to where articles are added, hand files over and start."""
        self.page.get_by_role("button", name="加入文章").first.click()
        self.settle()
        before = self.uploaded
        self.page.locator('input[type="file"]').first.set_input_files([str(f) for f in files])
        start = self.page.get_by_role("button", name="開始讀")
        wait_until(lambda: self.uploaded == before + len(files), self.page)
        expect(start).to_be_enabled()  # as soon as the page knows it too
        start.click()
        return self.page

    def shot(self, name: str) -> None:
        """Store a picture of the whole page, if pictures are wanted."""
        store_picture(self.page, name)

    def heard(self, message: ConsoleMessage) -> None:
        """Note an error in the browser's console."""
        if message.type == "error":
            self.errors.append(message.text)

    def answered(self, request: Request) -> None:
        """Count the files that the server has."""
        self.uploaded += request.method == "PUT"

    def asked(self, request: Request) -> None:
        """Note a request to any other host."""
        if not request.url.startswith(
            (self.address, "data:", "blob:", self.address.replace("http", "ws"))
        ):
            self.strangers.append(request.url)


@contextmanager
def lend_tab(
    browser: Browser,
    site: str,
    *,
    scheme: Literal["light", "dark"] = "light",
    width: int = 1280,
    height: int = 900,
    **options: Any,
) -> Iterator[Page]:
    """Lend a new tab of a browser profile in which nothing is, for a site.

    Most of what a first page costs is a new process that compiles all scripts. So profiles are
    emptied and lent again, and the tab that each began with stays: it keeps the process. What a
    tab may be told later, size and colours, needs no profile of its own.

    Args:
        browser: whose.
        site: any address of it that costs nothing.
        scheme: the colours of the reader's system.
        width: of the window, pixels.
        height: of the window, pixels.
        **options: as `new_context` takes them.
    """
    options = _PROFILE | options
    idle = _idle.setdefault(repr((site.partition(":")[0], sorted(options.items()))), [])
    if idle:
        context, first = idle.pop()
    else:
        context = browser.new_context(**options)
        first = context.new_page()
        first.goto(site)
    try:
        tab = context.new_page()
        show_as(tab, scheme=scheme, width=width, height=height)
        yield tab
    except BaseException:
        context.close()  # nobody knows what is in it
        raise
    for page in context.pages:
        if page is not first:
            page.close()
    context.clear_cookies()
    kept = {"origin": "/".join(site.split("/")[:3]), "storageTypes": "all"}
    context.new_cdp_session(first).send("Storage.clearDataForOrigin", kept)
    idle.append((context, first))


def show_as(tab: Page, *, scheme: Literal["light", "dark"], width: int, height: int = 900) -> None:
    """Give a tab another size and other colours; a page that is open follows."""
    tab.set_viewport_size({"width": width, "height": height})
    tab.emulate_media(color_scheme=scheme)


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open a tab of a reader who was never here; options: scheme, width, locale, touch."""
    if options.pop("touch", False):
        options |= {"has_touch": True, "is_mobile": True}
    with lend_tab(browser, f"{address}/_stcore/health", **options) as tab:
        yield Visit(tab, address)


@pytest.fixture
def visit(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh tab; parameters as `visiting` takes them."""
    with visiting(browser, server, **getattr(request, "param", {})) as tab:
        yield tab


@pytest.fixture
def own_visit(browser: Browser, many: Replica, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh tab where what the test adds or corrects is in a workspace of its own."""
    with visiting(browser, many.address, **getattr(request, "param", {})) as tab:
        yield tab
