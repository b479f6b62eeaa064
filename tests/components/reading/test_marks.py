"""Posts, mails, chats, transcripts and captions: what programs write around the news."""

from __future__ import annotations

import pytest

from components.reading import ReadingSettings, Source, read
from components.reading.marks import find_marks
from components.text import Article


def counted(article: Article) -> str:
    return "|".join(
        article.text[a:b].strip() for a, b in article.counted if article.text[a:b].strip()
    )


POST = """\
作者: harbor9 (港邊) 看板: HatePolitics
標題: Re: [新聞] 漁港擴建 議會三讀
時間: Wed Apr 10 09:05:11 2024

※ 引述《seal (海豹)》之銘言：
漁港擴建案昨天三讀通過。
--
簽名檔在這裡
※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 203.0.113.9 (臺灣)
推 wave_1: 早該建了                                     04/10 09:06
→ wave_1: 錢呢                                         04/10 09:07
"""


def test_marks_of_a_post_are_its_head_signature_and_readers() -> None:
    marks = find_marks(POST.strip())
    assert (marks.title, marks.published) == ("Re: [新聞] 漁港擴建 議會三讀", "2024-04-10T09:05:11")
    [article] = read([Source("p.txt", POST.encode())]).articles
    assert counted(article) == "Re: [新聞] 漁港擴建 議會三讀|漁港擴建案昨天三讀通過。"
    assert article.text.startswith("作者: harbor9")


def test_marks_of_a_mail_are_its_head_and_signature() -> None:
    mail = "From: Desk <d@example.org>\nDate: Tue, 05 Mar 2024 08:53:20 +0800\nSubject: 剪報\n"
    mail += "To: all\n\n各位好：\n> 市議會昨天通過預算。\n> 市長表示感謝。\n\n-- \n王小明\n分機 12"
    [article] = read([Source("m.txt", mail.encode())]).articles
    assert (article.title, article.published) == ("剪報", "2024-03-05T08:53:20+08:00")
    assert counted(article) == "各位好：\n市議會昨天通過預算。\n市長表示感謝。"
    assert {"quotes", "marks"} <= {step.name for step in article.steps}


@pytest.mark.parametrize(
    "chat",
    [
        "[LINE] 記者群的聊天記錄\n儲存日期：2024/03/07 21:30\n\n2024/03/07（四）\n"
        "08:02\t王小明\t港區大火\n08:03\t王小明\t[照片]\n09:10\t李四\t已撲滅",
        "2024/3/7 上午8:02 - 王小明: 港區大火\n2024/3/7 上午8:03 - 王小明: <Media omitted>\n"
        "2024/3/7 上午9:10 - 李四: 已撲滅",
        "[2024/3/7, 08:02:11] 王小明: 港區大火\n[2024/3/7, 09:10:00] 李四: 已撲滅",
    ],
)
def test_marks_of_a_chat_are_hours_writers_and_pictures(chat: str) -> None:
    [article] = read([Source("c.txt", chat.encode())]).articles
    assert counted(article) == "港區大火|已撲滅"
    assert (article.published or "")[:10] == "2024-03-07"


def test_marks_of_a_transcript_are_who_speaks_but_for_the_first_time() -> None:
    text = "主持人：歡迎。\n局長陳美：謝謝。\n主持人：停水多久？\n局長陳美：三天。"
    [article] = read([Source("t.txt", text.encode())]).articles
    assert counted(article) == "歡迎。\n局長陳美：謝謝。|停水多久？|三天。"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "市長：放水前先通知\n市府今天表示，水庫將放水。\n里長：來不及。",
        "時間：三點\n地點：市府\n他們談了很久。",
        "作者 談寫作\n標題 不重要\n他說，重要的是內容。",
        "他說：好。\n她說：不好。",
    ],
)
def test_marks_are_none_in_other_texts(text: str) -> None:
    assert find_marks(text).stretches == ()


def test_marks_of_captions_are_sounds_and_credits() -> None:
    times = "00:00:0{}.000 --> 00:00:0{}.900"
    lines = ["[大笑]", "各位晚安", "（掌聲）歡迎收看", "字幕：王小明", "♪"]
    cues = "\n\n".join(f"{times.format(n, n)}\n{line}" for n, line in enumerate(lines))
    [article] = read([Source("a.vtt", f"WEBVTT\n\n{cues}\n".encode())]).articles
    assert counted(article) == "各位晚安|歡迎收看"


def test_marks_count_where_the_reader_says_so() -> None:
    kept = ReadingSettings(clean=())
    [article] = read([Source("p.txt", POST.encode(), settings=kept)]).articles
    assert article.counted == ((0, len(article.text)),)


NEWS = "市府昨天宣布，港區碼頭下月動工。漁會要求先談妥補償，再談工期。"


@pytest.mark.parametrize(
    "lines",
    [
        ("延伸閱讀",),
        ("延伸閱讀：", "漁港疏浚延宕三年", "議員要求檢討港務預算"),
        ("【延伸閱讀】漁港疏浚延宕三年",),
        ("▶ 看更多：漁港疏浚延宕三年",),
        ("相關新聞", "https://news.example.tw/1", "漁港疏浚延宕三年"),
        ("更多港區新聞", "漁港疏浚延宕三年"),
        ("立即下載APP，新聞不漏接",),
        ("加入LINE好友 最新消息馬上通知",),
        ("👉 歡迎追蹤我們的IG",),
        ("訂閱電子報，每天收到重要新聞",),
        ("幫我們的粉專按讚分享",),
        ("掃描QR Code看更多",),
        ("※不用抽、不用搶，現在用APP看新聞 保證天天中獎",),
    ],
)
def test_marks_hold_what_a_page_advertises_under_its_news(lines: tuple[str, ...]) -> None:
    text = "\n".join((NEWS, *lines))
    marks = find_marks(text)
    assert [text[a:b] for a, b in marks.stretches] == list(lines)


@pytest.mark.parametrize(
    "line",
    [
        "延伸閱讀的習慣，是這個計畫的目的。",
        "他說，民眾可以下載APP查詢公車到站時間，也可以打電話。",
        "市府呼籲民眾加入LINE好友，以便收到防災訊息，目前已有十萬人加入。",
        "更多居民則是搬到外縣市，村裡只剩三十戶。",
        "看更多人走上街頭，他也加入。",
        "下載量破百萬的遊戲由本土團隊開發，團隊只有五人。",
    ],
)
def test_marks_leave_sentences_alone_that_speak_of_the_same(line: str) -> None:
    assert find_marks(f"{NEWS}\n{line}\n{NEWS}").stretches == ()


def test_marks_end_a_list_of_other_news_where_the_text_goes_on() -> None:
    text = f"{NEWS}\n延伸閱讀\n漁港疏浚延宕三年\n\n{NEWS}"
    assert [text[a:b] for a, b in find_marks(text).stretches] == ["延伸閱讀", "漁港疏浚延宕三年"]
