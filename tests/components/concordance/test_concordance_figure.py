"""The dispersion plot: a stroke a place, at its share of the article."""

from __future__ import annotations

from components.concordance import ArticlePlaces
from components.concordance.figure import dispersion
from components.text import Span

ONE, OTHER = Span("a", 50, 52), Span("a", 100, 102)
ROWS = (
    ArticlePlaces(
        "a", "甲<b>", "2026-03-01", "報", 200, (Span("a", 50, 52),), (Span("a", 100, 102),)
    ),
    ArticlePlaces("b", "乙", None, None, 10, (Span("b", 0, 2), Span("b", 5, 7)), ()),
)


def test_dispersion_places_strokes_by_share_and_numbers_them() -> None:
    fig = dispersion(ROWS, mode="light")
    counted, others = fig.data
    assert list(counted.x) == [25, 0, 50]
    assert list(counted.y) == [0, 1, 1]
    assert list(counted.customdata) == [0, 1, 2]
    assert (list(others.x), list(others.customdata)) == ([50], [3])
    assert list(fig.layout.yaxis.ticktext) == ["03-01 甲&lt;b&gt;", "乙"]
    assert fig.layout.xaxis.title.text == "在文章的哪裡"


def test_dispersion_of_nothing_has_titles() -> None:
    fig = dispersion((), mode="dark")
    assert fig.layout.yaxis.title.text == "文章"
