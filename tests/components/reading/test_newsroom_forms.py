"""Forms that newsrooms hold, told by what reading makes of a small text of each."""

from __future__ import annotations

import io

import pytest
from docx import Document

from components.reading import Source, read
from components.reading.parsers.contents import find_contents
from components.text import Article

NEWS = "高雄市政府今天宣布，鳳山溪整治第三期動工。水利局長蔡長展表示，工程可抵禦五十年一次的暴雨。"
MORE = "當地里長說，居民盼了十年。市議員則質疑，預算追加三次，進度卻一再落後，要求公開工程日誌。"


def articles(text: str, name: str = "a.txt") -> tuple[Article, ...]:
    return read([Source(name, text.encode())]).articles


def one(text: str, name: str = "a.txt") -> Article:
    (article,) = articles(text, name)
    return article


def counted(article: Article) -> list[str]:
    """Return the lines of an article that count."""
    text = "".join(article.text[a:b] + "\n" for a, b in article.counted)
    return [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("一一五年元月一日", "2026-01-01"),
        ("民國一百一十五年三月十二日", "2026-03-12"),
        ("March 12, 2026 at 9:05 AM", "2026-03-12T09:05+08:00"),
        ("Thu Mar 12 08:53:20 CST 2026", "2026-03-12T08:53:20+08:00"),
        ("央視新聞客戶端 2026-03-12 07:15:22", "2026-03-12T07:15:22+08:00"),
        ("香港電台網站 2026-03-12 HKT 18:30", "2026-03-12T18:30+08:00"),
        ("2026/03/12 12:30 更新", "2026-03-12T12:30+08:00"),
    ],
)
def test_newsroom_days_under_a_headline_are_read_and_do_not_count(
    line: str, published: str
) -> None:
    article = one(f"鳳山溪整治第三期動工\n{line}\n\n{NEWS}\n")
    assert article.published == published
    assert counted(article) == ["鳳山溪整治第三期動工", NEWS]


@pytest.mark.parametrize(
    ("text", "outlet", "authors", "place"),
    [
        (f"【大公報訊】記者李清報道：{NEWS}", "大公報", ("李清",), None),
        (f"本報高雄訊／{NEWS}", None, (), "高雄"),
        (f"香港商報網訊：{NEWS}記者 鄺文俊", "香港商報", ("鄺文俊",), None),
        (f"{NEWS}\n\n編譯：劉宗翰\n資料來源：CNN、路透社", "美國有線電視新聞網", ("劉宗翰",), None),
        (f"媒體名稱: 三立新聞網\n記者姓名: 廖思涵\n內容: {NEWS}", "三立新聞", ("廖思涵",), None),
        (f"鳳山溪整治動工\n鏡週刊 2026-03-12 社會組\n\n{NEWS}", "鏡週刊", (), None),
        (f"高雄市政府　新聞稿\n鳳山溪整治動工\n{NEWS}", "高雄市政府", (), None),
    ],
)  # fmt: skip
def test_newsroom_bylines_are_fields(
    text: str, outlet: str | None, authors: tuple[str, ...], place: str | None
) -> None:
    article = one(text)
    assert (article.outlet, article.authors, article.place) == (outlet, authors, place)
    assert counted(article)[-1] == NEWS


def test_newsroom_day_behind_the_last_stop_does_not_count() -> None:
    article = one(f"〔中央社〕{NEWS}2026/03/12 09:33\n")
    assert article.published == "2026-03-12T09:33+08:00"
    assert counted(article) == [NEWS]


CLIPPINGS = {
    "outlet and day under the headline": "{title}\n{outlet} 2026-03-1{n}\n{news}\n\n",
    "outlet before the headline": "【{outlet}】{title}\n{news}\n（2026/03/1{n}）\n\n",
    "counted through": "{n}. {title}\n   {outlet} 2026/3/1{n} A{n}版\n   {news}\n\n",
    "counted in words": "{word}、{title}\n（{outlet}／2026/03/1{n}）\n{news}\n\n",
    "under the line of a box": "┌──────────┐\n{title}\n{outlet} 2026-03-1{n}\n{news}\n",
    "of so many": "文章 {n} / 共 2 篇\n{title}\n{outlet}\n2026年3月1{n}日\n\n{news}\n\n",
    "outlet and day behind the headline": "第{n}則\n\n{title}（{outlet}，115.03.1{n}）\n{news}\n\n",
}


@pytest.mark.parametrize("form", CLIPPINGS.values(), ids=CLIPPINGS)
def test_newsroom_clippings_of_one_file_divide(form: str) -> None:
    bundle = form.format(n=1, word="一", title="鳳山溪整治動工", outlet="聯合報", news=NEWS)
    bundle += form.format(n=2, word="二", title="議會質詢水利預算", outlet="自由時報", news=MORE)
    told = [(a.title, a.outlet, a.published) for a in articles(bundle)]
    assert told == [
        ("鳳山溪整治動工", "聯合報", "2026-03-11"),
        ("議會質詢水利預算", "自由時報", "2026-03-12"),
    ]


LISTS = {
    "signs": "●河道拓寬至四十公尺並加高護岸"
    " ●滯洪池兩座蓄水量十二萬立方米 ●抽水站更新為電動機組共十六座",
    "numbers": "一、最佳影片：大雨將至未至光年"
    " 二、最佳導演：林書宇陳玉珊王童 三、最佳男角：吳慷仁薛仕凌張震",
    "cells": "台北市立美術館　　　光之居所 高雄市立美術館　　　海潮之聲"
    " 國立故宮博物院　　　宋瓷特展",
    "sums": "松山區　1234567890　48.2% 信義區　1187654321　46.9% 大安區　1823412345　51.0%",
}  # fmt: skip


@pytest.mark.parametrize("entries", LISTS.values(), ids=LISTS)
def test_newsroom_lists_of_one_width_stay_lines(entries: str) -> None:
    lines = entries.split(" ")
    assert counted(one("本週一覽如下\n" + "\n".join(lines)))[1:] == lines


CHAT = (
    "2026.03.12 星期四\n09:15 王小明 通知收到了嗎？\n09:16 陳怡君 [貼圖]\n09:20 王小明 改下午兩點\n"
)


def test_newsroom_chat_between_blanks_is_a_chat_and_a_programme_is_none() -> None:
    assert counted(one(CHAT)) == ["通知收到了嗎？", "改下午兩點"]
    programme = "2026.03.12 星期四\n09:15 報到 大廳\n09:30 開幕 市長致詞\n10:00 座談 三樓\n"
    assert "開幕 市長致詞" in one(programme).text
    assert counted(one(programme))[-3:] == [
        "09:15 報到 大廳",
        "09:30 開幕 市長致詞",
        "10:00 座談 三樓",
    ]


def test_newsroom_mail_answered_below_does_not_count() -> None:
    head = "寄件者: 王小明\n日期: 2026年3月12日\n主旨: Re: 稿件\n\n"
    answered = f"{head}{MORE}\n\n在 3月11日，編輯台 寫道：\n> 請補查證，\n> {NEWS}\n"
    assert counted(one(answered)) == [MORE]
    forwarded = f"{head}---- Forwarded message ----\n{NEWS}\n"
    assert counted(one(forwarded)) == [NEWS]


def test_newsroom_few_nuls_do_not_refuse_a_text() -> None:
    assert one(f"鳳山溪\0整治\n{NEWS}\0\n").text == f"鳳山溪整治\n{NEWS}"
    (refusal,) = read([Source("a.txt", b"\0\1\2\3" * 40)]).refusals
    assert refusal.reason == "binary"


def test_newsroom_title_of_a_field_is_one_line_without_entities() -> None:
    row = '{"title": "鳳山溪&amp;水利\\n動工", "content": "' + NEWS + '"}'
    assert one(row, "a.json").title == "鳳山溪&水利 動工"


@pytest.mark.parametrize(
    ("lines", "contents"),
    [
        (["目　錄", "動工……………1", "", "質詢........3", "動工", NEWS], {0, 1, 2, 3}),
        (["本期目錄", "1. 動工", "2. 質詢", "動工", NEWS, "質詢", MORE], {0, 1, 2}),
        (["今日剪報目次", "1. 動工（聯合報）\t1", "2. 質詢（自由）\t2", NEWS], {0, 1, 2}),
        (["編號\t標題\t頁碼", "1\t動工\t2", "2\t質詢\t3", "動工", NEWS], {0, 1, 2}),
        (["本日重點", "動工………P.1", "質詢………P.2", "動工", NEWS, "質詢", MORE], {1, 2}),
        (["CONTENTS", "動工 / 1", "質詢 / 2", "動工", NEWS, "質詢", MORE], {0, 1, 2}),
        (["比分", "高雄 / 3", "台南 / 4", NEWS], set()),
        (["各區雨量", "三民區\t45", "鳳山區\t12", "左營區\t88", "楠梓區\t30", NEWS], set()),
        (["目錄", NEWS, MORE], set()),
        ([], set()),
    ],
)  # fmt: skip
def test_newsroom_contents_are_known_by_their_look(lines: list[str], contents: set[int]) -> None:
    assert find_contents(lines) == contents


def test_newsroom_contents_in_a_style_take_their_heading_along() -> None:
    assert find_contents(["目錄", "動工", NEWS], listed=frozenset({1})) == {0, 1}
    assert find_contents(["動工", "質詢", NEWS], listed=frozenset({1})) == {1}


OFFICES = ["鼓山區衛生所 07-5217551", "教育局 07-7995678", "屏東縣教育處 08-7320415"]


@pytest.mark.parametrize(
    ("under", "news"),
    [
        (OFFICES, OFFICES),
        (["單位\t電話", "災害應變中心\t07-2270000", "社會局\t07-3373373"], None),
        (["民眾可洽衛生局07-7134000查詢。"], None),
        (["新聞聯絡人：王小明科長 07-3373737"], []),
        (["水利局 07-3373737"], []),
        (["傳媒查詢：李先生 2345 6789"], []),
        (["新聞聯絡人", "企劃處 林雅雯 處長", "電話：07-521-9000 分機 2501", "lin@a.tw"], []),
        (["【媒體聯絡方式】", "林雅雯 0933-123-456", "", "工程年底完工。"], ["工程年底完工。"]),
    ],
)
def test_newsroom_contacts_are_set_apart_and_lists_of_telephones_are_news(
    under: list[str], news: list[str] | None
) -> None:
    article = one("\n".join(("鳳山溪整治動工", NEWS, *under)))
    assert counted(article)[2:] == (under if news is None else news)


def test_newsroom_docx_with_contents_in_no_style_divides_as_without() -> None:
    paper = Document()
    for line in ("目錄", "鳳山溪整治動工……1", "議會質詢水利預算……2"):
        paper.add_paragraph(line)
    for title, outlet, news in (
        ("鳳山溪整治動工", "聯合報", NEWS),
        ("議會質詢水利預算", "自由時報", MORE),
    ):
        paper.add_heading(title, 1)
        paper.add_paragraph(f"{outlet} 2026-03-12")
        paper.add_paragraph(news)
    data = io.BytesIO()
    paper.save(data)
    found = read([Source("a.docx", data.getvalue())]).articles
    assert [(a.title, counted(a)[-1]) for a in found] == [
        ("鳳山溪整治動工", NEWS),
        ("議會質詢水利預算", MORE),
    ]
