"""Who wrote an article: columns of tables, fields of records, what a page says for programs."""

from __future__ import annotations

import json

import pytest

from components.reading import Source, read
from components.reading.openings import authors_in

BODY = "高雄市政府昨天宣布，港區新碼頭擴建工程下月動工，總經費十二億元，預計後年六月完工啟用。"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("林采蓉", ("林采蓉",)),
        ("林采蓉、周品睿", ("林采蓉", "周品睿")),
        ("林采蓉,周品睿", ("林采蓉", "周品睿")),
        ("記者林采蓉／台北報導", ("林采蓉",)),
        ("文／林采蓉", ("林采蓉",)),
        ("Jane Doe", ("Jane Doe",)),
        ("聯合新聞網", ()),
        ("中央社", ()),
        ("綜合報導", ()),
        ("編輯部", ()),
        ("seagull99", ()),
        ("", ()),
    ],
)
def test_authors_are_persons(cell: str, names: tuple[str, ...]) -> None:
    assert authors_in(cell) == names


@pytest.mark.parametrize("column", ["作者", "記者", "撰稿人", "author", "Byline"])
def test_authors_stand_in_a_column_of_a_table(column: str) -> None:
    table = f"標題,{column},內文\n碼頭動工,林采蓉、周品睿,{BODY}\n市場搬遷,,{BODY}\n"
    found = read([Source("a.csv", table.encode())]).articles
    assert [article.authors for article in found] == [("林采蓉", "周品睿"), ()]
    assert {article.text for article in found} == {BODY}


def test_authors_stand_in_a_field_of_a_record() -> None:
    record = {"title": "碼頭動工", "authors": ["林采蓉", "周品睿"], "text": BODY}
    (article,) = read([Source("a.json", json.dumps([record]).encode())]).articles
    assert article.authors == ("林采蓉", "周品睿")


def page(head: str) -> bytes:
    article = f"<article><h1>碼頭動工</h1><p>{BODY}</p><p>{BODY}</p></article>"
    return f"<html><head><title>碼頭動工</title>{head}</head><body>{article}</body></html>".encode()


def linked(author: object) -> str:
    told = {"@type": "NewsArticle", "headline": "碼頭動工", "author": author}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<meta name="author" content="林采蓉">', ("林采蓉",)),
        ('<meta name="author" content="聯合新聞網">', ()),
        (linked({"@type": "Person", "name": "林采蓉"}), ("林采蓉",)),
        (linked([{"@type": "Person", "name": "林采蓉"}, {"name": "周品睿"}]), ("林采蓉", "周品睿")),
        (linked({"@type": "Organization", "name": "采訪中心"}), ()),
        (linked("林采蓉"), ("林采蓉",)),
        ("", ()),
    ],
)
def test_authors_stand_in_the_data_of_a_page(head: str, names: tuple[str, ...]) -> None:
    (article,) = read([Source("a.html", page(head))]).articles
    assert article.authors == names
