"""The own title, note and source of a chart stand in report and zip while it shows the same."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html import unescape

import pytest

from components.split import SplitSettings
from components.text import Article, Corpus, digest_of
from components.timeline import describe as timeline_describe
from dashboard.guard import Guard
from dashboard.pipeline import Analysis, Asked, OwnLine
from dashboard.report import html, static_figures
from dashboard.report.own_imprint import find_own, make_imprint
from dashboard.sharing import bundle

TEXT = "外交部長林佳龍在臺北會見魏哲家。魏哲家說，臺北的天氣很好。外交部感謝魏哲家。"
OWN = {"title": "誰報得多 <b>", "note": "自己數的", "source": "三家的網站"}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    plain = Analysis(
        Corpus(
            tuple(
                Article(str(i), f"題{i}", TEXT + f"第{i}篇。", TEXT,
                        counted=((0, len(TEXT) + 4),), published=f"2026-03-0{i + 1}",
                        outlet=outlet)
                for i, outlet in enumerate(("甲報", "甲報", "乙報"))
            )
        )
    )  # fmt: skip
    shown = digest_of(timeline_describe.alt(plain.timeline))
    lines = tuple(
        OwnLine("time_chart", line, shown, "1" * 64, text)  # type: ignore[arg-type]
        for line, text in OWN.items()
    )
    columns = SplitSettings("outlet", ("甲報", "乙報"))
    return replace(plain, asked=Asked(split=columns, lines=lines))


def test_own_lines_belong_to_what_the_chart_shows(analysis: Analysis) -> None:
    alt = timeline_describe.alt(analysis.timeline)
    assert find_own(analysis, "time_chart", alt) == OWN
    made = make_imprint(analysis, "time_chart", alt, title="常", note="")
    assert (made.title, made.note, made.source) == tuple(OWN.values())
    for chart, shown in (("time_chart", "另一張"), ("words_chart", alt)):
        made = make_imprint(analysis, chart, shown, title="常", note="註")
        assert (made.title, made.note) == ("常", "註")
        assert "甲報" in made.source


def test_own_lines_stand_in_report_and_figures(analysis: Analysis) -> None:
    written = html.write(analysis)
    assert "<b>" not in written.split("own-title")[-1][:60]
    assert all(text in unescape(written) for text in OWN.values())
    drawn = dict(static_figures.figures(analysis, analysis.drawn_network))
    told = "".join(text.get_text() for text in drawn["timeline"].axes[0].texts)
    assert all(text in told for text in OWN.values())
    assert "自己數的" not in "".join(t.get_text() for t in drawn["words"].axes[0].texts)


def test_clouds_and_columns_of_a_zip_have_title_note_and_source(analysis: Analysis) -> None:
    drawn = dict(static_figures.figures(analysis, analysis.drawn_network))
    for name, part in (("cloud", "不計重複"), ("columns", "按媒體分欄")):
        told = "".join(text.get_text() for text in drawn[name].axes[0].texts)
        assert part in told and "甲報、乙報，3 篇" in told, name
    files = dict(static_figures.files(analysis, analysis.drawn_network, Guard("a test")))
    assert {"figures/cloud.svg", "figures/cloud.png", "figures/columns.svg"} <= files.keys()
    assert b"<text" not in files["figures/cloud.svg"]  # letters are outlines
    with zipfile.ZipFile(io.BytesIO(bundle.write(analysis))) as archive:
        assert "tables/columns.csv" in archive.namelist()
        assert "not-made.txt" not in archive.namelist()
