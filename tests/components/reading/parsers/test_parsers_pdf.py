"""PDF: pages, what stands on each of them, and files without text."""

import pylopdf_fonts_zh_tw
import pytest
from fpdf import FPDF
from PIL import Image

from components.reading.document import AS_IS, Document, Limits, UnreadableError
from components.reading.parsers import parse, pdf
from components.reading.parsers.page_furniture import edges_of, without_furniture
from components.text import Step

PARAGRAPHS = (
    "塞爾維亞總統塔迪奇十日表示，科索夫的前途不能由一方決定。",
    "歐盟外交官說，一百二十天的談判已經結束，報告本週送出。",
    "科索夫議會預計明年初宣布獨立，美國表示將予以承認。",
)


class Release(FPDF):
    """A press release with a running header and page numbers."""

    def header(self) -> None:
        self.set_font("noto", size=9)
        self.cell(0, 8, "中央社新聞稿　2007年12月10日", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("noto", size=9)
        self.cell(0, 8, f"第 {self.page_no()} 頁，共 3 頁", align="C")


def written(paper: FPDF, pages: tuple[str, ...]) -> bytes:
    paper.add_font("noto", fname=str(pylopdf_fonts_zh_tw.sans_path()))
    for text in pages:
        paper.add_page()
        paper.set_font("noto", size=12)
        paper.multi_cell(0, 8, text)
    return bytes(paper.output())


@pytest.fixture(scope="module")
def release() -> bytes:
    return written(Release(), PARAGRAPHS)


def read(data: bytes, limits: Limits | None = None) -> Document:
    (document,) = parse(data, name="a.pdf", settings=AS_IS, limits=limits or Limits())
    return document


def refusal(data: bytes, limits: Limits | None = None) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(UnreadableError) as refused:
        read(data, limits)
    return refused.value.reason, dict(refused.value.detail)


def test_pdf_gives_its_pages_without_headers_and_numbers(release: bytes) -> None:
    document = read(release)
    assert document.text == "\n".join(PARAGRAPHS)
    assert document.steps == (Step("page_furniture", 6),)  # three headers, three numbers
    assert document.wrapped


def test_pdf_named_as_text_is_still_one(release: bytes) -> None:
    (document,) = parse(release, name="a.txt", settings=AS_IS, limits=Limits())
    assert document.text == "\n".join(PARAGRAPHS)


def test_pdf_breaks_lines_as_its_page_does() -> None:
    document = read(written(FPDF(), ("科索夫談判破裂" * 20,)))
    assert document.text.count("\n") > 1
    assert document.text.replace("\n", "") == "科索夫談判破裂" * 20
    assert document.steps == ()


def test_pdf_in_two_columns_is_read_column_by_column() -> None:
    paper = FPDF()
    paper.add_font("noto", fname=str(pylopdf_fonts_zh_tw.sans_path()))
    paper.add_page()
    paper.set_font("noto", size=12)
    for x, side in ((10, "左"), (110, "右")):
        for line in range(5):
            paper.text(x, 30 + 8 * line, f"{side}欄第{'一二三四五'[line]}行的文字")
    lines = read(bytes(paper.output())).text.split("\n")
    assert lines[:2] == ["左欄第一行的文字", "左欄第二行的文字"]
    assert lines[5] == "右欄第一行的文字"


def test_pdf_properties_help_where_someone_wrote_them() -> None:
    paper = FPDF()
    paper.set_title("科索夫談判破裂")
    paper.set_author("聯合報")
    document = read(written(paper, PARAGRAPHS[:1]))
    assert (document.title, document.outlet) == ("科索夫談判破裂", "聯合報")
    paper = FPDF()
    paper.set_title("Microsoft Word - 新聞稿.doc")
    paper.set_author("王小明")
    document = read(written(paper, PARAGRAPHS[:1]))
    assert (document.title, document.outlet) == (None, None)


def test_pdf_is_read_by_pypdf_where_pdfium_gives_up(release: bytes) -> None:
    pages = pdf._pages_in_python(release, Limits())
    assert [page.lines[1] for page in pages.pages] == list(PARAGRAPHS)


def test_pdf_of_pictures_is_scanned() -> None:
    paper = FPDF()
    paper.add_page()
    paper.image(Image.new("RGB", (50, 50)), 10, 10, 50)
    assert refusal(bytes(paper.output())) == ("scanned", {"count": 1})


def test_pdf_with_numbers_on_pictures_is_scanned_too() -> None:
    paper = Release()
    assert refusal(written(paper, ("", "", ""))) == ("scanned", {"count": 3})


def test_pdf_without_anything_is_empty() -> None:
    paper = FPDF()
    paper.add_page()
    assert refusal(bytes(paper.output())) == ("empty", {})


def test_pdf_with_a_password_is_encrypted() -> None:
    paper = FPDF()
    paper.set_encryption("owner", "user")
    assert refusal(written(paper, PARAGRAPHS)) == ("encrypted", {"format": "pdf"})


def test_pdf_has_limits(release: bytes) -> None:
    assert refusal(release, Limits(pages=2)) == ("too_many_pages", {"limit": 2, "count": 3})
    assert refusal(release, Limits(characters=50)) == ("too_long", {"limit": 50})


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>"])
def test_pdf_that_is_none_is_broken(data: bytes) -> None:
    assert refusal(data) == ("broken", {"format": "pdf"})


def test_pdf_cut_short_is_refused(release: bytes) -> None:
    assert refusal(release[: len(release) // 2])[0] in ("broken", "empty")


PROSE = "塞爾維亞總統塔迪奇十日在貝爾格勒表示，科索夫的前途不能由一方決定。"


@pytest.mark.parametrize(
    ("pages", "kept", "removed"),
    [
        ([["頁首", "甲", "- 1 -"], ["頁首", "乙", "- 2 -"]], [["甲"], ["乙"]], 4),
        ([["甲", "1/3"], ["乙", "2/3"], ["丙", "3/3"]], [["甲"], ["乙"], ["丙"]], 3),
        (
            [["左", "甲"], ["右", "乙"], ["左", "丙"], ["右", "丁"]],
            [["甲"], ["乙"], ["丙"], ["丁"]],
            4,
        ),
        ([["第一頁", "甲"], ["第二頁", "乙"]], [["甲"], ["乙"]], 2),
        # a line that is inside on one page is no header
        ([["頁首", "甲"], ["乙", "頁首"]], [["甲"], ["乙"]], 2),
        # pages that tell the same text again are copies; their numbers go all the same
        ([["題", PROSE, "1"], ["題", PROSE, "2"]], [["題", PROSE], ["題", PROSE]], 2),
        ([["題", "一", "二", "三", "四", "1"]] * 2, [["題", "一", "二", "三", "四"]] * 2, 2),
        ([["頁首", "甲"]], [["頁首", "甲"]], 0),
        ([[], []], [[], []], 0),
        ([], [], 0),
    ],
)
def test_pdf_furniture_is_what_repeats_at_the_edges(
    pages: list[list[str]], kept: list[list[str]], removed: int
) -> None:
    assert without_furniture(pages) == (kept, removed)


def test_pdf_furniture_stands_as_high_on_each_page() -> None:
    pages = [["頁首", "甲", "小計"], ["頁首", "小計", "乙"], ["頁首", "丙", "丁"]]
    assert edges_of(pages) == [(1, 2), (2, 3), (1, 3)]
    heights = [[800.0, 700.0, 600.0], [800.0, 700.0, 650.0], [801.0, 700.0, 690.0]]
    assert edges_of(pages, heights) == [(1, 3), (1, 3), (1, 3)]


@pytest.mark.parametrize(
    ("first", "second", "goes"),
    [
        ("日期：2024-03-05", "日期：2024-03-06", False),
        ("2024年3月5日", "2024年3月6日", False),
        ("標題：甲", "標題：乙", False),
        ("列印日期：2024-03-05", "列印日期：2024-03-05", True),
        ("第 1 頁", "第 2 頁", True),
    ],
)
def test_pdf_fields_of_articles_are_no_furniture(first: str, second: str, goes: bool) -> None:
    assert edges_of([[first, "甲文"], [second, "乙文"]]) == [(int(goes), 2)] * 2


def test_pdf_writes_radicals_as_the_signs_they_are() -> None:
    assert pdf._lines("⼈⼤代表\r\n⽂件") == ["人大代表", "文件"]


def test_pdf_of_unknown_glyphs_is_no_text() -> None:
    assert not pdf._is_text("\ue001\ue002\ue003a")
    assert pdf._is_text("總統\ue001")


def test_pdf_whose_title_is_no_text_keeps_its_text() -> None:
    paper = FPDF()
    paper.set_title("水庫放水")
    data = written(paper, ("科索夫談判破裂",))
    told = "水庫放水".encode("utf-16-be").hex().encode()
    assert told in data
    assert read(data.replace(told, b"dc00" * 4)).text == "科索夫談判破裂"
