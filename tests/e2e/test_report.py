"""The report as people get it: a file on a disk, opened without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components import i18n
from components.reading import Source, read
from components.text import Corpus
from dashboard.pipeline import Analysis
from dashboard.report import html
from tests.e2e.charts import click_mark
from tests.e2e.conftest import lend_tab, show_as, store_picture, wait_until
from tests.e2e.net import click_net, drag_net, net_marks, place_of

pytestmark = pytest.mark.browser
_WIDTH = "document.documentElement.scrollWidth"
ATTACK = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>"


class Opened:
    """A report in a browser tab without a network, and everything that went wrong in it."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda m: self.errors.append(m.text) if m.type != "log" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())

    def click(self, chart: str, contains: str) -> None:
        """Click the first mark of a chart whose customdata contains a text."""
        net = self.page.locator(f"[data-net={chart}]")
        if net.count():
            net.scroll_into_view_if_needed()
            marks = net_marks(net)
            click_net(self.page, net, next(mark for mark in marks if contains in mark))
            return
        place = self.page.locator(f"[data-chart={chart}]")
        marks = place.evaluate(
            "node => node._fullData.flatMap(t => Array.from(t.customdata || []))"
        )
        click_mark(self.page, place, next(mark for mark in marks if contains in str(mark)))

    def evidence(self) -> str:
        """Return the heading of the sentences shown."""
        return self.page.inner_text("#evidence-title")

    def shot(self, name: str) -> None:
        """Store a picture of the whole report, if pictures are wanted."""
        store_picture(self.page, f"report-{name}")


Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, sample: Corpus) -> Path:
    """Write the report of the sample."""
    i18n.use("zh_Hant")
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.write(Analysis(sample)), encoding="utf-8")
    return path


@pytest.fixture
def open_report(browser: Browser) -> Iterator[Open]:
    """Open a file offline; whatever the test did, it asked for nothing and broke nothing."""
    tabs: list[Opened] = []
    with ExitStack() as stack:

        def open_it(path: Path, *, width: int = 1280) -> Opened:
            blank = path.with_name("blank.html")
            blank.touch()
            lent = lend_tab(browser, blank.as_uri(), offline=True, width=width)
            tabs.append(Opened(stack.enter_context(lent), path))
            return tabs[-1]

        yield open_it
        for tab in tabs:
            assert tab.errors == []
            assert [url for url in tab.asked if not url.startswith(("file:", "data:"))] == []


def test_report_opens_from_a_disk_in_the_mode_in_use(open_report: Open, report: Path) -> None:
    tab = open_report(report)
    expect(tab.page.get_by_role("heading", level=1)).to_contain_text("貼了 12 次")
    expect(tab.page.locator("[data-chart] .main-svg").first).to_be_visible()
    ink = "document.querySelector('[data-chart=bars]')._fullLayout.font.color"
    for scheme, color in (("light", "#1F1D1A"), ("dark", "#ECE9E2")):
        for width in (1280, 390):
            show_as(tab.page, scheme=scheme, width=width)
            # The report's policy forbids the polling of `wait_for_function`.
            wait_until(lambda c=color: tab.page.evaluate(ink).upper() == c, tab.page)
            wait_until(lambda w=width: tab.page.evaluate(_WIDTH) == w, tab.page)
            tab.shot(f"{scheme}-{width}")
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.page.evaluate(ink).upper() == "#1F1D1A"
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.page.evaluate(ink).upper() == "#ECE9E2"


def test_report_answers_clicks_and_keys(open_report: Open, report: Path) -> None:
    tab = open_report(report)
    for chart, mark, heading in (
        ("strip", "2", "第 3 份"),
        ("bars", "科索", "「科索夫」出現 11 次，在 8 句裡"),
        ("network", "n:PER:潘基文", "「潘基文」出現 3 次，在 3 句裡"),
        ("network", "e:LOC:科索夫|ORG:歐盟", "「科索夫」與「歐盟」同場"),
    ):
        tab.click(chart, mark)
        expect(tab.page.locator("#evidence-title")).to_contain_text(heading)
        expect(tab.page.locator("#evidence mark").first).to_be_visible()
        store_picture(tab.page, f"report-click-{chart}")
        tab.page.keyboard.press("Escape")
    tab.page.locator(".cloud g").first.focus()
    tab.page.keyboard.press("Enter")
    assert tab.evidence() == "「科索夫」出現 11 次，在 8 句裡"
    table = tab.page.locator("#table-words")
    counts = "rows => rows.map(row => Number(row.children[1].dataset.value))"
    head = table.get_by_role("button", name="次數")
    for reverse in (True, False):
        head.click()
        values = table.locator("tbody tr").evaluate_all(counts)
        assert values == sorted(values, reverse=reverse)


def test_report_network_is_arranged_by_hand_and_undone(open_report: Open, report: Path) -> None:
    tab = open_report(report)
    net = tab.page.locator("[data-net]")
    net.scroll_into_view_if_needed()
    drag_net(tab.page, net, "n:LOC:歐洲", -60, 30)
    tab.page.keyboard.press("Escape")
    click_net(tab.page, net, "n:LOC:美國")
    assert tab.evidence().startswith("「美國」出現")
    net.locator("[data-does=hide]").click()
    assert place_of(net, "n:LOC:美國") is None
    assert net.get_by_role("button", name="改名").count() == 0
    net.locator("[data-does=undo]").click()
    assert place_of(net, "n:LOC:美國")
    pinned = "box => box.drawing.cy.nodes('.pinned').map(node => node.id())"
    assert net.evaluate(pinned) == ["n:LOC:歐洲"]
    net.locator("[data-does=undo]").click()
    assert net.evaluate(pinned) == []
    assert (tab.errors, tab.asked[1:]) == ([], [])


@pytest.mark.parametrize("width", [1280, 390])
def test_report_cloud_word_and_table_row_show_the_sentences(
    open_report: Open, report: Path, width: int
) -> None:
    tab = open_report(report, width=width)
    tab.page.locator(".cloud g[aria-label*=北約]").click()
    assert tab.evidence() == "「北約」出現 6 次，在 4 句裡"
    expect(tab.page.locator("#evidence blockquote").first).to_be_in_viewport()
    tab.page.keyboard.press("Escape")
    tab.page.locator("#table-names").get_by_role("button", name="塞爾維亞").click()
    assert tab.evidence() == "「塞爾維亞」出現 5 次，在 5 句裡"
    expect(tab.page.locator("#evidence mark.asked").first).to_be_in_viewport()
    store_picture(tab.page, f"report-evidence-{width}")


def test_report_runs_nothing_of_a_text(open_report: Open, tmp_path: Path) -> None:
    i18n.use("zh_Hant")
    link = r"$\href{https://example.org}{這裡}$"
    text = f"😀昨天，潘基文在科索夫會見北約的{ATTACK}代表，{link}。"
    path = tmp_path / "attack.html"
    corpus = read([Source(f"{ATTACK}.txt", text.encode())])
    path.write_text(html.write(Analysis(corpus)), encoding="utf-8")
    tab = open_report(path)
    tab.click("network", "n:LOC:科索夫")
    expect(tab.page.locator("#evidence blockquote p")).to_contain_text(ATTACK)
    expect(tab.page.locator("#evidence mark.asked")).to_have_text(re.compile("^科索夫$"))
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("window.pwned") is None
    assert tab.page.locator("img").count() == 0
    tab.shot("attack")
