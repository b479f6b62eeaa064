"""Web pages, saved or exported: the article, without menus, advertisements and comments.

Refusals: `dtd` (format) where the page declares entities, `too_deep` (format), `broken`
(format), `empty`, and those of decoding.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.encodings import decode
from components.reading.formats.days import iso_date
from components.reading.formats.markup import without_tags
from components.reading.formats.plain import document_of

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_DECLARED = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.I)
_ANY_TAG = re.compile(r"<[a-z!/][^<>]*>", re.I)
_SHOWN_DAY = re.compile(
    r"(?:發[布佈]|发布|刊登|上稿|出刊|更新|報導|报道|新聞|建立)?(?:日期|時間|时间|於)\s*[:：]\s*([^<>\n]{6,40})"
)
_ONLY_A_TIME = re.compile(
    r"[\s\d年月日時时分秒點点週周星期一二三四五六天上下午:：/.,()（）-]*\d[\s\d年月日時时分秒點点:：/.()（）-]*"
)
_RELATED = re.compile(
    r"[\s※◎●■▲►>＞\[【]*(?:延伸閱讀|延伸阅读|相關(?:新聞|報導|文章|連結)|相关(?:新闻|报道|阅读|链接)"
    r"|推薦閱讀|推荐阅读|更多新聞|更多新闻|看更多|熱門新聞|热门新闻|你可能)"
)
_DAY_CLASS = re.compile(r"date|time|publish|pubdate", re.I)
_SOURCE_CLASS = re.compile(r"(?:^|[\s_-])(?:source|media|origin)(?:$|[\s_-])", re.I)
_SOURCE_LABEL = re.compile(
    r"^\s*(?:新聞|新闻|稿件|文章)?(?:來源|来源|出處|出处|source)\s*[:：]\s*", re.I
)
_PUBLISHER = re.compile(r'"publisher"\s*:\s*\{[^{}]{0,300}?"name"\s*:\s*("(?:[^"\\\\]|\\.){1,60}")')
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}", re.I)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "br",
        "section",
        "article",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "td",
        "th",
        "figcaption",
    ]
)
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
    ]
)
# trafilatura falls back to cruder means below this many characters; Han says more with fewer.
_LEAST = "80"


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the article of a page, with its title, day and the name of its site."""
    return _read(data, encoding=settings.encoding, hint=_declared(data))


def read_mhtml(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the page of a web archive; its pictures and styles are passed over."""
    import email
    import email.policy

    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        page = parts[0].get_payload(decode=True) if parts else b""
        charset = parts[0].get_content_charset() if parts else None
    except Exception as error:  # the parser of mails lets through what odd headers make happen
        raise UnreadableError("broken", format="mhtml") from error
    if not isinstance(page, bytes) or not page.strip():
        raise UnreadableError("broken", format="mhtml")
    return _read(page, encoding=settings.encoding, hint=charset or _declared(page))


def _read(data: bytes, *, encoding: str | None, hint: str | None) -> tuple[Document, ...]:
    decoded = decode(data, hint=hint, encoding=encoding)
    page = decoded.text.removeprefix("\ufeff")
    if _DECLARED.search(page[:20_000]):
        raise UnreadableError("dtd", format="html")
    if not _ANY_TAG.search(page):  # text that bears the suffix
        return (document_of(decoded, page),)
    try:
        found, tree = _extracted(page)
        title = _title(found, tree)
        text = _text(found, tree, title) or _all_text(tree)
    except RecursionError as error:
        raise UnreadableError("too_deep", format="html") from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # what the libraries let through on pages that are none
        raise UnreadableError("broken", format="html") from error
    return (
        document_of(
            decoded,
            text,
            title=title,
            published=iso_date(getattr(found, "date", None)) or _shown_day(page, tree),
            outlet=_outlet(found, page, tree),
        ),
    )


def _extracted(page: str) -> tuple[Any, Any]:
    """Let trafilatura find the article; return it and the tree of the whole page."""
    import lxml.html  # type: ignore[import-untyped]
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _LEAST)
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # no alarm: the caller kills what is slow
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    # The declaration said what the bytes were; the text is text now.
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page), parser=parser)
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("too_deep", format="html")
    with _quiet():
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            favor_precision=True,
            config=config,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    return found, tree


@contextlib.contextmanager
def _quiet() -> Any:
    """Keep the libraries from logging pieces of a page."""
    loggers = [logging.getLogger(name) for name in ("trafilatura", "htmldate", "readability")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _text(found: Any, tree: Any, title: str | None) -> str:
    """Return the body; a headline, a day or an hour above it is told apart already."""
    text = str(getattr(found, "text", None) or "").strip()
    if text.startswith("|"):  # a page laid out as a table
        text = _largest_cell(tree) or text
    lines = [shown for line in text.split("\n") if (shown := _without_signs(line))]
    while len(lines) > 1 and (lines[0].strip() == title or _is_time(lines[0])):
        del lines[0]
    related = (i for i, line in enumerate(lines) if _RELATED.match(line))
    end = next((i for i in related if 2 * i >= len(lines)), len(lines))
    return "\n".join(lines[:end])


def _without_signs(line: str) -> str:
    """Take off what trafilatura writes for lists and tables; cells are parted by a tab."""
    if not line.startswith("|"):
        return line.removeprefix("- ").strip()
    if not line.strip("|-: "):
        return ""
    return "\t".join(cell.strip() for cell in line.strip(" |").split("|"))


def _is_time(line: str) -> bool:
    return len(line) <= 40 and bool(_ONLY_A_TIME.fullmatch(line))


def _largest_cell(tree: Any) -> str:
    """Return the cell that holds at least half of what is written outside links."""
    cells = [cell for cell in tree.iter("td") if cell.find(".//td") is None]
    texts = sorted((_all_text(cell, without=_UNSEEN | {"a"}) for cell in cells), key=len)
    return texts[-1] if texts and 2 * len(texts[-1]) >= sum(map(len, texts)) else ""


def _title(found: Any, tree: Any) -> str | None:
    title = getattr(found, "title", None) or tree.findtext(".//title")
    return " ".join(without_tags(str(title)).split()) or None if title else None


def _outlet(found: Any, page: str, tree: Any) -> str | None:
    """Return the outlet as the page writes it; a bare host is no name of one."""
    told = [meta.get("content") for meta in tree.iterfind(".//meta[@property='og:site_name']")]
    publisher = _PUBLISHER.search(page)
    told += [json.loads(publisher[1])] if publisher else []
    told += [_SOURCE_LABEL.sub("", text) for text in _labelled(tree, _SOURCE_CLASS)]
    names = [str(name or "").strip() for name in (*told, getattr(found, "sitename", None))]
    fitting = (n for n in names if 1 < len(n) <= 30 and not _HOST.fullmatch(n))
    return next((n for n in fitting if not re.search(r"\d{4}", n)), None)


def _shown_day(page: str, tree: Any) -> str | None:
    """Find the day a page prints: in an element made for it, or after 發布時間：and the like."""
    labelled = list(_labelled(tree, _DAY_CLASS))
    labelled += [found[1] for found in _SHOWN_DAY.finditer(page[:500_000])]
    return next((day for text in labelled if (day := iso_date(text))), None)


def _labelled(tree: Any, names: re.Pattern[str]) -> Iterator[str]:
    """Yield the short texts of elements whose class or id says what they hold."""
    for node in tree.iter("span", "div", "p", "time", "em", "a", "li", "small", "td"):
        if names.search(f"{node.get('class', '')} {node.get('id', '')}"):
            text = " ".join("".join(itertools.islice(node.itertext(), 20)).split())
            if text and len(text) <= 60:
                yield text


def _all_text(tree: Any, *, without: frozenset[str] = _UNSEEN) -> str:
    """Return all text of a page or a part of it: its blocks as lines."""
    from lxml import etree

    pieces: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        edge = "\n" if tag in _BLOCKS else ""
        if event == "start":
            unseen += tag in without
            pieces.append(edge + ("" if unseen else node.text or ""))
        else:
            unseen -= tag in without
            tail = "" if node is tree else node.tail
            pieces.append(edge + ("" if unseen else tail or ""))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    return found[1].decode("ascii") if found else None
