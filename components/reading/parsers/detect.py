"""Detects the format of bytes by their content, and by their name where that says too little.

Cheap on purpose: nothing is inflated, decoded or parsed, and nothing heavy is imported, so that
the caller can ask before it starts a worker.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

_BY_SUFFIX = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "mhtml": "mhtml",
    "mht": "mhtml",
    "eml": "mail",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "csv": "csv",
    "tsv": "csv",
    "tab": "csv",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "srt": "subtitles",
    "vtt": "subtitles",
    "ass": "subtitles",
    "ssa": "subtitles",
    "sbv": "subtitles",
    "lrc": "subtitles",
    "ttml": "subtitles",
    "dfxp": "subtitles",
    "srv3": "subtitles",
    "xml": "feed",
    "rss": "feed",
    "atom": "feed",
    "rdf": "feed",
    "zip": "zip",
}
SUFFIXES: tuple[str, ...] = tuple(
    f".{suffix}" for suffix, format_name in _BY_SUFFIX.items() if format_name != "zip"
)
PACKED = frozenset(("docx", "xlsx", "pdf", "zip"))  # never plain text, whatever is left of them
READABLE = frozenset(_BY_SUFFIX.values()) - {"zip"}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"\x1f\x8b\x08", "gz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"SQLite format 3\0", "sqlite"),
    (b"MZ\x90\0", "exe"),
    (b"\x7fELF", "exe"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"PAR1", "parquet"),
)
_ZIPPED = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "visio/": "vsdx"}
_MIMETYPES = {b"application/epub": "epub", b"application/vnd.oasis.opendocument.text": "odt",
              b"application/vnd.oasis.opendocument.spreadsheet": "ods",
              b"application/vnd.oasis.opendocument.presentation": "odp"}  # fmt: skip
# Old Office files name their streams in UTF-16.
_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"),
            ("PowerPoint Document", "ppt"), ("__substg1.0", "msg"))  # fmt: skip

_COMMENTS = rb"(?:\s|<!--(?:(?!-->).)*-->|<\?xml[^>]*>)*"
_HTML = re.compile(_COMMENTS + rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.I | re.S)
_XML = re.compile(rb"\s*(?:<\?xml[\s]|<!doctype\s(?!html))", re.I)
_ROOT = re.compile(
    rb"(?:\s|<!--(?:(?!-->).)*-->|<\?[^>]*>)*"
    rb"<(?:[\w-]+:)?(?:(?P<feed>rss|feed|RDF|urlset|nitf)|tt|timedtext|transcript)[\s>]",
    re.S,
)
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_TIMES = rb"(?:\d+:)?\d{1,2}:\d\d[,.]\d{1,3}[ \t]*-->"
_SUBTITLES = re.compile(
    rb"\s*(?:WEBVTT[ \t\r\n]|\[Script Info\]|(?:\d+[ \t]*\r?\n)?" + _TIMES + rb")"
)


def format_of(data: bytes, *, name: str) -> str:
    """Name the format of a file: one of `READABLE`, `zip`, or what nobody here can read.

    Args:
        data: the whole file.
        name: its label; its suffix is asked where the bytes are text of some kind, and tells
            kinds of old Office files apart.

    Returns:
        A word such as `text`, `docx`, `zip`, `rtf` or `png`. Text with an unknown suffix is
        `text`; bytes that no rule knows are `text` too, and decoding decides about them.
    """
    suffix = PurePath(name).suffix.lower().lstrip(".")
    head = data[:4096]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _look_into_zip(data, suffix)  # asked first: it may hold a PDF as it is
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _detect_compound(data, suffix)
    return _by_magic(head) or _textual(head, suffix)


def _by_magic(head: bytes) -> str | None:
    for magic, format_name in _MAGIC:
        if head.startswith(magic):
            return format_name
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return head[8:12].strip().decode().lower()
    if head[4:8] == b"ftyp":
        return "heic" if head[8:11] in (b"hei", b"mif", b"avi") else "mp4"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "bmp"
    return None


def _look_into_zip(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return suffix if suffix in ("docx", "xlsx") else "zip"
    if "[Content_Types].xml" in names:
        for folder, format_name in _ZIPPED.items():
            if any(name.startswith(folder) for name in names):
                return "xlsb" if "xl/workbook.bin" in names else format_name
    if names and names[0] == "mimetype":  # stored first and uncompressed, so it can be read here
        declared = data[38:120]
        kinds = [kind for mark, kind in _MIMETYPES.items() if declared.startswith(mark)]
        return kinds[0] if kinds else "zip"
    is_part = any(name.startswith((*_ZIPPED, "_rels/", "docProps/")) for name in names)
    return suffix if is_part and suffix in ("docx", "xlsx") else "zip"


def _detect_compound(data: bytes, suffix: str) -> str:
    for stream, format_name in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return format_name
    return suffix if suffix in ("doc", "xls", "ppt", "msg", "hwp", "wps") else "ole"


def _textual(head: bytes, suffix: str) -> str:
    # UTF-16 looks like ASCII with NULs in between; a mark at the start is no text.
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
    plain = plain.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _HTML.match(plain):
        return "html"
    if _MHTML.search(plain) and b"MIME-Version:" in plain:
        return "mhtml"
    if root := _ROOT.match(plain):
        return "feed" if root["feed"] else "subtitles"
    if _XML.match(plain):
        return "html" if re.search(rb"<(?:!doctype\s+)?html[\s>]", plain, re.I) else "xml"
    if suffix in ("", "txt", "text", "srt", "vtt") and _SUBTITLES.match(plain):
        return "subtitles"
    if suffix == "xls":  # many an export calls its table so
        return "csv"
    known = _BY_SUFFIX.get(suffix, "text")
    return "text" if known in PACKED else known
