"""Two dashboards and a database behind nginx, as compose.yaml puts them together."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, WebSocket

from tests.e2e.conftest import PATIENCE, Visit, lend_tab, wait_until
from tests.e2e.hosting import House, Replica, house

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_VIEWS = (
    "words?lang=en&copies=all",
    "network?lang=en",
    "duplicates?lang=zh_Hans",
    "entities?lang=zh_Hant&copies=all",
    "reader?lang=en",
)
_SECRET = "s3cret-pass-phrase-of-the-database"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[House]:
    """Start all parts; every dashboard has drawn a page once."""
    with _house(tmp_path_factory.mktemp("hosting"), postgres) as built:
        yield built


def _house(folder: Path, postgres: str) -> AbstractContextManager[House]:
    environment = {
        "WENMAI_DATA_DIR": str(folder),
        "WENMAI_DATABASE_URL": postgres,
        "STREAMLIT_SERVER_COOKIE_SECRET": "one for all dashboards",
    }
    return house(folder, environment)


def answer(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for an address; return status, headers in lower case, body as it came."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as got:
            return got.status, {k.lower(): v for k, v in got.headers.items()}, got.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@dataclass
class Reader:
    """A tab, its connections to a dashboard, and what it showed before something happened."""

    tab: Visit
    sockets: list[WebSocket] = field(default_factory=list)
    before: tuple[str, str] = ("", "")

    def seen(self) -> tuple[str, str]:
        """Return the address of the tab and what stands on its page."""
        page = self.tab.page
        return page.url, page.locator('[data-testid="stMain"]').inner_text()

    @property
    def moved(self) -> bool:
        """Whether the connection was lost and another was made."""
        return len(self.sockets) > 1

    def is_back(self) -> bool:
        """Tell whether the tab is connected and shows again what it showed."""
        connected = not self.sockets[-1].is_closed() and self.tab.is_still()
        return connected and self.seen() == self.before


def test_hosting_health_asks_the_database(hosted: House) -> None:
    status, _, body = answer(f"{hosted.address}/healthz")
    assert (status, json.loads(body)) == (200, {"status": "ok"})


def test_hosting_compresses_scripts_and_pages(hosted: House) -> None:
    _, _, page = answer(f"{hosted.address}/")
    script = page.decode().split('type="module" crossorigin src="./')[1].split('"')[0]
    for path in ("", script):
        _, plain_headers, plain = answer(f"{hosted.address}/{path}")
        _, headers, small = answer(f"{hosted.address}/{path}", **{"Accept-Encoding": "gzip"})
        assert headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain_headers
        assert len(small) < len(plain) / 2


@pytest.mark.parametrize("path", ["", "network", "healthz", "api/v1/unknown", "_stcore/health"])
def test_hosting_headers_stand_on_every_answer(hosted: House, path: str) -> None:
    _, headers, _ = answer(f"{hosted.address}/{path}")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] in ("no-store", "no-cache")


def test_hosting_keeps_hashed_files_for_a_year(hosted: House) -> None:
    _, _, page = answer(f"{hosted.address}/")
    script = page.decode().split('type="module" crossorigin src="./')[1].split('"')[0]
    _, headers, _ = answer(f"{hosted.address}/{script}")
    assert headers["cache-control"] == "public, immutable, max-age=31536000"


def test_hosting_refuses_other_hosts_and_closed_doors(hosted: House) -> None:
    assert answer(f"{hosted.address}/", Host="elsewhere.example")[0] == 421
    assert answer(f"{hosted.address}/_stcore/metrics")[0] == 404
    assert answer(f"{hosted.address}/_stcore/agent/openapi.json")[0] == 404
    assert answer(f"{hosted.address}/api/v1/anything")[0] == 404


def test_hosting_logs_no_queries_and_no_tokens(hosted: House) -> None:
    token = "abcdefghijklmnopqrstuvwxyz012345"
    answer(f"{hosted.address}/api/v1/snapshots/{token}?word=%E7%A7%98%E5%AF%86&key={token}")
    last = time.monotonic() + PATIENCE / 1000
    while "/api/v1/snapshots/" not in hosted.log.read_text() and time.monotonic() < last:
        time.sleep(0.05)
    logs = hosted.log.read_text() + "".join(app.log.read_text() for app in hosted.replicas)
    assert "/api/v1/snapshots/" in logs
    for secret in (token, "%E7", "秘密", "word=", _SECRET):
        assert secret not in logs


def test_hosting_every_reader_is_back_after_a_dashboard_dies(
    hosted: House, browser: Browser
) -> None:
    """Three readers, one of two dashboards killed: all see the same again."""
    _kill_one_of_two(hosted, browser, readers=3)


@pytest.mark.soak
def test_hosting_ten_readers_are_back_after_a_dashboard_dies(
    tmp_path: Path, postgres: str, browser: Browser
) -> None:
    with _house(tmp_path, postgres) as own:
        _kill_one_of_two(own, browser, readers=10)


def _kill_one_of_two(hosted: House, browser: Browser, *, readers: int) -> None:
    with ExitStack() as stack:  # a cookie gives each browser its seat at one of the two
        lent = [lend_tab(browser, f"{hosted.address}/healthz") for _ in range(readers)]
        _kill_and_compare(hosted, [stack.enter_context(each) for each in lent])


def _kill_and_compare(hosted: House, pages: list[Page]) -> None:
    readers = []
    for number, page in enumerate(pages):
        reader = Reader(Visit(page, hosted.address))
        page.on("websocket", lambda socket, of=reader: of.sockets.append(socket))
        reader.tab.open(_VIEWS[number % len(_VIEWS)])
        readers.append(reader)
    for reader in readers:
        reader.before = reader.seen()
    dead = max(hosted.replicas, key=connections)  # else nobody may be with it
    dead.kill()
    start = time.monotonic()
    first = readers[0].tab.page
    wait_until(lambda: streams_to(dead, hosted) > 0, first)
    try:
        wait_until(lambda: all(reader.is_back() for reader in readers), first)
    except TimeoutError:  # the difference says more than the address
        assert [reader.seen() for reader in readers] == [reader.before for reader in readers]
        raise
    took = time.monotonic() - start
    moved = sum(reader.moved for reader in readers)
    assert moved == streams_to(dead, hosted)
    print(f"\n{moved} of {len(readers)} readers had to move", end="")
    print(f", all were back after {took:.1f} s on {os.cpu_count()} cores")


def connections(app: Replica) -> int:
    """Return how many connections a dashboard has."""
    found = psutil.Process(app.process.pid).net_connections("tcp")
    return sum(each.status == psutil.CONN_ESTABLISHED for each in found)


def streams_to(app: Replica, hosted: House) -> int:
    """Return how many connections of readers to a dashboard have ended."""
    streams = [line for line in hosted.log.read_text().splitlines() if "/_stcore/stream" in line]
    return sum(f'"upstream":"127.0.0.1:{app.port}' in line for line in streams)
