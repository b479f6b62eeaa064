"""Opens a result folder, and reads of it the rows that are asked for.

    result.json        schema, version, settings, counts, and size and digest of every file
    articles.parquet   texts, with their dates and outlets
    words, names, links, groups, stories, trend .parquet, and the places of each
    word_rows, name_rows .parquet   which row a norm or an id has, in order of these
    nouns/*.json       what is drawn first: the words, the network and its layout
    parts/             what was made of each part of the corpus, for the next run

`result.json` is written last, and the folder bears its name only when all of it is on the disk.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from components.lazy import lazy
from components.text import Span, codec

T = TypeVar("T")
ResultFault = Literal["missing", "no_result", "newer", "damaged", "unreadable"]

SCHEMA = 2
MANIFEST = "result.json"
PARTS = "parts"
NOUNS = "nouns"
TEXT_ROWS = 64  # articles that are read together
ROWS = 8_192  # rows of any other table
TABLES = (
    "articles", "words", "word_places", "names", "mentions", "links", "link_places",
    "groups", "copies", "left_out", "stories", "story_articles", "trend",
)  # fmt: skip
LOOK_UPS = ("word_rows", "name_rows")  # a result of schema 1 has none


class ResultFolderError(Exception):
    """A result folder that cannot be opened.

    Attributes:
        reason: `missing`, `no_result` (another folder), `newer` (of a later version), `damaged`
            (a file is cut short or gone) or `unreadable`.
        what: the file that is meant, or the version that wrote it.
    """

    def __init__(self, reason: ResultFault, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason = reason
        self.what = what


@dataclass(frozen=True)
class ResultFolder:
    """A finished analysis on disk.

    Attributes:
        folder: where it lies.
        version: of the program that made it.
        settings: what was chosen.
        counts: of articles, characters and the like.
        digest: names all of its tables.
    """

    folder: Path
    version: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""

    def rows(
        self, table: str, first: int, count: int, columns: tuple[str, ...] | None = None
    ) -> list[dict[str, Any]]:
        """Return some rows of a table; only the groups of rows that hold them are read.

        Args:
            table: its name.
            first: number of the first row.
            count: how many; fewer where the table ends.
            columns: the columns that are read; None for all.

        Raises:
            ResultFolderError: the file is damaged.
        """
        import pyarrow as pa

        size = TEXT_ROWS if table == "articles" else ROWS
        try:
            file = self._file(table)
            last = min(first + count, file.metadata.num_rows)
            if first < 0 or first >= last:
                return []
            groups = list(range(first // size, (last - 1) // size + 1))
            found = file.read_row_groups(groups, columns=list(columns) if columns else None)
            rows: list[dict[str, Any]] = found.slice(first % size, last - first).to_pylist()
        except (pa.ArrowException, OSError) as error:
            raise ResultFolderError("damaged", f"{table}.parquet") from error
        return rows

    def row_of(self, table: str, key: str) -> int | None:
        """Return what a look-up table tells of a key; None where it does not have it.

        The groups of rows tell their first key, so that one group is read and no other.

        Raises:
            ResultFolderError: the file is damaged.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        file = self._file(table)
        try:
            firsts = [
                file.metadata.row_group(group).column(0).statistics.min
                for group in range(file.metadata.num_row_groups)
            ]
            group = bisect_right(firsts, key) - 1
            if group < 0:
                return None
            found = file.read_row_group(group)
            at: int = pc.index(found["key"], key).as_py()
            return int(found["row"][at].as_py()) if at >= 0 else None
        except UnicodeEncodeError:  # half a character, as an address may have it, names nothing
            return None
        except (pa.ArrowException, OSError, AttributeError) as error:
            raise ResultFolderError("damaged", f"{table}.parquet") from error

    def has(self, table: str) -> bool:
        """Tell whether there is a table that an older result may not have."""
        return (self.folder / f"{table}.parquet").exists()

    def n_rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(self._file(table).metadata.num_rows)

    def article(self, number: int) -> dict[str, Any]:
        """Return one article by its number."""
        return self.rows("articles", number, 1)[0]

    def noun(self, name: str, kind: type[T]) -> T:
        """Return a noun that is kept whole.

        Raises:
            ResultFolderError: it is damaged.
        """
        path = self.folder / NOUNS / f"{name}.json"
        if name not in self._nouns:
            try:
                told = json.loads(path.read_text(encoding="utf-8"))
                self._nouns[name] = codec.from_json(told, kind)
            except (OSError, ValueError) as error:
                raise ResultFolderError("damaged", path.name) from error
        return self._nouns[name]  # type: ignore[no-any-return]

    def _file(self, table: str) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        files = self._files
        if table not in files:
            try:
                files[table] = pq.ParquetFile(self.folder / f"{table}.parquet", memory_map=True)
            except (pa.ArrowException, OSError) as error:
                raise ResultFolderError("damaged", f"{table}.parquet") from error
        return files[table]

    @lazy
    def _files(self) -> dict[str, Any]:
        return {}

    @lazy
    def _nouns(self) -> dict[str, Any]:
        return {}


def open_result(folder: Path) -> ResultFolder:
    """Open a result folder; its tables are looked at when they are asked for.

    Raises:
        ResultFolderError: there is none, it is of a later version, or a file of it is cut short.
    """
    told = read_manifest(folder)
    for name, about in told["files"].items():
        try:
            size = (folder / name).stat().st_size
        except OSError as error:
            raise ResultFolderError("damaged", name) from error
        if size != about["bytes"]:
            raise ResultFolderError("damaged", name)
    return ResultFolder(folder, told["version"], told["settings"], told["counts"], told["digest"])


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what a folder says of itself.

    Raises:
        ResultFolderError: it says nothing, or what this version does not understand.
    """
    try:
        if not folder.is_dir():
            raise ResultFolderError("missing")
        if not (folder / MANIFEST).is_file():
            raise ResultFolderError("no_result")
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultFolderError("unreadable", error.strerror or "") from error
    except ValueError as error:
        raise ResultFolderError("damaged", MANIFEST) from error
    if not isinstance(told, dict) or type(told.get("schema")) is not int:
        raise ResultFolderError("no_result")
    if told["schema"] > SCHEMA:
        raise ResultFolderError("newer", str(told.get("version", "")))
    if not _is_sound(told):
        raise ResultFolderError("damaged", MANIFEST)
    return told


def _is_sound(told: dict[str, Any]) -> bool:
    """Tell whether a manifest has the form of ours; names of files stay inside the folder."""
    kinds = {"version": str, "settings": dict, "counts": dict, "digest": str, "files": dict}
    if not all(isinstance(told.get(name), kind) for name, kind in kinds.items()):
        return False
    needed = {f"{table}.parquet" for table in (*TABLES, *(LOOK_UPS if told["schema"] > 1 else ()))}
    known = needed | {f"{table}.parquet" for table in LOOK_UPS}
    files = told["files"]
    return needed <= files.keys() and all(
        isinstance(about, dict)
        and type(about.get("bytes")) is int
        and (name in known or name.startswith(f"{NOUNS}/"))
        and ".." not in name
        for name, about in files.items()
    )


def place_of(row: Mapping[str, Any], article_id: str) -> Span:
    """Return the place that a row tells."""
    return Span(article_id, row["start"], row["end"])
