"""What programs left between the characters goes, each kind counted; what says something stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import CLEANING, clean, join_lines
from components.text import CleanName

WORDS = "北約 各國 外長 在 高峰會 上 已經 同意"
LIST = "名單：甲 乙 丙 丁。以上四人今天都到場參加會議"
RAINBOW = "\U0001f3f3\ufe0f\u200d\U0001f308旗"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
DIRT = "台灣北約 \u3000\u00a0\u00ad\u200b\u200d\ufeff\u202e&;amp#12Ａ９a。，\n\r\t…"


@pytest.mark.parametrize(
    ("step", "text", "cleaned", "count"),
    [
        ("html_entities", "北約&nbsp;同意&amp;駐軍", "北約 同意&駐軍", 2),
        ("html_entities", "&#20013;&#x570b;&hellip;", "中國…", 3),
        ("html_entities", "&amp;amp;nbsp;甲&amp;#20013;", " 甲中", 2),
        ("html_entities", "第一段&#13;&#10;接著", "第一段  接著", 2),
        ("html_entities", "AT&T;Q&A; &foo; &#0; &#xD800; &", "AT&T;Q&A; &foo; &#0; &#xD800; &", 0),
        ("html_entities", "&emsp;縮排", "\u3000縮排", 1),
        ("soft_hyphens", "in\u00adfor\u00adma\u00adtion", "information", 3),
        ("invisible", "\ufeff北\u200b約\u200e同\u202e意\u2060", "北約同意", 5),
        ("invisible", "北\u200c約\u200d", "北約", 2),
        ("invisible", f"一家{FAMILY}出遊", f"一家{FAMILY}出遊", 0),
        ("invisible", RAINBOW, RAINBOW, 0),
        ("invisible", f"{FAMILY}\u200d北約", f"{FAMILY}北約", 1),
        ("invisible", "می\u200cخواهم", "می\u200cخواهم", 0),
        ("invisible", "一九九〇\x1a", "一九九〇", 1),
        ("widths", "部首⼈⼝⽇與人", "部首人口日與人", 3),
        ("widths", "ＮＡＴＯ第７屆ａｚ", "NATO第7屆az", 7),
        ("widths", "（１２．５％），「甲」！？：；～＋", "（12．5％），「甲」！？：；～＋", 3),
        ("widths", "ｱｲｳ　￥", "ｱｲｳ　￥", 0),
        ("han_spaces", "台 灣 新 聞", "台灣新聞", 3),
        ("han_spaces", "台　灣　新　聞", "台灣新聞", 3),
        ("han_spaces", "台  灣  新  聞", "台灣新聞", 3),
        ("han_spaces", "北 約 同 意 ， 駐 軍 。", "北約同意，駐軍。", 7),
        ("han_spaces", "台 灣 新 聞　北 約 同 意", "台灣新聞　北約同意", 6),
        ("han_spaces", "北 約 同 意\n駐 軍 當 地", "北約同意\n駐軍當地", 6),
        ("han_spaces", "在 1 2 月 1 0 號 結 束 談 判", "在 1 2 月 1 0 號結束談判", 4),
        ("han_spaces", "港 區 碼 頭 動 工\n市府宣布。", "港區碼頭動工\n市府宣布。", 5),
        ("han_spaces", "文 化 局 昨 天 下令停工審查。", "文化局昨天下令停工審查。", 5),
        ("han_spaces", "市 府 宣布，碼頭將於明年啟用。", "市 府 宣布，碼頭將於明年啟用。", 0),
        ("han_spaces", "布希訪歐 談科索夫", "布希訪歐 談科索夫", 0),
        ("han_spaces", "王小明　李大華　張三豐", "王小明　李大華　張三豐", 0),
        ("han_spaces", "王　明　李大華", "王　明　李大華", 0),
        ("han_spaces", "公　告", "公　告", 0),
        ("han_spaces", WORDS, WORDS, 0),
        ("han_spaces", LIST, LIST, 0),
        ("han_spaces", "Tony Blair 訪 問", "Tony Blair 訪 問", 0),
    ],
)  # fmt: skip
def test_cleaning_takes_one_kind_at_a_time(
    step: CleanName, text: str, cleaned: str, count: int
) -> None:
    made = clean(text, steps=[step])
    assert made.text == cleaned
    assert [(done.name, done.count) for done in made.steps] == [(step, count)] * bool(count)


def test_cleaning_steps_follow_one_another() -> None:
    made = clean("Ｎ&shy;Ａ&#8203;ＴＯ")
    assert made.text == "NATO"
    assert [(s.name, s.count) for s in made.steps] == [
        ("html_entities", 2),
        ("soft_hyphens", 1),
        ("invisible", 1),
        ("widths", 4),
    ]


@pytest.mark.parametrize("step", CLEANING)
def test_cleaning_can_be_switched_off(step: CleanName) -> None:
    text = "&nbsp;\u00ad\u200bＡ台 灣 新 聞\n（記者王小明／台北報導）"
    assert step not in [s.name for s in clean(text, steps=set(CLEANING) - {step}).steps]
    assert clean(text, steps=()).text == text


def test_cleaning_of_nothing_is_nothing() -> None:
    assert clean("") == clean("", steps=())
    assert (clean("").text, clean("").steps) == ("", ())


def test_cleaning_takes_half_characters() -> None:
    assert clean("\ud83d北約\udcff").text == "\ud83d北約\udcff"


def test_cleaning_leaves_wrapped_lines_to_be_joined() -> None:
    text = "北約ＮＡＴＯ各國外長７號在高峰會上同意駐軍，維和部隊將會繼續駐守科索夫，" * 4
    wrapped = "\n".join(text[i : i + 20] for i in range(0, len(text), 20))
    made = clean(wrapped)
    joined = join_lines(made.text, shown=made.shown)
    assert joined.text == clean(text).text
    assert len(joined.joins) == wrapped.count("\n")


def test_cleaning_leaves_spaced_wrapped_lines_to_be_joined() -> None:
    text = " ".join("北約各國外長七號在高峰會上已經同意維和部隊將會繼續駐守當地" * 4)
    wrapped = "\n".join(text[i : i + 40].rstrip() for i in range(0, len(text), 40))
    made = clean(wrapped)
    assert join_lines(made.text, shown=made.shown).text == text.replace(" ", "")


@given(st.text(alphabet=DIRT, max_size=200))
def test_cleaning_keeps_lines_and_what_is_clean(text: str) -> None:
    made = clean(text)
    assert made.text.count("\n") == made.shown.count("\n") == clean(text, steps=()).text.count("\n")
    assert len(made.text) <= len(text)
    assert clean(made.text, steps=("widths", "soft_hyphens")).text == made.text


@pytest.mark.parametrize(
    "text",
    [
        "五行是金 木 水 火 土，各有所屬。",
        "甲 乙 丙 丁",
        "甲 乙 丙 丁 戊 己 庚",
        "日 一 二 三 四 五 六",
        "方位有東 南 西 北 中",
        "春 夏 秋 冬\n東 西 南 北\n上 下 左 右",
        "百家姓前列：陳 林 黃 張 李 王 吳",
        "出席者：王 明 李 華 陳 立",
    ],
)
def test_cleaning_leaves_lists_of_single_characters(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("高 雄 市 政 府 新 聞 稿\n港區昨天動工，總經費十二億元，預計明年六月完工。",
         "高雄市政府新聞稿\n港區昨天動工，總經費十二億元，預計明年六月完工。"),
        ("王 明\n李 華\n陳 立", "王明\n李華\n陳立"),
        ("二 十 三 日 上 午 的 會 議", "二十三日上午的會議"),
        ("台 灣 新 聞\n甲 乙 丙 丁\n中 央 社 記 者", "台灣新聞\n甲 乙 丙 丁\n中央社記者"),
    ],
)  # fmt: skip
def test_cleaning_closes_up_words_beside_lists(text: str, cleaned: str) -> None:
    assert clean(text).text == cleaned
