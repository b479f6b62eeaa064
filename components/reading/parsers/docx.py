"""Reads Word documents as a reader of the page sees them, paragraph by paragraph.

The body is parsed as it is inflated, without a tree: a document that grows to gigabytes costs
no memory, and text in boxes, fields and tracked insertions is met where it stands. Headers,
footers, notes, comments, tracked deletions and hidden phonetic guides are not part of it.

Refusals: those of `packages`, and `too_long` (limit).
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.parsers import packages, properties, tables
from components.reading.parsers.column_names import OUTLET, PUBLISHED, TITLE
from components.reading.parsers.contents import find_contents
from components.reading.parsers.headings import find_heads

_FORMAT = "docx"
_MERGED = 100  # characters; of a cell that is merged downwards a longer text stands once
_SHORT_CELL = 40  # characters; a row of such cells stays one line, as a table is read
# Deleted or moved text, the second telling of a drawing, the small signs over a character.
# Properties hold marks of their own, such as the stops of tabs.
_UNSEEN = frozenset(
    {"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPr", "rPr", "sectPr"}
)
# Ids of the first heading in Word of several languages; python-docx and LibreOffice among them.
_HEADING = re.compile(r"(?:heading|標題|标题|berschrift)?\s?(?P<level>[12])", re.I)
_OF_TITLES = 3  # level: a title stands once over all, unless each article has one
_TITLE = re.compile(r"title|標題|标题|a[35]", re.I)
_CONTENTS = re.compile(r"(?:toc|目錄|目录|contents)", re.I)
_FIELDS = frozenset(TITLE + PUBLISHED + OUTLET) | frozenset(
    ("版面", "版次", "記者", "记者", "作者")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PAGE = "\f"


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the body of a Word document, with title, day and outlet where its properties help."""
    with packages.open_package(data, format_name=_FORMAT, limits=limits) as archive:
        body = _Body(limits)
        with packages.open_part(archive, _main_part(archive), _FORMAT) as stream:
            packages.parse_xml(
                stream, format_name=_FORMAT, start=body.start, end=body.end, text=body.data
            )
        told = _properties(archive)
    if rows := tuple(_read_grid(body, limits)):
        return rows
    lines = "\n".join(body.lines).split("\n")
    left_out = find_contents(lines, listed=frozenset(body.listed))
    return (
        Document(
            text="\n".join(line for n, line in enumerate(lines) if n not in left_out),
            heads=tuple(_renumber((n for n in body.heads if n not in left_out), left_out)),
            pages=tuple(dict.fromkeys(_renumber(body.pages, left_out))),
            title=properties.choose_title(told.get("title")),
            published=properties.choose_day(told.get("created"), told.get("modified")),
            outlet=properties.choose_outlet(
                told.get("publisher"), told.get("Company"), told.get("creator")
            ),
        ),
    )


def _read_grid(body: _Body, limits: Limits) -> Iterator[Document]:
    """Read the rows of a table with a column of texts, where it is most of the document."""
    if len(body.grid) < 2 or 2 * sum(map(len, chain(*body.grid))) < body.characters:
        return
    sheet = tables.sheet_of((str(n), row) for n, row in enumerate(body.grid, 1))
    if sheet.named and tables.names_text(sheet.header) and sheet.guess.title is not None:
        yield from tables.read_rows(sheet, columns=None, limits=limits)


def _renumber(lines: Iterable[int], left_out: frozenset[int]) -> Iterator[int]:
    """Yield the numbers of lines once others are left out."""
    gone = sorted(left_out)
    return (n - bisect_left(gone, n) for n in lines)


class _Body:
    """Collects the lines of a document while it is parsed."""

    def __init__(self, limits: Limits) -> None:
        self.lines: list[str] = []
        self._levels: dict[int, int] = {}  # of the lines that are headings
        self.grid: list[tuple[str, ...]] = []  # rows of cells
        self.listed: set[int] = set()  # lines whose style is that of a page of contents
        self.pages: list[int] = []  # lines with which a page begins
        self._style = ""  # of the paragraph that is read
        self._ends_section = False  # behind the paragraph that is read
        self._n_lines = 0  # a paragraph may have breaks in it
        self._galleries: list[bool] = []  # parts of a document, whether each is its contents page
        self._limit = limits.characters
        self.characters = 0
        self._unseen = 0  # how deep inside what is not shown
        self._in_text = False
        self._paragraphs: list[list[str]] = []  # a text box stands inside a paragraph
        self._rows: list[list[list[str]]] = []  # rows of cells of paragraphs, tables in tables
        self._below: set[int] = set()  # cells of the row that go on from the row above

    @property
    def heads(self) -> tuple[int, ...]:
        """The lines of the highest style of heading that stands there more than once, or first."""
        alone = (line for line, level in self._levels.items() if level == 1)
        return find_heads(self._levels) or tuple(alone)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self._look(name, attributes)
        if self._unseen or name in _UNSEEN:
            self._unseen += 1
        elif name == "p" and _is_word(tag):
            self._paragraphs.append([])
        elif name == "t" and _is_word(tag):
            self._in_text = True
        elif name == "tr" and _is_word(tag):
            self._rows.append([])
        elif name == "tc" and self._rows and _is_word(tag):
            self._rows[-1].append([])
        elif name in _SIGNS and self._paragraphs and _is_word(tag):
            ends_page = name == "br" and _value(attributes, "type") == "page"
            self._paragraphs[-1].append(_PAGE if ends_page else _SIGNS[name])

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name == "sdt" and self._galleries:
            self._galleries.pop()
        if self._unseen:
            self._unseen -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._paragraphs and _is_word(tag):
            self._line("".join(self._paragraphs.pop()))
        elif name == "tr" and self._rows and _is_word(tag):
            self._row(self._rows.pop())

    def data(self, text: str) -> None:
        if not self._in_text or self._unseen or not self._paragraphs:
            return
        self.characters += len(text)
        if self.characters > self._limit:
            raise UnreadableError("too_long", limit=self._limit)
        self._paragraphs[-1].append(text)

    def _look(self, name: str, attributes: dict[str, str]) -> None:
        """Note what tells a heading and a page of contents from text."""
        value = _value(attributes, "val")
        if name == "p":
            self._style = ""
        elif name == "pageBreakBefore" and value not in ("0", "false", "off"):
            self.pages.append(self._n_lines)
        elif name == "sectPr":
            self._ends_section = True
        elif name == "pStyle":
            self._style = value
        elif name == "outlineLvl" and value == "0":
            self._style = "1"
        elif name == "vMerge" and value != "restart" and len(self._rows) == 1:
            self._below.add(len(self._rows[0]) - 1)
        elif name == "sdt":
            self._galleries.append(False)
        elif name == "docPartGallery" and self._galleries:
            self._galleries[-1] = "contents" in value.lower()

    def _line(self, line: str) -> None:
        style, self._style = self._style, ""
        is_listed = _CONTENTS.match(style) is not None
        if any(self._galleries) or (is_listed and self._rows):
            return
        if is_listed:
            self.listed |= {*range(self._n_lines, self._n_lines + line.count("\n") + 1)}
        heading = _HEADING.fullmatch(style)
        level = int(heading["level"]) if heading else _OF_TITLES if _TITLE.fullmatch(style) else 0
        if level and line.strip() and not self._rows:
            self._levels[self._n_lines] = level
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(line.replace(_PAGE, "\n"))
        else:
            self._take(line)

    def _take(self, line: str) -> None:
        """Keep a line of the body; a page may begin within it or behind it."""
        for piece in line.split(_PAGE)[:-1]:
            self._n_lines += piece.count("\n") + 1
            self.pages.append(self._n_lines)
        self._n_lines += line.rpartition(_PAGE)[2].count("\n") + 1
        self.lines.append(line.replace(_PAGE, "\n"))
        if self._ends_section:
            self.pages.append(self._n_lines)
            self._ends_section = False

    def _row(self, cells: list[list[str]]) -> None:
        filled = [[line for line in cell if line.strip()] for cell in cells]
        if not self._rows:
            own = ["\n".join(cell) for cell in filled]
            above = self.grid[-1] if self.grid else ()
            for n in self._below:
                if n < min(len(own), len(above)) and not own[n] and len(above[n]) <= _MERGED:
                    own[n] = above[n]
            self._below.clear()
            self.grid.append(tuple(own))
        if all(len(cell) <= 1 and sum(map(len, cell)) <= _SHORT_CELL for cell in filled):
            texts = ["".join(cell) for cell in filled]
            # 日期 | 2024-03-05 names a field, as 日期：2024-03-05 does.
            named = len(texts) == 2 and texts[0].strip(" :：") in _FIELDS and texts[1]
            sign = "：" if named else "\t"
            self._line(sign.join((texts[0].strip(" :："), texts[1]) if named else texts).rstrip())
            return
        for cell in filled:
            for line in cell:
                self._line(line)


def _main_part(archive: zipfile.ZipFile) -> str:
    """Ask the package where its body is: `word/document.xml` with most programs, not with all."""
    found = ["word/document.xml"]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            found.append(attributes.get("Target", "").lstrip("/"))

    if "_rels/.rels" in archive.namelist():
        with packages.open_part(archive, "_rels/.rels", _FORMAT) as stream:
            packages.parse_xml(
                stream,
                format_name=_FORMAT,
                start=start,
                end=packages.pass_over,
                text=packages.pass_over,
            )
    return found[-1]


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the fields of the document's properties by their names in the file."""
    fields: dict[str, str] = {}
    current = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        current.append(_local(tag))

    def end(tag: str) -> None:
        current.pop()

    def text(data: str) -> None:
        fields[current[-1]] = (fields.get(current[-1], "") + data)[:500]

    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in archive.namelist():
            with packages.open_part(archive, part, _FORMAT) as stream:
                packages.parse_xml(stream, format_name=_FORMAT, start=start, end=end, text=text)
    return fields


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _value(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _is_word(tag: str) -> bool:
    """Drawings have paragraphs and texts of their own, which repeat or label."""
    return "wordprocessingml" in tag
