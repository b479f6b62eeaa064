"""The day something was published, from whatever a cell, a field or a tag says."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone

_YEARS = range(1800, 2200)
_ROC = 1911  # year 1 of the Republic of China is 1912
_NUMERALS = {sign: str(value % 10) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_MONTHS = {
    month: number
    for number, month in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}
# An instant names no day by itself: it is taken where nearly all Chinese newsrooms sit.
_CHINESE_DAY = timezone(timedelta(hours=8))
_EXCEL_EPOCH = date(1899, 12, 30)

_REPUBLIC = re.compile(
    r"(?:中華)?(?:民國|民国)\s*(\d{1,3})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})"
)
_REPUBLIC_SHORT = re.compile(r"(?<!\d)(1\d\d)\s*([年/.-])\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[年/._-]\s*(\d{1,2})\s*[月/._-]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?:\d{4}|\d{6})?(?!\d)")
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3})[a-z]*\.?,?[ -](\d{4})\b")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九十]+(?=\s*[年月日號号])")


def iso_date(value: object) -> str | None:
    """Return a day as ISO, `2007-12-10`; None where the value names no whole day.

    Read are dates and times of Python, `2007/12/10`, `2007年12月10日`, `二〇〇七年十二月十日`,
    `民國96年12月10日`, `113/05/20` (a three-digit year is of the Republic), `20071210`, RFC 3339
    and RFC 2822 with the day as written, English months, seconds and milliseconds since 1970
    (the day in UTC+8) and the day numbers of Excel. `12/10/2007` may be two days and is none.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value))
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value[:200]).strip()
    if _NUMBER.fullmatch(text) and not _COMPACT.fullmatch(text):
        return _from_number(float(text))
    return _from_text(_IN_WORDS.sub(lambda found: _digits(found[0]), text))


def _from_text(text: str) -> str | None:
    if found := _REPUBLIC.search(text):
        return _day(int(found[1]) + _ROC, int(found[2]), int(found[3]))
    for pattern in (_YEAR_FIRST, _COMPACT):
        if found := pattern.search(text):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _REPUBLIC_SHORT.search(text):
        return _day(int(found[1]) + _ROC, int(found[3]), int(found[4]))
    if found := _DAY_MONTH.search(text):
        return _day(int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_DAY.search(text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    return None


def _from_number(number: float) -> str | None:
    if 20_000 <= number < 80_000:  # 1954 to 2119, as Excel counts days
        return (_EXCEL_EPOCH + timedelta(days=int(number))).isoformat()
    if 18_000_101 <= number <= 22_001_231 and number == int(number):
        return _day(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)
    seconds = number / 1000 if number >= 1e11 else number
    if 1e8 <= seconds < 5e9:  # 1973 to 2128
        return datetime.fromtimestamp(seconds, _CHINESE_DAY).date().isoformat()
    return None


def _day(year: int, month: int, day: int) -> str | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _digits(words: str) -> str:
    """Read a number in words: 二〇〇七 digit by digit, 十二 and 三十一 by tens."""
    if "十" not in words:
        return "".join(_NUMERALS[sign] for sign in words)
    tens, _, ones = words.partition("十")
    tens = _NUMERALS.get(tens[:1], "1")
    return tens + _NUMERALS.get(ones[:1], "0")
