"""Going on to the next one: articles on the reader page, places in the panel of evidence."""

from __future__ import annotations

from tests.pages import open_app, press, turn


def said(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_reader_steps_from_article_to_article() -> None:
    app = turn(open_app({"sample": "newsroom"}), "reader")
    first = app.selectbox(key="article").value
    assert "第 1 篇，共 61 篇" in said(app)
    assert app.button(key="reader_previous").disabled
    press(app, "下一篇")
    assert "第 2 篇，共 61 篇" in said(app)
    press(app, "上一篇")
    assert app.selectbox(key="article").value == first


def test_panel_steps_from_place_to_place_and_back_to_the_sentences() -> None:
    app = turn(open_app({"pick": "w:科索夫"}), "words")
    assert "「科索夫」出現 11 次，在 8 句裡" in [one.value for one in app.subheader]
    next(b for b in app.button if str(b.key).startswith("panel_open_")).click().run()
    assert "第 1 處，共 8 處" in said(app)
    press(app, "下一處")
    assert "第 2 處，共 8 處" in said(app)
    press(app, "回到句子")
    assert "「科索夫」出現 11 次，在 8 句裡" in [one.value for one in app.subheader]


def test_reader_steps_from_hit_to_hit_through_the_articles_and_says_where_copies_stand() -> None:
    app = turn(open_app({"sample": "newsroom", "q": "油輪"}), "reader")
    first = app.selectbox(key="article").value
    assert "共 46 處" in said(app)
    seen = []
    for _ in range(8):
        press(app, "下一處")
        seen.append((app.selectbox(key="article").value, app.query_params["at"]))
    assert len(set(seen)) == 8
    assert {article for article, _ in seen} > {first}
    press(app, "上一處")
    assert (app.selectbox(key="article").value, app.query_params["at"]) == seen[-2]

    app.selectbox(key="article").set_value(first).run()
    body = next(one.proto.body for one in app.get("html") if "快訊" in one.proto.body)
    assert body.count("島聞通訊社") >= 5  # in the margin
    assert "dashed" in body  # places are marked as places
    app.button(key="origin_1").click().run()
    assert app.selectbox(key="article").value != first

    app.session_state["names"] = ["PER"]
    app.selectbox(key="article").set_value(first).run()
    body = next(one.proto.body for one in app.get("html") if "快訊" in one.proto.body)
    assert "dashed" not in body
