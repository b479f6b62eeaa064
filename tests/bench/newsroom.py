"""The invented newsroom: its truth beside what Wenmai reads in it, as it is today.

`python -m tests.bench newsroom` prints the table; `python -m tests.bench.newsroom --write` also
makes its figures the ones that the tests expect; `--errors` lists names that are wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter

from tests.newsroom.measure import Newsroom, write_expected


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="The newsroom, truth beside product.")
    parser.add_argument("--write", action="store_true", help="expect these figures from now on")
    parser.add_argument("--errors", action="store_true", help="list names that are wrong")
    options = parser.parse_args()
    newsroom = Newsroom()
    figures = newsroom.figures()
    for figure in figures:
        print(f"{figure.name:36} {figure.value:9g}   of {figure.of:g}")
    if options.errors:
        errors(newsroom)
    if options.write:
        write_expected(figures)


def errors(newsroom: Newsroom) -> None:
    """List names that only one side has, bylines left out, most frequent first."""
    letters = {pair.truth["article"]: pair.letters.text for pair in newsroom.pairs}
    want, have = set(newsroom.names_of_truth()), set(newsroom.names_of_product())
    for label, names in (("missed", want - have), ("wrong", have - want)):
        shown = Counter(
            f"{kind} {letters[article][first : last + 1] if first >= 0 else 'outside'}"
            for article, first, last, kind, in_byline in names
            if not in_byline and article in letters
        )
        print(f"\n{label}:", "  ".join(f"{name}×{n}" for name, n in shown.most_common()))


if __name__ == "__main__":
    main()
