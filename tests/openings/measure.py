"""How well the program reads openings: title, day, hour, outlet, place, authors, and no byline
among the names.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.reading.outlets import full_name
from tests.cases.asking import Case, Row

FILE = Path(__file__).with_name("openings.jsonl")


@dataclass(frozen=True)
class Answer:
    """One question to one opening.

    Attributes:
        field: what was asked for.
        found: what the program says.
        right: what it should say; of several values each is right.
    """

    field: str
    found: Any
    right: tuple[Any, ...]

    @property
    def is_right(self) -> bool:
        """Tell whether the program says what is right."""
        return self.found in self.right


def openings(file: Path = FILE) -> tuple[dict[str, Any], ...]:
    """Read the openings of a file."""
    return tuple(json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())


def answers(truth: dict[str, Any]) -> Iterator[Answer]:
    """Ask the program about one opening, and about nothing its truth does not tell."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "paste.txt")
        file.write_text(truth["text"], encoding="utf-8")
        case = Case("opening", [file])
        rows = case.rows()
        row = rows[0] if len(rows) == 1 else Row({})
        if "title" in truth:
            yield Answer("title", _spaced(row.title or ""), (_spaced(truth["title"]),))
        if "published" in truth:
            yield from _times(row.published, truth["published"])
        written = truth.get("written", truth["outlet"])
        # A short form is the same outlet, told by its one name.
        outlets = (truth["outlet"], written, full_name(written) if written else None)
        yield Answer("outlet", row.outlet, outlets)
        yield Answer("place", row.place, (truth["place"],))
        authors = truth.get("authors", truth.get("bylines"))
        yield Answer("authors", list(row.authors or []), (authors,))
        yield Answer("no byline named", _named(case, [*authors, *truth["others"]]), ([],))


def _spaced(line: str) -> str:
    """Return a line with one blank for blanks of any width."""
    return " ".join(line.split())


def _times(found: str | None, right: str) -> Iterator[Answer]:
    """Ask for the day, and for the hour where the text says one; for a zone where it names it."""
    yield Answer("day", (found or "")[:10], (right[:10],))
    if "T" in right or "T" in (found or ""):
        hour, zone = right[10:19].split("+")[0], right[-6:] if "+" in right else ""
        said = (found or "")[10:]
        clock, _, other = said.partition("+")
        is_right = clock == hour and (not zone or f"+{other}" == zone)
        yield Answer("hour", said if not is_right else right[10:], (right[10:],))


def _named(case: Case, writers: list[str]) -> list[str]:
    """Return the names found where a writer's name stands."""
    found = case.everything
    named = []
    for article in found.source.articles:
        for mention in found.index.mentions:
            start, end = mention.span.start, mention.span.end
            inside = (
                article.text.find(name, max(0, start - len(name) + 1), end + len(name) - 1) >= 0
                for name in writers
            )
            if mention.span.article_id == article.id and any(inside):
                named.append(found.source.text_of(mention.span))
    return named
