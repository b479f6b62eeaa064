"""From the first sample to the newsroom and back, with and without articles of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.library import articles, connection, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL
from dashboard.state import workspace
from tests.pages import open_app, press, turn

ROOT = Path(__file__).parents[2]
TRY, FIRST, OWN = "試試十天的新聞編輯室", "回到第一份範例", "回到我的文章"
REPORT = "看貼了十二次的報導"
NEWSROOM, PASTED, MINE = "61 篇", "1 篇，8,712 字", "1 篇，18 字"


def visit(page: str = "", **query: str) -> AppTest:
    app = open_app(query)
    return turn(app, page) if page else app


def buttons(app: AppTest) -> set[str]:
    return {b.label for b in app.button} & {TRY, FIRST, OWN, REPORT}


def address(app: AppTest) -> str:
    """Return the sample that the address names; AppTest gives a word or a list of one."""
    named = app.query_params.get("sample", "")
    return named if isinstance(named, str) else named[0]


def sidebar(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.sidebar.caption)


def add_mine(app: AppTest) -> AppTest:
    app.session_state["tab"] = "add"
    turn(app, "library")
    app.file_uploader(key="intake_files").set_value(
        [("mine.txt", "王小明在台北見了林大同。王小明說好。".encode(), "text/plain")]
    )
    return press(app, "開始讀")


def test_samples_newsroom_opens_with_one_click_and_leads_back() -> None:
    app = visit()
    assert buttons(app) == {TRY}
    press(app, TRY)
    assert NEWSROOM in sidebar(app)
    assert "目前是內附的範例" in sidebar(app)
    assert address(app) == "newsroom"
    assert any("編的" in caption.value for caption in app.caption)
    assert buttons(app) == {FIRST}
    press(app, FIRST)
    assert PASTED in sidebar(app)
    assert not address(app)


@pytest.mark.parametrize(
    "page",
    ["duplicates", "stories", "words", "statistics", "cloud", "entities", "network", "reader"],
)
def test_samples_newsroom_is_shown_by_every_page(page: str) -> None:
    app = visit(page, sample="newsroom")
    assert NEWSROOM in sidebar(app)


def test_samples_own_articles_stay_what_they_are() -> None:
    app = press(add_mine(visit(sample="newsroom")), "好了，收起這份報告")
    assert MINE in sidebar(app)  # who adds articles looks at them
    turn(app, "overview")
    assert buttons(app) == {TRY, REPORT}
    press(app, TRY)
    assert NEWSROOM in sidebar(app)
    assert buttons(app) == {OWN, REPORT}
    press(app, REPORT)
    assert PASTED in sidebar(app)
    press(app, OWN)
    assert MINE in sidebar(app)
    home = workspaces.enter(connection.get_store(), LOCAL).id
    cards = articles.find(Workspace(connection.get_store(), LOCAL, home)).cards
    assert [card.file for card in cards] == ["mine.txt"]


def test_samples_library_says_that_other_pages_show_a_sample() -> None:
    app = visit("library", sample="newsroom")
    assert any("十天的新聞編輯室" in info.value for info in app.info)
    press(app, FIRST)
    assert not any("十天的新聞編輯室" in info.value for info in app.info)


def test_samples_the_first_one_may_be_chosen_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_SAMPLE", "newsroom")
    app = visit()
    assert NEWSROOM in sidebar(app)
    assert not address(app)
    press(app, FIRST)
    assert PASTED in sidebar(app)
    assert address(app) == "own"


def test_samples_visitor_of_a_server_keeps_nothing_for_looking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    app = press(visit(), TRY)
    assert NEWSROOM in sidebar(app)
    assert workspace.KEY not in app.query_params


def test_samples_an_unknown_name_is_passed_over() -> None:
    assert PASTED in sidebar(visit(sample="nothing"))
