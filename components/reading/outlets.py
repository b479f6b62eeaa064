"""Recognizes outlets and places in openings, listed or by the shape of their names."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HAN = "\u3400-\u9fff"
_DOT = "．·・‧•"
_ENDINGS = (
    "日報|晚報|時報|早報|晨報|新報|快報|週報|周報|商報|公報|學報|導報|電子報|通訊社|新聞社|報社|新聞網|新聞雲|新聞台|新聞臺"
    "|電視台|電視臺|電視|電台|電臺|廣播|衛視|中文網|週刊|周刊|雜誌|月刊|傳媒|媒體|新聞|之聲|財經|頻道|報|社|網"
    "|日报|晚报|时报|早报|晨报|新报|快报|周报|商报|公报|学报|导报|通讯社|新闻社|报社|新闻网|新闻|电视台|电视|电台|广播|卫视"
    "|中文网|杂志|传媒|媒体|之声|财经|频道|报|网"
)
_AFFIX = (
    "客戶端|客户端|官方[帳账]號|官方[帐账]号|官方微博|微博|官網|网站|網站|新聞網|新闻网|中文網|中文网|電子報|电子报"
    "|即時新聞|新聞|新闻|快訊|中文|網|网|newtalk|APP"
)
_SHAPED = re.compile(rf"[{HAN}A-Za-z0-9.]{{1,8}}?(?:{_ENDINGS})")
_STRONG = re.compile(
    r"(?:[日晚時时早晨新快週周商][報报]|電子[報报]|通訊社|通讯社|新聞[網社雲台臺]|新闻[网社]|電視[台臺]|电视台|衛視|卫视|[週周]刊|雜誌|杂志|傳媒|传媒|財經|财经)$"
)
_NO_OUTLET = re.compile(
    r"(?:.*(?:綜合|综合|即時|即时|記者|记者|編輯|编辑|上網|官網|新聞引據)"
    r"|最新|國際|国际|地方|社會|社会|財經|财经|生活|娛樂|娱乐|體育|体育|政治|頭條|头条)(?:新聞|新闻|頻道)?"
    r"|新聞|新闻|(?:本|該|该|各)(?:報|报|社|網|网|刊|台|臺)|.*(?:通報|通报|速報|速报|預報|预报|警報|警报|特報|播報|捷報|喜報|匯報|汇报|情報|海報|公社|旅行社|合作社|互联网)"
)
_ORDINARY = _words(
    """
    自由 蘋果 苹果 年代 半島 半岛 政客 財經 财经 無線 无线 外交家 外交政策
    晴報 放言 求是 科學人
    """
)
_PERSON = re.compile(
    rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}(?:[{_DOT}][{HAN}]{{1,6}}){{1,3}}"
    r"|[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){0,3}"
)
_NO_PERSON = re.compile(
    r"(?:報|报|社$|[組组]$|網|网|電視|电视|新聞|新闻|記者|记者|編輯|编辑|攝|摄|中心|綜合|综合|即時|即时|報導|訊$|讯$|電$|更新|圖|图|提供|資料|發布|发布|來自|来自"
    r"|资料|今天|昨天|今日|昨日|上午|下午|來源|来源|日期|時間|时间|標題|标题|內文|正文|專題|专题|特稿|評論|评论|社論|社论|焦點|焦点|快訊|快讯"
    r"|獨家|独家|[的了是說说被把你我您嗎吗呢吧]|[？！?!])"
)
_SECTIONS = _words(
    """
    社會 社会 生活 國際 国际 政治 財經 财经 地方 要聞 要闻 兩岸 两岸 娛樂
    娱乐 體育 体育 運動 运动 文教 科技 健康 港聞 港闻 焦點 焦点 國內 国内
    中國 影劇 頭條 头条 綜合 综合 產業 产业 證券 理財 房產 房产 教育 文化
    藝文 副刊 論壇 论坛 即時 即时 突發 突发 新聞 新闻 社論 社论 評論 评论
    專欄 专栏 投書 特稿 首頁 首页 時事 时事 司法 軍事 军事 專題 专题 全球
    環保 環境 交通
    """
)
_DOUBLE = _words(
    """
    歐陽 欧阳 司馬 司马 諸葛 诸葛 上官 司徒 范姜 呼延 皇甫 尉遲 尉迟 公孫
    公孙 張簡 张简 鍾離 钟离 東方 东方 夏侯 令狐 慕容 宇文 長孫 长孙 獨孤
    独孤 端木 東郭 南宮 南宫 西門 西门 申屠 赫連 赫连 澹臺 濮陽 淳于 單于
    仲孫 軒轅 闾丘 子車
    """
)
_DIVISION = re.compile(
    rf"[{HAN}]{{1,4}}(?:自治區|自治区|[縣县市省州])(?:[{HAN}]{{1,4}}[區区鄉乡鎮镇市村里])?|[{HAN}]{{1,3}}[區区鄉乡鎮镇島岛]"
)
_ELSEWHERE = _words(
    """
    世界日報 世界新聞網 英國廣播公司 德國之聲 美國之音 自由亞洲電台 法國國際廣播電台
    紐約時報 華爾街日報 金融時報 美國有線電視新聞網 路透社 法新社 美聯社 彭博社
    共同社 韓聯社 德新社 塔斯社 合眾國際社 日本放送協會 大紀元時報 新唐人電視台
    澳洲廣播公司
    """
)
_DAY_FIRST = _words(
    """
    星洲日報 南洋商報 中國報 光華日報 聯合早報 新明日報 明報 香港01 星島日報
    東網 信報 香港電台 大公報 文匯報 頭條日報 香港經濟日報 獨立媒體 集誌社 法庭線
    澳門日報 英國廣播公司 商業電台 無綫電視 有線新聞 Now新聞 am730 巴士的報
    橙新聞
    """
)


@cache
def _outlets() -> dict[str, str]:
    """Return the full name of each form of an outlet's name, written small."""
    text = files(__package__).joinpath("outlets.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {form.lower(): forms[0] for forms in rows for form in forms}


@cache
def _outlet_pattern() -> re.Pattern[str]:
    forms = "|".join(sorted(map(re.escape, _outlets()), key=len, reverse=True))
    latin = r"(?<![A-Za-z])(?:[A-Za-z][A-Za-z.]{1,9}[ ]?)??"
    return re.compile(
        rf"{latin}(?P<name>{forms})(?:{_AFFIX}){{0,2}}(?:(?<![A-Za-z])|(?![A-Za-z]))", re.I
    )


@cache
def _places() -> frozenset[str]:
    text = files(__package__).joinpath("places.txt").read_text(encoding="utf-8")
    return frozenset(
        place for line in text.splitlines() if not line.startswith("#") for place in line.split()
    )


@cache
def _first_signs() -> frozenset[str]:
    """Return the signs with which a listed name may begin: cheaper to ask than the pattern."""
    latin = "abcdefghijklmnopqrstuvwxyz"
    return frozenset((*latin, *(form[0] for form in _outlets())))


def _may_be_listed(text: str, start: int) -> bool:
    return text[start : start + 1].lower() in _first_signs()


def full_name(outlet: str) -> str:
    """Return the one name of an outlet, however it is written; an unlisted one keeps its own."""
    found = _outlet_pattern().fullmatch(outlet.strip())
    return _outlets()[found["name"].lower()] if found else outlet.strip()


def is_listed(outlet: str) -> bool:
    """Tell whether a name, or a name with 新聞網 or the like behind it, is that of an outlet."""
    return _may_be_listed(outlet, 0) and bool(_outlet_pattern().fullmatch(outlet))


def find_listed_end(text: str, start: int = 0) -> int:
    """Return where the listed outlet ends that stands at a place; the place where none does."""
    if not _may_be_listed(text, start):
        return start
    found = _outlet_pattern().match(text, start)
    return found.end() if found and found[0].lower() not in ("ap",) else start


def is_outlet(name: str, *, strong: bool = False) -> bool:
    """Tell whether a name is that of an outlet, listed or by its ending.

    Args:
        name: what stands between blanks or signs.
        strong: an unlisted one must end in 日報, 新聞網 or the like; 報, 社 and 網 are too common.
    """
    if is_listed(name):
        return name not in _ORDINARY
    if not _SHAPED.fullmatch(name) or _NO_OUTLET.fullmatch(name):
        return False
    return not strong or bool(_STRONG.search(name))


def is_elsewhere(outlet: str | None) -> bool:
    """Tell whether an outlet prints the time of another zone than that of Chinese newsrooms."""
    return bool(outlet) and full_name(outlet or "") in _ELSEWHERE


def is_day_first(text: str) -> bool | None:
    """Tell whether a text names an outlet that writes 05/06/2024 for the fifth of June."""
    names = (_outlets()[found["name"].lower()] for found in _outlet_pattern().finditer(text))
    return True if any(name in _DAY_FIRST for name in names) else None


def is_section(word: str) -> bool:
    """Tell whether a word is that of a section of a newspaper."""
    return word in _SECTIONS


def is_person(name: str) -> bool:
    """Tell whether a name has the shape of a writer's: 2 to 4 characters, dots, or letters."""
    return (
        bool(_PERSON.fullmatch(name))
        and not _NO_PERSON.search(name)
        and name not in _SECTIONS
        and not is_listed(name)
    )


def is_place(name: str, *, listed: bool = False) -> bool:
    """Tell whether a name is that of a place, or of a place in a place: 南投縣埔里鎮."""
    places = _places()
    if name in places or any(
        name[:i] in places and name[i:] in places for i in range(2, len(name) - 1)
    ):
        return True
    return not listed and bool(_DIVISION.fullmatch(name))


def divide(written: str, *, behind_role: bool) -> tuple[str, str] | None:
    """Divide 塗庭安花蓮縣 into writer and place; either may be empty.

    Args:
        written: characters without a blank or a sign between them.
        behind_role: 記者 or the like stands directly before them.

    Returns:
        Writer and place; None where they are neither.
    """
    if not written:
        return "", ""
    if not behind_role and is_place(written):
        return "", written
    sizes = sorted(range(2, len(written) - 1), key=lambda size: _rank(written, size))
    for size in sizes:
        if is_place(written[size:], listed=True) and is_person(written[:size]):
            return written[:size], written[size:]
    if is_person(written) and not (len(written) == 4 and _is_division(written[2:])):
        return written, ""
    if behind_role:
        for size in sizes:
            if is_place(written[size:]) and is_person(written[:size]):
                return written[:size], written[size:]
    return None


def _rank(written: str, size: int) -> tuple[int, int]:
    """Order the sizes a writer's name may have: three characters, then two, then four."""
    if any(dot in written for dot in _DOT):
        return 0, size  # the longest place behind a name with dots
    usual = 4 if written[:2] in _DOUBLE else 3
    return abs(usual - size) if size <= usual else 10 + size, size


def _is_division(place: str) -> bool:
    return place[-1] in "縣县市省區区鄉乡鎮镇"
