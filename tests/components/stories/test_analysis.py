"""Who had it first, on corpora of three articles in which every number can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import duplicates, stories
from components.stories import Stories, StoryArticle
from components.text import Article, Corpus, codec

# 27, 27, 26, 25 and 26 characters.
FLOOD = "縣政府昨天深夜宣布，沿海三個鄉鎮今天停止上班上課一天。"
BRIDGE = "跨越溪口的舊橋被大水沖斷兩根橋墩，公路局派人封路檢查。"
SCHOOL = "國中禮堂改成收容所，村民帶著棉被和寵物在裡面過了夜。"
FARM = "農會估計花椰菜損失最重，產地價格下週可能翻漲一倍。"
PORT = "漁港裡有十二艘膠筏擱淺，船主忙著用繩索把它們拖回來。"


def article(name: str, text: str, when: str | None, outlet: str | None = None) -> Article:
    return Article(name, name, text, text, counted=((0, len(text)),), published=when, outlet=outlet)


def trace(*articles: Article) -> Stories:
    corpus = Corpus(tuple(articles))
    found = stories.trace(corpus, duplicates.find(corpus))
    found.check()
    return found


def by_id(found: Stories) -> dict[str, StoryArticle]:
    return {article.article_id: article for story in found for article in story.articles}


def states(found: Stories, name: str) -> list[str]:
    return [s.state for story in found for s in story.sentences_of(name)]


THREE = (
    article("first", FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "東報"),
    article("second", FLOOD + BRIDGE + SCHOOL, "2024-03-07T10:00+08:00", "西報"),
    article("third", BRIDGE + SCHOOL + FARM, "2024-03-07T11:00+08:00", "南報"),
)


def test_trace_tells_what_each_article_took_and_from_where() -> None:
    found = trace(*THREE)
    assert len(found) == 1
    first, second, third = found.story(0).articles
    assert first == StoryArticle("first", "original", new=len(FLOOD + BRIDGE))
    assert second == StoryArticle(
        "second", "copy", new=len(SCHOOL), inherited=len(FLOOD + BRIDGE),
        parent="first", parent_kind="original", taken=len(FLOOD + BRIDGE),
    )  # fmt: skip
    assert third == StoryArticle(
        "third", "copy", new=len(FARM), inherited=len(BRIDGE + SCHOOL),
        parent="second", parent_kind="copy", taken=len(BRIDGE + SCHOOL),
    )  # fmt: skip


def test_trace_names_the_earliest_earlier_holder_of_each_sentence() -> None:
    found = trace(*THREE)
    bridge, school, farm = found.story(0).sentences_of("third")
    assert (bridge.state, school.state, farm.state) == ("inherited", "inherited", "new")
    assert bridge.first is not None and bridge.first.article_id == "first"
    assert bridge.source is not None and bridge.source.article_id == "second"
    assert school.first is not None and school.first.article_id == "second"
    assert farm.first is None and farm.source is None
    holders = [span.article_id for span in found.holders_of(bridge.row)]
    assert holders == ["first", "second"]


def test_trace_does_not_depend_on_the_order_of_reading() -> None:
    one, two = trace(*THREE), trace(*reversed(THREE))
    assert by_id(one) == by_id(two)
    assert one.ids == two.ids


@pytest.mark.parametrize(
    ("when", "other"),
    [
        ("2024-03-07T09:00+08:00", "2024-03-07T09:00+08:00"),  # equal
        ("2024-03-07T09:00+08:00", "2024-03-07T01:00Z"),  # equal, in another zone
        ("2024-03-07", "2024-03-07T09:00+08:00"),  # a day is before no hour of that day
        ("2024-03-07", "2024-03-07"),
        ("2024-03", "2024-03-07"),
        (None, "2024-03-07T09:00+08:00"),
        (None, None),
        ("no date", "2024-03-07"),
    ],
)
def test_trace_claims_no_direction_where_times_tell_none(
    when: str | None, other: str | None
) -> None:
    found = trace(
        article("one", FLOOD + BRIDGE, when, "東報"),
        article("two", FLOOD + BRIDGE + SCHOOL, other, "西報"),
    )
    one, two = by_id(found)["one"], by_id(found)["two"]
    assert one.parent is None and two.parent is None
    assert states(found, "one") == ["shared", "shared"]
    assert states(found, "two") == ["shared", "shared", "new"]
    assert all(s.first is None for s in found.story(0).sentences)
    assert one.shared == two.shared == len(FLOOD + BRIDGE)


def test_trace_a_day_is_before_all_hours_of_the_next() -> None:
    found = trace(
        article("day", FLOOD + BRIDGE, "2024-03-07", "東報"),
        article("hour", FLOOD + BRIDGE, "2024-03-08T00:01+08:00", "西報"),
    )
    assert by_id(found)["hour"].parent == "day"


def test_trace_same_minute_in_two_outlets_is_a_common_source() -> None:
    found = trace(
        article("one", FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "東報"),
        article("two", FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "西報"),
        article("late", FLOOD + BRIDGE, "2024-03-07T12:00+08:00", "南報"),
    )
    kinds = {name: own.kind for name, own in by_id(found).items()}
    assert kinds == {"one": "common", "two": "common", "late": "copy"}
    [flood, _] = found.story(0).sentences_of("late")
    assert flood.first is not None and flood.first.article_id in ("one", "two")


def test_trace_without_times_the_order_is_unknown() -> None:
    found = trace(
        article("one", FLOOD + BRIDGE, None, "東報"), article("two", FLOOD + BRIDGE, None, "西報")
    )
    assert {own.kind for own in by_id(found).values()} == {"unknown"}


def test_trace_wire_copy_is_known_by_its_dateline_and_comes_from_its_agency() -> None:
    line = "（中央社記者王小明花蓮7日電）"
    own = article("wire", line + FLOOD + BRIDGE, "2024-03-07T08:00+08:00", "中央社")
    early = article("early", FLOOD + BRIDGE, "2024-03-07T07:30+08:00", "東報")
    copy = article("copy", line + FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "西報")
    copy = replace(copy, bylines=((0, len(line)),))
    found = by_id(trace(own, early, copy))
    assert found["copy"].kind == found["wire"].kind == "wire"
    assert found["copy"].credit == "中央社"
    assert found["copy"].parent == "wire"  # not the paper that was earlier still
    without = by_id(trace(early, copy))
    assert without["copy"].kind == "wire"
    assert without["copy"].parent is None  # what the agency wrote is not in this corpus


def test_trace_a_press_release_is_none_of_a_papers_own() -> None:
    release = article(
        "release", "【新聞稿】縣府停班公告\n" + FLOOD + BRIDGE, "2024-03-07T08:00+08:00"
    )
    found = by_id(trace(release, article("paper", FLOOD + BRIDGE, "2024-03-08", "東報")))
    assert found["release"].kind == "release"
    assert (found["paper"].kind, found["paper"].parent) == ("copy", "release")


def test_trace_an_update_of_the_own_outlet_is_no_copy() -> None:
    found = by_id(
        trace(
            article("nine", FLOOD + BRIDGE, "2024-03-07T09:00+08:00", "東報"),
            article("ten", FLOOD + BRIDGE + SCHOOL, "2024-03-07T10:00+08:00", "東報"),
            article("eleven", FLOOD + BRIDGE, "2024-03-07T11:00+08:00", "東報"),
        )
    )
    assert [own.kind for own in found.values()] == ["original"] * 3
    assert found["ten"].parent == "nine"
    assert found["eleven"].parent == "ten"  # its last version that has all of it


def test_trace_another_number_is_an_edited_sentence() -> None:
    changed = PORT.replace("十二", "十五")
    found = trace(
        article("one", FLOOD + PORT, "2024-03-07", "東報"),
        article("two", FLOOD + changed, "2024-03-08", "西報"),
    )
    assert states(found, "two") == ["inherited", "edited"]
    assert by_id(found)["two"].edited == len(PORT)
    port = found.story(0).sentences_of("two")[1]
    assert 0.9 < port.similarity < 1


def test_trace_merged_and_split_sentences_are_edited() -> None:
    merged = FLOOD[:-1] + "，" + BRIDGE
    apart = article("apart", FLOOD + BRIDGE + SCHOOL, "2024-03-07", "東報")
    joined = article("joined", merged + FARM, "2024-03-08", "西報")
    assert states(trace(apart, joined), "joined") == ["edited", "new"]
    early = replace(joined, published="2024-03-06")
    assert states(trace(apart, early), "apart") == ["edited", "edited", "new"]


def test_trace_names_no_source_where_an_undated_article_explains_more() -> None:
    dated = article("dated", FLOOD + BRIDGE, "2024-03-07", "東報")
    undated = article("undated", FLOOD + BRIDGE + SCHOOL + FARM, None, "西報")
    late = article("late", FLOOD + BRIDGE + SCHOOL + FARM, "2024-03-08", "南報")
    assert by_id(trace(dated, undated, late))["late"].parent is None
    assert by_id(trace(dated, late))["late"].parent == "dated"


def test_trace_names_no_source_where_an_undated_article_is_as_like_and_has_less_beside_it() -> None:
    dated = article("dated", FLOOD + BRIDGE + PORT, "2024-03-07T09:00+08:00", "東報")
    undated = article("undated", FLOOD + BRIDGE, None, "西報")
    last = article("last", FLOOD + BRIDGE + FARM, "2024-03-07T11:00+08:00", "南報")
    assert by_id(trace(dated, undated, last))["last"].parent is None
    longer = article("undated", FLOOD + BRIDGE + PORT + SCHOOL, None, "西報")
    assert by_id(trace(dated, longer, last))["last"].parent == "dated"


def test_trace_a_notice_that_everybody_prints_makes_no_story() -> None:
    notice = "本報提醒讀者，轉載內容請註明出處並保留完整連結，謝謝合作。"
    own = [
        FLOOD + BRIDGE, SCHOOL + FARM, PORT + "港務公司說，修好碼頭至少還要三個星期的時間。",
        "圖書館明天起延長開放到夜間十點，考生可以預約座位。"
        "館方另備了二十盞檯燈供人借用。",
        "動物園的兩隻小熊貓週末滿周歲，園方準備了竹葉做的蛋糕。"
        "保育員說牠們最愛爬到最高的那根樹枝上睡午覺。",
        "棒球隊昨晚在延長賽被逆轉，總教練說要檢討牛棚的用人。"
        "今晚先發的是傷癒歸隊的左投，球團加開了外野看台。",
    ]  # fmt: skip
    found = trace(
        *(
            article(f"{i}", text + notice, f"2024-03-{7 + i:02}", "東報")
            for i, text in enumerate(own)
        )
    )
    assert len(found) == 0


@pytest.mark.parametrize(
    ("notice", "n"),
    [
        ("版權所有，未經本報書面授權，不得以任何形式轉載或重製。", 2),
        ("★自殺不能解決問題，請撥打安心專線1925或生命線1995。", 2),
        ("（本則由讀者服務中心編輯，爆料請洽專線0800-000-000）", 3),
    ],
)
def test_trace_a_notice_below_a_few_short_texts_makes_no_story(notice: str, n: int) -> None:
    own = (FLOOD[:14] + "。", BRIDGE[:14] + "。", SCHOOL[:14] + "。")[:n]
    found = trace(
        *(article(f"{i}", f"{text}\n{notice}", f"2024-03-{7 + i:02}") for i, text in enumerate(own))
    )
    assert len(found) == 0


def test_trace_a_line_of_news_that_another_prints_whole_is_a_story() -> None:
    flash = "縣政府宣布，沿海三鄉鎮今天停止上班上課。"
    found = by_id(
        trace(
            article("one", flash, "2024-03-07T09:00+08:00", "東報"),
            article("two", flash, "2024-03-07T09:05+08:00", "西報"),
        )
    )
    assert (found["two"].kind, found["two"].parent) == ("copy", "one")


def test_trace_what_a_desk_compiled_may_come_from_any_agency() -> None:
    wire = article("wire", "（中央社花蓮7日電）" + FLOOD + BRIDGE, "2024-03-07T08:00", "中央社")
    desk = article("desk", "（綜合報導）" + FLOOD + BRIDGE + SCHOOL, "2024-03-07T09:00", "西報")
    found = by_id(trace(wire, desk))["desk"]
    assert (found.kind, found.credit, found.parent) == ("wire", "綜合報導", "wire")
    assert found.parent_kind == "wire"


def test_trace_two_who_heard_the_same_words_are_no_source_of_each_other() -> None:
    said = "「我每天都下坑，支柱有沒有問題我最清楚，這件事我願意負責。」"
    one = article("one", f"{FLOOD}\n{said}\n{BRIDGE}", "2024-03-07T09:00+08:00", "東報")
    two = article("two", f"{SCHOOL}\n{said}礦場主任說。\n{FARM}", "2024-03-07T10:00+08:00", "西報")
    heard = by_id(trace(one, two))["two"]
    assert (heard.parent, heard.kind, heard.taken) == (None, "original", 0)
    more = article("two", f"{said}礦場主任說。\n{BRIDGE}", "2024-03-07T10:00+08:00", "西報")
    assert by_id(trace(one, more))["two"].parent == "one"


def test_trace_counts_those_of_unknown_order_that_may_be_the_source_as_well() -> None:
    dated = article("dated", FLOOD + BRIDGE, "2024-03-07", "東報")
    longer = article("undated", FLOOD + BRIDGE + SCHOOL, None, "西報")
    late = article("late", FLOOD + BRIDGE, "2024-03-08", "南報")
    found = by_id(trace(dated, longer, late))["late"]
    assert (found.parent, found.undecided) == ("dated", 1)
    assert by_id(trace(dated, late))["late"].undecided == 0


def test_trace_shares_too_little_for_a_story() -> None:
    short = "警方正在調查這起意外的原因。"
    assert len(trace(article("a", FLOOD + short, None), article("b", FARM + short, None))) == 0


QUAKE = "花蓮近海今天上午9時12分發生規模6.2地震，最大震度5弱。氣象署說，未來三天可能有餘震。"
BILL = "立法院今天三讀通過道路交通管理處罰條例修正案。交通部表示，半年內訂定細則，明年上路。"


@pytest.mark.parametrize(
    ("flash", "full"),
    [
        ("花蓮近海規模6.2地震 最大震度5弱", QUAKE),
        ("〔快訊〕花蓮規模6.2地震", QUAKE),
        ("快訊／立法院三讀通過交通處罰條例修正案", BILL),
    ],
)
def test_trace_a_flash_is_the_first_version_of_what_it_grew_into(flash: str, full: str) -> None:
    found = trace(
        article("flash", flash, "2024-03-07T09:15+08:00", "東報"),
        article("full", full, "2024-03-07T10:00+08:00", "東報"),
    )
    one, two = by_id(found)["flash"], by_id(found)["full"]
    assert (one.kind, two.kind, two.parent) == ("original", "original", "flash")
    assert states(found, "full") == ["edited", "new"]
    [lead, _] = found.story(0).sentences_of("full")
    assert lead.first is not None and lead.first.article_id == "flash"


@pytest.mark.parametrize(
    ("flash", "full", "outlet", "day"),
    [
        ("花蓮近海規模4.1地震 最大震度3級", QUAKE, "東報", "07"),  # an aftershock
        ("立法院三讀通過礦業法修正案", BILL, "東報", "07"),  # another bill of the day
        ("花蓮近海規模6.2地震 最大震度5弱", QUAKE, "西報", "07"),  # who else felt it
        ("花蓮近海規模6.2地震 最大震度5弱", QUAKE, "東報", "11"),  # days before
    ],
)
def test_trace_a_flash_of_other_news_is_no_version(
    flash: str, full: str, outlet: str, day: str
) -> None:
    one = article("flash", flash, "2024-03-07T09:15+08:00", "東報")
    assert len(trace(one, article("full", full, f"2024-03-{day}T10:00+08:00", outlet))) == 0


def test_trace_a_flash_without_a_time_is_of_the_story_and_before_nobody() -> None:
    found = trace(
        article("flash", "花蓮近海規模6.2地震 最大震度5弱", None, "東報"),
        article("full", QUAKE, "2024-03-07T10:00+08:00", "東報"),
    )
    assert by_id(found)["full"].parent is None
    assert states(found, "full") == ["shared", "new"]


def test_trace_a_corrected_number_is_a_change_though_later_ones_take_it_over() -> None:
    corrected = PORT.replace("十二", "十五")
    found = trace(
        article("first", FLOOD + PORT, "2024-03-07T09:00+08:00", "東報"),
        article("second", FLOOD + corrected, "2024-03-07T10:00+08:00", "西報"),
        article("third", FLOOD + corrected, "2024-03-07T11:00+08:00", "南報"),
        article("timeless", FLOOD + corrected, None, "北報"),
    )
    assert states(found, "second") == ["inherited", "edited"]
    assert states(found, "third") == ["inherited", "inherited"]


def test_trace_a_word_in_the_other_script_is_no_change() -> None:
    there = "县政府昨天深夜宣布，沿海三个乡镇今天停止上班上课一天。"
    found = trace(
        article("one", FLOOD + "縣府計畫下週回覆，瞭解災情後再作說明。", "2024-03-07", "東報"),
        article("two", there + "县府计划下周回复，了解灾情后再作说明。", "2024-03-08"),
    )
    assert states(found, "two") == ["inherited", "inherited"]


def test_trace_nothing_gives_no_stories() -> None:
    for articles in (
        (),
        (article("a", "", None),),
        (article("a", "", None), article("b", "", None)),
    ):
        assert len(trace(*articles)) == 0


def test_stories_survive_packing() -> None:
    found = trace(*THREE)
    again = codec.unpack(codec.pack(found), Stories)
    assert list(again) == list(found)


def test_leave_out_wire_takes_wire_copy_and_what_was_taken_from_it() -> None:
    line = "（中央社花蓮7日電）"
    wire = article("wire", line + FLOOD + BRIDGE, "2024-03-07T08:00+08:00", "中央社")
    corpus = Corpus(
        (
            replace(wire, bylines=((0, len(line)),)),
            article("paper", FLOOD + SCHOOL, "2024-03-08", "東報"),
            article("alone", FARM + PORT, "2024-03-08", "西報"),
        )
    )
    found = stories.trace(corpus, duplicates.find(corpus))
    left = stories.leave_out_wire(corpus, found)
    assert left.article("wire").counted == ()
    assert left.article("paper").counted == ((len(FLOOD), len(FLOOD + SCHOOL)),)
    assert left.article("alone").counted == ((0, len(FARM + PORT)),)
    assert left.settings.copies == "all_without_wire"
    assert left.article("wire").text == corpus.article("wire").text


PIECES = st.lists(st.sampled_from((FLOOD, BRIDGE, SCHOOL, FARM, PORT)), max_size=5).map("".join)
TIMES = st.sampled_from((None, "2024-03-07", "2024-03-07T09:00+08:00", "2024-03-08", "2024-04"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PIECES, TIMES, st.sampled_from(("東報", "西報", None))), max_size=6))
def test_trace_laws(rows: list[tuple[str, str | None, str | None]]) -> None:
    """Numbers of an article add up; a source is earlier by its printed time; sentences agree."""
    articles = [article(f"{i}", *row) for i, row in enumerate(rows)]
    corpus = Corpus(tuple(articles))
    found = trace(*articles)
    for story in found:
        for own in story.articles:
            assert own.length == len(corpus.article(own.article_id).text)
            assert 0 <= own.taken <= own.inherited + own.edited
            if own.parent is not None:
                before, after = (corpus.article(i).published for i in (own.parent, own.article_id))
                assert before is not None and after is not None
                shorter = min(len(before), len(after))
                assert before[:shorter] < after[:shorter]
        for sentence in story.sentences:
            known = sentence.state in ("inherited", "edited")
            assert (sentence.first is not None) == known
