"""The entities panel: controls, bars, table, notices."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages import run_panel


def page() -> None:
    import streamlit as st

    from components.entities import Entity, EntityIndex, Mention, panel, select
    from components.text import Span

    named = {"LOC:科索夫": 3, "ORG:=北約": 2, "PER:潘基文": 1}
    entities = tuple(Entity(i, i[4:], i[:3], ("別名",)) for i in named)
    mentions = tuple(
        Mention(Span("a", 10 * n + k, 10 * n + k + 1), i, 0.5 if k else 0.9)
        for n, i in enumerate(named)
        for k in range(named[i])
    )
    notice = st.session_state.get("notice", "")
    index = EntityIndex(entities, mentions, (Span("a", 0, 99),), "unique", "net", notice, "d")
    chosen = select(index, panel.ask_filter(key="e"))
    st.session_state["shown"] = [entity.id for entity in chosen.entities]
    panel.show(chosen, key="e", on_pick=st.session_state.setdefault("heard", []).append)


def empty_page() -> None:
    import streamlit as st

    from components.entities import EntityIndex, panel

    st.session_state["heard"] = []
    panel.show(EntityIndex(), key="e", on_pick=st.session_state["heard"].append)


def run(**state: object) -> AppTest:
    return run_panel(page, **state)


def test_entities_panel_shows_bars_table_and_caption() -> None:
    app = run()
    table = app.dataframe[0].value
    assert table["name"].tolist() == ["科索夫", "=北約", "潘基文"]
    assert table["kind"].tolist() == ["◆ 地點", "■ 組織", "● 人物"]
    assert table["mentions"].tolist() == [3, 2, 1]
    assert table["sure"].tolist() == [63, 70, 90]
    assert app.caption[0].value == "3 個名字，提到 6 次 · 1 句 · 不計重複"
    assert [b.proto.label for b in app.get("download_button")] == ["下載表格（CSV）"]


def test_entities_panel_controls_choose_what_is_shown() -> None:
    app = run()
    app.slider(key="e_min").set_value(2).run()
    assert app.session_state["shown"] == ["LOC:科索夫", "ORG:=北約"]
    app.slider(key="e_sure").set_value(80).run()
    assert app.session_state["shown"] == []
    assert "放寬" in app.info[0].value


def test_entities_panel_kinds_stand_in_the_address() -> None:
    app = AppTest.from_function(page, default_timeout=180)
    app.query_params["e_kinds"] = "PER,nonsense"
    app.run()
    assert not app.exception
    assert app.session_state["shown"] == ["PER:潘基文"]


def test_entities_panel_says_when_the_net_is_missing() -> None:
    assert "重新安裝 Wenmai" in run(notice="entities.net_missing").warning[0].value


def test_entities_panel_without_text_says_what_to_do() -> None:
    app = AppTest.from_function(empty_page, default_timeout=180).run()
    assert not app.exception
    assert "貼上" in app.info[0].value
