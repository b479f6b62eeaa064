"""Annotated articles: text with its names in braces, {P:王映潔} {L:苗栗縣} {O:雄檢}."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from components.text import split_sentences

Name = tuple[int, int, str]
FOLDER = Path(__file__).parent / "articles"
_MARK = re.compile(r"\{([PLO]):([^{}]*)\}")
_KINDS = {"P": "PER", "L": "LOC", "O": "ORG"}
_BREAK = re.compile(r"^====+$", re.MULTILINE)


class Text(NamedTuple):
    """A text, and the names in it in reading order."""

    text: str
    names: list[Name]


def parse(marked: str) -> Text:
    """Take the marks out of a text."""
    parts: list[str] = []
    names: list[Name] = []
    at = length = 0
    for mark in _MARK.finditer(marked):
        before = marked[at : mark.start()]
        parts += [before, mark[2]]
        start = length + len(before)
        length = start + len(mark[2])
        if mark[2]:
            names.append((start, length, _KINDS[mark[1]]))
        at = mark.end()
    return Text("".join((*parts, marked[at:])), names)


def read_articles(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield the articles of files, which lines of ==== divide."""
    for path in paths:
        for part in _BREAK.split(path.read_text(encoding="utf-8")):
            if part.strip():
                yield parse(part.strip())


def on_one_line(article: Text) -> Text:
    """Return an article as a corpus of a line an article has it; nothing moves."""
    return Text(article.text.replace("\n", " "), article.names)


def sentences_of(article: Text) -> Iterator[Text]:
    """Yield the sentences that the product would read, with the names in each."""
    for start, end in split_sentences(article.text, 0, len(article.text)):
        inside = [n for n in article.names if n[0] < end and start < n[1]]
        if all(start <= a and b <= end for a, b, _ in inside):
            yield Text(article.text[start:end], [(a - start, b - start, k) for a, b, k in inside])


def taught() -> list[Text]:
    """Return the articles that the net learns from."""
    return list(read_articles(sorted(FOLDER.glob("w*.txt"))))


def developed_on() -> list[Text]:
    """Return the articles by which the teaching is stopped."""
    return list(read_articles(sorted(FOLDER.glob("dev*.txt"))))
