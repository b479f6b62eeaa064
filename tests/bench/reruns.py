"""How long a rerun of each page takes with warm caches, on the sample and on planted articles.

    python -m tests.bench.reruns                    the sample, then 300 planted articles
    python -m tests.bench.reruns --articles 300     so many planted articles alone
    python -m tests.bench.reruns network            these pages alone

Fifty reruns a page through AppTest: the whole script with every widget and figure, without
network and browser. Printed: median (p50) and 95th percentile, in milliseconds of the processor,
which other work on the machine does not make longer by much, and of the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.reading import Source
from dashboard.jobs import queue, runner
from dashboard.jobs.tasks import TASKS
from dashboard.library import connection, ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.state.pages import PAGES, page_path
from tests.bench.planted import plant

ROOT = Path(__file__).parents[2]
_RERUNS = 50
_WARM = 4
_NUMBERS = (0, 300)  # planted articles; 0 is the sample
_SECONDS = 600  # of one run, and of one job


def reruns(page: str) -> tuple[list[float], list[float]]:
    """Return the times of fifty reruns of a page: of the processor, of the clock, milliseconds."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=_SECONDS).run()
    app.switch_page(page_path(page))
    for _ in range(_WARM):
        app.run()
        do_waiting_jobs()
    if app.get("progress"):
        raise RuntimeError(f"{page} still waits for its figures")
    worked, waited = [], []
    for _ in range(_RERUNS):
        start, begun = time.process_time(), time.perf_counter()
        app.run()
        worked.append(1000 * (time.process_time() - start))
        waited.append(1000 * (time.perf_counter() - begun))
    return worked, waited


def do_waiting_jobs() -> None:
    """Do what the pages asked for, as a worker would."""
    store = connection.get_store()
    while job := queue.claim(store, "bench"):
        runner.run(store, job, "bench", TASKS, seconds=_SECONDS)


def fill(n: int) -> None:
    """Put planted articles into the library of this machine."""
    store = connection.get_store()
    texts = (json.dumps({"text": text}, ensure_ascii=False) for text in plant(n).texts[:n])
    source = Source("planted.jsonl", "\n".join(texts).encode())
    done = ingest.ingest(Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id), source)
    if done.added is None or done.added.new != n:
        raise RuntimeError("the planted articles were not read as they were made")


def measure(n: int, pages: list[str]) -> None:
    """Print the table of the sample, or of so many planted articles."""
    print(f"{f'{n} articles' if n else 'sample':14} {'p50 ms':>8} {'p95 ms':>8} {'clock':>8}")
    with tempfile.TemporaryDirectory() as folder:  # never the reader's own library
        os.environ["WENMAI_DATA_DIR"] = folder
        if n:
            fill(n)
        for page in pages:
            worked, waited = reruns(page)
            p95, clock = (statistics.quantiles(times, n=20)[-1] for times in (worked, waited))
            told = f"{page:14} {statistics.median(worked):8.1f} {p95:8.1f} {clock:8.1f}"
            print(told, flush=True)
        connection.close_stores()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="all by default")
    parser.add_argument("--articles", type=int, action="append", help="how many; several times")
    options = parser.parse_args()
    os.environ["WENMAI_JOB_WORKERS"] = "0"
    for n in options.articles or _NUMBERS:
        measure(n, options.pages or list(PAGES))


if __name__ == "__main__":
    main()
