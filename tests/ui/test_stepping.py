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
