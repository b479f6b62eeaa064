"""The network in the reader's hands: clicked, dragged, hidden, put right, undone, sent on."""

from __future__ import annotations

from itertools import cycle, islice

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Visit, wait_until
from tests.e2e.net import (
    asked,
    clearest_link,
    click_net,
    drag_net,
    find_net,
    net_marks,
    place_of,
    plane_of,
    resting_place,
    use,
)

pytestmark = pytest.mark.browser
AMERICA, EUROPE = "n:LOC:美國", "n:LOC:歐洲"


@pytest.mark.parametrize("clicks", [5, pytest.param(30, marks=pytest.mark.soak)])
def test_clicks_in_a_row_are_all_answered(visit: Visit, clicks: int) -> None:
    page = visit.open("network")
    net = find_net(page)
    nodes = [mark for mark in net_marks(net) if mark.startswith("n:")]
    net.evaluate("box => { box.stays = true; }")
    for mark in islice(cycle([clearest_link(net), *nodes[:14]]), clicks):
        click_net(page, net, mark)
        wait_until(lambda mark=mark: asked(page).get("pick") == mark, page)
        found = "同場" if mark.startswith("e:") else f"「{mark.split(':')[2]}」出現"
        expect(page.locator(".st-key-panel h3")).to_contain_text(found)
        assert net.evaluate("box => box.drawing.picked") == mark
    # Quicker than the server answers: the last of them stays.
    for mark in nodes[:8]:
        page.mouse.click(*resting_place(page, net, mark))
    visit.settle()
    assert asked(page)["pick"] == nodes[7]
    assert net.evaluate("box => box.stays"), "drawn anew: who works by keyboard loses the focus"
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_picture_is_arranged_undone_and_restored_from_its_address(visit: Visit) -> None:
    page = visit.open("network")
    net = find_net(page)
    stood = plane_of(net, EUROPE)
    drag_net(page, net, EUROPE, -90, 40)
    wait_until(lambda: "net_places" in asked(page), page)
    click_net(page, net, AMERICA)
    use(page, "hide")
    wait_until(lambda: asked(page).get("net_hidden") == "LOC:美國", page)
    expect(page.get_by_text("隱藏了 1 個名字")).to_be_visible()
    visit.settle()
    assert place_of(net, AMERICA) is None
    moved, address = plane_of(net, EUROPE), page.url
    assert moved != pytest.approx(stood, abs=0.05)
    # Zooming stretches the plane and leaves letters as they are.
    x, y = resting_place(page, net, EUROPE)
    page.mouse.move(x - 5, y)
    page.mouse.move(x, y, steps=3)
    page.mouse.wheel(0, -400)
    wait_until(lambda: net.evaluate("box => box.drawing.k") > 1.5, page)
    assert net.evaluate("box => box.drawing.cy.zoom()") == 1
    use(page, "fit")
    use(page, "lasso")
    left, top, width, height = net.locator(".stage").evaluate(
        "stage => { const { left, top, width, height } = stage.getBoundingClientRect();"
        " return [left, top, width, height]; }"
    )
    page.mouse.move(left + 2, top + 2)
    page.mouse.down()
    for across, down in ((width - 2, 2), (width - 2, height - 2), (2, height - 2)):
        page.mouse.move(left + across, top + down, steps=2)
    page.mouse.up()
    names = [mark for mark in net_marks(net) if mark.startswith("n:")]
    expect(net.locator(".acts strong")).to_have_text(f"選了 {len(names)} 個")
    for key in ("Delete", "Control+z"):  # quicker than the server answers
        page.keyboard.press(key)
    wait_until(lambda: set(names) <= set(net_marks(net)), page)
    visit.settle()
    page.keyboard.press("Escape")
    for _ in range(2):
        use(page, "undo")
        visit.settle()
    assert not {"net_places", "net_hidden"} & asked(page).keys()
    assert place_of(net, AMERICA)
    assert plane_of(net, EUROPE) == pytest.approx(stood, abs=0.001)
    use(page, "redo")
    wait_until(lambda: "net_places" in asked(page), page)

    page.goto(address)
    visit.settle()
    net = find_net(page)
    assert place_of(net, AMERICA) is None
    assert plane_of(net, EUROPE) == pytest.approx(moved, abs=0.002)
    assert (visit.errors, visit.strangers) == ([], [])


def choose(control: Locator, what: str) -> None:
    """Answer one of the network's controls: a text of it, an option, a key, or what is typed."""
    if what.startswith("key "):
        slider = control.get_by_role("slider")
        slider.focus()
        slider.press(what.removeprefix("key "))
    elif what.startswith("option "):
        control.locator("input").click()
        option = what.removeprefix("option ")
        control.page.get_by_role("option", name=option, exact=True).click()
    elif what.startswith("type "):
        control.locator("input").fill(what.removeprefix("type "))
        control.locator("input").press("Enter")
    else:
        control.get_by_text(what, exact=True).click()


CONTROLS = (
    ("kinds", "◆ 地點"), ("unit", "窗"), ("window", "key ArrowRight"),
    ("measure", "option G²（對數概似）"), ("words", "動詞"), ("size", "option 連線數"),
    ("top", "key ArrowLeft"), ("mentions", "key ArrowRight"), ("min", "key ArrowRight"),
    ("weight", "type 3"), ("shape", "環狀"), ("links", "key ArrowRight"),
    ("pruning", "option 最大生成樹"),
)  # fmt: skip


def test_controls_change_picture_and_address_which_restores_both(visit: Visit) -> None:
    page = visit.open("network")
    net = find_net(page)
    seen = "box => box.drawing.told"
    page.get_by_role("button", name="選項").click()
    for name, what in CONTROLS:
        before = net.evaluate(seen)
        choose(page.locator(f".st-key-net_{name}"), what)
        wait_until(lambda name=name: f"net_{name}" in asked(page), page)
        wait_until(lambda before=before: net.evaluate(seen) != before, page)
    visit.settle()
    picture, answers = net.evaluate(seen), asked(page)
    assert {f"net_{name}" for name, _ in CONTROLS} <= answers.keys()
    page.goto(page.url)
    visit.settle()
    assert find_net(page).evaluate(seen) == picture
    assert asked(page) == answers
    assert (visit.errors, visit.strangers) == ([], [])


def test_time_slides_in_one_picture_and_two_sides_are_compared(visit: Visit) -> None:
    page = visit.open("network?sample=newsroom", wait_for=".st-key-net_canvas .net")
    net = find_net(page)
    stood = plane_of(net, "n:LOC:基隆")
    slider = net.locator(".time input")
    step = "box => { const begun = performance.now(); box.drawing._slide(2);"
    assert net.evaluate(step + " return performance.now() - begun; }") < 1_000
    slider.focus()
    for _ in range(2):  # each step is answered at once, and told when the slider rests
        page.keyboard.press("ArrowRight")
    period = str(net.evaluate("box => box.drawing.period"))
    wait_until(lambda: asked(page).get("net_at") == period, page)
    visit.settle()
    assert plane_of(net, "n:LOC:基隆") == stood
    for _ in range(2):  # a click in a period shows what stands there, also after sliding
        link = clearest_link(net)
        click_net(page, net, link)
        wait_until(lambda link=link: asked(page).get("pick", "").endswith(link), page)
        period = str(net.evaluate("box => box.drawing.period"))
        expect(page.locator(".st-key-panel h3")).to_contain_text(f"在 {period} 同場")
        visit.settle()
        page.keyboard.press("Escape")
        slider.focus()
        page.keyboard.press("ArrowRight")
        wait_until(lambda p=period: asked(page).get("net_at", p) != p, page)
        visit.settle()
    shown = "box => box.drawing.at"
    use(page, "play")
    begun = net.evaluate(shown)
    wait_until(lambda: net.evaluate(shown) > begun, page)
    use(page, "play")  # the same button, which pauses now
    period = str(net.evaluate("box => box.drawing.period"))
    wait_until(lambda: asked(page).get("net_at") == period, page)
    visit.settle()
    page.goto(page.url)  # a copied address restores the period
    visit.settle()
    assert find_net(page).evaluate("box => box.drawing.period") == asked(page)["net_at"]

    page.get_by_text("比較兩邊").click()
    wait_until(lambda: asked(page).get("net_mode") == "sides", page)
    visit.settle()
    net = find_net(page)
    click_net(page, net, clearest_link(net))
    wait_until(lambda: asked(page).get("pick", "").startswith("e:"), page)
    expect(page.locator(".st-key-panel")).to_contain_text("島聞通訊社：")
    expect(page.locator(".st-key-panel")).to_contain_text("全景新聞網：")
    assert (visit.errors, visit.strangers) == ([], [])
