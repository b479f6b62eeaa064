"""Whose text an article prints, by its dateline and its heading."""

from __future__ import annotations

import pytest

from components.reading import Source, read
from components.stories.datelines import agency_of, find_credit, is_release

BODY = "縣政府昨天深夜宣布，沿海三個鄉鎮今天停止上班上課一天，學校禮堂改成收容所。"


def credit(text: str) -> str:
    [article] = read([Source("a.txt", text.encode())]).articles
    return find_credit(article)


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("（中央社記者王小明台北7日電）", "中央社"),
        ("（中央社台北七日電）", "中央社"),
        ("（島聞社記者賀以寧基隆12日電）", "島聞社"),
        ("（美聯社華盛頓7日電）", "美聯社"),
        ("〔法新社巴黎七日電〕", "法新社"),
        ("（路透倫敦7日電）", "路透社"),
        ("【中央社／台北7日電】", "中央社"),
        ("新华社北京3月7日电　", "新華社"),
        ("中新社香港3月7日电 ", "中新社"),
        ("（中央社倫敦7日綜合外電報導）", "中央社"),
        ("（綜合外電報導）", "綜合外電"),
        ("〔國際新聞中心／綜合報導〕", "綜合報導"),
        ("〔記者王小明／台北報導〕", ""),
        ("記者簡于捷／綜合報導\n", ""),
        ("【港岸日報訊】", ""),
        ("", ""),
        ("中央社表示，", ""),
        ("合作社農民7日電", ""),
    ],
)
def test_find_credit_reads_the_dateline(dateline: str, agency: str) -> None:
    assert credit(f"沿海三鄉鎮停班停課\n{dateline}{BODY}") == agency


def test_find_credit_a_picture_is_no_dateline() -> None:
    assert credit(f"沿海三鄉鎮停班停課\n{BODY}\n（圖／美聯社）") == ""


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("中央通訊社", "中央社"),
        ("新华社", "新華社"),
        ("島聞通訊社", "島聞社"),
        ("Reuters", "路透社"),
        ("聯合報", ""),
        ("商周出版社", ""),
        (None, ""),
    ],
)
def test_agency_of_has_one_form_for_each(name: str | None, agency: str) -> None:
    assert agency_of(name) == agency


@pytest.mark.parametrize(
    ("text", "release"),
    [
        (f"【新聞稿】縣府公告停班\n{BODY}", True),
        (f"經濟部新聞稿\n{BODY}", True),
        (f"縣府公告停班\n發稿單位：新聞處\n{BODY}", True),
        (f"縣府公告停班\n{BODY}新聞聯絡人：王小明。", True),
        (f"縣府發布新聞稿澄清\n{BODY}", False),
        (f"縣府公告停班\n新聞稿指出，{BODY}", False),
        (BODY, False),
    ],
)
def test_is_release_by_heading_or_contact(text: str, release: bool) -> None:
    [article] = read([Source("a.txt", text.encode())]).articles
    assert is_release(article) is release
