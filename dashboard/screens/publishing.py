"""What stands beside each chart: its own title, note and source, and the ways to take it away."""

from __future__ import annotations

import streamlit as st

from components import i18n, ui
from components.cloud import FontMissingError, fonts
from components.i18n import t
from components.text import digest_of
from components.ui import PageChart
from dashboard.pipeline import PrintedLine
from dashboard.report import chart_files
from dashboard.report.chart_files import MIMES, ChartForm
from dashboard.report.printed_chart import WIDTHS, Imprint
from dashboard.state import own_lines

_LONGEST = 400  # characters of a line that is typed
_ICONS: dict[ChartForm, str] = {"png": "image", "svg": "shapes", "csv": "table", "html": "code"}


def offer_beside_charts(source: str) -> None:
    """Offer each chart of this page to be published; `source` says what they are drawn from."""
    with ui.guard_block("own lines"):
        own_lines.load()
    ui.offer_beside_charts(lambda chart: _offer(chart, source))


def _offer(chart: PageChart, source: str) -> None:
    with (
        st.container(horizontal_alignment="right"),
        st.popover(
            t("print.open"), type="tertiary", icon=":material/ios_share:",
            key=f"{chart.key}_print", on_change="rerun",
        ) as box,
    ):  # fmt: skip
        if box.open:
            with ui.guard_block("print"):
                _show(chart, source)


def _show(chart: PageChart, source: str) -> None:
    imprint = Imprint(
        title=_ask(chart, "title", chart_files.title_of(chart)),
        note=_ask(chart, "note", chart.note()),
        source=_ask(chart, "source", source),
    )
    width = st.segmented_control(
        t("print.width"), WIDTHS, default=WIDTHS[-1], required=True,
        format_func=lambda pixels: t(f"print.width_{pixels}"),
        key=f"{chart.key}_print_width", persist_state="session",
    )  # fmt: skip
    with st.container(horizontal=True):
        for form in _list_forms():
            _offer_file(chart, imprint, form, width or WIDTHS[-1])
    st.caption(t("print.help"))


def _list_forms() -> tuple[ChartForm, ...]:
    """Return what can be made here: without a Chinese font only the numbers."""
    try:
        fonts.faces("中")
    except FontMissingError as error:
        st.caption(t(error.sentence))
        return ("csv",)
    return tuple(MIMES)


def _ask(chart: PageChart, what: PrintedLine, usual: str) -> str:
    """Ask for a line; another chart under the same name, or other settings, bring the usual one."""
    key = f"{chart.key}_print_{what}_{digest_of(usual)[:8]}"
    usual = " ".join(usual.split())
    known = own_lines.find(chart.key, what, usual)
    typed = st.text_area(
        t(f"print.{what}"), usual if known is None else known,
        max_chars=max(_LONGEST, len(usual)), key=key, height=68, persist_state="session",
    )  # fmt: skip
    text = " ".join(typed.split())
    if text != (usual if known is None else known):
        with ui.guard_block("own line"):
            own_lines.keep(chart.key, what, shown=chart.alt, usual=usual, text=text)
    return text


def _offer_file(chart: PageChart, imprint: Imprint, form: ChartForm, width: int) -> None:
    language = i18n.current()

    def make() -> bytes:
        i18n.use(language)  # a file is made at the click, in a thread of its own
        return chart_files.make_file(chart, imprint, form, width=width)

    st.download_button(
        t(f"print.{form}"), make, file_name=f"{chart.key}.{form}", mime=MIMES[form],
        key=f"{chart.key}_print_{form}", on_click="ignore", icon=f":material/{_ICONS[form]}:",
    )  # fmt: skip
