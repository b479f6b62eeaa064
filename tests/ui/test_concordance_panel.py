"""Lines, sentences and texts on a page: empty, filled, hostile, long."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from components import theme
from components.concordance.panel import GROUND, highlight_html
from tests.pages import run_panel


def lines_page() -> None:
    import streamlit as st

    from components.concordance import find, find_uncounted, panel
    from components.reading import Source, read

    corpus = read([Source("a.txt", "北約同意。歐盟與北約。".encode())])
    corpus = corpus.counting({"a.txt": st.session_state.get("counted", ((0, 11),))}, "unique")
    query = st.session_state.get("query", "北約")
    aside = find_uncounted(corpus, (query,))
    found = find(corpus, query)
    heard = st.session_state.setdefault("opened", [])
    panel.show(corpus, found, key="kwic", on_open=heard.append, uncounted=aside)


def sentences_page() -> None:
    import streamlit as st

    from components.concordance import Mark, evidence, panel
    from components.reading import AS_IS, Source, read
    from components.text import Span, sentences_of

    n = st.session_state.get("n", 2)
    text = "".join(f"北約第{i}次同意<b>。" for i in range(n))
    corpus = read([Source("a.txt", text.encode(), settings=AS_IS)] if n else [])
    units = [span for article in corpus.articles for span in sentences_of(article)]
    marks = [Mark(Span(unit.article_id, unit.start, unit.start + 2), "ORG") for unit in units]
    found = evidence(corpus, units, marks)
    heard = st.session_state.setdefault("opened", [])
    panel.show_sentences(found, key="ev", on_open=heard.append)


def reader_page() -> None:
    import streamlit as st

    from components.concordance import UNCOUNTED, find, find_uncounted, panel
    from components.concordance.concordance import Mark
    from components.text import Article, Span

    text = st.session_state.get("text", "北約同意。\n歐盟<i>也同意。")
    counted = st.session_state.get("counted", ((0, len(text)),))
    article = Article("a.txt", "題", text, text, counted=counted)
    from components.text import Corpus

    hits = find(Corpus((article,)), "北約").lines
    marks = [Mark(h.span, "ORG") for h in hits]
    if st.session_state.get("uncounted"):
        aside = find_uncounted(Corpus((article,)), ("北約",)).lines
        marks += [Mark(h.span, UNCOUNTED) for h in aside]
    at = st.session_state.get("at")
    place = None if at is None else Span("a.txt", at, at)
    panel.show_text(article, marks, key="reader", at=place)


def bodies(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def test_show_lists_every_hit_in_its_line():
    app = run_panel(lines_page)
    frame = app.dataframe[0].value
    assert frame[["before", "hit", "after", "position"]].values.tolist() == [
        ["", "北約", "同意。歐盟與北約。", 1],
        ["北約同意。歐盟與", "北約", "。", 9],
    ]
    assert "共 2 處" in app.caption[0].value
    assert app.session_state["opened"] == []


@pytest.mark.parametrize(("query", "said"), [("", "輸入一個詞"), ("無*此*詞", "找不到")])
def test_show_says_what_to_do_when_there_is_no_line(query, said):
    app = run_panel(lines_page, query=query)
    assert said in app.info[0].value
    assert len(app.dataframe) == 0


def test_show_says_how_many_places_stand_in_text_that_does_not_count():
    app = run_panel(lines_page, counted=((0, 5),))
    assert app.dataframe[0].value["position"].tolist() == [1]
    assert [element.label for element in app.expander] == ["另有 1 處在不計的文字裡"]
    assert len(app.dataframe) == 1  # closed, it is not made


def test_show_never_says_not_found_of_what_does_not_count():
    app = run_panel(lines_page, counted=((2, 8),))
    assert "計入的文字裡沒有「北約」" in app.info[0].value
    assert "找不到" not in app.info[0].value
    assert app.dataframe[0].value["position"].tolist() == [1, 9]


def test_show_of_text_that_all_counts_says_nothing_of_other_places():
    assert not run_panel(lines_page).expander


def search_page() -> None:
    import streamlit as st

    from components.concordance import (
        Neighbour,
        QueryError,
        by_article,
        panel,
        prepare,
        search,
    )
    from components.text import Article, Corpus

    texts = (
        ("a", "北約同意。歐盟與北約。", "2026-03-01", "甲報"),
        ("b", "北約同意。", None, "乙報"),
    )
    articles = tuple(
        Article(i, f"題{i}", text, text, counted=((0, 5),), published=day, outlet=outlet)
        for i, text, day, outlet in texts
    )
    corpus = Corpus(articles)
    asked = panel.ask_search(corpus, st.session_state.get("query", "北約"), key="kwic")
    opened, picked = (st.session_state.setdefault(name, []) for name in ("opened", "picked"))
    try:
        found = search(prepare(corpus), asked)
    except QueryError as error:
        panel.show_fault(error)
        return
    panel.show_findings(
        corpus,
        found,
        key="kwic",
        on_open=opened.append,
        on_pick=picked.append,
        near=lambda: (Neighbour("同意", "同意", "v", 0, 2, 2, 14.0),),
        by_article=lambda: by_article(corpus, found),
    )


def test_search_lists_places_sorted_and_filtered_and_tells_the_others_apart():
    app = run_panel(search_page)
    assert app.dataframe[0].value["article"].tolist() == ["題a", "題b"]
    assert [element.label for element in app.expander] == ["另有 1 處在不計的文字裡"]
    assert any("共 2 處，在 2 篇中的 2 篇" in caption.value for caption in app.caption)
    app.segmented_control(key="kwic_order").set_value("after").run()
    assert app.dataframe[0].value["article"].tolist() == ["題b", "題a"]
    app.button_group(key="kwic_outlets").set_value(["乙報"]).run()
    assert app.dataframe[0].value["hit"].tolist() == ["北約"]
    assert any("篩選略去 2 處" in caption.value for caption in app.caption)


def test_search_shows_where_places_lie_and_what_is_near():
    app = run_panel(search_page, kwic_view="spread")
    assert len(app.get("plotly_chart")) == 1
    assert any("最多的是〈題a〉，2 處" in caption.value for caption in app.caption)
    app.segmented_control(key="kwic_view").set_value("near").run()
    assert app.dataframe[0].value["詞"].tolist() == ["同意"]


def test_search_says_where_a_query_is_wrong():
    app = run_panel(search_page, query="北約(同|意")
    assert "第 3 個字：這個括號沒有關上" in app.error[0].value
    assert not app.dataframe


def test_search_that_finds_nothing_says_so():
    assert "找不到" in run_panel(search_page, query="無").info[0].value


def test_sentences_are_highlighted_escaped_and_lead_to_the_text():
    app = run_panel(sentences_page)
    assert "&lt;b&gt;" in bodies(app)[0]
    assert re.search(r"<mark style=[^>]+>北約</mark>", bodies(app)[0])
    app.button[1].click().run()
    assert [span.start for span in app.session_state["opened"]] == [11]


def test_sentences_come_twenty_at_a_time():
    app = run_panel(sentences_page, n=45)
    assert len(bodies(app)) == 20
    assert len(app.get("pagination")) == 1


def test_sentences_without_any_say_what_to_do():
    assert "請點" in run_panel(sentences_page, n=0).info[0].value


def test_reader_shows_the_whole_text_with_its_paragraphs():
    body = bodies(run_panel(reader_page))[0]
    assert "同意。</div>" in body
    assert ">歐盟&lt;i&gt;也同意。</div>" in body
    assert "white-space:pre-wrap" in body


def test_reader_begins_shortly_before_the_place_and_frames_it():
    text = "今天下雨。" * 200 + "北約同意。" + "明天放晴。" * 200
    app = run_panel(reader_page, text=text, counted=((0, len(text)),), at=1000)
    body = bodies(app)[0]
    assert body.index("北約") - body.index("今天") < 400
    assert "outline" in body
    app.button[0].click().run()
    assert bodies(app)[0].count("今天下雨。") == 200


def test_reader_shows_a_long_text_in_parts():
    text = "今天下雨了嗎。" * 6000
    app = run_panel(reader_page, text=text, counted=((0, len(text)),))
    assert 20_000 <= bodies(app)[0].count("今天下雨了嗎。") * 7 <= 20_010
    assert [button.disabled for button in app.button] == [True, False]
    app.button[1].click().run()
    assert [button.disabled for button in app.button] == [False, False]
    app.button[0].click().run()
    assert [button.disabled for button in app.button] == [True, False]


def test_reader_keeps_repeated_text_in_quiet_ink():
    app = run_panel(reader_page, text="北約同意。北約同意。", counted=((0, 5),))
    quiet = theme.PALETTES["light"].quiet
    assert f'<span style="color:{quiet}">北約同意。</span>' in bodies(app)[0]
    assert "重複" in app.caption[0].value


def test_reader_marks_a_place_in_text_that_does_not_count():
    app = run_panel(reader_page, text="北約同意。北約同意。", counted=((0, 5),), uncounted=True)
    body = bodies(app)[0]
    assert body.count("<mark") == 2
    assert "2px dotted" in body.split("<mark")[2]
    assert f'<span style="color:{theme.PALETTES["light"].quiet}">同意。</span>' in body


def test_reader_of_an_empty_text_says_so():
    assert "沒有文字" in run_panel(reader_page, text="", counted=()).info[0].value


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", ["PER", "LOC", "ORG", "accent"])
def test_highlighted_html_stays_readable_on_its_ground(mode, kind):
    palette = theme.PALETTES[mode]
    colour = palette.kinds.get(kind, palette.accent)
    pair = sorted(map(luminance, (palette.ink, theme.mix_colours(colour, palette.paper, GROUND))))
    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def test_highlighted_html_escapes_text_inside_and_outside_marks():
    made = highlight_html('<a onclick="x">&', [(1, 2, "PER")], "light")
    assert "<a" not in made
    assert "&lt;<mark" in made
    assert "onclick=&quot;x&quot;" in made


def test_highlighted_html_has_a_paragraph_a_line_and_notes_beside_their_own():
    marks = [(0, 2, "PER"), (4, 9, "repeated")]
    made = highlight_html("甲乙丙\n丁戊己\n庚辛壬", marks, "light", notes=[(4, 9, "1 別處")])
    assert made.count("margin-bottom:.7em") == 3
    assert made.count("1 別處") == 1
    assert made.count("border-left:3px") == 2  # the stretch reaches over two paragraphs
    assert made.index("1 別處") < made.index("丁戊己")
    assert re.search(r"<span [^>]+>丁戊己</span>", made)
    assert re.search(r"<span [^>]+>庚</span>辛壬", made)
