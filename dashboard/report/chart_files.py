"""The files that one chart is taken away as: pictures, its numbers, a page to embed."""

from __future__ import annotations

import base64
import html
from typing import Any, Literal

from components import i18n
from components.i18n import number, t
from components.table import to_csv
from components.text import Corpus
from components.ui import PageChart
from dashboard.report import paper
from dashboard.report.printed_chart import WIDTHS, Imprint, draw_chart

ChartForm = Literal["png", "svg", "csv", "html"]
MIMES: dict[ChartForm, str] = {
    "png": "image/png", "svg": "image/svg+xml", "csv": "text/csv", "html": "text/html",
}  # fmt: skip

_NAMED = 3  # outlets in the line of the source
_FROM = (500, 900)  # pixels from which the wider of two pictures is shown

# Three pictures of one chart: the one that fits the place is shown, whatever page that is in.
_EMBED = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ margin: 0; background: {paper}; }}
.wenmai-chart {{ container-type: inline-size; margin: 0; max-width: {widest}px; }}
.wenmai-chart img {{ display: none; width: 100%; height: auto; }}
.wenmai-chart img:nth-child(1) {{ display: block; }}
@container (min-width: {middle}px) {{
  .wenmai-chart img {{ display: none !important; }}
  .wenmai-chart img:nth-child(2) {{ display: block !important; }}
}}
@container (min-width: {wide}px) {{
  .wenmai-chart img:nth-child(2) {{ display: none !important; }}
  .wenmai-chart img:nth-child(3) {{ display: block !important; }}
}}
</style>
<figure class="wenmai-chart">{pictures}</figure>
</html>
"""


def title_of(chart: PageChart) -> str:
    """Return the title that a chart has until the reader writes another: what it shows."""
    return chart.alt.rstrip("。.")


def source_of(corpus: Corpus) -> str:
    """Say from whom the articles come, how many they are, and what counted them."""
    outlets = list(dict.fromkeys(a.outlet for a in corpus.articles if a.outlet))
    named = t("print.comma").join(outlets[:_NAMED])
    values = {
        "articles": number(len(corpus.articles)), "outlets": named, "n": number(len(outlets)),
    }  # fmt: skip
    key = "none" if not outlets else "some" if len(outlets) > _NAMED else "all"
    return t(f"print.source_{key}", **values)


def make_file(
    chart: PageChart, imprint: Imprint, form: ChartForm, *, width: int = WIDTHS[-1]
) -> bytes:
    """Write one chart.

    Args:
        chart: what to write.
        imprint: its title, note and source; a table has none.
        form: of the file.
        width: of a picture, in pixels; a page to embed fits every place.

    Raises:
        FontMissingError: there is no Chinese font; not for a table.
    """
    if form == "csv":
        return to_csv(chart.table())
    if form == "html":
        return _embed(chart, imprint).encode("utf-8", "replace")
    figure = draw_chart(_draw(chart, width), imprint, width=width)
    return paper.to_png(figure) if form == "png" else paper.to_svg(figure)


def _draw(chart: PageChart, width: int) -> Any:
    narrow = chart.narrow if width < _FROM[0] else None
    return (narrow or chart.draw)(mode="light")


def _embed(chart: PageChart, imprint: Imprint) -> str:
    pictures = (
        paper.to_svg(draw_chart(_draw(chart, width), imprint, width=width)) for width in WIDTHS
    )
    said = html.escape("\n".join(filter(None, (imprint.title, chart.alt, *imprint.foot))))
    return _EMBED.format(
        lang=i18n.current().replace("_", "-"),
        title=html.escape(imprint.title),
        paper=paper.INK.paper,
        widest=WIDTHS[-1],
        middle=_FROM[0],
        wide=_FROM[1],
        pictures="".join(
            f'<img alt="{said}" src="data:image/svg+xml;base64,{base64.b64encode(svg).decode()}">'
            for svg in pictures
        ),
    )
