"""The words panel: controls, bars, table, and the reader's own words."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

TEXT = "北約外長七號在北約總部開會。北約與歐盟外長支持談判。"


def page(text: str) -> None:
    import streamlit as st

    from components import words
    from components.reading import Source, read
    from components.words import describe, panel

    choice = panel.ask_choice(key="w")
    corpus = read([Source("a.txt", text.encode()), Source("b.txt", "歐盟談判。".encode())])
    tokens = words.cut(corpus, lexicon=choice.lexicon)
    table = words.count(corpus, tokens, settings=choice.filter)
    panel.show(table, key="w", on_pick=st.session_state.setdefault("heard", []).append)
    st.session_state["shown"] = [row.word for row in table.rows]
    st.session_state["caption"] = describe.caption(table)


def empty_page() -> None:
    import streamlit as st

    from components.words import WordTable, panel

    heard = st.session_state.setdefault("heard", [])
    panel.show(WordTable(), key="w", on_pick=heard.append)
    panel.show_glimpse(WordTable(), key="g", on_pick=heard.append)


def run(text: str = TEXT) -> AppTest:
    return AppTest.from_function(page, kwargs={"text": text}, default_timeout=180).run()


def test_words_panel_shows_content_words_first() -> None:
    app = run()
    assert not app.exception
    assert app.session_state["shown"][:4] == ["北約", "外長", "歐盟", "談判"]
    assert not {"在", "七", "號", "與"} & set(app.session_state["shown"])


def test_words_panel_brings_stop_words_and_families_back() -> None:
    app = run()
    app.toggle(key="w_stop").set_value(False).run()
    assert "開會" in app.session_state["shown"]
    app.get("button_group")[0].set_value([]).run()
    assert {"在", "號", "與"} <= set(app.session_state["shown"])


def test_words_panel_min_length_leaves_short_words_out() -> None:
    app = run()
    app.slider(key="w_min").set_value(3).run()
    assert app.session_state["shown"] == []
    assert len(app.info) == 1


def test_words_panel_forms_the_readers_word_at_once() -> None:
    app = run()
    app.text_area(key="w_own_words").set_value("北约总部").run()
    assert "北約總部" in app.session_state["shown"]
    app.text_area(key="w_own_forbidden").set_value("歐盟").run()
    assert "歐盟" not in app.session_state["shown"]


def test_words_panel_edits_the_stop_list() -> None:
    app = run()
    app.text_area(key="w_own_stop_words").set_value("談判、外長").run()
    assert not {"談判", "外長"} & set(app.session_state["shown"])


def test_words_panel_table_has_the_counts() -> None:
    app = run()
    first = app.dataframe[0].value.iloc[0]
    assert list(first[["word", "count", "articles"]]) == ["北約", 3, 1]


def test_words_panel_says_what_to_do_when_empty() -> None:
    app = AppTest.from_function(empty_page).run()
    assert not app.exception
    assert len(app.info) == 2


def test_words_panel_caption_names_the_filters() -> None:
    app = run()
    assert "略過停用詞" in app.session_state["caption"]
    assert "2 篇" in app.session_state["caption"]
