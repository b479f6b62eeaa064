"""Reads the article of a web page, without menus, advertisements and comments.

A page of which less than half is kept says so by a step, `page_doubtful`; the answer of another
extractor can be taken for it, or the whole page.

Refusals: `dtd` (format) where the page declares entities, `too_deep` (format), `broken`
(format), `empty`, and those of decoding.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.encodings import Decoded, decode
from components.reading.parsers import page_exports, page_fields
from components.reading.parsers.article import (
    Origin,
    all_lines,
    find_all,
    find_article,
    headline_at,
)
from components.reading.parsers.blocks import Block, blocks_of
from components.reading.parsers.plain import document_of
from components.text import Step

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.I)
_DECLARED = re.compile(r"<!DOCTYPE[^>\[]*\[|<!ENTITY", re.I)
_ANY_TAG = re.compile(r"<[a-z!/][^<>]*>", re.I)
_ONLY_A_TIME = re.compile(
    r"[\s\d年月日時时分秒點点週周星期一二三四五六天上下午:：/.,()（）-]*\d[\s\d年月日時时分秒點点:：/.()（）-]*"
)
# trafilatura falls back to cruder means below this many characters; Han says more with fewer.
_LEAST = "80"


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the article of a page, with its title, day and the name of its site."""
    return _read(data, settings, hint=_find_charset(data))


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
    return _read(page, settings, hint=charset or _find_charset(page))


def _read(data: bytes, settings: ReadingSettings, *, hint: str | None) -> tuple[Document, ...]:
    decoded = decode(data, hint=hint, encoding=settings.encoding)
    page = decoded.text.removeprefix("\ufeff")
    if _DECLARED.search(page[:20_000]):
        raise UnreadableError("dtd", format="html")
    if not _ANY_TAG.search(page):  # text that bears the suffix
        return (document_of(decoded, page),)
    try:
        tree = _tree(page)
        return tuple(_documents(decoded, page, tree, settings))
    except RecursionError as error:
        raise UnreadableError("too_deep", format="html") from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # what the libraries let through on pages that are none
        raise UnreadableError("broken", format="html") from error


def _documents(
    decoded: Decoded, page: str, tree: Any, settings: ReadingSettings
) -> Iterator[Document]:
    """Yield the article of a page, or the articles of a page that a database exported."""
    own = blocks_of(tree)
    exported = list(page_exports.articles_in(tree, own)) if settings.split else []
    for n, one in enumerate(exported, 1):
        yield document_of(
            decoded,
            "\n".join(one.lines),
            name=str(n),
            title=one.title,
            published=one.published,
            outlet=one.outlet,
        )
    if not exported:
        yield _article(decoded, page, tree, own, settings)


def _article(
    decoded: Decoded, page: str, tree: Any, own: tuple[Block, ...], settings: ReadingSettings
) -> Document:
    data = page_fields.read_linked_data(tree)
    guess, answers = _answers(page)
    title = page_fields.find_headline(tree, own, data)
    whole = not settings.article
    found = find_all(own) if whole else find_article(
        own, tree, answers, title=title, body=data.body, other=settings.other_answer
    )  # fmt: skip
    at = headline_at(own, title)
    at = found.first or 0 if at is None else at
    lines = list(found.lines)
    while not whole and len(lines) > 1 and (lines[0] == title or _is_time(lines[0])):
        del lines[0]
    document = document_of(
        decoded,
        "\n".join(lines),
        title=title or getattr(guess, "title", None),
        published=page_fields.find_published(
            tree, page, own, data, at=at, guess=getattr(guess, "date", None)
        ),
        outlet=page_fields.find_outlet(
            tree, own, data, at=at, guess=getattr(guess, "sitename", None)
        ),
    )
    shown = None if data.headline else page_fields.find_shown_headline(own, found.first or 0, title)
    doubt = (Step("page_doubtful", max(1, found.left)),) if found.is_doubtful else ()
    return replace(
        document,
        title=shown or document.title,
        authors=page_fields.find_authors(tree, data),
        steps=(*document.steps, *doubt),
    )


def _tree(page: str) -> Any:
    import lxml.html  # type: ignore[import-untyped]

    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    # The declaration said what the bytes were; the text is text now.
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page), parser=parser)
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise UnreadableError("too_deep", format="html")
    return tree


def _answers(page: str) -> tuple[Any, list[tuple[Origin, str]]]:
    """Ask the extractors: what trafilatura says of the page, and the text each of them finds."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _LEAST)
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")  # no alarm: the caller kills what is slow
    with _quiet():
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            config=config,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        told = str(getattr(found, "text", None) or "")
        return found, [("readability", _by_readability(page)), ("trafilatura", told)]


def _by_readability(page: str) -> str:
    """Return what readability takes for the article; nothing where it fails."""
    import lxml.html
    import readability  # type: ignore[import-untyped]

    try:
        summary = readability.Document(page).summary()
        return all_lines(lxml.html.document_fromstring(summary))
    except (readability.readability.Unparseable, lxml.etree.LxmlError, ValueError):
        return ""


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


def _is_time(line: str) -> bool:
    return len(line) <= 40 and bool(_ONLY_A_TIME.fullmatch(line))


def _find_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096].replace(b"\0", b""))
    return found[1].decode("ascii") if found else None
