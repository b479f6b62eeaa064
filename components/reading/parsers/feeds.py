"""Reads what newsrooms exchange as XML: feeds (RSS, Atom, RDF), maps of news sites, NITF.

Each entry is an article. What is not told by a field of its own is left out: addresses, numbers,
pictures. Document types are refused, so that no entity is ever expanded.

Refusals: `dtd`, `broken` (format), `empty`, `too_many_rows` (limit), `unknown_format` (format:
another XML), and those of decoding.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.encodings import Decoded
from components.reading.openings import authors_in
from components.reading.outlets import is_outlet
from components.reading.parsers.days import iso_date
from components.reading.parsers.markup import without_tags
from components.reading.parsers.plain import document_of
from components.reading.parsers.xml_text import parse_text, xml_of

_ROOTS = frozenset(("rss", "feed", "RDF", "urlset", "nitf"))
_ENTRIES = frozenset(("item", "entry", "url", "nitf"))
# What the elements of an entry say, by their local names; the first that says something is taken.
_TEXTS = ("encoded", "content", "body.content", "description", "summary", "abstract")
_TITLES = ("title", "hl1")
_DAYS = ("pubDate", "published", "issued", "date", "publication_date", "date.issue", "updated")
_AUTHORS = ("creator", "author", "byline")
_OUTLETS = ("source", "publication")
_KNOWN = frozenset((*_TEXTS, *_TITLES, *_DAYS, *_AUTHORS, *_OUTLETS))
_NAMED = frozenset(("author", "publication"))  # hold a name beside an address or a language
_BLOCKS = frozenset(("p", "div", "br", "li", "h1", "h2", "h3", "tr", "blockquote"))

_BETWEEN = re.compile(r"[ \u3000]*(?:[|｜_»:：－–—]|(?<=[ \u3000])-(?=[ \u3000]))[ \u3000]*")
_ADDRESS = re.compile(r"\S+@\S+[ ]*")


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read an article from each entry of a feed, named by its number."""
    decoded = xml_of(data, encoding=settings.encoding)
    feed = _Feed(limits)
    parse_text(decoded.text, start=feed.start, end=feed.end, text_met=feed.data)
    if not feed.is_feed:
        raise UnreadableError("unknown_format", format="xml")
    make = partial(_document, decoded, outlet=_outlet_of(feed.title))
    made = (make(entry, name=str(n)) for n, entry in enumerate(feed.entries, 1))
    return tuple(document for document in made if document.text.strip())


class _Feed:
    """Collects the fields of the entries while a feed is parsed."""

    def __init__(self, limits: Limits) -> None:
        self._title: list[str] = []
        self.entries: list[dict[str, str]] = []
        self.is_feed = False  # its first element is that of one
        self._limits = limits
        self._above: list[str] = []  # local names from the root down
        self._entry: dict[str, list[str]] | None = None
        self._field = ""  # that is read, and how deep it lies
        self._depth = 0

    @property
    def title(self) -> str:
        return "".join(self._title)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._above.append(name)
        if self._entry is None:
            self.is_feed |= len(self._above) == 1 and name in _ROOTS
            if name in _ENTRIES:
                self._entry = {}
        elif self._field and name in _BLOCKS:
            self._entry[self._field].append("\n")
        elif not self._field and name in _KNOWN:
            told = self._entry.setdefault(name, [])
            if any(map(str.strip, told)) and name not in _AUTHORS:
                return  # of several, such as those of a video beside, the first
            self._field, self._depth = name, len(self._above)
            # NITF writes its day as an attribute.
            told.append("、" if told else attributes.get("norm", ""))

    def end(self, tag: str) -> None:
        name = self._above.pop()
        if self._field and self._depth > len(self._above):
            self._field = ""
        elif self._field and self._entry is not None and name in _BLOCKS:
            self._entry[self._field].append("\n")
        if self._entry is not None and name in _ENTRIES and not self._field:
            self.entries.append({name: "".join(told) for name, told in self._entry.items()})
            self._entry = None
            if len(self.entries) > self._limits.rows:
                raise UnreadableError("too_many_rows", limit=self._limits.rows)

    def data(self, text: str) -> None:
        above = self._above[-1]
        if self._entry is None:
            is_own = above == "title" and self._above[-2:-1] in (["channel"], ["feed"])
            self._title.extend((text,) if is_own else ())
        elif self._field and (self._field not in _NAMED or above in (self._field, "name")):
            self._entry[self._field].append(text)


def _document(
    decoded: Decoded, entry: dict[str, str], *, name: str, outlet: str | None
) -> Document:
    title = " ".join(_shown(next(_told(entry, _TITLES), "")).split())
    own = " ".join(next(_told(entry, _OUTLETS), "").split())
    text = _shown(next(_told(entry, _TEXTS), ""))
    title = title.removesuffix(f" - {own}") if own else title
    if not text or "".join(text.split()) == "".join((title + own).split()):
        text = title  # a headline alone, or its link once more
    return document_of(
        decoded,
        text,
        name=name,
        title=title or None,
        published=next(filter(None, map(iso_date, _told(entry, _DAYS))), None),
        outlet=own or outlet,
        authors=authors_in(_ADDRESS.sub("", next(_told(entry, _AUTHORS), "")).strip(" ()\n\t")),
    )


def _told(entry: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (value for name in names if (value := entry.get(name, "").strip()))


def _shown(value: str) -> str:
    """Return what a field shows: markup is written in it as text, or as elements."""
    lines = html.unescape(without_tags(value)).split("\n")
    return "\n".join(line for line in map(str.strip, lines) if line)


def _outlet_of(title: str) -> str | None:
    """Return whose feed it is: 中央社 - 財經新聞 is one of 中央社."""
    whole = " ".join(title.split())
    pieces = [piece for piece in _BETWEEN.split(whole) if piece]
    return next(filter(is_outlet, pieces), whole or None)
