"""Decodes XML that people and their programs write, and parses it without a tree.

Refusals: `dtd` (format), `broken` (format), and those of decoding.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace

from components.reading.encodings import Decoded, decode
from components.reading.parsers.packages import End, Start, Text, parse_xml

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>", re.I)
_CHARSET = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9_.:-]+)""", re.I)
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)(\w{2,8};)?")


def xml_of(data: bytes, *, encoding: str | None) -> Decoded:
    """Decode XML and take off what says how it was encoded.

    References that only pages know become their characters, and a lone & becomes one that XML
    can have: many a feed is written by hand.

    Args:
        data: the whole file.
        encoding: what the reader chose; None lets the declaration and the bytes decide.
    """
    told = _CHARSET.search(data[:200].replace(b"\0", b""))
    decoded = decode(data, hint=told[1].decode("ascii") if told else None, encoding=encoding)
    text = _DECLARATION.sub("", decoded.text.removeprefix("\ufeff"), count=1)
    return replace(decoded, text=_REFERENCE.sub(_refer, text))


def parse_text(text: str, *, start: Start, end: End, text_met: Text) -> None:
    """Parse XML that is decoded, see `packages.parse_xml`."""
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    parse_xml(stream, format_name="xml", start=start, end=end, text=text_met)


def _refer(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return character if found[1] and character != found[0] else f"&amp;{found[1] or ''}"
