"""One chart in somebody else's page: it fits a phone, a column and a page, and asks nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from components import timeline
from components.duplicates import DuplicateReport
from components.text import Article, Corpus
from components.timeline import describe, export, figure
from components.ui import PageChart
from dashboard.report.chart_files import make_file, source_of
from dashboard.report.printed_chart import WIDTHS, Imprint


def test_an_embedded_chart_fits_every_place_and_asks_nobody(
    browser: Browser, tmp_path: Path
) -> None:
    days = [f"2026-10-{day}" for day in range(12, 18)]
    corpus = Corpus(
        tuple(
            Article(f"{day}{outlet}", "", "文", "", outlet=outlet, published=day)
            for day in days for outlet in ("甲報", "乙報")
        )
    )  # fmt: skip
    laid = timeline.lay(corpus, DuplicateReport())
    table = partial(export.to_table, laid)
    chart = PageChart("time", partial(figure.figure, laid), describe.alt(laid), str, table)
    file = tmp_path / "chart.html"
    file.write_bytes(make_file(chart, Imprint("誰報了", "註", source_of(corpus)), "html"))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 600})
            page.goto(file.as_uri())
            shown = page.evaluate(
                "() => [...document.images].filter((i) => i.checkVisibility())"
                ".map((i) => [i.naturalWidth, i.getBoundingClientRect().width, i.complete, i.alt])"
            )
            [(natural, wide, complete, alt)] = shown
            assert (natural, wide, complete) == (width, pytest.approx(width), True)
            assert "誰報了" in alt
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.close()
    assert set(asked) == {file.as_uri()}
