"""Web pages, saved or exported: the article, without menus, advertisements and comments.

Refusals: `dtd` (format) where the page declares entities, `too_deep` (format), `broken`
(format), `empty`, and those of decoding.
"""

from __future__ import annotations

import contextlib
import logging
import re
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
        text = _text(found) or _all_text(tree)
    except RecursionError as error:
        raise UnreadableError("too_deep", format="html") from error
    except MemoryError:
        raise
    except Exception as error:  # what the libraries let through on pages that are none
        raise UnreadableError("broken", format="html") from error
    return (
        document_of(
            decoded,
            text,
            title=_title(found, tree),
            published=iso_date(getattr(found, "date", None)) or _shown_day(page),
            outlet=_outlet(found),
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
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
    # The declaration said what the bytes were; the text is text now.
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page), parser=parser)
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


def _text(found: Any) -> str:
    return str(getattr(found, "text", None) or "").strip()


def _title(found: Any, tree: Any) -> str | None:
    title = getattr(found, "title", None) or tree.findtext(".//title")
    return " ".join(without_tags(str(title)).split()) or None if title else None


def _outlet(found: Any) -> str | None:
    """Return the site's name; a bare host is no name of an outlet."""
    name = str(getattr(found, "sitename", None) or "").strip()
    return name if name and not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", name, re.I) else None


def _shown_day(page: str) -> str | None:
    """Find the day a page prints after 發布時間： and the like."""
    return next(
        (day for found in _SHOWN_DAY.finditer(page[:500_000]) if (day := iso_date(found[1]))), None
    )


def _all_text(tree: Any) -> str:
    """Return all text of a page that is no article: its blocks as lines."""
    pieces: list[str] = []
    unseen = 0
    from lxml import etree

    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        edge = "\n" if tag in _BLOCKS else ""
        if event == "start":
            unseen += tag in _UNSEEN
            pieces.append(edge + ("" if unseen or not tag else node.text or ""))
        else:
            unseen -= tag in _UNSEEN
            pieces.append(edge + ("" if unseen else node.tail or ""))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    return found[1].decode("ascii") if found else None
