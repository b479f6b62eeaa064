"""An analysis in one zip: report, figures, tables and texts, which can be opened again.

    wenmai.json      what this is: format, version, and which file is which article
    report.html      the report
    method.txt       how it was done, ready to paste
    settings.json    choices, digests, versions
    lexicon.txt      the reader's own words
    articles/        the texts as they were counted; raw/ as they came; originals/ the files
    corpus.json      the articles with all that was noted of them
    snapshot.bin     the analysis, see `snapshot`
    tables/          CSV, and all of them as one XLSX
    figures/         SVG and PNG
    not-made.txt     which of the report, the tables and figures could not be made, if any

The same analysis gives the same bytes. A bundle may come from anybody: opening it takes the
articles and the words, checks them, and computes the rest anew.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from components import network
from components.cloud import FontMissing
from components.i18n import t
from components.lexicon import Lexicon, LexiconError, dump_lexicon, parse_lexicon
from components.network import CooccurrenceNetwork, NetworkSettings
from components.reading import AS_IS, Limits, Source, UnreadableError
from components.table import to_csv
from components.text import Article, Corpus, codec
from components.text.codec import CodecError
from dashboard import __version__
from dashboard.guard import Guard
from dashboard.library.errors import NotFoundError
from dashboard.pipeline import Analysis, Choices
from dashboard.report import html, static_figures, tables, xlsx
from dashboard.sharing.snapshot import Snapshot, open_snapshot, take_snapshot

T = TypeVar("T")
Reason = Literal["no_bundle", "newer", "damaged", "too_large"]

FORMAT, VERSION = "wenmai-bundle", 1
MANIFEST = "wenmai.json"
NOT_MADE = "not-made.txt"
_LIMITS = Limits()
_MANIFEST_BYTES = 16 * 2**20
_STEM = re.compile(r"[^\w.\-]+")
_STEM_CHARACTERS = 40


# A zip that is cut, lies about itself or is locked fails in any of these ways.
_BROKEN = (
    struct.error, zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError,
    OSError, OverflowError, RuntimeError, TypeError, ValueError,
)  # fmt: skip


class BundleError(ValueError):
    """A zip that is no bundle, is newer than this program, damaged, or too large."""

    def __init__(self, reason: Reason) -> None:
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


def write(
    analysis: Analysis, *, originals: Iterable[Source] = (), snapshot: Snapshot | None = None
) -> bytes:
    """Write a bundle in the language in use.

    Args:
        analysis: what to put in; steps not made yet are made now.
        originals: the files that the articles were read from, with how they were read.
        snapshot: the one to put in; by default one is taken with all texts. All that is in
            the bundle comes from it.
    """
    files = io.BytesIO()
    originals = tuple(source for source in originals if not source.fault)
    snapshot = snapshot or take_snapshot(analysis)
    opened = open_snapshot(snapshot, call=analysis.call)  # what was drawn is not drawn again
    with zipfile.ZipFile(files, "w") as archive:
        for name, data in _files(opened, snapshot, originals):
            xlsx.add(archive, name, data)
    return files.getvalue()


def is_bundle(data: bytes) -> bool:
    """Tell a bundle from any other zip, and from what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _manifest(archive).get("format") == FORMAT
    except _BROKEN:
        return False


def open_bundle(data: bytes, *, limits: Limits = _LIMITS) -> Bundle:
    """Return what a bundle holds; nothing that it claims to have computed is believed.

    Args:
        data: the zip; it may come from anybody.
        limits: how many files it may hold, and how much they may inflate to.

    Raises:
        BundleError: it is no bundle, of a later version, damaged, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _opened(archive, limits)
    except BundleError:
        raise
    except CodecError as fault:
        reason = fault.reason if fault.reason in ("newer", "too_large") else "damaged"
        raise BundleError(reason) from fault
    except (LexiconError, UnreadableError, *_BROKEN) as error:
        raise BundleError("damaged") from error


def _opened(archive: zipfile.ZipFile, limits: Limits) -> Bundle:
    if len(archive.infolist()) > 4 * limits.entries:
        raise BundleError("too_large")
    manifest = _manifest(archive)
    if manifest.get("format") != FORMAT:
        raise BundleError("no_bundle")
    if type(manifest.get("version")) is not int or manifest["version"] > VERSION:
        raise BundleError("newer")
    take_out = _Taker(archive, limits.inflated_bytes)
    corpus = _sound(_noun(take_out("corpus.json"), Corpus))
    settings = json.loads(take_out("settings.json"))
    choices = codec.from_json(settings["choices"], Choices)
    lexicon = parse_lexicon(take_out("lexicon.txt").decode("utf-8"))
    originals = tuple(
        Source(str(entry["name"]), take_out(str(entry["file"])), _reading(entry))
        for entry in manifest.get("originals", ())
    )
    return Bundle(corpus, replace(choices, lexicon=lexicon, scheduler="local"), originals)


def join_bundle(corpus: Corpus, bundle: Bundle, *, name: str) -> Corpus:
    """Return a corpus with the articles of a bundle behind its own, as those of an archive.

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
    """Takes files out of a zip until they have inflated to the limit."""

    def __init__(self, archive: zipfile.ZipFile, limit: int) -> None:
        self._archive, self._left = archive, limit

    def __call__(self, name: str) -> bytes:
        with self._archive.open(name) as stream:
            data = stream.read(self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise BundleError("too_large")
        return data


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise BundleError("no_bundle")
    found = json.loads(_Taker(archive, _MANIFEST_BYTES)(MANIFEST))
    if not isinstance(found, dict):
        raise BundleError("no_bundle")
    return found


def _noun(data: bytes, kind: type[T]) -> T:
    return codec.from_json(json.loads(data.decode("utf-8", "surrogatepass")), kind)


def _reading(entry: dict[str, Any]) -> Any:
    from components.reading import ReadingSettings

    return codec.from_json(entry["settings"], ReadingSettings)


def _sound(corpus: Corpus) -> Corpus:
    """Refuse places outside of their text; a corpus is named anew, by what it holds."""
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


def _files(
    analysis: Analysis, snapshot: Snapshot, originals: Sequence[Source]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bundle; what is not needed to open it may fail by itself."""
    guard = Guard("a bundle", passes=(FontMissing, NotFoundError))
    graph = analysis.call(network.cooccur, analysis.index, NetworkSettings())
    stems = _stems([article.title for article in analysis.source.articles])
    kept = _stems([source.name for source in originals])
    yield MANIFEST, _json(_described(analysis, stems, originals, kept))
    yield from _made(guard, "report.html", lambda: html.write(analysis).encode())
    yield from _made(guard, "method.txt", lambda: html.method(analysis).encode("utf-8", "replace"))
    yield "settings.json", _json(_settings(analysis, graph))
    yield "lexicon.txt", dump_lexicon(analysis.choices.lexicon).encode("utf-8", "replace")
    yield "corpus.json", _json(codec.to_json(analysis.source))
    yield "snapshot.bin", codec.pack(snapshot)
    for stem, article in zip(stems, analysis.source.articles, strict=True):
        yield from _texts(stem, article)
    for stem, source in zip(kept, originals, strict=True):
        yield f"originals/{stem}", source.data
    yield from _tables(analysis, graph, guard)
    yield from static_figures.files(analysis, graph, guard)
    if guard.failed:
        yield NOT_MADE, _told(guard.failed)


def _made(guard: Guard, name: str, make: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or nothing where it fails."""
    data = guard.make(name, make, None)
    if data is not None:
        yield name, data


def _tables(
    analysis: Analysis, graph: CooccurrenceNetwork, guard: Guard
) -> Iterator[tuple[str, bytes]]:
    made = []
    for name, make in tables.makers(analysis, graph, limit=None).items():
        with guard.part(f"tables/{name}.csv"):
            table = make()
            made.append(table)
            yield f"tables/{name}.csv", to_csv(table)
    yield from _made(guard, "tables/tables.xlsx", lambda: xlsx.write_workbook(made))


def _told(failed: Mapping[str, str]) -> bytes:
    """Say which files could not be made, a line each."""
    lines = (t("report.part_failed", part=name, code=code) for name, code in failed.items())
    return ("\n".join(lines) + "\n").encode()


def _texts(stem: str, article: Article) -> Iterator[tuple[str, bytes]]:
    yield f"articles/{stem}.txt", article.text.encode("utf-8", "replace")
    if article.raw and article.raw != article.text:
        yield f"raw/{stem}.txt", article.raw.encode("utf-8", "replace")


def _described(
    analysis: Analysis, stems: Sequence[str], originals: Sequence[Source], kept: Sequence[str]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_by": f"Wenmai {__version__}",
        "articles": [
            {
                "file": f"articles/{stem}.txt",
                "id": article.id,
                "title": article.title,
                "published": article.published,
            }
            for stem, article in zip(stems, analysis.source.articles, strict=True)
        ],
        "originals": [
            {
                "file": f"originals/{stem}",
                "name": source.name,
                "settings": codec.to_json(source.settings),
            }
            for stem, source in zip(kept, originals, strict=True)
        ],
    }


def _settings(analysis: Analysis, graph: Any) -> dict[str, Any]:
    choices = replace(analysis.choices, scheduler="local")
    return {
        "choices": codec.to_json(choices),
        "digests": {
            "corpus": analysis.counted.digest,
            "duplicates": analysis.report.digest,
            "tokens": analysis.tokens.digest,
            "names": analysis.index.digest,
            "network": graph.digest,
        },
        "told": dict(html.settings(analysis, graph)),
    }


def _stems(names: Sequence[str]) -> list[str]:
    """Return names that any file system takes, numbered, so that no two are one."""
    width = max(4, len(str(len(names))))
    return [
        f"{n:0{width}}-{_STEM.sub('_', name)[-_STEM_CHARACTERS:].strip('._') or 'text'}"
        for n, name in enumerate(names, 1)
    ]


def _json(tree: Any) -> bytes:
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "surrogatepass")
