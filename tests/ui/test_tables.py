"""No table of a page hands out a CSV whose cells run as formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from dashboard.state.pages import PAGES

ROOT = Path(__file__).parents[2]
HIDDEN = 'button[aria-label^="Download as CSV"]) {\n  display: none; }'


@pytest.mark.parametrize("page", PAGES)
def test_every_page_takes_away_the_button_of_live_formulas(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    app = app if page == PAGES[0] else app.switch_page(f"app_pages/{page}.py").run()
    assert [one for one in app.get("html") if HIDDEN in one.proto.body]


def test_the_framework_still_calls_its_button_so() -> None:
    scripts = Path(streamlit.__file__).parent.glob("static/static/js/*.js")
    written = "".join(path.read_text(encoding="utf-8") for path in scripts)
    assert written.count("label:`Download as CSV`") == 1
    assert "stElementToolbarButton`" in written
