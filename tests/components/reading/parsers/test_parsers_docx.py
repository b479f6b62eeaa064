"""Word documents: what stands on the page."""

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from components.reading.document import (
    AS_IS,
    Document,
    Limits,
    ReadingSettings,
    UnreadableError,
)
from components.reading.parsers import parse

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"


def package(body: str, *, head: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Make a document by hand from the XML of its body."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml",
            f"{head}<w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>",
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def read(data: bytes, name: str = "a.docx", limits: Limits | None = None) -> Document:
    (document,) = parse(data, name=name, settings=AS_IS, limits=limits or Limits())
    return document


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(UnreadableError) as refused:
        read(data, limits=limits)
    return refused.value.reason, dict(refused.value.detail)


@pytest.fixture
def report() -> bytes:
    document = docx.Document()
    document.add_heading("科索夫談判破裂", 1)
    paragraph = document.add_paragraph("塞爾維亞總統")
    paragraph.add_run("塔迪奇").bold = True
    paragraph.add_run("十日表示。")
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("國家", "立場"), ("美國", "承認")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_paragraph("談判應當繼續。", style="List Bullet")
    document.sections[0].header.paragraphs[0].text = "頁首"
    document.sections[0].footer.paragraphs[0].text = "頁尾"
    properties = document.core_properties
    properties.title, properties.author = "談判破裂", "中央通訊社"
    properties.created = properties.modified = datetime(2007, 12, 10, 8, tzinfo=UTC)
    return saved(document)


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a"])
def test_docx_gives_paragraphs_and_cells_in_order(report: bytes, name: str) -> None:
    document = read(report, name)
    assert (
        document.text
        == "科索夫談判破裂\n塞爾維亞總統塔迪奇十日表示。\n國家\t立場\n美國\t承認\n談判應當繼續。"
    )
    assert (document.title, document.published, document.outlet) == (
        "談判破裂", "2007-12-10", "中央通訊社")  # fmt: skip


def test_docx_properties_that_programs_fill_in_say_nothing() -> None:
    document = docx.Document()
    document.add_paragraph("总统十日表示。")
    document.core_properties.author = "王小明"
    read_back = read(saved(document))
    assert read_back.text == "总统十日表示。"
    assert (read_back.title, read_back.published, read_back.outlet) == (None, None, None)


def test_docx_made_from_an_old_file_has_no_day() -> None:
    document = docx.Document()
    document.add_paragraph("總統")
    document.core_properties.created = datetime(2006, 1, 1, tzinfo=UTC)
    document.core_properties.modified = datetime(2007, 12, 10, tzinfo=UTC)
    assert read(saved(document)).published is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>總統</w:t></w:r><w:del><w:r><w:t>刪</w:t><w:delText>除</w:delText></w:r></w:del>"
         "<w:ins><w:r><w:t>增加</w:t></w:r></w:ins></w:p>", "總統增加"),
        ("<w:p><w:moveFrom><w:r><w:t>舊處</w:t></w:r></w:moveFrom>"
         "<w:r><w:t>新處</w:t></w:r></w:p>", "新處"),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/>"
         "<w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙"),
        ("<w:p><w:hyperlink><w:r><w:t>連結</w:t></w:r></w:hyperlink>"
         "<w:r><w:t>文字</w:t></w:r></w:p>", "連結文字"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>一</w:t></w:r></w:p>", "一"),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>ㄕˋ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>是</w:t></w:r>"
         "</w:rubyBase></w:ruby></w:r></w:p>", "是"),
        ("<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent><w:p>"
         "<w:r><w:t>框內</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback>"
         "<w:p><w:r><w:t>框內</w:t></w:r></w:p></mc:Fallback>"
         "</mc:AlternateContent><w:t>框外</w:t></w:r></w:p>", "框內\n框外"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc>"
         "<w:tc><w:p><w:r><w:t>三</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "一\n二\n三"),
        ("<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>內</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
         "<w:p/></w:tc></w:tr></w:tbl>", "內"),
    ],
)  # fmt: skip
def test_docx_shows_what_a_reader_sees(body: str, text: str) -> None:
    assert read(package(body)).text == text


def test_docx_body_may_have_another_name() -> None:
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/>"
        "</Relationships>"
    )
    paragraph = "<w:p><w:r><w:t>第二份</w:t></w:r></w:p>"
    body = f"<w:document xmlns:w='{W}'><w:body>{paragraph}</w:body></w:document>"
    data = package("", parts={"_rels/.rels": relations, "word/document2.xml": body})
    assert read(data).text == "第二份"


TEXT = "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(TEXT, head="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "dtd"),
        (package(TEXT, head="<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), "dtd"),
        (package("", head="<!DOCTYPE x SYSTEM 'http://x.invalid/'>"), "dtd"),
        (package("<w:p/>", parts={"word/styles.xml": "<!DOCTYPE x><x/>"}), "dtd"),
        (package(TEXT), "broken"),  # no such entity
        (package("<w:p>"), "broken"),
        (package("<w:p/>", head="<?xml version='1.0' encoding='UUUTF-8'?>"), "broken"),
        (package("<w:p/>"), "empty"),
        (saved(docx.Document()), "empty"),
        (b"PK\x03\x04", "broken"),
        (package("<w:p/>")[:200], "broken"),
    ],
)
def test_docx_that_gives_no_text_is_refused(data: bytes, reason: str) -> None:
    assert refusal(data)[0] == reason


def test_docx_that_grows_beyond_its_limit_is_refused_before_it_is_parsed() -> None:
    data = package("<w:p><w:r><w:t>" + "字" * 2_000_000 + "</w:t></w:r></w:p>")
    assert len(data) < 20_000
    assert refusal(data, Limits(inflated_bytes=5 * 2**20)) == ("archive_inflated", {"limit": 5})
    assert refusal(data, Limits(characters=1000)) == ("too_long", {"limit": 1000})


def test_docx_with_too_many_members_is_refused() -> None:
    data = package("<w:p/>", parts={f"word/{n}.bin": "" for n in range(9)})
    assert refusal(data, Limits(entries=10)) == ("archive_entries", {"limit": 10, "count": 11})


def test_docx_whose_sizes_lie_is_broken() -> None:
    data = package("<w:p><w:r><w:t>" + "字" * 5000 + "</w:t></w:r></w:p>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != data
    assert refusal(lying) == ("broken", {"format": "docx"})


def test_docx_with_a_password_is_encrypted() -> None:
    data = bytearray(package("<w:p/>"))
    data[6] |= 1
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)) == ("encrypted", {"format": "docx"})


def test_docx_first_headings_are_told_and_pages_of_contents_are_no_text() -> None:
    def paragraph(text: str, style: str = "") -> str:
        made = f"<w:pPr><w:pStyle w:val='{style}'/></w:pPr>" if style else ""
        return f"<w:p>{made}<w:r><w:t>{text}</w:t></w:r></w:p>"

    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    contents = f"<w:sdt>{gallery}</w:sdtPr><w:sdtContent>{paragraph('目次')}</w:sdtContent></w:sdt>"
    body = (
        contents
        + paragraph("港區碼頭動工　1", "TOC1")
        + paragraph("港區碼頭動工", "Heading1")
        + "<w:p><w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t></w:r></w:p>"
        + paragraph("小標", "Heading2")
        + paragraph("部落學校復課", "1")
        + paragraph("市府說。")
    )
    document = read(package(body))
    assert document.text.split("\n") == [
        "港區碼頭動工", "第一行", "第二行", "小標", "部落學校復課", "市府說。"
    ]  # fmt: skip
    assert document.heads == (0, 4)


def test_docx_rows_that_name_a_field_say_so_as_lines_do() -> None:
    def row(*cells: str) -> str:
        filled = (f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in cells)
        return f"<w:tr>{''.join(filled)}</w:tr>"

    table = row("標題", "港區碼頭動工") + row("日期：", "2024-03-05") + row("臺北市", "320")
    assert read(package(f"<w:tbl>{table}</w:tbl>")).text.split("\n") == [
        "標題：港區碼頭動工", "日期：2024-03-05", "臺北市\t320"
    ]  # fmt: skip


def test_docx_cells_merged_downwards_hold_for_all_their_rows() -> None:
    rows = (("日期", "標題", "內容"), ("2024/3/5", "甲", "甲文。" * 9), ("", "乙", "乙文。" * 9))
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(n, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "2024/3/5"
    found = parse(saved(document), name="a.docx", settings=ReadingSettings(), limits=Limits())
    assert [one.published for one in found] == ["2024-03-05", "2024-03-05"]
    assert [one.title for one in found] == ["甲", "乙"]
