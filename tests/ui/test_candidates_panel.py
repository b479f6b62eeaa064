"""Possible new words on the page: listed, looked at, taken with one click."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from components.words import Candidate, CandidateFilter, Candidates

ROOT = Path(__file__).parents[2]


def page(found: object) -> None:
    import streamlit as st

    from components.words import panel

    def add(word: str) -> None:
        st.session_state["added"] = word

    def pick(word: str) -> None:
        st.session_state["picked"] = word

    panel.show_candidates(found, key="n", add=add, on_pick=pick)  # type: ignore[arg-type]


def shown(found: Candidates) -> AppTest:
    app = AppTest.from_function(page, kwargs={"found": found}, default_timeout=180).run()
    assert not app.exception
    return app


def candidates(count: int) -> Candidates:
    rows = tuple(Candidate(f"新詞{i}", f"新词{i}", 3, 7.25, 1.5, 1, ()) for i in range(count))
    return Candidates(rows, 9000, False, CandidateFilter())


def test_candidates_panel_adds_with_one_click() -> None:
    app = shown(candidates(2))
    app.button(key="n_add_新词1").click().run()
    assert app.session_state["added"] == "新詞1"


def test_candidates_panel_tells_which_word_was_pressed() -> None:
    app = shown(candidates(2))
    app.button(key="n_see_新词0").click().run()
    assert app.session_state["picked"] == "新詞0"


def test_candidates_panel_says_why_there_are_none() -> None:
    small = shown(Candidates((), 726, True))
    assert "5,000" in small.info[0].value
    assert "726" in small.info[0].value
    assert shown(Candidates((), 9000, False)).info[0].value


def test_candidates_panel_shows_ten_at_a_time() -> None:
    app = shown(candidates(12))
    assert len([b for b in app.button if str(b.key).startswith("n_add_")]) == 10


def test_words_page_of_the_sample_is_too_small_for_new_words() -> None:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.session_state["words_new"] = True
    app.run()
    app.switch_page("app_pages/words.py").run()
    assert not app.exception
    assert any("5,000" in info.value for info in app.info)
