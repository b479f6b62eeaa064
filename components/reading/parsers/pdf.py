"""Reads the text of a PDF, without what stands on every page.

pdfium gives the text in the order in which the page was written; where the places of its lines
say another, as with columns that are stored across, these decide. Where it gives up, pypdf tries.
Lines are broken as on the page.

Refusals: `encrypted` (format), `too_many_pages` (limit, count), `too_long` (limit), `scanned`
(count: how many pages), `broken` (format), `empty`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.parsers.page_furniture import edges_of
from components.reading.parsers.pdf_columns import arrange
from components.reading.parsers.pdf_layout import breaks_in, headlines_in
from components.reading.parsers.pdf_lines import PageLine, close_hyphens, pieces_of, readable
from components.reading.parsers.properties import choose_day, choose_outlet, choose_title
from components.text import Step

_FORMAT = "pdf"
_MEASURED = 400_000  # characters of a document; the place of each takes a microsecond
_HEADED = 4  # a headline is among the first lines
_TITLE = 80  # characters
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_BREAK = re.compile(r"\r\n?|\n|[\u2028\u2029\x0b\x0c\x85]")
_HYPHEN = re.compile("[\x02\ufffe\xad]\n?")


@dataclass(frozen=True, slots=True)
class _PdfPage:
    """The lines of a page, and where they stand; None where nobody knows."""

    lines: list[str]
    placed: list[PageLine] | None = None


@dataclass(frozen=True, slots=True)
class _Pages:
    pages: list[_PdfPage]
    fields: dict[str, str]
    pictures: bool


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the pages of a PDF as one text; lines that repeat at their edges are taken out."""
    found = _pages(data, limits)
    kept = _without_furniture(found.pages)
    lines = [line for page in kept for line in page.lines]
    n_lines = sum(len(page.lines) for page in found.pages)
    if not _is_text("".join(lines)):
        if found.pictures or n_lines:
            raise UnreadableError("scanned", count=len(found.pages))
        raise UnreadableError("empty")
    layout = _layout(kept)
    heads = headlines_in(layout or ())
    fields, removed = found.fields, n_lines - len(lines)
    return (
        Document(
            text="\n".join(lines),
            title=choose_title(fields.get("Title")) or _headline(layout or (), heads),
            heads=heads,
            breaks=None if layout is None else breaks_in(layout),
            pages=tuple(itertools.accumulate(len(page.lines) for page in kept[:-1])),
            published=choose_day(_day(fields, "CreationDate"), _day(fields, "ModDate")),
            outlet=choose_outlet(fields.get("Author")),
            steps=(Step("page_furniture", removed),) if removed else (),
        ),
    )


def _without_furniture(pages: Sequence[_PdfPage]) -> list[_PdfPage]:
    texts = [page.lines for page in pages]
    heights = [[line.base for line in page.placed or ()] for page in pages]
    are_placed = all(page.placed is not None for page in pages)
    edges = edges_of(texts, heights if are_placed else None)
    return [
        _PdfPage(page.lines[a:b], page.placed and page.placed[a:b])
        for page, (a, b) in zip(pages, edges, strict=True)
    ]


def _layout(pages: Sequence[_PdfPage]) -> list[PageLine] | None:
    """Return the places of all lines; None where a page does not tell them."""
    if any(page.placed is None for page in pages):
        return None
    return [line for page in pages for line in page.placed or ()]


def _headline(layout: Sequence[PageLine], heads: Sequence[int]) -> str | None:
    """Return the first headline of a PDF, one that stands at its head; None where none does."""
    if not heads or heads[0] >= _HEADED:
        return None
    size = layout[heads[0]].em
    rows = itertools.takewhile(
        lambda n: n in heads and abs(layout[n].em - size) < 0.1 * size, itertools.count(heads[0])
    )
    title = "".join(layout[n].text.strip() for n in rows)
    return title if len(title) <= _TITLE else None


def _lines(page: str) -> list[str]:
    text = _HYPHEN.sub("", _BREAK.sub("\n", page))
    lines = (line.rstrip() for line in readable(text).split("\n"))
    return [line for line in lines if line.strip()]


def _is_text(text: str) -> bool:
    """Tell text from the numbers of glyphs that a PDF without a table of letters gives."""
    signs = Counter(text)
    letters = sum(count for sign, count in signs.items() if sign.isalnum())
    unknown = sum(n for sign, n in signs.items() if unicodedata.category(sign) in ("Co", "Cn"))
    return letters > unknown + signs["\ufffd"]


def _pages(data: bytes, limits: Limits) -> _Pages:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise UnreadableError("encrypted", format=_FORMAT) from error
        return _pages_in_python(data, limits)
    try:
        _check_count(len(document), limits)
        pages = list(_pdfium_pages(document, limits))
        is_blank = not any(page.lines for page in pages)
        return _Pages(pages, _fields(document), is_blank and _has_pictures(document))
    except pypdfium2.PdfiumError:
        return _pages_in_python(data, limits)
    finally:
        document.close()


def _fields(document: Any) -> dict[str, str]:
    """Return what a document says of itself; a field that is no text is none."""
    fields = {}
    for key in document.METADATA_KEYS:
        with suppress(UnicodeDecodeError):
            fields[key] = document.get_metadata_value(key)
    return {key: value for key, value in fields.items() if value}


def _pdfium_pages(document: Any, limits: Limits) -> Iterator[_PdfPage]:
    """Yield the pages, with the places of their lines unless the document is very long."""
    characters = 0
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        text = textpage.get_text_bounded()
        characters = _count(text, characters, limits)
        shown = _lines(text)
        is_measured = characters <= _MEASURED
        pieces = pieces_of(textpage, page=number, shown=shown) if is_measured else None
        textpage.close()
        page.close()
        if pieces is None:
            yield _PdfPage(shown)
        else:
            placed = close_hyphens(arrange(pieces))
            yield _PdfPage([line.text for line in placed], placed)


def _has_pictures(document: Any) -> bool:
    first = (document[number] for number in range(min(len(document), 3)))
    return any(True for page in first for _ in page.get_objects(filter=[_IMAGE], max_depth=3))


def _pages_in_python(data: bytes, limits: Limits) -> _Pages:
    import logging
    from io import BytesIO

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it logs every odd byte
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("encrypted", format=_FORMAT)
        _check_count(len(reader.pages), limits)
        pages, characters = [], 0
        for page in reader.pages:
            text = page.extract_text()
            characters = _count(text, characters, limits)
            pages.append(_PdfPage(_lines(text)))
        fields = {key.lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # a broken file breaks it in many ways
        raise UnreadableError("broken", format=_FORMAT) from error
    return _Pages(pages, fields, pictures=not any(page.lines for page in pages))


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.pages:
        raise UnreadableError("too_many_pages", limit=limits.pages, count=count)
    if not count:
        raise UnreadableError("broken", format=_FORMAT)


def _count(text: str, before: int, limits: Limits) -> int:
    """Add the characters of a page to those before it; refuse what is too long."""
    if before + len(text) > limits.characters:
        raise UnreadableError("too_long", limit=limits.characters)
    return before + len(text)


def _day(fields: dict[str, str], key: str) -> str | None:
    """Read `D:20071210083000+08'00'`."""
    found = re.match(r"(?:D:)?(\d{8})", fields.get(key, ""))
    return found[1] if found else None
