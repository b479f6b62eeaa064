"""The panel of duplicates: finding, numbers, groups, the copy that counts."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest


def page(kind: str) -> None:
    """A page with one panel; written as a script, as people's pages are."""
    import random
    from dataclasses import replace
    from pathlib import Path

    import streamlit as st

    from components import duplicates
    from components.duplicates import panel
    from components.reading import Corpus, Source, read, sources_in

    def prose(seed: int, length: int = 300) -> str:
        rng = random.Random(seed)
        letters = rng.choices([chr(0x4E00 + i) for i in range(2000)], k=length)
        letters[24::25] = ["。"] * len(letters[24::25])
        return "".join(letters)

    def corpus() -> Corpus:
        origin = prose(1)
        texts = {
            "empty": [],
            "different": [prose(1), prose(2)],
            "edited": [origin + origin[:150] + "改" + origin[151:]],
            "groups": [
                origin,
                origin[:100] + "<b>$改</b>" + origin[101:],
                prose(3),
                prose(3),
                *(prose(seed) + prose(77, 75) for seed in (4, 5, 6)),
            ],
        }[kind]
        made = read([Source(f"{i}.txt", text.encode()) for i, text in enumerate(texts)])
        dated = (
            replace(article, published=f"2024-01-0{9 - i}", source=f"報社_{i}")
            for i, article in enumerate(made.articles)
        )
        return Corpus(tuple(dated))

    read_in = read(sources_in(Path("seeds"))) if kind == "sample" else corpus()
    settings = panel.controls(key="dup")
    found = duplicates.find(read_in, settings=settings)
    place = panel.show(read_in, found, key="dup")
    st.session_state["place"] = place
    st.session_state["counted"] = duplicates.unique(read_in, found).n_counted


def run(kind: str, **address: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=30, kwargs={"kind": kind})
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def texts(elements: Any) -> list[str]:
    return [str(element.value) for element in elements]


def test_duplicates_panel_of_the_sample_says_it_in_words() -> None:
    app = run("sample")
    assert texts(app.subheader) == ["同一篇貼了 12 次，每份 726 字。"]
    assert texts(app.metric) == ["8,712", "726", "12", "12"]
    assert app.metric[1].delta == "重複占 91.7%"
    assert app.metric[2].delta == "全部 144 句"
    copies = app.dataframe[0].value
    assert list(copies["字數"]) == [726] * 12
    assert app.session_state["counted"] == 726


def test_duplicates_panel_without_articles_says_what_to_do() -> None:
    app = run("empty")
    assert texts(app.info) == ["沒有文章。請先上傳或貼上文字。"]
    assert not app.metric


def test_duplicates_panel_without_repeats_says_so() -> None:
    app = run("different")
    assert texts(app.subheader) == ["沒有找到重複的文字。"]
    assert not app.dataframe


def test_duplicates_panel_of_an_edited_paste_shows_the_change() -> None:
    app = run("edited")
    assert texts(app.subheader) == ["同一篇貼了 2 次，其中有改動；第一份 300 字。"]
    assert any("改</ins>" in body for body in html_of(app))


def html_of(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def test_duplicates_panel_lists_groups_and_shared_passages_apart() -> None:
    app = run("groups")
    (line,) = texts(app.subheader)
    assert "有 4 篇文章分屬 2 組" in line
    assert "另有 1 段文字在多篇出現，但這些文章並非同一篇" in line
    groups = app.dataframe[0].value
    assert list(groups["份數"]) == [2, 2]
    assert sorted(groups["關係"]) == ["完全相同", "相近"]


def test_duplicates_panel_escapes_what_people_wrote() -> None:
    app = run("groups")
    bodies = "".join(html_of(app))
    assert "&lt;b&gt;" in bodies
    assert "<b>" not in bodies
    assert any("報社\\_" in caption for caption in texts(app.caption))


def test_duplicates_panel_lets_the_reader_choose_the_copy_that_counts() -> None:
    app = run("groups")
    before = app.session_state["counted"]
    members = app.dataframe[1].value
    assert list(members["計入"]) == ["", "✓"]  # the second carries the earlier date
    button = next(b for b in app.button if b.label == "改以右邊計入")
    button.click().run()
    assert list(app.dataframe[1].value["計入"]) == ["✓", ""]
    assert app.session_state["counted"] == before - len("<b>$改</b>") + 1
    next(b for b in app.button if b.label == "恢復自動選擇").click().run()
    assert list(app.dataframe[1].value["計入"]) == ["", "✓"]


def test_duplicates_panel_slider_changes_the_groups() -> None:
    app = run("groups")
    app.slider[0].set_value(1.0).run()
    assert list(app.dataframe[0].value["關係"]) == ["完全相同"]


def test_duplicates_panel_reads_its_settings_from_the_address() -> None:
    app = run("groups", dup_similarity="1.0")
    assert "相似度至少 100%" in " ".join(texts(app.caption))


def test_duplicates_panel_offers_three_files() -> None:
    labels = [element.proto.label for element in run("groups").get("download_button")]
    assert labels == ["不重複的文字", "重複清單（CSV）", "重複清單（JSON）"]


def test_duplicates_panel_opens_the_copy_asked_for() -> None:
    app = run("groups")
    next(b for b in app.button if b.label == "讀右邊的原文").click().run()
    place = app.session_state["place"]
    assert place is not None
    assert place.article_id == "0.txt"


def other_page() -> None:
    """A page that follows the settings without drawing their widgets."""
    import streamlit as st

    from components.duplicates import panel

    st.session_state["settings"] = panel.settings_in_use()


def test_duplicates_panel_settings_are_followed_where_no_widget_is_drawn() -> None:
    app = AppTest.from_function(other_page)
    app.query_params["dup_similarity"] = "0.5"
    app.query_params["dup_passage"] = "60"
    app.query_params["dup_articles"] = "nonsense"
    app.query_params["dup_out"] = "near,articles,nonsense"
    app.run()
    settings = app.session_state["settings"]
    assert (settings.similarity, settings.min_passage, settings.min_articles) == (0.5, 60, 3)
    assert settings.leave_out == ("articles", "near")


def test_duplicates_panel_leaves_out_what_the_reader_says() -> None:
    app = run("groups", dup_out="near")
    everything, without = app.session_state["counted"], run("groups").session_state["counted"]
    assert everything > without
    assert "略過相近的文章 1 篇" in " ".join(texts(app.caption))
    assert "相同的文章 1 篇" not in " ".join(texts(app.caption))
