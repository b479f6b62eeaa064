"""Reads plain text, and Markdown without its marks.

`UnreadableError`s come from decoding; nothing is refused here.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from components.reading.document import Document, Limits, ReadingSettings
from components.reading.encodings import Decoded, decode
from components.reading.line_joining import LINE_BREAK
from components.reading.parsers.days import iso_date
from components.reading.parsers.headings import find_heads
from components.text import Step

_TITLE_KEYS = ("title", "headline", "標題", "标题", "題名", "题名")
_DATE_KEYS = (
    "date",
    "published",
    "pubdate",
    "publishdate",
    "日期",
    "發布時間",
    "发布时间",
    "時間",
    "时间",
)
_OUTLET_KEYS = ("source", "outlet", "publisher", "media", "來源", "来源", "媒體", "媒体")

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_COLON = re.compile("[:：]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_LEAD = re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_TABLE_RULE = frozenset("|:- \t")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*\S.*$")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t\n][^<>]*)?/?>")
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), ""),  # a picture
    (re.compile(r"\[\^[^\[\]\n]+\]"), ""),  # the mark of a footnote
    (re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (_TAG, ""),
    (re.compile(r"(`{1,3})([^`\n]+)\1"), r"\2"),
    (re.compile(r"(?<!\d)(\*{1,3})(?=\S)([^*\n]+?)(?<=\S)\1(?!\d)"), r"\2"),
    # Chinese has no spaces to set emphasis apart; only Latin names hold underscores.
    (re.compile(r"(?<![A-Za-z0-9_])(_{1,3})(?=\S)([^_\n]+?)(?<=\S)\1(?![A-Za-z0-9_])"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~"), r"\1"),
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# The last private plane: those before it hold characters that people made for their own names.
_ASIDE = 0x10F000
_SET_ASIDE = re.compile("[\U0010f021-\U0010f07e]")


def read_text(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read plain text as it is, with its own line breaks."""
    decoded = decode(data, encoding=settings.encoding)
    return (replace(document_of(decoded, decoded.text), pages=pages_in(decoded.text)),)


def pages_in(text: str) -> tuple[int, ...]:
    """Return the numbers of the lines, from 0, that stand behind a form feed."""
    if "\f" not in text:
        return ()
    breaks = enumerate(LINE_BREAK.finditer(text), 1)
    return tuple(line for line, found in breaks if found[0] == "\f")


def read_markdown(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read Markdown: its marks go, its words and lines stay.

    Front matter gives title, date and source; without it a first heading of the highest level
    is the title, and stays in the text.
    """
    decoded = decode(data, encoding=settings.encoding)
    text, fields = _front_matter(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    lines, levels = _without_marks(text)
    heads = find_heads(levels)
    title = _field(fields, _TITLE_KEYS)
    document = document_of(
        decoded,
        "\n".join(lines),
        title=title or (None if heads else _first_heading(text)),
        published=iso_date(_field(fields, _DATE_KEYS)),
        outlet=_field(fields, _OUTLET_KEYS),
    )
    return (replace(document, heads=heads),)


def document_of(
    decoded: Decoded,
    text: str,
    *,
    name: str = "",
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    authors: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    wrapped: bool = True,
) -> Document:
    """Make a document of decoded bytes; what decoding replaced is its first step."""
    steps = (Step("bad_bytes", decoded.bad_bytes),) if decoded.bad_bytes else ()
    return Document(
        text=text,
        name=name,
        title=title,
        published=published,
        outlet=outlet,
        authors=authors,
        tags=tags,
        encoding=decoded.encoding,
        rivals=decoded.rivals,
        steps=steps,
        wrapped=wrapped,
    )


def without_marks(text: str) -> str:
    """Take the marks of Markdown off a text.

    Headings, emphasis, links, lists, quotes, rules, tables and fences lose their signs; pictures,
    comments, tags and definitions of links go; what stands in a fence stays as it is.
    """
    return "\n".join(_without_marks(text)[0])


def _without_marks(text: str) -> tuple[list[str], dict[int, int]]:
    """Return the lines of a text without marks, and the levels of those that are headings."""
    lines: list[str] = []
    levels: dict[int, int] = {}
    fence = ""
    for line in _without_comments(text).split("\n"):
        opened = _FENCE.match(line)
        if fence:
            closes = line.strip().startswith(fence) and not line.strip(" `~")
            fence = "" if closes else fence
            lines.extend(() if closes else (line,))
        elif opened:
            fence = opened[1]
        else:
            if level := _heading(line)[0]:
                levels[len(lines)] = level
            lines.extend(_line(line, after_text=bool(lines and lines[-1].strip())))
    first = next((n for n, line in enumerate(lines) if line), 0)
    while lines and not lines[-1]:
        lines.pop()
    return lines[first:], {n - first: level for n, level in levels.items()}


def _line(line: str, *, after_text: bool) -> tuple[str, ...]:
    """Return what is left of a line: one line or none."""
    line = _LEAD.sub("", line)
    if (after_text and _UNDERLINE.match(line)) or _RULE.match(line):
        return ()
    if ("|" in line and "-" in line and _TABLE_RULE.issuperset(line)) or _DEFINITION.match(line):
        return ()
    line = _heading(line)[1]
    line = _ITEM.sub("", line, count=1)
    if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
        line = "\t".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return (_inline(line),)


def _heading(line: str) -> tuple[int, str]:
    """Return the level of a heading and its words; 0 and the line itself where it is none."""
    found = _HEADING.match(line)
    if not found:
        return 0, line
    words = line[found.end() :].strip(" \t")
    closed = words.rstrip("#")
    return len(found[1]), closed.rstrip(" \t") if closed[-1:] in ("", " ", "\t") else words


def _without_comments(text: str) -> str:
    kept, begin = [], 0
    while (start := text.find("<!--", begin)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[begin:start])
        begin = end + 3
    return "".join((*kept, text[begin:]))


def _inline(line: str) -> str:
    # Escaped signs are no marks: they wait outside the reach of every pattern.
    line = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found[1])), line)
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    line = _SET_ASIDE.sub(lambda found: chr(ord(found[0]) - _ASIDE), line)
    return html.unescape(line) if "&" in line else line


def _front_matter(text: str) -> tuple[str, dict[str, str]]:
    found = _FRONT.match(text)
    if not found:
        return text, {}
    fields = {}
    for line in found[1].split("\n"):
        if colon := _COLON.search(line):
            value = line[colon.end() :].strip().strip("\"'").strip()
            fields[line[: colon.start()].strip().casefold()] = value
    return (text[found.end() :], fields) if fields else (text, {})


def _field(fields: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((fields[key] for key in keys if fields.get(key)), None)


def _first_heading(text: str) -> str | None:
    lines = [line for line in text.split("\n")[:20] if line.strip()][:2]
    if not lines:
        return None
    level, words = _heading(lines[0])
    if level:
        return _inline(words).strip() or None if level == 1 else None
    underlined = len(lines) == 2 and re.match(r"^ {0,3}=+[ \t]*$", lines[1])
    return _inline(lines[0]).strip() or None if underlined else None
