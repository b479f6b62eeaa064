"""Turns bytes into a corpus: parses, cleans, splits and joins, or refuses with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from components.reading.bylines import Bylines, cut_out, find_bylines
from components.reading.cleaning import Cleaned, clean
from components.reading.dates import find_date, outlet_in
from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.line_joining import (
    EDGE,
    LINE_BREAK,
    MIN_FULL_LINES,
    JoinedText,
    Wrapping,
    find_width,
    join_breaks,
    join_lines,
)
from components.reading.marks import Marks, find_marks, merge
from components.reading.openings import names_source, reads_whole
from components.reading.outlets import full_name, is_elsewhere
from components.reading.sources import Source
from components.reading.splitting import ArticlePart, split_articles
from components.text import (
    Article,
    CleanName,
    Corpus,
    CorpusSettings,
    Refusal,
    RefusalReason,
    Step,
    split_sentences,
)

A = TypeVar("A", Article, Refusal)

_TITLE_CHARACTERS = 24
_HEAD_LINES = 10
_HEADLINE = 45  # characters of a first line that stands over a longer one
_WRAPPED_POST = 2  # full lines: boards and mails wrap whatever is longer than a line
_DAY = len("2007-12-10")
_ZONE = re.compile(r"[+-]\d\d:\d\d$")
_LINE_SIGNS = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")
_FIELD_STEPS: tuple[CleanName, ...] = ("html_entities", "soft_hyphens", "invisible")
_CLAUSE = re.compile(r"[，。！？；：,!?;:\n]")
_RUNS_ON = re.compile(r"。|[，、；：:,;…]$")
_DATED_BY_PROGRAMS = (".docx", ".pdf")  # their day is that of the file: any other is better
_TITLED_BUNDLES = (".docx", ".pdf")  # the title of such a file says nothing of its articles


def read(
    sources: Iterable[Source],
    *,
    settings: CorpusSettings | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Corpus:
    """Read sources into a corpus; a bad one is refused and the rest goes on.

    Args:
        sources: bytes with names; names repeat only by accident and are made unique.
        settings: whether hard-wrapped lines are joined, where the source asks for it too.
        limits: how much a source may take.
        on_progress: called after each file of a source with how many of its files are read, and
            how many there are; what it raises ends the reading.

    Returns:
        Articles in the given order, and refusals with their reasons. A source may give
        several: `x.zip!m.txt` is a member of an archive, `x.csv:7` a row of a table, `x.txt:2`
        the second article of a bundle. No source gives an empty corpus.
    """
    settings = settings or CorpusSettings()
    articles: list[Article] = []
    refusals: list[Refusal] = []
    taken: dict[str, int] = {}
    for source in sources:
        if not settings.join_lines and source.settings.join_lines:
            source = replace(source, settings=replace(source.settings, join_lines=False))
        for result in _read_one(source, limits or Limits(), on_progress):
            if isinstance(result, Refusal):
                refusals.append(name_anew(result, taken))
            else:
                articles.append(name_anew(result, taken))
    return Corpus(tuple(articles), tuple(refusals), settings)


def make_articles(
    document: Document,
    *,
    name: str,
    settings: ReadingSettings | None = None,
    source: str | None = None,
) -> tuple[Article, ...]:
    """Make the articles of a document: cleaned, divided where it is a bundle, lines joined.

    Args:
        document: what a parser found.
        name: the id of the article; those of a bundle are `name:1`, `name:2` …
        settings: what the reader wants done.
        source: the file it came from, for people; its name where not given.

    Returns:
        The articles in their order; none where nothing is left but blanks.
    """
    settings = settings or ReadingSettings()
    source = name if source is None else source
    cleaned = clean(document.text, steps=settings.clean)
    parts = _parts(document, cleaned.text, source, settings)
    if len(parts) == 1:
        found = [_article(document, document.text, name, source, settings, cleaned=cleaned)]
    else:
        known = find_width(cleaned.shown) if settings.join_lines and document.wrapped else None
        found = [
            _article(
                document, raw, f"{name}:{n}", source, settings, part, len(parts), first, known=known
            )
            for n, (part, raw, first) in enumerate(parts, 1)
        ]
    return tuple(article for article in found if article.text.strip())


def _read_one(
    source: Source, limits: Limits, on_progress: Callable[[int, int], None] | None
) -> Iterator[Article | Refusal]:
    """Yield what a source gives: articles and refusals, at least one of them."""
    if source.fault:
        size = (("limit", limits.file_bytes // 2**20),) if source.fault == "too_large" else ()
        yield _make_refusal(source.name, source.fault, size)
        return
    total, files = _open(source, limits)
    for n, (path, documents, fault) in enumerate(files, 1):
        label = f"{source.name}!{path}" if path else source.name
        found = [a for d in documents for a in _articles_in(d, label, source.settings)]
        yield from found
        if fault or not found:
            detail = fault.detail if fault else ()
            yield _make_refusal(label, fault.reason if fault else "empty", detail)
        if on_progress:
            on_progress(n, total)


def _articles_in(document: Document, label: str, settings: ReadingSettings) -> tuple[Article, ...]:
    name = f"{label}:{document.name}" if document.name else label
    return make_articles(document, name=name, settings=settings, source=label)


def _open(
    source: Source, limits: Limits
) -> tuple[int, Iterator[tuple[str, tuple[Document, ...], UnreadableError | None]]]:
    """Return how many files are in a source, and path, documents and fault of each."""
    if source.form == "text":
        try:
            return 1, iter((("", (_as_text(source, limits),), None),))
        except UnreadableError as fault:
            return 1, iter((("", (), fault),))
    from components.reading import process_pool  # loads parsers, which nouns do not need

    total, files = process_pool.start_parsing(source.name, source.data, source.settings, limits)
    return total, ((file.path, file.documents, file.fault) for file in files)


def _as_text(source: Source, limits: Limits) -> Document:
    from components.reading.encodings import decode

    if len(source.data) > limits.file_bytes:
        raise UnreadableError("too_large", limit=limits.file_bytes // 2**20)
    decoded = decode(source.data, encoding=source.settings.encoding)
    if len(decoded.text) > limits.characters:
        raise UnreadableError("too_long", limit=limits.characters)
    bad = (Step("bad_bytes", decoded.bad_bytes),) if decoded.bad_bytes else ()
    return Document(decoded.text, encoding=decoded.encoding, rivals=decoded.rivals, steps=bad)


def _make_refusal(
    label: str, reason: RefusalReason, detail: tuple[tuple[str, str | int], ...] = ()
) -> Refusal:
    return Refusal(label, reason, detail, label)


def _parts(
    document: Document, text: str, source: str, settings: ReadingSettings
) -> list[tuple[ArticlePart, str, int]]:
    """Divide a document into its articles, each with the lines it came in and their first one.

    Args:
        document: what a parser found.
        text: its text, cleaned.
        source: the file it came from.
        settings: what the reader wants done.
    """
    suffix = PurePosixPath(source).suffix.lower()
    is_titled = document.title is not None and suffix not in _TITLED_BUNDLES
    if not settings.split or document.name or is_titled:
        return [(ArticlePart(0, len(document.text)), document.text, 0)]
    parts = split_articles(text, heads=document.heads, pages=document.pages)
    if len(parts) == 1:
        return [(parts[0], document.text, 0)]
    # Cleaning keeps lines, so that a part of the cleaned text is some lines of the raw one.
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(document.text))]
    ends = [*(found.start() for found in LINE_BREAK.finditer(document.text)), len(document.text)]
    made, line, at = [], 0, 0
    for part in parts:
        first = line + text.count("\n", at, part.start)
        line, at = first + text.count("\n", part.start, part.end), part.end
        made.append((part, document.text[starts[first] : ends[line]], first))
    return made


def _article(
    document: Document,
    raw: str,
    article_id: str,
    source: str,
    settings: ReadingSettings,
    part: ArticlePart | None = None,
    n_parts: int = 1,
    first: int = 0,
    *,
    cleaned: Cleaned | None = None,
    known: Wrapping | None = None,
) -> Article:
    cleaned = cleaned or clean(raw, steps=settings.clean)
    marking = (
        partial(find_marks, spoken=document.spoken) if "marks" in settings.clean else _find_no_marks
    )
    joined = JoinedText(cleaned.text)
    if settings.join_lines:
        breaks = document.breaks and tuple(n - first for n in document.breaks)
        joined = _join(cleaned, marking, wrapped=document.wrapped, breaks=breaks, known=known)
    found = find_bylines(joined.text) if "bylines" in settings.clean else Bylines()
    marks = marking(joined.text)
    apart = merge((*found.stretches, *marks.stretches))
    counted = cut_out(len(joined.text), apart)
    made = (
        Step("joined_lines", len(joined.joins)),
        Step("bylines", len(found.stretches)),
        Step("marks", len(marks.stretches)),
        Step("split", n_parts if part else 0),
    )
    outlet = _choose_outlet(document, part, source, marks, found)
    news = _news(joined.text, counted)
    return Article(
        id=article_id,
        title=_choose_title(document, part, marks, found, news) or _make_title(news),
        text=joined.text,
        raw=raw,
        joins=joined.joins,
        counted=counted,
        source=source,
        encoding=document.encoding,
        published=_add_zone(_choose_published(document, part, source, marks, found), outlet),
        outlet=full_name(outlet) if outlet else None,
        bylines=apart,
        steps=(*document.steps, *cleaned.steps, *(step for step in made if step.count)),
        rivals=document.rivals,
        authors=marks.authors or document.authors or found.opening.authors,
        place=found.opening.place,
        tags=document.tags,
    )


def _choose_title(
    document: Document, part: ArticlePart | None, marks: Marks, found: Bylines, news: str
) -> str | None:
    """Return the headline that a field or the text names, on one line; None where none does."""
    told = document.title and _LINE_SIGNS.sub(" ", clean(document.title, steps=_FIELD_STEPS).text)
    printed = found.opening.title
    if marks.formed and printed and printed not in news:
        printed = None  # the first line of a chat, with its hour and its writer
    named = part.title if part else told
    if part and named and printed and (named.startswith(printed) or named.endswith(printed)):
        named = printed  # without the outlet and the day beside it
    if named and names_source(named):
        named = None  # the largest print of a press release says whose it is
    return marks.title or named or printed


def _choose_outlet(
    document: Document, part: ArticlePart | None, source: str, marks: Marks, found: Bylines
) -> str | None:
    """Return who published an article: what the file says for sure, then what its text says."""
    named = outlet_in(source) if not part else None
    return (
        document.outlet
        or (part and part.outlet)
        or marks.outlet
        or _fuller(found.opening.outlet, named)
        or named
        or found.outlet
    )


def _choose_published(
    document: Document, part: ArticlePart | None, source: str, marks: Marks, found: Bylines
) -> str | None:
    """Return when an article was published; the day a program gave its file is asked last."""
    own = (part and part.published) or (found.published if part else None)
    made_on = PurePosixPath(source).suffix.lower() in _DATED_BY_PROGRAMS
    stated, last = (None, document.published) if made_on else (document.published, None)
    named = find_date(source)
    stands = found.opening.published
    return _choose_moment(own, stated, marks.published, stands, named, found.published, last)


def _fuller(outlet: str | None, named: str | None) -> str | None:
    """Return the outlet of an opening; as the file calls it where that is its longer name.

    島聞社 is 島聞通訊社 without some of its characters.
    """
    letters = iter(named or "")
    is_short = outlet and named and all(letter in letters for letter in outlet)
    return named if is_short else outlet


def _choose_moment(*told: str | None) -> str | None:
    """Return the first of several times; a later one of the same day that is more exact instead."""
    known = [moment for moment in told if moment]
    if not known:
        return None
    same_day = [moment for moment in known if moment[:10] == known[0][:10]]
    return max(same_day, key=len) if len(known[0]) == _DAY else known[0]


def _add_zone(published: str | None, outlet: str | None) -> str | None:
    """Add to a time of day the zone of Chinese newsrooms, unless the outlet sits elsewhere."""
    if not published or len(published) == _DAY or _ZONE.search(published):
        return published
    return published if is_elsewhere(outlet) else f"{published}+08:00"


def _find_no_marks(text: str) -> Marks:
    return Marks()


def _join(
    cleaned: Cleaned,
    marking: Callable[[str], Marks],
    *,
    wrapped: bool,
    breaks: tuple[int, ...] | None = None,
    known: Wrapping | None = None,
) -> JoinedText:
    """Join the lines of a text; the marks of a post or a mail are no lines of it."""
    if not wrapped:
        return JoinedText(cleaned.text.strip(EDGE))
    if breaks is not None:
        return join_breaks(cleaned.text, breaks)
    marks = marking(cleaned.text)
    if not marks.stretches:
        joined = join_lines(cleaned.text, shown=cleaned.shown, known=known)
        plain = _blank_openings(cleaned) if joined.joins else cleaned.shown
        if plain != cleaned.shown:
            joined = join_lines(cleaned.text, shown=plain, known=known)
        return joined
    least = _WRAPPED_POST if marks.formed else MIN_FULL_LINES
    shown, start = cleaned.shown.split("\n"), 0
    for n, line in enumerate(cleaned.text.split("\n")):
        if any(first < start + len(line) and start < last for first, last in marks.stretches):
            shown[n] = ""
        start += len(line) + 1
    return join_lines(cleaned.text, shown="\n".join(shown), least=least, known=known)


def _blank_openings(cleaned: Cleaned) -> str:
    """Return lines as they were set, blank where one of the first says who, when and where."""
    shown, lines = cleaned.shown.split("\n"), cleaned.text.split("\n")
    first = [n for n, line in enumerate(lines) if line.strip()][:_HEAD_LINES]
    for n in first:
        shown[n] = "" if reads_whole(lines[n]) else shown[n]
    return "\n".join(shown)


def _news(text: str, counted: tuple[tuple[int, int], ...]) -> str:
    """Return a text without its bylines; one of nothing else stays."""
    return "\n".join(filter(str.strip, (text[a:b] for a, b in counted))) or text


def _make_title(text: str) -> str:
    """Name a text by its first line, or its first clause where the line runs on.

    A headline is whole; of a line of the text at most 24 characters, and one cut ends with ….
    """
    line, _, rest = text.strip("\n").partition("\n")
    below = max(map(len, rest.split("\n")[:3]))
    if len(line) <= min(_HEADLINE, below) and not _RUNS_ON.search(line):
        return line.strip() or text
    start, end = next(split_sentences(text), (0, 0))
    first = _CLAUSE.split(text[start:end], maxsplit=1)[0].strip()
    first = first or text[start:end]
    return first if len(first) <= _TITLE_CHARACTERS else first[: _TITLE_CHARACTERS - 1] + "…"


def name_anew(result: A, taken: dict[str, int]) -> A:
    """Return what was read under an id that nothing before it has, which is noted in `taken`."""
    own = _unique(result.id, taken)
    return result if own == result.id else replace(result, id=own)


def _unique(name: str, taken: dict[str, int]) -> str:
    own = name
    while own in taken:
        taken[name] += 1
        own = f"{name} ({taken[name]})"
    taken[own] = 1
    return own
