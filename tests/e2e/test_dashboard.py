"""What a reader sees and clicks, in a real browser, on the sample."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from components import i18n
from dashboard.state.pages import PAGES
from tests.e2e.barriers import violations
from tests.e2e.charts import SCROLLED, click_mark, marks, swipe, tap_mark
from tests.e2e.conftest import Visit, show_as, visiting, wait_until

pytestmark = pytest.mark.browser
SPOKEN = {"zh-TW": "zh-Hant", "zh-CN": "zh-Hans", "en-US": "en"}
WIDE, PHONE = 1280, 390
# Colours and width of a page: each meets each on some page; in `make soak` all meet on all pages,
# in every language.
TURNS = (("light", WIDE), ("light", PHONE), ("dark", WIDE), ("dark", PHONE))
OTHER = {"light": "dark", "dark": "light"}
IN_TURN = sorted(PAGES, key=lambda name: PAGES.index(name) % len(TURNS))  # alike ones in a row


def path_of(name: str) -> str:
    """The first page stands at the root."""
    return "" if name == PAGES[0] else name


def title_of(name: str, locale: str = "zh-TW") -> str:
    """Return what stands at the head of a page in a browser's language."""
    return i18n.catalogue(i18n.match(locale))[f"page.{name}_title"]


def chart(visit: Visit, key: str):
    """Return a chart by its streamlit key."""
    return visit.page.locator(f".st-key-{key}").first


def evidence(visit: Visit, text: str) -> None:
    """Expect a heading over sentences that shows this text, and a mark of them in the window."""
    panel = visit.page.locator(".st-key-panel")
    expect(panel.get_by_role("heading", name=re.compile(text))).to_be_in_viewport()
    expect(panel.locator("mark").first).to_be_in_viewport()


@pytest.fixture(scope="module")
def walk(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open one tab of a browser in a language; it goes from page to page."""
    with visiting(browser, server, locale=request.param) as tab:
        tab.open()
        yield tab


@pytest.mark.parametrize("walk", ["zh-TW"], indirect=True)
@pytest.mark.parametrize("name", IN_TURN)
def test_every_page_draws_the_sample_and_bars_nobody(walk: Visit, name: str) -> None:
    scheme, width = TURNS[PAGES.index(name) % len(TURNS)]
    show_as(walk.page, scheme=scheme, width=width)
    walk.settle()
    walk.turn(name)
    is_drawn(walk, name, "zh-TW", scheme, width)
    if name in SAID:
        SAID[name](walk)


@pytest.mark.soak
@pytest.mark.parametrize("walk", list(SPOKEN), indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_drawn_in_every_language_size_and_mode(
    walk: Visit, name: str, request
) -> None:
    walk.turn(name)
    for scheme, width in TURNS:
        show_as(walk.page, scheme=scheme, width=width)
        walk.settle()
        is_drawn(walk, name, request.node.callspec.params["walk"], scheme, width)


def is_drawn(walk: Visit, name: str, locale: str, scheme: str, width: int) -> None:
    """Check that a page is there, in its language and colours, whole, and open to everybody."""
    page = walk.page
    expect(page.locator(f".st-key-theme_{OTHER[scheme].title()}")).to_have_count(1)
    assert page.url.split("?")[0] == f"{walk.address}/{path_of(name)}"
    expect(page.get_by_role("heading", level=1).first).to_have_text(title_of(name, locale))
    assert page.locator("html").get_attribute("lang") == SPOKEN[locale]
    walk.shot(f"{name}-{locale}-{scheme}-{width}")
    assert walk.errors == []
    assert walk.strangers == []
    assert page.locator('[data-testid="stException"]').count() == 0
    over = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert over <= 0, "the page is wider than the window"
    assert violations(page) == []
    assert offers_no_csv(page)


def offers_no_csv(page: Page) -> bool:
    """Tell whether no table has the framework's own download, whose cells may be formulas."""
    shown = page.locator("[data-testid=stDataFrame]:visible")
    for n in range(shown.count()):
        shown.nth(n).hover()
        if any(one.is_visible() for one in page.get_by_label("Download as CSV").all()):
            return False
    return True


def shows_the_finding(visit: Visit) -> None:
    expect(visit.page.get_by_text("同一篇 726 字的報導貼了 12 次")).to_be_visible()


def shows_how_much_repeats(visit: Visit) -> None:
    expect(visit.page.locator('[data-testid="stMetric"]')).to_have_count(4)
    for figure in ("8,712", "726", "144", "12", "91.7%"):
        expect(visit.page.locator("body")).to_contain_text(figure)
    expect(visit.page.get_by_text(re.compile("貼了 12 次")).first).to_be_visible()


SAID = {"overview": shows_the_finding, "duplicates": shows_how_much_repeats}


def test_a_bar_and_a_word_of_the_cloud_show_their_sentences(visit: Visit) -> None:
    """Inside the window, however wide it is."""
    page = visit.open("words")
    expect(page.get_by_role("heading", level=1).first).to_have_text(title_of("words"))
    bars = chart(visit, "words_chart")
    for width, bar in ((1440, 20), (1024, 10)):
        show_as(visit.page, scheme="light", width=width)
        visit.settle()
        click_mark(visit.page, bars, marks(bars)[bar])
        evidence(visit, "次，在")
        assert "pick=w" in visit.page.url
    show_as(page, scheme="light", width=WIDE)
    visit.open("cloud")
    cloud = chart(visit, "cloud_chart")
    click_mark(page, cloud, marks(cloud)[0])
    evidence(visit, "次，在")
    assert (visit.errors, visit.strangers) == ([], [])


@pytest.mark.parametrize("visit", [{"width": 390, "touch": True}], indirect=True)
def test_on_a_phone_a_swipe_scrolls_and_a_tap_opens_the_sheet(visit: Visit) -> None:
    page = visit.open("words")
    bars = chart(visit, "words_chart")
    tap_mark(page, bars, marks(bars)[2])
    evidence(visit, "次，在")
    swipe(page, bars)
    wait_until(lambda: page.evaluate(SCROLLED) > 0, page)


def test_what_is_picked_stays_pinned_on_every_page_and_on_the_way_back(visit: Visit) -> None:
    page = visit.open("words?pick=w:科索夫")
    panel = page.locator(".st-key-panel")
    panel.get_by_role("button", name="看全文").nth(2).click()
    expect(panel.get_by_text("第 3 處，共 8 處")).to_be_visible()  # beside the chart
    panel.get_by_role("button", name="回到句子").click()
    evidence(visit, "「科索夫」出現 11 次")
    for name in ("cloud", "entities", "network", "reader"):
        visit.turn(name)
        evidence(visit, "「科索夫」出現 11 次")
        assert "pick=w" in page.url
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("人地網絡")
    evidence(visit, "「科索夫」出現 11 次")
    page.get_by_role("button", name="科索夫", exact=True).click()
    expect(page.locator(".st-key-panel")).to_contain_text("它的句子就列在這裡")
    assert "pick=" not in page.url


def test_the_switch_counts_copies_on_every_page_and_stays_in_the_address(visit: Visit) -> None:
    page = visit.open("words")
    expect(page.get_by_text("不計重複").first).to_be_visible()
    page.get_by_text("全部計入").first.click()
    visit.settle()
    assert "copies=all" in page.url
    expect(page.get_by_text("含重複").first).to_be_visible()
    copied = page.url
    page.goto(copied)
    visit.settle()
    expect(page.get_by_text("含重複").first).to_be_visible()


def test_an_address_holds_a_language_and_what_was_searched_for(visit: Visit) -> None:
    page = visit.open("reader?q=潘基文&lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page).to_have_title("Reader · 文脈 Wenmai")
    expect(page.get_by_text(re.compile("3")).first).to_be_visible()
    expect(page.locator("mark", has_text="潘基文").first).to_be_visible()
    visit.turn("words")
    expect(page.get_by_role("heading", level=1).first).to_have_text("Words")
    assert visit.errors == []


@pytest.mark.soak
def test_newsroom_opens_with_one_click_and_leads_back(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="試試十天的新聞編輯室").click()
    expect(page.get_by_text("虛構的新聞編輯室")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("讀了 61 篇"))).to_be_visible()
    assert "sample=newsroom" in page.url
    page.reload()
    expect(page.get_by_text("虛構的新聞編輯室")).to_be_visible()
    page.get_by_role("button", name="回到第一份範例").click()
    expect(page.get_by_role("heading", name=re.compile("貼了 12 次"))).to_be_visible()
    assert "sample=" not in page.url
