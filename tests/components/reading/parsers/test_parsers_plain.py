"""Plain text and Markdown."""

import pytest

from components.reading.document import AS_IS, Limits, ReadingSettings, UnreadableError
from components.reading.parsers import parse, preview_table
from components.reading.parsers.plain import without_marks


def read(data: bytes, name: str = "a.txt", settings: ReadingSettings = AS_IS):  # type: ignore[no-untyped-def]
    return parse(data, name=name, settings=settings, limits=Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950"])
def test_plain_keeps_text_and_line_breaks(encoding: str) -> None:
    text = "塞爾維亞總統塔迪奇十日在貝爾格勒表示，\n科索夫的前途不能由一方決定。\n"
    (document,) = read(text.encode(encoding))
    assert document.text == text
    assert (document.title, document.published, document.outlet, document.name) == (
        None, None, None, "")  # fmt: skip
    assert document.encoding


def test_plain_takes_the_encoding_the_reader_chose() -> None:
    (document,) = read("総理大臣".encode("euc-jp"), settings=ReadingSettings(encoding="euc-jp"))
    assert document.text == "総理大臣"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf", "　\n".encode()])
def test_plain_without_text_is_empty(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(data, name)
    assert refused.value.reason == "empty"


def test_plain_is_no_table() -> None:
    assert preview_table("總統".encode(), name="a.txt", limits=Limits()) is None


def test_plain_longer_than_may_be_is_refused() -> None:
    with pytest.raises(UnreadableError) as refused:
        parse("總統。".encode() * 10, name="a.txt", settings=AS_IS, limits=Limits(characters=29))
    assert (refused.value.reason, refused.value.detail) == ("too_long", (("limit", 29),))


@pytest.mark.parametrize(("text", "fits"), [("總統。" * 10, True), ("總" * 11, False)])
def test_plain_line_without_a_stop_has_a_limit(text: str, fits: bool) -> None:
    limits = Limits(line_characters=10)
    if fits:
        assert parse(text.encode(), name="a.txt", settings=AS_IS, limits=limits)[0].text == text
        return
    with pytest.raises(UnreadableError) as refused:
        parse(text.encode(), name="a.txt", settings=AS_IS, limits=limits)
    assert refused.value.reason == "line_too_long"


def test_plain_too_large_is_refused_in_megabytes() -> None:
    with pytest.raises(UnreadableError) as refused:
        parse(b"a" * (2**20 + 1), name="a.txt", settings=AS_IS, limits=Limits(file_bytes=2**20))
    assert (refused.value.reason, refused.value.detail) == ("too_large", (("limit", 1),))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# 科索夫談判破裂 #", "科索夫談判破裂"),
        ("科索夫談判破裂\n====\n內文", "科索夫談判破裂\n內文"),
        ("**總統**十日*表示*，__不能__由 _一方_ ~~決定~~。", "總統十日表示，不能由 一方 決定。"),
        ('[中央社](http://cna.example/a_(b) "題")報導', "中央社報導"),
        ("[中央社][1]報導\n\n[1]: http://cna.example", "中央社報導"),
        ("![圖說](a.png)內文", "內文"),
        ("<https://cna.example/a_b_c>", "https://cna.example/a_b_c"),
        ("- 一\n* 二\n+ 三\n1. 四\n- [x] 五", "一\n二\n三\n四\n五"),
        ("> 引文\n> > 再引", "引文\n再引"),
        ("| 國家 | 立場 |\n|:---|---:|\n| 美國 | 承認 |", "國家\t立場\n美國\t承認"),
        ("甲\n\n***\n\n乙", "甲\n\n\n乙"),
        ("```\n*不動*\n```", "*不動*"),
        ("`程式`與<b>粗體</b><!-- 註\n解 -->", "程式與粗體"),
        (r"\*星號\* 與 5*3*2 與 file_name_a", "*星號* 與 5*3*2 與 file_name_a"),
        ("腳註[^1]。", "腳註。"),
        ("##沒有空格", "##沒有空格"),
        ("## C# 語言", "C# 語言"),
        ("[![圖](a.png)](http://x)總統", "總統"),
        ("歐盟 &amp; 美國", "歐盟 & 美國"),
        ("2007年12月10日，沒有記號。", "2007年12月10日，沒有記號。"),
        ("", ""),
    ],
)
def test_plain_markdown_loses_its_marks(marked: str, plain: str) -> None:
    assert without_marks(marked) == plain


@pytest.mark.parametrize(
    "piece",
    ["<!--", "![", "[a](", "`", "*", "_", "~", "|  ", "# ", "\\", "<a ", "[^", "---\n", "a: "],
)
def test_plain_marks_without_end_are_read_in_one_go(piece: str) -> None:
    assert isinstance(without_marks(piece * 30_000 + "x"), str)
    assert isinstance(without_marks("# x" + " " * 100_000 + piece), str)


def test_plain_front_matter_gives_title_day_and_source() -> None:
    front = 'title: "科索夫：談判破裂"\ndate: 2007-12-10 20:15\n來源: 中央社\ntags: [a]'
    (document,) = read(f"---\n{front}\n---\n\n總統表示。\n".encode(), "a.md")
    assert document.text == "總統表示。"
    assert (document.title, document.published, document.outlet) == (
        "科索夫：談判破裂", "2007-12-10T20:15", "中央社")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 談判**破裂**\n\n內文", "談判破裂"),
        ("談判破裂\n===\n內文", "談判破裂"),
        ("內文\n\n# 後面的標題", None),
    ],
)
def test_plain_first_heading_is_the_title(text: str, title: str | None) -> None:
    assert read(text.encode(), "a.md")[0].title == title


def test_plain_markdown_keeps_escaped_signs_and_characters_of_ones_own() -> None:
    own = "\ue021王\ue07e\uf8ff"  # private characters, as Taiwan's offices made them for names
    [document] = parse(
        rf"\*{own}\* 同意。".encode(), name="a.md", settings=ReadingSettings(), limits=Limits()
    )
    assert document.text == f"*{own}* 同意。"
