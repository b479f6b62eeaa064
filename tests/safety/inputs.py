"""Bad inputs, made here so that no real one has to lie in the repository.

Each is small to make and large to read, or lies about itself. What may become of it stands
beside it: the reasons it may be refused for, `read` where it is text after all.
"""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MEGABYTE = 2**20
SENTENCE = "總統昨天在台北表示，兩岸關係應該維持現狀。"
READ = "read"


@dataclass(frozen=True, slots=True)
class Bad:
    """An input and what may become of it.

    Attributes:
        key: its name in the table and on the command line.
        files: makes the files: names and bytes.
        outcomes: every file or member of it ends with one of these.
        slow: it takes more than a second or two, many until the clock ends it.
    """

    key: str
    files: Callable[[], Iterator[tuple[str, bytes]]]
    outcomes: frozenset[str]
    slow: bool = False


BAD: dict[str, Bad] = {}


def bad(*outcomes: str, slow: bool = False) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """List the maker of one file, called `<suffix>_<what>`."""

    def listed(make: Callable[[], bytes]) -> Callable[[], bytes]:
        key = make.__name__
        name = f"{key}.{key.split('_')[0]}"
        ends = frozenset((*outcomes, "too_slow") if slow else outcomes)
        BAD[key] = Bad(key, lambda: iter([(name, make())]), ends, slow)
        return make

    return listed


# Makers of formats that lie where we want them to


def deflated(size: int, unit: bytes = b"\0") -> bytes:
    """Return raw deflate of `size` bytes: one packed megabyte, said again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    block = packer.compress(megabyte) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (size // MEGABYTE) + packer.flush(zlib.Z_FINISH)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a zip, with whatever sizes it claims."""

    name: bytes
    packed: bytes
    size: int = 0
    crc: int = 0
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0
    attributes: int = 0


def zipped(entries: list[Entry]) -> bytes:
    """Return a zip that claims what its entries claim."""
    body, directory = bytearray(), bytearray()
    for entry in entries:
        sizes = struct.pack("<III", entry.crc, len(entry.packed), entry.size & 0xFFFFFFFF)
        head = struct.pack("<HHHHH", 20, entry.flags, entry.method, 0, 0x21) + sizes
        lengths = struct.pack("<HH", len(entry.name), 0)
        place = struct.pack("<HHHII", 0, 0, 0, entry.attributes, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 0x314) + head + lengths + place + entry.name
        body += b"PK\3\4" + head + lengths + entry.name + entry.packed
    n = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, n, n, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\5\6" + end


def stored(name: str, data: bytes, **claims: int) -> Entry:
    """Return an honest entry, or one with other claims."""
    flags = {"flags": 0x800, "size": len(data), "crc": zlib.crc32(data), **claims}
    return Entry(name.encode(), data, method=zipfile.ZIP_STORED, **flags)


def packed(files: dict[str, bytes]) -> bytes:
    """Return an honest zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, the first of them its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n" % (len(objects) + 1, start)
    return bytes(out + b"%%EOF\n")


def page(content: bytes, *, coded: bytes = b"") -> bytes:
    """Return a PDF of one page with this content stream."""
    stream = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), coded, content)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    leaf = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>"
    leaf += b"/MediaBox[0 0 595 842]>>"
    catalogue, tree = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf([catalogue, tree, leaf, stream, font])


def good_pdf() -> bytes:
    """Return a small PDF with text."""
    from fpdf import FPDF

    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=12)
    for _ in range(20):
        made.cell(text="The minister said on Monday that talks would go on in Taipei.")
        made.ln()
    return bytes(made.output())


def good_docx(text: str = SENTENCE) -> bytes:
    """Return a small Word document."""
    import docx

    made, out = docx.Document(), io.BytesIO()
    for _ in range(20):
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def good_xlsx() -> bytes:
    """Return a small spreadsheet of headlines and bodies."""
    import openpyxl

    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in (("標題", "內文"), *((f"第{n}則", SENTENCE) for n in range(20))):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def with_part(office: bytes, part: str, data: bytes) -> bytes:
    """Return an office file with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return packed({**parts, part: data})


def sheet(rows: bytes, *, dimension: bytes = b"A1:B2", strings: bytes = b"") -> bytes:
    """Return a spreadsheet with these rows and shared strings, all in XML."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = b'<worksheet xmlns="%s"><dimension ref="%s"/><sheetData>%s</sheetData></worksheet>'
    made = with_part(good_xlsx(), "xl/worksheets/sheet1.xml", xml % (space, dimension, rows))
    shared = b'<sst xmlns="%s">%s</sst>' % (space, strings)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        types = archive.read("[Content_Types].xml")
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    made = with_part(made, "[Content_Types].xml", types.replace(b"</Types>", told))
    return with_part(made, "xl/sharedStrings.xml", shared)


LAUGHS = (
    b'<!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b"]>"
)
XXE = b'<!DOCTYPE r [<!ENTITY k SYSTEM "file:///etc/passwd">]>'


def worded(doctype: bytes, entity: bytes) -> bytes:
    """Return a Word document whose text has a document type and an entity."""
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = b'<?xml version="1.0" encoding="UTF-8"?>%s<w:document xmlns:w="%s">' % (doctype, space)
    body = b"<w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>" % entity
    return with_part(good_docx(), "word/document.xml", head + body)


# Archives


@bad("too_large")
def zip_flat_bomb() -> bytes:
    return zipped([Entry(b"a.txt", deflated(4095 * MEGABYTE), 4095 * MEGABYTE)])


@bad("archive_inflated", "empty", "binary")
def zip_many_bombs() -> bytes:
    one = deflated(19 * MEGABYTE)
    crc = zlib.crc32(bytes(19 * MEGABYTE))
    return zipped([Entry(b"%d.txt" % n, one, 19 * MEGABYTE, crc) for n in range(400)])


@bad("archive_depth", "archive_inflated")
def zip_nested_bomb() -> bytes:
    inner = zipped([Entry(b"0.txt", deflated(1024 * MEGABYTE), 1024 * MEGABYTE)])
    for _ in range(5):  # sixteen in sixteen in …: 42.zip
        inner = packed({f"{n}.zip": inner for n in range(16)})
    return inner


@bad("too_large", "broken")
def zip_says_less() -> bytes:
    bomb = Entry(b"a.txt", deflated(300 * MEGABYTE), 0xFFFFFFFF)
    return zipped([bomb, stored("b.txt", b"x" * 99, size=10)])


@bad("broken")
def zip_says_ten_bytes() -> bytes:
    return zipped([Entry(b"a.txt", deflated(300 * MEGABYTE), 10)])


@bad("read", "broken")
def zip_says_gigabytes() -> bytes:
    return zipped([stored("a.txt", b"abc", size=0xFFFFFFF0)])


@bad("archive_entries")
def zip_5001_entries() -> bytes:
    return packed({f"{n}.txt": b"" for n in range(5001)})


@bad("archive_entries")
def zip_400k_entries() -> bytes:
    entry = struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    directory = (b"PK\1\2" + entry + b"a") * 400_000
    head = b"PK\3\4" + bytes(26) + b"a"
    end = struct.pack("<HHHHIIH", 0, 0, 65535, 65535, len(directory), len(head), 0)
    return head + directory + b"PK\5\6" + end


@bad("archive_member")
def zip_overlapping() -> bytes:
    kernel = deflated(16 * MEGABYTE)
    size, crc = 16 * MEGABYTE, 0
    body = bytearray()
    directory = bytearray()
    n = 250
    for k in range(n):  # every entry's data are the headers of all that follow, and the kernel
        quoted = (n - k - 1) * (30 + 5 + 5) + len(kernel)
        head = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0x21, crc, quoted, size)
        lengths = struct.pack("<HH", 5, 0)
        name = b"%05d" % k
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + lengths + place + name
        body += b"PK\3\4" + head + lengths + name + b"\0\x23\0\xdc\xff"
    body += kernel
    end = struct.pack("<HHHHIIH", 0, 0, n, n, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\5\6" + end


@bad("encrypted")
def zip_encrypted_member() -> bytes:
    return zipped([stored("a.txt", b"x" * 50, flags=0x801)])


@bad("unknown_format")
def zip_lzma_dictionary() -> bytes:
    four_gigabytes = b"\x09\x14\x05\x00\x5d\xff\xff\xff\xff"
    return zipped([Entry(b"a.txt", four_gigabytes + b"x" * 99, 99, method=14)])


# PDF


@bad("too_much_memory", "too_long", "broken", slow=True)
def pdf_300_mb_stream() -> bytes:
    packer = zlib.compressobj(9)
    unit = b"BT /F 9 Tf (word) Tj ET\n" * 43_690
    content = b"".join(packer.compress(unit) for _ in range(300)) + packer.flush()
    return page(content, coded=b"/Filter/FlateDecode")


@bad("too_much_memory", "too_slow", "broken")
def pdf_stream_of_streams() -> bytes:
    content = zlib.compress(zlib.compress(bytes(900 * MEGABYTE), 9), 9)
    return page(content, coded=b"/Filter[/FlateDecode/FlateDecode]")


@bad("broken", "scanned", "empty")
def pdf_page_cycle() -> bytes:
    tree = b"<</Type/Pages/Count 999999999/Kids[2 0 R 2 0 R 3 0 R]>>"
    other = b"<</Type/Pages/Parent 2 0 R/Count 99/Kids[2 0 R 3 0 R]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, other])


@bad("broken", "too_deep", slow=True)
def pdf_deep_arrays() -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R/A" + b"[" * 2_000_000, b"<</Type/Pages/Kids[]>>"])


@bad("too_many_pages")
def pdf_100k_pages() -> bytes:
    kids = b" ".join([b"3 0 R"] * 100_000)
    tree = b"<</Type/Pages/Count 100000/Kids[%s]>>" % kids
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, leaf])


@bad("too_much_memory", "broken", "empty", slow=True)
def pdf_form_draws_itself() -> bytes:
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 20>>"
    )
    form += b"\nstream\n/X Do /X Do /X Do   \nendstream"
    leaf = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]"
    leaf += b"/Resources<</XObject<</X 5 0 R>>>>>>"
    content = b"<</Length 5>>\nstream\n/X Do\nendstream"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, leaf, content, form])


# Office


@bad("dtd")
def docx_billion_laughs() -> bytes:
    return worded(LAUGHS, b"&k;")


@bad("dtd")
def docx_xxe() -> bytes:
    return worded(XXE, b"&k;")


def swollen_docx(claimed: int) -> bytes:
    """Return a Word document whose text inflates to four gigabytes, and claims another size."""
    with zipfile.ZipFile(io.BytesIO(good_docx())) as office:
        parts = {i.filename: office.read(i) for i in office.infolist()}
    parts.pop("word/document.xml")
    text = Entry(b"word/document.xml", deflated(4095 * MEGABYTE, b"<a>"), claimed)
    return zipped([*(stored(name, data) for name, data in parts.items()), text])


@bad("archive_inflated")
def docx_of_gigabytes() -> bytes:
    return swollen_docx(4095 * MEGABYTE)


@bad("broken")
def docx_of_gigabytes_that_lies() -> bytes:
    return swollen_docx(9)


@bad("broken", "too_deep")
def docx_deep() -> bytes:
    return worded(b"", b"</w:t></w:r>" + b"<w:ins>" * 500_000)


@bad("too_much_memory", "too_long", slow=True)
def docx_many_paragraphs() -> bytes:
    return worded(b"", b"x</w:t></w:r></w:p>" + b"<w:p><w:r><w:t>y</w:t></w:r></w:p>" * 3_500_000)


@bad("dtd")
def xlsx_billion_laughs() -> bytes:
    return with_part(good_xlsx(), "xl/sharedStrings.xml", LAUGHS + b"<sst>&k;</sst>")


@bad("too_many_rows", "no_text_column", "empty", "read", slow=True)
def xlsx_billion_cells() -> bytes:
    last = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>z</t></is></c></row>'
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    return sheet(first + last, dimension=b"A1:XFD1048576")


@bad("too_long", "too_much_memory", slow=True)
def xlsx_one_string_everywhere() -> bytes:
    text = f"<si><t>text</t></si><si><t>{SENTENCE * 20_000}</t></si>"
    rows = b'<row><c t="s"><v>0</v></c></row>' + b'<row><c t="s"><v>1</v></c></row>' * 90_000
    return sheet(rows, strings=text.encode())


# Text, markup, records


@bad("dtd")
def html_billion_laughs() -> bytes:
    return LAUGHS.replace(b"DOCTYPE r", b"DOCTYPE html") + b"<html><body><p>&k;</p></body></html>"


@bad("dtd")
def html_xxe() -> bytes:
    return XXE.replace(b"DOCTYPE r", b"DOCTYPE html") + b"<html><body><p>&k;</p></body></html>"


@bad("dtd")
def xml_billion_laughs() -> bytes:
    return b'<?xml version="1.0"?>' + LAUGHS + b"<r>&k;</r>"


@bad("too_deep", "empty", "too_slow")
def html_deep() -> bytes:
    return b"<html><body>" + b"<div>" * 1_000_000 + SENTENCE.encode()


@bad("too_much_memory", "read", slow=True)
def html_19_mb_of_tags() -> bytes:
    return b"<html><body>" + f"<p><b>{SENTENCE}</b><a href=x>y</a></p>".encode() * 190_000


@bad("line_too_long")
def txt_8_mb_line() -> bytes:
    return ("文" * 2_700_000).encode()


@bad("read")
def txt_one_nul_byte() -> bytes:
    return SENTENCE.encode() + b"\0" + SENTENCE.encode()


@bad("binary")
def txt_nul_bytes() -> bytes:
    return (SENTENCE.encode() + b"\0") * 20


@bad("read", "bad_bytes")
def txt_surrogates_in_utf8() -> bytes:
    return (SENTENCE * 20).encode() + b"\xed\xa0\x80\xed\xb0\x80" + SENTENCE.encode()


@bad("binary", "bad_bytes", slow=True)
def txt_19_mb_of_noise() -> bytes:
    return random.Random(7).randbytes(19 * MEGABYTE)


@bad("too_long", "line_too_long", "bad_bytes", slow=True)
def txt_19_mb_of_high_bytes() -> bytes:
    return bytes(random.Random(7).choices(range(0xA1, 0xFF), k=19 * MEGABYTE))


@bad("too_long", "line_too_long", slow=True)
def md_19_mb_of_open_marks() -> bytes:
    return b"![[*_<`" * (19 * MEGABYTE // 7)


@bad("read", slow=True)
def md_short_line_of_open_marks() -> bytes:
    return b"![[*a_a<`" * 3_500


@bad("bad_bytes", "read")
def json_surrogates() -> bytes:
    return b'[{"title": "\\udc00", "text": "%s\\ud800\\u0000"}]' % SENTENCE.encode()


@bad("too_deep", "broken")
def json_deep() -> bytes:
    return b'{"text": ' + b"[" * 5_000_000


@bad("too_deep", "read")
def jsonl_deep() -> bytes:
    good = json.dumps({"text": SENTENCE}).encode()
    return b"\n".join([good, b'{"text": ' + b'{"a": ' * 500_000, good])


@bad("broken", "read", "no_text_column")
def json_huge_number() -> bytes:
    return b'{"text": ' + b"9" * 8_000_000 + b"}"


@bad("no_text_column", "broken", "read", "line_too_long", slow=True)
def csv_million_columns() -> bytes:
    return b"a," * 1_000_000 + b"\n" + b"b," * 1_000_000 + b"\n"


@bad("too_large")
def csv_100_mb_row() -> bytes:
    return b"text\n" + b"x" * (100 * MEGABYTE)


@bad("too_long", "line_too_long")
def csv_19_mb_row() -> bytes:
    return b"text,title\n" + b"x" * (19 * MEGABYTE)


@bad("too_many_rows", slow=True)
def csv_million_rows() -> bytes:
    return b"text,title\n" + b"a,b\n" * 1_000_000


@bad("empty", "broken", "read", "line_too_long")
def srt_endless_times() -> bytes:
    return b"1\n00:00:00,000 --> " * 400_000


# Truncated versions of every format


def _truncated() -> Iterator[tuple[str, bytes]]:
    text = SENTENCE * 40
    head = "<!doctype html><html><head><title>標題</title></head>"
    captions = "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{SENTENCE}\n\n" for n in range(1, 50)
    )
    whole = {
        "t.docx": good_docx(),
        "t.xlsx": good_xlsx(),
        "t.pdf": good_pdf(),
        "t.html": f"{head}<body><article><p>{text}</p></article></body></html>".encode(),
        "t.json": json.dumps([{"title": "標題", "text": text}] * 9).encode(),
        "t.jsonl": "\n".join([json.dumps({"text": text})] * 9).encode(),
        "t.csv": f'標題,內文\n"甲","{text}"\n'.encode("big5"),
        "t.tsv": f"標題\t內文\n甲\t{text}\n".encode("utf-16"),
        "t.srt": captions.encode(),
        "t.md": f"# 標題\n\n**{text}**\n".encode(),
        "t.txt": text.encode("gb18030"),
        "t.zip": packed({f"{n}.txt": (text + str(n)).encode() for n in range(9)}),
    }
    for name, data in whole.items():
        for size in sorted(
            {1, 3, 30, *(len(data) * k // 100 for k in (10, 50, 90, 99)), len(data) - 1}
        ):
            yield name, data[:size]


_ANY_END = (
    "read",
    "broken",
    "bad_bytes",
    "empty",
    "binary",
    "not_text",
    "no_text_column",
    "unknown_format",
    "scanned",
)
BAD["truncated_all"] = Bad("truncated_all", _truncated, frozenset(_ANY_END))
