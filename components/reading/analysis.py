"""From bytes to a corpus: decode, repair, name; refuse with a reason what is not text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from components.reading.corpus import Article, Corpus, CorpusSettings, Refusal
from components.reading.dates import date_in
from components.reading.lines import JoinedText, join_lines
from components.reading.splitting import split_sentences

MAX_BYTES = 20 * 1024 * 1024  # one file; larger ones are bundles that want splitting
TEXT_SUFFIXES = (".txt",)
_TITLE_CHARACTERS = 24
_CLAUSE = re.compile(r"[，。！？；：,!?;:\n]")


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name: a file, an upload, a paste.

    Attributes:
        name: the label shown to people and the id of the article; never opened as a path.
        data: the bytes as they came.
        as_is: take the text without joining lines (`--lines`).
    """

    name: str
    data: bytes
    as_is: bool = False


def read(sources: Iterable[Source], *, settings: CorpusSettings | None = None) -> Corpus:
    """Read sources into a corpus; a bad one is refused and the rest goes on.

    Args:
        sources: bytes with names; names repeat only by accident and are made unique.
        settings: whether hard-wrapped lines are joined.

    Returns:
        Articles in the given order, and refusals with their reasons. No source gives an
        empty corpus.
    """
    settings = settings or CorpusSettings()
    articles: list[Article] = []
    refusals: list[Refusal] = []
    taken: set[str] = set()
    for source in sources:
        result = _read_one(source, _unique(source.name, taken), settings)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            articles.append(result)
            taken.add(result.id)
    return Corpus(tuple(articles), tuple(refusals), settings)


def sources_in(path: Path) -> Iterator[Source]:
    """Yield the sources of a file, or of all text files below a folder in name order.

    Read-me files and hidden files describe a folder and are not part of its corpus.

    Raises:
        FileNotFoundError: there is nothing at that path.
    """
    if not path.is_dir():
        yield Source(path.name, path.read_bytes())
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        hidden = any(part.startswith(".") for part in inside.parts)
        described = file.name.lower().startswith("readme")
        if file.is_file() and file.suffix.lower() in TEXT_SUFFIXES and not (hidden or described):
            yield Source(inside.as_posix(), file.read_bytes())


def line_sources(name: str, data: bytes) -> Iterator[Source]:
    """Yield each line of a file as an article of its own, taken as it is.

    Ids are `name:1`, `name:2` … by line number; blank lines are passed over.
    """
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield Source(f"{name}:{number}", line.rstrip(b"\r"), as_is=True)


def _read_one(source: Source, article_id: str, settings: CorpusSettings) -> Article | Refusal:
    if len(source.data) > MAX_BYTES:
        limit = (("limit", MAX_BYTES // 2**20), ("size", len(source.data) // 2**20))
        return Refusal(source.name, "too_large", limit)
    if not source.data.strip():
        return Refusal(source.name, "empty")
    try:
        raw = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in source.data[:4096]:
            return Refusal(source.name, "binary", (("position", source.data.index(b"\0") + 1),))
        return Refusal(source.name, "not_utf8", (("position", error.start + 1),))
    if "\0" in raw:
        return Refusal(source.name, "binary", (("position", raw.index("\0") + 1),))
    if not any(character.isalnum() for character in raw):
        return Refusal(source.name, "empty")
    return _article(article_id, raw, source, settings)


def _article(article_id: str, raw: str, source: Source, settings: CorpusSettings) -> Article:
    if source.as_is or not settings.join_lines:
        joined = JoinedText(raw if source.as_is else raw.replace("\r\n", "\n"))
    else:
        joined = join_lines(raw)
    return Article(
        id=article_id,
        title=title_of(joined.text),
        text=joined.text,
        raw=raw,
        joins=joined.joins,
        counted=((0, len(joined.text)),),
        source=source.name,
        published=date_in(source.name),
    )


def title_of(text: str) -> str:
    """Name a text by its first line, or its first clause where the line runs on.

    At most 24 characters; a cut title ends with ….
    """
    start, end = next(split_sentences(text), (0, 0))
    first = _CLAUSE.split(text[start:end], maxsplit=1)[0].strip()
    first = first or text[start:end]
    return first if len(first) <= _TITLE_CHARACTERS else first[: _TITLE_CHARACTERS - 1] + "…"


def _unique(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = next(n for n in range(2, len(taken) + 3) if f"{name} ({n})" not in taken)
    return f"{name} ({number})"
