"""Tells from datelines and headings whose text an article prints: an agency's, or a release's.

A dateline is what stands before the first sentence: （中央社記者王小明台北7日電）. Where it names
an agency, the article is wire copy, whoever published it. A desk that signs 綜合報導 or 綜合外電
without a reporter compiled it from agencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.text import Article, fold_letters

_OPEN, _CLOSE = map(re.escape, ("（(〔［[【", "）)〕］]】"))
# Agencies by what they are called; each folded name leads to one form.
_FORMS = {
    "中央社": "中央社 中央通訊社 CNA",
    "新華社": "新華社 新華網 新華通訊社 Xinhua",
    "中新社": "中新社 中新網 中國新聞社 中國新聞網",
    "中通社": "中通社 中國通訊社",
    "美聯社": "美聯社 美聯 AP",
    "法新社": "法新社 AFP",
    "路透社": "路透社 路透 Reuters",
    "彭博": "彭博 彭博社 彭博新聞社 Bloomberg",
    "德新社": "德新社 dpa",
    "俄新社": "俄新社",
    "塔斯社": "塔斯社 俄塔社",
    "共同社": "共同社 共同通信社 Kyodo",
    "時事社": "時事社 時事通信社",
    "韓聯社": "韓聯社 Yonhap",
    "合眾國際社": "合眾國際社 UPI",
    "埃菲社": "埃菲社",
    "安莎社": "安莎社",
    "印報托社": "印報托社",
    "朝中社": "朝中社",
    "中評社": "中評社",
}
_KEYS = {fold_letters(form).text: name for name, forms in _FORMS.items() for form in forms.split()}
_LISTED = "|".join(sorted({f for forms in _FORMS.values() for f in forms.split()}, key=len)[::-1])
_SIMPLE = str.maketrans("華網聞國訊聯評報韓時眾際俄", "华网闻国讯联评报韩时众际俄")
_NAMES = rf"(?:{_LISTED}|{_LISTED.translate(_SIMPLE)})"
# 島聞社: one to three characters; what else ends so is no agency.
_OTHER = (
    r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,4}?(?:通[訊讯]|電訊|电讯)?"
    r"(?<![本報报旅詩诗劇剧茶商神公結结])(?<!雜誌)(?<!杂志)(?<!出版)(?<!旅行)(?<!合作)社"
)
_DONE = r"(?:專電|专电|外電|外电|電訊|电讯|電|电|訊|讯|報導|报道|報道)"
_AGENCY = re.compile(
    rf"(?P<name>{_NAMES}|{_OTHER})(?=[^{_OPEN}{_CLOSE}。！？\n]{{0,30}}?{_DONE}\s*(?:[{_CLOSE}]|$|[-—–:：]))"
)
_ALONE = re.compile(rf"[{_OPEN}]?\s*(?P<name>{_NAMES})(?:\s*[/／]\s*{_NAMES})*\s*[{_CLOSE}]?")
_PREFIX = re.compile(
    rf"(?P<name>{_NAMES}|{_OTHER})[^{_OPEN}{_CLOSE}。！？，\n]{{0,20}}?\d{{0,2}}[日號号]?"
    r"(?:專電|专电|電|电|訊|讯)"
)
_COMPILED = re.compile(
    r"[綜综]合(?:外[電电媒]|[報报][導道导]|[電电][訊讯]|[訊讯]|消息)|外[電电][報报][導道导]"
)
_REPORTER = re.compile(r"[記记]者|特派[員员]|[通特]約?[訊讯]?員")
_PICTURE = re.compile(r"[圖图照]|[攝摄]影?[\s）)]*$|翻[攝摄]|[檔档]案")
_BRACKET = re.compile(rf"[{_OPEN}](?P<inside>[^{_OPEN}{_CLOSE}\n]{{2,60}})[{_CLOSE}]")
_HEAD_LINES, _HEAD_CHARACTERS = 4, 60

_RELEASE = re.compile(
    rf"^[{_OPEN}《]?\s*(?:[^\s，。：:]{{0,16}})?(?:新[聞闻]稿|[聲声]明稿|新[聞闻][資资]料稿)(?![^\s]{{0,2}}(?:指出|表示|[說说稱称]))"
)
_ISSUING = re.compile(r"(?:[發发]布|[發发]出|[發发]表|提供|[據据]|依)[^\n]{0,6}新[聞闻]稿")
_ISSUED_BY = re.compile(
    r"(?:[發发][稿布佈][單单]位|(?:新[聞闻]|媒[體体])[聯联][絡络繫系](?:人|窗口)?)\s*[:：]"
    r"|(?i:for immediate release|press release)"
)


def agency_of(name: str | None) -> str:
    """Return the one form of an agency's name; "" where an outlet is none."""
    name = (name or "").strip()
    if known := _KEYS.get(fold_letters(name).text):
        return known
    if not re.fullmatch(rf"(?:{_OTHER})", name):
        return ""
    return re.sub(r"通[訊讯]社|[電电][訊讯]社", "社", name)


def find_credit(article: Article) -> str:
    """Return the agency whose text an article says it prints, 綜合報導 or 綜合外電; "" for none."""
    compiled = ""
    for stretch in _datelines(article):
        if found := _AGENCY.search(stretch) or _ALONE.fullmatch(stretch):
            return agency_of(found["name"]) or found["name"]
        if (found := _COMPILED.search(stretch)) and not _REPORTER.search(stretch):
            compiled = compiled or found[0]
    for line in _head(article):
        if found := _PREFIX.match(line):
            return agency_of(found["name"]) or found["name"]
    return compiled or agency_of(article.outlet)


def is_release(article: Article) -> bool:
    """Tell whether an article is a press release, as its heading or its contact says."""
    head = [article.title, *_head(article)]
    if any(_RELEASE.match(line) and not _ISSUING.search(line) for line in head):
        return True
    lines = (line for line in re.split(r"\n|(?<=[。；])", article.text) if len(line) <= 80)
    return any(_ISSUED_BY.match(line.strip()) for line in lines)


def _datelines(article: Article) -> Iterator[str]:
    """Yield what may be a dateline: bylines, and brackets that open one of the first lines."""
    for start, end in article.bylines:
        stretch = article.text[start:end]
        if not _PICTURE.search(stretch):
            yield stretch.strip()
    for line in _head(article):
        if (found := _BRACKET.match(line)) and not _PICTURE.search(found["inside"]):
            yield found[0]


def _head(article: Article) -> list[str]:
    """The first lines of the text, each cut to where a dateline may stand."""
    lines = (line.strip() for line in article.text[:600].split("\n"))
    return [line[:_HEAD_CHARACTERS] for line in lines if line][:_HEAD_LINES]
