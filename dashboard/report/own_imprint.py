"""The title, note and source of a chart in print, with the lines that the reader wrote."""

from __future__ import annotations

from components.text import digest_of
from dashboard.pipeline import Analysis, PrintedLine
from dashboard.report import chart_files
from dashboard.report.printed_chart import Imprint


def find_own(analysis: Analysis, chart: str, alt: str) -> dict[PrintedLine, str]:
    """Return the lines that the reader wrote for a chart that shows the same.

    Args:
        analysis: what is printed, with the reader's lines.
        chart: names the chart on its page.
        alt: the sentence that says what it shows.
    """
    shown = digest_of(alt)
    return {x.line: x.text for x in analysis.asked.lines if (x.chart, x.shown) == (chart, shown)}


def make_imprint(analysis: Analysis, chart: str, alt: str, *, title: str, note: str) -> Imprint:
    """Return what stands around a chart: the reader's own lines, else the usual ones.

    Args:
        analysis: what is printed.
        chart: names the chart on its page.
        alt: the sentence that says what it shows.
        title: its usual title.
        note: its usual note.
    """
    own = find_own(analysis, chart, alt)
    return Imprint(
        title=own.get("title", title),
        note=own.get("note", note),
        source=own.get("source", chart_files.source_of(analysis.source)),
    )
