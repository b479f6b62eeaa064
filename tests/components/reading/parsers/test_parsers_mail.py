"""Mails as programs save them, and captions in the forms of other programs."""

from __future__ import annotations

import base64

import pytest

from components.reading import Source, read
from components.text import Article

NEWS = "市府表示，工程預計年底完工。里長林添財說，希望別再延期。"
HEAD = "From: a@b.tw\r\nSubject: =?big5?B?{subject}?=\r\nDate: Thu, 5 Mar 2026 14:20:33 +0800\r\n"
HEAD = HEAD.format(subject=base64.b64encode("步道修復".encode("big5")).decode())


def one(text: str, name: str) -> Article:
    (article,) = read([Source(name, text.encode())]).articles
    return article


def counted(article: Article) -> list[str]:
    text = "\n".join(article.text[a:b] for a, b in article.counted)
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_mail_is_decoded_and_its_head_is_fields() -> None:
    body = base64.encodebytes(f"{NEWS}\n\n-- \n王小明\n".encode("big5")).decode()
    how = "Content-Type: text/plain; charset=big5\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = one(f"{HEAD}MIME-Version: 1.0\r\n{how}{body}", "a.eml")
    assert (mail.title, mail.published) == ("步道修復", "2026-03-05T14:20:33+08:00")
    assert counted(mail) == [NEWS]


def test_mail_of_a_page_gives_what_it_shows() -> None:
    how = "Content-Type: text/html; charset=utf-8\r\n\r\n"
    mail = one(f"{HEAD}{how}<html><body><p>{NEWS}</p></body></html>", "a.eml")
    assert counted(mail) == [NEWS]


def test_mail_without_text_is_refused() -> None:
    (refusal,) = read([Source("a.eml", HEAD.encode() + b"\r\n")]).refusals
    assert refusal.reason == "empty"


SUBTITLES = {
    "a.ass": "[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\pos(1,2)}市府今天表示\n"
    "Dialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,里長說，\\N別再延期\n",
    "a.sbv": "0:00:01.000,0:00:03.000\n市府今天表示\n\n0:00:03.000,0:00:05.000\n里長說，\n"
    "別再延期\n",
    "a.lrc": "[ti:新聞]\n[00:01.00]市府今天表示\n[00:03.00]里長說，別再延期\n",
    "a.txt": "0:00\n市府今天表示\n0:03\n里長說，別再延期\n0:05\n",
}


@pytest.mark.parametrize("name", SUBTITLES)
def test_captions_of_other_programs_are_what_was_said(name: str) -> None:
    assert counted(one(SUBTITLES[name], name)) == ["市府今天表示", "里長說，別再延期"]


def test_captions_credits_do_not_take_what_was_said_along() -> None:
    cues = ("字幕由Amara.org社群提供", "工程年底完工。", "請不吝點贊 訂閱 轉發")
    text = "".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{c}\n\n" for i, c in enumerate(cues))
    assert counted(one(text, "a.srt")) == ["工程年底完工。"]
