"""When an article was published: what its source says, else the date in its file's name."""

from __future__ import annotations

import re
from datetime import date

from components.reading import Corpus

_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.年/]?)(\d{1,2})([-_.月/]?)(\d{1,2})(?!\d)")


def dates_of(corpus: Corpus) -> dict[str, str]:
    """Return article id -> ISO date, for the articles that have one.

    A date in a text is no date of the text; only `published` and names such as
    `2007-12-10 中央社.txt`, `20071210.txt` or `2007年12月10日.txt` count.
    """
    found = ((a.id, (a.published or "")[:10] or date_in(a.source or a.id)) for a in corpus.articles)
    return {article_id: day for article_id, day in found if day}


def date_in(name: str) -> str:
    """Return the first whole date in a name as ISO, "" if there is none."""
    for year, gap, month, other, day in _NAMED.findall(name):
        if bool(gap) != bool(other) or (not gap and len(month + day) != 4):
            continue  # 2007121 may be two days
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""
