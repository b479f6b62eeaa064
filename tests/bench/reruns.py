"""How long a rerun of each page takes on the sample, with warm caches.

    python -m tests.bench.reruns

Fifty reruns a page through AppTest: the whole script with every widget and figure, without
network and browser. Printed: median (p50) and 95th percentile, in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.library import connection
from dashboard.state.pages import PAGES, page_path

ROOT = Path(__file__).parents[2]
_RERUNS = 50
_WARM = 3


def reruns(page: str) -> list[float]:
    """Return the times of fifty reruns of a page, in milliseconds."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    app.switch_page(page_path(page))
    for _ in range(_WARM):
        app.run()
    times = []
    for _ in range(_RERUNS):
        start = time.perf_counter()
        app.run()
        times.append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    """Print the table."""
    print(f"{'page':12} {'p50 ms':>8} {'p95 ms':>8}")
    os.environ["WENMAI_JOB_WORKERS"] = "0"
    with tempfile.TemporaryDirectory() as folder:  # never the reader's own library
        os.environ["WENMAI_DATA_DIR"] = folder
        for page in PAGES:
            times = reruns(page)
            p95 = statistics.quantiles(times, n=20)[-1]
            print(f"{page:12} {statistics.median(times):8.1f} {p95:8.1f}")
        connection.close_stores()


if __name__ == "__main__":
    main()
