"""The format of bytes: content first, name second."""

import io
import zipfile

import pytest

from components.reading.parsers import READABLE, SUFFIXES, format_of


def zipped(*names: str, first: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, first if name == "mimetype" else b"<x/>")
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("data", "name", "format_name"),
    [
        ("總統".encode(), "a.txt", "text"),
        ("總統".encode(), "a", "text"),
        ("總統".encode(), "a.log", "text"),
        ("總統".encode(), "a.docx", "text"),
        ("# 題".encode(), "a.MD", "markdown"),
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"\xef\xbb\xbf\n<!-- saved -->\n<HTML lang=zh>", "a.txt", "html"),
        ("<html><body>總".encode("utf-16"), "a.txt", "html"),
        ("文中寫了 <html> 這個字".encode(), "a.txt", "text"),
        ("一段文字".encode(), "a.html", "html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>", "a.html", "html"),
        (b"<?xml version='1.0'?><rss/>", "a.txt", "xml"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "a.txt", "mhtml"),
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"junk\n%PDF-1.7\n", "a", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.txt", "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.zip", "xlsx"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "a.xlsx", "xlsb"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "a.docx", "pptx"),
        (zipped("mimetype", first=b"application/vnd.oasis.opendocument.text"), "a.odt", "odt"),
        (zipped("mimetype", first=b"application/epub+zip"), "a.zip", "epub"),
        (zipped("a.txt", "b/word/document.xml"), "a.docx", "zip"),
        (zipped("a.txt"), "a.txt", "zip"),
        (b"PK\x03\x04broken", "a.docx", "docx"),
        (b"PK\x03\x04broken", "a.bin", "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.txt", "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "a.txt", "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (OLE, "a.ppt", "ppt"),
        (OLE, "a.txt", "ole"),
        (b"{\\rtf1\\ansi", "a.doc", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "png"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.txt", "webp"),
        ("標題,內文\n".encode("cp950"), "a.csv", "csv"),
        ("標題\t內文\n".encode("utf-16"), "a.xls", "csv"),
        (b"[]", "a.json", "json"),
        (b"{}", "a.ndjson", "jsonl"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\n", "a.txt", "subtitles"),
        (b"WEBVTT\n\n", "a", "subtitles"),
    ],
)  # fmt: skip
def test_detect_goes_by_content_then_by_suffix(data: bytes, name: str, format_name: str) -> None:
    assert format_of(data, name=name) == format_name


def test_detect_names_what_is_read() -> None:
    assert {".txt", ".md", ".html", ".pdf", ".docx", ".xlsx", ".csv", ".tsv", ".json", ".jsonl",
            ".srt", ".vtt"} <= set(SUFFIXES)  # fmt: skip
    assert ".zip" not in SUFFIXES
    assert all(format_of(b"x", name=f"a{suffix}") in READABLE for suffix in SUFFIXES)


def test_detect_an_archive_that_holds_a_pdf_as_it_is_stays_an_archive() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("壞.pdf", b"%PDF-1.4")
    assert format_of(target.getvalue(), name="a.zip") == "zip"
