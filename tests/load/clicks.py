"""Clicks on the marks of every page: whether a sentence is in view after each, and how soon.

    python -m tests.load.clicks http://127.0.0.1:8501            # the sample
    python -m tests.load.clicks http://127.0.0.1:8501 --query sample=newsroom --most 3

A running dashboard is asked, at three widths, by mouse or, on a phone, by finger: for the marks of
charts and networks and for the rows of tables. A click counts from the moment at which the browser
hears it to the frame in which the panel says something else and its first marked sentence, or
where nothing is marked its first text, stands inside the window. Before each click what was picked
is let go, so that marks of one place count.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

from tests.e2e.charts import marks, place_of_mark
from tests.e2e.net import find_net, net_marks, place_of, resting_place

WIDTHS = ((1440, 900), (1024, 768), (390, 844))
PAGES = (
    "overview", "duplicates", "stories", "words", "statistics", "cloud", "entities", "network",
    "quotations",
)  # fmt: skip
BAR = 500  # milliseconds
_PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
_LIMIT = 15_000
_ROW = 36  # pixels
_NO_CLICKS = re.compile("_members|dup_groups_list")  # tables that fill no panel
# What names each chart: a panel that fills brings charts of its own, so that places change.
_KEYS = """
(charts) => charts.flatMap((one) => [...one.closest('[class*="st-key-"]').classList]
  .filter((name) => name.startsWith("st-key-")).slice(0, 1))
"""
# Wait from the next click on until the panel answers; milliseconds, or -1 where it does not.
_WATCH = """
(limit) => {
  const panel = document.querySelector(".st-key-panel");
  const told = () => panel.querySelector("h3") ? panel.innerText : "";
  const before = told(), inside = (one) => {
    const { top, bottom, height } = one.getBoundingClientRect();
    return height > 0 && top >= 0 && top < innerHeight && bottom > 0;
  };
  const texts = () => [...panel.querySelectorAll('.st-key-panel_filled [data-testid="stHtml"]')];
  const answered = () => told() && told() !== before
    && [panel.querySelector("mark") ?? texts().find((one) => one.offsetHeight)]
      .some((one) => one && inside(one));
  window.answer = new Promise((done) => {
    document.addEventListener("mouseup", () => {
      const begun = performance.now();
      const look = () => {
        const passed = performance.now() - begun;
        if (answered()) done(passed);
        else if (passed > limit) done(-1);
        else requestAnimationFrame(look);
      };
      look();
    }, { once: true, capture: true });
  });
}
"""


@dataclass(frozen=True)
class Click:
    """One click.

    Attributes:
        where: page, chart and mark.
        took: milliseconds; -1 where nothing came into view.
    """

    where: str
    took: float


def click_all(page: Page, *, touch: bool, most: int) -> Iterator[Click]:
    """Click the first marks of every chart of a page."""
    for key in page.locator(".st-key-stage .stPlotlyChart").evaluate_all(_KEYS):
        if key.startswith("st-key-time_"):  # brushed, and narrows all pages
            continue
        chart = page.locator(f".{key} .stPlotlyChart, .stPlotlyChart.{key}").first
        for mark in dict.fromkeys(marks(chart)[:most]):
            yield _click(page, f"{key[7:40]} {mark}", chart, mark, touch=touch)
    if page.locator(".st-key-net_canvas").count():
        net = find_net(page)
        every = net_marks(net)
        nodes = [mark for mark in every if not mark.startswith("e:")]
        links = [mark for mark in every if mark.startswith("e:")]
        for mark in (*nodes[:most], *links[:most]):
            _let_go(page)
            _bring_above_the_sheet(page, resting_place(page, net, mark)[1])
            x, y = place_of(net, mark) or (0, 0)
            yield _act(page, f"net {mark}", x, y, touch=touch)
    yield from _click_rows(page, touch=touch, most=most)


def _click_rows(page: Page, *, touch: bool, most: int) -> Iterator[Click]:
    """Click the first rows of every table of a page that tells its clicks."""
    for key in page.locator(".st-key-stage .stDataFrame").evaluate_all(_KEYS):
        if _NO_CLICKS.search(key):
            continue
        table = page.locator(f".{key} .stDataFrame, .stDataFrame.{key}").first
        for row in range(1, 1 + most):
            _let_go(page)
            table.evaluate("one => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
            page.wait_for_timeout(150)
            top = table.bounding_box()
            _bring_above_the_sheet(page, (top or {"y": 0})["y"] + _ROW * row)
            box = table.bounding_box()
            if box is None or _ROW * (row + 1) > box["height"]:
                break
            x, y = box["x"] + _ROW / 2, box["y"] + _ROW * (row + 0.5)
            yield _act(page, f"{key[7:40]} row {row}", x, y, touch=touch)


def _click(page: Page, where: str, chart: Locator, mark: str, *, touch: bool) -> Click:
    _let_go(page)
    chart.evaluate("one => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.wait_for_timeout(150)
    if place := place_of_mark(chart, mark):
        _bring_above_the_sheet(page, place[1])
        place = place_of_mark(chart, mark)
    return _act(page, where, *place, touch=touch) if place else Click(f"{where} (no place)", -1)


def _bring_above_the_sheet(page: Page, y: float) -> None:
    """Scroll as a reader does whose sheet covers the mark."""
    page.evaluate(
        "by => document.querySelector('[data-testid=\"stMain\"]').scrollBy(0, by)",
        y - 0.25 * page.viewport_size["height"],  # type: ignore[index]
    )
    page.wait_for_timeout(150)


def _let_go(page: Page) -> None:
    pin = page.locator(".st-key-pin_drop")
    if pin.count():
        pin.locator("button").first.dispatch_event("click")
        pin.wait_for(state="detached")
        page.wait_for_timeout(300)  # what the run still draws is no part of the next click


def _act(page: Page, where: str, x: float, y: float, *, touch: bool) -> Click:
    page.evaluate(_WATCH, _LIMIT)
    if touch:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y, steps=4)
        page.wait_for_timeout(300)
        page.mouse.click(x, y)
    return Click(where, float(page.evaluate("window.answer")))


def walk(browser: Browser, options: argparse.Namespace, size: tuple[int, int]) -> None:
    """Print a line for each page at one size, and what did not come into view."""
    touch = size[0] < 768
    for name in options.pages:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-TW", has_touch=touch,
            is_mobile=touch, user_agent=_PHONE if touch else None,
        )  # fmt: skip
        page = context.new_page()
        page.goto(f"{options.address}/{name if name != 'overview' else ''}?{options.query}")
        try:
            page.locator(
                ".main-svg .trace, .net canvas, .st-key-stage .stDataFrame canvas"
            ).first.wait_for(state="attached", timeout=60_000)
            page.wait_for_timeout(2500)
            clicks = list(click_all(page, touch=touch, most=options.most))
        except Error as error:
            print(f"{size[0]:>5} {name:11} {error.message.splitlines()[0][:90]}", flush=True)
            clicks = []
        times = [click.took for click in clicks if click.took >= 0]
        if times:
            high = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
            print(
                f"{size[0]:>5} {name:11} {len(clicks):>3} clicks, in view {len(times):>3}, "
                f"median {statistics.median(times):5.0f} ms, p95 {high:5.0f} ms",
                flush=True,
            )
        for click in clicks:
            if click.took < 0:
                print(f"{'':17} not in view: {click.where}", flush=True)
        context.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--query", default="", help="what follows the question mark")
    parser.add_argument("--pages", nargs="+", default=PAGES, choices=PAGES)
    parser.add_argument("--width", type=int, help="this width alone")
    parser.add_argument("--most", type=int, default=10, help="marks of each chart")
    options = parser.parse_args()
    print(f"bar {BAR} ms at p95; load {os.getloadavg()[0]:.1f}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for size in WIDTHS:
            if options.width in (None, size[0]):
                walk(browser, options, size)
        browser.close()
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
