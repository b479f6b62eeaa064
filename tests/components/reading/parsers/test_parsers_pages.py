"""Web pages in many forms: the article is found in each, with its headline, day and outlet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.reading.document import AS_IS, Document, Limits, ReadingSettings
from components.reading.parsers import parse

BODY = (
    "市府水利局昨天宣布，東港溪整治工程將在明年三月動工，總經費約五億六千萬元，工期兩年。",
    "局長倪家豪表示，工程分三期進行，第一期先清淤，第二期加高堤防，第三期才做親水步道。",
    "不過，沿岸養殖戶擔心施工期間水質混濁。養了三十年蝦的阮春發說，上次清淤他損失了八十萬元。",
    "環團則要求先做生態調查，並公開歷年的水質數據，讓居民知道工程對濕地的影響有多大。",
)
TITLE = "東港溪整治明年動工"
MENU = "<ul><li><a href=1>首頁</a></li><li><a href=2>政治</a></li><li><a href=3>生活</a></li></ul>"
PS = "".join(f"<p>{line}</p>" for line in BODY)
REMARK = "<b>小王</b><p>早就該整治了，每次下雨都淹水，住這裡真的很累，希望這次不要又拖。</p>"

PAGES = {
    "a form of ASP.NET around the page": (
        f"<title>{TITLE}-水利局</title><body><form method=post id=aspnetForm>{MENU}"
        f"<div><h2>{TITLE}</h2><span>發布日期：113-03-05</span><div class=cp>{PS}</div></div>"
        "<div id=footer>地址：市府路1號，電話：02-12345678，更新日期：2024-11-01。</div></form>",
        "2024-03-05",
        None,
    ),
    "comments that only their heading tells": (
        f"<title>{TITLE} | 港都網</title><body>{MENU}<div><h1>{TITLE}</h1><div>{PS}</div>"
        f"<div><h3>網友留言(3)</h3><div>{REMARK}</div><div>{REMARK}</div></div></div>",
        None,
        "港都網",
    ),
    "a platform and its statement": (
        f"<title>{TITLE}_施工_經費</title><body><div class='left main'><h1>{TITLE}</h1>"
        "<span class=time id=news-time>2024-03-05 14:20</span>"
        f"<span>来源: <a href=x>港都晚報</a></span><article id=mp-editor>{PS}"
        "<p><a href=x>返回搜狐，查看更多</a></p><p>责任编辑：</p></article><div class=statement>"
        "平台声明：该文观点仅代表作者本人，系信息发布平台，仅提供信息存储空间服务。</div></div>",
        "2024-03-05",
        "港都晚報",
    ),
    "a table of an office of the mainland": (
        f"<title>{TITLE}_区人民政府</title><body><div class=path>当前位置：首页&gt;要闻</div>"
        f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>日期：2024-03-05　来源：区水务局　"
        f"字号：[大 中 小]</td></tr><tr><td><div class=TRS_Editor>{PS}</div></td></tr>"
        "<tr><td><a href=1>打印本页</a> <a>关闭窗口</a></td></tr></table>",
        "2024-03-05",
        "区水务局",
    ),
    "related news in the midst": (
        f"<title>{TITLE} - 港都網</title><meta property=og:site_name content=港都網><article>"
        f"<h1>{TITLE}</h1><p>{BODY[0]}</p><p>延伸閱讀：<a href=1>去年淹水三次居民抱怨連連</a></p>"
        f"<p>{BODY[1]}</p><div class=related-posts><h4>相關文章</h4><ul><li><a href=2>堤防加高"
        f"工程延宕</a></li></ul></div><p>{BODY[2]}</p><blockquote><p>{BODY[3]}</p></blockquote>"
        "</article>",
        None,
        "港都網",
    ),
    "paragraphs of spans in a border": (
        f"<title>{TITLE}</title><div style='border:1px solid'>"
        + "".join(f"<div><span>{line}</span></div>" for line in BODY)
        + f"</div><div class=tie-area>{REMARK * 3}</div>",
        None,
        None,
    ),
    "a theme of WordPress whose body names comments and a sidebar": (
        "<body class='single has-sidebar comments-open'><main><article class='post tag-hot'>"
        f"<h1 class=entry-title>{TITLE}</h1><div class=entry-content>{PS}<div class=sharedaddy>"
        "分享此文：Facebook、Twitter，還有更多。</div></div></article></main>"
        "<aside class=widget-area><p>關於本站：這裡寫地方的事，歡迎投稿，也歡迎留言。</p></aside>",
        None,
        None,
    ),
    "a teaser for programs, a graph of them": (
        f'<title>{TITLE} | X</title><script type="application/ld+json">{{"@graph":[{{"@type":'
        f'"WebSite","name":"港都網"}},{{"@type":"NewsArticle","headline":"{TITLE}","datePublished"'
        f':"2024-03-05T23:30:00+08:00","articleBody":"{BODY[0]}","publisher":{{"name":"港都日報"}}'
        f"}}]}}</script><body><h1>{TITLE}</h1><time datetime=2024-04-01>4月1日更新</time>{PS}",
        "2024-03-05",
        "港都日報",
    ),
}


def read(page: str, settings: ReadingSettings = AS_IS) -> tuple[Document, ...]:
    data = f"<!DOCTYPE html><html>{page}</html>".encode()
    return parse(data, name="a.html", settings=settings, limits=Limits())


@pytest.mark.parametrize("form", PAGES)
def test_page_gives_its_article_and_its_fields(form: str) -> None:
    page, day, outlet = PAGES[form]
    (document,) = read(page)
    assert document.text.split("\n") == list(BODY)
    assert (document.title, (document.published or "")[:10], document.outlet) == (
        TITLE, day or "", outlet)  # fmt: skip
    assert document.steps == ()


def test_page_of_an_old_site_has_its_headline_in_bold() -> None:
    lines = "<br><br>".join(BODY)
    page = (
        f"<title>地方新聞</title><table><tr><td>{MENU}</td><td><font size=4><b>{TITLE}</b></font>"
        f"<br>2004.03.06<br><br>{lines}</td></tr></table><center>版權所有 港都日報，不得轉載。"
    )
    (document,) = read(page)
    assert (document.title, (document.published or "")[:10]) == (TITLE, "2004-03-06")
    assert document.text.split("\n") == list(BODY)


def test_page_of_preformatted_text_keeps_its_lines() -> None:
    (document,) = read("<title>新聞稿</title><pre>" + "\n\n".join(BODY) + "</pre>")
    assert document.text.split("\n") == list(BODY)


def test_page_that_shows_nothing_is_read_from_what_it_holds_for_programs() -> None:
    data = f'{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"{BODY[0]}\\n{BODY[1]}"}}'
    (document,) = read(
        f"<title>X</title><script type='application/ld+json'>{data}</script>"
        "<p>請開啟 JavaScript</p>"
    )
    assert (document.title, document.text.split("\n")) == (TITLE, list(BODY[:2]))


def test_page_whose_container_is_less_than_half_of_it_says_so_and_can_be_read_whole() -> None:
    others = "".join(f"<section><p>{line}</p><p>{line[::-1]}。</p></section>" for line in BODY * 2)
    page = f"<title>{TITLE}</title><div class=post_body><p>{BODY[0]}</p></div><div>{others}</div>"
    (document,) = read(page)
    (whole,) = read(page, replace(AS_IS, article=False))
    assert whole.text.count("\n") == 16
    assert whole.steps == ()
    assert [step.name for step in document.steps] == ["page_doubtful"]


def test_page_exported_by_a_database_gives_each_of_its_articles() -> None:
    parts = "".join(
        f"<div class='article zhArticle'><b>{TITLE}之{n}</b><div>倪小明</div><div>230 字</div>"
        f"<div>2024 年 3 月 {n} 日</div><div>港都日報</div><p>{line}</p><p>文件 PORT00{n}</p></div>"
        for n, line in enumerate(BODY, 1)
    )
    found = read(f"<title>Dow Jones Factiva</title><body>{parts}", ReadingSettings())
    assert [(d.name, d.title, (d.published or "")[:10], d.outlet, d.text) for d in found] == [
        (str(n), f"{TITLE}之{n}", f"2024-03-0{n}", "港都日報", line)
        for n, line in enumerate(BODY, 1)
    ]
