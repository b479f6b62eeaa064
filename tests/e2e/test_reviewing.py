"""Thirty doubtful names are settled by keys alone; every page follows, and one key undoes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser

KEYS = ("y", "n", "s")
ROUNDS = 30


def left(page: Page) -> int:
    """Return how many questions there are."""
    told = page.get_by_text(re.compile(r"還有 \d+ 個")).first.inner_text()
    return int(re.findall(r"\d+", told)[0])


def press(page: Page, key: str, expected: int) -> None:
    """Press a key and wait until the page says how many are left."""
    page.keyboard.press(key)
    expect(page.get_by_text(f"還有 {expected} 個")).to_be_visible()


def test_doubtful_names_are_settled_by_keys_alone(own_visit: Visit) -> None:
    visit = own_visit
    page = visit.open("entities?sample=newsroom&ent_view=review")
    before = left(page)
    assert before > ROUNDS
    for i in range(ROUNDS):
        press(page, KEYS[i % len(KEYS)], before - i - 1)
    for i in range(2):  # one that was put off, and one that was answered
        press(page, "u", before - ROUNDS + i + 1)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("我的詞典（19）")).to_be_visible()
    assert visit.errors == []
    assert visit.strangers == []
