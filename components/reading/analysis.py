"""From bytes to a corpus: decode, repair, name; refuse with a reason what is not text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from components.reading.corpus import (
    Article,
    Corpus,
    CorpusSettings,
    Refusal,
    RefusalReason,
)
from components.reading.dates import date_in
from components.reading.lines import LINE_END, JoinedText, join_lines
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
        as_is: take the text without joining lines.
        fault: why there are no bytes, where a file could not be opened.
    """

    name: str
    data: bytes
    as_is: bool = False
    fault: RefusalReason | None = None


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
        own_id = _unique(source.name, taken)
        taken.add(own_id)
        result = _read_one(source, own_id, settings)
        if isinstance(result, Refusal):
            refusals.append(replace(result, id=own_id))
        else:
            articles.append(result)
    return Corpus(tuple(articles), tuple(refusals), settings)


def accepted(sources: Sequence[Source], corpus: Corpus) -> list[Source]:
    """Return the sources that became articles of the corpus read from them."""
    refused = {refusal.id for refusal in corpus.refusals}
    taken: set[str] = set()
    kept = []
    for source in sources:
        own_id = _unique(source.name, taken)
        taken.add(own_id)
        if own_id not in refused:
            kept.append(source)
    return kept


def sources_in(path: Path, *, limit: int | None = MAX_BYTES) -> Iterator[Source]:
    """Yield the sources of a file, or of all text files below a folder in name order.

    Read-me files and hidden files describe a folder and are not part of its corpus. What is
    missing, too large or cannot be opened is a source with a fault, and the rest goes on.

    Args:
        path: a file or a folder.
        limit: bytes a file may have; larger ones are not opened.
    """
    if not path.is_dir():
        yield _opened(path, path.name or str(path), limit)
        return
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        hidden = any(part.startswith(".") for part in inside.parts)
        described = file.name.lower().startswith("readme")
        if file.is_file() and file.suffix.lower() in TEXT_SUFFIXES and not (hidden or described):
            yield _opened(file, inside.as_posix(), limit)


def line_sources(source: Source) -> Iterator[Source]:
    """Yield each line of a source as an article of its own, taken as it is.

    Ids are `name:1`, `name:2` … by line number; blank lines are passed over.
    """
    if source.fault:
        yield source
    for number, line in enumerate(source.data.split(b"\n"), 1):
        if line.decode("utf-8", "replace").strip():
            yield Source(f"{source.name}:{number}", line.rstrip(b"\r"), as_is=True)


def _opened(path: Path, name: str, limit: int | None) -> Source:
    try:
        if not path.exists():
            return Source(name, b"", fault="not_found")
        if not path.is_file():
            return Source(name, b"", fault="unreadable")
        if limit is not None and path.stat().st_size > limit:
            return Source(name, b"", fault="too_large")
        return Source(name, path.read_bytes())
    except OSError:
        return Source(name, b"", fault="unreadable")


def _read_one(source: Source, article_id: str, settings: CorpusSettings) -> Article | Refusal:
    if source.fault == "too_large" or len(source.data) > MAX_BYTES:
        return Refusal(source.name, "too_large", (("limit", MAX_BYTES // 2**20),))
    if source.fault:
        return Refusal(source.name, source.fault)
    try:
        raw = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in source.data[:4096]:
            return Refusal(source.name, "binary", (("position", source.data.index(b"\0") + 1),))
        return Refusal(source.name, "not_utf8", (("position", error.start + 1),))
    if "\0" in raw:
        return Refusal(source.name, "binary", (("position", raw.index("\0") + 1),))
    if not raw.strip():
        return Refusal(source.name, "empty")
    return _article(article_id, raw, source, settings)


def _article(article_id: str, raw: str, source: Source, settings: CorpusSettings) -> Article:
    if source.as_is or not settings.join_lines:
        joined = JoinedText(LINE_END.sub("\n", raw))
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
