"""The real server and a real browser; a missing one is a failure, not a skip."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
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
]


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
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server did not answer within a minute")


@contextmanager
def serving(data: Path, **more: str) -> Iterator[str]:
    """Start the dashboard as people do, with its library in a folder; yield its address."""
    port = free_port()
    environment = {**os.environ, "WENMAI_DATA_DIR": str(data), **more}
    with (
        (data.parent / f"server-{port}.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--no-browser", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(address, process)
        yield address
        process.terminate()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose library nobody changes: the sample as everybody finds it."""
    with serving(tmp_path_factory.mktemp("data")) as address:
        yield address


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[str]:
    """A server for one test alone, because it adds or corrects something."""
    with serving(tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the headless Chromium of this machine."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("chromium is not installed: `make parts` installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One reader's browser tab, and everything in it that went wrong."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str = "", *, wait_for: str | None = None) -> Page:
        """Go to a page and wait until it has been drawn."""
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        if wait_for:
            self.page.wait_for_selector(wait_for)
        return self.page

    def settle(self) -> None:
        """Wait until the script has run and the charts stand still."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')

    def add(self, *files: Path) -> Page:
        """Go from any page to where articles are added, hand files over and start."""
        self.page.get_by_role("button", name="加入文章").first.click()
        self.settle()
        self.page.locator('input[type="file"]').first.set_input_files([str(f) for f in files])
        start = self.page.get_by_role("button", name="開始讀")
        expect(self.page.get_by_text(files[0].name).first).to_be_visible()
        expect(start).to_be_enabled()
        self.page.wait_for_timeout(300 + 10 * len(files))
        start.click()
        return self.page

    def shot(self, name: str) -> None:
        """Store a picture of the whole page."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def heard(self, message: ConsoleMessage) -> None:
        """Note an error in the browser's console."""
        if message.type == "error":
            self.errors.append(message.text)

    def asked(self, request: Request) -> None:
        """Note a request to any other host."""
        if not request.url.startswith(
            (self.address, "data:", "blob:", self.address.replace("http", "ws"))
        ):
            self.strangers.append(request.url)


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    """Open a tab of a reader who was never here; options: locale, colour scheme, width."""
    options = {"locale": "zh-TW", "scheme": "light", "width": 1280} | options
    context = browser.new_context(
        locale=options["locale"],
        color_scheme=options["scheme"],
        viewport={"width": options["width"], "height": 900},
    )
    tab = Visit(context.new_page(), address)
    tab.page.on("console", tab.heard)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("request", tab.asked)
    yield tab
    context.close()


@pytest.fixture
def visit(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh tab; parameters as `visiting` takes them."""
    with visiting(browser, server, **getattr(request, "param", {})) as tab:
        yield tab


@pytest.fixture
def own_visit(browser: Browser, own_server: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh tab at a server of the test's own."""
    with visiting(browser, own_server, **getattr(request, "param", {})) as tab:
        yield tab
