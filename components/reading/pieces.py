"""Divides what is to be read into pieces, so that a year of news is never read in one go.

A file of JSON Lines, or of Parquet, is cut between its records; a first pass over the lines tells
what `records` would tell of the whole file: its fields, and which of them holds the text. Every
other file is read whole, several small ones in a piece. `read_piece` gives for all pieces together
what `read` gives for the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from components.reading.analysis import make_articles, name_anew, read
from components.reading.document import Limits, ReadingSettings, TableColumns, UnreadableError
from components.reading.sources import Source
from components.text import Article, Corpus, Refusal

PIECE_BYTES = 1 << 20
_PIECE_FILES = 64
_SAMPLE = 200  # records by which columns are guessed, as `records` does
_ROWS = 1_000  # of Parquet that lie in memory at once
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class LinesTable:
    """What is known of all records of a file.

    Attributes:
        fields: their names, in the order in which they first stand in the file.
        columns: which of them hold what.
    """

    fields: tuple[str, ...]
    columns: TableColumns


@dataclass(frozen=True, slots=True)
class Piece:
    """Some files, or some records of one.

    Attributes:
        sources: the files; one without bytes where `lines` has records.
        lines: records, a line each.
        first: number of the first line in its file, from 1.
        table: what is known of all records.
        limits: how much one file, or one record, may take.
    """

    sources: tuple[Source, ...]
    lines: bytes = b""
    first: int = 1
    table: LinesTable | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def records_of(self) -> str:
        """The file of which these are records; empty for whole files."""
        return self.sources[0].name if self.table else ""

    @property
    def parts(self) -> tuple[object, ...]:
        """All that goes into it, to name it by."""
        told = [(s.name, s.settings, s.fault, s.form, s.data) for s in self.sources]
        return (told, self.lines, self.first, self.table, self.limits)


def cut_into_pieces(
    named: Iterable[tuple[Source, Path | None]],
    limits: Limits,
    *,
    size: int = PIECE_BYTES,
    choose: Callable[[tuple[str, ...], Source], TableColumns] | None = None,
) -> Iterator[Piece]:
    """Yield the pieces of files, in order.

    Args:
        named: each file; of one that has a path and no bytes yet the path is opened here.
        limits: how much one may take.
        size: bytes of a piece; no result depends on it.
        choose: finds the columns that the reader named among the fields of records.
    """
    few: list[Source] = []
    for source, path in named:
        table = survey_lines(path, source.settings) if path and not source.fault else None
        if path and table:
            if choose:
                table = replace(table, columns=choose(table.fields, source))
            if few:
                yield Piece(tuple(few), limits=limits)
                few = []
            yield from _cut_lines(path, source, table, limits, size)
            continue
        few.append(_open(source, path, limits) if path and not source.fault else source)
        files = sum(1 for own in few if own.form == "file")
        if files >= _PIECE_FILES or sum(len(s.data) for s in few) >= size:
            yield Piece(tuple(few), limits=limits)
            few = []
    if few:
        yield Piece(tuple(few), limits=limits)


def read_piece(piece: Piece) -> Corpus:
    """Read a piece; a bad file or record is refused and the rest goes on.

    Ids are not yet unique among all pieces; see `join_pieces`.
    """
    if piece.table is None:
        return read(piece.sources, limits=piece.limits)
    from components.reading.parsers import fit, records

    [source] = piece.sources
    articles: list[Article] = []
    refusals: list[Refusal] = []
    lines = ((piece.first + i, line) for i, line in enumerate(piece.lines.split(b"\n")))
    documents = records.read_lines(
        lines, fields=piece.table.fields, columns=piece.table.columns, limits=piece.limits
    )
    for document in documents:
        name = f"{source.name}:{document.name}"
        try:
            made = partial(make_articles, name=name, settings=source.settings, source=source.name)
            articles += made(fit(document, piece.limits))
        except UnreadableError as fault:
            refusals.append(Refusal(name, fault.reason, fault.detail, name))
    return Corpus(tuple(articles), tuple(refusals))


def join_pieces(pieces: Iterable[tuple[str, Corpus]]) -> Corpus:
    """Put what pieces gave together; names that repeat by accident are made unique.

    Args:
        pieces: of each `records_of` and what `read_piece` gave.
    """
    articles: list[Article] = []
    refusals: list[Refusal] = []
    taken: dict[str, int] = {}
    filled: dict[str, bool] = {}  # of each file cut into records, whether it gave anything
    for name, found in pieces:
        if name:
            filled[name] = filled.get(name, False) or bool(found.articles or found.refusals)
        refusals += (name_anew(refusal, taken) for refusal in found.refusals)
        articles += (name_anew(article, taken) for article in found.articles)
    refusals += (Refusal(name, "empty", (), name) for name, full in filled.items() if not full)
    return Corpus(tuple(articles), tuple(refusals))


def survey_lines(path: Path, settings: ReadingSettings) -> LinesTable | None:
    """Look through a file of records once; None where it has to be read whole.

    That is a file of another kind, of one record, in another encoding, or with a broken line: to
    read it whole tells what is wrong with it.
    """
    suffix = path.suffix.lower()
    if settings.encoding is not None or suffix not in (".jsonl", ".ndjson", ".parquet"):
        return None
    from components.reading.parsers import records, tables

    names: dict[str, int] = {}
    sample: list[dict[str, str]] = []
    count = 0
    try:
        for _, line in _lines_of(path):
            record = dict(records.fields_of(json.loads(line.decode("utf-8"))))
            records.note_fields(names, record)
            if len(sample) < _SAMPLE:
                sample.append(record)
            count += 1
    except (OSError, ValueError, RecursionError):
        return None
    if count < 2 or not path.is_file():
        return None
    rows = [tuple(record.get(name, "") for name in names) for record in sample]
    columns = settings.columns or tables.guess_columns(tuple(names), rows)
    if columns.text is None:
        return None
    return LinesTable(tuple(names), columns)


def _cut_lines(
    path: Path, source: Source, table: LinesTable, limits: Limits, size: int
) -> Iterator[Piece]:
    bare = replace(source, data=b"")
    held: list[bytes] = []
    first, length = 1, 0
    for number, line in _lines_of(path):
        if held and length >= size:
            yield Piece((bare,), b"\n".join(held), first, table, limits)
            held, length = [], 0
        if not held:
            first = number
        # Blank lines keep their place, so that records go by the numbers of their lines.
        held += [b""] * (number - first - len(held))
        held.append(line)
        length += len(line)
    if held:
        yield Piece((bare,), b"\n".join(held), first, table, limits)


def _lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, by their numbers from 1."""
    if path.suffix.lower() == ".parquet":
        yield from _rows_of(path)
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            bare = line.removeprefix(_BOM) if number == 1 else line
            if bare.strip():
                yield number, bare.rstrip(b"\r\n")


def _rows_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of a Parquet file as records of JSON; what is no text is written as one."""
    import pyarrow.parquet as pq

    number = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                plain = {key: _plain(value) for key, value in row.items()}
                yield number, json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else ""


def _open(source: Source, path: Path, limits: Limits) -> Source:
    try:
        if path.stat().st_size > limits.file_bytes:
            return replace(source, fault="too_large")
        return replace(source, data=path.read_bytes())
    except OSError:
        return replace(source, fault="unreadable")
