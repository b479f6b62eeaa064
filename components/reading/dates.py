"""Reads the day and the outlet of an article from the name of its file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from components.reading.outlets import find_listed_end, is_outlet

_PARTS = re.compile(r"[\s_\-－—,，、（）()【】\[\]]+")
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.年/]?)(\d{1,2})([-_.月/]?)(\d{1,2})(?!\d)")
# Years of the Republic: 115.03.05, 民國115年3月5日, 1150305.
_ROC_NAMED = re.compile(
    r"(?<!\d)(?:民國|民国)?(1[0-3]\d)(?:([-_./年])(\d{1,2})([-_./月])(\d{1,2})日?"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)
_ROC = 1911
_PAGE = re.compile(r"[A-Z]{1,2}\d{1,3}版?|第?\d{1,3}版")


def find_date(name: str) -> str | None:
    """Return the first whole date in a name as ISO; None if there is none.

    `2007-12-10 中央社.txt`, `20071210.txt`, `2007年12月10日.txt` and `1150305聯合報.txt` have one.
    A date in a text is no date of the text.
    """
    for year, gap, month, other, day in _NAMED.findall(name):
        if bool(gap) != bool(other) or (not gap and len(month + day) != 4):
            continue  # 2007121 may be two days
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    for found in _ROC_NAMED.finditer(name):
        try:
            month, day = int(found[3] or found[6]), int(found[5] or found[7])
            return date(int(found[1]) + _ROC, month, day).isoformat()
        except ValueError:
            continue
    return None


def outlet_in(name: str) -> str | None:
    """Return the outlet that stands first in the name of a file, or behind its date.

    `2007-12-10 中央社 談判破裂.txt` and `聯合報_0312.txt` have one.
    """
    stem = PurePosixPath(name.rpartition("!")[2] or name).name
    stem = stem.rpartition(".")[0] or stem
    undated = _ROC_NAMED.sub(" ", _NAMED.sub(" ", stem))
    words = [word for word in _PARTS.split(undated) if word.strip("日")]
    if not words or (len(words) == 1 and undated == stem):
        return None
    end = find_listed_end(words[0])
    if end and _PAGE.fullmatch(words[0], end):
        return words[0][:end]
    return words[0] if is_outlet(words[0], strong=True) else None
