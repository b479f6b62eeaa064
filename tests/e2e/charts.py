"""Finding a mark of a plotly chart on the screen, and clicking it as a reader does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.e2e.conftest import wait_until

# Where the mark with this customdata lies, in pixels of the window: bars in their middle.
_WHERE = """
(node, wanted) => {
  const chart = node.querySelector('.js-plotly-plot') || node;
  const box = chart.getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  for (const trace of chart._fullData) {
    const given = trace.customdata || [];
    for (let i = 0; i < given.length; i++) {
      const own = Array.isArray(given[i]) ? given[i][0] : given[i];
      if (own !== wanted) continue;
      const middle = trace.type === 'bar' ? 0.5 : 1;
      const base = trace.base ? (trace.base.length ? trace.base[i] : trace.base) : 0;
      const across = trace.type === 'bar' && trace.orientation === 'h';
      const up = trace.type === 'bar' && trace.orientation !== 'h';
      const x = across ? xaxis.d2p(base + trace.x[i] * middle) : xaxis.d2p(trace.x[i]);
      const y = up ? yaxis.d2p(base + trace.y[i] * middle) : yaxis.d2p(trace.y[i]);
      return [box.left + xaxis._offset + x, box.top + yaxis._offset + y];
    }
  }
  return null;
}
"""
# The mark under the mouse, as plotly sees it: what a click is a click on.
_HOVERED = """
(node) => {
  const chart = node.querySelector('.js-plotly-plot') || node;
  const own = chart._hoverdata?.[0]?.customdata;
  return Array.isArray(own) ? own[0] : own;
}
"""
_ALL = """
(node) => {
  const chart = node.querySelector('.js-plotly-plot') || node;
  return chart._fullData.flatMap(trace => Array.from(trace.customdata || [])
    .map(own => Array.isArray(own) ? own[0] : own));
}
"""


def marks(chart: Locator) -> list[str]:
    """Return the customdata of every mark of a chart."""
    chart.locator(".js-plotly-plot .main-svg").first.wait_for()
    return list(chart.evaluate(_ALL))


def click_mark(page: Page, chart: Locator, wanted: str) -> None:
    """Click the mark with this customdata, once plotly has noticed that the mouse is over it."""
    chart.scroll_into_view_if_needed()
    places = [None, chart.evaluate(_WHERE, wanted)]
    assert places[-1], f"the chart has no mark {wanted!r}"

    def hovers() -> bool:
        places.append(chart.evaluate(_WHERE, wanted))
        x, y = places[-1]
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y, steps=4)
        page.wait_for_timeout(100)
        return places[-1] == places[-2] and chart.evaluate(_HOVERED) == wanted

    wait_until(hovers, page)
    page.mouse.click(*places[-1])


SCROLLED = "document.querySelector('[data-testid=\"stMain\"]').scrollTop"
"""JavaScript for how far a page was scrolled down, in pixels."""


def place_of_mark(chart: Locator, wanted: str) -> tuple[float, float] | None:
    """Return where the mark with this customdata lies in the window; None where it does not."""
    found = chart.evaluate(_WHERE, wanted)
    return (found[0], found[1]) if found else None


def tap_mark(page: Page, chart: Locator, wanted: str) -> None:
    """Tap the mark with this customdata with a finger."""
    chart.scroll_into_view_if_needed()
    place = chart.evaluate(_WHERE, wanted)
    assert place, f"the chart has no mark {wanted!r}"
    page.touchscreen.tap(*place)


def swipe(page: Page, chart: Locator) -> None:
    """Swipe upwards with a finger that begins on a chart, as far as 200 pixels."""
    page.evaluate(f"{SCROLLED} = 0")
    box = chart.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    session = page.context.new_cdp_session(page)
    places = [[{"x": x, "y": y - 20 * step}] for step in range(11)]
    kinds = ["touchStart", *["touchMove"] * 10]
    for kind, points in zip(kinds, places, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)  # as a screen tells movements
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
