"""A key that comes with an address opens nothing before its reader has said so."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.reading import Source
from dashboard.library import articles, connection, ingest, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import NOBODY, link
from tests.pages import press, turn
from tests.ui.test_library_page import ROOT, add, said

SECRET = "蛇蠍機密的報導。科索夫宣布獨立。"
MINE = "王小明在台北見了林大同。王小明說好。"


@pytest.fixture
def theirs(monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of somebody who sends its address to others."""
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    store = connection.get_store()
    made = workspaces.create(store, NOBODY)
    own = Workspace(store, link(made.token or ""), made.workspace.id)
    ingest.ingest(own, Source("a.txt", SECRET.encode()))
    monkeypatch.setattr("tests.ui.test_offered_workspace.KEY", made.token)
    return own


KEY = ""


def come(page: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.query_params["w"] = KEY
    app.run()
    return turn(app, page) if page else app


def words_of(app: AppTest) -> str:
    return " ".join(str(e.value) for e in (*app.markdown, *app.caption, *app.title, *app.subheader))


@pytest.mark.parametrize("page", ["", "library", "reader", "words"])
def test_an_address_from_elsewhere_asks_first(theirs: Workspace, page: str) -> None:
    before = workspaces.get(theirs)
    app = come(page)
    assert app.title[0].value == "這個網址通往一個已有的工作區"
    assert "裡面有 1 篇文章" in words_of(app)
    assert "蛇蠍" not in words_of(app)
    assert not app.file_uploader
    assert workspaces.get(theirs) == before  # not even that somebody looked is noted


def test_what_is_added_after_declining_is_ones_own(theirs: Workspace) -> None:
    app = press(come("library"), "用我自己的")
    assert "w" not in app.query_params
    app.session_state["tab"] = "add"
    app = add(app.run(), ("mine.txt", MINE.encode()))
    assert "讀進了 1 篇" in said(app)
    assert app.query_params["w"] not in (KEY, [KEY])
    assert articles.find(theirs).n == 1


def test_whoever_says_yes_is_there(theirs: Workspace) -> None:
    app = press(come("library"), "打開這個工作區")
    assert app.query_params["w"] in (KEY, [KEY])
    assert "1 篇" in " ".join(caption.value for caption in app.sidebar.caption)


def test_an_address_that_comes_later_asks_too(theirs: Workspace) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180).run()
    app.session_state["tab"] = "add"
    app = add(turn(app, "library"), ("mine.txt", MINE.encode()))
    own = app.query_params["w"]
    app.query_params["w"] = KEY
    app.run()
    assert app.title[0].value == "這個網址通往一個已有的工作區"
    press(app, "用我自己的")
    assert app.query_params["w"] == own
    assert articles.find(theirs).n == 1


def test_a_key_that_is_gone_offers_nothing(theirs: Workspace) -> None:
    workspaces.delete(theirs)
    assert come().title[0].value == "沒有這個工作區"
