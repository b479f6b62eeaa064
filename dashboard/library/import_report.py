"""Reports how files were read: which steps were taken, and where a choice was close.

Nothing here takes a text out of the database; the steps lie beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from components.reading.document import ReadingSettings
from components.text import Refusal, Rival, Step, StepName, from_plain
from dashboard.library.access import OpenWorkspace, reads_workspace
from dashboard.library.articles import get_rows
from dashboard.library.filters import TITLE
from dashboard.library.models import ArticleRow, ArticleText, Original
from dashboard.library.values import keepable

MOST_TITLES = 200


@dataclass(frozen=True, slots=True)
class StepTally:
    """A step, how often it was taken, and in how many articles."""

    name: StepName
    count: int
    articles: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """How a file was read.

    Attributes:
        original: the id of its bytes.
        file: the name it came under.
        size: bytes.
        settings: what the reader chose; the default is to choose nothing.
        articles: how many it gave, the bin included.
        titles: of the first 200 of them.
        steps: what was done, all articles together.
        encoding: of its first article; empty where its format has none.
        opening: the first characters of its first article.
        rivals: other encodings its bytes may be in.
        changed: the id of the first article that something was done to.
    """

    original: str
    file: str
    size: int = 0
    settings: ReadingSettings = field(default_factory=ReadingSettings)
    articles: int = 0
    titles: tuple[str, ...] = ()
    steps: tuple[StepTally, ...] = ()
    encoding: str = ""
    opening: str = ""
    rivals: tuple[Rival, ...] = ()
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of files that were handed over.

    Attributes:
        files: original id and name of each that was received.
        refused: what was not read, and why.
        state: as of a job.
        code: the error number to report to the administrator, where it failed.
        job: the job that read them, if one did.
    """

    files: tuple[tuple[str, str], ...]
    refused: tuple[Refusal, ...] = ()
    state: str = "done"
    code: str = ""
    job: str | None = None


@reads_workspace
def list_imports(home: OpenWorkspace, originals: Collection[str]) -> tuple[FileRead, ...]:
    """Return how files were read, in the order asked; those without an article are left out."""
    asked = list(dict.fromkeys(keepable(original) for original in originals))
    files: dict[tuple[str, str], list[Row[Any]]] = {}
    for start in range(0, len(asked), 500):
        wanted = (
            select(
                ArticleRow.original_id,
                ArticleRow.file,
                ArticleRow.name,
                ArticleRow.settings,
                ArticleRow.encoding,
                ArticleRow.opening,
                Original.size,
                TITLE.label("title"),
                ArticleText.details["steps"].label("steps"),
                ArticleText.details["rivals"].label("rivals"),
            )
            .join(ArticleText, ArticleText.article_id == ArticleRow.id)
            .join(Original, Original.id == ArticleRow.original_id)
            .where(ArticleRow.workspace_id == home.id)
            .where(ArticleRow.original_id.in_(asked[start : start + 500]))
            .order_by(ArticleRow.position, ArticleRow.part)
        )
        for row in home.session.execute(wanted):
            files.setdefault((row.original_id, row.file), []).append(row)
    rank = {original: n for n, original in enumerate(asked)}
    return tuple(_file(files[key]) for key in sorted(files, key=lambda key: rank[key[0]]))


@reads_workspace
def list_steps(home: OpenWorkspace, articles: Collection[str]) -> Mapping[str, tuple[Step, ...]]:
    """Return by id what was done to articles while reading."""
    ids = {row.id: row.name for row in get_rows(home, articles)}
    kept = select(ArticleText.article_id, ArticleText.details["steps"]).where(
        ArticleText.article_id.in_(ids)
    )
    return {ids[row_id]: _steps(found) for row_id, found in home.session.execute(kept)}


def _steps(data: Any) -> tuple[Step, ...]:
    found: tuple[Step, ...] = from_plain(data or (), tuple[Step, ...])
    return found


def _tally(name: StepName, counts: list[int]) -> StepTally:
    # Every article of a split file bears the number of all of them.
    return StepTally(name, max(counts) if name == "split" else sum(counts), len(counts))


def _file(rows: list[Row[Any]]) -> FileRead:
    first = rows[0]
    sums: dict[StepName, list[int]] = {}
    changed = None
    for row in rows:
        for step in _steps(row.steps):
            changed = changed or row.name
            sums.setdefault(step.name, []).append(step.count)
    return FileRead(
        original=first.original_id,
        file=first.file,
        size=first.size,
        settings=from_plain(first.settings, ReadingSettings),
        articles=len(rows),
        titles=tuple(row.title for row in rows[:MOST_TITLES]),
        steps=tuple(_tally(name, counts) for name, counts in sums.items()),
        encoding=first.encoding,
        opening=first.opening,
        rivals=from_plain(first.rivals or (), tuple[Rival, ...]),
        changed=changed,
    )
