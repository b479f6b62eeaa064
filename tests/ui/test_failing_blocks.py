"""A block of a page that fails gets a sentence with a number; every other block stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import entities, network, statistics, words
from components.cloud import FontMissingError
from components.cloud import panel as cloud_panel
from components.concordance import panel as concordance_panel
from components.duplicates import panel as duplicates_panel
from components.entities import panel as entities_panel
from components.network import panel as network_panel
from components.reading import panel as reading_panel
from components.statistics import panel as statistics_panel
from components.words import panel as words_panel
from dashboard import pipeline
from dashboard.report import finding
from dashboard.screens import account, corrections, evidence, library_list, share_dialog
from dashboard.state import session

ROOT = Path(__file__).parents[2]
SECRET = "text of an article"

BLOCKS: list[tuple[str, Any, str]] = [
    ("overview", reading_panel, "show_refusals"),
    ("overview", finding, "finding"),
    ("overview", duplicates_panel, "show_glimpse"),
    ("overview", words_panel, "show_glimpse"),
    ("overview", cloud_panel, "show_glimpse"),
    ("overview", network_panel, "show_glimpse"),
    ("overview", share_dialog, "show_button"),
    ("overview", account, "show_card"),
    ("overview", corrections, "show_card"),
    ("overview", corrections, "show_news"),
    ("library", library_list, "show_tab"),
    ("duplicates", duplicates_panel, "ask_settings"),
    ("duplicates", duplicates_panel, "show_edit_examples"),
    ("duplicates", duplicates_panel, "show"),
    ("words", words_panel, "ask_choice"),
    ("words", words_panel, "show"),
    ("statistics", statistics_panel, "ask_settings"),
    ("statistics", statistics_panel, "show"),
    ("cloud", cloud_panel, "ask_settings"),
    ("cloud", cloud_panel, "show"),
    ("entities", entities_panel, "ask_filter"),
    ("entities", entities_panel, "show"),
    ("network", network_panel, "ask_settings"),
    ("network", network_panel, "show"),
    ("reader", evidence, "find_marks"),
    ("reader", concordance_panel, "show_text"),
]
VERBS = [
    ("cloud", pipeline, "lay_out_cloud"),
    ("entities", entities, "select"),
    ("network", network, "cooccur"),
    ("network", network, "layout"),
    ("statistics", statistics, "measure"),
    ("words", words, "count"),
]


def fail(*_: object, **__: object) -> None:
    raise RuntimeError(SECRET)


def visit(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.run()
    return app if page == "overview" else app.switch_page(f"app_pages/{page}.py").run()


@pytest.mark.parametrize(("page", "place", "verb"), BLOCKS)
def test_a_block_that_fails_leaves_the_others_standing(
    monkeypatch: pytest.MonkeyPatch, reported: list[BaseException], page: str, place: Any, verb: str
) -> None:
    monkeypatch.setattr(place, verb, fail)
    app = visit(page)
    assert not app.exception
    told = [error.value for error in app.error]
    assert len(told) == 1, told
    assert "錯誤代號" in told[0]
    assert SECRET not in told[0]
    assert [str(error) for error in reported][-1] == SECRET
    # What stands below the block, and beside it, is there.
    assert app.sidebar.selectbox(key="lang")
    assert len(app.main) > 1
    if page == "overview":
        links = [e.proto.label for e in app.get("page_link")]
        assert len(links) == 4
        assert len(app.header) >= 3
    reported.clear()


@pytest.mark.parametrize(("page", "place", "verb"), VERBS)
def test_a_verb_that_fails_costs_its_block_alone(
    monkeypatch: pytest.MonkeyPatch, reported: list[BaseException], page: str, place: Any, verb: str
) -> None:
    session.sample_analysis().make_all()  # as every process does first
    monkeypatch.setattr(place, verb, fail)
    app = visit(page)
    assert not app.exception
    assert any("錯誤代號" in error.value for error in app.error)
    assert app.sidebar.selectbox(key="lang")
    reported.clear()


def test_without_a_font_the_pages_say_what_to_do(
    monkeypatch: pytest.MonkeyPatch, reported: list[BaseException]
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FontMissingError("none")

    monkeypatch.setattr(cloud_panel, "show_glimpse", missing)
    app = visit("overview")
    assert not app.exception
    [told] = [error.value for error in app.error]
    assert "WENMAI_FONT" in told or "字型" in told
    assert reported == []


PARTS: list[tuple[str, Any, str, bool, bool]] = [
    ("words", words_panel, "bars", False, True),
    ("words", words_panel, "caption", True, True),
    ("words", words_panel, "to_table", True, False),
    ("entities", entities_panel, "bars", False, True),
    ("entities", entities_panel, "alt", False, True),
    ("entities", entities_panel, "to_table", True, False),
    ("network", network_panel, "scene_of", False, True),
    ("network", network, "layout", False, True),
    ("network", network_panel, "to_table", True, False),
    ("statistics", statistics_panel, "figure", False, True),
    ("statistics", statistics_panel, "to_table", True, False),
    ("duplicates", duplicates_panel, "strip_figure", False, True),
    ("duplicates", duplicates_panel, "show_metrics", True, True),
    ("duplicates", duplicates_panel, "_pastes", True, False),
]


@pytest.mark.parametrize(("page", "place", "part", "has_chart", "has_table"), PARTS)
def test_a_chart_and_its_table_fail_alone(
    monkeypatch: pytest.MonkeyPatch, reported: list[BaseException],
    page: str, place: Any, part: str, has_chart: bool, has_table: bool,
) -> None:  # fmt: skip
    session.sample_analysis().make_all()
    monkeypatch.setattr(place, part, fail)
    app = visit(page)
    assert not app.exception
    [told] = [error.value for error in app.error]
    assert "錯誤代號" in told
    assert bool(app.get("plotly_chart") or app.get("bidi_component")) == has_chart
    assert bool(app.dataframe) == has_table
    reported.clear()


@pytest.mark.parametrize(("tab", "part"), [(0, "figure"), (1, "to_png"), (2, "to_table")])
def test_a_tab_of_the_cloud_fails_alone(
    monkeypatch: pytest.MonkeyPatch, reported: list[BaseException], tab: int, part: str
) -> None:
    monkeypatch.setattr(cloud_panel, part, fail)
    app = visit("cloud")
    names = [one.label for one in app.tabs]
    app.session_state["cloud_tab"] = names[tab]
    app.run()
    assert not app.exception
    [told] = [error.value for error in app.error]
    assert "錯誤代號" in told
    assert any("詞" in caption.value for caption in app.main.caption)  # what stands below the tabs
    reported.clear()
