"""Opens Office files, which are zips of XML, and checks them before any of it is parsed.

Refusals: `archive_entries` (limit, count), `archive_inflated` (limit in MB), `encrypted`
(format), `dtd` (format), `broken` (format).
"""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO
from xml.parsers import expat

from components.reading.document import Limits, UnreadableError

FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, OSError,
          RuntimeError, ValueError)  # fmt: skip

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@contextlib.contextmanager
def open_package(data: bytes, *, format_name: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open an Office file whose size, once inflated, and whose declarations are harmless.

    The sizes a zip declares are the most that Python inflates of each member, so their sum
    bounds what parsing can meet; a member that lies is cut there and fails its checksum.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except FAULTS as error:
        raise UnreadableError("broken", format=format_name) from error
    with archive:
        members = archive.infolist()
        if len(members) > limits.entries:
            raise UnreadableError("archive_entries", limit=limits.entries, count=len(members))
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableError("encrypted", format=format_name)
        if sum(member.file_size for member in members) > limits.inflated_bytes:
            raise UnreadableError("archive_inflated", limit=limits.inflated_bytes // 2**20)
        for member in members:
            if member.filename.endswith((".xml", ".rels", ".vml")):
                _check_prolog(archive, member, format_name)
        yield archive


def parse_xml(
    stream: IO[bytes],
    *,
    format_name: str,
    start: Start,
    end: End,
    text: Text,
    chunk_bytes: int = 64 * 1024,
) -> None:
    """Parse XML as it is inflated and hand on what is met; no tree is built.

    A declaration of a document type is refused where it begins, before any entity is read.
    Tags and attributes come as `namespace}name`.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def refuse_declaration(*_: object) -> None:
        raise UnreadableError("dtd", format=format_name)

    parser.StartDoctypeDeclHandler = refuse_declaration
    try:
        while chunk := stream.read(chunk_bytes):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, *FAULTS) as error:
        raise UnreadableError("broken", format=format_name) from error


class _RootMetError(Exception):
    """The first element has begun: no declaration can follow."""


def _check_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo, format_name: str) -> None:
    def stop_at_root(tag: str, attributes: dict[str, str]) -> None:
        raise _RootMetError

    with contextlib.suppress(_RootMetError), open_part(archive, member, format_name) as stream:
        parse_xml(
            stream,
            format_name=format_name,
            start=stop_at_root,
            end=pass_over,
            text=pass_over,
            chunk_bytes=4096,
        )


def open_part(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, format_name: str) -> IO[bytes]:
    """Open a member of an Office file."""
    try:
        return archive.open(name)
    except FAULTS as error:
        raise UnreadableError("broken", format=format_name) from error


def pass_over(_: str) -> None:
    """Hear of an end or a text and pass over it."""
