"""The statistics panel: measures, their options, refusals, tables and clicks."""

from __future__ import annotations

from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from components.statistics import Measure
from tests.pages import run_panel

DAYS = ("2007-10-01", "2007-11-02", "2007-11-20", "2007-12-03", "2008-01-04", "2008-01-20")
WORDS = ["談判", "破裂", "北約", "外長", "科索夫", "獨立"]
WORDS += ["會議", "支持", "國家", "政府", "問題", "報導"]


def texts() -> list[tuple[str, str]]:
    """Six articles of 400 words in sentences that all differ; 北約 and 外長 keep company."""
    found = []
    for n, day in enumerate(DAYS):
        lines = [
            f"北約外長{WORDS[i % 12]}{WORDS[(i // 12 + n) % 12]}{WORDS[(i * 5 + n) % 12]}"
            + ("科索夫" * (i % 3) if n == 0 else "足球" if n == 1 else "")
            for i in range(80)
        ]
        found.append((f"{day}.txt", "。".join(lines) + "。"))
    return found


def page(sources: list[tuple[str, str]], copies: str) -> None:
    from dataclasses import replace

    import streamlit as st

    from components import statistics, words
    from components.reading import Source, read
    from components.statistics import panel

    corpus = read([Source(name, text.encode()) for name, text in sources])
    tokens = replace(words.cut(corpus), copies=copies)
    table = words.count(corpus, tokens)
    measure = panel.choose(key="s")
    settings = panel.ask_settings(measure, corpus, table, key="s", stop_words=words.stop_words())
    result = statistics.measure(corpus, tokens, settings)
    heard = st.session_state.setdefault("heard", [])
    panel.show(result, corpus, key="s", on_pick=heard.append, picked="北约")
    st.session_state["result"] = result
    panel.offer_recentre("北約", key="s")


def run(
    measure: str = "keyness",
    sources: list[tuple[str, str]] | None = None,
    copies: str = "unique",
    **state: object,
) -> AppTest:
    given = {"sources": texts() if sources is None else sources, "copies": copies}
    return run_panel(page, given=given, address={"s": measure}, **state)


@pytest.mark.parametrize("measure", get_args(Measure))
def test_statistics_panel_shows_every_measure_with_its_definition(measure: Measure) -> None:
    app = run(measure)
    result = app.session_state["result"]
    assert result.settings.measure == measure
    assert result.rows
    assert len(app.dataframe[0].value) > 0
    assert len(app.info) == 0
    definitions = [text.value for text in app.markdown if text.value.startswith("**")]
    assert len(definitions) == 5
    assert any("不計重複" in caption.value for caption in app.caption)


@pytest.mark.parametrize("measure", get_args(Measure))
def test_statistics_panel_refuses_a_short_text_with_reason_and_need(measure: Measure) -> None:
    app = run(measure, [("a.txt", "北約外長在七號開會。")])
    result = app.session_state["result"]
    assert result.rows == ()
    assert len(app.info) == 1
    assert len(app.dataframe) == 0
    if result.refused and result.refused != "no_dates":  # none is none
        assert f"{result.needs:,}" in app.info[0].value
        assert f"{result.has:,}" in app.info[0].value


def test_statistics_panel_compares_two_selections() -> None:
    app = run()
    app.selectbox(key="s_against").set_value("articles").run()
    first = app.session_state["result"].rows[0]
    assert (first.word, first.log_ratio > 0) == ("科索夫", True)
    app.selectbox(key="s_against").set_value("dates").run()
    assert not app.exception
    assert app.session_state["result"].settings.since == "2007-12-03"


def test_statistics_panel_offers_no_comparison_with_nothing() -> None:
    app = run(sources=texts()[:1])
    assert app.selectbox(key="s_against").options == ["一般中文"]


@pytest.mark.parametrize(("copies", "warnings"), [("unique", 0), ("all", 1)])
def test_statistics_panel_says_when_copies_inflate(copies: str, warnings: int) -> None:
    assert len(run(copies=copies).warning) == warnings
    assert len(run("ngrams", copies=copies).warning) == 0


def test_statistics_panel_takes_a_typed_word_in_either_script() -> None:
    app = run("collocates")
    app.text_input(key="s_word").set_value(" 北约 ").run()
    assert app.session_state["result"].settings.word == "北约"
    assert app.session_state["result"].rows[0].word == "外長"
    assert "「北約」的搭配" in [heading.value for heading in app.subheader]
    app.text_input(key="s_word").set_value("沒有這個詞").run()
    assert "現在有 0 次" in app.info[0].value


def test_statistics_panel_recentres_on_a_word() -> None:
    app = run("ngrams")
    app.button(key="s_recentre").click().run()
    assert app.session_state["result"].settings.measure == "collocates"
    assert app.session_state["result"].settings.word == "北约"


def test_statistics_panel_ngrams_by_size() -> None:
    app = run("ngrams", s_size="3")
    assert {len(row.norms) for row in app.session_state["result"].rows} <= {2, 3}
    app.query_params["s_size"] = "4"
    app.run()
    assert app.session_state["result"].settings.size == 4


def test_statistics_panel_forgets_choices_of_another_corpus() -> None:
    app = run("trend", s_words=["没有"])
    assert "没有" not in app.session_state["result"].settings.words
    app = run("tf_idf", s_article="gone.txt")
    assert not app.exception
