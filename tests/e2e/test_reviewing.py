"""Doubtful names are settled by keys alone; every page follows, and one key undoes."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser

KEYS = ("y", "n", "s")
OPENING = 240_000  # milliseconds


def question(page: Page) -> Locator:
    """Return the question that is asked."""
    return page.get_by_test_id("stHeading").filter(has_text=re.compile("嗎？|併入"))


def press(page: Page, key: str) -> float:
    """Press a key, wait for another question, and return the seconds it took."""
    asked = question(page).inner_text()
    began = time.monotonic()
    page.keyboard.press(key)
    expect(question(page)).not_to_have_text(asked)
    return time.monotonic() - began


@pytest.mark.parametrize("rounds", [9, pytest.param(30, marks=pytest.mark.soak)])
def test_doubtful_names_are_settled_by_keys_alone(own_visit: Visit, rounds: int) -> None:
    visit, page = own_visit, own_visit.page
    page.goto(f"{visit.address}/entities?sample=newsroom&ent_view=review")
    # The server reads all of the newsroom first.
    expect(question(page)).to_be_visible(timeout=OPENING)
    visit.settle()
    own = page.get_by_test_id("stSidebar")
    taken = [press(page, KEYS[i % len(KEYS)]) for i in range(rounds)]
    expect(own.get_by_text(f"我的詞典（{rounds * 2 // 3}）")).to_be_visible()
    print(f"seconds a key: middle {sorted(taken)[rounds // 2]:.2f}, longest {max(taken):.2f}")
    visit.settle()
    press(page, "u")  # what was put off is asked again
    visit.settle()
    press(page, "u")  # and what was answered
    expect(own.get_by_text(f"我的詞典（{rounds * 2 // 3 - 1}）")).to_be_visible()
    assert visit.errors == []
    assert visit.strangers == []
