"""The network on a page: its controls, choosing a name or link, its caption."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.network import NetworkSettings
from tests.pages import run_panel


def page() -> None:
    import streamlit as st

    from components import network
    from components.entities import Entity, EntityIndex, Mention
    from components.network import panel
    from components.text import Span

    units = st.session_state.get("units", "甲乙 甲丙 甲乙丙 丁").split()
    kinds = {"甲": "PER", "乙": "LOC", "丙": "ORG", "丁": "PER"}
    names = sorted(set("".join(units)))
    index = EntityIndex(
        tuple(Entity(f"{kinds[name]}:{name}", name, kinds[name]) for name in names),
        tuple(
            Mention(Span("a", 10 * i + j, 10 * i + j + 1), f"{kinds[name]}:{name}")
            for i, unit in enumerate(units)
            for j, name in enumerate(unit)
        ),
        tuple(Span("a", 10 * i, 10 * i + 9) for i in range(len(units))),
        st.session_state.get("copies_counted", "unique"),
    )
    settings = panel.ask_settings(key="net")
    graph = network.cooccur(index, settings)
    draw = panel.show_glimpse if st.session_state.get("glimpse") else panel.show
    st.session_state["settings"] = settings

    def pick(mark: str) -> None:
        st.session_state["picked"] = mark

    picked = st.session_state.get("picked", "")
    draw(graph, network.layout(graph), key="net", on_pick=pick, picked=picked)


def run(**state) -> AppTest:
    return run_panel(page, **state)


def test_controls_begin_with_the_settings_of_the_command_line():
    assert run().session_state["settings"] == NetworkSettings()


def test_controls_change_the_settings():
    app = run()
    app.selectbox(key="net_measure").set_value("count")
    app.slider(key="net_min").set_value(2).run()
    settings = app.session_state["settings"]
    assert (settings.measure, settings.min_count) == ("count", 2)
    assert app.dataframe[0].value["count"].tolist() == [2, 2]


def test_show_without_a_link_says_what_to_do():
    app = run(units="甲 乙")
    assert "降低門檻" in app.info[0].value
    assert not app.get("plotly_chart")


def test_show_lists_links_strongest_first_with_signs_of_their_kinds():
    frame = run().dataframe[0].value
    assert (
        frame[["source", "target", "count"]].values.tolist()
        == [
            ["■ 丙", "● 甲", 2],
            ["◆ 乙", "● 甲", 2],
            ["◆ 乙", "■ 丙", 1],
        ]
        or frame["weight"].is_monotonic_decreasing
    )
    assert frame["weight"].round(2).tolist() == [0.8, 0.8, 0.5]


def test_show_caption_says_how_it_was_counted():
    captions = [caption.value for caption in run().caption]
    assert any(
        "同一句 · Dice 係數 · 至少 1 次 · 共 4 句 · 不計重複" in caption for caption in captions
    )
    assert any("未畫出：1 個沒有連線的名字" in caption for caption in captions)


def test_show_tells_what_was_chosen_from_the_list():
    app = run()
    pick = app.selectbox(key="net_list")
    assert pick.options == [
        "● 甲", "◆ 乙", "■ 丙", "◆ 乙 — ● 甲", "■ 丙 — ● 甲", "◆ 乙 — ■ 丙",
    ]  # fmt: skip
    pick.set_value("n:PER:甲").run()
    assert app.session_state["picked"] == "n:PER:甲"
    app.selectbox(key="net_list").set_value("e:LOC:乙|PER:甲").run()
    assert app.session_state["picked"] == "e:LOC:乙|PER:甲"
    assert app.selectbox(key="net_list").value == "e:LOC:乙|PER:甲"


def test_show_draws_without_what_a_filter_took_away():
    app = run(picked="e:LOC:乙|ORG:丙")
    app.slider(key="net_min").set_value(2).run()
    assert not app.exception
    assert app.selectbox(key="net_list").value is None
    assert app.session_state["picked"] == "e:LOC:乙|ORG:丙"  # it comes back with the filter


def test_show_one_name_draws_its_links_alone():
    app = run(picked="n:LOC:乙")
    app.session_state["net_view"] = "ego"
    app.session_state["net_colour"] = "community"
    app.run()
    assert not app.exception
    spec = app.get("plotly_chart")[0].proto.spec
    assert "e:LOC:乙|ORG:丙" in _plain(spec)
    assert "e:ORG:丙|PER:甲" not in _plain(spec)


def _plain(spec: str) -> str:
    return spec.encode().decode("unicode_escape") if "\\u" in spec else spec


@pytest.mark.parametrize(
    ("measure", "copies", "units", "said"),
    [
        ("g2", "unique", "甲乙 丙", "文字太少"),
        ("npmi", "unique", "甲乙 丙", "文字太少"),
        ("g2", "all", "甲乙 丙 " * 60, "虛增"),
    ],
)
def test_show_warns_where_a_statistic_means_nothing(measure, copies, units, said):
    app = run(units=units, copies_counted=copies, net_measure=measure)
    assert said in app.warning[0].value


def test_show_offers_every_file():
    labels = [button.proto.label for button in run().get("download_button")]
    assert labels == [
        "下載 CSV", "下載 JSON", "下載 GEXF", "下載 GraphML", "下載 Pajek",
    ]  # fmt: skip


def test_glimpse_is_the_picture_and_its_caption_alone():
    app = run(glimpse=True)
    assert len(app.get("plotly_chart")) == 1
    assert len(app.dataframe) == 0


def test_controls_thin_out_and_arrange():
    app = run(net_pruning="tree", net_size="betweenness", net_shape="layered", net_unit="article")
    settings = app.session_state["settings"]
    assert (settings.pruning, settings.size) == ("tree", "betweenness")
    assert (settings.shape, settings.unit) == ("layered", "article")
    assert not app.exception
    app = run(net_pruning="tree")
    assert len(app.dataframe[0].value) == 2
    assert any("修剪（最大生成樹）：未畫出 1 條連線" in caption.value for caption in app.caption)


def test_a_window_asks_for_its_words():
    app = run(net_unit="sentence")
    assert not [slider for slider in app.slider if slider.key == "net_window"]


def test_show_a_way_between_two_names_with_its_links():
    app = run(units="甲乙 乙丙 丙丁", net_view="path")
    app.selectbox(key="net_from").set_value("PER:甲")
    app.selectbox(key="net_to").set_value("PER:丁").run()
    steps = [button for button in app.button if button.key.startswith("net_step_")]
    assert [step.label for step in steps] == ["甲 – 乙  ×1", "乙 – 丙  ×1", "丙 – 丁  ×1"]
    steps[1].click().run()
    assert app.session_state["picked"] == "e:LOC:乙|ORG:丙"
    app = run(units="甲乙 丙丁", net_view="path")
    app.selectbox(key="net_from").set_value("PER:甲")
    app.selectbox(key="net_to").set_value("PER:丁").run()
    assert "沒有路徑" in app.info[0].value


def test_show_a_matrix_whose_squares_are_links():
    app = run(net_view="matrix")
    assert "e:LOC:乙|PER:甲" in _plain(app.get("plotly_chart")[0].proto.spec)


def test_show_lists_names_with_every_centrality():
    frame = run().dataframe[1].value
    assert list(frame.columns) == [
        "name", "mentions", "units", "degree", "betweenness", "closeness", "eigenvector",
        "community",
    ]  # fmt: skip
    assert frame["degree"].tolist() == [2, 2, 2]
