"""Reads the day and the outlet of an article from the name of its file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from components.reading.outlets import is_outlet

_PARTS = re.compile(r"[\s_\-－—,，、（）()【】\[\]]+")
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.年/]?)(\d{1,2})([-_.月/]?)(\d{1,2})(?!\d)")


def find_date(name: str) -> str | None:
    """Return the first whole date in a name as ISO; None if there is none.

    `2007-12-10 中央社.txt`, `20071210.txt` and `2007年12月10日.txt` have one. A date in a text is
    no date of the text.
    """
    for year, gap, month, other, day in _NAMED.findall(name):
        if bool(gap) != bool(other) or (not gap and len(month + day) != 4):
            continue  # 2007121 may be two days
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return None


def outlet_in(name: str) -> str | None:
    """Return the outlet that stands first in the name of a file, or behind its date.

    `2007-12-10 中央社 談判破裂.txt` and `聯合報_0312.txt` have one.
    """
    stem = PurePosixPath(name.rpartition("!")[2] or name).name
    words = [
        word for word in _PARTS.split(_NAMED.sub(" ", stem.rpartition(".")[0] or stem)) if word
    ]
    return words[0] if len(words) > 1 and is_outlet(words[0], strong=True) else None
