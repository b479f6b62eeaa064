"""Gives all panels the same widgets: clickable charts, answers in the address, downloads."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from components import failures
from components.cells import disarm_cell
from components.figure_cache import figures
from components.i18n import current, number, t, use
from components.sketch import sketch_bars
from components.table import Table
from components.theme import PALETTES, ColourMode

T = TypeVar("T")

_SKETCHED = "sketched_"  # begins the key of a chart before which its sketch stands
# The bar over a chart covers what it explains; zooming by wheel steals the page's scrolling.
_CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "en"}


def mode() -> ColourMode:
    """Return the appearance the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


@contextmanager
def guard_block(name: str) -> Iterator[None]:
    """Let what is drawn inside fail by itself; also a decorator of what draws a part.

    Streamlit ends a page at the first error: all that would stand below is missing, and the
    reader cannot even change the choice that led there. Here a sentence stands in the place of
    the part: that of the error, where it has one, else one with a number that is in the log.

    Args:
        name: of the part, a constant for the log.
    """
    try:
        yield
    except Exception as error:
        if sentence := getattr(error, "sentence", ""):
            if getattr(error, "waits", False):
                st.caption(f":material/hourglass_empty: {t(sentence)}")
            else:
                st.error(t(sentence))
            return
        code = failures.report(error, where=f"a part of a page: {name}")
        st.error(t("frame.part_failed", code=code))


@dataclass(frozen=True, slots=True)
class PageChart:
    """A chart of a page, with what it takes to print it.

    Attributes:
        key: names it on its page.
        draw: gives its figure; `mode` says whether light or dark.
        alt: one sentence that says what it shows.
        note: says in a line what was counted, and how; empty where nothing is to be said.
        table: gives its numbers.
        narrow: draws it for a narrow place, where that is another figure.
    """

    key: str
    draw: Callable[..., Mapping[str, Any]]
    alt: str
    note: Callable[[], str]
    table: Callable[[], Table]
    narrow: Callable[..., Mapping[str, Any]] | None = None


# What a page offers beside each of its charts; each run of a page has a thread of its own.
_offer: ContextVar[Callable[[PageChart], None] | None] = ContextVar("offer", default=None)


def offer_beside_charts(offer: Callable[[PageChart], None] | None) -> None:
    """Have something drawn beside each chart from here to the end of the run; None for nothing."""
    _offer.set(offer)


def offer_beside(chart: PageChart) -> None:
    """Draw what the page offers beside a chart; `show_chart` does it for every figure."""
    if offer := _offer.get():
        with guard_block("print"):
            offer(chart)


def show_chart(
    draw: Callable[..., Mapping[str, Any]],
    *,
    key: str,
    alt: str,
    table: Callable[[], Table],
    note: Callable[[], str] = str,
    name: str = "",
    on_pick: Callable[[str], None] | None = None,
    on_brush: Callable[[Sequence[str]], None] | None = None,
    config: dict[str, Any] | None = None,
    narrow: Callable[..., Mapping[str, Any]] | None = None,
    is_first: bool = False,
) -> None:
    """Draw a figure; a click on a mark that carries `customdata` is told before the next run.

    Args:
        draw: gives a plotly figure as a dict or `go.Figure`, for the `mode` it is called with;
            its height stays as given. A `partial` is called once for the same nouns, see `drawn`.
        key: names the chart, so that its state survives a rerun.
        alt: one sentence that says what the chart shows.
        table: gives the numbers behind it, to be taken away.
        note: says what was counted, and how; stands below it in print.
        name: names the chart in print, where `key` changes with what is shown.
        on_pick: hears the `customdata` of the mark clicked; without it nothing can be clicked.
        on_brush: hears the `customdata` of all marks over which a box was drawn, at least one;
            such a chart cannot be clicked.
        config: plotly's settings, where a chart wants others.
        narrow: draws it for a phone and for narrow pictures, where that is another figure.
        is_first: a visitor sees it first, so that its bars stand there before plotly is fetched.
    """
    heard: Any = "ignore"
    if on_brush:
        heard = partial(_tell_brush, key, on_brush)
    elif on_pick:
        heard = partial(_tell_mark, key, on_pick)
    shown = figures.draw(narrow if narrow and on_phone() else draw, mode=mode())
    with _stand_in_for(shown, key, alt) if is_first else nullcontext():
        st.plotly_chart(
            shown,
            key=key,
            alt=alt,
            theme=None,
            on_select=heard,
            selection_mode="box" if on_brush else "points",
            config=_CHART_CONFIG | (config or {}),
        )
    offer_beside(PageChart(name or key, draw, alt, note, table, narrow))


@contextmanager
def _stand_in_for(figure: Any, key: str, alt: str) -> Iterator[None]:
    """Put a sketch where a chart will be; styles take it away once the chart is there."""
    with st.container(key=f"{_SKETCHED}{key}"):
        sketch = sketch_bars(figure.to_plotly_json(), alt=alt)
        st.html(sketch) if sketch else st.empty()
        yield


def head_unseen(title: str) -> None:
    """Give a part of a page a heading of the second level that is read aloud and not seen."""
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
    st.html(f'<h2 class="unseen" style="{hidden}">{html.escape(title)}</h2>')


def show_rows(
    frame: Any,
    *,
    key: str,
    marks: Sequence[str],
    on_pick: Callable[[str], None],
    alt: str,
    tallest: int = 420,
    height: int | None = None,
    **more: Any,
) -> None:
    """Show a table; a click on a row is told before the next run.

    Args:
        frame: the rows, as `st.dataframe` takes them.
        key: names the table; rows are known by number, so another table needs another key.
        marks: what each row is called.
        on_pick: hears the mark of the row clicked.
        alt: what the table is called; it is drawn on a canvas, which says nothing by itself.
        tallest: pixels beyond which it scrolls.
        height: pixels, whatever the number of rows.
        **more: further arguments of `st.dataframe`.
    """
    st.dataframe(
        frame,
        key=key,
        height=height or table_height(len(marks), tallest),
        hide_index=True,
        on_select=partial(_tell_row, key, marks, on_pick),
        selection_mode="single-row",
        alt=alt,
        **more,
    )


def table_height(n_rows: int, tallest: int) -> int:
    """Return the height in pixels of a table of so many rows, at most the tallest."""
    return min(tallest, 36 * (n_rows + 1) + 2)


def _tell_mark(key: str, on_pick: Callable[[str], None]) -> None:
    # A selection that was emptied is no click: a chart loses its own whenever it is redrawn.
    if marks := _list_selected(key):
        on_pick(marks[0])


def _tell_brush(key: str, on_brush: Callable[[Sequence[str]], None]) -> None:
    if marks := _list_selected(key):
        on_brush(marks)


def _list_selected(key: str) -> list[str]:
    points = st.session_state[key]["selection"]["points"]
    told = [p["customdata"] for p in points if p.get("customdata") is not None]
    return [str(mark[0] if isinstance(mark, list) else mark) for mark in told]


def _tell_row(key: str, marks: Sequence[str], on_pick: Callable[[str], None]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(marks):
        on_pick(marks[rows[0]])


def show_steps(items: Sequence[T], current: T, *, words: str, on_step: Callable[[T], None]) -> None:
    """Offer the one before and the one after, and say which of how many this is.

    Args:
        items: all of them, in their order.
        current: the one that is shown.
        words: the room of the catalogue that has the texts `previous`, `next` and `nth`.
        on_step: hears which one is asked for.
    """
    at = items.index(current)
    before, after = items[max(at - 1, 0) : at], items[at + 1 : at + 2]
    told = t(f"{words}.nth", n=number(at + 1), total=number(len(items)))
    offer_steps(before, after, told, words=words, on_step=on_step)


def offer_steps(
    before: Sequence[T], after: Sequence[T], told: str, *, words: str, on_step: Callable[[T], None]
) -> None:
    """Offer a step back and a step on, each where there is one.

    Args:
        before: ends with the step back; empty where there is none.
        after: begins with the step on; empty where there is none.
        told: where the reader is.
        words: the room of the catalogue that has the texts `previous` and `next`.
        on_step: hears which one is asked for.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, icon, to in (("previous", "left", before[-1:]), ("next", "right", after[:1])):
            st.button(
                t(f"{words}.{name}"), key=f"{words}_{name}", disabled=not to,
                icon=f":material/chevron_{icon}:", on_click=on_step, args=tuple(to),
            )  # fmt: skip
        st.caption(told, width="content")


def bind_value(widget: Callable[..., T], label: str, *args: Any, key: str, **more: Any) -> T:
    """Ask for a number, a text or a yes or no, and keep the answer in the address.

    Args:
        widget: `st.slider`, `st.toggle`, `st.text_input` and the like.
        label: what is asked.
        *args: further arguments of the widget.
        key: names the widget and the parameter.
        **more: further arguments of the widget.
    """
    return widget(label, *args, key=key, bind="query-params", **more)


def read_bound(key: str, parse: Callable[[str], T | None], otherwise: T) -> T:
    """Return the answer of a bound widget on a page that does not show it.

    The widget knows best; where this session has not drawn it, the address is asked.

    Args:
        key: names the widget and the parameter.
        parse: reads the parameter; None for one that makes no sense.
        otherwise: the answer where neither knows one.
    """
    known: T | None = st.session_state.get(key)
    if known is None:
        known = parse(st.query_params.get(key, ""))
    return otherwise if known is None else known


def bind_choice(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | tuple[str, ...],
    name_of: Callable[[str], str],
    **more: Any,
) -> Any:
    """Ask for one or several of some options, and keep the choice in the address.

    Streamlit's own binding writes the label that is shown, which another language does not
    know; here the address holds the option itself.

    Args:
        widget: `st.segmented_control`, `st.pills` or `st.selectbox`.
        label: what is asked.
        options: codes that may stand in an address; anything else there is ignored.
        key: names the widget and the parameter.
        default: the option, or a tuple of options, that the address leaves out.
        name_of: how an option is called in the language in use.
        **more: further arguments of the widget.

    Returns:
        An option, or a tuple of options where `default` is one.
    """
    asked, page = st.query_params.get(key), st.context.url
    first = (None if key in st.session_state else "", page)
    known = st.session_state.get(f"{key} known", first)
    # An address is followed when it says something new: on arrival, and when the reader goes
    # back on the same page. Another page of ours brings no parameters and changes no choice.
    followed = asked != known[0] and (asked is not None or page == known[1])
    if followed:
        st.session_state[key] = _from_address(asked, options, default)
    chosen = widget(label, options, key=key, format_func=name_of, persist_state="session", **more)
    value = tuple(chosen) if isinstance(default, tuple) else chosen or default
    code = None if value == default else ",".join(value) if isinstance(value, tuple) else value
    if code is None:
        st.query_params.pop(key, None)
    elif asked != code or followed:  # a link to the same page leaves the browser's own as it was
        st.query_params[key] = code
    st.session_state[f"{key} known"] = (code, page)
    return value


def code_of(name: str) -> str:
    """Return how an address writes a name among several, which have commas between them."""
    return name.replace("%", "%25").replace(",", "%2C") or "%"


def name_of_code(code: str) -> str:
    """Return the name that `code_of` wrote."""
    return code.replace("%2C", ",").replace("%25", "%") if code != "%" else ""


def _from_address(asked: str | None, options: Sequence[str], default: Any) -> Any:
    if asked is None:
        return list(default) if isinstance(default, tuple) else default
    if isinstance(default, tuple):
        return [option for option in options if option in asked.split(",")]
    return asked if asked in options else default


# The one place with CSS. What Streamlit's uploader says of sizes is put out of sight and ours set
# in its place, and why it marks a file red is told without pointing at it. Its hint to press Enter
# lies over what is typed in a narrow field: it goes.
_UPLOADER = """<style>
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: HINT; font-size: .875rem; }
[data-testid="stFileUploader"]:has([aria-invalid="true"])::after {
  content: REFUSED; font-size: .875rem; }
[data-testid="InputInstructions"] { display: none; }
</style>"""


def translate_uploaders() -> None:
    """Let every file uploader of the page speak the language in use."""
    words = {"HINT": t("ui.drop_here"), "REFUSED": t("ui.not_taken")}
    css = _UPLOADER
    for name, text in words.items():
        css = css.replace(name, json.dumps(text, ensure_ascii=False))
    st.html(css)


# Streamlit's own CSV writes cells that begin like a formula as they are; ours does not. It names
# the button in English whatever the language.
_TABLES = """<style>
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) {
  display: none; }
</style>"""


def hide_live_csv() -> None:
    """Take away the button by which Streamlit's tables are saved with live formulas."""
    st.html(_TABLES)


# An address is there to be copied: the button does not wait to be pointed at.
_COPY = """<style>
[role="dialog"] [data-testid="stCode"] > div:last-child { opacity: 1; visibility: visible; }
[role="dialog"] [data-testid="stCode"] pre { padding-right: 3.25rem; }
</style>"""


def show_copy_buttons() -> None:
    """Let the button that copies a text be seen wherever a dialog shows one."""
    st.html(_COPY)


# Two thirds figures, one third evidence that stays in view while the page scrolls; below 1,100
# pixels the same panel is a sheet at the foot, one line high until something is picked; what is
# scrolled to for a reader at the keyboard comes to stand above it. Fonts of
# Chinese draw “ ” as wide as a character unless told that the text is English. A popover takes the
# room below its button, be it a finger's width; one that is to be high opens above it instead.
_BENCH = """<style>
.st-key-bench { display: grid !important; gap: 1.75rem; align-items: stretch;
  grid-template-columns: minmax(0, 2fr) minmax(19rem, 1fr); }
.st-key-bench > * { min-width: 0; width: auto !important; }
.st-key-panel { position: sticky; top: 4rem; align-self: start; overflow-y: auto;
  max-height: calc(100dvh - 5rem); flex: 0 0 auto !important; height: auto !important;
  overscroll-behavior: contain;
  padding: 1rem;
  border: 1px solid LINE; border-radius: .5rem; background: PANEL; }
.st-key-panel h3 { font-size: 1.2rem; line-height: 1.5; }
@media (max-width: 1099.98px) {
  .st-key-bench { grid-template-columns: minmax(0, 1fr); min-height: calc(100dvh - 9rem); }
  .st-key-bench > :has(> .st-key-panel) { position: sticky; bottom: 0; z-index: 90;
    align-self: end; margin: 0 -1rem; width: calc(100% + 2rem) !important; max-width: none; }
  .st-key-panel { position: static; max-height: 46dvh; border-width: 1px 0 0;
    border-radius: .9rem .9rem 0 0; background: PAPER;
    padding-bottom: calc(1rem + env(safe-area-inset-bottom));
    box-shadow: 0 -6px 24px rgb(0 0 0 / .16); }
  .st-key-panel_filled > :has(> .st-key-panel_profile) { order: 1; }
  [data-testid="stMain"]:has(.st-key-panel_filled) { scroll-padding-bottom: 46dvh; }
}
[data-testid="stElementContainer"]:has(> .stHtml > .unseen) {
  position: absolute; width: 1px; height: 1px; }
.st-key-bench[data-fills-window] { position: fixed; inset: 0; z-index: 999900; overflow: auto;
  padding: 0 1rem; background: PAPER; }
body:has(.st-key-bench[data-fills-window]) :is([data-testid="stSidebar"], [data-testid="stBottom"],
  [data-testid="stHeader"]) { display: none; }
.st-key-bench[data-fills-window] .st-key-panel { top: 1rem; max-height: calc(100dvh - 2rem); }
[data-testid="stMainBlockContainer"] { padding-inline: clamp(1rem, 4vw, 4rem); }
[data-testid="stCaptionContainer"] { color: QUIET; opacity: 1; }
[data-testid^="stBaseButton-primary"] p, [data-testid^="stBaseButton-primary"] span {
  color: PAPER; }
[data-testid="stMultiSelectTagsContainer"] [data-tag], [data-tag] span { color: PAPER; }
[class*="st-key-sketched_"] { display: grid !important; grid-template-columns: minmax(0, 1fr); }
[class*="st-key-sketched_"] > *, [class*="st-key-sketched_"] .stHtml { grid-area: 1 / 1;
  width: 100% !important; }
[class*="st-key-sketched_"] .sketch { --paper: PAPER; pointer-events: none; }
[class*="st-key-sketched_"] [data-testid="stSkeleton"],
[class*="st-key-sketched_"]:has(.main-svg .trace) .sketch { visibility: hidden; }
[data-testid="stPopoverBody"]:has([class*="_print_width"]) { min-height: min(20rem, 38dvh); }
.js-plotly-plot .plotly, .js-plotly-plot .nsewdrag { touch-action: pan-y pinch-zoom; }
:root:lang(en) body { font-variant-east-asian: proportional-width; }
</style>"""


def bench_styles() -> None:
    """Let figures and their evidence stand side by side, and a swipe over a figure scroll."""
    palette = PALETTES[mode()]
    css = _BENCH.replace("LINE", palette.line).replace("PANEL", palette.panel)
    st.html(css.replace("PAPER", palette.paper).replace("QUIET", palette.quiet))


MOST_ROWS = 1_000  # of a table on a page; its file has all
_CARD_HEIGHT = 140  # pixels: a label of two lines, a number and a note


@dataclass(frozen=True, slots=True)
class Card:
    """One number with what it is called and what it means; `note` is what it is compared to."""

    label: str
    value: str
    help: str
    note: str = ""


def show_cards(row: Iterable[Card]) -> None:
    """Show numbers as cards: at most four in a row on a screen, two on a phone."""
    with st.container(horizontal=True):
        for card in row:
            st.metric(
                card.label,
                card.value,
                delta=card.note or None,
                delta_color="off",
                delta_arrow="off",
                help=card.help,
                border=True,
                width="stretch",
                height=_CARD_HEIGHT,
            )


def frame_of(table: Table, *, titled: bool = False, signed: Collection[str] = ()) -> pd.DataFrame:
    """Return a table for `st.dataframe`, numbers as numbers.

    Args:
        table: what to show.
        titled: head the columns with their titles instead of their names.
        signed: columns of names that are shown behind the signs of their kinds.
    """
    return pd.DataFrame(
        {
            column.title if titled else column.name: [
                f"{row[i].sign} {row[i].content}" if column.name in signed else row[i].content
                for row in table.rows
            ]
            for i, column in enumerate(table.columns)
        }
    )


def tell_first_rows(shown: int, total: int) -> None:
    """Say below a table that it has only the first rows, where it does."""
    if total > shown:
        st.caption(t("ui.first_rows", shown=number(shown), total=number(total)))


def on_phone() -> bool:
    """Tell whether the reader's browser says that it is a phone's."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    text: str = frame.map(disarm_cell).rename(columns=disarm_cell).to_csv(index=False)
    return text.encode("utf-8-sig")


def download(
    label: str, data: bytes | str | Callable[[], bytes | str], *, name: str, mime: str, key: str
) -> None:
    """Offer a file, made at the click where that takes long; a click does not rerun the page."""
    language = current()

    def make() -> bytes | str:
        use(language)  # a click is answered by another thread
        return data() if callable(data) else data

    st.download_button(
        label,
        make if callable(data) else data,
        file_name=name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


_ADDRESS = re.compile(r"(?i)(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)")


def format_moment(published: str | None) -> str:
    """Return a day, or a day with its time to the minute, as people read it; "" for none."""
    return (published or "").replace("T", " ")[:16]


def drop_year(moments: Sequence[str]) -> list[str]:
    """Leave the year out of days and hours where all are of one; tables have little room."""
    years = {moment[:4] for moment in moments if moment}
    return [m[5:] if len(years) == 1 and len(m) > len("2026-10") else m for m in moments]


def escape_markdown(text: str) -> str:
    """Keep Markdown in what a reader or an article wrote from being read as such.

    Addresses become links even where every sign is escaped; a word joiner, which nobody sees,
    keeps them text.
    """
    text = _ADDRESS.sub("\u2060", text)
    return "".join("\\" + c if c in r"\`*_{}[]()#+-!|<>~$:" else c for c in text)
