"""Finds bylines: lines and brackets that say who wrote a text, not what it says.

They stay in the text and do not count: a reporter is not a person of the news. The rules know
what newspapers of both scripts print, and ask for its whole shape: a bracket or a line with
nothing else, at an edge of a line or behind a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from components.reading.dates import find_date
from components.reading.openings import Opening, find_opening, reads_whole
from components.text import CLOSERS, STOPS

_INSIDE = r"[^（()）〔〕［\[\]］【】。！？!?\n]"
_OPEN, _CLOSE = r"[（(〔［\[【]", r"[）)〕］\]】]"
_WRITER = (
    r"(?:(?:記者|记者)(?![會会節节團团們们問问說说室證证的])"
    r"|特派員|特派员|特約撰述|通訊員|通讯员|編譯|编译)"
)
_DONE = (
    r"(?:報導|报道|報道|专题|專題|採訪|采访|外電|外电|專電|专电|電|电|專訊|专讯|訊|讯"
    r"|攝影|摄影|攝|摄|撰|特稿)"
)
_AGENCIES = {
    "中央社": "中央社",
    "中央通訊社": "中央社",
    "新華社": "新華社",
    "新华社": "新华社",
    "新華網": "新華網",
    "新华网": "新华网",
    "中新社": "中新社",
    "中新網": "中新網",
    "中新网": "中新网",
    "中通社": "中通社",
    "路透社": "路透社",
    "路透": "路透社",
    "法新社": "法新社",
    "美聯社": "美聯社",
    "美联社": "美联社",
    "合眾國際社": "合眾國際社",
    "共同社": "共同社",
    "韓聯社": "韓聯社",
    "韩联社": "韩联社",
    "塔斯社": "塔斯社",
    "德新社": "德新社",
    "彭博": "彭博",
    "Reuters": "Reuters",
    "AFP": "AFP",
    "AP": "AP",
    "CNA": "CNA",
    "Xinhua": "Xinhua",
    "Bloomberg": "Bloomberg",
}
_AGENCY = "(?:" + "|".join(sorted(map(re.escape, _AGENCIES), key=len, reverse=True)) + ")"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = rf"(?:(?:\d{{4}}年)?{_NUMBER}月)?{_NUMBER}[日號号]"
_PEOPLE = r"[\u3400-\u9fffA-Za-z·．. ]{2,12}(?:[、，,／/＆& 　][\u3400-\u9fffA-Za-z·．.]{2,8}){0,5}"
_ROLE = (
    r"(?:責任編輯|责任编辑|執行編輯|执行编辑|編輯|编辑|責編|责编|核稿|審稿|审稿|校對|校对|譯者|译者"
    r"|翻譯|翻译|編譯|编译|撰文|撰稿|整理|作者|文字|攝影|摄影|圖文|图文)"
)
_ORIGIN = r"(?:(?:資料|资料|新聞|新闻|文章|稿件)?(?:來源|来源)|稿源|原載|原载|報紙|报纸|媒體|媒体)"
_RECORD = r"(?:版次|版面|字數|字数|文章編號|文章编号|原標題|原标题)"
# What Nexis prints around an article.
_DATABASE = (
    r"(?:Copyright (?:©|\(c\)|\d{4})[^\n]{0,120}|(?:Section|Length|Byline|Dateline|Language"
    r"|Publication-Type|Load-Date|Highlight|Graphic|Journal Code)[ 　]*[:：][^。！？\n]{1,80}"
    r"|Body|Classification|End of Document|Page \d{1,4} of \d{1,4}|\(c\) \d{4}[^\n]{0,120}"
    r"|(?:[约約]\s?)?\d[\d,]* ?(?:字|words|characters)|Chinese - (?:Traditional|Simplified)"
    r"|(?:繁體|繁体|簡體|简体)中文|Document ID: ?\w+)"
)
_STAMP = (
    r"(?:(?:發布|发布|發佈|發表|发表|刊登|出版)?(?:日期|時間|时间))[ 　]*[:：][ 　]*"
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ 　\d:：]*"
)
# Whom a press release names for questions: people of the office, not of the news.
_CONTACT = (
    r"(?:(?:新聞|新闻|媒體|媒体|業務|业务|採訪|采访)?(?:聯絡|联络|連絡|连络|聯繫|联系|承辦|承办|洽詢|洽询)"
    r"(?:人員|人员|人|窗口|電話|电话|單位|单位|方式|資訊|资讯)?|(?:傳媒|传媒|媒體|媒体|新聞|新闻|記者|记者)(?:查詢|查询))"
    r"[ 　]*[:：][^。！？!?\n]{1,110}"
    r"|(?:發言人|发言人|發稿單位|发稿单位|發布單位|[^\W\d_]{0,6}[科課课組组處处局室]長?)[ 　]*"
    r"[:：]?[^。！？!?，,\n]{0,60}[(（]?0\d{1,3}[)）]?[-－ ]?\d{3,4}[-－ ]?\d{3,4}"
    r"[^。！？!?，,\n]{0,40}"
)
# Its heading, where names and telephones stand under it.
_CONTACT_HEADING = re.compile(
    r"[ \t　]*[【\[]?(?:新聞|新闻|媒體|媒体|採訪|采访)?"
    r"(?:聯絡|联络|連絡|连络|聯繫|联系)(?:人|窗口|方式|資訊|资讯)[】\]]?[:：]?[ \t　]*"
)
_LINES_OF_CONTACT = 6
_OFFICE = re.compile(
    r"[ \t　]*[^\W\d_]{2,20}[ \t　:：]*[(（]?0\d{1,3}[)）]?[-－ ]?\d{3,4}[-－ ]?\d{3,4}[ \t　]*"
)
_NAMES = r"[\u3400-\u9fffA-Za-z·．.、，,／/＆& 　\-]"
_PAPER = r"(?:[^\W\d_]{1,8}(?:報|报)|本報|本报|本刊|本台|本網|本网)"
_LATIN = r"(?:Reuters|AFP|AP|CNA|Xinhua|Bloomberg)"
# 中央社記者王小明台北十日電 · 記者王小明／台北報導 · 本報訊 · Reuters
_WIRE = (
    rf"(?:{_INSIDE}{{0,12}}{_WRITER}{_INSIDE}{{1,30}}?{_DONE}"
    rf"|{_WRITER}[ 　:：]*{_NAMES}{{2,20}}"
    rf"|{_PAPER}[ 　]*{_INSIDE}{{0,12}}?(?:綜合報導|综合报道|專訊|专讯|訊|讯|電|电)"
    rf"|{_AGENCY}(?:{_INSIDE}{{0,24}}?{_DONE})?"
    rf"|[\u3400-\u9fff]{{2,6}}{_DAY}[訊讯電电]"
    rf"|{_LATIN}(?:/{_LATIN})?)"
)
_CREDIT = rf"(?:{_ROLE}|{_ORIGIN})[ 　]*[:：]{_INSIDE}{{1,40}}"
_ROC_DAY = r"(?:[ 　]*[01]?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
_BRACKET = (
    rf"{_OPEN}[ 　]*(?:(?P<wire>{_WIRE})|(?P<credit>{_CREDIT}))[ 　]*{_CLOSE}(?P<roc>{_ROC_DAY})?"
)
_PREFIX = (
    rf"(?:{_AGENCY}[／/ 　]?[\u3400-\u9fff]{{1,8}}{_DAY}(?:專電|专电|電|电|訊|讯)"
    rf"(?:[ 　]*[（(]{_INSIDE}{{0,10}}{_WRITER}{_INSIDE}{{1,24}}[）)])?"
    rf"|[A-Z][A-Za-z.,/ ]{{1,40}}[（(](?:Reuters|AFP|AP|Xinhua)[）)] ?[-—–]+"
    rf")(?=[ 　\n\-—–:：（(]|$|[\u3400-\u9fff])"
)
_REPORTED = r"(?:報導|报道|報道|攝影|摄影|專電|专电)"
_LINE = (
    rf"[ \t　]*(?:{_ROLE}[ 　]*[:：][ 　]*{_PEOPLE}"
    rf"|(?:記者|记者)[ 　]*[:：][ 　]*(?!.*[你我您嗎吗呢吧])[\u3400-\u9fff·]{{2,4}}"
    rf"|(?:{_ORIGIN}|{_RECORD})[ 　]*[:：][^。！？!?\n]{{1,40}}|{_STAMP}"
    rf"|{_DATABASE}"
    rf"|(?:{_PAPER}|{_AGENCY})?[ 　]*{_WRITER}[ 　]*{_NAMES}{{2,24}}{_REPORTED}"
    rf"|(?:文|圖|图|圖文|图文)[／/][ 　]*(?:{_WRITER}[ 　]*)?{_NAMES}{{2,16}})[ \t　]*"
)
_OUTLET = re.compile(rf"{_ORIGIN}[ 　]*[:：][ 　]*([^\s，,、；;（()）/／|｜:.]{{2,20}}+)(?![:.])")
_NAMED = re.compile(r"^\W*(?!本)([^\W\d_]{1,4}(?:報|报))(?:記者|记者|專訊|专讯|訊|讯)")
# No line of credits is without one of these.
_HINT = re.compile(
    r"\(c\)|字|words|characters|Page|Chinese|中文|Copyright|Body|Document|Classification|[:：/／]|[记記]者|[特通]|[編编][譯译]"
)
_CONTACT_HINT = re.compile(r"[聯联連连][絡络繫系]|查[詢询]|承[辦办]|洽[詢询]|0\d{1,3}[-－)） ]")
_LONGEST_CREDIT, _LONGEST_CONTACT = 60, 130  # characters
_PHOTO = re.compile(r"[攝摄]影?\W*$")
_OPENERS = tuple("（(〔［[【")
_SHORT_WIRE = 6
_BLANKS = " \t　"
_BEFORE = frozenset(STOPS + CLOSERS + "\n")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Compile one of the long patterns when a text first asks for it: they take a while."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Bylines:
    """What the bylines of a text are and say.

    Attributes:
        stretches: where they stand, half-open and ascending.
        outlet: who published the text: what the opening says, else what all bylines agree on.
        published: when, as exactly as the opening says; else an ISO date, where all agree.
        opening: what the first and the last lines say.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    outlet: str | None = None
    published: str | None = None
    opening: Opening = field(default_factory=Opening)


def find_bylines(text: str) -> Bylines:
    """Find the bylines of a text; a text without any has no stretches and says nothing.

    A bracket counts at an edge of a line or behind a full stop, an agency's dateline at the
    start of a line, a credit (責任編輯：…) as a line of its own.
    """
    opening = find_opening(text)
    found = sorted({*_brackets(text), *_prefixes(text), *_lines(text), *opening.stretches})
    stretches: list[tuple[int, int]] = []
    for start, end in found:
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    own = opening.stretches
    said = [text[a:b] for a, b in stretches if not any(s <= a and b <= e for s, e in own)]
    return Bylines(
        tuple(stretches),
        opening.outlet or _agree(map(_outlet, said)),
        opening.published or _agree(map(_date, said)),
        opening,
    )


def is_byline(line: str) -> bool:
    """Tell whether a line is a byline and nothing else."""
    line = line.strip(" \t　")
    if not line:
        return False
    return reads_whole(line) or find_bylines(line).stretches == ((0, len(line)),)


def opens_article(line: str) -> bool:
    """Tell whether a line begins as the reports of agencies and reporters do."""
    line = line.lstrip(" \t　")
    if not line.startswith(_OPENERS):
        return bool(_compile(_PREFIX).match(line))
    bracket = _compile(_BRACKET).match(line)
    if not bracket or not bracket["wire"] or _PHOTO.search(bracket[0]):
        return False
    # An agency alone in a bracket is a dateline only where the report goes on behind it.
    return len(bracket["wire"]) > _SHORT_WIRE or bool(line[bracket.end() :].strip())


def cut_out(length: int, stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return what is left of a text when stretches, half-open and ascending, are taken out."""
    left, start = [], 0
    for begin, end in stretches:
        if begin > start:
            left.append((start, begin))
        start = end
    return (*left, (start, length)) if start < length else tuple(left)


def _brackets(text: str) -> Iterable[tuple[int, int]]:
    if not any(sign in text for sign in _OPENERS):
        return
    for match in _compile(_BRACKET).finditer(text):
        start, end = match.span()
        while start and text[start - 1] in _BLANKS:
            start -= 1
        while end < len(text) and text[end] in _BLANKS:
            end += 1
        if not start or text[start - 1] in _BEFORE or end == len(text) or text[end] == "\n":
            yield match.span()


def _prefixes(text: str) -> Iterable[tuple[int, int]]:
    for match in re.finditer(rf"(?m)^[ \t　]*(?={_AGENCY}|[A-Z])", text):
        if prefix := _compile(_PREFIX).match(text, match.end()):
            yield prefix.span()


def _lines(text: str) -> Iterable[tuple[int, int]]:
    start, under = 0, 0
    lines = text.split("\n")
    for n, line in enumerate(lines):
        under = _LINES_OF_CONTACT if _CONTACT_HEADING.fullmatch(line) else max(0, under - 1)
        under = under if line.strip() and len(line) <= _LONGEST_CONTACT and "。" not in line else 0
        is_contact = _is_contact(line) and not _is_listed(lines, n)
        if under or _is_credit(line) or is_contact:
            lead = len(line) - len(line.lstrip(" \t　"))
            yield start + lead, start + len(line.rstrip(" \t　"))
        start += len(line) + 1


def _is_listed(lines: Sequence[str], n: int) -> bool:
    """Tell an office with its telephone in a list of such, which is news, from a contact."""
    near = (*lines[max(0, n - 1) : n], *lines[n + 1 : n + 2])
    return bool(_OFFICE.fullmatch(lines[n])) and any(map(_OFFICE.fullmatch, near))


def _is_credit(line: str) -> bool:
    is_short = len(line) <= _LONGEST_CREDIT
    return is_short and bool(_HINT.search(line) and _compile(_LINE).fullmatch(line))


def _is_contact(line: str) -> bool:
    """Tell a line of a press release that names whom to ask."""
    if len(line) > _LONGEST_CONTACT or not _CONTACT_HINT.search(line):
        return False
    return bool(_compile(_CONTACT).fullmatch(line.strip(_BLANKS)))


def _agree(values: Iterable[str | None]) -> str | None:
    said = {value for value in values if value}
    return said.pop() if len(said) == 1 else None


def _outlet(byline: str) -> str | None:
    if named := _OUTLET.search(byline) or _NAMED.search(byline):
        return named[1]
    agency = re.search(_AGENCY, byline)
    return _AGENCIES[agency[0]] if agency else None


def _date(byline: str) -> str | None:
    bracket = _compile(_BRACKET).match(byline)
    if bracket and bracket["roc"]:
        digits = bracket["roc"].strip(" 　")
        return find_date(f"{int(digits[:-4]) + 1911}{digits[-4:]}")
    return find_date(byline)
