"""Which cases are right today: `python -m tests.cases [NAME …]`, with what is wrong in the rest."""

from __future__ import annotations

import sys

from tests.cases.asking import Case
from tests.cases.checks import CHECKS


def main() -> None:
    """Print a line for each case named, or for all."""
    chosen = [name for name in CHECKS if name.startswith(tuple(sys.argv[1:]) or ("",))]
    n_right = 0
    for name in sorted(chosen):
        try:
            CHECKS[name](Case(name))
        except AssertionError as wrong:
            print(f"wrong {name}: {wrong}", flush=True)
        else:
            n_right += 1
            print(f"right {name}", flush=True)
    print(f"{n_right} of {len(chosen)} right")


if __name__ == "__main__":
    main()
