"""Files with several articles, as databases, clipping services and editors make them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Docx

from components.reading import Source, read
from components.text import Article

NEWS = (
    ("河岸步道月底修復", "聯合報", "市府表示，工程預計年底完工。里長林添財說，希望別再延期。"),
    ("議會質詢水利預算", "自由時報", "議員質疑，預算追加三次，要求公開工程日誌。水利局允諾說明。"),
)


def articles(data: bytes, name: str) -> tuple[Article, ...]:
    return read([Source(name, data)]).articles


def told(found: tuple[Article, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(a.title, a.outlet, a.published) for a in found]


RIGHT = [
    ("河岸步道月底修復", "聯合報", "2026-03-04"),
    ("議會質詢水利預算", "自由時報", "2026-03-05"),
]
TEXTS = {
    "WiseNews": "{t}\n{o}\n2026-03-0{d}\nA0{i} 要聞\n約 320 字\n{b}\nDocument ID: 20260304{i}\n\n",
    "udndata, source under": "{t}\n\n【2026-03-0{d}/{o}/A{i}版/要聞】\n\n{b}\n\n",
    "udndata, source before": "【2026-03-0{d}/{o}/A{i}版/要聞】{t}\n{b}\n\n",
    "counted, source behind": "({i}) {t}　（{o}，2026/3/{d}，A{i}）\n{b}\n\n",
    "Factiva": "{t}\n\n王小明\n120 字\n{d} 三月 2026\n{o}\nUNDAIN\n繁體中文\n"
    "Copyright 2026, {o}. All rights reserved.\n\n{b}\n\nDocument UNDAIN00202603{i}\n\n",
    "Nexis, pages told": "Page {i} of 2\n\n{t}\n{o}(Chinese)\nMarch {d}, 2026 Thursday\n\n"
    "Copyright 2026 {o} All Rights Reserved\n\nBody\n\n{b}\n\nEnd of Document\n\n",
    "CNKI, boxed": "【篇名】{t}\n【報紙名稱】{o}\n【日期】2026-03-0{d}\n【正文】{b}\n\n",
    "CNKI, two names": "Title-题名: {t}\nSource-报纸: {o}\nPubTime-出版时间: 2026-03-0{d}\n"
    "Summary-摘要: {b}\n\n",
    "brackets": "[標題] {t}\n[日期] 115/03/0{d}\n[來源] {o}\n[內文] {b}\n\n",
    "outlet first": "{o}\n115.03.0{d}\n{t}\n{b}\n\n",
    "address between": "{t}\nhttps://udn.com/news/story/{i}\n2026-03-0{d} {o}\n{b}\n\n",
}


def fill(form: str) -> str:
    rows = enumerate(NEWS, 1)
    return "".join(form.format(i=i, d=3 + i, t=t, o=o, b=b) for i, (t, o, b) in rows)


@pytest.mark.parametrize("form", TEXTS.values(), ids=TEXTS)
def test_bundles_of_text_divide_into_titled_articles(form: str) -> None:
    assert told(articles(fill(form).encode(), "a.txt")) == RIGHT


@pytest.mark.parametrize("form", ["# {t}\n\n*{o}* 2026-03-0{d}\n\n{b}\n\n",
                                  "## {t}\n{o}｜2026-03-0{d}\n\n{b}\n\n---\n\n"])  # fmt: skip
def test_bundles_of_markdown_divide_at_headings(form: str) -> None:
    assert told(articles(fill(form).encode(), "a.md")) == RIGHT


def test_bundles_one_article_with_sections_stays_one() -> None:
    (_, _, one), (_, _, two) = NEWS
    text = (
        f"# 河岸步道月底修復\n\n2026-03-04 聯合報\n\n## 一、背景\n\n{one}\n\n## 二、後續\n\n{two}\n"
    )
    assert len(articles(text.encode(), "a.md")) == 1


def _headings(document: Docx) -> None:
    document.add_heading("剪報彙整", 0)
    for i, (title, outlet, news) in enumerate(NEWS, 4):
        document.add_heading(title, 2)
        document.add_paragraph(f"（{outlet}，2026/3/{i}）")
        document.add_paragraph(news)


def _titles(document: Docx) -> None:
    for i, (title, outlet, news) in enumerate(NEWS, 4):
        document.add_paragraph(title, style="Title")
        document.add_paragraph(outlet, style="Subtitle")
        document.add_paragraph(f"2026-03-0{i}")
        document.add_paragraph(news)


def _grid(document: Docx) -> None:
    table = document.add_table(rows=3, cols=4)
    rows = [("日期", "媒體", "標題", "內容")]
    rows += [(f"115/03/0{i}", o, t, news) for i, (t, o, news) in enumerate(NEWS, 4)]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell


@pytest.mark.parametrize("build", [_headings, _titles, _grid])
def test_bundles_of_word_divide_at_headings_titles_and_rows(build: Callable[[Docx], None]) -> None:
    document, data = Document(), io.BytesIO()
    build(document)
    document.save(data)
    assert told(articles(data.getvalue(), "a.docx")) == RIGHT
