"""PDFs as newspapers and offices lay them out: columns, tables, signs of pronunciation, hyphens.

The same page is stored in several orders, as programs do; it is read the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pylopdf_fonts_zh_tw
import pytest
from fpdf import FPDF

from components.reading import Limits, ReadingSettings, Source, read
from components.reading.parsers import parse, pdf_lines
from components.reading.parsers.pdf_columns import arrange
from components.reading.parsers.pdf_lines import PageLine
from components.text import Article

Placed = tuple[float, float, float, str]  # millimetres from left and top, points, text

HEADLINE = "港區碼頭擴建動工，漁民盼先談補償"
BODY = (
    "高雄市政府昨天宣布，港區新碼頭擴建工程下月動工，總經費十二億元，預計後年六月完工啟用。"
    "漁會理事長柯立桓表示，施工期間漁船無法停靠，市府應先談妥補償，再談工期，不要讓漁民空等。"
    "市議員江怡君質疑，環境影響評估還沒有通過，工程合約卻已經簽下，程序明顯倒置，要求重新檢討。"
    "海洋局長程若蘭回應，評估報告本月底送審，補償金額將比照前例辦理，並在動工前一次發放完畢。"
    "地方人士說，碼頭使用超過四十年，颱風來時常有船隻受損，多數居民支持改建，只盼兼顧生計。"
)


def written(placed: Iterable[Placed], *more: Iterable[Placed]) -> bytes:
    """Make a PDF of texts at their places, in the order given; a page for each group."""
    paper = FPDF()
    paper.add_font("noto", fname=str(pylopdf_fonts_zh_tw.sans_path()))
    for page in (placed, *more):
        paper.add_page()
        for x, y, size, text in page:
            paper.set_font("noto", size=size)
            paper.text(x, y, text)
    return bytes(paper.output())


def read_pdf(data: bytes, name: str = "a.pdf") -> Article:
    (article,) = read([Source(name, data)]).articles
    return article


def columns(
    text: str, n: int, *, width: int, top: float = 50, slip: float = 0
) -> list[list[Placed]]:
    """Lay a text out in columns of lines of so many characters, 11 points each.

    Args:
        text: what is laid out.
        n: the number of columns.
        width: characters of a line.
        top: where the first line stands.
        slip: how much lower each column stands than the one before it.
    """
    lines = [text[i : i + width] for i in range(0, len(text), width)]
    deep = -(-len(lines) // n)
    em = 11 * 0.3528
    made = []
    for c in range(n):
        own = lines[c * deep : (c + 1) * deep]
        x = 15 + c * (width + 2) * em
        made.append([(x, top + slip * c + 7 * i, 11.0, line) for i, line in enumerate(own)])
    return made


def by_columns(laid: list[list[Placed]]) -> list[Placed]:
    return list(itertools.chain(*laid))


def by_rows(laid: list[list[Placed]]) -> list[Placed]:
    return [cell for row in itertools.zip_longest(*laid) for cell in row if cell]


ORDERS = pytest.mark.parametrize("stored", [by_columns, by_rows])


@ORDERS
@pytest.mark.parametrize(("n", "width"), [(2, 20), (3, 13)])
@pytest.mark.parametrize("slip", [0, 2.5])
def test_pdf_columns_are_read_one_after_the_other(stored, n: int, width: int, slip: float) -> None:
    laid = columns(BODY, n, width=width, slip=slip)
    article = read_pdf(written([(15, 30, 20, HEADLINE), *stored(laid)]))
    assert article.text == f"{HEADLINE}\n{BODY}"
    assert article.title == HEADLINE


@ORDERS
def test_pdf_headline_within_the_columns_divides_them(stored) -> None:
    second, other = "漁市場下月搬遷", BODY.replace("碼頭", "市場").replace("高雄市", "基隆市")
    first = columns(BODY, 2, width=20, top=40)
    below = columns(other, 2, width=20, top=140)
    page = [(15, 30, 20, HEADLINE), *stored(first), (15, 128, 20, f"{second}，攤商憂生計受影響"),
            *stored(below)]  # fmt: skip
    articles = read([Source("a.pdf", written(page))]).articles
    assert [article.text for article in articles] == [
        f"{HEADLINE}\n{BODY}",
        f"{second}，攤商憂生計受影響\n{other}",
    ]


@ORDERS
def test_pdf_headline_over_two_of_three_columns_belongs_to_them(stored) -> None:
    side = (
        "市府同日公布下半年工程清單，共四十七項，其中道路十八項，港埠九項，學校校舍二十項，"
        "經費均已編列，議會下週起審查，預計月底前完成三讀，各局處將列席說明。"
    )
    left = columns(BODY, 2, width=13, top=50)
    (right,) = columns(side, 1, width=13, top=30)
    right = [(x + 2 * 15 * 11 * 0.3528, y, size, text) for x, y, size, text in right]
    article = read_pdf(
        written([(15, 30, 18, "港區碼頭擴建動工漁民盼補償"), *stored([*left, right])])
    )
    assert BODY in article.text
    assert side in article.text


CITIES = [
    ("臺北市", "三十二萬", "已到貨"),
    ("新北市", "四十五萬", "未到貨"),
    ("高雄市", "三十一萬", "已到貨"),
]


@ORDERS
def test_pdf_rows_of_a_table_stay_rows(stored) -> None:
    (above,) = columns(BODY[:80], 1, width=40)
    cells = [[(20 + 45 * c, 80 + 8 * r, 11.0, cell) for r, cell in enumerate(column)]
             for c, column in enumerate(zip(*CITIES, strict=True))]  # fmt: skip
    article = read_pdf(written([*above, *stored(cells)]))
    lines = [tuple(line.split()) for line in article.text.split("\n")]
    assert [line for line in lines if len(line) == 3] == CITIES
    assert article.text.startswith(BODY[:80])


def guides(word: str, signs: Iterable[str], x: float, y: float) -> list[Placed]:
    """Lay signs of pronunciation over the characters of a word, set at 14 points."""
    return [(x + n * 14 * 0.3528, y, 5.0, sign) for n, sign in enumerate(signs)]


@pytest.mark.parametrize(
    "signs",
    [
        ("ㄊㄞˊ", "ㄨㄢ", "ㄏㄟ", "ㄒㄩㄥˊ"),
        ("たい", "わん", "くろ", "くま"),
        ("tái", "wān", "hēi", "xióng"),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_pdf_signs_of_pronunciation_go(signs: tuple[str, ...], behind: bool) -> None:
    line = (20.0, 40.0, 14.0, "臺灣黑熊出沒，花蓮縣政府呼籲登山客結伴同行")
    small = guides("臺灣黑熊", signs, 20, 34.6)
    page = [line, *small] if behind else [*small, line]
    page.append((20, 52, 14, "並避免在山屋外留下食物。"))
    assert read_pdf(written(page)).text.replace("\n", "") == line[3] + page[-1][3]


def test_pdf_bopomofo_between_the_characters_goes_and_that_of_a_sentence_stays() -> None:
    em = 14 * 0.3528
    page: list[Placed] = []
    for n, (char, sign) in enumerate(
        zip("臺灣黑熊", ("ㄊㄞˊ", "ㄨㄢ", "ㄏㄟ", "ㄒㄩㄥˊ"), strict=True)
    ):
        page += [(20 + 1.6 * n * em, 40, 14, char), (20 + 1.6 * n * em + em, 40, 4, sign)]
    page.append((20, 52, 14, "他說這隻熊很ㄅㄧㄤˋ，出沒在花蓮縣的山區。"))
    text = read_pdf(written(page)).text
    assert text.split("\n") == ["臺灣黑熊", "他說這隻熊很ㄅㄧㄤˋ，出沒在花蓮縣的山區。"]


def test_pdf_word_that_a_hyphen_cuts_is_whole() -> None:
    page = [
        (20.0, 30.0, 12.0, "The ministry said on Tuesday that the new infor-"),
        (20.0, 37.0, 12.0, "mation system will open in May, and a long tail of re-"),
        (20.0, 44.0, 12.0, "forms is planned for the autumn."),
    ]
    words = read_pdf(written(page)).text.split()
    assert {"information", "reforms"} <= set(words)
    assert not {"infor", "mation", "re", "forms"} & set(words)


@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize("offset", [0.0, 0.1, 0.25])
def test_pdf_falsely_bold_print_is_read_once(times: int, offset: float) -> None:
    bold: list[Placed] = [(20 + offset * n, 30, 18, "上路首日公車大誤點") for n in range(times)]
    body = (20.0, 45.0, 11.0, "公車新路線昨天上路，首日大誤點，市府說三天內改善。")
    article = read_pdf(written([*bold, body]))
    assert article.text.replace("\n", "") == f"上路首日公車大誤點{body[3]}"
    assert article.title == "上路首日公車大誤點"


def test_pdf_articles_on_pages_of_their_own_keep_the_labels_at_their_head() -> None:
    pages = [
        [(20.0, 20.0, 9.0, "輿情剪報　第三處"), (20.0, 30.0, 11.0, f"日期：2024-03-{n:02}"),
         (20.0, 38.0, 11.0, "來源：聯合報"), (20.0, 46.0, 11.0, f"標題：{HEADLINE}之{n}"),
         (20.0, 54.0, 11.0, "內文："), (20.0, 62.0, 11.0, f"工程第{n}期下月動工，經費十二億元。"),
         (100.0, 285.0, 9.0, f"- {n} -")]
        for n in range(1, 8)
    ]  # fmt: skip
    articles = read([Source("clips.pdf", written(*pages))]).articles
    assert [a.published for a in articles] == [f"2024-03-{n:02}" for n in range(1, 8)]
    assert {a.outlet for a in articles} == {"聯合報"}
    assert not any("輿情剪報" in a.text or "- 3 -" in a.text for a in articles)


def test_pdf_columns_of_nothing_are_nothing() -> None:
    assert arrange([]) == []
    line = PageLine("獨句。", 0, 10, 40, 100, 10)
    assert arrange([line]) == [line]


def test_pdf_places_that_are_no_numbers_leave_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = columns(BODY, 1, width=30)[0]
    nowhere = (float("nan"), float("inf"), float("nan"), float("nan"))
    monkeypatch.setattr(pdf_lines._Chars, "box", lambda chars, index: nowhere)
    documents = parse(written(lines), name="a.pdf", settings=ReadingSettings(), limits=Limits())
    assert BODY[:20] in documents[0].text
