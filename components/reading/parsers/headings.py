"""Chooses among the headings of a file those that may each begin an article."""

from __future__ import annotations

from collections.abc import Mapping


def find_heads(levels: Mapping[int, int]) -> tuple[int, ...]:
    """Return the lines of the highest level of heading that stands there more than once.

    Args:
        levels: of lines that are headings, by their numbers, ascending; 1 is the highest.

    Returns:
        Numbers of lines; none where no level stands there twice.
    """
    for level in sorted(set(levels.values())):
        own = tuple(line for line, at in levels.items() if at == level)
        if len(own) > 1:
            return own
    return ()
