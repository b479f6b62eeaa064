"""Runs pages and panels without a browser, for all tests that look at what a page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
SECONDS = 180  # a busy machine takes its time


def run_panel(
    page: Callable[..., None],
    *,
    given: Mapping[str, Any] | None = None,
    address: Mapping[str, str] | None = None,
    **state: object,
) -> AppTest:
    """Run a function that draws a panel, and see that nothing fails.

    Args:
        page: the function; it imports what it needs.
        given: its arguments.
        address: the parameters of the address.
        **state: what the session holds.
    """
    app = AppTest.from_function(page, default_timeout=SECONDS, kwargs=dict(given or {}))
    return _run(app, address or {}, state)


def open_app(address: Mapping[str, str] | None = None, **state: object) -> AppTest:
    """Open the dashboard at its first page."""
    return _run(AppTest.from_file(str(APP), default_timeout=SECONDS), address or {}, state)


def turn(app: AppTest, page: str) -> AppTest:
    """Turn to another page."""
    app.switch_page(f"app_pages/{page}.py").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the one button of that label."""
    [button] = [b for b in app.button if b.label == label]
    button.click().run()
    assert not app.exception
    return app


def _run(app: AppTest, address: Mapping[str, str], state: Mapping[str, object]) -> AppTest:
    for name, value in address.items():
        app.query_params[name] = value
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    return app
