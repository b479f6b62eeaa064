"""How long a step of the slider through time takes in a browser, until the picture is drawn.

    python -m tests.bench slider [--nodes 500]

The picture stands alone on a page, as in a report. A step counts from the moment at which the
slider moves to the frame that shows it; Debian's Chromium draws without a graphics card.
"""

from __future__ import annotations

import argparse
import json
import statistics

import numpy as np
from playwright.sync_api import sync_playwright

from components.network import CooccurrenceNetwork, Slices, layout
from components.network.canvas.scene import SCRIPTS, read_part, scene_of
from tests.bench.graphs import news

CHROMIUM = "/usr/bin/chromium"
DAYS = 30
BAR = 100  # milliseconds
# Move the slider as hands do, and wait for the frame after the one in which all was drawn.
STEP = """
async (at) => {
  const { drawing } = document.querySelector(".net"), { slider } = drawing;
  const begun = performance.now();
  slider.value = String(at);
  slider.dispatchEvent(new Event("input"));
  const script = performance.now() - begun;
  await new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel(); // is heard once the frame is drawn
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  return [script, performance.now() - begun];
}
"""


def cut_days(network: CooccurrenceNetwork) -> Slices:
    """Deal the places of links out to days, in their order."""
    edges = network.edges
    of = np.repeat(np.arange(len(edges)), edges.counts)
    day = edges.units * DAYS // (int(edges.units.max()) + 1)
    counts = np.bincount(of * DAYS + day, minlength=len(edges) * DAYS)
    labels = tuple(f"2024-03-{n:02}" for n in range(1, DAYS + 1))
    return Slices("day", labels, (10,) * DAYS, counts.reshape(len(edges), DAYS))


def write_page(nodes: int) -> str:
    """Write a page that draws a network of so many names."""
    network = news(nodes)
    scene = scene_of(network, layout(network), mode="light", slices=cut_days(network))
    data = json.dumps(scene).replace("<", "\\u003c")
    return f"""<!doctype html><meta charset="utf-8"><style>{read_part("canvas.css")}</style>
<div class="net" style="width:900px"></div>
<script>{";".join(map(read_part, SCRIPTS))}</script><script>
const box = document.querySelector(".net");
box.drawing = new NetworkDrawing(box, () => {{}});
box.drawing.show({data}, {{}});
</script>"""


def measure(page_text: str) -> tuple[list[float], list[float]]:
    """Return milliseconds of each step: of the script alone, and until it is drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_content(page_text)
        page.wait_for_timeout(1500)  # all labels stand
        steps = [page.evaluate(STEP, at) for at in (*range(1, DAYS + 1), 0)]
        browser.close()
    return [step[0] for step in steps], [step[1] for step in steps]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=500)
    options = parser.parse_args()
    scripts, steps = measure(write_page(options.nodes))
    print(f"{options.nodes} nodes, {DAYS} days, milliseconds a step; bar {BAR}")
    for name, times in (("script", scripts), ("until drawn", steps)):
        tenths = statistics.quantiles(times[:-1], n=20)
        print(
            f"  {name:<14} median {statistics.median(times[:-1]):6.0f}  p95 {tenths[-1]:6.0f}  "
            f"first {times[0]:6.0f}  back to all {times[-1]:6.0f}"
        )


if __name__ == "__main__":
    main()
