"""Web pages: the article and nothing else."""

import pytest

from components.reading.document import AS_IS, Document, Limits, UnreadableError
from components.reading.parsers import parse

BODY = (
    "塞爾維亞總統塔迪奇十日在貝爾格勒表示，科索夫的前途不能由一方決定，談判應當繼續下去。",
    "歐盟外交官說，一百二十天的談判已經結束，聯合國秘書長將在本週收到三方代表的報告。",
    "科索夫議會預計明年初宣布獨立，美國與多數歐盟國家表示將予以承認，俄羅斯則堅決反對。",
)
NEWS = """<!DOCTYPE html>
<html lang="zh-Hant"><head><meta charset="utf-8"><title>科索夫談判破裂 | 國際 | 中央社 CNA</title>
<meta property="og:title" content="科索夫談判破裂">
<meta property="og:site_name" content="中央社 CNA">
<meta property="article:published_time" content="2007-12-10T20:15:00+08:00">
<style>.a{{color:red}}</style><script>var x = "不該出現的程式";</script></head><body>
<header><nav><ul><li><a href="/">首頁</a></li><li><a href="/pol">政治</a></li>
<li><a href="/intl">國際</a></li><li><a href="/fin">財經</a></li></ul></nav></header>
<div class="breadcrumb"><a href="/">首頁</a> &gt; <a href="/intl">國際</a></div>
<main><article><h1>科索夫談判破裂</h1><div class="updatetime">2007/12/10 20:15</div>
<div class="paragraph"><p>{}</p>
<div class="ad-container"><a href="http://ads.example">廣告：限時特賣，立即搶購</a></div>
<p>{}</p><p>{}</p></div></article>
<aside class="sidebar"><h3>熱門新聞</h3><ul><li><a href="/1">股市收盤上漲一百點</a></li>
<li><a href="/2">颱風明天登陸東部</a></li></ul></aside>
<div class="related"><h3>延伸閱讀</h3><ul><li><a href="/4">歐盟討論巴爾幹局勢</a></li></ul></div>
<div id="comments" class="comments"><h3>讀者留言</h3>
<div class="comment"><p>王先生：這篇報導寫得真好，希望和平早日到來。</p></div></div></main>
<footer><p>版權所有 © 中央社。未經同意不得轉載。</p><a href="/about">關於我們</a></footer>
</body></html>""".format(*BODY)
SIMPLIFIED = """<html><head><title>科索沃谈判破裂_新浪新闻</title></head><body>
<div id="top"><a href="/">新闻首页</a> <a href="/r">滚动</a> <a href="/s">体育</a></div>
<h1 class="main-title">科索沃谈判破裂</h1><div class="date-source">
<span class="date">2007年12月10日 20:15</span> <span class="source">来源：新华网</span></div>
<div class="article" id="artibody">
<p>　　塞尔维亚总统塔迪奇十日在贝尔格莱德表示，科索沃的前途不能由一方决定，谈判应当继续。</p>
<p>　　欧盟外交官说，一百二十天的谈判已经结束，联合国秘书长将在本周收到三方代表的报告。</p></div>
<div class="hot"><ul><li><a href="1">国内油价今日上调</a></li>
<li><a href="2">世界杯抽签</a></li></ul></div>
<div class="foot">Copyright 新浪公司 版权所有</div></body></html>"""
OLD_TABLE = """<html><head><title>電子報</title></head><body><table><tr>
<td width=100><a href=1>焦點</a><br><a href=2>政治</a><br><a href=3>社會</a></td>
<td><b>科索夫談判破裂</b><br><br>{}<br><br>{}<br><br>{}</td></tr></table></body></html>""".format(
    *BODY
)


def read(page: str | bytes, name: str = "a.html") -> Document:
    data = page.encode() if isinstance(page, str) else page
    (document,) = parse(data, name=name, settings=AS_IS, limits=Limits())
    return document


def test_html_gives_the_article_without_menus_advertisements_and_comments() -> None:
    document = read(NEWS)
    assert document.text == "\n".join(BODY)
    assert (document.title, document.published, document.outlet) == (
        "科索夫談判破裂", "2007-12-10T20:15:00+08:00", "中央社 CNA")  # fmt: skip


def test_html_of_a_simplified_site_without_declared_fields() -> None:
    document = read(SIMPLIFIED)
    assert document.text == (
        "塞尔维亚总统塔迪奇十日在贝尔格莱德表示，科索沃的前途不能由一方决定，谈判应当继续。\n"
        "欧盟外交官说，一百二十天的谈判已经结束，联合国秘书长将在本周收到三方代表的报告。"
    )
    assert (document.title, document.published, document.outlet) == (
        "科索沃谈判破裂", "2007-12-10T20:15", "新华网")  # fmt: skip


def test_html_laid_out_as_a_table_gives_its_largest_cell() -> None:
    assert read(OLD_TABLE).text == "\n".join(("科索夫談判破裂", *BODY))


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-16"])
def test_html_is_decoded_with_its_declaration_as_a_hint(encoding: str) -> None:
    page = NEWS.replace("utf-8", encoding).replace("©", "")
    assert read(page.encode(encoding)).text == "\n".join(BODY)


def test_html_named_as_text_is_read_as_a_page() -> None:
    assert read(NEWS, "a.txt").text == "\n".join(BODY)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<html><body><p>總統今天出席會議。</p></body></html>", "總統今天出席會議。"),
        ("<html><body>沒有段落的文字<br>第二行</body></html>", "沒有段落的文字\n第二行"),
        ("<div>只有一塊</div>", "只有一塊"),
        ("沒有標記的文字", "沒有標記的文字"),
        (
            "<p>&lt;科索夫&gt; &amp; &#31185;&#32034;&#22827;&nbsp;獨立。</p>",
            "<科索夫> & 科索夫 獨立。",
        ),
    ],
)
def test_html_that_is_short_gives_all_its_text(page: str, text: str) -> None:
    assert read(page).text == text


def test_html_drops_a_list_of_related_news_below_the_text() -> None:
    related = "<p>延伸閱讀：<a href='1'>歐盟討論</a></p>"
    article = "".join(f"<p>{line}</p>" for line in BODY) + related
    assert read(
        f"<html><body><div class='content'>{article}</div></body></html>"
    ).text == "\n".join(BODY)


def test_html_lists_and_tables_of_an_article_are_lines() -> None:
    table = "<table><tr><th>國家</th><th>立場</th></tr><tr><td>美國</td><td>承認</td></tr></table>"
    body = f"<p>{BODY[0]}</p><h2>立場</h2><ul><li>談判結束。</li></ul><p>{BODY[1]}</p>{table}"
    document = read(f"<html><body><article>{body}<p>{BODY[2]}</p></article></body></html>")
    assert document.text.split("\n") == [
        BODY[0], "立場", "談判結束。", BODY[1], "國家\t立場", "美國\t承認", BODY[2]
    ]  # fmt: skip


def test_html_publisher_in_linked_data_is_the_outlet() -> None:
    data = '{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"\\u806f合報"}}'
    head = f'<head><script type="application/ld+json">{data}</script></head>'
    page = f"<html>{head}<body><p>總統。</p></body></html>"
    assert read(page).outlet == "聯合報"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "empty"),
        ("<html><body></body></html>", "empty"),
        ("<!DOCTYPE html><html><head><title>題</title></head></html>", "empty"),
        ('<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;</body></html>', "dtd"),
        ('<?xml version="1.0"?><!DOCTYPE html SYSTEM "x" [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>'
         "<html><p>x</p></html>", "dtd"),
        ("<html><body>" + "<div>" * 100_000 + "<p>總統</p></body></html>", "too_deep"),
    ],
)  # fmt: skip
def test_html_that_gives_no_text_is_refused(page: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(page)
    assert refused.value.reason == reason


def test_html_in_a_web_archive_is_found_among_its_parts() -> None:
    import base64

    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    part = "--x\r\nContent-Type: {}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n"
    page = base64.encodebytes(NEWS.encode()).decode()
    data = head + part.format("image/png", "AAAA") + part.format("text/html; charset=utf-8", page)
    assert read(data + "--x--\r\n", "a.mht").text == "\n".join(BODY)


def test_html_web_archive_without_a_page_is_broken() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "a.mhtml")
    assert refused.value.reason == "broken"
