"""Defines what a file holds before any repair, and how the reader wants it read.

A parser turns bytes into documents and knows nothing of articles; cleaning, joining and
splitting turn documents into articles and know nothing of files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from components.text import CleanName, RefusalReason, Rival, Step

N = TypeVar("N", int, float)
_MIB = 2**20

CLEANING: tuple[CleanName, ...] = (
    "html_entities",
    "soft_hyphens",
    "invisible",
    "widths",
    "han_spaces",
    "quotes",
    "bylines",
    "marks",
)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Which columns of a table hold what: numbers from 0, None where the table has no such.

    Attributes:
        text: the body; a table without one gives no article.
        title: the headline.
        published: the date.
        outlet: who published it.
        authors: who wrote it.
        tags: what it is filed under, several with marks between; never guessed.
    """

    text: int | None = None
    title: int | None = None
    published: int | None = None
    outlet: int | None = None
    authors: int | None = None
    tags: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How one file or paste is read.

    Attributes:
        encoding: the encoding the reader chose; None lets the bytes decide.
        columns: the columns the reader chose; None takes the guess from the headers.
        join_lines: hard-wrapped lines are joined.
        split: a file with several articles is split.
        clean: the clean-up steps that are taken.
        article: of a web page only the article is kept, not all that the page shows.
        other_answer: where extractors differ on a page, the second-best answer is taken.
    """

    encoding: str | None = None
    columns: TableColumns | None = None
    join_lines: bool = True
    split: bool = True
    clean: tuple[CleanName, ...] = CLEANING
    article: bool = True
    other_answer: bool = False


AS_IS = ReadingSettings(join_lines=False, split=False, clean=())


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, row or member, as a parser found it.

    Attributes:
        text: the text with its own line breaks.
        name: where it lies below its file (`m.txt` in an archive, `7` for a row); empty for
            the file itself.
        title: the headline, where the file has one apart from the text.
        published: an ISO date, where the file has one.
        outlet: who published it, where the file says so.
        authors: who wrote it, where the file says so.
        tags: what it is filed under, where the reader says which column tells.
        encoding: what the bytes were decoded with; empty where the format has none of its own.
        rivals: other encodings that come close; the reader is asked.
        steps: what the parser itself took out or replaced, counted.
        wrapped: lines may have been broken by a program, so joining them is worth a look.
        spoken: it comes from captions.
        heads: numbers of the lines, from 0, that the file lays out as headlines; an article may
            begin at each.
        breaks: numbers of the line breaks, from 0, that the width of a page made, where the file
            tells; None leaves it to the lines themselves.
        pages: numbers of the lines, from 0, with which a page begins, but for the first.
    """

    text: str
    name: str = ""
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    encoding: str = ""
    rivals: tuple[Rival, ...] = ()
    steps: tuple[Step, ...] = ()
    wrapped: bool = True
    spoken: bool = False
    heads: tuple[int, ...] = ()
    breaks: tuple[int, ...] | None = None
    pages: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A look at a spreadsheet, for the reader to choose columns.

    Attributes:
        header: the names of the columns.
        rows: the first rows.
        n_rows: how many rows there are.
        guess: which columns hold what, as far as the headers and cells tell.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int
    guess: TableColumns


def _limit(default: N, unit: str, meaning: str, *, least: float = 1, most: int = 0) -> N:
    """Declare a limit: what it counts, for what it is the most, and between which bounds."""
    about = {"unit": unit, "meaning": meaning, "least": least, "most": most or None}
    declared: N = field(default=default, metadata=about)
    return declared


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take; what goes beyond is refused with its reason."""

    file_bytes: int = _limit(
        20 * _MIB, "bytes", "a file, an archive, or a member of one", most=2048 * _MIB
    )
    seconds: float = _limit(10.0, "seconds", "parsing one file", least=0.1)
    memory_bytes: int = _limit(
        1024 * _MIB,
        "bytes",
        "the process that parses one file, beyond what it starts with",
        least=64 * _MIB,
    )
    pages: int = _limit(2_000, "pages", "a PDF")
    rows: int = _limit(100_000, "rows", "a table")
    characters: int = _limit(8_000_000, "characters", "one document")
    line_characters: int = _limit(1_000_000, "characters", "a line without a stop")
    inflated_bytes: int = _limit(200 * _MIB, "bytes", "all members of an archive together")
    entries: int = _limit(5_000, "members", "an archive")
    depth: int = _limit(3, "archives", "archives inside archives", most=10)


class UnreadableError(Exception):
    """A file that gives no text, with the reason and what fills its sentence; never its text.

    Attributes:
        reason: names the sentence that people read, `refused.<reason>`.
        detail: the fields of that sentence.
    """

    def __init__(self, reason: RefusalReason, **detail: str | int) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = tuple(detail.items())

    def __reduce__(self) -> tuple[Any, ...]:
        return _unreadable, (self.reason, dict(self.detail))


def _unreadable(reason: RefusalReason, detail: dict[str, str | int]) -> UnreadableError:
    return UnreadableError(reason, **detail)
