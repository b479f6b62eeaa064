"""Office files are zips of XML: what they hold is checked before any of it is parsed.

Refusals: `archive_entries` (limit, count), `archive_inflated` (limit in MB), `encrypted`
(format), `dtd` (format), `broken` (format).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from components.reading.document import Limits, UnreadableError

_CHUNK = 64 * 1024
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError,
          RuntimeError, ValueError)  # fmt: skip

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


@contextmanager
def opened(data: bytes, *, format_name: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
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


def walk(stream: IO[bytes], *, format_name: str, start: Start, end: End, text: Text) -> None:
    """Parse XML as it is inflated and hand on what is met; no tree is built.

    Declarations are refused wherever they stand. Tags come as `{namespace}name`.
    """
    parser = _parser(start, end, text)
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
        parser.close()
    except UnreadableError:
        raise
    except Exception as error:
        raise _refusal(error, format_name) from error


class _RootMetError(Exception):
    """The first element has begun: no declaration can follow."""


def _check_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo, format_name: str) -> None:
    def met(tag: str, attributes: dict[str, str]) -> None:
        raise _RootMetError

    parser = _parser(met, lambda tag: None, lambda data: None)
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(4096):
                parser.feed(chunk)
    except _RootMetError:
        return
    except Exception as error:
        raise _refusal(error, format_name) from error


def _refusal(error: Exception, format_name: str) -> UnreadableError:
    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

    declared = isinstance(error, DefusedXmlException)
    return UnreadableError("dtd" if declared else "broken", format=format_name)


class _Target:
    """What an XML parser calls; it keeps nothing."""

    def __init__(self, start: Start, end: End, text: Text) -> None:
        self.start = start
        self.end = end
        self.data = text

    def close(self) -> None:
        return None


def _parser(start: Start, end: End, text: Text):  # type: ignore[no-untyped-def]
    from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

    return DefusedXMLParser(target=_Target(start, end, text), forbid_dtd=True)
