"""Reads mails as programs save them: the head that tells something, and what was written.

Refusals: `broken` (format), and those of decoding and of pages.
"""

from __future__ import annotations

from dataclasses import replace

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.encodings import decode
from components.reading.parsers.plain import document_of

_HEAD = ("From", "To", "Subject", "Date")  # as `marks` knows the head of a mail


def read(
    data: bytes, *, name: str, settings: ReadingSettings, limits: Limits
) -> tuple[Document, ...]:
    """Read the plain text of a mail, else its page; what is attached is passed over."""
    import email
    import email.policy

    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(("plain", "html"))
        content = part.get_payload(decode=True) if part else b""
        charset = part.get_content_charset() if part else None
        is_page = part is not None and part.get_content_type() == "text/html"
        head = [f"{field}: {message[field]}" for field in _HEAD if message[field]]
    except Exception as error:  # the parser of mails lets through what odd headers make happen
        raise UnreadableError("broken", format="eml") from error
    if not isinstance(content, bytes) or not content.strip():
        raise UnreadableError("empty")
    if is_page:
        document = _read_page(content, name=name, settings=settings, limits=limits)
    else:
        decoded = decode(content, hint=charset, encoding=settings.encoding)
        document = document_of(decoded, decoded.text)
    above = "".join(" ".join(line.split()) + "\n" for line in head)
    return (replace(document, title=None, text=f"{above}\n{document.text}"),)


def _read_page(content: bytes, *, name: str, settings: ReadingSettings, limits: Limits) -> Document:
    """Read all that a mail shows: it is no page of a site, with an article to be found."""
    from components.reading.parsers import html

    whole = replace(settings, article=False, split=False)
    found = html.read(content, name=name, settings=whole, limits=limits)
    return replace(found[0], published=None, outlet=None, heads=(), pages=(), breaks=None)
