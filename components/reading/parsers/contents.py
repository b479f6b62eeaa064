"""Finds a page of contents that no style marks as one, by what its lines look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(
    r"[\u3400-\u9fff]{0,8}(?:目[ \u3000]*[錄录次]|總目|总目)|(?:table of )?contents"
    r"|(?:[^\t]{1,8}\t){1,4}(?:頁碼|页码|頁次|页次|page)",
    re.I,
)
_LEADER = (
    r"(?:[ \u3000]*[.．…·‧・⋯_-]{2,}[ \u3000\t]*|\t+[ \u3000]*|[ \u3000]{2,}"
    r"|[ \u3000]+[/／|｜][ \u3000]+)"
)
_PAGE = r"[（(]?(?:[Pp]\.?[ ]?|第[ ]?)?(?:\d{1,4}|[ivxlc]{1,5})(?:[ ]?[頁页])?[）)]?"
_ENTRY = re.compile(rf"(?P<title>.{{2,80}}?){_LEADER}{_PAGE}")
_LEADING_NUMBER = re.compile(
    r"[ \u3000]*(?:\d{1,3}\t)?(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．)）]"
    r"|第.{1,4}[章節节篇])[ \u3000]*"
)
_LONGEST = 200  # characters of an entry, its dots among them
_FEWEST = 2  # entries under a heading
_FEWEST_ALONE = 4  # entries without one, where they do not stand again further on


def find_contents(lines: Sequence[str], *, listed: frozenset[int] = frozenset()) -> frozenset[int]:
    """Return the numbers of the lines that are a page of contents, its heading among them.

    Under 目錄 an entry ends in the number of a page, or stands again as a line further on. Without
    a heading an entry does both, or four do the first, one behind the other.

    Args:
        lines: of the document.
        listed: numbers of those whose style says that they are entries.
    """
    found = set(listed)
    last_place = {_bare(line): at for at, line in enumerate(lines)}
    at = 0
    while at < len(lines):
        is_headed = _HEADING.fullmatch(lines[at].strip()) is not None
        end = at + is_headed
        entries: list[int] = []
        n_again = 0
        while end < len(lines):
            line = lines[end]
            entry = _ENTRY.fullmatch(line.strip()) if len(line) <= _LONGEST else None
            again = last_place.get(_bare(entry["title"] if entry else line), -1) > end
            if line.strip() and not (entry or end in listed or (is_headed and again)):
                break
            entries += [end] if line.strip() else []
            n_again += again and bool(line.strip())
            end += 1
        fewest = _FEWEST if is_headed or n_again == len(entries) else _FEWEST_ALONE
        if len(entries) >= fewest and _ascend(lines, entries):
            found |= {*range(at, entries[-1] + 1)}
        elif is_headed and entries and listed.issuperset(entries):
            found.add(at)
        at = max(end, at + 1)
    return frozenset(found)


def _bare(line: str) -> str:
    """Return a line without its number, as it may stand over its article."""
    return _LEADING_NUMBER.sub("", line.strip(), count=1).strip()


def _ascend(lines: Sequence[str], entries: Sequence[int]) -> bool:
    """Tell whether numbers of pages never go back, as those of a table of figures do."""
    ends = (re.search(r"(\d{1,4})[ ]?[頁页]?[）)]?$", lines[at].strip()) for at in entries)
    pages = [int(end[1]) for end in ends if end]
    return pages == sorted(pages)
