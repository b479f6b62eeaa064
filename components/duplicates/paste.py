"""One text pasted several times end to end: its period and its copies."""

from __future__ import annotations

from itertools import pairwise

from components.duplicates.fold import Folded
from components.duplicates.report import Passage
from components.reading import Span

_NEEDLE = 40  # letters compared before a whole copy is
_MIN_PERIOD = 8  # 哈哈哈哈 is laughter, not a text pasted four times
_TRIES = 16
_OPENERS = "「『“‘（《〈【〔［｛([{<\"'"


def pasted(article_id: str, text: str, folded: Folded) -> Passage | None:
    """Find the copies a text consists of; None if it says everything once."""
    period = exact_period(folded.text)
    if not period:
        return None
    starts = [i * period for i in range(_n_copies(len(folded.text), period))]
    return _passage(article_id, text, folded, starts)


def exact_period(text: str) -> int:
    """Return the shortest length at which a folded text starts over; 0 if it never does.

    A last copy may be cut short, to half its length at least where it is the second.
    """
    limit = 2 * len(text) // 3
    if limit < _MIN_PERIOD:
        return 0
    needle = text[: min(_NEEDLE, limit, len(text) - limit)]
    period = 0
    for _ in range(_TRIES):
        period = text.find(needle, period + 1, limit + len(needle))
        if period < 0:
            return 0
        if text.startswith(text[: len(text) - period], period):
            return period if period >= _MIN_PERIOD else 0
    return 0


def _n_copies(length: int, period: int) -> int:
    """Copies of which at least half is there; there are always two."""
    return max(2, (2 * length + period) // (2 * period))


def _passage(article_id: str, text: str, folded: Folded, starts: list[int]) -> Passage:
    places = [0, *(_boundary(text, folded, start) for start in starts[1:]), len(text)]
    copies = tuple(Span(article_id, start, end) for start, end in pairwise(places))
    return Passage(article_id, len(copies[0]), copies, "exact", (1.0,) * len(copies))


def _boundary(text: str, folded: Folded, start: int) -> int:
    """Where a copy begins in the original: at its first letter or the signs that open it."""
    place = int(folded.positions[start])
    lead = text[: int(folded.positions[0])]
    if lead and text.endswith(lead, 0, place):
        return place - len(lead)
    while place and text[place - 1] in _OPENERS:
        place -= 1
    return place
