"""Reads dates and times from whatever a cell, a field, a tag or a line says.

A moment is kept as exactly as it was written: a day, or a day with its time and, where one is
named, its zone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

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

_S = r"[ \t\u3000]*"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九十百]+(?=\s*[年月日號号])|(?<=年)元(?=月)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_CLOCK = r"[0-2]?\d[:：][0-5]\d(?:[:：][0-5]\d)?"
_OFFSET = r"[+-][01]\d:?[0-5]\d(?!\d)"
_LETTERS = "GMT|UTC|HKT|CST|SGT|MYT|JST|KST|E[SD]?T|P[SD]?T"  # names of zones
_WEEKDAY = (
    rf"{_S}(?:[（(]?(?:(?:星期|週|周|禮拜|礼拜)[一二三四五六日天]"
    r"|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[）)]?|[（(][一二三四五六日天][）)])"
)
_EITHER_ORDER = (
    r"(?<!\d)(?P<x>\d{1,2})(?P<gap>[/.-])(?P<z>\d{1,2})(?P=gap)(?P<xy>(?:19|20)\d\d)(?!\d)"
)
IN_EITHER_ORDER = re.compile(_EITHER_ORDER)  # 05/06/2024: the day is first, or the month
_DAY = re.compile(
    rf"(?:中華|中华)?(?:民國|民国){_S}(?P<roc>\d{{1,3}}){_S}[年/.-]{_S}(?P<rm>\d{{1,2}}){_S}[月/.-]{_S}"
    rf"(?P<rd>\d{{1,2}})(?!\d){_S}日?"
    rf"|(?P<era>令和|平成|昭和){_S}(?P<jy>\d{{1,2}}){_S}年{_S}(?P<jm>\d{{1,2}}){_S}月{_S}(?P<jd>\d{{1,2}}){_S}日"
    rf"|(?:西元|公元)?(?<!\d)(?P<y>\d{{4}}){_S}[年/._-]{_S}(?P<m>\d{{1,2}}){_S}[月/._-]{_S}(?P<d>\d{{1,2}})(?!\d){_S}日?"
    r"|(?<!\d)(?P<cy>\d{4})(?P<cm>\d\d)(?P<cd>\d\d)"
    r"(?P<clock>[0-2]\d[0-5]\d(?:[0-5]\d)?|T[0-2]\d[0-5]\d[0-5]\d)?(?!\d)"
    rf"|(?<!\d)(?P<sy>1\d\d){_S}[年/.-]{_S}(?P<sm>\d{{1,2}}){_S}[月/.-]{_S}(?P<sd>\d{{1,2}})(?!\d){_S}日?"
    r"|(?<!\d)(?P<ny>0?[89]\d|1[0-3]\d)(?P<nm>0[1-9]|1[0-2])(?P<nd>0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|\b(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<em>{_MONTH}),?[ -](?P<ey>\d{{4}})\b"
    rf"|\b(?P<am>{_MONTH}) +(?P<ad>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"(?P<ctime> {_CLOCK})?(?P<offset> (?:{_OFFSET}|{_LETTERS}))? (?P<ay>\d{{4}})\b"
    r"|(?<!\d)(?P<fd>\d{1,2}) (?P<fm>\d{1,2})月 (?P<fy>(?:19|20)\d\d)(?!\d)"
    rf"|{_EITHER_ORDER}",
    re.I,
)
_HALF = (
    "凌晨|清晨|早上|早晨|上午|午前|中午|下午|午後|午后|傍晚|晚上|晚間|晚间|夜間|夜间|深夜"
    "|a\\.?m\\.?|p\\.?m\\.?"
)
_ZONE = (
    rf"[（(]?(?:{_OFFSET}|Z\b|(?:GMT|UTC){_S}[+-]{_S}\d{{1,2}}(?::?\d\d)?|(?:{_LETTERS})\b"
    r"|(?:臺北|台北|臺灣|台灣|香港|北京|澳門|澳门|新加坡|吉隆坡|東京|东京|首爾|首尔|美東|美东|美西|格林威治|格林尼治)(?:標準|标准)?(?:時間|时间))[）)]?"
)
_TIME = re.compile(
    rf"(?P<before>{_HALF})?{_S}(?:(?P<h>[0-2]?\d)[:：](?P<min>[0-5]\d)(?:[:：](?P<s>[0-5]\d)(?:\.\d+)?)?"
    rf"|(?P<hh>[0-2]?\d){_S}[時时點点]"
    rf"(?:{_S}(?:(?P<mm>[0-5]?\d){_S}分?(?:{_S}(?P<ss>[0-5]?\d){_S}秒)?|(?P<half>半)))?)(?!\d){_S}(?P<after>am|pm|a\.m\.|p\.m\.)?",
    re.I,
)
_ZONED = re.compile(_ZONE)
_WEEKDAYS = re.compile(_WEEKDAY, re.I)
_GAP = re.compile(
    rf"(?:{_WEEKDAY})?(?:{_S}[,，|｜/／·](?=[ \t\u3000\d上下早晚中凌清傍]))?{_S}(?:T|at )?", re.I
)
_LEAD = re.compile(rf"(?:{_WEEKDAY})?{_S}[,，|｜]?{_S}", re.I)
_BLANKS = " \t\u3000"
# Hours, or whose summer time it has; names that are none of these are those of UTC+8.
_ZONES: dict[str, int | str] = {
    "Z": 0, "GMT": 0, "UTC": 0, "格林": 0, "JST": 9, "KST": 9, "東京": 9, "东京": 9, "首爾": 9,
    "首尔": 9, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "ET": "America/New_York",
    "美東": "America/New_York", "美东": "America/New_York", "PT": "America/Los_Angeles",
    "美西": "America/Los_Angeles",
}  # fmt: skip
_Timed = tuple[int, int, time | None, tzinfo | None]  # first, last, time, zone
_AFTERNOON = ("下午", "午後", "午后", "傍晚", "晚", "夜", "深夜", "p")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A day or an instant where it is written.

    Attributes:
        start: where it begins.
        end: where it ends, half-open.
        iso: ISO 8601, as exact as it is written.
        numbered: it is written as seven digits, year of the Republic, month and day.
    """

    start: int
    end: int
    iso: str
    numbered: bool = False


def iso_date(value: object, *, day_first: bool | None = None) -> str | None:
    """Return a moment as ISO 8601, as exact as it is written; None without a whole day.

    `2007-12-10`, `2007-12-10T20:15`, `2007-12-10T20:15:00+08:00`. Read are dates and times of
    Python, `2007/12/10`, `2007年12月10日 下午 3:25`, `二〇〇七年十二月十日`, `民國96年12月10日`,
    `113/05/20` and `1130520` (three digits of a year are of the Republic), `20071210`, RFC 3339,
    RFC 2822 and ctime as written, English months, seconds and milliseconds since 1970 (in UTC+8)
    and the day numbers of Excel. `12/10/2007` may be two days and is none.

    Args:
        value: what stands in the cell, the field or the line.
        day_first: how `12/10/2007` is meant, where that is known.
    """
    if isinstance(value, datetime):
        return _iso(value.date(), None if _is_midnight(value) else value.timetz())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value))
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value[:200]).strip()
    if _NUMBER.fullmatch(text) and not _DAY.fullmatch(text):
        return _from_number(float(text))
    found = next(moments_in(text, day_first=day_first), None)
    return found.iso if found else None


def moments_in(text: str, *, day_first: bool | None = None) -> Iterator[WrittenMoment]:
    """Yield the moments of a text in the order in which they stand in it.

    A time of day belongs to the day that it stands behind or in front of.
    """
    plain, places = _in_digits(text)
    done = 0
    for found in _DAY.finditer(plain):
        day = _day_of(found, day_first)
        if day is None or found.start() < done:
            continue
        start, end, clock, zone = _time_around(plain, found, done)
        done = end
        yield WrittenMoment(places[start], places[end], _iso(day, clock, zone), bool(found["ny"]))


def _in_digits(text: str) -> tuple[str, Sequence[int]]:
    """Write numbers in words as digits; say where each character, and the end, stood before."""
    pieces, places, done = [], list[int](), 0
    for found in _IN_WORDS.finditer(text):
        digits = _digits(found[0])
        pieces += [text[done : found.start()], digits]
        places += [*range(done, found.start()), *[found.start()] * len(digits)]
        done = found.end()
    if not pieces:
        return text, range(len(text) + 1)
    return "".join((*pieces, text[done:])), [*places, *range(done, len(text) + 1)]


def _day_of(found: re.Match[str], day_first: bool | None) -> date | None:
    for year, month, day in (("y", "m", "d"), ("cy", "cm", "cd"), ("fy", "fm", "fd")):
        if found[year]:
            return _day(int(found[year]), int(found[month]), int(found[day]))
    if found["era"]:
        first = _ERAS[found["era"]]
        return _day(first + int(found["jy"]), int(found["jm"]), int(found["jd"]))
    for year, month, day in (("roc", "rm", "rd"), ("sy", "sm", "sd"), ("ny", "nm", "nd")):
        if found[year]:
            return _day(int(found[year]) + _ROC, int(found[month]), int(found[day]))
    for year, month, day in (("ey", "em", "ed"), ("ay", "am", "ad")):
        if found[year]:
            return _day(int(found[year]), _MONTHS[found[month][:3].lower()], int(found[day]))
    one, two = int(found["x"]), int(found["z"])
    if one == two or one > 12 or (day_first and two <= 12):
        return _day(int(found["xy"]), two, one)
    return _day(int(found["xy"]), one, two) if two > 12 or day_first is False else None


def _time_around(text: str, found: re.Match[str], done: int) -> _Timed:
    """Find the time of a day, in it, behind it or in front of it."""
    start, end = found.span()
    timed = _time_within(text, found) or _time_behind(text, start, end)
    if timed or (timed := _time_before(text, start, end, done)):
        return timed
    weekday = _WEEKDAYS.match(text, end)
    return start, weekday.end() if weekday else end, None, None


def _time_within(text: str, found: re.Match[str]) -> _Timed | None:
    """Read 20240305142033Z and Mar  5 08:53:20 +0800 2024."""
    written = (found["clock"] or "").lstrip("T") or (found["ctime"] or "").strip()
    if not written:
        return None
    digits = re.sub(r"\D", "", written.rjust(5, "0") if ":" in written else written)
    clock = _clock(int(digits[:2]), int(digits[2:4]), int(digits[4:6] or -1))
    end, zone = _zone_at(text, found.end())
    return found.start(), end, clock, zone or _zone((found["offset"] or "").strip())


def _time_behind(text: str, start: int, end: int) -> _Timed | None:
    gap = _GAP.match(text, end)
    at = gap.end() if gap else end
    early = _ZONED.match(text, at)  # 2024-06-14 HKT 09:31
    if early:
        at = early.end() + len(text[early.end() :]) - len(text[early.end() :].lstrip(_BLANKS))
    told = _TIME.match(text, at)
    if not told or not (clock := _clock_of(told)):
        return None
    end, zone = _zone_at(text, told.start() + len(told[0].rstrip(_BLANKS)))
    return start, end, clock, zone or _zone(early[0] if early else "")


def _time_before(text: str, start: int, end: int, done: int) -> _Timed | None:
    """Read 22:15 2024/03/09 and 2:20pm 05/06/2024."""
    first = max(done, start - 30)
    lead = text[first:start]
    for told in _TIME.finditer(lead):
        is_next = _LEAD.fullmatch(lead, told.start() + len(told[0].rstrip(_BLANKS)))
        if is_next and (clock := _clock_of(told)):
            end, zone = _zone_at(text, end)
            return first + told.end() - len(told[0].lstrip(_BLANKS)), end, clock, zone
    return None


def _zone_at(text: str, end: int) -> tuple[int, tzinfo | None]:
    """Return where a zone ends that stands at a place, and the zone; the place where none does."""
    zone = _ZONED.match(text, end + len(text[end:]) - len(text[end:].lstrip(_BLANKS)))
    return (zone.end(), _zone(zone[0])) if zone else (end, None)


def _clock_of(found: re.Match[str]) -> time | None:
    hour, minute = int(found["h"] or found["hh"]), int(found["min"] or found["mm"] or 0)
    minute = 30 if found["half"] else minute
    half = (found["before"] or found["after"] or "").lower()
    if (half.startswith(_AFTERNOON) and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    elif hour == 12 and half.startswith(("凌晨", "上午", "午前", "a")):
        hour = 0
    second = found["s"] or found["ss"]
    return _clock(hour, minute, int(second) if second else -1)


def _clock(hour: int, minute: int, second: int) -> time | None:
    """Return a time of day; microseconds of 1 say that seconds are written."""
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, max(second, 0), int(second >= 0))


def _zone(written: str) -> tzinfo | None:
    name = written.strip(" \t\u3000()（）").upper()
    if not name:
        return None
    if offset := re.search(r"([+-])\s*(\d{1,2}):?(\d\d)?", name):
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    zone = next((own for led, own in _ZONES.items() if name.startswith(led)), 8)
    return ZoneInfo(zone) if isinstance(zone, str) else timezone(timedelta(hours=zone))


def _iso(day: date, clock: time | None, zone: tzinfo | None = None) -> str:
    if clock is None:
        return day.isoformat()
    exact = "seconds" if clock.second or clock.microsecond else "minutes"
    moment = datetime.combine(day, clock.replace(microsecond=0), zone or clock.tzinfo)
    return moment.isoformat(timespec=exact)


def _is_midnight(value: datetime) -> bool:
    """Tell a day that a program wrote as a time from a time."""
    return value.time() == time() and value.tzinfo is None


def _from_number(number: float) -> str | None:
    if 20_000 <= number < 80_000:  # 1954 to 2119, as Excel counts days
        minutes = round((number - int(number)) * 1440)
        day = datetime.combine(_EXCEL_EPOCH, time()) + timedelta(days=int(number), minutes=minutes)
        return day.isoformat(timespec="minutes") if minutes else day.date().isoformat()
    if number.is_integer() and 18_000_101 <= number <= 22_001_231:
        return _iso_day(int(number) // 10_000, int(number))
    if number.is_integer() and 800_101 <= number <= 1_391_231:  # 80 to 139 of the Republic
        return _iso_day(int(number) // 10_000 + _ROC, int(number))
    seconds = number / 1000 if number >= 1e11 else number
    if 1e8 <= seconds < 5e9:  # 1973 to 2128
        return datetime.fromtimestamp(int(seconds), _CHINESE_DAY).isoformat(timespec="seconds")
    return None


def _iso_day(year: int, digits: int) -> str | None:
    day = _day(year, digits // 100 % 100, digits % 100)
    return day.isoformat() if day else None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digits(words: str) -> str:
    """Read a number in words: 二〇〇七 digit by digit, 一百一十五 and 三十一 by tens, 元 as 1."""
    if words == "元":
        return "1"
    if "百" in words:
        hundreds, _, rest = words.rpartition("百")
        return str(100 * int(_digits(hundreds or "一")) + int(_digits(rest or "零")))
    if "十" not in words:
        return "".join(_NUMERALS[sign] for sign in words)
    tens, _, ones = words.partition("十")
    tens = _NUMERALS.get(tens[:1], "1")
    return tens + _NUMERALS.get(ones[:1], "0")
