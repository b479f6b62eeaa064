"""Makes a result folder: reads, analyses in parts, and writes the columns beside their place.

What a sentence gives alone is made by the workers, part by part, and kept; what the corpus
decides together is made here, in one process (docs/scale.md says what that takes). The folder
takes the place of the one before it when all of it is on the disk.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar, cast

from components import duplicates, engine, entities, network, stories, words
from components.duplicates import DuplicateReport, DuplicateSettings
from components.engine import (
    CutWords,
    DiskColumns,
    KeptParts,
    LockedWords,
    name_part,
    tell_versions,
)
from components.entities import NET, EntityIndex, FoundRows
from components.lexicon import Lexicon
from components.network import CooccurrenceNetwork, Layout, NetworkSettings
from components.reading import Piece, join_pieces, read_piece
from components.stories import Stories
from components.text import Corpus, Made, Pending, Workers, codec, digest_of
from components.words import WordTable
from dashboard import __version__, pipeline
from dashboard.pipeline import Analysis, Choices, WrongChoiceError
from dashboard.results import tables
from dashboard.results.folder import (
    MANIFEST,
    NOUNS,
    PARTS,
    ROWS,
    SCHEMA,
    TEXT_ROWS,
    ResultFolder,
    ResultFolderError,
    open_result,
    read_manifest,
)

StageName = Literal["reading", "copies", "names", "words", "counting", "writing"]
# Percent of a run that lie before each stage, as measured on news; see docs/scale.md.
STAGES: dict[StageName, int] = {
    "reading": 0, "copies": 4, "names": 10, "words": 72, "counting": 94, "writing": 97,
}  # fmt: skip
MOST_LINKED = 2_000  # names between which links are kept, the most mentioned ones
_DRAWN_WORDS = 200
_PLACED = 256 * ROWS  # places of words put in order together
P = ParamSpec("P")
R = TypeVar("R")
_UNFINISHED, _OLD, _LOCK = ".unfinished", ".old", "lock"
_CUT, _PLACES = "cut", "places"  # what lies there only while words are counted and placed


class BusyError(Exception):
    """Another run is writing to the same folder."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        stage: what is done now.
        share: of the whole run, in [0, 1].
        kept: what was done so far was there from an earlier run.
    """

    stage: StageName
    share: float
    kept: bool = False


Tell = Callable[[Progress], None]


def make_result(
    pieces: Iterable[Piece],
    choices: Choices,
    output: Path,
    *,
    workers: Workers,
    tell: Tell,
    drawn: NetworkSettings | None = None,
    finish_corpus: Callable[[Corpus], Corpus] = lambda corpus: corpus,
    size: int | None = None,
) -> tuple[Analysis, ResultFolder]:
    """Analyse pieces and write the result; what an earlier run made of them is not made again.

    Args:
        pieces: what is read; asked for one by one.
        choices: what the reader chose.
        output: the folder; it is there whole or as it was before.
        workers: who reads sentences.
        tell: hears how far it is; what it raises ends the run.
        drawn: the network that is drawn first.
        finish_corpus: adds what does not come in pieces.
        size: characters of a part; nothing but the time depends on it.

    Raises:
        BusyError: another run writes there.
        OSError: there is no room, or no right to write.
        WrongChoiceError: a choice cannot be followed, or no article was read.
    """
    _put_back(output)
    beside = output.with_name(f"{output.name}{_UNFINISHED}")
    beside.mkdir(parents=True, exist_ok=True)
    with _locked(beside):
        told = _Telling(tell)
        parts = KeptParts(workers, beside / PARTS, (output / PARTS,), told.on_part)
        if size:
            parts.size = size
        corpus = finish_corpus(_read(parts, pieces, told))
        if not corpus.articles:
            raise WrongChoiceError("")
        call = _CallInParts()
        analysis = Analysis(corpus, choices, call, parts, drawn)
        written = _Writing(beside)
        _analyse(analysis, written, told, parts, call)
        written.finish(analysis)
        _keep_parts(parts, output)
        _swap(beside, output)
    return analysis, open_result(output)


def may_write(output: Path) -> bool:
    """Tell whether a folder is one that a result may take the place of: none, empty or a result."""
    try:
        if not output.exists():
            return True
        return output.is_dir() and (not any(output.iterdir()) or bool(read_manifest(output)))
    except ResultFolderError as fault:
        return fault.reason in ("newer", "damaged")
    except OSError:  # a name that is too long, a folder that is another's
        return False


class _Telling:
    """Turns finished parts of a stage into the share of the whole run."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.stage: StageName = "reading"

    def begin(self, stage: StageName) -> None:
        self.stage = stage
        self._tell(Progress(stage, STAGES[stage] / 100))

    def on_part(self, done: int, total: int, *, kept: bool) -> None:
        names = list(STAGES)
        at = names.index(self.stage)
        begins = STAGES[self.stage]
        ends = STAGES[names[at + 1]] if at + 1 < len(names) else 100
        inside = done / total if total else 0.0
        self._tell(Progress(self.stage, (begins + (ends - begins) * inside) / 100, kept))


def _read(parts: KeptParts, pieces: Iterable[Piece], told: _Telling) -> Corpus:
    told.begin("reading")
    records_of: list[str] = []

    def name_pieces() -> Iterator[tuple[str, Piece]]:
        for piece in pieces:
            records_of.append(piece.records_of)
            yield name_part(read_piece, *piece.parts), piece

    found = {number: _light(made) for number, made in parts.each_kept(read_piece, name_pieces())}
    ordered = [(records_of[number], found.pop(number)) for number in range(len(records_of))]
    return join_pieces(ordered)


def _light(corpus: Corpus) -> Corpus:
    """Return a corpus without the texts as they came: their joined form is what is analysed."""
    articles = tuple(
        replace(article, raw=article.text if article.raw == article.text else "")
        for article in corpus.articles
    )
    return Corpus(articles, corpus.refusals, corpus.settings, corpus.digest)


class _CallInParts:
    """Calls a verb here, but for what workers did or have in hand.

    Attributes:
        names: who and what is named, where that was begun.
        locked: the words, part by part.
    """

    def __init__(self) -> None:
        self.names: Pending[EntityIndex] | None = None
        self.locked: LockedWords | None = None

    def __call__(self, verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        if verb is entities.find and self.names:
            return cast("R", self.names.result())
        if verb is pipeline.lock and self.locked:
            return cast("R", self.locked.join())
        return verb(*args, **kwargs)


def _analyse(
    analysis: Analysis,
    written: _Writing,
    told: _Telling,
    parts: KeptParts,
    call: _CallInParts,
) -> None:
    """Make the steps, write each, and let go of what no later step needs.

    Stories are traced by a worker while the others read names, and names are settled by one while
    the others cut words: neither needs what the others do.
    """
    ids = tuple(article.id for article in analysis.source.articles)
    told.begin("copies")
    traced = _find_copies(analysis, written, parts)
    corpus = analysis.counted
    articles = tables.article_tables(corpus, rows=TEXT_ROWS)
    written.write_in_parts("articles", articles, rows=TEXT_ROWS)
    _let_go(analysis, "report", "repeated", "stories")
    told.begin("names")
    call.names = _begin_names(analysis, parts)
    written.write(tables.story_tables(ids, traced.result()))
    del traced
    told.begin("words")
    with DiskColumns(written.folder / _CUT, 4) as columns:
        cut = _cut(analysis, parts, columns)
        index = analysis.index
        call.names = None
        told.begin("counting")
        call.locked = _lock(analysis, cut, parts)
    del cut
    _give_back()
    _write_words(analysis, written, call.locked)
    written.write(tables.name_tables(ids, index))
    graph = analysis.network_of(_keep_links(analysis.drawn))
    written.write(tables.link_tables(ids, index, graph))
    written.write({"trend": tables.trend_table(analysis.counted, index)})
    told.begin("writing")
    _write_nouns(analysis, written)


def _cut(analysis: Analysis, parts: KeptParts, columns: DiskColumns) -> CutWords:
    lexicon, segmenter = analysis.choices.lexicon, analysis.choices.segmenter
    own = lexicon.only("words", "forbidden")
    try:
        return engine.cut_words(
            analysis.counted, segmenter=segmenter, lexicon=own, parts=parts, columns=columns
        )
    except words.SegmenterMissingError as error:
        raise WrongChoiceError(str(error)) from error


def _lock(analysis: Analysis, cut: CutWords, parts: KeptParts) -> LockedWords:
    lexicon, corpus = analysis.choices.lexicon, analysis.counted
    own = lexicon.only("entities")
    names = entities.as_names(analysis.index, corpus, corrections=own.corrections)
    lexicon = lexicon.only("words", "forbidden")
    return engine.lock_words(corpus, cut, names, lexicon=lexicon, parts=parts)


def _write_words(analysis: Analysis, written: _Writing, locked: LockedWords) -> None:
    table = words.tabulate(locked.tally, locked.plain)
    _set(analysis, "table", table)
    written.counts |= {"tokens": table.n_tokens, "names": len(analysis.index.entities)}
    written.write(tables.word_tables(table, words.stop_words(analysis.choices.lexicon)))
    with DiskColumns(written.folder / _PLACES, 4) as columns:
        places = tables.place_tables(table, locked.each(), columns, rows=_PLACED)
        written.write_in_parts("word_places", places, rows=ROWS)


def _find_copies(analysis: Analysis, written: _Writing, parts: KeptParts) -> Pending[Stories]:
    """Find what is repeated, write it, and have the stories traced.

    What is repeated is kept as it is told: where its stories are not kept yet, it is found anew.
    """
    source = analysis.source
    asked = analysis.choices.duplicates
    reading = DuplicateSettings(min_passage=asked.min_passage, min_articles=asked.min_articles)
    name = name_part(partial(duplicates.find, settings=asked), source.digest)
    name_of_traced = name_part(stories.trace, source.digest, reading)
    found, told = parts.find_kept(_keep_report, name), parts.find_kept(_trace, name_of_traced)
    traced: Pending[Stories]
    if found and told:
        _set(analysis, "report", found)
        traced = Made(told)
    else:
        traced = parts.begin_kept(_trace, name_of_traced, (source, analysis.repeated.traced))
        parts.begin_kept(_keep_report, name, analysis.report.told)
    report = analysis.report
    written.counts |= {
        "articles": len(source.articles),
        "characters": report.characters,
        "unique_characters": report.unique_characters,
        "sentences": report.sentences,
        "unique_sentences": report.unique_sentences,
        "refused": len(source.refusals),
    }
    written.write(tables.copy_tables(tuple(article.id for article in source.articles), report))
    if analysis.choices.wire != "with":
        _set(analysis, "stories", traced.result())
    return traced


def _keep_report(report: DuplicateReport) -> DuplicateReport:
    """Return a report, so that a worker packs it."""
    return report


def _trace(part: tuple[Corpus, DuplicateReport]) -> Stories:
    """Trace the stories of a corpus."""
    return stories.trace(*part)


def _begin_names(analysis: Analysis, parts: KeptParts) -> Pending[EntityIndex] | None:
    """Have the sentences read, then names settled; None where `found` does both in one."""
    choices, corpus = analysis.choices, analysis.counted
    if choices.recognizer != NET:
        return None
    read = entities.read_sentences(corpus, scheduler=parts)
    if read is None:
        return None
    verb = partial(_settle, lexicon=choices.lexicon.only("forbidden"))
    return parts.begin_kept(verb, name_part(verb, corpus.digest), (corpus, read))


def _settle(part: tuple[Corpus, FoundRows], *, lexicon: Lexicon) -> EntityIndex:
    """Settle what is a name, by all that was read together."""
    corpus, read = part
    return entities.find(corpus, lexicon=lexicon, read=read)


def _set(analysis: Analysis, step: str, made: object) -> None:
    """Give a step what was made elsewhere."""
    analysis.__dict__[step] = made


def _keep_links(drawn: NetworkSettings | None) -> NetworkSettings:
    asked = drawn or NetworkSettings()
    return replace(asked, top_nodes=max(asked.top_nodes, MOST_LINKED))


def _write_nouns(analysis: Analysis, written: _Writing) -> None:
    """Keep what is drawn first, as the dashboard draws it."""
    stop = words.stop_words(analysis.choices.lexicon)
    shown = words.WordFilter(families=words.CONTENT, min_length=2, stop_words=stop)
    rows = [row for row in analysis.table.rows if words.is_shown(row, shown)][:_DRAWN_WORDS]
    written.write_noun("words", replace(analysis.table, rows=tuple(rows), settings=shown))
    graph = network.communities(analysis.drawn_network)
    written.write_noun("network", graph)
    written.write_noun("layout", analysis.layout_of(analysis.drawn_network))


def _let_go(analysis: Analysis, *steps: str) -> None:
    """Forget steps that are written; asked again they are made again."""
    for step in steps:
        analysis.__dict__.pop(step, None)
    _give_back()


def _give_back() -> None:
    """Return memory that was freed to the system: else it stays, and the next step adds to it."""
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library of C keeps it
            ctypes.CDLL(None).malloc_trim(0)


class _Writing:
    """A result while it is written.

    Attributes:
        counts: what the manifest tells of the whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: dict[str, int] = {}
        self._files: dict[str, dict[str, Any]] = {}
        (folder / MANIFEST).unlink(missing_ok=True)
        (folder / NOUNS).mkdir(exist_ok=True)

    def write(self, made: dict[str, Any]) -> None:
        import pyarrow.parquet as pq

        for name, table in made.items():
            path = self.folder / f"{name}.parquet"
            pq.write_table(table, path, row_group_size=ROWS, compression="zstd")
            self._note(path)

    def write_in_parts(self, name: str, parts: Iterable[Any], *, rows: int) -> None:
        """Write a table that comes in parts, each a whole number of groups of rows."""
        import pyarrow.parquet as pq

        path, writer = self.folder / f"{name}.parquet", None
        try:
            for table in parts:
                writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
                writer.write_table(table, row_group_size=rows)
        finally:
            if writer:
                writer.close()
        self._note(path)

    def write_noun(self, name: str, noun: WordTable | CooccurrenceNetwork | Layout) -> None:
        path = self.folder / NOUNS / f"{name}.json"
        text = json.dumps(codec.to_json(noun), ensure_ascii=False, separators=(",", ":"))
        path.write_text(text, encoding="utf-8")
        self._note(path)

    def finish(self, analysis: Analysis) -> None:
        """Write the manifest, when all else is on the disk."""
        files = dict(sorted(self._files.items()))
        settings = analysis.choices.as_json()
        settings.pop("scheduler")  # where the work was done changes no result
        told = {
            "schema": SCHEMA,
            "version": __version__,
            "settings": settings,
            "network": codec.to_json(analysis.drawn or NetworkSettings()),
            "versions": tell_versions(),
            "counts": self.counts,
            "digest": digest_of(*(f"{name} {about['sha256']}" for name, about in files.items())),
            "files": files,
        }
        path = self.folder / MANIFEST
        with path.open("w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())

    def _note(self, path: Path) -> None:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        name = path.relative_to(self.folder).as_posix()
        self._files[name] = {"bytes": path.stat().st_size, "sha256": digest}


def _keep_parts(parts: KeptParts, output: Path) -> None:
    """Take over the parts of the run before that this one used, and drop what it did not use."""
    parts.folder.mkdir(exist_ok=True)
    for name in parts.used:
        if not (parts.folder / name).exists() and (output / PARTS / name).exists():
            with suppress(OSError):  # it would only be made again
                shutil.copy2(output / PARTS / name, parts.folder / name)
    for path in parts.folder.iterdir():
        if path.name not in parts.used:
            path.unlink(missing_ok=True)


def _swap(beside: Path, output: Path) -> None:
    """Put the finished folder in its place; what stood there goes only when it stands."""
    old = output.with_name(f"{output.name}{_OLD}")
    (beside / _LOCK).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    beside.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _put_back(output: Path) -> None:
    """Put the earlier result back where a run was killed between two renamings."""
    old = output.with_name(f"{output.name}{_OLD}")
    if old.exists() and not output.exists():
        old.rename(output)


@contextmanager
def _locked(beside: Path) -> Iterator[None]:
    """Keep a second run out; the lock goes with the process that holds it."""
    with (beside / _LOCK).open("w") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BusyError from error
        yield
