"""Captions: SubRip and WebVTT."""

import pytest

from components.reading.document import AS_IS, Document, Limits, UnreadableError
from components.reading.parsers import parse
from components.text import Step

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>塞爾維亞總統</i>
{\\an8}十日表示，

2
00:00:02,500 --> 00:00:04,000
科索夫的前途
不能由一方決定。

3
00:00:05,000 --> 00:00:06,000
歐盟說談判破裂。
"""
UNSTOPPED = """1
00:00:01,000 --> 00:00:02,000
塞爾維亞總統十日表示

2
00:00:02,000 --> 00:00:03,000
科索夫的前途不能由一方決定

3
00:00:03,000 --> 00:00:04,000
2007
"""
ROLLING = """WEBVTT
Kind: captions
Language: zh-TW

STYLE
::cue { color: red }

NOTE 這是註解

00:01.000 --> 00:02.000 align:start position:0%
總統<00:00:01.500><c> 十日</c>

00:02.000 --> 00:03.000
總統 十日
表示 &amp; 說

cue-3
00:03.000 --> 00:04.000
表示 &amp; 說
<v 主播>談判破裂
"""


def read(text: str | bytes, name: str = "a.srt") -> Document:
    data = text.encode() if isinstance(text, str) else text
    (document,) = parse(data, name=name, settings=AS_IS, limits=Limits())
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_subtitles_run_on_to_the_next_stop(encoding: str, end: str) -> None:
    document = read(SRT.replace("\n", end).encode(encoding))
    assert document.text == "塞爾維亞總統十日表示，科索夫的前途不能由一方決定。\n歐盟說談判破裂。"
    assert not document.wrapped


def test_subtitles_without_stops_stay_lines() -> None:
    assert read(UNSTOPPED).text == "塞爾維亞總統十日表示\n科索夫的前途不能由一方決定\n2007"


def test_subtitles_that_roll_are_told_once() -> None:
    assert read(ROLLING, "a.vtt").text == "總統 十日\n表示 & 說\n談判破裂"


def test_subtitles_named_as_text_are_told_by_their_times() -> None:
    assert read(SRT, "a.txt").text == read(SRT).text


def test_subtitles_of_careless_writers_are_read() -> None:
    text = "1\n0:00:01.0 --> 0:00:02.0\n第一行\n\n第二行\n2\n0:00:02.0-->0:00:03.0\n第三行\n"
    assert read(text).text == "第一行第二行\n第三行"


def test_subtitles_in_latin_letters_join_with_spaces() -> None:
    assert read("00:01.000 --> 00:02.000\nSerbia's\nPresident\n").text == "Serbia's President"


@pytest.mark.parametrize(
    "text", ["", "WEBVTT\n", "1\n00:00:01,000 --> 00:00:02,000\n\n", "WEBVTT\n\nNOTE 註\n"]
)
@pytest.mark.parametrize("name", ["a.srt", "a.vtt"])
def test_subtitles_without_words_are_empty(text: str, name: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(text, name)
    assert refused.value.reason == "empty"


def test_captions_that_roll_on_within_lines_are_told_once() -> None:
    lines = ["今天的會議通過預算", "通過預算之後市長", "之後市長表示感謝", "表示感謝各位議員"]
    cues = "\n\n".join(
        f"{n}\n\n00:00:0{n},000 --> 00:00:0{n},900\n\n{line}" for n, line in enumerate(lines, 1)
    )
    document = read(cues)
    assert document.text == "今天的會議通過預算\n之後市長\n表示感謝\n各位議員"


def test_captions_that_are_shown_again_are_reported() -> None:
    cue = "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n{1}\n\n"
    text = "".join(cue.format(n, "下次再見" if n > 1 else "各位晚安") for n in range(1, 6))
    document = read(text)
    assert document.text == "各位晚安\n下次再見"
    assert document.steps == (Step("repeated_captions", 3),)


TTML = "<tt xmlns='http://www.w3.org/ns/ttml'><head><metadata>夜間</metadata></head><body><div>{}</div></body></tt>"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (TTML.format("<p begin='1s'>市府表示</p>\n<p>工程<br/>完工</p>"), "市府表示\n工程完工"),
        (TTML.format("<p>\n <span>市府</span><span>表示</span>\n</p><p>完。</p>"), "市府表示完。"),
        (TTML.format("<p>甲乙</p><p>甲乙<br/>丙丁</p><p>丙丁<br/>戊己</p>"), "甲乙\n丙丁\n戊己"),
        (TTML.format("<p><span ruby='base'>貨</span><span ruby='text'>ㄏ</span>櫃</p>"), "貨櫃"),
        ("<?xml version='1.0'?><timedtext><p t='0'><s>市府</s><s>表</s></p></timedtext>", "市府表"),
        ("<transcript><text start='0'>他說&amp;#39;好&amp;#39;</text></transcript>", "他說'好'"),
    ],
)  # fmt: skip
def test_subtitles_in_xml(page: str, text: str) -> None:
    assert read(page.encode(), name="a.ttml").text == text
    assert read(page.encode("utf-16"), name="a.xml").text == text
