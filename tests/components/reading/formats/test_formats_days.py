"""Days from whatever files say."""

from datetime import date, datetime

import pytest

from components.reading.formats.days import iso_date


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2007/12/10", "2007-12-10"),
        ("2007-12-10", "2007-12-10"),
        ("2007.12.10", "2007-12-10"),
        ("20071210", "2007-12-10"),
        ("200712102015", "2007-12-10"),
        ("2007年12月10日 20:15", "2007-12-10"),
        ("２００７年１２月１０日", "2007-12-10"),
        ("二〇〇七年十二月十日", "2007-12-10"),
        ("二零零七年十二月三十一日", "2007-12-31"),
        ("民國96年12月10日", "2007-12-10"),
        ("中華民國九十六年十二月十日", "2007-12-10"),
        ("民國 96/12/10", "2007-12-10"),
        ("113/05/20", "2024-05-20"),
        ("113年5月20日", "2024-05-20"),
        ("2007-12-10T23:30:00+08:00", "2007-12-10"),
        ("2007-12-10T23:30:00Z", "2007-12-10"),
        ("Mon, 10 Dec 2007 08:00:00 +0800", "2007-12-10"),
        ("December 10, 2007", "2007-12-10"),
        ("10 December 2007", "2007-12-10"),
        ("39426", "2007-12-10"),  # Excel
        (39426, "2007-12-10"),
        (39426.84, "2007-12-10"),
        (1197244800, "2007-12-10"),  # midnight in Greenwich, eight o'clock in Taipei
        ("1197244800", "2007-12-10"),
        (1197216000000, "2007-12-10"),  # milliseconds; midnight in Taipei
        (datetime(2007, 12, 10, 23, 59), "2007-12-10"),
        (date(2007, 12, 10), "2007-12-10"),
    ],
)
def test_days_are_read_as_newsrooms_write_them(value: object, day: str) -> None:
    assert iso_date(value) == day


@pytest.mark.parametrize(
    "value",
    ["", "昨天", "12/10/2007", "96/12/10", "2007年12月", "2007-02-30", "十日", "5",
     "民國96年13月1日", "1" * 400, "0912345678 王先生", None, True, 12, float("nan"), float("inf"),
     ["2007-12-10"]],
)  # fmt: skip
def test_days_that_are_not_whole_or_may_be_two_are_none(value: object) -> None:
    assert iso_date(value) is None
