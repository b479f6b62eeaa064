"""A page begins an article where a headline and an opening follow the break, in any format."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

import docx
import pylopdf_fonts_zh_tw
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from fpdf import FPDF

from components.reading import Limits, Source, read
from components.text import Article

SENTENCES = (
    "市府昨天宣布，{place}的{work}工程下月動工，總經費{n}億元，預計明年六月完工。",
    "局長表示，施工期間會保留一條車道，請用路人提早改道，並留意現場的標誌。",
    "里長則說，居民等了{n}年，希望如期完成，不要再一次次追加預算，讓工程拖延。",
    "議員質疑環境影響評估還沒有通過，合約卻先簽下，程序倒置，要求送議會重新檢討。",
    "附近商家擔心生意受影響，盼市府提出補償，並在動工前召開說明會，說清楚工期。",
)
OPENINGS = (
    ("（中央社記者{name}{city}5日電）", "中央通訊社"),
    ("〔記者{name}／{city}報導〕", None),
    ("記者{name}／{city}報導", None),
    ("2024-03-05 聯合報 記者{name}", "聯合報"),
    ("自由時報／{name}／{city}報導", "自由時報"),
)
NAMES = ("林采蓉", "周品睿", "高俊明", "張廷柏", "何書豪")
CITIES = ("高雄", "台北", "新竹", "花蓮", "嘉義")


@dataclass(frozen=True)
class Story:
    title: str
    opening: str
    body: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.title, self.opening, *self.body)


def stories(n: int, *, seed: int = 1, paragraphs: int = 3) -> list[Story]:
    rng = random.Random(seed)
    made = []
    for i in range(n):
        place, work = f"第{i + 1}號碼頭", rng.choice(("疏浚", "擴建", "翻新", "修復"))
        opening, _ = OPENINGS[i % len(OPENINGS)]
        body = tuple(
            "".join(rng.sample(SENTENCES, 2)).format(place=place, work=work, n=rng.randint(2, 40))
            for _ in range(paragraphs)
        )
        made.append(
            Story(
                f"{place}{work}動工 居民盼如期完成",
                opening.format(name=rng.choice(NAMES), city=rng.choice(CITIES)),
                body,
            )
        )
    return made


def as_text(told: list[Story]) -> bytes:
    return "\f".join("\n".join(story.lines) + "\n" for story in told).encode()


def as_docx(told: list[Story], *, how: str = "break") -> bytes:
    paper = docx.Document()
    for n, story in enumerate(told):
        for i, line in enumerate(story.lines):
            paragraph = paper.add_paragraph(line)
            if n and i == 0 and how == "before":
                paragraph.paragraph_format.page_break_before = True
        if n + 1 < len(told) and how == "break":
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if n + 1 < len(told) and how == "section":
            paper.add_section(WD_SECTION.NEW_PAGE)
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


class Clippings(FPDF):
    """Articles, each on pages of its own."""

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("noto", size=9)
        self.cell(0, 8, f"- {self.page_no()} -", align="C")


def as_pdf(told: list[Story]) -> bytes:
    paper = Clippings()
    paper.add_font("noto", fname=str(pylopdf_fonts_zh_tw.sans_path()))
    for story in told:
        paper.add_page()
        for line in story.lines:
            paper.set_font("noto", size=12)
            paper.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT", wrapmode="CHAR")
    return bytes(paper.output())


def articles(name: str, data: bytes) -> tuple[Article, ...]:
    corpus = read([Source(name, data)], limits=Limits(seconds=180))  # a busy machine is slow
    assert corpus.refusals == ()
    return corpus.articles


def are_divided(found: tuple[Article, ...], told: list[Story]) -> None:
    assert [article.title for article in found] == [story.title for story in told]
    for article, story in zip(found, told, strict=True):
        assert [line for line in article.text.split("\n") if line] == list(story.lines)


FORMATS: tuple[tuple[str, Callable[[list[Story]], bytes]], ...] = (
    ("a.txt", as_text),
    ("a.docx", as_docx),
    ("a.docx", lambda told: as_docx(told, how="before")),
    ("a.docx", lambda told: as_docx(told, how="section")),
    ("a.pdf", as_pdf),
)


@pytest.mark.parametrize(("name", "write"), FORMATS)
@pytest.mark.parametrize("n", [2, 12])
def test_pages_that_open_with_headline_and_opening_are_articles(
    name: str, write: Callable[[list[Story]], bytes], n: int
) -> None:
    told = stories(n)
    found = articles(name, write(told))
    are_divided(found, told)
    outlets = [OPENINGS[i % len(OPENINGS)][1] for i in range(n)]
    assert [article.outlet for article in found] == outlets


@pytest.mark.parametrize(("name", "write"), [FORMATS[0], FORMATS[1], FORMATS[4]])
def test_five_hundred_articles_of_a_file_divide_exactly(
    name: str, write: Callable[[list[Story]], bytes]
) -> None:
    told = stories(500, seed=7, paragraphs=1)
    are_divided(articles(name, write(told)), told)


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_page_that_goes_on_with_the_text_begins_no_article(
    name: str, write: Callable[[list[Story]], bytes]
) -> None:
    told = stories(3)
    first, second, third = told
    rest = Story(second.body[0], second.body[1], (second.body[2],))
    found = articles(name, write([first, rest, third]))
    assert [article.title for article in found] == [first.title, third.title]


@pytest.mark.parametrize(("name", "write"), FORMATS)
def test_sections_of_a_report_on_pages_of_their_own_are_one_article(
    name: str, write: Callable[[list[Story]], bytes]
) -> None:
    chapters = [
        Story(title, story.body[0], story.body[1:])
        for title, story in zip(("交通建設", "水利工程", "港埠發展"), stories(3), strict=True)
    ]
    assert len(articles(name, write(chapters))) == 1


def test_articles_on_pages_and_within_them_are_told_by_their_openings() -> None:
    told = stories(4)
    pages = ["\n".join(("\n".join(a.lines), "", "\n".join(b.lines), "")) for a, b in
             zip(told[::2], told[1::2], strict=True)]  # fmt: skip
    are_divided(articles("a.txt", "\f".join(pages).encode()), told)
