"""The panel: empty, filled, on a phone."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.cloud import CloudSettings
from tests.pages import run_panel


def page() -> None:
    import streamlit as st

    from components.cloud import lay_out, panel
    from components.words import Row, WordTable

    words = st.session_state.get("words", "").split()
    rows = tuple(Row(word, 9 - i, 1, "n", word) for i, word in enumerate(words))
    st.session_state["got"] = panel.ask_settings(key="cloud")
    cloud = lay_out(
        WordTable(rows, 40, len(rows), 2, "unique", digest=" ".join(words)),
        settings=st.session_state["got"],
    )
    draw = panel.show_glimpse if st.session_state.get("glimpse") else panel.show
    draw(cloud, key="cloud", on_pick=st.session_state.setdefault("heard", []).append)


def run(words: str = "", **state: object) -> AppTest:
    return run_panel(page, words=words, **state)


def test_panel_starts_with_the_standard_cloud() -> None:
    assert run().session_state["got"] == CloudSettings()


def test_panel_without_words_says_what_to_do() -> None:
    app = run()
    assert "放寬" in app.info[0].value


def test_panel_captions_say_what_was_counted() -> None:
    caption = run("科索夫 北約 談判").caption[0].value
    assert caption == "3 個詞，取自 40 詞次 · 2 篇 · 不計重複 · 字的面積與次數成正比"


def test_panel_offers_picture_and_table() -> None:
    assert [tab.label for tab in run("科索夫 北約").tabs] == ["點詞看句子", "圖片下載", "表格"]
    files = run("科索夫 北約", cloud_tab="圖片下載").get("download_button")
    assert [button.proto.label for button in files] == ["PNG", "PNG（透明背景）", "SVG"]
    table = run("科索夫 北約", cloud_tab="表格").dataframe[0].value
    assert table.values.tolist() == [["科索夫", 9, "22.5%", "名詞"], ["北約", 8, "20.0%", "名詞"]]


def test_panel_controls_change_the_settings() -> None:
    app = run("科索夫 北約")
    app.slider(key="cloud_n").set_value(30)
    app.number_input(key="cloud_seed").set_value(4)
    app.run()
    assert app.session_state["got"] == CloudSettings(max_words=30, seed=4)


def test_panel_names_characters_without_a_glyph() -> None:
    app = run("\ue000夫")
    assert app.caption[1].value.startswith("有 1 個字沒有字形")
    assert app.text[0].value == "\ue000"


def test_panel_glimpse_is_the_cloud_alone() -> None:
    app = run("科索夫 北約", glimpse=True)
    assert not app.tabs
    assert len(app.get("plotly_chart")) == 1
    assert app.caption[0].value.startswith("2 個詞")


def test_panel_glimpse_without_words_says_what_to_do() -> None:
    assert "放寬" in run(glimpse=True).info[0].value
