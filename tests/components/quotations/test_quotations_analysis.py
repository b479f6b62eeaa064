"""Who said what, in sentences of every form that the press writes."""

from __future__ import annotations

import pytest

from components.quotations import Quotation, Quotations, find
from tests.components.quotations.marked import corpus_of, found_in, parse, rows_of

BEFORE = [
    "里長[P 周阿滿]說：{周阿滿 說 d|「路燈壞了三個月，沒有人來修。」}",
    "里長[P 周阿滿]則表示，{周阿滿 表示 i|路燈壞了三個月，沒有人來修}。",
    "[O 港務局]昨晚在臉書上強調，{港務局 強調 i|航班照常}。",
    "[P 周阿滿]昨天受訪時也坦言：{周阿滿 坦言 d|「這筆錢我們付不起。」}",
    "[O 市民黨]議員[P 高明哲]痛批{高明哲 痛批 i|市府把預算花在煙火上}。",
    "[P 周阿滿]呼籲{周阿滿 呼籲 i|住戶不要飲用地下水}。",
    "[P 高明哲]進一步指出，{高明哲 指出 i|合約漏洞有三處}；"
    "[O 市府]發言人[P 陶立安]則反駁，{陶立安 反駁 i|合約沒有問題}。",
    "[L 澳門]居民[P 何潔]直言：{何潔 直言 d|「唔通要我哋瞓街？」}",
    "發展局局長[P 余敏]稱，{余敏 稱 i|會如期交樓}。",
    "警務處發言人[P 余敏]指，{余敏 指 i|兩人涉嫌縱火}。",
    "村支书[P 郭长河]说：{郭长河 说 d|“今年的麦子比去年好，一亩多收两百斤。”}",
    "[P 周阿滿]寫道：{周阿滿 寫道 d|「我不會道歉。」}",
]
AFTER = [
    "{周阿滿 說 d|「路燈壞了三個月，」}[P 周阿滿]說。",
    "{周阿滿 說 d|「路燈壞了三個月。」}里長[P 周阿滿]說。",
    "{郭长河 说 d|“今年的麦子好。”}村支书[P 郭长河]说。",
    "{周阿滿 回憶 d|「水一下子就淹到胸口。」}[P 周阿滿]回憶，{周阿滿 回憶 i|當時連電話都打不通}。",
]
AROUND = [
    "{周阿滿 說 d|「路燈壞了三個月，」}[P 周阿滿]說，{周阿滿 說 d|「沒有人來修。」}",
]
PARTS = [
    "教授[P 尹文]說，河口的泥灘{尹文 說 d|「十年內就會消失」}。",
    "教授[P 尹文]批評，{尹文 批評 i|河口沒有人管}，{尹文 批評 d|「出了事就互相推來推去」}。",
]
PRONOUNS = [
    "農民[P 溫添]養了百隻羊。他說，{溫添 說 i|飼料漲了一成}。",
    "[P 尹文]認為，{尹文 認為 i|泥灘會消失}。她說：{尹文 說 d|「誰也救不了。」}",
    "店長[P 溫添]說，{溫添 說 i|生意少了三成}。[P 溫=溫添]店長直言：{溫添 直言 d|「收店。」}",
    "校長[P 尹文]到場致歉。校長說，{尹文 說 i|會全數賠償}。",
]
HEARERS = [
    "[P 周阿滿]告訴[O 環海社]，{周阿滿 告訴 i|她已經三天沒睡}。",
    "[P 周阿滿]向記者[P 尹文]表示，{周阿滿 表示 i|她已經三天沒睡}。",
    "[P 周阿滿]接受[O 環海台]訪問時說，{周阿滿 說 i|她已經三天沒睡}。",
    "[P 周阿滿]問[P 尹文]：{周阿滿 問 d|「你到底來不來？」}",
]
UNNAMED = [
    "警方表示，{? 表示 i|現場沒有打鬥痕跡}。",
    "陳男供稱，{? 供稱 i|當時睡著了}。",
]
FURTHER = [
    "[P 賴永和]致詞時說，{賴永和 說 i|家園不會屈服}，{賴永和 說 d|「我們會更團結」}。",
    "董事長[P 曾茂]沒有正面回應，僅說{曾茂 說 i|一切依程序辦理}。",
    "[P 譚偉]批評當局{譚偉 批評 d|「後知後覺」}，促請{譚偉 促請 i|盡快交代時間表}。",
    "區長[P 梁偉]說，{梁偉 說 i|火場溫度極高，須分批進入}；他指{梁偉 指 i|起火原因有待調查}。",
    "被告求情時稱，{? 稱 i|自己一時貪念}；裁判官[P 陳慧]直斥{陳慧 直斥 i|案情嚴重，須判監禁}。",
    "[P 陳茂]認為，{陳茂 認為 i|樓市已見底}。他續指，{陳茂 續指 i|利率仍是關鍵}。",
    "{罗玉 告诉 d|“娃娃们上学再也不用蹚水了。”}村支书[P 罗玉]高兴地告诉记者。",
    "厂长[P 赵强]指着新设备说，{赵强 说 d|“我们舍得投入。”}",
    "[P 呂阿雀]是最後離開的住戶，她把鑰匙交給里長，說了句{呂阿雀 說 d|「拜託」}。",
    "民宿主人[P 高靜]最常對客人說的一句話是{高靜 說 d|「慢慢來」}。",
    "對於質疑，[P 鄭燦]只回了四個字：{鄭燦 回 d|「清者自清」}。",
    "{? 問 d|「你認罪嗎？」}法官問。被告[P 廖豪]低頭答：{廖豪 答 d|「認罪。」}",
    "{周浩 - d|“没想到这么快就办好了！”}拿到营业执照的创业者[P 周浩]连连点赞。",
    "[O 彭博]引述知情人士說，{? 說 i|產線將移往印度}。",
    "分析師[P 陳光]說，{陳光 說 i|台股短線震盪}，建議{陳光 建議 i|投資人減碼}。",
    "總經理[P 井琪]否認，並指{井琪 指 i|公司沒有併購計畫}。",
    "漁民[P 蔡勇]的船沉了。他的妻子[P 黃雲]趕到港邊，哭著說：{黃雲 說 d|「人平安就好。」}",
    "[P 吳益]說，{吳益 說 i|寫這本書花了六年}，{吳益 說 d|「像養一棵樹」}。",
    "議員[P 苗雅]在議會質詢，{苗雅 質詢 d|「到底要拖到哪一年？」}",
    "林姓男子到案後供稱，{? 供稱 i|因為缺錢才行竊}。",
    "工會批，資方{? 批 d|「說一套做一套」}；公司則澄清，{? 澄清 i|調薪案已送董事會}。",
    "[P 潘政]對此回嗆，{潘政 回嗆 i|依法審查四個字他聽了十年}。",
    "村長[P 翁金水]反對，認為{翁金水 認為 i|人手不足才是主因}。",
    "鎮長[P 陳漢志]飽受批評，昨改口說{陳漢志 說 i|會設警示牌}。",
    "議員[P 方雅]批評[O 屋宇署]巡查{方雅 批評 d|「有頭無尾」}，要求{方雅 要求 i|當局交代}。",
    "[P 傅崐]說，[O 民主黨]{傅崐 說 d|「只會杯葛」}，還說：{傅崐 說 d|「人民不會原諒。」}",
    "[P 藺芷妍]的教練[P 鄔展宏]認為，{鄔展宏 認為 i|關鍵在第二局}；"
    "他透露，{鄔展宏 透露 i|膝傷要再檢查}。",
    "[P 應慧]回憶，父親只回了一句：{? 回 d|「手停了，人就老了。」}",
    "[P 何阿吉]當場問[P 葉=葉書齊]局長{何阿吉 問 i|何時能潛水}，"
    "得到的回答是{葉書齊 - d|「最快明年春天」}。",
    "讀者問[P 程采薇]{? 問 i|累不累}，她說不會，{程采薇 說 d|「累的是貓」}。",
    "黃男嗆聲{? 嗆聲 d|「我爸認識局長」}，警方說{? 說 i|他一身酒氣}。",
    "目擊的[P 田]同學說：{田 說 d|「聲音大到以為瓦斯爆炸。」}",
    "運將[P 鄭添福]撿到百萬現金。[O 管理局]發言人回覆查詢時稱，{管理局 稱 i|會頒獎表揚}。",
    "[P 廖訓]表示，{廖訓 表示 i|會加強巡邏}。網友「小虎牙」受訪時說：{? 說 d|「我就驚。」}",
    "教練[P 羅伯茲]（[P Dave Roberts=羅伯茲]）大讚：{羅伯茲 大讚 d|「無懈可擊。」}",
    "[P 李莊]率先開轟，終場獲勝。[O 立院黨團]開轟：{立院黨團 開轟 d|「這是黑箱。」}",
    "{鄭添福 - d|「我拿回去會睡不著。」}運將[P 鄭添福]撿到百萬現金，交給失主[P 姚]太太。",
]
NOBODY = [
    "[P 周阿滿]沒有說會不會參選。",
    "[P 周阿滿]未表示意見。",
    "[O 港務局]飽受批評，局長[P 余敏]下台。",
    "[P 余敏]遭議員批評，當場落淚。",
    "[P 余敏]將說明調查結果。",
    "據[O 環海社]報導，[P 余敏]已經離開。",
    "[P 余敏]的說法是謊話，他的批評沒有道理。",
    "[P 余敏]執導的「看見大海」獲得大獎，片中有「海王號」。",
    "有人說，那裡鬧鬼。",
    "[O 港務局]要求[O 環海公司]三天內改善。",
    "[P 余敏]參加說明會，會中有分析師。",
    "指數上漲，名稱不變，問題還在。",
    "大家都叫他「阿滿」。",
]


@pytest.mark.parametrize(
    "marked",
    [*BEFORE, *AFTER, *AROUND, *PARTS, *PRONOUNS, *HEARERS, *UNNAMED, *FURTHER, *NOBODY],
)
def test_quotations_are_found_with_speaker_verb_and_borders(marked: str) -> None:
    corpus, found = found_in(marked)
    assert rows_of(corpus, found) == parse(marked)[2]


def test_quotations_go_on_over_sentences_and_paragraphs() -> None:
    marked = "[P 尹文]說：{尹文 說 d|「水來了。\n「我們往山上跑。誰也沒回頭。」}\n後來雨停了。"
    corpus, found = found_in(marked)
    assert rows_of(corpus, found) == parse(marked)[2]


def test_quotations_of_a_pronoun_stay_in_their_paragraph_where_two_are_named() -> None:
    marked = "[P 尹文]見了[P 溫添]。\n雨停了。他說：{? 說 d|「回家吧。」}"
    corpus, found = found_in(marked)
    assert rows_of(corpus, found) == parse(marked)[2]
    assert not found.quotations[0].certain


@pytest.mark.parametrize(
    ("marked", "certain"),
    [
        ("里長[P 周阿滿]說：「路燈壞了。」", True),
        ("[P 尹文]認為，泥灘會消失。她說：「誰也救不了。」", True),
        ("[P 尹文]和[P 溫添]上山。他說：「風好大啊。」", False),
        ("警方表示，現場沒有打鬥痕跡。", False),
        ("[P 周阿滿]呼籲住戶不要飲用地下水。", False),
    ],
)
def test_quotations_say_where_they_are_not_certain(marked: str, certain: bool) -> None:
    _, found = found_in(marked)
    assert [row.certain for row in found.quotations] in ([certain], [True, certain])


def test_quotations_count_where_text_counts() -> None:
    corpus, index = corpus_of("[P 尹文]說：「水來了。」[P 溫添]說：「快跑啊。」")
    half = corpus.counting({"0": ((10, len(corpus.articles[0].text)),)}, "unique")
    assert [row.speaker for row in find(half, index).quotations] == ["溫添"]


def test_quotations_of_nothing_are_none() -> None:
    corpus, index = corpus_of()
    assert not find(corpus, index).quotations
    corpus, index = corpus_of("")
    assert not find(corpus, index).quotations


def test_quotations_are_the_same_in_columns() -> None:
    _, found = found_in(*BEFORE)
    rows = list(found.quotations)
    assert rows
    assert Quotations.of(rows) == rows
    assert Quotations.of(rows)[1:3] == rows[1:3]
    assert all(isinstance(row, Quotation) for row in rows)
    found.quotations.check()
