"""Of a page whose article is doubtful the answer of another extractor can be taken, or all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.reading import ReadingSettings, Source, read
from components.text import Article
from tests.portals.measure import FOLDER

FIRST = "高雄市政府昨天宣布，港區新碼頭擴建工程下月動工，總經費十二億元，預計後年六月完工啟用。"
SECOND = "漁會理事長柯立桓表示，施工期間漁船無法停靠，市府應先談妥補償，再談工期，不要讓漁民空等。"


def one(text: str, n: int) -> str:
    return "".join(f"<p>{text[:-1]}，第{i}段。</p>" for i in "一二三四五六七八九"[:n])


def page(n: int, m: int) -> bytes:
    """A page with n paragraphs where portals put articles, and m where they do not."""
    return (
        "<html><head><title>碼頭動工</title></head><body><h1>碼頭動工</h1>"
        f"<div class='article-content'>{one(FIRST, n)}</div>"
        f"<section><div><div>{one(SECOND, m)}</div></div></section></body></html>"
    ).encode()


def read_page(settings: ReadingSettings, data: bytes) -> Article:
    (article,) = read([Source("a.html", data, settings)]).articles
    return article


def n_paragraphs(article: Article) -> tuple[int, int]:
    return article.text.count(FIRST[:20]), article.text.count(SECOND[:20])


@pytest.mark.parametrize(
    ("data", "best", "other"),
    [(page(1, 4), (1, 4), (1, 0)), (page(3, 9), (3, 0), (3, 9))],
)
def test_other_answer_of_a_doubtful_page_says_something_else(
    data: bytes, best: tuple[int, int], other: tuple[int, int]
) -> None:
    usual = ReadingSettings()
    found = read_page(usual, data)
    assert "page_doubtful" in [step.name for step in found.steps]
    assert n_paragraphs(found) == best
    assert n_paragraphs(read_page(replace(usual, other_answer=True), data)) == other
    assert n_paragraphs(read_page(replace(usual, article=False), data)) == tuple(
        map(max, best, other)
    )


def test_other_answer_is_the_best_where_all_say_the_same() -> None:
    data = (FOLDER / "wordpress.html").read_bytes()
    plain = f"<html><body><article><h1>碼頭動工</h1><p>{FIRST}</p></article></body></html>"
    usual, other = ReadingSettings(), ReadingSettings(other_answer=True)
    assert read_page(other, plain.encode()).text == read_page(usual, plain.encode()).text
    assert read_page(other, data).text.strip()
