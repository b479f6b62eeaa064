"""Turns rows of cells into documents: finds the header and what each column holds.

Sheets and records share this. A guess goes by the names of the columns in Chinese and English;
where these say nothing, by what the cells hold.

Refusals: `no_text_column` (count: how many columns there are), `too_many_rows` (limit).
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from components.reading.document import (
    Document,
    Limits,
    TableColumns,
    TablePreview,
    UnreadableError,
)
from components.reading.openings import authors_in
from components.reading.parsers.column_names import (
    AUTHORS,
    KNOWN,
    OUTLET,
    PUBLISHED,
    TEXT,
    TITLE,
)
from components.reading.parsers.days import iso_date
from components.reading.parsers.markup import without_escapes, without_tags

SheetRow = tuple[str, ...]
Numbered = tuple[str, SheetRow]

_SAMPLE = 200  # rows that a guess looks at
_SHOWN = 5
_FIELDS = 30  # of one article, each on a row of its own
_HEADER_WITHIN = 10  # a header may stand below a title and notes
_NOTHING = frozenset(("", "null", "none", "nan", "n/a", "-", "無", "无"))
_SHORT = 20  # characters of a name of a column
_BODY = 40  # characters; a column of texts this long is the body, shorter ones are titles

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_OTHER_DAY = re.compile(
    r"download|modif|updat|crawl|fetch|access|下載|下载|更新|修改|擷取|抓取", re.I
)
_STOP = re.compile(r"[。！？；]")
_BETWEEN_TAGS = re.compile(r"[,;|、，；｜\n]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header told apart.

    Attributes:
        header: the names of the columns; letters as a spreadsheet has them where there are none.
        named: the header was in the file.
        rows: the rows below, each with the name people would call it by.
        guess: which columns hold what.
    """

    header: SheetRow
    named: bool
    rows: Iterable[Numbered]
    guess: TableColumns


def sheet_of(rows: Iterable[Numbered]) -> Sheet:
    """Tell the header of a table from its rows and guess its columns; blank rows are no rows."""
    numbered = (row for row in rows if any(cell.strip() for cell in row[1]))
    sample = list(islice(numbered, _SAMPLE))
    if _is_form([row for _, row in sample]):
        names, held = zip(*(row[:2] for _, row in sample), strict=True)
        sample = [(sample[0][0], tuple(names)), (sample[0][0], tuple(held))]
    at = header_index([row for _, row in sample])
    below = sample if at is None else sample[at + 1 :]
    width = max((len(row) for _, row in sample), default=0)
    if at is None:
        header = tuple(_letters(column) for column in range(width))
    else:
        header = tuple(cell.strip() for cell in sample[at][1])
        header += ("",) * (width - len(header))
    guess = guess_columns(header if at is not None else (), [row for _, row in below])
    return Sheet(header, at is not None, chain(below, numbered), guess)


def _is_form(rows: Sequence[SheetRow]) -> bool:
    """Tell one article whose fields stand under each other: 標題 | …, 日期 | …, 內文 | …."""
    if not 2 < len(rows) <= _FIELDS or any(len(row) < 2 or any(row[2:]) for row in rows):
        return False
    names = tuple(_fold(row[0]) for row in rows)
    known = sum(name in KNOWN for name in names)
    return known >= max(3, len(rows) / 2) and len(set(names)) == len(names) and names_text(names)


def table_of(sheet: Sheet, *, limits: Limits) -> TablePreview | None:
    """Show the first rows of a table and count all; None if it has no column."""
    if not sheet.header:
        return None
    shown: list[SheetRow] = []
    count = 0
    for count, (_, row) in enumerate(limit_rows(sheet.rows, limits=limits), start=1):
        if count <= _SHOWN:
            shown.append(row + ("",) * (len(sheet.header) - len(row)))
    return TablePreview(sheet.header, tuple(shown), count, sheet.guess)


def limit_rows(rows: Iterable[Numbered], *, limits: Limits) -> Iterator[Numbered]:
    """Yield rows until there are more than may be read."""
    for count, row in enumerate(rows, start=1):
        if count > limits.rows:
            raise UnreadableError("too_many_rows", limit=limits.rows)
        yield row


def read_rows(
    sheet: Sheet,
    *,
    columns: TableColumns | None,
    limits: Limits,
    make: Callable[..., Document] = Document,
) -> Iterator[Document]:
    """Yield a document for each row with text, named by its row.

    Args:
        sheet: the table.
        columns: what the reader chose; None takes the guess.
        limits: how many rows there may be.
        make: builds a document, where the bytes had an encoding.
    """
    if not sheet.header:
        return
    chosen = columns or sheet.guess
    if chosen.text is None or not 0 <= chosen.text < len(sheet.header):
        raise UnreadableError("no_text_column", count=len(sheet.header))
    for name, row in limit_rows(sheet.rows, limits=limits):
        text = without_tags(without_escapes(_cell(row, chosen.text)))
        if text.strip():
            yield make(
                text=text,
                name=name,
                title=without_tags(without_escapes(_cell(row, chosen.title))).strip() or None,
                published=iso_date(_cell(row, chosen.published)),
                outlet=_cell(row, chosen.outlet).strip() or None,
                authors=authors_in(_cell(row, chosen.authors)),
                tags=_tags(_cell(row, chosen.tags)),
            )


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, _BETWEEN_TAGS.split(cell)))))


def header_index(rows: Sequence[SheetRow]) -> int | None:
    """Find the row that names the columns; None if the first row is data already.

    A row with a name we know for a column is the header, two names where it is not the first.
    Without, the first row is one if its cells are short and distinct names above longer texts
    or above dates and numbers.
    """
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        names = [cell for cell in row if cell.strip()]
        known = sum(_fold(cell) in KNOWN for cell in names)
        if known >= 2 or (known == 1 and (index == 0 or len(row) == 1) and _all_short(names)):
            return index
    return 0 if len(rows) > 1 and _is_header(rows[0], rows[1:]) else None


def guess_columns(header: SheetRow, rows: Sequence[SheetRow]) -> TableColumns:
    """Guess which columns hold what, first by their names, then by their cells.

    A table with headlines alone has them as its text. No rows and no names give no columns.
    """
    text, title, published, outlet, authors = _find_by_name(header, _find_filled(header, rows))
    taken = {text, title, published, outlet, authors}
    width = max([len(header), *map(len, rows)], default=0)
    free = [column for column in range(width) if column not in taken]
    lengths = {column: _han_length(rows, column) for column in free}
    if text is None and (longest := _longest(lengths, above=_BODY if title is not None else 3)):
        text = longest[0]
    if title is None and text is not None and lengths:
        own = _han_length(rows, text)
        shorter = {c: n for c, n in lengths.items() if c != text and 4 < n < own / 2}
        title = _longest(shorter, above=4)[0] if shorter else None
    if published is None:
        days = [c for c in free if c not in (text, title) and _are_days(rows, c)]
        # The day on which a row was fetched or changed says nothing of its text.
        other = {c for c in days if c < len(header) and _OTHER_DAY.search(header[c])}
        published = next((c for c in days if c not in other), None)
    if text is None:
        text, title = title, None
    return TableColumns(text, title, published, outlet, authors)


def names_text(header: SheetRow) -> bool:
    """Tell whether one of these names is that of a body of text."""
    return any(_fold(cell) in TEXT for cell in header)


def _find_filled(header: SheetRow, rows: Sequence[SheetRow]) -> frozenset[int]:
    """Return the columns that hold something: one of nulls has only its name."""
    needed = max(1, len(rows) / 20)
    full = frozenset(
        column
        for column in range(len(header))
        if sum(_cell(row, column).strip().lower() not in _NOTHING for row in rows) >= needed
    )
    return full if rows and full else frozenset(range(len(header)))


def _find_by_name(header: SheetRow, filled: frozenset[int]) -> list[int | None]:
    """Find text, title, day, outlet and authors by name: whole names first, then how names end.

    Args:
        header: the names.
        filled: the columns that may be taken.
    """
    folded = [_fold(cell) for cell in header]
    found: list[int | None] = [None] * 5
    for whole in (True, False):  # 原始新聞標題 ends as a name we know
        for role, names in enumerate((TEXT, TITLE, PUBLISHED, OUTLET, AUTHORS)):
            if found[role] is None:
                free = [c for c in range(len(folded)) if c in filled and c not in found]
                found[role] = _first(folded, free, names, whole=whole)
    return found


def _first(folded: list[str], free: list[int], names: SheetRow, *, whole: bool) -> int | None:
    for name in names:
        for column in free:
            ends = len(name) > 1 and not name.isascii() and folded[column].endswith(name)
            if folded[column] == name if whole else ends:
                return column
    return None


def _fold(cell: str) -> str:
    folded = unicodedata.normalize("NFKC", cell[:100]).casefold()
    folded = re.sub(r"[(\[].*", "", folded) or folded
    return "".join(sign for sign in folded if sign.isalnum())


def _han_length(rows: Sequence[SheetRow], column: int) -> float:
    lengths = [len(_HAN.findall(_cell(row, column)[:5000])) for row in rows]
    return statistics.median(lengths) if lengths else 0


def _longest(lengths: dict[int, float], *, above: float) -> tuple[int, ...]:
    long = [(length, -column) for column, length in lengths.items() if length > above]
    return (-max(long)[1],) if long else ()


def _are_days(rows: Sequence[SheetRow], column: int) -> bool:
    filled = [cell for row in rows if (cell := _cell(row, column).strip())]
    # A bare number may count anything: only what is written as a date is one here.
    days = [cell for cell in filled if not re.fullmatch(r"[\d.]{1,7}", cell) and iso_date(cell)]
    return (
        bool(filled) and all(len(cell) <= 40 for cell in filled) and len(days) >= 0.8 * len(filled)
    )


def _all_short(cells: Sequence[str]) -> bool:
    return all(len(cell.strip()) <= _SHORT and not _STOP.search(cell) for cell in cells)


def _is_header(first: SheetRow, rest: Sequence[SheetRow]) -> bool:
    names = [cell.strip() for cell in first]
    if not all(names) or len(set(names)) < len(names) or not _all_short(names):
        return False
    if any(iso_date(name) or re.fullmatch(r"[\d.,%-]+", name) for name in names):
        return False
    longer = any(_han_length(rest, c) >= max(_BODY, 4 * len(name)) for c, name in enumerate(names))
    return longer or any(_are_days(rest, column) for column in range(len(names)))


def _cell(row: SheetRow, column: int | None) -> str:
    return row[column] if column is not None and 0 <= column < len(row) else ""


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
