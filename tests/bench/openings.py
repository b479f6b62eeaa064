"""How many openings of reports are read right: the sixty of `tests/openings`, and the gold ones.

`python -m tests.bench.openings --errors` also lists what is wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from tests.openings.measure import FILE, answers, openings

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "openings.jsonl"


def main() -> None:
    """Print a table for each file."""
    parser = argparse.ArgumentParser(description="Openings, truth beside product.")
    parser.add_argument("--gold", type=Path, default=GOLD, help="openings kept apart")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    for file in (FILE, options.gold):
        if not file.exists():
            print(f"{file.name}: not here")
            continue
        asked, right = Counter[str](), Counter[str]()
        for truth in openings(file):
            for answer in answers(truth):
                asked[answer.field] += 1
                right[answer.field] += answer.is_right
                if options.errors and not answer.is_right:
                    print(f"{truth['text'][:16]!r} {answer.field}: {answer.found!r}",
                          f"not {answer.right[0]!r}")  # fmt: skip
        print(f"{file.parent.name}/{file.name}")
        for field, n in asked.items():
            print(f"  {field:16} {right[field]:3} of {n:3}  {right[field] / n:6.1%}")


if __name__ == "__main__":
    main()
