"""Finding a node or a link of the network in the page, and doing with it what hands do."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import wait_until

# Where a mark lies, in pixels of the window: of a link a point that no other link and no node
# comes near.
_WHERE = """
(box, mark) => {
  const { cy, canvas } = box.drawing, one = cy.getElementById(mark);
  const seen = (these) => these.filter((other) => box.drawing.isSeen(other.id()));
  if (!box.drawing.isSeen(mark)) return null;
  const frame = canvas.getBoundingClientRect(), at = (node) => node.renderedPosition();
  const inWindow = ({ x, y }) => [frame.left + x, frame.top + y];
  if (one.isNode()) return inWindow(at(one));
  const from = at(one.source()), to = at(one.target());
  const point = (t) => ({ x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) });
  const toLine = (p, a, b) => {
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
  };
  const clear = (p) => Math.min(
    ...seen(cy.nodes()).map((n) => Math.hypot(p.x - at(n).x, p.y - at(n).y) - n.data("size") / 2),
    ...seen(cy.edges().difference(one)).map((e) => toLine(p, at(e.source()), at(e.target()))));
  const all = [...Array(37).keys()].map((i) => point(0.05 + i * 0.025));
  const best = all.reduce((a, b) => (clear(b) > clear(a) ? b : a));
  return [...inWindow(best), clear(best)];
}
"""


def asked(page: Page) -> dict[str, str]:
    """Return what stands in the address of a page, by name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def use(page: Page, name: str) -> None:
    """Press a button of the picture by what it does."""
    page.locator(f'.net button[data-does="{name}"]').click()


def find_net(page: Page) -> Locator:
    """Return the picture of the network, once it is drawn."""
    net = page.locator(".st-key-net_canvas .net")
    net.locator("canvas").first.wait_for()
    return net


def net_marks(net: Locator) -> list[str]:
    """Return the mark of every node and link that is drawn, the most mentioned first."""
    return list(
        net.evaluate(
            "box => box.drawing.cy.elements().map(one => one.id())"
            ".filter(id => box.drawing.isSeen(id))"
        )
    )


def place_of(net: Locator, mark: str) -> tuple[float, float] | None:
    """Return where a mark lies in the window; None where it is not drawn."""
    found: Any = net.evaluate(_WHERE, mark)
    return (found[0], found[1]) if found else None


def plane_of(net: Locator, mark: str) -> list[float]:
    """Return where a node stands in the drawing's own frame, [-1, 1] both ways."""
    script = "(box, mark) => ['x', 'y'].map(side => box.drawing.cy.getElementById(mark).data(side))"
    return list(net.evaluate(script, mark))


def clearest_link(net: Locator) -> str:
    """Return the link with the most room around a point of it."""
    links = [mark for mark in net_marks(net) if mark.startswith("e:")]
    return max(links, key=lambda mark: float(net.evaluate(_WHERE, mark)[2]))


def resting_place(page: Page, net: Locator, mark: str) -> tuple[float, float]:
    """Return where a mark lies once nothing moves it any more."""
    # In the middle of the window nothing that floats at its foot covers the picture.
    net.evaluate("box => box.scrollIntoView({ block: 'center', behavior: 'instant' })")
    places: list[tuple[float, float] | None] = [None]

    def rests() -> bool:
        page.wait_for_timeout(50)
        places.append(place_of(net, mark))
        return places[-1] is not None and places[-1] == places[-2]

    wait_until(rests, page)
    assert places[-1] is not None
    return places[-1]


def click_net(page: Page, net: Locator, mark: str) -> None:
    """Click a node or a link."""
    page.mouse.click(*resting_place(page, net, mark))


def drag_net(page: Page, net: Locator, mark: str, across: float, down: float) -> None:
    """Drag a node by so many pixels."""
    x, y = resting_place(page, net, mark)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=5)
    page.mouse.up()
