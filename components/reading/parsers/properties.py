"""Chooses title, day and outlet among the properties that programs write into files."""

from __future__ import annotations

import re

from components.reading.parsers.days import iso_date

_TEMPLATE_MADE = "2013-12-23T23:15"  # what python-docx writes where nobody says otherwise
_MADE_UP = re.compile(
    r"microsoft word|word document|python-docx"
    r"|^(?:untitled|document|新?文件|文档|文檔|未命名)[\s\d_-]*$"
    r"|^about:|^https?:"
    r"|\.(?:docx?|pdf|odt|pages|indd|qxd|txt)$|^(?:powerpoint|slide|print)|^[\d\s_-]*$",
    re.I,
)
_OUTLET = re.compile(
    r"(?:社|報|报|網|网|台|臺|電視|电视|新聞|新闻|[週周]刊|雜誌|杂志|通訊|通讯"
    r"|News|Times|Post|Daily|Press)$",
    re.I,
)


def choose_title(title: str | None) -> str | None:
    """Return a title someone wrote; None for what programs fill in, such as a file name."""
    title = (title or "").strip()
    return title if title and not _MADE_UP.search(title) else None


def choose_day(created: str | None, modified: str | None) -> str | None:
    """Return the day a file was made, if it was finished that day.

    A file made from last year's file carries last year's date: one that was changed on a later
    day says nothing about when its text was published.
    """
    if (created or "").startswith(_TEMPLATE_MADE):
        return None
    day = (iso_date(created) or "")[:10]
    return day if day and day == (iso_date(modified) or "")[:10] else None


def choose_outlet(*names: str | None) -> str | None:
    """Return the first name that is an outlet's by its ending; a person's is none."""
    stripped = (name.strip() for name in names if name)
    return next((name for name in stripped if _OUTLET.search(name)), None)
