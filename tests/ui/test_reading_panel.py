"""What was done while reading can be seen, step by step; what was refused is said."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def repair_page() -> None:
    import streamlit as st

    from components.reading import Source, panel, read

    texts = st.session_state.get("texts", ())
    corpus = read([Source(f"{n}.txt", text.encode()) for n, text in enumerate(texts)])
    panel.show_repair(corpus, key="repair")


def refusals_page() -> None:
    from components.reading import panel
    from components.text import Refusal

    panel.show_refusals((Refusal("*a*.pdf", "scanned"), Refusal("b.zip", "archive_depth")))


def shown(texts: list[str]) -> AppTest:
    page = AppTest.from_function(repair_page)
    page.session_state["texts"] = texts
    return page.run(timeout=180)


def test_reading_panel_says_that_nothing_was_done() -> None:
    for texts in ([], ["北約同意。"]):
        page = shown(texts)
        assert not page.exception
        assert [c.value for c in page.caption] == ["這些文章沒有需要修整的地方，原樣讀入。"]


def test_reading_panel_counts_each_step_and_shows_before_and_after() -> None:
    page = shown(["第一行。\nＮＡＴＯ&amp;歐盟\u200b同意。\n編輯：陳大文"])
    assert not page.exception
    [sums] = [m.value for m in page.markdown]
    assert sums.count("\n") == 3
    assert "**4** 個全形英文字母" in sums
    before, after, bylines = (c.value for c in page.code)
    assert before.startswith("ＮＡＴＯ&amp;歐盟")
    assert after.startswith("NATO&歐盟同意。")
    assert bylines == "編輯：陳大文"


def test_reading_panel_lets_one_choose_among_articles() -> None:
    page = shown(["ＮＡＴＯ同意。", "北約同意駐軍。\n-----\n歐盟沒有異議。"])
    assert not page.exception
    assert len(page.selectbox[0].options) == 3
    page.selectbox[0].select_index(1).run(timeout=180)
    assert not page.exception
    assert any("拆成 **2** 篇" in m.value for m in page.markdown)


def test_reading_panel_says_what_was_refused_with_names_as_text() -> None:
    page = AppTest.from_function(refusals_page).run(timeout=180)
    first, second = (w.value for w in page.warning)
    assert first.startswith("「\\*a\\*.pdf」") and "OCR" in first
    assert "3 層" in second
