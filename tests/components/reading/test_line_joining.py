"""Hard-wrapped lines are joined, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import join_lines
from components.reading.line_joining import columns, find_wrapping

ROOT = Path(__file__).parents[3]
SENTENCES = (
    "北約各國外長七號在高峰會上已經同意，維和部隊將會繼續駐守當地。"
    "這輪談判在12月10號結束後，俄羅斯，美國和歐盟代表將共同提出談判破裂的報告。"
    "目前當地17000名和平部隊人員將繼續留守，北約也授權當地指揮官自行決定。"
)


def wrapped(text: str, width: int) -> str:
    """Wrap by columns, as terminals and teleprinters do."""
    lines, line = [], ""
    for character in text:
        if columns(line + character) > width:
            lines.append(line)
            line = ""
        line += character
    return "\n".join([*lines, line])


@pytest.mark.parametrize(
    ("line", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("北約", 4),
        ("10號", 4),
        ("，。", 4),
        ("“引”", 6),
        ("e\u0301", 1),
        ("ﾊﾝｶｸ", 4),
    ],
)
def test_lines_columns_are_those_of_a_terminal(line: str, width: int) -> None:
    assert columns(line) == width


def test_lines_sample_is_joined_into_8712_characters() -> None:
    raw = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8")
    joined = join_lines(raw)
    assert len(joined.text) == 8712
    assert len(joined.joins) == 272
    assert joined.width == 64
    assert "\n" not in joined.text
    assert joined.text.count("12月10號") == 12


@pytest.mark.parametrize("width", [20, 31, 32, 40, 64, 77])
def test_lines_wrapped_by_columns_come_back_whole(width: int) -> None:
    assert join_lines(wrapped(SENTENCES * 3, width)).text == SENTENCES * 3


@pytest.mark.parametrize("size", [16, 32, 33])
def test_lines_wrapped_by_characters_come_back_whole(size: int) -> None:
    text = SENTENCES * 3
    raw = "\n".join(text[i : i + size] for i in range(0, len(text), size))
    assert join_lines(raw).text == text


def test_lines_title_and_paragraphs_stay() -> None:
    body = wrapped(SENTENCES, 40)
    indented = wrapped("　　" + SENTENCES, 40)
    raw = f"科索夫前途談判破裂\n{body}\n\n{indented}"
    assert join_lines(raw).text == f"科索夫前途談判破裂\n{SENTENCES}\n\n　　{SENTENCES}"


def test_lines_latin_words_meet_with_one_space_and_numbers_with_none() -> None:
    raw = "\n".join(
        [
            "這是一則關於世界衛生組織的新聞稿Health",
            "Organization在日內瓦的會議上說到二零",
            "一九年的病毒名稱與編號以及它的代號是19",
            "84號檔案並且說明各國的代表們都同意這個",
            "名稱。",
        ]
    )
    text = join_lines(raw).text
    assert "Health Organization" in text
    assert "1984號" in text


@pytest.mark.parametrize(
    "raw",
    [
        "第一段很短。\n第二段也很短。\n第三段。",
        "床前明月光，\n疑是地上霜。\n舉頭望明月，\n低頭思故鄉。",
        "臺北市\n新北市\n桃園市\n臺中市\n臺南市",
        "每一段都是一個完整的句子，結尾有句號，長度也一樣長。\n" * 5,
        "只有一行",
        "",
    ],
)
def test_lines_text_that_is_not_wrapped_is_left_alone(raw: str) -> None:
    joined = join_lines(raw)
    assert joined.text == raw.strip("\n")
    assert joined.joins == ()
    assert joined.width == 0


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_lines_every_kind_of_line_end_is_one(end: str) -> None:
    raw = wrapped(SENTENCES, 40)
    assert join_lines(raw.replace("\n", end)) == join_lines(raw)


@given(st.text(alphabet="科索夫北約，。a1 \n　", max_size=400))
def test_lines_joining_loses_no_character_but_blanks(raw: str) -> None:
    def solid(text: str) -> str:
        return "".join(text.split())

    joined = join_lines(raw)
    assert solid(joined.text) == solid(raw)
    assert all(0 < join < len(joined.text) for join in joined.joins)
    assert list(joined.joins) == sorted(joined.joins)


@given(st.text(alphabet="科索夫北約和歐盟", min_size=120, max_size=300), st.integers(10, 40))
def test_lines_joining_undoes_wrapping_by_characters(text: str, size: int) -> None:
    lines = [text[i : i + size] for i in range(0, len(text), size)]
    if find_wrapping(lines):
        assert join_lines("\n".join(lines)).text == text


def test_lines_short_paragraphs_of_a_page_are_joined() -> None:
    """Two lines each, one paragraph after the other: half of the lines are full."""
    page = "".join(
        f"第{n}段說明這次會議的經過，各國代表都發表了意見，也交換了{n}\n名觀察員的看法。\n"
        for n in "一二三四五六"
    )
    joined = join_lines(page)
    assert len(joined.joins) == 6
    assert joined.text.split("\n")[0] == (
        "第一段說明這次會議的經過，各國代表都發表了意見，也交換了一名觀察員的看法。"
    )


def test_lines_items_of_a_list_stay_apart() -> None:
    """Half of them are as long as each other, but the short ones end no sentence."""
    items = "\n".join(["各國代表討論能源價格與氣候變遷問題", "主席致詞"] * 6)
    assert join_lines(items).joins == ()


HEADED = """港區碼頭動工
聯合報 A3版 【記者林采蓉／高雄報導】
高雄市政府昨天宣布，港區第七號碼頭擴建工程正
式動工，預計明年六月完工啟用。
漁會理事長蔡明德要求市府提出補償方案，並在四
月前召開說明會。
部落學校復課
自由時報 A8版 【記者周品睿／台東報導】
台東縣政府教育處指出，去年颱風受損的三所部落
小學已完成校舍補強，昨天全面復課。
家長會長希望增設族語課程，並請縣府每年公布補
強的進度與經費。"""


def test_lines_headings_and_bylines_between_stay_apart_and_the_rest_is_joined() -> None:
    assert join_lines(HEADED).text.split("\n") == [
        "港區碼頭動工",
        "聯合報 A3版 【記者林采蓉／高雄報導】",
        "高雄市政府昨天宣布，港區第七號碼頭擴建工程正式動工，預計明年六月完工啟用。",
        "漁會理事長蔡明德要求市府提出補償方案，並在四月前召開說明會。",
        "部落學校復課",
        "自由時報 A8版 【記者周品睿／台東報導】",
        "台東縣政府教育處指出，去年颱風受損的三所部落小學已完成校舍補強，昨天全面復課。",
        "家長會長希望增設族語課程，並請縣府每年公布補強的進度與經費。",
    ]


LIST = "\n".join(f"臺北市大安區龍安國小第{n}班王大同老師" for n in "一二三四五")
PROSE = (
    "市政府昨天公布得獎名單，全市共有五位老師獲獎，\n"
    "將於下週三在市政大樓接受表揚，市長親自頒獎，\n並且"
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"獲獎名單\n{LIST}", LIST),
        (f"{PROSE}致詞勉勵。\n\n{LIST}", LIST),
        ("縣市|第一批|第二批\n臺北市|320,000|110,000\n新北市|455,000|150,000\n高雄市|310,000|98,000",
         "臺北市|320,000|110,000\n新北市|455,000|150,000"),
    ],
)  # fmt: skip
def test_lines_of_lists_and_tables_of_equal_width_stay_lines(text: str, kept: str) -> None:
    assert kept in join_lines(text).text
