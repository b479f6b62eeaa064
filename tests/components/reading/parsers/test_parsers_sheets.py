"""Spreadsheets: separators, headers, rows."""

import io
from datetime import datetime

import openpyxl
import pytest

from components.reading.document import (
    Document,
    Limits,
    TableColumns,
    TablePreview,
    UnreadableError,
)
from components.reading.parsers import preview_table
from components.reading.parsers.sheets import delimiter_of
from tests.parsing import read_rows, refuse_rows

LONG = "塞爾維亞總統塔迪奇在貝爾格勒表示，科索夫的前途不能由一方決定，談判應當繼續下去，直到同意。"
NEWS = (
    ("日期", "標題", "內文", "媒體"),
    ("2007/12/10", "談判破裂", "總統表示，\n「談判」應當繼續。", "中央社"),
    ("2007/12/11", "歐盟表態", "=SUM(1,2)", "聯合報"),
)


def read(data: bytes, name: str = "a.csv", columns: TableColumns | None = None,
         limits: Limits | None = None) -> tuple[Document, ...]:  # fmt: skip
    return read_rows(data, name, columns, limits)


def shown(data: bytes, name: str = "a.csv", limits: Limits | None = None) -> TablePreview:
    table = preview_table(data, name=name, limits=limits or Limits())
    assert table is not None
    return table


def refusal(data: bytes, name: str = "a.csv", columns: TableColumns | None = None,
            limits: Limits | None = None) -> tuple[str, dict[str, str | int]]:  # fmt: skip
    return refuse_rows(data, name, columns, limits)


def separated(rows: tuple[tuple[str, ...], ...], sign: str) -> str:
    quoted = (('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(map(sign.join, quoted)) + "\r\n"


def book(*sheets: list[list[object]], names: tuple[str, ...] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = workbook.active if number == 0 else workbook.create_sheet(names[number])
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_sheets_cells_merged_downwards_hold_for_all_their_rows() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ("媒體", "日期", "標題", "內文"),
        ("聯合報", "2024/3/5", "甲", LONG),
        (None, None, "乙", "歐盟表態。"),
        ("自由時報", None, "丙", LONG),
        (None, None, None, "歐盟表態。"),
    ):
        sheet.append(row)
    for cells in ("A2:A3", "B2:B4", "D4:D5"):
        sheet.merge_cells(cells)
    target = io.BytesIO()
    workbook.save(target)
    found = read(target.getvalue(), "a.xlsx")
    assert [one.outlet for one in found] == ["聯合報", "聯合報", "自由時報"]
    assert [one.published for one in found] == ["2024-03-05"] * 3
    assert [one.text for one in found] == [LONG, "歐盟表態。", LONG]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950", "gb18030"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_sheets_csv_gives_an_article_for_each_row(sign: str, encoding: str) -> None:
    data = separated(NEWS, sign).encode(encoding)
    first, second = read(data)
    assert first.text == "總統表示，\n「談判」應當繼續。"
    assert (first.name, first.title, first.published, first.outlet) == (
        "2", "談判破裂", "2007-12-10", "中央社")  # fmt: skip
    assert second.text == "=SUM(1,2)"  # a formula stays the text it is
    assert second.name == "3"
    assert first.encoding


def test_sheets_csv_shows_its_columns() -> None:
    table = shown(separated(NEWS * 4, ",").encode())
    assert table.header == ("日期", "標題", "內文", "媒體")
    assert table.n_rows == 11
    assert len(table.rows) == 5
    assert table.rows[0] == NEWS[1]
    assert table.guess == TableColumns(text=2, title=1, published=0, outlet=3)


def test_sheets_columns_are_those_the_reader_chose() -> None:
    (first, _) = read(separated(NEWS, ",").encode(), columns=TableColumns(text=1, outlet=2))
    assert (first.text, first.title, first.published) == ("談判破裂", None, None)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("標題,內文\n甲,一\n乙,二", ","),
        ("標題\t內文\n甲,乙\t一,二\n丙\t三", "\t"),
        ("標題;內文\n甲;1,5\n乙;2,5", ";"),
        ('"a;b",c\n"d;e",f', ","),
        ("甲|乙\n丙|丁", "|"),
        ("一欄\n兩欄", ","),
        ("", ","),
        ('甲,"一\n二\n三"\n乙,"四\n五"', ","),
    ],
)
def test_sheets_separator_is_what_cuts_rows_alike(text: str, sign: str) -> None:
    assert delimiter_of(text) == sign


def test_sheets_csv_with_the_note_of_excel() -> None:
    (document,) = read("sep=;\n標題;內文\n甲;一,二;\n".encode())
    assert (document.name, document.text) == ("3", "一,二")


def test_sheets_csv_with_an_unpaired_quote_keeps_its_rows() -> None:
    text = '標題,內文\n"談判破裂,一\n歐盟表態,二\n美國表態,三\n'
    assert [document.text for document in read(text.encode())] == ["一", "二", "三"]


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("新聞標題,發佈時間,新聞內容,來源", TableColumns(2, 0, 1, 3)),
        ("题名,报纸,日期,正文", TableColumns(3, 0, 2, 1)),
        ("编号,标题,时间,媒体名称,内容,链接", TableColumns(4, 1, 2, 3)),
        ("Title,Published At,Source,Content", TableColumns(3, 0, 1, 2)),
        ("id,headline,body,pub_date,outlet", TableColumns(2, 1, 3, 4)),
        ("原始新聞標題,全文（已清理）,日期", TableColumns(1, 0, 2, None)),
        ("媒體名稱,標題,內文", TableColumns(2, 1, None, 0)),
        ("標題,摘要,內文", TableColumns(2, 0, None, None)),
        ("日期,標題", TableColumns(1, None, 0, None)),  # headlines alone are the text
    ],
)
def test_sheets_columns_are_guessed_by_their_names(header: str, guess: TableColumns) -> None:
    row = ",".join("甲" for _ in header.split(","))
    assert shown(f"{header}\n{row}\n".encode()).guess == guess


def test_sheets_without_a_header_are_guessed_by_their_cells() -> None:
    rows = "".join(f"{n},2007-12-1{n},第{n}則新聞的標題,{LONG}\n" for n in range(3))
    table = shown(rows.replace(LONG, LONG).encode())
    assert table.header == ("A", "B", "C", "D")
    assert table.guess == TableColumns(text=3, title=2, published=1)
    assert [document.name for document in read(rows.encode())] == ["1", "2", "3"]


def test_sheets_header_with_unknown_names_is_told_by_what_is_below() -> None:
    table = shown(f"欄甲,欄乙\n談判破裂,{LONG}\n歐盟表態,{LONG}\n".encode())
    assert table.header == ("欄甲", "欄乙")
    assert table.guess.text == 1


def test_sheets_cells_with_tags_are_read_as_text() -> None:
    (document,) = read("標題,內文\n甲,<p>總統&amp;歐盟</p><p>第二段<br>第三行</p>\n".encode())
    assert document.text == "總統&歐盟\n第二段\n第三行"
    (document,) = read("標題,內文\n甲,a < b 而 c > d\n".encode())
    assert document.text == "a < b 而 c > d"


def test_sheets_rows_without_text_are_no_articles() -> None:
    documents = read("標題,內文\n甲,\n\n乙,二\n丙\n".encode())
    assert [(document.name, document.title) for document in documents] == [("4", "乙")]


def test_sheets_xlsx_gives_an_article_for_each_row() -> None:
    data = book([["二〇〇七年新聞清單"], [], ["日期", "標題", "內文", "媒體"],
                 [datetime(2007, 12, 10), "談判破裂", "總統表示。\n談判繼續。", "中央社"],
                 [39427, "歐盟表態", "歐盟說。", None]])  # fmt: skip
    first, second = read(data, "a.xlsx")
    assert (first.name, first.title, first.text, first.published, first.outlet) == (
        "4", "談判破裂", "總統表示。\n談判繼續。", "2007-12-10", "中央社")  # fmt: skip
    assert (second.name, second.published, second.outlet) == ("5", "2007-12-11", None)
    table = shown(data, "a.xlsx")
    assert table.header == ("日期", "標題", "內文", "媒體")
    assert (table.n_rows, table.guess) == (2, TableColumns(2, 1, 0, 3))


def test_sheets_xlsx_named_otherwise_is_told_by_its_content() -> None:
    assert read(book([["標題", "內文"], ["甲", "一"]]), "a.csv")[0].text == "一"


def test_sheets_xlsx_reads_further_sheets_with_the_same_header() -> None:
    head: list[object] = ["標題", "內文"]
    data = book([head, ["甲", "一"]], [["說明"], ["不是新聞"]], [head, ["乙", "二"]],
                names=("", "說明", "十二月"))  # fmt: skip
    assert [(d.name, d.text) for d in read(data, "a.xlsx")] == [("2", "一"), ("十二月!2", "二")]


@pytest.mark.parametrize(
    ("data", "name", "refused"),
    [
        (b"", "a.csv", ("empty", {})),
        (b"", "a.tsv", ("empty", {})),
        (b"\n\n", "a.csv", ("empty", {})),
        ("標題,內文\n".encode(), "a.csv", ("empty", {})),
        ("編號,網址\n1,x\n".encode(), "a.csv", ("no_text_column", {"count": 2})),
        (book([]), "a.xlsx", ("empty", {})),
        (book([["標題", "內文"]]), "a.xlsx", ("empty", {})),
        (book([["標題", "內文"]])[:500], "a.xlsx", ("broken", {"format": "xlsx"})),
    ],
)
def test_sheets_without_text_are_refused(data: bytes, name: str, refused: object) -> None:
    assert refusal(data, name) == refused


def test_sheets_column_that_is_not_there_is_no_text_column() -> None:
    data = separated(NEWS, ",").encode()
    assert refusal(data, columns=TableColumns(text=9)) == ("no_text_column", {"count": 4})
    assert refusal(data, columns=TableColumns(title=1)) == ("no_text_column", {"count": 4})


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_sheets_rows_have_a_limit(name: str) -> None:
    rows: list[list[object]] = [["標題", "內文"], *(["甲", "一"] for _ in range(4))]
    data = (
        book(rows) if name == "a.xlsx" else "\n".join(",".join(map(str, r)) for r in rows).encode()
    )
    assert len(read(data, name, limits=Limits(rows=4))) == 4
    assert refusal(data, name, limits=Limits(rows=3)) == ("too_many_rows", {"limit": 3})
    with pytest.raises(UnreadableError):
        preview_table(data, name=name, limits=Limits(rows=3))


def test_sheets_xlsx_with_a_declaration_is_refused() -> None:
    import zipfile

    source, target = io.BytesIO(book([["標題", "內文"], ["甲", "一"]])), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                content = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + content
            new.writestr(item, content)
    assert refusal(target.getvalue(), "a.xlsx") == ("dtd", {"format": "xlsx"})
    with pytest.raises(UnreadableError):
        preview_table(target.getvalue(), name="a.xlsx", limits=Limits())


def test_sheets_cell_longer_than_a_text_may_be_is_refused() -> None:
    data = ("標題,內文\n甲," + "字" * 200_000 + "\n").encode()
    assert len(read(data)[0].text) == 200_000
    assert refusal(data, limits=Limits(characters=100)) == ("too_long", {"limit": 100})


def test_sheets_numbers_of_line_ends_are_line_ends() -> None:
    data = book([["標題", "內文"], ["談判", "總統表示。_x000D_\n歐盟說。_x005F_x000D_"]])
    (document,) = read(data, "a.xlsx")
    assert document.text == "總統表示。\n歐盟說。_x000D_"
