"""A quotation in the browser: a row opens its sentence, the speaker is put right, and undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser
_ROW, _BOX = 36, 18  # pixels: the height of a row, and where its box to tick stands


@pytest.mark.parametrize("own_visit", [{"width": 1280}], indirect=True)
def test_a_row_of_the_ledger_opens_its_sentence_and_is_put_right(own_visit: Visit) -> None:
    visit = own_visit
    page = visit.open("quotations")
    table = page.locator("[class*=st-key-stage] [data-testid=stDataFrame]").first
    expect(table).to_be_visible()
    table.click(position={"x": _BOX, "y": 2 * _ROW + _BOX})
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_text("潘基文　說　間接")).to_be_visible()
    expect(panel.get_by_text("看全文").first).to_be_visible()
    panel.get_by_role("button", name="更正").click()
    page.get_by_role("button", name="這不是引語").click()
    expect(page.get_by_text("1 則引語", exact=False).first).to_be_visible()
    page.get_by_role("button", name="復原").last.click()
    expect(page.get_by_text("2 則引語", exact=False).first).to_be_visible()
    assert visit.errors == []
    assert visit.strangers == []
