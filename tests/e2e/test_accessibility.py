"""Every page for people who do not see well or use no mouse: axe-core, and a run by keyboard."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from components import i18n
from tests.e2e.barriers import violations
from tests.e2e.conftest import Visit, show_as

pytestmark = pytest.mark.browser
_PLACES = ("words?pick=w:科索夫", "reader?q=科索夫", "library?tab=add")


@pytest.mark.parametrize("place, scheme", [*zip(_PLACES, ("dark", "light", "dark"), strict=True)])
def test_axe_finds_nothing_at(visit: Visit, place: str, scheme: Literal["light", "dark"]) -> None:
    """Nor on any page as it opens: `test_dashboard`."""
    show_as(visit.page, scheme=scheme, width=1280)
    visit.open(place)
    assert violations(visit.page) == []


@pytest.mark.soak
@pytest.mark.parametrize("locale", i18n.LOCALES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", _PLACES)
def test_axe_finds_nothing_in_any_language_and_colours_at(
    visit: Visit, place: str, scheme: Literal["light", "dark"], locale: str
) -> None:
    test_axe_finds_nothing_at(visit, f"{place}&lang={locale}", scheme)


def holds_focus(place: Locator) -> bool:
    """Tell whether what has the focus is a part of the page, or in it."""
    return bool(place.evaluate("node => node.contains(document.activeElement)"))


def reach(page: Page, wanted: Locator, *, by: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(120):
        if holds_focus(wanted):
            return
        page.keyboard.press(by)
    raise AssertionError(f"{by} does not reach {wanted}")


def test_the_main_job_is_done_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("words")
    bars = page.locator(".st-key-words_chart .js-plotly-plot")
    bars.wait_for()
    reach(page, bars)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_role("heading", name=re.compile("次，在"))).to_be_in_viewport()
    visit.settle()
    assert "pick=w" in page.url
    assert holds_focus(bars)  # drawn anew, it goes on from the same mark

    # To the full text of the first sentence, and to the next place.
    reach(page, panel.get_by_role("button", name="看全文").first)
    page.keyboard.press("Enter")
    visit.settle()
    assert holds_focus(panel)  # the sentences gave way to the text
    reach(page, panel.get_by_role("button", name="下一處"))
    page.keyboard.press("Enter")
    visit.settle()
    expect(panel.get_by_text("第 2 處")).to_be_visible()

    # To another page, which shows what is picked, and there it is let go.
    reach(page, page.get_by_role("link", name="人地網絡"), by="Shift+Tab")
    page.keyboard.press("Enter")
    visit.settle()
    expect(page.get_by_role("heading", level=1)).to_have_text("人地網絡")
    drop = page.locator(".st-key-pin_drop")
    expect(drop).to_have_count(1)
    reach(page, drop)
    page.keyboard.press("Enter")
    visit.settle()
    expect(drop).to_have_count(0)
