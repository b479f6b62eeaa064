"""The library page as a reader uses it, on this machine and on a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.reading import ReadingSettings, TablePreview, process_pool
from dashboard.jobs import queue
from dashboard.jobs.result_cache import ResultMaker
from dashboard.jobs.runner import run
from dashboard.jobs.tasks import READ, TASKS, ask_to_read
from dashboard.library import articles, connection, files, selections, tags, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, link
from dashboard.library.filters import Filter
from dashboard.library.store import Store
from dashboard.pipeline import Analysis
from tests.pages import open_app, press, turn

ROOT = Path(__file__).parents[2]
TEXT = "王小明在台北見了林大同。王小明說好。"
TABLE = "標題,內文,編號\n甲,基隆的雨下了三天。,7\n乙,臺東的釋迦豐收。,8\n"


def visit(tab: str = "list", **query: str) -> AppTest:
    own = {"w": query.pop("w")} if "w" in query else {}  # what comes with an address is offered
    return turn(open_app(query, tab=tab, **own), "library")


def add(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader(key="intake_files").set_value(
        [(name, data, "application/octet-stream") for name, data in files]
    )
    return press(app, "開始讀")


def work(store: Store) -> None:
    """Do what waits, as a worker would."""
    while job := queue.claim(store, "test"):
        run(store, job, "test", TASKS, seconds=60)


def sidebar(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.sidebar.caption)


def said(app: AppTest) -> str:
    return " ".join(one.value for one in (*app.success, *app.error, *app.warning, *app.info))


def home() -> Workspace:
    store = connection.get_store()
    return Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)


def names() -> list[str]:
    return [card.title for card in articles.find(home()).cards]


def test_library_page_opens_with_the_sample_as_an_article() -> None:
    app = visit()
    assert app.title[0].value == "文章庫"
    [table] = [frame.value for frame in app.dataframe]
    assert list(table["characters"]) == [8712]
    assert "目前是內附的範例" in sidebar(app)


def test_library_page_reads_a_little_text_at_once_and_puts_the_sample_away() -> None:
    app = add(visit("add"), ("a.txt", TEXT.encode()))
    assert "讀進了 1 篇（1 個檔案）" in said(app)
    assert "1 篇，18 字" in sidebar(app)
    assert articles.find(home(), Filter(place="bin")).cards[0].sample
    assert "王小明" in str(turn(app, "entities").dataframe[0].value)


def test_library_page_takes_a_paste_and_keeps_the_sample_where_asked() -> None:
    app = visit("add")
    app.text_area(key="intake_paste").set_value(TEXT)
    app.checkbox(key="intake_away").set_value(False)
    press(app, "開始讀")
    assert len(names()) == 2


def test_library_page_says_when_nothing_was_given() -> None:
    assert "還沒有東西可讀" in said(press(visit("add"), "開始讀"))


def test_library_page_reads_by_a_job_what_takes_longer() -> None:
    app = add(visit("add"), ("t.csv", TABLE.encode()), ("bad.pdf", b"%PDF-1.4 torn"))
    [job] = queue.list_jobs(home(), kind=READ)
    assert job.state == "queued"
    assert {one.name for one in files.list_files(home())} >= {"t.csv", "bad.pdf"}
    work(home().store)
    app.run()
    assert "讀進了 2 篇（1 個檔案）" in said(app)
    assert "bad.pdf" in said(app)
    assert names() == ["甲", "乙"]
    press(app, "好了，收起這份報告")
    assert queue.list_jobs(home(), kind=READ) == ()
    assert "bad.pdf" not in {one.name for one in files.list_files(home())}


def test_library_page_reads_a_table_by_other_columns() -> None:
    app = add(visit("add"), ("t.csv", TABLE.encode()))
    work(connection.get_store())
    app.run()
    [box] = [one for one in app.selectbox if one.label == "媒體"]
    box.set_value(2)
    press(app, "照這樣重讀")
    assert "照你的選擇重讀了：2 篇" in said(app)
    assert [card.outlet for card in articles.find(home()).cards] == ["7", "8"]
    press(app, "回到自動的讀法")
    assert [card.outlet for card in articles.find(home()).cards] == [None, None]


def test_library_page_offers_another_answer_of_a_doubtful_page() -> None:
    one = "".join(f"<p>港區碼頭下月動工，總經費{n}億元，漁民盼談補償。</p>" for n in range(3))
    two = "".join(f"<p>漁會要求先談妥補償，再談工期，第{n}次。</p>" for n in range(12))
    page = f"<h1>碼頭動工</h1><div class='article-content'>{one}</div><section><div>{two}</div>"
    app = add(visit("add"), ("a.html", f"<html><body>{page}</section></body></html>".encode()))
    work(connection.get_store())
    app.run()
    read_in = [article_text()]
    for answer in ("另一種擷取結果", "整頁", "自動判斷的正文"):
        press(app, answer)
        read_in.append(article_text())
    best, other, whole, again = read_in
    assert best == again and len({best, other, whole}) == 3


def article_text() -> str:
    """Return the text of the only article that a reader brought."""
    [card] = articles.find(home()).cards
    return articles.get(home(), card.id).article.text


def test_library_page_asks_which_encoding_is_right() -> None:
    app = add(visit("add"), ("短.txt", "中文".encode("big5")))
    assert "有兩種編碼都說得通" in said(app)
    press(app, "用 Big5")
    assert names() == ["中文"]


def test_library_page_joins_lines_or_leaves_them() -> None:
    line = "科索夫前途談判在維也納舉行北約與聯合國派員列席會議討論將來的地位"
    data = "\n".join([line] * 12).encode()
    app = add(visit("add"), ("w.txt", data))
    [pills] = [one for one in app.get("button_group") if "_steps" in str(one.key)]
    assert pills.value == ["join_lines"]
    pills.set_value([])
    press(app, "照這樣重讀")
    [card] = articles.find(home()).cards
    assert "\n" in articles.get(home(), card.id).article.text


def test_library_page_new_articles_take_the_place_of_the_old_ones() -> None:
    app = add(visit("add"), ("a.txt", TEXT.encode()))
    app.radio(key="intake_beside").set_value("replace")
    add(app, ("b.txt", "花蓮舉行公聽會。".encode()))
    assert names() == ["花蓮舉行公聽會"]
    assert articles.find(home(), Filter(place="bin")).n == 2


def test_library_page_deeds_on_all_that_was_found() -> None:
    app = add(visit("add"), ("a.txt", TEXT.encode()), ("b.txt", "花蓮舉行公聽會。".encode()))
    app.session_state["tab"] = "list"
    app.run()
    app.text_input(key="library_search").set_value("花蓮").run()
    every(app)
    app.text_input(key="library_tag").set_value("要讀")
    press(app, "加上")
    assert tags.list_tags(home()) == (("要讀", 1),)
    press(app, "移到回收桶")
    assert "1 篇移到回收桶" in said(app)
    assert len(names()) == 1
    app.button(key="said_back").click().run()
    assert len(names()) == 2


def test_library_page_says_what_is_wrong_with_a_tag_or_a_date() -> None:
    app = every(visit())
    press(app, "加上")
    assert "標籤不能空白" in said(app)
    [field] = [one for one in app.text_input if str(one.key).endswith("_published")]
    field.set_value("昨天")
    press(app, "存下")
    assert "日期請寫成" in said(app)


def test_library_page_a_selection_is_what_every_page_reads() -> None:
    app = add(visit("add"), ("a.txt", TEXT.encode()), ("b.txt", "花蓮舉行公聽會。".encode()))
    app.session_state["tab"] = "list"
    app.run()
    app.text_input(key="library_search").set_value("花蓮").run()
    app.text_input(key="library_save_filter_name").set_value("東部")
    [button, *_] = [b for b in app.button if b.label == "存下並使用"]
    button.click().run()
    assert selections.get(home(), "東部").where == Filter(search="花蓮")
    assert "1 篇，8 字" in sidebar(app)
    app.selectbox(key="sel").set_value("all").run()
    assert "2 篇，26 字" in sidebar(app)
    press(app, "刪除")
    assert selections.list_selections(home()) == ()


def test_library_page_the_bin_gives_back_and_is_emptied() -> None:
    add(visit("add"), ("a.txt", TEXT.encode()))
    app = visit("bin")
    assert "勾選左邊的格子，就能放回。" in {one.value for one in app.caption}
    [yes] = [b for b in app.button if b.label.startswith("永遠刪除")]
    yes.click().run()
    assert "清空了，刪除 1 篇" in said(app)
    assert articles.find(home(), Filter(place="bin")).n == 0


def test_library_page_says_what_can_be_read_and_how_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LIMIT_FILE_BYTES", str(3 * 2**20))
    [told] = [one.value for one in visit("add").caption if "docx" in one.value]
    assert "每個檔案最大 3 MB" in told


def test_library_page_refuses_a_picture_with_a_reason() -> None:
    app = add(visit("add"), ("照片.png", b"\x89PNG\r\n\x1a\n" + bytes(2000)))
    work(home().store)
    app.run()
    assert "「照片.png」是一張照片或影像" in said(app)


def test_library_page_counts_a_split_once() -> None:
    rule = "\n" + "-" * 20 + "\n\n"
    news = [f"標題：第{n}則\n日期：2025-03-0{n}\n\n{TEXT}\n" for n in (1, 2, 3)]
    app = add(visit("add"), ("三則.txt", rule.join(news).encode()))
    [pills] = [one for one in app.get("button_group") if "_steps" in str(one.key)]
    assert "拆成篇 3" in pills.options


def test_library_page_reports_are_put_away_but_a_file_that_is_awaited_stays() -> None:
    app = add(visit("add"), ("bad.pdf", b"%PDF-1.4 torn"))
    work(home().store)
    app.run()
    [kept] = [one for one in files.list_files(home()) if one.name == "bad.pdf"]
    ask_to_read(home(), [(kept.id, "again.pdf", ReadingSettings())])
    press(app, "好了，收起這份報告")
    assert kept.id in {one.id for one in files.list_files(home())}


def test_library_page_a_table_is_looked_at_in_the_encoding_that_was_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str | None] = []
    look = process_pool.preview_table

    def noted(*told: Any, encoding: str | None = None) -> TablePreview | None:
        asked.append(encoding)
        return look(*told, encoding=encoding)

    monkeypatch.setattr(process_pool, "preview_table", noted)
    app = add(visit("add"), ("t.csv", TABLE.encode("big5")))
    work(home().store)
    app.run()
    [box] = [one for one in app.selectbox if str(one.key).endswith("_encoding")]
    box.set_value("big5")
    press(app, "照這樣重讀")
    assert asked == [None, "big5"]


def test_library_page_an_empty_selection_says_so_and_offers_all_articles() -> None:
    add(visit("add"), ("a.txt", TEXT.encode()))
    selections.save(home(), "東部", Filter(search="花蓮"))
    app = turn(visit(sel="n:東部"), "words")
    assert "這個選集裡沒有文章" in said(app)
    press(app, "讀全部文章")
    assert "這個選集裡沒有文章" not in said(app)
    assert "1 篇，18 字" in sidebar(app)


def test_library_page_the_way_to_add_leads_to_its_tab() -> None:
    app = press(turn(visit(), "words"), "加入文章")
    assert app.title[0].value == "文章庫"
    assert "intake_paste" in {one.key for one in app.text_area}


def test_library_page_a_visitor_keeps_nothing_until_something_is_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    app = visit()
    assert "這是內附的範例" in said(app)
    assert "w" not in app.query_params
    app = add(visit("add"), ("a.txt", TEXT.encode()))
    key = str(app.query_params["w"])
    store = connection.get_store()
    found = workspaces.enter(store, link(key))
    assert [c.title for c in articles.find(Workspace(store, link(key), found.id)).cards] == [
        TEXT[:11]
    ]
    assert "網址就是鑰匙" in " ".join(one.value for one in app.sidebar.info)
    assert "1 篇，18 字" in sidebar(visit(w=key))
    assert "8,712 字" in sidebar(visit())


def test_library_page_a_key_that_opens_nothing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.query_params["w"] = "x" * 43
    app.run()
    assert app.title[0].value == "沒有這個工作區"
    press(app, "從範例重新開始")
    assert app.title[0].value == "總覽"


def test_library_page_a_full_workspace_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    monkeypatch.setenv("WENMAI_QUOTA_ARTICLES", "1")
    app = add(visit("add"), ("a.txt", TEXT.encode()))
    add(app, ("b.txt", "花蓮舉行公聽會。".encode()))
    assert "工作區滿了：最多 1 篇" in said(app)


def every(app: AppTest) -> AppTest:
    """Tick everything that was found."""
    [box] = [one for one in app.checkbox if str(one.key).startswith("library_all")]
    return box.set_value(True).run()


def test_library_page_asks_whether_what_was_understood_is_right() -> None:
    table = "標題,日期,媒體,作者,內文\n" + "".join(
        f"雨報{n},{day},{outlet},,基隆的雨下了{n}天。\n"
        for n, day, outlet in ((1, "2024-03-07", "中央社"), (2, "", ""), (3, "", "聯合報"))
    )
    app = add(visit("add"), ("a.csv", table.encode()))
    work(connection.get_store())
    app.run()
    assert "2 篇沒有日期，1 篇沒有媒體，3 篇沒有作者" in " ".join(c.value for c in app.caption)
    app.segmented_control(key="understood_field").set_value("published").run()
    press(app, "空的照上一篇往下填")
    app.segmented_control(key="understood_field").set_value("authors").run()
    app.text_input(key="understood_value").input("王小明, 李大華").run()
    press(app, "填進空的格子")
    press(app, "沒問題，看總覽")
    assert app.title[0].value == "總覽"
    cards = articles.find(home()).cards
    assert [card.published for card in cards] == ["2024-03-07"] * 3
    assert [card.outlet for card in cards] == ["中央通訊社", None, "聯合報"]
    corpus = articles.read_corpus(home())
    assert {article.authors for article in corpus.articles} == {("王小明", "李大華")}


def test_library_page_names_the_day_that_cannot_be_read() -> None:
    app = add(visit("add"), ("a.txt", TEXT.encode()), ("b.txt", (TEXT * 2).encode()))
    app.segmented_control(key="understood_field").set_value("published").run()
    app.text_input(key="understood_value").input("三月某日").run()
    press(app, "整欄都改成這個")
    assert "第 1 列的日期「三月某日」讀不懂" in said(app)
    [confirm] = [b for b in app.button if b.key == "understood_confirm"]
    assert confirm.disabled
    app.text_input(key="understood_value").input("113年5月20日").run()
    press(app, "整欄都改成這個")
    press(app, "沒問題，看總覽")
    assert {card.published for card in articles.find(home()).cards} == {"2024-05-20"}


def test_pages_show_what_is_there_while_a_job_looks_for_names() -> None:
    lines = "".join(f"第{n}天，基隆的雨下了{n}小時，市長王小明說還會下。\n" for n in range(2_600))
    app = add(visit("add"), ("長.txt", lines.encode()))
    work(connection.get_store())
    turn(app, "overview")
    assert "排隊中" in app.get("progress")[0].text
    assert not app.metric  # not even copies are found

    own = home()
    corpus = articles.read_corpus(own)
    maker = ResultMaker(own, lambda stage: None)
    assert Analysis(corpus, call=maker).report.groups == ()
    app.run()
    assert [card.label for card in app.metric][:2] == ["文章", "計算的字數"]
    waiting = [caption.value for caption in app.caption if "這裡還在算" in caption.value]
    assert len(waiting) >= 3  # words, cloud and network each wait for themselves
    assert "排隊中" in app.get("progress")[0].text
    turn(app, "words")
    assert [link.proto.label for link in app.get("page_link")][-3:] == ["總覽", "重複", "原文"]
    work(connection.get_store())
    assert not [c.value for c in turn(app, "overview").caption if "這裡還在算" in c.value]


def test_library_page_keeps_search_and_filters_in_the_address_and_finds_variants() -> None:
    rows = (
        "標題,媒體,內文\n甲,中央社,臺東的釋迦豐收。\n"
        '乙,"聯合,晚報",台东下了三天雨。\n丙,,花蓮地震。\n'
    )
    add(visit("add"), ("a.csv", rows.encode()))
    work(connection.get_store())
    app = visit(library_search="臺東")
    assert list(app.dataframe[0].value["title"]) == ["甲", "乙"]
    app.multiselect(key="library_outlets").set_value(["聯合%2C晚報"]).run()
    assert list(app.dataframe[0].value["title"]) == ["乙"]
    address = {name: app.query_params[name] for name in ("library_search", "library_outlets")}
    again = visit(**{name: str(value) for name, value in address.items()}, library_sort="title")
    assert list(again.dataframe[0].value["title"]) == ["乙"]
    assert list(visit(library_outlets="%").dataframe[0].value["title"]) == ["丙"]


def test_library_page_a_report_waits_for_whoever_asked_for_it() -> None:
    """Two windows of one workspace: neither tells the other's report as its own, or hides it."""
    one, other = visit("add"), visit("add")
    add(one, ("甲.csv", TABLE.encode()))
    add(other, ("乙.csv", b"\x00\x01\x02broken"), ("丙.csv", TABLE.replace("7", "9").encode()))
    work(connection.get_store())
    assert "讀進了 2 篇（1 個檔案）" in said(one.run())
    assert "乙.csv" not in said(one)
    add(one, ("丁.txt", TEXT.encode()))  # dismisses the report that was shown here, and no other
    assert "乙.csv" in said(other.run())
    press(other, "好了，收起這份報告")
    assert "乙.csv" not in said(other)
