"""Chats, mails, posts and transcripts as programs save them: only what was said counts."""

from __future__ import annotations

import pytest

from components.reading import Source, read

NEWS = "市府表示，工程預計年底完工，經費約三億元。里長林添財說，希望別再延期。"
MORE = "議員質疑，預算追加三次，進度卻一再落後，要求公開工程日誌。"


def counted(text: str) -> list[str]:
    (article,) = read([Source("a.txt", text.encode())]).articles
    own = "\n".join(article.text[a:b] for a, b in article.counted)
    return [line.strip() for line in own.split("\n") if line.strip()]


CHATS = {
    "LINE, with its own news": f"2026/03/05（四）\n14:20\t王小明\t{NEWS}\n14:21\t\t阿美已收回訊息\n"
    f"14:22\t\t王小明已將老張加入群組\n14:23\t阿美\t{MORE}\n",
    "WhatsApp": "05/03/2026, 14:19 - Messages are end-to-end encrypted.\n"
    f"05/03/2026, 14:20 - 王小明: {NEWS}\n05/03/2026, 14:21 - 阿美: {MORE}\n"
    "05/03/2026, 14:22 - 阿美: This message was deleted.\n",
    "Telegram": f"王小明, [05.03.2026 14:20]\n{NEWS}\n\n阿美, [05.03.2026 14:21]\n[ Photo ]\n"
    f"{MORE}\n\n"
    "王小明, [05.03.2026 14:22]\n[ Photo ]\n",
    "WeChat": f"王小明 2026-03-05 14:20:33\n{NEWS}\n\n阿美 2026-03-05 14:21:10\n{MORE}\n\n"
    "王小明 2026-03-05 14:22:10\n[图片]\n",
    "WeChat, day between rules": f"—————  2026-03-05  —————\n\n王小明  14:20\n\n{NEWS}\n\n"
    f"阿美  14:21\n\n{MORE}\n\n王小明  14:22\n\n[图片]\n",
    "mail answered below a rule": "寄件者： 王小明\n寄件日期： 2026年3月5日\n收件者： 李四\n"
    "主旨： RE: 步道\n\n"
    f"{NEWS}\n\n{MORE}\n\n________________________________\n寄件者： 李四\n主旨： 步道\n\n"
    f"請問進度？\n",
    "mail passed on": f"发件人: 王小明\n收件人: 李四\n主题: 转发: 步道\n\n发自我的iPhone\n\n"
    f"-------- 转发的邮件 --------\n发件人: 张三\n主题: 步道\n\n{NEWS}\n\n{MORE}\n",
    "mail without head": f"{NEWS}\n\n{MORE}\n\n"
    f"李四 <a@b.tw> 於 2026年3月4日 週三 上午9:00寫道：\n\n> 請問？\n",
    "turns with numbers": f"發言者 1  00:00\n{NEWS}\n發言者 2  00:05\n{MORE}\n"
    f"發言者 1  01:05\n[音樂]\n",
    "answers with numbers": f"Q1: {NEWS}\nA1: {MORE}\nQ2: 還有嗎？\nA2: 沒有。\n",
    "hours before speakers": f"[00:00:01] 主持人：{NEWS}\n[00:00:05] 主持人：{MORE}\n"
    f"[00:01:05] 主持人：謝謝。\n",
    "labels over what is said": f"（00:12）主播 陳雅琳：\n{NEWS}\n（00:20）記者 王小明：\n{MORE}\n"
    "（01:20）主播 陳雅琳：\n謝謝。\n",
}  # fmt: skip
POSTS = {
    "answer on PTT": "作者: newsman (阿明) 看板: Taoyuan\n標題: Re: [閒聊] 步道\n"
    "時間: Thu Mar  5 14:20:33 2026\n\n"
    f"※ 引述《oldman (老人)》之銘言：\n: 真的要修嗎\n: 我不信\n\n{NEWS}\n\n-----\n"
    f"Sent from JPTT on my iPhone\n",
    "head in another order": "標題 步道\n作者 newsman\n看板 Gossiping\n時間 2026-03-05 14:20:33\n\n"
    f"{NEWS}\n\n推 abc : 推推\n",
}  # fmt: skip


@pytest.mark.parametrize("text", CHATS.values(), ids=CHATS)
def test_marks_only_what_was_said_counts(text: str) -> None:
    said = counted(text)
    assert said[:2] == [NEWS, MORE]
    assert set(said[2:]) <= {"還有嗎？", "沒有。", "謝謝。", "[音樂]"}


@pytest.mark.parametrize("text", POSTS.values(), ids=POSTS)
def test_marks_of_posts_leave_title_and_text(text: str) -> None:
    assert [line.removeprefix("Re: [閒聊] ") for line in counted(text)] == ["步道", NEWS]


def test_marks_a_programme_with_hours_is_no_chat() -> None:
    text = f"活動流程\n報到 09:00\n開幕 09:30\n座談 10:00\n午餐 12:00\n{NEWS}\n"
    assert "座談 10:00" in counted(text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("sign", [" ", "\t", "a@", "王 ", "14:20 ", "作者 x\n", "_" * 12 + "\n"])
def test_marks_a_long_line_of_one_sign_takes_no_time(sign: str) -> None:
    assert NEWS in counted(f"步道\n{sign * (20_000 // len(sign))}\n{NEWS}\n")
