"""A bundle is divided where its signs stand; one article, whatever its shape, stays one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading import AS_IS, ReadingSettings, Source, join_lines, read
from components.reading.splitting import is_separator, split_articles
from components.text import Corpus

NATO = "北約各國外長七號在高峰會上同意，維和部隊將繼續駐守。這輪談判在十號結束。歐盟將提出報告。"
TALK = "總統今天出席經濟會議，與各國代表商討貿易問題。會後發表聯合聲明。各方表示滿意。"
H1, H2 = "北約各國同意駐軍科索夫", "總統出席經濟會議發表聲明"


@pytest.mark.parametrize(
    ("text", "why", "titles"),
    [
        (f"{NATO}\n----\n{TALK}", "separator", [None, None]),
        (f"{NATO}\n\n==========\n\n{TALK}\n==========\n{NATO}", "separator", [None] * 3),
        (f"{NATO}\n＊＊＊\n{TALK}", "separator", [None, None]),
        (f"{NATO}\n＃＃＃\n{TALK}", "separator", [None, None]),
        (f"{H1}\n{NATO}\n\n***\n\n{H2}\n{TALK}", "separator", [H1, H2]),
        (
            f"標題：{H1}\n日期：2007-12-10\n\n{NATO}\n\n標題：{H2}\n\n{TALK}",
            "title",
            [H1, H2],
        ),
        (
            f"日期：2007-12-10\n标题：{H1}\n{NATO}\n日期：2007-12-11\n标题：{H2}\n{TALK}",
            "title",
            [H1, H2],
        ),
        (f"【{H1}】\n{NATO}\n\n【{H2}】\n{TALK}", "title", [H1, H2]),
        (
            f"2007-12-10 {H1}\n{NATO}\n\n2007-12-11 {H2}\n{TALK}",
            "dateline",
            [H1, H2],
        ),
        (
            f"{H1}\n2007年12月10日\n{NATO}\n\n{H2}\n2007年12月11日\n{TALK}",
            "dateline",
            [H1, H2],
        ),
        (f"中央社台北十日電 {NATO}\n\n中央社台北十一日電 {TALK}", "dateline", [None, None]),
        (f"（中央社記者王小明台北十日電）{NATO}\n（路透社）{TALK}", "dateline", [None, None]),
        (
            f"{H1}\n〔記者王小明／台北報導〕{NATO}\n{H2}\n〔記者李大華／台北報導〕{TALK}",
            "dateline",
            [H1, H2],
        ),
        (
            f"{H1}\n記者王小明／台北報導\n{NATO}\n\n"
            f"{H2}\n記者李大華／台北報導\n{TALK}",
            "dateline",
            [H1, H2],
        ),
        (f"新华社北京12月10日电 {NATO}\n新华社上海12月10日电 {TALK}", "dateline", [None, None]),
        (f"{H1}\n{NATO}\n{TALK}\n\n\n{H2}\n{TALK}\n{NATO}", "blank", [H1, H2]),
        (
            f"1 of 2 DOCUMENTS\n\n{H1}\n{NATO}\n\n2 of 2 DOCUMENTS\n\n{H2}\n{TALK}",
            "number",
            [H1, H2],
        ),
        (f"第1篇\n{H1}\n{NATO}\n第2篇\n{H2}\n{TALK}", "number", [H1, H2]),
        (f"中國時報 | 2007-12-10\nA1 | 焦點\n{H1}\n{NATO}\n文章編號: 20071210\n\n"
         f"自由時報 | 2007-12-11\nA2 | 要聞\n{H2}\n{TALK}\n文章編號: 20071211", "number", [H1, H2]),
    ],
)  # fmt: skip
def test_bundles_are_divided_where_a_sign_stands(
    text: str, why: str, titles: list[str | None]
) -> None:
    parts = split_articles(text)
    assert [(part.why, part.title) for part in parts] == [(why, title) for title in titles]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        NATO,
        f"{NATO}\n\n{TALK}",
        f"{NATO}\n\n\n{TALK}",
        f"{H1}\n{NATO}\n{TALK}\n\n\n各方反應\n{TALK}\n{NATO}\n\n\n背景\n{NATO}\n{TALK}",
        f"{H1}\n{NATO}\n\n\n一、歐盟各國的立場與作法\n{TALK}\n{TALK}\n\n\n二、俄羅斯的立場與作法\n{NATO}",
        f"{H1}\n{NATO}\n\n【歐盟的立場與作法】\n{TALK}\n\n【俄羅斯的立場與作法】\n{TALK}",
        f"{H1}\n{NATO}\n***\n{TALK}\n***\n{NATO}",
        f"{NATO}\n* * *\n{TALK}",
        f"{H1}\n====\n\n{NATO}\n\n背景\n----\n{TALK}\n\n展望\n----\n{NATO}",
        f"{NATO}\n----\n版權所有，未經許可不得轉載。",
        f"{NATO}\n----\n延伸閱讀：{TALK}",
        f"姓名  年齡\n----------\n王小明  12\n----------\n李大華  13\n----------\n{NATO}",
        f"（中央社記者王小明台北十日電）{NATO}\n（中央社記者王小明攝）\n{TALK}\n（編輯：陳大文）",
        f"據中央社台北十日電，{NATO}\n\n據新華社北京十日電，{TALK}",
        "2007-12-10 談判結束\n北約各國外長在高峰會上同意駐軍。\n\n"
        "2008-02-17 宣布獨立\n科索夫議會通過獨立宣言。",
        f"2007年12月10日，{NATO}\n\n2008年2月17日，{TALK}",
        f"標題：{H1}\n{NATO}",
        "床前明月光，\n疑是地上霜。\n\n\n舉頭望明月，\n低頭思故鄉。\n\n\n床前明月光，\n疑是地上霜。",
        "我走過長長的街\n看見一盞燈\n\n\n燈下有人\n輕輕唱歌\n\n\n歌聲\n遠了",
        "1 of 2\n2 of 2",
        "問：總統先生是否同意？\n答：同意。\n問：歐盟呢？\n答：也同意。",
        "北約：同意。\n歐盟：反對。\n俄羅斯：未定。",
    ],
)  # fmt: skip
def test_bundles_one_article_stays_whole(text: str) -> None:
    [part] = split_articles(text)
    assert (part.start, part.end, part.why) == (0, len(text), "whole")


def test_bundles_sample_is_one_article(sample: Corpus) -> None:
    assert len(split_articles(sample.articles[0].raw)) == 1
    assert len(sample.articles) == 1


def test_bundles_copies_wrapped_without_a_sign_stay_one() -> None:
    text = "\n".join((NATO * 6)[i : i + 20] for i in range(0, len(NATO) * 6, 20))
    assert len(split_articles(text)) == 1
    assert join_lines(text).text == NATO * 6


def test_bundles_become_articles_with_ids_titles_and_days() -> None:
    text = f"2007-12-10 {H1}\r\n{NATO}\r\n\r\n2007-12-11 {H2}\r\n{TALK}\r\n"
    corpus = read([Source("a.txt", text.encode())])
    assert [(a.id, a.title, a.published) for a in corpus.articles] == [
        ("a.txt:1", H1, "2007-12-10"),
        ("a.txt:2", H2, "2007-12-11"),
    ]
    assert [a.text for a in corpus.articles] == [
        f"2007-12-10 {H1}\n{NATO}",
        f"2007-12-11 {H2}\n{TALK}",
    ]
    assert corpus.articles[1].raw == f"2007-12-11 {H2}\r\n{TALK}"
    assert all([(s.name, s.count) for s in a.steps] == [("split", 2)] for a in corpus.articles)
    assert {a.source for a in corpus.articles} == {"a.txt"}


def test_bundles_pass_over_a_long_margin() -> None:
    text = " " * 400_000 + f"{NATO}\n{TALK}"  # once took as long as its square
    assert [part.why for part in split_articles(text)] == ["whole"]


@pytest.mark.parametrize("settings", [AS_IS, ReadingSettings(split=False)])
def test_bundles_can_be_left_together(settings: ReadingSettings) -> None:
    corpus = read([Source("a.txt", f"{NATO}\n----\n{TALK}".encode(), settings)])
    assert [a.id for a in corpus.articles] == ["a.txt"]


def test_bundles_parts_are_cleaned_and_joined_each_for_itself() -> None:
    wrapped = "\n".join((TALK * 3)[i : i + 20] for i in range(0, len(TALK) * 3, 20))
    spaced = " ".join("北約各國外長同意駐軍") + "。"
    corpus = read([Source("a", f"{spaced}\n-----\n{wrapped}\n-----\nＮＡＴＯ同意。".encode())])
    assert [a.text for a in corpus.articles] == ["北約各國外長同意駐軍。", TALK * 3, "NATO同意。"]
    names = [{s.name for s in a.steps} for a in corpus.articles]
    assert names == [{"han_spaces", "split"}, {"joined_lines", "split"}, {"widths", "split"}]


PIECES = [
    NATO, TALK, H1, "\n", "\n\n", "\n\n\n", "\n----\n", "\n***\n", f"標題：{H1}\n", "2007-12-10\n",
    "（中央社台北十日電）", "【社論】", "1 of 2\n", "文章編號：1\n", " ", "版權所有。",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_bundles_lose_nothing_but_separators(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = split_articles(text)
    edges = [0, *itertools.chain(*((p.start, p.end) for p in parts)), len(text)]
    assert edges == sorted(edges)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        between = text[start:end].split("\n")
        assert all(not line.strip() or is_separator(line) for line in between)
    assert all(text[p.start : p.end].strip() for p in parts) or len(parts) == 1


@given(st.text(alphabet="科索夫北約，。 a1\n", max_size=200))
def test_bundles_text_without_signs_stays_whole(text: str) -> None:
    [part] = split_articles(text)
    assert (part.start, part.end) == (0, len(text))


NEXIS = """港區碼頭動工
聯合報 (繁體中文)
March 5, 2024 Tuesday

Copyright 2024 聯合報 All Rights Reserved
Section: 要聞; Pg. A3
Length: 230 words
Body

市府昨天宣布，港區碼頭擴建工程動工。

Load-Date: March 6, 2024

End of Document
"""


def test_splitting_an_export_of_nexis_gives_title_day_and_outlet() -> None:
    parts = split_articles(NEXIS + NEXIS.replace("港區", "漁港").replace("聯合報", "自由時報"))
    assert [(part.title, part.published, part.outlet) for part in parts] == [
        ("港區碼頭動工", "2024-03-05", "聯合報"),
        ("漁港碼頭動工", "2024-03-05", "自由時報"),
    ]


BODY = (
    "市府昨天宣布，工程將在明年三月動工。局長表示，工程分三期進行，第一期先清淤。居民則擔心影響。"
)


@pytest.mark.parametrize(
    ("headlines", "under", "n_parts"),
    [
        (("港區碼頭動工", "部落學校復課"), "聯合報 2024-03-05 A3版", 2),
        (("港區碼頭動工", "部落學校復課"), "民國113年3月5日", 2),
        (("港區碼頭動工", "部落學校復課"), BODY * 3, 2),
        (("港區碼頭動工", "部落學校復課"), "很短的一段。", 1),
        (("前言", "結論"), BODY * 3, 1),
        (("一、研究動機", "二、研究方法"), BODY * 3, 1),
    ],
)
def test_splitting_at_headlines_of_articles_and_not_of_sections(
    headlines: tuple[str, str], under: str, n_parts: int
) -> None:
    text = "\n".join(f"{headline}\n{under}\n市府說。" for headline in headlines)
    assert len(split_articles(text, heads=(0, 3))) == n_parts
