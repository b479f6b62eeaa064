"""Finds texts in files and folders: bytes with a name."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Literal

from components.reading.document import AS_IS, Limits, ReadingSettings, UnreadableError
from components.text import RefusalReason

IGNORE_FILE = ".wenmaiignore"
# What programs lay beside files: locks of office programs, what a Mac or Windows keeps of a folder.
_BESIDE = ("~$", "~wrl", "._", ".~lock.")
_BESIDE_NAMES = frozenset(("thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", ".localized",
                           "icon\r"))  # fmt: skip
_BESIDE_FOLDERS = frozenset(("__macosx", "$recycle.bin", "system volume information", "@eadir"))
MAX_BYTES = Limits().file_bytes
_DEFAULT = ReadingSettings()
_LONGEST_NAME = 255  # bytes that a name can have on the usual file systems
_SENTENCE = 10  # Chinese characters in a row that hardly anybody calls a folder
_SHOWN = 8  # characters of a text in the place of a path that are told back
_STOPS = frozenset("。，！？；\n")


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name: a file, an upload, a paste.

    Attributes:
        name: the label shown to people and the id of the article; never opened as a path.
        data: the bytes as they came.
        settings: how they are read.
        fault: why there are no bytes, where a file could not be opened.
        form: a `file` may be in any format; `text` is text whatever it looks like.
    """

    name: str
    data: bytes
    settings: ReadingSettings = _DEFAULT
    fault: RefusalReason | None = None
    form: Literal["file", "text"] = "file"


def sources_in(path: Path, *, limit: int | None = MAX_BYTES) -> Iterator[Source]:
    """Yield the sources of a file, or of all files below a folder that can be read, by name.

    Read-me files and hidden files describe a folder and are not part of its corpus, and what
    a `.wenmaiignore` names stays out, see `count_ignored`. What is missing, too large, no file or
    cannot be opened, subfolders too, is a source with a fault, and the rest goes on.

    Args:
        path: a file or a folder.
        limit: bytes a file may have; larger ones are not opened.
    """
    for file, name in _name_files(path, _readable_suffixes()):
        yield _open(file, name, limit)


def is_dust(name: str) -> bool:
    """Tell by its name what no reader wrote: locks of office programs, what systems lay beside.

    Args:
        name: of a file, with the folders above it as far as they are known.
    """
    *folders, own = name.lower().split("/")
    in_dust = not _BESIDE_FOLDERS.isdisjoint(folders)
    return in_dust or own in _BESIDE_NAMES or own.startswith(_BESIDE)


def list_files(path: Path) -> Iterator[tuple[Source, Path]]:
    """Yield the same sources without their bytes, and the file of each: no limit, none opened.

    Tables in Parquet are among them: only what is cut into pieces reads these.
    """
    for file, name in _name_files(path, (*_readable_suffixes(), ".parquet")):
        source = _open(file, name, -1)  # larger than that is every file
        yield replace(source, fault=None) if source.fault == "too_large" else source, file


def _name_files(path: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield a file, or those below a folder that can be read, with what each is called."""
    if not _is(path, Path.is_dir):
        if not is_dust(path.name):  # a shell names it along with the files it lies beside
            yield path, path.name or str(path)
        return
    for file in _files_below(path):
        if file.suffix.lower() in suffixes or not _is(file, Path.is_file):
            name = file.relative_to(path).as_posix() if file != path else path.name or str(path)
            yield file, name


def count_unreadable(path: Path) -> Counter[str]:
    """Count by suffix the files below a folder that `sources_in` passes over unread.

    Read-me files, hidden files and those of `count_ignored` are not counted. Empty for a file.
    """
    known = _readable_suffixes()
    files = (file for file in _files_below(path) if _is(file, Path.is_file))
    suffixes = (file.suffix.lower() for file in files)
    return Counter(suffix for suffix in suffixes if suffix not in known)


def count_ignored(path: Path) -> int:
    """Count the files below a folder that a `.wenmaiignore` in it, or below it, names.

    Such a file holds a pattern a line, as `.gitignore` does, for what lies below its own folder:
    `*.bak` files and folders of that name anywhere, `/drafts` those of this folder alone,
    `old/` only folders, `*` and `?` never a slash. A line that begins with # is a remark. There
    is no `!` and no `**`. Folders above the one that is read have no say. 0 for a file.
    """
    return sum(1 for _ in _walk(path)) - sum(1 for _ in _files_below(path))


def _files_below(path: Path) -> Iterator[Path]:
    """Yield the files that are part of a corpus, in whatever format, by name."""
    patterns: dict[Path, tuple[str, ...]] = {}
    for file in _walk(path):
        inner = file.relative_to(path)
        for folder in inner.parents:
            if folder not in patterns:
                patterns[folder] = _patterns_of(path / folder / IGNORE_FILE)
        if not any(_names(patterns[above], inner.relative_to(above)) for above in inner.parents):
            yield file


def _walk(path: Path) -> Iterator[Path]:
    """Yield what lies below a folder and is neither hidden nor a read-me, by name."""
    for file in sorted(_entries(path)):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        described = file.name.lower().startswith("readme")
        if not (hidden or described or is_dust(file.relative_to(path).as_posix())):
            yield file


def _entries(path: Path) -> Iterator[Path]:
    """Yield all that lies below a folder but folders; those that cannot be entered are in it."""
    if not _is(path, Path.is_dir):
        return
    closed: list[Path] = []
    walk = os.walk(path, onerror=lambda error: closed.append(Path(error.filename)))
    for folder, inner, files in walk:
        links = (name for name in inner if (Path(folder) / name).is_symlink())
        yield from (Path(folder) / name for name in (*files, *links))
    yield from closed


def _is(path: Path, kind: Callable[[Path], bool]) -> bool:
    """Tell whether a path is a file or a folder; a name that no file can have is neither."""
    try:
        return kind(path)
    except (OSError, ValueError):
        return False


def _patterns_of(file: Path) -> tuple[str, ...]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _names(patterns: tuple[str, ...], file: PurePath) -> bool:
    """Tell whether a pattern names a file, or a folder that it lies in."""
    for pattern in patterns:
        # The file itself is no folder.
        last = len(file.parts) - 1 if pattern.endswith("/") else len(file.parts)
        steps = pattern.strip("/").split("/")
        if "/" in pattern.rstrip("/"):
            if len(steps) <= last and all(map(fnmatchcase, file.parts, steps)):
                return True
        elif any(fnmatchcase(part, steps[0]) for part in file.parts[:last]):
            return True
    return False


def _readable_suffixes() -> tuple[str, ...]:
    """Return the suffixes of all formats that can be read, archives of them included."""
    from components.reading.parsers.detect import SUFFIXES

    return (*SUFFIXES, ".zip")


def split_lines(source: Source) -> Iterator[Source]:
    """Yield each line of a source as an article of its own, taken as it is.

    Ids are `name:1`, `name:2` … by line number; blank lines are passed over. A file that is
    not UTF-8 is decoded whole, since one line may be too little to tell its encoding by.
    """
    if source.fault:
        yield source
        return
    data, encoding = _by_lines(source.data, source.settings.encoding)
    settings = replace(AS_IS, encoding=encoding)
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.decode("utf-8", "replace").strip():
            yield Source(f"{source.name}:{number}", line.rstrip(b"\r"), settings, form="text")


def _by_lines(data: bytes, encoding: str | None) -> tuple[bytes, str | None]:
    """Return data whose lines end in one byte, and the encoding of them all."""
    if encoding is None and _is_utf8(data):
        return data, "utf-8"
    from components.reading.encodings import decode

    try:
        decoded = decode(data, encoding=encoding)
    except UnreadableError:
        return data, encoding  # each line says for itself what is wrong with it
    if decoded.encoding.startswith(("utf-16", "utf-32")):
        return decoded.text.encode(), "utf-8"
    return data, decoded.encoding


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _open(path: Path, name: str, limit: int | None) -> Source:
    try:
        if not os.path.lexists(path):
            return _report_missing(path, name)
        if not path.is_file():
            return Source(name, b"", fault=_find_fault(path))
        if limit is not None and path.stat().st_size > limit:
            return Source(name, b"", fault="too_large")
        return Source(name, path.read_bytes())
    except ValueError:
        return _report_missing(path, name)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return _report_missing(path, name)
        return Source(name, b"", fault="unreadable")


def _find_fault(path: Path) -> RefusalReason:
    """Return why what is there, and no file, cannot be read."""
    if not path.exists():
        return "not_found"  # a link to what has gone
    is_closed_folder = path.is_dir() and not path.is_symlink()
    return "unreadable" if is_closed_folder else "no_file"


def _report_missing(path: Path, name: str) -> Source:
    """Return what stands for a path without a file; a text in its place is told as such."""
    whole = str(path)
    if not _looks_like_text(whole):
        return Source(name, b"", fault="not_found")
    start = whole.split("\n")[0][:_SHOWN]
    return Source(f"{start}…", b"", fault="text_not_path")


def _looks_like_text(name: str) -> bool:
    long = len(name.encode("utf-8", "replace")) > _LONGEST_NAME and "/" not in name
    letters = sum("\u4e00" <= c <= "\u9fff" for c in name)
    bare = not PurePath(name).suffix and "/" not in name
    return long or bool(set(name) & _STOPS) or (bare and letters >= _SENTENCE)
