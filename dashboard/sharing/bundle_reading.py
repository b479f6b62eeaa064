"""Opens bundles, which may come from anybody, and checks what they hold.

Taken are the articles and the words; the rest is computed anew. A small zip may become a large
text, and a small text many objects, so all of it is done by a parser's process, with its limits
of memory and time, and every byte is counted while it inflates. What comes back was checked
there, packed as columns, and costs here no more than it was allowed to cost there.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from components.lexicon import Lexicon, LexiconError, parse_lexicon
from components.reading import (
    AS_IS,
    Limits,
    ReadingSettings,
    Source,
    UnreadableError,
    archives,
    process_pool,
)
from components.reading.archives import InflationCount
from components.reading.parser_process import Frame
from components.text import Corpus, codec
from components.text.codec import CodecError
from dashboard.pipeline import Choices

T = TypeVar("T")
BundleReason = Literal["no_bundle", "newer", "damaged", "too_large"]

FORMAT, VERSION = "wenmai-bundle", 1
MANIFEST = "wenmai.json"
_BEGINS = re.compile(rb'\s*\{\s*"format"\s*:\s*"wenmai-bundle"')
_HEAD = 256  # bytes of a manifest that tell what it is
_CHUNK = 2**16
_FILES_EACH = 4  # an article may be there as it counts, as it came, and as its file
_PATIENCE = 6  # times the seconds of one file


# A zip that is cut, lies about itself or is locked fails in any of these ways.
_BROKEN = (
    struct.error, zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError,
    OSError, OverflowError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


class BundleError(ValueError):
    """A zip that is no bundle, is newer than this program, damaged, or too large."""

    def __init__(self, reason: BundleReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle gives back.

    Attributes:
        corpus: the articles, under digests of their own content.
        choices: what was chosen for the analysis, the own words among it.
        originals: the files they were read from, where they were put in.
    """

    corpus: Corpus
    choices: Choices
    originals: tuple[Source, ...] = ()

    @property
    def lexicon(self) -> Lexicon:
        """The reader's own words."""
        return self.choices.lexicon

    @property
    def sources(self) -> tuple[Source, ...]:
        """What a workspace can be made of: the originals, or else the texts as they were read."""
        if self.originals:
            return self.originals
        return tuple(
            Source(article.id, article.text.encode("utf-8", "replace"), AS_IS, form="text")
            for article in self.corpus.articles
        )


def is_bundle(data: bytes) -> bool:
    """Tell a bundle from any other file by its first bytes alone."""
    try:
        archives.refuse_crowds(data, limits=Limits(entries=_FILES_EACH * Limits().entries))
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(MANIFEST) as stream:
            return _BEGINS.match(stream.read(_HEAD)) is not None
    except (UnreadableError, *_BROKEN):
        return False


def open_bundle(data: bytes, *, limits: Limits | None = None) -> Bundle:
    """Return what a bundle holds; the results in it are not trusted.

    Args:
        data: the zip; it may come from anybody.
        limits: how many files it may hold, how much they may inflate to, and what the process
            that opens it may take.

    Raises:
        BundleError: it is no bundle, of a later version, damaged, or too large.
    """
    limits = limits or Limits()
    limits = replace(limits, seconds=_PATIENCE * limits.seconds)  # it holds many files
    try:
        frames = process_pool.call(f"{__name__}:{parse_bundle.__name__}", data, limits)
        return _bundle_of(frames)
    except BundleError:
        raise
    except UnreadableError as fault:
        large = fault.reason in ("too_much_memory", "too_slow", "too_deep", "archive_inflated")
        raise BundleError("too_large" if large else "damaged") from None
    except (CodecError, LexiconError, *_BROKEN) as error:
        raise BundleError("damaged") from error


def parse_bundle(data: bytes, limits: Limits) -> Iterator[Frame]:
    """Open a bundle in the process of a parser, and yield what it holds, checked and packed."""
    try:
        bundle = _parse(data, limits)
    except BundleError as error:
        yield {"refused": error.reason}, b""
        return
    yield {"choices": codec.to_json(bundle.choices)}, codec.pack(bundle.corpus)
    for source in bundle.originals:
        yield {"name": source.name, "settings": codec.to_json(source.settings)}, source.data


def _bundle_of(frames: Sequence[Frame]) -> Bundle:
    head, blob = frames[0]
    if "refused" in head:
        raise BundleError(head["refused"])
    originals = tuple(
        Source(told["name"], data, codec.from_json(told["settings"], ReadingSettings))
        for told, data in frames[1:]
    )
    corpus = _check_corpus(codec.unpack(blob, Corpus))
    return Bundle(corpus, codec.from_json(head["choices"], Choices), originals)


def _parse(data: bytes, limits: Limits) -> Bundle:
    try:
        archives.refuse_crowds(data, limits=replace(limits, entries=_FILES_EACH * limits.entries))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_archive(archive, limits, len(data))
    except BundleError:
        raise
    except CodecError as fault:
        reason = fault.reason if fault.reason in ("newer", "too_large") else "damaged"
        raise BundleError(reason) from fault
    except UnreadableError as fault:
        large = fault.reason in ("archive_entries", "archive_inflated")
        raise BundleError("too_large" if large else "damaged") from fault
    except (LexiconError, *_BROKEN) as error:
        raise BundleError("damaged") from error


def _read_archive(archive: zipfile.ZipFile, limits: Limits, packed: int) -> Bundle:
    manifest = _manifest(archive, limits, packed)
    if manifest.get("format") != FORMAT:
        raise BundleError("no_bundle")
    if type(manifest.get("version")) is not int or manifest["version"] > VERSION:
        raise BundleError("newer")
    take_out = _Taker(archive, limits, packed=packed)
    corpus = _check_corpus(_noun(take_out("corpus.json"), Corpus))
    settings = json.loads(take_out("settings.json"))
    choices = codec.from_json(settings["choices"], Choices)
    lexicon = parse_lexicon(take_out("lexicon.txt").decode("utf-8"))
    originals = tuple(
        Source(str(entry["name"]), take_out(str(entry["file"])), _reading(entry))
        for entry in manifest.get("originals", ())
    )
    return Bundle(corpus, replace(choices, lexicon=lexicon, scheduler="local"), originals)


def join_bundle(corpus: Corpus, bundle: Bundle, *, name: str) -> Corpus:
    """Return a corpus with the articles of a bundle after its own.

    Args:
        corpus: what was read so far; one without articles takes the settings of the bundle.
        bundle: what to add; its articles are called `name!id`.
        name: the name of its file.
    """
    taken = {article.id for article in corpus.articles}
    own, number = name, 2
    while any(id.startswith(f"{own}!") for id in taken):
        own, number = f"{name} ({number})", number + 1
    named = tuple(replace(a, id=f"{own}!{a.id}") for a in bundle.corpus.articles)
    settings = corpus.settings if corpus.articles else bundle.corpus.settings
    return Corpus((*corpus.articles, *named), corpus.refusals, settings)


class _Taker:
    """Takes files out of a zip, each byte counted as it comes out, up to the limits of archives."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, *, packed: int) -> None:
        self._archive = archive
        self._count = InflationCount(limits, packed)

    def __call__(self, name: str) -> bytes:
        parts = []
        with self._archive.open(name) as stream:
            while part := stream.read(_CHUNK):
                self._count.add(len(part))
                parts.append(part)
        return b"".join(parts)


def _manifest(archive: zipfile.ZipFile, limits: Limits, packed: int) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise BundleError("no_bundle")
    found = json.loads(_Taker(archive, limits, packed=packed)(MANIFEST))
    if not isinstance(found, dict):
        raise BundleError("no_bundle")
    return found


def _noun(data: bytes, kind: type[T]) -> T:
    return codec.from_json(json.loads(data.decode("utf-8", "surrogatepass")), kind)


def _reading(entry: dict[str, Any]) -> Any:
    return codec.from_json(entry["settings"], ReadingSettings)


def _check_corpus(corpus: Corpus) -> Corpus:
    """Refuse a corpus with places outside of its texts; compute its digest anew."""
    ids = [article.id for article in corpus.articles]
    if len(set(ids)) < len(ids):
        raise BundleError("damaged")
    for article in corpus.articles:
        end = len(article.text)
        for places in (article.counted, article.bylines):
            edges = [edge for place in places for edge in place]
            if edges != sorted(edges) or (edges and (edges[0] < 0 or edges[-1] > end)):
                raise BundleError("damaged")
        if list(article.joins) != sorted(article.joins):
            raise BundleError("damaged")
        if article.joins and (article.joins[0] < 0 or article.joins[-1] > end):
            raise BundleError("damaged")
    return Corpus(corpus.articles, corpus.refusals, corpus.settings)
