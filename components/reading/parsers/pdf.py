"""Reads the text of a PDF, without what stands on every page.

pdfium gives the text in the order in which the page was written, which is the order of reading
with nearly all programs; where it gives up, pypdf tries. Lines are broken as on the page.

Refusals: `encrypted` (format), `too_many_pages` (limit, count), `too_long` (limit), `scanned`
(count: how many pages), `broken` (format), `empty`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.parsers.pdf_layout import (
    MOST_CHARACTERS,
    PageLine,
    breaks_in,
    headlines_in,
    lines_of,
)
from components.reading.parsers.properties import choose_day, choose_outlet, choose_title
from components.text import Step

_FORMAT = "pdf"
_EDGE = 3  # lines at the top and at the bottom that may be furniture
_HEADED = 4  # a headline is among the first lines
_TITLE = 80  # characters
_PROSE = 25  # characters; a longer line with a comma is no running title
_PUNCTUATION = re.compile("[，、。！？；,.!?;]")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_BREAK = re.compile(r"\r\n?|\n|[\u2028\u2029\x0b\x0c\x85]")
_HYPHEN = re.compile("[\x02\ufffe\xad]\n?")
_UNSEEN = re.compile("[\x00\x01\x03-\x08\x0e-\x1f]")
_DIGITS = re.compile(r"\d+")
_NUMERALS = re.compile(r"(?<=第)[〇零一二三四五六七八九十百]+(?=[頁页版])")
_PAGE_NUMBER = re.compile(r"(?:[-–—~·•|/#第頁页版共,.()\[\]]|page|of)+", re.I)
# Some programs write 人 as the radical ⼈: the same sign, another number.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}


@dataclass(frozen=True, slots=True)
class _Pages:
    texts: list[str]
    fields: dict[str, str]
    pictures: bool
    placed: list[list[PageLine] | None] | None = None


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the pages of a PDF as one text; lines that repeat at their edges are taken out."""
    pages = _pages(data, limits)
    lines = [_lines(page) for page in pages.texts]
    kept, removed = without_furniture(lines)
    if not _is_text("".join(map("".join, kept))):
        if pages.pictures or any(lines):
            raise UnreadableError("scanned", count=len(lines))
        raise UnreadableError("empty")
    fields = pages.fields
    layout = _layout(pages, lines, kept)
    heads = headlines_in(layout or ())
    title = choose_title(fields.get("Title"))
    return (
        Document(
            text="\n".join(line for page in kept for line in page),
            title=title or _headline(layout or (), heads),
            heads=heads,
            breaks=None if layout is None else breaks_in(layout),
            published=choose_day(_day(fields, "CreationDate"), _day(fields, "ModDate")),
            outlet=choose_outlet(fields.get("Author")),
            steps=(Step("page_furniture", removed),) if removed else (),
        ),
    )


def _layout(
    pages: _Pages, lines: Sequence[Sequence[str]], kept: Sequence[Sequence[str]]
) -> list[PageLine] | None:
    """Return the places of the lines that stay; None where a page does not tell them."""
    found: list[PageLine] = []
    for placed, all_lines, own in zip(pages.placed or (), lines, kept, strict=False):
        if placed is None:
            return None
        # What stays of a page is some lines in a row.
        start = next((i for i in range(len(all_lines)) if all_lines[i : i + len(own)] == own), 0)
        found += placed[start : start + len(own)]
    return found if pages.placed and len(found) == sum(map(len, kept)) else None


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


def without_furniture(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], int]:
    """Take out running headers, footers and page numbers.

    A line is furniture if it stands, but for its numbers, among the first or last three lines of
    two fifths of the pages, two at least, and nothing stands outside it that is not furniture.
    Where it goes on into prose or into a fourth line that repeats as well, the pages tell the
    same text again: that is a copy, and only page numbers go.

    Returns:
        The lines of each page that stay, and how many were taken out.
    """
    if len(pages) < 2:
        return [list(page) for page in pages], 0
    needed = max(2, -(-2 * len(pages) // 5))  # left and right pages may differ
    places: Counter[str] = Counter()
    for page in pages:
        edges = {*map(_key, page[: _EDGE + 1]), *map(_key, page[-_EDGE - 1 :])}
        places.update(edges)
    repeated = {key for key, count in places.items() if count >= needed}
    kept: list[list[str]] = []
    for page in pages:
        top = _run(page, repeated)
        bottom = _run(page[top:][::-1], repeated)
        kept.append(list(page[top : len(page) - bottom]))
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _run(lines: Sequence[str], repeated: set[str]) -> int:
    """Count the lines of furniture at the start of `lines`."""
    keys = [_key(line) for line in lines[: _EDGE + 1]]
    run = next((i for i, key in enumerate(keys) if key not in repeated), len(keys))
    copied = run > _EDGE or any(_is_prose(key) for key in keys[:run])
    if copied:
        return min(run, next((i for i, key in enumerate(keys) if not _numbers(key)), len(keys)))
    return run


def _numbers(key: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(key))


def _is_prose(key: str) -> bool:
    return len(key) > _PROSE and not _numbers(key) and bool(_PUNCTUATION.search(key))


def _key(line: str) -> str:
    folded = _DIGITS.sub("#", unicodedata.normalize("NFKC", line))
    return "".join(_NUMERALS.sub("#", folded).split())


def _lines(page: str) -> list[str]:
    text = _HYPHEN.sub("", _BREAK.sub("\n", page))
    text = _UNSEEN.sub("", text.translate(_RADICALS))
    return [line for line in (line.rstrip() for line in text.split("\n")) if line.strip()]


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
        texts = list(_within(_pdfium_texts(document), limits))
        pictures = not any(map(str.strip, texts)) and _has_pictures(document)
        fields = dict(document.get_metadata_dict(skip_empty=True))
        short = sum(map(len, texts)) <= MOST_CHARACTERS
        return _Pages(texts, fields, pictures, _places(document, texts) if short else None)
    except pypdfium2.PdfiumError:
        return _pages_in_python(data, limits)
    finally:
        document.close()


def _pdfium_texts(document: Any) -> Iterator[str]:
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


def _places(document: Any, texts: Sequence[str]) -> list[list[PageLine] | None]:
    """Return the lines of each page with their places."""
    found = []
    for number, text in enumerate(texts):
        page = document[number]
        textpage = page.get_textpage()
        found.append(lines_of(textpage, page=number, shown=_lines(text)))
        textpage.close()
        page.close()
    return found


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
        texts = list(_within((page.extract_text() for page in reader.pages), limits))
        fields = {key.lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # a broken file breaks it in many ways
        raise UnreadableError("broken", format=_FORMAT) from error
    return _Pages(texts, fields, pictures=not any(map(str.strip, texts)))


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.pages:
        raise UnreadableError("too_many_pages", limit=limits.pages, count=count)
    if not count:
        raise UnreadableError("broken", format=_FORMAT)


def _within(texts: Iterator[str], limits: Limits) -> Iterator[str]:
    characters = 0
    for text in texts:
        characters += len(text)
        if characters > limits.characters:
            raise UnreadableError("too_long", limit=limits.characters)
        yield text


def _day(fields: dict[str, str], key: str) -> str | None:
    """Read `D:20071210083000+08'00'`."""
    found = re.match(r"(?:D:)?(\d{8})", fields.get(key, ""))
    return found[1] if found else None
