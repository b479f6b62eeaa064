"""`wenmai analyse --output FOLDER/`: a result folder of however many articles, made in parts."""

from __future__ import annotations

import argparse
import glob
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from components.i18n import number, t
from components.reading import (
    ReadingSettings,
    Source,
    TableColumns,
    cut_into_pieces,
    list_files,
    split_lines,
)
from components.text import Corpus
from dashboard import pipeline
from dashboard.cli import network_options
from dashboard.results.folder import ResultFolder
from dashboard.results.writer import BusyError, Progress, make_result, may_write
from dashboard.settings import limits_of_own_files

PRINTED = 2_000  # articles; of more a summary is printed, not the whole analysis
_MAGIC = "*?["
_REPORTS = (".html", ".htm", ".zip")
_SECOND = 1.0
# What fsspec reads an address with; where it is missing, the error does not always name it.
_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs",
    "http": "aiohttp", "https": "aiohttp", "sftp": "paramiko", "ssh": "paramiko",
}  # fmt: skip

Named = Iterator[tuple[Source, Path | None]]


def is_folder(output: str | None) -> bool:
    """Tell whether what `--output` names is a result folder and not a report."""
    if not output:
        return False
    there = os.path.isdir(output)  # noqa: PTH112 - a name too long is none, and no error
    return there or output.endswith(("/", "\\")) or not Path(output).suffix


def expand(inputs: Iterable[str]) -> list[str]:
    """Return the inputs with patterns in the place of which files are named, by name.

    Raises:
        WrongChoiceError: nothing has a name of that pattern.
    """
    found: list[str] = []
    for name in inputs:
        if "://" in name or not set(name) & set(_MAGIC) or _is_there(name):
            found.append(name)
            continue
        matching = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - as typed, absolute or not
        if not matching:
            raise pipeline.WrongChoiceError(t("result.no_match", pattern=name))
        found += matching
    return found


def run(
    options: argparse.Namespace,
    choices: pipeline.Choices,
    others: list[str],
    reading: ReadingSettings,
    *,
    read_stdin: Callable[[], bytes],
    choose: Callable[[tuple[str, ...], Source], TableColumns] | None,
    with_columns: Callable[[Source], Source],
    finish_corpus: Callable[[Corpus], Corpus],
    print_whole: Callable[[pipeline.Analysis], None],
) -> tuple[Corpus, ResultFolder]:
    """Make the result folder, and print what it tells.

    Args:
        options: of the command line.
        choices: what the reader chose.
        others: inputs but for bundles.
        reading: how files are read.
        read_stdin: gives what comes by standard input.
        choose: finds the columns that the reader named among the fields of records.
        with_columns: finds them in another table.
        finish_corpus: adds the articles of bundles.
        print_whole: prints the whole analysis, where it is small.

    Raises:
        WrongChoiceError: it cannot be made; what is finished of it is kept.
    """
    output = Path(options.output)
    if not may_write(output):
        raise pipeline.WrongChoiceError(t("result.no_place", path=output))
    meter = Meter(sys.stderr)
    with (
        tempfile.TemporaryDirectory(prefix="wenmai-") as fetched,
        pipeline.use_scheduler(choices.scheduler) as workers,
    ):
        if link := getattr(workers, "watch", ""):
            print(f"wenmai: {t('result.watch', link=link)}", file=sys.stderr)
        named = _name_sources(others, reading, options.lines, read_stdin, Path(fetched))
        if choose:
            named = _with_columns(named, with_columns)
        limits = limits_of_own_files()
        pieces = cut_into_pieces(named, limits, choose=choose)
        made = _make(
            lambda tell: make_result(
                pieces, choices, output,
                workers=workers, tell=tell, finish_corpus=finish_corpus,
                drawn=network_options.settings_of(options),
            ),
            meter, output,
        )  # fmt: skip
        analysis, result = made
        if len(analysis.source.articles) <= PRINTED:
            print_whole(analysis)
    return analysis.source, result


def summary_of(result: ResultFolder) -> dict[str, Any]:
    """Return what is printed of a result too large to be printed."""
    return {
        "version": result.version,
        "settings": dict(result.settings),
        "result": str(result.folder),
        "digest": result.digest,
        "counts": dict(result.counts),
    }


def _make(
    make: Callable[[Callable[[Progress], None]], tuple[pipeline.Analysis, ResultFolder]],
    meter: Meter,
    output: Path,
) -> tuple[pipeline.Analysis, ResultFolder]:
    try:
        return make(meter.tell)
    except BusyError as error:
        raise pipeline.WrongChoiceError(t("result.busy", path=output)) from error
    except KeyboardInterrupt as error:
        raise pipeline.WrongChoiceError(t("result.stopped")) from error
    except pipeline.WrongChoiceError as error:
        if str(error):
            raise
        raise pipeline.WrongChoiceError(t("cli.nothing_found")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = t("result.not_written", path=output, reason=reason)
        raise pipeline.WrongChoiceError(message) from error
    finally:
        meter.end()


def _name_sources(
    inputs: Iterable[str],
    reading: ReadingSettings,
    by_line: bool,
    read_stdin: Callable[[], bytes],
    fetched: Path,
) -> Named:
    for name in inputs:
        if name == "-":
            found: Named = iter([(Source("-", read_stdin()), None)])
        elif "://" in name:
            found = _fetch(name, fetched)
        else:
            found = list_files(Path(name))
        for source, path in found:
            own = replace(source, settings=reading)
            if not by_line:
                yield own, path
                continue
            data = path.read_bytes() if path and not own.fault else own.data
            yield from ((line, None) for line in split_lines(replace(own, data=data)))


def _fetch(address: str, folder: Path) -> Named:
    """Copy the files of an address that the reader typed, one after the other."""
    try:
        import fsspec

        files = fsspec.open_files(address, "rb")
        if not files:
            raise FileNotFoundError(address)
        for n, file in enumerate(files):
            name = Path(file.path).name
            place = folder / f"{n}-{name}"
            with file as opened, place.open("wb") as copy:
                while block := opened.read(1 << 20):
                    copy.write(block)
            yield Source(name, b""), place
            place.unlink(missing_ok=True)
    except ImportError as error:
        scheme = address.partition("://")[0].lower()
        package = error.name or _PACKAGES.get(scheme, scheme)
        message = t("result.no_address_package", address=address, package=package)
        raise pipeline.WrongChoiceError(message) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        message = t("result.no_address", address=address, reason=reason)
        raise pipeline.WrongChoiceError(message) from error


def _with_columns(named: Named, with_columns: Callable[[Source], Source]) -> Named:
    """Find chosen columns in tables that are read whole."""
    for source, path in named:
        records = path is not None and path.suffix.lower() in (".jsonl", ".ndjson", ".parquet")
        if records or source.fault or path is None:
            yield source if records else with_columns(source), path
        else:
            yield with_columns(replace(source, data=path.read_bytes())), None


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


class Meter:
    """Says on the terminal how far a run is and how long still; elsewhere a line a stage."""

    def __init__(self, stream: TextIO | None, *, clock: Callable[[], float] = time.monotonic):
        self._stream, self._clock = stream, clock
        self._stage = ""
        self._begun: tuple[float, float] | None = None  # when new work began, at which share
        self._shown = 0.0
        self._width = 0

    def tell(self, progress: Progress) -> None:
        """Take note of how far it is."""
        if self._stream is None:
            return
        now = self._clock()
        if progress.kept or self._begun is None:
            self._begun = (now, progress.share)
        is_new = progress.stage != self._stage
        self._stage = progress.stage
        if is_new or (self._stream.isatty() and now - self._shown >= _SECOND):
            self._shown = now
            self._show(self._say(progress, now))

    def end(self) -> None:
        """Leave the line."""
        if self._stream is not None and self._width:
            self._stream.write("\n")
            self._width = 0

    def _say(self, progress: Progress, now: float) -> str:
        stage = t(f"result.stage_{progress.stage}")
        share = f"{progress.share:.0%}"
        left = self._seconds_left(progress.share, now)
        if left is None:
            return t("result.progress", share=share, stage=stage)
        minutes = number(max(1, round(left / 60)))
        return t("result.progress_left", share=share, stage=stage, minutes=minutes)

    def _seconds_left(self, share: float, now: float) -> float | None:
        """Return how long still, by the pace of what was not kept; None where that is unknown."""
        if self._begun is None or share - self._begun[1] < 0.02:
            return None
        return (now - self._begun[0]) / (share - self._begun[1]) * (1 - share)

    def _show(self, line: str) -> None:
        if self._stream is None:
            return
        if self._stream.isatty():
            self._stream.write("\r" + line.ljust(self._width))
            self._width = max(self._width, len(line))
        else:
            self._stream.write(f"wenmai: {line}\n")
        self._stream.flush()
