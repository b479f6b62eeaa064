"""A case: the files of a folder, and what the program makes of them, asked for as a user would."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from components.reading import Limits, read, sources_in
from components.text import Copies, norm_of, split_sentences
from dashboard.cli import main as cli
from dashboard.pipeline import Analysis, Choices

FOLDER = Path(__file__).parent
PATIENCE = Limits(seconds=180)  # on a busy machine a file of hundreds of pages takes its time


def wenmai(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; return its code, its output and its messages."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    patient = {"WENMAI_LIMIT_SECONDS": f"{PATIENCE.seconds:g}"}
    with redirect_stdout(out), redirect_stderr(err), patch.dict(os.environ, patient):
        code = cli.main(list(arguments))
    out.flush()
    return code, out.buffer.getvalue().decode(), err.getvalue()  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """An article as `wenmai read --json` prints it; fields that are not printed are None."""

    fields: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.fields.get(name)

    @property
    def day(self) -> str | None:
        """The day it was published, without the hour."""
        return (self.fields.get("published") or "")[:10] or None

    @property
    def lines(self) -> list[str]:
        """The lines of the text without their indents; blank ones are left out."""
        lines = (line.strip(" \t　") for line in (self.fields.get("text") or "").split("\n"))
        return [line for line in lines if line]

    @property
    def body(self) -> list[str]:
        """The lines behind the headline, where the text begins with it."""
        return self.lines[1:] if self.lines[:1] == [self.title] else self.lines


class Case:
    """One folder of inputs.

    Attributes:
        name: what the folder is called.
        files: its inputs by their names.
    """

    def __init__(self, name: str, files: Iterable[Path] = ()) -> None:
        self.name = name
        found = sorted(files or (FOLDER / name).iterdir())
        self.files = {file.name: file for file in found if file.name != "expected.txt"}

    def rows(self, *names: str, options: tuple[str, ...] = ()) -> list[Row]:
        """Return the articles of all files, or of those named; what was refused is no article."""
        chosen = [str(self.files[name]) for name in names or self.files]
        _, out, _ = wenmai("read", "--json", *chosen, *options)
        rows = [Row(json.loads(line)) for line in out.splitlines()]
        return [row for row in rows if not row.refused]

    def row(self) -> Row:
        """Return the only article."""
        rows = self.rows()
        same(len(rows), 1, "articles")
        return rows[0]

    @property
    def text(self) -> str:
        """The texts of all articles with the headlines that stand apart, a line between them."""
        parts = [part for row in self.rows() for part in (row.title or "", row.text)]
        return "\n".join(parts)

    @cached_property
    def unique(self) -> Analysis:
        """What the program finds where repeated stretches count once, its default."""
        return self.analysis("unique")

    @cached_property
    def everything(self) -> Analysis:
        """What the program finds where every copy counts."""
        return self.analysis("all")

    def analysis(self, copies: Copies) -> Analysis:
        """Analyse the files."""
        sources = (source for file in self.files.values() for source in sources_in(file))
        return Analysis(read(sources, limits=PATIENCE), Choices(copies=copies))

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word counts, by its norm; see `norm_of`."""
        return Counter({row.norm: row.count for row in self.unique.table.rows})

    @cached_property
    def content(self) -> list[str]:
        """The words that the screen shows unless asked otherwise, most frequent first."""
        return [row.word for row in self.unique.content_words.rows]

    def counts(self, word: str) -> int:
        """Return how often a word counts, in whichever script."""
        return self.words[norm_of(word)]

    def names(self, *kinds: str) -> Counter[str]:
        """Return how often each name is mentioned; of all kinds, or of PER, LOC, ORG."""
        index = self.unique.index
        named = {e.id: e.name for e in index.entities if not kinds or e.kind in kinds}
        return Counter(named[m.entity_id] for m in index.mentions if m.entity_id in named)

    def forms(self, *kinds: str) -> Counter[str]:
        """Return how often each written form of names is mentioned, whatever entity it is."""
        index, corpus = self.unique.index, self.unique.counted
        wanted = {e.id for e in index.entities if not kinds or e.kind in kinds}
        spans = (m.span for m in index.mentions if m.entity_id in wanted)
        return Counter(map(corpus.text_of, spans))

    @property
    def sentences(self) -> list[str]:
        """The sentences of all texts."""
        texts = [row.text for row in self.rows()]
        return [text[a:b].strip() for text in texts for a, b in split_sentences(text)]


def same(found: object, right: object, what: str) -> None:
    """Fail where a value is another than the right one."""
    if found != right:
        raise AssertionError(f"{what}: {found!r}, not {right!r}")


def holds(whole: Any, *parts: str) -> None:
    """Fail where a part is missing."""
    if missing := [part for part in parts if part not in whole]:
        raise AssertionError(f"missing: {missing}")


def lacks(whole: Any, *parts: str) -> None:
    """Fail where a part is there that should not be."""
    if wrong := [part for part in parts if part in whole]:
        raise AssertionError(f"should not be there: {wrong}")
