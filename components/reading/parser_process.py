"""Parses strangers' files in a process of its own, which `process_pool` starts and ends.

It lives as long as the pipe on its standard input. Requests and answers are frames of JSON
and bytes, never pickles: a parser that was taken over by a file could make those run code in
the process that reads them. What is parsed stays in memory: no file can be written here.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from components.reading import archives
from components.reading.document import (
    Limits,
    ReadingSettings,
    UnreadableError,
)
from components.text import RefusalReason, from_plain, to_plain

Frame = tuple[dict[str, Any], bytes]

# What no parser has to do: to write, to start programs, to ask the network. The kernel's limits
# hold for C code too; this one also tells the file from its name, before it is there.
_REFUSED_EVENTS = frozenset(
    (
        *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system", "subprocess.Popen"),
        *("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink"),
        *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"),
    )
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_LONGEST_FRAME = 2**30  # far beyond any file or text; a worker gone wrong may claim anything
_DOCUMENTS_TOGETHER = 4  # documents of one file together, in times of the longest one


RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # what `ru_maxrss` counts


def write_frame(stream: IO[bytes], head: dict[str, Any], blob: bytes = b"") -> None:
    """Write one frame: a line with the lengths, the JSON, the bytes."""
    packed = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(b"%d %d\n" % (len(packed), len(blob)))
    stream.write(packed)
    stream.write(blob)


def take(stream: IO[bytes]) -> Frame:
    """Read one frame; EOFError where the other side has gone or makes no sense."""
    told = stream.readline(64).split()
    lengths = [int(length) for length in told if length.isdigit()]
    if len(lengths) != 2 or sum(lengths) > _LONGEST_FRAME:
        raise EOFError
    packed, blob = stream.read(lengths[0]), stream.read(lengths[1])
    if [len(packed), len(blob)] != lengths:
        raise EOFError
    return json.loads(packed.decode("utf-8", "surrogatepass")), blob


def fault_to_plain(fault: UnreadableError) -> dict[str, Any]:
    """Return a refusal as JSON has it."""
    return {"reason": fault.reason, "detail": dict(fault.detail)}


def fault_from_plain(told: dict[str, Any]) -> UnreadableError:
    """Return the refusal again."""
    return UnreadableError(cast(RefusalReason, told["reason"]), **told["detail"])


def main() -> None:
    """Answer requests until the pipe is closed."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=2**16)
    # Libraries print and warn, sometimes with the text they trip over: none of it goes on.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends us, not its terminal
    sys.addaudithook(refuse_harm)
    confine_files()
    start = _address_space()
    write_frame(answers, {"ready": os.getpid(), "born with": measure_inherited_peak()})
    answers.flush()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            request, data = take(requests)
            fit = _answer(request, data, answers, start)
            write_frame(answers, {"done": fit})
            answers.flush()
            if not fit:
                return


def _answer(request: dict[str, Any], data: bytes, answers: IO[bytes], start: int) -> bool:
    """Answer one request.

    Returns:
        False where this process has taken too much to go on with the next file.
    """
    limits = from_plain(request["limits"], Limits)
    confine(start, limits)
    fault = None
    try:
        for head, blob in _ANSWERS[request["do"]](request, data, limits):
            write_frame(answers, head, blob)
    except UnreadableError as error:
        fault = error
    except MemoryError:
        fault = UnreadableError("too_much_memory", limit=limits.memory_bytes // 2**20)
    except RecursionError:
        fault = UnreadableError("too_deep")
    except Exception:  # whatever a parser raises on a file it does not understand
        fault = UnreadableError("broken")
    swollen = max(_address_space() - start, _peak()) > limits.memory_bytes // 2
    if fault and fault.reason == "broken" and swollen:  # how many a library takes a failed malloc
        fault = UnreadableError("too_much_memory", limit=limits.memory_bytes // 2**20)
    if fault:
        write_frame(answers, {"fault": fault_to_plain(fault)})
    return not swollen


def _parse(request: dict[str, Any], data: bytes, limits: Limits) -> Iterator[Frame]:
    """Parse a file; of an archive, inflate its members for the other side to go on with."""
    if archives.is_zip(data):
        archives.refuse_crowds(data, limits=limits)
    if archives.is_archive(data, name=request["name"]):
        for member in archives.open_members(data, limits=limits):
            fault = member.fault and fault_to_plain(member.fault)
            yield {"member": member.name, "fault": fault}, member.data
        return
    from components.reading import parsers  # the parsers, once in the life of this process

    settings = from_plain(request["settings"], ReadingSettings)
    documents = parsers.parse(data, name=request["name"], settings=settings, limits=limits)
    limit = _DOCUMENTS_TOGETHER * limits.characters
    if sum(len(document.text) for document in documents) > limit:
        raise UnreadableError("too_long", limit=limit)
    for document in documents:
        yield {"document": to_plain(document)}, b""


def _preview(request: dict[str, Any], data: bytes, limits: Limits) -> Iterator[Frame]:
    from components.reading import parsers

    name, encoding = request["name"], request["encoding"]
    table = parsers.preview_table(data, name=name, limits=limits, encoding=encoding)
    yield {"table": to_plain(table)}, b""


def _calling(request: dict[str, Any], data: bytes, limits: Limits) -> Iterator[Frame]:
    module, _, name = request["function"].partition(":")
    yield from getattr(importlib.import_module(module), name)(data, limits)


_ANSWERS: dict[str, Callable[[dict[str, Any], bytes, Limits], Iterator[Frame]]] = {
    "open": _parse,
    "look": _preview,
    "call": _calling,
}


def refuse_harm(event: str, told: tuple[Any, ...]) -> None:
    """Stop Python code in this process, as an audit hook, from reaching outside it."""
    writes = event == "open" and isinstance(told[2], int) and told[2] & _WRITING
    if writes or event in _REFUSED_EVENTS:
        raise PermissionError(event)


def confine_files() -> None:
    """Let this process write no file and leave no core, which would hold the text."""
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)


def confine(start: int, limits: Limits) -> None:
    """Limit processor time and address space for the next file.

    macOS takes no limit on address space and Windows knows none of these: there, only the
    clock of the other side ends a file that takes too much.
    """
    with contextlib.suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        # Twice the clock's time: for a worker whose server was killed in the middle of a file.
        _limit("RLIMIT_CPU", int(used.ru_utime + used.ru_stime + 2 * limits.seconds) + 1)
    if start:
        _limit("RLIMIT_AS", start + limits.memory_bytes)


def _limit(name: str, most: int) -> None:
    """Set a limit of this process, below what whoever started the server allows."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(which, (most, hard))


def _address_space() -> int:
    """Return the bytes of address space this process has; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _peak() -> int:
    """Return the most bytes of memory this process ever held; 0 where it cannot be told."""
    # Not what getrusage tells: a new process begins with the peak of the one that started it.
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text("ascii", "replace")
        if found := re.search(r"VmHWM:\s*(\d+) kB", status):
            return int(found[1]) * 1024
    return measure_inherited_peak()


def measure_inherited_peak() -> int:
    """Return the peak that the system tells of this process, that of its starter included."""
    with contextlib.suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
    return 0


def end_with(pipe: int) -> None:
    """Have the kernel end this process when the other end of a pipe closes.

    The other process may be killed while a parser here runs and looks at nothing. A signal
    on the death of the parent would not do: it comes when the thread that started us ends.
    """
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC | os.O_NONBLOCK)
        if os.read(pipe, 1) == b"":  # closed before we asked to be told
            os._exit(0)
    except BlockingIOError:
        return  # open, and nothing comes through it, as it should be
    except (ImportError, AttributeError, OSError):
        return
