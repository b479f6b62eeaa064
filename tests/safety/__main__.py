"""The table of bad inputs: what became of each, how long it took and how much memory.

`python -m tests.safety` runs all, `python -m tests.safety KEY …` some.
"""

from __future__ import annotations

import json
import sys

from tests.safety.inputs import BAD
from tests.safety.playing import play, played


def main(arguments: list[str]) -> None:
    """Print the table; with `--play`, be the server and print its figures as JSON Lines."""
    if arguments[:1] == ["--play"]:
        for key in arguments[2:]:
            print(json.dumps(played(key, seconds=float(arguments[1]))), flush=True)
        return
    print(f"{'input':30} {'seconds':>7} {'server MB':>9} {'worker MB':>9}  outcome")
    for key in arguments or BAD:
        figures = play([key])[key]
        told = ", ".join(f"{n} {reason}" for reason, n in figures["outcomes"].items())
        mb = f"{figures['server_mb']:9} {figures['worker_mb']:9}"
        lost = "" if figures["survived"] else "  THE NEXT FILE WAS NOT READ"
        written = f"  WROTE {figures['written']}" if figures["written"] else ""
        print(f"{key:30} {figures['slowest']:7.2f} {mb}  {told}{lost}{written}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
