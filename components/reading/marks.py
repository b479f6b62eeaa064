"""Finds what is written around the news: in posts, mails, chats and captions, under pages.

Heads of a board, signs of readers, hours and writers of a chat, labels of speakers, [大笑]: they
stay in the text and do not count. What they say of the text is read as its fields.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from components.reading.openings import authors_in
from components.reading.parsers.days import iso_date

_B = r"[ \t\u3000]*"
_ROLE_LABEL = (
    r"(?:主播|主持人|主持|旁白|訪問者|访问者|提問|提问|發問|问|問|答|口白|OS|Q\d*|A\d*|[記记]者"
    r"|編導|编导|司儀|司仪|現場|现场|畫外音|画外音|字幕)"
)
_LABEL = re.compile(
    rf"(?m)^{_B}(?P<when>[\[（(]\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\]）)]{_B})?"
    r"(?P<who>(?!\d+[:：]\d)[^\s：:，。！？、「」『』（）()]{1,16}"
    r"(?:[ \u3000][^\s：:，。！？、「」『』（）()]{1,8})?)"
    rf"{_B}[：:]{_B}(?=\S|\n\S)"
)
# 王小明 14:20, 王小明, [05.03.2026 14:20], 發言者 1  00:05: a line over what is said.
_TURN = re.compile(
    r"(?m)^[ \t\u3000]*+(?P<who>(?=\S)[^\n\d:：，。！？\[\]（(,]{1,20}(?<=\S)(?:[ ]\d{1,2})?),?"
    r"[ \t\u3000]++"
    r"(?P<when>[\[（(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ ]+)?(?:[上下]午[ ]?)?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[AP]M)?[\]）)]?)[ \t]*$"
)
_RULED_DAY = re.compile(r"(?m)^[—\-=─]{2,}[ ]*\d{4}[./-]\d{1,2}[./-]\d{1,2}[ ]*[—\-=─]{2,}$")
_CLOCK_LINE = re.compile(r"(?m)^[ \t]*\d{1,2}:\d{2}(?::\d{2})?[ \t]*$")
_LEAST_TURNS = 2
_TURNS = 0.25  # of the lines of a chat say whose the next one is
_REPORTER = re.compile(
    rf".*(?:[記记]者|主播|主持|特派員)[ \u3000]?[\u3400-\u9fff]{{0,4}}|{_ROLE_LABEL}"
)
_LABELLED = 0.6  # of the lines of a transcript begin with who speaks

_POST = re.compile(
    rf"\A\s*(?P<writer>作者[:：]?[ \t]+\S+[ \t]*[（(][^\n]*)\n"
    rf"{_B}標題[:：]?[ \t]+(?P<title>[^\n]+)\n(?P<when>{_B}時間[:：]?[ \t]+(?P<time>[^\n]+))"
)
_FORM = re.compile(
    rf"(?m)^{_B}\d{{1,2}}[.．、]{_B}(?P<what>媒體來源|新聞來源|記者署名|完整新聞標題|新聞標題|完整新聞內文|新聞內文|完整新聞連結|新聞連結"
    rf"|備註|發文心得|心得)[^\n:：]{{0,40}}[:：]{_B}\n?"
)
_BOARD_LINE = re.compile(
    r"(?m)^(?:※ [^\n]*|(?:推|噓|→)[ \t]+[A-Za-z][A-Za-z0-9_]{1,13}[ \t]*[:：][^\n]*"
    r"|[─═—-]{10,}|◆ From[:：][^\n]*|: [^\n]*|:|-{5,}|Sent from [^\n]*)$"
)
# The same head in another order, as programs on telephones save it.
_POST_LINES = re.compile(rf"\A\s*(?:{_B}(?:作者|標題|看板|時間)[:： \t]+[^\n]+\n){{4}}")
_POST_LINE = re.compile(rf"(?m)^{_B}(?P<what>作者|標題|看板|時間)[:： \t]+(?P<value>[^\n]+)$")
_MAIL_LABEL = (
    r"(?:寄件者|寄件人|发件人|發件人|收件者|收件人|副本|抄送|密件副本|主旨|主題|主题|日期|時間|时间|傳送時間|寄件日期|发送时间|回覆|附件"
    r"|From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Attachments?)"
)
_MAIL = re.compile(rf"\A\s*(?P<head>(?:{_MAIL_LABEL}{_B}[:：][^\n]*\n){{2,}})")
_SUBJECT = re.compile(rf"(?m)^(?:主旨|主題|主题|Subject){_B}[:：]")
_MAIL_LINE = re.compile(rf"(?m)^(?P<label>{_MAIL_LABEL}){_B}[:：]{_B}(?P<value>[^\n]*)$")
_SIGNED = re.compile(r"(?m)^-- ?$")
_SENT_BY = re.compile(
    r"(?mi)^(?:(?:发自|發自|傳自|从|從)我的[^\n]{2,24}|Sent from (?:my|Mail)[^\n]{0,30}"
    r"|Get Outlook for[^\n]*)$"
)
_PASSED_ON = re.compile(r"(?i) ?(?:fwd?|轉寄|轉发|转发|转寄)[:：]")
_ANSWERED = re.compile(
    rf"(?m)^(?:[^\n@]{{1,80}}@[^\n]{{1,100}}(?:寫道|写道|wrote)[：:]$"
    rf"|_{{10,}}\n(?={_MAIL_LABEL}{_B}[:：]))"
)
_QUOTED = re.compile(
    r"(?mi)^(?:-{2,}[ ]?"
    r"(?:Original Message|Forwarded message|原始郵件|轉寄的?郵件|原始邮件|转发的?邮件)[^\n]*"
    r"|On [^\n]{8,80} wrote:|[^\n]{4,60}(?:寫道|写道)[：:])$"
)
_CHAT_HEAD = re.compile(
    r"(?m)\A\s*(?:\[LINE\][^\n]*|[^\n]*(?:聊天記錄|聊天记录|Chat history)[^\n]*)\n"
    r"(?:(?:儲存日期|保存日期|Saved on)[:：][^\n]*\n)?"
)
_CHAT_DAY = re.compile(
    r"(?m)^(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?:[ ]?[（(]?(?:星期|週|周)?[一二三四五六日天][）)]?)?"
    r"|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2}/\d{1,2}/\d{4})$"
)
_CHAT_LINE = re.compile(
    r"(?m)^(?:(?:上午|下午|凌晨|早上|晚上)?\d{1,2}:\d{2}(?:[ ]?[AP]M)?\t[^\t\n]{1,30}\t"
    r"|\[\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? [^\]\n]{4,14}\] [^:\n]{1,30}: "
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? [上下午]{0,2}\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
    r" - [^:\n]{1,30}: )"
)
# Who came, left or took something back.
_CHAT_NEWS = re.compile(
    r"(?m)^(?:(?:上午|下午|凌晨|早上|晚上)?\d{1,2}:\d{2}(?:[ ]?[AP]M)?\t\t[^\n]*"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? [上下午]{0,2}\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
    r" - (?![^:\n]{1,30}: )[^\n]*)$"
)
# 09:15 王小明 早安: only under a line of day, and where somebody writes twice, else a programme.
_CHAT_SPACED = re.compile(
    r"(?m)^(?:上午|下午|凌晨|早上|晚上)?\d{1,2}:\d{2} (?P<who>[^\s\d][^\s]{0,19}) (?=\S)"
)
_CHAT_MARK = re.compile(
    r"\[(?:照片|圖片|图片|貼圖|贴图|影片|视频|檔案|文件|語音訊息|语音|聯絡資訊|位置訊息|相簿|記事本|表情"
    r"|動畫表情|Photo|Sticker|Video|File|Voice message|Album)\]|☎[^\n]*"
    r"|\u200e?(?:圖片|影片|視訊|語音訊息|音訊|貼圖|文件|聯絡人名片|GIF|图片|视频|音频|贴图|文档)(?:已略去|已省略|已忽略)"
    r"|\u200e?(?:image|video|audio|sticker|document|GIF|Contact card) omitted"
    r"|(?:已收回訊息|[^\t\n]{1,20}已收回訊息|<Media omitted>|<已忽略媒體檔案>)"
    r"|\[ ?(?:Photo|Sticker|Video|File|Voice message|Album) ?\]"
    r"|(?:This message was deleted|You deleted this message)\.?"
    r"|(?:此訊息已刪除|(?:您|你)已刪除此訊息)。?"
)
_SOUND = re.compile(
    r"[\[［【（(](?:[^\]］】）)\n。，]{0,6}(?:笑|掌聲|掌声|音樂|音乐|歌聲|歌声|鼓掌|歡呼|欢呼|哭|嘆氣|叹气"
    r"|聲|声|靜默|静默|無聲|咳|尖叫|廣告|广告)"
    r"[^\]］】）)\n。，]{0,4}|Music|Applause|Laughter|music|applause|laughter|Silence)[\]］】）)]|[♪♫♬](?:[^\n。]{0,40}[♪♫♬])?"
)
_CREDIT = re.compile(
    r"(?mi)^[^\n]{0,12}(?:字幕(?:[:：由by製制提]|組|组|志願者|翻譯|校對)|Amara\.org"
    r"|Subtitles? by|Captions? by|聽打|听打|時間軸|时间轴|翻譯[:：]|校對[:：]"
    r"|不吝點贊|不吝点赞|訂閱轉發|订阅转发|打賞支持)[^\n]*$"
)


# What pages put under their news: other news, and what a reader should do.
_LEAD = r"[\s※◎●■▲▼△►▶>＞◆◇★☆👉☞→➤✅📣🔥📌\[【《〈〔（(]*"
_OTHER_NEWS = (
    r"(?:延伸[閱阅][讀读]|推[薦荐](?:閱讀|阅读|文章)|看更多|看完整|其他人也在看|大家都在看|猜你喜[歡欢]"
    r"|相[關关](?:新聞|新闻|報導|报道|文章|連結|链接|閱讀|阅读)|[熱热]門新聞|[热熱]门新闻|編輯推薦|编辑推荐"
    r"|更多(?:[\u3400-\u9fffA-Za-z]{0,8})(?:新聞|新闻|報導|报道|內容|内容|文章)|更多[：:]|[上下]一[則则篇]"
    r"|你可能(?:也|還|还)?(?:會|会)?(?:想看|喜[歡欢]|有[興兴]趣))"
)
_PLEASE = r"(?:立即|立刻|馬上|马上|免費|免费|快|點此|点此|歡迎|欢迎|請|请)*"
_MEDIA = (
    r"(?:IG|Instagram|FB|Facebook|臉書|脸书|粉[專专絲丝]|YouTube|YT|Threads|Telegram|[頻频]道|電子報|电子报"
    r"|公[眾众][號号]|Podcast|Google ?(?:News|新聞))"
)
_CALL = (
    rf"(?:{_PLEASE}(?:下[載载]|安[裝装])[^。\n]{{0,12}}(?:APP|App|app|應用|应用|客[戶户]端)"
    rf"|{_PLEASE}加入?[^。\n]{{0,12}}(?:LINE|Line|line|好友|會員|会员|[頻频]道|社團|社团|群[組组])"
    rf"|{_PLEASE}(?:追蹤|追踪|[關关]注|訂閱|订阅)[^。\n]{{0,14}}{_MEDIA}"
    r"|[幫帮給给請请到來来]?[^。\n]{0,6}(?:按讚|按赞|點讚|点赞)[^。\n]{0,10}(?:粉[專专絲丝]|臉書|脸书|分享|訂閱|订阅)"
    r"|[^。\n]{0,8}(?:粉[專专絲丝]|臉書|脸书)[^。\n]{0,4}(?:按讚|按赞|點讚|点赞)"
    r"|(?:點我|点我|點擊|点击|掃描|扫描|長按|长按|[點点]此)[^。\n]{0,14}"
    r"(?:看|下[載载]|加入|訂閱|订阅|QR|二[維维][碼码]|[關关]注|更多)"
    r"|不用抽)"
)
_OTHER = re.compile(rf"{_LEAD}{_OTHER_NEWS}{_B}(?:[】》〉〕）)\]]|[:：／/|｜]|$)[^。！？!?\n]*")
_CALLED = re.compile(rf"{_LEAD}{_CALL}[^。\n]{{0,40}}")
_LONGEST_CALL = 60  # characters of a line
_HEADLINE = 45


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands around the news, and what it says.

    Attributes:
        stretches: where it stands, half-open and ascending.
        title: the headline or subject it names.
        published: ISO 8601, as exact as it says.
        outlet: whose report it names.
        authors: whose report it names.
        formed: the whole text is a post, a mail, a chat or a transcript.
    """

    stretches: tuple[tuple[int, int], ...] = ()
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    formed: bool = False


def find_marks(text: str, *, spoken: bool = False) -> Marks:
    """Find the marks of a post, a mail, a chat or a transcript, and what pages advertise.

    Args:
        text: the joined text.
        spoken: it comes from captions, which have sounds and credits of their own.
    """
    if spoken:
        found = (match.span() for pattern in (_SOUND, _CREDIT) for match in pattern.finditer(text))
        return Marks(merge((*found, *_promotion(text))))
    promotion = tuple(_promotion(text))
    for read in (_read_post, _read_mail, _read_chat, _read_turns, _read_hours, _read_transcript):
        if marks := read(text):
            stretches = merge((*marks.stretches, *promotion))
            return replace(marks, stretches=stretches, formed=True)
    return Marks(promotion)


def is_credit(caption: str) -> bool:
    """Tell a caption that names who made the captions, or asks to subscribe."""
    return bool(_CREDIT.fullmatch(caption))


def merge(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return stretches in order, those that overlap as one; empty ones are none."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def _promotion(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines with which a page leads to other news and to its own services.

    A heading such as 延伸閱讀 takes along the headlines under it, up to a blank line or a sentence.
    """
    start, under = 0, False
    for line in text.split("\n"):
        end = start + len(line)
        bare = line.strip()
        other = _OTHER.fullmatch(bare) if len(bare) <= _LONGEST_CALL else None
        is_call = len(bare) <= _LONGEST_CALL and bool(_CALLED.fullmatch(bare))
        if other or is_call or (under and bare and _is_link(bare)):
            yield start, end
            under = under or bool(other)
        else:
            under = under and is_call
        start = end + 1


def _is_link(line: str) -> bool:
    """Tell a headline of other news, or an address, from a sentence."""
    is_address = line.startswith(("http://", "https://", "www."))
    return is_address or (len(line) <= _HEADLINE and "。" not in line)


def _read_post(text: str) -> Marks | None:
    """Read a post of PTT: its head, the form of its news boards, signature and readers."""
    head = _POST.match(text)
    if not head:
        return _read_saved_post(text)
    found = [head.span("writer"), (head.end("writer"), head.start("title")), head.span("when")]
    found += [match.span() for match in _BOARD_LINE.finditer(text)]
    if signed := _SIGNED.search(text, head.end()):
        found.append((signed.start(), len(text)))
    says: dict[str, str] = {}
    labels = list(_FORM.finditer(text, head.end()))
    for label, after in itertools.zip_longest(labels, labels[1:]):
        end = after.start() if after else signed.start() if signed else len(text)
        value = text[label.end() : end].strip()
        says[label["what"]] = value
        is_news = label["what"].endswith(("標題", "內文"))
        found.append((label.start(), label.end() if is_news else max(label.end(), end)))
    return Marks(
        merge(_trim_breaks(text, found)),
        head["title"].strip(),
        iso_date(head["time"]),
        says.get("媒體來源") or says.get("新聞來源") or None,
        authors_in(says.get("記者署名", "")),
    )


def _read_saved_post(text: str) -> Marks | None:
    """Read a post whose head stands in another order."""
    head = _POST_LINES.match(text)
    told = {line["what"]: line for line in _POST_LINE.finditer(head[0])} if head else {}
    if not head or len(told) < 4:
        return None
    found = [line.span() for what, line in told.items() if what != "標題"]
    found.append((told["標題"].start(), told["標題"].start("value")))
    found += [match.span() for match in _BOARD_LINE.finditer(text, head.end())]
    title, when = (told[what]["value"].strip() for what in ("標題", "時間"))
    return Marks(merge(_trim_breaks(text, found)), title, iso_date(when))


def _read_mail(text: str) -> Marks | None:
    """Read the head of a mail, its signature, and the lines that say whom it quotes."""
    head = _MAIL.match(text)
    # A subject alone above a day, or three fields: 日期 and 時間 are also those of a programme.
    if not head or (head["head"].count("\n") < 3 and not _SUBJECT.search(head["head"])):
        return _read_answer(text)
    found = [head.span("head"), *(match.span() for match in _QUOTED.finditer(text))]
    found += [match.span() for match in _SENT_BY.finditer(text)]
    for quoted in _QUOTED.finditer(text):
        found += [
            line.span() for line in _MAIL_LINE.finditer(text, quoted.end(), quoted.end() + 400)
        ]
    if answered := _find_answered(text, head.end()):
        found.append((answered, len(text)))
    signed = list(_SIGNED.finditer(text))
    if signed and text.count("\n", signed[-1].end()) <= 12:
        found.append((signed[-1].start(), len(text)))
    says = {m["label"].lower(): m["value"].strip() for m in _MAIL_LINE.finditer(head["head"])}
    subject = next(
        (says[label] for label in ("主旨", "主題", "主题", "subject") if label in says), None
    )
    moments = (
        iso_date(value) for label, value in says.items() if re.search("日期|間|间|date|sent", label)
    )
    return Marks(merge(_trim_breaks(text, found)), subject, next(filter(None, moments), None))


def _read_answer(text: str) -> Marks | None:
    """Read a mail without its head: what it answers stands below the line that says whose it is."""
    answered = _find_answered(text, 0)
    return Marks(merge(_trim_breaks(text, [(answered, len(text))]))) if answered else None


def _find_answered(text: str, begin: int) -> int:
    """Return where the mail begins that is answered above it; 0 where nothing is written above.

    A mail that only passes another on has its news there.
    """
    subject = _SUBJECT.search(text, 0, begin)
    if subject and _PASSED_ON.match(text, subject.end()):
        return 0
    quoted = _ANSWERED.search(text, begin) or (_QUOTED.search(text, begin) if begin else None)
    if not quoted or not quoted[0].endswith(("道：", "道:", "wrote:", "_\n")):
        return 0
    return quoted.start() if any(map(str.isalnum, text[begin : quoted.start()])) else 0


def _read_chat(text: str) -> Marks | None:
    """Read what LINE, WhatsApp and the like export: days, hours, writers, pictures."""
    days = list(_CHAT_DAY.finditer(text))
    lines = list(_CHAT_LINE.finditer(text)) or (_find_spaced(text) if days else [])
    if len(lines) < 2:
        return None
    found = [match.span() for match in (*lines, *days, *_CHAT_MARK.finditer(text))]
    found += [match.span() for match in _CHAT_NEWS.finditer(text)]
    head = _CHAT_HEAD.match(text)
    if head:
        found.append(head.span())
    days_first = (iso_date(match[0]) for match in (*days, *lines))
    return Marks(merge(_trim_breaks(text, found)), published=next(filter(None, days_first), None))


def _find_spaced(text: str) -> list[re.Match[str]]:
    """Find the heads of a chat whose hour, writer and words stand between blanks."""
    found = list(_CHAT_SPACED.finditer(text))
    said = Counter(head["who"] for head in found)
    n_lines = sum(1 for line in text.split("\n") if line.strip())
    is_chat = max(said.values(), default=0) > 1 and len(found) >= _LABELLED * n_lines
    return found if is_chat else []


def _read_turns(text: str) -> Marks | None:
    """Read a chat or a transcript where a line of writer and hour stands over what is said."""
    turns = list(_TURN.finditer(text))
    said = Counter(_without_number(turn["who"]) for turn in turns)
    n_lines = sum(1 for line in text.split("\n") if line.strip())
    is_spoken = all(text[turn.end() :].strip() for turn in turns[:-1])
    if len(turns) < _LEAST_TURNS + 1 or max(said.values()) < 2 or not is_spoken:
        return None
    if len(turns) < _TURNS * n_lines:
        return None
    days = list(_RULED_DAY.finditer(text))
    found = [match.span() for match in (*turns, *days, *_CHAT_MARK.finditer(text))]
    told = (iso_date(moment) for moment in (*(d[0] for d in days), *(t["when"] for t in turns)))
    return Marks(merge(_trim_breaks(text, found)), published=next(filter(None, told), None))


def _read_hours(text: str) -> Marks | None:
    """Read a transcript that a player shows: an hour alone over each line of what is said."""
    hours = [match.span() for match in _CLOCK_LINE.finditer(text)]
    n_lines = sum(1 for line in text.split("\n") if line.strip())
    is_over_each = len(hours) > _LEAST_TURNS and 3 * len(hours) >= n_lines > len(hours)
    return Marks(merge(_trim_breaks(text, hours))) if is_over_each else None


def _without_number(who: str) -> str:
    """Return who speaks without a number: 發言者 1, Q2."""
    return who.strip().rstrip("0123456789").strip() or who


def _read_transcript(text: str) -> Marks | None:
    """Read who speaks before each line; a name counts where it is first told."""
    lines = [line for line in text.split("\n") if line.strip()]
    labels = list(_LABEL.finditer(text))
    said = Counter(_without_number(label["who"]) for label in labels)
    n_alone = sum(text[label.end() : label.end() + 1] == "\n" for label in labels)
    if (
        len(labels) < max(3, _LABELLED * (len(lines) - n_alone))
        or max(said.values(), default=0) < 2
    ):
        return None
    found, told = [match.span() for match in _SOUND.finditer(text)], set[str]()
    for label in labels:
        who = label["who"]
        found.append(label.span("when") if label["when"] else (label.start(), label.start()))
        if _REPORTER.fullmatch(who) or who in told:
            found.append(label.span())
        told.add(who)
    return Marks(merge(found))


def _trim_breaks(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches without the line breaks at their edges."""
    for start, end in stretches:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip("\n"))
        yield start + lead, max(start + lead, end - len(piece) + len(piece.rstrip("\n")))
