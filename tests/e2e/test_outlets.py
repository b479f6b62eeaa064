"""A brush over the timeline pins its days on every page; a column's bar opens its sentences."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.charts import click_mark, marks
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser

_PLOT = """
(node) => {
  const chart = node.querySelector('.js-plotly-plot');
  const box = chart.getBoundingClientRect(), { xaxis, yaxis } = chart._fullLayout;
  const x = (day) => box.left + xaxis._offset + xaxis.d2p(day);
  return [x(1), x(3), box.top + yaxis._offset + 4, box.top + yaxis._offset + yaxis._length - 4];
}
"""


def brush(visit: Visit, chart: Locator) -> None:
    """Draw a box over the second to the fourth day of a timeline."""
    chart.scroll_into_view_if_needed()
    left, right, top, foot = chart.evaluate(_PLOT)
    mouse = visit.page.mouse
    mouse.move(left - 12, top)
    mouse.down()
    mouse.move(right + 12, foot, steps=8)
    mouse.up()
    visit.settle()


def test_a_brush_pins_days_on_every_page_and_a_column_opens_its_sentences(visit: Visit) -> None:
    page = visit.open("?sample=newsroom")
    pin = page.locator(".st-key-pin")
    brush(visit, page.locator(".st-key-time_chart_None_None"))
    expect(pin.get_by_role("button", name="2026-10-13–2026-10-15")).to_be_visible()
    assert "when=2026-10-13..2026-10-15" in page.url

    visit.turn("words")
    expect(pin.get_by_role("button", name="2026-10-13–2026-10-15")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text(re.compile("25 篇"))).to_be_visible()
    page.get_by_role("button", name="分欄").click()
    page.locator(".st-key-split").get_by_role("combobox").click()
    page.get_by_role("option", name="媒體", exact=True).click()
    visit.settle()
    page.keyboard.press("Escape")
    chart = page.locator(".st-key-words_split")
    code = next(mark for mark in marks(chart) if mark.startswith("1|"))
    click_mark(page, chart, code)
    visit.settle()
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_role("heading", name=re.compile("（.+）」出現"))).to_be_visible()
    assert "pick=b%3Aoutlet" in page.url and "split=outlet" in page.url

    visit.turn("cloud")
    expect(page.locator(".st-key-cloud_split")).to_be_visible()
    pin.get_by_role("button", name="2026-10-13–2026-10-15").click()
    visit.settle()
    expect(page.get_by_test_id("stSidebar").get_by_text(re.compile("61 篇"))).to_be_visible()
    assert (visit.errors, visit.strangers) == ([], [])
