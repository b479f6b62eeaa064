"""The panel of duplicates: finding, numbers, groups, the copy that counts."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages import run_panel


def page(kind: str, may: str) -> None:
    """A page with one panel; written as a script, as people's pages are."""
    import random
    from dataclasses import replace
    from pathlib import Path

    import streamlit as st

    from components import duplicates
    from components.duplicates import panel
    from components.duplicates.margin import find_margin
    from components.duplicates.strip import strip_of
    from components.reading import Source, read, sources_in
    from components.text import Corpus

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
            "updates": [
                prose(5)[75:225] + "現場證實五人死亡，另有多人受傷送醫。" + prose(6, 75),
                prose(5)[:225] + "現場證實三人死亡，另有多人受傷送醫。",
                prose(5)[:225],
            ],
            "slip": [origin, origin[:112] + "改" + origin[113:]],
        }[kind]
        made = read([Source(f"{i}.txt", text.encode()) for i, text in enumerate(texts)])
        dated = (
            replace(article, published=f"2024-01-0{9 - i}", source=f"報社_{i}")
            for i, article in enumerate(made.articles)
        )
        return Corpus(tuple(dated))

    read_in = read(sources_in(Path("seeds"))) if kind == "sample" else corpus()
    settings = panel.ask_settings(key="dup")
    found = duplicates.find(read_in, settings=settings)
    panel.show_edit_examples(read_in, find_margin(found))
    heard = st.session_state.setdefault("heard", [])
    panel.show(
        read_in,
        found,
        strip_of(read_in, found),
        key="dup",
        on_pick=heard.append,
        on_read=heard.append,
        may=may,
    )
    st.session_state["counted"] = duplicates.unique(read_in, found).n_counted


def run(kind: str, may: str = "choose", **address: str) -> AppTest:
    return run_panel(page, given={"kind": kind, "may": may}, address=address)


def texts(elements: Any) -> list[str]:
    return [str(element.value) for element in elements]


def test_duplicates_panel_of_the_sample_says_it_in_words() -> None:
    app = run("sample")
    assert texts(app.header) == ["同一篇貼了 12 次，每份 726 字。"]
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
    assert texts(app.header) == ["沒有找到重複的文字。"]
    assert not app.dataframe


def test_duplicates_panel_of_an_edited_paste_shows_the_change() -> None:
    app = run("edited")
    assert texts(app.header) == ["同一篇貼了 2 次，其中有改動；第一份 300 字。"]
    assert any("改</ins>" in body for body in html_of(app))


def html_of(app: AppTest) -> list[str]:
    """Return the texts that are written as HTML; the sketch of the map is none."""
    bodies = [element.proto.body for element in app.get("html")]
    return [body for body in bodies if not body.startswith('<div class="sketch"')]


def test_duplicates_panel_lists_groups_and_shared_passages_apart() -> None:
    app = run("groups")
    line = texts(app.header)[0]
    assert "有 4 篇文章分屬 2 組" in line
    assert "另有 1 段文字在多篇出現，但這些文章並非同一篇" in line
    groups = app.dataframe[0].value
    assert list(groups["份數"]) == [2, 2]
    assert list(groups["新的"]) == ["54.8%", "50.0%"]
    assert sorted(groups["關係"]) == ["完全相同", "相近"]


def test_duplicates_panel_escapes_what_people_wrote() -> None:
    app = run("groups")
    bodies = "".join(html_of(app))
    assert "&lt;b&gt;" in bodies
    assert "<b>" not in bodies
    assert any("報社\\_" in caption for caption in texts(app.caption))


def button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if b.label == label)


def test_duplicates_panel_lets_the_reader_choose_the_copy_that_counts() -> None:
    app = run("groups")
    members = app.dataframe[1].value
    assert list(members["先計入"]) == ["✓", ""]  # the second article carries the earlier date
    first = app.session_state["counted"]
    button(app, "改以這一則計入").click().run()
    assert list(app.dataframe[1].value["先計入"]) == ["", "✓"]
    assert "這一則全部計入" in " ".join(texts(app.markdown))
    assert app.session_state["counted"] == first  # both forms of the edited sentence count
    button(app, "恢復自動選擇").click().run()
    assert list(app.dataframe[1].value["先計入"]) == ["✓", ""]


def test_duplicates_panel_says_of_each_update_how_much_is_new() -> None:
    app = run("updates")
    said = [line.split("　")[0] for line in texts(app.markdown) if "　" in line]
    assert said == [
        "最早的一則，全部是新的", "這一則更新有 7 % 是新的", "這一則更新有 38 % 是新的",
    ]  # fmt: skip
    assert list(app.dataframe[0].value["新的"].round()) == [100, 7, 38]
    bodies = html_of(app)
    assert ["<mark" in body for body in bodies[:3]] == [False, True, True]
    told = [line for line in texts(app.caption) if line.startswith("重複自")]
    assert told[0].startswith("重複自：1 · ")
    assert "改了一句，對照 2" in " ".join(texts(app.caption))
    assert any("三</del>" in body and "五</ins>" in body for body in bodies)


def test_duplicates_panel_shows_no_text_that_a_share_left_out() -> None:
    app = run("updates", may="count")
    assert not html_of(app)
    assert "這一則更新有 7 % 是新的" in " ".join(texts(app.markdown))
    assert "改以這一則計入" not in [b.label for b in app.button]


def test_duplicates_panel_shows_what_falls_on_either_side_of_the_bar() -> None:
    app = run("slip")
    assert "這樣的兩句仍算同一句，只計一次：" in texts(app.caption)
    assert any("<del" in body for body in html_of(app)[:1])
    app.slider[1].set_value(0.0).run()
    assert "這樣的兩句就算不同，都計入：" in texts(app.caption)
    assert "這些文章裡沒有略有改動的句子" in " ".join(texts(run("updates").caption))


def test_duplicates_panel_slider_changes_the_groups() -> None:
    app = run("groups")
    app.slider[0].set_value(1.0).run()
    assert "有 2 篇文章分屬 1 組" in texts(app.header)[0]
    assert list(app.dataframe[0].value["新的"]) == [100, 0]


def test_duplicates_panel_reads_its_settings_from_the_address() -> None:
    app = run("groups", dup_similarity="1.0")
    assert "相似度至少 100%" in " ".join(texts(app.caption))


def test_duplicates_panel_offers_three_files() -> None:
    labels = [element.proto.label for element in run("groups").get("download_button")]
    assert labels == ["不重複的文字", "重複清單（CSV）", "重複清單（JSON）"]


def test_duplicates_panel_opens_the_article_asked_for() -> None:
    app = run("groups")
    [b for b in app.button if b.label == "讀全文"][1].click().run()
    assert [span.article_id for span in app.session_state["heard"]] == ["0.txt"]


def test_duplicates_panel_compares_two_articles_when_asked_to() -> None:
    app = run("groups")
    assert "逐字比較其中兩則" in [element.label for element in app.expander]
    assert not app.selectbox  # closed, it is not made


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
    app.query_params["dup_edit"] = "0.1"
    app.query_params["dup_prefer"] = "latest"
    app.run()
    settings = app.session_state["settings"]
    assert (settings.similarity, settings.min_passage, settings.min_articles) == (0.5, 60, 3)
    assert (settings.edit, settings.prefer) == (0.1, "latest")
