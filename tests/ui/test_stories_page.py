"""The stories page: one story with its list, its versions, its names, and what was picked."""

from __future__ import annotations

from tests.pages import open_app, run_panel, turn


def test_stories_page_shows_the_largest_story_of_the_newsroom() -> None:
    app = turn(open_app({"sample": "newsroom"}), "stories")
    assert any("流經 14 篇、6 家媒體" in part.value for part in app.header)
    frame = app.dataframe[0].value
    assert len(frame) == 14
    columns = ["新寫", "原文", "改寫", "不明"]
    assert frame[columns].sum().sum() > 6000
    assert "只就本資料而言" in " ".join(caption.value for caption in app.caption)
    story = app.selectbox(key="story_id").value
    app.session_state[f"story_tab_{story}"] = "誰說了什麼"
    app.run()
    [ledger] = [part.value for part in app.dataframe if "cue" in part.value]
    assert "● 方宥廷" in set(ledger["speaker"])
    assert not app.exception


def test_stories_page_opens_with_what_the_address_picks() -> None:
    app = turn(open_app({"sample": "newsroom"}), "stories")
    story = app.selectbox(key="story_id").value
    app.query_params["pick"] = f"v:{story}|8"
    app.run()
    assert not app.exception
    said = " ".join(part.value for part in app.markdown)
    assert "主要承自" in said
    assert "改動" in said  # numbers and names first


def test_stories_page_a_pick_of_no_story_is_gone() -> None:
    app = turn(open_app({"sample": "newsroom", "pick": "v:00000000|3"}), "stories")
    assert not app.exception


def test_stories_page_without_stories_says_so() -> None:
    app = turn(open_app(), "stories")
    assert "沒有兩篇文章共用足夠的文字" in app.info[0].value


def test_wire_copy_is_left_out_of_every_page() -> None:
    app = open_app({"sample": "newsroom"})
    [before] = [m.value for m in app.metric if m.label == "計算的字數"]
    app.session_state["wire"] = "without"
    app.run()
    assert not app.exception
    [after] = [m.value for m in app.metric if m.label == "計算的字數"]
    assert int(after.replace(",", "")) < int(before.replace(",", ""))
    turn(app, "words")
    assert "不含通訊社電稿" in " ".join(caption.value for caption in app.caption)


def _panel(view: str, gaps: bool) -> None:
    import streamlit as st

    from components import duplicates, stories
    from components.entities import EntityIndex
    from components.stories import panel
    from components.text import Corpus
    from tests.components.stories.test_analysis import THREE

    corpus = Corpus(THREE)
    found = stories.trace(corpus, duplicates.find(corpus))
    story = panel.choose_story(corpus, found, key="s")
    if view == "pair":
        for number in range(3):
            panel.show_pair(
                corpus, found, story, number, key=f"p{number}", on_read=print, gaps=gaps
            )
        return
    st.session_state[f"s_tab_{story.id}"] = {"versions": "各版與比對", "names": "名字首見"}[view]
    panel.show(
        corpus, found, story, key="s", on_pick=print, on_read=print, names=EntityIndex,
        said=print, gaps=gaps,
    )  # fmt: skip


def test_panel_versions_mark_what_is_new_and_compare_any_two() -> None:
    app = run_panel(_panel, given={"view": "versions", "gaps": False})
    html = " ".join(part.proto.body for part in app.get("html"))
    assert "縣政府昨天深夜宣布" in html
    [slider] = app.select_slider
    slider.set_value(2).run()
    assert not app.exception
    assert "<mark" in " ".join(part.proto.body for part in app.get("html"))


def test_panel_names_of_a_story_without_names_says_so() -> None:
    app = run_panel(_panel, given={"view": "names", "gaps": False})
    assert "沒有找到名字" in app.info[0].value


def test_panel_pair_stands_beside_its_source() -> None:
    app = run_panel(_panel, given={"view": "pair", "gaps": False})
    said = " ".join(part.value for part in app.markdown)
    assert "主要承自 東報" in said and "主要承自 西報" in said
    assert "國中禮堂" in " ".join(part.proto.body for part in app.get("html"))


def test_panel_pair_shows_no_text_that_was_left_out() -> None:
    app = run_panel(_panel, given={"view": "pair", "gaps": True})
    assert not app.get("html")
    assert "沒有附原文" in " ".join(caption.value for caption in app.caption)
