"""All benchmarks, one after the other: `make bench`, or `python -m tests.bench words …`.

Gold data is looked for in `../shared/gold` beside the project, or where each benchmark's
`--gold` says.
"""

from __future__ import annotations

import os
import runpy
import sys

NAMES = (
    "analysis",
    "reruns",
    "encodings",
    "words",
    "entities",
    "duplicates",
    "updates",
    "stories",
    "graphs",
    "slider",
    "concordance",
    "scale",
    "large",
    "newsroom",
    "contrast",
    "differences",
    "openings",
    "quotations",
    "pages",
    "languages",
)


def main() -> None:
    """Run the benchmarks named, or all."""
    chosen = [name for name in sys.argv[1:] if name in NAMES] or list(NAMES)
    # Threads that wait for each other would count as CPU seconds.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in chosen:
        print(f"\n== {name} ==", flush=True)
        sys.argv = [name]
        runpy.run_module(f"tests.bench.{name}", run_name="__main__")


if __name__ == "__main__":
    main()
