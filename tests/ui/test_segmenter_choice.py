"""What cuts the words is chosen once, for every page, and stands in the address."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages import open_app, turn


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.main.caption)


def chooser(app: AppTest) -> Any:
    groups: list[Any] = list(app.sidebar.get("button_group"))
    return next(group for group in groups if group.label == "斷詞")


def test_segmenter_wapic_cuts_what_the_address_asks_for_and_captions_say_so() -> None:
    app = turn(open_app({"cut": "wapic"}), "words")
    assert "wapic 斷詞" in captions(app)
    chooser(app).set_value("jieba").run()
    assert not app.exception
    assert "wapic 斷詞" not in captions(app)
    assert "cut" not in app.query_params


def test_segmenter_of_strange_addresses_is_jieba() -> None:
    app = turn(open_app({"cut": "paddle"}), "words")
    assert not app.exception
    assert "斷詞" not in captions(app)
