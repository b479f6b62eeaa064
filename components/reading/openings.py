"""Reads openings: the lines of a report that say who published it, who wrote it, when, where.

A line is read from left to right as items: a day, an outlet, a role with its names, a bracket of
such items, a clause that ends in 報導 or 電. Their order is free. A line of nothing else is no
news, and neither is what stands so before the first sentence. The grammar goes by the shape of
these items; lists of outlets and places only decide where the shape leaves two readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Literal

from components.reading.labels import plain_labels
from components.reading.outlets import (
    HAN,
    divide,
    find_listed_end,
    is_day_first,
    is_listed,
    is_outlet,
    is_person,
    is_place,
    is_section,
)
from components.reading.parsers.days import IN_EITHER_ORDER, WrittenMoment, moments_in

OpeningKind = Literal[
    "title", "moment", "updated", "outlet", "source", "place", "author", "other", "note"
]

_HEAD_LINES = 10
_FORM_LINES = 12
_TAIL_LINES = 4
_HEADLINE = 70  # characters
_WINDOW = 120  # characters: days are looked for further on only where an opening comes near
_KEPT = 256  # lines
_LONGEST = 300  # characters of a line that may belong to an opening
_BLANKS = " \t\u3000"
_B = r"[ \t\u3000]*"
_SEPARATORS = _BLANKS + "／/╱∕|｜│,，;；·・•‧∙-–—－>＞›»"
_OPENERS, _CLOSERS = "（(〔［[【", "）)〕］]】"
_BRACKET = re.compile(r"[（(〔［\[【]([^（()）〔〕［\[\]］【】\n]{1,80})[）)〕］\]】]")
_LAST_BRACKET = re.compile(r"(?<=.)[（(〔［\[【][^（()）〔〕［\[\]］【】\n]{2,40}[)）〕］\]】]$")
_STOPS = re.compile(r"[。！？!?；]")

_WRITER = (
    r"(?:特約|特约|實習|实习|資深|资深|本報|本报|本刊|文字|地方|財經|财经|體育|体育|娛樂|娱乐|生活|採訪|采访|駐地|驻地|公民|見習|见习|首席"
    r"|駐[\u3400-\u9fff]{1,4}?|驻[\u3400-\u9fff]{1,4}?)*"
    r"(?:記者|记者|特派員|特派员|特派记者|通訊員|通讯员|撰述委員|撰述|編譯|编译|主筆|主笔|特約作者|特约作者|撰稿人)"
    r"(?![會会節节團团們们問问說说證证室])"
)
_PHOTOGRAPHER = r"(?:攝影記者|摄影记者|攝影|摄影|攝|摄)"
_AUTHOR = (
    r"(?:[Bb][Yy](?![A-Za-z])|(?:獨家|独家|專題|专题|特約|特约|現場|现场)(?:報導|报道|報道)|撰稿編輯|撰稿编辑|採訪撰文|採訪整理|采访整理|編譯整理|採訪報導|采访报道|採訪記者|撰文|撰稿|撰寫|撰写|採訪|采访|采写|採寫"
    r"|記者姓名|记者姓名|作者姓名|記者署名|报道记者|報導記者|報導|報道|报道|文字|作者|執筆|执笔|譯者|译者|翻譯|翻译|編譯|编译|特派員|特派员|記者|记者|整理|採編|采编|文稿|文)者?"
)
_OTHER = (
    r"(?:責任編輯|责任编辑|執行編輯|执行编辑|核稿編輯|核稿编辑|主責編輯|網路編輯|网络编辑|文字編輯|圖片編輯|图片编辑|影音編輯|視覺編輯|新媒體編輯"
    r"|執行主編|总编辑|總編輯|副總編輯|主編|主编|編輯|编辑|責編|责编|審校|审校|核稿|審稿|审稿|審核|审核|校對|校对|校稿|監製|监制|製作|制作"
    r"|攝影記者|摄影记者|攝影|摄影|影像|影音|剪輯|剪辑|設計|设计|美編|美编|美術|圖表|图表|插畫|插画|繪圖|绘图|製圖|制图|視覺|動畫|配音|圖片|图片"
    r"|封面圖|封面图|首圖|首图|題圖|题图|照片|供圖|供图|圖|图)"
)
_ROLES = rf"(?:{_AUTHOR}|{_OTHER})"
_JOINED_ROLES = rf"{_ROLES}(?:{_B}[／/、&＆及與与和]{_B}{_ROLES}(?![^\s:：／/╱|｜.．・·、&＆]))*"
_ROLE = re.compile(
    rf"(?P<roles>{_JOINED_ROLES})(?:{_B}(?P<sign>[:：／/╱|｜.．・·﹕])|(?P<blank>[ \t\u3000]+))"
)
# Only these are roles with nothing but a blank behind them: 文 and 圖 are words of headlines.
_LONG_ROLE = re.compile(
    r".*(?:編輯|编辑|責編|责编|攝影|摄影|攝影記者|校對|校对|核稿|撰文|撰稿|譯者|译者|審稿|监制|監製|剪輯|剪辑|採訪|采访|by)者?",
    re.I,
)
_ATTACHED = re.compile(
    r"(?P<role>責任編輯|责任编辑|核稿編輯|核稿|編輯|编辑|責編|责编|編譯|编译|譯者|译者|校對|校对|撰文|圖文|审核|審核)"
    rf"(?P<name>[{HAN}]{{2,4}})(?=$|[／/、|｜，,）)〕\]】 \t\u3000])"
)
_SOURCE = re.compile(
    rf"(?:(?:新聞|新闻|文章|稿件|資料|资料|信息|消息)?(?:來源|来源)|稿源|出處|出处|原載|原载|轉自|转自|媒體名稱|媒体名称|媒體|媒体|報紙|报纸|報刊|报刊"
    rf"|刊物|報別|发布单位|發布單位|Source|SOURCE){_B}[:：]{_B}|(?:來自|来自){_B}[:：／/]{_B}"
)
_ROLE_BEHIND = re.compile(rf"[ \t\u3000]+(?:{_JOINED_ROLES})(?=$|[ \t\u3000])")
_TITLED = re.compile(
    rf"(?:新聞|新闻|文章|完整新聞)?(?:標題|标题|題名|题名|題目|题目|主旨|Title|TITLE|Headline|HEADLINE){_B}[:：]{_B}"
)
_BODY = re.compile(
    rf"(?:新聞|新闻|文章|完整新聞)?(?:內文|内文|內容|内容|正文|全文|本文|Body|BODY|Text|TEXT){_B}[:：]{_B}"
)
_NOTE = re.compile(
    rf"(?:(?:資料|资料|圖片|图片|照片)(?:來源|来源){_B}[／/]|(?:圖片來源|图片来源|照片來源|新聞引據|新闻引据|引據|版次|版面|版別|版别|字數|字数|文章編號|文章编号|原標題|原标题|關鍵字|关键字|關鍵詞|关键词|標籤|标签|分類|分类|類別|类别"
    rf"|欄目|栏目|網址|网址|連結|链接|原文網址|原文链接|頻道|频道|語言|语言|瀏覽|點閱|点击|人氣){_B}[:：])"
)
_EMPTY = re.compile(
    rf"(?:{_BODY.pattern}|{_TITLED.pattern}|{_SOURCE.pattern}|(?:{_ROLES}|(?:發布|发布)?(?:日期|時間|时间)){_B}[:：])"
)
_WHEN = re.compile(
    r"(?P<updated>(?:最後|最后|最近|最新|上次)?(?:更新|修改|修訂|修订)"
    r"|Updated|Last updated|UPDATED)?"
    r"(?:首次)?(?:發布|发布|發佈|发佈|發表|发表|發稿|发稿|刊登|刊出|出版|建立|上架|上稿|上版|上傳|上传|首發|首发|見報|见报|公告|公布|上線|張貼|新聞|报道|報導|刊載|Published|Posted|PUBLISHED)?"
    rf"{_B}(?:日期|時間|时间|Date|DATE|date|on|於|于|日)?{_B}[:：／/|｜]?{_B}",
    re.I,
)
# What pages print beside a day: how long it takes to read, what a reader may press, who counts.
_WIDGET = re.compile(
    rf"(?:約|约)?{_B}\d[\d,.]*{_B}(?:分鐘|分钟|min){_B}(?:文章|(?:的)?[（(]?(?:閱讀|阅读)(?:時間|时间)?[）)]?|read)"
    rf"|(?:閱讀|阅读|預計閱讀|预计阅读)(?:時間|时间)?{_B}[:：]?{_B}(?:約|约)?{_B}\d+{_B}(?:分鐘|分钟)"
    r"|(?:舉報|举报|收藏|分享|打印|列印|字號|字号|字體|字体|評論|评论|留言|點讚|点赞|訂閱|订阅|關注|关注|原創|原创|繁|简|簡|大|中|小|放大|縮小)"
    rf"(?:{_B}\d+)?(?=$|[ \t\u3000／/|｜•·])"
    rf"|(?:已有{_B})?[\d,.]+[萬万]?{_B}(?:人(?:參與|参与|閱讀|阅读|瀏覽|浏览)|次(?:閱讀|阅读|瀏覽|浏览|播放)|閱讀|阅读|評論|评论)"
    r"|(?:[a-z0-9-]+\.)+(?:com|net|org|tv|info|tw|hk|cn|sg|my)(?:\.[a-z]{2})?(?![A-Za-z0-9])"
    r"|https?://\S+"
)
_REPORT_OF = re.compile("的(?:報導|报道|報道)")
_ISSUE = re.compile(rf"{_B}第?{_B}\d{{1,5}}{_B}[期號号]")
_ROLE_ALONE = re.compile(rf"{_WRITER}(?={_B}$|[ \t\u3000]+[{HAN}]+[報报網网]?[ \t\u3000]+\d)")
_LATIN_TAIL = re.compile(r"[ ]?[A-Za-z][A-Za-z .]{1,24}$")
_CAPITALS = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){1,3}(?=[,，、 ])")
_BOOKED = re.compile(r"《(?P<outlet>[^《》\n]{2,12})》")
_LED = re.compile(rf"(?P<place>[{HAN}]{{2,8}}){_B}[—–]{{1,2}}(?=[ \t\u3000]+[{HAN}“「])")
_DASHED = re.compile(rf"(?<=[日號号]){_B}[-—–－]{{1,2}}(?={_B}\S)")
_UPDATED_BEHIND = re.compile(rf"{_B}(?:最後)?(?:更新|修訂|修订)(?=$|[ \t\u3000）)])")
_UPDATE = re.compile(
    r"[（(]?[^（()）\n，。]{0,6}(?:更新|修訂|修订|Updated)[^（()）\n，。•｜|]{0,24}[）)]?"
    r"|[（(][^（()）\n，。]{0,24}(?:更新|修訂|修订|Updated)[）)]"
)
# When something was updated, where no day is read: a clock, a day of no year, so long ago. The
# number of a headline, as in 更新／5人失聯, is none.
_AT_TIME = re.compile(
    rf"(?:[今昨前][天日]|[星週周禮礼拜期]{{1,2}}.)?{_B}(?:[上下]午|凌晨|中午|晚[上間间])?{_B}"
    rf"\d{{1,4}}{_B}(?:[:：/.\-年月時时點点]{_B}\d|[月日號号時时點点]"
    r"|(?:[秒天週周]|分[鐘钟]?|[個个]?小[時时])前)"
)
_VERB = re.compile(
    r"(?:綜合外電報導|綜合報導|综合报道|綜合外電|综合外电|外電|外电|採訪報導|现场报道|現場報導|連線報導|即時報導|報導|报導|報道|报道|专电|專電|电讯|電訊|專訊|专讯|快訊|快讯|特稿|消息|電|电|訊|讯"
    r"|攝影|摄影|翻攝|攝|摄|整理|撰文|撰|譯|编译|編譯)"
)
_PHOTO_VERBS = ("攝影", "摄影", "攝", "摄", "翻攝")
_MANNER = (
    r"(?:綜合外電|综合外电|綜合外媒|綜合|综合|即時新聞|即時|即时|連線|连线|專題|专题|獨家|独家|現場|现场|特別|深度|外電|外电|外媒|直擊|直击|調查|调查"
    r"|編譯|编译|整理|新聞|新闻|採訪|采访|追蹤|快訊|快讯|特約|電視|专|專)"
)
_DESK = re.compile(
    rf"[{HAN}]{{2,4}}(?:中心|小組|小组|組|组|採訪中心|新聞中心)|(?:即時|即时|國際|国际|財經|财经|政治|社會|生活|娛樂|體育|地方|兩岸)(?:新聞|新闻|組|组)"
    r"|本[報报刊台網网]|[編编][輯辑]部|採訪團隊|(?:綜合|综合)"
)
_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_DATED = re.compile(
    rf"(?P<rest>.*?)(?:(?:\d{{4}}年)?(?:{_NUMERAL}月)?{_NUMERAL}[日號号])?(?:{_MANNER})*"
)
_WRITTEN = re.compile(rf"(?P<before>.*?)(?P<role>{_WRITER}|攝影記者|摄影记者)(?P<rest>.*)")
_PARTS = re.compile(r"[／/╱∕|｜│、，,&＆：: \t\u3000]+")
_AUTHORS_PARTED = re.compile(r"\s*[、，,;；／/&＆|｜\n]\s*")
_LATIN = re.compile(r"[A-Za-z.'’-]+")
_PAGE = re.compile(
    rf"(?:第{_B})?[A-Z]{{1,2}}{_B}\d{{1,3}}{_B}[版頁页]?(?![A-Za-z0-9])|第?{_B}\d{{1,3}}{_B}[版頁页]|\d{{1,2}}[/月]\d{{1,2}}日?(?!\d)|[{HAN}]{{2,4}}版|[頭头][版條条]"
)
_SENT_FROM = re.compile(
    rf"(?:[發发]自|(?<=.)[來来]自|(?:發布|发布|發佈)[於于])(?!\d){_B}"
    rf"(?P<place>[{HAN}]{{2,8}}?)(?=[ \t\u3000／/|｜，,）)]|$)"
)
_RELEASE = re.compile(
    rf"(?P<who>[{HAN}]{{2,16}}?(?:府|部|署|局|院|會|会|處|处|所|公司|集團|集团|大學|大学|中心|基金會|基金会|黨|党))"
    rf"{_B}(?:新聞稿|新闻稿|新聞資料|新闻资料|記者會新聞稿)"
)
_ZONE_ONLY = re.compile(r"HKT|GMT\+8|UTC\+8")
_TAKEN = re.compile(
    r".*(?:提供|翻攝|翻摄|翻拍|截圖|截图|資料照|资料照|資料照片|授權|授权|示意圖|示意图|檔案照|圖庫|图库|臉書|粉專|網站)"
)
_EARLY = re.compile(rf"[{re.escape(_OPENERS + _CLOSERS)}\u3000／/|｜]|[報报][導导道]|[電电訊讯]| ")
_NUMBERED = re.compile(r"\d|[〇○零一二三四五六七八九十]\s*[年月日號号]")  # no day is without
_OUTLETS_WRITER = re.compile(rf"(?P<outlet>[{HAN}A-Za-z0-9.]{{2,10}}?)(?={_WRITER})")
_LED_BY_ROLE = re.compile(rf"(?:[{HAN}A-Za-z0-9]{{2,8}}?)?{_WRITER}{_B}[:：]?{_B}")
_PLAIN_ROLE = re.compile(rf"(?P<role>{_PHOTOGRAPHER}?{_WRITER}|{_WRITER}){_B}[:：／/]?{_B}")
_WEEKDAY = re.compile(r"[（(]?(?:星期|週|周|禮拜|礼拜)[一二三四五六日天][）)]?")
_ENGLISH_WEEKDAY = re.compile(
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?(?=[ ,])", re.I
)
_SIGN = re.compile(rf"[●■◆▓★※▲○◎•▶►◇□☆]{_B}")
_TOPIC = re.compile(rf"{_B}(?:题|題)[:：]{_B}(?=\S)")
_CAPTION = re.compile(r"[▲▼△▽◤]|[圖图]說?[:：]")
_LAST_WORDS = re.compile(rf"[。！？」]{_B}(?P<words>[^。！？」\n]{{6,40}})$")
_WORD = re.compile(rf"[^{re.escape(_SEPARATORS + _OPENERS + _CLOSERS)}、：:]+")
_NAME_WORD = re.compile(
    rf"[^{re.escape(_BLANKS + '／/╱∕|｜│,，;；-–—>＞' + _OPENERS + _CLOSERS)}、：:]+"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that an opening says, and where it says it."""

    kind: OpeningKind
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the lines around a text say.

    Attributes:
        stretches: where they stand, half-open and ascending.
        title: the headline as it is printed.
        published: ISO 8601, as exact as it is written.
        outlet: who published it, as it is written.
        place: where it was made, as it is written.
        authors: who wrote or translated it, in the order of the text.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    place: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """How far a line reads as items, and what they are."""

    items: tuple[Item, ...] = ()
    end: int = 0
    whole: bool = False
    closed: bool = False
    reached: int = 0  # where the last item that was looked for begins

    @property
    def tells(self) -> bool:
        """Tell whether it says more than a section or a single name."""
        return any(item.kind not in ("note", "title") for item in self.items)


@dataclass(slots=True)
class _Gathered:
    """What was found so far in one text."""

    stretches: list[tuple[int, int]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    title: str | None = None


def find_opening(text: str) -> Opening:
    """Read what the first and the last lines of a text say; a text of news alone says nothing."""
    head = text[:400]
    # Looking for the names of outlets costs much more than all else here, so only where it matters.
    day_first = is_day_first(head) if IN_EITHER_ORDER.search(head) else None
    lines = list(_lines_of(text))
    written = plain_labels([line for _, line in lines[:_FORM_LINES]])
    lines[: len(written)] = [(at, line) for (at, _), line in zip(lines, written, strict=False)]
    found = _Gathered()
    body = _read_head(lines, day_first, found)
    _read_tail(lines[body:], day_first, found)
    return _opening_of(found)


def authors_in(written: str) -> tuple[str, ...]:
    """Return the persons that a cell or a field for authors names; desks and outlets are none.

    `王小明`, `王小明、李大華`, `記者王小明／台北報導` and `By Jane Doe` name some.
    """
    read = _read(written.strip(_BLANKS)[:_LONGEST], inside=True)
    told = [item.value for item in read.items if item.kind == "author"] if read.whole else []
    if not told:
        told = [name.strip(_BLANKS) for name in _AUTHORS_PARTED.split(written[:_LONGEST])]
        told = told if all(map(_may_be_author, told)) else []
    return tuple(dict.fromkeys(told))


def _may_be_author(name: str) -> bool:
    return is_person(name) and not is_outlet(name) and not is_place(name, listed=True)


def reads_whole(line: str) -> bool:
    """Tell whether a line says who, when and where, and nothing else."""
    line = line.strip(_BLANKS)
    read = _read(line)
    return bool(line) and read.whole and read.tells


def names_source(line: str) -> bool:
    """Tell whether a line says whose a text is or of when, and nothing else.

    影音／地震現場 reads like a role with a name, and is a headline as papers write it.
    """
    line = line.strip(_BLANKS)
    return reads_whole(line) and any(i.kind not in ("other", "note") for i in _read(line).items)


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the filled lines with where they begin, without their blank edges."""
    start = 0
    for line in text.split("\n"):
        if kept := line.strip(_BLANKS):
            yield start + line.index(kept[0]), kept
        start += len(line) + 1


def _read_head(lines: list[tuple[int, str]], day_first: bool | None, found: _Gathered) -> int:
    """Read the lines above the news; return the number of the first line of it."""
    head = lines[:_HEAD_LINES]

    @cache
    def read(n: int) -> _Read:
        return _read(head[n][1], day_first=day_first) if n < len(head) else _Read()

    for n, (start, line) in enumerate(head):
        own = read(n)
        if (label := _BODY.match(line)) and label.end() < len(line):
            found.stretches.append((start, start + label.end()))
            start, line = start + label.end(), line[label.end() :]
            own = _read(line, day_first=day_first)
        if not own.whole and _stands_alone(lines, read, n):
            own = _Read((Item("author", 0, len(line), line),), len(line), True, True)
        if own.whole and (own.tells or own.items):
            _keep(found, start, own, 0, len(line))
        elif own.closed and own.tells:
            _keep(found, start, own, 0, own.end)
            begin = _headline_behind(line, own)
            if begin is None or found.title or not _goes_on(lines, read, n, len(line) - begin):
                return n
            found.stretches.append((start + own.end, start + begin))
            found.title = line[begin:]
        elif _CAPTION.match(line) and found.title != line:
            if rest := _read_caption(start, line, day_first, found):
                found.stretches.append(rest)
                return n
        elif found.title is None and _is_headline(line) and _goes_on(lines, read, n, len(line)):
            _take_title(found, start, line)
        elif not _is_headline(line) or not any(
            later.whole and later.tells for later in map(read, (n + 1, n + 2))
        ):
            return n
    return len(head)


def _headline_behind(line: str, own: _Read) -> int | None:
    """Return where a headline begins behind 題： or behind a bracket of day and outlet."""
    if topic := _TOPIC.match(line, own.end):
        return topic.end()
    kinds = {item.kind for item in own.items}
    rest = line[own.end :].lstrip(_BLANKS)
    is_source = bool(kinds & {"moment", "outlet"}) and not kinds & {"author", "place"}
    is_bracket = line[own.end - 1] in _CLOSERS
    is_head = is_source and is_bracket and _is_headline(rest) and not _STOPS.search(rest[:-1])
    return len(line) - len(rest) if is_head else None


def _read_caption(
    start: int, line: str, day_first: bool | None, found: _Gathered
) -> tuple[int, int] | None:
    """Read who took the picture; return where an opening stands behind the caption, if any."""
    for bracket in _BRACKET.finditer(line):
        behind = _read(line[bracket.start() :], day_first=day_first)
        if not behind.closed:
            continue
        first = start + bracket.start()
        found.items += [replace(i, start=first + i.start, end=first + i.end) for i in behind.items]
        if behind.whole:
            found.stretches.append((first, start + len(line)))
            return None
        return first, first + behind.end
    return None


def _stands_alone(lines: list[tuple[int, str]], read: Callable[[int], _Read], n: int) -> bool:
    """Tell a writer's name on a line of its own, under the headline, beside day or outlet."""
    line = lines[n][1]
    if not n or len(line) > 4 or not is_person(line) or is_place(line):
        return False
    below, above = read(n + 1), read(n - 1)
    is_over_news = n + 1 < len(lines) and bool(_STOPS.search(lines[n + 1][1]))
    return any(
        near.whole and any(item.kind in ("moment", "outlet") for item in near.items)
        for near in (below, *((above,) if is_over_news else ()))
    )


def _goes_on(
    lines: list[tuple[int, str]], read: Callable[[int], _Read], n: int, length: int
) -> bool:
    """Tell whether a line is a headline of some length by what stands under it."""
    later = map(read, range(n + 1, n + 4))
    if any(below.whole or (below.tells and below.closed) for below in later):
        return True
    below = lines[n + 1][1] if n + 1 < len(lines) else ""
    if not _STOPS.search(below):
        return False
    return len(below) > length or source_behind(lines[n][1]) is not None


def _is_headline(line: str) -> bool:
    return (
        1 < len(line) <= _HEADLINE
        and not line.endswith(("。", "，", "、", "；", "：", ":", ",", ";"))
        and "。" not in line
        and any(map(str.isalpha, line))
    )


def _take_title(found: _Gathered, start: int, line: str) -> None:
    """Keep a headline, without the site and the section that pages put behind it."""
    parts = list(re.finditer(r"[ \t\u3000]*[-–—_|｜－﹣][ \t\u3000]*", line))
    cut = _source_behind(found, start, line)
    for sign in reversed(parts):
        last = line[sign.end() : cut].strip(_BLANKS)
        if is_listed(last) or (cut < len(line) and (is_section(last) or _is_desk(last))):
            if is_listed(last):
                found.items.append(Item("outlet", start, start, last))
            cut = sign.start()
        elif cut == len(line) and len(parts) > 1 and sign is not parts[0] and is_section(last):
            continue
        else:
            break
    begin = led.end() if (led := _SIGN.match(line)) else 0
    found.title = line[begin:cut]
    if cut < len(line):
        found.stretches.append((start + cut, start + len(line)))


def _is_desk(name: str) -> bool:
    """Tell the section of an outlet, such as ETtoday社會新聞."""
    rest = name[find_listed_end(name) :]
    return rest != name and is_section(rest.removesuffix("新聞").removesuffix("新闻"))


def _source_behind(found: _Gathered, start: int, line: str) -> int:
    """Keep outlet and day that stand in brackets behind a headline; return where it ends."""
    if not (told := source_behind(line)):
        return len(line)
    first, items = told
    found.items += [replace(i, start=start + first, end=start + len(line)) for i in items]
    return len(line[:first].rstrip(_BLANKS))


def source_behind(line: str) -> tuple[int, tuple[Item, ...]] | None:
    """Return where outlet and day stand in brackets behind a headline, and what they say."""
    last = _LAST_BRACKET.search(line)
    read = _read(last[0]) if last else _Read()
    says = any(item.kind in ("outlet", "moment") for item in read.items)
    return (last.start(), read.items) if last and read.whole and says else None


def _keep(found: _Gathered, start: int, read: _Read, first: int, last: int) -> None:
    titled = next((item for item in read.items if item.kind == "title"), None)
    if titled and titled.value:
        found.title = found.title or titled.value
        last = titled.start
    if last > first:
        found.stretches.append((start + first, start + last))
    found.items += [replace(i, start=start + i.start, end=start + i.end) for i in read.items]


def _read_tail(lines: list[tuple[int, str]], day_first: bool | None, found: _Gathered) -> None:
    """Read the lines and the bracket behind the news."""
    own = _Gathered()
    for start, line in reversed(lines[-_TAIL_LINES:]):
        # Only what is read whole counts here, and no longer line ever is.
        is_short = len(lines) > 1 and len(line) <= _LONGEST
        read = _read(line, day_first=day_first) if is_short else _Read()
        if read.whole and (read.tells or _EMPTY.fullmatch(line)):
            _keep(own, start, read, 0, len(line))
            continue
        for bracket in reversed(list(_BRACKET.finditer(line))):
            if not 0 < bracket.start() >= len(line) - _LONGEST:
                break
            inside = _read(line[bracket.start() :], day_first=day_first)
            if inside.whole and inside.tells:
                _keep(own, start + bracket.start(), inside, 0, inside.end)
                break
        if not _CAPTION.match(line):
            _read_last_words(start, line, day_first, own)
            break
    found.stretches += own.stretches
    found.items += own.items


def _read_last_words(start: int, line: str, day_first: bool | None, own: _Gathered) -> None:
    """Read a day, a day and an outlet, or 記者 and a name behind the last stop of the news."""
    last = _LAST_WORDS.search(line)
    read = _read(last["words"], day_first=day_first) if last else _Read()
    if last and read.whole and any(item.kind in ("moment", "author") for item in read.items):
        _keep(own, start + last.start("words"), read, 0, len(last["words"]))


def _opening_of(found: _Gathered) -> Opening:
    items = found.items
    moments = [item.value for item in items if item.kind == "moment"]
    updated = [item.value for item in items if item.kind == "updated" and item.value]
    outlets = [item.value for item in items if item.kind == "source"]
    outlets += [
        item.value for item in sorted(items, key=lambda i: i.start) if item.kind == "outlet"
    ]
    places = [item.value for item in items if item.kind == "place"]
    authors = tuple(dict.fromkeys(item.value for item in items if item.kind == "author"))
    return Opening(
        tuple(_merge(found.stretches)),
        found.title,
        next(iter((*moments, *updated)), None),
        next(iter(outlets), None),
        next(iter(places), None),
        authors,
    )


def _merge(stretches: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = -1
    for start, end in sorted(set(stretches)):
        if start >= last:
            yield start, end
            last = end


def _read(line: str, *, day_first: bool | None = None, inside: bool = False) -> _Read:
    """Read a line from its beginning as far as it is made of items."""
    if not line or (len(line) > 60 and not inside and not _may_open(line)):
        return _Read()
    if len(line) > _LONGEST:
        head = _read_short(line[:_LONGEST], day_first, inside)
        return _Read() if head.whole else head
    return _read_short(line, day_first, inside)


@lru_cache(maxsize=_KEPT)
def _read_short(line: str, day_first: bool | None, inside: bool) -> _Read:
    """Read a line; dividing a file, joining its lines and reading its head ask for the same."""
    window = line[:_WINDOW]
    read = _read_with(line, _moments_by_start(window, day_first), inside)
    if len(line) > _WINDOW and read.reached > _WINDOW // 2:
        read = _read_with(line, _moments_by_start(line, day_first), inside)
    return read


def _moments_by_start(line: str, day_first: bool | None) -> dict[int, WrittenMoment]:
    if not _NUMBERED.search(line):
        return {}
    return {moment.start: moment for moment in moments_in(line, day_first=day_first)}


def _read_with(line: str, moments: dict[int, WrittenMoment], inside: bool) -> _Read:
    """Read a line first without names that nothing announces, then with them."""
    strict = _read_items(line, moments, names=False, inside=inside)
    if strict.whole:
        return strict
    first = len(line) - len(line.lstrip(_SEPARATORS))
    if strict.reached == first < len(line) and _bare_name(line, first, []) is None:
        return strict  # as far as it was read, the other reading is the same
    loose = _read_items(line, moments, names=True, inside=inside)
    strong = any(item.kind in ("moment", "outlet", "source", "place") for item in loose.items)
    is_better = strong and (loose.whole or (loose.end > strict.end and loose.closed))
    return replace(loose if is_better else strict, reached=max(strict.reached, loose.reached))


def _may_open(line: str) -> bool:
    """Tell whether a long line may begin with an opening: brackets, blanks or 電 stand early."""
    return bool(_EARLY.search(line[:60]))


def _read_items(
    line: str, moments: dict[int, WrittenMoment], *, names: bool, inside: bool
) -> _Read:
    items: list[Item] = []
    at, kept, closed = 0, 0, False
    size = len(line)
    while at < size:
        while at < size and line[at] in _SEPARATORS:
            at += 1
        if at == size:
            break
        got = _next(line, at, moments, items, names=names, inside=inside)
        if got is None:
            break
        found, at = got
        items += found
        behind = line[at : at + 1]
        last = line[at - 1]
        announced = last in "導导道訊讯息電电" + _CLOSERS and behind in (":", "：", "／", "/")
        announced = announced or (last in "電电" and behind in ("，", ","))
        closed = (
            line[at - 1] in _CLOSERS
            or behind in ("", "\u3000", "\t", *_OPENERS)
            or line[at : at + 2].isspace()
            or (behind in _BLANKS and found[-1].kind in ("place", "author", "other"))
            or line[at - 1] in "電电"
            or (announced and any(i.kind in ("author", "outlet", "place") for i in found))
        )
        at += announced and closed
        kept = at if closed else kept
    whole = at >= size and bool(items)
    end = size if whole else kept
    own = tuple(item for item in items if item.start < end)
    return _Read(own, end, whole, whole or (kept > 0 and bool(own)), at)


def _next(
    line: str,
    at: int,
    moments: dict[int, WrittenMoment],
    before: list[Item],
    *,
    names: bool,
    inside: bool,
) -> tuple[list[Item], int] | None:
    """Read the item that begins at a place; None where none does."""
    for read in (_read_bracket, _read_title, _read_moment, _read_labelled, _read_role):
        if got := read(line, at, moments):
            return got
    if got := _clause(line, at, inside) or _plain(line, at, inside):
        return got
    word = _WORD.match(line, at)
    if word and before and is_place(word[0], listed=True):
        if before[-1].kind == "author":
            return [Item("place", at, word.end(), word[0])], word.end()
        rest = line[word.end() :].strip(_BLANKS)
        if before[-1].kind in ("moment", "source") and (not rest or _WIDGET.match(rest)):
            return [Item("note", at, word.end())], word.end()  # where the writer went online
    return _bare_name(line, at, before) if names else None


def _read_bracket(
    line: str, at: int, moments: dict[int, WrittenMoment]
) -> tuple[list[Item], int] | None:
    found = _BRACKET.match(line, at)
    if not found:
        return None
    if re.search(r"\d.*(?:更新|修訂|修订|Updated)|(?:更新|修訂|修订|Updated).*\d", found[1]):
        return [Item("updated", at, found.end())], found.end()
    read = _read(found[1].strip(_BLANKS), inside=True)
    if not read.whole:
        taken = _TAKEN.fullmatch(found[1]) and re.match(
            r"[圖图照文翻]|資料|示意|记者|記者", found[1]
        )
        return ([Item("note", at, found.end())], found.end()) if taken else None
    items = [replace(item, start=at, end=found.end()) for item in read.items]
    end = found.end()
    number = moments.get(end) or moments.get(end + 1)
    if number and number.numbered:
        return [*items, Item("moment", end, number.end, number.iso)], number.end
    return items, end


def _read_title(
    line: str, at: int, moments: dict[int, WrittenMoment]
) -> tuple[list[Item], int] | None:
    if at:
        return None
    if (found := _TITLED.match(line)) and len(line) <= 120:
        return [Item("title", found.end(), len(line), line[found.end() :])], len(line)
    empty = _EMPTY.fullmatch(line)
    return ([Item("note", 0, len(line))], len(line)) if empty else None


def _read_moment(
    line: str, at: int, moments: dict[int, WrittenMoment]
) -> tuple[list[Item], int] | None:
    label = _WHEN.match(line, at)
    for start in (at, label.end() if label else at):
        if moment := moments.get(start):
            kind: OpeningKind = "updated" if label and start > at and label["updated"] else "moment"
            end = moment.end
            zone = _ZONE_ONLY.match(line, end)
            end = zone.end() if zone else end
            behind = _UPDATED_BEHIND.match(line, end)
            if behind:
                return [Item("updated", at, behind.end(), moment.iso)], behind.end()
            return [Item(kind, at, end, moment.iso)], end
    found = _UPDATE.match(line, at) if label and label["updated"] else None
    if label and found and _AT_TIME.match(line, label.end()):
        return [Item("updated", at, found.end())], found.end()
    return None


def _read_labelled(
    line: str, at: int, moments: dict[int, WrittenMoment]
) -> tuple[list[Item], int] | None:
    """Read 來源：… and 版次：…; a value ends at a wide blank or a stroke."""
    source = _SOURCE.match(line, at)
    note = None if source else _NOTE.match(line, at)
    if not source and not note:
        return None
    start = source.end() if source else note.end() if note else at
    value = re.compile(r"[^\u3000\t|｜\n；;]*").match(line, start)
    end = value.end() if value else start
    if note:
        return [Item("note", at, end)], end
    listed = find_listed_end(line, start)
    end = listed if listed > start else min([end, *(m for m in moments if m > start)])
    if not listed > start and (gap := line.find(" ", start, end)) > 0:
        end = gap
    written = line[start:end].strip(_BLANKS + "/／（(")
    if not written or len(written) > 24 or "." in written or _STOPS.search(written):
        return [Item("note", at, max(end, start))], max(end, start)
    return [Item("source", at, end, written)], _pass_outlets(line, end)


def _pass_outlets(line: str, at: int) -> int:
    """Return where the outlets end that follow a first one behind 、: CNN、路透社."""
    while (
        line[at : at + 1] in ("、", "，", ",") and (end := find_listed_end(line, at + 1)) > at + 1
    ):
        at = end
    return at


def _read_role(
    line: str, at: int, moments: dict[int, WrittenMoment]
) -> tuple[list[Item], int] | None:
    """Read 撰文：甲、乙, 文／甲, 責任編輯 甲 and 記者甲."""
    role = _ROLE.match(line, at)
    kind: OpeningKind
    if role and (role["sign"] or _LONG_ROLE.fullmatch(role["roles"]) or _names_role(line, role)):
        written = role["roles"]
        is_author = bool(re.match(_AUTHOR, written)) and not re.match(_OTHER, written)
        kind = "author" if is_author else "other"
        if got := _read_names(line, role.end(), kind, at):
            return got
        taken = re.compile(r"[^\u3000\n）)／/|｜]{1,24}").match(line, role.end())
        if taken and role["sign"] and not is_author and _TAKEN.fullmatch(taken[0]):
            return [Item("note", at, taken.end())], taken.end()
        return None
    if (attached := _ATTACHED.match(line, at)) and is_person(attached["name"]):
        kind = "author" if re.match(_AUTHOR, attached["role"]) else "other"
        return [Item(kind, at, attached.end(), attached["name"])], attached.end()
    plain = _PLAIN_ROLE.match(line, at)
    if not plain or line[plain.end() :].startswith(("報導", "报道", "報道")):
        return None
    if _ends_clause(line, at):
        return None
    kind = "other" if re.match(_PHOTOGRAPHER, plain["role"]) else "author"
    return _read_names(line, plain.end(), kind, at)


def _names_role(line: str, role: re.Match[str]) -> bool:
    """Tell 文 甲 and 文字 甲 攝影 乙 from headlines with these words: nothing else may follow."""
    name = _WORD.match(line, role.end())
    if not name or not 2 <= len(name[0]) <= 4 or not is_person(name[0]):
        return False
    if _ends_clause(line, role.start()):
        return False
    at = name.end() + len(line[name.end() :]) - len(line[name.end() :].lstrip(_BLANKS))
    return at == len(line) or bool(_ROLE.match(line, at)) or find_listed_end(line, at) > at


def _ends_clause(line: str, at: int) -> bool:
    """Tell whether a clause that ends in 報導 or 電 begins at a place."""
    return _clause(line, at, inside=False) is not None


def _read_names(
    line: str, start: int, kind: OpeningKind, first: int
) -> tuple[list[Item], int] | None:
    """Read one writer or several; blanks part them where the line holds nothing else."""
    at = start
    led = _LED_BY_ROLE.match(line, at)
    at = led.end() if led else at
    listed = find_listed_end(line, at)
    if listed > at and line[listed : listed + 1] in _BLANKS and is_outlet(line[at:listed]):
        at = listed  # 文｜財新 甲
    while at < len(line) and line[at] in _BLANKS:
        at += 1
    items: list[Item] = []
    pattern = re.compile(
        rf"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){{0,3}}|[{HAN}．·・‧•]{{2,16}}"
    )
    while name := pattern.match(line, at):
        written, behind = name[0], line[name.end() : name.end() + 1]
        tail = re.match(rf"(.+?)(?:{_PHOTOGRAPHER}|報導|报道|報道|撰|提供)$", written)
        if not is_person(written) and tail and is_person(tail[1]):
            written = tail[1]
        if not is_person(written) or behind not in (
            "",
            *_SEPARATORS,
            "、",
            "&",
            "＆",
            *_OPENERS,
            *_CLOSERS,
        ):
            break
        items.append(Item(kind, first, name.end(), written))
        at = name.end()
        joined = re.compile(rf"{_B}[、，,&＆／/]{_B}|[ \t\u3000]+").match(line, at)
        if not joined or not _another(line, joined):
            break
        at = joined.end()
    if not items:
        return None
    end = items[-1].end
    done = re.compile(rf"{_B}(?:報導|报道|報道|報導、攝影)(?=$|[ \t\u3000])").match(line, end)
    return items, done.end() if done else end


def _another(line: str, joined: re.Match[str]) -> bool:
    """Tell whether a name follows, and not the news or another role."""
    at = joined.end()
    if _ROLE.match(line, at) or _SENT_FROM.match(line, at) or _ends_clause(line, at):
        return False
    if joined[0].strip(_BLANKS) in ("、", "&", "＆"):
        return True
    name = re.compile(rf"[{HAN}]{{2,4}}(?=$|[ \t\u3000、／/|｜）)])").match(line, at)
    if not name or not is_person(name[0]) or is_place(name[0]) or is_outlet(name[0]):
        return False
    rest = line[name.end() :].strip(_BLANKS)
    return not rest or bool(_ROLE.match(rest)) or rest[0] in "、／/|｜）)" or is_person(rest)


def _clause(line: str, at: int, inside: bool) -> tuple[list[Item], int] | None:
    """Read 中央社記者甲台北3日電, 甲／台北報導, 本報訊: a clause that a verb of reporting ends."""
    stop = _STOPS.search(line, at)
    limit = min(stop.start() if stop else len(line), at + 60)
    for verb in (*_VERB.finditer(line, at, limit), *_DASHED.finditer(line, at, limit)):
        written = line[at : verb.start()]
        if any(sign in written for sign in _OPENERS + _CLOSERS + "「」『』《》"):
            return None
        if verb[0] in _PHOTO_VERBS and written[-1:] in ("", *_SEPARATORS):
            continue  # a role with its name behind it
        behind = line[verb.end() : verb.end() + 1]
        is_end = behind in ("", *_SEPARATORS, *_OPENERS, *_CLOSERS, ":", "：") and behind not in (
            "，",
            ",",
        )
        is_wire = verb[0][-1] in "電电" and bool(re.search(r"[日號号]$", written))
        if not is_end and not is_wire:
            continue
        items = _parts(written, verb[0], bare=not inside)
        if items is not None and (verb.re is _DASHED or (behind in "，,、" and not is_end)):
            is_agency = any(item.kind == "outlet" and is_listed(item.value) for item in items)
            items = items if is_agency and behind != "、" else None
        if items is not None:
            made = [replace(item, start=at, end=verb.end()) for item in items]
            return made or [Item("other", at, verb.end())], verb.end()
    return None


def _parts(written: str, verb: str, *, bare: bool) -> list[Item] | None:
    """Read what stands before a verb of reporting; None where a part is none of its kind."""
    items: list[Item] = []
    pieces = _PARTS.split(written.strip(_BLANKS + "／/|｜"))
    role: OpeningKind | None = None
    by_photo = verb in _PHOTO_VERBS
    for piece in pieces:
        if not piece:
            continue
        if (
            _LATIN.fullmatch(piece)
            and items
            and items[-1].kind == "author"
            and _LATIN.fullmatch(items[-1].value.split()[-1])
        ):
            items[-1] = replace(items[-1], value=f"{items[-1].value} {piece}")
            continue
        got = _piece(piece, role)
        if got is None:
            return None
        found, role = got
        items += found
    has_sign = any(sign in written for sign in "／/╱∕|｜│")
    kinds = {item.kind for item in items}
    if bare and kinds == {"author"} and role is None and not has_sign:
        return None  # 甲乙 報導 may be anything
    if not written.strip(_BLANKS):
        return [] if len(verb) > 3 else None
    if by_photo:
        items = [replace(i, kind="other") if i.kind == "author" else i for i in items]
    return items


def _piece(piece: str, role: OpeningKind | None) -> tuple[list[Item], OpeningKind | None] | None:
    """Read one piece of a clause; say what role the names behind it have."""
    if re.fullmatch(rf"(?:{_MANNER})+|(?:{_AUTHOR}|{_OTHER})", piece) and not re.fullmatch(
        _WRITER, piece
    ):
        kind: OpeningKind | None = "other" if re.fullmatch(_OTHER, piece) else role
        return [], kind
    if is_outlet(piece) and not re.search(_WRITER, piece):
        return [Item("outlet", 0, 0, piece)], role
    if _DESK.fullmatch(piece):
        return [], role
    dated = _DATED.fullmatch(piece)
    rest = dated["rest"] if dated else piece
    day = next(moments_in(piece), None)
    known = [Item("moment", 0, 0, day.iso)] if day else []
    if not rest:
        return known, role
    if is_outlet(rest):
        return [*known, Item("outlet", 0, 0, rest)], role
    found = _WRITTEN.fullmatch(rest)
    if found:
        led, rest = _read_lead(found["before"]), found["rest"]
        role = "other" if re.match(_PHOTOGRAPHER, found["role"]) else "author"
    else:
        led, rest = _take_outlet(rest)
    divided = divide(rest, behind_role=bool(found and rest))
    if led is None or divided is None:
        return None
    items = [*known, *led]
    writer, place = divided
    if writer:
        items.append(Item(role or "author", 0, 0, writer))
    if place:
        items.append(Item("place", 0, 0, place))
    return items, role


def _take_outlet(piece: str) -> tuple[list[Item], str]:
    """Read the outlet at the head of a piece; return it, if there is one, and what is left."""
    end = find_listed_end(piece)
    if end and (end == len(piece) or divide(piece[end:], behind_role=False)):
        return [Item("outlet", 0, 0, piece[:end])], piece[end:]
    shaped = re.match(rf"(?:本[報报刊台網网社]|[{HAN}]{{2,6}}?[社報报](?=[{HAN}]{{2,}}))", piece)
    if not shaped:
        return [], piece
    left, is_own = piece[shaped.end() :], shaped[0][0] == "本"
    if (is_own or is_outlet(shaped[0])) and (not left or is_place(left)):
        return [] if is_own else [Item("outlet", 0, 0, shaped[0])], left
    return [], piece


def _read_lead(before: str) -> list[Item] | None:
    """Read what stands before 記者: an outlet, or nothing."""
    before = before.strip(_BLANKS)
    if not before or re.fullmatch(r"本[報报刊台網网社]", before):
        return []
    if is_outlet(before):
        return [Item("outlet", 0, 0, before)]
    return None


def _plain(line: str, at: int, inside: bool) -> tuple[list[Item], int] | None:
    """Read an outlet, a page, a section, a weekday, 發自香港, 高雄市政府新聞稿."""
    release = _RELEASE.fullmatch(line) if not at else None
    if release:
        return [Item("outlet", 0, len(line), release["who"])], len(line)
    if not at and (led := _LED.match(line)) and is_place(led["place"], listed=True):
        return [Item("place", 0, led.end("place"), led["place"])], led.end()
    if booked := _BOOKED.match(line, at):
        own = is_outlet(booked["outlet"]) and not line[booked.end() : booked.end() + 1].isalpha()
        return ([Item("outlet", at, booked.end(), booked["outlet"])], booked.end()) if own else None
    if (at or line.startswith(("http", "原創 ", "原创 "))) and (widget := _WIDGET.match(line, at)):
        return [Item("note", at, widget.end())], widget.end()
    sent = _SENT_FROM.match(line, at)
    if sent:
        return [Item("place", at, sent.end(), sent["place"])], sent.end()
    end = find_listed_end(line, at)
    word = _WORD.match(line, at)
    written = word[0] if word else ""
    led = _OUTLETS_WRITER.match(line, at)
    is_named = end > at and _ROLE_ALONE.match(line, end) and is_outlet(line[at:end])
    if is_named and (alone := _ROLE_ALONE.match(line, end)):
        return [Item("outlet", at, alone.end(), line[at:end])], alone.end()
    begins = end if end > at and _PLAIN_ROLE.match(line, end) else led.end() if led else at
    if begins > at and is_outlet(line[at:begins]) and _read_role(line, begins, {}):
        return [Item("outlet", at, begins, line[at:begins])], begins
    report = _REPORT_OF.match(line, end)
    issue = _ISSUE.match(line, end)
    latin = _LATIN_TAIL.match(line, end) if end - at > 2 else None
    stop = next((found.end() for found in (report, issue, latin) if found), end)
    is_bounded = stop == len(line) or line[stop] in _SEPARATORS + _OPENERS + _CLOSERS
    if end > at and is_bounded and (inside or is_outlet(line[at:end])):
        return [Item("outlet", at, end, line[at:end])], stop
    is_alone = len(written) == len(line)
    if written and word and is_outlet(written, strong=is_alone) and len(written) > 2:
        return [Item("outlet", at, word.end(), written)], word.end()
    if (page := _PAGE.match(line, at)) and (at or inside):
        return [Item("note", at, page.end())], page.end()
    if word and is_section(written) and (at or len(line) == len(written)):
        return [Item("note", at, word.end())], word.end()
    if word and (at or inside) and _DESK.fullmatch(written):
        return [Item("note", at, word.end())], word.end()
    weekday = _WEEKDAY.match(line, at)
    if weekday:
        return [Item("note", at, weekday.end())], weekday.end()
    english = _ENGLISH_WEEKDAY.match(line, at)
    return ([Item("note", at, english.end())], english.end()) if english else None


def _bare_name(line: str, at: int, before: list[Item]) -> tuple[list[Item], int] | None:
    """Read a name that nothing says is a writer's, but that it stands beside outlet and day."""
    if not at and (capitals := _CAPITALS.match(line)) and not is_listed(capitals[0]):
        return [Item("author", 0, capitals.end(), capitals[0])], capitals.end()
    word = _NAME_WORD.match(line, at)
    if not word or not is_person(word[0]) or is_place(word[0]) or word[0].isupper():
        return None
    led = line[before[-1].end : at].strip(_BLANKS) if before else "/"
    if not led and (line[at - 1] not in _BLANKS or before[-1].kind not in ("moment", "outlet")):
        return None
    role = _ROLE_BEHIND.match(line, word.end())
    end = role.end() if role else word.end()
    return [Item("author", at, word.end(), word[0])], end
