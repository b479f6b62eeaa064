"""Parses strangers' files in processes that can be killed, so that none harms the rest.

`parse_source` reads one source, `preview_table` shows the first rows of a table. Plain text is
decoded right here: it has no parser that could run away, and no process should have to start
for it. All else goes to a worker (`parser_process.py`): limited in address space and processor
time, unable to write a file, and killed when the clock runs out. What a file does to its worker
is the fault of that file alone: it is refused and the next one gets a worker again.

Workers are started by their own small protocol rather than by multiprocessing, whose spawned
and forkserver processes run the main module of the program again (`wenmai`, `streamlit run`,
a script without a guard), and whose forks copy locks that other threads hold.

Reasons given here, with their fields (those of parsers and of `archives` pass through):

- `too_large` (limit in MB), `too_slow` (limit in seconds), `too_much_memory` (limit in MB);
- `broken`: the parser crashed or raised what no parser should; `too_deep`: it nests too deep;
- `too_long` (limit in characters): the rows of a table together;
- `unreadable`: the machine had no process left for it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import IO, Any

from components.environment import needed_environment
from components.reading import archives, parser_process
from components.reading.document import (
    Document,
    Limits,
    ReadingSettings,
    TablePreview,
    UnreadableError,
)
from components.reading.parsers.detect import format_of
from components.text import from_plain, to_plain

WORKERS = 2  # processes that parse at the same time; more only wait for each other's memory
MEGABYTE = 2**20

_OUT_OF_PROCESSOR_TIME = -24  # SIGXCPU, which Windows does not name
_LEAST_SECONDS = 1.0
_START_SECONDS = 60.0  # a worker that has not said it is ready by then never will
_SHORT = 4 * 2**10
_LINES = 3  # lines of a text, in times of the rows that a table may have
_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from components.reading import parser_process; "
    "parser_process.end_with(int(sys.argv[2])) if int(sys.argv[2]) >= 0 else None; "
    "parser_process.main()"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What one file gave: of an archive, one for each file in it.

    Attributes:
        path: where it lies below its source, `m.txt` or `inner.zip!m.txt`; empty for the
            source itself.
        data: its bytes, for keeping; empty where it could not be taken out of its archive.
        documents: its texts, several where it is a table; none where it was refused.
        fault: why it was refused.
    """

    path: str
    data: bytes
    documents: tuple[Document, ...] = ()
    fault: UnreadableError | None = None


def parse_source(
    name: str,
    data: bytes,
    settings: ReadingSettings | None = None,
    limits: Limits | None = None,
) -> tuple[ParsedFile, ...]:
    """Parse one source, whatever it is; usable from many threads at once.

    Args:
        name: what it is called; only its suffix is looked at, and only after its content.
        data: its bytes.
        settings: the encoding and the columns the reader chose.
        limits: how much it may take.

    Returns:
        One for a file, one for each member of an archive in its order; never none. What
        could not be read carries its fault, nothing is raised for it.
    """
    return tuple(start_parsing(name, data, settings, limits)[1])


def start_parsing(
    name: str,
    data: bytes,
    settings: ReadingSettings | None = None,
    limits: Limits | None = None,
) -> tuple[int, Iterator[ParsedFile]]:
    """Begin to parse one source, as `parse_source` does.

    Returns:
        How many files it holds, and each of them in its order as soon as it is parsed. Whoever
        stops half-way leaves the rest unread.
    """
    settings, limits = settings or ReadingSettings(), limits or Limits()
    try:
        if len(data) > limits.file_bytes:
            raise UnreadableError("too_large", limit=limits.file_bytes // MEGABYTE)
        if archives.is_zip(data):
            return _from_zip(name, data, settings, limits)
        return 1, iter((ParsedFile("", data, _parse(name, data, settings, limits)),))
    except UnreadableError as fault:
        return 1, iter((ParsedFile("", data, fault=fault),))


def preview_table(
    name: str, data: bytes, limits: Limits | None = None, *, encoding: str | None = None
) -> TablePreview | None:
    """Return the header and first rows of a table, None where the file is none.

    Args:
        name: what it is called.
        data: its bytes.
        limits: how much it may take.
        encoding: what the reader chose; None lets the bytes decide.

    Raises:
        UnreadableError: it is a table that cannot be read.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise UnreadableError("too_large", limit=limits.file_bytes // MEGABYTE)
    if is_plain(name, data):
        return None
    told = {"encoding": encoding, "limits": to_plain(limits)}
    request = {"do": "look", "name": name, **told}
    frames = _pool.ask(request, data, limits)
    told = frames[0][0]["table"]
    return from_plain(told, TablePreview) if told else None


def call(function: str, data: bytes, limits: Limits) -> list[parser_process.Frame]:
    """Have a function of this program read what a stranger made, as parsers do.

    Args:
        function: `module:name` of what takes data and limits and yields frames.
        data: the bytes.
        limits: how much it may take.

    Raises:
        UnreadableError: it took more, or failed.
    """
    told = {"limits": to_plain(limits)}
    return _pool.ask({"do": "call", "function": function, **told}, data, limits)


def stop_workers() -> None:
    """End the workers; the next file starts new ones. Done by itself when the process ends."""
    _pool.close()


def is_plain(name: str, data: bytes) -> bool:
    """Tell text that can be decoded right here: its reader takes time in step with its length.

    Markdown and subtitles go through patterns that a long hostile line can keep busy, so only
    short ones are read here.
    """
    if archives.is_zip(data):
        return False
    kind = format_of(data, name=name)
    return kind == "text" or (kind in ("markdown", "subtitles") and len(data) <= _SHORT)


def _from_zip(
    name: str, data: bytes, settings: ReadingSettings, limits: Limits
) -> tuple[int, Iterator[ParsedFile]]:
    """Parse a document packed as a zip, or every member of an archive."""
    frames = _ask_open(name, data, settings, limits)
    if "document" in frames[0][0]:
        return 1, iter((ParsedFile("", data, _documents(frames)),))
    return len(frames), _members(frames, settings, limits)


def _members(
    frames: list[parser_process.Frame], settings: ReadingSettings, limits: Limits
) -> Iterator[ParsedFile]:
    patience = _Patience(limits)
    with ThreadPoolExecutor(WORKERS, "wenmai-members") as threads:
        yield from threads.map(lambda frame: _member(frame, settings, patience), frames)


@dataclass(slots=True)
class _Patience:
    """How long the members of one archive may take: each that ran out of time halves it.

    A large file among a thousand costs the others nothing; a thousand files made to take
    their time do not take a thousand times as long.
    """

    limits: Limits
    lost: int = 0

    @property
    def left(self) -> Limits:
        seconds = max(_LEAST_SECONDS, self.limits.seconds / 2**self.lost)
        return replace(self.limits, seconds=min(seconds, self.limits.seconds))


def _member(
    frame: parser_process.Frame, settings: ReadingSettings, patience: _Patience
) -> ParsedFile:
    head, data = frame
    path = head["member"]
    if head["fault"]:
        return ParsedFile(path, b"", fault=parser_process.fault_from_plain(head["fault"]))
    try:
        return ParsedFile(path, data, _parse(path, data, settings, patience.left))
    except UnreadableError as fault:
        patience.lost += fault.reason == "too_slow"
        return ParsedFile(path, data, fault=fault)


def _parse(
    name: str, data: bytes, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Parse bytes that are no archive: here where they are plain, else in a worker."""
    if is_plain(name, data):
        from components.reading import parsers

        documents = parsers.parse(data, name=name, settings=settings, limits=limits)
    else:
        documents = _documents(_ask_open(name, data, settings, limits))
    # What follows looks at each line, outside of any clock: no text of so many has an end.
    most = _LINES * limits.rows
    if any(max(map(document.text.count, "\n\r")) > most for document in documents):
        raise UnreadableError("too_many_rows", limit=most)
    return documents


def _ask_open(
    name: str, data: bytes, settings: ReadingSettings, limits: Limits
) -> list[parser_process.Frame]:
    told = {
        "settings": to_plain(settings),
        "limits": to_plain(limits),
    }
    frames = _pool.ask({"do": "open", "name": name, **told}, data, limits)
    if not frames:
        raise UnreadableError("empty")
    return frames


def _documents(frames: list[parser_process.Frame]) -> tuple[Document, ...]:
    return tuple(from_plain(head["document"], Document) for head, _ in frames)


class _Worker:
    """One process that parses, seen from the server."""

    def __init__(self) -> None:
        pipe, self._life = -1, -1
        try:
            if os.name == "posix":
                pipe, self._life = os.pipe()
            command = [sys.executable, "-B", "-c", _CODE, json.dumps(sys.path), str(pipe)]
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=(pipe,) if pipe >= 0 else (),
                env=needed_environment(),
            )
        except OSError as error:  # no process or memory left: the file's reader may try again
            if pipe >= 0:
                os.close(self._life)
            _log.error("no worker that parses files could be started (errno %s)", error.errno)
            raise UnreadableError("unreadable") from None
        finally:
            if pipe >= 0:
                os.close(pipe)
        self._ready = False
        self._born_with = 0  # a process begins with the peak of the one that started it

    def ask(
        self, request: dict[str, Any], data: bytes, limits: Limits
    ) -> list[parser_process.Frame]:
        """Have one file parsed.

        Raises:
            UnreadableError: the file was refused, or ended its worker.
        """
        stream = self._stream(self._process.stdin)
        if not self._ready:
            self._await_start()
        with self._deadline(limits.seconds) as late:
            try:
                with contextlib.suppress(BrokenPipeError):
                    parser_process.write_frame(stream, request, data)
                    stream.flush()
                return self._answer()
            except (EOFError, ValueError, LookupError, TypeError):  # gone, or talking nonsense
                raise self._cause_of_death(late, limits) from None
            except UnreadableError:
                raise
            except BaseException:  # interrupted half-way: what it says next answers nobody
                self.end()
                raise

    def _await_start(self) -> None:
        with self._deadline(_START_SECONDS):
            try:
                head, _ = parser_process.take(self._stream(self._process.stdout))
                self._born_with = int(head.get("born with", 0))
            except EOFError:
                self.end()
                code = self._process.returncode
                _log.error("a worker that parses files did not start (exit code %s)", code)
                raise UnreadableError("broken") from None
        self._ready = True

    def _answer(self) -> list[parser_process.Frame]:
        frames: list[parser_process.Frame] = []
        fault: UnreadableError | None = None
        while True:
            head, blob = parser_process.take(self._stream(self._process.stdout))
            if "done" in head:
                break
            if "fault" in head and "member" not in head:
                fault = parser_process.fault_from_plain(head["fault"])
            else:
                frames.append((head, blob))
        if not head["done"]:
            self.end()
        if fault:
            raise fault
        return frames

    @contextlib.contextmanager
    def _deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Kill the process when the time is over; tell by the event that it was so."""
        late = threading.Event()

        def strike() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, strike)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()
            timer.join()
            if late.is_set():  # even where the answer was faster: it must get no other file
                self.end()

    def _cause_of_death(self, late: threading.Event, limits: Limits) -> UnreadableError:
        megabytes = limits.memory_bytes // MEGABYTE
        peak = self.end()
        if late.is_set() or self._process.returncode == _OUT_OF_PROCESSOR_TIME:
            return UnreadableError("too_slow", limit=round(limits.seconds) or 1)
        # A library in C aborts where Python would raise.
        if peak > max(limits.memory_bytes // 2, self._born_with):
            return UnreadableError("too_much_memory", limit=megabytes)
        return UnreadableError("broken")

    @property
    def alive(self) -> bool:
        """Whether it can be given another file."""
        return self._process.poll() is None

    def end(self) -> int:
        """Kill the process and forget it.

        Returns:
            The most memory it ever held, in bytes; 0 where the system does not tell.
        """
        peak = 0
        if self._process.returncode is None:
            if hasattr(os, "wait4"):  # before Popen asks: it would not tell the memory
                with contextlib.suppress(ChildProcessError, ProcessLookupError):
                    os.kill(self._process.pid, signal.SIGKILL)
                    _, status, usage = os.wait4(self._process.pid, 0)
                    self._process.returncode = os.waitstatus_to_exitcode(status)
                    peak = usage.ru_maxrss * parser_process.RSS_UNIT
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):
                self._stream(stream).close()
        if self._life >= 0:
            os.close(self._life)
            self._life = -1
        return peak

    @staticmethod
    def _stream(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise RuntimeError("a worker was started without its pipes")
        return stream


class _Pool:
    """The workers of this process: none before the first file, never more than `WORKERS`."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(WORKERS)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []

    def ask(
        self, request: dict[str, Any], data: bytes, limits: Limits
    ) -> list[parser_process.Frame]:
        with self._turns:
            chosen = self._take()
            try:
                return chosen.ask(request, data, limits)
            finally:
                self._give_back(chosen)

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                if (worker_ := self._idle.pop()).alive:
                    return worker_
                worker_.end()
        return _Worker()

    def _give_back(self, worker_: _Worker) -> None:
        with self._lock:
            if worker_.alive:
                self._idle.append(worker_)
            else:
                worker_.end()

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().end()


_pool = _Pool()
_inherited: list[_Pool] = []
atexit.register(stop_workers)


def _forget_workers() -> None:
    """A forked copy of this process starts workers of its own and leaves ours alone."""
    global _pool
    _inherited.append(_pool)  # kept, for its end would be the end of our parent's workers
    _pool = _Pool()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_workers)
