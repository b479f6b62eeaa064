"""Whatever bytes come: documents or a reason."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading.document import AS_IS, Limits, UnreadableError
from components.reading.parsers import SUFFIXES, format_of, parse, preview_table

LIMITS = Limits(file_bytes=2**20)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [b"", b"\0\0", b"  \r\n"])
def test_dispatch_nothing_is_empty(suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(data, name=f"a{suffix}", settings=AS_IS, limits=LIMITS)
    assert refused.value.reason == "empty"


@pytest.mark.parametrize(
    ("data", "name", "reason", "format_name"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "舊檔.doc", "unknown_format", "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "舊檔.xls", "unknown_format", "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "新檔.docx", "encrypted", "office"),
        (b"{\\rtf1\\ansi}", "a.rtf", "unknown_format", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "unknown_format", "png"),
        (b"PK\x05\x06" + b"\0" * 18, "a.zip", "unknown_format", "zip"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "unknown_format", "xml"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.txt", "dtd", "xml"),
    ],
)
def test_dispatch_names_what_it_cannot_read(
    data: bytes, name: str, reason: str, format_name: str
) -> None:
    for verb in (lambda: parse(data, name=name, settings=AS_IS, limits=LIMITS),
                 lambda: preview_table(data, name=name, limits=LIMITS)):  # fmt: skip
        with pytest.raises(UnreadableError) as refused:
            verb()
        assert refused.value.reason == reason
        assert dict(refused.value.detail) == {"format": format_name}


STARTS = st.sampled_from(
    [
        b"",
        b"<html><body>",
        b"<?xml ",
        b"PK\x03\x04",
        b'{"a":',
        b"[",
        b"1\n00:00:01,000 --> 00:00:02,000\n",
        b"WEBVTT\n\n",
        "標題,內文\n".encode(),
        b"---\n",
        b"\xff\xfe",
        b"MIME-Version: 1\nContent-Type: multipart/related\n\n",
    ]
)
TEXTS = st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
BYTES = st.builds(bytes.__add__, STARTS, st.one_of(st.binary(max_size=300), TEXTS))


@given(data=BYTES, suffix=st.sampled_from([*SUFFIXES, "", ".doc", ".zip"]))
def test_dispatch_any_bytes_give_documents_or_a_reason(data: bytes, suffix: str) -> None:
    if format_of(data, name=suffix) == "pdf":
        return  # pdfium belongs into a process that may die
    try:
        documents = parse(data, name=f"a{suffix}", settings=AS_IS, limits=LIMITS)
    except UnreadableError as refused:
        assert refused.reason
    else:
        assert documents
        for document in documents:
            assert document.text.strip()
            document.text.encode()  # no half characters
            assert "\0" not in document.text
    try:
        preview_table(data, name=f"a{suffix}", limits=LIMITS)
    except UnreadableError as refused:
        assert refused.reason


def test_dispatch_loads_no_parser_before_it_is_needed() -> None:
    heavy = (
        "trafilatura",
        "lxml",
        "pypdfium2",
        "pypdf",
        "openpyxl",
        "docx",
        "defusedxml",
        "email.policy",
    )
    code = f"""
import sys
from components.reading.parsers import parse, format_of
from components.reading.document import AS_IS, Limits
parse("總統".encode(), name="a.txt", settings=AS_IS, limits=Limits())
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf"])
@pytest.mark.parametrize("data", [b"\0" * 4000, b"\x01\x02\x03\xff" * 900])
def test_dispatch_says_of_remains_of_a_packed_file_that_it_is_damaged(
    name: str, data: bytes
) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(data, name=name, settings=AS_IS, limits=Limits())
    assert refused.value.reason == "broken"
