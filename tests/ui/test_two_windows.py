"""One library in two windows of the same reader: nothing is lost, nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.lexicon import Lexicon
from dashboard.library import connection, lexicons, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from tests.pages import open_app, turn

ROOT = Path(__file__).parents[2]


def visit(word: str) -> AppTest:
    return turn(open_app({"pick": f"w:{word}"}), "words")


def own_words(app: AppTest) -> Lexicon:
    own: Lexicon = app.session_state["memory"].lexicon.lexicon
    return own


def add_word(app: AppTest, word: str) -> None:
    [field] = [one for one in app.text_input if str(one.key).endswith("_word")]
    field.set_value(word)
    [button] = [one for one in app.button if one.label == "加進詞典"]
    button.click().run()
    assert not app.exception


def test_lexicon_a_window_that_was_late_is_told_and_shows_the_newer_words() -> None:
    one, late = visit("科索夫"), visit("科索夫")
    add_word(one, "高峰會上")
    add_word(late, "外界所料")
    assert any("另一個" in warning.value for warning in late.warning)
    assert own_words(late).words == ("高峰會上",)
    add_word(late, "外界所料")
    assert own_words(late).words == ("高峰會上", "外界所料")
    one.run()
    assert own_words(one) == own_words(late)


def test_lexicon_outlasts_the_browser() -> None:
    add_word(visit("科索夫"), "高峰會上")
    connection.close_stores()
    store = connection.get_store()
    home = workspaces.enter(store, LOCAL)
    assert "高峰會上" in lexicons.load(Workspace(store, LOCAL, home.id)).text
    assert own_words(visit("科索夫")).words == ("高峰會上",)


@pytest.mark.parametrize("page", ["words", "library", "reader"])
def test_selection_that_is_gone_reads_everything(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.query_params["sel"] = "n:沒有這個"
    app.run()
    app.switch_page(f"app_pages/{page}.py").run()
    assert not app.exception
    assert "8,712 字" in " ".join(caption.value for caption in app.sidebar.caption)
