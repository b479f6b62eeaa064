"""Reads the labels of forms: 標題：, 【日期】, Source-报纸:, a name and a tab.

Databases and clipping services print their fields so, each under names of its own. A line counts
as labelled only where others beside it are: 時間：三點 alone is news.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

from components.reading.parsers.column_names import (
    AUTHORS,
    KNOWN,
    OUTLET,
    PUBLISHED,
    TEXT,
    TITLE,
)

LabelRole = Literal["title", "published", "outlet", "authors", "text", "note"]

_LABELLED = re.compile(
    r"[ \t\u3000]*(?:[【\[〔［](?P<boxed>[^【】\[\]〔〕［］\n]{1,12})[】\]〕］][ \t\u3000]*[:：]?"
    r"|(?P<plain>[^\s:：【】\[\]〔〕［］。，][^:：\t\n【】\[\]。，]{0,20}?)[ \u3000]*"
    r"(?:[:：]|\t))[ \t\u3000]*"
)
# The first of each is how openings write it.
_WRITTEN: dict[LabelRole, str] = {
    "title": "標題：",
    "published": "日期：",
    "outlet": "來源：",
    "authors": "作者：",
    "text": "內文：",
    "note": "版次：",
}
_NAMES: tuple[tuple[LabelRole, tuple[str, ...]], ...] = (
    ("title", TITLE),
    ("published", PUBLISHED),
    ("outlet", OUTLET),
    ("authors", AUTHORS),
    ("text", TEXT),
)
_ASIDE = re.compile(r"[圖图]片|照片|影片|下載|下载|抓取|擷取|原文|原標|原标|download")
_CHANGED = re.compile(r"更新|修改|修訂|修订|update|modif")  # openings tell it from the first day
_EVENT = re.compile(
    r"活動|活动|會議|会议|開會|开会|地點|地点|演出|比賽|比赛|報名|报名|開幕|开幕|截止"
)
_BODIES = ("內文", "内文", "內容", "内容", "正文", "全文")  # 高雄報導 is no label of a text
_ENDINGS: tuple[tuple[LabelRole, tuple[str, ...]], ...] = tuple(
    (
        role,
        tuple(n for n in (_BODIES if role == "text" else names) if len(n) > 1 and not n.isascii()),
    )
    for role, names in _NAMES
)
_FORM = frozenset(("title", "published", "outlet"))
_LONGEST_NOTE = 60  # characters of a field that nobody asks for


def role_of(line: str) -> LabelRole | None:
    """Return what the label of a line says that it holds; None where it has no known one."""
    label = _LABELLED.match(line)
    if not label:
        return None
    return _whole_role(label["boxed"]) if label["boxed"] else _role(label["plain"])


def value_of(line: str) -> str:
    """Return what stands behind the label of a line."""
    label = _LABELLED.match(line)
    return line[label.end() :].strip() if label else line.strip()


def plain_labels(lines: Sequence[str]) -> list[str]:
    """Write the labels of a form as openings write them, each line as long as it was.

    Args:
        lines: the first lines of a text, filled, without blanks at their edges.

    Returns:
        The lines themselves where fewer than two of title, day and outlet are labelled.
    """
    roles = [role_of(line) for line in lines]
    if len(_FORM.intersection(roles)) < 2:
        return list(lines)
    last = roles.index("text") if "text" in roles else -1
    written: list[str] = []
    for n, (line, role) in enumerate(zip(lines, roles, strict=True)):
        if n > last >= 0:
            return [*written, *lines[n:]]  # below its label stands the text
        label = _LABELLED.match(line)
        if role == "published" and label and not any(map(str.isdigit, line[label.end() :])):
            role = "note"  # a day that is none
        is_field = label and n < last and len(line) <= _LONGEST_NOTE
        if role is None and is_field and not _CHANGED.search(line.casefold()):
            role = "note"
        written.append(_write(line, label.end(), role) if label and role else line)
    return written


def _write(line: str, end: int, role: LabelRole) -> str:
    own = _WRITTEN[role]
    return own + " " * (end - len(own)) + line[end:] if end >= len(own) else line


@cache
def _role(label: str) -> LabelRole | None:
    """Find the role of a label by its whole name, else by its ending."""
    if role := _whole_role(label):
        return role
    own = _fold(label)
    if _CHANGED.search(own) or _EVENT.search(own):
        return None
    if _ASIDE.search(own):
        return "note"
    return next((role for role, names in _ENDINGS if own.endswith(names)), None)


def _whole_role(label: str) -> LabelRole | None:
    """Find the role of a label by its name, or by one of two that - parts: Source-报纸."""
    names = [_fold(label), *map(_fold, label.split("-"))]
    for name in names:
        for role, known in _NAMES:
            if name in known:
                return role
    return "note" if any(name in KNOWN for name in names) else None


def _fold(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
