"""An analysis in one zip: report, figures, tables and texts, which can be opened again.

    wenmai.json      what this is: format, version, and which file is which article
    report.html      the report
    method.txt       how it was done, ready to paste
    settings.json    choices, digests, versions
    lexicon.txt      the reader's own words
    articles/        the texts as they were counted; raw/ as they came; originals/ the files
    stories.json     who had which sentence first, as `wenmai stories` prints it
    corpus.json      the articles with all that was noted of them
    snapshot.bin     the analysis, see `snapshot`
    tables/          CSV, and all of them as one XLSX
    figures/         SVG and PNG
    not-made.txt     which of the report, the tables and figures could not be made, if any

The same analysis gives the same bytes. How one is opened again: `bundle_reading`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from components.cloud import FontMissingError
from components.i18n import t
from components.lexicon import dump_lexicon
from components.network import CooccurrenceNetwork
from components.reading import Source
from components.stories import export as stories_export
from components.table import to_csv
from components.text import Article, codec
from dashboard import __version__
from dashboard.guard import Guard
from dashboard.library.errors import NotFoundError
from dashboard.pipeline import Analysis
from dashboard.report import html, static_figures, tables, xlsx
from dashboard.sharing.bundle_reading import FORMAT, MANIFEST, VERSION
from dashboard.sharing.snapshot import Snapshot, open_snapshot, take_snapshot

NOT_MADE = "not-made.txt"
_STEM = re.compile(r"[^\w.\-]+")
_STEM_CHARACTERS = 40


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
    opened = open_snapshot(
        snapshot, call=analysis.call, asked=analysis.asked
    )  # what was drawn is not drawn again
    with zipfile.ZipFile(files, "w") as archive:
        for name, data in _files(opened, snapshot, originals):
            xlsx.add(archive, name, data)
    return files.getvalue()


def _files(
    analysis: Analysis, snapshot: Snapshot, originals: Sequence[Source]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a bundle; what is not needed to open it may fail by itself."""
    guard = Guard("a bundle", passes=(FontMissingError, NotFoundError))
    graph = analysis.drawn_network
    stems = _stems([article.title for article in analysis.source.articles])
    kept = _stems([source.name for source in originals])
    yield MANIFEST, _json(_describe(analysis, stems, originals, kept))
    yield from _make_file(guard, "report.html", lambda: html.write(analysis).encode())
    yield from _make_file(
        guard, "method.txt", lambda: html.method(analysis).encode("utf-8", "replace")
    )
    yield "settings.json", _json(_settings(analysis, graph))
    yield "lexicon.txt", dump_lexicon(analysis.choices.lexicon).encode("utf-8", "replace")
    yield from _make_file(
        guard,
        "stories.json",
        lambda: _json(stories_export.to_json(analysis.source, analysis.stories)),
    )
    yield "corpus.json", _json(codec.to_json(analysis.source))
    yield "snapshot.bin", codec.pack(snapshot)
    for stem, article in zip(stems, analysis.source.articles, strict=True):
        yield from _texts(stem, article)
    for stem, source in zip(kept, originals, strict=True):
        yield f"originals/{stem}", source.data
    yield from _tables(analysis, graph, guard)
    yield from static_figures.files(analysis, graph, guard)
    if guard.failed:
        yield NOT_MADE, _list_failed(guard.failed)


def _make_file(guard: Guard, name: str, make: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
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
    yield from _make_file(guard, "tables/tables.xlsx", lambda: xlsx.write_workbook(made))


def _list_failed(failed: Mapping[str, str]) -> bytes:
    """Say which files could not be made, a line each."""
    lines = (t("report.part_failed", part=name, code=code) for name, code in failed.items())
    return ("\n".join(lines) + "\n").encode()


def _texts(stem: str, article: Article) -> Iterator[tuple[str, bytes]]:
    yield f"articles/{stem}.txt", article.text.encode("utf-8", "replace")
    if article.raw and article.raw != article.text:
        yield f"raw/{stem}.txt", article.raw.encode("utf-8", "replace")


def _describe(
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
            "stories": analysis.stories.digest,
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
