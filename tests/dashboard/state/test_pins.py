"""Pins of a period and an outlet: how they narrow a selection, and what an address may say."""

from __future__ import annotations

import pytest

from components.text import Article
from dashboard.library.filters import EVERYTHING, Filter, holds
from dashboard.state import pins
from dashboard.state.memory import memory


@pytest.fixture(autouse=True)
def unpinned():
    yield
    pins.drop_all()


def test_pins_narrow_a_selection_and_never_widen_it() -> None:
    pins.pin_period("2026-10-12", "2026-10-14")
    pins.pin_outlet("甲報")
    kept = pins.add_to(Filter(since="2026-10-13", until="2026-10-20", tags=("社會",)))
    assert (kept.since, kept.until, kept.outlets) == ("2026-10-13", "2026-10-14", ("甲報",))
    assert kept.tags == ("社會",)
    assert pins.add_to(Filter(outlets=("乙報",))).outlets == ("乙報",)
    pins.drop_all()
    assert pins.add_to(EVERYTHING) == EVERYTHING


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ("2026-10-12..2026-10-14", ("2026-10-12", "2026-10-14")),
        ("2026-10-12", ("2026-10-12", "2026-10-12")),
        ("2026-W42", ("2026-10-12", "2026-10-18")),
        ("2026-02..2026-03", ("2026-02-01", "2026-03-31")),
        ("..2026", (None, "2026-12-31")),
        ("all", (None, None)),
        ("<b>..x", (None, None)),
    ],
)
def test_pins_read_an_address(code: str, period: tuple[str | None, str | None]) -> None:
    pins._take_when(code)
    assert (memory().pins.since, memory().pins.until) == period


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        (Filter(), True),
        (Filter(since="2026-10-12"), True),
        (Filter(since="2026-10-13"), False),
        (Filter(until="2026-10-12"), True),
        (Filter(outlets=("甲報",)), True),
        (Filter(outlets=("",)), False),
    ],
)
def test_a_filter_holds_as_the_library_does(where: Filter, kept: bool) -> None:
    article = Article("a", "a", "a", "a", outlet="甲報", published="2026-10-12T23:00")
    assert holds(where, article) is kept
    assert not holds(Filter(since="2026-01-01"), Article("b", "b", "b", "b"))
