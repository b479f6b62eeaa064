"""A click in the stream of a story opens both texts, and the address leads back to them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.charts import click_mark, marks
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_bar_opens_an_article_beside_its_source(visit: Visit) -> None:
    page = visit.open("stories?sample=newsroom")
    chart = page.locator('[class*="st-key-story_stream"]').first
    assert {"0", "6", "13"} <= set(marks(chart))
    click_mark(page, chart, "6")
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_text(re.compile("主要承自 島聞通訊社"))).to_be_visible()
    expect(panel.locator("del").first).to_be_attached()
    expect(panel.locator("ins").first).to_be_attached()
    visit.settle()
    assert "pick=v%3A" in page.url
    page.reload()
    expect(panel.get_by_text(re.compile("主要承自 島聞通訊社"))).to_be_visible()
    assert (visit.errors, visit.strangers) == ([], [])
