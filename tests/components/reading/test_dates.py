"""A date in the name of a file is the day of its article."""

from __future__ import annotations

import pytest

from components.reading import Source, read
from components.reading.dates import find_date


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2007-12-10 中央社.txt", "2007-12-10"),
        ("中央社20071210.txt", "2007-12-10"),
        ("2007年12月3日.txt", "2007-12-03"),
        ("news/2007/1/5/a.txt", "2007-01-05"),
        ("2007-13-40.txt", None),
        ("2007121.txt", None),
        ("000_80ad649c2af6f234.txt", None),
        ("120071210.txt", None),
        ("", None),
    ],
)
def test_dates_come_from_names(name: str, day: str | None) -> None:
    assert find_date(name) == day


def test_dates_are_those_of_the_articles() -> None:
    corpus = read([Source("2007-12-10.txt", "甲".encode()), Source("b.txt", "乙".encode())])
    assert [article.published for article in corpus.articles] == ["2007-12-10", None]


@pytest.mark.parametrize("day", ["18-03-08", "18-03-08 14:20", "18/03/08", "08.3.18"])
def test_dates_with_a_year_of_two_digits_are_left_alone(day: str) -> None:
    body = "高雄市政府昨天宣布，港區新碼頭擴建工程下月動工，總經費十二億元。"
    page = f"<h1>碼頭動工</h1><p class='date'>{day}</p><article>{f'<p>{body}</p>' * 3}</article>"
    files = {
        "a.html": f"<html><body>{page}</body></html>",
        "a.txt": f"碼頭動工\n{day} 聯合報 記者林采蓉\n{body}",
        "a.csv": f"標題,日期,內文\n碼頭動工,{day},{body}\n",
    }
    found = read([Source(name, text.encode()) for name, text in files.items()])
    assert [article.published for article in found.articles] == [None] * 3
