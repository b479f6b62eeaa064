"""Opens the files in a zip in memory, and stops where they grow too large.

Sizes in a zip are claims of whoever made it, so nothing here believes them: every byte that
comes out is counted, over all members and the archives in them together. Names are labels
for people and never become paths.

Reasons, with the fields they give (`name` is the path below the archive):

- the archive as a whole: `broken`; `empty` (no file in it); `archive_entries` (limit, count);
  `archive_member` (name): two entries claim the same bytes, so all of it is refused;
- from one member on: `archive_inflated` (limit in MB); what comes after it is not read;
- one member alone: `encrypted`, `too_large` (limit in MB), `archive_depth` (limit), `broken`,
  `unknown_format` (packed by a method other than stored or deflated), and for an archive in
  the archive all of the above.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from components.reading.document import Limits, UnreadableError
from components.reading.parsers.detect import format_of
from components.reading.sources import is_dust

MEGABYTE = 2**20
_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CHUNK = 2**16
# No news text shrinks like this, and pasting it a hundred times over takes far less room
# than the allowance: beyond both, the archive was made to burst.
_RATIO, _FREE = 250, 32 * MEGABYTE
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNICODE_PATH = 0x7075
_LABEL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One file of an archive.

    Attributes:
        name: where it lies, `a/m.txt`, or `inner.zip!m.txt` in an archive in the archive.
        data: its bytes; none where it was refused.
        fault: why it could not be taken out.
    """

    name: str
    data: bytes = b""
    fault: UnreadableError | None = None


@dataclass(slots=True)
class InflationCount:
    """What has come out of one upload, over all archives in it; refuses what is beyond limits."""

    limits: Limits
    packed: int
    entries: int = 0
    inflated: int = 0
    full: bool = False

    def enter(self, n: int) -> None:
        """Count files.

        Raises:
            UnreadableError: `archive_entries`.
        """
        self.entries += n
        if self.entries > self.limits.entries:
            limit = self.limits.entries
            raise UnreadableError("archive_entries", limit=limit, count=self.entries)

    def add(self, n: int) -> None:
        """Count bytes that came out.

        Raises:
            UnreadableError: `archive_inflated`.
        """
        self.inflated += n
        bursts = self.inflated > _FREE and self.inflated > _RATIO * self.packed
        if bursts or self.inflated > self.limits.inflated_bytes:
            self.full = True
            raise UnreadableError("archive_inflated", limit=self.limits.inflated_bytes // MEGABYTE)


def is_zip(data: bytes) -> bool:
    """Tell a zip, or a format packed as one, by its first bytes."""
    return data.startswith(_MARKS)


def is_archive(data: bytes, *, name: str) -> bool:
    """Tell a zip of files from a Word document or a spreadsheet, which are zips too."""
    return is_zip(data) and format_of(data, name=name) == "zip"


def refuse_crowds(data: bytes, *, limits: Limits) -> None:
    """Refuse a directory with too many entries before each of them becomes an object.

    Raises:
        UnreadableError: `archive_entries`.
    """
    end = data.rfind(b"PK\5\6")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    count = data.count(b"PK\1\2", max(0, end - size), max(0, end))
    if count > limits.entries:
        raise UnreadableError("archive_entries", limit=limits.entries, count=count)


def open_members(data: bytes, *, limits: Limits) -> Iterator[ArchiveMember]:
    """Yield the files of a zip, and of the zips in it, in the order of its directory.

    Folders, links, hidden files, locks of office programs, what macOS adds and read-me files are
    passed over.

    Args:
        data: the bytes of the archive.
        limits: `entries`, `inflated_bytes`, `depth` and `file_bytes` count here.

    Yields:
        Each file with its bytes, or with the fault it was refused for; the rest goes on.

    Raises:
        UnreadableError: the archive as a whole is refused; none of it was yielded.
    """
    return _walk(data, "", 1, InflationCount(limits, len(data)))


def _walk(data: bytes, above: str, depth: int, count: InflationCount) -> Iterator[ArchiveMember]:
    with _open(data) as archive:
        infos = archive.infolist()
        count.enter(len(infos))
        _refuse_overlaps(infos)
        named = [(i, n) for i, n in zip(infos, _names(infos), strict=True) if _is_file(i, n)]
        if not named:
            raise UnreadableError("empty")
        for info, name in named:
            yield from _take(archive, info, above + name, depth, count)
            if count.full:  # so are all archives around this one
                return


def _take(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, depth: int, count: InflationCount
) -> Iterator[ArchiveMember]:
    try:
        data = b"".join(_inflate(archive, info, count, count.limits.file_bytes))
        if not is_archive(data, name=name):
            yield ArchiveMember(name, data)
        elif depth >= count.limits.depth:
            raise UnreadableError("archive_depth", limit=count.limits.depth)
        else:
            yield from _walk(data, name + "!", depth + 1, count)
    except UnreadableError as fault:
        yield ArchiveMember(name, fault=fault)


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:  # struct, overflow, decode … errors, by the damage
        raise UnreadableError("broken") from error


def _inflate(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, count: InflationCount, limit: int | None = None
) -> Iterator[bytes]:
    """Yield a member in pieces, each counted before the next is inflated."""
    if info.flag_bits & 0x1:
        raise UnreadableError("encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableError("unknown_format")
    size = 0
    try:
        with archive.open(info) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                count.add(len(piece))
                if limit is not None and size > limit:
                    raise UnreadableError("too_large", limit=limit // MEGABYTE)
                yield piece
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # a bad checksum, a cut stream, a lying header
        raise UnreadableError("broken") from error


def _refuse_overlaps(infos: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive two of whose entries share bytes: small files that inflate without end."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        if info.header_offset < end:
            raise UnreadableError("archive_member", name=_label(info.filename))
        end = info.header_offset + 30 + info.compress_size


def _is_file(info: zipfile.ZipInfo, name: str) -> bool:
    parts = name.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    return not (
        info.orig_filename.endswith(("/", "\\"))
        or (kind and kind != stat.S_IFREG)
        or is_dust(name)
        or any(part.startswith(".") for part in parts)
        or parts[-1].lower().startswith("readme")
    )


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Name the members; names of old Chinese Windows are decoded together, one is too short."""
    told = [_read_name(info) for info in infos]
    raw = [name for name in told if isinstance(name, bytes)]
    texts = _decode(b"\n".join(raw)).split("\n") if raw else []
    if len(texts) != len(raw):
        texts = [_decode(name) for name in raw]
    old = iter(texts)
    return [_label(next(old) if isinstance(name, bytes) else name) for name in told]


def _read_name(info: zipfile.ZipInfo) -> str | bytes:
    """Return the name, or its bytes where the archive does not say how they are encoded."""
    if info.flag_bits & 0x800 or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    return _unicode_path(info.extra, raw) or raw.replace(b"\n", b" ")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in Info-ZIP's extra field, where it belongs to this name."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        field_data, extra = bytes(extra[4 : 4 + size]), extra[4 + size :]
        told = kind == _UNICODE_PATH and len(field_data) > 5 and field_data[0] == 1
        if told and struct.unpack_from("<I", field_data, 1)[0] == zlib.crc32(raw):
            return field_data[5:].decode("utf-8", "replace")
    return None


def _decode(raw: bytes) -> str:
    from components.reading.encodings import decode  # chardet, which few archives need

    try:
        return decode(raw).text
    except UnreadableError:
        return raw.decode("utf-8", "replace")


def _label(name: str) -> str:
    """Return a name for people: no steps upwards, no drive, no control characters."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    parts = _CONTROLS.sub("", name.replace("\\", "/")).split("/")
    parts = [part for part in parts if part.strip() not in ("", ".", "..")]
    if parts and re.fullmatch("[A-Za-z]:", parts[0]):
        parts = parts[1:]
    label = "/".join(parts) or "?"
    return label if len(label) <= _LABEL_CHARACTERS else "…" + label[1 - _LABEL_CHARACTERS :]
