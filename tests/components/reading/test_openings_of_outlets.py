"""Openings as outlets, portals and databases print them: what they say, and what then counts."""

from __future__ import annotations

import json

import pytest

from components.reading import Source, read
from components.text import Article

NEWS = "市府表示，工程預計年底完工，經費約三億元。里長林添財說，希望別再延期。"
HEADLINE = "淡水河岸步道坍塌 市府：月底前修復"


def one(text: str, name: str = "a.txt") -> Article:
    (article,) = read([Source(name, text.encode())]).articles
    return article


def counted(article: Article) -> list[str]:
    text = "\n".join(article.text[a:b] for a, b in article.counted)
    return [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("lines", "published", "outlet", "authors"),
    [
        (
            "記者 曾奕潔 / 攝影 王正德 報導\n發佈時間：2026/03/05 14:20\n最後更新時間：2026/03/05",
            "2026-03-05T14:20+08:00",
            None,
            ("曾奕潔",),
        ),
        (
            "文字 洪琴宣 攝影 楊子磊 設計 黃禹禛 責任編輯 陳思樺\n2026/3/5",
            "2026-03-05",
            None,
            ("洪琴宣",),
        ),
        ("2026/03/05 , 新聞\n羊正鈺", "2026-03-05", None, ("羊正鈺",)),
        ("鏡週刊Mirror Weekly\n2026年3月5日·4 分鐘 (閱讀時間)", "2026-03-05", "鏡週刊", ()),
        (
            "更新於 03月05日14:20 • 發布於 2026年03月05日13:55 • 自由電子報",
            "2026-03-05T13:55+08:00",
            "自由時報",
            (),
        ),
        (
            "三立新聞網 setn.com\n發布於 2026年03月05日14:20",
            "2026-03-05T14:20+08:00",
            "三立新聞",
            (),
        ),
        ("民視新聞網的報導 • 2026/3/5 • 1 分鐘閱讀時間", "2026-03-05", "民視", ()),
        ("文 陳良榕 天下雜誌824期\n發布時間：2026-03-05", "2026-03-05", "天下雜誌", ("陳良榕",)),
        ("撰文者：韋惟珊 商業周刊第1999期 2026.03.05", "2026-03-05", "商業周刊", ("韋惟珊",)),
        ("Now 新聞台\n2026年3月5日", "2026-03-05", "Now新聞", ()),
        ("2026年03月05日14:20 | 来源：人民网－人民日报", "2026-03-05T14:20+08:00", "人民日報", ()),
        (
            "原创 南都记者 南方都市报 2026-03-05 14:20 广东",
            "2026-03-05T14:20+08:00",
            "南方都市報",
            (),
        ),
        (
            "2026-03-05 14:20:33　来源: 北京日报客户端 北京  举报",
            "2026-03-05T14:20:33+08:00",
            "北京日報",
            (),
        ),
        (
            "2026-03-05 14:20 发布于北京 | 中国新闻周刊官方账号",
            "2026-03-05T14:20+08:00",
            "中國新聞周刊",
            (),
        ),
        ("2026-03-05 14:20·红网", "2026-03-05T14:20+08:00", "紅網", ()),
        (
            "发布 / 2026年3月5日 14:20\n来自 / 联合早报\n文 / 黄小芳",
            "2026-03-05T14:20+08:00",
            "聯合早報",
            ("黄小芳",),
        ),
        ("CHRIS BUCKLEY, 儲百亮 2026年3月5日", "2026-03-05", None, ("CHRIS BUCKLEY", "儲百亮")),
        (
            "記者胡玉立／舊金山報導\n2026-03-05 01:00 ET",
            "2026-03-05T01:00-05:00",
            None,
            ("胡玉立",),
        ),
    ],
)
def test_openings_lines_under_a_headline_are_fields(
    lines: str, published: str, outlet: str | None, authors: tuple[str, ...]
) -> None:
    article = one(f"{HEADLINE}\n{lines}\n{NEWS}")
    assert (article.title, article.published, article.outlet) == (HEADLINE, published, outlet)
    assert article.authors == authors
    assert counted(article) == [HEADLINE, NEWS]


@pytest.mark.parametrize(
    ("opening", "outlet", "place", "authors"),
    [
        ("路透北京3月5日 - ", "路透社", "北京", ()),
        ("华盛顿 — ", None, "华盛顿", ()),
        ("财联社3月5日电，", "財聯社", None, ()),
        ("央视网消息（记者 王小英）：", "中央電視台", None, ("王小英",)),
        ("【香港商報訊】記者 戴合聲 報道：", "香港商報", None, ("戴合聲",)),
        ("第一财经记者 祝嫣然 发自北京\n", "第一財經", "北京", ("祝嫣然",)),
        ("独家报道：陈绍安\n（新山5日讯）", None, "新山", ("陈绍安",)),
        ("文｜财新 赵今朝\n", None, None, ("赵今朝",)),
    ],
)
def test_openings_before_the_news_are_fields(
    opening: str, outlet: str | None, place: str | None, authors: tuple[str, ...]
) -> None:
    article = one(opening + NEWS)
    assert (article.outlet, article.place, article.authors) == (outlet, place, authors)
    assert counted(article) == [NEWS]


@pytest.mark.parametrize(
    "labels",
    [
        "標題：{t}\n媒體：聯合報\n版面：A8\n日期：2026-03-05\n記者：謝梅芬\n內文：",
        "【標題】{t}\n【來源】聯合報\n【日期】2026/03/05\n【作者】謝梅芬\n【內容】\n",
        "Title: {t}\nSource: 聯合報\nDate: 2026-03-05\nAuthor: 謝梅芬\nContent: ",
        "新聞標題 : {t}\n刊登日期 : 115年3月5日\n刊登媒體 : 聯合報\n記者 : 謝梅芬\n新聞內容 : ",
        "题名：{t}\n作者：謝梅芬\n报纸名称：联合报\n报纸日期：2026-03-05\n版号：004\n正文：",
        "標題\t{t}\n來源\t聯合報\n日期\t2026/03/05\n作者\t謝梅芬\n內容\t",
        "Title-题名: {t}\nAuthor-作者: 謝梅芬;\nSource-报纸: 联合报\n"
        "PubTime-出版时间: 2026-03-05\nSummary-摘要: ",
    ],
)
def test_openings_labels_of_a_form_are_fields_however_they_are_written(labels: str) -> None:
    article = one(labels.format(t=HEADLINE) + NEWS)
    told = (article.title, article.outlet, article.published, article.authors)
    assert told == (HEADLINE, "聯合報", "2026-03-05", ("謝梅芬",))
    assert counted(article)[-1] == NEWS and len(counted(article)) <= 2


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2026年3月5日 20時20分33秒", "2026-03-05T20:20:33+08:00"),
        ("2026年3月5日下午2點半", "2026-03-05T14:30+08:00"),
        ("2026年3月5日 午後3:05", "2026-03-05T15:05+08:00"),
        ("THURSDAY, MARCH 5, 2026", "2026-03-05"),
        ("西元2026年3月5日", "2026-03-05"),
        ("令和8年3月5日", "2026-03-05"),
        ("上版日期：115-03-05", "2026-03-05"),
        ("2026-03-05 14:20 (GMT+8)", "2026-03-05T14:20+08:00"),
        ("2026-07-05 14:20 ET", "2026-07-05T14:20-04:00"),
        ("2026-03-05 14:20 PST", "2026-03-05T14:20-08:00"),
        ("2026年3月5日 格林尼治標準時間 06:20", "2026-03-05T06:20+00:00"),
        ("3小時前", None),
    ],
)
def test_openings_days_and_zones(written: str, published: str | None) -> None:
    assert one(f"{HEADLINE}\n{written}\n{NEWS}").published == published


@pytest.mark.parametrize(
    "name", ["1150305聯合報A8.txt", "115.03.05-聯合報-步道.txt", "民國115年3月5日 聯合報 步道.txt"]
)
def test_openings_day_and_outlet_stand_in_the_name_of_a_file(name: str) -> None:
    article = one(NEWS, name)
    assert (article.published, article.outlet) == ("2026-03-05", "聯合報")


@pytest.mark.parametrize("site", [" ｜ 公視新聞網 PNN", " | ETtoday社會新聞 | ETtoday新聞雲"])
def test_openings_headline_goes_without_its_site(site: str) -> None:
    assert one(f"{HEADLINE}{site}\n2026-03-05\n{NEWS}").title == HEADLINE


def test_openings_first_line_over_a_text_is_a_whole_headline() -> None:
    assert one(f"{HEADLINE}\n本刊編輯\n{NEWS}").title == HEADLINE


def test_openings_behind_the_label_of_a_text_are_no_labels_themselves() -> None:
    form = f"標題：{HEADLINE}\n日期：2026-10-16\n來源：聯合報\n內文：2026/10/16 15:10\n"
    article = one(f"{form}　　〔記者應采潔／高雄報導〕{NEWS}")
    assert (article.place, article.authors) == ("高雄", ("應采潔",))
    assert counted(article) == [HEADLINE, NEWS]


@pytest.mark.parametrize(
    "title",
    [
        "更新／市建局啟動長沙灣重建 料影響860戶",
        "更新：基隆外海船難 5人失聯",
        "影音／地震現場 民眾逃命",
    ],
)
def test_a_headline_that_begins_like_a_line_of_the_opening_stays_one(title: str) -> None:
    row = json.dumps({"title": title, "text": NEWS}, ensure_ascii=False)
    assert one(row, "a.jsonl").title == title


@pytest.mark.parametrize("when", ["2小時前", "10:20", "10/12 10:20", "昨天 上午9點"])
def test_when_a_page_was_updated_is_no_news(when: str) -> None:
    article = one(f"{HEADLINE}\n更新：{when}\n\n{NEWS}")
    assert counted(article) == [HEADLINE, NEWS]


def test_a_headline_of_an_update_is_news() -> None:
    article = one(f"更新：基隆外海船難 5人失聯\n\n{NEWS}")
    assert article.title == "更新：基隆外海船難 5人失聯"
