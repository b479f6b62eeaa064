"""What stands on every page of a file and is no part of its text: running heads, page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from components.reading.parsers.column_names import OUTLET, PUBLISHED, TEXT, TITLE
from components.reading.parsers.days import iso_date

_EDGE = 3  # lines at the top and at the bottom that may be furniture
_PROSE = 25  # characters; a longer line with a comma is no running title
_LEVEL = 6  # points; a running head stands higher or lower by less
_PUNCTUATION = re.compile("[，、。！？；,.!?;]")
_DIGITS = re.compile(r"\d+")
_NUMERALS = re.compile(r"(?<=第)[〇零一二三四五六七八九十百]+(?=[頁页版])")
_PAGE_NUMBER = re.compile(r"(?:[-–—~·•|/#第頁页版共,.()\[\]]|page|of)+", re.I)
_NUMBERED = re.compile(
    r"^\W*(?:p\.?|page)?\s*\d+(?:\s*[/|]\s*\d+)?(?=\W|$)"
    r"|(?<!\w)(?:p\.?|page)?\s*\d+(?:\s*(?:[/|]|of)\s*\d+)?\W*$"
    r"|第?\s*\d+(?:\s*[/|]\s*\d+)?\s*[頁页版]|[頁页版]次?\s*:?\s*\d+"
    r"|第\s*[〇零一二三四五六七八九十百]+\s*[頁页版]",
    re.I,
)
_LABEL = re.compile(r"\s*[【\[]?([^\W\d_]{2,8})[】\]]?\s*[:：]\s*(.*?)\s*")
_FIELDS = frozenset((*TITLE, *PUBLISHED, *OUTLET, *TEXT, "記者", "记者", "作者", "版面", "版次"))

Heights = Sequence[Sequence[float]]


def edges_of(
    pages: Sequence[Sequence[str]], heights: Heights | None = None
) -> list[tuple[int, int]]:
    """Find running headers, footers and page numbers.

    A line is furniture if it stands, but for its numbers and as high, among the first or last
    three lines of two fifths of the pages, two at least, and nothing stands outside it that is
    not furniture. Where it goes on into prose or into a fourth line that repeats as well, the
    pages tell the same text again: that is a copy, and only page numbers go. Labels of an
    article's fields, and days that are others on other pages, belong to articles.

    Args:
        pages: the lines of each page.
        heights: how high each stands, in points; None where nobody knows.

    Returns:
        Of each page the numbers of the first line that stays, and of the first behind the last.
    """
    if len(pages) < 2:
        return [(0, len(page)) for page in pages]
    levels = heights or [[0.0] * len(page) for page in pages]
    repeated = _find_repeated(pages, levels)
    found = []
    for n, page in enumerate(pages):
        own = [i in repeated[n] for i in range(len(page))]
        top = _run(page, own)
        bottom = _run(page[top:][::-1], own[top:][::-1])
        found.append((top, len(page) - bottom))
    return found


def without_furniture(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], int]:
    """Return the lines of each page that stay, and how many were taken out."""
    kept = [list(page[a:b]) for page, (a, b) in zip(pages, edges_of(pages), strict=True)]
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _find_repeated(pages: Sequence[Sequence[str]], levels: Heights) -> list[set[int]]:
    """Return of each page the numbers of the lines at its edges that other pages have too."""
    needed = max(2, -(-2 * len(pages) // 5))  # left and right pages may differ
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, page in enumerate(pages):
        edges = {
            *range(min(_EDGE + 1, len(page))),
            *range(max(0, len(page) - _EDGE - 1), len(page)),
        }
        for i in edges:
            places[_key(page[i])].append((n, i))
    repeated: list[set[int]] = [set() for _ in pages]
    for own in places.values():
        if len({n for n, _ in own}) < needed or _are_fields([pages[n][i] for n, i in own]):
            continue
        steps: dict[int, set[int]] = defaultdict(set)
        for n, i in own:
            steps[round(levels[n][i] / _LEVEL)].add(n)
        for n, i in own:
            step = round(levels[n][i] / _LEVEL)
            alike = sum(len(steps.get(near, ())) for near in (step - 1, step, step + 1))
            if alike >= needed:
                repeated[n].add(i)
    return repeated


def _are_fields(lines: Sequence[str]) -> bool:
    """Tell labelled fields of articles, their days and sentences from what a program prints."""
    if len(set(lines)) == 1:
        return False
    if all(line.endswith("。") for line in lines):
        return True
    label = _LABEL.fullmatch(lines[0])
    if label and label[1].casefold() in _FIELDS:
        return True
    days = {iso_date(line) for line in lines}
    if None not in days and len(days) > 1:
        return True
    # Numbers of pages stand at the edge of a line; those of a headline within it.
    cores = {_NUMBERED.sub("", unicodedata.normalize("NFKC", line)).strip() for line in lines}
    return len(cores) > 1


def _run(lines: Sequence[str], repeated: Sequence[bool]) -> int:
    """Count the lines of furniture at the start of `lines`."""
    keys = [_key(line) for line in lines[: _EDGE + 1]]
    run = next((i for i in range(len(keys)) if not repeated[i]), len(keys))
    copied = run > _EDGE or any(_is_prose(key) for key in keys[:run])
    if copied:
        return min(run, next((i for i, key in enumerate(keys) if not _numbers(key)), len(keys)))
    return run


def _numbers(key: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(key))


def _is_prose(key: str) -> bool:
    return len(key) > _PROSE and not _numbers(key) and bool(_PUNCTUATION.search(key))


def _key(line: str) -> str:
    folded = _DIGITS.sub("#", unicodedata.normalize("NFKC", line))
    return _NUMERALS.sub("#", "".join(folded.split()))
