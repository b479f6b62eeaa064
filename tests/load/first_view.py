"""The first page view: bytes over the wire, first paint, first chart, without and with the proxy.

    python -m tests.load.first_view            # the overview
    python -m tests.load.first_view network

A browser with an empty cache opens the page on a server that has drawn it before, at the full
speed of this machine and over a line of 10 Mbit/s with 40 ms of delay; then a second time with
the cache it has now. Bytes are what came over the wire, headers included, as the browser counts
them; times are from the beginning of the navigation. The median of three visits is printed.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.hosting import house

_VISITS = 3
_LINE = {"offline": False, "latency": 40, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6}
_CHART = "() => document.querySelector('.main-svg .trace, .main-svg .points, .stPlotlyChart path')"
_PAINT = """() => performance.getEntriesByType('paint')
    .find(entry => entry.name === 'first-contentful-paint').startTime"""


@dataclass(frozen=True)
class View:
    """One visit: bytes, and milliseconds to paint and chart."""

    bytes: float
    paint: float
    chart: float


def visit(browser: Browser, address: str, *, slow: bool, again: bool) -> View:
    """Open a page in a fresh profile, and once more where the second view is asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-TW")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if slow:
        wire.send("Network.emulateNetworkConditions", _LINE)
    came: list[float] = []

    def count(event: dict[str, Any]) -> None:
        came.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    for _ in range(2 if again else 1):
        came.clear()
        page.goto(address, wait_until="commit")
        page.wait_for_function(_CHART, timeout=60_000)
        chart = page.evaluate("performance.now()")
    paint = page.evaluate(_PAINT)
    context.close()
    return View(sum(came), paint, chart)


def row(browser: Browser, name: str, address: str, *, slow: bool, again: bool) -> str:
    """Return the line of the median visit."""
    views = [visit(browser, address, slow=slow, again=again) for _ in range(_VISITS)]
    size, paint, chart = (
        statistics.median(getattr(view, figure) for view in views)
        for figure in ("bytes", "paint", "chart")
    )
    line = "10 Mbit/s" if slow else "loopback"
    kind = "second" if again else "first"
    return f"{name:8} {line:10} {kind:7} {size / 1e6:8.2f} {paint:9.0f} {chart:9.0f}"


def main() -> None:
    """Print the table."""
    path = sys.argv[1] if len(sys.argv) > 1 else ""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        tempfile.TemporaryDirectory() as folder,
        house(Path(folder), {"WENMAI_DATA_DIR": folder}, replicas=1) as built,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        direct = f"http://127.0.0.1:{built.replicas[0].port}"
        visit(browser, f"{direct}/{path}", slow=False, again=False)
        print("through  line       view         MB  paint ms  chart ms")
        for slow, again in ((False, False), (True, False), (True, True)):
            for name, address in (("nothing", direct), ("nginx", built.address)):
                print(row(browser, name, f"{address}/{path}", slow=slow, again=again), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
