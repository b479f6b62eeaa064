"""A reader puts a name right in the browser: every page follows, the picture stays, undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.charts import click_mark, marks
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("own_visit", [{"width": 1280}, {"width": 390}], indirect=True)
def test_a_name_is_put_right_where_it_was_clicked(own_visit: Visit) -> None:
    visit = own_visit
    page = visit.open("entities")
    bars = page.locator(".st-key-ent_chart").first
    click_mark(page, bars, "LOC:科索夫")
    expect(page.get_by_role("heading", name=re.compile("「科索夫」出現 10 次"))).to_be_visible()
    page.get_by_role("button", name="更正").click()
    page.get_by_label("名字", exact=True).fill("科索沃")
    page.get_by_role("button", name="改名").click()
    expect(page.get_by_role("heading", name=re.compile("「科索沃」出現 10 次"))).to_be_visible()
    assert "LOC:科索沃" in marks(bars)
    page.get_by_role("button", name="復原").last.click()
    expect(page.get_by_role("heading", name=re.compile("「科索夫」出現 10 次"))).to_be_visible()
    visit.settle()
    assert "LOC:科索夫" in marks(bars)
    assert visit.errors == []
    assert visit.strangers == []
