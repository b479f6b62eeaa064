"""A reader puts a name right in the browser: every page follows, the picture stays, undo."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.charts import click_mark, marks
from tests.e2e.conftest import Visit, wait_until
from tests.e2e.net import asked, click_net, find_net, net_marks, use

pytestmark = pytest.mark.browser
EU = "n:ORG:歐盟"


@pytest.mark.parametrize(
    "own_visit",
    [{"width": 1280}, pytest.param({"width": 390}, marks=pytest.mark.soak)],
    indirect=True,
)
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


@pytest.mark.soak  # in each run beside its sentences: the test before
def test_names_are_put_right_in_the_picture_by_mouse_and_keyboard(own_visit: Visit) -> None:
    visit = own_visit
    page = visit.open("network")
    net = find_net(page)
    click_net(page, net, EU)
    use(page, "rename")
    page.get_by_label("改名為").fill("歐洲聯盟")
    page.keyboard.press("Enter")
    wait_until(lambda: "n:ORG:歐洲聯盟" in net_marks(net), page)
    expect(page.locator(".st-key-panel h3")).to_contain_text("「歐洲聯盟」出現")
    visit.settle()
    click_net(page, net, "n:LOC:科索夫自治區")
    use(page, "merge")
    page.locator(".net .acts").get_by_text(re.compile("點一下")).wait_for()
    click_net(page, net, "n:LOC:科索夫")
    wait_until(lambda: "n:LOC:科索夫自治區" not in net_marks(net), page)
    visit.settle()
    for mark in ("n:LOC:科索夫自治區", EU):  # one undo takes back what was done last
        page.locator(".net .stage").focus()
        page.keyboard.press("Control+z")
        wait_until(lambda mark=mark: mark in net_marks(net), page)
        visit.settle()
    # Everything by keyboard: to the largest, its sentences, away with it.
    page.keyboard.press("Escape")
    visit.settle()
    page.locator(".net .stage").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_until(lambda: asked(page).get("pick") == "n:LOC:科索夫", page)
    page.keyboard.press("Delete")
    wait_until(lambda: asked(page).get("net_hidden") == "LOC:科索夫", page)
    assert (visit.errors, visit.strangers) == ([], [])
