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
