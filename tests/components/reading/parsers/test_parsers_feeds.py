"""Feeds, maps of news sites and NITF: each entry is an article."""

from __future__ import annotations

import pytest

from components.reading.document import Document, Limits, ReadingSettings, UnreadableError
from components.reading.parsers import format_of, parse

NEWS = "港務公司表示，第七貨櫃碼頭明年三月試營運。"
MORE = "碼頭工會憂心自動化機具衝擊就業。"
MOMENT = "2026-03-05T14:20:33+08:00"
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><!-- 即時 --><rss version="2.0" xmlns:dc="d"'
    ' xmlns:content="c" xmlns:media="m"><channel><title>中央社 - 財經</title>{}</channel></rss>'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>某報</title><entry>{}</entry></feed>'


def read(page: str | bytes, name: str = "a.xml") -> tuple[Document, ...]:
    data = page.encode() if isinstance(page, str) else page
    return parse(data, name=name, settings=ReadingSettings(), limits=Limits())


def test_feeds_rss_gives_an_article_for_each_entry() -> None:
    first, second = read(
        RSS.format(
            f"<item><title><![CDATA[七櫃試營運]]></title><link>https://a.tw/1</link>"
            f"<pubDate>Thu, 05 Mar 2026 14:20:33 +0800</pubDate><dc:creator>王小明</dc:creator>"
            "<dc:creator>李大華</dc:creator><description>短摘。</description>"
            f"<media:title>圖</media:title><content:encoded><![CDATA[<p>{NEWS}</p>"
            f"<p>{MORE}&nbsp;A&B</p><img src=a>]]></content:encoded></item>"
            f"<item><title>工會憂心&nbsp;就業</title><description>{MORE}</description></item>"
        )
    )
    assert (first.text, first.title) == (f"{NEWS}\n{MORE}\xa0A&B", "七櫃試營運")
    assert (first.published, first.outlet) == (MOMENT, "中央社")
    assert first.authors == ("王小明", "李大華")
    assert (second.text, second.title, second.name) == (MORE, "工會憂心 就業", "2")


@pytest.mark.parametrize(
    "content",
    [
        f'<content type="html">&lt;p&gt;{NEWS}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</content>',
        f'<content type="xhtml"><div xmlns="x"><p>{NEWS}</p><p>{MORE}</p></div></content>',
        f"<summary>{NEWS}\n{MORE}</summary><content></content>",
    ],
)
def test_feeds_atom_in_any_kind_of_content(content: str) -> None:
    head = f"<title>七櫃</title><published>{MOMENT}</published><updated>2026-03-09</updated>"
    (found,) = read(ATOM.format(f"{head}<author><name>王小明</name><uri>u</uri></author>{content}"))
    assert (found.text, found.published, found.authors) == (f"{NEWS}\n{MORE}", MOMENT, ("王小明",))


def test_feeds_headlines_alone_are_their_own_text() -> None:
    source = "<source url='u'>經濟日報</source>"
    source += "<description>&lt;a&gt;七櫃&lt;/a&gt;經濟日報</description>"
    first, second = read(
        RSS.format(
            f"<item><title>七櫃 - 經濟日報</title>{source}</item><item><title>乙</title></item>"
        )
    )
    assert (first.text, first.title, first.outlet) == ("七櫃", "七櫃", "經濟日報")
    assert second.text == "乙"


def test_feeds_rdf_sitemaps_and_nitf() -> None:
    rdf = f"<item><title>甲</title><description>{NEWS}</description><date>{MOMENT}</date></item>"
    news = "<publication><name>鏡週刊</name><language>zh</language></publication><title>甲</title>"
    news += f"<publication_date>{MOMENT}</publication_date>"
    site = f"<url><loc>u</loc><news>{news}</news></url>"
    nitf = (
        f'<nitf><head><docdata><date.issue norm="20260305T142033+0800"/></docdata></head><body>'
        "<body.head><hedline><hl1>甲</hl1></hedline></body.head>"
        f"<body.content><p>{NEWS}</p></body.content></body></nitf>"
    )
    pages = (f"<r:RDF xmlns:r='r'>{rdf}</r:RDF>", f"<urlset>{site}</urlset>", nitf)
    found = [read(page)[0] for page in pages]
    assert [one.text for one in found] == [NEWS, "甲", NEWS]
    assert {one.title for one in found} == {"甲"}
    assert {one.published for one in found} == {MOMENT}
    assert found[1].outlet == "鏡週刊"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "gb18030"])
def test_feeds_are_decoded_as_they_say(encoding: str) -> None:
    entry = f"<item><title>{NEWS}</title></item>"
    page = f"<?xml version='1.0' encoding='{encoding}'?><rss><channel>{entry}</channel></rss>"
    data = page.encode(encoding)
    assert format_of(data, name="a.txt") == "feed"
    assert read(data, "a.txt")[0].text == NEWS


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (RSS.format(""), "empty"),
        (RSS.format("<item><title>甲"), "broken"),
        ("<opml><body/></opml>", "unknown_format"),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>", "dtd"),
        ("<rss><!DOCTYPE rss [<!ENTITY a 'b'>]><channel/></rss>", "broken"),
        ("<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss/>", "unknown_format"),
        ("<rss>" + "<a>" * 90_000, "broken"),
    ],
)
def test_feeds_that_cannot_be_read_are_refused(page: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(page)
    assert refused.value.reason == reason


def test_feeds_with_too_many_entries_are_refused() -> None:
    page = RSS.format("<item><title>甲</title></item>" * 4).encode()
    with pytest.raises(UnreadableError, match="too_many_rows"):
        parse(page, name="a.rss", settings=ReadingSettings(), limits=Limits(rows=3))
